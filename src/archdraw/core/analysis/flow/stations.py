"""Each component as a queue: how long it works on a request, how many it works on at once (semantics §6)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.analysis.flow import service_time
from archdraw.core.analysis.flow.queueing import (
    NO_WAITING,
    Unstable,
    Waiting,
    allen_cunneen,
    m_g_1,
    m_m_c,
    m_m_c_k,
)
from archdraw.core.analysis.flow.service_time import ServiceTime
from archdraw.core.giving_way import give_way
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.structure.figures import PartFigures
    from archdraw.core.model import Component

QueueModel = Literal["no waiting", "M/M/c", "M/G/1", "M/M/c/K", "Allen–Cunneen", "unstable"]
# What else a request is worked on where nothing is known: no time.
NO_SERVICE = service_time.constant(0.0)
# Beyond so many servers nobody waits below full load; beyond so many places a queue is as good as endless.
MOST_OVERLOAD = 1e12
_MOST_SERVERS, _MOST_PLACES = 20_000, 20_000


@frozen
class Station:
    """One component, all its serving instances together; times in s, rates per s.

    `service` is the time a request is worked on. It waits for one of `servers` (None: no waiting is
    computed), each of which is taken for `held` on average: the service time, or longer where the stated
    capacity says so. `places` bounds those inside, waiting ones included; `slots` are threads that are held
    until everything below has answered. `stated`: the service time is not the catalogue's.
    """

    id: str
    service: ServiceTime
    servers: int | None
    held: float
    capacity: float | None
    arrival_cv2: float = 1.0
    places: int | None = None
    slots: int | None = None
    stated: bool = False


@frozen
class Queue:
    """A station under a load: its waiting, by which model, and by how much it grows where it is unstable."""

    model: QueueModel
    waiting: Waiting
    growth: float | None = None


IDLE = Queue("no waiting", NO_WAITING)


def station_of(component: Component, part: PartFigures, usual: dict[str, ServiceTime]) -> Station:
    """Return the queue that a component is; `usual` keeps the times of kinds from one to the next."""
    give_way()
    attributes: Mapping[str, Any] = component.attributes
    if component.service_time_ms is None:
        known = usual.get(component.kind)
        if known is None:
            known = usual[component.kind] = _usual(part)
        return Station(
            component.id, known, None, known.mean, part.total_capacity_rps, slots=_slots(component, part)
        )
    service, stated = _service(component, component.service_time_ms), True
    total = part.total_capacity_rps
    servers, held = None, service.mean
    if stated and not part.client:
        at_once = component.concurrency or part.kind.concurrency.value
        most = None if at_once is None else _whole(part.serving * at_once)
        if total is not None:
            # A capacity below concurrency ÷ service time means that not all of them work at once.
            carried = _whole(total * service.mean)
            servers = carried if most is None else min(carried, most)
            held = servers / total if most is None or carried <= most else service.mean
            held = min(held, service_time.LONGEST)
        elif most is not None:
            servers = most
    if servers is not None and servers > _MOST_SERVERS:
        servers = None
    return Station(
        id=component.id,
        service=service,
        servers=servers,
        held=held,
        capacity=total,
        arrival_cv2=_number(attributes.get("arrival_cv2"), 1.0) or 0.0,
        places=_places(attributes.get("queue_limit"), servers, part.serving),
        slots=_slots(component, part),
        stated=stated,
    )


def queue_at(station: Station, rate: float | None) -> Queue:
    """Return the waiting at a rate; None (not known) waits nowhere."""
    if rate is None or rate <= 0.0:
        return IDLE
    if station.places is None and station.capacity is not None and rate >= station.capacity:
        return Queue("unstable", NO_WAITING, rate - station.capacity)
    if station.servers is None or station.held <= 0.0:
        return IDLE
    try:
        return _solved(station, rate, station.servers)
    except Unstable as told:
        return Queue("unstable", NO_WAITING, told.growth)


def _solved(station: Station, rate: float, servers: int) -> Queue:
    service, held = station.service, station.held
    if station.places is not None:
        rate = min(rate, servers / held * MOST_OVERLOAD)
        return Queue("M/M/c/K", m_m_c_k(rate, held, servers, station.places).waiting)
    if station.arrival_cv2 == 1.0:
        if service.shape == "exponential":
            return Queue("M/M/c", m_m_c(rate, held, servers))
        if servers == 1:
            third = service.third * (held / service.mean) ** 3
            return Queue("M/G/1", m_g_1(rate, held, service.cv2, third))
    found = allen_cunneen(rate, held, servers, station.arrival_cv2, service.cv2)
    return Queue("Allen–Cunneen", found)


def _service(component: Component, mean: float) -> ServiceTime:
    """Return the stated service time, in s."""
    if component.service_time_p99_ms is not None:
        return service_time.lognormal(mean / 1000.0, component.service_time_p99_ms / 1000.0)
    cv2 = _number(component.attributes.get("service_cv2"), 1.0)
    return service_time.with_cv2(mean / 1000.0, 1.0 if cv2 is None else cv2)


def _usual(part: PartFigures) -> ServiceTime:
    """Return the service time of the catalogue, in s."""
    mean, p99 = part.kind.mean_ms.value, part.kind.p99_ms.value
    if not mean:
        return NO_SERVICE
    if p99 is not None:
        return service_time.lognormal(mean / 1000.0, p99 / 1000.0)
    return service_time.exponential(mean / 1000.0)


def _places(stated: object, servers: int | None, serving: int) -> int | None:
    """Return how many requests may be inside all instances, those that are served included."""
    limit = _number(stated)
    if limit is None or servers is None:
        return None
    return servers + int(min(limit * serving, float(_MOST_PLACES)))


def _whole(count: float) -> int:
    """Return a number of servers: whole, one at least."""
    return max(1, math.floor(min(count, 1e9) + 1e-9))


def _slots(component: Component, part: PartFigures) -> int | None:
    threads = _number(component.attributes.get("threads"))
    return None if threads is None else _whole(threads) * part.serving


def _number(value: object, default: float | None = None) -> float | None:
    """Return a stated number that is not negative, else the default."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0:
        return float(value)
    return default
