"""Why a single point of failure is one, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.analysis.modelling import Model
    from archdraw.core.analysis.result import Measure
    from archdraw.core.analysis.structure.lowering import JourneyView, LoweredJourney

_LONGEST = 6


def single_point_reasons(model: Model, lowered: LoweredJourney, served: Measure) -> dict[str, str]:
    """Return a sentence for each single point of failure, by its id."""
    entry = lowered.journey.entry
    if entry is None:
        return {}
    points = served.single_points
    wanted = (*points.failures, *points.components)
    if not wanted:
        return {}
    caller = _callers(lowered.views["served"], entry)
    event_kind = {event.id: (event.kind, event.element) for event in model.system.events}
    found: dict[str, str] = {}
    for point in points.components:
        chain = _chain(model, caller, point)
        found[point] = (
            f"{chain}, and nothing takes over when all instances of {_name(model, point)} are lost."
        )
    for point in (*points.events, *points.managed):
        kind, element = event_kind[point]
        found[point] = _event_reason(model, caller, kind, element)
    inside = _inside(model, caller)
    for domain in points.domains:
        names = inside.get(domain, [])
        found[domain] = (
            f"Without {_name(model, domain)} too little is left of {_listed(names)}."
            if names
            else f"The journey stops without {_name(model, domain)}."
        )
    return found


def _event_reason(model: Model, caller: dict[str, str | None], kind: str, element: str) -> str:
    name = _name(model, element)
    if kind == "connection":
        link = model.design.connection_by_id[element]
        source, target = _name(model, link.source), _name(model, link.target)
        return f"{source} reaches {target} over {link.name or link.id} only."
    chain = _chain(model, caller, element)
    if kind == "ccf":
        return f"{chain}, and a common cause takes all instances of {name} at once."
    if kind == "failover":
        return f"{chain}, and while {name} changes over nothing answers in its place."
    part = model.parts[element]
    if kind == "managed":
        return f"{chain}, and it is bought as one service: nothing stands in for {name}."
    if part.replicas == 1:
        return f"{chain}, and there is one {name} only."
    return f"{chain}, and {name} needs {part.needed} of its {part.replicas} instances: none is to spare."


def _callers(view: JourneyView, entry: str) -> dict[str, str | None]:
    """Return who is called by whom first, on a shortest way from the entry."""
    found: dict[str, str | None] = {entry: None}
    row = [entry]
    while row:
        following: list[str] = []
        for component in row:
            for target in view.targets(component):
                if target not in found:
                    found[target] = component
                    following.append(target)
        row = following
    return found


def _chain(model: Model, caller: dict[str, str | None], element: str) -> str:
    way = [element]
    while (before := caller.get(way[-1])) is not None:
        way.append(before)
    way.reverse()
    if element not in caller:
        return f"The journey needs {_name(model, element)}"
    if len(way) == 1:
        return f"The journey starts at {_name(model, element)}"
    if len(way) > _LONGEST:
        way = [*way[:2], "…", *way[-3:]]
    names = [one if one == "…" else _name(model, one) for one in way]
    return f"The journey goes {' → '.join(names)}"


def _inside(model: Model, caller: dict[str, str | None]) -> dict[str, list[str]]:
    """Return per domain the components that need more instances than stand outside of it."""
    found: dict[str, list[str]] = {}
    for component, unit in model.system.instances_of.items():
        if component not in caller:
            continue
        lost: dict[str, int] = {}
        for group in unit.groups:
            for domain in group.all_domains:
                lost[domain] = lost.get(domain, 0) + group.count
        for domain, count in lost.items():
            if unit.count - count < unit.needed:
                found.setdefault(domain, []).append(_name(model, component))
    return found


def _listed(names: list[str]) -> str:
    shown = names[:4]
    if len(names) > 4:
        return f"{', '.join(shown)} and {len(names) - 4} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]


def _name(model: Model, element: str) -> str:
    design = model.design
    found = design.component_by_id.get(element) or design.group_by_id.get(element)
    return found.name if found is not None and found.name else element
