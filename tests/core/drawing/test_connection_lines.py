"""How a line looks says what it is."""

from __future__ import annotations

import pytest

from archdraw.core.drawing import ElementDrawing, FontMetrics, PathShape, TextShape
from archdraw.core.drawing.connections import Course, draw_connection, label_text
from archdraw.core.drawing.marks import NO_MARKS, Marks
from archdraw.core.drawing.rounding import rounded_line
from archdraw.core.geometry import Box
from archdraw.core.model import Connection

COURSE = Course(((0.0, 0.0), (100.0, 0.0), (100.0, 80.0), (200.0, 80.0)))


def draw(
    measurer: FontMetrics, marks: Marks = NO_MARKS, *, critical: bool = True, **fields: object
) -> ElementDrawing:
    connection = Connection.model_validate({"id": "c", "source": "a", "target": "b", **fields})
    return draw_connection(connection, COURSE, measurer, critical=critical, marks=marks)


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
