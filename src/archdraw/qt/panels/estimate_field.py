"""The lines of the sheet: text that is typed live, given up with Escape, and walked through with keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from archdraw.core.estimate.words import completed
from archdraw.qt.bridge.fonts import number_font
from archdraw.qt.panels.editors import restyle

_WALKS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class SheetField(QLineEdit):
    """One cell that takes text.

    Signals
    -------
    typed(text)
        The text is being changed.
    given(text, down)
        The text is to be kept; `down` tells that Enter did it, so the next row follows.
    walked(rows)
        Another row, so many further down, is to have the keyboard.
    left()
        Escape with nothing typed.
    ordered(word)
        A key for the whole row: "insert", "delete", "up" or "down".
    """

    typed = Signal(str)
    given = Signal(str, bool)
    walked = Signal(int)
    left = Signal()
    ordered = Signal(str)

    def __init__(
        self, name: str, hint: str = "", *, mono: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMinimumWidth(40)
        self._stored = ""
        # Who sees keys first: the list of words that may be meant.
        self.first_asked: Callable[[QEvent], bool] | None = None
        if mono:
            number_font()  # registers the font that the stylesheet names
            self.setProperty("figure", True)
        self.textEdited.connect(self.typed)
        self.editingFinished.connect(self._finish)

    def show_text(self, text: str, hint: str = "") -> None:
        """Show what is stored, unless somebody is typing; `hint` is the tooltip."""
        self._stored = text
        if not self.isModified() and text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        self.setToolTip(hint or (text if len(text) > 12 else ""))

    def refuse(self, refused: bool) -> None:
        """Mark the text as one that does not fit."""
        restyle(self, "refused", refused)

    def give_up(self) -> None:
        """Show the stored text again."""
        self.setModified(False)
        self.setText(self._stored)
        self.typed.emit(self._stored)

    def complete(self, typed: str, word: str) -> None:
        """Put a word in place of the part of it that was typed before the cursor."""
        text, at = completed(self.text(), self.cursorPosition(), typed, word)
        self.setText(text)
        self.setCursorPosition(at)
        self.setModified(True)
        self.typed.emit(text)

    def event(self, event: QEvent) -> bool:
        # Tab is asked for here: it never gets to keyPressEvent.
        if self.first_asked is not None and self.first_asked(event):
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            keys = QKeySequence.StandardKey
            if not self.isModified() and (event.matches(keys.Undo) or event.matches(keys.Redo)):
                # Nothing of this field to take back: the last change of the sheet is meant.
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        alone = held == Qt.KeyboardModifier.NoModifier
        if key == Qt.Key.Key_Escape and alone:
            if self.isModified():
                self.give_up()
            else:
                self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and alone:
            self._give(down=True)
        elif key in _WALKS and alone:
            self._give(down=False)
            self.walked.emit(_WALKS[Qt.Key(key)])
        elif not self._order(Qt.Key(key), held, alone=alone):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # The beginning of a long text says more than its end.
        self.setCursorPosition(0)

    def _order(self, key: Qt.Key, held: Qt.KeyboardModifier, *, alone: bool) -> bool:
        alt = held == Qt.KeyboardModifier.AltModifier
        words = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_Delete: "delete"}
        word = words.get(key, "") if alt else "insert" if alone and key == Qt.Key.Key_Insert else ""
        if word:
            self._give(down=False)
            self.ordered.emit(word)
        return bool(word)

    def _finish(self) -> None:
        if self.isModified():
            self._give(down=False)

    def _give(self, *, down: bool) -> None:
        if self.isModified():
            self.setModified(False)
            self.given.emit(self.text(), down)
        elif down:
            self.walked.emit(1)
