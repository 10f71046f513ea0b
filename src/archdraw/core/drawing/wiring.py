"""Routes of all connections of a view, found when asked for and found anew only where something moved.

A route depends on the two ends, on the other connections at these ends (they share the sides) and on the
components within its area; each of these is recorded, so that a change reaches exactly what it concerns
and a scene that was changed a thousand times equals one made fresh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry import Box, Point, bounding_box
from archdraw.core.geometry.index import GridIndex
from archdraw.core.geometry.ports import OPPOSITE, Port, Side, SidePair, port_on, side_range, spread_ports
from archdraw.core.geometry.routing import (
    MARGIN,
    Ends,
    choose_sides,
    route_between,
    route_through,
    self_loop,
    simple_route,
    straight_route,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from archdraw.core.model import Connection, EdgeRoute

Route = tuple[Point, ...]


class Slot(NamedTuple):
    """The place of one end of a connection on a side: coordinate along it, and how many share it."""

    side: Side
    along: float
    shared_by: int


class Wiring:
    """Finds and keeps the raw routes (before lanes are spread) of the connections of one view."""

    def __init__(
        self,
        connections: Mapping[str, Connection],
        edges: Mapping[str, EdgeRoute],
        frames: Mapping[str, Box],
        components: Iterable[str],
    ) -> None:
        self._connections = connections
        self._edges = edges
        self._frames = frames
        self._obstacles = GridIndex()
        for key in components:
            self._obstacles.put(key, frames[key])
        self._at: dict[str, list[str]]
        self._rank: dict[str, int]
        self._list_ends()
        self._sides: dict[str, SidePair] = {}
        self._slots: dict[str, dict[str, Slot]] = {}
        self._routes: dict[str, Route] = {}
        # Connections whose sides were chosen by what stands in the way, so that more concerns them.
        self._wide: set[str] = set()
        self._areas = GridIndex()

    # -- reading -------------------------------------------------------------------------------

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
        return route

    def obstacles_near(self, box: Box) -> list[Box]:
        """Return the components that touch a box, in a fixed order."""
        return sorted(self._frames[key] for key in self._obstacles.query(box))

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
    ) -> set[str]:
        """Take over other connections and components; return stale routes.

        Components that came are heard of through `moved`.
        """
        old, old_edges = self._connections, self._edges
        stale: set[str] = set()
        for key in [key for key in self._obstacles.keys() if key not in components]:
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
            and (one.source != old[key].source or one.target != old[key].target or edges.get(key) != old_edges.get(key))
        ]
        ends = {end for key in (*gone, *turned) for end in (old[key].source, old[key].target)}
        for key in (*gone, *turned):
            self._routes.pop(key, None)
            self._sides.pop(key, None)
            self._areas.remove(key)
            self._wide.discard(key)
        self._connections, self._edges, self._frames = connections, edges, frames
        self._list_ends()
        ends.update(end for key in (*come, *turned) for end in (connections[key].source, connections[key].target))
        at_ends = {key for end in ends for key in self._at.get(end, ())}
        stale.intersection_update(connections)
        return self.forget(stale | at_ends)

    def moved(self, components: Mapping[str, Box | None]) -> set[str]:
        """Hear that components moved: id -> old box (the frames are new already); return stale routes.

        The routes of the returned connections are forgotten.
        """
        stale: set[str] = set()
        for key, old in components.items():
            new = self._frames[key]
            self._obstacles.put(key, new)
            stale.update(self._at.get(key, ()))
            for box in (old, new):
                if box is not None:
                    stale.update(self._areas.query(box.grown(MARGIN + 1.0)))
        return self.forget(stale)

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
                if fresh.get(key) != slot:
                    stale.add(key)
            stale.update(key for key in fresh if key not in slots)
        for key in stale:
            self._routes.pop(key, None)
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
        """Return the obstacles in a box, without the ends of the connection."""
        connection = self._connections[key]
        found = self._obstacles.query(box)
        return sorted(
            self._frames[one] for one in found if one not in (connection.source, connection.target)
        )

    def _find(self, key: str) -> Route:
        connection = self._connections[key]
        ends = self._ends(key)
        edge = self._edges.get(key)
        self._areas.put(key, _tight(ends))
        if edge is not None and edge.route == "straight":
            return straight_route(*ends)
        if edge is not None and edge.route == "manual" and edge.points:
            return route_through(*ends, edge.points)
        if connection.source == connection.target:
            return self_loop(ends.source)
        ports = self._ports(key, ends)
        path = simple_route(ends, ports, self._others(key, _tight(ends)))
        if path is not None and key not in self._wide:
            return path
        self._areas.put(key, ends.reach)
        return path or route_between(ends, ports, self._others(key, ends.reach))

    def _ports(self, key: str, ends: Ends) -> tuple[Port, Port]:
        """Return both ports; a side with one connection follows the other end into a straight line."""
        connection = self._connections[key]
        first = self._slots_at(connection.source)[key]
        last = self._slots_at(connection.target)[key]
        a, b = first.along, last.along
        if a != b and OPPOSITE[first.side] == last.side:
            low, high = side_range(ends.target, last.side)
            if last.shared_by == 1 and low <= a <= high:
                b = a
            else:
                low, high = side_range(ends.source, first.side)
                if first.shared_by == 1 and low <= b <= high:
                    a = b
        return port_on(ends.source, first.side, a), port_on(ends.target, last.side, b)

    def _sides_of(self, key: str) -> SidePair:
        sides = self._sides.get(key)
        if sides is None:
            sides = self._sides[key] = self._choose(key)
        return sides

    def _choose(self, key: str) -> SidePair:
        ends = self._ends(key)
        near = self._others(key, _tight(ends))
        sides = choose_sides(ends, near)
        self._wide.discard(key)
        if near and sides != choose_sides(ends, ()):
            self._wide.add(key)
            sides = choose_sides(ends, self._others(key, ends.reach))
        self._areas.put(key, ends.reach if key in self._wide else _tight(ends))
        return sides

    def _slots_at(self, element_id: str) -> dict[str, Slot]:
        slots = self._slots.get(element_id)
        if slots is None:
            slots = self._slots[element_id] = self._spread(element_id)
        return slots

    def _spread(self, element_id: str) -> dict[str, Slot]:
        by_side: dict[Side, list[tuple[float, int, str]]] = {}
        for key in self._at.get(element_id, ()):
            connection = self._connections[key]
            edge = self._edges.get(key)
            by_hand = edge is not None and (edge.route == "straight" or edge.points)
            if by_hand or connection.source == connection.target:
                continue
            leaves = connection.source == element_id
            side = self._sides_of(key)[0 if leaves else 1]
            other = self._frames[connection.target if leaves else connection.source].center
            place = other.y if side in ("left", "right") else other.x
            by_side.setdefault(side, []).append((place, self._rank[key], key))
        slots: dict[str, Slot] = {}
        for side, entries in by_side.items():
            places = spread_ports(self._frames[element_id], side, len(entries))
            for (_, _, key), along in zip(sorted(entries), places, strict=True):
                slots[key] = Slot(side, along, len(entries))
        return slots


def _tight(ends: Ends) -> Box:
    return (bounding_box(ends) or ends.source).grown(MARGIN)
