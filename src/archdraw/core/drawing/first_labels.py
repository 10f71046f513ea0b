"""Where the labels of very many lines stand, all at once, where nothing is around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.labels import LEVEL_FIRST, OFF
from archdraw.core.drawing.quick_routes import BOTTOM
from archdraw.core.geometry.lattice import Halves

if TYPE_CHECKING:
    from collections.abc import Sequence


def first_corners(
    numbers: list[int],
    sizes: Sequence[tuple[float, float]],
    sides: list[int],
    ends: Sequence[list[float]],
) -> tuple[list[float], list[float]]:
    """Return the left and upper ends of the labels, each beside the longest stretch of its line.

    They are those that `first_place` finds, one by one and in three times the time.

    Parameters
    ----------
    numbers, sizes
        The number of each line's kind, and the size of the label of each kind.
    sides, ends
        How the lines run (see `Runs`).
    """
    halves = [(w / 2, h / 2, h + OFF) for w, h in sizes]
    backs = Halves()
    xs: list[float] = []
    ys: list[float] = []
    put_x, put_y = xs.append, ys.append
    for number, side, ax, ay, bx, by in zip(numbers, sides, *ends, strict=True):
        if side < BOTTOM:
            middle, step = (bx - backs[bx - ax] if ax < bx else ax - backs[ax - bx]), abs(by - ay)
            first, last = abs(middle - ax) * LEVEL_FIRST, abs(bx - middle) * LEVEL_FIRST
            level, x, y = True, ax + (middle - ax) * 0.5, ay
            if not step:
                x = ax + (bx - ax) * 0.5
            elif last > first and last > step:
                x, y = middle + (bx - middle) * 0.5, by
            elif step > first:
                level, x, y = False, middle, ay + (by - ay) * 0.5
        else:
            middle = by - backs[by - ay] if ay < by else ay - backs[ay - by]
            step = abs(bx - ax) * LEVEL_FIRST
            first, last = abs(middle - ay), abs(by - middle)
            level, x, y = False, ax, ay + (middle - ay) * 0.5
            if not step:
                y = ay + (by - ay) * 0.5
            elif last > first and last > step:
                x, y = bx, middle + (by - middle) * 0.5
            elif step > first:
                level, x, y = True, ax + (bx - ax) * 0.5, middle
        wide, high, above = halves[number]
        if level:
            put_x(x - wide)
            put_y(y - above)
        else:
            put_x(x + OFF)
            put_y(y - high)
    return xs, ys
