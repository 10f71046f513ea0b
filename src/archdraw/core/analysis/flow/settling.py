"""Load and waiting settle together: attempts depend on who answers in time, and that on the load.

Solved twice, from an idle system and from one in which every call is being repeated. Both solutions are
reached from one side only, because more load never makes anything faster. Where they differ, the system does
not come back from an overload by itself (N. Bronson et al., "Metastable Failures in Distributed Systems",
HotOS 2021).
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.flow import moments
from archdraw.core.analysis.flow.load import Load, compute_load
from archdraw.core.analysis.flow.moments import NO_TIME, Moments
from archdraw.core.analysis.flow.planning import PlansLater, repeats
from archdraw.core.analysis.flow.queueing import NO_WAITING, Unstable, Waiting, allen_cunneen
from archdraw.core.analysis.flow.stations import IDLE, Queue, Station, queue_at, station_of
from archdraw.core.analysis.flow.walking import walk
from archdraw.core.later import with_later
from archdraw.core.records import frozen, slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from archdraw.core.analysis.flow.calls import JourneyPlan
    from archdraw.core.analysis.flow.service_time import ServiceTime
    from archdraw.core.analysis.flow.walking import CallRules
    from archdraw.core.analysis.structure.domains import DomainTree
    from archdraw.core.analysis.structure.figures import PartFigures
    from archdraw.core.analysis.structure.requirements import RequirementTable
    from archdraw.core.model import Design

_MOST_ROUNDS = 80
_CLOSE = 1e-9
Journeyed = dict[tuple[str, str], float]


@frozen
class Pool:
    """Slots that are held until everything below has answered: threads, connections."""

    element: str
    slots: int


@frozen
class PoolUse:
    """How busy a pool is: its share in use, how long (s) a slot is held, and waiting for one takes."""

    pool: Pool
    utilisation: float
    held: float
    waiting: Waiting
    growth: float | None = None


@with_later("plans", "rules")
@frozen
class Flow:
    """Everything the load of a design follows from; made once, settled at any traffic.

    `plans` and `rules` say what each journey waits for: worked out when they are first read.
    """

    design: Design
    table: RequirementTable
    hit_ratio: Mapping[str, float]
    parts: Mapping[str, PartFigures]
    stations: Mapping[str, Station]
    plans: Mapping[str, JourneyPlan]
    rules: Mapping[str, Mapping[str, CallRules]]
    repeating: tuple[tuple[str, str], ...]
    pools: tuple[Pool, ...]
    tree: DomainTree


@slotted
class Settled:
    """The flow at one traffic: load, waiting, pools, and by journey the times of components.

    `times` are only there where attempts or pools needed them. `worst` is the load from which the system
    does not recover, where that is another one.
    """

    load: Load
    queues: dict[str, Queue] = field(default_factory=dict)
    pools: dict[str, PoolUse] = field(default_factory=dict)
    times: dict[str, dict[str, Moments]] = field(default_factory=dict)
    worst: Settled | None = None
    rounds: int = 1

    @property
    def stable(self) -> bool:
        """Whether nothing grows without end."""
        return not any(queue.growth is not None for queue in self.queues.values()) and not any(
            use.growth is not None for use in self.pools.values()
        )


def build_flow(
    design: Design,
    table: RequirementTable,
    hit_ratio: Mapping[str, float],
    parts: Mapping[str, PartFigures],
    tree: DomainTree,
) -> Flow:
    """Return what the load follows from; nothing is solved yet."""
    later: Any = PlansLater(design, table, hit_ratio, tree)
    usual: dict[str, ServiceTime] = {}
    flow = Flow(
        design,
        table,
        hit_ratio,
        parts,
        {c.id: station_of(c, parts[c.id], usual) for c in design.components},
        later,
        later,
        (),
        _pools(design, parts),
        tree,
    )
    again = {connection.id for connection in design.connections if repeats(connection)}
    if not again:
        return flow
    found = tuple((name, one) for name, rules in flow.rules.items() for one in rules if one in again)
    return replace(flow, repeating=found)


def settle(
    flow: Flow,
    factor: float | Mapping[str, float] = 1.0,
    *,
    hit_ratio: Mapping[str, float] | None = None,
    overload: bool = True,
    below: Settled | None = None,
    enough: Callable[[Settled], bool] | None = None,
) -> Settled:
    """Return load and waiting at `factor` times the stated traffic, and the overload it may be stuck in.

    Parameters
    ----------
    factor
        One for all, or one by journey.
    overload
        Whether anybody asks for the overload it may be stuck in.
    below
        What settled at no more traffic: it is nearer than an idle system, and leads to the same.
    enough
        Whether more need not be known. Load only rises on the way, so that what is too much stays so.
    """
    found = _settled(flow, factor, below or Settled(Load()), hit_ratio, enough)
    if not flow.repeating or not overload:
        return found
    rules = flow.rules
    start = {
        key: _attempts(flow, key, NO_TIME, rules[key[0]][key[1]], overloaded=True) for key in flow.repeating
    }
    stuck = _settled(flow, factor, Settled(Load(attempts=start)), hit_ratio)
    more = any(
        rate > found.load.rate.get(component, 0.0) * 1.01 + 1e-12
        for component, rate in stuck.load.rate.items()
    )
    if more:
        found.worst = stuck
    return found


class MomentAlgebra:
    """Times as mean and variance, at a given waiting."""

    in_sequence = staticmethod(moments.in_sequence)
    in_parallel = staticmethod(moments.in_parallel)
    repeated = staticmethod(moments.repeated)
    one_of = staticmethod(moments.one_of)
    hedged = staticmethod(moments.hedged)

    def __init__(
        self, stations: Mapping[str, Station], queues: Mapping[str, Queue], pools: Mapping[str, PoolUse]
    ) -> None:
        self._stations = stations
        self._queues = queues
        self._pools = pools
        self._own: dict[str, Moments] = {}

    def own(self, component: str) -> Moments:
        """Return waiting and service of a component."""
        known = self._own.get(component)
        if known is None:
            queue, service = self._queues.get(component, IDLE), self._stations[component].service
            mean, variance = queue.waiting.mean + service.mean, queue.waiting.variance + service.variance
            use = self._pools.get(component)
            if use is not None:
                mean, variance = mean + use.waiting.mean, variance + use.waiting.variance
            stable = queue.growth is None and (use is None or use.growth is None)
            known = self._own[component] = Moments(mean, variance, queue.waiting.blocked, stable)
        return known

    @staticmethod
    def network(seconds: float) -> Moments:
        """Return a constant time."""
        return Moments(seconds, 0.0)

    @staticmethod
    def with_timeout(part: Moments, timeout: float, rules: CallRules) -> Moments:
        """Return the time until an answer, or until it is given up for the last time."""
        return moments.with_timeout(part, timeout, rules.retries, rules.pause, fallback=rules.fallback)


def _settled(
    flow: Flow,
    factor: float | Mapping[str, float],
    start: Settled,
    hit_ratio: Mapping[str, float] | None,
    enough: Callable[[Settled], bool] | None = None,
) -> Settled:
    hits = flow.hit_ratio if hit_ratio is None else hit_ratio
    attempts, pools = start.load.attempts, start.pools
    for rounds in range(1, _MOST_ROUNDS + 1):
        load = compute_load(flow.design, flow.table, hits, attempts, factor)
        queues = {
            component: queue_at(flow.stations[component], load.component_rate(component))
            for component in load.rate
        }
        found = Settled(load, queues, pools, rounds=rounds)
        if not flow.repeating and not flow.pools:
            return found
        tried: dict[tuple[str, str], Moments] = {}
        for name, plan in flow.plans.items():
            found.times[name], below = walk(
                plan, flow.rules[name], MomentAlgebra(flow.stations, queues, pools)
            )
            tried.update(((name, connection), time) for connection, time in below.items())
        after = {
            key: _attempts(flow, key, tried.get(key, NO_TIME), flow.rules[key[0]][key[1]])
            for key in flow.repeating
        }
        pools_after = {pool.element: _use(pool, flow, found) for pool in flow.pools}
        change = max((abs(count - attempts.get(key, 1.0)) for key, count in after.items()), default=0.0)
        moved = max((_moved(pools.get(name), use) for name, use in pools_after.items()), default=0.0)
        attempts, pools = after, pools_after
        found.pools = pools
        if (change < _CLOSE and moved < _CLOSE) or (enough is not None and enough(found)):
            break
    return found


def _moved(before: PoolUse | None, after: PoolUse) -> float:
    if before is None:
        return 1.0
    return abs(before.waiting.mean - after.waiting.mean) + abs(before.utilisation - after.utilisation)


def _attempts(
    flow: Flow, key: tuple[str, str], time: Moments, rules: CallRules, *, overloaded: bool = False
) -> float:
    """Return how often a call is made: 1 + f + f² … for the share f that is late."""
    connection = flow.design.connection_by_id[key[1]]
    late = 0.0
    if rules.timeout is not None:
        late = 1.0 if overloaded else moments.late_share(time, rules.timeout)
    # An open breaker makes no call at all; then none is repeated.
    retries = 0 if connection.circuit_breaker and late > 0.5 else rules.retries
    attempts = float(retries + 1) if late >= 1.0 else (1.0 - late ** (retries + 1)) / (1.0 - late)
    budget = connection.attributes.get("retry_budget")
    if isinstance(budget, int | float) and not isinstance(budget, bool):
        attempts = min(attempts, 1.0 + max(0.0, float(budget)))
    if rules.hedge is not None:
        again = 1.0 if overloaded or rules.hedge <= 0.0 else moments.late_share(time, rules.hedge)
        attempts *= 1.0 + again
    return attempts


def _pools(design: Design, parts: Mapping[str, PartFigures]) -> tuple[Pool, ...]:
    found = []
    for component in design.components:
        for name in ("threads", "max_connections"):
            stated = component.attributes.get(name)
            if isinstance(stated, int | float) and not isinstance(stated, bool) and stated >= 1:
                found.append(Pool(component.id, int(stated) * parts[component.id].serving))
                break
    return tuple(found)


def _use(pool: Pool, flow: Flow, found: Settled) -> PoolUse:
    """Return how busy a pool is, from the times of everything below in all journeys."""
    rate = busy = second = 0.0
    own = found.pools.get(pool.element)
    waiting = own.waiting if own is not None else NO_WAITING
    for journey, rates in ((name, found.load.by_journey.get(pool.element, {})) for name in flow.plans):
        time, arriving = found.times[journey].get(pool.element), rates.get(journey, 0.0)
        if time is None or arriving <= 0.0:
            continue
        # A slot is not held while its request waits for one.
        mean = max(0.0, time.mean - waiting.mean)
        rate += arriving
        busy += arriving * mean
        second += arriving * (max(0.0, time.variance - waiting.variance) + mean**2)
    if rate <= 0.0 or busy <= 0.0:
        return PoolUse(pool, 0.0, 0.0, NO_WAITING)
    held = busy / rate
    cv2 = max(0.0, second / rate / held**2 - 1.0)
    try:
        found_waiting = allen_cunneen(rate, held, pool.slots, 1.0, cv2)
    except Unstable as told:
        return PoolUse(pool, busy / pool.slots, held, NO_WAITING, told.growth)
    return PoolUse(pool, busy / pool.slots, held, found_waiting)
