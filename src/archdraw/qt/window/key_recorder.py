"""A field that takes the keys that are pressed in it as a chord."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from archdraw.editor.chords import tidy_chord
from archdraw.qt.bridge.events import key_event

_HELD = frozenset({"Shift", "Control", "Alt", "Meta"})
_WAITING = "Press the keys…"


class KeyRecorder(QLineEdit):
    """Records while it has the focus; every key counts, Tab and Delete too, Escape gives up.

    Signals
    -------
    recorded(chord)
        A chord was pressed: "Ctrl+Shift+L".
    given_up()
        Escape was pressed, or the focus went elsewhere.
    """

    recorded = Signal(str)
    given_up = Signal()

    def __init__(self) -> None:
        # Qt sends events while the field is still being made.
        self._recording = False
        super().__init__()
        self.setReadOnly(True)
        self.setPlaceholderText(_WAITING)
        self.setAccessibleName("Press the keys for the command")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def record(self) -> None:
        """Wait for a chord."""
        self._recording = True
        self.clear()
        self.show()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        # Before shortcuts of the window and before Tab moves the focus.
        if self._recording and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._end(None)

    def _take(self, event: QKeyEvent) -> None:
        pressed = key_event(event)
        if pressed.key in _HELD or not pressed.key:
            return
        if pressed.chord == "Escape":
            self._end(None)
            return
        self._end(tidy_chord(pressed.chord))

    def _end(self, chord: str | None) -> None:
        if not self._recording:
            return
        self._recording = False
        if chord is None:
            self.given_up.emit()
        else:
            self.recorded.emit(chord)
