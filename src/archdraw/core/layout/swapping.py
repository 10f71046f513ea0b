"""The last touch: siblings of one size change places where that makes their links shorter."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, Point

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.layout.graph import Task

_PASSES = 6
# Families larger than this only exchange what stands near each other in the document.
_LARGEST = 120
# Links should run along by about this much; one that does not costs so much more, and its way back again.
_STEP, _AGAINST = 160.0, 500.0
# Where there are very many links, short ones matter more than their sense.
_MANY_LINKS, _AGAINST_MANY = 150, 20.0
_LEAST_GAIN = 1.0

_Links = list[tuple[str, float]]


def swapped(task: Task, boxes: Mapping[str, Box]) -> dict[str, Box]:
    """Return the boxes (x along the calls) after exchanges that shorten links; frames of groups stay."""
    links: dict[str, _Links] = {}
    for source, target, _ in task.links:
        links.setdefault(source, []).append((target, 1.0))
        links.setdefault(target, []).append((source, -1.0))
    middles = {key: box.center for key, box in boxes.items()}
    against = _AGAINST if len(task.links) <= _MANY_LINKS else _AGAINST_MANY
    families = families_of(task, boxes)
    for _ in range(_PASSES):
        changed = False
        for family in families:
            for first, second in combinations(family, 2):
                a, b = middles[first], middles[second]
                now = _cost(links, middles, first, a, against) + _cost(links, middles, second, b, against)
                middles[first], middles[second] = b, a
                then = _cost(links, middles, first, b, against) + _cost(links, middles, second, a, against)
                if then < now - _LEAST_GAIN:
                    changed = True
                else:
                    middles[first], middles[second] = a, b
        if not changed:
            break
    found = dict(boxes)
    for family in families:
        for key in family:
            box, middle = boxes[key], middles[key]
            found[key] = Box(middle.x - box.w / 2, middle.y - box.h / 2, box.w, box.h)
    return found


def families_of(task: Task, boxes: Mapping[str, Box]) -> list[list[str]]:
    """Return the elements that may change places: linked ones of one size in one group."""
    linked = {end for link in task.links for end in link[:2]}
    found: dict[tuple[str | None, float, float], list[str]] = {}
    for group, children in task.children.items():
        for child in children:
            if child in linked and child in boxes:
                found.setdefault((group, boxes[child].w, boxes[child].h), []).append(child)
    families: list[list[str]] = []
    for family in found.values():
        families += [family[at : at + _LARGEST] for at in range(0, len(family), _LARGEST)]
    return families


def _cost(
    links: Mapping[str, _Links], middles: Mapping[str, Point], key: str, at: Point, against: float
) -> float:
    total = 0.0
    for other, sign in links.get(key, ()):
        there = middles[other]
        along = (there.x - at.x) * sign
        total += along if along >= _STEP else against + 2 * _STEP - along
        total += abs(there.y - at.y)
    return total
