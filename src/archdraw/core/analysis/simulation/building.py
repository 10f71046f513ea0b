"""Puts the objects of one replication together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.simulation.caching import Cache
from archdraw.core.analysis.simulation.calling import Call, Stage, Visit
from archdraw.core.analysis.simulation.program import Outage
from archdraw.core.analysis.simulation.stations import Station
from archdraw.core.analysis.simulation.streams import Streams, Times
from archdraw.core.analysis.simulation.timelines import alternating, timeline, times_down

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.simulation.program import Disturbances, Program, Span, StationPlan
    from archdraw.core.analysis.simulation.timelines import Interval, Timeline

    Handler = Callable[[float, Any], None]
    Push = Callable[[float, Handler, Any], None]


class Network:
    """Stations, visits, calls and caches of one replication, with what is going to happen to them."""

    def __init__(
        self, program: Program, span: Span, what: Disturbances, *, seed: int, replication: int
    ) -> None:
        self.streams = Streams(seed, replication)
        self.toss = self.streams.uniform("killed")
        self._end = span.limit_s
        self._what = what
        self._outages = [*what.outages, *(self._domain_outages(program) if what.random_failures else ())]
        self.stations = [self._station(plan) for plan in program.stations]
        self.visits = [Visit(self.stations[plan.station]) for plan in program.visits]
        self._set_leaves(program)
        self.calls = [
            Call(plan, [self.visits[at] for at in plan.visits], self.streams, self._cut(plan.connection))
            for plan in program.calls
        ]
        for visit, wanted in zip(self.visits, program.visits, strict=True):
            visit.stages = tuple(Stage([self.calls[at] for at in stage]) for stage in wanted.stages)
            visit.later = tuple(self.calls[at] for at in wanted.later)
        self.caches = [
            Cache(
                plan,
                [
                    one.at_s
                    for one in what.flushes
                    if one.component == program.stations[plan.station].component
                ],
                self.stations[plan.station].line,
                program.stations[plan.station].instances,
            )
            for plan in program.caches
        ]

    def plan_changes(self, push: Push, resize: Handler, rescale: Handler) -> None:
        """Put the changes of station sizes on the heap."""
        for station in self.stations:
            line, scaling = station.line, station.plan.scaling
            if line is not None and station.pool is not None:
                for at, moment in enumerate(line.times):
                    if moment > 0.0:
                        push(moment, resize, (station, _change(line, at)))
            if scaling is not None:
                push(scaling.every_s, rescale, station)

    def _set_leaves(self, program: Program) -> None:
        for visit, plan in zip(self.visits, program.visits, strict=True):
            visit.leaf = not plan.stages and not plan.later and visit.pool is None

    def _station(self, plan: StationPlan) -> Station:
        own: list[list[Interval]] = []
        if self._what.random_failures and plan.mean_up_s is not None and plan.mean_down_s > 0.0:
            own = [
                self._failures(f"{plan.component}#{place + 1}", plan.mean_up_s, plan.mean_down_s)
                for place in range(plan.instances + plan.spares)
            ]
        down = times_down(plan, self._outages, own)
        line = timeline(plan, down) if any(down) else None
        slow = [
            (one.start_s, one.end_s, one.extra_s)
            for one in self._what.slowdowns
            if one.component == plan.component
        ]
        return Station(plan, self.streams, down, line, slow)

    def _failures(self, name: str, up: float, down: float) -> list[Interval]:
        times = self.streams.times
        return alternating(times(f"{name}/up", Times(up)), times(f"{name}/down", Times(down)), self._end)

    def _domain_outages(self, program: Program) -> list[Outage]:
        return [
            Outage(one.domain, start, end)
            for one in program.domains
            for start, end in self._failures(one.domain, one.mean_up_s, one.mean_down_s)
        ]

    def _cut(self, connection: str) -> list[Interval]:
        return [(one.start_s, one.end_s) for one in self._outages if one.element == connection]


def _change(line: Timeline, at: int) -> Callable[[int], int]:
    """Return what a moment of a timeline does to the number of instances."""
    before, now = line.up[at - 1], line.up[at]
    return lambda instances: now if not before else round(instances * now / before)
