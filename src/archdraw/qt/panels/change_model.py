"""Single changes as a table: what they save, what becomes of availability and downtime, what they cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from archdraw.core.analysis.wording import money_text
from archdraw.core.model import Design, element_name
from archdraw.core.records import frozen
from archdraw.qt.bridge.figures import availability_text, downtime_figure, number_text, style

if TYPE_CHECKING:
    from archdraw.core.analysis.what_if import Change

Index = QModelIndex | QPersistentModelIndex
WHAT, SAVES, JOURNEY, AVAILABILITY, DOWNTIME, COST, WORTH = range(7)
_MINUTES_S = 60.0
_DAY_S = 86_400.0


@frozen
class ChangeLine:
    """A change beside the journey that its figures are about: the chosen one, or the one that gains most."""

    change: Change
    journey: str
    before: float
    after: float
    saved_s: float

    @property
    def worth(self) -> float | None:
        """Money a month for each minute saved a year; 0 where it is free, None where no price is known."""
        if self.change.cost_month is None or self.saved_s <= 0.0:
            return None
        return self.change.cost_month / (self.saved_s / _MINUTES_S)


class ChangeModel(QAbstractTableModel):
    """The changes that save anything, the most minutes first unless another column is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._changes: tuple[Change, ...] = ()
        self._lines: list[ChangeLine] = []
        self._design = Design()
        self._journey: str | None = None
        self._words: list[str] = []
        self._sorting: tuple[int, bool] = (SAVES, True)
        self._numbers = QFont("IBM Plex Mono")
        self._numbers.setPixelSize(12)

    @property
    def total(self) -> int:
        """How many changes there are before filtering."""
        return len(self._changes)

    def show(self, changes: tuple[Change, ...], design: Design) -> None:
        """Take a ranking and the design that it was made for."""
        self._changes, self._design = changes, design
        self._refill()

    def restyle(self) -> None:
        """Write all figures anew."""
        self._refill()

    def filter(self, text: str, journey: str | None) -> None:
        """Show only changes with these words; with a journey, what they save in that one."""
        self._words, self._journey = text.casefold().split(), journey
        self._refill()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what has no figure there comes last."""
        self._sorting = column, order == Qt.SortOrder.DescendingOrder
        self._refill()

    def line(self, row: int) -> ChangeLine | None:
        """Return a row, or None past the end."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def place_of(self, change: Change) -> int | None:
        """Return the row of the change of the same kind to the same component, or None."""
        key = change.kind, change.component
        return next(
            (at for at, line in enumerate(self._lines) if (line.change.kind, line.change.component) == key),
            None,
        )

    def _refill(self) -> None:
        self.beginResetModel()
        lines = [line for line in map(self._line_of, self._changes) if line is not None and self._fits(line)]
        column, falling = self._sorting
        lines.sort(key=lambda line: -line.saved_s)
        value = _VALUES[column]
        known = [line for line in lines if value(line) is not None]
        known.sort(key=value, reverse=falling)
        self._lines = known + [line for line in lines if value(line) is None]
        self.endResetModel()

    def _line_of(self, change: Change) -> ChangeLine | None:
        year_s = self._design.settings.year_days * _DAY_S
        gains = {one: change.before[one] - change.after[one] for one in change.before}
        journey = self._journey or max(gains, key=lambda one: gains[one], default=None)
        if journey is None or gains.get(journey, 0.0) <= 0.0:
            return None
        return ChangeLine(
            change, journey, change.before[journey], change.after[journey], gains[journey] * year_s
        )

    def _fits(self, line: ChangeLine) -> bool:
        hay = f"{line.change.description} {element_name(self._design, line.journey)}".casefold()
        return all(word in hay for word in self._words)

    def downtime(self, unavailability: float) -> str:
        """Return what an unavailability means in the span that is set."""
        settings = self._design.settings
        return downtime_figure(
            unavailability * settings.year_days * _DAY_S, unavailability * settings.month_days * _DAY_S
        )

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        title, tip = _TITLES[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{title} a {style().downtime}" if section in (SAVES, DOWNTIME) else title
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words_of(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.effect(line)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        if role == Qt.ItemDataRole.FontRole and index.column() not in (WHAT, JOURNEY):
            return self._numbers
        return None

    def effect(self, line: ChangeLine) -> str:
        """Return what a change does to every journey that it does anything to, a line each."""
        change = line.change
        rows = []
        for one, before in change.before.items():
            after = change.after[one]
            if after != before:
                ratio = f"{_percent(before)} → {_percent(after)}"
                span = f"{self.downtime(before)} → {self.downtime(after)} a {style().downtime}"
                rows.append(f"{element_name(self._design, one)}: {ratio} · {span}")
        return "\n".join([change.description, *rows])

    def _words_of(self, line: ChangeLine, column: int) -> str:
        change = line.change
        if column == WHAT:
            return change.description.removesuffix(".")
        if column == SAVES:
            return self.downtime(line.before - line.after)
        if column == JOURNEY:
            return element_name(self._design, line.journey)
        if column == AVAILABILITY:
            return f"{_percent(line.before)} → {_percent(line.after)}"
        if column == DOWNTIME:
            return f"{self.downtime(line.before)} → {self.downtime(line.after)}"
        if column == COST:
            return _money(change.cost_month)
        worth = line.worth
        return "–" if worth is None else "free" if worth == 0.0 else f"${number_text(worth, 3)}"


def _percent(unavailability: float) -> str:
    return availability_text(1.0 - unavailability, unavailability)


def _money(amount: float | None) -> str:
    if amount is None:
        return "–"
    return f"+{style().written(money_text(amount))}" if amount else "free"


_TITLES = (
    ("Change", "One change to one component; Enter makes it"),
    ("Saves", "How much less downtime there is in the journey beside it"),
    ("Journey", "The journey that gains most, or the one that is chosen above"),
    ("Availability", "Of this journey, before and after"),
    ("Downtime", "Of this journey, before and after"),
    ("Cost a month", "What the change adds, where the price is known"),
    ("$ a minute", "Money a month for each minute of downtime a year that it saves"),
)
_VALUES: tuple[Callable[[ChangeLine], Any], ...] = (
    lambda line: line.change.description.casefold(),
    lambda line: line.saved_s,
    lambda line: line.journey,
    lambda line: -line.after,
    lambda line: line.after,
    lambda line: line.change.cost_month,
    lambda line: line.worth,
)


def _side(column: int) -> Qt.AlignmentFlag:
    left = column in (WHAT, JOURNEY)
    return (
        Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
    ) | Qt.AlignmentFlag.AlignVCenter
