"""Where the labels of very many lines stand, all at once, where nothing is around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.labels import LEVEL_FIRST, OFF
from archdraw.core.drawing.quick_routes import BOTTOM

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
    halves = [(w / 2, h / 2) for w, h in sizes]
    heights = [h for _, h in sizes]
    xs: list[float] = []
    ys: list[float] = []
    put_x, put_y = xs.append, ys.append
    for number, side, ax, ay, bx, by in zip(numbers, sides, *ends, strict=True):
        if side < BOTTOM:
            level, step = True, by - ay
            if step:
                middle = ax + (bx - ax) / 2
                onward, last = abs(middle - ax) * LEVEL_FIRST, abs(bx - middle) * LEVEL_FIRST
                if onward < abs(step):
                    level = last > abs(step)
                    onward = abs(step)
                if not level:
                    ax = bx = middle
                elif last > onward:
                    ax, ay = middle, by
                else:
                    bx = middle
            x, y = ax + (bx - ax) * 0.5, ay
            if not level:
                y = ay + step * 0.5
        else:
            level, step = False, bx - ax
            x, y = ax, ay + (by - ay) * 0.5
            if step:
                middle = ay + (by - ay) / 2
                aside = abs(step) * LEVEL_FIRST
                onward, last = abs(middle - ay), abs(by - middle)
                if onward < aside:
                    level = last <= aside
                    onward = aside
                if level:
                    x, y = ax + step * 0.5, middle
                elif last > onward:
                    x, y = bx, middle + (by - middle) * 0.5
                else:
                    y = ay + (middle - ay) * 0.5
        wide, high = halves[number]
        if level:
            put_x(x - wide)
            put_y(y - heights[number] - OFF)
        else:
            put_x(x + OFF)
            put_y(y - high)
    return xs, ys
