"""The review draws what each journey needs, and what stands where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.drawing import FontMetrics, build_display_list
from archdraw.core.geometry import Box
from archdraw.core.locations import resources_dir
from archdraw.core.model import Component, Design, Group, View
from archdraw.core.storage import read_design
from archdraw.exporters import ExportJob
from archdraw.exporters.formats import review_document
from archdraw.report.deployment import VIEW, deployment_of
from archdraw.report.document import Diagram, Figure, Paragraph, ReviewDocument, Section, Table

CATALOG = load_catalog()


def sample(name: str) -> Design:
    return read_design(resources_dir() / "samples" / f"{name}.adraw").design


def document_of(design: Design, catalog: Catalog = CATALOG, **options: Any) -> ReviewDocument:
    return review_document(ExportJob(design, catalog, date(2026, 11, 25), **options))


@pytest.fixture(scope="module")
def feed() -> ReviewDocument:
    return document_of(sample("news-feed"))


def section(document: ReviewDocument, name: str) -> Section:
    return next(one for one in document.sections if one.id == name)


def drawn(found: Section) -> tuple[Figure, Diagram]:
    figure = next(block for block in found.blocks if isinstance(block, Figure))
    assert isinstance(figure.data, Diagram)
    return figure, figure.data


def test_each_journey_has_a_drawing_of_what_it_needs(feed: ReviewDocument) -> None:
    for journey in sample("news-feed").journeys:
        found = section(feed, f"path-section:{journey.id}")
        figure, diagram = drawn(found)
        assert f"“{journey.name}” depends on" in figure.caption
        assert any("Needed by this journey" in str(one.fine) for one in diagram.display.legend)
        # Both ways: the path leads to what stops the journey, and that back to the path.
        (words,) = (block for block in found.blocks if isinstance(block, Paragraph))
        assert any(run.link == f"journey:{journey.id}" for run in words.runs)
        stops = section(feed, f"journey:{journey.id}")
        runs = [run for block in stops.blocks for run in getattr(block, "runs", ())]
        assert any(run.link == figure.id for run in runs)


def test_a_path_is_marked_in_its_own_drawing_alone(feed: ReviewDocument) -> None:
    def marked(name: str) -> set[str]:
        _, diagram = drawn(section(feed, name))
        rings = (one for one in diagram.display.elements if "'accent'" in str(one.shapes))
        return {one.id for one in rings}

    search, read = marked("path-section:search"), marked("path-section:read")
    assert "search-api" in search
    assert "search-api" not in read
    assert not marked("topology") & search


def test_short_kinds_of_the_review_leave_the_extra_drawings_out() -> None:
    for template in ("summary", "interview"):
        names = [one.id for one in document_of(sample("url-shortener"), template=template).sections]
        assert not [name for name in names if name.startswith("path-section") or name == "deployment"]


def test_the_deployment_says_what_stands_in_one_of_several_zones_alone() -> None:
    document = document_of(sample("url-shortener"))
    figure, diagram = drawn(section(document, "deployment"))
    assert figure.caption.endswith("in one of several alone: ID generator.")
    texts = str([one.fine for one in diagram.display.elements])
    assert texts.count("'ID generator'") == 1
    assert texts.count("'Redirect service'") == 3
    assert {"component:ids", "group:az-a"} <= set(diagram.targets.values())


def test_the_table_of_places_sums_to_the_instances() -> None:
    design = sample("url-shortener")
    (table,) = (block for block in section(document_of(design), "places").blocks if isinstance(block, Table))
    for component, row in zip(design.components, table.rows, strict=True):
        counts = ["".join(run.text for run in cell.runs) for cell in row.cells[1:]]
        assert sum(int(one) for one in counts if one != "–") == component.replicas


def test_without_failure_domains_there_is_no_deployment(chain_of: Callable[[int], Design]) -> None:
    assert deployment_of(chain_of(3), CATALOG) is None
    assert not [one for one in document_of(chain_of(3)).sections if one.id == "deployment"]


@pytest.fixture
def chain_of() -> Callable[[int], Design]:
    def make(count: int) -> Design:
        return Design(
            title="Chain",
            components=tuple(
                Component(id=f"s{at}", kind="service", name=f"Service {at}") for at in range(count)
            ),
        )

    return make


places = st.lists(st.integers(0, 4), max_size=3, unique=True)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["region", "zone", "tier"]), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(-1, 4), places, st.integers(1, 7)), min_size=1, max_size=25),
)
def test_cards_stand_in_their_domains_and_over_nobody(
    kinds: list[str], parts: list[tuple[int, list[int], int]]
) -> None:
    groups = tuple(
        Group(id=f"g{at}", kind=kind, name=f"Group {at}", parent=f"g{at - 1}" if at % 2 else None)
        for at, kind in enumerate(kinds)
    )
    components = tuple(
        Component(
            id=f"place-{at}",
            kind="service",
            name=f"Part {at}",
            replicas=replicas,
            parent=f"g{parent}" if 0 <= parent < len(groups) else None,
            domains=tuple(f"g{one}" for one in domains if one < len(groups)),
        )
        for at, (parent, domains, replicas) in enumerate(parts)
    )
    design = Design(title="Any", groups=groups, components=components)
    found = deployment_of(design, CATALOG)
    if found is None:
        return
    assert sum(one.replicas for one in found.design.components) == sum(one.replicas for one in components)
    nodes = found.design.views[0].nodes
    boxes: dict[str, Box] = {name: place.box for name, place in nodes.items()}
    assert set(boxes) == {one.id for one in (*found.design.components, *found.design.groups)}
    cards = [boxes[one.id] for one in found.design.components]
    for index, first in enumerate(cards):
        assert not any(_over(first, second) for second in cards[index + 1 :])
    for one in (*found.design.components, *found.design.groups):
        if one.parent is not None:
            outer, inner = boxes[one.parent], boxes[one.id]
            assert outer.x < inner.x
            assert outer.y < inner.y
            assert inner.right < outer.right
            assert inner.bottom < outer.bottom
    assert build_display_list(found.design, VIEW, CATALOG, FontMetrics()).elements


def _over(first: Box, second: Box) -> bool:
    across = first.x < second.right and second.x < first.right
    return across and first.y < second.bottom and second.y < first.bottom


def test_a_view_of_a_part_says_how_much_it_shows_and_an_empty_one_has_no_figure() -> None:
    whole = sample("url-shortener")
    part = View(id="part", name="Part", shows=("browser", "lb", "browser-lb"))
    empty = View(id="empty", name="Empty", shows=())
    document = document_of(whole.revised(views=(*whole.views, part, empty)))
    figure, _ = drawn(section(document, "view:part"))
    assert figure.caption == "2 of 13 components and 1 connection between them."
    (words,) = section(document, "view:empty").blocks
    assert isinstance(words, Paragraph)
    assert words.runs[0].text == "This view shows nothing yet."


def test_the_drawing_of_a_view_has_a_key_and_the_one_on_the_cover_has_none(feed: ReviewDocument) -> None:
    _, diagram = drawn(section(feed, "topology"))
    assert any("waits for the answer" in str(one.fine) for one in diagram.display.legend)
    assert feed.cover.picture is not None
    assert not feed.cover.picture.legend
