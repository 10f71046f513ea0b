"""The review begins with the system among those who use it and the systems of others."""

from __future__ import annotations

from itertools import combinations

from tests.report.test_drawings_of_the_review import CATALOG, document_of, drawn, sample, section

from archdraw.core.model import Component, Connection, Design, Placement, View
from archdraw.report.document import Table, text_of
from archdraw.report.surroundings import VIEW, surroundings_of


def around(clients: int, others: int, inside: int = 2) -> Design:
    parts = [Component(id=f"user{index}", kind="client_web") for index in range(clients)]
    parts += [Component(id=f"other{index}", kind="payment_api") for index in range(others)]
    parts += [Component(id=f"part{index}", kind="service", domains=("z",)) for index in range(inside)]
    nodes = {one.id: Placement(x=0, y=90 * index) for index, one in enumerate(parts)}
    return Design(title="Shop", components=tuple(parts), views=(View(id="main", nodes=nodes),))


def cells(table: Table) -> list[list[str]]:
    return [[text_of(one.runs) for one in row.cells] for row in table.rows]


def test_the_system_is_one_card_between_clients_and_systems_of_others() -> None:
    review = document_of(sample("news-feed"))
    figure, diagram = drawn(section(review, "context"))
    shown = {one.id: one for one in diagram.display.elements if one.role != "connection"}
    phone, push = shown.pop("phone"), shown.pop("push")
    (system,) = shown.values()
    assert phone.frame is not None
    assert push.frame is not None
    assert system.frame is not None
    assert phone.frame.right < system.frame.x < system.frame.right < push.frame.x
    assert "serves 1 sort of clients and stands beside 1 system of others" in figure.caption
    table = next(block for block in section(review, "context").blocks if isinstance(block, Table))
    assert [row[:3] for row in cells(table)] == [
        ["Phone", "Mobile client", "calls it, waits"],
        ["Mobile push", "Mobile push (APNs/FCM)", "is called by it, does not wait"],
    ]
    assert cells(table)[0][4] == "Read the timeline, Post and Search posts"


def test_the_context_stands_before_the_parts_and_in_the_whole_review_alone() -> None:
    names = [one.id for one in document_of(sample("url-shortener")).sections]
    assert names.index("context") < names.index("topology")
    for template in ("summary", "interview"):
        found = document_of(sample("url-shortener"), template=template)
        assert "context" not in {one.id for one in found.sections}


def test_nothing_around_or_nothing_inside_has_no_context() -> None:
    assert surroundings_of(around(0, 0), CATALOG) is None
    assert surroundings_of(around(2, 1, inside=0), CATALOG) is None
    assert surroundings_of(Design(), CATALOG) is None


def test_neighbours_that_nobody_connects_are_said_to_be_alone() -> None:
    design = around(1, 1)
    link = Connection(id="l", source="part0", target="other0", mode="async")
    review = document_of(design.revised(connections=(link,)))
    table = next(block for block in section(review, "context").blocks if isinstance(block, Table))
    assert table.caption == "2 neighbours of the system; 1 not connected to it."
    assert [row[2] for row in cells(table)] == ["not connected", "is called by it, does not wait"]


def test_many_neighbours_stand_beside_each_other_without_overlaps() -> None:
    found = surroundings_of(around(19, 9), CATALOG)
    assert found is not None
    (view,) = found.design.views
    assert view.id == VIEW
    boxes = [view.nodes[one].shown for one in (*found.neighbours, found.system)]
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
