"""The event loop: one replication of a program.

An event is a tuple (time, number, handler, argument) on a heap. What is under way is a list of few fields:

- a frame is a request inside a component: its visit, the ticket it answers (None: it came from outside), when
  it came, the stage it is in, calls of the stage still open, when the last closed one ends, why it failed,
  which caches could not be asked, whether something it can do without failed, the attempt it belongs to;
- a ticket is a call under way: the frame that waits for it (None: nobody does), the call, the attempt it is
  in (negative: between two attempts), whether it is open. Where nobody waits, then the request it belongs to;
  where it is hedged, how many of its calls are out, and whether the second one has been sent;
- of a request whose work is followed to its end, the frame that came from outside has two more fields: how
  much is not done yet, and when the last of what is done was.

No coroutine and no object per request: that is what makes it fast.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.simulation.arrivals import Arrivals
from archdraw.core.analysis.simulation.building import Network
from archdraw.core.analysis.simulation.faults import FULL, LOST, NOBODY, TIMEOUT
from archdraw.core.analysis.simulation.refusing import NotSimulated
from archdraw.core.analysis.simulation.sampling import Samples
from archdraw.core.analysis.simulation.timelines import FOREVER
from archdraw.core.analysis.structure.cancelling import AnalysisCancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.simulation.calling import Call, Stage
    from archdraw.core.analysis.simulation.program import Disturbances, Program, Span
    from archdraw.core.analysis.simulation.stations import Pool, Station

    Change = Callable[[int], int]

_VISIT, _TICKET, _CAME, _STAGE, _LEFT, _LATEST, _FAULT, _UNASKED, _LESS, _ATTEMPT, _BEGUN, _SOURCE = range(12)
_FRAME, _CALL, _TRY, _OPEN, _ROOT, _OUT, _SECOND = range(7)
_PENDING, _DONE_AT = 12, 13
# A replication with more events than this is ended; in between it is asked whether it is still wanted.
MOST_STEPS = 40_000_000
_CHUNK = 20_000


class Engine:
    """Runs one replication.

    Parameters
    ----------
    seed, replication
        What the random streams are made from: the same two numbers give the same run.
    """

    def __init__(
        self, program: Program, span: Span, what: Disturbances, *, seed: int, replication: int = 0
    ) -> None:
        self._heap: list[tuple[float, int, Callable[[float, Any], None], Any]] = []
        self._number = count().__next__
        self._span = span
        self._end = span.end_s
        self._limit = span.limit_s
        self.network = Network(program, span, what, seed=seed, replication=replication)
        self._sources = [
            Arrivals(plan, self.network.visits[plan.visit], self.network.streams, what.surges)
            for plan in program.sources
        ]
        self._caches = self.network.caches
        self._measured = self._sources[program.measured]
        self.samples = Samples(span, self.network, self._measured)
        self._record = self.samples.record
        self._follows = self.samples.follows
        self._stop: Callable[[float], bool] | None = None
        self._over = False

    def run(self, stop: Callable[[float], bool] | None = None) -> Samples:
        """Run to the end and return what was measured.

        Parameters
        ----------
        stop
            Called now and then with the share that is done (0..1); true ends the run.

        Raises
        ------
        AnalysisCancelled
            `stop` said so.
        NotSimulated
            It would take too long: requests multiply.
        """
        self._stop = stop
        for source in self._sources:
            self._push(source.gap(0.0), self._arrive, source)
        for moment in self.samples.moments:
            self._push(moment, self._look, moment)
        self.network.plan_changes(self._push, self._resize, self._rescale)
        for _ in range(MOST_STEPS // _CHUNK):
            if self._run_chunk():
                self.samples.close()
                return self.samples
        raise NotSimulated(
            f"A replication took more than {MOST_STEPS:,} steps and was ended: requests multiply. Ask for "
            "fewer of them, or let calls be retried less."
        )

    def _run_chunk(self) -> bool:
        """Run some events; True at the end of the run."""
        heap, limit, now = self._heap, self._limit, 0.0
        for _ in range(_CHUNK):
            if not heap:
                return True
            now, _number, handler, argument = heappop(heap)
            if now > limit or self._over:
                return True
            handler(now, argument)
        self._check(now)
        return False

    def _check(self, now: float) -> None:
        if self._stop is not None and self._stop(min(1.0, now / self._end)):
            raise AnalysisCancelled("The simulation was stopped.")

    def _push(self, moment: float, handler: Callable[[float, Any], None], argument: Any) -> None:
        heappush(self._heap, (moment, self._number(), handler, argument))

    # -- requests ------------------------------------------------------------------------------

    def _arrive(self, now: float, source: Arrivals) -> None:
        heappush(self._heap, (source.gap(now), self._number(), self._arrive, source))
        source.arrived += 1
        frame: list[Any] = [source.visit, None, now, 0, 0, now, 0, 0, False, 0, now, source]
        if self._follows and source is self._measured:
            frame += (1, now)
        self._enter(now, frame)

    def _enter(self, now: float, frame: list[Any]) -> None:
        pool: Pool | None = frame[_VISIT].pool
        if pool is not None:
            if pool.used >= pool.size:
                ticket = frame[_TICKET]
                if not pool.size and not (ticket is not None and ticket[_CALL].plan.waits):
                    frame[_FAULT] = NOBODY
                    self._leave(now, frame)
                elif pool.places is not None and len(pool.line) >= pool.places:
                    frame[_FAULT] = FULL
                    self._leave(now, frame)
                else:
                    pool.line.append(frame)
                return
            pool.used += 1
        self._begin(now, frame)

    def _begin(self, now: float, frame: list[Any]) -> None:
        """Do the own work of the component."""
        frame[_BEGUN] = now
        visit, ticket = frame[_VISIT], frame[_TICKET]
        door = visit.door
        if ticket is not None and ticket[_CALL].plan.waits:
            end = visit.station.accept(now)
        else:
            end = door.serve(now)
        if door.fault:
            frame[_FAULT] = door.fault
            door.fault = 0
        heappush(self._heap, (end, self._number(), self._worked, frame))

    def _worked(self, now: float, frame: list[Any]) -> None:
        visit = frame[_VISIT]
        pool: Pool | None = visit.pool
        if pool is not None and pool.early:
            self._release(now, pool)
        if frame[_FAULT]:
            self._finish(now, frame)
        else:
            self._advance(now, frame)

    def _advance(self, now: float, frame: list[Any]) -> None:
        """Go through the stages until one has to be waited for."""
        stages = frame[_VISIT].stages
        at = frame[_STAGE]
        while at < len(stages) and not frame[_FAULT]:
            stage = stages[at]
            at += 1
            frame[_STAGE] = at
            frame[_LEFT] = 1
            serves = stage.serves
            if serves is None:
                latest = self._make_calls(now, frame, stage)
            else:
                ends = [serve(now) for serve in serves]
                stage.taken += 1
                latest = max(ends)
                if latest > now + stage.patience:
                    latest = self._give_up_late(now, frame, stage, ends)
            frame[_LEFT] -= 1
            if frame[_LEFT]:
                frame[_LATEST] = latest
                return
            if latest > now:
                heappush(self._heap, (latest, self._number(), self._advance, frame))
                return
        self._finish(now, frame)

    def _make_calls(self, now: float, frame: list[Any], stage: Stage) -> float:
        """Make the calls of a stage one by one and return when the last of the simple ones ends."""
        latest = now
        for call in stage.calls:
            toss = call.toss
            if toss is not None and not self._is_made(now, frame, call, toss):
                continue
            if not call.simple:
                frame[_LEFT] += 1
                self._attempt(now, [frame, call, 0, True])
                continue
            end = call.door.serve(now) + call.away
            call.first += 1
            if call.door.fault or end > now + call.timeout:
                end = self._failed_at_once(now, frame, call, end)
            latest = max(latest, end)
        return latest

    def _give_up_late(self, now: float, frame: list[Any], stage: Stage, ends: list[float]) -> float:
        """Return when the last call of a stage ends where some take longer than they may."""
        return max(
            self._failed_at_once(now, frame, call, end) if end > now + call.timeout else end
            for call, end in zip(stage.calls, ends, strict=True)
        )

    def _failed_at_once(self, now: float, frame: list[Any], call: Call, end: float) -> float:
        """Return when it shows that a simple call has failed; its retries are calls like all others."""
        fault = call.door.fault
        call.door.fault = 0
        if end > now + call.timeout:
            end, fault = now + call.timeout, TIMEOUT
        if call.retries:
            frame[_LEFT] += 1
            call.open += 1
            heappush(self._heap, (end, self._number(), self._answer_to, ([frame, call, 1, True], 1, fault)))
            return now
        call.failed += 1
        self._fail(frame, call, fault)
        return end

    def _is_made(self, now: float, frame: list[Any], call: Call, toss: Callable[[], float]) -> bool:
        cache = call.cache
        if cache is not None and not frame[_UNASKED] >> cache & 1 and toss() < self._caches[cache].hits(now):
            return False
        return call.plan.probability >= 1.0 or toss() < call.plan.probability

    @staticmethod
    def _fail(frame: list[Any], call: Call, fault: int) -> None:
        if call.needed:
            frame[_FAULT] = fault
        else:
            frame[_LESS] = True
        if call.asks is not None:
            frame[_UNASKED] |= 1 << call.asks

    def _finish(self, now: float, frame: list[Any]) -> None:
        """The component has its answer, or can't have one."""
        visit = frame[_VISIT]
        pool: Pool | None = visit.pool
        if pool is not None and not pool.early:
            self._release(now, pool)
        station: Station = visit.station
        if station.kills and station.killed(frame[_BEGUN], now, self.network.toss):
            frame[_FAULT] = LOST
        self._leave(now, frame)

    def _leave(self, now: float, frame: list[Any]) -> None:
        fault, ticket = frame[_FAULT], frame[_TICKET]
        if not fault and frame[_VISIT].later:
            root = _root_of(frame) if self._follows else None
            for call in frame[_VISIT].later:
                if call.toss is None or self._is_made(now, frame, call, call.toss):
                    self._send(now, call, root)
        if ticket is None:
            if frame[_SOURCE] is self._measured:
                self._record(frame[_CAME], now, fault, frame[_LESS])
                if self._follows and not fault:
                    self._is_done(now, frame)
        else:
            if frame[_LESS] and ticket[_FRAME] is not None:
                ticket[_FRAME][_LESS] = True
            away = ticket[_CALL].away
            if away > 0.0:
                answer = (ticket, frame[_ATTEMPT], fault)
                heappush(self._heap, (now + away, self._number(), self._answer_to, answer))
            else:
                self._answer(now, (ticket, frame[_ATTEMPT], fault))

    # -- calls ---------------------------------------------------------------------------------

    def _send(self, now: float, call: Call, root: list[Any] | None) -> None:
        """Make a call that nobody waits for; `root` is the request whose work is followed to its end."""
        if not call.simple:
            if root is not None:
                root[_PENDING] += 1
            self._attempt(now, [None, call, 0, True, root])
            return
        call.first += 1
        door = call.door
        end = call.visits[0].station.accept(now) if call.plan.waits else door.serve(now)
        fault = door.fault
        if fault:
            door.fault = 0
            call.open += 1
            if root is not None:
                root[_PENDING] += 1
            ticket = [None, call, 1, True, root]
            heappush(self._heap, (end, self._number(), self._answer_to, (ticket, 1, fault)))
        elif root is not None and end > root[_DONE_AT]:
            root[_DONE_AT] = end

    def _is_done(self, now: float, root: list[Any]) -> None:
        """A part of the work of a request is done; the last of them says when all was."""
        root[_PENDING] -= 1
        root[_DONE_AT] = max(root[_DONE_AT], now)
        if not root[_PENDING]:
            self.samples.record_done(root[_CAME], root[_DONE_AT])
            # What abandoned calls still set off comes too late to count.
            root[_PENDING] = -FOREVER

    def _attempt(self, now: float, ticket: list[Any]) -> None:
        call: Call = ticket[_CALL]
        attempt = ticket[_TRY] = 1 - ticket[_TRY]
        fault = call.admit(now, attempt)
        if fault:
            self._give_up(now, ticket, fault)
            return
        deadline = now + call.timeout
        if call.hedge is not None:
            ticket[_ROOT:] = [ticket[_ROOT] if ticket[_FRAME] is None else None, 1, False]
            heappush(self._heap, (now + call.hedge, self._number(), self._hedge, (ticket, attempt)))
            if deadline < self._limit:
                heappush(self._heap, (deadline, self._number(), self._give_up_both, (ticket, attempt)))
            deadline = FOREVER
        self._dispatch(now, ticket, attempt, deadline)

    def _dispatch(self, now: float, ticket: list[Any], attempt: int, deadline: float) -> None:
        """Let a call go to one of its targets."""
        call: Call = ticket[_CALL]
        visit = call.target(now)
        if visit.leaf:
            end = visit.station.accept(now) if call.plan.waits else visit.door.serve(now)
            fault = visit.door.fault
            visit.door.fault = 0
            end += call.away
            if end > deadline:
                end, fault = deadline, TIMEOUT
            heappush(self._heap, (end, self._number(), self._answer_to, (ticket, attempt, fault)))
            return
        if deadline < self._limit:
            heappush(self._heap, (deadline, self._number(), self._answer_to, (ticket, attempt, TIMEOUT)))
        self._enter(now, [visit, ticket, now, 0, 0, now, 0, 0, False, attempt, now])

    def _answer_to(self, now: float, argument: tuple[list[Any], int, int]) -> None:
        self._answer(now, argument)

    def _answer(self, now: float, argument: tuple[list[Any], int, int]) -> None:
        """An attempt has ended; nobody listens to one that was given up."""
        ticket, attempt, fault = argument
        if ticket[_TRY] != attempt or not ticket[_OPEN]:
            return
        call: Call = ticket[_CALL]
        if call.hedge is not None:
            if fault and self._other_may_answer(now, ticket, attempt):
                return
            call.open -= ticket[_OUT] - 1
        self._settle(now, ticket, attempt, fault)

    def _settle(self, now: float, ticket: list[Any], attempt: int, fault: int) -> None:
        call: Call = ticket[_CALL]
        call.settle(now, fault)
        if fault and attempt <= call.retries and call.may_retry():
            ticket[_TRY] = -attempt
            heappush(self._heap, (now + call.pause(attempt), self._number(), self._attempt, ticket))
            return
        self._close(now, ticket, fault)

    # Of a hedged attempt the first answer counts; the other call goes on and costs what it costs.

    def _hedge(self, now: float, argument: tuple[list[Any], int]) -> None:
        """No answer has come for as long as one waits before asking a second time."""
        ticket, attempt = argument
        if ticket[_TRY] == attempt and ticket[_OPEN]:
            self._send_second(now, ticket, attempt)

    def _send_second(self, now: float, ticket: list[Any], attempt: int) -> bool:
        """Send the second call, where it is not out yet and may go; True where it went."""
        if ticket[_SECOND]:
            return False
        ticket[_SECOND] = True
        if not ticket[_CALL].admit_second(now):
            return False
        ticket[_OUT] += 1
        self._dispatch(now, ticket, attempt, FOREVER)
        return True

    def _other_may_answer(self, now: float, ticket: list[Any], attempt: int) -> bool:
        """One of both calls has failed: tell whether the other is out, or goes out now."""
        if ticket[_OUT] == 1 and not self._send_second(now, ticket, attempt):
            return False
        ticket[_OUT] -= 1
        ticket[_CALL].open -= 1
        return True

    def _give_up_both(self, now: float, argument: tuple[list[Any], int]) -> None:
        ticket, attempt = argument
        if ticket[_TRY] == attempt and ticket[_OPEN]:
            ticket[_CALL].open -= ticket[_OUT] - 1
            self._settle(now, ticket, attempt, TIMEOUT)

    def _give_up(self, now: float, ticket: list[Any], fault: int) -> None:
        """An attempt was not let out: it is retried like any other, but nothing was sent."""
        call: Call = ticket[_CALL]
        attempt = ticket[_TRY]
        if attempt <= call.retries and call.may_retry() and call.plan.backoff_s > 0.0:
            ticket[_TRY] = -attempt
            heappush(self._heap, (now + call.pause(attempt), self._number(), self._attempt, ticket))
            return
        self._close(now, ticket, fault)

    def _close(self, now: float, ticket: list[Any], fault: int) -> None:
        ticket[_OPEN] = False
        frame = ticket[_FRAME]
        call: Call = ticket[_CALL]
        if frame is None:
            if ticket[_ROOT] is not None:
                self._is_done(now, ticket[_ROOT])
            return
        if fault:
            self._fail(frame, call, fault)
        frame[_LEFT] -= 1
        if frame[_LEFT] == 0:
            latest = frame[_LATEST]
            if latest > now:
                heappush(self._heap, (latest, self._number(), self._advance, frame))
            else:
                self._advance(now, frame)

    # -- places --------------------------------------------------------------------------------

    def _release(self, now: float, pool: Pool) -> None:
        pool.used -= 1
        while pool.line and pool.used < pool.size:
            pool.used += 1
            self._begin(now, pool.line.popleft())

    def _resize(self, now: float, change: tuple[Station, Change]) -> None:
        """Instances have come or gone."""
        station, changed = change
        instances = changed(station.instances)
        station.instances = instances
        pool = station.pool
        if pool is not None:
            pool.size = pool.per_instance * instances
            while pool.line and pool.used < pool.size:
                pool.used += 1
                self._begin(now, pool.line.popleft())

    def _rescale(self, now: float, station: Station) -> None:
        """Look at the load of a station that scales; new instances come after the lag."""
        scaling, pool = station.plan.scaling, station.pool
        if scaling is None or pool is None:
            return
        wanted = station.wanted_instances()
        if wanted > station.instances:
            self._push(now + scaling.lag_s, self._resize, (station, lambda _: wanted))
        elif wanted < station.instances:
            self._resize(now, (station, lambda _: wanted))
        self._push(now + scaling.every_s, self._rescale, station)

    # -- looking -------------------------------------------------------------------------------

    def _look(self, now: float, moment: float) -> None:
        self._check(now)
        self.samples.look(now)
        if moment >= self._end and self.samples.all_done:
            self._over = True


def _root_of(frame: list[Any]) -> list[Any] | None:
    """Return the request that a frame belongs to, where its work is followed to the end."""
    while True:
        ticket = frame[_TICKET]
        if ticket is None:
            return frame if len(frame) > _PENDING else None
        if ticket[_FRAME] is None:
            root: list[Any] | None = ticket[_ROOT]
            return root
        frame = ticket[_FRAME]
