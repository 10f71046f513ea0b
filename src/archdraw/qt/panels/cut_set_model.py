"""Cut sets as a table: share of the downtime, how many events, which; filtered by words, sorted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from archdraw.core.analysis.cut_set_words import share_text
from archdraw.core.analysis.result import CutSet
from archdraw.core.model import Design, event_name
from archdraw.qt.bridge.figures import probability_text, style

Index = QModelIndex | QPersistentModelIndex
SHARE, ORDER, EVENTS = range(3)
_TITLES = ("Share", "Events", "Down at the same time")
_TIPS = (
    "The part of the downtime that this set causes; where sets overlap the shares add up to more than 100 %",
    "How many things have to be down at once",
    "The events of the set; Enter points them out on the canvas",
)


class CutSetModel(QAbstractTableModel):
    """What stops the chosen journey, the largest share of the downtime first."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[CutSet, ...] = ()
        self._rows: list[CutSet] = []
        self._design = Design()
        self._words: list[str] = []
        self._sorting: tuple[int, bool] = (SHARE, True)
        self._numbers = QFont("IBM Plex Mono")
        self._numbers.setPixelSize(12)

    @property
    def total(self) -> int:
        """How many sets there are before filtering."""
        return len(self._all)

    def show(self, sets: tuple[CutSet, ...], design: Design) -> None:
        """Take the cut sets of a journey."""
        if sets == self._all and design is self._design:
            return
        self._all, self._design = sets, design
        self._refill()

    def filter(self, text: str) -> None:
        """Show only sets in whose events all words of the text occur."""
        self._words = text.casefold().split()
        self._refill()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; sets that are alike in it follow the share."""
        self._sorting = column, order == Qt.SortOrder.DescendingOrder
        self._refill()

    def cut_set(self, row: int) -> CutSet | None:
        """Return a row, or None past the end."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def place_of(self, events: tuple[str, ...]) -> int | None:
        """Return the row of the set with these events, or None."""
        return next((at for at, found in enumerate(self._rows) if found.events == events), None)

    def names(self, found: CutSet) -> str:
        """Return the events of a set by name."""
        return "  +  ".join(event_name(self._design, event) for event in found.events)

    def _refill(self) -> None:
        self.beginResetModel()
        rows = sorted(self._all, key=lambda found: (-found.probability, len(found.events)))
        column, falling = self._sorting
        if column != SHARE or not falling:
            keys: dict[int, Callable[[CutSet], Any]] = {
                SHARE: lambda found: found.probability,
                ORDER: lambda found: len(found.events),
                EVENTS: lambda found: self.names(found).casefold(),
            }
            rows.sort(key=keys[column], reverse=falling)
        if self._words:
            rows = [one for one in rows if all(word in self.names(one).casefold() for word in self._words)]
        self._rows = rows
        self.endResetModel()

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _TIPS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self.cut_set(index.row())
        if found is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (_share(found), str(len(found.events)), self.names(found))[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            many = len(found.events)
            count = "one event" if many == 1 else f"{many} events"
            return (f"{_share(found)} of the downtime", count, self.names(found))[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            chance = probability_text(found.probability)
            return f"{self.names(found)}\n{_share(found)} of the downtime · probability {chance}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.FontRole and column != EVENTS:
            return self._numbers
        return None


def _share(found: CutSet) -> str:
    return style().written(share_text(found.share))


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == EVENTS else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
