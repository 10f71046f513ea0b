"""The loss matrix as a table: what is lost, and what becomes of each journey, in symbols and in words."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from archdraw.core.analysis.result import Analysis, Impact, LossKind, LossRow
from archdraw.core.model import Design, element_name, event_name
from archdraw.core.records import frozen
from archdraw.qt.bridge.interface_icons import Icons

Index = QModelIndex | QPersistentModelIndex
LOST, KIND = range(2)
# Symbol, word and colour: the shape says it too, never the colour alone.
SIGNS: dict[Impact, tuple[str, str, str]] = {
    "full": ("●", "works", "good"),
    "degraded": ("◐", "degraded", "warning"),
    "down": ("✕", "down", "danger"),
}
_WEIGHT: dict[Impact, int] = {"full": 0, "degraded": 1, "down": 1000}
_KINDS: dict[LossKind, str] = {"component": "Component", "instance": "Instance", "domain": "Domain"}


@frozen
class LossLine:
    """A row: what is lost by its id, kind and name, and the fate of each journey in the order of columns."""

    row: LossRow
    name: str
    impacts: tuple[Impact, ...]

    @property
    def weight(self) -> int:
        """How much it hurts: a journey that is down counts more than any number of degraded ones."""
        return sum(_WEIGHT[impact] for impact in self.impacts)


class LossModel(QAbstractTableModel):
    """What is lost, its kind, and a column for each journey; what hurts most comes first."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._lines: list[LossLine] = []
        self._rows: list[LossLine] = []
        self._journeys: list[str] = []
        self._words: list[str] = []
        self._kind: LossKind | None = None
        self._hurting = True
        self._sorting: tuple[int, bool] | None = None

    @property
    def total(self) -> int:
        """How many losses there are before filtering."""
        return len(self._lines)

    @property
    def hurting(self) -> int:
        """How many losses degrade or stop a journey."""
        return sum(1 for line in self._lines if line.weight)

    def show(self, design: Design, analysis: Analysis | None) -> None:
        """Take the newest result."""
        known = [
            one for one in design.journeys if analysis is not None and analysis.journey(one.id) is not None
        ]
        found = analysis.loss_matrix if analysis is not None else ()
        ids = [one.id for one in known if any(one.id in row.journeys for row in found)]
        lines = [
            LossLine(row, event_name(design, row.lost), tuple(row.journeys.get(one, "full") for one in ids))
            for row in found
        ]
        names = [element_name(design, one) for one in ids]
        if lines == self._lines and names == self._journeys:
            return
        self.beginResetModel()
        self._lines, self._journeys = lines, names
        self._rows = self._chosen_rows()
        self.endResetModel()

    def filter(self, text: str, kind: LossKind | None, *, hurting: bool) -> None:
        """Show only losses with these words, of this kind, and, with `hurting`, those that hurt a journey."""
        self.beginResetModel()
        self._words, self._kind, self._hurting = text.casefold().split(), kind, hurting
        self._rows = self._chosen_rows()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, -1 by how much it hurts; the worst of a journey comes first when falling."""
        self.beginResetModel()
        self._sorting = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self._rows = self._chosen_rows()
        self.endResetModel()

    def line(self, row: int) -> LossLine | None:
        """Return a row, or None past the end."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def place_of(self, lost: str) -> int | None:
        """Return the row of what is lost, or None."""
        return next((at for at, line in enumerate(self._rows) if line.row.lost == lost), None)

    def as_text(self) -> str:
        """Return what shows as a table with tabs, for a spreadsheet: words, not symbols."""
        lines = ["\t".join(["Lost", "Kind", *self._journeys])]
        for line in self._rows:
            words = [SIGNS[impact][1] for impact in line.impacts]
            lines.append("\t".join([line.name.replace("\u00a0", " "), _KINDS[line.row.kind].lower(), *words]))
        return "\n".join(lines) + "\n"

    def _chosen_rows(self) -> list[LossLine]:
        rows = [line for line in self._lines if self._fits(line)]
        rows.sort(key=lambda line: -line.weight)
        if self._sorting is not None:
            column, falling = self._sorting

            def key(line: LossLine) -> tuple[int, str]:
                if column == LOST:
                    return 0, line.name.casefold()
                if column == KIND:
                    return 0, line.row.kind
                at = column - 2
                return (_WEIGHT[line.impacts[at]] if at < len(line.impacts) else 0), ""

            rows.sort(key=key, reverse=falling)
        return rows

    def _fits(self, line: LossLine) -> bool:
        if (self._hurting and not line.weight) or self._kind not in (None, line.row.kind):
            return False
        hay = line.name.casefold()
        return all(word in hay for word in self._words)

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 2 + len(self._journeys)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        title = ("When this is lost", "Kind", *self._journeys)[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{title}\n● works   ◐ degraded   ✕ down" if section > KIND else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        column = index.column()
        if column > KIND:
            return self._fate(line, column - 2, role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.name if column == LOST else _KINDS[line.row.kind]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.name}\n{self._summary(line)}\nEnter takes it down on the canvas."
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ForegroundRole and column == KIND:
            return QColor(self._icons.colour("text-second"))
        return None

    def _fate(self, line: LossLine, at: int, role: int) -> Any:
        sign, word, token = SIGNS[line.impacts[at]]
        if role == Qt.ItemDataRole.DisplayRole:
            return sign
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._journeys[at]}: {word}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                f"When {line.name} is lost, “{self._journeys[at]}” {'is ' if word != 'works' else ''}{word}."
            )
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(at + 2)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._icons.colour(token))
        return None

    def _summary(self, line: LossLine) -> str:
        counts = [(line.impacts.count(impact), SIGNS[impact][1]) for impact in ("down", "degraded", "full")]
        return ", ".join(f"{count} {word}" for count, word in counts if count)


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column <= KIND else Qt.AlignmentFlag.AlignHCenter
    return side | Qt.AlignmentFlag.AlignVCenter
