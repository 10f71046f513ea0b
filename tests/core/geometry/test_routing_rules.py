"""Routes: on the borders, at right angles, around what stands in the way, with few bends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st
from tests.core.crossing import crosses

from archdraw.core.geometry import Box, Point
from archdraw.core.geometry.ports import SIDES, Port, Side, anchored, natural_pair, side_pairs
from archdraw.core.geometry.routing import (
    Ends,
    offset_line,
    quick_route,
    route_between,
    route_orthogonal,
    self_loop,
    simple_route,
    straight_route,
)
from archdraw.core.geometry.shapes import simplified
from archdraw.core.geometry.waypoints import route_through

CARD = Box(0, 0, 168, 64)
BOXES = st.builds(
    lambda x, y: Box(x * 20.0, y * 20.0, 168.0, 64.0), st.integers(-30, 30), st.integers(-30, 30)
)


def on_border(point: Point, box: Box) -> bool:
    upright = point.x in (box.x, box.right) and box.y <= point.y <= box.bottom
    level = point.y in (box.y, box.bottom) and box.x <= point.x <= box.right
    return upright or level


def bends(route: tuple[Point, ...]) -> int:
    return len(route) - 2


@pytest.mark.parametrize(
    ("target", "count"),
    [
        (CARD.moved(400, 0), 0),
        (CARD.moved(-400, 0), 0),
        (CARD.moved(0, 300), 0),
        (CARD.moved(0, -300), 0),
        (CARD.moved(400, 200), 2),
        (CARD.moved(200, 600), 2),
        (CARD.moved(-400, -200), 2),
    ],
)
def test_free_routes_have_the_fewest_bends_of_facing_sides(target: Box, count: int) -> None:
    assert bends(route_orthogonal(CARD, target)) == count


@settings(max_examples=150, deadline=None)
@given(source=BOXES, target=BOXES, obstacles=st.lists(BOXES, max_size=8))
def test_routes_are_orthogonal_and_end_on_the_borders(source: Box, target: Box, obstacles: list[Box]) -> None:
    route = route_orthogonal(source, target, obstacles)
    assert on_border(route[0], source)
    assert on_border(route[-1], target)
    for a, b in pairwise(route):
        assert (a.x == b.x) != (a.y == b.y)
    assert route == route_orthogonal(source, target, obstacles)
    reach = Ends(source, target).reach
    assert all(reach.contains(point) for point in route)


@settings(max_examples=100, deadline=None)
@given(source=BOXES, target=BOXES, obstacle=BOXES)
def test_a_single_box_is_always_walked_around(source: Box, target: Box, obstacle: Box) -> None:
    roomy = source.grown(60), target.grown(60), obstacle.grown(60)
    if any(a.intersects(b) for index, a in enumerate(roomy) for b in roomy[index + 1 :]):
        return
    route = route_orthogonal(source, target, [obstacle])
    assert not crosses(route, obstacle.grown(11.9))
    assert bends(route) <= 4


def test_a_wall_is_walked_around_at_its_nearer_end() -> None:
    wall = Box(250, -40, 20, 400)
    route = route_orthogonal(CARD, CARD.moved(400, 0), [wall])
    assert not crosses(route, wall.grown(11.9))
    assert min(point.y for point in route) < -40
    assert max(point.y for point in route) < 100


def test_a_route_in_a_maze_is_found_by_search() -> None:
    walls = [Box(240, -150, 20, 300), Box(320, -60, 20, 260), Box(200, 190, 100, 20), Box(200, -170, 60, 20)]
    ports = (Port("right", Point(168, 32)), Port("left", Point(400, 32)))
    target = CARD.moved(400, 0)
    route = route_between(Ends(CARD, target), ports, walls)
    for wall in walls:
        assert not crosses(route, wall)
    assert route[0] == (168, 32)
    assert route[-1] == (400, 32)


def test_no_way_out_goes_straight_through() -> None:
    cage = [Box(-60, -60, 288, 20), Box(-60, 104, 288, 20), Box(-60, -40, 20, 144), Box(208, -40, 20, 144)]
    route = route_orthogonal(CARD, CARD.moved(500, 0), cage)
    assert route == ((168, 32), (500, 32))


def test_a_box_within_the_other_is_joined_from_border_to_border() -> None:
    group = Box(-300, -200, 600, 500)
    route = route_orthogonal(CARD, group)
    assert on_border(route[0], CARD)
    assert on_border(route[-1], group)
    assert bends(route) == 0
    assert on_border(route_orthogonal(group, CARD)[-1], CARD)


def test_overlapping_boxes_are_joined() -> None:
    route = route_orthogonal(CARD, CARD.moved(60, 30))
    assert len(route) >= 2
    assert on_border(route[0], CARD)


def test_a_loop_leaves_and_returns() -> None:
    loop = self_loop(CARD)
    assert on_border(loop[0], CARD)
    assert on_border(loop[-1], CARD)
    assert route_orthogonal(CARD, CARD) == loop


def test_waypoints_are_visited_at_right_angles() -> None:
    points = ((300.0, -80.0), (300.0, 200.0))
    route = route_through(CARD, CARD.moved(500, 0), points)
    assert set(points) <= set(route)
    assert on_border(route[0], CARD)
    assert on_border(route[-1], CARD.moved(500, 0))
    for a, b in pairwise(route):
        assert a.x == b.x or a.y == b.y


def test_straight_lines_run_from_border_to_border() -> None:
    a, b = straight_route(CARD, CARD.moved(400, 200))
    assert on_border(a, CARD)
    assert b.y == 200 or b.x == 400


def test_simplified_drops_what_is_no_corner() -> None:
    line = [(0, 0), (5, 0), (5, 0), (10, 0), (10, 10), (10, 20)]
    assert simplified(line) == ((0, 0), (10, 0), (10, 20))
    assert simplified([(0, 0), (10, 0), (4, 0)]) == ((0, 0), (10, 0), (4, 0))


def test_offset_lines_keep_their_distance() -> None:
    line = ((0.0, 0.0), (100.0, 0.0), (100.0, 80.0))
    assert offset_line(line, 2.0) == ((0, 2), (98, 2), (98, 80))
    assert offset_line(line, -2.0) == ((0, -2), (102, -2), (102, 80))


@settings(max_examples=300, deadline=None)
@given(source=BOXES, target=BOXES)
def test_the_pair_of_sides_found_at_once_is_the_first_of_all_pairs(source: Box, target: Box) -> None:
    assert natural_pair(source, target) == side_pairs(source, target)[0]


@settings(max_examples=300, deadline=None)
@given(
    source=BOXES,
    target=BOXES,
    out=st.sampled_from(SIDES),
    into=st.sampled_from(SIDES),
    places=st.tuples(st.integers(1, 3), st.integers(1, 3)),
)
def test_a_quick_line_is_the_one_that_a_search_among_nothing_finds(
    source: Box, target: Box, out: Side, into: Side, places: tuple[int, int]
) -> None:
    ports = (anchored(source, (out, places[0] / 4)), anchored(target, (into, places[1] / 4)))
    ends = Ends(source, target)
    wanted = simple_route(ends, ports, ())
    if wanted is not None:
        assert quick_route(ends, ports) == wanted
