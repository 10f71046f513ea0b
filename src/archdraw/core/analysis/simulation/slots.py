"""Places where work is done, first come, first served.

What takes no decision from anybody else is settled when a request arrives: with the time each slot gets free
known, so are the start and the end of the work. That saves the events of starting and ending, and is exact
as long as requests are put to a station in the order of time.

`serve(now)` returns when the work ends and leaves in `fault` why it did not end well (0: it did).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from heapq import heapify, heappop, heappush, heapreplace
from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.faults import FINE, LOST
from archdraw.core.analysis.simulation.timelines import FOREVER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.simulation.timelines import Interval


class Unlimited:
    """Works on everything at once."""

    __slots__ = ("_draw", "busy", "fault", "served", "waited")

    def __init__(self, draw: Callable[[], float]) -> None:
        self._draw = draw
        self.fault = FINE
        self.served = 0
        self.busy = 0.0
        self.waited = 0.0

    def serve(self, now: float) -> float:
        """Return when the work ends."""
        work = self._draw()
        self.served += 1
        self.busy += work
        return now + work

    def waiting(self, _now: float) -> int:
        """Return how many requests have not begun yet."""
        return 0

    def full(self, _now: float) -> bool:
        """Tell whether a request that comes now has to wait."""
        return False


class Slots:
    """A number of slots that share one queue."""

    __slots__ = ("_draw", "_free", "_starts", "busy", "fault", "served", "waited")

    def __init__(self, draw: Callable[[], float], count: int) -> None:
        self._draw = draw
        self._free = [0.0] * count
        self._starts: deque[float] = deque()
        self.fault = FINE
        self.served = 0
        self.busy = 0.0
        self.waited = 0.0

    def serve(self, now: float) -> float:
        """Return when the work ends: in the slot that gets free first."""
        free = self._free
        start = free[0]
        if start > now:
            self._starts.append(start)
            self.waited += start - now
        else:
            start = now
        work = self._draw()
        self.served += 1
        self.busy += work
        end = start + work
        heapreplace(free, end)
        return end

    def waiting(self, now: float) -> int:
        """Return how many requests have not begun yet."""
        starts = self._starts
        while starts and starts[0] <= now:
            starts.popleft()
        return len(starts)

    def full(self, now: float) -> bool:
        """Tell whether a request that comes now has to wait."""
        return self._free[0] > now


class FailingSlots:
    """Slots of instances that go down: work in hand is lost, waiting work goes to a slot that is up."""

    __slots__ = ("_down", "_draw", "_free", "_starts", "busy", "fault", "served", "waited")

    def __init__(self, draw: Callable[[], float], count: int, down: Sequence[Sequence[Interval]]) -> None:
        self._draw = draw
        self._free = [(0.0, place) for place in range(len(down)) for _ in range(count)]
        heapify(self._free)
        self._down = [list(intervals) for intervals in down]
        self._starts: deque[float] = deque()
        self.fault = FINE
        self.served = 0
        self.busy = 0.0
        self.waited = 0.0

    def serve(self, now: float) -> float:
        """Return when the work ends, or when the instance goes down that works on it."""
        while True:
            free, place = heappop(self._free)
            start = max(now, free)
            goes, back = _next_down(self._down[place], start)
            if goes > start:
                break
            heappush(self._free, (back, place))
            if back == FOREVER:
                # Everything that was up is gone for good: the work waits to the end of the run.
                self.fault = LOST
                return back
        if start > now:
            self._starts.append(start)
            self.waited += start - now
        work = self._draw()
        self.served += 1
        end = start + work
        if end > goes:
            self.fault = LOST
            self.busy += goes - start
            heappush(self._free, (back, place))
            return goes
        self.busy += work
        heappush(self._free, (end, place))
        return end

    def waiting(self, now: float) -> int:
        """Return how many requests have not begun yet."""
        starts = self._starts
        while starts and starts[0] <= now:
            starts.popleft()
        return len(starts)

    def full(self, now: float) -> bool:
        """Tell whether a request that comes now has to wait."""
        return self._free[0][0] > now


class BalancedSlots:
    """Instances with a queue each; every request is given to one of them when it comes."""

    __slots__ = ("_choose", "_dead", "_each", "_next", "_way", "fault")

    def __init__(
        self, each: Sequence[Slots | FailingSlots], way: str, choose: Callable[[], float],
        dead: Callable[[float], Sequence[int]] | None,
    ) -> None:  # fmt: skip
        self._each = each
        self._way = way
        self._choose = choose
        self._dead = dead
        self._next = 0
        self.fault = FINE

    def serve(self, now: float) -> float:
        """Return when the work ends in the instance that the balancer gives it to."""
        chosen = self._each[self._pick(now)]
        end = chosen.serve(now)
        self.fault, chosen.fault = chosen.fault, FINE
        return end

    def _pick(self, now: float) -> int:
        places: Sequence[int] = range(len(self._each))
        if self._dead is not None:
            dead = self._dead(now)
            places = [place for place in places if place not in dead] or places
        if self._way == "random":
            return places[int(self._choose() * len(places))]
        if self._way == "round-robin":
            self._next += 1
            return places[self._next % len(places)]
        # Two chosen at random, the one with fewer waiting: what balancers call least requests.
        one, two = (places[int(self._choose() * len(places))] for _ in range(2))
        return one if self._each[one].waiting(now) <= self._each[two].waiting(now) else two

    def waiting(self, now: float) -> int:
        """Return how many requests have not begun yet, over all instances."""
        return sum(one.waiting(now) for one in self._each)

    def full(self, now: float) -> bool:
        """Tell whether every instance is busy."""
        return all(one.full(now) for one in self._each)

    @property
    def served(self) -> int:
        """Requests that were begun."""
        return sum(one.served for one in self._each)

    @property
    def busy(self) -> float:
        """Slot seconds worked."""
        return sum(one.busy for one in self._each)

    @property
    def waited(self) -> float:
        """Seconds that requests waited."""
        return sum(one.waited for one in self._each)


def _next_down(intervals: Sequence[Interval], moment: float) -> Interval:
    """Return the time down that contains a moment or comes next."""
    at = bisect_right(intervals, moment, key=lambda one: one[0])
    if at and intervals[at - 1][1] > moment:
        return intervals[at - 1]
    return intervals[at] if at < len(intervals) else (FOREVER, FOREVER)
