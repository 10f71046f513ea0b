"""What breaks first as traffic grows: at which multiple of today's peak each thing reaches its limit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.ladder import LEAST, Ladder
from archdraw.core.analysis.flow.load import Ceiling, utilisation
from archdraw.core.analysis.headroom import Limit
from archdraw.core.analysis.structure.cancelling import check

if TYPE_CHECKING:
    from archdraw.core.analysis.flow.ladder import Share
    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.figures import PartFigures

# Of more than so many only the first few are looked for between the rungs: that is work for each of them.
_MOST_EXACT, _FIRST = 24, 6


def limits(flow: Flow, settled: Settled, should_stop: Stop | None = None) -> tuple[Limit, ...]:
    """Return what reaches its limit, the first to break first.

    Where all load is proportional to traffic the multiple is exact; with repeated calls or pools that are
    held longer the busier everything is, the multiple is searched for, of very many only roughly.
    """
    ladder = Ladder(flow, lambda factor: factor, should_stop)
    found: list[Limit] = []
    searched: list[tuple[Limit, Share, float, float]] = []
    again = _repeated(flow, settled)
    for component in flow.design.components:
        check(should_stop)
        rate = settled.load.component_rate(component.id)
        if rate is None or rate <= 0.0:
            continue
        found.extend(_in_proportion(flow, settled, component.id, rate, repeated=component.id in again))
        part = flow.parts[component.id]
        if component.id in again and utilisation(settled.load, part):
            share: Share = partial(_utilised, part)
            ends = ladder.bracket(share)
            if ends is not None:
                full = Limit(
                    component.id, "capacity", ladder.between(share, *ends), part.total_capacity_rps or 0.0
                )
                searched.append((full, share, *ends))
    for name, use in settled.pools.items():
        share = partial(_pool_share, name)
        ends = ladder.bracket(share) if use.utilisation > 0.0 else None
        if ends is not None:
            factor = ladder.between(share, *ends)
            rate = settled.load.component_rate(name) or 0.0
            searched.append((Limit(name, "pool", factor, rate * factor), share, *ends))
    searched.sort(key=lambda one: one[0].factor)
    exact = len(searched) if len(searched) <= _MOST_EXACT else _FIRST
    for at, (limit, share, low, high) in enumerate(searched):
        found.append(_at_factor(limit, ladder.exact(share, low, high)) if at < exact else limit)
    return tuple(sorted(found, key=lambda one: one.factor))


def _at_factor(limit: Limit, factor: float) -> Limit:
    rate = limit.rate_rps * factor / limit.factor if limit.kind == "pool" else limit.rate_rps
    return Limit(limit.element, limit.kind, factor, rate)


def _utilised(part: PartFigures, at: Settled) -> float:
    return utilisation(at.load, part) or 0.0


def _pool_share(name: str, at: Settled) -> float:
    return at.pools[name].utilisation


def _share_of(name: str, limit: float, at: Settled) -> float:
    return at.pools[name].utilisation / limit


def _in_proportion(
    flow: Flow, settled: Settled, component: str, rate: float, *, repeated: bool
) -> list[Limit]:
    """Return the limits of a component that are reached in proportion to the traffic."""
    part = flow.parts[component]
    found: list[Limit] = []
    share = utilisation(settled.load, part)
    if share and not repeated:
        found.append(Limit(component, "capacity", 1.0 / share, part.total_capacity_rps or 0.0))
    quota = flow.design.component_by_id[component].attributes.get("quota_rps")
    if isinstance(quota, int | float) and not isinstance(quota, bool) and quota > 0:
        found.append(Limit(component, "quota", quota / rate, float(quota)))
    return found


def _repeated(flow: Flow, settled: Settled) -> set[str]:
    """Return the components that calls which are made again bring load to."""
    connections = flow.design.connection_by_id
    reached = {connections[name].target for _, name in flow.repeating}
    work = list(reached)
    while work:
        for connection in flow.table.outgoing.get(work.pop(), ()):
            if connection.target not in reached and connection.id in settled.load.connections:
                reached.add(connection.target)
                work.append(connection.target)
    return reached


def pool_ceilings(
    flow: Flow, settled: Settled, journey: str, ladder: Ladder, limit: float = 1.0
) -> list[Ceiling]:
    """Return the rates of a journey alone at which pools are used to `limit`, tightest first.

    The ladder is that of the journey. The other journeys stay at their load; a pool that they use up alone
    leaves 0. Where each try takes too long, slots are taken to be held as long as now.
    """
    record = flow.design.journey_by_id[journey]
    rate = record.peak_rps if record.peak_rps is not None else record.average_rps
    plan = flow.plans.get(journey)
    if plan is None or not rate:
        return []
    found = []
    for name in settled.pools:
        if name not in plan.plans:
            continue
        if ladder.too_dear:
            found.extend(_pool_in_proportion(settled, name, journey, rate, limit))
            continue
        share = partial(_share_of, name, limit)
        ends = ladder.bracket(share)
        if ends is not None:
            factor = ladder.exact(share, *ends)
            found.append(Ceiling(name, rate * factor if factor > LEAST else 0.0))
    return sorted(found, key=lambda one: one.rate)


def _pool_in_proportion(
    settled: Settled, name: str, journey: str, rate: float, limit: float
) -> list[Ceiling]:
    used, rates = settled.pools[name].utilisation, settled.load.by_journey.get(name, {})
    own = used * rates.get(journey, 0.0) / max(sum(rates.values()), 1e-300)
    return [Ceiling(name, rate * max(0.0, 1.0 + (limit - used) / own))] if own > 0.0 else []
