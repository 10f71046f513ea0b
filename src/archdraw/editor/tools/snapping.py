"""Snapping while dragging: to neighbours first, to the grid otherwise."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry import Box
from archdraw.core.records import frozen
from archdraw.editor.placing import GRID, on_grid

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from archdraw.editor.workspace import Workspace

# Screen px within which an edge or middle is drawn to that of a neighbour.
SNAP_REACH = 8.0
_MOST_NEIGHBOURS = 200
_DIGITS = 9

GuideLine = tuple[tuple[float, float], tuple[float, float]]


@frozen
class Snap:
    """The offset after snapping and the lines that say what it snapped to."""

    dx: float
    dy: float
    guides: tuple[GuideLine, ...] = ()

    def along(self, axis: str) -> Snap:
        """Return the snap without the part across the axis "x" or "y"."""
        if axis == "x":
            return Snap(self.dx, 0.0, tuple(line for line in self.guides if line[0][0] == line[1][0]))
        return Snap(0.0, self.dy, tuple(line for line in self.guides if line[0][1] == line[1][1]))


class _Lines(NamedTuple):
    """Where boxes have edges and middles along one axis, each in order."""

    edges: list[float]
    middles: list[float]


class Neighbours:
    """Frames that a drag can snap to; their lines are listed once, not in every frame."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self.boxes = tuple(boxes)
        self.across = _lines([(x, w) for x, _, w, _ in self.boxes])
        self.down = _lines([(y, h) for _, y, _, h in self.boxes])


def _lines(spans: list[tuple[float, float]]) -> _Lines:
    """Return the lines of boxes by start and length."""
    edges = sorted(at for start, length in spans for at in (start, start + length))
    return _Lines(edges, sorted(start + length / 2 for start, length in spans))


def neighbours_of(desk: Workspace, moving: Container[str]) -> Neighbours:
    """Return the frames in the viewport that a drag can snap to: all but what is moving."""
    shown = desk.camera.shown(*desk.viewport)
    found: list[Box] = []
    scene = desk.scene
    for key in scene.among(scene.bodies_in_box(shown), shown):
        frame = scene.frame(key)
        if key in moving or not frame.intersects(shown):
            continue
        found.append(frame)
        if len(found) == _MOST_NEIGHBOURS:
            break
    return Neighbours(found)


def snap_move(
    box: Box, dx: float, dy: float, neighbours: Neighbours | Iterable[Box], px: float, grid: float = GRID
) -> Snap:
    """Return the offset at which the moved box lines up with a neighbour within reach, else with the grid.

    Each axis for itself. `px` is the size of a screen px in drawing units, `grid` the step of the grid.
    """
    moved = box.moved(dx, dy)
    near = neighbours if isinstance(neighbours, Neighbours) else Neighbours(neighbours)
    reach = SNAP_REACH * px
    shift_x = _nearest((moved.x, moved.w), near.across, reach)
    shift_y = _nearest((moved.y, moved.h), near.down, reach)
    snapped_x = dx + shift_x if shift_x is not None else on_grid(moved.x, grid) - box.x
    snapped_y = dy + shift_y if shift_y is not None else on_grid(moved.y, grid) - box.y
    # Sums of zoomed px miss a line by their last digits; what is in line has to be seen to be.
    snapped_x, snapped_y = round(snapped_x, _DIGITS), round(snapped_y, _DIGITS)
    final = box.moved(snapped_x, snapped_y)
    guides: list[GuideLine] = []
    if shift_x is not None:
        guides += _vertical_guides(final, near.boxes)
    if shift_y is not None:
        guides += _horizontal_guides(final, near.boxes)
    return Snap(snapped_x, snapped_y, tuple(guides))


def _lines_x(box: Box) -> tuple[float, float, float]:
    return box.x, box.center.x, box.right


def _lines_y(box: Box) -> tuple[float, float, float]:
    return box.y, box.center.y, box.bottom


def _nearest(mine: tuple[float, float], theirs: _Lines, reach: float) -> float | None:
    """Return the smallest shift that brings one of my lines onto one of theirs, edges to edges or middles.

    My box is given by start and length.
    """
    start, length = mine
    shifts: list[float] = []
    for own, lines in (
        (start, theirs.edges),
        (start + length / 2, theirs.middles),
        (start + length, theirs.edges),
    ):
        after = bisect_left(lines, own)
        shifts += [at - own for at in lines[max(0, after - 1) : after + 1]]
    best = min(shifts, key=abs, default=None)
    return best if best is not None and abs(best) <= reach else None


def _shared(mine: tuple[float, float, float], theirs: tuple[float, float, float]) -> set[float]:
    """Return the lines that two boxes share; where both edges are, the middle says nothing more."""
    shared = set(mine).intersection(theirs)
    return shared - {mine[1]} if {mine[0], mine[2]} <= shared else shared


def _vertical_guides(box: Box, near: tuple[Box, ...]) -> list[GuideLine]:
    lines: dict[float, tuple[float, float]] = {}
    mine = _lines_x(box)
    for other in near:
        x, _, w, _ = other
        if x not in mine and x + w not in mine and x + w / 2 not in mine:
            continue
        for x in _shared(mine, _lines_x(other)):
            top, bottom = lines.get(x, (box.y, box.bottom))
            lines[x] = (min(top, other.y), max(bottom, other.bottom))
    return [((x, top), (x, bottom)) for x, (top, bottom) in sorted(lines.items())]


def _horizontal_guides(box: Box, near: tuple[Box, ...]) -> list[GuideLine]:
    lines: dict[float, tuple[float, float]] = {}
    mine = _lines_y(box)
    for other in near:
        _, y, _, h = other
        if y not in mine and y + h not in mine and y + h / 2 not in mine:
            continue
        for y in _shared(mine, _lines_y(other)):
            left, right = lines.get(y, (box.x, box.right))
            lines[y] = (min(left, other.x), max(right, other.right))
    return [((left, y), (right, y)) for y, (left, right) in sorted(lines.items())]
