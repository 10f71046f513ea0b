"""Overlays by a figure: every mark has words beside its colour, and the legend says what they mean."""

from __future__ import annotations

import pytest

from archdraw.core.analysis import Analysis, analyse
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.drawing import FontMetrics, Scene, TextShape
from archdraw.core.model import Component, Connection, Design, Journey, Placement, View
from archdraw.report.overlays import FIGURE_OVERLAYS, overlay_of


def shop() -> Design:
    return Design(
        components=(
            Component(id="users", kind="client_web", name="Users"),
            Component(
                id="web", kind="service", name="Web", availability=0.99, cost_month=500, owner="Team A"
            ),
            Component(
                id="db",
                kind="rdbms_primary",
                name="Orders",
                managed=False,
                availability=0.9999,
                cost_month=1500,
                owner="Team B",
                tags=("core", "pii"),
            ),
        ),
        connections=(
            Connection(id="users-web", source="users", target="web"),
            Connection(id="web-db", source="web", target="db"),
        ),
        journeys=(Journey(id="buy", name="Buy", entry="users", peak_rps=10.0),),
        views=(
            View(
                id="main",
                nodes={
                    "users": Placement(x=0, y=0),
                    "web": Placement(x=300, y=0),
                    "db": Placement(x=600, y=0),
                },
            ),
        ),
    )


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def analysis(catalog: Catalog) -> Analysis:
    return analyse(shop(), catalog)


@pytest.mark.parametrize("name", FIGURE_OVERLAYS)
def test_every_mark_is_written_on_its_card_and_explained_in_the_legend(
    name: str, catalog: Catalog, analysis: Analysis
) -> None:
    scene = Scene(shop(), "main", catalog, FontMetrics())
    overlay = overlay_of(shop(), analysis, name)
    assert overlay.figures
    scene.set_overlay(overlay)
    for key, mark in overlay.figures.items():
        drawing = scene.element(key)
        assert drawing is not None
        assert mark.text in [one.text for one in drawing.fine if isinstance(one, TextShape)]
        assert mark.text in drawing.tip
    (legend,) = scene.legend()
    words = [one.text for one in legend.fine if isinstance(one, TextShape)]
    assert [key.text for key in overlay.keys] == words[1:]


def test_the_longest_bar_is_the_worst(analysis: Analysis) -> None:
    marks = overlay_of(shop(), analysis, "availability").figures or {}
    assert marks["web"].text.startswith("99\u2009") or marks["web"].text.startswith("99.0")
    assert marks["web"].share == 1.0
    assert (marks["db"].share or 0.0) < 1.0
    lost = overlay_of(shop(), analysis, "downtime").figures or {}
    assert lost["web"].share == 1.0
    assert "d" in lost["web"].text
    assert (lost["db"].share or 0.0) < 0.05


def test_costs_and_owners_need_no_analysis() -> None:
    costs = overlay_of(shop(), None, "cost")
    assert costs.figures is not None
    assert (costs.figures["db"].text, costs.figures["db"].share) == ("$1,500", 1.0)
    owners = overlay_of(shop(), None, "owner")
    assert owners.figures is not None
    assert {owners.figures[one].text for one in ("web", "db")} == {"Team A", "Team B"}
    assert owners.figures["web"].token != owners.figures["db"].token
    assert owners.keys[-1].text == "1 without owner"


def test_the_first_tag_counts() -> None:
    tags = overlay_of(shop(), None, "tag")
    assert tags.figures is not None
    assert {key: mark.text for key, mark in tags.figures.items()} == {"db": "core"}


def test_many_owners_share_the_last_colour() -> None:
    parts = tuple(Component(id=f"c{at}", kind="service", owner=f"Team {at:02}") for at in range(12))
    overlay = overlay_of(Design(components=parts), None, "owner")
    assert overlay.figures is not None
    assert overlay.keys[-1].text == "4 others: 4"
    assert len({mark.token for mark in overlay.figures.values()}) == 9


def test_a_collapsed_group_shows_the_largest_figure_inside(catalog: Catalog, analysis: Analysis) -> None:
    from archdraw.core.model import Group

    design = shop()
    inside = tuple(one.revised(parent="all") if one.id != "users" else one for one in design.components)
    nodes = {**design.views[0].nodes, "all": Placement(x=280, y=-40, w=600, h=200, collapsed=True)}
    design = design.revised(
        components=inside, groups=(Group(id="all", kind="tier"),), views=(View(id="main", nodes=nodes),)
    )
    scene = Scene(design, "main", catalog, FontMetrics())
    scene.set_overlay(overlay_of(design, None, "cost"))
    drawing = scene.element("all")
    assert drawing is not None
    assert "$1,500" in [one.text for one in drawing.fine if isinstance(one, TextShape)]
