"""The traffic at which something reaches its limit, looked for where load does not grow in proportion."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.settling import Settled, settle
from archdraw.core.analysis.structure.cancelling import check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.flow.settling import Flow
    from archdraw.core.analysis.structure.cancelling import Stop

# Limits are looked for between these multiples, first on rungs that all share, then between two of them.
LEAST, FARTHEST = 1e-3, 1e6
_RUNGS, _ROUNDS = 64, 22
# How many times of calls a search may work out, about 30 µs each. It is counted, not timed, so that the
# answer is the same on every machine.
_MOST_WORK = 120_000
# As many as two or three multiples take.
_FEW_ROUNDS = 40
Share = Callable[[Settled], float]


class Ladder:
    """Multiples of the traffic, worked out once each, between which shares reach 1.

    Near the limit a multiple takes dozens of rounds. So it starts from what is known of less traffic, and
    ends as soon as the share that is asked for is reached: both are right only as long as more load makes
    more attempts, which a breaker that opens ends. When all work is done that may be, limits are rough.

    Parameters
    ----------
    traffic
        Gives for a multiple the factor that the flow is settled at.
    most_work
        How many times of calls may be worked out; None: as many as a search may take.
    """

    def __init__(
        self,
        flow: Flow,
        traffic: Callable[[float], float | Mapping[str, float]],
        should_stop: Stop | None,
        most_work: int | None = None,
    ) -> None:
        self._flow = flow
        self._traffic = traffic
        self._should_stop = should_stop
        self._left = self._most = _MOST_WORK if most_work is None else most_work
        connections = flow.design.connection_by_id
        self._rising = not any(connections[name].circuit_breaker for _, name in flow.repeating)
        repeated = flow.repeating or flow.pools
        self._calls = max(1, sum(map(len, flow.rules.values()))) if repeated else 1
        self._known: dict[float, Settled] = {}
        self._partly: dict[float, Settled] = {}

    @property
    def too_dear(self) -> bool:
        """Whether not even the first few multiples can be worked out."""
        return self._calls * _FEW_ROUNDS > self._most

    @property
    def spent(self) -> bool:
        """Whether all work is done that may be."""
        return self._left <= 0

    def at(self, factor: float) -> Settled:
        """Return what settles at a multiple of the traffic."""
        found = self._known.get(factor)
        if found is None:
            found = self._known[factor] = self._settle(factor, None)
        return found

    def bracket(self, share: Share) -> tuple[float, float] | None:
        """Return two multiples between which a share reaches 1: the lowest twice if there; None if never."""
        if share(self.at(FARTHEST)) < 1.0:
            return None
        if share(self.at(LEAST)) >= 1.0:
            return LEAST, LEAST
        first, last = 0, _RUNGS
        while last - first > 1:
            middle = (first + last) // 2
            if self.spent and _rung(middle) not in self._known:
                break
            if share(self.at(_rung(middle))) < 1.0:
                first = middle
            else:
                last = middle
        return _rung(first), _rung(last)

    def between(self, share: Share, low: float, high: float) -> float:
        """Return about where between two multiples: on a straight line of logarithms."""
        before, after = share(self.at(low)), share(self.at(high))
        if not 0.0 < before < after:
            return high
        return low * math.pow(high / low, min(1.0, math.log(1.0 / before) / math.log(after / before)))

    def exact(self, share: Share, low: float, high: float) -> float:
        """Return where between two multiples, by halving the logarithm as long as there is work left."""
        rough = self.between(share, low, high)
        for _ in range(_ROUNDS if high > low else 0):
            if self.spent:
                return min(max(rough, low), high)
            middle = math.sqrt(low * high)
            if self._reaches(share, middle):
                high = middle
            else:
                low = middle
        return high

    def _reaches(self, share: Share, factor: float) -> bool:
        known = self._known.get(factor) or self._partly.get(factor)
        if known is not None and (factor in self._known or share(known) >= 1.0):
            return share(known) >= 1.0
        found = self._settle(factor, share)
        reached = share(found) >= 1.0
        # Up to there it is known: what is asked for later may need the rest of the way.
        (self._partly if reached else self._known)[factor] = found
        return reached

    def _settle(self, factor: float, share: Share | None) -> Settled:
        check(self._should_stop)
        enough = None if share is None or not self._rising else lambda at: share(at) >= 1.0
        below = self._below(factor) if self._rising else None
        found = settle(self._flow, self._traffic(factor), overload=False, below=below, enough=enough)
        self._left -= found.rounds * self._calls
        return found

    def _below(self, factor: float) -> Settled | None:
        """Return what is known of the most traffic that is not more than this."""
        least = max([at for at in (*self._known, *self._partly) if at <= factor], default=None)
        return None if least is None else self._known.get(least) or self._partly[least]


def _rung(at: int) -> float:
    return LEAST * math.pow(FARTHEST / LEAST, at / _RUNGS) if at < _RUNGS else FARTHEST


def ladder_of(flow: Flow, journey: str, should_stop: Stop | None) -> Ladder:
    """Return the multiples of one journey alone; all journeys together do the work of one search."""
    share = _MOST_WORK // max(1, len(flow.design.journeys))
    return Ladder(flow, lambda times: {journey: times}, should_stop, share)
