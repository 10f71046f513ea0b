"""Groups in groups: every level is laid out for itself, innermost first, and looks at where the others went.

All boxes here have their x along the calls and their y across them (see `Axes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.layout.level import Anchor, Level, Link, Style, Unit, lay_out
from archdraw.core.layout.score import Score, score_of
from archdraw.core.layout.swapping import families_of, swapped
from archdraw.core.layout.tiling import tilings
from archdraw.core.layout.untangling import FEWEST_LINKS, MOST_LINKS, untangled
from archdraw.core.layout.whole import whole_drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from archdraw.core.layout.graph import Task

# Drawings, and groups, that are no longer than this keep their natural shape.
_SMALL, _SMALL_GROUP = 1400.0, 1000.0
# Groups may be longer than a page, so that what belongs together is seen in one row.
_GROUP_SLACK = 1.5
# How often the levels look at each other; less often beyond so many links.
_ROUNDS, _FEWER_ROUNDS, _MANY_LINKS = 4, 2, 150


class Ends(NamedTuple):
    """A link as a level sees it: the children its ends are in, and the elements themselves."""

    source: str
    target: str
    from_element: str
    to_element: str
    room: float


class Nest:
    """Lays out a task for one direction and spacing."""

    def __init__(self, task: Task, style: Style) -> None:
        self._task, self._style, self._axes = task, style, style.axes
        self._pads = style.axes.pads(style.measures)
        self._parent = {child: group for group, ones in task.children.items() for child in ones}
        self._inner: dict[str | None, list[Ends]] = {}
        self._outer: dict[str | None, list[tuple[str, str, str, bool]]] = {}
        self._sort_links()

    def _sort_links(self) -> None:
        """Give each link to the level where its ends part, and to each group that it leaves or enters."""
        for source, target, room in self._task.links:
            up = [source, *self._above(source)]
            down = [target, *self._above(target)]
            met = next((one for one in up if one in set(down)), None)
            common = met
            a = up[up.index(common) - 1] if common is not None else up[-1]
            b = down[down.index(common) - 1] if common is not None else down[-1]
            self._inner.setdefault(common, []).append(Ends(a, b, source, target, room))
            for chain, last, element, other, leaves in (
                (up, a, source, target, True),
                (down, b, target, source, False),
            ):
                for child in chain[: chain.index(last)]:
                    group = self._parent[child]
                    self._outer.setdefault(group, []).append((child, element, other, leaves))

    def _above(self, element: str) -> list[str]:
        found = []
        group = self._parent.get(element)
        while group is not None:
            found.append(group)
            group = self._parent.get(group)
        return found

    def boxes(self, progress: Callable[[float], None]) -> dict[str, Box]:
        """Return the box of every element and group; the best of some rounds."""
        best: dict[str, Box] = {}
        least: Score | None = None
        rounds = _ROUNDS if len(self._task.links) <= _MANY_LINKS else _FEWER_ROUNDS
        known = whole_drawing(self._task, self._style) or {}
        if known:
            best = swapped(self._task, known)
            least = score_of(best, self._task, self._axes)
        for number in range(rounds):
            known = self._round(known)
            for candidate in (known, swapped(self._task, known)):
                score = score_of(candidate, self._task, self._axes)
                if least is None or score < least:
                    best, least = candidate, score
            known = best
            if not self._outer:
                # No link leaves a group: the levels have nothing to tell each other.
                progress(1.0)
                break
            progress((number + 1) / (rounds + 1))
        best = self._untangled(self._tiled(best))
        progress(1.0)
        return best

    def _tiled(self, boxes: dict[str, Box]) -> dict[str, Box]:
        """Return a drawing with groups of the first level as tiles, or the one given where it is better."""
        if len(self._task.links) <= _MANY_LINKS:
            return boxes
        best, least = boxes, score_of(boxes, self._task, self._axes)
        for tiling in tilings(self._task, boxes, self._style):
            known = tiling.boxes(boxes)
            # What is in the tiles turns towards where the others are now.
            for candidate in (known, tiling.boxes(self._turned(known))):
                drawing = swapped(self._task, candidate)
                score = score_of(drawing, self._task, self._axes)
                if score < least:
                    best, least = drawing, score
        return best

    def _untangled(self, boxes: dict[str, Box]) -> dict[str, Box]:
        """Return a drawing with fewer crossings, where it is of a size for that."""
        if not FEWEST_LINKS < len(self._task.links) <= MOST_LINKS:
            return boxes
        drawing = untangled(self._task, boxes, families_of(self._task, boxes), self._style.check)
        before, after = (score_of(one, self._task, self._axes) for one in (boxes, drawing))
        return drawing if after < before else boxes

    def _turned(self, known: Mapping[str, Box]) -> dict[str, Box]:
        """Return boxes with the insides of all groups of the first level laid out anew."""
        found = dict(known)
        for child in self._task.children[None]:
            if child not in self._task.sizes:
                inside, frame = self._framed(child, known)
                found[child] = Box(known[child].x, known[child].y, frame.along, frame.across)
                found.update({key: box.moved(known[child].x, known[child].y) for key, box in inside.items()})
        return found

    def _round(self, known: Mapping[str, Box]) -> dict[str, Box]:
        inside = self._block(None, known)
        return {key: box for key, box in inside.items() if key is not None}

    def _block(self, group: str | None, known: Mapping[str, Box]) -> dict[str, Box]:
        """Return the boxes of what is in a group, however deep, from the corner of its content on."""
        children = self._task.children.get(group, ())
        content: dict[str, dict[str, Box]] = {}
        units: list[Unit] = []
        for child in children:
            if child in self._task.sizes:
                units.append(Unit(*self._axes.size(*self._task.sizes[child])))
                content[child] = {}
                continue
            content[child], frame = self._framed(child, known)
            units.append(frame)
        self._style.check()
        number = {child: index for index, child in enumerate(children)}
        level = Level(
            group,
            units,
            self._links_of(group, number, units, content),
            self._anchors_of(group, number, units, content, known),
            *((_SMALL, 1.0) if group is None else (_SMALL_GROUP, _GROUP_SLACK)),
        )
        boxes: dict[str, Box] = {}
        for child, box in zip(children, lay_out(level, self._style), strict=True):
            boxes[child] = box
            boxes.update({key: one.moved(box.x, box.y) for key, one in content[child].items()})
        return boxes

    def _framed(self, group: str, known: Mapping[str, Box]) -> tuple[dict[str, Box], Unit]:
        """Return the boxes of what is in a group from the corner of its frame on, and the frame."""
        inner = self._block(group, known)
        around = bounding_box(inner.values()) or Box(0.0, 0.0, 0.0, 0.0)
        before, behind, low, high = self._pads
        inside = {key: box.moved(before - around.x, low - around.y) for key, box in inner.items()}
        return inside, Unit(around.w + before + behind, around.h + low + high)

    def _links_of(
        self,
        group: str | None,
        number: Mapping[str, int],
        units: list[Unit],
        content: Mapping[str, Mapping[str, Box]],
    ) -> list[Link]:
        return [
            Link(
                number[ends.source],
                number[ends.target],
                _attached(ends.source, ends.from_element, units[number[ends.source]], content),
                _attached(ends.target, ends.to_element, units[number[ends.target]], content),
                ends.room,
            )
            for ends in self._inner.get(group, ())
        ]

    def _anchors_of(
        self,
        group: str | None,
        number: Mapping[str, int],
        units: list[Unit],
        content: Mapping[str, Mapping[str, Box]],
        known: Mapping[str, Box],
    ) -> list[Anchor]:
        """Return what pulls from outside, by where it stood in the round before."""
        if not known or group is None:
            return []
        own = known[group]
        anchors = []
        for child, element, other, leaves in self._outer.get(group, ()):
            there = known[other]
            behind = leaves
            if there.x >= own.right:
                behind = True
            elif there.right <= own.x:
                behind = False
            unit = number[child]
            at = there.center.y - own.y
            anchors.append(Anchor(unit, at, behind, _attached(child, element, units[unit], content)))
        return anchors


def _attached(child: str, element: str, unit: Unit, content: Mapping[str, Mapping[str, Box]]) -> float:
    """Return where in its unit an element lies across, from the middle."""
    box = content[child].get(element)
    return 0.0 if box is None else box.center.y - unit.across / 2
