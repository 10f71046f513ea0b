"""Where the chances that an explanation reckons with come from: stated figures, or those of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.arithmetic import digits
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection

    from archdraw.core.analysis.modelling import Model
    from archdraw.core.analysis.result import Assumption
    from archdraw.core.analysis.structure.events import Event
    from archdraw.core.model import Component

_STATED = "stated"
_HOUR_S = 3600


@frozen
class Chance:
    """The chance that something is down, the numbers that give it, and where these come from.

    `each` says that it is that of each of several instances.
    """

    id: str
    value: float
    numbers: str
    origin: str
    each: bool = False


def chances(model: Model, units: Collection[int]) -> tuple[Chance, ...]:
    """Return the chances of everything that may fail in these units of the system, domains included."""
    system = model.system
    assumed = {(one.element, one.field): one for one in model.assumptions}
    found: dict[str, Chance] = {}
    domains = 0
    for index in sorted(units):
        unit = system.units[index]
        domains |= unit.domain_mask
        first = unit.event if unit.event is not None else unit.groups[0].events[0]
        event = system.events[first]
        made = _chance(model, event, assumed, instances=unit.count if unit.event is None else 1)
        found[made.id] = made
    for bit, name in enumerate(system.domain_order):
        if domains >> bit & 1:
            found[name] = _chance(model, system.events[system.domain_event[bit]], assumed, instances=1)
    return tuple(found.values())


def hit_ratios(model: Model, caches: Collection[str]) -> tuple[Chance, ...]:
    """Return the share of requests that each of the caches answers, with where it comes from."""
    assumed = {(one.element, one.field): one for one in model.assumptions}
    found = []
    for cache in caches:
        ratio = model.hit_ratios[cache]
        found.append(Chance(cache, ratio, digits(ratio), _origin(assumed.get((cache, "hit_ratio")))))
    return tuple(found)


def _chance(
    model: Model, event: Event, assumed: dict[tuple[str, str], Assumption], *, instances: int
) -> Chance:
    q, design = event.probability, model.design
    component = design.component_by_id.get(event.element)
    if component is None:
        told = assumed.get((event.element, "availability"))
        origin = _origin(told) if told is not None else _STATED
        return Chance(event.id, q, f"1 − {digits(1.0 - q)}", origin)
    part = model.parts[event.element]
    numbers, origin = _of_instance(component, part.failure, assumed)
    if event.kind == "failover":
        numbers, origin = _of_failover(component, part.failure, q, assumed)
    elif event.kind == "ccf":
        numbers = f"{digits(part.beta)} × ({numbers})"
        origin = f"attributes.beta; {origin}"
    elif part.beta > 0.0:
        numbers = f"(1 − {digits(part.beta)}) × ({numbers})"
        origin = f"attributes.beta; {origin}"
    several = event.kind == "instance" and instances > 1
    return Chance(event.element if several else event.id, q, numbers, origin, several)


def _of_instance(
    component: Component, failure: float, assumed: dict[tuple[str, str], Assumption]
) -> tuple[str, str]:
    """Return the chance that one instance is down as numbers, and where they come from."""
    told = assumed.get((component.id, "availability"))
    up = digits(1.0 - failure)
    if component.availability is not None:
        return f"1 − {up}", _origin(told)
    if component.mtbf_hours is not None:
        repair = assumed.get((component.id, "mttr_hours"))
        mttr = 1.0 if component.mttr_hours is None else component.mttr_hours
        numbers = f"{digits(mttr)} h ÷ ({digits(component.mtbf_hours)} h + {digits(mttr)} h)"
        return numbers, f"{_STATED}, but {mttr:g} h of repair" if repair is not None else _STATED
    return f"1 − {up}", _origin(told)


def _of_failover(
    component: Component, failure: float, value: float, assumed: dict[tuple[str, str], Assumption]
) -> tuple[str, str]:
    """Return change-over time ÷ (MTBF + MTTR) as numbers, and where the time comes from."""
    told = assumed.get((component.id, "failover_s"))
    seconds = component.failover_s
    if seconds is None and told is not None and isinstance(told.value, int | float):
        seconds = float(told.value)
    origin = _STATED if component.failover_s is not None else _origin(told)
    if seconds is None or value >= 1.0:
        return "at most 1", origin
    mtbf, mttr = component.mtbf_hours, component.mttr_hours
    if mtbf is not None and (mttr is not None or component.availability is None):
        period = f"({digits(mtbf)} h + {digits(1.0 if mttr is None else mttr)} h)"
    elif mtbf is None:
        period = f"({digits(1.0 if mttr is None else mttr)} h ÷ {digits(failure)})"
        if mttr is None:
            origin += "; repaired in 1 h, as nothing is stated"
    else:
        period = f"({digits(mtbf)} h ÷ {digits(1.0 - failure)})"
    return f"{digits(seconds)} s ÷ {_HOUR_S} s ÷ {period}", origin


def _origin(told: Assumption | None) -> str:
    """Return where a figure comes from, as words."""
    if told is None:
        return _STATED
    words = "not stated, so by its kind" if told.origin == "default" else told.origin
    trust = f" ({told.confidence})" if told.confidence else ""
    return f"{words}{trust}: {told.source}" if told.source else f"{words}{trust}"
