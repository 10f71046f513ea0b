"""A station as it runs: who is let in, the work, and what comes on top of it."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.simulation.faults import FINE, FULL, LIMITED, NOBODY
from archdraw.core.analysis.simulation.slots import BalancedSlots, FailingSlots, Slots, Unlimited

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.simulation.program import StationPlan
    from archdraw.core.analysis.simulation.streams import Streams
    from archdraw.core.analysis.simulation.timelines import Interval, Timeline

    Work = Unlimited | Slots | FailingSlots | BalancedSlots


class TokenBucket:
    """A rate limit: `rate` tokens a second, at most one second's worth of them kept."""

    __slots__ = ("_last", "_most", "_rate", "_tokens")

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._most = max(1.0, rate)
        self._tokens = self._most
        self._last = 0.0

    def take(self, now: float) -> bool:
        """Take a token; False where there is none."""
        tokens = min(self._most, self._tokens + (now - self._last) * self._rate)
        self._last = now
        if tokens < 1.0:
            self._tokens = tokens
            return False
        self._tokens = tokens - 1.0
        return True


class Guard:
    """Stands before the work of a station where there is more to it than slots.

    Refuses what meets an instance that is down, what is over the rate limit and what finds the queue full;
    adds the time until the answer and the scenario's delays.
    """

    __slots__ = ("_answer", "_bucket", "_line", "_places", "_slow", "_toss", "fault", "work")

    def __init__(
        self, plan: StationPlan, work: Work, toss: Callable[[], float], line: Timeline | None,
        slow: Sequence[tuple[float, float, float]],
    ) -> None:  # fmt: skip
        self.work = work
        self.fault = FINE
        self._toss = toss
        self._line = line
        self._slow = tuple(slow)
        self._answer = plan.answer_s
        self._bucket = TokenBucket(plan.limit_rps) if plan.limit_rps is not None else None
        self._places = plan.places if plan.pool is None and plan.scaling is None else None

    def serve(self, now: float) -> float:
        """Return when the answer is there."""
        fault = self._refusal(now)
        if fault:
            self.fault = fault
            return now
        return self.accept(now)

    def accept(self, now: float) -> float:
        """Return when the answer is there to what is refused under no circumstances: messages wait."""
        work = self.work
        end = work.serve(now)
        if work.fault:
            self.fault, work.fault = work.fault, FINE
            return end
        for start, stop, extra in self._slow:
            if start <= now < stop:
                end += extra
        return end + self._answer

    def _refusal(self, now: float) -> int:
        line = self._line
        if line is not None:
            share = line.refused[line.at(now)]
            if share > 0.0 and (share >= 1.0 or self._toss() < share):
                return NOBODY
        if self._bucket is not None and not self._bucket.take(now):
            return LIMITED
        if self._places is not None and self.work.full(now) and self.work.waiting(now) >= self._places:
            return FULL
        return FINE


class Pool:
    """Places that are held from the arrival of a request on; who finds none waits in line.

    With `early` a place is given back when the own work is done, else with the answer.
    """

    __slots__ = ("early", "line", "per_instance", "places", "size", "used")

    def __init__(self, per_instance: int, instances: int, places: int | None, *, early: bool) -> None:
        self.per_instance = per_instance
        self.size = per_instance * instances
        self.places = places
        self.early = early
        self.used = 0
        self.line: deque[Any] = deque()


class Station:
    """A component in one run."""

    __slots__ = ("_seen", "accept", "door", "instances", "kills", "line", "plan", "pool", "work")

    def __init__(
        self, plan: StationPlan, streams: Streams, down: Sequence[Sequence[Interval]],
        line: Timeline | None, slow: Sequence[tuple[float, float, float]],
    ) -> None:  # fmt: skip
        self.plan = plan
        self.line = line
        self.kills: Sequence[tuple[float, float]] = ()
        self._seen = 0.0
        self.instances = plan.instances
        self.work = self._make_work(plan, streams, down, line)
        self.pool: Pool | None = None
        if plan.scaling is not None:
            self.instances = max(plan.scaling.least, min(plan.instances, plan.scaling.most))
            held = plan.pool if plan.pool is not None else plan.slots
            self.pool = Pool(held or 1, self.instances, plan.places, early=plan.pool is None)
        elif plan.pool is not None:
            self.pool = Pool(plan.pool, plan.instances, plan.places, early=False)
        if line is not None and isinstance(self.work, Unlimited):
            self.kills = line.kills
        guarded = (
            line is not None or slow or plan.answer_s > 0.0 or plan.limit_rps is not None
            or (plan.places is not None and self.pool is None)
        )  # fmt: skip
        self.door: Guard | Work = self.work
        self.accept: Callable[[float], float] = self.work.serve
        if guarded:
            self.door = Guard(plan, self.work, streams.uniform(f"{plan.component}/toss"), line, slow)
            self.accept = self.door.accept

    @staticmethod
    def _make_work(
        plan: StationPlan, streams: Streams, down: Sequence[Sequence[Interval]], line: Timeline | None
    ) -> Work:
        draw = streams.times(f"{plan.component}/service", plan.work)
        if plan.slots is None or plan.scaling is not None:
            return Unlimited(draw)
        if plan.balancing == "shared" or plan.instances == 1:
            if line is not None:
                return FailingSlots(draw, plan.slots, down)
            return Slots(draw, plan.slots * plan.instances)
        choose = streams.uniform(f"{plan.component}/balance")
        if line is None:
            each: list[Slots | FailingSlots] = [Slots(draw, plan.slots) for _ in range(plan.instances)]
            return BalancedSlots(each, plan.balancing, choose, None)
        each = [FailingSlots(draw, plan.slots, [intervals]) for intervals in down]

        def dead(now: float) -> list[int]:
            return [
                place
                for place, intervals in enumerate(down)
                if any(start + plan.failover_s <= now < end for start, end in intervals)
            ]

        return BalancedSlots(each, plan.balancing, choose, dead)

    def waiting(self, now: float) -> int:
        """Return how many requests wait here."""
        held = len(self.pool.line) if self.pool is not None else 0
        return held + self.work.waiting(now)

    def wanted_instances(self) -> int:
        """Return how many instances the load since the last look asks for."""
        scaling, pool = self.plan.scaling, self.pool
        if scaling is None or pool is None:
            return self.instances
        load = (self.work.busy - self._seen) / (scaling.every_s * pool.per_instance)
        self._seen = self.work.busy
        if pool.line:
            # Who waits would be worked on as well.
            load += len(pool.line) / pool.per_instance
        return max(scaling.least, min(scaling.most, math.ceil(load / scaling.target - 1e-9)))

    def killed(self, since: float, now: float, toss: Callable[[], float]) -> bool:
        """Tell whether the instance went down that worked on a request since then."""
        return any(since < moment <= now and toss() < share for moment, share in self.kills)

    def known_dead(self, now: float) -> bool:
        """Tell whether callers know by now that nothing is up here."""
        return self.line is not None and self.line.known_dead[self.line.at(now)]
