"""Lines that would lie on each other are moved apart, in the order that crosses least."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from hypothesis import given, strategies as st

from archdraw.core.geometry import Box, Point
from archdraw.core.geometry.lanes import LANE, crossings, led, segments_of, shifted, spread_lane
from archdraw.core.geometry.ports import level_place, side_pairs, side_range, spread_around, spread_ports

if TYPE_CHECKING:
    from collections.abc import Mapping

BOX = Box(0, 0, 168, 64)


def step(x: float, start: float, end: float) -> tuple[Point, ...]:
    return Point(0, start), Point(x, start), Point(x, end), Point(200, end)


def spread(routes: Mapping[str, tuple[Point, ...]]) -> dict[str, float]:
    lane = [segments_of(key, route)[1] for key, route in routes.items()]
    shifts = spread_lane(lane, {key: index for index, key in enumerate(routes)})
    return {key: shift for (key, _), shift in shifts.items()}


def test_two_on_one_lane_part_by_half_a_step_of_the_grid_and_one_stays() -> None:
    shifts = spread({"a": step(100, 0, 60), "b": step(100, 20, 90)})
    assert abs(shifts["a"] - shifts["b"]) == LANE
    assert 0.0 in shifts.values()


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(2, 12), st.booleans()),
        min_size=1,
        max_size=9,
    )
)
def test_lanes_with_room_stand_on_halves_of_the_grid_and_apart(
    places: list[tuple[int, int, int, bool]],
) -> None:
    """Their routes have a long way to both sides, so that all find room."""
    routes = {
        str(number): (
            Point(-400, start * 20.0),
            Point(100 + at * 10.0, start * 20.0),
            Point(100 + at * 10.0, (start + long) * 20.0 + 5),
            Point(-400 if back else 600, (start + long) * 20.0 + 5),
        )
        for number, (at, start, long, back) in enumerate(places)
    }
    lane = {key: segments_of(key, route)[1] for key, route in routes.items()}
    shifts = spread(routes)
    now = {key: one.moved(shifts[key], 0.0) for key, one in lane.items()}
    assert all(shift % LANE == 0 for shift in shifts.values())
    for one, other in combinations(now.values(), 2):
        assert abs(one.at - other.at) >= LANE or not one.shares_lane(other)


def test_lanes_are_ordered_without_crossings() -> None:
    routes = {"up-1": step(100, 100, 0), "up-2": step(100, 120, 20), "up-3": step(100, 140, 40)}
    shifts = spread(routes)
    moved = {key: shifted(route, {1: shifts[key]}) for key, route in routes.items()}
    segments = {key: segments_of(key, route) for key, route in moved.items()}
    for key, own in segments.items():
        others = [one for other, theirs in segments.items() if other != key for one in theirs]
        assert all(crossings(one, others, 0.0) == [] for one in own if not one.upright)


def test_a_lane_keeps_within_its_limits_and_off_its_corners() -> None:
    routes = {str(index): step(100, index * 10.0, 200 + index * 10.0) for index in range(5)}
    lane = [segments_of(key, route)[1] for key, route in routes.items()]
    ranks = {key: index for index, key in enumerate(routes)}
    shifts = spread_lane(lane, ranks, lambda _part: (96.0, 112.0))
    places = sorted(100 + shift for shift in shifts.values())
    assert places[0] >= 96.0
    assert places[-1] <= 112.0
    assert len(set(places)) == 5
    tight = segments_of("t", (Point(0, 0), Point(20, 0), Point(20, 50), Point(40, 50)))[1]
    assert tight.back <= 2.0
    assert tight.forth <= 2.0


def test_a_line_from_a_box_stays_where_its_port_is() -> None:
    straight = segments_of("s", (Point(0, 50), Point(200, 50)))[0]
    bent = segments_of("b", (Point(20, 0), Point(20, 52), Point(150, 52), Point(150, 90)))[1]
    assert straight.shares_lane(bent)
    shifts = spread_lane([straight, bent], {"s": 0, "b": 1})
    assert shifts["s", 0] == 0.0
    assert shifts["b", 1] == LANE, "a free line stays on its own grid"


def test_crossings_need_room_on_both_lines() -> None:
    level = segments_of("l", (Point(0, 50), Point(200, 50)))[0]
    through = segments_of("u", (Point(80, 0), Point(80, 100)))
    corner = segments_of("c", (Point(120, 52), Point(120, 100)))
    assert crossings(level, [*through, *corner], 5.0) == [80.0]


def test_ports_spread_evenly_around_the_middle() -> None:
    assert spread_ports(BOX, "right", 1) == [32.0]
    assert spread_ports(BOX, "right", 2) == [22.0, 42.0]
    many = spread_ports(BOX, "top", 30)
    low, high = side_range(BOX, "top")
    assert many[0] >= low
    assert many[-1] <= high


def test_a_level_line_keeps_its_place_and_the_others_stand_around() -> None:
    assert spread_around(BOX, "right", 3, 1, 32.0) == [12.0, 32.0, 52.0]
    assert spread_around(BOX, "right", 2, 0, 32.0) == [32.0, 52.0]
    crowded = spread_around(BOX, "right", 9, 0, 32.0)
    assert crowded == spread_ports(BOX, "right", 9)


def test_both_ends_agree_on_the_level() -> None:
    other = Box(400, 20, 120, 48)
    assert level_place(BOX, "right", other) == level_place(other, "left", BOX)
    assert level_place(BOX, "right", other.moved(0, 500)) is None


def test_facing_sides_come_first() -> None:
    assert side_pairs(BOX, BOX.moved(400, 0))[0] == ("right", "left")
    assert side_pairs(BOX, BOX.moved(0, -300))[0] == ("top", "bottom")
    assert side_pairs(BOX, BOX.moved(-400, 30))[0] == ("left", "right")


def test_two_bundles_side_by_side_do_not_grow_into_each_other() -> None:
    routes = {
        "a": step(100, 0, 60),
        "b": step(100, 20, 90),
        "c": step(110, 10, 70),
        "d": step(110, 30, 95),
    }
    shifts = spread(routes)
    places = sorted(segments_of(key, route)[1].at + shifts[key] for key, route in routes.items())
    assert all(b - a >= LANE for a, b in pairwise(places))
    assert abs(sum(shifts.values())) < 1, "they part from their common middle"


def test_what_has_room_in_a_lane_that_has_none_takes_it() -> None:
    """Two are held between walls at their lower end; the third, beside their upper end only, is not."""
    routes = {"a": step(100, 0, 200), "b": step(100, 100, 210), "free": step(100, -100, 20)}
    lane = [segments_of(key, route)[1] for key, route in routes.items()]
    ranks = {key: index for index, key in enumerate(routes)}
    shifts = spread_lane(
        lane, ranks, lambda part: (99, 104) if max(one.high for one in part) > 150 else (0, 200)
    )
    places = {key: 100 + shifts[key, 1] for key in routes}
    assert abs(places["a"] - places["b"]) >= 4
    assert abs(places["free"] - places["a"]) >= 7


def test_lines_with_room_between_them_stay_where_they_are() -> None:
    assert spread({"a": step(100, 0, 60), "b": step(112, 20, 90)}) == {"a": 0.0, "b": 0.0}


def test_what_was_led_by_hand_stays_and_the_others_part_from_it() -> None:
    by_hand = led(segments_of("h", step(100, 0, 60)))[1]
    for at, least in ((100, LANE), (101, 7)):
        other = segments_of("o", step(at, 20, 90))[1]
        shifts = spread_lane([by_hand, other], {"h": 1, "o": 0})
        assert shifts["h", 1] == 0.0
        assert abs(at + shifts["o", 1] - 100) >= least
