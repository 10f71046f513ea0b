"""What stands on a drawing already, and free places among it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box
from archdraw.core.geometry.index import GridIndex
from archdraw.core.layout.measures import GRID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

CLEARANCE = 20.0
# The search for a free place goes in steps of the grid first, then in ever larger ones.
_RINGS = (*range(1, 13), *range(14, 40, 2), *range(44, 120, 6), *range(130, 600, 20))


class Standing:
    """Boxes that stay where they are."""

    def __init__(self, boxes: Iterable[Box] = ()) -> None:
        self._index = GridIndex()
        self._count = 0
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        """Let another box stand here."""
        self._index.put(str(self._count), box)
        self._count += 1

    def is_free(self, box: Box, clearance: float = CLEARANCE) -> bool:
        """Tell whether a box would keep clear of all others."""
        room = box.grown(clearance)
        for key in self._index.query(room):
            other = self._index.box(key)
            if other is not None and other.intersects(room):
                return False
        return True

    def free_shift(
        self, boxes: list[Box], inside: Box | None = None, check: Callable[[], None] | None = None
    ) -> tuple[float, float] | None:
        """Return the least shift on the grid at which all boxes keep clear, or None where there is none.

        They keep within `inside` where that is given; `check` may raise to end the search.
        """
        for ring in (0, *_RINGS):
            if check is not None:
                check()
            for dx, dy in _around(ring):
                moved = (box.moved(dx, dy) for box in boxes)
                if all((inside is None or inside.encloses(box)) and self.is_free(box) for box in moved):
                    return dx, dy
        return None


def _around(ring: int) -> Iterator[tuple[float, float]]:
    """Yield shifts at one distance, sideways and downwards before up and back."""
    if ring == 0:
        yield 0.0, 0.0
        return
    step = max(1, ring // 12)
    reach = list(range(-ring, ring + 1, step))
    if reach[-1] != ring:
        reach.append(ring)
    edges = (-ring, ring)
    cells = {(dx, dy) for dx in reach for dy in edges} | {(dx, dy) for dy in reach for dx in edges}
    for dx, dy in sorted(cells, key=lambda cell: (abs(cell[0]) + abs(cell[1]), -cell[1], -cell[0])):
        yield dx * GRID, dy * GRID


def on_grid(value: float) -> float:
    """Return the nearest multiple of the grid."""
    return round(value / GRID) * GRID


def snapped(box: Box) -> Box:
    """Return the box with its corner on the grid."""
    return Box(on_grid(box.x), on_grid(box.y), box.w, box.h)
