"""How a connection finds its way: its sides, its ports, and the way around what stands between.

What is known of connections, boxes and their places, and what of it is kept, whoever uses this says:
`Wiring` keeps everything for the drawing, `Trial` asks what would be.
"""

from __future__ import annotations

from abc import abstractmethod
from math import inf
from time import thread_time
from typing import TYPE_CHECKING

from archdraw.core.drawing.groups import title_core
from archdraw.core.drawing.slots import Landing, Slot, spread_slots
from archdraw.core.geometry import Box, Point, bounding_box, union
from archdraw.core.geometry.lanes import NO_ROOM, Room
from archdraw.core.geometry.ports import (
    ANY_SIDES,
    OPPOSITE,
    FixedSides,
    Port,
    SidePair,
    anchored,
    port_on,
    side_range,
)
from archdraw.core.geometry.routing import (
    DETOUR,
    MARGIN,
    Ends,
    choose_sides,
    clear,
    quick_route,
    route_between,
    self_loop,
    simple_route,
    straight_route,
)
from archdraw.core.geometry.waypoints import route_through
from archdraw.core.model import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from archdraw.core.drawing.groups import Titled
    from archdraw.core.geometry.pathfinding import Pauses
    from archdraw.core.model import Connection, EdgeRoute

Route = tuple[Point, ...]
# How far beyond the reach of a route a way around leads, before the whole drawing is searched.
_FARTHER = 240.0
# So far around a corner of the hand a route may run.
_BESIDE = 20
_EVERYWHERE = Box(-1e9, -1e9, 2e9, 2e9)


class NotYet(Exception):  # noqa: N818 - nothing went wrong
    """Time is up; what was found until now is kept, and asking again goes on from there."""


class Finder:
    """Finds the raw routes (before lanes are spread) of connections.

    `wide` are the connections whose sides were chosen by what stands in the way, so that more concerns them.
    `searches` is how many ways may still be searched for where no simple one is free; None is any number.
    """

    connections: Mapping[str, Connection]
    edges: Mapping[str, EdgeRoute]
    frames: Mapping[str, Box]
    wide: set[str]
    searches: int | None = None
    # Until when (CPU time of this thread, in seconds) whoever asks can wait.
    until: float = inf

    def breathe(self, ahead: float = 0.0) -> None:
        """Between two things found: end here if time is up, or will be after so many seconds more.

        Raises
        ------
        NotYet
            When it is.
        """
        if self.until < inf and thread_time() + ahead > self.until:
            raise NotYet

    def beyond(self, key: str, box: Box) -> bool:  # noqa: ARG002 - only one who keeps routes knows
        """Tell whether a stretch of a route is none that lines of others may depend on."""
        return False

    def pauses(self, key: str) -> Pauses | None:  # noqa: ARG002 - one who keeps routes says where each was
        """Return what the searches for a connection can be broken off with; None where nobody interrupts."""
        return None

    # -- what is known, and what is kept -------------------------------------------------------

    @abstractmethod
    def at(self, element_id: str) -> tuple[str, ...]:
        """Return the connections that begin or end at a component, in document order."""

    @abstractmethod
    def rank(self, key: str) -> int:
        """Return the place of a connection in the document."""

    @abstractmethod
    def solids(self) -> Collection[str]:
        """Return all that lines go around."""

    @abstractmethod
    def solids_near(self, box: Box) -> list[str]:
        """Return what touches a box and is gone around, in no particular order."""

    @abstractmethod
    def groups_near(self, box: Box) -> list[Titled]:
        """Return the groups that touch a box, in a fixed order."""

    @abstractmethod
    def concern(self, key: str, area: Box) -> None:
        """Hear that whatever changes in an area concerns a connection."""

    @abstractmethod
    def sides_of(self, key: str) -> SidePair:
        """Return the sides that a connection joins, chosen once."""

    @abstractmethod
    def slots_at(self, element_id: str) -> dict[str, Slot]:
        """Return the places of all ends at a component, spread once."""

    @abstractmethod
    def raw(self, key: str) -> Route:
        """Return the corner points of a connection, before lanes are spread, found once."""

    @abstractmethod
    def near(self, box: Box) -> list[str]:
        """Return the connections whose route touches a box, in document order."""

    @abstractmethod
    def beside(self, box: Box, *, known: bool = False) -> list[str]:
        """Return whose stretches touch a box, in document order; of all connections, or of those `known`."""

    @property
    @abstractmethod
    def count(self) -> int:
        """How many connections there are."""

    @abstractmethod
    def spans(self, box: Box) -> list[str]:
        """Return the connections that may show in a box."""

    @abstractmethod
    def span(self, key: str) -> Box | None:
        """Return where a connection may show, or None where there is none of this id."""

    @abstractmethod
    def cover(self, key: str, box: Box) -> None:
        """Hear where a connection is drawn, beside its raw route: in lanes, with label and arrow head."""

    @abstractmethod
    def uncover(self, key: str) -> None:
        """Hear that nobody knows any more in which lanes a connection is drawn."""

    # -- asking --------------------------------------------------------------------------------

    def connection(self, key: str) -> Connection:
        """Return the record of a connection."""
        return self.connections[key]

    def edge(self, key: str) -> EdgeRoute | None:
        """Return how a connection runs in the view, where something is said about it."""
        return self.edges.get(key)

    def obstacles_near(self, box: Box) -> list[Box]:
        """Return the components that touch a box, in no particular order."""
        return [self.frames[key] for key in self.solids_near(box)]

    def reach(self, key: str) -> Box:
        """Return the area that a route stays within, known without finding it."""
        points = self.edges[key].points if key in self.edges else ()
        reach = self.ends(key).reach
        if not points:
            return reach
        around = [Box(x - _BESIDE, y - _BESIDE, 2 * _BESIDE, 2 * _BESIDE) for x, y in points]
        return bounding_box([reach, *around]) or reach

    def all_reaches(self) -> Iterator[tuple[str, Box]]:
        """Yield every connection with its reach; as `reach` of each, in a third of the time."""
        frames, edges, make = self.frames, self.edges, tuple.__new__
        joined = Record.all_values(self.connections.values(), "source", "target")
        for key, (source, target) in zip(self.connections, joined, strict=True):
            ax, ay, aw, ah = frames[source]
            bx, by, bw, bh = frames[target]
            left, top = min(bx, ax), min(by, ay)
            w, h = max(bx + bw, ax + aw) - left, max(by + bh, ay + ah) - top
            left, top, w, h = left - DETOUR, top - DETOUR, w + 2 * DETOUR, h + 2 * DETOUR
            points = edges[key].points if key in edges else ()
            if points:
                across, down = [x - _BESIDE for x, _ in points], [y - _BESIDE for _, y in points]
                right = max(left + w, max(across) + 2 * _BESIDE)
                bottom = max(top + h, max(down) + 2 * _BESIDE)
                left, top = min(left, *across), min(top, *down)
                w, h = right - left, bottom - top
            # Straight to where a named tuple is made.
            yield key, make(Box, (left, top, w, h))

    def ends(self, key: str) -> Ends:
        """Return the boxes that a connection joins."""
        connection = self.connections[key]
        return Ends(self.frames[connection.source], self.frames[connection.target])

    def others(self, key: str, box: Box) -> list[Box]:
        """Return the obstacles in a box, without the ends of the connection, in no particular order."""
        connection, frames = self.connections[key], self.frames
        ends = (connection.source, connection.target)
        return [frames[one] for one in self.solids_near(box) if one not in ends]

    def _titles(self, box: Box, ends: Ends) -> list[Box]:
        """Return what no line should run through while there is another way: the titles of groups."""
        return [
            title
            for _, area in self.groups_near(box)
            for title in (title_core(area),)
            if title.intersects(box)
            and not title.intersects(ends.source)
            and not title.intersects(ends.target)
        ]

    def find(self, key: str) -> Route:
        """Return the raw route of a connection."""
        connection = self.connections[key]
        ends = self.ends(key)
        edge = self.edges.get(key)
        if self.searches != 0:
            self.concern(key, _tight(ends))
        if edge is not None and edge.route == "straight":
            return straight_route(*ends)
        if edge is not None and led_by_hand(edge):
            return self._led_by_hand(key, ends, edge)
        if connection.source == connection.target:
            return self_loop(ends.source)
        ports = self._ports(key, ends)
        if self.searches == 0:
            return quick_route(ends, ports)
        tight = _tight(ends)
        path = simple_route(ends, ports, [*self.others(key, tight), *self._titles(tight, ends)])
        if path is not None and key not in self.wide and _off_its_ends(path, ends):
            return path
        self.concern(key, ends.reach)
        if path is not None and _off_its_ends(path, ends):
            return path
        return self._around(key, ends, ports)

    def _led_by_hand(self, key: str, ends: Ends, edge: EdgeRoute) -> Route:
        reach = self.reach(key)
        self.concern(key, reach)
        anchors = (edge.source_at, edge.target_at)
        return route_through(*ends, edge.points, anchors=anchors, obstacles=self.others(key, reach))

    def _around(self, key: str, ends: Ends, ports: tuple[Port, Port]) -> Route:
        """Return a way around what stands between: from these ports, else from anywhere on the borders."""
        if self.searches is not None:
            if self.searches == 0:
                return quick_route(ends, ports)
            self.searches -= 1
        pauses = self.pauses(key)
        others, titles = self.others(key, ends.reach), self._titles(ends.reach, ends)
        path = route_between(ends, ports, [*others, *titles], pauses=pauses)
        if clear(path, others) and _off_its_ends(path, ends):
            return path
        if titles:
            path = route_between(ends, ports, others, pauses=pauses)
            if clear(path, others) and _off_its_ends(path, ends):
                return path
        if self.searches is not None:
            return path
        # The last resort; few drawings need it.
        from archdraw.core.geometry.escapes import MOST_BOXES, escape_route

        connection = self.connections[key]
        edge = self.edges.get(key)
        anchors = (None, None) if edge is None else (edge.source_at, edge.target_at)
        fixed = (
            None if anchors[0] is None else anchored(ends.source, anchors[0]),
            None if anchors[1] is None else anchored(ends.target, anchors[1]),
        )
        known = self.solids()
        if len(known) > MOST_BOXES:
            return path
        near = ends.reach.grown(_FARTHER)
        self.concern(key, near)
        found = escape_route(ends, sorted(self.others(key, near)), fixed, near, pauses)
        if found is not None:
            return found
        # Whatever stands or comes to stand anywhere may open or close the last way.
        self.concern(key, _EVERYWHERE)
        everything = [self.frames[one] for one in known if one not in (connection.source, connection.target)]
        return escape_route(ends, sorted(everything), fixed, pauses=pauses) or path

    def _ports(self, key: str, ends: Ends) -> tuple[Port, Port]:
        """Return both ports; a side with one connection follows the other end into a straight line."""
        connection = self.connections[key]
        first = self.slots_at(connection.source)[key]
        last = self.slots_at(connection.target)[key]
        a, b = first.along, last.along
        if a != b and OPPOSITE[first.side] == last.side:
            low, high = side_range(ends.target, last.side)
            if last.shared_by == 1 and not last.fixed and low <= a <= high:
                b = a
            else:
                low, high = side_range(ends.source, first.side)
                if first.shared_by == 1 and not first.fixed and low <= b <= high:
                    a = b
        return port_on(ends.source, first.side, a), port_on(ends.target, last.side, b)

    def rooms(self, key: str) -> tuple[Room, Room]:
        """Return how far the two ports of a connection may slide along their sides."""
        connection = self.connections[key]
        route = self.raw(key)
        rooms = []
        for end, point in ((connection.source, route[0]), (connection.target, route[-1])):
            slot = self.slots_at(end).get(key)
            if slot is None:
                rooms.append(NO_ROOM)
            elif slot.shared_by > 1 or slot.fixed:
                rooms.append((slot.spare, slot.spare))
            else:
                low, high = side_range(self.frames[end], slot.side)
                along = point.y if slot.side in ("left", "right") else point.x
                rooms.append((max(0.0, along - low), max(0.0, high - along)))
        return rooms[0], rooms[1]

    def choose(self, key: str) -> SidePair:
        """Return the sides that a connection joins."""
        ends = self.ends(key)
        fixed = fixed_sides(self.edges.get(key))
        if self.searches == 0:
            return choose_sides(ends, (), fixed=fixed)
        tight = _tight(ends)
        near = [*self.others(key, tight), *self._titles(tight, ends)]
        sides = choose_sides(ends, near, fixed=fixed)
        self.wide.discard(key)
        if near and sides != choose_sides(ends, (), fixed=fixed):
            self.wide.add(key)
            wide = [*self.others(key, ends.reach), *self._titles(ends.reach, ends)]
            sides = choose_sides(ends, wide, fixed=fixed)
        self.concern(key, ends.reach if key in self.wide else _tight(ends))
        return sides

    def spread(self, element_id: str) -> dict[str, Slot]:
        """Return the places of all ends at a component."""
        connections, edges, frames = self.connections, self.edges, self.frames
        frame = frames[element_id]
        landings: list[Landing] = []
        for key in self.at(element_id):
            connection = connections[key]
            edge = edges.get(key)
            source, target = connection.source, connection.target
            if source == target or (edge is not None and led_by_hand(edge)):
                continue
            leaves = source == element_id
            pair = self.sides_of(key)
            other_id = target if leaves else source
            anchor = None if edge is None else edge.source_at if leaves else edge.target_at
            along = None
            if anchor is not None:
                point = anchored(frame, anchor).point
                along = point.y if anchor[0] in ("left", "right") else point.x
            sides = pair if leaves else (pair[1], pair[0])
            landings.append(Landing(key, self.rank(key), sides, frames[other_id], other_id, along))
        return spread_slots(frame, landings)


def led_by_hand(edge: EdgeRoute | None) -> bool:
    """Tell whether a connection follows no ports: it is straight, or runs through waypoints."""
    return edge is not None and (edge.route == "straight" or edge.led)


def fixed_sides(edge: EdgeRoute | None) -> FixedSides:
    """Return the sides that the two ends are fixed to."""
    if edge is None:
        return ANY_SIDES
    return (
        None if edge.source_at is None else edge.source_at[0],
        None if edge.target_at is None else edge.target_at[0],
    )


def _off_its_ends(path: Route, ends: Ends) -> bool:
    """Tell whether a line touches its ends at their borders only; where they overlap it can't."""
    return ends.source.intersects(ends.target) or clear(path, ends)


def _tight(ends: Ends) -> Box:
    return union(ends.source, ends.target).grown(MARGIN)
