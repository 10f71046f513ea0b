"""Fail this: which elements die with it, and what is left of each journey."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.networks import Cables
from archdraw.core.analysis.result import Impact
from archdraw.core.analysis.structure.graphs import reach
from archdraw.core.analysis.structure.liveness import dead_components
from archdraw.core.analysis.structure.lowering import JourneyView
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.modelling import Model
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Design, Journey


@frozen
class LossEffect:
    """What a loss does.

    `failed`: elements that can't do their duty: lost themselves, or something they need is dead (in at
    least one journey that uses them). `degraded`: they still work, but have lost instances, alternatives
    or something they can do without. Both hold ids of components, groups and connections.
    """

    journeys: dict[str, Impact]
    failed: frozenset[str]
    degraded: frozenset[str]


def lose(design: Design, catalog: Kinds, lost: Collection[str]) -> LossEffect:
    """Return what happens when everything in `lost` is down at once.

    Parameters
    ----------
    lost
        Ids of components, instances ("web#2"), groups (all that is in them) and connections; unknown ids
        are ignored.
    """
    model = build_model(design, catalog)
    gone = set(lost)
    down, degraded = _own_state(model, gone)
    gone |= Cables(model.design, catalog).cut_off(model.design.connections, down | gone)
    failed = {element for element in gone if element in design.connection_by_id}
    failed |= {g.id for g in design.groups if gone & {g.id, *(o.id for o in design.enclosing_groups(g.id))}}
    failed |= (down - set(model.system.successors)) | (gone & set(design.component_by_id))
    journeys: dict[str, Impact] = {}
    left = set(design.component_by_id)
    for journey in design.journeys:
        if journey.entry is None or journey.entry not in design.component_by_id:
            continue
        used = _used(model, journey, journey.entry)
        served, limited = _effect(model, journey, down, gone)
        failed |= served & used
        degraded |= limited & used
        left -= used
        missing = journey.entry in _reduced(model, journey, down, gone)
        journeys[journey.id] = "down" if journey.entry in served else "degraded" if missing else "full"
    # What no journey uses is judged by everything it calls.
    served, limited = _effect(model, None, down, gone)
    failed |= served & left
    degraded |= limited & left
    return LossEffect(journeys, frozenset(failed), frozenset(degraded - failed))


def _effect(
    model: Model, journey: Journey | None, down: set[str], gone: set[str]
) -> tuple[set[str], set[str]]:
    """Return the components that are dead in a journey, and those that miss something."""
    served = dead_components(model.design, JourneyView(model.table, journey, "served"), down, gone)
    limited = _reduced(model, journey, down, gone) | _fewer_alternatives(model, journey, served, gone)
    return served, limited


def _reduced(model: Model, journey: Journey | None, down: set[str], gone: set[str]) -> set[str]:
    """Return the components for which *full* or *done* fails."""
    full = dead_components(model.design, JourneyView(model.table, journey, "full"), down, gone)
    return full | dead_components(model.design, JourneyView(model.table, journey, "done"), down, gone)


def _own_state(model: Model, gone: set[str]) -> tuple[set[str], set[str]]:
    """Return the components whose own duty (or that of who is promoted) is down, and the weakened ones."""
    left = _instances_left(model, gone)
    units = model.system.instances_of
    down = (gone & set(model.design.component_by_id)) | {
        name for name, count in left.items() if count < units[name].needed
    }
    # Whoever carries the misses of a cache needs more while it is down, whatever took it down.
    down |= {
        part.id
        for part in model.parts.values()
        if any(caches <= down and left.get(part.id, needed) < needed for caches, needed in part.stricter)
    }
    weakened = {name for name, count in left.items() if count < units[name].count} - down
    own_down = set(down)
    for source, targets in model.system.successors.items():
        if source in own_down and any(target not in own_down for target in targets):
            down.discard(source)
            weakened.add(source)
    return down, weakened


def _instances_left(model: Model, gone: set[str]) -> dict[str, int]:
    """Return how many instances each component has that are not lost, nor anything around them."""
    found: dict[str, int] = {}
    for name, unit in model.system.instances_of.items():
        component = model.design.component_by_id[name]
        around = set() if component.domains else {g.id for g in model.design.enclosing_groups(name)}
        found[name] = 0
        for group in unit.groups:
            if not gone & around.union(group.all_domains):
                first = {model.system.events[event].id for event in group.events}
                found[name] += group.count - len(first & gone)
    return found


def _used(model: Model, journey: Journey, entry: str) -> set[str]:
    views = (JourneyView(model.table, journey, "full"), JourneyView(model.table, journey, "done"))
    return {component for view in views for component in reach(entry, view.targets)}


def _fewer_alternatives(model: Model, journey: Journey | None, dead: set[str], gone: set[str]) -> set[str]:
    view = JourneyView(model.table, journey, "served")
    return {
        component.id
        for component in model.design.components
        for pool in view.pools(component.id)
        if any(target in dead or all(link.id in gone for link in links) for target, links in pool.members)
    }
