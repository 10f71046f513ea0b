"""Short tables of load and latency: figures with a bar behind them, each row about an element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from archdraw.core.records import frozen
from archdraw.qt.bridge.fonts import in_number_font, number_font
from archdraw.qt.bridge.interface_icons import Icons

Index = QModelIndex | QPersistentModelIndex
SHARE_ROLE = Qt.ItemDataRole.UserRole + 1
TONE_ROLE = Qt.ItemDataRole.UserRole + 2


@frozen
class LoadRow:
    """What stands in the cells; the element it is about; the bar (0..1) and the colour of the row."""

    cells: tuple[str, ...]
    element: str | None = None
    share: float | None = None
    tone: str = ""
    tip: str = ""


class LoadRows(QAbstractTableModel):
    """Rows as they come; the first columns are words, the others figures."""

    def __init__(self, icons: Icons, titles: Sequence[str], words: int = 1) -> None:
        super().__init__()
        self._words = words
        self._icons = icons
        self._titles = tuple(titles)
        self._rows: tuple[LoadRow, ...] = ()

    def show(self, rows: Sequence[LoadRow]) -> None:
        """Take other rows; where there are as many, the chosen one stays chosen."""
        found = tuple(rows)
        if len(found) == len(self._rows):
            self._rows = found
            if found:
                self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, len(self._titles) - 1), [])
            return
        self.beginResetModel()
        self._rows = found
        self.endResetModel()

    def has(self, column: int) -> bool:
        """Tell whether anything stands in a column."""
        return any(row.cells[column] for row in self._rows)

    def row(self, at: int) -> LoadRow | None:
        """Return a row, or None past the end."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        found: Any = None
        said = row.cells[index.column()]
        # The number font has neither ✓ nor ✗.
        is_number = index.column() >= self._words and not said.startswith(("✓", "✗"))
        if role == Qt.ItemDataRole.DisplayRole:
            found = in_number_font(said) if is_number else said
        elif role == Qt.ItemDataRole.AccessibleTextRole:
            found = said
        elif role == Qt.ItemDataRole.TextAlignmentRole:
            found = self._side(index.column())
        elif role == Qt.ItemDataRole.FontRole:
            found = number_font() if is_number else None
        elif role == Qt.ItemDataRole.ForegroundRole:
            found = self._icons.colour(row.tone) if row.tone else None
        elif role == Qt.ItemDataRole.ToolTipRole:
            found = row.tip or None
        elif role == SHARE_ROLE:
            found = row.share
        elif role == TONE_ROLE:
            found = row.tone or "accent"
        return found

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column >= self._words else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class BarDelegate(QStyledItemDelegate):
    """Paints the row's share as a bar behind the text of a column."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share = index.data(SHARE_ROLE)
        if isinstance(share, float) and share > 0.0:
            colour = self._icons.colour(str(index.data(TONE_ROLE)))
            colour.setAlpha(70)
            rect: Any = option.rect
            area = QRectF(rect).adjusted(2.0, 3.0, -2.0, -3.0)
            area.setWidth(max(1.5, area.width() * min(1.0, share)))
            painter.fillRect(area, colour)
        super().paint(painter, option, index)
