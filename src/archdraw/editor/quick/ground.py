"""Finding ground for new components: right of what they are connected from, clear of everything else.

A column of cards is tried at places that get farther from where it would stand best. A place is taken when
nothing foreign stands there and every group that has to grow for it can do so without reaching anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, Point, bounding_box
from archdraw.core.model import CARD_HEIGHT, CARD_WIDTH
from archdraw.core.records import frozen
from archdraw.editor.edits.elements import put_box
from archdraw.editor.edits.grouping import PADDING, padded
from archdraw.editor.hierarchy import ancestors
from archdraw.editor.placing import GAP, GRID, on_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archdraw.editor.workspace import Workspace

# Between cards that stand above one another, and between the frames of groups side by side.
STACK_GAP = 40.0
GROUP_GAP = 100.0
_COLUMNS, _ROWS = 6, 40
# A step aside costs less than its length: a fan is better than a staircase.
_ASIDE_COST = 0.35


@frozen
class Home:
    """The group that new components go into; None is the free canvas.

    `fresh` is how many new groups are drawn around them, inside `group_id`.
    """

    group_id: str | None = None
    fresh: int = 0


class Ground:
    """Looks for places while a line is drawn; knows what was added since the scene was last up to date."""

    def __init__(self, desk: Workspace) -> None:
        self._desk = desk
        self._touched: set[str] = set()

    def note(self, element_id: str) -> None:
        """Remember something that was just added."""
        self._touched.add(element_id)

    def column(
        self, sources: Iterable[str], count: int, home: Home, at: Point | None = None
    ) -> tuple[tuple[Box, ...], str | None]:
        """Return places for so many cards above one another, and the group they are in; grow groups for them.

        Without `at` they stand right of the sources; without sources in the group or the middle of what is
        shown. Where a group has no room to grow they go into the one around it.
        """
        sources = list(sources)
        inside = home
        while True:
            for corner in self._corners(sources, count, inside, at):
                boxes = _stacked(corner, count)
                growth = self._growth(boxes, inside)
                if growth is not None:
                    self._grow(growth)
                    return boxes, inside.group_id
            if inside.group_id is None:
                return _stacked(self._beyond(), count), None
            # The group is walled in: what is new goes beside it instead.
            around = ancestors(self._desk, inside.group_id)
            inside = Home(around[0] if around else None, inside.fresh)

    # -- where to look -------------------------------------------------------------------------

    def _corners(
        self, sources: list[str], count: int, home: Home, at: Point | None
    ) -> Iterator[tuple[float, float]]:
        """Yield top left corners for the column, best first."""
        height = count * CARD_HEIGHT + (count - 1) * STACK_GAP
        step_x, step_y = CARD_WIDTH + GAP, CARD_HEIGHT + STACK_GAP
        if at is not None:
            start = (at.x - CARD_WIDTH / 2, at.y - height / 2)
            yield from _around(start, CARD_WIDTH + 2 * GRID, step_y)
            return
        start, forward = self._start(sources, home, height)
        # Inside a group, above and below the sources is near as well.
        first = -1 if home.group_id is not None and not home.fresh else 0
        steps = [(dx, dy) for dx in range(first, _COLUMNS) for dy in range(-_ROWS, _ROWS + 1)]
        if not forward:
            yield from _around(start, CARD_WIDTH + 2 * GRID, step_y)
            return
        steps.sort(key=lambda one: (abs(one[0]) * step_x + abs(one[1]) * step_y * _ASIDE_COST, -one[1]))
        for dx, dy in steps:
            yield on_grid(start[0] + dx * step_x), on_grid(start[1] + dy * step_y)

    def _start(self, sources: list[str], home: Home, height: float) -> tuple[tuple[float, float], bool]:
        """Return the best corner, and whether the search goes on to its right only."""
        desk = self._desk
        frames = desk.frames(sources)
        around = bounding_box(frames.values())
        group = desk.frame(home.group_id) if home.group_id is not None else None
        foreign = group is not None and not any(home.group_id in ancestors(desk, one) for one in sources)
        if group is not None and foreign and not home.fresh:
            content = bounding_box(desk.frames(self._members(home.group_id)).values())
            if content is None:
                center = group.center
                return (center.x - CARD_WIDTH / 2, center.y - height / 2), False
            return (content.x, content.bottom + STACK_GAP), True
        if around is None:
            middle = desk.visible_center()
            return (middle.x - CARD_WIDTH / 2, middle.y - height / 2), False
        padding = PADDING * home.fresh
        left = around.right + GAP + padding
        chain = self._chain(home)
        for one in sources:
            for passed in ancestors(desk, one):
                frame = desk.frame(passed)
                if passed not in chain and frame is not None:
                    left = max(left, frame.right + GROUP_GAP + padding)
        middle_y = sum(frame.center.y for frame in frames.values()) / len(frames)
        return (left, middle_y - height / 2), True

    def _beyond(self) -> tuple[float, float]:
        """Return a corner right of everything, where there is always room."""
        bounds = self._desk.scene.bounds
        known = self._desk.frames(self._touched).values()
        around = bounding_box([bounds, *known]) or bounds
        return on_grid(around.right + GAP), on_grid(around.y)

    # -- what is free --------------------------------------------------------------------------

    def _growth(self, boxes: tuple[Box, ...], home: Home) -> dict[str, Box] | None:
        """Return the new frames of the groups that have to grow; None where something is in the way."""
        room = bounding_box(boxes)
        if room is None:
            return {}
        for _ in range(home.fresh):
            room = padded(room)
        # Nothing is drawn at the start.
        from archdraw.editor.edits.making_room import growth_for

        return growth_for(self._desk, room, self._chain(home), self._touched)

    def _grow(self, growth: dict[str, Box]) -> None:
        for group_id, frame in growth.items():
            put_box(self._desk, group_id, frame)
            self._touched.add(group_id)

    def _chain(self, home: Home) -> list[str]:
        if home.group_id is None:
            return []
        return [home.group_id, *ancestors(self._desk, home.group_id)]

    def _members(self, group_id: str | None) -> list[str]:
        tables = (self._desk.store.table("components"), self._desk.store.table("groups"))
        return [key for table in tables for key, record in table.items() if record.parent == group_id]


def _stacked(corner: tuple[float, float], count: int) -> tuple[Box, ...]:
    x, y = corner
    step = CARD_HEIGHT + STACK_GAP
    return tuple(Box(x, y + number * step, CARD_WIDTH, CARD_HEIGHT) for number in range(count))


def _around(start: tuple[float, float], step_x: float, step_y: float) -> Iterator[tuple[float, float]]:
    """Yield corners on rings around a place, nearest first."""
    reach = range(-_COLUMNS * 2, _COLUMNS * 2 + 1)
    cells = [(dx, dy) for dx in reach for dy in reach]
    cells.sort(key=lambda one: (abs(one[0]) * step_x + abs(one[1]) * step_y, -one[0], -one[1]))
    for dx, dy in cells:
        yield on_grid(start[0] + dx * step_x), on_grid(start[1] + dy * step_y)
