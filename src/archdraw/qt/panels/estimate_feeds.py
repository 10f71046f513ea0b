"""Choosing the field that takes a result: those whose unit fits, filtered by typing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from archdraw.core.catalog import Catalog
from archdraw.core.estimate.bindings import Place, fitting_units, places
from archdraw.core.estimate.sheet import Outcome
from archdraw.core.estimate.units import UnitBook
from archdraw.core.model import Design, element_name

_WIDTH, _ROWS, _MOST = 360, 10, 300
_PLACE = Qt.ItemDataRole.UserRole
_NOTHING = "Nothing"


def place_words(design: Design, place: Place) -> str:
    """Return a place as people call it: "peak load of Follow a short link"."""
    return f"{place.label} of {element_name(design, place.record)}"


def fitting_places(
    design: Design, catalog: Catalog, outcome: Outcome, book: UnitBook, first: Iterable[str]
) -> list[Place]:
    """Return the places that a result fits, those of chosen elements first."""
    found = list(places(design, catalog, fitting_units(outcome, book)))
    chosen = frozenset(first)
    return sorted(found, key=lambda place: place.record not in chosen)


class FeedChooser(QFrame):
    """A box over the window, a child of it; it closes on Escape and when something else has the keyboard.

    Signals
    -------
    chosen(feeds)
        The text of the place that was chosen; empty for nothing.
    """

    chosen = Signal(str)

    def __init__(self, design: Design, places: list[Place], now: str | None, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("quickInsert")
        self._anchor = parent
        self.field = QLineEdit()
        self.field.setPlaceholderText("Which field takes the result?")
        self.field.setAccessibleName("Filter the fields that take a result")
        self.list = QListWidget()
        self.list.setAccessibleName("Fields that take a result")
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self._entries = [(_NOTHING, ""), *((place_words(design, one), one.text) for one in places)]
        self._now = now or ""
        self._fill("")
        self.field.textEdited.connect(self._fill)
        self.list.itemClicked.connect(lambda _: self._take())
        self.setFixedWidth(_WIDTH)
        self.field.installEventFilter(self)

    def open(self) -> None:
        """Show the box at the button that asked for it, inside the window."""
        anchor, window = self._anchor, self._anchor.window()
        self.adjustSize()
        place = anchor.mapTo(window, QPoint(0, anchor.height() + 2))
        if place.y() + self.height() > window.height():
            place.setY(max(0, anchor.mapTo(window, QPoint(0, -2)).y() - self.height()))
        place.setX(max(0, min(place.x(), window.width() - self.width())))
        self.move(place)
        self.show()
        self.raise_()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.close()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self._anchor.setFocus()
        elif event.key() in steps:
            row = self.list.currentRow() + steps[Qt.Key(event.key())]
            self.list.setCurrentRow(min(max(0, row), self.list.count() - 1))
        else:
            super().keyPressEvent(event)

    def _fill(self, text: str) -> None:
        words = text.casefold().split()
        self.list.clear()
        for shown, feeds in self._entries:
            if all(word in shown.casefold() for word in words):
                item = QListWidgetItem(shown, self.list)
                item.setData(_PLACE, feeds)
                if self.list.count() >= _MOST:
                    break
        at = next((row for row in range(self.list.count()) if self._feeds(row) == self._now), 0)
        self.list.setCurrentRow(0 if words else at)
        height = max(1, min(_ROWS, self.list.count())) * max(24, self.list.sizeHintForRow(0)) + 6
        self.list.setFixedHeight(height)

    def _feeds(self, row: int) -> str:
        return str(self.list.item(row).data(_PLACE))

    def _take(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            feeds = self._feeds(row)
            self._anchor.setFocus()
            self.chosen.emit(feeds)
