"""Puts together how far the load of a design can grow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.backlog import backlogs
from archdraw.core.analysis.flow.limits import limits
from archdraw.core.analysis.flow.load import ceiling_of, ceilings, utilisation
from archdraw.core.analysis.flow.settling import settle
from archdraw.core.analysis.flow.volume import bandwidth, storage
from archdraw.core.analysis.headroom import AfterZone, CeilingAfterLoss, Headroom, Storm
from archdraw.core.analysis.structure.cancelling import check
from archdraw.core.analysis.structure.domains import DomainTree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.analysis.flow.load import Ceiling, Load
    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.analysis.result import LossRow
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.figures import PartFigures
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Design, Journey

# The worst ones are kept.
_MOST_LOSSES = 200


def headroom_of(
    flow: Flow,
    settled: Settled,
    catalog: Kinds,
    losses: Sequence[LossRow],
    rebuild: Callable[[Design], Flow],
    should_stop: Stop | None = None,
) -> Headroom:
    """Return limits, ceilings after losses, backlogs, storage, bandwidth and cost.

    Parameters
    ----------
    losses
        What each loss does to each journey: one that is down carries nothing.
    rebuild
        Makes the flow of a changed design.
    """
    known = [part.cost_month for part in flow.parts.values() if part.cost_month is not None]
    unknown = tuple(part.id for part in flow.parts.values() if part.cost_month is None and not part.client)
    after_loss, after_zone = _after_losses(flow, settled, catalog, losses, rebuild, should_stop)
    return Headroom(
        limits=limits(flow, settled, should_stop),
        after_loss=after_loss,
        after_zone=after_zone,
        backlogs=backlogs(flow, settled),
        storage=storage(flow, settled),
        bandwidth=bandwidth(flow, settled),
        cost_month=sum(known) if known else None,
        cost_unknown=unknown,
        storms=_storms(flow, settled),
    )


def _storms(flow: Flow, settled: Settled) -> tuple[Storm, ...]:
    """Return where the load that the system may be stuck in is another one, the worst first."""
    if settled.worst is None:
        return ()
    found = []
    for component, stuck in settled.worst.load.rate.items():
        rate = settled.load.rate.get(component, 0.0)
        if stuck > rate * 1.01 + 1e-12:
            share = utilisation(settled.worst.load, flow.parts[component])
            found.append(Storm(component, rate, stuck, share))
    return tuple(sorted(found, key=lambda one: -(one.stuck_utilisation or 0.0)))


def _after_losses(
    flow: Flow,
    settled: Settled,
    catalog: Kinds,
    losses: Sequence[LossRow],
    rebuild: Callable[[Design], Flow],
    should_stop: Stop | None,
) -> tuple[tuple[CeilingAfterLoss, ...], tuple[AfterZone, ...]]:
    """Return what journeys still carry without each instance and domain, and how busy the rest then is."""
    down = {(row.lost, journey) for row in losses for journey, what in row.journeys.items() if what == "down"}
    found = _instances(flow, settled, down)
    tree = DomainTree(flow.design, catalog)
    busiest: dict[str, AfterZone] = {}
    for domain in tree.ids:
        check(should_stop)
        found.extend(_domain(flow, settled, domain, tree, down, rebuild, busiest))
    found.sort(key=lambda one: one.ceiling_rps / one.peak_rps if one.peak_rps else one.ceiling_rps)
    return tuple(found[:_MOST_LOSSES]), tuple(busiest.values())


def _instances(flow: Flow, settled: Settled, down: set[tuple[str, str]]) -> list[CeilingAfterLoss]:
    """Return the ceilings without one instance of each component that then carries less."""
    found = []
    for journey in _loaded(flow, settled.load):
        whole = ceilings(settled.load, journey.id, flow.parts, 1.0)
        for entry in whole:
            part = flow.parts[entry.component]
            lost = entry.component if part.replicas == 1 else f"{entry.component}#1"
            if part.managed or part.client:
                continue
            if (lost, journey.id) in down:
                found.append(_row(lost, "instance", journey, 0.0, None))
                continue
            left = min(part.serving, part.replicas - 1)
            if left >= part.serving or left < 1:
                continue
            own = ceiling_of(settled.load, journey.id, replace(part, serving=left), 1.0)
            if own is None:
                continue
            first = min(
                (one for one in whole[:2] if one is not entry), key=lambda one: one.rate, default=None
            )
            rate, bottleneck = own, entry.component
            if first is not None and first.rate < own:
                rate, bottleneck = first.rate, first.component
            if rate < whole[0].rate:
                found.append(_row(lost, "instance", journey, rate, bottleneck))
    return found


def _domain(
    flow: Flow,
    settled: Settled,
    domain: str,
    tree: DomainTree,
    down: set[tuple[str, str]],
    rebuild: Callable[[Design], Flow],
    busiest: dict[str, AfterZone],
) -> list[CeilingAfterLoss]:
    """Return what each journey carries without a domain; of zones note what is busier than without others."""
    left, gone = _left(flow, domain, tree)
    if not left and not gone:
        return []
    seen, load = flow, settled.load
    if gone:
        # What calls somebody else now brings load elsewhere.
        kept = tuple(c for c in flow.design.connections if c.source not in gone and c.target not in gone)
        seen = rebuild(flow.design.model_copy(update={"connections": kept}))
        hits = {cache: ratio for cache, ratio in seen.hit_ratio.items() if cache not in gone}
        load = settle(seen, hit_ratio=hits).load
    parts = {
        name: replace(part, serving=left[name]) if name in left else part for name, part in seen.parts.items()
    }
    if flow.design.group_by_id[domain].kind == "zone":
        _note_busier(
            busiest, domain, {one: parts[one] for one in parts if one not in gone}, flow, settled, load
        )
    found = []
    for journey in _loaded(flow, settled.load):
        before = ceilings(settled.load, journey.id, flow.parts, 1.0)
        if (domain, journey.id) in down or journey.entry in gone:
            found.append(_row(domain, "domain", journey, 0.0, None))
            continue
        after: list[Ceiling] = ceilings(load, journey.id, parts, 1.0)
        if after and before and after[0].rate < before[0].rate * (1.0 - 1e-9):
            found.append(_row(domain, "domain", journey, after[0].rate, after[0].component))
    return found


def _note_busier(
    busiest: dict[str, AfterZone],
    zone: str,
    remaining: Mapping[str, PartFigures],
    flow: Flow,
    settled: Settled,
    load: Load,
) -> None:
    """Note what remains without a zone and is busier than usual, and than without any zone before."""
    for name, part in remaining.items():
        usual, share = utilisation(settled.load, flow.parts[name]), utilisation(load, part)
        if usual is None or share is None or share <= usual * (1.0 + 1e-9):
            continue
        if name not in busiest or share > busiest[name].utilisation:
            busiest[name] = AfterZone(name, zone, share)


def _left(flow: Flow, domain: str, tree: DomainTree) -> tuple[dict[str, int], set[str]]:
    """Return how many instances serve without a domain where it takes some, and what it takes altogether."""
    left: dict[str, int] = {}
    gone: set[str] = set()
    for component in flow.design.components:
        part = flow.parts[component.id]
        if part.managed or part.client:
            continue
        places: Mapping[tuple[str, ...], list[int]] = tree.placement(component)
        lost = sum(len(members) for chain, members in places.items() if domain in chain)
        if not lost:
            continue
        remaining = component.replicas - lost
        if remaining < 1:
            gone.add(component.id)
        else:
            left[component.id] = min(part.serving, remaining)
    return left, gone


def _loaded(flow: Flow, load: Load) -> list[Journey]:
    found = []
    for journey in flow.design.journeys:
        known = load.journeys.get(journey.id)
        if known is not None and known.visits is not None:
            found.append(journey)
    return found


def _row(lost: str, kind: str, journey: Journey, ceiling: float, bottleneck: str | None) -> CeilingAfterLoss:
    peak = journey.peak_rps if journey.peak_rps is not None else journey.average_rps
    return CeilingAfterLoss(
        lost, "domain" if kind == "domain" else "instance", journey.id, ceiling, bottleneck, peak
    )
