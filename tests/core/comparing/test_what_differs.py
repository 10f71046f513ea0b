from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.catalog import load_catalog
from archdraw.core.comparing import Comparison, both_in_one, change_marks, compare, compare_elements, summary
from archdraw.core.comparing.wording import both_texts, field_text
from archdraw.core.model import (
    Component,
    Connection,
    Design,
    EdgeRoute,
    Journey,
    Placement,
    Suppression,
    View,
)
from archdraw.core.storage import read_design

SAMPLES = Path(__file__).resolve().parents[3] / "resources" / "samples"


def pair(**web: Any) -> Design:
    """A client, a service and a store, placed side by side, with one journey through them."""
    return Design(
        title="Shop",
        components=(
            Component(id="client", kind="web_client", name="Client"),
            Component(id="web", kind="service", name="Web", **web),
            Component(id="db", kind="sql_database", name="Orders"),
        ),
        connections=(
            Connection(id="client-web", source="client", target="web"),
            Connection(id="web-db", source="web", target="db"),
        ),
        journeys=(Journey(id="checkout", name="checkout", entry="client", peak_rps=10),),
        views=(
            View(
                id="main",
                nodes={key: Placement(x=250.0 * at, y=0) for at, key in enumerate(("client", "web", "db"))},
            ),
        ),
    )


def compared(old: Design, new: Design) -> Comparison:
    catalog = load_catalog()
    return compare(old, new, analyse(old, catalog), analyse(new, catalog))


def happened(old: Design, new: Design) -> list[tuple[str, str, str]]:
    return [(one.happening, one.table, one.id) for one in compare_elements(old, new)]


def with_place(design: Design, key: str, **place: float) -> Design:
    view = design.views[0]
    nodes = {**view.nodes, key: view.nodes[key].revised(**place)}
    return design.model_copy(update={"views": (view.model_copy(update={"nodes": nodes}),)})


def without(design: Design, key: str) -> Design:
    view = design.views[0]
    nodes = {one: place for one, place in view.nodes.items() if one != key}
    return design.model_copy(
        update={
            "components": tuple(one for one in design.components if one.id != key),
            "connections": tuple(one for one in design.connections if key not in (one.source, one.target)),
            "views": (view.model_copy(update={"nodes": nodes}),),
        }
    )


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.adraw")), ids=lambda path: path.stem)
def test_a_design_does_not_differ_from_itself(sample: Path) -> None:
    design = read_design(sample).design
    again = read_design(sample).design
    assert compare_elements(design, again) == ()


def test_fields_are_told_one_by_one_with_both_values() -> None:
    old, new = pair(attributes={"cpu": 2}), pair(replicas=3, attributes={"cpu": 4})
    (change,) = compare_elements(old, new)
    assert (change.happening, change.name, change.noun) == ("changed", "Web", "component")
    comparison = compared(old, new)
    assert [field_text(one, comparison) for one in change.fields] == [
        "replicas 1 → 3",
        "attributes.cpu 2 → 4",
    ]


def test_what_is_gone_takes_its_place_along_and_is_told_once() -> None:
    assert happened(pair(), without(pair(), "db")) == [
        ("removed", "components", "db"),
        ("removed", "connections", "web-db"),
    ]
    assert happened(without(pair(), "db"), pair()) == [
        ("added", "components", "db"),
        ("added", "connections", "web-db"),
    ]


def test_a_card_elsewhere_is_moved_and_nothing_else() -> None:
    assert happened(pair(), with_place(pair(), "web", x=300)) == [("moved", "nodes", "web")]


def test_a_route_that_the_router_found_does_not_count() -> None:
    old = pair()
    view = old.views[0]

    def routed(route: EdgeRoute) -> Design:
        return old.model_copy(update={"views": (view.model_copy(update={"edges": {"web-db": route}}),)})

    found = routed(EdgeRoute(points=((1, 1), (2, 1))))
    assert happened(found, routed(EdgeRoute(points=((1, 5), (2, 5))))) == []
    led = routed(EdgeRoute(route="manual", points=((1, 5), (2, 5))))
    assert happened(found, led) == [("moved", "edges", "web-db")]


def test_an_accepted_finding_is_known_by_what_it_accepts() -> None:
    first, second = Suppression(rule="SPF-01", element="web"), Suppression(rule="SPF-03", element="db")
    old = pair().model_copy(update={"suppressions": (first, second)})
    new = pair().model_copy(update={"suppressions": (second,)})
    assert happened(old, new) == [("removed", "suppressions", "SPF-01 web")]


def test_the_sentence_names_availability_single_points_and_findings() -> None:
    comparison = compared(pair(), pair(replicas=3))
    said = summary(comparison)
    assert said.startswith("1 changed: availability of checkout ")
    assert "single points 3 → 2" in said
    opened = sum(one.happening == "opened" for one in comparison.findings)
    closed = len(comparison.findings) - opened
    assert closed > 0
    assert f"−{closed}" in said
    figure = next(one for one in comparison.figures if one.name == "availability")
    assert figure.better is True
    assert both_texts(figure).count("%") == 1


def test_figures_are_those_of_each_state_and_turn_round_with_it() -> None:
    there, back = compared(pair(), pair(replicas=3)), compared(pair(replicas=3), pair())
    for one, other in zip(there.figures, back.figures, strict=True):
        assert (one.old, one.new) == (other.new, other.old)
        assert one.better is None or one.better is not other.better
    assert {one.finding.identity for one in there.findings if one.happening == "closed"} == {
        one.finding.identity for one in back.findings if one.happening == "opened"
    }


def test_a_move_changes_no_figure() -> None:
    comparison = compared(pair(), with_place(pair(), "web", x=300))
    assert comparison.changed_figures == ()
    assert not comparison.equal
    assert summary(comparison) == "1 moved; all figures are as before."


def test_a_journey_that_came_has_no_figure_before() -> None:
    old = pair().model_copy(update={"journeys": ()})
    figure = next(one for one in compared(old, pair()).figures if one.name == "availability")
    assert figure.old is None
    assert figure.differs
    assert figure.better is None


def test_one_drawing_shows_what_is_gone_where_it_stood() -> None:
    old, new = pair(), without(pair(), "db")
    both = both_in_one(old, new, "main")
    assert set(both.component_by_id) == {"client", "web", "db"}
    assert both.views[0].nodes["db"].box == old.views[0].nodes["db"].box
    assert change_marks(compare_elements(old, new), "main") == {"db": "removed", "web-db": "removed"}


def test_what_is_gone_steps_aside_where_something_else_stands_now() -> None:
    old = pair()
    new = with_place(without(old, "db"), "web", x=500)
    both = both_in_one(old, new, "main").views[0].nodes
    assert both["web"].x == 500
    assert not both["db"].box.intersects(both["web"].box)


def test_the_strongest_happening_marks_an_element() -> None:
    new = with_place(pair(replicas=2), "web", x=300)
    assert change_marks(compare_elements(pair(), new)) == {"web": "changed"}
