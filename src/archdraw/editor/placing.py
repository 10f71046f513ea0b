"""Finding places: on the grid, in which group, and free of what stands there already."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from archdraw.core.geometry import Box, Point
from archdraw.editor.hierarchy import ancestors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from archdraw.editor.workspace import Workspace

GRID = 20.0
# Free room kept between components that are placed automatically.
GAP = 100.0
CLEARANCE = 20.0
# The strip at the head of a group that carries its title.
TITLE_ROOM = 32.0
_SEARCH_ROWS = 60
# How far, and how many places, are looked at for the free one nearest to a drop.
_FAR = 600.0
_MOST_PLACES = 2000

Direction = Literal["left", "right", "up", "down"]
_STEPS: dict[Direction, tuple[int, int]] = {"right": (1, 0), "left": (-1, 0), "down": (0, 1), "up": (0, -1)}


def on_grid(value: float, step: float = GRID) -> float:
    """Return the nearest multiple of the grid step."""
    return math.floor(value / step + 0.5) * step


def centered_box(at: Point, w: float, h: float) -> Box:
    """Return a box of that size around a point, its corner on the grid."""
    return Box(on_grid(at[0] - w / 2), on_grid(at[1] - h / 2), w, h)


def group_at(desk: Workspace, point: Point, without: Collection[str] = ()) -> str | None:
    """Return the innermost group whose frame holds the point, or None.

    `without` names groups that do not count, for instance those being dragged.
    """
    best: tuple[int, float] | None = None
    found: str | None = None
    for element_id in desk.scene.bodies_in_box(Box(point[0], point[1], 0, 0)):
        if desk.group(element_id) is None or element_id in without:
            continue
        frame = desk.frame(element_id)
        if frame is None or not frame.contains(point):
            continue
        rank = (len(ancestors(desk, element_id)), -frame.w * frame.h)
        if best is None or rank > best:
            best, found = rank, element_id
    return found


def is_free(desk: Workspace, box: Box, without: Collection[str] = ()) -> bool:
    """Tell whether a component in the box would keep clear of what is there; in a group, of its title."""
    room = box.grown(CLEARANCE)
    for element_id in desk.scene.bodies_in_box(room):
        frame = None if element_id in without else desk.frame(element_id)
        if frame is None or not frame.intersects(room):
            continue
        if desk.group(element_id) is not None and frame.encloses(box) and box.y >= frame.y + TITLE_ROOM:
            continue
        return False
    return True


def free_box(
    desk: Workspace, near: Box, direction: Direction, w: float, h: float, without: Collection[str] = ()
) -> Box:
    """Return a free box of that size on one side of another, as near as possible, corner on the grid.

    What is named in `without` is not in the way.
    """
    step_x, step_y = _STEPS[direction]
    for away in range(1, 5):
        for aside in _sideways(_SEARCH_ROWS // away):
            x, y = near.center
            x += step_x * away * (near.w / 2 + w / 2 + GAP) if step_x else aside * (w + GRID * 2)
            y += step_y * away * (near.h / 2 + h / 2 + GAP) if step_y else aside * (h + GRID * 2)
            box = centered_box(Point(x, y), w, h)
            if is_free(desk, box, without):
                return box
    return box


def free_box_at(desk: Workspace, at: Point, w: float, h: float, without: Collection[str] = ()) -> Box:
    """Return a free box of that size around a point, or the nearest one on rings around it."""
    for ring in range(_SEARCH_ROWS):
        for dx, dy in _ring(ring):
            box = centered_box(Point(at[0] + dx * (w + 2 * GRID), at[1] + dy * (h + 2 * GRID)), w, h)
            if is_free(desk, box, without):
                return box
    return centered_box(at, w, h)


def nearest_free_box(desk: Workspace, box: Box, without: Collection[str] = ()) -> Box | None:
    """Return the free box of the same size nearest to a box, on the grid, or None far and wide.

    Beside what stands in the way is nearest, so only boxes right beside something are looked at.
    """
    around = box.grown(_FAR)
    frames = [
        frame
        for element_id in desk.scene.bodies_in_box(around)
        if element_id not in without and (frame := desk.frame(element_id)) is not None
    ]
    _, _, w, h = box
    lefts, tops = {box.x}, {box.y}
    for frame in frames:
        lefts |= {_down(frame.x - w - CLEARANCE), _up(frame.right + CLEARANCE)}
        tops |= {_down(frame.y - h - CLEARANCE), _up(frame.bottom + CLEARANCE)}
    places = sorted(
        (abs(x - box.x) + abs(y - box.y), y < box.y, x, y)
        for x in lefts
        for y in tops
        if around.encloses(Box(x, y, w, h))
    )
    for _, _, x, y in places[:_MOST_PLACES]:
        place = Box(x, y, w, h)
        if is_free(desk, place, without):
            return place
    return None


def _down(value: float) -> float:
    return math.floor(value / GRID) * GRID


def _up(value: float) -> float:
    return math.ceil(value / GRID) * GRID


def _sideways(count: int) -> Iterator[int]:
    """Yield 0, 1, -1, 2, -2 …"""
    yield 0
    for number in range(1, count + 1):
        yield number
        yield -number


def _ring(ring: int) -> list[tuple[int, int]]:
    reach = range(-ring, ring + 1)
    cells = [(dx, dy) for dx in reach for dy in reach if max(abs(dx), abs(dy)) == ring]
    return sorted(cells, key=lambda cell: (abs(cell[0]) + abs(cell[1]), cell[0] < 0, cell[1] < 0))
