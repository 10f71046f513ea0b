"""What is written down during a run: every measured request, and looks at the stations."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.simulation.arrivals import Arrivals
    from archdraw.core.analysis.simulation.building import Network
    from archdraw.core.analysis.simulation.calling import Visit
    from archdraw.core.analysis.simulation.program import Span


@frozen
class StationSample:
    """A station between the end of the warm-up and the end of the run.

    `busy` is the share of its slots that worked, None where it works on everything at once; `wait_s` the
    mean wait before own work; `queue` how many waited at each look.
    """

    component: str
    served: int
    busy: float | None
    wait_s: float
    queue: tuple[int, ...]


@frozen
class CallSample:
    """A connection in the measured journey: attempts, and how many of them failed."""

    connection: str
    attempts: int
    failed: int
    opened: int


@frozen
class Replication:
    """One run, ready to travel between processes.

    `begins` and `latencies` (s) are of the requests that succeeded, `fault_begins` and `faults` of those that
    failed; `arrived_at` how many had come by each look. Requests that came before the warm-up ended are
    in the counts `arrived`, `done`, `failed`, `open` only. `follows`: work goes on after the answer; then
    `done_begins` and `done_latencies` (s) are of the requests all of whose work was done.
    """

    begins: array[float]
    latencies: array[float]
    fault_begins: array[float]
    faults: array[int]
    degraded: int
    arrived: int
    done: int
    failed: int
    open: int
    moments: tuple[float, ...]
    arrived_at: tuple[int, ...]
    stations: tuple[StationSample, ...]
    calls: tuple[CallSample, ...]
    follows: bool
    done_begins: array[float]
    done_latencies: array[float]


class Samples:
    """Collects while the engine runs."""

    def __init__(self, span: Span, network: Network, source: Arrivals) -> None:
        self._span = span
        self._network = network
        self._source = source
        step = (span.end_s - span.warm_up_s) / span.intervals
        self.moments = [span.warm_up_s + step * at for at in range(span.intervals)]
        self.moments.append(span.end_s)
        self._looks = len(self.moments)
        more = span.limit_s - span.end_s
        self.moments += [span.end_s + more * 0.5**at for at in range(9, -1, -1)]
        self._begins: array[float] = array("d")
        self._latencies: array[float] = array("d")
        self._fault_begins: array[float] = array("d")
        self._faults: array[int] = array("b")
        self._done_begins: array[float] = array("d")
        self._done_latencies: array[float] = array("d")
        # Whether a request sets off work that nobody waits for.
        self.follows = _goes_on(source.visit)
        self._degraded = 0
        self._early_done = self._early_failed = 0
        self._arrived_at: list[int] = []
        self._queues: list[list[int]] = [[] for _ in network.stations]
        self._first: list[tuple[int, float, float]] = []
        self._last: list[tuple[int, float, float]] = []
        self._capacity = [0.0 for _ in network.stations]

    def record(self, came: float, now: float, fault: int, less: bool) -> None:
        """Write down how a request of the measured journey ended."""
        if came < self._span.warm_up_s:
            if fault:
                self._early_failed += 1
            else:
                self._early_done += 1
        elif came < self._span.end_s:
            if fault:
                self._fault_begins.append(came)
                self._faults.append(fault)
            else:
                self._begins.append(came)
                self._latencies.append(now - came)
                self._degraded += less

    def record_done(self, came: float, now: float) -> None:
        """Write down when all work of a request of the measured journey that succeeded was done."""
        if self._span.warm_up_s <= came < self._span.end_s:
            self._done_begins.append(came)
            self._done_latencies.append(now - came)

    def look(self, now: float) -> None:
        """Note how things stand."""
        if len(self._arrived_at) >= self._looks:
            return
        self._arrived_at.append(self._source.arrived)
        for queue, station in zip(self._queues, self._network.stations, strict=True):
            queue.append(station.waiting(now))
        totals = [(one.work.served, one.work.busy, one.work.waited) for one in self._network.stations]
        if not self._first:
            self._first = totals
        else:
            step = now - self.moments[len(self._arrived_at) - 2]
            for at, one in enumerate(self._network.stations):
                self._capacity[at] += step * one.instances
        self._last = totals

    @property
    def all_done(self) -> bool:
        """Whether every request that came before the end has ended, with all that it set off."""
        if len(self._arrived_at) < self._looks or self._open():
            return False
        return not self.follows or len(self._done_latencies) == len(self._latencies)

    def _open(self) -> int:
        ended = self._early_done + self._early_failed + len(self._begins) + len(self._faults)
        return (self._arrived_at[-1] if self._arrived_at else self._source.arrived) - ended

    def close(self) -> None:
        """Nothing comes any more."""
        while len(self._arrived_at) < self._looks:
            self.look(self.moments[len(self._arrived_at)])

    def taken(self) -> Replication:
        """Return what was written down."""
        network = self._network
        for visit in network.visits:
            for stage in visit.stages:
                stage.count()
        measured = self._source.plan.journey
        return Replication(
            begins=self._begins,
            latencies=self._latencies,
            fault_begins=self._fault_begins,
            faults=self._faults,
            degraded=self._degraded,
            arrived=self._arrived_at[-1],
            done=self._early_done + len(self._begins),
            failed=self._early_failed + len(self._faults),
            open=self._open(),
            moments=tuple(self.moments[: self._looks]),
            arrived_at=tuple(self._arrived_at),
            stations=tuple(self._station(at) for at in range(len(network.stations))),
            calls=tuple(
                CallSample(
                    one.plan.connection,
                    one.first + one.retried + one.hedged,
                    one.failed,
                    one.breaker.opened if one.breaker is not None else 0,
                )
                for one in network.calls
                if one.plan.journey == measured
            ),
            follows=self.follows,
            done_begins=self._done_begins,
            done_latencies=self._done_latencies,
        )

    def _station(self, at: int) -> StationSample:
        station = self._network.stations[at]
        plan = station.plan
        served = self._last[at][0] - self._first[at][0]
        work = self._last[at][1] - self._first[at][1]
        waited = self._last[at][2] - self._first[at][2]
        slots = plan.slots if plan.slots is not None else plan.pool
        room = self._capacity[at] * slots if slots is not None else 0.0
        return StationSample(
            plan.component,
            served,
            work / room if room > 0.0 else None,
            waited / served if served else 0.0,
            tuple(self._queues[at]),
        )


def _goes_on(entry: Visit) -> bool:
    """Tell whether anything is sent, from a visit on, that nobody waits for."""
    seen, work = {id(entry)}, [entry]
    while work:
        visit = work.pop()
        if visit.later:
            return True
        for following in (one for stage in visit.stages for call in stage.calls for one in call.visits):
            if id(following) not in seen:
                seen.add(id(following))
                work.append(following)
    return False
