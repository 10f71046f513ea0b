"""How a line looks says what it is."""

from __future__ import annotations

import pytest

from archdraw.core.drawing import ElementDrawing, FontMetrics, Paint, PathShape, Pen, TextShape
from archdraw.core.drawing.connections import Course, draw_connection, label_text
from archdraw.core.drawing.marks import NO_MARKS, Marks
from archdraw.core.drawing.rounding import rounded_line
from archdraw.core.drawing.styling import USUAL_STROKE, Stroke, stroke_of
from archdraw.core.geometry import Box
from archdraw.core.model import PLAIN, Connection, LineName, Style, Styles

COURSE = Course(((0.0, 0.0), (100.0, 0.0), (100.0, 80.0), (200.0, 80.0)))


def draw(
    measurer: FontMetrics,
    marks: Marks = NO_MARKS,
    *,
    critical: bool = True,
    stroke: Stroke = USUAL_STROKE,
    **fields: object,
) -> ElementDrawing:
    connection = Connection.model_validate({"id": "c", "source": "a", "target": "b", **fields})
    return draw_connection(connection, COURSE, measurer, critical=critical, marks=marks, stroke=stroke)


def lines(drawing: ElementDrawing) -> list[PathShape]:
    return [shape for shape in drawing.shapes if isinstance(shape, PathShape) and shape.pen is not None]


@pytest.mark.parametrize(
    ("kind", "count", "dash"),
    [
        ("call", 1, ()),
        ("publish", 1, ()),
        ("deliver", 1, (6.0, 4.0)),
        ("backup", 1, (6.0, 4.0)),
        ("replicate", 2, ()),
        ("observe", 1, (1.5, 3.5)),
    ],
)
def test_each_kind_has_its_line(
    measurer: FontMetrics, kind: str, count: int, dash: tuple[float, ...]
) -> None:
    found = lines(draw(measurer, kind=kind))
    assert len(found) == count
    assert all(shape.pen is not None and shape.pen.dash == dash for shape in found)


def test_an_asynchronous_call_is_dashed(measurer: FontMetrics) -> None:
    pen = lines(draw(measurer, mode="async"))[0].pen
    assert pen is not None
    assert pen.dash == (6.0, 4.0)


@pytest.mark.parametrize(
    ("line", "count", "dash"),
    [("solid", 1, ()), ("dashed", 1, (6.0, 4.0)), ("dotted", 1, (1.5, 3.5)), ("double", 2, ())],
)
def test_v6_a_wish_for_a_line_goes_before_the_kind(
    measurer: FontMetrics, line: LineName, count: int, dash: tuple[float, ...]
) -> None:
    for kind in ("call", "observe", "replicate"):
        found = lines(draw(measurer, kind=kind, stroke=Stroke(line=line)))
        assert len(found) == count
        assert all(shape.pen is not None and shape.pen.dash == dash for shape in found)


def test_v6_overlays_go_before_colour_and_width(measurer: FontMetrics) -> None:
    stroke = Stroke(color="data", width="thick")
    pen = lines(draw(measurer, stroke=stroke))[0].pen
    assert pen == Pen(Paint("family-data"), 3.0)
    assert draw(measurer, Marks(failed=True), stroke=stroke).coarse == Paint("danger")
    loaded = lines(draw(measurer, Marks(rate_rps=10.0, rate_share=0.0), stroke=stroke))[0].pen
    assert loaded is not None
    assert loaded.width == 1.0


def test_v6_the_nearer_style_of_a_connection_wins() -> None:
    styles = Styles(
        connections={"call": Style(color="edge", line="dashed", width="thin")},
        kinds={"call": Style(color="cache")},
        tags={"pii": Style(color="security", shape="cloud")},
    )
    plain = Connection(id="c", source="a", target="b")
    tagged = plain.revised(tags=("pii",))
    assert stroke_of(PLAIN, styles, plain, None) == Stroke("edge", "dashed", "thin")
    assert stroke_of(PLAIN, styles, tagged, None) == Stroke("security", "dashed", "thin")
    assert stroke_of(PLAIN, styles, tagged, Style(line="double")) == Stroke("security", "double", "thin")
    assert stroke_of(Style(width="thick"), None, plain, None) == Stroke(None, None, "thick")


def test_what_is_not_needed_is_lighter(measurer: FontMetrics) -> None:
    assert draw(measurer).coarse == ("connection", 1.0)
    assert draw(measurer, critical=False).coarse == ("connection-light", 1.0)


def test_the_arrow_points_at_the_target(measurer: FontMetrics) -> None:
    head = next(shape for shape in draw(measurer).shapes if isinstance(shape, PathShape) and shape.fill)
    assert head.data[0] == ("M", 200.0, 80.0)
    assert head.data[1][1] == pytest.approx(192.0)


@pytest.mark.parametrize(("share", "width"), [(0.0, 1.0), (0.25, 3.5), (1.0, 6.0)])
def test_thickness_follows_the_rate(measurer: FontMetrics, share: float, width: float) -> None:
    drawing = draw(measurer, Marks(rate_rps=100.0, rate_share=share))
    pen = lines(drawing)[0].pen
    assert pen is not None
    assert pen.width == pytest.approx(width)
    assert drawing.tip == "Load 100\u2009req/s"


def test_badges_keep_off_the_label(measurer: FontMetrics) -> None:
    connection = Connection(id="c", source="a", target="b", name="SQL")
    label = Box(80, 30, 40, 18)
    drawing = draw_connection(
        connection, Course(COURSE.points, {}, label), measurer, marks=Marks(single_point="")
    )
    badge = next(shape for shape in drawing.shapes if isinstance(shape, TextShape))
    assert badge.text == "1"
    assert not label.grown(8).contains((badge.x, badge.y))


def test_corners_are_round_and_jumps_are_arcs() -> None:
    data = rounded_line(((0.0, 0.0), (100.0, 0.0), (100.0, 80.0)), {0: [50.0]})
    assert [command[0] for command in data] == ["M", "L", "C", "C", "L", "C", "L"]
    assert data[2][-2:] == (50.0, -5.0)
    assert data[4][1:] == (94.0, 0.0)
    assert data[-1] == ("L", 100.0, 80.0)


def test_no_jump_where_there_is_no_room() -> None:
    plain = rounded_line(((0.0, 0.0), (100.0, 0.0)), {})
    assert rounded_line(((0.0, 0.0), (100.0, 0.0)), {0: [2.0, 98.0]}) == plain
    both = rounded_line(((0.0, 0.0), (100.0, 0.0)), {0: [50.0, 56.0]})
    assert len(both) == len(rounded_line(((0.0, 0.0), (100.0, 0.0)), {0: [50.0]}))


def test_the_label_is_the_name_and_the_protocol_is_in_the_tip(measurer: FontMetrics) -> None:
    unnamed = Connection(id="c", source="a", target="b", protocol="gRPC")
    named = unnamed.revised(name="place order")
    assert label_text(unnamed, measurer) == ""
    assert label_text(named, measurer) == "place order"
    assert draw(measurer, protocol="gRPC").tip == "gRPC"
    assert not draw(measurer, protocol="gRPC").fine
    # Drawn without its label, both are said.
    assert draw(measurer, protocol="gRPC", name="place order").tip == "place order\ngRPC"


def test_r11_a_cable_has_no_head_and_reaches_its_ends(measurer: FontMetrics) -> None:
    cable = draw(measurer, kind="uses", attributes={"undirected": True})
    plain = draw(measurer, kind="uses")
    assert not [shape for shape in cable.shapes if isinstance(shape, PathShape) and shape.fill is not None]
    assert [shape for shape in plain.shapes if isinstance(shape, PathShape) and shape.fill is not None]
    assert lines(cable)[0].data == rounded_line(COURSE.points, COURSE.jumps)
    # Only "uses" can be a cable: a call always has a direction.
    call = draw(measurer, kind="call", attributes={"undirected": True})
    assert [shape for shape in call.shapes if isinstance(shape, PathShape) and shape.fill is not None]
