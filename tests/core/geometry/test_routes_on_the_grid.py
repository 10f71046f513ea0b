"""Routes on the grid: where a route is free to turn, it turns on the grid that its boxes stand on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given, settings, strategies as st
from tests.core.crossing import crosses

from archdraw.core.geometry import Box, Point
from archdraw.core.geometry.escapes import escape_route
from archdraw.core.geometry.lattice import GRID, STUB, half_way, lattice_of
from archdraw.core.geometry.ports import SIDES, Side, anchored
from archdraw.core.geometry.routing import (
    MARGIN,
    Ends,
    choose_sides,
    quick_route,
    route_between,
    route_orthogonal,
    self_loop,
)
from archdraw.core.geometry.settling import settled

SIZES = st.sampled_from([(168.0, 64.0), (88.0, 40.0), (216.0, 148.0), (60.0, 60.0)])
BOXES = st.builds(
    lambda x, y, size: Box(x * GRID, y * GRID, *size), st.integers(-25, 25), st.integers(-25, 25), SIZES
)
VECTORS = st.tuples(st.integers(-4000, 4000), st.integers(-4000, 4000))


def free_turns(route: tuple[Point, ...]) -> list[float]:
    """Where stretches between two corners lie, across: those in line with a port lie where it is."""
    inner = [(0, a.x) if a.x == b.x else (1, a.y) for a, b in list(pairwise(route))[1:-1]]
    return [at for axis, at in inner if at not in (route[0][axis], route[-1][axis])]


def roomy(one: Box, other: Box) -> bool:
    """Whether two boxes are apart, and stand across no gap that is too narrow for a step on the grid."""
    gaps = (
        max(other.x - one.right, one.x - other.right),
        max(other.y - one.bottom, one.y - other.bottom),
    )
    return max(gaps) >= 44 and not any(0 < gap < 44 for gap in gaps)


def on_halves(place: float) -> bool:
    return place % (GRID / 2) == 0


def moved(route: tuple[Point, ...], dx: float, dy: float) -> tuple[Point, ...]:
    return tuple(Point(x + dx, y + dy) for x, y in route)


@settings(max_examples=200, deadline=None)
@given(BOXES, BOXES, st.sampled_from(SIDES), st.sampled_from(SIDES), st.integers(1, 3))
def test_a_route_among_nothing_turns_on_the_grid_wherever_it_is_free(
    source: Box, target: Box, out: Side, into: Side, share: int
) -> None:
    ends = Ends(source, target)
    assume(roomy(source, target))
    ports = anchored(source, (out, share / 4)), anchored(target, (into, 0.5))
    for route in (quick_route(ends, ports), route_between(ends, ports, ())):
        assert all(place % GRID == 0 for place in free_turns(route)), route


@settings(max_examples=150, deadline=None)
@given(BOXES, BOXES, st.lists(BOXES, max_size=8), VECTORS)
def test_a_route_moves_along_unchanged_by_any_way(
    source: Box, target: Box, others: list[Box], way: tuple[int, int]
) -> None:
    # Places stand on eighths of a unit.
    dx, dy = way[0] / 8, way[1] / 8
    there = [box.moved(dx, dy) for box in (source, target, *others)]
    here = route_orthogonal(source, target, others)
    assert route_orthogonal(there[0], there[1], there[2:]) == moved(here, dx, dy)
    ends = Ends(source, target)
    found, again = escape_route(ends, others), escape_route(Ends(*there[:2]), there[2:])
    assert again == (None if found is None else moved(found, dx, dy))


@settings(max_examples=150, deadline=None)
@given(BOXES, BOXES, st.lists(BOXES, min_size=1, max_size=8))
def test_a_route_around_boxes_with_room_between_them_turns_on_the_grid(
    source: Box, target: Box, others: list[Box]
) -> None:
    kept: list[Box] = []
    for box in (source, target, *others):
        if all(roomy(box, other) for other in kept):
            kept.append(box)
    assume(len(kept) > 2 and kept[:2] == [source, target])
    route = route_orthogonal(source, target, kept[2:])
    assert not any(crosses(route, box.grown(3.9)) for box in kept[2:])
    assert all(on_halves(place) for place in free_turns(route)), route
    escape = escape_route(Ends(source, target), kept[2:])
    assert escape is not None
    assert all(on_halves(place) for place in free_turns(escape)), escape


def test_a_step_across_a_narrow_gap_stands_in_its_middle() -> None:
    assert half_way(168.0, 200.0) == half_way(200.0, 168.0) == 184.0
    assert half_way(168.0, 220.0) == half_way(220.0, 168.0) == 200.0
    assert half_way(160.0, 260.0) == half_way(260.0, 160.0) == 220.0
    for gap in range(36, 400):
        at = half_way(0.0, float(gap))
        assert (gap - at) % GRID == 0
        assert min(at, gap - at) >= STUB


def test_both_ways_between_two_boxes_turn_at_the_same_place() -> None:
    one, other = Box(0, 0, 168, 64), Box(260, 300, 168, 64)
    ports = anchored(one, ("right", 0.5)), anchored(other, ("left", 0.5))
    forth, back = quick_route(Ends(one, other), ports), quick_route(Ends(other, one), ports[::-1])
    assert forth == back[::-1]
    assert lattice_of(one, other) == lattice_of(other, one)


def test_a_loop_stands_on_the_grid_of_its_box() -> None:
    loop = self_loop(Box(40, 80, 168, 64))
    assert all(place % GRID == 0 for place in (loop[1].x, loop[2].y, loop[3].x))


def test_a_jog_of_less_than_a_step_is_straightened_where_that_is_free() -> None:
    path = [Point(0, 0), Point(0, 100), Point(100, 100), Point(100, 107), Point(200, 107), Point(200, 300)]
    lattice = lattice_of(Box(0, 0, 20, 20), Box(0, 0, 20, 20))
    assert settled(path, lattice, ()) == ((0, 0), (0, 100), (200, 100), (200, 300))
    # Where something stands there, it is a whole step.
    above = (120, 90, 180, 106)
    assert settled(path, lattice, [above])[2:4] == ((100, 100), (100, 120))
    # And half of one where there is no room for that.
    assert settled(path, lattice, [above, (120, 116, 180, 140)])[2:4] == ((100, 100), (100, 110))
    # Between the walls of a narrow lane it stays.
    assert settled(path, lattice, [above, (120, 108, 180, 140)])[2:4] == ((100, 100), (100, 107))


@pytest.mark.timeout(10)
@pytest.mark.parametrize("off", [1e-10, -1e-10])
@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("sign", [-1, 1])
def test_a_border_a_rounding_error_beside_the_grid_is_passed_like_one_on_it(
    off: float, sign: int, *, upright: bool
) -> None:
    def sides(off: float) -> tuple[Side, Side]:
        ends = (0.0, 0.0), (300.0, 0.0)
        # Between the two, and so far to one side that going around on the other is nearer.
        low, high = (MARGIN - 60.0 + off, 400.0) if sign < 0 else (-400.0, 120.0 - MARGIN + off)
        boxes = [Box(x, y, 60.0, 60.0) for x, y in ends]
        boxes.append(Box(120.0, low, 100.0, high - low))
        if upright:
            boxes = [Box(box.y, box.x, box.h, box.w) for box in boxes]
        return choose_sides(Ends(*boxes[:2]), boxes[2:])

    assert sides(off) == sides(0.0)
