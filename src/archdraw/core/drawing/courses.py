"""Courses of connections: routes with lanes spread, jumps over what they cross, and label places.

What a course depends on beside its own route: the lane of each segment (every connection that shares it),
the connections that cross it, and what its label could cover. `update` follows these ways.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf
from time import thread_time
from typing import TYPE_CHECKING

from archdraw.core.drawing.connections import Course
from archdraw.core.drawing.drifting import Drifting
from archdraw.core.drawing.finding import NotYet
from archdraw.core.drawing.label_places import LABEL_REACH, LABEL_ROOM, LabelPlaces
from archdraw.core.drawing.rounding import JUMP
from archdraw.core.drawing.shifting import shifted_course
from archdraw.core.geometry import Box, bounding_box, box_of_points, union
from archdraw.core.geometry.lanes import FARTHEST, crossings
from archdraw.core.geometry.shapes import simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archdraw.core.drawing.display import TextMeasurer
    from archdraw.core.drawing.finding import Finder
    from archdraw.core.drawing.tracks import Former, Route
    from archdraw.core.geometry.lanes import Segment
    from archdraw.core.model import Connection

# With more connections than this, lines run without lanes, jumps and chosen label places.
PLAIN_FROM = 5000
# How far arrow heads and badges reach out of a line.
_LINE_REACH = 16.0
# So much farther than a line of a drag reaches it may show, before somebody hears of it again.
_SKETCH_ROOM = 80.0
# When more than this many routes go stale at once, all courses are forgotten. To follow what each of them
# changes takes as long as finding all that shows anew, which can be done bit by bit while somebody looks.
_MANY = 60
# In a drawing of more connections than this that is also so as soon as it takes so many seconds of CPU.
_FEW, _FOLLOWED_S = 60, 0.004
# So many values that were forgotten with all others are freed with each course that is found.
_FREED = 100
# So many labels are chosen anew at once, to say exactly which others follow; more when they are asked for.
FEW_LABELS = 24


class Courses(LabelPlaces):
    """Finds and keeps the courses of the connections of one view."""

    def __init__(self, wiring: Finder, measurer: TextMeasurer) -> None:
        # In a drawing of many thousands nobody reads lanes and jumps, and all of it has to be exported.
        super().__init__(wiring, measurer, plain=wiring.count > PLAIN_FROM)
        self._courses: Drifting[Course] = Drifting(shifted_course)
        # Courses whose label may have another place now, which is looked at when somebody asks.
        self._in_doubt: set[str] = set()
        # Courses that were taken as they were in the same state before: what they depend on is not known.
        self._recalled: set[str] = set()
        # Courses of connections that are being dragged; they look at nothing around them.
        self._sketches: dict[str, Course] = {}

    # -- reading -------------------------------------------------------------------------------

    def route(self, key: str) -> Route:
        """Return the corner points of a connection as it is drawn."""
        sketch = self._sketches.get(key)
        return self.points_of(key) if sketch is None else simplified(sketch.points)

    def course(self, connection: Connection) -> Course:
        """Return the course of a connection."""
        sketch = self._sketches.get(connection.id)
        return self._settled_course(connection) if sketch is None else sketch

    def sketched(self, key: str) -> tuple[tuple[float, float], ...] | None:
        """Return the corner points of a connection that is drawn along another course for now, or None."""
        sketch = self._sketches.get(key)
        return None if sketch is None else sketch.points

    def is_sketched(self, key: str) -> bool:
        """Tell whether a connection is drawn along another course for now."""
        return key in self._sketches

    def label_of(self, key: str) -> Box | None:
        """Return where the label of a connection stands, unless something is being dragged."""
        return self._settled_course(self._wiring.connection(key)).label

    def _settled_course(self, connection: Connection) -> Course:
        key = connection.id
        course = self._courses.get(key)
        if course is None:
            course = self._courses[key] = self._find(connection)
        elif key in self._in_doubt:
            label = self._label(key, self.points_of(key))
            if label != course.label:
                course = self._courses[key] = replace(course, label=label)
        self._in_doubt.discard(key)
        return course

    def known_courses(self) -> dict[str, Course]:
        """Return the courses that have been found and hold."""
        return {key: self._courses[key] for key in set(self._courses) - self._in_doubt}

    def known(self) -> Drifting[Course]:
        """Return a copy of the courses that have been found and hold."""
        found = self._courses.copy()
        for key in self._in_doubt:
            found.pop(key)
        return found

    def unfound(self, keys: set[str]) -> set[str]:
        """Return those of some connections whose course is not known."""
        unsketched = keys.difference(self._sketches)
        return self._courses.missing(unsketched) | (unsketched & self._in_doubt)

    # -- changing ------------------------------------------------------------------------------

    def recall(self, courses: Drifting[Course]) -> None:
        """Take courses that were found when everything was as it is now, until something changes."""
        for key in courses:
            if key not in self._courses and (course := courses.get(key)) is not None:
                self._courses[key] = course
                self._recalled.add(key)

    def _let_go_recalled(self) -> set[str]:
        recalled, self._recalled = self._recalled, set()
        for key in recalled:
            self._courses.pop(key)
        return recalled

    def take(self, courses: Mapping[str, Course]) -> None:
        """Take courses that were found for another scene of the same drawing."""
        for key, course in courses.items():
            self._courses[key] = course

    def put_sketch(self, key: str, course: Course) -> None:
        """Draw a connection along another course for now, while something is being dragged."""
        self._sketches[key] = course
        around = box_of_points(course.points)
        if around is not None:
            around = around.grown(_LINE_REACH)
            around = around if course.label is None else union(around, course.label)
            known = self._wiring.span(key)
            if known is None or not known.encloses(around):
                # With some room, so that not every step of a drag is told.
                self._wiring.cover(key, around.grown(_SKETCH_ROOM))

    def end_sketches(self) -> set[str]:
        """Forget the quick routes; return whose they were."""
        keys = set(self._sketches)
        self._sketches.clear()
        return keys

    def translate(self, dx: float, dy: float) -> None:
        """Hear that everything moved by the same way: all that is known goes along."""
        super().translate(dx, dy)
        self._courses.drift(dx, dy)

    def update(
        self,
        stale: set[str],
        cards: list[Box],
        borders: list[Box],
        connections: Mapping[str, Connection],
    ) -> set[str]:
        """Hear what changed; return the connections whose course is another now.

        Parameters
        ----------
        stale
            Connections whose route was forgotten, or that are gone.
        cards, borders
            Old and new places of components, and of groups, that moved, came or went.
        connections
            All that there are now.
        """
        self.break_off()
        recalled = self._let_go_recalled() & connections.keys()
        stale = stale | {key for key in self._segments if key not in connections}
        self._plain = len(connections) > PLAIN_FROM
        for key in stale:
            self._sizes.pop(key, None)
        if self._plain or len(stale) > _MANY:
            return recalled | self._forget(stale) & connections.keys()
        wiring, known = self._wiring, set(self._courses)
        if len(connections) > _FEW:
            wiring.until = thread_time() + _FOLLOWED_S
        try:
            return recalled | self._follow(stale, cards, borders, connections)
        except NotYet:
            return recalled | self._forget(stale | known) & connections.keys()
        finally:
            wiring.until = inf

    def _follow(
        self, stale: set[str], cards: list[Box], borders: list[Box], connections: Mapping[str, Connection]
    ) -> set[str]:
        """Return whose course is another now, having forgotten these and no others."""
        old: dict[str, Former] = {}
        loose = self._leave_lanes(stale, old)
        loose |= self._leave_strips([*cards, *borders], old)
        loose |= self._join_lanes([key for key in stale if key in connections], old)
        changed, crossed, wishes = self._changes(stale, loose - stale, old, connections)
        disturbed, labels = self._disturbed(crossed, [*cards, *borders, *wishes])
        beside = self.younger(changed | labels, connections)
        for key in beside:
            self._courses.pop(key)
        disturbed |= beside
        moved = self._labels_moved(changed | labels | beside, connections)
        return (changed | disturbed | moved) & connections.keys()

    def _forget(self, stale: set[str]) -> set[str]:
        """Forget these courses, or all where that is faster; return whose were known."""
        if self._plain:
            for key in stale:
                self._points.pop(key, None)
                self._courses.pop(key, None)
            return stale
        known = set(self._courses) | stale
        self._shed.put(self._courses.empty())
        self._in_doubt.clear()
        self.clear()
        return known

    def _changes(
        self, stale: set[str], loose: set[str], old: dict[str, Former], connections: Mapping[str, Connection]
    ) -> tuple[set[str], list[Box], list[Box]]:
        """Return which of these connections run elsewhere now, and which segments and wishes differ."""
        changed, crossed, wishes = set(stale), set[Box](), list[Box]()
        asked = len(self._points) > 0 or len(self._courses) > 0
        for key in stale | loose:
            former, present = old.get(key), key in connections
            if key in loose:
                if former is not None and present and self.points_of(key) == former.points:
                    self._put_back(key, former)
                    continue
                changed.add(key)
            self._courses.pop(key)
            before = set() if former is None else {one.box for one in former.segments(key)}
            after = {one.box for one in self.drawn_segments_of(key)} if present and asked else set()
            crossed |= before ^ after
            wishes += self._other_wishes(key, present=present)
        return changed, list(crossed), wishes

    def _disturbed(self, crossed: list[Box], moved: Iterable[Box]) -> tuple[set[str], set[str]]:
        """Forget the courses whose jumps or label may be others now; return them, and whose label."""
        found: set[str] = set()
        labels: set[str] = set()
        for box in crossed:
            found.update(key for key in self._wiring.spans(box.grown(JUMP)) if key in self._courses)
        for box in (*crossed, *moved):
            labels.update(self._looks.query(box.grown(LABEL_ROOM)))
        found |= {key for key in labels if key in self._courses and key in self._labelled}
        for key in found:
            del self._courses[key]
        self._in_doubt -= found
        return found, labels

    def _labels_moved(self, loose: set[str], connections: Mapping[str, Connection]) -> set[str]:
        """Forget where these labels stand; return the courses whose label may make way for one.

        Of few labels the new places are looked at, so that only those are found which do.
        """
        if not self._firsts:
            return set()
        before = {key: self._firsts.pop(key) for key in loose}
        for key in loose:
            self._looks.remove(key)
        boxes: list[Box] = []
        if len(loose) > FEW_LABELS:
            places = [box for box in before.values() if box is not None]
            spans = (self._wiring.span(key) for key in loose if key in connections)
            around = bounding_box([*places, *(span.grown(LABEL_REACH) for span in spans if span is not None)])
            boxes = [] if around is None else [around]
        else:
            for key, old in before.items():
                new = self.first_label_of(key) if key in connections else None
                boxes += [box for box in (old, new) if box is not None and new != old]
        found = {key for box in boxes for key in self._looks.query(box) if key in self._courses}
        found |= {key for key in self.younger(found, connections) if key in self._courses}
        self._in_doubt |= found
        return found

    # -- finding -------------------------------------------------------------------------------

    def _find(self, connection: Connection) -> Course:
        self._shed.free(_FREED)
        points = self.points_of(connection.id)
        jumps: dict[int, list[float]] = {}
        if self._plain:
            return Course(points, jumps, self._label(connection.id, points))
        counted = self._counting.setdefault(connection.id, {})
        for one in self.drawn_segments_of(connection.id):
            if one.upright:
                continue
            found = counted.get(one.part)
            if found is None:
                found = crossings(one, self._crossing(connection.id, one.box), JUMP + 1.0)
                counted[one.part] = found
                self._wiring.breathe()
            if found:
                start = points[one.part].x
                jumps[one.part] = [abs(at - start) for at in found]
        label = self._label(connection.id, points)
        self._counting.pop(connection.id, None)
        return Course(points, jumps, label)

    def _crossing(self, key: str, box: Box) -> list[Segment]:
        return [
            one
            # A stretch is drawn no farther from where it was found than lanes are spread.
            for other in self._wiring.beside(box.grown(FARTHEST))
            if other != key
            for one in self.drawn_segments_of(other)
            if one.upright
        ]
