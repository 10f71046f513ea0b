"""What breaks first as traffic grows: at which multiple of today's peak each thing reaches its limit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.load import Ceiling, utilisation
from archdraw.core.analysis.flow.settling import settle
from archdraw.core.analysis.headroom import Limit
from archdraw.core.analysis.structure.cancelling import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.analysis.structure.cancelling import Stop

# Pools and repeated calls don't grow in proportion: their limit is looked for up to this multiple.
_LEAST, _FARTHEST = 1e-3, 1e6
_ROUNDS = 28


def limits(flow: Flow, settled: Settled, should_stop: Stop | None = None) -> tuple[Limit, ...]:
    """Return what reaches its limit, the first to break first.

    Where all load is proportional to traffic the multiple is exact; with repeated calls or pools that are
    held longer the busier everything is, the multiple is searched for.
    """
    found: list[Limit] = []
    known: dict[float, Settled] = {}

    def at(factor: float) -> Settled:
        if factor not in known:
            known[factor] = settle(flow, factor, overload=False)
        return known[factor]

    again = _repeated(flow, settled)
    for component in flow.design.components:
        check(should_stop)
        search = at if component.id in again else None
        found.extend(_of_component(flow, settled, component.id, search, should_stop))
    for name, use in settled.pools.items():
        if use.utilisation <= 0.0:
            continue
        factor = _searched(at, partial(_pool_share, name), should_stop)
        if factor is not None:
            rate = (settled.load.component_rate(name) or 0.0) * factor
            found.append(Limit(name, "pool", factor, rate))
    return tuple(sorted(found, key=lambda one: one.factor))


def _pool_share(name: str, at: Settled) -> float:
    return at.pools[name].utilisation


def _share_of(name: str, limit: float, at: Settled) -> float:
    return at.pools[name].utilisation / limit


def _of_component(
    flow: Flow,
    settled: Settled,
    component: str,
    search: Callable[[float], Settled] | None,
    should_stop: Stop | None,
) -> list[Limit]:
    rate = settled.load.component_rate(component)
    if rate is None or rate <= 0.0:
        return []
    part = flow.parts[component]
    found: list[Limit] = []
    share = utilisation(settled.load, part)
    if share is not None and share > 0.0:
        factor: float | None = 1.0 / share
        if search is not None:
            factor = _searched(search, lambda at: utilisation(at.load, part) or 0.0, should_stop)
        if factor is not None:
            found.append(Limit(component, "capacity", factor, part.total_capacity_rps or 0.0))
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
    flow: Flow, settled: Settled, journey: str, limit: float = 1.0, should_stop: Stop | None = None
) -> list[Ceiling]:
    """Return the rates of a journey alone at which pools are used to `limit`, tightest first.

    The other journeys stay at their load; a pool that they use up alone leaves 0.
    """
    record = flow.design.journey_by_id[journey]
    rate = record.peak_rps if record.peak_rps is not None else record.average_rps
    plan = flow.plans.get(journey)
    if plan is None or not rate:
        return []
    found = []
    for name in settled.pools:
        if name in plan.plans:
            factor = _searched(
                lambda times: settle(flow, {journey: times}, overload=False),
                partial(_share_of, name, limit),
                should_stop,
            )
            if factor is not None:
                found.append(Ceiling(name, rate * factor if factor > _LEAST else 0.0))
    return sorted(found, key=lambda one: one.rate)


def _searched(
    at: Callable[[float], Settled], share: Callable[[Settled], float], should_stop: Stop | None
) -> float | None:
    """Return the traffic at which a share reaches 1: the first, by halving the logarithm."""
    low, high = _LEAST, _FARTHEST
    if share(at(high)) < 1.0:
        return None
    if share(at(low)) >= 1.0:
        return low
    for _ in range(_ROUNDS):
        check(should_stop)
        middle = (low * high) ** 0.5
        if share(at(middle)) < 1.0:
            low = middle
        else:
            high = middle
    return high
