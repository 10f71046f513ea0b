"""Theme tokens as a Qt palette, and the one object that says which theme is on."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from archdraw.core.drawing import Theme, load_theme
from archdraw.core.locations import cache_dir, resources_dir
from archdraw.qt.bridge.stylesheet import stylesheet

INTERFACE_FONT_PX = 13
_STYLE = "Fusion"
_STYLED = "archdraw-styled"
THEME_NAMES = ("system", "light", "dark", "high-contrast")

_ROLES: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "panel"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "card"),
    (QPalette.ColorRole.AlternateBase, "canvas"),
    (QPalette.ColorRole.ToolTipBase, "card"),
    (QPalette.ColorRole.ToolTipText, "text"),
    (QPalette.ColorRole.PlaceholderText, "text-second"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.Button, "panel"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.BrightText, "danger"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.LinkVisited, "accent"),
    (QPalette.ColorRole.Highlight, "accent"),
    (QPalette.ColorRole.HighlightedText, "on-accent"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.Light, "panel-line"),
    (QPalette.ColorRole.Midlight, "panel-line"),
    (QPalette.ColorRole.Mid, "card-border"),
    (QPalette.ColorRole.Dark, "card-border"),
    (QPalette.ColorRole.Shadow, "card-border"),
)


def qt_palette(theme: Theme) -> QPalette:
    """Return the palette of a theme; disabled text takes the second text colour, half transparent."""
    palette = QPalette()
    for role, token in _ROLES:
        palette.setColor(role, QColor(theme.color(token)))
    faint = QColor(theme.color("text-second"))
    faint.setAlpha(150)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return palette


def make_styled_application(name: str) -> QApplication:
    """Return the application object in the style of the interface.

    A style named among the arguments is Qt's own affair; `setStyle` hands it to the binding, which then makes
    its class with five hundred enumerated names.
    """
    app = QApplication([name, "-style", _STYLE])
    app.setProperty(_STYLED, True)
    return app


def interface_font() -> QFont:
    """Return the font of the interface: Fira Sans, 13 px."""
    font = QFont("Fira Sans")
    font.setPixelSize(INTERFACE_FONT_PX)
    return font


def _picture(theme: Theme, icon: str, ink: str = "text-second") -> str:
    """Return the file of an icon in a colour of a theme: stylesheets take pictures from files only."""
    colour = theme.color(ink)
    path = cache_dir() / "interface" / f"{icon}-{colour.removeprefix('#').lower()}.svg"
    if not path.is_file():
        drawing = (resources_dir() / "icons" / f"{icon}.svg").read_text(encoding="utf-8")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(drawing.replace("currentColor", colour), encoding="utf-8")
        except OSError:
            # A cache that can't be written costs the picture, not the window.
            return ""
    return path.as_posix()


class Appearance(QObject):
    """The theme that is on; applies it to the application and tells who paints with tokens.

    Signals
    -------
    changed(theme)
        Another theme is on: tokens are to be read anew.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._theme: Theme | None = None
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)

    @property
    def choice(self) -> str:
        """What the user chose: one of THEME_NAMES."""
        return self._choice

    @property
    def theme(self) -> Theme:
        """The theme that is on."""
        if self._theme is None:
            self._theme = load_theme(self.resolved())
        return self._theme

    def resolved(self) -> str:
        """Return the name of the theme that the choice means now."""
        if self._choice != "system":
            return self._choice
        hints = self._app.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "high-contrast"
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def choose(self, choice: str) -> None:
        """Switch to another theme, or follow the system."""
        self._choice = choice if choice in THEME_NAMES else "system"
        self.apply()

    def apply(self) -> None:
        """Give the application the palette, font and stylesheet of the theme, and tell listeners."""
        self.prepare()
        self.dress()
        self.changed.emit(self._theme)

    def prepare(self) -> None:
        """Give the application the style, palette and font of the theme, but no stylesheet yet."""
        self._theme = load_theme(self.resolved())
        if not self._app.property(_STYLED):
            self._app.setStyle(_STYLE)
            self._app.setProperty(_STYLED, True)
        self._app.setPalette(qt_palette(self._theme))
        self._app.setFont(interface_font())

    def dress(self) -> None:
        """Give the application the stylesheet of the theme.

        Best when the widgets stand: under a stylesheet, each that gets a parent is styled anew with all
        that is in it.
        """
        theme = self.theme
        opened, closed = _picture(theme, "chevron_down"), _picture(theme, "chevron_right")
        tick, raised = _picture(theme, "tick", "on-accent"), _picture(theme, "chevron_up")
        self._app.setStyleSheet(stylesheet(theme, opened, closed, tick, raised))

    def _follow_system(self) -> None:
        if self._choice == "system" and (self._theme is None or self._theme.name != self.resolved()):
            self.apply()
