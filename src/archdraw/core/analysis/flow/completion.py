"""How long it takes until everything is done that a request has set off: what nobody waits for included.

A component that has answered sends on what it hands over (publish without waiting, deliver, a call in mode
"async"); its work is done when the last of that is. Paths to different ends share hops, so that their times
are not independent of each other. The longest of them then lies between two bounds that hold for any
dependence: it is late at least as often as the latest path alone, and at most as often as all of them
together (M. Fréchet, "Généralisation du théorème des probabilités totales", Fundamenta Mathematicae 25,
1935). With one path to the end both are the same.
"""

from __future__ import annotations

import math
from dataclasses import field, replace
from typing import TYPE_CHECKING

import numpy as np

from archdraw.core.analysis.flow.calls import NO_CALLS, JourneyPlan, component_plan, degrading_in
from archdraw.core.analysis.flow.grid import Grid, Timing, grid_mean
from archdraw.core.analysis.flow.latency import (
    CURVE,
    PERCENTILES,
    REACHED,
    GridAlgebra,
    approximations_in,
    ends_of,
    growing_in,
)
from archdraw.core.analysis.flow.planning import Away
from archdraw.core.analysis.flow.settling import MomentAlgebra
from archdraw.core.analysis.flow.walking import call_rules, step_time, walk
from archdraw.core.analysis.result import Latency
from archdraw.core.analysis.structure.cancelling import check
from archdraw.core.analysis.structure.graphs import strong_components
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.flow.calls import Plan, Step
    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.analysis.flow.walking import CallRules
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.model import Connection, Journey

_COARSE, _FINE = 1 << 9, 1 << 12
# Of more calls over one connection only the last is followed to the end of what it sets off.
_MOST_FOLLOWED = 8
# Beyond so many components a grid is coarser.
_MOST_FINE = 80
# Beyond so many components nobody reads one figure, and a grid for each would fill the memory.
_MOST_COMPONENTS = 400
_ROUNDS = 6
_CLOSE = 0.02
_ONLY_LAST = "of many calls over one connection only the last is followed to the end of what it sets off"
_IN_CIRCLES = "messages that go round in circles followed a few times"
_GIVEN_UP = "what calls set off that were given up, or sent twice, is not counted"


@frozen
class Whole:
    """Everything a journey sets off, components in rings with callees before callers.

    `plan` is what each component waits for, `later` what it sends on when it has answered, `sends` those that
    do so or wait for one that does; `notes` says in words what is left out.
    """

    plan: JourneyPlan
    rings: tuple[tuple[str, ...], ...]
    later: Mapping[str, Plan]
    rules: Mapping[str, CallRules]
    notes: tuple[str, ...] = ()
    sends: frozenset[str] = field(default_factory=frozenset)


def journey_completion(
    flow: Flow, settled: Settled, journey: str, *, cells: int = _FINE, should_stop: Stop | None = None
) -> Latency | None:
    """Return the time until all that a request sets off is done; None where nothing goes on after the answer.

    Parameters
    ----------
    cells
        Cells of the grid; the bracket narrows with them.
    """
    record = flow.design.journey_by_id.get(journey)
    whole = None if record is None else whole_journey(flow, record)
    if whole is None or sum(map(len, whole.rings)) > _MOST_COMPONENTS:
        return None
    growing = growing_in(whole.plan, settled)
    if growing:
        return Latency(None, None, None, None, None, stable=False, growing=growing)
    check(should_stop)
    if sum(map(len, whole.rings)) > _MOST_FINE:
        cells = min(cells, _COARSE)
    grid = _reaching(flow, settled, whole, cells, should_stop)
    found = _Completion(whole, GridAlgebra(flow, settled, grid)).found()
    p50, p95, p99, p999 = (ends_of(found, share) for _, share in PERCENTILES)
    ways = (*approximations_in(flow, settled, whole.plan), *whole.notes)
    return Latency(
        mean_ms=_mean(found),
        p50_ms=p50,
        p95_ms=p95,
        p99_ms=p99,
        p999_ms=p999,
        stable=True,
        method="estimated" if ways else "bounded",
        approximations=tuple(dict.fromkeys(ways)),
        curve=tuple((share, *ends_of(found, share)) for share in CURVE),
    )


def _mean(found: Timing) -> float | None:
    """Return the mean (ms), None where its bounds are further apart than a figure should hide."""
    cells = np.arange(found.grid.size, dtype=np.float64) * found.grid.step
    low, high = (float((side * cells).sum()) for side in (found.low, found.high))
    return found.mean * 1000.0 if high - low <= _CLOSE * high else None


def whole_journey(flow: Flow, journey: Journey) -> Whole | None:
    """Return all that a journey sets off, None where nothing goes on after the answer."""
    components = flow.design.component_by_id
    if journey.entry is None or journey.entry not in components:
        return None
    plans: dict[str, Plan] = {}
    later: dict[str, Plan] = {}

    def following(source: str) -> list[str]:
        if source not in plans:
            parts = components[source], journey, flow.table, flow.hit_ratio, components
            plans[source] = component_plan(*parts)
            later[source] = component_plan(*parts, waited_for=False)
        links = (*plans[source].connections, *later[source].connections)
        return list(dict.fromkeys(connection.target for connection in links))

    rings = tuple(strong_components([journey.entry], following))
    if not any(plan.steps for plan in later.values()):
        return None
    waiting = strong_components(
        (one for ring in rings for one in ring),
        lambda source: dict.fromkeys(connection.target for connection in plans[source].connections),
    )
    degrading = degrading_in(plans, journey, flow.table)
    plan = JourneyPlan(journey, journey.entry, tuple(waiting), plans, degrading)
    away = Away(flow.design, flow.tree)
    rules = {
        connection.id: call_rules(
            connection, degrading=connection.id in degrading, network=away.seconds(connection)
        )
        for part in (*plans.values(), *later.values())
        for connection in part.connections
    }
    sends = _senders(rings, plans, later)
    return Whole(plan, rings, later, rules, _notes(rings, plans, later, sends, rules), sends)


def _senders(
    rings: Sequence[Sequence[str]], plans: Mapping[str, Plan], later: Mapping[str, Plan]
) -> frozenset[str]:
    """Return the components from which something goes on, by themselves or below them."""
    found: set[str] = set()
    for ring in rings:
        links = [link for one in ring for link in plans[one].connections]
        if any(later[one].steps for one in ring) or any(link.target in found for link in links):
            found.update(ring)
    return frozenset(found)


def _notes(
    rings: Sequence[Sequence[str]],
    plans: Mapping[str, Plan],
    later: Mapping[str, Plan],
    sends: frozenset[str],
    rules: Mapping[str, CallRules],
) -> tuple[str, ...]:
    found: list[str] = []
    steps = [step for plan in (*plans.values(), *later.values()) for step in plan.steps]
    links = [link for plan in plans.values() for link in plan.connections if link.target in sends]
    if any(step.calls > _MOST_FOLLOWED and _sends(step, sends) for step in steps):
        found.append(_ONLY_LAST)
    if any(rules[link.id].timeout is not None or rules[link.id].hedge is not None for link in links):
        found.append(_GIVEN_UP)
    if any(len(ring) > 1 for ring in rings):
        found.append(_IN_CIRCLES)
    return tuple(found)


def _sends(step: Step, sends: frozenset[str]) -> bool:
    return any(link.target in sends for _, link in step.ways) or any(_sends(one, sends) for one in step.then)


def _reaching(flow: Flow, settled: Settled, whole: Whole, cells: int, should_stop: Stop | None) -> Grid:
    """Return a grid that ends a little past the highest percentile that is asked for."""
    moments = MomentAlgebra(flow.stations, settled.queues, settled.pools)
    times = [moments.own(component) for ring in whole.rings for component in ring]
    end = sum(one.mean + 3.0 * math.sqrt(one.variance) for one in times)
    end = end or 1.0
    for _ in range(14):
        check(should_stop)
        coarse = Grid(end / _COARSE, _COARSE)
        _, high = _Completion(whole, GridAlgebra(flow, settled, coarse)).found().percentile(REACHED)
        if math.isinf(high):
            end *= 2.5
        elif 0.0 < high < end / 4.0:
            end = high * 1.5
        else:
            end = high * 1.02 or end
            break
    return Grid(end / cells, cells)


class _Completion:
    """Works out the time until all is done, component by component."""

    def __init__(self, whole: Whole, algebra: GridAlgebra) -> None:
        self._whole = whole
        self._algebra = algebra
        self._answers, _ = walk(whole.plan, whole.rules, algebra)
        self._done: dict[str, Timing] = {}

    def found(self) -> Timing:
        """Return the time of the journey."""
        for ring in self._whole.rings:
            for _ in range(_ROUNDS if len(ring) > 1 else 1):
                for component in ring:
                    self._done[component] = self._of(component)
        return self._done[self._whole.plan.entry]

    def _of(self, component: str) -> Timing:
        """Return the time from a request's arrival at a component until all that it sets off is done."""
        algebra, answer = self._algebra, self._answers[component]
        later = self._whole.later.get(component, NO_CALLS)
        ends: list[Timing] = []
        plan = self._whole.plan.plans[component]
        last_is_sure = False
        if component in self._whole.sends:
            before: list[Timing] = [algebra.own(component)]
            for step in plan.steps:
                reached = before if not plan.parallel else before[:1]
                found = self._ends(step, reached, step.calls)
                ends += found
                last_is_sure = bool(found) and not plan.parallel and _is_plain(step, self._whole.rules)
                before = [*before, self._answered(step, step.calls)]
        if later.steps:
            sent = algebra.in_parallel(*self._sent(later))
            ends.append(algebra.in_sequence((answer, sent)))
        elif not last_is_sure:
            # Where the last call is always made, what it sets off ends no sooner than the answer.
            ends.append(answer)
        return longest(algebra.grid, ends)

    def _sent(self, later: Plan) -> tuple[list[Timing], list[int]]:
        """Return what is sent on: all at once, each until it is done."""
        parts: list[Timing] = []
        counts: list[int] = []
        for step in later.steps:
            one = self._one_call(step)
            sure = math.floor(min(step.calls, 1e9) + 1e-9)
            rest = step.calls - sure
            if sure:
                parts.append(one)
                counts.append(sure)
            if 1e-9 < rest < 1.0:
                parts.append(self._algebra.one_of(((rest, one),)))
                counts.append(1)
        return parts, counts

    def _one_call(self, step: Step) -> Timing:
        """Return the time of one call of a step until all that it sets off is done."""
        return self._algebra.one_of([(share, self._until_done(link)) for share, link in step.ways])

    def _until_done(self, link: Connection) -> Timing:
        done = self._done.get(link.target)
        if done is None:
            done = self._answers[link.target]
        away = self._whole.rules[link.id].network
        return self._algebra.in_sequence((self._algebra.network(away), done)) if away > 0.0 else done

    def _answered(self, step: Step, calls: float) -> Timing:
        """Return the time of so many calls of a step until their answers, as the latency has it."""
        return step_time(step, calls, self._whole.rules, self._algebra, self._answers)

    def _ends(self, step: Step, before: Sequence[Timing], calls: float) -> list[Timing]:
        """Return when all is done that each call of a step sets off, none where nothing goes on after it."""
        if not _sends(step, self._whole.sends):
            return []
        algebra = self._algebra
        sure = math.floor(min(calls, 1e9) + 1e-9)
        rest = calls - sure
        found: list[Timing] = []
        for place in range(sure) if sure <= _MOST_FOLLOWED else (sure - 1,):
            ahead = (*before, self._answered(step, float(place))) if place else tuple(before)
            found += self._call_ends(step, ahead)
        if 1e-9 < rest < 1.0:
            ahead = (*before, self._answered(step, float(sure))) if sure else tuple(before)
            # A call that is not made sets off nothing: then what counts is the time until it would have been.
            reached = algebra.in_sequence(ahead)
            found += [
                algebra.one_of(((rest, end), (1.0 - rest, reached))) for end in self._call_ends(step, ahead)
            ]
        return found

    def _call_ends(self, step: Step, ahead: Sequence[Timing]) -> list[Timing]:
        """Return when all is done that one call and what follows it set off."""
        found: list[Timing] = []
        if any(link.target in self._whole.sends for _, link in step.ways):
            found.append(self._algebra.in_sequence((*ahead, self._one_call(step))))
        following = [*ahead, self._answered(replace(step, then=()), 1.0)] if step.then else []
        for one in step.then:
            share = one.calls / step.calls if step.calls > 0.0 else 0.0
            found += self._ends(one, following, share)
            following = [*following, self._answered(one, share)]
        return found


def _is_plain(step: Step, rules: Mapping[str, CallRules]) -> bool:
    """Tell whether a call of a step is always made and always waited for, and nothing follows it."""
    waits = all(rules[link.id].timeout is None and rules[link.id].hedge is None for _, link in step.ways)
    return waits and not step.then and step.calls >= 1.0 and abs(step.calls - round(step.calls)) < 1e-9


def longest(grid: Grid, ends: Sequence[Timing]) -> Timing:
    """Return the time of the last of several, whatever they have to do with each other."""
    if len(ends) == 1:
        return ends[0]
    low = np.minimum.reduce([np.cumsum(one.low) for one in ends])
    late = np.add.reduce([1.0 - np.minimum(np.cumsum(one.high), 1.0) for one in ends])
    high = np.maximum(0.0, 1.0 - late)
    cells = tuple(np.diff(one, prepend=0.0) for one in (low, high))
    failed = max(one.failed for one in ends)
    return Timing(grid, cells[0], cells[1], grid_mean(grid, cells[0], cells[1]), failed)
