"""The grid that automatic routes keep to: lines a step apart through the corner of a box that they join.

It is no grid of the page. Of the two boxes that a connection joins, their larger left and their larger top
lie on it: where both boxes stand on the grid of the editor it is that one, and wherever they stand, the
route goes along with them unchanged when all is moved.
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from archdraw.core.geometry.shapes import Box

GRID = 20.0
HALF = GRID / 2
# A stretch that ends at a box keeps this much, for the corner and the arrow head.
STUB = 16.0
# A step in a gap narrower than this stands in its middle: no line of the grid leaves both sides enough.
_NARROW = GRID + STUB
# Sums of floats come in some order: what lies this close to the middle between two lines lies on it.
_TINY = 1e-6


class Halves(dict[float, float]):
    """How far before the end of a gap a step across it turns, by the width of the gap; found once each."""

    def __missing__(self, gap: float) -> float:
        """Return the whole steps of the grid nearest to half of the gap; half of it where it is narrow."""
        back = self[gap] = gap / 2 if gap < _NARROW - _TINY else GRID * floor(gap / (2 * GRID) + 0.5 - _TINY)
        return back


_HALVES = Halves()
_MOST_KEPT = 20_000


def half_way(a: float, b: float) -> float:
    """Return where a step between two facing borders turns: on the grid through the farther of them."""
    if len(_HALVES) > _MOST_KEPT:
        _HALVES.clear()
    return b - _HALVES[b - a] if a < b else a - _HALVES[a - b]


class Lattice(NamedTuple):
    """The lines of the grid, by one of them upright and one level."""

    x: float
    y: float


def lattice_of(source: Box, target: Box) -> Lattice:
    """Return the grid of a connection between two boxes."""
    return Lattice(max(source.x, target.x), max(source.y, target.y))


def beyond(at: float, line: float, sign: int) -> float:
    """Return the first line of the grid at a place or beyond it, upwards (1) or downwards (-1)."""
    steps = (at - line) / GRID
    return line + GRID * (ceil(steps - _TINY) if sign > 0 else floor(steps + _TINY))
