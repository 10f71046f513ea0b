"""What became of the figures: availability, downtime, single points, p99, ceiling and cost; findings too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archdraw.core.analysis.result import Analysis, Finding, JourneyResult, Measure, Method

FigureName = Literal[
    "availability", "downtime_s_year", "single_points", "p99_ms", "ceiling_rps", "cost_month"
]
# Which way is better.
_MORE = frozenset({"availability", "ceiling_rps"})


@frozen
class FigureChange:
    """One figure of a journey (or, with no journey, of the whole design) before and after.

    None: not computed, not stated, or the journey was not there. `old_method`, `new_method` say how each
    was found. Of an availability `old_down`, `new_down` are the unavailabilities, which carry more digits.
    """

    name: FigureName
    journey: str | None
    old: float | None
    new: float | None
    old_method: Method | None = None
    new_method: Method | None = None
    old_down: float | None = None
    new_down: float | None = None

    @property
    def differs(self) -> bool:
        """Whether it is another figure now; what only rounding tells apart is the same."""
        if self.old is None or self.new is None:
            return self.old is not self.new
        before, after = self.old, self.new
        if self.old_down is not None and self.new_down is not None:
            before, after = self.old_down, self.new_down
        return abs(before - after) > 1e-9 * max(abs(before), abs(after))

    @property
    def better(self) -> bool | None:
        """Whether it changed for the better; None where that can't be said, or it did not change."""
        if self.old is None or self.new is None or not self.differs:
            return None
        if self.old_down is not None and self.new_down is not None:
            return self.new_down < self.old_down
        return (self.new > self.old) is (self.name in _MORE)


@frozen
class FindingChange:
    """A finding that is open in only one of both states: opened or closed since then."""

    happening: Literal["opened", "closed"]
    finding: Finding


def compare_figures(old: Analysis, new: Analysis) -> tuple[FigureChange, ...]:
    """Return all figures of all journeys before and after, those that stayed the same included; cost last."""
    found: list[FigureChange] = []
    ids = dict.fromkeys((*(one.id for one in new.journeys), *(one.id for one in old.journeys)))
    for journey in ids:
        found += _of_journey(journey, old.journey(journey), new.journey(journey))
    found.append(FigureChange("cost_month", None, _cost(old), _cost(new)))
    return tuple(found)


def compare_findings(old: Analysis, new: Analysis) -> tuple[FindingChange, ...]:
    """Return the findings that were opened, then those that were closed, each list worst first.

    A finding is the same as long as its identity is; one that was accepted with a reason is not open.
    """
    before, after = _open(old), _open(new)
    opened = [FindingChange("opened", one) for key, one in after.items() if key not in before]
    closed = [FindingChange("closed", one) for key, one in before.items() if key not in after]
    return (*opened, *closed)


def _open(analysis: Analysis) -> dict[tuple[str, tuple[str, ...]], Finding]:
    return {one.identity: one for one in reversed(analysis.findings) if one.suppressed is None}


def _of_journey(journey: str, old: JourneyResult | None, new: JourneyResult | None) -> Iterator[FigureChange]:
    before, after = _served(old), _served(new)
    how = (before.method if before else None, after.method if after else None)
    yield FigureChange(
        "availability",
        journey,
        before.availability if before else None,
        after.availability if after else None,
        *how,
        before.unavailability if before else None,
        after.unavailability if after else None,
    )
    down = (before.downtime_s_year if before else None, after.downtime_s_year if after else None)
    yield FigureChange("downtime_s_year", journey, *down, *how)
    yield FigureChange("single_points", journey, _points(before), _points(after), *how)
    times = (_p99(old), _p99(new))
    yield FigureChange("p99_ms", journey, *times, _timed(old), _timed(new))
    ceilings = (old.ceiling_rps if old else None, new.ceiling_rps if new else None)
    exact: tuple[Method | None, Method | None] = (
        None if ceilings[0] is None else "exact",
        None if ceilings[1] is None else "exact",
    )
    yield FigureChange("ceiling_rps", journey, *ceilings, *exact)


def _served(result: JourneyResult | None) -> Measure | None:
    return result.measures.get("served") if result is not None else None


def _points(measure: Measure | None) -> float | None:
    """Return how many single points of failure there are: instances, managed services and domains."""
    return None if measure is None else float(len(set(measure.single_points.failures)))


def _p99(result: JourneyResult | None) -> float | None:
    """Return the upper end of p99: what is certainly not exceeded under the model."""
    if result is None or result.latency is None or result.latency.p99_ms is None:
        return None
    return result.latency.p99_ms[1]


def _timed(result: JourneyResult | None) -> Method | None:
    return None if result is None or _p99(result) is None or result.latency is None else result.latency.method


def _cost(analysis: Analysis) -> float | None:
    priced = [one.cost_month for one in analysis.components if one.cost_month is not None]
    return sum(priced) if priced else None
