"""Fixed ends, hand-made middles, and pairs that run both ways."""

from __future__ import annotations

from itertools import pairwise

import pytest

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics, Scene
from archdraw.core.geometry.hits import distance_to_polyline
from archdraw.core.history import Changed, Store, place_key
from archdraw.core.model import Component, Connection, Design, EdgeRoute, Placement, View
from archdraw.core.storage import design_text, parse_design


def two(edge: EdgeRoute | None = None, **more: Connection) -> Design:
    connections = (Connection(id="l", source="a", target="b"), *more.values())
    return Design(
        components=tuple(Component(id=key, kind="service", name=key) for key in ("a", "b", "c")),
        connections=connections,
        views=(
            View(
                id="main",
                nodes={"a": Placement(x=0, y=0), "b": Placement(x=400, y=200), "c": Placement(x=0, y=400)},
                edges={} if edge is None else {"l": edge},
            ),
        ),
    )


class Drawn:
    def __init__(self, design: Design, catalog: Catalog, measurer: FontMetrics) -> None:
        self.store = Store(design)
        self.scene = Scene(self.store, "main", catalog, measurer)
        self.store.listen(self.hear)

    def hear(self, changed: Changed) -> None:
        self.scene.refresh(changed)

    def route(self, key: str = "l") -> tuple[tuple[float, float], ...]:
        drawing = self.scene.element(key)
        assert drawing is not None
        return drawing.route

    def place(self, key: str, **fields: float) -> None:
        with self.store.transaction("Place"):
            place = self.store.get("nodes", place_key("main", key))
            self.store.put("nodes", place_key("main", key), place.revised(**fields))


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_w3_a_fixed_end_stands_at_its_fraction(
    catalog: Catalog, measurer: FontMetrics, side: str, share: float
) -> None:
    edge = EdgeRoute.model_validate({"source_at": (side, share)})
    drawn = Drawn(two(edge), catalog, measurer)
    spots = {
        "left": (0, 64 * share),
        "right": (168, 64 * share),
        "top": (168 * share, 0),
        "bottom": (168 * share, 64),
    }
    route = drawn.route()
    assert route[0] == spots[side]
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(route))
    level = route[0][1] == route[1][1]
    assert level == (side in ("left", "right")), "it leaves at a right angle"


def test_w3_moving_and_resizing_keep_the_fraction(catalog: Catalog, measurer: FontMetrics) -> None:
    edge = EdgeRoute(source_at=("bottom", 0.25), target_at=("top", 0.75))
    drawn = Drawn(two(edge), catalog, measurer)
    drawn.place("b", x=900, y=700)
    assert drawn.route()[-1] == (900 + 126, 700)
    drawn.place("b", x=-900, y=-700, w=200)
    assert drawn.route()[-1] == (-900 + 150, -700)
    assert drawn.route()[0] == (42, 64)


def test_w3_floating_ends_keep_off_a_fixed_one(catalog: Catalog, measurer: FontMetrics) -> None:
    design = two(
        EdgeRoute(source_at=("right", 0.5)),
        second=Connection(id="m", source="a", target="b"),
        third=Connection(id="n", source="b", target="a"),
    )
    drawn = Drawn(design, catalog, measurer)
    starts = sorted(
        point[1] for key in ("l", "m", "n") for point in drawn.route(key) if point[0] == 168 and point[1] < 65
    )
    assert 32 in starts
    assert all(b - a >= 12 for a, b in pairwise(starts))


def test_w3_defaults_are_not_written_and_fixed_ends_come_back() -> None:
    edge = EdgeRoute(source_at=("right", 0.5), label_at=0.25)
    text = design_text(two(edge))
    assert '"l": {"source_at": ["right", 0.5], "label_at": 0.25}' in text
    assert "target_at" not in text
    design = parse_design(text.encode(), "a.adraw").design
    assert design.views[0].edges["l"] == edge
    assert design_text(design) == text


def test_w4_the_hand_made_middle_stays_when_an_end_moves(catalog: Catalog, measurer: FontMetrics) -> None:
    edge = EdgeRoute(route="manual", points=((300, 32), (300, 232)))
    drawn = Drawn(two(edge), catalog, measurer)
    assert drawn.route() == ((168, 32), (300, 32), (300, 232), (400, 232))
    drawn.place("b", x=460, y=300)
    assert drawn.route() == ((168, 32), (300, 32), (300, 332), (460, 332))
    drawn.place("b", x=460, y=240)
    assert distance_to_polyline((300, 232), drawn.route()) == 0
    drawn.place("a", x=-80, y=-200)
    assert distance_to_polyline((300, 32), drawn.route()) == 0
    assert distance_to_polyline((300, 232), drawn.route()) == 0
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(drawn.route()))


def test_w4_a_waypoint_under_a_component_is_passed_over(catalog: Catalog, measurer: FontMetrics) -> None:
    edge = EdgeRoute(route="manual", points=((300, 32), (300, 232)))
    drawn = Drawn(two(edge), catalog, measurer)
    drawn.place("a", x=220, y=0)
    route = drawn.route()
    assert (300, 32) not in route
    assert (300, 232) in route
    assert route[0][1] == 64
    drawn.place("a", x=220, y=200)
    assert len(drawn.route()) >= 2


def test_w4_the_ends_of_a_hand_made_line_go_around_components(
    catalog: Catalog, measurer: FontMetrics
) -> None:
    edge = EdgeRoute(route="manual", points=((84, 600), (484, 600)))
    drawn = Drawn(two(edge), catalog, measurer)
    box = drawn.scene.frame("c")
    for (ax, ay), (bx, by) in pairwise(drawn.route()):
        inside = max(ax, bx) > box.x and min(ax, bx) < box.right
        assert not (inside and max(ay, by) > box.y and min(ay, by) < box.bottom)


@pytest.mark.parametrize(("x", "y"), [(400, 0), (400, 10), (0, 300), (400, 300), (-400, 300), (-500, -300)])
def test_a_pair_that_runs_both_ways_is_two_lines(
    catalog: Catalog, measurer: FontMetrics, x: float, y: float
) -> None:
    drawn = Drawn(two(None, back=Connection(id="m", source="b", target="a")), catalog, measurer)
    drawn.place("c", x=3000)
    drawn.place("b", x=x, y=y)
    forth, back = drawn.route("l"), drawn.route("m")
    for (ax, ay), (bx, by) in pairwise(forth):
        for (cx, cy), (dx, dy) in pairwise(back):
            level = ay == by == cy == dy and min(max(ax, bx), max(cx, dx)) > max(min(ax, bx), min(cx, dx))
            upright = ax == bx == cx == dx and min(max(ay, by), max(cy, dy)) > max(min(ay, by), min(cy, dy))
            assert not level
            assert not upright
    if 0 <= y < 20:
        assert len(forth) == len(back) == 2, "level neighbours are joined by straight lines"


def test_w4_other_lines_make_way_for_one_led_by_hand(catalog: Catalog, measurer: FontMetrics) -> None:
    design = two(None, other=Connection(id="m", source="c", target="b"))
    drawn = Drawn(design, catalog, measurer)
    across = next(a[0] for a, b in pairwise(drawn.route("m")) if a[0] == b[0])
    with drawn.store.transaction("Lead"):
        points = ((across, 32.0), (across, 232.0))
        drawn.store.put("edges", place_key("main", "l"), EdgeRoute(route="manual", points=points))
    assert (across, 32) in drawn.route("l")
    assert all(abs(a[0] - across) >= 8 for a, b in pairwise(drawn.route("m")) if a[0] == b[0])
