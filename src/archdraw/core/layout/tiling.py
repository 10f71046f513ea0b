"""Many linked groups as tiles: in rows and columns like a page, what calls each other close together.

Ranks of many groups that call each other at random fold into rows whose links run all over the drawing; in
a drawing of that size nearness says more than the sense of the calls, which is kept as far as it costs
nothing.
"""

from __future__ import annotations

from math import sqrt
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry import Box
from archdraw.core.layout.measures import PAGE, upon_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.layout.graph import Task
    from archdraw.core.layout.level import Style

# So many tiles are worth it; more take too long to exchange.
FEWEST, MOST = 8, 150
# Of so few tiles two numbers of columns are tried.
_FEW = 30
# How many exchanges are tried for each tile, and how much worse one may be at first, as a share of what a
# tile costs on average; in the end none (threshold accepting, Dueck and Scheuer 1990).
_TRIES, _LENIENCE = 600, 0.5
# A link that runs back costs so much more of its length.
_BACK = 0.3
# Room for lines between tiles, beside the usual gap.
_LANES = 80.0
_CHECKED = 512


class _Pull(NamedTuple):
    """Links between two tiles: the other one, how many lead to it and how many come from it."""

    other: int
    there: int
    back: int


class Tiling(NamedTuple):
    """Where the tiles of a task go: the place of each, column by column, and the gaps along and across."""

    task: Task
    places: Sequence[int]
    columns: int
    gaps: tuple[float, float]

    def boxes(self, boxes: Mapping[str, Box]) -> dict[str, Box]:
        """Return all boxes with the tiles in their places; each column and row is as wide as its widest."""
        tiles = self.task.children[None]
        rows = -(-len(tiles) // self.columns)
        lengths, widths = [0.0] * self.columns, [0.0] * rows
        for tile, place in zip(tiles, self.places, strict=True):
            column, row = divmod(place, rows)
            lengths[column] = max(lengths[column], boxes[tile].w)
            widths[row] = max(widths[row], boxes[tile].h)
        lefts, tops = _starts(lengths, self.gaps[0]), _starts(widths, self.gaps[1])
        found: dict[str, Box] = {}

        def put(element: str, dx: float, dy: float) -> None:
            found[element] = boxes[element].moved(dx, dy)
            for child in self.task.children.get(element, ()):
                put(child, dx, dy)

        for tile, place in zip(tiles, self.places, strict=True):
            column, row = divmod(place, rows)
            put(tile, lefts[column] - boxes[tile].x, tops[row] - boxes[tile].y)
        return found


def tilings(task: Task, boxes: Mapping[str, Box], style: Style) -> list[Tiling]:
    """Return where what stands on the first level may go as tiles of the extents that they have in `boxes`.

    `boxes` have their x along the calls. There is none where it is of no use: without links between tiles,
    for few and for very many of them.
    """
    tiles = task.children[None]
    if not FEWEST <= len(tiles) <= MOST or not any(tile in task.groups for tile in tiles):
        return []
    pulls = _pulls(task, tiles)
    if not any(pulls):
        return []
    along = sum(boxes[one].w for one in tiles) / len(tiles)
    across = sum(boxes[one].h for one in tiles) / len(tiles)
    # Columns for a page; wide for calls that run sideways.
    wanted = PAGE if style.axes.level else 1.0 / PAGE
    columns = max(2, min(len(tiles) - 1, round(sqrt(len(tiles) * wanted * across / along))))
    gaps = (style.measures.rank_gap + _LANES, style.measures.row_gap + _LANES)
    order = sorted(range(len(tiles)), key=lambda one: (boxes[tiles[one]].x, boxes[tiles[one]].y))
    pitch = (along + gaps[0], across + gaps[1])
    counts = (columns, columns + 1) if len(tiles) <= _FEW else (columns,)
    return [
        Tiling(task, _Exchange(pulls, order, count, pitch).run(style.check), count, gaps) for count in counts
    ]


def _pulls(task: Task, tiles: Sequence[str]) -> list[list[_Pull]]:
    tile_of: dict[str, int] = {}

    def fill(element: str, number: int) -> None:
        tile_of[element] = number
        for child in task.children.get(element, ()):
            fill(child, number)

    for number, tile in enumerate(tiles):
        fill(tile, number)
    counts: list[dict[int, list[int]]] = [{} for _ in tiles]
    for source, target, _ in task.links:
        a, b = tile_of[source], tile_of[target]
        if a != b:
            counts[a].setdefault(b, [0, 0])[0] += 1
            counts[b].setdefault(a, [0, 0])[1] += 1
    return [[_Pull(other, *both) for other, both in sorted(one.items())] for one in counts]


class _Exchange:
    """Exchanges tiles of a grid, some of whose places are empty, for short links."""

    def __init__(
        self, pulls: list[list[_Pull]], order: Sequence[int], columns: int, pitch: tuple[float, float]
    ) -> None:
        self._pulls = pulls
        rows = -(-len(order) // columns)
        self._x = [index // rows * pitch[0] for index in range(rows * columns)]
        self._y = [index % rows * pitch[1] for index in range(rows * columns)]
        self._at: list[int] = [-1] * (rows * columns)
        self._place = [0] * len(order)
        for place, tile in enumerate(order):
            self._at[place] = tile
            self._place[tile] = place

    def run(self, check: Callable[[], None]) -> list[int]:
        """Return the place of each tile, column by column."""
        chance = Random(1)
        at, many = self._at, len(self._at)
        count = len(self._place)
        tries = _TRIES * count
        lenience = _LENIENCE * sum(map(self._cost, range(count))) / count
        for number in range(tries):
            if number % _CHECKED == 0:
                check()
            first, second = self._place[chance.randrange(count)], chance.randrange(many)
            if first == second:
                continue
            before = self._cost(at[first]) + self._cost(at[second])
            self._swap(first, second)
            worse = self._cost(at[first]) + self._cost(at[second]) - before
            if worse > lenience * (1.0 - number / tries) ** 2:
                self._swap(first, second)
        return self._place

    def _swap(self, first: int, second: int) -> None:
        at = self._at
        at[first], at[second] = at[second], at[first]
        for place in (first, second):
            if at[place] >= 0:
                self._place[at[place]] = place

    def _cost(self, tile: int) -> float:
        if tile < 0:
            return 0.0
        place, xs, ys = self._place, self._x, self._y
        x, y = xs[place[tile]], ys[place[tile]]
        total = 0.0
        for other, there, back in self._pulls[tile]:
            dx, dy = xs[place[other]] - x, ys[place[other]] - y
            against = back if dx > 0 else there
            total += (there + back) * (abs(dx) + abs(dy)) + _BACK * against * abs(dx)
        return total


def _starts(extents: Sequence[float], gap: float) -> list[float]:
    starts, at = [], 0.0
    for extent in extents:
        starts.append(at)
        at += upon_grid(extent + gap) if extent else 0.0
    return starts
