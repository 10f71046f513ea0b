"""From the figures of a component to its station: slots, held places, limits, failures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.simulation.program import Balancing, Scaling, StationPlan
from archdraw.core.analysis.simulation.streams import Times
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.structure.figures import PartFigures
    from archdraw.core.model import Component

# Beyond so many slots a component works on everything at once: nobody ever waits there.
MOST_SLOTS = 50_000
DEFAULT_WARM_UP_S = 60.0
_BALANCING: tuple[Balancing, ...] = ("shared", "random", "round-robin", "least-busy")


@frozen
class Sized:
    """A station with notes; `without_time`: its capacity is known, its time is the catalogue's."""

    plan: StationPlan
    notes: tuple[str, ...] = ()
    without_time: bool = False


def station_of(
    component: Component,
    part: PartFigures,
    placement: Mapping[tuple[str, ...], list[int]],
    *,
    waits_for_others: bool,
    target_utilisation: float,
) -> Sized:
    """Return the station of a component.

    Parameters
    ----------
    placement
        Instances by the failure domains they sit in.
    waits_for_others
        Whether it makes calls that it waits for: then it may hold a place meanwhile.
    """
    attributes = component.attributes
    time_s = _time(component, part)
    instances = max(1, part.serving)
    concurrency = component.concurrency or part.kind.concurrency.value
    slots, work, answer, notes = _slots(component, part, time_s, concurrency, instances)
    pool = None
    if waits_for_others and not part.client:
        pool = _held(component, part, slots)
    elif not part.client:
        pool = _connections(attributes, slots, answer)
    scaling = _scaling(attributes, target_utilisation)
    spares = part.replicas - instances if not part.managed and not part.client else 0
    up, down = _repair(part)
    plan = StationPlan(
        component=component.id,
        work=work,
        instances=instances,
        slots=slots,
        pool=pool,
        places=_places(attributes, instances),
        answer_s=answer,
        balancing=_balancing(attributes),
        needed=1 if part.managed or part.client else min(part.needed, instances),
        spares=max(0, spares),
        failover_s=_failover(component, part),
        limit_rps=_limit(attributes),
        scaling=scaling if slots is not None or pool is not None else None,
        roots=_roots(component, part, placement),
        mean_up_s=None if part.managed or part.client else up,
        mean_down_s=down,
    )
    return Sized(plan, tuple(notes), without_time=component.service_time_ms is None and slots is not None)


def _held(component: Component, part: PartFigures, slots: int | None) -> int | None:
    """Return how many requests one instance holds until they are answered.

    The stated threads, else the stated connections; else the concurrency of the kind, and no fewer than work
    at once.
    """
    stated_places = _stated_places(component.attributes)
    if stated_places is not None:
        return stated_places
    usual = part.kind.concurrency.value
    stated = component.concurrency if component.service_time_ms is None else None
    most = max((one for one in (usual, stated, slots) if one), default=None)
    return None if most is None else max(1, round(most))


def _stated_places(attributes: Mapping[str, Any]) -> int | None:
    """Return threads, else connections of one instance, where they are stated."""
    for name in ("threads", "max_connections"):
        stated = number(attributes.get(name))
        if stated is not None and stated >= 1.0:
            return int(stated)
    return None


def _connections(attributes: Mapping[str, Any], slots: int | None, answer_s: float) -> int | None:
    """Return the stated places of what calls nobody, where they make a difference.

    Where a place is held no longer than a slot and there are as many of them, who waits for one would have
    waited for the other as long.
    """
    places = _stated_places(attributes)
    if places is None or (slots is not None and answer_s <= 0.0 and places >= slots):
        return None
    return places


def _time(component: Component, part: PartFigures) -> Times:
    """Return the time of one request, without any waiting."""
    attributes = component.attributes
    mean, p99 = component.service_time_ms, component.service_time_p99_ms
    if mean is None:
        mean = part.kind.mean_ms.value
        p99 = p99 if p99 is not None else part.kind.p99_ms.value
    if mean is None:
        return Times(0.0, 0.0)
    cv2 = number(attributes.get("service_cv2"))
    if cv2 is not None:
        return Times(mean / 1000.0, cv2)
    return Times.through(mean / 1000.0, p99 / 1000.0) if p99 is not None else Times(mean / 1000.0)


def _slots(
    component: Component, part: PartFigures, time: Times, concurrency: float | None, instances: int
) -> tuple[int | None, Times, float, list[str]]:
    """Return slots of one instance, the work that occupies one, what passes after it, and notes."""
    if part.client:
        return None, time, 0.0, []
    if component.service_time_ms is not None and component.capacity_rps is None:
        if concurrency is None:
            return None, time, 0.0, []
        return _bounded(max(1, round(concurrency)), instances, time, 0.0)
    capacity = part.capacity_rps
    if capacity is None:
        return None, time, 0.0, []
    count = math.floor(capacity * time.mean + 1e-9)
    if count < 1:
        occupied = 1.0 / capacity
        return 1, Times(occupied, 0.0), time.mean - occupied, []
    work = Times(count / capacity, time.cv2, time.heavy)
    return _bounded(count, instances, work, max(0.0, time.mean - work.mean))


def _bounded(
    count: int, instances: int, work: Times, answer: float
) -> tuple[int | None, Times, float, list[str]]:
    if count * instances > MOST_SLOTS:
        return None, work, answer, [f"works on more than {MOST_SLOTS:,} requests at once: nobody waits there"]
    return count, work, answer, []


def _places(attributes: Mapping[str, Any], instances: int) -> int | None:
    stated = number(attributes.get("queue_limit"))
    return None if stated is None else int(stated) * instances


def _limit(attributes: Mapping[str, Any]) -> float | None:
    stated = [number(attributes.get(name)) for name in ("rate_limit", "quota_rps")]
    return min((one for one in stated if one is not None and one > 0.0), default=None)


def _balancing(attributes: Mapping[str, Any]) -> Balancing:
    stated = attributes.get("balancing")
    return next((way for way in _BALANCING if way == stated), "shared")


def _scaling(attributes: Mapping[str, Any], target: float) -> Scaling | None:
    stated = attributes.get("autoscaling") or attributes.get("hpa")
    if not isinstance(stated, dict):
        return None
    least, most = number(stated.get("min")), number(stated.get("max"))
    if least is None or most is None or least < 1 or most < least:
        return None
    lag = number(attributes.get("scaling_lag_s"))
    return Scaling(int(least), int(most), target, lag_s=60.0 if lag is None else lag)


def _failover(component: Component, part: PartFigures) -> float:
    seconds = component.failover_s if component.failover_s is not None else part.kind.failover_s.value
    return float(seconds or 0.0)


def _roots(
    component: Component, part: PartFigures, placement: Mapping[tuple[str, ...], list[int]]
) -> tuple[tuple[str, ...], ...]:
    """Return for each instance what takes it down: itself, the whole, its domains."""
    found: dict[int, tuple[str, ...]] = {}
    for domains, numbers in placement.items():
        for place in numbers:
            name = component.id if part.replicas == 1 else f"{component.id}#{place + 1}"
            shared = (component.id, f"{component.id}!ccf", f"{component.id}!failover")
            found[place] = tuple(dict.fromkeys((name, *shared, *domains)))
    return tuple(found.get(place, (component.id,)) for place in range(part.replicas))


def _repair(part: PartFigures) -> tuple[float | None, float]:
    """Return mean times up and down in s; None: it never fails."""
    if part.failure <= 0.0:
        return None, 0.0
    period = part.period_hours if part.period_hours is not None else 1.0 / part.failure
    return (1.0 - part.failure) * period * 3600.0, part.failure * period * 3600.0


def number(value: Any) -> float | None:
    """Return a stated number, or None."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0:
        return float(value)
    return None
