"""A connection as it runs: breaker, bulkhead, retries with backoff and budget, the choice of a target."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.simulation.faults import CROWDED, CUT, FINE, OPEN
from archdraw.core.analysis.simulation.slots import Slots, Unlimited

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.simulation.program import BreakerPlan, CallPlan
    from archdraw.core.analysis.simulation.stations import Station
    from archdraw.core.analysis.simulation.streams import Streams
    from archdraw.core.analysis.simulation.timelines import Interval

LONGEST_BACKOFF_S = 10.0
BUDGET_KEPT = 10.0


class Breaker:
    """Closed: counts; open: refuses; half-open: lets one call through and decides by it."""

    __slots__ = ("_failed", "_plan", "_probing", "_recent", "_until", "opened", "state")

    def __init__(self, plan: BreakerPlan) -> None:
        self._plan = plan
        self._recent: deque[bool] = deque()
        self._failed = 0
        self._until = 0.0
        self._probing = False
        self.state = "closed"
        self.opened = 0

    def admits(self, now: float) -> bool:
        """Tell whether a call may go out."""
        if self.state == "closed":
            return True
        if self.state == "open":
            if now < self._until:
                return False
            self.state = "half-open"
            self._probing = False
        if self._probing:
            return False
        self._probing = True
        return True

    def note(self, now: float, *, failed: bool) -> None:
        """Take in how a call ended."""
        if self.state == "half-open":
            self._probing = False
            if failed:
                self._open(now)
            else:
                self.state = "closed"
                self._recent.clear()
                self._failed = 0
            return
        if self.state == "open":
            return
        self._recent.append(failed)
        self._failed += failed
        if len(self._recent) > self._plan.window:
            self._failed -= self._recent.popleft()
        if len(self._recent) == self._plan.window and self._failed >= self._plan.share * self._plan.window:
            self._open(now)

    def _open(self, now: float) -> None:
        self.state = "open"
        self.opened += 1
        self._until = now + self._plan.open_s
        self._recent.clear()
        self._failed = 0


class Visit:
    """What a journey does at a station; its calls are set when all visits are there.

    `leaf`: the answer is known when the request comes.
    """

    __slots__ = ("door", "later", "leaf", "pool", "stages", "station")

    def __init__(self, station: Station) -> None:
        self.station = station
        self.door = station.door
        self.pool = station.pool
        self.stages: tuple[Stage, ...] = ()
        self.later: tuple[Call, ...] = ()
        self.leaf = False


class Call:
    """One connection of one journey in one run; `simple` ones need no event while they work."""

    __slots__ = (
        "_budget", "_cut", "_jittered", "_paid", "_pick", "_weights", "asks", "away", "breaker", "budget",
        "cache", "door", "failed", "first", "hedge", "hedged", "needed", "open", "plan", "retried",
        "retries", "simple", "sure", "timeout", "toss", "visits",
    )  # fmt: skip

    def __init__(
        self, plan: CallPlan, visits: Sequence[Visit], streams: Streams, cut: Sequence[Interval]
    ) -> None:
        name = f"{plan.journey}/{plan.connection}"
        self.plan = plan
        self.visits = tuple(visits)
        self.needed = plan.needed
        self.timeout = plan.timeout_s
        self.away = plan.away_s
        self.retries = plan.retries
        self.hedge = plan.hedge_s
        self.cache = plan.cache
        self.asks = plan.asks
        self.breaker = Breaker(plan.breaker) if plan.breaker is not None else None
        self.budget = plan.budget
        self._budget = BUDGET_KEPT if plan.budget is not None else 0.0
        self._cut = tuple(cut)
        self._weights = list(plan.weights)
        self._pick = streams.uniform(f"{name}/pick")
        self._jittered = streams.uniform(f"{name}/jitter")
        self.toss: Callable[[], float] | None = None
        if plan.probability < 1.0 or plan.cache is not None:
            self.toss = streams.uniform(f"{name}/toss")
        self.open = 0
        self.first = self.retried = self.hedged = self.failed = self._paid = 0
        alone = len(self.visits) == 1 and self.visits[0].leaf
        plainly = plan.breaker is None and plan.most_open is None and plan.hedge_s is None
        self.simple = alone and plainly and not cut
        self.door: Any = self.visits[0].door if alone else None
        self.sure = (
            self.simple and self.toss is None and not plan.away_s and plan.budget is None
            and isinstance(self.door, Slots | Unlimited)
        )  # fmt: skip

    def admit(self, now: float, attempt: int) -> int:
        """Return 0 where an attempt (numbered from 1) may go out, else the fault that keeps it."""
        if self._is_cut(now):
            return CUT
        if self.breaker is not None and not self.breaker.admits(now):
            return OPEN
        if self.plan.most_open is not None and self.open >= self.plan.most_open:
            return CROWDED
        if attempt == 1:
            self.first += 1
        else:
            self.retried += 1
        self.open += 1
        return FINE

    def admit_second(self, now: float) -> bool:
        """Tell whether the second call of a hedged attempt may go out; it is never a breaker's probe."""
        if self._is_cut(now) or (self.breaker is not None and self.breaker.state != "closed"):
            return False
        if self.plan.most_open is not None and self.open >= self.plan.most_open:
            return False
        self.hedged += 1
        self.open += 1
        return True

    def _is_cut(self, now: float) -> bool:
        return any(start <= now < end for start, end in self._cut)

    def settle(self, now: float, fault: int) -> None:
        """Take in how an attempt that went out has ended."""
        self.open -= 1
        if fault:
            self.failed += 1
        if self.breaker is not None:
            self.breaker.note(now, failed=bool(fault))

    def may_retry(self) -> bool:
        """Take one retry out of the budget; True where there is none to keep to."""
        if self.budget is None:
            return True
        self._budget = min(BUDGET_KEPT, self._budget + self.budget * (self.first - self._paid))
        self._paid = self.first
        if self._budget < 1.0:
            return False
        self._budget -= 1.0
        return True

    def pause(self, attempt: int) -> float:
        """Return how long to wait after the attempt of that number (from 1)."""
        if self.plan.waits and not self.plan.backoff_s:
            return 0.0
        growth = 2.0 ** min(attempt - 1, 30) if self.plan.doubling else 1.0
        pause = min(LONGEST_BACKOFF_S, self.plan.backoff_s * growth)
        return pause * self._jittered() if self.plan.jitter else pause

    def target(self, now: float) -> Visit:
        """Choose where an attempt goes: not where everybody knows that nothing is up."""
        visits = self.visits
        if len(visits) == 1:
            return visits[0]
        if self.plan.in_order:
            return next((one for one in visits if not one.station.known_dead(now)), visits[0])
        for _ in range(4):
            at = bisect_right(self._weights, self._pick() * self._weights[-1])
            chosen = visits[min(at, len(visits) - 1)]
            if not chosen.station.known_dead(now):
                return chosen
        return next((one for one in visits if not one.station.known_dead(now)), chosen)


class Stage:
    """Calls that are made at once. Where none of them can be refused they are made in one go.

    `serves` are then the functions that take them, `patience` is the shortest timeout, and `taken` counts for
    all of them.
    """

    __slots__ = ("calls", "patience", "serves", "taken")

    def __init__(self, calls: Sequence[Call]) -> None:
        self.calls = tuple(calls)
        self.taken = 0
        self.patience = min(call.timeout for call in self.calls)
        self.serves: tuple[Callable[[float], float], ...] | None = None
        if all(call.sure for call in self.calls):
            self.serves = tuple(call.door.serve for call in self.calls)

    def count(self) -> None:
        """Write what was counted here to the calls."""
        for call in self.calls:
            call.first += self.taken
        self.taken = 0
