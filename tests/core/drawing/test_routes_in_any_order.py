"""W2: the same drawing has the same lines, whichever of them somebody asked for first."""

from __future__ import annotations

import random

import pytest

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics, Scene
from archdraw.core.geometry import box_of_points
from archdraw.core.history import Store, place_key
from archdraw.core.model import Component, Connection, Design, Placement, View


def corridors(seed: int) -> Design:
    """Return rows of cards like walls, with few gaps, and connections that lead far around them."""
    chance = random.Random(seed)
    places: dict[str, Placement] = {}
    for row in range(5):
        gap = chance.randrange(10)
        for column in range(10):
            if column != gap and chance.random() > 0.1:
                places[f"n{len(places)}"] = Placement(x=column * 170.0, y=row * 150.0)
    names = ("", "calls", "reads all")
    return Design(
        components=tuple(Component(id=key, kind="service", name=key) for key in places),
        connections=tuple(
            Connection(id=f"c{number}", source=source, target=target, name=chance.choice(names))
            for number in range(45)
            for source, target in [chance.sample(list(places), 2)]
        ),
        views=(View(id="main", nodes=places),),
    )


def lines(scene: Scene, order: list[str]) -> dict[str, object]:
    """Return how connections are drawn, asked for in this order."""
    found = {key: scene.element(key) for key in order}
    return {key: (one.route, one.label_box, one.shapes) for key, one in found.items() if one is not None}


def strays(scene: Scene) -> set[str]:
    """Return the connections that lead beyond what is known of them before their way is found."""
    wiring = scene._drafting.wiring
    found = ((key, box_of_points(wiring.raw(key))) for key in wiring.connections)
    return {key for key, around in found if around is not None and not wiring.reach(key).encloses(around)}


@pytest.mark.parametrize("seed", [0, 2, 5, 9, 13, 22, 31])
def test_lines_that_lead_beyond_their_reach_make_no_difference_to_who_is_asked_first(
    catalog: Catalog, measurer: FontMetrics, seed: int
) -> None:
    design = corridors(seed)
    keys = [one.id for one in design.connections]
    chance = random.Random(seed)
    drawn = []
    for order in (keys, keys[::-1], chance.sample(keys, len(keys))):
        scene = Scene(design, "main", catalog, measurer)
        drawn.append(lines(scene, order))
        assert strays(scene)
    assert drawn[0] == drawn[1] == drawn[2]


@pytest.mark.parametrize("seed", [5, 13])
def test_a_scene_with_lines_beyond_their_reach_stays_as_a_fresh_one_when_cards_move(
    catalog: Catalog, measurer: FontMetrics, seed: int
) -> None:
    design = corridors(seed)
    store, chance = Store(design), random.Random(seed)
    scene = Scene(store, "main", catalog, measurer)
    told: list[frozenset[str]] = []
    store.listen(lambda changed: told.append(scene.refresh(changed)))
    keys = [one.id for one in design.connections]
    lines(scene, keys)
    for _ in range(6):
        key = place_key("main", chance.choice(design.components).id)
        place: Placement = store.get("nodes", key)
        with store.transaction("Move"):
            store.put("nodes", key, place.at(place.box.moved(chance.randrange(-200, 200, 20), 40.0)))
        fresh = Scene(store.design, "main", catalog, measurer)
        assert lines(scene, keys) == lines(fresh, keys[::-1])
    assert any(strays(scene) & one for one in told)
