"""Places for a few elements among everything else, which stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.layout.applying import followers
from archdraw.core.layout.graph import build_task, shown_elements
from archdraw.core.layout.measures import SPACINGS
from archdraw.core.layout.pins import Pins, held_elements
from archdraw.core.layout.request import Arrangement, Request, lay_out_task
from archdraw.core.layout.standing import Standing, on_grid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from archdraw.core.layout.graph import Task
    from archdraw.core.layout.measures import Axes, Measures
    from archdraw.core.model import Design, View

_BELOW = 100.0


def fit_selection(design: Design, view: View, only: Collection[str], request: Request) -> Arrangement:
    """Return new places for chosen elements, each group of siblings around the place where it stood."""
    fitting = _Fitting(design, view, request)
    boxes: dict[str, Box] = {}
    kept = 0
    for parent, roots in fitting.families(fitting.chosen(only)).items():
        found = fitting.reshaped(parent, roots)
        if found is None:
            kept += len(roots)
        else:
            boxes.update(found)
            fitting.settled(found)
    remark = "Some stay as they are: there is no more room in their group." if kept else ""
    return Arrangement({**boxes, **followers(design, view, boxes)}, remark or fitting.remark)


def fit_new(design: Design, view: View, new: Collection[str], request: Request) -> Arrangement:
    """Return places for elements that have none yet, and larger frames for groups that get too small."""
    fitting = _Fitting(design, view, request)
    boxes: dict[str, Box] = {}
    # A group comes with all its content, so what is in a new group is new as well.
    for parent, roots in fitting.families(fitting.chosen(fitting.wholly_new(new))).items():
        found = fitting.added(parent, roots)
        boxes.update(found)
        fitting.settled(found)
    return Arrangement({**boxes, **followers(design, view, boxes)}, fitting.remark)


class _Fitting:
    def __init__(self, design: Design, view: View, request: Request) -> None:
        self._design, self._view, self._request = design, view, request
        self._axes: Axes = request.axes(view)
        self._measures = request.measures(view)
        self._sketches = request.sketches()
        self._shown = shown_elements(design, view, request.hidden)
        self._held = request.held(view)
        self._stands = {key: place.shown for key, place in view.nodes.items() if key in self._shown}
        self._notes = [note.box for note in view.notes]

    @property
    def remark(self) -> str:
        """What the user should know of the engine."""
        return self._sketches.remark

    def settled(self, boxes: dict[str, Box]) -> None:
        """Let what was placed stand from now on."""
        self._stands.update(boxes)

    def chosen(self, only: Collection[str]) -> set[str]:
        """Return the chosen elements that the view shows, and all that is in them."""
        wanted = set(only)
        return {
            key
            for key in self._shown
            if key in wanted or any(group.id in wanted for group in self._design.enclosing_groups(key))
        }

    def wholly_new(self, new: Collection[str]) -> set[str]:
        """Return the new elements without groups that hold something placed: those are drawn around it."""
        settled = {
            group.id for key in self._stands if key not in new for group in self._design.enclosing_groups(key)
        }
        return set(new) - settled

    def families(self, chosen: set[str]) -> dict[str | None, list[str]]:
        """Return the outermost of these elements by the group that they are in."""
        found: dict[str | None, list[str]] = {}
        for element in (*self._design.groups, *self._design.components):
            if element.id in chosen and element.parent not in chosen:
                parent = element.parent if element.parent in self._shown else None
                found.setdefault(parent, []).append(element.id)
        return found

    # -- laying out a family -------------------------------------------------------------------

    def reshaped(self, parent: str | None, roots: list[str]) -> dict[str, Box] | None:
        """Return new places around the old ones, or None where there is no room for that."""
        task = self._task(roots)
        before = {key: self._stands[key] for key in task.elements if key in self._stands}
        middle = bounding_box(before[key] for key in roots if key in before)
        for measures in dict.fromkeys((self._measures, SPACINGS["compact"])):
            boxes = self._laid_out(task, before, measures)
            if any(key in before and self._is_pinned(key) for key in boxes):
                shift: tuple[float, float] | None = (0.0, 0.0)
                standing = self._standing(task, parent)
                if not all(standing.is_free(boxes[key], 0.0) for key in roots if not self._is_pinned(key)):
                    shift = None
            else:
                around = bounding_box(boxes[key] for key in roots) or Box(0.0, 0.0, 0.0, 0.0)
                target = middle.center if middle is not None else around.center
                way = on_grid(target.x - around.center.x), on_grid(target.y - around.center.y)
                boxes = {key: box.moved(*way) for key, box in boxes.items()}
                shift = self._free_shift(task, parent, [boxes[key] for key in roots])
            if shift is not None:
                return {key: box.moved(*shift) for key, box in boxes.items()}
        return None

    def added(self, parent: str | None, roots: list[str]) -> dict[str, Box]:
        """Return places beside what the new elements are connected to, and frames that grow for them."""
        task = self._task(roots)
        boxes = self._laid_out(task, {}, self._measures)
        dx, dy = self._wish(task, parent, boxes)
        boxes = {key: box.moved(on_grid(dx), on_grid(dy)) for key, box in boxes.items()}
        outlines = [boxes[key] for key in roots]
        shift = self._free_shift(task, parent, outlines)
        if shift is None:
            shift = self._standing(task, parent).free_shift(outlines, check=self._request.check)
        boxes = {key: box.moved(*(shift or (0.0, 0.0))) for key, box in boxes.items()}
        return {**boxes, **self._grown(parent, [boxes[key] for key in roots])}

    def _task(self, roots: Iterable[str]) -> Task:
        return build_task(self._design, self._view, self.chosen(list(roots)))

    def _laid_out(self, task: Task, before: dict[str, Box], measures: Measures) -> dict[str, Box]:
        boxes = lay_out_task(task, self._axes, measures, self._request, self._sketches)
        pinned = {key for key in before if self._is_pinned(key)}
        held = held_elements(task, pinned, before)
        return Pins(task, boxes, held, measures).boxes(self._request.check) if held else boxes

    def _is_pinned(self, key: str) -> bool:
        return key in self._held

    # -- room ----------------------------------------------------------------------------------

    def _standing(self, task: Task, parent: str | None) -> Standing:
        """Return what members of a family may not cover: all but themselves and the groups around."""
        around = {parent, *(group.id for group in self._design.enclosing_groups(parent or ""))}
        without = around | task.elements
        return Standing([*(box for key, box in self._stands.items() if key not in without), *self._notes])

    def _free_shift(self, task: Task, parent: str | None, outlines: list[Box]) -> tuple[float, float] | None:
        frame = self._stands.get(parent) if parent is not None else None
        inside = None
        if frame is not None:
            side, head = 20.0, 40.0
            inside = Box(frame.x + side, frame.y + head, frame.w - 2 * side, frame.h - head - side)
        return self._standing(task, parent).free_shift(outlines, inside, self._request.check)

    def _wish(self, task: Task, parent: str | None, boxes: dict[str, Box]) -> tuple[float, float]:
        """Return the shift that brings new elements beside what they are connected to."""
        gap = self._measures.rank_gap
        ways: list[tuple[float, float]] = []
        for link in self._design.connections:
            for new, old, leads in ((link.source, link.target, True), (link.target, link.source, False)):
                if new in boxes and old in self._stands and old not in boxes:
                    a = self._axes.unplaced(boxes[new])
                    b = self._axes.unplaced(self._stands[old])
                    along = b.x - gap - a.right if leads else b.right + gap - a.x
                    moved = self._axes.placed(a.moved(along, b.center.y - a.center.y))
                    ways.append((moved.x - boxes[new].x, moved.y - boxes[new].y))
        if ways:
            return sum(x for x, _ in ways) / len(ways), sum(y for _, y in ways) / len(ways)
        around = bounding_box(boxes.values()) or Box(0.0, 0.0, 0.0, 0.0)
        before = bounding_box(self._stands[key] for key in task.elements if key in self._stands)
        if before is not None:
            return before.center.x - around.center.x, before.center.y - around.center.y
        frame = self._stands.get(parent) if parent is not None else None
        if frame is not None:
            return (
                frame.x + self._measures.padding - around.x,
                frame.y + self._measures.head - around.y,
            )
        everything = bounding_box([*self._stands.values(), *self._notes])
        if everything is None:
            return -around.x, -around.y
        return everything.x - around.x, everything.bottom + _BELOW - around.y

    def _grown(self, parent: str | None, outlines: list[Box]) -> dict[str, Box]:
        """Return the frames of the groups around, grown to hold what was added."""
        frames: dict[str, Box] = {}
        content = bounding_box(outlines)
        while parent is not None and parent in self._stands and content is not None:
            frame = self._stands[parent]
            side, head = 20.0, 40.0
            needed = Box(content.x - side, content.y - head, content.w + 2 * side, content.h + head + side)
            if frame.encloses(needed) or self._is_pinned(parent):
                break
            content = frames[parent] = bounding_box([frame, needed]) or frame
            group = self._design.group_by_id.get(parent)
            parent = group.parent if group is not None else None
        return frames
