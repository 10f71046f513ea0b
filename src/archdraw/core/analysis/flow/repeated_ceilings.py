"""How much of a journey can be carried where calls are made again: the busier it gets, the more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.load import Ceiling, ceilings, utilisation
from archdraw.core.analysis.flow.settling import settle
from archdraw.core.analysis.structure.cancelling import check

if TYPE_CHECKING:
    from collections.abc import Collection

    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.analysis.structure.cancelling import Stop

# Halvings of the way to where it would be full if calls were made as often as now.
_ROUNDS = 15
# Near the limit each try goes back and forth between attempts and load: of more repeated calls than this, by
# journey and connection, it would take seconds.
_MOST_REPEATED = 40
_NEARLY = 1.0 - 1e-6


def repeated_ceilings(
    flow: Flow,
    settled: Settled,
    journey: str,
    limit: float = 1.0,
    *,
    most: int = 2,
    should_stop: Stop | None = None,
) -> list[Ceiling]:
    """Return the rates of a journey alone at which components are used to `limit`, the tightest few.

    Attempts grow with the load, so that they are reached no later than in proportion. The other journeys stay
    at their load. Empty where the journey states no load: then nobody knows how often calls are repeated; and
    where so many calls are repeated that each try takes long.
    """
    record = flow.design.journey_by_id[journey]
    rate = record.peak_rps if record.peak_rps is not None else record.average_rps
    if not rate or len(flow.repeating) > _MOST_REPEATED:
        return []
    search = _Search(flow, journey, limit, should_stop)
    found: list[Ceiling] = []
    rest = ceilings(settled.load, journey, flow.parts, limit)
    while rest and len(found) < most:
        least = found[-1].rate / rate if found else 0.0
        factor, component = search.first_full(
            {one.component for one in rest}, least, max(least, rest[0].rate / rate)
        )
        found.append(Ceiling(component or rest[0].component, rate * factor))
        rest = [one for one in rest if one.component != found[-1].component]
    return found


class _Search:
    """Looks for the traffic of a journey at which the first of some components is used to a limit."""

    def __init__(self, flow: Flow, journey: str, limit: float, should_stop: Stop | None) -> None:
        self._flow = flow
        self._journey = journey
        self._limit = limit
        self._should_stop = should_stop
        self._known: dict[float, Settled] = {}

    def first_full(self, among: Collection[str], low: float, high: float) -> tuple[float, str | None]:
        """Return the multiple of the stated traffic between two, and which component is full there."""
        if low >= high or self._busiest(among, high * _NEARLY)[0] < 1.0:
            return high, self._busiest(among, high)[1]
        for _ in range(_ROUNDS):
            middle = (low + high) / 2.0
            if self._busiest(among, middle)[0] < 1.0:
                low = middle
            else:
                high = middle
        return high, self._busiest(among, high)[1]

    def _busiest(self, among: Collection[str], factor: float) -> tuple[float, str | None]:
        if factor not in self._known:
            check(self._should_stop)
            self._known[factor] = settle(self._flow, {self._journey: factor}, overload=False)
        load = self._known[factor].load
        shares = (
            ((utilisation(load, self._flow.parts[one]) or 0.0) / self._limit, one) for one in sorted(among)
        )
        return max(shares, default=(0.0, None))
