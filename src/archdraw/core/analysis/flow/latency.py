"""How long the requests of a journey take: certified percentiles on a grid, and what makes them up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from archdraw.core.analysis.flow import combining
from archdraw.core.analysis.flow.grid import Grid, Timing, fixed
from archdraw.core.analysis.flow.own_time import MOST_PHASES, own_timing
from archdraw.core.analysis.flow.settling import MomentAlgebra
from archdraw.core.analysis.flow.tails import up_to
from archdraw.core.analysis.flow.walking import walk, walk_again
from archdraw.core.analysis.result import Growing, Latency, LatencyHop
from archdraw.core.analysis.structure.cancelling import check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.flow.calls import JourneyPlan, Step
    from archdraw.core.analysis.flow.moments import Moments
    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.analysis.flow.walking import CallRules
    from archdraw.core.analysis.structure.cancelling import Stop

PERCENTILES = (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99), ("p999_ms", 0.999))
# The grid reaches past this share, so that p99.9 is well inside.
REACHED = 0.9996
_COARSE, _FINE = 1 << 9, 1 << 13
# Beyond so many components a grid is coarser: a thousand fine ones would fill the memory.
_MOST_FINE, _MOST_HOPS = 80, 40
# A hop is rounded by a cell: of more hops than this the bracket would be wider than it is worth.
_MOST_HOPS_ON_GRID = 400.0
# … and of longer times (s) nobody wants to know more than that.
_LONGEST = 1e12
_TAIL_CELLS = 1 << 11
_FASTER = 0.05
CURVE = (
    *(0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8),
    *(0.85, 0.9, 0.925, 0.95, 0.965, 0.975, 0.98, 0.985, 0.99, 0.9925, 0.995, 0.9965, 0.998, 0.999),
)


class GridAlgebra:
    """Times on a grid; `slower` names a component whose own time is that much longer, to see what it does."""

    repeated = staticmethod(combining.repeated)
    hedged = staticmethod(combining.hedged)

    def __init__(
        self, flow: Flow, settled: Settled, grid: Grid, own: dict[object, Timing] | None = None
    ) -> None:
        self.grid = grid
        self._flow = flow
        self._settled = settled
        self._own = {} if own is None else own
        self.slower: str | None = None

    def own(self, component: str) -> Timing:
        """Return waiting and service of a component."""
        if component == self.slower:
            # The same cells of a finer grid are those of a longer time.
            finer = Grid(self.grid.step / (1.0 + _FASTER), self.grid.size)
            found = self._made(component, finer)
            return Timing(self.grid, found.low, found.high, found.mean * (1.0 + _FASTER), found.failed)
        alike = self._alike(component)
        known = self._own.get(alike)
        if known is None:
            known = self._own[alike] = self._made(component, self.grid)
        return known

    def _alike(self, component: str) -> object:
        """Return what components have in common that take the same time: those that nothing waits at."""
        queue = self._settled.queues.get(component)
        if component in self._settled.pools or (queue is not None and queue.model != "no waiting"):
            return component
        return self._flow.stations[component].service

    def _made(self, component: str, grid: Grid) -> Timing:
        settled = self._settled
        return own_timing(
            grid,
            self._flow.stations[component],
            settled.queues.get(component),
            settled.load.component_rate(component) or 0.0,
            settled.pools.get(component),
        )

    def network(self, seconds: float) -> Timing:
        """Return a constant time."""
        return fixed(self.grid, seconds)

    def in_sequence(self, parts: Sequence[Timing]) -> Timing:
        """Return one after another."""
        return combining.in_sequence(self.grid, parts)

    def in_parallel(self, parts: Sequence[Timing], counts: Sequence[int]) -> Timing:
        """Return the longest of several, each so many times."""
        return combining.in_parallel(self.grid, parts, counts)

    def one_of(self, parts: Sequence[tuple[float, Timing]]) -> Timing:
        """Return one of several with their probabilities; the rest takes no time."""
        return combining.one_of(self.grid, parts)

    @staticmethod
    def with_timeout(part: Timing, timeout: float, rules: CallRules) -> Timing:
        """Return the time until an answer, or until it is given up for the last time."""
        return combining.with_timeout(part, timeout, rules.retries, rules.pause, fallback=rules.fallback)


def journey_latency(
    flow: Flow,
    settled: Settled,
    journey: str,
    *,
    cells: int = _FINE,
    shares: bool = True,
    should_stop: Stop | None = None,
) -> Latency | None:
    """Return the latency of a journey, None where it begins nowhere.

    Parameters
    ----------
    cells
        Cells of the grid; the bracket narrows with them.
    shares
        Whether to work out what each hop makes up of the tail.
    """
    plan = flow.plans.get(journey)
    if plan is None:
        return None
    moments = settled.times.get(journey)
    if moments is None:
        algebra = MomentAlgebra(flow.stations, settled.queues, settled.pools)
        moments, _ = walk(plan, flow.rules[journey], algebra)
    whole = moments[plan.entry]
    growing = growing_in(plan, settled)
    if growing:
        return Latency(None, None, None, None, None, stable=False, growing=growing)
    hops = sum(_visits(plan)[0].values())
    if hops > _MOST_HOPS_ON_GRID or whole.mean > _LONGEST:
        return _too_many(whole, hops)
    members = sum(len(ring) for ring in plan.rings)
    if members > _MOST_FINE:
        cells = max(_COARSE, min(cells, 1 << (19 - math.ceil(math.log2(members)))))
    check(should_stop)
    end = _reach(flow, settled, plan, whole)
    check(should_stop)
    found = _timed(flow, settled, plan, Grid(end / cells, cells))
    check(should_stop)
    rows = _hops(flow, settled, plan)
    if shares:
        rows = _with_shares(flow, settled, plan, Grid(end / _TAIL_CELLS, _TAIL_CELLS), rows, should_stop)
    p50, p95, p99, p999 = (ends_of(found, share) for _, share in PERCENTILES)
    approximations = approximations_in(flow, settled, plan)
    return Latency(
        mean_ms=found.mean * 1000.0,
        p50_ms=p50,
        p95_ms=p95,
        p99_ms=p99,
        p999_ms=p999,
        stable=True,
        method="estimated" if approximations else "bounded",
        failed_share=found.failed if found.failed > 1e-12 else 0.0,
        approximations=approximations,
        hops=rows,
        curve=tuple((share, *ends_of(found, share)) for share in CURVE),
    )


def _too_many(whole: Moments, hops: float) -> Latency:
    """Return the latency of very many hops: gamma through mean and variance, with no certain ends."""

    def at(share: float) -> float:
        low, high = 0.0, whole.mean + 60.0 * math.sqrt(whole.variance)
        for _ in range(80):
            middle = (low + high) / 2.0
            if up_to(middle, whole.mean, whole.variance)[0] < share:
                low = middle
            else:
                high = middle
        return high * 1000.0

    p50, p95, p99, p999 = ((time, time) for time in (at(share) for _, share in PERCENTILES))
    words = f"{hops:,.0f} hops a request: gamma through mean and variance, not on a grid"
    return Latency(
        whole.mean * 1000.0,
        p50,
        p95,
        p99,
        p999,
        stable=True,
        failed_share=whole.failed,
        approximations=(words,),
    )


def ends_of(found: Timing, share: float) -> tuple[float, float | None]:
    """Return what a percentile certainly lies between, in ms."""
    low, high = found.percentile(share)
    return low * 1000.0, high * 1000.0 if math.isfinite(high) else None


def _timed(flow: Flow, settled: Settled, plan: JourneyPlan, grid: Grid) -> Timing:
    whole, _ = walk(plan, flow.rules[plan.journey.id], GridAlgebra(flow, settled, grid))
    return whole[plan.entry]


def _reach(flow: Flow, settled: Settled, plan: JourneyPlan, whole: Moments) -> float:
    """Return how far the grid has to go (s): a little past the highest percentile that is asked for."""
    end = whole.mean + 8.0 * math.sqrt(whole.variance)
    if end <= 0.0:
        return 1.0
    for _ in range(12):
        _, high = _timed(flow, settled, plan, Grid(end / _COARSE, _COARSE)).percentile(REACHED)
        if math.isinf(high):
            end *= 2.5
        elif high < end / 4.0:
            end = high * 1.5
        else:
            return high * 1.02
    return end


def growing_in(plan: JourneyPlan, settled: Settled) -> tuple[Growing, ...]:
    """Return what gets more than it can serve, of all that a journey waits for.

    Where a ring of calls multiplies without end, it or else what it calls stands for everything.
    """
    members = [one for ring in plan.rings for one in ring]
    loops = {one for load in settled.load.journeys.values() for one in load.loop}
    endless = [one for one in members if one in loops]
    endless = endless or [one for one in members if one in settled.load.unknown]
    if endless:
        return tuple(Growing(component, None) for component in endless)
    found = []
    for component in members:
        queue, use = settled.queues.get(component), settled.pools.get(component)
        if queue is not None and queue.growth is not None:
            found.append(Growing(component, queue.growth))
        if use is not None and use.growth is not None:
            found.append(Growing(component, use.growth, pool=True))
    return tuple(found)


def _visits(plan: JourneyPlan) -> tuple[dict[str, float], dict[str, float]]:
    """Return how often a request waits for each component, and for each connection."""
    visits = {plan.entry: 1.0}
    over: dict[str, float] = {}

    def count(source: str, step: Step) -> None:
        for share, connection in step.ways:
            times = visits.get(source, 0.0) * share * step.calls
            over[connection.id] = over.get(connection.id, 0.0) + times
            visits[connection.target] = visits.get(connection.target, 0.0) + times
        for following in step.then:
            count(source, following)

    for ring in reversed(plan.rings):
        for component in ring:
            for step in plan.plans[component].steps:
                count(component, step)
    return visits, over


def _hops(flow: Flow, settled: Settled, plan: JourneyPlan) -> tuple[LatencyHop, ...]:
    """Return the hops, callers first."""
    visits, over = _visits(plan)
    found = []
    for ring in reversed(plan.rings):
        for component in ring:
            queue, use = settled.queues.get(component), settled.pools.get(component)
            waiting = (queue.waiting.mean if queue is not None else 0.0) + (
                use.waiting.mean if use is not None else 0.0
            )
            service = flow.stations[component].service.mean
            calls = visits.get(component, 0.0)
            if waiting + service > 0.0 and calls > 0.0:
                mean = calls * (waiting + service) * 1000.0
                found.append(LatencyHop(component, calls, waiting * 1000.0, service * 1000.0, mean))
    rules = flow.rules[plan.journey.id]
    for connection, calls in over.items():
        away = rules[connection].network
        if away > 0.0 and calls > 0.0:
            found.append(LatencyHop(connection, calls, 0.0, away * 1000.0, calls * away * 1000.0))
    return tuple(found)


def _with_shares(
    flow: Flow,
    settled: Settled,
    plan: JourneyPlan,
    grid: Grid,
    hops: tuple[LatencyHop, ...],
    should_stop: Stop | None,
) -> tuple[LatencyHop, ...]:
    """Return the hops with what each makes up of p99.

    A percentile grows in proportion when all times do, so by Euler's theorem it is the sum of its slopes
    in the logarithm of each hop's time. The slopes are taken by making one hop a little slower.
    """
    own: dict[object, Timing] = {}
    rules = flow.rules[plan.journey.id]
    algebra = GridAlgebra(flow, settled, grid, own)
    usual, _ = walk(plan, rules, algebra)
    before = _smooth_percentile(usual[plan.entry], 0.99)
    if before <= 0.0:
        return hops
    longest = sorted(hops, key=lambda hop: -hop.mean_ms)[:_MOST_HOPS]
    slopes: dict[str, float] = {}
    for hop in longest:
        if hop.element not in flow.stations:
            continue
        check(should_stop)
        algebra.slower = hop.element
        slower = walk_again(plan, rules, algebra, usual, hop.element)
        after = _smooth_percentile(slower[plan.entry], 0.99)
        slopes[hop.element] = max(0.0, (after - before) / (before * _FASTER))
    for hop in hops:
        if hop.element not in flow.stations:
            # A constant time in a sequence adds itself.
            slopes[hop.element] = min(1.0, hop.mean_ms / 1000.0 / before)
    total = max(1.0, sum(slopes.values()))
    return tuple(
        LatencyHop(
            hop.element,
            hop.calls,
            hop.waiting_ms,
            hop.service_ms,
            hop.mean_ms,
            slopes[hop.element] / total if hop.element in slopes else None,
        )
        for hop in hops
    )


def _smooth_percentile(found: Timing, share: float) -> float:
    """Return a percentile between both roundings that moves evenly with the times."""
    reached = (np.cumsum(found.low) + np.cumsum(found.high)) / 2.0
    cell = int(np.searchsorted(reached, share))
    if cell >= len(reached):
        return found.grid.end
    before = float(reached[cell - 1]) if cell else 0.0
    step = float(reached[cell]) - before
    within = (share - before) / step if step > 0.0 else 1.0
    return (cell - 1 + within + 0.5) * found.grid.step


def approximations_in(flow: Flow, settled: Settled, plan: JourneyPlan) -> tuple[str, ...]:
    """Return in words what stands between the model and an exact one; nothing where it is exact."""
    found: list[str] = []
    waiting, product = [], True
    for component in (one for ring in plan.rings for one in ring):
        queue, station = settled.queues.get(component), flow.stations[component]
        if queue is None or queue.model == "no waiting" or queue.waiting.probability < 1e-9:
            continue
        waiting.append(component)
        product = product and queue.model == "M/M/c" and station.servers == 1
        if queue.model == "Allen–Cunneen":
            found.append(f"waiting at {component} by Allen–Cunneen")
        elif queue.model == "M/M/c/K" and (station.places or 0) - (station.servers or 0) > MOST_PHASES:
            found.append(f"waiting at {component} as a gamma time")
        elif queue.model == "M/M/c/K" and station.service.shape != "exponential":
            found.append(f"bounded waiting at {component} as if its services were exponential")
    if len(waiting) > 1 and not product:
        found.append("queues taken as independent of each other")
    if any(plan.plans[component].parallel for component in plan.plans) and len(waiting) > 1:
        found.append("parallel calls taken as independent of each other")
    if any(
        count > 1.0 + 1e-6 for (name, _), count in settled.load.attempts.items() if name == plan.journey.id
    ):
        found.append("repeated calls taken as independent of each other")
    if plan.has_rings:
        found.append("components that wait for each other gone through a few times")
    if settled.pools and any(component in settled.pools for component in plan.plans):
        found.append("waiting for threads and connections by Allen–Cunneen")
    return tuple(dict.fromkeys(found))
