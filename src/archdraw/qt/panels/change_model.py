"""Single changes as a table: what they save, what becomes of availability and downtime, what they cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from archdraw.core.analysis.result import METHODS
from archdraw.core.analysis.wording import THIN, availabilities_apart, money_text
from archdraw.core.model import Design, element_name
from archdraw.core.records import frozen
from archdraw.qt.bridge.figures import downtime_figure, number_text, style
from archdraw.qt.panels.row_table import RowTable, Side

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Method
    from archdraw.core.analysis.what_if import Change

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


class ChangeModel(RowTable[ChangeLine]):
    """The changes that save anything, the most minutes first unless another column is chosen."""

    def __init__(self) -> None:
        super().__init__((SAVES, True))
        self._changes: tuple[Change, ...] = ()
        self._design = Design()
        self._journey: str | None = None

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

    @property
    def method(self) -> Method:
        """How the least certain of the figures was found."""
        return max((change.method for change in self._changes), key=METHODS.index, default="exact")

    def filter(self, text: str, journey: str | None) -> None:
        """Show only changes with these words; with a journey, what they save in that one."""
        self._journey = journey
        self._take_words(text)

    def place_of(self, change: Change) -> int | None:
        """Return the row of the change of the same kind to the same component, or None."""
        key = change.kind, change.component
        return next(
            (at for at, line in enumerate(self._rows) if (line.change.kind, line.change.component) == key),
            None,
        )

    def _line_of(self, change: Change) -> ChangeLine | None:
        year_s = self._design.settings.year_days * _DAY_S
        gains = {one: change.before[one] - change.after[one] for one in change.before}
        journey = self._journey or max(gains, key=lambda one: gains[one], default=None)
        if journey is None or gains.get(journey, 0.0) <= 0.0:
            return None
        return ChangeLine(
            change, journey, change.before[journey], change.after[journey], gains[journey] * year_s
        )

    def downtime(self, unavailability: float) -> str:
        """Return what an unavailability means in the span that is set."""
        settings = self._design.settings
        return downtime_figure(
            unavailability * settings.year_days * _DAY_S, unavailability * settings.month_days * _DAY_S
        )

    # -- what the table says -------------------------------------------------------------------

    def _all(self) -> Iterable[ChangeLine]:
        return (line for line in map(self._line_of, self._changes) if line is not None)

    def _hay(self, row: ChangeLine) -> str:
        return f"{row.change.description} {element_name(self._design, row.journey)}"

    def _usual(self, row: ChangeLine) -> float:
        return -row.saved_s

    def _value(self, row: ChangeLine, column: int) -> Any:
        return _VALUES[column](row)

    def _titles(self) -> list[str]:
        span = f" a {style().downtime}"
        return [title + span * (at in (SAVES, DOWNTIME)) for at, (title, _) in enumerate(_TITLES)]

    def _tip(self, column: int) -> str | None:
        return _TITLES[column][1]

    def _side(self, column: int) -> Side:
        return Side.AlignLeft if column in (WHAT, JOURNEY) else Side.AlignRight

    def _say(self, row: ChangeLine, column: int, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words_of(row, column)
        return self.effect(row) if role == Qt.ItemDataRole.ToolTipRole else None

    def effect(self, line: ChangeLine) -> str:
        """Return what a change does to every journey that it does anything to, a line each."""
        change = line.change
        rows = []
        for one, before in change.before.items():
            after = change.after[one]
            if after != before:
                ratio = _ratio(before, after)
                span = f"{self.downtime(before)} → {self.downtime(after)} a {style().downtime}"
                rows.append(f"{element_name(self._design, one)}: {ratio} · {span}")
        return "\n".join([change.description, *rows])

    def brief_effect(self, line: ChangeLine) -> str:
        """Return what a change does to the journey of its row: "Buy: 99.89 % → 99.99 %"."""
        return f"{element_name(self._design, line.journey)}: {_ratio(line.before, line.after)}"

    def _downtimes(self, line: ChangeLine) -> str:
        """Return the downtime before and after, in minutes or seconds where larger units hide the gain."""
        before, after = self.downtime(line.before), self.downtime(line.after)
        if before != after:
            return f"{before} → {after}"
        settings = self._design.settings
        days = settings.month_days if style().downtime == "month" else settings.year_days
        seconds = [part * days * _DAY_S for part in (line.before, line.after)]
        for unit, size in (("min", 60.0), ("s", 1.0)):
            first, second = (f"{style().written(f'{one / size:,.0f}')}{THIN}{unit}" for one in seconds)
            if first != second:
                break
        return f"{first} → {second}"

    def _words_of(self, line: ChangeLine, column: int) -> str:
        change = line.change
        if column == WHAT:
            return change.description.removesuffix(".")
        if column == SAVES:
            return self.downtime(line.before - line.after)
        if column == JOURNEY:
            return element_name(self._design, line.journey)
        if column == AVAILABILITY:
            return _ratio(line.before, line.after)
        if column == DOWNTIME:
            return self._downtimes(line)
        if column == COST:
            return _money(change.cost_month)
        worth = line.worth
        return "–" if worth is None else "free" if worth == 0.0 else f"${number_text(worth, 3)}"


def _ratio(before: float, after: float) -> str:
    first, second = map(style().written, availabilities_apart(before, after))
    return f"{first} → {second}"


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
