"""W5: labels cover no component, no other label and no line while there is another place."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import ElementDrawing, FontMetrics, Scene
from archdraw.core.drawing.groups import Titled
from archdraw.core.drawing.labels import Surroundings, _point_on, _points_on, first_place, place_label
from archdraw.core.geometry import Box
from archdraw.core.geometry.hits import distance_to_box, point_along
from archdraw.core.model import Component, Connection, Design, EdgeRoute, Placement, View


def grid_design(seed: int, columns: int = 5, rows: int = 4) -> Design:
    """Components on a loose grid, no two joined twice, every connection with a name."""
    chance = random.Random(seed)
    nodes = {
        f"c{column}-{row}": Placement(
            x=column * 340 + chance.randrange(0, 60, 20), y=row * 180 + chance.randrange(0, 60, 20)
        )
        for column in range(columns)
        for row in range(rows)
    }
    connections: list[Connection] = []
    for index in range(columns * rows):
        column, row = chance.randrange(columns - 1), chance.randrange(rows)
        other = f"c{column + 1}-{min(rows - 1, max(0, row + chance.choice((-1, 0, 1))))}"
        if any((one.source, one.target) == (f"c{column}-{row}", other) for one in connections):
            continue
        connections.append(
            Connection(
                id=f"l{index}",
                source=f"c{column}-{row}",
                target=other,
                name=chance.choice(("orders", "place order", "read", "events for search")),
            )
        )
    return Design(
        components=tuple(Component(id=key, kind="service", name=key) for key in nodes),
        connections=tuple(connections),
        views=(View(id="main", nodes=nodes),),
    )


def bundled_design(seed: int, most: int) -> Design:
    """The same with some components joined by up to so many connections, there and back."""
    design, chance = grid_design(seed), random.Random(seed)
    more = []
    for one in design.connections[:8]:
        for index in range(chance.randrange(1, most)):
            ends = {"source": one.target, "target": one.source} if chance.random() < 0.4 else {}
            name = chance.choice(("orders", "read", "events for search"))
            more.append(one.revised(id=f"{one.id}-{index}", name=name, **ends))
    bundled: Design = design.revised(connections=(*design.connections, *more))
    return bundled


def drawn(design: Design, catalog: Catalog, measurer: FontMetrics) -> list[ElementDrawing]:
    scene = Scene(design, "main", catalog, measurer)
    return [one for one in scene.display_list().elements if one.role == "connection"]


def struck(label: Box, line: tuple[tuple[float, float], ...]) -> bool:
    return any(
        min(ax, bx) < label.right
        and max(ax, bx) > label.x
        and min(ay, by) < label.bottom
        and max(ay, by) > label.y
        for (ax, ay), (bx, by) in pairwise(line)
    )


@pytest.mark.parametrize("seed", range(40))
def test_w5_no_label_is_struck_through_or_covers_another(
    catalog: Catalog, measurer: FontMetrics, seed: int
) -> None:
    design = grid_design(seed)
    lines = drawn(design, catalog, measurer)
    labels = [(one.id, one.label_box) for one in lines if one.label_box is not None]
    assert len(labels) == len(design.connections)
    cards = [place.box for place in design.views[0].nodes.values()]
    bad = [(a, b) for (a, first), (b, second) in combinations(labels, 2) if first.intersects(second)]
    # On its own line a label may stand: the line is interrupted there.
    bad += [(key, one.id) for key, box in labels for one in lines if key != one.id and struck(box, one.route)]
    bad += [(key, "card") for key, box in labels if any(box.intersects(card) for card in cards)]
    assert bad == []


@pytest.mark.parametrize("most", [2, 3, 5])
@pytest.mark.parametrize("seed", range(8))
def test_w5_labels_of_connections_between_the_same_components_stand_apart(
    catalog: Catalog, measurer: FontMetrics, seed: int, most: int
) -> None:
    labels: dict[str, list[Box]] = {}
    for one in drawn(bundled_design(seed, most), catalog, measurer):
        assert one.label_box is not None
        labels.setdefault(one.id.partition("-")[0], []).append(one.label_box)
    assert any(len(bundle) > 1 for bundle in labels.values())
    assert not any(a.intersects(b) for bundle in labels.values() for a, b in combinations(bundle, 2))


def test_w5_a_label_stands_at_its_fraction_on_either_side(catalog: Catalog, measurer: FontMetrics) -> None:
    design = grid_design(3)
    plain = {one.id: one for one in drawn(design, catalog, measurer)}
    for share in (0.2, 0.5, 0.8):
        view = design.views[0].revised(edges={"l0": EdgeRoute(label_at=share)})
        placed = {one.id: one for one in drawn(design.revised(views=(view,)), catalog, measurer)}
        label = placed["l0"].label_box
        assert label is not None
        assert placed["l0"].route == plain["l0"].route
        assert distance_to_box(point_along(plain["l0"].route, share), label) <= 20


def test_a_label_goes_far_along_its_line_to_find_room() -> None:
    line = ((0.0, 0.0), (400.0, 0.0))
    size = (60.0, 18.0)
    wall = (0.0, -60.0, 330.0, 60.0)
    around = Surroundings([wall], [], [(0.0, 0.0, 400.0, 0.0)], [])
    box = place_label(line, size, lambda _area: around)
    assert box.x > 330
    assert first_place(line, size).center.x == 200


def test_a_label_finds_the_gap_between_two_steps() -> None:
    line = ((0.0, 0.0), (200.0, 0.0))
    frame, title = Box(60.0, -60.0, 58.0, 120.0), Box(60.0, -60.0, 40.0, 28.0)
    cards = [(-100.0, -30.0, 0.0, 30.0), (195.0, -30.0, 300.0, 30.0)]
    around = Surroundings(cards, [Titled(frame, title)], [(0.0, 0.0, 200.0, 0.0)], [])
    box = place_label(line, (70.0, 18.0), lambda _area: around)
    assert 118 <= box.x <= box.right <= 191


def test_a_label_wider_than_the_gap_between_two_cards_is_not_cut_by_them(
    catalog: Catalog, measurer: FontMetrics
) -> None:
    for name in ("reads and writes", "publishes order events", "GET /orders/{id}/lines"):
        for label_at in (None, 0.5):
            nodes = {"a": Placement(x=0, y=0), "b": Placement(x=260, y=0)}
            edges = {} if label_at is None else {"l": EdgeRoute(label_at=label_at)}
            design = Design(
                components=(Component(id="a", kind="service"), Component(id="b", kind="service")),
                connections=(Connection(id="l", source="a", target="b", name=name),),
                views=(View(id="main", nodes=nodes, edges=edges),),
            )
            (line,) = drawn(design, catalog, measurer)
            assert line.label_box is not None
            assert not any(line.label_box.intersects(place.box) for place in nodes.values())
            assert distance_to_box(point_along(line.route, 0.5), line.label_box) <= 60


@pytest.mark.parametrize("seed", range(5))
def test_a_line_is_parted_as_its_points_are_found_one_by_one(seed: int) -> None:
    chance = random.Random(seed)
    x = y = 0.0
    points = [(x, y)]
    for turn in range(7):
        # A stretch of no length among them, as where two ports lie on each other.
        far = 0.0 if turn == seed else chance.uniform(-300, 300)
        x, y = (x + far, y) if turn % 2 else (x, y + far)
        points.append((x, y))
    for count in (1, 2, 7, 24):
        one_by_one = [_point_on(points, step / count) for step in range(1, count)]
        assert _points_on(points, count) == one_by_one
