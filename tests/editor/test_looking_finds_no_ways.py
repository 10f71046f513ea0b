"""In a large drawing nobody who only points or looks waits for the ways of lines to be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.editor.conftest import Hand

from archdraw.core.drawing import FontMetrics, Scene
from archdraw.core.history import Store
from archdraw.core.model import Component, Connection, Design, Placement, View
from archdraw.editor.edits import routes
from archdraw.editor.session import Session
from archdraw.editor.tools.zones import ends_of, zone_at

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog

ROWS, COLUMNS = 20, 18


@pytest.fixture
def grid(catalog: Catalog) -> Session:
    """Rows of components, each joined to the next one in its row and to one two rows below."""
    names = [[f"n{row}-{column}" for column in range(COLUMNS)] for row in range(ROWS)]
    pairs = [(row[at], row[at + 1]) for row in names for at in range(COLUMNS - 1)]
    pairs += [(names[row][at], names[row + 2][at]) for row in range(ROWS - 2) for at in range(COLUMNS)]
    design = Design(
        components=tuple(Component(id=one, kind="service", name=one) for row in names for one in row),
        connections=tuple(Connection(id=f"{a}--{b}", source=a, target=b, name="calls") for a, b in pairs),
        views=(
            View(
                id="main",
                nodes={
                    one: Placement(x=column * 320, y=row * 160)
                    for row, line in enumerate(names)
                    for column, one in enumerate(line)
                },
            ),
        ),
    )
    session = Session(Store(design), catalog, FontMetrics())
    session.resize_viewport(1400, 900)
    return session


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose drawing is asked for from now on."""
    asked: list[str] = []
    element = Scene.element

    def noted(scene: Scene, key: str) -> object:
        if scene.role(key) == "connection":
            asked.append(key)
        return element(scene, key)

    monkeypatch.setattr(Scene, "element", noted)
    return asked


def test_pointing_around_draws_no_line(grid: Session, drawn: list[str]) -> None:
    hand = Hand(grid)
    hand.steer((10, 10), (1300, 800), steps=40)
    assert grid.hover is not None
    assert drawn == []


def test_a_line_whose_way_is_not_known_is_where_it_is_shown(grid: Session, drawn: list[str]) -> None:
    start, end = grid.scene.ends("n0-0--n0-1")
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    zone = zone_at(grid, grid.camera.to_world(*grid.camera.to_screen(*middle)))
    assert (zone.kind, zone.id, zone.part) == ("body", "n0-0--n0-1", "")
    grid.select({"n0-0--n0-1"})
    assert ends_of(grid, "n0-0--n0-1") == {}
    assert drawn == []
    grid.scene.element("n0-0--n0-1")
    assert set(ends_of(grid, "n0-0--n0-1")) == {"source", "target"}
    assert zone_at(grid, routes.drawn_route(grid, "n0-0--n0-1")[0]).kind == "end"


def test_a_line_is_hit_where_its_known_way_runs(grid: Session) -> None:
    key = "n4-5--n6-5"
    drawing = grid.scene.element(key)
    assert drawing is not None
    (ax, ay), (bx, by) = drawing.route[1:3]
    assert key in grid.scene.hits(((ax + bx) / 2, (ay + by) / 2), 2.0)
    straight = grid.scene.ends(key)
    middle = ((straight[0][0] + straight[1][0]) / 2, (straight[0][1] + straight[1][1]) / 2)
    assert key not in grid.scene.hits(middle, 2.0), "a component stands there, and the line runs around it"


def test_a_frame_takes_lines_without_drawing_them(grid: Session, drawn: list[str]) -> None:
    hand = Hand(grid)
    hand.press(-30, -40)
    hand.steer((-30, -40), (560, 300), steps=10)
    hand.release(560, 300)
    assert {"n0-0", "n0-1", "n1-0", "n1-1", "n0-0--n0-1", "n1-0--n1-1"} <= grid.selection
    assert drawn == []


def test_a_drag_begins_without_drawing_what_it_may_snap_to(grid: Session, drawn: list[str]) -> None:
    hand = Hand(grid)
    hand.press(80, 30)
    hand.move(84, 34)
    drawn.clear()
    hand.move(96, 50)
    own = set(grid.scene.connections_of("n0-0"))
    assert set(drawn) <= own
    hand.key("Escape")


def test_the_handles_of_a_new_connection_come_when_its_way_is_found(grid: Session) -> None:
    key = grid.connect("n0-0", "n3-3")
    before = grid.ghosts
    grid.scene.element(key)
    grid.refresh_ghosts()
    assert len(grid.ghosts) > len(before)
