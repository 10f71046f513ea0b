"""The list under a formula or unit with the words that may be meant; it takes nothing unasked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from archdraw.core.estimate.words import Completion
from archdraw.qt.panels.estimate_field import SheetField

_WORD = Qt.ItemDataRole.UserRole
_WIDTH, _PADDING = 320, 6
Take = Callable[[str], None]


class WordList(QListWidget):
    """A child of the window below the field that is typed in.

    Down and Up choose a word, Enter or Tab take the chosen one, Escape closes. While none is chosen all keys
    mean what they always do in the field.
    """

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._field: SheetField | None = None
        self._take: Take | None = None
        self.setObjectName("quickInsert")
        self.setAccessibleName("Words that may be meant")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(lambda _: self._finish())
        self.hide()

    def offer(self, field: SheetField, words: tuple[Completion, ...], take: Take) -> None:
        """Show words under a field; `take` is called with the one that is taken."""
        self._field, self._take = field, take
        self.clear()
        for one in words:
            item = QListWidgetItem(f"{one.word}    {one.hint}".rstrip(), self)
            item.setData(_WORD, one.word)
            item.setToolTip(one.hint)
        if not words:
            self.hide()
            return
        window = self._owner.window()
        self.setParent(window)
        height = self.count() * max(24, self.sizeHintForRow(0)) + _PADDING
        place = field.mapTo(window, QPoint(0, field.height() + 1))
        if place.y() + height > window.height():
            place.setY(max(0, field.mapTo(window, QPoint(0, -1)).y() - height))
        self.setGeometry(min(place.x(), window.width() - _WIDTH), place.y(), _WIDTH, height)
        self.setCurrentRow(-1)
        self.show()
        self.raise_()

    def handle(self, event: QEvent) -> bool:
        """Take a key of the field where it is for the list; return whether it was."""
        if self.isHidden() or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key, chosen = event.key(), self.currentRow() >= 0
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            if key == Qt.Key.Key_Up and not chosen:
                return False
            self.setCurrentRow(min(self.currentRow() + step, self.count() - 1))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and chosen:
            self._finish()
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def _finish(self) -> None:
        item, take = self.currentItem(), self._take
        self.hide()
        if item is not None and take is not None:
            take(str(item.data(_WORD)))
