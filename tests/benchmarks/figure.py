"""One measured figure with its budget, and how figures are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """What was measured and what it may be.

    `baseline` is the cost of something fixed, measured in the same run; `ratio` is value / baseline. Where
    `by_ratio` is set the budget is on the ratio, else on the value.
    """

    measure: str
    value: float
    unit: str
    budget: float | None = None
    baseline: float | None = None
    by_ratio: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times the baseline the value is."""
        return self.value / self.baseline if self.baseline else None

    @property
    def ok(self) -> bool:
        """Whether the figure keeps its budget."""
        judged = self.ratio if self.by_ratio else self.value
        return self.budget is None or (judged is not None and judged <= self.budget)

    def record(self) -> dict[str, Any]:
        """Return the figure as it is written to JSON."""
        fields = asdict(self)
        fields.pop("by_ratio")
        for name in ("value", "baseline"):
            fields[name] = None if fields[name] is None else round(fields[name], 3)
        ratio = self.ratio
        return {**fields, "ratio": None if ratio is None else round(ratio, 3), "ok": self.ok}


def table(figures: Iterable[Figure]) -> str:
    """Return figures as lines of a table; a budget with × is on the ratio."""
    rows = [("measure", "value", "budget", "baseline", "ratio", "")]
    for figure in figures:
        budget = "" if figure.budget is None else f"{figure.budget:g}{' ×' if figure.by_ratio else ''}"
        baseline = "" if figure.baseline is None else f"{figure.baseline:.1f}"
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        verdict = "ok" if figure.ok else "OVER"
        rows.append((figure.measure, f"{figure.value:.1f} {figure.unit}", budget, baseline, ratio, verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join([row[0].ljust(widths[0]), *cells]).rstrip())
    return "\n".join(lines)
