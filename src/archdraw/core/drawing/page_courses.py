"""Courses of a page, in which nothing changes: lines and labels look at tables of all that there is.

On the screen what is around a place is found bit by bit, and who looked where is remembered. Here all routes
are found first, then all lanes, and nothing is remembered; the courses are the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from archdraw.core.drawing.courses import Courses
from archdraw.core.drawing.label_places import BADGE_REACH, LABEL_REACH, LABEL_ROOM
from archdraw.core.drawing.labels import Surroundings, bounds_of
from archdraw.core.geometry.index import GridIndex
from archdraw.core.geometry.lanes import BUNDLE, FARTHEST, NEAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.drawing.display import TextMeasurer
    from archdraw.core.drawing.labels import Bounds
    from archdraw.core.drawing.page_wiring import PageWiring
    from archdraw.core.geometry import Box
    from archdraw.core.geometry.lanes import Segment

_CELL = 200.0
# More than a sum of coordinates is off by.
_TINY = 1e-6


class _Table:
    """Bounds that are only ever asked for, by square cells: each under the number that it was put in as."""

    def __init__(self) -> None:
        self.bounds: list[Bounds] = []
        self._cells: dict[tuple[int, int], list[int]] = {}

    def put(self, bounds: Bounds) -> None:
        """Insert one."""
        number = len(self.bounds)
        self.bounds.append(bounds)
        for cell in _cells(bounds):
            self._cells.setdefault(cell, []).append(number)

    def touching(self, area: Bounds) -> list[int]:
        """Return the numbers of all that touch an area, in ascending order."""
        left, top, right, bottom = area
        found: set[int] = set()
        for cell in _cells(area):
            found.update(self._cells.get(cell, ()))
        bounds = self.bounds
        touched = [
            number
            for number in found
            for x, y, end, floor in (bounds[number],)
            if x <= right and y <= bottom and end >= left and floor >= top
        ]
        touched.sort()
        return touched


class _Nowhere(GridIndex):
    """Keeps no box: what concerns whom, which nobody asks for."""

    def put(self, key: str, box: Box) -> None:
        """Keep nothing."""


class _Row:
    """Segments in one direction, by the line that they lie on."""

    def __init__(self, segments: list[Segment]) -> None:
        self._segments = sorted(segments, key=attrgetter("at"))
        self._at = [one.at for one in self._segments]

    def between(self, low: float, high: float) -> list[Segment]:
        """Return the segments on lines from `low` to `high`."""
        return self._segments[bisect_left(self._at, low) : bisect_right(self._at, high)]


class PageCourses(Courses):
    """Finds the courses of the connections of one view that never changes."""

    def __init__(self, wiring: PageWiring, measurer: TextMeasurer) -> None:
        super().__init__(wiring, measurer)
        self._sight = wiring
        self._strips = self._tracks = self._looks = _Nowhere()
        # Level and upright segments before lanes are spread, and the upright ones as they are drawn.
        self._found: tuple[_Row, _Row] | None = None
        self._upright: _Row | None = None
        # Where labels would like to stand, and whose they are.
        self._liked: tuple[_Table, list[str]] | None = None
        # Everything in the way: lines, then where labels would stand if nothing were around, then components.
        self._all: _Table | None = None
        # Whose the lines and the wishes are; of each wish the area outside which it doesn't matter, and how
        # early its connection comes; how many lines there are.
        self._owners: list[str] = []
        self._around: list[Bounds] = []
        self._ranks: list[int] = []
        self._first_wish = 0
        self._cards: list[Bounds] = []

    def _segments_by(self, find: Callable[[str], list[Segment]], *, upright: bool) -> _Row:
        found = [one for key in self._sight.connections for one in find(key) if one.upright == upright]
        return _Row(found)

    def _neighbours(self, segment: Segment, *, known: bool = False) -> list[Segment]:  # noqa: ARG002 - all are
        """Return the segments that share a lane with this one directly."""
        sight, at = self._sight, segment.at
        if sight.beyond(segment.key, segment.box):
            return []
        if self._found is None:
            level, upright = (
                self._segments_by(self.lane_segments_of, upright=which) for which in (False, True)
            )
            self._found = level, upright
        low, high = segment.low - NEAR, segment.high + NEAR
        found = [
            other
            for other in self._found[segment.upright].between(at - BUNDLE - _TINY, at + BUNDLE + _TINY)
            if other.low < high and low < other.high + _TINY
            if -BUNDLE < other.at - at < BUNDLE and segment.shares_lane(other)
            if not sight.beyond(other.key, other.box)
        ]
        # In document order, as sums depend on it.
        found.sort(key=lambda one: (sight.rank(one.key), one.part))
        return found

    def _crossing(self, key: str, box: Box) -> list[Segment]:
        if self._upright is None:
            self._upright = self._segments_by(self.drawn_segments_of, upright=True)
        sight, at = self._sight, box.y
        found = [
            one
            for one in self._upright.between(box.x, box.right)
            if one.low < at < one.high and one.key != key
        ]
        if not sight.strays:
            return found
        shown = set(sight.without_strays({one.key for one in found}, box.grown(FARTHEST)))
        return [one for one in found if one.key in shown]

    def _see(self) -> _Table:
        """Return the table of everything that is in the way of labels."""
        sight, table = self._sight, _Table()
        traces = {key: self._trace_of(key) for key in sight.connections}
        for key, trace in traces.items():
            for line in trace.lines:
                table.put(line)
                self._owners.append(key)
        self._first_wish = len(self._owners)
        for key, trace in traces.items():
            if trace.wish is not None:
                table.put(trace.wish)
                self._owners.append(key)
                self._around.append(trace.around)
                self._ranks.append(sight.rank(key))
        for key in sight.solids():
            box = sight.frames[key]
            table.put(bounds_of(box.grown(BADGE_REACH)))
            self._cards.append(bounds_of(box))
        return table

    def _surroundings(self, area: Box, before: int | None = None) -> Surroundings:
        """Return what is around; with the wishes of the labels of connections `before` this rank."""
        if self._all is None:
            self._all = self._see()
        bounds, owners, strays = self._all.bounds, self._owners, self._sight.strays
        first_wish, first_card = self._first_wish, len(owners)
        lines: list[Bounds] = []
        wishes: list[tuple[Bounds, Bounds]] = []
        cards: list[Bounds] = []
        for number in self._all.touching(bounds_of(area)):
            if number >= first_card:
                cards.append(self._cards[number - first_card])
            elif strays and not self._sight.without_strays(
                owners[number : number + 1], area.grown(LABEL_ROOM)
            ):
                continue
            elif number < first_wish:
                lines.append(bounds[number])
            elif before is not None and self._ranks[number - first_wish] < before:
                wishes.append((self._around[number - first_wish], bounds[number]))
        return Surroundings(cards, self._sight.groups_near(area), lines, wishes)

    def _labels_near(self, key: str, area: Box) -> list[tuple[str, Box]]:
        """Return the first choices of other labels that touch an area."""
        if self._liked is None:
            liked = {other: self.first_label_of(other) for other in self._sight.connections}
            self._liked = table, owners = _Table(), []
            for other, box in liked.items():
                if box is not None:
                    table.put(bounds_of(box))
                    owners.append(other)
        table, owners = self._liked
        found: list[tuple[str, Box]] = []
        shown = [owners[number] for number in table.touching(bounds_of(area))]
        for other in self._sight.without_strays(shown, area.grown(LABEL_REACH)):
            box = self.first_label_of(other)
            if other != key and box is not None and box.intersects(area):
                found.append((other, box))
        return found


def _cells(bounds: Bounds) -> list[tuple[int, int]]:
    left, top, right, bottom = bounds
    first, last = int(top // _CELL), int(bottom // _CELL)
    column, end = int(left // _CELL), int(right // _CELL)
    if first == last and column == end:
        return [(column, first)]
    rows = range(first, last + 1)
    return [(at, row) for at in range(column, end + 1) for row in rows]
