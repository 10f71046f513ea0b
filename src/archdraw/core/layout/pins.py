"""What is pinned stays to the px; the rest of the new drawing is laid around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.layout.standing import Standing, snapped

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from archdraw.core.layout.graph import Task
    from archdraw.core.layout.measures import Measures


class Pins:
    """Puts a drawing around pinned elements.

    Parameters
    ----------
    task
        What was laid out.
    ideal
        Where it would all stand if nothing were pinned.
    held
        The boxes of what is pinned; a pinned group counts with all that is in it.
    measures
        The room around the content of groups.
    """

    def __init__(
        self, task: Task, ideal: Mapping[str, Box], held: Mapping[str, Box], measures: Measures
    ) -> None:
        self._task, self._ideal, self._held, self._measures = task, ideal, held, measures
        self._holding: set[str] = set()
        parent = {child: group for group, ones in task.children.items() for child in ones}
        for key in held:
            above: str | None = key
            while above is not None and above not in self._holding:
                self._holding.add(above)
                above = parent.get(above)
        self._inside: dict[str, set[str]] = {}
        # What was laid around pins so far: groups whose pins are close to each other reach into one another.
        self._laid: list[Box] = []

    def boxes(self, check: Callable[[], None]) -> dict[str, Box]:
        """Return the box of everything."""
        return self._settle(None, check)

    def _settle(self, group: str | None, check: Callable[[], None]) -> dict[str, Box]:
        children = self._task.children.get(group, ())
        placed: dict[str, Box] = {}
        shifts: list[tuple[float, float]] = []
        for child in children:
            if child not in self._holding:
                continue
            if child in self._held:
                placed[child] = self._held[child]
                placed.update({key: self._held[key] for key in self._below(child) if key in self._held})
            else:
                inner = self._settle(child, check)
                placed.update(inner)
                placed[child] = self._framed(inner)
            old, new = self._ideal[child], placed[child]
            shifts.append((new.x - old.x, new.y - old.y))
        dx, dy = (sum(one) / len(shifts) for one in zip(*shifts, strict=True)) if shifts else (0.0, 0.0)
        around = self._below(group) if group is not None else set()
        standing = Standing([*(box for key, box in self._held.items() if key not in around), *self._laid])
        for child in children:
            if child in placed:
                standing.add(placed[child])
        for child in children:
            if child in placed:
                continue
            wish = snapped(self._ideal[child].moved(dx, dy))
            ox, oy = standing.free_shift([wish], check=check) or (0.0, 0.0)
            placed[child] = wish.moved(ox, oy)
            standing.add(placed[child])
            self._laid.append(placed[child])
            mx, my = placed[child].x - self._ideal[child].x, placed[child].y - self._ideal[child].y
            placed.update({key: self._ideal[key].moved(mx, my) for key in self._below(child)})
        return placed

    def _framed(self, content: Mapping[str, Box]) -> Box:
        around = bounding_box(content.values()) or Box(0.0, 0.0, 0.0, 0.0)
        side, head = self._measures.padding, self._measures.head
        return Box(around.x - side, around.y - head, around.w + 2 * side, around.h + head + side)

    def _below(self, element: str) -> set[str]:
        found = self._inside.get(element)
        if found is None:
            found = set()
            for child in self._task.children.get(element, ()):
                found |= {child} | self._below(child)
            self._inside[element] = found
        return found


def held_elements(task: Task, pinned: Collection[str], stands: Mapping[str, Box]) -> dict[str, Box]:
    """Return the boxes of what is pinned and has a place, with all that stands in pinned groups."""
    held: dict[str, Box] = {}

    def hold(element: str, *, all_of_it: bool) -> None:
        all_of_it = all_of_it or element in pinned
        if all_of_it and element in stands:
            held[element] = stands[element]
        for child in task.children.get(element, ()):
            hold(child, all_of_it=all_of_it)

    for child in task.children.get(None, ()):
        hold(child, all_of_it=False)
    return held
