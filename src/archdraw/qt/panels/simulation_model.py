"""The figures of a simulation as a table: a column a phase, the computed figure, whether they agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import Qt

from archdraw.core.analysis.simulation.results import Comparison, SimulationResult
from archdraw.core.analysis.simulation.wording import (
    comparison_name,
    completion_rows,
    computed_text,
    fault_text,
    figure_text,
    latency_text,
    share_text,
    with_interval,
)
from archdraw.core.analysis.wording import rate_text
from archdraw.core.model import Design
from archdraw.core.records import frozen
from archdraw.qt.panels.row_table import RowTable, Side

PLOT_NAMES = ("Requests", "Latency", "Waiting")
_LATENCIES = (
    ("mean_ms", "Mean latency"),
    ("p50_ms", "p50 latency"),
    ("p95_ms", "p95 latency"),
    ("p99_ms", "p99 latency"),
    ("p999_ms", "p99.9 latency"),
)
_VERDICTS = {
    "agrees": "✓ agrees",
    "differs": "≠ differs",
    "only simulated": "simulated only",
    "only computed": "computed only",
}
# What stands for a verdict where there is little room; its tip says it in words.
_SIGNS = {"✓ agrees": "✓", "≠ differs": "≠", "simulated only": "–", "computed only": "–"}


@frozen
class FigureLine:
    """One figure: in each phase, as computed, and what is said where it is missing or differs."""

    at: int
    name: str
    cells: tuple[str, ...]
    computed: str = ""
    verdict: str = ""
    words: str = ""


class SimulationModel(RowTable[FigureLine]):
    """The figures in their own order."""

    def __init__(self) -> None:
        super().__init__(None)
        self._result: SimulationResult | None = None
        self._lines: list[FigureLine] = []
        self._brief = False

    def set_brief(self, brief: bool) -> None:
        """Leave the intervals to the tips, or show them in the cells."""
        if brief != self._brief:
            self._brief = brief
            if self._lines:
                last = self.index(self.rowCount() - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.DisplayRole])

    def show(self, result: SimulationResult | None, design: Design) -> None:
        """Take a result and the design with the names in it."""
        self._result = result
        self._lines = _lines(result, design) if result is not None else []
        self._refill()

    def as_text(self) -> str:
        """Return the table with tabs, for a spreadsheet."""
        rows = [
            tuple(self._titles()),
            *((one.name, *one.cells, one.computed, one.verdict) for one in self._lines),
        ]
        return "\n".join("\t".join(row) for row in rows)

    def _all(self) -> Iterable[FigureLine]:
        return self._lines

    def _hay(self, row: FigureLine) -> str:
        return row.name

    def _usual(self, row: FigureLine) -> Any:
        return row.at

    def _value(self, row: FigureLine, column: int) -> Any:
        return row.at if column == 0 else None

    def _titles(self) -> Sequence[str]:
        phases = [] if self._result is None else [phase.name.capitalize() for phase in self._result.phases]
        return ["Figure", *phases, "Computed", "Agreement"]

    def _tip(self, column: int) -> str | None:
        last = len(self._titles()) - 1
        if 0 < column < last - 1:
            return "Simulated, in brackets the 95 % interval"
        if column == last - 1:
            return "What the formulas say for the stated load, with nothing happening"
        return "Whether the interval contains the computed figure" if column == last else None

    def _side(self, column: int) -> Side:
        return Side.AlignRight if 0 < column < len(self._titles()) - 1 else Side.AlignLeft

    def _say(self, row: FigureLine, column: int, role: int) -> Any:
        texts = (row.name, *row.cells, row.computed, row.verdict)
        if role == Qt.ItemDataRole.DisplayRole:
            if self._brief and column == len(texts) - 1:
                return _SIGNS.get(row.verdict, row.verdict)
            return texts[column].partition(" [")[0] if self._brief else texts[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                "\n".join(text for text in (texts[column] if self._brief else "", row.words) if text)
                or (texts[column])
            )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._titles()[column]}: {texts[column] or 'none'}"
        return None


def _lines(result: SimulationResult, design: Design) -> list[FigureLine]:
    by_name = {one.what: one for one in result.comparisons if one.element is None}
    found: list[FigureLine] = []

    def add(name: str, cells: Iterable[str], one: Comparison | None = None, words: str = "") -> None:
        computed, verdict, reason = "", "", ""
        if one is not None:
            computed, verdict = computed_text(one), _VERDICTS[one.verdict]
            reason = one.reason if one.verdict != "agrees" else ""
        said = "\n".join(dict.fromkeys(text for text in (words, reason) if text))
        found.append(FigureLine(len(found), name, tuple(cells), computed, verdict, said))

    phases = result.phases
    add("Served", (share_text(phase.success) for phase in phases))
    for key, label in _LATENCIES:
        figures = [phase.latency[key] for phase in phases if key in phase.latency]
        words = "\n".join(dict.fromkeys(one.words for one in figures if one.words))
        add(label, (latency_text(one) for one in figures), by_name.get(label), words)
    for label, times in completion_rows(result):
        words = "\n".join(dict.fromkeys(one.words for one in times if one.words))
        add(label, map(latency_text, times), by_name.get(label), words)
    rates = (with_interval(phase.rate_rps, rate_text) for phase in phases)
    add("Requests", rates, by_name.get("Requests"))
    for name in dict.fromkeys(name for phase in phases for name in phase.faults):
        add(f"Failed: {fault_text(name)}", (f"{phase.faults.get(name, 0):,}" for phase in phases))
    if any(phase.open for phase in phases):
        add("Without an answer at the end", (f"{phase.open:,}" for phase in phases))
    for one in result.comparisons:
        if one.element is not None:
            cells = [figure_text(one), *("" for _ in phases[1:])]
            add(comparison_name(one, design), cells, one)
    return found
