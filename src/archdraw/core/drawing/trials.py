"""What the routes would be: with boxes where they are being dragged to, or with one connection more.

Nothing of it is kept and nothing of the drawing changes; what does not take part is asked of the wiring.
"""

from __future__ import annotations

from collections import ChainMap
from math import inf
from typing import TYPE_CHECKING

from archdraw.core.drawing.finding import Finder, Route, fixed_sides, led_by_hand
from archdraw.core.geometry.pathfinding import Pauses
from archdraw.core.geometry.ports import Port, port_on
from archdraw.core.geometry.routing import Ends, choose_sides, quick_route, self_loop, straight_route
from archdraw.core.geometry.shapes import box_of_points
from archdraw.core.geometry.waypoints import route_through

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from archdraw.core.drawing.groups import Titled
    from archdraw.core.drawing.slots import Slot
    from archdraw.core.drawing.wiring import Wiring
    from archdraw.core.geometry import Box
    from archdraw.core.geometry.ports import SidePair
    from archdraw.core.model import Connection, EdgeRoute


class Trial(Finder):
    """Routes of the connections that take part, over the wiring of the drawing.

    Parameters
    ----------
    base
        What is drawn now.
    frames
        Where everything would stand.
    moved
        What stands elsewhere than in `base`.
    changed
        Connections that are new or other than in `base`, each with its edge.
    again
        Connections whose edge has changed since `base` found their way.
    """

    def __init__(
        self,
        base: Wiring,
        frames: Mapping[str, Box],
        moved: Collection[str] = (),
        changed: Iterable[tuple[Connection, EdgeRoute | None]] = (),
        again: Collection[str] = (),
    ) -> None:
        self._base = base
        self.frames = frames
        self.connections, self.edges = base.connections, base.edges
        self._changed = {connection.id: connection for connection, _ in changed}
        self._moved = frozenset(moved)
        self.wide = set()
        self.taking_part = {key for one in moved for key in base.at(one)} | self._changed.keys()
        self.taking_part.update(again)
        old = [base.connections[key] for key in self.taking_part if key in base.connections]
        if self._changed:
            edges = {connection.id: edge for connection, edge in changed if edge is not None}
            self.connections = ChainMap(self._changed, dict(base.connections))
            kept = {key: edge for key, edge in base.edges.items() if key not in self._changed}
            self.edges = ChainMap(edges, kept)
        new = [self.connections[key] for key in self.taking_part]
        self._ends = {end for one in (*old, *new) for end in (one.source, one.target)}
        self._sides: dict[str, SidePair] = {}
        self._slots: dict[str, dict[str, Slot]] = {}
        self._routes: dict[str, Route] = {}

    def take_in_neighbours(self) -> None:
        """Let the connections take part whose ports make way for those that do."""
        for end in self._ends:
            before = self._base.slots_at(end) if end in self._base.frames else {}
            self.taking_part |= {
                key for key, slot in self.slots_at(end).items() if key in before and before[key] != slot
            }

    # -- what is known -------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many connections there are."""
        return self._base.count

    def at(self, element_id: str) -> tuple[str, ...]:
        """Return the connections that would begin or end at a component."""
        found = self._base.at(element_id)
        if not self._changed:
            return found
        here = [key for key, one in self._changed.items() if element_id in (one.source, one.target)]
        return tuple(sorted([*(key for key in found if key not in self._changed), *here], key=self.rank))

    def rank(self, key: str) -> int:
        """Return the place of a connection in the document; a new one is the last."""
        return self._base.rank(key) if key in self._base.connections else self._base.count

    def solids(self) -> Collection[str]:
        """Return all that lines go around."""
        return self._base.solids()

    def solids_near(self, box: Box) -> list[str]:
        """Return what would touch a box and is gone around."""
        found = self._base.solids_near(box)
        if not self._moved:
            return found
        solid = [key for key in self._moved if self.frames[key].grown(0.01).intersects(box)]
        return [
            *(key for key in found if key not in self._moved),
            *(key for key in solid if self.is_solid(key)),
        ]

    def is_solid(self, key: str) -> bool:
        """Tell whether lines go around an element."""
        return self._base.is_solid(key)

    def groups_near(self, box: Box) -> list[Titled]:
        """Return the groups that touch a box."""
        return self._base.groups_near(box)

    def beyond(self, key: str, box: Box) -> bool:
        """Tell whether a stretch of a route is none that lines of others may depend on."""
        return key not in self.taking_part and self._base.beyond(key, box)

    def pauses(self, key: str) -> Pauses | None:  # noqa: ARG002 - nothing is kept to go on with
        """Return what ends a search when time is up: nothing of it is kept."""
        return None if self.until == inf else Pauses(self.breathe)

    def concern(self, key: str, area: Box) -> None:
        """Hear what concerns a connection: nobody will ask."""

    def spans(self, box: Box) -> list[str]:
        """Return the connections that may show in a box."""
        return self._base.spans(box)

    def span(self, key: str) -> Box | None:
        """Return where a connection may show."""
        return self._base.span(key)

    def cover(self, key: str, box: Box) -> None:
        """Hear how much a connection covers: nothing of it is kept."""

    def uncover(self, key: str) -> None:
        """Hear that a connection is drawn elsewhere: nothing of it is kept."""

    # -- what would be -------------------------------------------------------------------------

    def sides_of(self, key: str) -> SidePair:
        """Return the sides that a connection would join."""
        if key not in self.taking_part:
            return self._base.sides_of(key)
        if key not in self._sides:
            self._sides[key] = self.choose(key)
        return self._sides[key]

    def slots_at(self, element_id: str) -> dict[str, Slot]:
        """Return the places that the ends at a component would have."""
        if element_id not in self._ends:
            return self._base.slots_at(element_id)
        if element_id not in self._slots:
            self._slots[element_id] = self.spread(element_id)
        return self._slots[element_id]

    def raw(self, key: str) -> Route:
        """Return the corner points that a connection would have."""
        if key not in self.taking_part:
            return self._base.raw(key)
        if key not in self._routes:
            self._routes[key] = self.find(key)
        return self._routes[key]

    def near(self, box: Box) -> list[str]:
        """Return the connections whose route would touch a box."""
        return self._with_those_under_way(self._base.near(box), box)

    def beside(self, box: Box, *, known: bool = False) -> list[str]:
        """Return the connections of which a stretch would touch a box."""
        return self._with_those_under_way(self._base.beside(box, known=known), box)

    def _with_those_under_way(self, drawn: Iterable[str], box: Box) -> list[str]:
        found = [key for key in drawn if key not in self.taking_part]
        for key in self.taking_part:
            around = box_of_points(self.raw(key))
            if around is not None and around.grown(1.0).intersects(box.grown(1.0)):
                found.append(key)
        return sorted(found, key=self.rank)


def quick_sketch(wiring: Wiring, key: str, frames: Mapping[str, Box]) -> Route:
    """Return a route between boxes under way that looks at nothing between them; nothing of it is kept.

    Ports keep their place on their box as long as the sides stay the same.
    """
    connection, edge = wiring.connection(key), wiring.edge(key)
    ends = Ends(frames[connection.source], frames[connection.target])
    if edge is not None and led_by_hand(edge):
        if edge.route == "straight":
            return straight_route(*ends)
        return route_through(*ends, edge.points, anchors=(edge.source_at, edge.target_at))
    if connection.source == connection.target:
        return self_loop(ends.source)
    pair = choose_sides(ends, (), fixed=fixed_sides(edge))
    known = wiring.raw(key) if wiring.known(key) and wiring.sides_of(key) == pair else None
    ports: list[Port] = []
    for side, end, box, at in (
        (pair[0], connection.source, ends.source, 0),
        (pair[1], connection.target, ends.target, -1),
    ):
        if known is None:
            ports.append(port_on(box, side))
            continue
        old, axis = wiring.frames[end], 1 if side in ("left", "right") else 0
        ports.append(port_on(box, side, known[at][axis] - old[axis] + box[axis]))
    return quick_route(ends, (ports[0], ports[1]))
