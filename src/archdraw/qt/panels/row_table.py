"""A table whose rows are filtered by words and sorted by a column: what the lists of results share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from archdraw.qt.bridge.fonts import in_number_font, number_font

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
Side = Qt.AlignmentFlag


class RowTable(QAbstractTableModel, Generic[Row]):
    """The rows with all words of the filter in them, in the order of one column.

    Where that column says nothing, or says the same, the usual order holds. Without `sorting`, a column and
    whether it falls, there is only the usual order.
    """

    def __init__(self, sorting: tuple[int, bool] | None) -> None:
        super().__init__()
        self._words: list[str] = []
        self._sorting = sorting
        self._rows: list[Row] = []

    # -- what a table says ---------------------------------------------------------------------

    @abstractmethod
    def _all(self) -> Iterable[Row]:
        """Return all rows before filtering."""

    @abstractmethod
    def _hay(self, row: Row) -> str:
        """Return the text of a row that words are looked for in."""

    @abstractmethod
    def _usual(self, row: Row) -> Any:
        """Return what rows are sorted by where no column decides."""

    @abstractmethod
    def _value(self, row: Row, column: int) -> Any:
        """Return what a row is sorted by in a column; None comes last either way."""

    @abstractmethod
    def _titles(self) -> Sequence[str]:
        """Return the titles of the columns."""

    @abstractmethod
    def _tip(self, column: int) -> str | None:
        """Return what is said of a column."""

    @abstractmethod
    def _side(self, column: int) -> Side:
        """Return where the text of a column stands; figures stand at the right."""

    @abstractmethod
    def _say(self, row: Row, column: int, role: int) -> Any:
        """Return what a cell has for a role, but its side and its font."""

    def _fits(self, row: Row) -> bool:
        """Tell whether a row is to be shown."""
        if not self._words:
            return True
        hay = self._hay(row).casefold()
        return all(word in hay for word in self._words)

    # -- choosing ------------------------------------------------------------------------------

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, -1 for the usual order."""
        self._sorting = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self._refill()

    def line(self, row: int) -> Row | None:
        """Return a row, or None past the end."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _take_words(self, text: str) -> None:
        """Show only rows that have all words of a text in them."""
        self._words = text.casefold().split()
        self._refill()

    def _refill(self) -> None:
        self.beginResetModel()
        self._rows = self._chosen()
        self.endResetModel()

    def _chosen(self) -> list[Row]:
        rows = sorted((row for row in self._all() if self._fits(row)), key=self._usual)
        if self._sorting is None:
            return rows
        column, falling = self._sorting
        valued = [(self._value(row, column), row) for row in rows]
        known = sorted((one for one in valued if one[0] is not None), key=_first, reverse=falling)
        return [row for _, row in known] + [row for value, row in valued if value is None]

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._titles())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section) | Side.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.line(index.row())
        if row is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(column) | Side.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return number_font() if self._side(column) == Side.AlignRight else None
        said = self._say(row, column, role)
        figure = role == Qt.ItemDataRole.DisplayRole and self._side(column) == Side.AlignRight
        return in_number_font(said) if figure else said


def _first(pair: tuple[Any, Any]) -> Any:
    return pair[0]
