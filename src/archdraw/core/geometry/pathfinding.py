"""The way around obstacles: A* over the few lines that matter, fewest bends first, then shortest.

The grid is sparse: its lines run along the grown borders of obstacles and through the two ends, which
is where a shortest orthogonal path with fewest bends can always be found (Wybrow, Marriott, Stuckey,
Orthogonal Connector Routing, Graph Drawing 2009).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry.shapes import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom."""
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
# Straight on, or to either side.
_TURNS = ((0, 0.0), (1, BEND), (3, BEND))
_State = tuple[int, int, int]
"""Column, row, heading."""


class TooFar(Exception):  # noqa: N818 - nothing went wrong
    """All steps are used up before a way was found or all of it was seen to be closed."""


class Lead(NamedTuple):
    """One end of a search: where it is and which way the line runs there."""

    point: Point
    direction: tuple[int, int]


def find_path(
    start: Lead, goal: Lead, obstacles: Sequence[Bounds], limit: Bounds, extra: Sequence[Point] = ()
) -> tuple[Point, ...] | None:
    """Return the corners of a path that enters no obstacle, or None where there is none within `limit`.

    `start.direction` is how the line leaves, `goal.direction` how it arrives. `extra` are points whose
    lines join the grid. Deterministic; gives up after MAX_STEPS grid points.
    """
    search = _Search((start,), (goal,), obstacles, limit, extra)
    try:
        return search.run(search.guess_goal, MAX_STEPS)
    except TooFar:
        return None


def find_any_path(
    starts: Sequence[Lead], goals: Sequence[Lead], obstacles: Sequence[Bounds], limit: Bounds
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
    search = _Search(starts, goals, obstacles, limit, ())
    try:
        if few:
            return search.run(search.guess_area, MAX_STEPS)
        return search.run(search.guess_greedily, _FIRST_STEPS)
    except TooFar:
        search.turn_round(goals, starts)
        found = search.run(search.guess_greedily, MOST_STEPS if few else MOST_STEPS_AMONG_MANY)
        return None if found is None else found[::-1]


class _Search:
    def __init__(
        self,
        starts: Sequence[Lead],
        goals: Sequence[Lead],
        obstacles: Sequence[Bounds],
        limit: Bounds,
        extra: Sequence[Point],
    ) -> None:
        points = (*(lead.point for lead in (*starts, *goals)), *extra)
        left, top, right, bottom = limit
        xs = {point.x for point in points} | {edge for box in obstacles for edge in (box[0], box[2])}
        ys = {point.y for point in points} | {edge for box in obstacles for edge in (box[1], box[3])}
        self.xs = sorted(x for x in xs if left <= x <= right)
        self.ys = sorted(y for y in ys if top <= y <= bottom)
        self.obstacles = obstacles
        self._rows: dict[int, bytearray] = {}
        self._columns: dict[int, bytearray] = {}
        self._beside_rows: list[list[tuple[float, float]]] | None = None
        self._beside_columns: list[list[tuple[float, float]]] | None = None
        self._join(starts, goals)

    def turn_round(self, starts: Sequence[Lead], goals: Sequence[Lead]) -> None:
        """Search the same grid the other way: from the goals back to where the lines start."""
        self._join([_reversed(lead) for lead in starts], [_reversed(lead) for lead in goals])

    def _join(self, starts: Sequence[Lead], goals: Sequence[Lead]) -> None:
        self.goal = goals[0]
        self.starts = [self._state(lead) for lead in starts]
        self.ends = {self._state(lead) for lead in goals}
        self.end_places = {(i, j) for i, j, _ in self.ends}
        ends_x, ends_y = [lead.point.x for lead in goals], [lead.point.y for lead in goals]
        self._area = (min(ends_x), min(ends_y), max(ends_x), max(ends_y))

    def run(self, guess: Callable[[_State], float], most: int) -> tuple[Point, ...] | None:
        """Return the corners of the way, or None where all of it is closed.

        Raises
        ------
        TooFar
            When so many steps led nowhere.
        """
        costs = dict.fromkeys(self.starts, 0.0)
        came: dict[_State, _State] = {}
        heap = [(guess(begin), 0.0, begin) for begin in self.starts]
        heapify(heap)
        steps = 0
        while heap:
            if steps >= most:
                raise TooFar
            _, cost, state = heappop(heap)
            if cost > costs[state]:
                continue
            if state in self.ends:
                return self._walk_back(state, came)
            steps += 1
            for onward, price in self._moves(state):
                total = cost + price
                if onward not in costs or total < costs[onward]:
                    costs[onward] = total
                    came[onward] = state
                    heappush(heap, (total + guess(onward), total, onward))
        return None

    def _state(self, lead: Lead) -> _State:
        x, y = lead.point
        return bisect_left(self.xs, x), bisect_left(self.ys, y), _DIRECTIONS.index(lead.direction)

    def guess_area(self, state: _State) -> float:
        """Return the way to the area of all goals: never more than it really costs."""
        x, y = self.xs[state[0]], self.ys[state[1]]
        left, top, right, bottom = self._area
        return max(left - x, 0.0, x - right) + max(top - y, 0.0, y - bottom)

    def guess_greedily(self, state: _State) -> float:
        """Return more than the way to the area of all goals costs, so that what leads there comes first."""
        return _GREED * self.guess_area(state)

    def guess_goal(self, state: _State) -> float:
        """Return the cost from here if nothing stood in the way: never more than it really costs."""
        i, j, heading = state
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

    def _moves(self, state: _State) -> list[tuple[_State, float]]:
        """Return where a line can go on to: straight, or round a corner into a free stretch."""
        i, j, heading = state
        moves: list[tuple[_State, float]] = []
        row, column = self._row(j), self._column(i)
        for turn, price in _TURNS:
            to = (heading + turn) % 4
            if turn and (i, j) in self.end_places:
                # At the goal a line may turn into its port.
                moves.append(((i, j, to), price))
                continue
            dx, dy = _DIRECTIONS[to]
            if dx:
                low = i if dx > 0 else i - 1
                if 0 <= low < len(row) and not row[low]:
                    moves.append(((i + dx, j, to), price + self.xs[low + 1] - self.xs[low]))
            else:
                low = j if dy > 0 else j - 1
                if 0 <= low < len(column) and not column[low]:
                    moves.append(((i, j + dy, to), price + self.ys[low + 1] - self.ys[low]))
        return moves

    def _row(self, j: int) -> bytearray:
        found = self._rows.get(j)
        if found is None:
            if self._beside_rows is None:
                stretches = [(box[1], box[3], box[0], box[2]) for box in self.obstacles]
                self._beside_rows = _by_line(self.ys, stretches)
            found = self._rows[j] = _blocked(self.xs, self._beside_rows[j])
        return found

    def _column(self, i: int) -> bytearray:
        found = self._columns.get(i)
        if found is None:
            if self._beside_columns is None:
                stretches = [(box[0], box[2], box[1], box[3]) for box in self.obstacles]
                self._beside_columns = _by_line(self.xs, stretches)
            found = self._columns[i] = _blocked(self.ys, self._beside_columns[i])
        return found

    def _walk_back(self, state: _State, came: dict[_State, _State]) -> tuple[Point, ...]:
        found = [state]
        while state in came:
            state = came[state]
            found.append(state)
        return tuple(Point(self.xs[i], self.ys[j]) for i, j, _ in reversed(found))


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
