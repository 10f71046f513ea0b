"""The settings of the window: read at the start, applied at once when they change, kept in its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from archdraw.editor.settings import Settings, apply_settings, read_settings, words_of
from archdraw.qt.bridge.figures import style, use_style
from archdraw.qt.bridge.motion import set_motion
from archdraw.qt.window.desk import Desk

_GROUP = "settings/"
_EFFECTS = (
    "UI_General",
    "UI_AnimateMenu",
    "UI_FadeMenu",
    "UI_AnimateCombo",
    "UI_AnimateTooltip",
    "UI_FadeTooltip",
    "UI_AnimateToolBox",
)
_BLINK_MS = 1000


class Preferences:
    """What is set, and everything that follows it."""

    def __init__(self, window: Desk, refresh_figures: Callable[[], None]) -> None:
        self._window = window
        self._refresh_figures = refresh_figures
        saved = window.saved

        def word(name: str) -> str | None:
            return saved.text(name if name == "theme" else _GROUP + name) or None

        read = read_settings(word)
        # A window may be opened in a theme that is not the one set.
        self._settings = replace(read, theme=window.session.theme)
        # What the system asks for, kept before anything here changes it.
        self._system: tuple[dict[Qt.UIEffect, bool], int] | None = None
        self._apply(Settings())

    @property
    def settings(self) -> Settings:
        """What is set now; grid, snapping and theme are also changed by commands."""
        session = self._window.session
        return replace(
            self._settings, show_grid=session.show_grid, snapping=session.snapping, theme=session.theme
        )

    def change(self, settings: Settings) -> None:
        """Apply other settings at once and keep them."""
        before = self.settings
        self._settings = settings
        self._apply(before)
        self.keep()

    def keep(self) -> None:
        """Write what is set now."""
        for name, said in words_of(self.settings).items():
            if name != "theme":
                self._window.saved.remember(_GROUP + name, said)

    def _apply(self, before: Settings) -> None:
        settings, window = self._settings, self._window
        apply_settings(settings, window.session)
        if settings.theme != window.session.theme:
            window.session.theme = settings.theme
            window.shell.set_theme(settings.theme)
        if settings.motion != before.motion:
            self._set_motion(settings)
        if settings.figures != style():
            use_style(settings.figures)
            self._refresh_figures()

    def _set_motion(self, settings: Settings) -> None:
        set_motion(settings.motion)
        still = settings.motion == "reduced"
        if self._system is None:
            effects = (Qt.UIEffect[name] for name in _EFFECTS)
            found = {one: QApplication.isEffectEnabled(one) for one in effects}
            self._system = (found, QApplication.cursorFlashTime())
        effects_wanted, blink_wanted = self._system
        for effect, wanted in effects_wanted.items():
            QApplication.setEffectEnabled(effect, wanted if settings.motion == "system" else not still)
        blink = blink_wanted if settings.motion == "system" else 0 if still else _BLINK_MS
        QApplication.setCursorFlashTime(blink)
