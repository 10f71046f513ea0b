"""Where connections leave and enter boxes: which side, and at which place along it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from archdraw.core.geometry.shapes import Point

if TYPE_CHECKING:
    from archdraw.core.geometry.shapes import Box

Side = Literal["left", "right", "top", "bottom"]
SidePair = tuple[Side, Side]
FixedSides = tuple[Side | None, Side | None]
"""The sides that are given for source and target; None where any will do."""
ANY_SIDES: FixedSides = (None, None)
SIDES: tuple[Side, ...] = ("left", "right", "top", "bottom")

OUTWARD: dict[Side, tuple[int, int]] = {"left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1)}
OPPOSITE: dict[Side, Side] = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
# A gap narrower than this has no room for a bend and an arrow head.
ROOM = 28.0
PORT_DISTANCE = 20.0
MIN_DISTANCE = 12.0
PORT_INSET = 10.0


class Port(NamedTuple):
    """A place on the border of a box."""

    side: Side
    point: Point


def port_on(box: Box, side: Side, along: float | None = None) -> Port:
    """Return the port on a side at the coordinate `along` it (None: its middle)."""
    x, y, w, h = box
    if side in ("left", "right"):
        return Port(side, Point(x if side == "left" else x + w, y + h / 2 if along is None else along))
    return Port(side, Point(x + w / 2 if along is None else along, y if side == "top" else y + h))


def anchored(box: Box, anchor: tuple[Side, float]) -> Port:
    """Return the port at a fraction of a side, counted from its left or top end."""
    side, share = anchor
    return port_on(
        box, side, even(box.y + box.h * share if side in ("left", "right") else box.x + box.w * share)
    )


def even(place: float) -> float:
    """Return the nearest eighth of a unit: such places stay exactly in line when all of it moves."""
    return round(place * 8.0) / 8.0


def side_range(box: Box, side: Side) -> tuple[float, float]:
    """Return the first and last coordinate along a side where a port may stand."""
    x, y, w, h = box
    start, length = (y, h) if side in ("left", "right") else (x, w)
    inset = PORT_INSET if length >= 4 * PORT_INSET else length / 4
    return start + inset, start + length - inset


def spread_ports(box: Box, side: Side, count: int) -> list[float]:
    """Return `count` coordinates along a side, even and around its middle."""
    return even_places(*side_range(box, side), count)


def even_places(low: float, high: float, count: int) -> list[float]:
    """Return `count` coordinates around the middle between two, in equal steps."""
    step = 0.0 if count < 2 else min(PORT_DISTANCE, (high - low) / (count - 1))
    middle = (low + high) / 2
    return [middle + (index - (count - 1) / 2) * step for index in range(count)]


def spread_around(box: Box, side: Side, count: int, fixed: int, at: float) -> list[float]:
    """Return `count` coordinates along a side, of which number `fixed` stands at `at`.

    The others stand around it in equal steps, narrower where the side ends.
    """
    return places_around(*side_range(box, side), count, fixed, at)


def places_around(low: float, high: float, count: int, fixed: int, at: float) -> list[float]:
    """Return `count` coordinates between two, number `fixed` of them at `at` (see `spread_around`)."""
    step, after = PORT_DISTANCE, count - 1 - fixed
    if fixed > 0 and (at - low) / fixed < step:
        step = (at - low) / fixed
    if after > 0 and (high - at) / after < step:
        step = (high - at) / after
    if step < MIN_DISTANCE:
        return even_places(low, high, count)
    return [at + (index - fixed) * step for index in range(count)]


def level_place(box: Box, side: Side, other: Box) -> float | None:
    """Return where a straight line to a box on this side would start; None where it doesn't lie level.

    Both ends of a connection get the same answer.
    """
    low, high = side_range(box, side)
    other_low, other_high = side_range(other, OPPOSITE[side])
    start, end = max(low, other_low), min(high, other_high)
    return (start + end) / 2 if start <= end else None


def side_pairs(source: Box, target: Box, fixed: FixedSides = ANY_SIDES) -> tuple[SidePair, ...]:
    """Return which sides of two boxes a connection may join, the most natural pair first.

    Facing sides come first (a straight line or one step), then corners, then ways around. Where sides are
    given, every pair that has them follows.
    """
    natural = _natural_pairs(source, target)
    if fixed == ANY_SIDES:
        return natural
    allowed = [
        (out, into)
        for out in (SIDES if fixed[0] is None else (fixed[0],))
        for into in (SIDES if fixed[1] is None else (fixed[1],))
    ]
    rest = [pair for pair in allowed if pair not in natural]
    rest.sort(key=lambda pair: _turned_away(pair[0], source, target) + _turned_away(pair[1], target, source))
    return (*(pair for pair in natural if pair in allowed), *rest)


def natural_pair(source: Box, target: Box) -> SidePair:
    """Return the first of `side_pairs` where no side is given: facing sides, over the better gap."""
    ax, ay, aw, ah = source
    bx, by, bw, bh = target
    gap_x, gap_y = max(bx - ax - aw, ax - bx - bw), max(by - ay - ah, ay - by - bh)
    across = gap_x >= gap_y
    if gap_x >= ROOM:
        across = gap_y < ROOM or gap_x >= gap_y / 2
    elif gap_y >= ROOM:
        across = False
    if across:
        return ("right", "left") if bx + bw / 2 - (ax + aw / 2) >= 0 else ("left", "right")
    return ("bottom", "top") if by + bh / 2 - (ay + ah / 2) >= 0 else ("top", "bottom")


def _turned_away(side: Side, box: Box, other: Box) -> int:
    """Return 0 for a side that looks at the other box, 1 for one that looks past it, 2 for the back."""
    dx, dy = OUTWARD[side]
    gap = (
        (other.x - box.right if dx > 0 else box.x - other.right)
        if dx
        else (other.y - box.bottom if dy > 0 else box.y - other.bottom)
    )
    return 0 if gap >= 0 else 1 if gap > -(box.w + other.w if dx else box.h + other.h) else 2


def _natural_pairs(source: Box, target: Box) -> tuple[SidePair, ...]:
    ax, ay, aw, ah = source
    bx, by, bw, bh = target
    gap_x = max(bx - ax - aw, ax - bx - bw)
    gap_y = max(by - ay - ah, ay - by - bh)
    # Where the middle of the target lies, seen from the middle of the source.
    onward, downward = bx + bw / 2 - (ax + aw / 2), by + bh / 2 - (ay + ah / 2)
    out_x: Side = "right" if onward >= 0 else "left"
    out_y: Side = "bottom" if downward >= 0 else "top"
    across: SidePair = (out_x, OPPOSITE[out_x])
    down: SidePair = (out_y, OPPOSITE[out_y])
    pairs: list[SidePair] = []
    if gap_x >= ROOM:
        pairs.append(across)
    if gap_y >= ROOM:
        pairs.append(down)
        if gap_x >= ROOM and gap_x < gap_y / 2:
            pairs.reverse()
    if not pairs:
        pairs.append(across if gap_x >= gap_y else down)
    if gap_x > 0 and gap_y > 0:
        pairs += [(out_x, OPPOSITE[out_y]), (out_y, OPPOSITE[out_x])]
    if gap_x >= gap_y:
        first: Side = "top" if downward <= 0 else "bottom"
    else:
        first = "left" if onward < 0 else "right"
    pairs += [(first, first), (OPPOSITE[first], OPPOSITE[first])]
    return tuple(pairs)
