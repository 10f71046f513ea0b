"""What lines look like while something is dragged: as they will be, as far as a frame has time for it."""

from __future__ import annotations

from math import inf
from time import thread_time
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.drawing.connections import Course
from archdraw.core.drawing.courses import Courses
from archdraw.core.drawing.finding import NotYet, led_by_hand
from archdraw.core.drawing.labels import first_place
from archdraw.core.drawing.trials import Trial, quick_sketch
from archdraw.core.geometry import Box, Point
from archdraw.core.geometry.waypoints import stretched

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from archdraw.core.drawing.display import TextMeasurer
    from archdraw.core.drawing.wiring import Wiring
    from archdraw.core.geometry.lanes import Segment
    from archdraw.core.geometry.routing import Ends

# Up to so many connections are finished in every frame of a drag, with lanes, jumps and labels. Of up to
# so many a few find their way anew and the others are stretched; more than that get a quick line.
MOST_FINISHED = 6
MOST_ROUTED = 120
# Among more than this, labels would cover each other more than say anything.
MOST_LABELLED = 24
# How many find their way in one frame, and for how many a way around is searched in some of the frames.
ROUTED_AT_ONCE = 3
_SEARCHED_AT_ONCE = 1
_SEARCH_EVERY = 3
# Among more connections than this, lines that take longer in a frame (seconds of CPU) are quick ones.
_FEW, _SKETCHED_S = 60, 0.001


class TriedCourses(Courses):
    """The courses that there would be; those that take no part in the trial are as they are drawn."""

    def __init__(self, trial: Trial, measurer: TextMeasurer, settled: Courses) -> None:
        super().__init__(trial, measurer)
        self._trial = trial
        self._settled = settled

    def points_of(self, key: str) -> tuple[Point, ...]:
        """Return the corner points of a connection in its lanes."""
        return super().points_of(key) if key in self._trial.taking_part else self._settled.points_of(key)

    def lane_segments_of(self, key: str) -> list[Segment]:
        """Return the segments of a raw route, for its lanes."""
        if key in self._trial.taking_part:
            return super().lane_segments_of(key)
        return self._settled.lane_segments_of(key)

    def drawn_segments_of(self, key: str) -> list[Segment]:
        """Return the segments of a connection in its lanes."""
        if key in self._trial.taking_part:
            return super().drawn_segments_of(key)
        return self._settled.drawn_segments_of(key)

    def first_label_of(self, key: str) -> Box | None:
        """Return where a label would like to stand."""
        if key in self._trial.taking_part:
            return super().first_label_of(key)
        return self._settled.first_label_of(key)

    def label_of(self, key: str) -> Box | None:
        """Return where the label of a connection stands."""
        return super().label_of(key) if key in self._trial.taking_part else self._settled.label_of(key)

    def size_of_label(self, key: str) -> tuple[float, float] | None:
        """Return width and height of a label; None for a connection without one."""
        if key in self._trial.taking_part:
            return super().size_of_label(key)
        return self._settled.size_of_label(key)


class _Found(NamedTuple):
    """A route and the boxes that it was found between."""

    points: tuple[Point, ...]
    source: Box
    target: Box


class Sketcher:
    """Draws what hangs on boxes under way, frame by frame."""

    def __init__(self, courses: Courses, wiring: Wiring, measurer: TextMeasurer) -> None:
        self._courses = courses
        self._wiring = wiring
        self._measurer = measurer
        self._found: dict[str, _Found] = {}
        self._turn = self._frame = 0

    def draw(self, frames: Mapping[str, Box], moved: Collection[str], routed: Collection[str]) -> set[str]:
        """Draw the connections at boxes under way as they will be; return whose course is another now.

        `routed` are connections that are themselves being led elsewhere.
        """
        before = self._courses.end_sketches()
        touched = {key for one in moved for key in self._wiring.at(one)}.union(routed)
        if len(touched) > MOST_ROUTED:
            for key in sorted(touched):
                self._put_plain(key, quick_sketch(self._wiring, key, frames), labelled=False)
            return before | touched
        trial = Trial(self._wiring, frames, moved, again=routed)
        if self._wiring.count > _FEW:
            trial.until = self._wiring.until = thread_time() + _SKETCHED_S
        try:
            if len(touched) > MOST_FINISHED:
                self._draw_in_turns(trial, sorted(touched))
                return before | touched
            return before | self._draw_finished(trial, touched)
        finally:
            self._wiring.until = inf

    def _draw_finished(self, trial: Trial, touched: set[str]) -> set[str]:
        """Draw lines as they will be, with those that make way for them; return whose these are."""
        try:
            trial.take_in_neighbours()
            if len(trial.taking_part) > 2 * MOST_FINISHED:
                trial.taking_part = touched
            finished = TriedCourses(trial, self._measurer, self._courses)
            found = {key: finished.course(self._wiring.connection(key)) for key in sorted(trial.taking_part)}
        except NotYet:
            # What was found of the lines around is kept; in one of the next frames this gets done.
            for key in sorted(touched):
                self._put_plain(key, quick_sketch(self._wiring, key, trial.frames))
            return touched
        for key, course in found.items():
            self._courses.put_sketch(key, course)
        return trial.taking_part

    def end(self) -> set[str]:
        """Forget all sketches; return whose they were."""
        self._found.clear()
        return self._courses.end_sketches()

    def _draw_in_turns(self, trial: Trial, keys: list[str]) -> None:
        """Route the next few, and stretch what was found for the others before."""
        # A search takes as long as all the rest of a frame: not in every one.
        self._frame += 1
        trial.searches = _SEARCHED_AT_ONCE if self._frame % _SEARCH_EVERY == 0 else 0
        wiring = self._wiring
        lines: dict[str, tuple[Point, ...] | None] = {}
        loose: list[str] = []
        for key in keys:
            led = led_by_hand(wiring.edge(key))
            lines[key] = None if led else self._stretched(key, trial.ends(key))
            if lines[key] is None and not led:
                loose.append(key)
        due = self._due(keys, loose)
        # The others keep the sides that they have.
        trial.taking_part = set(due)
        for number, key in enumerate(due):
            # One finds its way in every frame, the others where there is time.
            if number and thread_time() > trial.until:
                break
            try:
                points = lines[key] = trial.raw(key)
            except NotYet:
                break
            self._found[key] = _Found(points, *trial.ends(key))
        labelled = len(keys) <= MOST_LABELLED
        for key, line in lines.items():
            points = quick_sketch(wiring, key, trial.frames) if line is None else line
            self._put_plain(key, points, labelled=labelled)

    def _due(self, keys: list[str], loose: list[str]) -> list[str]:
        """Return who finds its way now: those that can't be stretched, by turns, else the next ones."""
        due = loose
        if len(loose) > ROUTED_AT_ONCE:
            begin = self._frame * ROUTED_AT_ONCE % len(loose)
            due = [*loose[begin:], *loose[:begin]][:ROUTED_AT_ONCE]
        for _ in range(ROUTED_AT_ONCE - len(due)):
            self._turn = (self._turn + 1) % len(keys)
            due = [*due, keys[self._turn]]
        return list(dict.fromkeys(due))

    def _stretched(self, key: str, ends: Ends) -> tuple[Point, ...] | None:
        """Return what was found before with its ends where they are now, or None where that can't be."""
        found = self._found.get(key) or self._drawn(key)
        if found is None:
            return None
        points = found.points
        first = _carried(points[0], found.source, ends.source)
        return stretched(points, first, _carried(points[-1], found.target, ends.target))

    def _drawn(self, key: str) -> _Found | None:
        """Return how a connection was drawn before the drag, if it is known or there is time to find out."""
        points = self._courses.known_points(key)
        # Asked when time is up, each of many would still go on for a bit.
        if points is None and thread_time() > self._wiring.until:
            return None
        try:
            points = self._courses.points_of(key) if points is None else points
        except NotYet:
            return None
        found = self._found[key] = _Found(points, *self._wiring.ends(key))
        return found

    def _put_plain(self, key: str, points: tuple[Point, ...], *, labelled: bool = True) -> None:
        size = self._courses.size_of_label(key) if labelled else None
        label = None if size is None else first_place(points, size)
        self._courses.put_sketch(key, Course(points, {}, label))


def _carried(point: Point, old: Box, new: Box) -> Point:
    """Return where a point of a border goes when the box moves or grows."""
    return Point(
        new.x + (point.x - old.x) * new.w / (old.w or 1.0), new.y + (point.y - old.y) * new.h / (old.h or 1.0)
    )
