"""The toolbar: buttons from the action table, the overlay choice, panels, one primary button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from archdraw.editor.session import OverlayName, Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.interface_icons import ICON_PX, Icons
from archdraw.qt.window.command_table import CommandTable

TOOLBAR_PX = 40
# None is a gap; ids that the action table lacks are left out.
LEFT: tuple[str | None, ...] = (
    "file.open",
    "file.save",
    None,
    "edit.undo",
    "edit.redo",
    None,
    "insert.component",
    "arrange.group",
    "arrange.tidy",
    "view.fit",
    None,
    "analyse.fail",
)
_WITH_TEXT = ("analyse.fail",)
OVERLAYS: tuple[tuple[OverlayName, str, str], ...] = (
    ("none", "No overlay", "eye_off"),
    ("single-points", "Single points of failure", "single_point"),
    ("utilisation", "Utilisation", "utilisation"),
    ("journey", "Path of the journey", "journey"),
    ("availability", "Availability", "good"),
    ("downtime", "Downtime caused", "recent"),
    ("cost", "Cost a month", "star"),
    ("owner", "Owners", "hand"),
    ("tag", "Tags", "filter"),
)


class Toolbar(QFrame):
    """40 px over the canvas."""

    def __init__(self, session: Session, commands: CommandTable, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("toolbar")
        self.setFixedHeight(TOOLBAR_PX)
        self._session = session
        self._icons = icons
        self._worded: list[QToolButton] = []
        self._primary: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(2)
        for action_id in LEFT:
            if action_id is None:
                self._add_gap()
            elif commands.knows(action_id):
                self.add_action(commands.action(action_id), text=action_id in _WITH_TEXT)
        self._add_gap()
        self.overlay_button = self._make_overlay_button()
        self._row.addWidget(self.overlay_button)
        self._stretch_at = self._row.count()
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row.addWidget(spacer)
        self._stop = session.listen(self._hear)

    def add_action(self, action: QAction, *, text: bool = False) -> QToolButton:
        """Add a button for an action at the end of what is there."""
        button = self._button()
        button.setDefaultAction(action)
        if text:
            self._give_words(button)
        self._row.addWidget(button)
        return button

    def insert_before_stretch(self, action: QAction, *, text: bool = False) -> QToolButton:
        """Add a button for an action at the left, before the free space."""
        button = self.add_action(action, text=text)
        self._row.removeWidget(button)
        self._row.insertWidget(self._stretch_at, button)
        self._stretch_at += 1
        return button

    def add_primary(self, text: str, tip: str, perform: Callable[[], None]) -> QPushButton:
        """Add the one primary button at the right."""
        self._row.addSpacing(8)
        button = QPushButton(text)
        button.setObjectName("primary")
        button.setAccessibleName(text)
        self._primary.append(button)
        button.setToolTip(tip)
        button.setIcon(self._icons.icon("pdf", "on-accent"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(perform)
        self._row.addWidget(button)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _give_words(self, button: QToolButton) -> None:
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._worded.append(button)

    def _fit_words(self) -> None:
        """Show pictures alone where words would be cut; the primary button keeps its words longest."""
        for button in self._worded:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for primary in self._primary:
            primary.setText(primary.accessibleName())
        for button in self._worded:
            if self._fits():
                return
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for primary in self._primary:
            if not self._fits():
                primary.setText("")

    def _fits(self) -> bool:
        self._row.invalidate()
        return self._row.sizeHint().width() <= self.width()

    def close_session(self) -> None:
        """Stop listening."""
        self._stop()

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _add_gap(self) -> None:
        line = QFrame()
        line.setObjectName("hairline")
        line.setFixedSize(1, 20)
        self._row.addSpacing(5)
        self._row.addWidget(line)
        self._row.addSpacing(5)

    def _make_overlay_button(self) -> QToolButton:
        button = self._button()
        self._give_words(button)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip("What of the analysis is drawn on the canvas")
        button.setAccessibleName("Overlay")
        menu = QMenu(button)
        group = QActionGroup(menu)
        self._overlay_actions: dict[str, QAction] = {}
        for name, title, icon in OVERLAYS:
            action = menu.addAction(self._icons.icon(icon), title)
            action.setCheckable(True)
            # Beside a picture no tick would be seen.
            action.setIconVisibleInMenu(False)
            group.addAction(action)
            action.triggered.connect(lambda _=False, chosen=name: self._session.show_overlay(chosen))
            self._overlay_actions[name] = action
        button.setMenu(menu)
        self._show_overlay(button)
        return button

    def _show_overlay(self, button: QToolButton) -> None:
        name = self._session.overlay_name
        for known, title, icon in OVERLAYS:
            if known == name:
                button.setText(f"{title}  ▾")
                button.setIcon(self._icons.icon(icon))
                self._overlay_actions[known].setChecked(True)

    def _hear(self, event: SessionEvent) -> None:
        if event.kind == "overlay":
            self._show_overlay(self.overlay_button)
            self._fit_words()
