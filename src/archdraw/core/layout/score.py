"""How good a drawing is, reckoned with straight lines: crossings, lines over cards, length, shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.layout.measures import Axes, badness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.layout.graph import Task

Score = float
_Line = tuple[float, float, float, float]
# Only small drawings are read line by line.
_FEW_LINES = 150
# A line that runs along by less runs back.
_STEP = 100.0
# Beyond so many links only every so many-th is reckoned with.
_MOST_LINES = 420
# One crossing costs as much as so much length of line, and so does a line that runs back.
CROSSING, _BACK = 120.0, 300.0


def score_of(boxes: Mapping[str, Box], task: Task, axes: Axes) -> Score:
    """Return a cost; boxes have their x along the calls."""
    step = len(task.links) // _MOST_LINES + 1
    lines = [(*boxes[source].center, *boxes[target].center) for source, target, _ in task.links[::step]]
    around = bounding_box(boxes.values()) or Box(0.0, 0.0, 0.0, 0.0)
    length = sum(abs(ax - bx) + abs(ay - by) for ax, ay, bx, by in lines)
    bent = badness(axes.shape(around.w, around.h))
    back_cost = _BACK if len(lines) <= _FEW_LINES else 0.0
    back = sum(bx < ax + _STEP for ax, _, bx, _ in lines)
    return (length + CROSSING * straight_crossings(lines) + back_cost * back) * (1.0 + bent)


def straight_crossings(lines: Sequence[_Line]) -> int:
    """Return how many pairs of straight lines cross; those that share an end do not."""
    ordered = sorted((min(ax, bx), max(ax, bx), ax, ay, bx, by) for ax, ay, bx, by in lines)
    total = 0
    for index, (_, right, ax, ay, bx, by) in enumerate(ordered):
        low, high = (ay, by) if ay < by else (by, ay)
        dx, dy = bx - ax, by - ay
        for other in ordered[index + 1 :]:
            left, _, cx, cy, ex, ey = other
            if left > right:
                break
            if (cy < low and ey < low) or (cy > high and ey > high):
                continue
            first = dx * (cy - ay) - dy * (cx - ax)
            second = dx * (ey - ay) - dy * (ex - ax)
            if first * second >= 0:
                continue
            fx, fy = ex - cx, ey - cy
            if (fx * (ay - cy) - fy * (ax - cx)) * (fx * (by - cy) - fy * (bx - cx)) < 0:
                total += 1
    return total
