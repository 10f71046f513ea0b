"""A spatial index: which boxes touch a given box, in time that does not grow with the drawing."""

from __future__ import annotations

from collections import defaultdict
from math import floor
from typing import TYPE_CHECKING

from archdraw.core.geometry.shapes import Box

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

CELL = 400.0
# A box over more cells than this is kept in one list that every query looks through.
LARGE = 64
# So many ids of a cell are kept in a list, a sixth as large as a set; where there are more, a set finds them
# sooner.
_LISTED = 64
# Of so many coordinates each value is kept once: boxes stand in rows and columns, with the same ones.
_MOST_NUMBERS = 4096
_NOWHERE = (0.0, 0.0)
# Straight to where a named tuple is made, as there are tens of thousands.
_make = tuple.__new__


class GridIndex:
    """Ids of boxes by the square cells that they touch."""

    def __init__(self, cell: float = CELL) -> None:
        self._cell = cell
        self._cells: dict[tuple[int, int], list[str] | set[str]] = {}
        self._boxes: dict[str, Box] = {}
        self._large: set[str] = set()
        self._numbers: dict[float, float] = {}
        # Whether what is kept is also that of another index, and has to be copied before it is changed.
        self._shared = False
        # Boxes are kept as they were before everything was shifted by so much.
        self._shift = (0.0, 0.0)

    def __len__(self) -> int:
        return len(self._boxes)

    def __contains__(self, key: str) -> bool:
        return key in self._boxes

    def ids(self) -> list[str]:
        """Return all ids, in the order of insertion."""
        return list(self._boxes)

    def box(self, key: str) -> Box | None:
        """Return the box under this id, or None."""
        box = self._boxes.get(key)
        if box is None or self._shift == _NOWHERE:
            return box
        return box.moved(*self._shift)

    def boxes(self, without: Collection[str] = ()) -> dict[str, Box]:
        """Return the boxes of all ids but some."""
        if self._shift == _NOWHERE:
            return {key: box for key, box in self._boxes.items() if key not in without}
        dx, dy = self._shift
        return {key: box.moved(dx, dy) for key, box in self._boxes.items() if key not in without}

    def shift(self, dx: float, dy: float) -> None:
        """Move all boxes, in no time."""
        self._shift = (self._shift[0] + dx, self._shift[1] + dy)

    def put(self, key: str, box: Box) -> None:
        """Insert a box, or move the one under this id."""
        if self._shift != _NOWHERE:
            box = box.moved(-self._shift[0], -self._shift[1])
        if self._shared:
            self._part()
        span = self._span(box)
        old = self._boxes.get(key)
        if old is not None:
            if self._span(old) == span:
                self._boxes[key] = self._with_kept(box)
                return
            self.remove(key)
        self._boxes[key] = self._with_kept(box)
        left, top, right, bottom = span
        if left == right and top == bottom:
            self._join((left, top), key)
        elif _count(span) > LARGE:
            self._large.add(key)
        else:
            for cell in _cells(span):
                self._join(cell, key)

    def fill(self, boxes: Iterable[tuple[str, Box]], *, kept: bool = False) -> None:
        """Insert the first boxes of a new index; as `put` does each, in half the time.

        With `kept` somebody else keeps these very boxes, too: none is made anew.
        """
        cell, found, keep = self._cell, self._boxes, self._numbers.setdefault
        numbers, large, cells = self._numbers, self._large, defaultdict[tuple[int, int], list[str]](list)
        for key, box in boxes:
            x, y, w, h = box
            left, top = floor(x / cell), floor(y / cell)
            right, bottom = floor((x + w) / cell), floor((y + h) / cell)
            if kept or len(numbers) > _MOST_NUMBERS:
                found[key] = box
            else:
                found[key] = _make(Box, (keep(x, x), keep(y, y), keep(w, w), keep(h, h)))
            if left == right and top == bottom:
                cells[left, top].append(key)
            elif (right - left + 1) * (bottom - top + 1) > LARGE:
                large.add(key)
            else:
                for column in range(left, right + 1):
                    for row in range(top, bottom + 1):
                        cells[column, row].append(key)
        self._cells = {one: set(keys) if len(keys) > _LISTED else keys for one, keys in cells.items()}

    def _join(self, cell: tuple[int, int], key: str) -> None:
        """Put an id into a cell."""
        members = self._cells.get(cell)
        if members is None:
            self._cells[cell] = [key]
        elif isinstance(members, set):
            members.add(key)
        elif len(members) < _LISTED:
            members.append(key)
        else:
            self._cells[cell] = {*members, key}

    def copy(self) -> GridIndex:
        """Return an index of the same boxes, each of which can be changed without the other.

        They are the very same until one is changed.
        """
        twin = GridIndex(self._cell)
        twin._cells, twin._boxes, twin._large, twin._shift = (
            self._cells,
            self._boxes,
            self._large,
            self._shift,
        )
        twin._shared = self._shared = True
        return twin

    def _part(self) -> None:
        """Keep what is kept apart from that of the other index."""
        self._cells = {cell: members.copy() for cell, members in self._cells.items()}
        self._boxes, self._large = self._boxes.copy(), self._large.copy()
        self._shared = False

    def _with_kept(self, box: Box) -> Box:
        """Return the box with numbers that are there already."""
        known = self._numbers
        if len(known) > _MOST_NUMBERS:
            return box
        x, y, w, h = box
        keep = known.setdefault
        return Box(keep(x, x), keep(y, y), keep(w, w), keep(h, h))

    def remove(self, key: str) -> None:
        """Remove the box under this id; one that is not there is left alone."""
        if key not in self._boxes:
            return
        if self._shared:
            self._part()
        box = self._boxes.pop(key)
        if key in self._large:
            self._large.discard(key)
            return
        for cell in _cells(self._span(box)):
            members = self._cells[cell]
            members.remove(key)
            if not members:
                del self._cells[cell]

    def query(self, box: Box) -> list[str]:
        """Return the ids of all boxes that overlap or touch `box`, in no particular order."""
        left, top, width, height = box
        left, top = left - self._shift[0], top - self._shift[1]
        right, bottom = left + width, top + height
        cell = self._cell
        columns = range(floor(left / cell), floor(right / cell) + 1)
        rows = range(floor(top / cell), floor(bottom / cell) + 1)
        cells = self._cells
        found: set[str] = set(self._large)
        if len(columns) * len(rows) > len(cells):
            found.update(self._boxes)
        else:
            for column in columns:
                for row in rows:
                    members = cells.get((column, row))
                    if members:
                        found.update(members)
        boxes = self._boxes
        return [
            key
            for key in found
            for x, y, w, h in (boxes[key],)
            if x <= right and y <= bottom and x + w >= left and y + h >= top
        ]

    def _span(self, box: Box) -> tuple[int, int, int, int]:
        cell = self._cell
        x, y, w, h = box
        return floor(x / cell), floor(y / cell), floor((x + w) / cell), floor((y + h) / cell)


def _count(span: tuple[int, int, int, int]) -> int:
    return (span[2] - span[0] + 1) * (span[3] - span[1] + 1)


def _cells(span: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    left, top, right, bottom = span
    rows = range(top, bottom + 1)
    return [(column, row) for column in range(left, right + 1) for row in rows]
