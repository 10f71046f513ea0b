"""When requests come from outside: a renewal process whose rate surges multiply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.streams import Times
from archdraw.core.analysis.simulation.timelines import FOREVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.simulation.calling import Visit
    from archdraw.core.analysis.simulation.program import SourcePlan, Surge
    from archdraw.core.analysis.simulation.streams import Streams


class Arrivals:
    """The source of one journey's requests."""

    __slots__ = ("_draw", "_rates", "arrived", "plan", "visit")

    def __init__(
        self, plan: SourcePlan, visit: Visit, streams: Streams, surges: Sequence[Surge] = ()
    ) -> None:
        self.plan = plan
        self.visit = visit
        self.arrived = 0
        self._draw = streams.times(f"{plan.journey}/arrivals", Times(1.0, plan.cv2))
        self._rates = _rates(plan, surges)

    def gap(self, now: float) -> float:
        """Return when the next request comes after one at `now`.

        With a rate that changes, the time is the one in which the integral of the rate grows by the draw.
        """
        due = self._draw()
        for end, rate in self._rates:
            if end <= now:
                continue
            took = due / rate if rate > 0.0 else FOREVER
            if now + took <= end:
                return now + took
            due -= (end - now) * rate
            now = end
        return FOREVER


def _rates(plan: SourcePlan, surges: Sequence[Surge]) -> tuple[tuple[float, float], ...]:
    """Return the rate of each stretch of time, with its end."""
    own = [one for one in surges if one.journey == plan.journey]
    ends = sorted({moment for one in own for moment in (one.start_s, one.end_s) if moment > 0.0})
    found: list[tuple[float, float]] = []
    start = 0.0
    for end in (*ends, FOREVER):
        rate = plan.rate
        for one in own:
            if one.start_s <= start < one.end_s:
                rate *= one.factor
        found.append((end, rate))
        start = end
    return tuple(found)
