"""W1: no line crosses a component that is not its end, wherever a free way exists.

Whether there is one, a flood fill on a fine grid says, which knows nothing of the router.
"""

from __future__ import annotations

import random
from collections import deque

import pytest
from hypothesis import given, settings, strategies as st
from tests.core.crossing import crosses

from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.drawing import ElementDrawing, FontMetrics, Scene
from archdraw.core.geometry import Box, pathfinding
from archdraw.core.geometry.escapes import escape_route
from archdraw.core.geometry.routing import Ends
from archdraw.core.model import Component, Connection, Design, Group, Placement, View

CELL = 4.0
CATALOG: Catalog = load_catalog()
MEASURER = FontMetrics()


class Flood:
    """The cells of 4 px that no component covers, even in part."""

    def __init__(self, boxes: list[Box]) -> None:
        self.left = min(box.x for box in boxes) - 10 * CELL
        self.top = min(box.y for box in boxes) - 10 * CELL
        self.columns = int((max(box.right for box in boxes) - self.left) / CELL) + 10
        self.rows = int((max(box.bottom for box in boxes) - self.top) / CELL) + 10
        self.taken = [bytearray(self.rows) for _ in range(self.columns)]
        for box in boxes:
            for column in range(*self.span(box.x - self.left, box.right - self.left)):
                for row in range(*self.span(box.y - self.top, box.bottom - self.top)):
                    self.taken[column][row] = 1

    @staticmethod
    def span(low: float, high: float) -> tuple[int, int]:
        return int(low // CELL), int(-(-high // CELL))

    def beside(self, box: Box) -> set[tuple[int, int]]:
        """The free cells that share an edge with those of a box."""
        first, last = self.span(box.x - self.left, box.right - self.left)
        top, bottom = self.span(box.y - self.top, box.bottom - self.top)
        around = {(column, row) for column in range(first, last) for row in (top - 1, bottom)}
        around |= {(column, row) for row in range(top, bottom) for column in (first - 1, last)}
        return {cell for cell in around if not self.taken[cell[0]][cell[1]]}

    def joined(self, source: Box, target: Box) -> bool:
        goal, seen = self.beside(target), self.beside(source)
        waiting = deque(seen)
        while waiting:
            column, row = waiting.popleft()
            if (column, row) in goal:
                return True
            for cell in ((column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)):
                inside = 0 <= cell[0] < self.columns and 0 <= cell[1] < self.rows
                if inside and cell not in seen and not self.taken[cell[0]][cell[1]]:
                    seen.add(cell)
                    waiting.append(cell)
        return False


@st.composite
def designs(draw: st.DrawFn, step: int) -> Design:
    """Components that may touch but do not cover each other, groups in groups, connections."""
    sizes = st.sampled_from([(168, 64), (88, 40), (168, 120), (240, 64)])
    places = draw(st.lists(st.tuples(st.integers(0, 24), st.integers(0, 18), sizes), min_size=2, max_size=16))
    boxes: list[Box] = []
    for column, row, (w, h) in places:
        box = Box(column * step, row * step, w, h)
        if not any(box.intersects(other) for other in boxes):
            boxes.append(box)
    names = [f"c{index}" for index in range(len(boxes))]
    pairs = draw(
        st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=14)
        if len(names) > 1
        else st.just([])
    )
    groups = draw(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 14)), max_size=3))
    frames = {
        f"g{index}": Box(column * step, row * step, 500 - 100 * index, 300 - 50 * index)
        for index, (column, row) in enumerate(groups)
    }
    nodes = {key: Placement(x=box.x, y=box.y, w=box.w, h=box.h) for key, box in frames.items()}
    nodes |= {
        key: Placement(x=box.x, y=box.y, w=box.w, h=box.h) for key, box in zip(names, boxes, strict=True)
    }
    parents = [None, *frames]
    return Design(
        components=tuple(Component(id=key, kind="service", name=key) for key in names),
        groups=tuple(
            Group(id=key, kind="zone", name="Zone", parent=parents[index]) for index, key in enumerate(frames)
        ),
        connections=tuple(
            Connection(id=f"l{index}", source=a, target=b, name="orders" if index % 2 else "")
            for index, (a, b) in enumerate(pairs)
            if a != b
        ),
        views=(View(id="main", nodes=nodes),),
    )


def check(design: Design) -> None:
    scene = Scene(design, "main", CATALOG, MEASURER)
    boxes = {one.id: scene.frame(one.id) for one in design.components}
    flood = Flood(list(boxes.values()))
    for connection in design.connections:
        drawing = scene.element(connection.id)
        assert isinstance(drawing, ElementDrawing)
        ends = (connection.source, connection.target)
        met = [key for key, box in boxes.items() if key not in ends and crosses(drawing.route, box)]
        if met:
            assert not flood.joined(boxes[ends[0]], boxes[ends[1]]), (connection, met, drawing.route)


@settings(max_examples=80, deadline=None)
@given(designs(20))
def test_w1_lines_in_dense_drawings_cross_nothing_while_there_is_a_way(design: Design) -> None:
    check(design)


@settings(max_examples=40, deadline=None)
@given(designs(8))
def test_w1_lines_between_touching_boxes_cross_nothing_while_there_is_a_way(design: Design) -> None:
    check(design)


@pytest.mark.parametrize("first", [1, 40, 100_000])
def test_w1_lines_cross_nothing_when_searched_as_in_big_drawings(
    monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    monkeypatch.setattr(pathfinding, "FEW_OBSTACLES", 0)
    monkeypatch.setattr(pathfinding, "_FIRST_STEPS", first)

    @settings(max_examples=25, deadline=None)
    @given(designs(8))
    def searched(design: Design) -> None:
        check(design)

    searched()


@settings(max_examples=30, deadline=None)
@given(designs(40))
def test_w2_the_order_of_asking_changes_no_route(design: Design) -> None:
    forth = Scene(design, "main", CATALOG, MEASURER)
    back = Scene(design, "main", CATALOG, MEASURER)
    keys = [one.id for one in design.connections]
    found = {key: forth.element(key) for key in keys}
    assert {key: back.element(key) for key in reversed(keys)} == found


@pytest.mark.parametrize("seed", range(8))
def test_w1_crowded_drawings_with_a_hub_cross_nothing_while_there_is_a_way(seed: int) -> None:
    chance = random.Random(seed)
    step = (8, 20, 40)[seed % 3]
    boxes: list[Box] = []
    for _ in range(40):
        w, h = chance.choice([(168, 64), (88, 40), (168, 120), (240, 64)])
        box = Box(chance.randrange(1200 // step) * step, chance.randrange(800 // step) * step, w, h)
        if not any(box.intersects(other) for other in boxes):
            boxes.append(box)
    names = [f"c{index}" for index in range(len(boxes))]
    ends = [
        chance.sample(names, 2) if chance.random() < 0.7 else (names[0], chance.choice(names[1:]))
        for _ in range(60)
    ]
    nodes = {
        key: Placement(x=box.x, y=box.y, w=box.w, h=box.h) for key, box in zip(names, boxes, strict=True)
    }
    check(
        Design(
            components=tuple(Component(id=key, kind="service", name=key) for key in names),
            connections=tuple(
                Connection(id=f"l{index}", source=a, target=b, name="orders")
                for index, (a, b) in enumerate(ends)
            ),
            views=(View(id="main", nodes=nodes),),
        )
    )


def street(count: int, closed: set[int]) -> list[Box]:
    """Return boxes in rows and columns with streets between them; `closed` are walled in by four others."""
    boxes = []
    for index in range(count):
        box = Box(index % 32 * 240.0, index // 32 * 140.0, 120.0, 60.0)
        boxes.append(box)
        if index in closed:
            boxes += [
                Box(box.x - 30, box.y - 30, 180.0, 10.0),
                Box(box.x - 30, box.bottom + 20, 180.0, 10.0),
                Box(box.x - 30, box.y - 20, 10.0, 100.0),
                Box(box.right + 20, box.y - 20, 10.0, 100.0),
            ]
    return boxes


@pytest.mark.parametrize("closed", [set[int](), {0}, {1023}, {0, 1023}])
def test_a_way_through_a_thousand_boxes_is_found_or_known_to_be_closed_in_few_steps(
    search_steps: list[int], closed: set[int]
) -> None:
    boxes = street(1024, closed)
    ends = Ends(Box(0.0, 0.0, 120.0, 60.0), Box(31 * 240.0, 31 * 140.0, 120.0, 60.0))
    found = escape_route(ends, [box for box in boxes if box not in ends])
    assert (found is None) == bool(closed)
    assert len(search_steps) < 10_000
    if found is not None:
        assert not any(crosses(found, box) for box in boxes if box not in ends)


def test_what_is_too_far_to_search_ends_in_bounded_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pathfinding, "_FIRST_STEPS", 10)
    monkeypatch.setattr(pathfinding, "MOST_STEPS_AMONG_MANY", 10)
    boxes = street(1024, set())
    ends = Ends(Box(0.0, 0.0, 120.0, 60.0), Box(31 * 240.0, 31 * 140.0, 120.0, 60.0))
    others = [box for box in boxes if box not in ends]
    assert escape_route(ends, others) is None
    monkeypatch.undo()
    assert escape_route(ends, others) is not None
