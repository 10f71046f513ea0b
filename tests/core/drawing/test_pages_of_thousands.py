"""A page of a drawing with very many connections: the same picture, without what only a scene has to keep."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.benchmarks.synthetic import synthetic_design

from archdraw.core.collecting import collector_paused
from archdraw.core.drawing import (
    NO_OVERLAY,
    BoxShape,
    ElementDrawing,
    FontMetrics,
    GlyphShape,
    Overlay,
    PathShape,
    Scene,
    TextShape,
    build_display_list,
)
from archdraw.core.drawing.display import ChangeSign, FigureMark, LoadMark
from archdraw.core.drawing.hasty import HastyWiring
from archdraw.core.drawing.plain_lines import PlainLine
from archdraw.core.drawing.stamped_cards import StampedCard
from archdraw.core.geometry import Box
from archdraw.core.geometry.index import GridIndex
from archdraw.core.model import (
    Component,
    Connection,
    Design,
    EdgeRoute,
    Group,
    Placement,
    Style,
    Styles,
    View,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing import DisplayList

QUIET = Style(emphasis="quiet", line="dashed")


NAMES = ("id", "role", "bounds", "shapes", "fine", "frame", "route", "label_box", "coarse", "tip")
KINDS = ("service", "redis_cache", "rdbms_primary", "a-kind-nobody-knows")
TEXTS = st.sampled_from(
    (
        "",
        "Web",
        "Redis",
        "A name that is far too long for its card and so is cut",
        "Two\nlines",
        " <&> ",
        "\x00\u00e9",
    )
)


@st.composite
def crowds(draw: st.DrawFn) -> Design:
    """Return a design with a few components anywhere, and connections of all sorts between them."""
    places = st.tuples(st.integers(-6, 6), st.integers(-6, 6), st.sampled_from((168.0, 60.0, 20.0, 100.5)))
    found = draw(st.lists(places, min_size=3, max_size=9))
    ids = [f"n{number}" for number in range(len(found))]
    components = tuple(
        Component(
            id=one,
            kind=draw(st.sampled_from(KINDS)),
            name=draw(TEXTS),
            replicas=draw(st.sampled_from((1, 3))),
            managed=draw(st.sampled_from((None, True))),
            domains=draw(st.sampled_from(((), ("g",)))),
        )
        for one in ids
    )
    nodes = {
        one: Placement(x=x * 61.25, y=y * 47.5, w=w, h=w * 0.4, style=draw(st.sampled_from((None, QUIET))))
        for one, (x, y, w) in zip(ids, found, strict=True)
    }
    ends = st.tuples(st.sampled_from(ids), st.sampled_from(ids))
    connections = tuple(
        Connection(
            id=f"c{number}",
            source=source,
            target=target,
            name=draw(TEXTS),
            protocol=draw(st.sampled_from(("", "HTTP"))),
            kind=draw(st.sampled_from(("call", "uses", "replicate", "observe", "publish"))),
            critical=draw(st.sampled_from((None, False))),
            attributes=draw(st.sampled_from(({}, {"undirected": True}))),
            tags=draw(st.sampled_from(((), ("loud",)))),
        )
        for number, (source, target) in enumerate(draw(st.lists(ends, min_size=4, max_size=18)))
    )
    led = draw(st.sampled_from((EdgeRoute(), EdgeRoute(label_at=0.2), EdgeRoute(source_at=("top", 0.5)))))
    view = View(id="main", nodes=nodes, edges={"c0": led}, style=draw(st.sampled_from((None, QUIET))))
    styles = draw(st.sampled_from((Styles(), Styles(tags={"loud": Style(color="data", width="thick")}))))
    return Design(
        components=components,
        connections=connections,
        groups=(Group(id="g", kind="zone", name="Zone A"),),
        views=(view,),
        styles=styles,
    )


@st.composite
def overlays(draw: st.DrawFn) -> Overlay:
    """Return an overlay that says something about some of the elements, and all it can about a few."""
    nodes, lines = st.sampled_from([f"n{row}" for row in range(4)]), st.sampled_from(["c0", "c1", "c2", "c3"])
    some = st.frozensets(nodes | lines, max_size=2)
    signs: tuple[ChangeSign, ...] = ("added", "changed")
    loads = st.builds(LoadMark, st.none() | st.floats(0, 2), st.none() | st.floats(0, 1e6))
    figures = st.builds(
        FigureMark, st.sampled_from(("99.9 %", "Team A")), st.none() | st.floats(0, 1), st.just("data")
    )
    return Overlay(
        single_points=draw(st.none() | st.dictionaries(nodes | lines, st.sampled_from(("", "alone")))),
        load=draw(st.none() | st.dictionaries(nodes, loads)),
        rates=draw(st.none() | st.dictionaries(lines, st.just(0.0) | st.floats(0, 1e6))),
        failed=draw(some),
        degraded=draw(some),
        highlighted=draw(some),
        target_utilisation=draw(st.sampled_from((0.7, 0.5))),
        figures=draw(st.none() | st.dictionaries(nodes, figures)),
        changes=draw(st.none() | st.dictionaries(nodes | lines, st.sampled_from(signs))),
    )


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count a few connections as very many."""
    for module in ("courses", "drafting"):
        monkeypatch.setattr(f"archdraw.core.drawing.{module}.PLAIN_FROM", 3)


@pytest.fixture
def crowd(few_are_many: None, catalog: Catalog) -> Design:
    """Sixty components, one line led by hand, and so few connections that count as very many."""
    design = synthetic_design(60, tuple(sorted(catalog.kinds))[:30]).design
    led = design.connections[3].id
    view = design.views[0].revised(edges={led: EdgeRoute(route="manual", points=((40.0, 900.0),))})
    return design.model_copy(update={"views": (view,)})


def test_a_page_has_the_lines_of_a_scene_that_looks_for_no_way_around(
    crowd: Design, catalog: Catalog
) -> None:
    scene = Scene(crowd, "main", catalog, FontMetrics())
    scene._drafting.wiring.searches = 0
    page = build_display_list(crowd, "main", catalog, FontMetrics())
    assert len(page.elements) > 100
    assert {PlainLine, StampedCard, ElementDrawing} == {type(one) for one in page.elements}
    assert_same_picture(page, scene.display_list())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(design=crowds(), overlay=st.just(NO_OVERLAY) | overlays())
def test_whatever_is_in_a_crowd_is_drawn_as_it_is_alone(
    few_are_many: None, catalog: Catalog, design: Design, overlay: Overlay
) -> None:
    scene = Scene(design, "main", catalog, FontMetrics())
    scene._drafting.wiring.searches = 0
    scene.set_overlay(overlay)
    page = build_display_list(design, "main", catalog, FontMetrics(), overlay)
    assert_same_picture(page, scene.display_list())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(design=crowds(), overlay=st.just(NO_OVERLAY) | overlays())
def test_a_page_of_few_has_the_lanes_jumps_and_labels_of_a_scene(
    catalog: Catalog, design: Design, overlay: Overlay
) -> None:
    scene = Scene(design, "main", catalog, FontMetrics())
    scene.set_overlay(overlay)
    page = build_display_list(design, "main", catalog, FontMetrics(), overlay)
    assert page == scene.display_list()


def test_so_has_one_with_lines_that_stray_around_a_wall(catalog: Catalog) -> None:
    wall = {f"w{row}": Placement(x=300.0, y=row * 60.0 - 1200.0, w=168.0, h=64.0) for row in range(40)}
    sides = {
        f"{side}{row}": Placement(x=x, y=row * 90.0) for row in range(6) for side, x in (("a", 0), ("b", 600))
    }
    nodes = {**wall, **sides, "g": Placement(x=-40.0, y=-1400.0, w=900.0, h=150.0)}
    pairs = [(f"a{row}", f"b{(row * 5 + turn) % 6}") for row in range(6) for turn in range(3)]
    pairs += [("w1", "w30"), ("a0", "w2"), ("b1", "w38")]
    design = Design(
        components=tuple(Component(id=key, kind="service", name=key) for key in (*wall, *sides)),
        connections=tuple(
            Connection(id=f"c{row}", source=source, target=target, name="asks for prices")
            for row, (source, target) in enumerate(pairs)
        ),
        groups=(Group(id="g", kind="zone", name="Zone A"),),
        views=(View(id="main", nodes=nodes),),
    )
    scene = Scene(design, "main", catalog, FontMetrics())
    shown = scene.display_list()
    assert scene._drafting.wiring.strays
    assert build_display_list(design, "main", catalog, FontMetrics()) == shown


def assert_same_picture(page: DisplayList, alone: DisplayList) -> None:
    assert page.bounds == pytest.approx(alone.bounds)
    assert page.legend == alone.legend
    for one, other in zip(page.elements, alone.elements, strict=True):
        assert flat([getattr(one, name) for name in NAMES]) == flat([getattr(other, name) for name in NAMES])


def flat(value: object) -> list[object]:
    """Return all of a value in one list; what was drawn at the origin and moved differs in the last bit."""
    if isinstance(value, float):
        return [round(value, 6)]
    if isinstance(value, tuple | list):
        return [len(value), *(part for one in value for part in flat(one))]
    if isinstance(value, BoxShape | PathShape | TextShape | GlyphShape):
        return [type(value), *flat([getattr(value, name) for name in value.__match_args__])]
    return [value]


def test_nothing_is_put_into_an_index_for_it_but_what_led_lines_look_at(
    crowd: Design, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    put: list[str] = []
    keep, fill = GridIndex.put, GridIndex.fill

    def counted(index: GridIndex, key: str, box: Box) -> None:
        put.append(key)
        keep(index, key, box)

    def filled(index: GridIndex, boxes: Iterable[tuple[str, Box]], *, kept: bool = False) -> None:
        found = list(boxes)
        put.extend(key for key, _ in found)
        fill(index, found, kept=kept)

    monkeypatch.setattr(GridIndex, "put", counted)
    monkeypatch.setattr(GridIndex, "fill", filled)
    build_display_list(crowd, "main", catalog, FontMetrics())
    assert sorted(put) == sorted(one.id for one in crowd.components)
    put.clear()
    build_display_list(
        crowd.model_copy(update={"views": (crowd.views[0].revised(edges={}),)}),
        "main",
        catalog,
        FontMetrics(),
    )
    assert put == []


def test_all_may_show_in_any_box_of_it(crowd: Design, catalog: Catalog) -> None:
    scene = Scene(crowd, "main", catalog, FontMetrics(), for_a_page=True)
    wiring = scene._drafting.wiring
    assert isinstance(wiring, HastyWiring)
    assert wiring.spans(Box(0, 0, 1, 1)) == [one.id for one in crowd.connections]


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_afterwards_what_it_was_before(on: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with collector_paused():
            assert not gc.isenabled()
        assert gc.isenabled() == on
    finally:
        (gc.enable if was else gc.disable)()
