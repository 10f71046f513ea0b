"""Courses of connections: routes with lanes spread, jumps over what they cross, and label places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.connections import Course, label_size, label_text
from archdraw.core.drawing.labels import place_label
from archdraw.core.geometry import box_of_points

if TYPE_CHECKING:
    from archdraw.core.drawing.display import TextMeasurer
    from archdraw.core.drawing.wiring import Wiring
    from archdraw.core.model import Connection


class Courses:
    """Finds and keeps the courses of the connections of one view."""

    def __init__(self, wiring: Wiring, measurer: TextMeasurer) -> None:
        self._wiring = wiring
        self._measurer = measurer

    def points(self, key: str) -> tuple[tuple[float, float], ...]:
        """Return the corner points of a connection as it is drawn."""
        return self._wiring.raw(key)

    def course(self, connection: Connection) -> Course:
        """Return the course of a connection."""
        points = self._wiring.raw(connection.id)
        text = label_text(connection, self._measurer)
        label = None
        if text:
            size = label_size(text, self._measurer)
            around = box_of_points(points)
            boxes = self._wiring.obstacles_near(around.grown(size[0])) if around is not None else []
            label = place_label(points, size, boxes, ())
        return Course(points, {}, label)
