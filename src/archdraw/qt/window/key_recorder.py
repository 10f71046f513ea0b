"""A field that takes the keys that are pressed in it as a chord."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from archdraw.editor.chords import joined, tidy_chord
from archdraw.qt.bridge.events import key_event
from archdraw.qt.bridge.key_names import shown_chord

_HELD = frozenset({"Shift", "Control", "Alt", "Meta"})
_WAITING = "Press the keys…"


class KeyRecorder(QLineEdit):
    """Records while it has the focus; every key counts, Tab and Delete too, Escape gives up.

    `begins` tells whether a stroke is the first of two; the second is waited for then.

    Signals
    -------
    recorded(chord)
        A chord was pressed: "Ctrl+Shift+L".
    given_up()
        Escape was pressed, or the focus went elsewhere.
    """

    recorded = Signal(str)
    given_up = Signal()

    def __init__(self, begins: Callable[[str], bool]) -> None:
        # Qt sends events while the field is still being made.
        self._recording = False
        self._begins = begins
        self._begun = ""
        super().__init__()
        self.setReadOnly(True)
        self.setPlaceholderText(_WAITING)
        self.setAccessibleName("Press the keys for the command")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def record(self) -> None:
        """Wait for a chord."""
        self._recording = True
        self._begun = ""
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
        if not self._begun and self._begins(pressed.chord):
            self._begun = pressed.chord
            self.setText(f"{shown_chord(pressed.chord)}, …")
            return
        self._end(tidy_chord(joined(self._begun, pressed.chord) if self._begun else pressed.chord))

    def _end(self, chord: str | None) -> None:
        if not self._recording:
            return
        self._recording = False
        if chord is None:
            self.given_up.emit()
        else:
            self.recorded.emit(chord)
