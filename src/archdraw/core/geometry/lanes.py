"""Lanes: segments of different connectors that lie on each other are moved apart, in the best order.

Segments between two corners move first; those that touch a box slide along its side only where two of
them lie on each other, and only as far as their ports have room.
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry.lattice import HALF
from archdraw.core.geometry.ports import even
from archdraw.core.geometry.shapes import Box, Point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# Lanes are half a step of the grid apart: whole steps would reach the next line of others' grid.
LANE = HALF
# Lines closer than this read as one.
NEAR = 6.0
# Free segments closer than this are spread together, those on the next line of the grid too: of three here
# and three there, each spread for itself, two would lie on each other.
BUNDLE = 21.0
# Spreading moves no segment farther than this: that far a line is looked for beside its route.
FARTHEST = 80.0
# A segment keeps this much length for its corner; one at a box also for the arrow head.
_KEPT = 8.0
# Lanes on grids that lie otherwise may come so close.
_LEAST_APART = 7.0
_TINY = 1e-6
_KEPT_AT_BOX = 18.0


class Segment(NamedTuple):
    """A segment of a connector as a stretch of a lane.

    `part` counts the segments of the connector. `at` is its coordinate across, `low` and `high` along.
    The turns say to which side the connector goes on at each end (-1, 1, or 0 where it ends). `back` and
    `forth` are how far it may move across; one that was `led` by hand stays where it is.
    """

    key: str
    part: int
    upright: bool
    at: float
    low: float
    high: float
    low_turn: int
    high_turn: int
    back: float
    forth: float
    led: bool = False

    @property
    def held(self) -> bool:
        """Whether the segment touches a box, so that it moves last."""
        return self.low_turn == 0 or self.high_turn == 0

    @property
    def box(self) -> Box:
        """The segment as a box without area."""
        if self.upright:
            return Box(self.at, self.low, 0.0, self.high - self.low)
        return Box(self.low, self.at, self.high - self.low, 0.0)

    def moved(self, dx: float, dy: float) -> Segment:
        """Return the same segment at another place."""
        across, along = (dx, dy) if self.upright else (dy, dx)
        return self._replace(at=self.at + across, low=self.low + along, high=self.high + along)

    def shares_lane(self, other: Segment) -> bool:
        """Tell whether the two segments run on top of each other, or so close that they seem to.

        Those that are free to move are taken together from farther off: spread for itself, each of two
        bundles would come to lie on the other.
        """
        near = NEAR if self.held or other.held or self.led or other.led else BUNDLE
        return (
            self.upright == other.upright
            and abs(self.at - other.at) < near
            and self.low < other.high + NEAR
            and other.low < self.high + NEAR
            and self.key != other.key
        )


Room = tuple[float, float]
"""How far a port may slide along its side, back (up or left) and forth."""
NO_ROOM: Room = (0.0, 0.0)
_ANYWHERE: Room = (-1e9, 1e9)
# How far lanes are apart where there is little room, tried one after the other.
_TIGHT = (LANE, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0)


def segments_of(
    key: str, points: Sequence[Point], rooms: tuple[Room, Room] = (NO_ROOM, NO_ROOM)
) -> list[Segment]:
    """Return the level and upright segments of a connector whose two ports have some room."""
    found = []
    last = len(points) - 2
    for index in range(last + 1):
        a, b = points[index], points[index + 1]
        upright = a.x == b.x
        if upright == (a.y == b.y):
            continue
        at, start, end = (a.x, a.y, b.y) if upright else (a.y, a.x, b.x)
        axis = 0 if upright else 1
        first_turn = 0 if index == 0 else _sign(points[index - 1][axis] - at)
        last_turn = 0 if index == last else _sign(points[index + 2][axis] - at)
        back = forth = 1e9
        for ends_here, room in ((index == 0, rooms[0]), (index == last, rooms[1])):
            if ends_here:
                back, forth = min(back, room[0]), min(forth, room[1])
        for turn, neighbour, at_box in (
            (first_turn, index - 1, index == 1),
            (last_turn, index + 2, index + 2 == last + 1),
        ):
            if turn == 0:
                continue
            free = max(0.0, abs(points[neighbour][axis] - at) - (_KEPT_AT_BOX if at_box else _KEPT))
            if turn < 0:
                back = min(back, free)
            else:
                forth = min(forth, free)
        low_turn, high_turn = (first_turn, last_turn) if start <= end else (last_turn, first_turn)
        found.append(
            Segment(
                key, index, upright, at, min(start, end), max(start, end), low_turn, high_turn, back, forth
            )
        )
    return found


def led(segments: Iterable[Segment]) -> list[Segment]:
    """Return the segments of a connector that was led by hand: the others make way for them."""
    return [one._replace(back=0.0, forth=0.0, led=True) for one in segments]


def spread_lane(
    members: Iterable[Segment],
    ranks: Mapping[str, int],
    limits_of: Callable[[Sequence[Segment]], Room] | None = None,
) -> dict[tuple[str, int], float]:
    """Return how far each segment of one lane moves across, by (key, part).

    Parameters
    ----------
    members
        Segments that share a lane, directly or through others.
    ranks
        Place of each connector in the document; decides where nothing else does.
    limits_of
        Tells the lowest and highest coordinate across that is free of boxes for some of the segments; None
        is anywhere. A segment that touches a box asks nobody.
    """
    lane = _ordered(members, ranks)
    limits = _ANYWHERE if limits_of is None else limits_of(lane)
    if len(lane) == 1 and (lane[0].held or lane[0].led or limits[0] <= lane[0].at <= limits[1]):
        return {(lane[0].key, lane[0].part): 0.0}
    held = [place for place, one in enumerate(lane) if one.held]
    pinned = {place for place, one in enumerate(lane) if one.led}
    if len(held) == 1:
        pinned.add(held[0])
    ranges = [
        (one.at, one.at)
        if place in pinned
        else (one.at - min(one.back, FARTHEST), one.at + min(one.forth, FARTHEST))
        for place, one in enumerate(lane)
    ]
    order = _Order(lane)
    places = [one.at for one in lane]
    if limits_of is None or limits[1] - limits[0] >= LANE * order.deepest:
        wanted = order.within(order.parted(places, LANE), limits, LANE)
        wanted = order.kept_apart(wanted, ranges, LANE)
        ranges = [_both(one, limits, own.at) for one, own in zip(ranges, lane, strict=True)]
    else:
        # Where all of the lane has no room, each may still have some for itself.
        ranges = [_both(one, limits_of([own]), own.at) for one, own in zip(ranges, lane, strict=True)]
        for gap in _TIGHT:
            wanted = order.kept_apart(order.parted(places, gap), ranges, gap)
            if order.are_apart(wanted, gap):
                break
    wanted = order.in_steps(wanted, ranges)
    return {(one.key, one.part): even(at - one.at) for one, at in zip(lane, wanted, strict=True)}


class _Order:
    """The segments of a lane from low to high: which of them come before which others beside them."""

    def __init__(self, lane: Sequence[Segment]) -> None:
        self._lane = lane
        lows, ends = [one.low for one in lane], [one.high + NEAR for one in lane]
        # Of a wide lane these are thousands of pairs.
        self._before: list[list[int]] = [
            [place for place in range(index) if lows[place] < ends[index] and lows[index] < ends[place]]
            for index in range(len(lane))
        ]
        # How many come before and after each, one beside the other.
        self._below = [0] * len(lane)
        self._above = [0] * len(lane)
        for index, before in enumerate(self._before):
            self._below[index] = max((self._below[place] + 1 for place in before), default=0)
        for index in range(len(lane) - 1, -1, -1):
            for place in self._before[index]:
                self._above[place] = max(self._above[place], self._above[index] + 1)
        self.deepest = max(self._below, default=0)

    def parted(self, places: list[float], gap: float) -> list[float]:
        """Return the places half-way between pushing all upwards until they are apart, and all downwards."""
        up, down = list(places), list(places)
        for index, before in enumerate(self._before):
            if before:
                up[index] = max(up[index], max([up[place] for place in before]) + gap)
        for index in range(len(places) - 1, -1, -1):
            level = down[index] - gap
            for place in self._before[index]:
                down[place] = min(down[place], level)
        return [(low + high) / 2 for low, high in zip(down, up, strict=True)]

    def are_apart(self, places: list[float], gap: float) -> bool:
        """Tell whether those beside each other are so far apart."""
        return all(
            at - places[place] >= gap - _TINY
            for at, before in zip(places, self._before, strict=True)
            for place in before
        )

    def within(self, places: list[float], limits: Room, gap: float) -> list[float]:
        """Return the places so far inside of the limits that those beside them have room there too."""
        low, high = limits
        return [
            max(low + below * gap, min(at, high - above * gap))
            for at, below, above in zip(places, self._below, self._above, strict=True)
        ]

    def kept_apart(self, places: list[float], ranges: Sequence[Room], gap: float) -> list[float]:
        """Return the places within their ranges and apart from each other, as far as both can be."""
        places = list(places)
        for index, (least, most) in enumerate(ranges):
            before = self._before[index]
            pushed = max([places[place] for place in before]) + gap if before else least
            places[index] = min(max(places[index], pushed, least), most)
        for index in range(len(places) - 1, -1, -1):
            level = places[index] - gap
            for place in self._before[index]:
                if places[place] > level:
                    places[place] = max(level, ranges[place][0])
        return places

    def in_steps(self, wanted: list[float], ranges: Sequence[Room]) -> list[float]:
        """Return the places with whole half steps of the grid between where free segments were and are.

        Those that don't fit into their ranges so, or come too close, stay as they are wanted.
        """
        lane, places = self._lane, list(wanted)
        loose = [not one.held and not one.led for one in lane]
        for index, one in enumerate(lane):
            if not loose[index]:
                continue
            least, most = ranges[index]
            # The nearest place; sums of floats come in some order.
            steps = floor((wanted[index] - one.at) / HALF + 0.5 - _TINY)
            steps = min(steps, floor((most - one.at) / HALF + _TINY))
            at = one.at + HALF * max(steps, ceil((least - one.at) / HALF - _TINY))
            free = max((places[place] + _LEAST_APART for place in self._before[index]), default=at)
            places[index] = at + HALF * max(0, ceil((free - at) / HALF - _TINY))
        for index in range(len(lane) - 1, -1, -1):
            for place in self._before[index]:
                over = places[place] - places[index] + _LEAST_APART
                if loose[place] and over > 0:
                    places[place] -= HALF * ceil(over / HALF - _TINY)
        for index, (least, most) in enumerate(ranges):
            if not least - _TINY <= places[index] <= most + _TINY:
                places[index] = wanted[index]
        while self._put_back(places, wanted):
            pass
        return places

    def _put_back(self, places: list[float], wanted: list[float]) -> bool:
        """Put segments that came too close where they are wanted; tell whether there were any."""
        found = False
        for index, before in enumerate(self._before):
            for place in before:
                apart = min(_LEAST_APART, wanted[index] - wanted[place]) - _TINY
                if places[index] - places[place] < apart:
                    places[index], places[place] = wanted[index], wanted[place]
                    found = True
        return found


def _both(one: Room, other: Room, at: float) -> Room:
    """Return what lies in both ranges; nothing but a place where they share nothing."""
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return (low, high) if low <= high else (at, at)


def _ordered(members: Iterable[Segment], ranks: Mapping[str, int]) -> list[Segment]:
    """Return the segments of a lane from low to high; what lies on each other so that few lines cross."""
    lane = sorted(members, key=lambda one: (ranks[one.key], one.part))
    scores = dict(zip(lane, _scores(lane), strict=True))
    lane.sort(key=lambda one: (scores[one], round(one.at), ranks[one.key], one.part))
    return lane


def _scores(lane: Sequence[Segment]) -> list[int]:
    """Return of each segment, of how many others it should lie behind, less before how many.

    Of those apart the place decides, of those on each other what crosses less (see `_votes`).
    """
    order = sorted(range(len(lane)), key=lambda index: lane[index].at)
    places = [lane[index].at for index in order]
    scores, apart = [0] * len(lane), [0] * (len(lane) + 1)
    end = 0
    for rank, (index, at) in enumerate(zip(order, places, strict=True)):
        end = max(end, rank + 1)
        while end < len(places) and places[end] - at < NEAR:
            end += 1
        # All from there on lie behind this one.
        apart[end] += 1
        scores[index] -= len(places) - end
        others = order[rank + 1 : end]
        for other, vote in zip(others, _votes(lane[index], [lane[one] for one in others]), strict=True):
            scores[index] += vote
            scores[other] -= vote
    behind = 0
    for index, more in zip(order, apart, strict=False):
        behind += more
        scores[index] += behind
    return scores


def shifted(points: Sequence[Point], shifts: Mapping[int, float]) -> tuple[Point, ...]:
    """Return a connector with some of its segments (by index) moved across."""
    moved = [list(point) for point in points]
    for index, shift in shifts.items():
        axis = 0 if points[index].x == points[index + 1].x else 1
        moved[index][axis] += shift
        moved[index + 1][axis] += shift
    return tuple(Point(x, y) for x, y in moved)


def crossings(segment: Segment, others: Iterable[Segment], room: float) -> list[float]:
    """Return where upright segments cross a level one, as coordinates along it, sorted.

    Crossings closer than `room` to an end of either are corners, not crossings.
    """
    return sorted(
        other.at
        for other in others
        if other.upright
        and not segment.upright
        and segment.low + room < other.at < segment.high - room
        and other.low + room < segment.at < other.high - room
    )


def _votes(one: Segment, others: Sequence[Segment]) -> list[int]:
    """Return -1 for each that `one` should lie before to avoid crossings, and 1 for each to lie behind."""
    low, high, low_turn, high_turn = one.low, one.high, one.low_turn, one.high_turn
    first, last = low + NEAR, high - NEAR
    votes: list[int] = []
    for other in others:
        start, end, start_turn, end_turn = other.low, other.high, other.low_turn, other.high_turn
        vote = 0
        if start + NEAR < low < end - NEAR:
            vote += low_turn
        if start + NEAR < high < end - NEAR:
            vote += high_turn
        if first < start < last:
            vote -= start_turn
        if first < end < last:
            vote -= end_turn
        votes.append(_sign(vote or _sign(low_turn - start_turn) + _sign(high_turn - end_turn)))
    return votes


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
