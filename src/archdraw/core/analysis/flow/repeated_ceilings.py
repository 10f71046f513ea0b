"""How much of a journey can be carried where calls are made again: the busier it gets, the more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.load import Ceiling, ceilings, utilisation

if TYPE_CHECKING:
    from collections.abc import Collection

    from archdraw.core.analysis.flow.ladder import Ladder
    from archdraw.core.analysis.flow.settling import Flow, Settled

# Halvings of the way to where it would be full if calls were made as often as now.
_ROUNDS = 15
_NEARLY = 1.0 - 1e-6


def repeated_ceilings(
    flow: Flow,
    settled: Settled,
    journey: str,
    ladder: Ladder,
    limit: float = 1.0,
    *,
    most: int = 2,
) -> list[Ceiling]:
    """Return the rates of a journey alone at which components are used to `limit`, the tightest few.

    Attempts grow with the load, so that they are reached no later than in proportion. The other journeys stay
    at their load. Empty where the journey states no load: then nobody knows how often calls are repeated; and
    where each try takes too long.
    """
    record = flow.design.journey_by_id[journey]
    rate = record.peak_rps if record.peak_rps is not None else record.average_rps
    if not rate or ladder.too_dear:
        return []
    search = _Search(flow, ladder, limit)
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

    def __init__(self, flow: Flow, ladder: Ladder, limit: float) -> None:
        self._flow = flow
        self._limit = limit
        self._ladder = ladder

    def first_full(self, among: Collection[str], low: float, high: float) -> tuple[float, str | None]:
        """Return the multiple of the stated traffic between two, and which component is full there."""
        if low >= high or self._busiest(among, high * _NEARLY)[0] < 1.0:
            return high, self._busiest(among, high)[1]
        for _ in range(_ROUNDS):
            if self._ladder.spent:
                break
            middle = (low + high) / 2.0
            if self._busiest(among, middle)[0] < 1.0:
                low = middle
            else:
                high = middle
        return high, self._busiest(among, high)[1]

    def _busiest(self, among: Collection[str], factor: float) -> tuple[float, str | None]:
        load = self._ladder.at(factor).load
        shares = (
            ((utilisation(load, self._flow.parts[one]) or 0.0) / self._limit, one) for one in sorted(among)
        )
        return max(shares, default=(0.0, None))
