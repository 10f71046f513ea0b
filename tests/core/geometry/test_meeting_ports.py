"""Boxes dragged against each other: their ports meet, and the route still has two ends."""

from __future__ import annotations

from archdraw.core.geometry import Box
from archdraw.core.geometry.routing import route_orthogonal
from archdraw.core.geometry.shapes import simplified


def test_a_line_without_length_keeps_both_ends() -> None:
    assert simplified([(3.0, 4.0), (3.0, 4.0)]) == ((3.0, 4.0), (3.0, 4.0))
    assert simplified([]) == ()


def test_touching_boxes_have_a_route() -> None:
    first = Box(0, 0, 100, 50)
    for dx, dy in ((100, 0), (0, 50), (-100, 0), (0, -50), (0, 0), (50, 25)):
        assert len(route_orthogonal(first, first.moved(dx, dy), ())) >= 2
