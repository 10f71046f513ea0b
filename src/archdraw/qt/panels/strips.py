"""What comes and goes over the canvas: toasts at the foot, and strips at its head."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QIcon,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from archdraw.core.history import Changed
from archdraw.qt.bridge.interface_icons import Icons

# What the button says that takes a change back.
UNDO = "Undo"
_TOAST_MS = 5000
_MS_PER_LETTER = 45
_MARGIN = 16
_SIGN_PX = 18
# A strip of less says its short text.
_NARROW_PX = 480


def announce(widget: QWidget, sentence: str) -> None:
    """Let a screen reader say what a sighted person would see coming up."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


class Toast(QFrame):
    """One sentence at the foot of its parent for a few seconds, with an optional button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setObjectName("toast")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton()
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._act: Callable[[], None] | None = None
        self._button.clicked.connect(self._press)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(12)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.fade)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that shows, empty when none does."""
        return self._text.text() if self.isVisibleTo(self._ground) else ""

    def say(self, text: str, button: str = "", act: Callable[[], None] | None = None) -> None:
        """Show a sentence; longer ones stay longer."""
        self._text.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._act = act
        self._place()
        self.show()
        self.raise_()
        self._timer.start(max(_TOAST_MS, len(text) * _MS_PER_LETTER))
        announce(self, text)

    def note_change(self, changed: Changed) -> None:
        """Go when an undo that is offered has been done otherwise."""
        if changed.origin == "undo" and self._button.text() == UNDO:
            self.hide()

    def mousePressEvent(self, event: object) -> None:
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def fade(self) -> None:
        """Go, unless somebody has come to the button with the keyboard."""
        if self._button.hasFocus():
            self._timer.start(_TOAST_MS)
        else:
            self.hide()

    def _press(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

    def _place(self) -> None:
        room = self._ground.width() - 2 * _MARGIN
        words = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 44
        width = min(room, 560, words + (self._button.sizeHint().width() + 12 if self._act else 0))
        self.setFixedWidth(max(160, width))
        self.adjustSize()
        ground = self._ground
        self.move((ground.width() - self.width()) // 2, ground.height() - self.height() - _MARGIN)


class _Picture(QWidget):
    """The sign before a sentence; nothing to press, and nothing that a screen reader names."""

    def __init__(self, icon: QIcon) -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(_SIGN_PX, _SIGN_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._icon.paint(QPainter(self), self.rect())


class Strip(QFrame):
    """A line over the canvas with a sentence, buttons and a cross.

    Signals
    -------
    dismissed()
        The user closed it with the cross.
    """

    dismissed = Signal()

    def __init__(self, name: str, icon: str, token: str, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._long = self._short = ""
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._row.setSpacing(10)
        self._row.addWidget(_Picture(icons.icon(icon, token)))
        self._row.addWidget(self._text, 1)
        self._cross = QToolButton()
        self._cross.setIcon(icons.icon("close"))
        self._cross.setIconSize(QSize(14, 14))
        self._cross.setToolTip("Close")
        self._cross.setAccessibleName("Close")
        self._cross.clicked.connect(self._dismiss)
        self._row.addWidget(self._cross)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence as it is shown."""
        return self._text.text()

    def add_button(self, text: str, act: Callable[[], None]) -> QPushButton:
        """Add a button before the cross."""
        button = QPushButton(text)
        button.clicked.connect(act)
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def say(self, text: str, short: str = "") -> None:
        """Show the strip with this text, or with `short` where it is narrow; rich text is taken."""
        self._long, self._short = text, short
        self._fit()
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        text = self._short if self._short and self.width() < _NARROW_PX else self._long
        if text != self._text.text():
            self._text.setText(text)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
