"""Cut sets as a table: share of the downtime, how many events, which; filtered by words, sorted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from archdraw.core.analysis.cut_set_words import share_text
from archdraw.core.analysis.result import CutSet
from archdraw.core.model import Design, event_name
from archdraw.qt.bridge.figures import probability_text, style
from archdraw.qt.panels.row_table import RowTable, Side

SHARE, ORDER, EVENTS = range(3)
_TITLES = ("Share", "Events", "Down at the same time")
_TIPS = (
    "The part of the downtime that this set causes; where sets overlap the shares add up to more than 100 %",
    "How many things have to be down at once",
    "The events of the set; Enter points them out on the canvas",
)


class CutSetModel(RowTable[CutSet]):
    """What stops the chosen journey, the largest share of the downtime first."""

    def __init__(self) -> None:
        super().__init__((SHARE, True))
        self._sets: tuple[CutSet, ...] = ()
        self._design = Design()

    @property
    def total(self) -> int:
        """How many sets there are before filtering."""
        return len(self._sets)

    def show(self, sets: tuple[CutSet, ...], design: Design) -> None:
        """Take the cut sets of a journey."""
        if sets == self._sets and design is self._design:
            return
        self._sets, self._design = sets, design
        self._refill()

    def filter(self, text: str) -> None:
        """Show only sets in whose events all words of the text occur."""
        self._take_words(text)

    def place_of(self, events: tuple[str, ...]) -> int | None:
        """Return the row of the set with these events, or None."""
        return next((at for at, found in enumerate(self._rows) if found.events == events), None)

    def names(self, found: CutSet) -> str:
        """Return the events of a set by name."""
        return "  +  ".join(event_name(self._design, event) for event in found.events)

    # -- what the table says -------------------------------------------------------------------

    def _all(self) -> tuple[CutSet, ...]:
        return self._sets

    def _hay(self, row: CutSet) -> str:
        return self.names(row)

    def _usual(self, row: CutSet) -> Any:
        return -row.probability, len(row.events)

    def _value(self, row: CutSet, column: int) -> Any:
        if column == EVENTS:
            return self.names(row).casefold()
        return row.probability if column == SHARE else len(row.events)

    def _titles(self) -> tuple[str, ...]:
        return _TITLES

    def _tip(self, column: int) -> str | None:
        return _TIPS[column]

    def _side(self, column: int) -> Side:
        return Side.AlignLeft if column == EVENTS else Side.AlignRight

    def _say(self, row: CutSet, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return (_share(row), str(len(row.events)), self.names(row))[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            many = len(row.events)
            count = "one event" if many == 1 else f"{many} events"
            return (f"{_share(row)} of the downtime", count, self.names(row))[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            chance = probability_text(row.probability)
            return f"{self.names(row)}\n{_share(row)} of the downtime · probability {chance}"
        return None


def _share(found: CutSet) -> str:
    return style().written(share_text(found.share))
