"""Routes of very many connections, all found at once, that look at nothing in their way.

They are the ones that `Finder` finds with no searches left. One by one that takes four times as long: each
connection asks for its sides, each end for the ends beside it, and all of it is kept in records of its own.
Here components and connections are numbers; the ends of a connection are twice its number and one more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry.ports import PORT_DISTANCE, ROOM, even_places, places_around, side_range

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from archdraw.core.geometry import Box
    from archdraw.core.model import Connection

    Line = tuple[tuple[float, float], ...]
    Range = tuple[float, float]

_RIGHT, _LEFT, _BOTTOM, _TOP = range(4)
# No line leaves there: the boxes overlap.
_NONE = 4
# Places stand on eighths of a unit (see `even`).
_EVEN = 8.0


def quick_routes(
    connections: Mapping[str, Connection], frames: Mapping[str, Box], but: Collection[str] = ()
) -> dict[str, Line]:
    """Return how connections run, as far as that is one straight line or one step between facing sides.

    Parameters
    ----------
    connections, frames
        All there are, in document order, and where their ends stand.
    but
        Components at which some connection is led by hand or fixed to a place. Those at them are left out,
        and so are connections within one component or between two that overlap, with all beside them.
    """
    numbers = {key: number for number, key in enumerate(frames)}
    boxes = list(frames.values())
    pairs = [(numbers[one.source], numbers[one.target]) for one in connections.values()]
    sides = _facing_sides(pairs, boxes)
    apart = {numbers[key] for key in but if key in numbers}
    if _NONE in sides:
        apart.update(end for pair, side in zip(pairs, sides, strict=True) if side == _NONE for end in pair)
    spread = _Spread(boxes, pairs, sides)
    along, alone = spread.along, spread.alone
    routes: dict[str, Line] = {}
    at = -2
    for key, side, (source, target) in zip(connections, sides, pairs, strict=True):
        at += 2
        if apart and (source in apart or target in apart):
            continue
        a, b = along[at], along[at + 1]
        if a != b:
            # An end that is alone on its side follows the other into a straight line.
            reach = spread.upright if side < _BOTTOM else spread.level
            low, high = reach[target]
            if alone[at + 1] and low <= a <= high:
                b = a
            elif alone[at]:
                low, high = reach[source]
                if low <= b <= high:
                    a = b
        routes[key] = _line(boxes[source], boxes[target], side, a, b)
    return routes


def _facing_sides(pairs: list[tuple[int, int]], boxes: list[Box]) -> list[int]:
    """Return the side at which each connection leaves (see `natural_pair`)."""
    sides: list[int] = []
    for source, target in pairs:
        ax, ay, aw, ah = boxes[source]
        bx, by, bw, bh = boxes[target]
        right, down = bx - ax - aw, by - ay - ah
        left, up = ax - bx - bw, ay - by - bh
        gap_x, gap_y = max(left, right), max(up, down)
        if gap_x <= 0 and gap_y <= 0:
            sides.append(_NONE)
            continue
        near = gap_y < ROOM
        if (near or gap_x >= gap_y / 2) if gap_x >= ROOM else (near and gap_x >= gap_y):
            sides.append(_RIGHT if right > left else _LEFT)
        else:
            sides.append(_BOTTOM if down > up else _TOP)
    return sides


class _Spread:
    """The place of each end along its side, and whether it stands there alone (see `spread_slots`).

    `upright` and `level` are where ends may stand on the sides of each component: on the right and left ones,
    and on the lower and upper ones.
    """

    def __init__(self, boxes: list[Box], pairs: list[tuple[int, int]], sides: list[int]) -> None:
        self.along = [0.0] * (2 * len(pairs))
        self.alone = bytearray(2 * len(pairs))
        self.upright = [side_range(box, "left") for box in boxes]
        self.level = [side_range(box, "top") for box in boxes]
        self._boxes = boxes
        ends: tuple[dict[int, list[tuple[int, int]]], ...] = ({}, {}, {}, {}, {}, {})
        end = 0
        for side, (source, target) in zip(sides, pairs, strict=True):
            ends[side].setdefault(source, []).append((end, target))
            # The side that faces it has the number beside it.
            ends[side ^ 1].setdefault(target, []).append((end + 1, source))
            end += 2
        for side in (_RIGHT, _LEFT, _BOTTOM, _TOP):
            self._put(side, ends[side])

    def _put(self, side: int, ends: dict[int, list[tuple[int, int]]]) -> None:
        """Find the places of the ends on one side, by component: their number, and the component beyond."""
        reach = self.upright if side < _BOTTOM else self.level
        along, alone = self.along, self.alone
        for own, found in ends.items():
            if len(found) > 1:
                ordered = self._in_order(own, found, upright=side < _BOTTOM)
                places = self._places(reach, own, [other for _, other in ordered])
                for (end, _), place in zip(ordered, places, strict=True):
                    along[end] = round(place * _EVEN) / _EVEN
                continue
            # Most stand alone: level with the other end, else in the middle.
            ((end, other),) = found
            (low, high), (first, last) = reach[own], reach[other]
            first = max(first, low)
            last = min(last, high)
            along[end] = round(((first + last) if first <= last else (low + high)) / 2 * _EVEN) / _EVEN
            alone[end] = 1

    def _in_order(self, own: int, ends: list[tuple[int, int]], *, upright: bool) -> list[tuple[int, int]]:
        """Return the ends on a side in an order in which their lines cross least."""
        boxes = self._boxes
        x, y, w, h = boxes[own]
        middle, beyond = (y + h / 2, x + w / 2) if upright else (x + w / 2, y + h / 2)
        ranked = []
        for end in ends:
            x, y, w, h = boxes[end[1]]
            place, across = (y + h / 2, x + w / 2) if upright else (x + w / 2, y + h / 2)
            # Of two that go equally far to one side, the nearer turns off first: it goes outside.
            distance = abs(across - beyond)
            ranked.append((place, distance if place < middle else -distance, end))
        ranked.sort()
        return [end for _, _, end in ranked]

    @staticmethod
    def _places(reach: list[Range], own: int, others: list[int]) -> list[float]:
        """Return even places; lines to one neighbour that can run straight do."""
        low, high = reach[own]
        neighbour, first, level, straight = -1, 0, 0.0, 0
        for index, other in enumerate(others):
            start, end = reach[other]
            start = max(start, low)
            end = min(end, high)
            if start > end:
                continue
            if straight and other != neighbour:
                straight = 0
                break
            if not straight:
                neighbour, first, level = other, index, (start + end) / 2
            straight += 1
        if not straight:
            return even_places(low, high, len(others))
        return places_around(low, high, len(others), first, level - (straight - 1) * PORT_DISTANCE / 2)


def _line(source: Box, target: Box, side: int, a: float, b: float) -> Line:
    """Return the line from a place on one side of a box to a place on the facing side of another."""
    if side < _BOTTOM:
        start, end = source[0], target[0]
        if side == _RIGHT:
            start += source[2]
        else:
            end += target[2]
        if a == b:
            return (start, a), (end, a)
        middle = start + (end - start) / 2
        return (start, a), (middle, a), (middle, b), (end, b)
    start, end = source[1], target[1]
    if side == _BOTTOM:
        start += source[3]
    else:
        end += target[3]
    if a == b:
        return (a, start), (a, end)
    middle = start + (end - start) / 2
    return (a, start), (a, middle), (b, middle), (b, end)
