"""The way around obstacles: A* over the few lines that matter, fewest bends first, then shortest.

The grid is sparse: its lines run along the grown borders of obstacles and through the two ends, which
is where a shortest orthogonal path with fewest bends can always be found (Wybrow, Marriott, Stuckey,
Orthogonal Connector Routing, Graph Drawing 2009).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from copy import copy
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry.shapes import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.geometry.shapes import Bounds

BEND = 160.0
MAX_STEPS = 6000
# Among so many obstacles the best way of all is looked for; among more, a good one soon (`find_any_path`).
FEW_OBSTACLES = 300
# How many steps the second search may take, from the goals towards the starts.
MOST_STEPS = 60_000
MOST_STEPS_AMONG_MANY = 15_000
# How many steps the first search takes among many: enough for nearly every way there is.
_FIRST_STEPS = 2000
# How much more than it costs a greedy search takes the way that is left for: it hardly spreads sideways.
_GREED = 2.0
_DIRECTIONS = ((1, 0), (0, 1), (-1, 0), (0, -1))
_RIGHT, _DOWN = 0, 1
# Between so many steps (one less than a power of two) a search may be broken off.
_PAUSE = 63
# Straight on, or to either side.
_TURNS = ((0, 0.0), (1, BEND), (3, BEND))


class TooFar(Exception):  # noqa: N818 - nothing went wrong
    """All steps are used up before a way was found or all of it was seen to be closed."""


class Lead(NamedTuple):
    """One end of a search: where it is and which way the line runs there."""

    point: Point
    direction: tuple[int, int]


def find_path(
    start: Lead,
    goal: Lead,
    obstacles: Sequence[Bounds],
    limit: Bounds,
    extra: Sequence[Point] = (),
    pauses: Pauses | None = None,
) -> tuple[Point, ...] | None:
    """Return the corners of a path that enters no obstacle, or None where there is none within `limit`.

    `start.direction` is how the line leaves, `goal.direction` how it arrives. `extra` are points whose
    lines join the grid. Deterministic; gives up after MAX_STEPS grid points.
    """
    search = _begun(pauses, lambda: _Search((start,), (goal,), obstacles, limit, extra, greed=None))
    try:
        return search.run(MAX_STEPS, pauses)
    except TooFar:
        return None


def find_any_path(
    starts: Sequence[Lead],
    goals: Sequence[Lead],
    obstacles: Sequence[Bounds],
    limit: Bounds,
    pauses: Pauses | None = None,
) -> tuple[Point, ...] | None:
    """Return a path from any of the starts to any of the goals, or None where none was found.

    Among few obstacles it is the best one, if that is found within MAX_STEPS grid points; else a greedy
    search takes what it meets. It comes from the other end, so that neither end in a small closed place
    costs much: one of the two searches soon has seen all of it.

    Raises
    ------
    TooFar
        When the steps of both are used up, so that nobody knows whether there is a way.
    """
    few = len(obstacles) <= FEW_OBSTACLES
    greed = 1.0 if few else _GREED
    search = _begun(pauses, lambda: _Search(starts, goals, obstacles, limit, (), greed=greed))
    try:
        return search.run(MAX_STEPS if few else _FIRST_STEPS, pauses)
    except TooFar:
        back = _begun(pauses, lambda: search.turned_round(goals, starts))
        found = back.run(MOST_STEPS if few else MOST_STEPS_AMONG_MANY, pauses)
        return None if found is None else found[::-1]


class Pauses:
    """Lets the searches for one line be broken off, and asked again from the beginning go on from there.

    Who asks again has to ask the same: nothing that the line depends on may have changed.

    Parameters
    ----------
    breathe
        Called now and then; raises what breaks the search off.
    """

    def __init__(self, breathe: Callable[[], None]) -> None:
        self.breathe = breathe
        self._begun: list[_Search] = []
        self._asked = 0

    def again(self) -> None:
        """Say that the same searches follow in the same order, those that are known among them."""
        self._asked = 0

    def next(self, begin: Callable[[], _Search]) -> _Search:
        """Return the next search, as far as it has come."""
        if self._asked == len(self._begun):
            self._begun.append(begin())
            self.breathe()
        self._asked += 1
        return self._begun[self._asked - 1]


def _begun(pauses: Pauses | None, begin: Callable[[], _Search]) -> _Search:
    return begin() if pauses is None else pauses.next(begin)


class _Search:
    """A search over one grid, which goes on where it was broken off.

    `greed` is by how much more than it costs the way left to the area of all goals is reckoned; None
    reckons with the bends before the one goal instead.
    """

    def __init__(
        self,
        starts: Sequence[Lead],
        goals: Sequence[Lead],
        obstacles: Sequence[Bounds],
        limit: Bounds,
        extra: Sequence[Point],
        *,
        greed: float | None,
    ) -> None:
        points = (*(lead.point for lead in (*starts, *goals)), *extra)
        left, top, right, bottom = limit
        xs = {point.x for point in points} | {edge for box in obstacles for edge in (box[0], box[2])}
        ys = {point.y for point in points} | {edge for box in obstacles for edge in (box[1], box[3])}
        self.xs = sorted(x for x in xs if left <= x <= right)
        self.ys = sorted(y for y in ys if top <= y <= bottom)
        self.obstacles = obstacles
        self._rows: list[bytearray | None] = [None] * len(self.ys)
        self._columns: list[bytearray | None] = [None] * len(self.xs)
        self._beside_rows: list[list[tuple[float, float]]] | None = None
        self._beside_columns: list[list[tuple[float, float]]] | None = None
        self.join(starts, goals, greed)

    def turned_round(self, starts: Sequence[Lead], goals: Sequence[Lead]) -> _Search:
        """Return a search of the same grid the other way: from the goals back to where the lines start."""
        other = copy(self)
        other.join([_reversed(lead) for lead in starts], [_reversed(lead) for lead in goals], self._greed)
        return other

    def join(self, starts: Sequence[Lead], goals: Sequence[Lead], greed: float | None) -> None:
        """Begin anew from these starts to these goals."""
        self.goal, self._greed, self.steps = goals[0], greed, 0
        self._ends = {self._state(lead) for lead in goals}
        self._end_places = {state >> 2 for state in self._ends}
        if greed is not None:
            across = [lead.point.x for lead in goals]
            down = [lead.point.y for lead in goals]
            first, last = min(across), max(across)
            self._over = [greed * max(first - x, 0.0, x - last) for x in self.xs]
            top, foot = min(down), max(down)
            self._under = [greed * max(top - y, 0.0, y - foot) for y in self.ys]
        begun = [self._state(lead) for lead in starts]
        self._costs = dict.fromkeys(begun, 0.0)
        self._came: dict[int, int] = {}
        many, guess = len(self.ys), self._guess()
        self._heap = [(guess(*divmod(one >> 2, many), one & 3), 0.0, one) for one in begun]
        heapify(self._heap)

    def run(self, most: int, pauses: Pauses | None = None) -> tuple[Point, ...] | None:
        """Return the corners of the way, or None where all of it is closed.

        Raises
        ------
        TooFar
            When so many steps led nowhere.
        """
        heap, costs, came, guess, ends = self._heap, self._costs, self._came, self._guess(), self._ends
        many = len(self.ys)
        while heap:
            if self.steps >= most:
                raise TooFar
            estimate, cost, state = heappop(heap)
            if cost > costs[state]:
                continue
            if state in ends:
                # Whoever was interrupted later asks again.
                heappush(heap, (estimate, cost, state))
                return self._walk_back(state)
            self.steps += 1
            i, j = divmod(state >> 2, many)
            for onward, price in self._moves(i, j, state & 3):
                total = cost + price
                known = costs.get(onward)
                if known is None or total < known:
                    costs[onward] = total
                    came[onward] = state
                    column, row = divmod(onward >> 2, many)
                    heappush(heap, (total + guess(column, row, onward & 3), total, onward))
            if pauses is not None and not self.steps & _PAUSE:
                # Only after some steps: whoever has no time at all gets on, too.
                pauses.breathe()
        return None

    def _state(self, lead: Lead) -> int:
        """Return column, row and heading as one number, in this order."""
        x, y = lead.point
        column, row = bisect_left(self.xs, x), bisect_left(self.ys, y)
        return (column * len(self.ys) + row) << 2 | _DIRECTIONS.index(lead.direction)

    def _guess(self) -> Callable[[int, int, int], float]:
        """Return what reckons the way that is left.

        Kept in the search, which it belongs to, it would make a ring, and thousands of tuples would wait
        for the collector of garbage and then a frame for it.
        """
        return self._guess_goal if self._greed is None else self._guess_area

    def _guess_area(self, i: int, j: int, _heading: int) -> float:
        """Return the way to the area of all goals: never more than it really costs, but for the greed.

        With greed what leads there comes first.
        """
        return self._over[i] + self._under[j]

    def _guess_goal(self, i: int, j: int, heading: int) -> float:
        """Return the cost from here if nothing stood in the way: never more than it really costs."""
        (x, y), (ax, ay) = self.goal
        across, down = x - self.xs[i], y - self.ys[j]
        onward = across * ax + down * ay
        dx, dy = _DIRECTIONS[heading]
        turned = dx * ax + dy * ay
        if turned == 0:
            bends = 1 if onward >= 0 and across * dx + down * dy >= 0 else 3
        elif turned < 0:
            bends = 2
        elif onward < 0:
            bends = 4
        else:
            bends = 0 if across * ay == down * ax else 2
        return abs(across) + abs(down) + BEND * bends

    def _moves(self, i: int, j: int, heading: int) -> list[tuple[int, float]]:
        """Return where a line can go on to: straight, or round a corner into a free stretch."""
        moves: list[tuple[int, float]] = []
        xs, ys = self.xs, self.ys
        many = len(ys)
        place = i * many + j
        at_end = place in self._end_places
        for turn, price in _TURNS:
            to = (heading + turn) & 3
            if turn and at_end:
                # At the goal a line may turn into its port.
                moves.append((place << 2 | to, price))
            elif to & 1:
                column = self._columns[i] or self._column(i)
                low = j if to == _DOWN else j - 1
                if 0 <= low < len(column) and not column[low]:
                    onward = place + 1 if to == _DOWN else place - 1
                    moves.append((onward << 2 | to, price + ys[low + 1] - ys[low]))
            else:
                row = self._rows[j] or self._row(j)
                low = i if to == _RIGHT else i - 1
                if 0 <= low < len(row) and not row[low]:
                    onward = place + many if to == _RIGHT else place - many
                    moves.append((onward << 2 | to, price + xs[low + 1] - xs[low]))
        return moves

    def _row(self, j: int) -> bytearray:
        if self._beside_rows is None:
            stretches = [(box[1], box[3], box[0], box[2]) for box in self.obstacles]
            self._beside_rows = _by_line(self.ys, stretches)
        found = self._rows[j] = _blocked(self.xs, self._beside_rows[j])
        return found

    def _column(self, i: int) -> bytearray:
        if self._beside_columns is None:
            stretches = [(box[0], box[2], box[1], box[3]) for box in self.obstacles]
            self._beside_columns = _by_line(self.xs, stretches)
        found = self._columns[i] = _blocked(self.ys, self._beside_columns[i])
        return found

    def _walk_back(self, state: int) -> tuple[Point, ...]:
        found = [state]
        while state in self._came:
            state = self._came[state]
            found.append(state)
        many = len(self.ys)
        return tuple(
            Point(self.xs[(one >> 2) // many], self.ys[(one >> 2) % many]) for one in reversed(found)
        )


def _reversed(lead: Lead) -> Lead:
    dx, dy = lead.direction
    return Lead(lead.point, (-dx, -dy))


def _by_line(lines: list[float], stretches: list[Bounds]) -> list[list[tuple[float, float]]]:
    """Return what lies on each line, from where to where, of what reaches from `low` to `high` across.

    `stretches` are low and high across the lines, begin and end along them.
    """
    found: list[list[tuple[float, float]]] = [[] for _ in lines]
    for low, high, begin, end in stretches:
        along = (begin, end)
        for index in range(bisect_right(lines, low), bisect_left(lines, high)):
            found[index].append(along)
    return found


def _blocked(lines: list[float], spans: list[tuple[float, float]]) -> bytearray:
    """Mark the intervals between neighbouring lines that any span covers."""
    marks = bytearray(max(0, len(lines) - 1))
    for low, high in spans:
        for index in range(max(0, bisect_left(lines, low) - 1), len(marks)):
            if lines[index] >= high:
                break
            if lines[index + 1] > low:
                marks[index] = 1
    return marks
