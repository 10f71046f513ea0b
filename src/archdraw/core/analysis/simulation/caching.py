"""What a cache holds during a run: all of it when warm, little after it was flushed or has lost instances."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.simulation.program import CachePlan
    from archdraw.core.analysis.simulation.timelines import Timeline


class Cache:
    """The hit ratio of a cache over time.

    What was lost at a moment comes back as 1 − e^(−t ÷ warm-up time): each miss puts an entry back, and the
    rarer ones take longer. While an instance is down its share misses.
    """

    __slots__ = ("_instances", "_line", "_losses", "_ratio", "_warm_up")

    def __init__(
        self, plan: CachePlan, flushes: Sequence[float], line: Timeline | None, instances: int
    ) -> None:
        self._ratio = plan.hit_ratio
        self._warm_up = max(plan.warm_up_s, 1e-9)
        self._line = line
        self._instances = instances
        back = [] if line is None else _returns(line, instances)
        self._losses = sorted([*((moment, 1.0) for moment in flushes), *back])

    def hits(self, now: float) -> float:
        """Return the share of requests that find their answer."""
        ratio = self._ratio
        line = self._line
        if line is not None:
            ratio *= line.up[line.at(now)] / self._instances
        for moment, share in self._losses:
            if moment > now:
                break
            ratio *= 1.0 - share * math.exp(-(now - moment) / self._warm_up)
        return ratio


def _returns(line: Timeline, instances: int) -> list[tuple[float, float]]:
    """Return when instances come back, empty, with their share of the whole."""
    return [
        (moment, (line.up[at] - line.up[at - 1]) / instances)
        for at, moment in enumerate(line.times)
        if at and line.up[at] > line.up[at - 1]
    ]
