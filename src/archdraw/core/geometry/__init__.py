"""Vectors, boxes, paths, routing, snapping and hit tests: pure functions over plain tuples."""

from archdraw.core.geometry.shapes import Box, Point, bounding_box, box_of_points, union

__all__ = ["Box", "Point", "bounding_box", "box_of_points", "union"]
