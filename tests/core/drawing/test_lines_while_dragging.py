"""While a component is dragged its lines already run as they will, around what stands between."""

from __future__ import annotations

from itertools import pairwise

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import ElementDrawing, FontMetrics, Scene
from archdraw.core.geometry import Box
from archdraw.core.geometry.routing import clear
from archdraw.core.history import Changed, Store, place_key
from archdraw.core.model import Component, Connection, Design, Placement, View


class Dragged:
    """A hub with `spokes` neighbours around a wall of other components."""

    def __init__(self, spokes: int, catalog: Catalog, measurer: FontMetrics) -> None:
        nodes = {"hub": Placement(x=0, y=0)}
        nodes |= {f"s{index}": Placement(x=700, y=index * 100 - 50 * spokes) for index in range(spokes)}
        nodes |= {f"wall{index}": Placement(x=350, y=index * 64 - 200) for index in range(5)}
        self.store = Store(
            Design(
                components=tuple(Component(id=key, kind="service", name=key) for key in nodes),
                connections=tuple(
                    Connection(id=f"l{index}", source="hub", target=f"s{index}", name="call")
                    for index in range(spokes)
                ),
                views=(View(id="main", nodes=nodes),),
            )
        )
        self.scene = Scene(self.store, "main", catalog, measurer)
        self.scene.display_list()
        self.store.listen(self.hear)
        self.walls = [self.scene.frame(f"wall{index}") for index in range(5)]
        self.spokes = spokes

    def hear(self, changed: Changed) -> None:
        self.scene.refresh(changed, sketch=self.store.in_gesture)

    def drag(self, x: float, y: float) -> None:
        with self.store.transaction("Drag"):
            place = self.store.get("nodes", place_key("main", "hub"))
            self.store.put("nodes", place_key("main", "hub"), place.at(Box(x, y, 168, 64)))

    def lines(self) -> list[ElementDrawing]:
        found = [self.scene.element(f"l{index}") for index in range(self.spokes)]
        return [one for one in found if one is not None]


def test_a_few_lines_look_in_every_frame_as_they_will_when_dropped(
    catalog: Catalog, measurer: FontMetrics
) -> None:
    dragged = Dragged(3, catalog, measurer)
    dragged.store.begin_gesture("Drag")
    for x, y in ((20, 40), (-60, 300), (40, -320), (120, 60)):
        dragged.drag(x, y)
        live = dragged.lines()
        fresh = Scene(dragged.store.design, "main", catalog, measurer)
        assert live == [fresh.element(one.id) for one in live]
        assert all(clear(one.route, dragged.walls) for one in live)
    dragged.store.end_gesture()
    dragged.scene.settle()
    assert dragged.lines() == live


def test_many_lines_follow_in_every_frame_and_find_their_way_in_turns(
    catalog: Catalog, measurer: FontMetrics
) -> None:
    dragged = Dragged(24, catalog, measurer)
    dragged.store.begin_gesture("Drag")
    for step in range(20):
        dragged.drag(0, 20 * step)
        hub = dragged.scene.frame("hub")
        for one in dragged.lines():
            start = one.route[0]
            assert hub.grown(0.01).contains(start), "no line is left behind"
            assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(one.route))
    for _ in range(12):
        dragged.drag(0, dragged.scene.frame("hub").y + 1)
    crossing = [one.id for one in dragged.lines() if not clear(one.route, dragged.walls)]
    assert len(crossing) <= 6, crossing
    dragged.store.bail_out()
    dragged.scene.settle()
    fresh = Scene(dragged.store.design, "main", catalog, measurer)
    assert dragged.lines() == [fresh.element(one.id) for one in dragged.lines()]


def test_what_a_new_connection_would_look_like_is_what_it_gets(
    catalog: Catalog, measurer: FontMetrics
) -> None:
    dragged = Dragged(2, catalog, measurer)
    new = Connection(id="new", source="s1", target="hub")
    wanted = dragged.scene.preview(new)
    with dragged.store.transaction("Connect"):
        dragged.store.put("connections", "new", new)
    drawing = dragged.scene.element("new")
    assert drawing is not None
    assert drawing.route == wanted.points
    assert dragged.scene.element("new") is drawing
