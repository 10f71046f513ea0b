"""Routes of very many connections, all found at once, that look at nothing in their way.

They are the ones that `Finder` finds with no searches left. One by one that takes ten times as long: each
connection asks for its sides, each end for the ends beside it, and all of it is kept in records of its own.
Here components and connections are numbers; the ends of a connection are twice its number and one more, and
the sides of a component four times its number and up to three more.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

from archdraw.core.geometry.lattice import half_way
from archdraw.core.geometry.ports import (
    MIN_DISTANCE,
    PORT_DISTANCE,
    PORT_INSET,
    ROOM,
    even_places,
    places_around,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from archdraw.core.geometry import Box

    Line = tuple[tuple[float, float], ...]
    # Left, top, width and height.
    Plain = tuple[float, float, float, float]

RIGHT, LEFT, BOTTOM, TOP = range(4)
# No line leaves there: the boxes overlap.
_NONE = 4
# Places stand on eighths of a unit (see `even`).
_EVEN = 8.0


class Runs(NamedTuple):
    """How connections run, column by column: where each begins and ends, and the side at which it leaves.

    One that leaves at the right or left runs level, at the lower or upper side upright; it is straight where
    both ends are level with each other, else it steps aside about half-way (see `half_way`). `rows` are the
    numbers of the connections.
    """

    rows: Sequence[int]
    sides: list[int]
    begin_x: list[float]
    begin_y: list[float]
    end_x: list[float]
    end_y: list[float]


def corners(side: int, ax: float, ay: float, bx: float, by: float) -> Line:
    """Return the corner points of a connection that leaves at a side, from its two ends."""
    if side < BOTTOM:
        if ay == by:
            return (ax, ay), (bx, by)
        middle = half_way(ax, bx)
        return (ax, ay), (middle, ay), (middle, by), (bx, by)
    if ax == bx:
        return (ax, ay), (bx, by)
    middle = half_way(ay, by)
    return (ax, ay), (ax, middle), (bx, middle), (bx, by)


def quick_runs(
    ends: tuple[Sequence[str], Sequence[str]], frames: Mapping[str, Box], but: Collection[str] = ()
) -> Runs:
    """Return how connections run, as far as that is one straight line or one step between facing sides.

    Parameters
    ----------
    ends, frames
        Where all connections there are begin and end, in document order, and where all those stand.
    but
        Components at which some connection is led by hand or fixed to a place. Those at them are left out,
        and so are connections within one component or between two that overlap, with all beside them.
    """
    numbers = dict(zip(frames, range(len(frames)), strict=True))
    # Exact tuples come apart faster than named ones.
    boxes = [(*box,) for box in frames.values()]
    sources, targets = ([numbers[key] for key in column] for column in ends)
    sides = _facing_sides(sources, targets, boxes)
    apart = {numbers[key] for key in but if key in numbers}
    if _NONE in sides:
        pairs = zip(sources, targets, sides, strict=True)
        apart.update(end for source, target, side in pairs if side == _NONE for end in (source, target))
    return _Spread(boxes, sources, targets, sides).runs(apart)


def _facing_sides(sources: list[int], targets: list[int], boxes: list[Plain]) -> list[int]:
    """Return the side at which each connection leaves (see `natural_pair`)."""
    sides: list[int] = []
    put = sides.append
    for source, target in zip(sources, targets, strict=True):
        ax, ay, aw, ah = boxes[source]
        bx, by, bw, bh = boxes[target]
        right, left = bx - ax - aw, ax - bx - bw
        down, up = by - ay - ah, ay - by - bh
        if right > left:
            gap_x, level = right, RIGHT
        else:
            gap_x, level = left, LEFT
        if down > up:
            gap_y, upright = down, BOTTOM
        else:
            gap_y, upright = up, TOP
        if gap_x >= ROOM:
            across = gap_y < ROOM or gap_x >= gap_y / 2
        elif gap_x <= 0 and gap_y <= 0:
            put(_NONE)
            continue
        else:
            across = gap_y < ROOM and gap_x >= gap_y
        put(level if across else upright)
    return sides


class _Spread:
    """Finds the place of each end along its side (see `spread_slots`)."""

    def __init__(
        self,
        boxes: list[Plain],
        sources: list[int],
        targets: list[int],
        sides: list[int],
    ) -> None:
        self._boxes = boxes
        self._sides = sides
        self._sources, self._targets = sources, targets
        # The place of an end that stands alone on its side is only looked for in the end.
        self._along: list[float | None] = [None] * (2 * len(sides))
        # By direction, upright sides and level ones: the first and last place, and the middle.
        xs, ys, ws, hs = zip(*boxes, strict=True) if boxes else ((), (), (), ())
        upright, level = list(zip(ys, hs, strict=True)), list(zip(xs, ws, strict=True))
        # Places on a grid come again and again.
        reaches = {span: _reach(*span) for span in {*upright, *level}}
        middles = {span: span[0] + span[1] / 2 for span in reaches}
        self._reaches = list(map(reaches.__getitem__, upright)), list(map(reaches.__getitem__, level))
        self._middles = list(map(middles.__getitem__, upright)), list(map(middles.__getitem__, level))
        self._known: dict[tuple[float, float, int], list[float]] = {}
        shared = self._shared()
        # Most that are not alone are two.
        self._put_twos([(place, ends[0], ends[1]) for place, ends in shared.items() if len(ends) == 2])
        for place, ends in shared.items():
            if len(ends) > 2:
                self._put(place, ends)

    def _shared(self) -> dict[int, list[int]]:
        """Return the ends at each side that has more than one."""
        first = [-1] * (4 * len(self._boxes))
        shared: dict[int, list[int]] = {}
        end = 0
        for source, target, side in zip(self._sources, self._targets, self._sides, strict=True):
            if side != _NONE:
                place = 4 * source + side
                if first[place] < 0:
                    first[place] = end
                elif place in shared:
                    shared[place].append(end)
                else:
                    shared[place] = [first[place], end]
                # The side that faces it has the number beside it.
                place = 4 * target + (side ^ 1)
                if first[place] < 0:
                    first[place] = end + 1
                elif place in shared:
                    shared[place].append(end + 1)
                else:
                    shared[place] = [first[place], end + 1]
            end += 2
        return shared

    def _put_twos(self, pairs: list[tuple[int, int, int]]) -> None:
        """Find the places of two ends each that share a side: the number of the side, and theirs."""
        along, sources, targets, even = self._along, self._sources, self._targets, self._even
        for place, begun, ended in pairs:
            one, other = begun, ended
            way = 0 if place & 3 < BOTTOM else 1
            middles, beyond, reach = self._middles[way], self._middles[1 - way], self._reaches[way]
            first = sources[one >> 1] if one & 1 else targets[one >> 1]
            last = sources[other >> 1] if other & 1 else targets[other >> 1]
            if first == last:
                self._put(place, [one, other])
                continue
            own = place >> 2
            gap = middles[first] - middles[last]
            if not gap:
                # Of two that go equally far to one side, the nearer turns off first: it goes outside.
                here = beyond[own]
                gap = abs(beyond[first] - here) - abs(beyond[last] - here)
                if middles[first] >= middles[own]:
                    gap = -gap
            if gap > 0:
                one, other, first, last = other, one, last, first
            low, high = reach[own]
            start, end = reach[first]
            straight = start <= high and low <= end
            if straight == (reach[last][0] <= high and low <= reach[last][1]):
                along[one], along[other] = even(low, high, 2)
                continue
            if not straight:
                start, end = reach[last]
            at = (max(low, start) + min(high, end)) / 2
            step = high - at if straight else at - low
            if step < MIN_DISTANCE:
                along[one], along[other] = even(low, high, 2)
                continue
            step = min(step, PORT_DISTANCE)
            along[one] = round((at if straight else at - step) * _EVEN) / _EVEN
            along[other] = round((at + step if straight else at) * _EVEN) / _EVEN

    def _put(self, place: int, ends: list[int]) -> None:
        """Find the places of the ends that share one side."""
        own, way = place >> 2, 0 if place & 3 < BOTTOM else 1
        middles, beyond = self._middles[way], self._middles[1 - way]
        middle, here = middles[own], beyond[own]
        ranked = []
        for end in ends:
            other = self._sources[end >> 1] if end & 1 else self._targets[end >> 1]
            at = middles[other]
            # Of two that go equally far to one side, the nearer turns off first: it goes outside.
            distance = abs(beyond[other] - here)
            ranked.append((at, distance if at < middle else -distance, end, other))
        ranked.sort()
        places = self._places(way, own, [other for _, _, _, other in ranked])
        for (_, _, end, _), at in zip(ranked, places, strict=True):
            self._along[end] = at

    def _places(self, way: int, own: int, others: list[int]) -> list[float]:
        """Return even places; lines to one neighbour that can run straight do."""
        reach = self._reaches[way]
        low, high = reach[own]
        count = len(others)
        neighbour, first, level, straight = -1, 0, 0.0, 0
        for index, other in enumerate(others):
            start, end = reach[other]
            if start > high or end < low:
                continue
            if straight and other != neighbour:
                straight = 0
                break
            if not straight:
                neighbour, first, level = other, index, (max(start, low) + min(end, high)) / 2
            straight += 1
        if not straight:
            return self._even(low, high, count)
        places = places_around(low, high, count, first, level - (straight - 1) * PORT_DISTANCE / 2)
        return [round(place * _EVEN) / _EVEN for place in places]

    def _even(self, low: float, high: float, count: int) -> list[float]:
        known = self._known.get((low, high, count))
        if known is None:
            known = [round(place * _EVEN) / _EVEN for place in even_places(low, high, count)]
            self._known[low, high, count] = known
        return known

    def runs(self, apart: set[int]) -> Runs:
        """Return how all connections run but those at components that are `apart`."""
        rows = range(len(self._sides))
        columns: tuple[Any, ...] = (rows, self._sides, self._sources, self._targets)
        columns += (self._along[::2], self._along[1::2])
        if apart:
            pairs = zip(self._sources, self._targets, strict=True)
            kept = [source not in apart and target not in apart for source, target in pairs]
            columns = tuple(list(compress(column, kept)) for column in columns)
        runs = Runs(columns[0], columns[1], [], [], [], [])
        put_ax, put_ay, put_bx, put_by = [column.append for column in runs[2:]]
        boxes, (upright, level) = self._boxes, self._reaches
        for side, source, target, begun, ended in zip(*columns[1:], strict=True):
            a, b = begun, ended
            if a is None or b is None:
                reach = upright if side < BOTTOM else level
                (low, high), (first, last) = reach[source], reach[target]
                # An end that is alone on its side follows the other into a straight line.
                if a is not None and first <= a <= last:
                    b = a
                elif b is not None and low <= b <= high:
                    a = b
                else:
                    a, b = _alone(a, b, low, high, first, last)
            ax, ay, aw, ah = boxes[source]
            bx, by, bw, bh = boxes[target]
            if side < BOTTOM:
                put_ax(ax + aw if side == RIGHT else ax)
                put_ay(a)
                put_bx(bx if side == RIGHT else bx + bw)
                put_by(b)
            else:
                put_ax(a)
                put_ay(ay + ah if side == BOTTOM else ay)
                put_bx(b)
                put_by(by if side == BOTTOM else by + bh)
        return runs


def _reach(start: float, length: float) -> tuple[float, float]:
    """Return the first and last place on a side (see `side_range`)."""
    inset = PORT_INSET if length >= 4 * PORT_INSET else length / 4
    return start + inset, start + length - inset


def _alone(
    a: float | None, b: float | None, low: float, high: float, first: float, last: float
) -> tuple[float, float]:
    """Return the places of two ends; one that is alone on its side (None) has the middle of what lies level.

    Where nothing does, it has the middle of its side.
    """
    start, end = max(low, first), min(high, last)
    if start <= end:
        at = round((start + end) / 2 * _EVEN) / _EVEN
        return at if a is None else a, at if b is None else b
    return (
        round((low + high) / 2 * _EVEN) / _EVEN if a is None else a,
        round((first + last) / 2 * _EVEN) / _EVEN if b is None else b,
    )
