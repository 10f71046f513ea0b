"""Tracks of connections: their routes moved into lanes, as little as they must.

The lane of a segment depends on every connection that shares it, and on what stands beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.drawing.drifting import Drifting, Shed
from archdraw.core.drawing.finding import led_by_hand
from archdraw.core.drawing.shifting import shifted_points, shifted_segments
from archdraw.core.geometry import Box, Point, box_of_points
from archdraw.core.geometry.index import GridIndex
from archdraw.core.geometry.lanes import BUNDLE, LANE, Segment, led, segments_of, shifted, spread_lane
from archdraw.core.geometry.routing import clear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.drawing.finding import Finder
    from archdraw.core.geometry.lanes import Room

    SegmentId = tuple[str, int]
    Spans = tuple[float, float, float, float]

Route = tuple[Point, ...]
# Lines keep this much from the border of a group that they run along.
BORDER_GAP = 10.0
# What spreading a lane takes for each pair of its segments, in seconds of CPU.
_SPREADING_S = 7e-7


class Former(NamedTuple):
    """The track that a connection had: corner points, segments if they were asked for, where it showed."""

    points: Route
    drawn: list[Segment] | None
    span: Box | None

    def segments(self, key: str) -> list[Segment]:
        """Return the segments as they were drawn."""
        return segments_of(key, self.points) if self.drawn is None else self.drawn


class Strip(NamedTuple):
    """Between which coordinates a lane may widen at most, and the components and groups that stand there.

    Of a component, and of a group and its title: from where to where across the lane, and along it.
    """

    reach: Room
    cards: list[Spans]
    groups: list[tuple[Spans, Spans]]


class Tracks:
    """Finds and keeps the lanes and the corner points of the connections of one view.

    Parameters
    ----------
    wiring
        Finds the routes before lanes are spread.
    plain
        Whether lines run without lanes.
    """

    def __init__(self, wiring: Finder, *, plain: bool) -> None:
        self._wiring = wiring
        self._plain = plain
        self._segments: Drifting[list[Segment]] = Drifting(shifted_segments)
        self._lanes: dict[SegmentId, dict[SegmentId, float]] = {}
        # Where components and group borders limit a lane, by key and part of one of its members.
        self._strips = GridIndex()
        # Where components decide whether a line may take its lanes.
        self._tracks = GridIndex()
        self._tried: Drifting[Route] = Drifting(shifted_points)
        self._points: Drifting[Route] = Drifting(shifted_points)
        # Lanes and crossings that had to be broken off, to go on with: members and those still to look at of
        # the lane of a segment, crossings found of a connection by part.
        self._gathering: dict[SegmentId, tuple[dict[SegmentId, Segment], list[Segment]]] = {}
        self._counting: dict[str, dict[int, list[float]]] = {}
        self._shed = Shed()
        # Segments as drawn, for crossings.
        self._drawn: Drifting[list[Segment]] = Drifting(shifted_segments)

    # -- finding -------------------------------------------------------------------------------

    def points_of(self, key: str) -> Route:
        """Return the corner points of a connection in its lanes."""
        points = self._points.get(key)
        if points is not None:
            return points
        raw = self._wiring.raw(key)
        if self._plain:
            self._points[key] = raw
            return raw
        shifts = {one.part: self._shift(one) for one in self.lane_segments_of(key)}
        shifts = {index: by for index, by in shifts.items() if by}
        points = self._points[key] = self._off_the_cards(key, raw, shifts) if shifts else raw
        around = box_of_points(points)
        if around is not None:
            self._wiring.cover(key, around.grown(1.0))
        self._wiring.breathe()
        return points

    def known_points(self, key: str) -> Route | None:
        """Return the corner points of a connection in its lanes if they have been found."""
        return self._points.get(key)

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

    def drawn_segments_of(self, key: str) -> list[Segment]:
        """Return the segments of a connection in its lanes."""
        segments = self._drawn.get(key)
        if segments is None:
            segments = self._drawn[key] = segments_of(key, self.points_of(key))
        return segments

    def lane_segments_of(self, key: str) -> list[Segment]:
        """Return the segments of a raw route, for its lanes."""
        segments = self._segments.get(key)
        if segments is None:
            segments = segments_of(key, self._wiring.raw(key), self._wiring.rooms(key))
            if led_by_hand(self._wiring.edge(key)):
                segments = led(segments)
            self._segments[key] = segments
        return segments

    def _neighbours(self, segment: Segment, *, known: bool = False) -> list[Segment]:
        """Return the segments that share a lane with this one directly; of all, or of those `known`."""
        beyond = self._wiring.beyond
        if beyond(segment.key, segment.box):
            return []
        around = segment.box.grown(BUNDLE)
        upright, at = segment.upright, segment.at
        return [
            other
            for key in self._wiring.beside(around, known=known)
            if key != segment.key and (not known or key in self._segments)
            for other in self.lane_segments_of(key)
            if other.upright == upright and -BUNDLE < other.at - at < BUNDLE and segment.shares_lane(other)
            if not beyond(key, other.box)
        ]

    def _shift(self, segment: Segment) -> float:
        place = (segment.key, segment.part)
        lane = self._lanes.get(place)
        if lane is None:
            lane = self._spread(segment)
            for member in lane:
                self._lanes[member] = lane
            self._wiring.breathe()
        return lane[place]

    def _spread(self, segment: Segment) -> dict[SegmentId, float]:
        place = (segment.key, segment.part)
        members, waiting = self._gathering.setdefault(place, ({place: segment}, [segment]))
        while waiting:
            beside = self._neighbours(waiting[-1])
            waiting.pop()
            for other in beside:
                if (other.key, other.part) not in members:
                    members[other.key, other.part] = other
                    waiting.append(other)
            # What is left to do of a wide lane is done at one go: rather in a slice of its own.
            self._wiring.breathe(0.0 if waiting else _SPREADING_S * len(members) ** 2)
        del self._gathering[place]
        ranks = {key: self._wiring.rank(key) for key, _ in members}
        lane = list(members.values())
        if any(one.held for one in lane):
            return spread_lane(lane, ranks)
        strip = self._strip_of(lane)
        return spread_lane(lane, ranks, lambda part: limits_of(part, strip))

    def _strip_of(self, lane: list[Segment]) -> Strip:
        """Return what stands beside a lane, as far as it may widen."""
        at = sum(one.at for one in lane) / len(lane)
        low, high = min(one.low for one in lane), max(one.high for one in lane)
        width = len(lane) * LANE + 2 * BORDER_GAP
        strip = Box(at - width, low, 2 * width, high - low)
        if not lane[0].upright:
            strip = Box(low, at - width, high - low, 2 * width)
        self._strips.put(f"{lane[0].key}#{lane[0].part}", strip)
        upright = lane[0].upright
        cards = [_spans(box, upright=upright) for box in self._wiring.obstacles_near(strip)]
        groups = [
            (_spans(frame, upright=upright), _spans(title, upright=upright))
            for frame, title in self._wiring.groups_near(strip)
        ]
        return Strip((at - width, at + width), cards, groups)

    # -- changing ------------------------------------------------------------------------------

    def break_off(self) -> None:
        """Forget what was begun: something has changed."""
        self._gathering.clear()
        self._counting.clear()

    def translate(self, dx: float, dy: float) -> None:
        """Hear that everything moved by the same way: all that is known goes along."""
        self.break_off()
        self._strips.shift(dx, dy)
        self._tracks.shift(dx, dy)
        for lines in (self._tried, self._points):
            lines.drift(dx, dy)
        for segments in (self._segments, self._drawn):
            segments.drift(dx, dy)

    def clear(self) -> None:
        """Forget all tracks."""
        self.break_off()
        for lines in (self._tried, self._points):
            self._shed.put(lines.empty())
        for segments in (self._segments, self._drawn):
            self._shed.put(segments.empty())
        self._shed.put(self._lanes)
        self._lanes, self._strips, self._tracks = {}, GridIndex(), GridIndex()

    def _leave_lanes(self, stale: set[str], old: dict[str, Former]) -> set[str]:
        """Forget stale connections and break up their lanes; return the others of these lanes.

        Like all that follows a change, it ends with `NotYet` when time is up: then all tracks are forgotten.
        """
        loose: set[str] = set()
        for key in stale:
            self._wiring.breathe()
            for one in self._segments.pop(key) or ():
                loose |= self._break_lane((one.key, one.part), old)
            self._let_go(key, old)
        return loose - stale

    def _leave_strips(self, boxes: list[Box], old: dict[str, Former]) -> set[str]:
        """Break up the lanes whose limits these boxes set or may set; return their members."""
        loose: set[str] = set()
        for name in {name for box in boxes for name in self._strips.query(box)}:
            self._wiring.breathe()
            key, _, part = name.rpartition("#")
            loose |= self._break_lane((key, int(part)), old)
        for box in boxes:
            self._wiring.breathe()
            for key in self._tracks.query(box):
                if not clear(self._tried[key], (box.grown(1.0),)):
                    loose.add(key)
                    self._let_go(key, old)
        return loose

    def _join_lanes(self, fresh: list[str], old: dict[str, Former]) -> set[str]:
        """Break up the lanes that the new routes of these connections join; return their members."""
        loose: set[str] = set()
        if not self._lanes:
            return loose
        for key in fresh:
            for one in self.lane_segments_of(key):
                for other in self._neighbours(one, known=True):
                    loose |= self._break_lane((other.key, other.part), old)
        return loose

    def _break_lane(self, segment: SegmentId, old: dict[str, Former]) -> set[str]:
        members = self._lanes.get(segment, {})
        loose = {key for key, _ in members}
        for member in list(members):
            self._lanes.pop(member, None)
            self._strips.remove(f"{member[0]}#{member[1]}")
        for key in loose:
            self._let_go(key, old)
        return loose

    def _let_go(self, key: str, old: dict[str, Former]) -> None:
        points = self._points.pop(key)
        drawn = self._drawn.pop(key)
        if points is not None:
            old.setdefault(key, Former(points, drawn, self._wiring.span(key)))
            self._wiring.uncover(key)
        self._tracks.remove(key)

    def _put_back(self, key: str, former: Former) -> None:
        """Go on with a track that came out the same."""
        self._points[key] = former.points
        if former.span is not None:
            self._wiring.cover(key, former.span)
        if former.drawn is not None:
            self._drawn[key] = former.drawn


def limits_of(lane: Sequence[Segment], strip: Strip) -> Room:
    """Return between which coordinates some segments may move: away from components and group borders."""
    at = sum(one.at for one in lane) / len(lane)
    low, high = min(one.low for one in lane), max(one.high for one in lane)
    left, right = strip.reach
    # Of each segment of a wide lane this is asked.
    beside = [(start, end) for start, end, first, last in strip.cards if first <= high and low <= last]
    left = max([left, *[end + 4.0 for _, end in beside if end <= at]])
    right = min([right, *[start - 4.0 for start, _ in beside if start >= at]])
    edges: list[float] = []
    for frame, title in strip.groups:
        start, end, first, last = title
        through = start - BORDER_GAP < at < end + 4.0 and first < high and low < last
        if through and start - BORDER_GAP >= left:
            # No line should run through the title of a group: rather before its border.
            right = min(right, start - BORDER_GAP)
        start, end, first, last = frame
        edges += (start, end) if first <= high and low <= last else ()
    # Seen from the middle of the segments a border is a wall, unless the walls leave no room.
    for edge in edges:
        before, after = max(left, edge + BORDER_GAP), min(right, edge - BORDER_GAP)
        if edge <= min(at, right) and before <= right:
            left = before
        elif edge > at and after >= left:
            right = after
    return left, right


def _spans(box: Box, *, upright: bool) -> Spans:
    """Return from where to where a box stands across a lane, and along it."""
    x, y, w, h = box
    return (x, x + w, y, y + h) if upright else (y, y + h, x, x + w)
