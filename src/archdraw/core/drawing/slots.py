"""The places of connections on the sides of one component: fixed ones where they are, the others even."""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry.ports import (
    MIN_DISTANCE,
    OPPOSITE,
    PORT_DISTANCE,
    Side,
    SidePair,
    even,
    level_place,
    side_range,
    spread_around,
    spread_ports,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.geometry import Box

_Order = tuple[int, float, float]
# Two lines that turn into these sides cross each other unless their order is turned round.
_CROSSWISE = (frozenset(("right", "top")), frozenset(("left", "bottom")))


class Slot(NamedTuple):
    """The place of one end of a connection on a side.

    `along` is its coordinate, `shared_by` how many ends stand on the side, `spare` how far it may slide.
    One that is `fixed` by hand never does.
    """

    side: Side
    along: float
    shared_by: int
    spare: float
    fixed: bool = False


class Landing(NamedTuple):
    """One end of a connection that wants a slot.

    `sides` are the sides here and at the other end, `other` is the box there, `along` a fixed coordinate.
    """

    key: str
    rank: int
    sides: SidePair
    other: Box
    other_id: str
    along: float | None


def spread_slots(frame: Box, landings: Iterable[Landing]) -> dict[str, Slot]:
    """Return the slots of all ends at one component, by the ids of their connections."""
    by_side: dict[Side, list[Landing]] = {}
    for landing in landings:
        by_side.setdefault(landing.sides[0], []).append(landing)
    slots: dict[str, Slot] = {}
    for side, members in by_side.items():
        if len(members) == 1 and members[0].along is None:
            slots[members[0].key] = _slot_alone(frame, side, members[0])
            continue
        pegs = [one.along for one in members if one.along is not None]
        free = [one for one in members if one.along is None]
        ordered = free
        if len(free) > 1:
            ranked = sorted(((*_order(frame, side, one), one) for one in free), key=itemgetter(0, 1))
            ordered = [one for _, _, one in ranked]
        places = _places(frame, side, ordered)
        if pegs:
            places = _beside(frame, side, places, pegs)
        apart = 0.0
        if len(members) > 1:
            apart = min((b - a for a, b in pairwise(sorted([*places, *pegs]))), default=0.0)
        spare = max(0.0, (apart - MIN_DISTANCE) / 2)
        for one, along in zip(ordered, places, strict=True):
            slots[one.key] = Slot(side, even(along), len(members), spare)
        for one in members:
            if one.along is not None:
                slots[one.key] = Slot(side, one.along, len(members), 0.0, fixed=True)
    return slots


def _slot_alone(frame: Box, side: Side, landing: Landing) -> Slot:
    """Return the place of the only end on a side: level with the other end, else in the middle."""
    level = level_place(frame, side, landing.other) if OPPOSITE[side] == landing.sides[1] else None
    if level is None:
        low, high = side_range(frame, side)
        level = (low + high) / 2
    return Slot(side, even(level), 1, 0.0)


def _order(frame: Box, side: Side, landing: Landing) -> tuple[_Order, int]:
    """Return what sorts the ends on a side: by where the other ends lie, equal ones without crossing."""
    upright = side in ("left", "right")
    own, other = frame.center, landing.other.center
    place = other.y if upright else other.x
    here, there = landing.sides
    rank = landing.rank
    if here == there:
        # Ways around one side lie in each other: the nearest goes inside, at the outer port.
        before = place < (own.y if upright else own.x)
        return (-1 if before else 1, -place, 0.0), -rank if before else rank
    if not upright and frozenset(landing.sides) in _CROSSWISE:
        rank = -rank
    # Of two that go equally far to one side, the nearer turns off first: it goes outside.
    distance = abs(other.x - own.x) if upright else abs(other.y - own.y)
    return (0, place, distance if place < (own.y if upright else own.x) else -distance), rank


def _places(frame: Box, side: Side, ordered: list[Landing]) -> list[float]:
    """Return even places; lines to one neighbour that can run straight do."""
    opposite, neighbour, first, level, straight = OPPOSITE[side], "", 0, 0.0, 0
    for index, one in enumerate(ordered):
        place = level_place(frame, side, one.other) if one.sides[1] == opposite else None
        if place is None:
            continue
        if straight and one.other_id != neighbour:
            straight = 0
            break
        if not straight:
            neighbour, first, level = one.other_id, index, place
        straight += 1
    if straight:
        start = level - (straight - 1) * PORT_DISTANCE / 2
        return spread_around(frame, side, len(ordered), first, start)
    return spread_ports(frame, side, len(ordered))


def _beside(frame: Box, side: Side, places: list[float], pegs: list[float]) -> list[float]:
    """Return places that keep off the fixed ones, as long as there is room."""
    if all(abs(place - peg) >= MIN_DISTANCE for place in places for peg in pegs):
        return places
    room = spread_ports(frame, side, len(places) + len(pegs))
    for peg in pegs:
        room.remove(min(room, key=lambda place: abs(place - peg)))
    return room


def moved_slots(slots: dict[str, Slot], dx: float, dy: float) -> dict[str, Slot]:
    """Return places that moved along with everything."""
    return {
        key: slot._replace(along=slot.along + (dy if slot.side in ("left", "right") else dx))
        for key, slot in slots.items()
    }
