"""Courses of connections: routes with lanes spread, jumps over what they cross, and label places.

What a course depends on beside its own route: the lane of each segment (every connection that shares it),
the connections that cross it, and what its label could cover. `update` follows these ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.connections import Course, label_size, label_text
from archdraw.core.drawing.drifting import Drifting
from archdraw.core.drawing.finding import led_by_hand
from archdraw.core.drawing.labels import (
    Surroundings,
    bounds_of,
    first_place,
    place_label,
    title_area,
    trace_of,
)
from archdraw.core.drawing.rounding import JUMP
from archdraw.core.drawing.shifting import shifted_course, shifted_points, shifted_segments
from archdraw.core.geometry import Box, Point, box_of_points, union
from archdraw.core.geometry.index import GridIndex
from archdraw.core.geometry.lanes import (
    BUNDLE,
    LANE,
    Segment,
    crossings,
    led,
    segments_of,
    shifted,
    spread_lane,
)
from archdraw.core.geometry.routing import clear, simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archdraw.core.drawing.display import TextMeasurer
    from archdraw.core.drawing.finding import Finder
    from archdraw.core.drawing.labels import Bounds, Trace
    from archdraw.core.model import Connection

    Route = tuple[Point, ...]
    SegmentId = tuple[str, int]

# How far from its route a label can reach.
LABEL_REACH = 210.0
# With more connections than this, lines run without lanes, jumps and chosen label places.
PLAIN_FROM = 5000
# How far a label may stand off its line, to be seen by others.
_LABEL_ROOM = 24.0
# How far badges stand out over a card.
_BADGE_REACH = 10.0
# How far arrow heads and badges reach out of a line.
_LINE_REACH = 16.0
# Lines keep this much from the border of a group that they run along.
BORDER_GAP = 10.0
# When more than this many routes go stale at once, all are forgotten: that is faster.
_MANY = 400


class Courses:
    """Finds and keeps the courses of the connections of one view."""

    def __init__(self, wiring: Finder, measurer: TextMeasurer) -> None:
        self._wiring = wiring
        self._measurer = measurer
        # In a drawing of many thousands nobody reads lanes and jumps, and all of it has to be exported.
        self._plain = wiring.count > PLAIN_FROM
        self._segments: Drifting[list[Segment]] = Drifting(shifted_segments)
        self._lanes: dict[SegmentId, dict[SegmentId, float]] = {}
        # Where components and group borders limit a lane, by key and part of one of its members.
        self._strips = GridIndex()
        # Where components decide whether a line may take its lanes.
        self._tracks = GridIndex()
        self._tried: Drifting[Route] = Drifting(shifted_points)
        self._points: Drifting[Route] = Drifting(shifted_points)
        # Segments as drawn, for crossings.
        self._drawn: Drifting[list[Segment]] = Drifting(shifted_segments)
        self._courses: Drifting[Course] = Drifting(shifted_course)
        # Sizes of labels (None: no label), and what connections put in the way of others' labels.
        self._sizes: dict[str, tuple[float, float] | None] = {}
        self._traces: dict[str, Trace] = {}
        # Where labels would like to stand, before they look where the others really are.
        self._firsts: Drifting[Box] = Drifting(Box.moved)
        # All that a label looked at to find its place.
        self._looks = GridIndex()
        # Connections with a text to show, whether it found a place or not.
        self._labelled: set[str] = set()
        # Courses of connections that are being dragged; they look at nothing around them.
        self._sketches: dict[str, Course] = {}

    # -- reading -------------------------------------------------------------------------------

    def route(self, key: str) -> Route:
        """Return the corner points of a connection as it is drawn."""
        sketch = self._sketches.get(key)
        return self.points_of(key) if sketch is None else simplified(sketch.points)

    def points_of(self, key: str) -> Route:
        """Return the corner points of a connection in its lanes."""
        points = self._points.get(key)
        if points is None and self._plain:
            points = self._points[key] = self._wiring.raw(key)
        if points is None:
            raw = self._wiring.raw(key)
            shifts = {one.part: self._shift(one) for one in self.lane_segments_of(key)}
            shifts = {index: by for index, by in shifts.items() if by}
            points = self._off_the_cards(key, raw, shifts) if shifts else raw
            self._points[key] = points
        return points

    def _off_the_cards(self, key: str, raw: Route, shifts: dict[int, float]) -> Route:
        """Return the route with its segments in their lanes, as far as no component stands there."""
        points = shifted(raw, shifts)
        around = box_of_points((*raw, *points))
        if around is None:
            return raw
        self._tracks.put(key, around)
        self._tried[key] = points
        cards = self._wiring.others(key, around)
        if clear(points, cards):
            return points
        kept: dict[int, float] = {}
        for index, by in shifts.items():
            if clear(shifted(raw, {**kept, index: by}), cards):
                kept[index] = by
        return shifted(raw, kept)

    def course(self, connection: Connection) -> Course:
        """Return the course of a connection."""
        course = self._sketches.get(connection.id) or self._courses.get(connection.id)
        if course is None:
            course = self._courses[connection.id] = self._find(connection)
        return course

    # -- changing ------------------------------------------------------------------------------

    def put_sketch(self, key: str, course: Course) -> None:
        """Draw a connection along another course for now, while something is being dragged."""
        self._sketches[key] = course
        around = box_of_points(course.points)
        if around is not None:
            self._wiring.cover(key, around.grown(_LINE_REACH))

    def end_sketches(self) -> set[str]:
        """Forget the quick routes; return whose they were."""
        keys = set(self._sketches)
        self._sketches.clear()
        return keys

    def translate(self, dx: float, dy: float) -> None:
        """Hear that everything moved by the same way: all that is known goes along."""
        self._strips.shift(dx, dy)
        self._tracks.shift(dx, dy)
        self._looks.shift(dx, dy)
        for kept in (self._tried, self._segments, self._drawn, self._points, self._courses, self._firsts):
            kept.drift(dx, dy)
        self._traces.clear()

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
        stale = stale | {key for key in self._segments if key not in connections}
        self._plain = len(connections) > PLAIN_FROM
        wishes: list[Box] = []
        for key in stale:
            self._sizes.pop(key, None)
            wishes += _wish_of(self._traces.pop(key, None))
        if self._plain:
            for key in stale:
                self._points.pop(key, None)
                self._courses.pop(key, None)
            return stale & connections.keys()
        if len(stale) > _MANY:
            known = set(self._courses) | stale
            for kept in (self._tried, self._segments, self._drawn, self._points, self._courses, self._firsts):
                kept.clear()
            self._lanes, self._strips, self._tracks = {}, GridIndex(), GridIndex()
            self._looks = GridIndex()
            return known & connections.keys()
        old = {key: self._points[key] for key in stale if key in self._points}
        loose = self._leave_lanes(stale, old)
        loose |= self._leave_strips([*cards, *borders], old) - stale
        present = [key for key in stale if key in connections]
        loose |= self._join_lanes(present, old)
        changed = {key for key in loose if key in connections} | set(present)
        crossed = [one.box for points in old.values() for one in segments_of("", points)]
        for key in changed:
            if self._points or self._courses:
                crossed += [one.box for one in self.drawn_segments_of(key)]
            if self._firsts:
                wishes += _wish_of(self._traces.get(key)) + _wish_of(self._trace_of(key))
        disturbed, loose_labels = self._disturbed(crossed, [*cards, *borders, *wishes])
        moved = self._labels_moved(stale | changed | loose_labels, connections)
        return (changed | disturbed | moved) & connections.keys()

    def _leave_lanes(self, stale: set[str], old: dict[str, Route]) -> set[str]:
        """Forget stale connections and break up their lanes; return the others of these lanes."""
        loose: set[str] = set()
        for key in stale:
            for one in self._segments.pop(key) or ():
                loose |= self._break_lane((one.key, one.part), old)
            self._points.pop(key)
            self._tracks.remove(key)
            self._drawn.pop(key, None)
            self._courses.pop(key, None)
        return loose - stale

    def _leave_strips(self, boxes: list[Box], old: dict[str, Route]) -> set[str]:
        """Break up the lanes whose limits these boxes set or may set; return their members."""
        loose: set[str] = set()
        for name in {name for box in boxes for name in self._strips.query(box)}:
            key, _, part = name.rpartition("#")
            loose |= self._break_lane((key, int(part)), old)
        for box in boxes:
            for key in self._tracks.query(box):
                if not clear(self._tried[key], (box.grown(1.0),)):
                    loose.add(key)
                    self._let_go(key, old)
        return loose

    def _join_lanes(self, fresh: list[str], old: dict[str, Route]) -> set[str]:
        """Break up the lanes that the new routes of these connections join; return their members."""
        loose: set[str] = set()
        if not self._lanes:
            return loose
        for key in fresh:
            for one in self.lane_segments_of(key):
                for other in self._neighbours(one):
                    loose |= self._break_lane((other.key, other.part), old)
        return loose

    def _break_lane(self, segment: SegmentId, old: dict[str, Route]) -> set[str]:
        members = self._lanes.get(segment, {})
        loose = {key for key, _ in members}
        for member in list(members):
            self._lanes.pop(member, None)
            self._strips.remove(f"{member[0]}#{member[1]}")
        for key in loose:
            self._let_go(key, old)
        return loose

    def _let_go(self, key: str, old: dict[str, Route]) -> None:
        points = self._points.pop(key)
        if points is not None:
            old.setdefault(key, points)
        self._tracks.remove(key)
        self._drawn.pop(key, None)
        self._courses.pop(key, None)

    def _disturbed(self, crossed: list[Box], moved: Iterable[Box]) -> tuple[set[str], set[str]]:
        """Forget the courses whose jumps or label may be others now; return them, and whose label."""
        found: set[str] = set()
        labels: set[str] = set()
        for box in crossed:
            found.update(key for key in self._wiring.spans(box.grown(JUMP)) if key in self._courses)
        for box in (*crossed, *moved):
            labels.update(self._looks.query(box.grown(_LABEL_ROOM)))
        found |= {key for key in labels if key in self._courses and key in self._labelled}
        for key in found:
            del self._courses[key]
        return found, labels

    def _labels_moved(self, loose: set[str], connections: Mapping[str, Connection]) -> set[str]:
        """Choose these labels anew; forget and return the courses whose label may have made way for one."""
        if not self._firsts:
            return set()
        before = {key: self._firsts.pop(key) for key in loose}
        for key in loose:
            self._looks.remove(key)
        found: set[str] = set()
        for key, old in before.items():
            new = self.first_label_of(key) if key in connections else None
            for box in () if new == old else (old, new):
                if box is not None:
                    near = self._wiring.spans(box.grown(LABEL_REACH))
                    found.update(one for one in near if one in self._labelled and one in self._courses)
        for key in found:
            del self._courses[key]
        return found

    # -- finding -------------------------------------------------------------------------------

    def lane_segments_of(self, key: str) -> list[Segment]:
        """Return the segments of a raw route, for its lanes."""
        segments = self._segments.get(key)
        if segments is None:
            segments = segments_of(key, self._wiring.raw(key), self._wiring.rooms(key))
            if led_by_hand(self._wiring.edge(key)):
                segments = led(segments)
            self._segments[key] = segments
        return segments

    def _neighbours(self, segment: Segment) -> list[Segment]:
        """Return the segments that share a lane with this one directly."""
        around = segment.box.grown(BUNDLE)
        return [
            other
            for key in self._wiring.near(around)
            if key != segment.key
            for other in self.lane_segments_of(key)
            if segment.shares_lane(other)
        ]

    def _shift(self, segment: Segment) -> float:
        place = (segment.key, segment.part)
        lane = self._lanes.get(place)
        if lane is None:
            lane = self._spread(segment)
            for member in lane:
                self._lanes[member] = lane
        return lane[place]

    def _spread(self, segment: Segment) -> dict[SegmentId, float]:
        members = {(segment.key, segment.part): segment}
        waiting = [segment]
        while waiting:
            for other in self._neighbours(waiting.pop()):
                if (other.key, other.part) not in members:
                    members[other.key, other.part] = other
                    waiting.append(other)
        ranks = {key: self._wiring.rank(key) for key, _ in members}
        lane = list(members.values())
        limits = (-1e9, 1e9) if any(one.held for one in lane) else self._limits(lane)
        return spread_lane(lane, ranks, limits)

    def _limits(self, lane: list[Segment]) -> tuple[float, float]:
        """Return between which coordinates a lane may widen: away from components and group borders."""
        upright = lane[0].upright
        at = sum(one.at for one in lane) / len(lane)
        low, high = min(one.low for one in lane), max(one.high for one in lane)
        width = len(lane) * LANE + 2 * BORDER_GAP
        strip = Box(at - width, low, 2 * width, high - low)
        if not upright:
            strip = Box(low, at - width, high - low, 2 * width)
        self._strips.put(f"{lane[0].key}#{lane[0].part}", strip)
        left, right = at - width, at + width
        edges: list[float] = []
        for box in self._wiring.obstacles_near(strip):
            start, end = (box.x, box.right) if upright else (box.y, box.bottom)
            left = max(left, end + 4.0) if end <= at else left
            right = min(right, start - 4.0) if start >= at else right
        for box in self._wiring.groups_near(strip):
            title = title_area(box)
            start, end = (title.x, title.right) if upright else (title.y, title.bottom)
            first, last = (title.y, title.bottom) if upright else (title.x, title.right)
            through = start - BORDER_GAP < at < end + 4.0 and first < high and low < last
            if through and start - BORDER_GAP >= left:
                # No line should run through the title of a group: rather before its border.
                right = min(right, start - BORDER_GAP)
            edges += (box.x, box.right) if upright else (box.y, box.bottom)
        # Seen from the middle of the lane a border is a wall, unless the walls leave no room.
        for edge in edges:
            before, after = max(left, edge + BORDER_GAP), min(right, edge - BORDER_GAP)
            if edge <= min(at, right) and before <= right:
                left = before
            elif edge > at and after >= left:
                right = after
        return left, right

    def _find(self, connection: Connection) -> Course:
        points = self.points_of(connection.id)
        jumps: dict[int, list[float]] = {}
        if self._plain:
            return Course(points, jumps, self._label(connection, points))
        for one in self.drawn_segments_of(connection.id):
            if one.upright:
                continue
            found = crossings(one, self._crossing(connection.id, one.box), JUMP + 1.0)
            if found:
                start = points[one.part].x
                jumps[one.part] = [abs(at - start) for at in found]
        return Course(points, jumps, self._label(connection, points))

    def drawn_segments_of(self, key: str) -> list[Segment]:
        """Return the segments of a connection in its lanes."""
        segments = self._drawn.get(key)
        if segments is None:
            segments = self._drawn[key] = segments_of(key, self.points_of(key))
        return segments

    def _crossing(self, key: str, box: Box) -> list[Segment]:
        return [
            one
            for other in self._wiring.near(box)
            if other != key
            for one in self.drawn_segments_of(other)
            if one.upright
        ]

    def _label(self, connection: Connection, points: Route) -> Box | None:
        """Return where the label stands: at its first choice, or off the first choices of all others."""
        key = connection.id
        size, at = self.size_of_label(key), self._label_at(key)
        if size is None or self._plain:
            return None if size is None else first_place(points, size, at)
        self._labelled.add(key)
        first = self.first_label_of(key)
        if first is None:
            return None
        rank = self._wiring.rank(key)
        rivals = self._labels_near(key, first)
        if not any(first.intersects(box) and self._wiring.rank(other) < rank for other, box in rivals):
            return first

        def look(area: Box) -> Surroundings:
            self._look_at(key, area)
            bounds = [(bounds_of(box), bounds_of(box)) for _, box in self._labels_near(key, area)]
            return self._surroundings(area)._replace(wishes=bounds)

        return place_label(points, size, look, at)

    def first_label_of(self, key: str) -> Box | None:
        """Return where a label would like to stand, looking at everything but where the others really are."""
        size, known = self.size_of_label(key), self._firsts.get(key)
        if size is None or known is not None:
            return known
        rank = self._wiring.rank(key)

        def look(area: Box) -> Surroundings:
            self._look_at(key, area)
            return self._surroundings(area, rank)

        found = place_label(self.points_of(key), size, look, self._label_at(key))
        self._firsts[key] = found
        return found

    def _look_at(self, key: str, area: Box) -> None:
        known = self._looks.box(key)
        self._looks.put(key, area if known is None else union(known, area))

    def _labels_near(self, key: str, area: Box) -> list[tuple[str, Box]]:
        """Return the first choices of other labels that touch an area."""
        found = []
        for other in self._wiring.near(area.grown(LABEL_REACH)):
            box = self.first_label_of(other) if other != key and self.size_of_label(other) else None
            if box is not None and box.intersects(area):
                found.append((other, box))
        return found

    def _surroundings(self, area: Box, before: int | None = None) -> Surroundings:
        """Return what is around; with the wishes of the labels of connections `before` this rank."""
        lines: list[Bounds] = []
        wishes: list[tuple[Bounds, Bounds]] = []
        for key in self._wiring.near(area.grown(_LABEL_ROOM)):
            trace = self._trace_of(key)
            lines += trace.lines
            # Labels make way for those of earlier connections, wherever these would like to stand.
            if trace.wish is not None and before is not None and self._wiring.rank(key) < before:
                wishes.append((trace.around, trace.wish))
        cards = [bounds_of(card) for card in self._wiring.obstacles_near(area.grown(_BADGE_REACH))]
        return Surroundings(cards, self._wiring.groups_near(area), lines, wishes)

    def _label_at(self, key: str) -> float | None:
        edge = self._wiring.edge(key)
        return None if edge is None else edge.label_at

    def size_of_label(self, key: str) -> tuple[float, float] | None:
        """Return width and height of a label; None for a connection without one."""
        if key not in self._sizes:
            text = label_text(self._wiring.connection(key), self._measurer)
            self._sizes[key] = label_size(text, self._measurer) if text else None
        return self._sizes[key]

    def _trace_of(self, key: str) -> Trace:
        trace, points = self._traces.get(key), self.points_of(key)
        if trace is None or trace.points is not points:
            trace = self._traces[key] = trace_of(
                points, self.drawn_segments_of(key), self.size_of_label(key), self._label_at(key)
            )
        return trace


def _wish_of(trace: Trace | None) -> list[Box]:
    if trace is None or trace.wish is None:
        return []
    left, top, right, bottom = trace.wish
    return [Box(left, top, right - left, bottom - top)]
