"""Routes of all connections of a view, found when asked for and found anew only where something moved.

A route depends on the two ends, on the other connections at these ends (they share the sides) and on the
components within its area; each of these is recorded, so that a change reaches exactly what it concerns
and a scene that was changed a thousand times equals one made fresh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.labels import title_core
from archdraw.core.drawing.slots import Landing, Slot, spread_slots
from archdraw.core.geometry import Box, Point, bounding_box, box_of_points, union
from archdraw.core.geometry.escapes import MOST_BOXES, escape_route
from archdraw.core.geometry.index import GridIndex
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

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from archdraw.core.model import Connection, EdgeRoute

Route = tuple[Point, ...]
# How far beyond the reach of a route a way around leads, before the whole drawing is searched.
_FARTHER = 240.0
_EVERYWHERE = Box(-1e9, -1e9, 2e9, 2e9)
# How far the spreading of lanes may move a segment off its raw route.
_LANE_ROOM = 32.0


class Wiring:
    """Finds and keeps the raw routes (before lanes are spread) of the connections of one view."""

    def __init__(
        self,
        connections: Mapping[str, Connection],
        edges: Mapping[str, EdgeRoute],
        frames: Mapping[str, Box],
        components: Iterable[str],
        groups: Iterable[str],
    ) -> None:
        self._connections = connections
        self._edges = edges
        self._frames = frames
        self._obstacles = GridIndex()
        for key in components:
            self._obstacles.put(key, frames[key])
        self._borders = GridIndex()
        for key in groups:
            self._borders.put(key, frames[key])
        self._at: dict[str, list[str]]
        self._rank: dict[str, int]
        self._list_ends()
        self._spans = GridIndex()
        for key in connections:
            self._spans.put(key, self.reach(key))
        self._sides: dict[str, SidePair] = {}
        self._slots: dict[str, dict[str, Slot]] = {}
        self._routes: dict[str, Route] = {}
        # Connections whose sides were chosen by what stands in the way, so that more concerns them.
        self._wide: set[str] = set()
        self._areas = GridIndex()

    # -- reading -------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many connections there are."""
        return len(self._connections)

    def connection(self, key: str) -> Connection:
        """Return the record of a connection."""
        return self._connections[key]

    def rank(self, key: str) -> int:
        """Return the place of a connection in the document."""
        return self._rank[key]

    def at(self, element_id: str) -> tuple[str, ...]:
        """Return the connections that begin or end at a component, in document order."""
        return tuple(self._at.get(element_id, ()))

    def reach(self, key: str) -> Box:
        """Return the area that a route stays within, known without finding it."""
        points = self._edges[key].points if key in self._edges else ()
        reach = self._ends(key).reach
        if not points:
            return reach
        return bounding_box([reach, *(Box(x - 20, y - 20, 40, 40) for x, y in points)]) or reach

    def known(self, key: str) -> bool:
        """Tell whether the route has been found already."""
        return key in self._routes

    def raw(self, key: str) -> Route:
        """Return the corner points of a connection, before lanes are spread."""
        route = self._routes.get(key)
        if route is None:
            route = self._routes[key] = self._find(key)
            around = box_of_points(route)
            self._spans.put(key, self.reach(key) if around is None else around.grown(_LANE_ROOM))
        return route

    def spans(self, box: Box) -> list[str]:
        """Return the connections that may show in a box; those whose route isn't known yet by their reach."""
        return self._spans.query(box)

    def cover(self, key: str, box: Box) -> None:
        """Hear that a connection is drawn over a larger box than its route: a label, an arrow head."""
        self._spans.put(key, box)

    def near(self, box: Box) -> list[str]:
        """Return the connections whose route touches a box, in document order; finds routes as needed."""
        found = []
        for key in self._spans.query(box):
            if key not in self._routes:
                self.raw(key)
                around = self._spans.box(key)
                if around is None or not _touching(around, box):
                    continue
            found.append(key)
        return sorted(found, key=self._rank.__getitem__)

    def obstacles_near(self, box: Box) -> list[Box]:
        """Return the components that touch a box, in no particular order."""
        return [self._frames[key] for key in self._obstacles.query(box)]

    def obstacles_of(self, key: str, box: Box) -> list[Box]:
        """Return the components that touch a box, without the ends of a connection."""
        return self._others(key, box)

    def groups_near(self, box: Box) -> list[Box]:
        """Return the groups that touch a box, in a fixed order."""
        return sorted(self._frames[key] for key in self._borders.query(box))

    # -- changing ------------------------------------------------------------------------------

    def use(self, frames: Mapping[str, Box]) -> None:
        """Take over a new table of frames; `moved` says what is different in it."""
        self._frames = frames

    def restructure(
        self,
        connections: Mapping[str, Connection],
        edges: Mapping[str, EdgeRoute],
        frames: Mapping[str, Box],
        components: Collection[str],
        groups: Collection[str],
    ) -> set[str]:
        """Take over other connections, components and groups; return stale routes.

        Components and groups that came are heard of through `moved`.
        """
        old, old_edges = self._connections, self._edges
        stale: set[str] = set()
        for key in [key for key in self._borders.ids() if key not in groups]:
            stale.update(self._near_title(self._borders.box(key)))
            self._borders.remove(key)
        for key in [key for key in self._obstacles.ids() if key not in components]:
            box = self._obstacles.box(key)
            self._obstacles.remove(key)
            self._slots.pop(key, None)
            if box is not None:
                stale.update(self._areas.query(box.grown(MARGIN + 1.0)))
        gone = [key for key in old if key not in connections]
        come = [key for key in connections if key not in old]
        turned = [
            key
            for key, one in connections.items()
            if key in old
            and (
                one.source != old[key].source
                or one.target != old[key].target
                or edges.get(key) != old_edges.get(key)
            )
        ]
        ends = {end for key in (*gone, *turned) for end in (old[key].source, old[key].target)}
        for key in (*gone, *turned):
            self._routes.pop(key, None)
            self._sides.pop(key, None)
            self._areas.remove(key)
            self._spans.remove(key)
            self._wide.discard(key)
        self._connections, self._edges, self._frames = connections, edges, frames
        self._list_ends()
        ends.update(
            end for key in (*come, *turned) for end in (connections[key].source, connections[key].target)
        )
        at_ends = {key for end in ends for key in self._at.get(end, ())}
        stale.intersection_update(connections)
        return self.forget(stale | at_ends)

    def moved(self, components: Mapping[str, Box | None], groups: Iterable[str]) -> set[str]:
        """Hear that components and groups moved (the frames are new already); return stale routes.

        `components` maps to the old box.

        The routes of the returned connections are forgotten.
        """
        stale: set[str] = set()
        for key in groups:
            old_border, border = self._borders.box(key), self._frames[key]
            self._borders.put(key, border)
            if old_border is None or (old_border.x, old_border.y) != (border.x, border.y):
                stale.update((*self._near_title(old_border), *self._near_title(border)))
        for key, old in components.items():
            new = self._frames[key]
            self._obstacles.put(key, new)
            stale.update(self._at.get(key, ()))
            for box in (old, new):
                if box is not None:
                    stale.update(self._areas.query(box.grown(MARGIN + 1.0)))
        return self.forget(stale)

    def _near_title(self, group: Box | None) -> list[str]:
        return [] if group is None else self._areas.query(title_core(group).grown(MARGIN + 1.0))

    def translate(self, frames: Mapping[str, Box], dx: float, dy: float) -> None:
        """Hear that everything moved by the same way: all that is known goes along."""
        self._frames = frames
        for index in (self._obstacles, self._borders, self._spans, self._areas):
            index.shift(dx, dy)
        self._routes = {
            key: tuple(Point(x + dx, y + dy) for x, y in route) for key, route in self._routes.items()
        }
        for slots in self._slots.values():
            for key, slot in slots.items():
                by = dy if slot.side in ("left", "right") else dx
                slots[key] = slot._replace(along=slot.along + by)

    def forget(self, keys: Collection[str]) -> set[str]:
        """Forget routes and sides of these connections; return them and those whose ports follow."""
        touched: set[str] = set()
        for key in keys:
            connection = self._connections[key]
            self._sides.pop(key, None)
            touched.update((connection.source, connection.target))
        before = {end: self._slots.pop(end) for end in touched if end in self._slots}
        stale = set(keys)
        for end, slots in before.items():
            fresh = self._slots_at(end)
            for key, slot in slots.items():
                if key in self._connections and fresh.get(key) != slot:
                    stale.add(key)
            stale.update(key for key in fresh if key not in slots)
        for key in stale:
            self._routes.pop(key, None)
            self._spans.put(key, self.reach(key))
        return stale

    def _list_ends(self) -> None:
        self._at = {}
        for key, connection in self._connections.items():
            self._at.setdefault(connection.source, []).append(key)
            if connection.target != connection.source:
                self._at.setdefault(connection.target, []).append(key)
        self._rank = {key: index for index, key in enumerate(self._connections)}

    # -- finding -------------------------------------------------------------------------------

    def _ends(self, key: str) -> Ends:
        connection = self._connections[key]
        return Ends(self._frames[connection.source], self._frames[connection.target])

    def _others(self, key: str, box: Box) -> list[Box]:
        """Return the obstacles in a box, without the ends of the connection, in no particular order."""
        connection, frames = self._connections[key], self._frames
        ends = (connection.source, connection.target)
        return [frames[one] for one in self._obstacles.query(box) if one not in ends]

    def _titles(self, box: Box, ends: Ends) -> list[Box]:
        """Return what no line should run through while there is another way: the titles of groups."""
        return [
            title
            for group in self.groups_near(box)
            for title in (title_core(group),)
            if not title.intersects(ends.source) and not title.intersects(ends.target)
        ]

    def _find(self, key: str) -> Route:
        connection = self._connections[key]
        ends = self._ends(key)
        edge = self._edges.get(key)
        self._areas.put(key, _tight(ends))
        if edge is not None and edge.route == "straight":
            return straight_route(*ends)
        if edge is not None and edge.route == "manual" and edge.points:
            return self._led_by_hand(key, ends, edge)
        if connection.source == connection.target:
            return self_loop(ends.source)
        ports = self._ports(key, ends)
        tight = _tight(ends)
        path = simple_route(ends, ports, [*self._others(key, tight), *self._titles(tight, ends)])
        if path is not None and key not in self._wide and _off_its_ends(path, ends):
            return path
        self._areas.put(key, ends.reach)
        if path is not None and _off_its_ends(path, ends):
            return path
        return self._around(key, ends, ports)

    def _led_by_hand(self, key: str, ends: Ends, edge: EdgeRoute) -> Route:
        reach = self.reach(key)
        self._areas.put(key, reach)
        anchors = (edge.source_at, edge.target_at)
        return route_through(*ends, edge.points, anchors=anchors, obstacles=self._others(key, reach))

    def _around(self, key: str, ends: Ends, ports: tuple[Port, Port]) -> Route:
        """Return a way around what stands between: from these ports, else from anywhere on the borders."""
        others, titles = self._others(key, ends.reach), self._titles(ends.reach, ends)
        path = route_between(ends, ports, [*others, *titles])
        if clear(path, others) and _off_its_ends(path, ends):
            return path
        if titles:
            path = route_between(ends, ports, others)
            if clear(path, others) and _off_its_ends(path, ends):
                return path
        connection = self._connections[key]
        edge = self._edges.get(key)
        anchors = (None, None) if edge is None else (edge.source_at, edge.target_at)
        fixed = (
            None if anchors[0] is None else anchored(ends.source, anchors[0]),
            None if anchors[1] is None else anchored(ends.target, anchors[1]),
        )
        near = ends.reach.grown(_FARTHER)
        self._areas.put(key, near)
        found = escape_route(ends, sorted(self._others(key, near)), fixed, near)
        known = self._obstacles.ids()
        if found is not None or len(known) > MOST_BOXES:
            return found or path
        # Whatever stands or comes to stand anywhere may open or close the last way.
        self._areas.put(key, _EVERYWHERE)
        everything = [self._frames[one] for one in known if one not in (connection.source, connection.target)]
        return escape_route(ends, sorted(everything), fixed) or path

    def _ports(self, key: str, ends: Ends) -> tuple[Port, Port]:
        """Return both ports; a side with one connection follows the other end into a straight line."""
        connection = self._connections[key]
        first = self._slots_at(connection.source)[key]
        last = self._slots_at(connection.target)[key]
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

    def sketch(self, key: str, frames: Mapping[str, Box]) -> Route:
        """Return a quick route between boxes that are under way; nothing of it is kept.

        Ports keep their place on their box as long as the sides stay the same.
        """
        connection = self._connections[key]
        ends = Ends(frames[connection.source], frames[connection.target])
        edge = self._edges.get(key)
        if edge is not None and edge.route == "straight":
            return straight_route(*ends)
        if edge is not None and edge.route == "manual" and edge.points:
            return route_through(*ends, edge.points, anchors=(edge.source_at, edge.target_at))
        if connection.source == connection.target:
            return self_loop(ends.source)
        pair = choose_sides(ends, (), fixed=_fixed_sides(edge))
        known = self._sides.get(key) == pair and self._routes.get(key)
        ports = []
        for side, end, box, at in (
            (pair[0], connection.source, ends.source, 0),
            (pair[1], connection.target, ends.target, -1),
        ):
            if known:
                old, axis = self._frames[end], 1 if side in ("left", "right") else 0
                ports.append(port_on(box, side, known[at][axis] - old[axis] + box[axis]))
            else:
                ports.append(port_on(box, side))
        return quick_route(ends, (ports[0], ports[1]))

    def rooms(self, key: str) -> tuple[Room, Room]:
        """Return how far the two ports of a connection may slide along their sides."""
        connection = self._connections[key]
        route = self.raw(key)
        rooms = []
        for end, point in ((connection.source, route[0]), (connection.target, route[-1])):
            slot = self._slots_at(end).get(key)
            if slot is None:
                rooms.append(NO_ROOM)
            elif slot.shared_by > 1 or slot.fixed:
                rooms.append((slot.spare, slot.spare))
            else:
                low, high = side_range(self._frames[end], slot.side)
                along = point.y if slot.side in ("left", "right") else point.x
                rooms.append((max(0.0, along - low), max(0.0, high - along)))
        return rooms[0], rooms[1]

    def _sides_of(self, key: str) -> SidePair:
        sides = self._sides.get(key)
        if sides is None:
            sides = self._sides[key] = self._choose(key)
        return sides

    def _choose(self, key: str) -> SidePair:
        ends = self._ends(key)
        fixed, tight = _fixed_sides(self._edges.get(key)), _tight(ends)
        near = [*self._others(key, tight), *self._titles(tight, ends)]
        sides = choose_sides(ends, near, fixed=fixed)
        self._wide.discard(key)
        if near and sides != choose_sides(ends, (), fixed=fixed):
            self._wide.add(key)
            wide = [*self._others(key, ends.reach), *self._titles(ends.reach, ends)]
            sides = choose_sides(ends, wide, fixed=fixed)
        self._areas.put(key, ends.reach if key in self._wide else _tight(ends))
        return sides

    def _slots_at(self, element_id: str) -> dict[str, Slot]:
        slots = self._slots.get(element_id)
        if slots is None:
            slots = self._slots[element_id] = self._spread(element_id)
        return slots

    def _spread(self, element_id: str) -> dict[str, Slot]:
        frame = self._frames[element_id]
        landings: list[Landing] = []
        for key in self._at.get(element_id, ()):
            connection = self._connections[key]
            edge = self._edges.get(key)
            if (edge is not None and edge.route != "auto") or connection.source == connection.target:
                continue
            leaves = connection.source == element_id
            pair = self._sides_of(key)
            other_id = connection.target if leaves else connection.source
            anchor = None if edge is None else edge.source_at if leaves else edge.target_at
            along = None
            if anchor is not None:
                point = anchored(frame, anchor).point
                along = point.y if anchor[0] in ("left", "right") else point.x
            sides = pair if leaves else (pair[1], pair[0])
            landings.append(Landing(key, self._rank[key], sides, self._frames[other_id], other_id, along))
        return spread_slots(frame, landings)


def _fixed_sides(edge: EdgeRoute | None) -> FixedSides:
    if edge is None:
        return ANY_SIDES
    return (
        None if edge.source_at is None else edge.source_at[0],
        None if edge.target_at is None else edge.target_at[0],
    )


def _off_its_ends(path: Route, ends: Ends) -> bool:
    """Tell whether a line touches its ends at their borders only; where they overlap it can't."""
    return ends.source.intersects(ends.target) or clear(path, ends)


def _touching(first: Box, second: Box) -> bool:
    return (
        first.x <= second.right
        and second.x <= first.right
        and first.y <= second.bottom
        and second.y <= first.bottom
    )


def _tight(ends: Ends) -> Box:
    return union(ends.source, ends.target).grown(MARGIN)
