"""Lines and labels keep off the title of a group, as wide as it is written."""

from __future__ import annotations

from itertools import pairwise

import pytest

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics, Scene
from archdraw.core.geometry import Box
from archdraw.core.history import Changed, Store
from archdraw.core.model import Component, Connection, Design, Group, Placement, View

LONG = "Payment card industry: everything that sees a card number"
# The only line runs down at x = 384, from above the group into it.
DESIGN = Design(
    components=(
        Component(id="a", kind="service", name="Above"),
        Component(id="b", kind="service", name="Below", parent="zone"),
    ),
    groups=(Group(id="zone", kind="zone", name="Cards"),),
    connections=(Connection(id="line", source="a", target="b", name="orders"),),
    views=(
        View(
            id="main",
            nodes={
                "zone": Placement(x=200, y=160, w=600, h=300),
                "a": Placement(x=300, y=0),
                "b": Placement(x=300, y=300),
            },
        ),
    ),
)


def met(route: tuple[tuple[float, float], ...], box: Box) -> bool:
    return any(
        min(ax, bx) < box.right and max(ax, bx) > box.x and min(ay, by) < box.bottom and max(ay, by) > box.y
        for (ax, ay), (bx, by) in pairwise(route)
    )


class Shown:
    """A scene that follows its store."""

    def __init__(self, design: Design, catalog: Catalog, measurer: FontMetrics) -> None:
        self.store, self._catalog, self._measurer = Store(design), catalog, measurer
        self.scene = Scene(self.store, "main", catalog, measurer)
        self.scene.display_list()
        self.told: frozenset[str] = frozenset()
        self.store.listen(self.hear)

    def hear(self, changed: Changed) -> None:
        self.told = self.scene.refresh(changed)

    def rename(self, name: str) -> None:
        with self.store.transaction("Rename"):
            self.store.put("groups", "zone", self.store.get("groups", "zone").revised(name=name))

    @property
    def route(self) -> tuple[tuple[float, float], ...]:
        """How the line runs, which is as in a scene made fresh."""
        found = self.scene.element("line")
        fresh = Scene(self.store.design, "main", self._catalog, self._measurer).element("line")
        assert found is not None
        assert found == fresh
        return found.route

    @property
    def title(self) -> Box:
        """Where the tab with the title is drawn."""
        found = self.scene.element("zone")
        assert found is not None
        assert found.label_box is not None
        return found.label_box


@pytest.fixture
def shown(catalog: Catalog, measurer: FontMetrics) -> Shown:
    return Shown(DESIGN, catalog, measurer)


def test_a_line_beside_a_short_title_runs_straight_and_makes_way_for_a_long_one(shown: Shown) -> None:
    straight = shown.route
    assert len(straight) == 2
    assert shown.title.right < straight[0][0] < 800
    shown.rename(LONG)
    assert "line" in shown.told
    around = shown.route
    assert shown.title.right > straight[0][0]
    assert not met(around, shown.title)
    assert shown.store.undo()
    assert shown.route == straight
    assert shown.store.redo()
    assert shown.route == around


def test_another_title_of_the_same_width_moves_nothing(shown: Shown) -> None:
    shown.rename("Cords")
    assert shown.told == {"zone"}


def test_a_title_far_from_every_line_may_have_any_length(catalog: Catalog, measurer: FontMetrics) -> None:
    view = DESIGN.views[0]
    nodes = {**view.nodes, "zone": Placement(x=-600, y=160, w=1300, h=300)}
    shown = Shown(DESIGN.revised(views=(view.revised(nodes=nodes),)), catalog, measurer)
    straight = shown.route
    shown.rename(LONG)
    assert shown.route == straight
    assert shown.told == {"zone"}


def test_a_narrow_group_cuts_its_title_and_lines_keep_off_what_is_left(
    catalog: Catalog, measurer: FontMetrics
) -> None:
    view = DESIGN.views[0]
    nodes = {**view.nodes, "zone": Placement(x=290, y=160, w=188, h=300)}
    shown = Shown(DESIGN.revised(views=(view.revised(nodes=nodes),)), catalog, measurer)
    assert len(shown.route) == 2
    shown.rename(LONG)
    assert shown.title.right <= 478
    assert not met(shown.route, shown.title.grown(-8))


def test_a_label_stands_beside_a_title_and_not_on_it(shown: Shown) -> None:
    for name in ("Cards", LONG, "Cards and whatever", ""):
        shown.rename(name)
        line = shown.scene.element("line")
        assert line is not None
        assert line.label_box is not None
        assert not line.label_box.intersects(shown.title)


def test_making_a_group_wider_shows_more_of_its_title_and_leads_lines_anew(
    catalog: Catalog, measurer: FontMetrics
) -> None:
    view = DESIGN.views[0]
    nodes = {**view.nodes, "zone": Placement(x=120, y=160, w=180, h=300)}
    groups = (Group(id="zone", kind="zone", name=LONG),)
    shown = Shown(DESIGN.revised(groups=groups, views=(view.revised(nodes=nodes),)), catalog, measurer)
    assert len(shown.route) == 2
    with shown.store.transaction("Resize"):
        shown.store.put("nodes", "main/zone", Placement(x=120, y=160, w=700, h=300))
    assert not met(shown.route, shown.title)
    assert len(shown.route) > 2
