"""What a component calls while it handles a request of a journey, in which order: what latency follows."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.gains import gains, is_not_given
from archdraw.core.analysis.structure.graphs import strong_components
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archdraw.core.analysis.structure.requirements import RequirementTable
    from archdraw.core.model import Component, Connection, Journey

WAITED_FOR = ("call", "publish")
_REQUESTS = (*WAITED_FOR, "deliver")


@frozen
class Step:
    """Calls that are waited for: over one connection, or over one of several (shares add up to 1).

    `calls` is how many are made on average: the whole part always, the rest with that probability. `then`
    are the calls that follow each for the requests a cache has no answer to.
    """

    ways: tuple[tuple[float, Connection], ...]
    calls: float
    then: tuple[Step, ...] = ()


@frozen
class Plan:
    """The calls of one component, one after another or all at once."""

    steps: tuple[Step, ...] = ()
    parallel: bool = False

    @property
    def connections(self) -> tuple[Connection, ...]:
        """Every connection that may be waited for."""
        found: list[Connection] = []
        work = list(self.steps)
        while work:
            step = work.pop()
            found.extend(connection for _, connection in step.ways)
            work.extend(step.then)
        return tuple(found)


NO_CALLS = Plan()


@frozen
class JourneyPlan:
    """What a journey waits for: components in rings, callees first, and the plan of each.

    `degrading` are connections whose failure is no failure of the request.
    """

    journey: Journey
    entry: str
    rings: tuple[tuple[str, ...], ...]
    plans: Mapping[str, Plan]
    degrading: frozenset[str] = field(default_factory=frozenset)

    @property
    def has_rings(self) -> bool:
        """Whether components wait for each other in a circle."""
        return any(len(ring) > 1 for ring in self.rings)


def journey_plan(
    journey: Journey,
    table: RequirementTable,
    hit_ratio: Mapping[str, float],
    components: Mapping[str, Component],
) -> JourneyPlan | None:
    """Return what a journey waits for, None where it begins nowhere."""
    if journey.entry is None or journey.entry not in components:
        return None
    plans: dict[str, Plan] = {}

    def following(source: str) -> list[str]:
        plan = plans.get(source)
        if plan is None:
            plan = component_plan(components[source], journey, table, hit_ratio, components)
            plans[source] = plan
        return list(dict.fromkeys(connection.target for connection in plan.connections))

    rings = tuple(strong_components([journey.entry], following))
    return JourneyPlan(journey, journey.entry, rings, plans, degrading_in(plans, journey, table))


def degrading_in(sources: Iterable[str], journey: Journey, table: RequirementTable) -> frozenset[str]:
    """Return the connections of components whose failure is no failure of the request."""
    degrading: set[str] = set()
    for source in sources:
        part = table.needs(source, journey).get("optional")
        if part is not None:
            degrading.update(c.id for c in part.singles)
            degrading.update(c.id for pool in part.pools for c in pool.connections)
    return frozenset(degrading)


def component_plan(
    source: Component,
    journey: Journey,
    table: RequirementTable,
    hit_ratio: Mapping[str, float],
    components: Mapping[str, Component],
    *,
    waited_for: bool = True,
) -> Plan:
    """Return the calls that a component waits for in a journey, or else what it sends on unwaited for."""
    needs = table.needs(source.id, journey)
    made = gains(source.id, journey, table.outgoing.get(source.id, []), needs, hit_ratio, components)
    waited = {c.id: (c, calls) for c, calls in made if c.kind in _REQUESTS and _waits(c) is waited_for}
    if not waited:
        return NO_CALLS
    chosen: dict[str, int] = {}
    pools: list[list[Connection]] = []
    for part in needs.values():
        for pool in part.pools:
            members = [c for c in pool.connections if c.id in waited and is_not_given(c)]
            chosen.update((c.id, len(pools)) for c in members)
            pools.append(members)
    by_target: dict[str, Step] = {}
    steps: list[tuple[Step, str | None]] = []
    done: set[int] = set()
    for connection, calls in waited.values():
        pool_index = chosen.get(connection.id)
        if pool_index is None:
            step = Step(((1.0, connection),), calls)
        elif pool_index in done:
            continue
        else:
            done.add(pool_index)
            members = pools[pool_index]
            total = sum(waited[c.id][1] for c in members)
            step = Step(tuple((waited[c.id][1] / total, c) for c in members), total)
        steps.append((step, step.ways[0][1].behind_cache))
        by_target.setdefault(connection.target, step)
    return _ordered(source, steps, by_target)


def _waits(connection: Connection) -> bool:
    """Tell whether the source waits for the answer; nobody waits for what a queue delivers."""
    return connection.kind in WAITED_FOR and connection.synchronous


def _ordered(source: Component, steps: list[tuple[Step, str | None]], by_target: Mapping[str, Step]) -> Plan:
    """Return the plan in which what stands behind a cache follows the call to that cache."""
    behind: dict[int, list[Step]] = {}
    first: list[Step] = []
    for step, cache in steps:
        asked = by_target.get(cache) if cache is not None else None
        if asked is None or asked is step or asked.ways[0][1].behind_cache is not None:
            first.append(step)
        else:
            behind.setdefault(id(asked), []).append(step)
    found = tuple(Step(step.ways, step.calls, tuple(behind.get(id(step), ()))) for step in first)
    return Plan(found, source.attributes.get("fan") == "parallel")
