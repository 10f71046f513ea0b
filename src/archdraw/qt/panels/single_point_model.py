"""Single points of failure as a table: what kind of point, which, and why, in a sentence."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from archdraw.core.analysis.cut_set_words import SINGLE_POINT_LISTS, PointList
from archdraw.core.analysis.result import JourneyResult, Measure
from archdraw.core.model import Design, event_name
from archdraw.core.records import frozen
from archdraw.qt.panels.row_table import RowTable, Side

KIND, WHAT, WHY = range(3)
_TITLES = ("Kind", "What", "Why")
_TIPS = (
    "Which of the four lists of single points it stands in",
    "Enter selects it: the inspector says what it costs",
    "Why this alone stops the journey",
)
_WORDS = {kind: word for kind, word, _, _ in SINGLE_POINT_LISTS}
_PLACES = {kind: at for at, kind in enumerate(_WORDS)}


@frozen
class PointLine:
    """An event, or a component as a whole, that stops the journey alone."""

    event: str
    name: str
    kind: PointList
    why: str


def point_lines(design: Design, result: JourneyResult, measure: Measure) -> list[PointLine]:
    """Return the single points of a measure, list by list; what costs most first in each."""
    served = measure is result.measures.get("served")
    found = []
    for kind, _, _, meaning in SINGLE_POINT_LISTS:
        events: tuple[str, ...] = getattr(measure.single_points, kind)
        lines = [
            PointLine(
                event,
                event_name(design, event),
                kind,
                (result.reasons.get(event, "") if served else "") or f"{meaning[:1].upper()}{meaning[1:]}.",
            )
            for event in events
        ]
        found += sorted(lines, key=lambda line: -_cost(measure, line.event))
    return found


def _cost(measure: Measure, event: str) -> float:
    importance = measure.importance.get(event)
    return 0.0 if importance is None else importance.minutes_year


class SinglePointModel(RowTable[PointLine]):
    """What stops the chosen journey alone, list by list."""

    def __init__(self) -> None:
        super().__init__(None)
        self._lines: list[PointLine] = []

    @property
    def total(self) -> int:
        """How many points there are before filtering."""
        return len(self._lines)

    def show(self, lines: list[PointLine]) -> None:
        """Take the single points of a journey."""
        if lines != self._lines:
            self._lines = lines
            self._refill()

    def filter(self, text: str) -> None:
        """Show only points in whose row all words of the text occur."""
        self._take_words(text)

    def place_of(self, event: str) -> int | None:
        """Return the row of an event, or None."""
        return next((at for at, line in enumerate(self._rows) if line.event == event), None)

    # -- what the table says -------------------------------------------------------------------

    def _all(self) -> list[PointLine]:
        return self._lines

    def _hay(self, row: PointLine) -> str:
        return f"{_WORDS[row.kind]} {row.name} {row.why}"

    def _usual(self, row: PointLine) -> Any:
        return _PLACES[row.kind]

    def _value(self, row: PointLine, column: int) -> Any:
        return (_WORDS[row.kind], row.name.casefold(), row.why.casefold())[column]

    def _titles(self) -> tuple[str, ...]:
        return _TITLES

    def _tip(self, column: int) -> str | None:
        return _TIPS[column]

    def _side(self, column: int) -> Side:
        return Side.AlignLeft

    def _say(self, row: PointLine, column: int, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (_WORDS[row.kind], row.name, row.why)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.name} ({_WORDS[row.kind].lower()})\n{row.why}"
        return None
