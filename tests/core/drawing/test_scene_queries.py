"""What a scene answers: order, frames, hits, culling, places for what has none."""

from __future__ import annotations

import itertools

import pytest

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics, Scene, build_display_list
from archdraw.core.geometry import Box
from archdraw.core.history import Store
from archdraw.core.model import Component, Connection, Design, Group, Placement, View


@pytest.fixture
def scene(shop: Design, catalog: Catalog, measurer: FontMetrics) -> Scene:
    return Scene(shop, "main", catalog, measurer)


def test_painting_order_is_groups_connections_components_notes(scene: Scene) -> None:
    roles = [role for role, _ in itertools.groupby(scene.order, scene.role)]
    assert roles == ["group", "connection", "component", "note"]
    order = scene.order
    assert order.index("region") < order.index("az-a")


def test_every_element_lies_within_its_bounds_and_the_whole(scene: Scene) -> None:
    display = scene.display_list()
    for drawing in display.elements:
        assert display.bounds.encloses(drawing.bounds), drawing.id
        if drawing.frame is not None:
            assert drawing.bounds.encloses(drawing.frame)


def test_in_box_gives_what_the_whole_list_would(scene: Scene) -> None:
    window = Box(700, 100, 400, 300)
    found = [drawing.id for drawing in scene.in_box(window)]
    everything = scene.display_list().elements
    assert found == [one.id for one in everything if one.bounds.intersects(window)]
    assert "payment" not in found


def test_hits_are_topmost_first(scene: Scene) -> None:
    web = scene.frame("web-a").center
    assert scene.hits(web) == ["web-a", "az-a", "region"]
    assert scene.hit((-500.0, -500.0)) is None


def test_a_line_is_hit_within_the_tolerance(scene: Scene) -> None:
    drawing = scene.element("q-w")
    assert drawing is not None
    (ax, ay), (bx, _) = drawing.route[0], drawing.route[-1]
    middle = ((ax + bx) / 2, ay + 4.0)
    assert scene.hit(middle, 5.0) == "q-w"
    assert scene.hit(middle, 2.0) == "az-b"


def test_no_route_crosses_a_stranger(scene: Scene, shop: Design) -> None:
    for connection in shop.connections:
        drawing = scene.element(connection.id)
        assert drawing is not None
        for (ax, ay), (bx, by) in itertools.pairwise(drawing.route):
            line = Box(min(ax, bx), min(ay, by), abs(bx - ax), abs(by - ay)).grown(0.01)
            for component in shop.components:
                if component.id not in (connection.source, connection.target):
                    assert not line.intersects(scene.frame(component.id)), (connection.id, component.id)


def test_labels_cover_no_card(scene: Scene, shop: Design) -> None:
    labels = {
        one.id: one.label_box for one in map(scene.element, scene.order) if one and one.role == "connection"
    }
    for key, box in labels.items():
        for component in shop.components:
            assert box is None or not box.intersects(scene.frame(component.id)), (key, component.id)


def test_an_unknown_id_is_a_sentence(scene: Scene) -> None:
    with pytest.raises(KeyError, match="shows nothing called"):
        scene.frame("nobody")
    assert scene.element("nobody") is None


def test_what_nobody_placed_is_visible_and_apart(catalog: Catalog, measurer: FontMetrics) -> None:
    components = tuple(
        Component(id=f"c{index}", kind="service", parent="left" if index % 2 else "right")
        for index in range(9)
    )
    groups = (
        Group(id="left", kind="zone"),
        Group(id="right", kind="zone"),
        Group(id="empty", kind="zone"),
    )
    design = Design(components=components, groups=groups, views=(View(id="main"),))
    scene = Scene(design, "main", catalog, measurer)
    frames = [scene.frame(one.id) for one in components]
    for first, second in itertools.combinations(frames, 2):
        assert not first.intersects(second)
    for component in components:
        assert component.parent is not None
        assert scene.frame(component.parent).encloses(scene.frame(component.id))
    assert not scene.frame("left").intersects(scene.frame("right"))
    assert not scene.frame("empty").intersects(scene.frame("right"))
    again = Scene(design, "main", catalog, measurer)
    assert [again.frame(one.id) for one in components] == frames


def test_new_components_stand_clear_of_placed_ones(catalog: Catalog, measurer: FontMetrics) -> None:
    design = Design(
        components=(Component(id="a", kind="service"), Component(id="b", kind="service")),
        views=(View(id="main", nodes={"a": Placement(x=100, y=100)}),),
    )
    scene = Scene(design, "main", catalog, measurer)
    assert scene.frame("a") == Box(100, 100, 168, 64)
    assert not scene.frame("b").intersects(scene.frame("a"))


def test_a_view_shows_what_it_names(catalog: Catalog, measurer: FontMetrics, shop: Design) -> None:
    view = View(id="part", shows=("web-a", "db", "az-a"))
    design = shop.revised(views=(*shop.views, view))
    display = build_display_list(design, "part", catalog, measurer)
    assert [one.id for one in display.elements] == ["az-a", "a-db", "web-a", "db"]


def test_an_empty_design_and_a_missing_view(catalog: Catalog, measurer: FontMetrics) -> None:
    display = build_display_list(Design(), "main", catalog, measurer)
    assert display.elements == ()
    assert display.bounds == Box(0, 0, 0, 0)


def test_parallel_calls_keep_apart(catalog: Catalog, measurer: FontMetrics) -> None:
    design = Design(
        components=(Component(id="a", kind="service"), Component(id="b", kind="service")),
        connections=(
            Connection(id="one", source="a", target="b"),
            Connection(id="two", source="a", target="b"),
            Connection(id="back", source="b", target="a"),
        ),
        views=(View(id="main", nodes={"a": Placement(x=0, y=0), "b": Placement(x=400, y=0)}),),
    )
    scene = Scene(design, "main", catalog, measurer)
    levels = set()
    for key in ("one", "two", "back"):
        drawing = scene.element(key)
        assert drawing is not None
        assert len(drawing.route) == 2
        levels.add(drawing.route[0][1])
    assert len(levels) == 3
    ordered = sorted(levels)
    assert min(b - a for a, b in itertools.pairwise(ordered)) >= 12


def _tip(scene: Scene, key: str) -> str:
    drawing = scene.element(key)
    assert drawing is not None
    return drawing.tip


def test_chips_name_zones_that_the_view_leaves_out(catalog: Catalog, measurer: FontMetrics) -> None:
    zones = tuple(Group(id=f"az-{letter}", kind="zone", name=f"Zone {letter.upper()}") for letter in "abc")
    web = Component(id="web", kind="service", replicas=3, domains=tuple(zone.id for zone in zones))
    view = View(id="main", shows=("web", "az-a"), nodes={"web": Placement(x=0, y=0)})
    store = Store(Design(components=(web,), groups=zones, views=(view,)))
    scene = Scene(store, "main", catalog, measurer)
    stop = store.listen(lambda changed: stale.update(scene.refresh(changed)))
    stale: set[str] = set()
    assert "Zone A, Zone B, Zone C" in _tip(scene, "web")
    with store.transaction("Rename"):
        store.put("groups", "az-c", zones[2].revised(name="Berlin"))
    assert "Zone A, Zone B, Berlin" in _tip(scene, "web")
    assert stale == {"web"}
    with store.transaction("Add"):
        store.put("groups", "az-d", Group(id="az-d", kind="zone", name="Zone D"))
    assert "az-d" not in scene.order
    stop()
