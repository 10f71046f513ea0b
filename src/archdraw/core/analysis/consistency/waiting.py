"""What a quorum costs in time: the k-th fastest of N copies, never their mean.

A write waits for W of N copies and a read for R, so what counts is the k-th order statistic of the copies'
times (David and Nagaraja, Order Statistics, 2003, chapter 2). Copies in other places answer later by the
way there and back; a slow one matters only where it is among those that are waited for.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.core.analysis.consistency.replication import replication_of
from archdraw.core.analysis.flow import service_time
from archdraw.core.analysis.flow.planning import REGION_RTT_S
from archdraw.core.analysis.store_consistency import Input
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.consistency.records import Replication
    from archdraw.core.analysis.flow.service_time import ServiceTime
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Component, Design

# There and back inside a zone and between two zones of a region, in s: what clouds say and people measure.
ZONE_RTT_S, ZONES_RTT_S = 0.0005, 0.0015
_MOST_COPIES = 200
_HALVINGS = 60


@frozen
class QuorumWait:
    """How long a request of a store waits for `copies_waited` of its `copies`, in ms.

    `one_*` is what the copy next to the request takes alone; `all_p99_ms` what waiting for every copy would.
    All of them are estimated: the copies are taken as independent.
    """

    store: str
    operation: str
    copies: int
    copies_waited: int
    p50_ms: float
    p99_ms: float
    one_p50_ms: float
    one_p99_ms: float
    all_p99_ms: float
    inputs: tuple[Input, ...]


def quorum_waits(design: Design, catalog: Kinds, store: Component) -> tuple[QuorumWait, ...]:
    """Return what reads and writes of a store wait for; nothing where no copy or no time is known."""
    found = replication_of(design, catalog, store)
    work, inputs = _work(catalog, store)
    if work is None or found.follows is not None or not 1 < found.copies <= _MOST_COPIES:
        return ()
    ways, far = _ways(design, store, found)
    counts = (("read", found.read), ("write", found.write))
    return tuple(
        QuorumWait(
            store=store.id,
            operation=operation,
            copies=found.copies,
            copies_waited=count,
            p50_ms=_after(ways, work, count, 0.5),
            p99_ms=_after(ways, work, count, 0.99),
            one_p50_ms=_after(ways[:1], work, 1, 0.5),
            one_p99_ms=_after(ways[:1], work, 1, 0.99),
            all_p99_ms=_after(ways, work, found.copies, 0.99),
            inputs=(*inputs, *far),
        )
        for operation, count in counts
        if count is not None and 1 <= count <= found.copies
    )


def _work(catalog: Kinds, store: Component) -> tuple[ServiceTime | None, tuple[Input, ...]]:
    """Return how long one copy works on a request, and where that is from."""
    kind = catalog.kind(store.kind)
    mean, p99 = store.service_time_ms, store.service_time_p99_ms
    if mean is not None:
        said = Input("time of one copy, mean", mean, "ms", "stated", "service_time_ms")
        tail = () if p99 is None else (Input("its p99", p99, "ms", "stated", "service_time_p99_ms"),)
    else:
        mean, p99 = kind.mean_ms.value, kind.p99_ms.value
        if not mean:
            return None, ()
        said = Input("time of one copy, mean", mean, "ms", "default", kind.mean_ms.source or "the kind")
        tail = (
            () if p99 is None else (Input("its p99", p99, "ms", "default", kind.p99_ms.source or "the kind"),)
        )
    if not mean or mean <= 0.0:
        return None, ()
    time = service_time.exponential(mean / 1000.0)
    if p99 is not None and p99 > mean:
        time = service_time.lognormal(mean / 1000.0, p99 / 1000.0)
    return time, (said, *tail)


def _ways(design: Design, store: Component, found: Replication) -> tuple[list[float], tuple[Input, ...]]:
    """Return the way to each copy and back, in s, from where the first one stands; nearest first."""
    places = [place for place in store.domains if place in design.group_by_id] or [store.parent or ""]
    each = [places[copy % len(places)] for copy in range(found.copies)]
    ways = sorted(_way(design, each[0], place) for place in each)
    names = {ZONE_RTT_S: "in one zone", ZONES_RTT_S: "between zones", REGION_RTT_S: "between regions"}
    used = tuple(
        Input(f"there and back {names[way]}", way * 1000.0, "ms", "default", "usual in clouds")
        for way in dict.fromkeys(ways)
    )
    return ways, used


def _way(design: Design, one: str, other: str) -> float:
    if one == other:
        return ZONE_RTT_S
    regions = [_region(design, place) for place in (one, other)]
    return REGION_RTT_S if regions[0] and regions[1] and regions[0] != regions[1] else ZONES_RTT_S


def _region(design: Design, place: str) -> str | None:
    if place not in design.group_by_id:
        return None
    around = (design.group_by_id[place], *design.enclosing_groups(place))
    return next((group.id for group in around if group.kind == "region"), None)


def _after(ways: Sequence[float], work: ServiceTime, count: int, share: float) -> float:
    """Return the time, in ms, after which `count` copies have answered in `share` of the requests."""
    low, high = 0.0, max(ways) + work.mean
    while _answered(ways, work, count, high) < share:
        high *= 2.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        if _answered(ways, work, count, middle) < share:
            low = middle
        else:
            high = middle
    return high * 1000.0


def _answered(ways: Sequence[float], work: ServiceTime, count: int, after: float) -> float:
    """Return the probability that at least `count` copies have answered after a time."""
    have = [1.0]
    for way in ways:
        done = _done(work, after - way)
        more = [chance * (1.0 - done) for chance in have] + [0.0]
        for at, chance in enumerate(have):
            more[at + 1] += chance * done
        have = more
    return sum(have[count:])


def _done(work: ServiceTime, after: float) -> float:
    """Return the probability that one copy is done with its work after a time."""
    if after <= 0.0:
        return 0.0
    if work.shape != "lognormal":
        return -math.expm1(-after / work.mean)
    sigma = work.sigma
    center = math.log(work.mean) - sigma**2 / 2.0
    return 0.5 * math.erfc(-(math.log(after) - center) / (sigma * math.sqrt(2.0)))
