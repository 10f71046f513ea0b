"""Routes of all connections of a view, found when asked for and found anew only where something moved.

A route depends on the two ends, on the other connections at these ends (they share the sides) and on the
components within its area; each of these is recorded, so that a change reaches exactly what it concerns
and a scene that was changed a thousand times equals one made fresh.
"""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from archdraw.core.drawing.drifting import Drifting
from archdraw.core.drawing.finding import Finder, Route
from archdraw.core.drawing.groups import GroupAreas, Titled, title_core
from archdraw.core.drawing.shifting import shifted_points
from archdraw.core.drawing.slots import moved_slots
from archdraw.core.geometry import Box, box_of_points, union
from archdraw.core.geometry.index import GridIndex
from archdraw.core.geometry.lanes import FARTHEST
from archdraw.core.geometry.pathfinding import Pauses
from archdraw.core.geometry.routing import MARGIN
from archdraw.core.model import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from archdraw.core.drawing.slots import Slot
    from archdraw.core.geometry.ports import SidePair
    from archdraw.core.model import Connection, EdgeRoute

# With more connections than this, whether those beside a changed one keep their ports is looked at when
# somebody asks for them, not before the next frame.
LOOKED_AT_ONCE = 60
# So few routes that are not known are sooner looked at one by one than found in the index.
_FEW_OPEN = 16
# Side of a cell for boxes around whole connections: smaller ones would hold each of them ten times over.
_LONG = 1200.0
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


class Wiring(Finder):
    """Finds and keeps the raw routes (before lanes are spread) of the connections of one view."""

    def __init__(
        self,
        connections: Mapping[str, Connection],
        edges: Mapping[str, EdgeRoute],
        frames: Mapping[str, Box],
        components: Iterable[str],
        groups: Iterable[str],
        room_of: Callable[[str], float],
    ) -> None:
        self.connections = connections
        self.edges = edges
        self.frames = frames
        self._obstacles = GridIndex()
        self.groups = GroupAreas(room_of)
        self._put_boxes(components, groups)
        self._at: dict[str, tuple[str, ...]]
        self._rank: dict[str, int]
        self._list_ends()
        self._spans = GridIndex(_LONG)
        # Where routes stay within, and the connections whose route isn't known or has to be looked at again.
        self._reaches = GridIndex(_LONG)
        self._open: set[str] = set()
        # Those of them that are shown elsewhere than within their reach: as they were, or as a quick line.
        self._apart: set[str] = set()
        # Connections whose route was found beyond that.
        self.strays: set[str] = set()
        self._put_reaches()
        self._sides: dict[str, SidePair] = {}
        self._slots: Drifting[dict[str, Slot]] = Drifting(moved_slots)
        self._routes: Drifting[Route] = Drifting(shifted_points)
        # Routes that hold as long as their ports are as they were, by connection and end.
        self._doubts: Drifting[dict[str, Slot]] = Drifting(moved_slots)
        # The stretches between the corners of all routes that are known, by connection and number.
        self._stretches = GridIndex()
        # How many stretches there still are of routes that are known no more; they go when another is found.
        self._outworn: dict[str, int] = {}
        # Connections whose sides were chosen by what stands in the way, so that more concerns them.
        self.wide: set[str] = set()
        self._areas = GridIndex()
        # What is searched for and had to be broken off: no more than one line as a rule.
        self._pauses: dict[str, Pauses] = {}

    def _put_boxes(self, components: Iterable[str], groups: Iterable[str]) -> None:
        frames = self.frames
        self._obstacles.fill([(key, frames[key]) for key in components], kept=True)
        for key in groups:
            self.groups.put(key, self.frames[key])

    # -- reading -------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many connections there are."""
        return len(self.connections)

    def rank(self, key: str) -> int:
        """Return the place of a connection in the document."""
        return self._rank[key]

    def at(self, element_id: str) -> tuple[str, ...]:
        """Return the connections that begin or end at a component, in document order."""
        return self._at.get(element_id, ())

    def known(self, key: str) -> bool:
        """Tell whether the route has been found already."""
        return key in self._routes and key not in self._doubts

    def raw(self, key: str) -> Route:
        """Return the corner points of a connection, before lanes are spread."""
        route = self._routes.get(key)
        if route is not None and key in self._doubts:
            route = self._checked(key, route)
        if route is None:
            route = self._routes[key] = self.find(key)
            self._close(key)
            self._pauses.pop(key, None)
            if not self._within(key, box_of_points(route)):
                self.strays.add(key)
            for part, stretch in enumerate(pairwise(route)):
                self._stretches.put(f"{key}#{part}", box_of_points(stretch) or _NOWHERE)
            self._wear_off(key, len(route) - 1)
            self.uncover(key)
            self.breathe()
        return route

    def _checked(self, key: str, route: Route) -> Route | None:
        """Return a route if its ports are still the same; else forget it."""
        doubts = self._doubts[key]
        if any(self.slots_at(end).get(key) != slot for end, slot in doubts.items()):
            self._drop_route(key)
            return None
        self._doubts.pop(key)
        self._close(key)
        return route

    def _close(self, key: str) -> None:
        """Take a connection off those whose route has to be looked for."""
        self._open.discard(key)
        self._apart.discard(key)

    def pauses(self, key: str) -> Pauses | None:
        """Return what the searches for a connection can be broken off with, and how far they have come."""
        if self.until == inf and key not in self._pauses:
            return None
        pauses = self._pauses.setdefault(key, Pauses(self.breathe))
        pauses.again()
        return pauses

    def spans(self, box: Box) -> list[str]:
        """Return the connections that may show in a box; those whose route isn't known yet by their reach."""
        found = self._spans.query(box)
        if self._apart:
            # What is not known of the others stands under their reach.
            known = set(found)
            found += [key for key in self._within_reach(self._apart, box) if key not in known]
        return found

    def shown(self) -> dict[str, Box]:
        """Return where connections may show, of those whose route is known."""
        return self._spans.boxes(without=self._open)

    def _open_in(self, box: Box) -> list[str]:
        """Return the connections that may run through a box and whose route has to be looked for."""
        return self._within_reach(self._open, box)

    def _within_reach(self, keys: set[str], box: Box) -> list[str]:
        """Return those of some connections whose reach touches a box."""
        if len(keys) > _FEW_OPEN:
            return [key for key in self._reaches.query(box) if key in keys]
        found = ((key, self._reaches.box(key)) for key in keys)
        return [key for key, reach in found if reach is not None and touching(reach, box)]

    def span(self, key: str) -> Box | None:
        """Return where a connection may show, or None where there is none of this id."""
        return self._spans.box(key)

    def cover(self, key: str, box: Box) -> None:
        """Hear where a connection is drawn, beside its raw route: in lanes, with label and arrow head."""
        route = self._routes.get(key)
        around = None if route is None else box_of_points(route)
        self._spans.put(key, box if around is None else union(box, around))
        if key in self._open:
            self._apart.add(key)

    def uncover(self, key: str) -> None:
        """Hear that nobody knows any more in which lanes a connection is drawn."""
        if key not in self.connections:
            return
        route = self._routes.get(key)
        around = None if route is None else box_of_points(route)
        self._spans.put(key, self.reach(key) if around is None else around.grown(FARTHEST))
        if around is not None and key in self._open:
            self._apart.add(key)

    def near(self, box: Box) -> list[str]:
        """Return the connections whose route touches a box, in document order; finds routes as needed."""
        for key in self._open_in(box):
            self.raw(key)
        return sorted(self.without_strays(self._spans.query(box), box), key=self._rank.__getitem__)

    def beyond(self, key: str, box: Box) -> bool:
        """Tell whether a stretch of a known route lies at least in part beyond the reach of its connection.

        Nobody knows of it before the route is found, so that no other line may depend on it.
        """
        return key in self.strays and not self._within(key, box)

    def _within(self, key: str, box: Box | None) -> bool:
        reach = self._reaches.box(key)
        return box is None or reach is None or reach.encloses(box)

    def without_strays(self, keys: Iterable[str], box: Box) -> list[str]:
        """Return the connections without those that lie in a box only beyond their reach."""
        if not self.strays:
            return list(keys)
        return [
            key for key in keys if key not in self.strays or touching(self._reaches.box(key) or _NOWHERE, box)
        ]

    def beside(self, box: Box, *, known: bool = False) -> list[str]:
        """Return the connections a stretch of which touches a box, in document order; finds routes as needed.

        Of a long line that is far fewer than `near` says: it goes by the box around all of a route. Those of
        routes that are `known` already are found in no time.
        """
        if not known:
            for key in self._open_in(box):
                self.raw(key)
        found = {name.rpartition("#")[0] for name in self._stretches.query(box)} - self._outworn.keys()
        return sorted(self.without_strays(found, box), key=self._rank.__getitem__)

    def solids(self) -> Collection[str]:
        """Return the ids of all components."""
        return self._obstacles.ids()

    def solids_near(self, box: Box) -> list[str]:
        """Return the ids of the components that touch a box, in no particular order."""
        return self._obstacles.query(box)

    def is_solid(self, key: str) -> bool:
        """Tell whether lines go around an element."""
        return key in self._obstacles

    def groups_near(self, box: Box) -> list[Titled]:
        """Return the groups that touch a box, in a fixed order."""
        return self.groups.near(box, self.frames)

    def concern(self, key: str, area: Box) -> None:
        """Remember that whatever changes in an area concerns a connection."""
        self._areas.put(key, area)

    def sides_of(self, key: str) -> SidePair:
        """Return the sides that a connection joins."""
        sides = self._sides.get(key)
        if sides is None:
            sides = self._sides[key] = self.choose(key)
            self.breathe()
        return sides

    def slots_at(self, element_id: str) -> dict[str, Slot]:
        """Return the places of all ends at a component."""
        slots = self._slots.get(element_id)
        if slots is None:
            slots = self._slots[element_id] = self.spread(element_id)
        return slots

    # -- changing ------------------------------------------------------------------------------

    def use(self, frames: Mapping[str, Box]) -> None:
        """Take over a new table of frames; `moved` says what is different in it."""
        self.frames = frames
        self._pauses.clear()

    def restructure(
        self,
        connections: Mapping[str, Connection],
        edges: Mapping[str, EdgeRoute],
        frames: Mapping[str, Box],
        components: Collection[str],
        groups: Collection[str],
        touched: Collection[str],
    ) -> set[str]:
        """Take over other connections, components and groups; return whose routes are to be forgotten.

        Components and groups that came are heard of through `moved`; of connections nobody looks at others
        than those `touched`, whose record or edge changed, came or went.
        """
        old, old_edges = self.connections, self.edges
        stale: set[str] = set()
        for key in [key for key in self.groups.ids() if key not in groups]:
            stale.update(self._near_titles(self.groups.remove(key)))
        for key in [key for key in self._obstacles.ids() if key not in components]:
            box = self._obstacles.box(key)
            self._obstacles.remove(key)
            self._slots.pop(key, None)
            if box is not None:
                stale.update(self._areas.query(box.grown(MARGIN + 1.0)))
        gone = [key for key in touched if key in old and key not in connections]
        come = [key for key in touched if key in connections and key not in old]
        turned = [
            key
            for key in touched
            if key in old
            and key in connections
            and (
                connections[key].source != old[key].source
                or connections[key].target != old[key].target
                or edges.get(key) != old_edges.get(key)
            )
        ]
        ends = {end for key in (*gone, *turned) for end in (old[key].source, old[key].target)}
        for key in (*gone, *turned):
            self._drop_route(key)
            self._sides.pop(key, None)
            self._areas.remove(key)
            self._spans.remove(key)
            self._reaches.remove(key)
            self._wear_off(key, 0)
            self._close(key)
            self.wide.discard(key)
        self.connections, self.edges, self.frames = connections, edges, frames
        self._pauses.clear()
        if not self._list_changed(old, come, gone, turned):
            self._list_ends()
        ends.update(
            end for key in (*come, *turned) for end in (connections[key].source, connections[key].target)
        )
        at_ends = {key for end in ends for key in self._at.get(end, ())}
        stale.intersection_update(connections)
        return stale | at_ends

    def moved(self, components: Mapping[str, Box | None], groups: Iterable[str]) -> set[str]:
        """Hear that components and groups moved; return the connections whose routes are to be forgotten.

        The frames are new already. `components` maps to the old box; `groups` are also those with another
        title.
        """
        stale: set[str] = set()
        for key in groups:
            stale.update(self._near_titles(self.groups.renew(key, self.frames[key])))
        for key, old in components.items():
            new = self.frames[key]
            self._obstacles.put(key, new)
            stale.update(self._at.get(key, ()))
            for box in (old, new):
                if box is not None:
                    stale.update(self._areas.query(box.grown(MARGIN + 1.0)))
        return stale

    def _near_titles(self, titles: Iterable[Box]) -> list[str]:
        return [key for one in titles for key in self._areas.query(title_core(one).grown(MARGIN + 1.0))]

    def translate(self, frames: Mapping[str, Box], dx: float, dy: float) -> None:
        """Hear that everything moved by the same way: all that is known goes along."""
        self.frames = frames
        self._pauses.clear()
        for index in (
            self._obstacles,
            self.groups,
            self._spans,
            self._areas,
            self._stretches,
            self._reaches,
        ):
            index.shift(dx, dy)
        self._routes.drift(dx, dy)
        self._slots.drift(dx, dy)
        self._doubts.drift(dx, dy)

    def forget(self, keys: Collection[str]) -> set[str]:
        """Forget routes and sides of these connections; return them and those whose ports follow.

        Among many, all are returned whose ports may follow.
        """
        touched: set[str] = set()
        self._pauses.clear()
        for key in keys:
            connection = self.connections[key]
            self._sides.pop(key, None)
            touched.update((connection.source, connection.target))
        before = {end: slots for end in touched if (slots := self._slots.pop(end)) is not None}
        stale = set(keys)
        doubted: set[str] = set()
        if self.count > LOOKED_AT_ONCE:
            doubted = self._doubt(before, stale)
            before.clear()
        for end, slots in before.items():
            fresh = self.slots_at(end)
            for key, slot in slots.items():
                if key in self.connections and fresh.get(key) != slot:
                    stale.add(key)
            stale.update(key for key in fresh if key not in slots)
        for key in stale:
            self._drop_route(key)
            self._put_reach(key)
        return stale | doubted

    def _doubt(self, before: Mapping[str, Mapping[str, Slot]], stale: set[str]) -> set[str]:
        """Keep these ports of routes that are not stale, to look at them again; return whose they are."""
        doubted: set[str] = set()
        for end, slots in before.items():
            for key, slot in slots.items():
                if key in stale or key not in self.connections:
                    continue
                doubted.add(key)
                if key in self._routes:
                    # What was doubted before holds with the ports that it was found with.
                    self._doubts[key] = {end: slot, **(self._doubts.get(key) or {})}
                    self._open.add(key)
                    self._apart.add(key)
        return doubted

    def _put_reaches(self) -> None:
        """Note of all connections that their routes are not known, and where they may show."""
        self._reaches.fill(self.all_reaches())
        self._open.update(self.connections)
        self._spans = self._reaches.copy()

    def _put_reach(self, key: str) -> None:
        reach = self.reach(key)
        self._spans.put(key, reach)
        self._reaches.put(key, reach)
        self._open.add(key)
        self._apart.discard(key)

    def _drop_route(self, key: str) -> None:
        self._doubts.pop(key)
        self.strays.discard(key)
        route = self._routes.pop(key)
        if route is not None:
            # Of a hub with its fifty lines, to take out each stretch would be felt.
            self._outworn[key] = len(route) - 1

    def _wear_off(self, key: str, kept: int) -> None:
        """Take out the stretches of a former route that the one of now has not replaced."""
        for part in range(kept, self._outworn.pop(key, 0)):
            self._stretches.remove(f"{key}#{part}")

    def _list_changed(
        self, old: Mapping[str, Connection], come: Sequence[str], gone: Sequence[str], turned: Sequence[str]
    ) -> bool:
        """List the ends of connections that came after all others, went, or join others now.

        Returns
        -------
        bool
            False where the order of the others is another, so that all have to be listed.
        """
        order, lost = list(self.connections), set(gone)
        kept = [key for key in old if key not in lost] if lost else list(old)
        if len(order) != len(kept) + len(come) or order[: len(kept)] != kept:
            return False
        if lost:
            self._rank = {key: rank for rank, key in enumerate(order)}
        else:
            self._rank.update((key, rank) for rank, key in enumerate(order[len(kept) :], len(kept)))
        for key in (*gone, *turned):
            for end in {old[key].source, old[key].target}:
                self._at[end] = tuple([one for one in self._at[end] if one != key])
                if not self._at[end]:
                    del self._at[end]
        rank = self._rank.__getitem__
        for key in (*turned, *come):
            for end in {self.connections[key].source, self.connections[key].target}:
                self._at[end] = tuple(sorted((*self._at.get(end, ()), key), key=rank))
        return True

    def _list_ends(self) -> None:
        found: dict[str, list[str]] = {}
        ends = Record.all_values(self.connections.values(), "source", "target")
        for key, (source, target) in zip(self.connections, ends, strict=True):
            found.setdefault(source, []).append(key)
            if target != source:
                found.setdefault(target, []).append(key)
        self._at = {end: tuple(keys) for end, keys in found.items()}
        self._rank = {key: index for index, key in enumerate(self.connections)}


def touching(first: Box, second: Box) -> bool:
    """Tell whether two boxes overlap or touch."""
    return (
        first.x <= second.right
        and second.x <= first.right
        and first.y <= second.bottom
        and second.y <= first.bottom
    )
