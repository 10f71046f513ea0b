"""Siblings of one size change places where that takes away crossings of their links.

Each exchange is reckoned against all links at once, so this is for drawings of a few hundred links: in
smaller ones the sense of the calls matters more, in larger ones it takes too long.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from archdraw.core.geometry import Box
from archdraw.core.layout.score import CROSSING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.layout.graph import Task

FEWEST_LINKS, MOST_LINKS = 150, 420
_PASSES = 2
_LEAST_GAIN = 1.0


def untangled(
    task: Task, boxes: Mapping[str, Box], families: Sequence[Sequence[str]], check: Callable[[], None]
) -> dict[str, Box]:
    """Return the boxes after exchanges within `families`; frames of groups stay.

    `check` is called now and then and may raise to end it.
    """
    tangle = _Tangle(task, boxes)
    for _ in range(_PASSES):
        changed = False
        for family in families:
            check()
            for first, second in combinations(family, 2):
                changed |= tangle.exchange(first, second)
        if not changed:
            break
    found = dict(boxes)
    for family in families:
        for key in family:
            (x, y), box = tangle.middle(key), boxes[key]
            found[key] = Box(x - box.w / 2, y - box.h / 2, box.w, box.h)
    return found


class _Tangle:
    """All links as straight lines between middles."""

    def __init__(self, task: Task, boxes: Mapping[str, Box]) -> None:
        import numpy as np

        self._np: Any = np
        self._middles = {end: boxes[end].center for link in task.links for end in link[:2]}
        self._links = [link[:2] for link in task.links if link[0] != link[1]]
        # Of each element the links that begin and those that end there.
        self._of: dict[str, list[int]] = {}
        for number, ends in enumerate(self._links):
            for end in ends:
                self._of.setdefault(end, []).append(number)
        # Rows: x and y of the begin, x and y of the end, of each link.
        self._lines = np.array(
            [(*self._middles[source], *self._middles[target]) for source, target in self._links]
        ).T.copy()

    def middle(self, key: str) -> tuple[float, float]:
        """Return where the middle of an element is now."""
        return self._middles[key]

    def exchange(self, first: str, second: str) -> bool:
        """Let two elements change places if that is better; return whether they did."""
        touched = sorted({*self._of.get(first, ()), *self._of.get(second, ())})
        before = self._cost(touched)
        self._swap(first, second, touched)
        if self._cost(touched) < before - _LEAST_GAIN:
            return True
        self._swap(first, second, touched)
        return False

    def _swap(self, first: str, second: str, touched: Sequence[int]) -> None:
        middles, lines = self._middles, self._lines
        middles[first], middles[second] = middles[second], middles[first]
        for number in touched:
            source, target = self._links[number]
            lines[0, number], lines[1, number] = middles[source]
            lines[2, number], lines[3, number] = middles[target]

    def _cost(self, touched: Sequence[int]) -> float:
        """Return what these links cost: their length, and their crossings with all."""
        ax, ay, bx, by = self._lines[:, touched][:, :, None]
        cx, cy, ex, ey = self._lines[:, None, :]
        dx, dy, fx, fy = bx - ax, by - ay, ex - cx, ey - cy
        one = (dx * (cy - ay) - dy * (cx - ax)) * (dx * (ey - ay) - dy * (ex - ax)) < 0
        other = (fx * (ay - cy) - fy * (ax - cx)) * (fx * (by - cy) - fy * (bx - cx)) < 0
        crossing = one & other
        np = self._np
        # Those among these links are met from both sides.
        met = np.count_nonzero(crossing) - np.count_nonzero(crossing[:, touched]) / 2
        return float(CROSSING * met + np.abs(dx).sum() + np.abs(dy).sum())
