"""When instances are down and what that does to a station: worked out before the run.

Failures do not depend on the load. So each instance has its list of times down before the first request
comes, and a request that is taken knows whether it will be finished.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from archdraw.core.analysis.simulation.program import Outage, StationPlan

Interval = tuple[float, float]
FOREVER = float("inf")


@slotted
class Timeline:
    """What a station is like over time, constant between `times`.

    `refused` is the share of requests that meet an instance which is down (1: nothing is up), `up` how many
    instances work, `known_dead` whether callers know by then that nothing is up. `kills` are the moments
    an instance goes down with the share of the work it takes along.
    """

    times: list[float]
    refused: list[float]
    up: list[int]
    known_dead: list[bool]
    kills: list[tuple[float, float]]

    def at(self, now: float) -> int:
        """Return the number of the stretch of time."""
        return bisect_right(self.times, now) - 1


def united(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the times covered by any of the intervals, in order and apart."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        elif end > start:
            found.append((start, end))
    return found


def alternating(up: Callable[[], float], down: Callable[[], float], end: float) -> list[Interval]:
    """Return the times down of something that fails and is repaired again and again until `end`."""
    found: list[Interval] = []
    now = up()
    while now < end:
        back = now + down()
        found.append((now, back))
        now = back + up()
    return found


def times_down(
    plan: StationPlan, outages: Sequence[Outage], own: Sequence[Sequence[Interval]]
) -> list[list[Interval]]:
    """Return for each serving instance when it is down.

    Parameters
    ----------
    outages
        Of any elements; those that the instance stands in count.
    own
        Further times down of each instance, spares included.

    A spare that is up takes over after the failover time: the serving place is down for so long only.
    """
    every = []
    for place in range(plan.instances + plan.spares):
        roots = plan.roots[place] if place < len(plan.roots) else (plan.component,)
        hit = [(one.start_s, one.end_s) for one in outages if one.element in roots]
        every.append(united([*hit, *(own[place] if place < len(own) else ())]))
    serving, spares = every[: plan.instances], every[plan.instances :]
    if not spares:
        return serving
    return [united(_with_spare(interval, spares, plan.failover_s) for interval in one) for one in serving]


def _with_spare(interval: Interval, spares: Sequence[Sequence[Interval]], failover: float) -> Interval:
    start, end = interval
    free = start + failover
    if free < end and any(not _covers(one, free) for one in spares):
        return start, free
    return interval


def _covers(intervals: Sequence[Interval], moment: float) -> bool:
    return any(start <= moment < end for start, end in intervals)


def timeline(plan: StationPlan, down: Sequence[Sequence[Interval]]) -> Timeline:
    """Return the station over time.

    For `failover_s` after it went down callers do not know: an instance still gets its share of requests.
    With spares the failover is part of the time down itself.
    """
    delay = 0.0 if plan.spares else plan.failover_s
    times = {0.0}
    for intervals in down:
        for start, end in intervals:
            times.update((start, end))
            if start + delay < end:
                times.add(start + delay)
    ordered = sorted(times)
    line = Timeline(ordered, [], [], [], [])
    for moment in ordered:
        up = hidden = 0
        for intervals in down:
            state = next(((start, end) for start, end in intervals if start <= moment < end), None)
            if state is None:
                up += 1
            elif moment < state[0] + delay:
                hidden += 1
        enough = up >= plan.needed
        line.refused.append(hidden / (up + hidden) if enough else 1.0)
        line.up.append(up if enough else 0)
        line.known_dead.append(not enough and not hidden)
    share = 1.0 / max(1, len(down))
    starts = sorted(start for intervals in down for start, _ in intervals)
    line.kills = [(start, share) for start in starts]
    return line
