"""The scene: drawings of one view by element, kept up to date change by change.

Frames are known for everything at once; routes and drawings are made when somebody asks for them. After
any number of changes a scene equals one made fresh from the same document.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from archdraw.core.drawing.content import altered_ids, apply_updates, read_content, table_reader, touched_ids
from archdraw.core.drawing.display import NO_OVERLAY, DisplayList, ElementDrawing, Overlay, Paint
from archdraw.core.drawing.drafting import Drafting
from archdraw.core.drawing.drifting import Drifting
from archdraw.core.drawing.finding import NotYet
from archdraw.core.drawing.legend import legend_drawings
from archdraw.core.drawing.moved_as_one import NODES, PLACES, STANDING, boxes_after, common_way, stated_way
from archdraw.core.drawing.placing import differing_boxes, place_elements, take_places
from archdraw.core.drawing.shifting import shifted_drawing, shifted_points
from archdraw.core.drawing.wiring import LOOKED_AT_ONCE, touching
from archdraw.core.geometry import Box, bounding_box
from archdraw.core.geometry.hits import distance_to_polyline
from archdraw.core.geometry.index import GridIndex

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, KeysView, Mapping, Sequence

    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing.connections import Course
    from archdraw.core.drawing.content import ViewContent
    from archdraw.core.drawing.display import ElementRole, TextMeasurer
    from archdraw.core.drawing.told_wiring import Found
    from archdraw.core.geometry import Point
    from archdraw.core.history import Changed, Store
    from archdraw.core.model import Connection, Design, EdgeRoute

# What badges, rings, labels and borders may add around a body or a route.
_OUTSTANDING = 20.0
_LEGEND_GAP = 32.0
# When more than this is drawn anew, and more than half of all, the index is made anew too.
_MANY = 300
_SETTINGS = {"views", "document"}


class Scene:
    """Drawings of one view of a store (or of a design, which then never changes).

    Parameters
    ----------
    source
        Where the records come from. After a change of a store call `refresh`.
    view_id
        The view to draw; one that doesn't exist shows everything.
    catalog, measurer
        What kinds look like, and how wide text is.
    for_a_page
        Make one display list as quickly as can be: where there are more than `PLAIN_FROM` connections, lines
        look for no way around, and what only changes and questions need is not kept.
    """

    def __init__(
        self,
        source: Store | Design,
        view_id: str,
        catalog: Catalog,
        measurer: TextMeasurer,
        *,
        for_a_page: bool = False,
    ) -> None:
        self._for_a_page = for_a_page
        self._read = table_reader(source)
        self.view_id = view_id
        self._catalog = catalog
        self._measurer = measurer
        self._overlay = NO_OVERLAY
        self._content: ViewContent
        self._placed = False
        self._order: tuple[str, ...] = ()
        self._rank: dict[str, int] = {}
        self._frames: dict[str, Box] = {}
        self._drafting: Drafting
        self._drawings: Drifting[ElementDrawing] = Drifting(shifted_drawing)
        # How far everything has been moved as one, and what did more than move along the last time.
        self.way: tuple[float, float] = (0.0, 0.0)
        self.reshaped: frozenset[str] = frozenset()
        self._index = GridIndex()
        self._bounds: Box | None = None
        # What was sketched since the last full update, with the old box of components, groups and notes.
        self._dragged: dict[str, Box | None] = {}
        self._read_all()

    # -- reading -------------------------------------------------------------------------------

    @property
    def order(self) -> tuple[str, ...]:
        """All ids in painting order: groups outermost first, connections, components, notes."""
        return self._order

    @property
    def overlay(self) -> Overlay:
        """The overlay that is drawn."""
        return self._overlay

    @property
    def bounds(self) -> Box:
        """The box around everything drawn, routes included as far as they are known."""
        if self._bounds is None:
            boxes = [self._frames[key] for key in self._frames]
            boxes += [
                self._drawings[key].bounds for key in self._content.connections if key in self._drawings
            ]
            self._bounds = bounding_box(boxes) or Box(0.0, 0.0, 0.0, 0.0)
        return self._bounds

    def role(self, key: str) -> ElementRole | None:
        """Return what an id stands for, or None where the view doesn't show it."""
        content = self._content
        if key in content.components:
            return "component"
        if key in content.connections:
            return "connection"
        if key in content.groups or key in content.collapsed:
            return "group"
        return "note" if key in content.notes else None

    def frame(self, key: str) -> Box:
        """Return the body of a component, group or note, or the box around a connection's route.

        Raises
        ------
        KeyError
            When the view doesn't show the id.
        """
        frame = self._frames.get(key)
        if frame is not None:
            return frame
        if key in self._content.connections:
            return self._drafting.route_box(key)
        raise KeyError(f'The view "{self.view_id}" shows nothing called "{key}".')

    def coarse(self, key: str) -> Paint:
        """Return the paint of an element when all detail is left out; needs no drawing."""
        return self._drafting.coarse(key)

    def ends(self, key: str) -> tuple[Point, Point]:
        """Return the straight line of a connection, from border to border; needs no route."""
        return self._drafting.ends(key)

    def sketched(self, key: str) -> tuple[tuple[float, float], ...] | None:
        """Return the corner points of a connection that is being dragged, or None for any other element."""
        return self._drafting.sketched(key)

    @property
    def ids(self) -> KeysView[str]:
        """All ids that are drawn."""
        return self._rank.keys()

    @property
    def lines(self) -> KeysView[str]:
        """The ids of all connections that are drawn, each with a line of its own."""
        return self._content.connections.keys()

    @property
    def hidden(self) -> frozenset[str]:
        """What layers, tags and `hides` of the view leave out; connections only where they are named."""
        return self._content.hidden

    def stand_in(self, key: str) -> str | None:
        """Return what is drawn for an element: itself, the collapsed group or merged line, or None."""
        if key in self._rank:
            return key
        found = self._content.stand_ins.get(key)
        return found if found in self._rank else None

    def is_collapsed(self, key: str) -> bool:
        """Tell whether a group is drawn as a card."""
        return key in self._content.collapsed

    def merged(self, key: str) -> tuple[str, ...]:
        """Return the connections that a line stands for: itself, and those with the same drawn ends."""
        return self._content.merged.get(key, (key,))

    def connections_of(self, key: str) -> tuple[str, ...]:
        """Return the connections that begin or end at a component, in document order."""
        return self._drafting.wiring.at(key)

    def element(self, key: str) -> ElementDrawing | None:
        """Return the drawing of an element, or None where the view doesn't show it."""
        drawing = self._drawings.get(key)
        if drawing is None and key in self._rank:
            drawing = self._drawings[key] = self._drafting.draw(key, self._overlay)
            if key not in self._content.connections:
                if not self._for_a_page:
                    self._index.put(key, drawing.bounds)
            elif self._bounds is not None and not self._bounds.encloses(drawing.bounds):
                self._bounds = None
        return drawing

    def known(self, key: str) -> ElementDrawing | None:
        """Return the drawing of an element if it has been made."""
        return self._drawings.get(key)

    def known_route(self, key: str) -> tuple[tuple[float, float], ...] | None:
        """Return how a connection runs if its drawing has been made; nothing else of it is looked at."""
        found = self._drawings.peek(key)
        if found is None:
            return None
        drawing, dx, dy = found
        return shifted_points(drawing.route, dx, dy) if dx or dy else drawing.route

    def unfound(self, keys: set[str]) -> set[str]:
        """Return the connections whose way is not known; the others can be drawn in no time."""
        return self._drafting.unfound(keys)

    def glimpse(self, key: str) -> tuple[tuple[tuple[float, float], ...], Box | None]:
        """Return how a connection is shown at this moment, and where its label stands, in no time.

        In a large drawing one whose way is not found yet is a straight line without label.
        """
        drawing = self._drawings.get(key)
        if drawing is None and not self.is_large:
            drawing = self.element(key)
        if drawing is not None:
            return drawing.route, drawing.label_box
        return self.sketched(key) or self.ends(key), None

    def element_by(self, key: str, until: float) -> ElementDrawing | None:
        """Return the drawing of an element, or None where it doesn't get done by then.

        `until` is CPU time of this thread in seconds. What was found is kept: each call gets farther.
        """
        wiring = self._drafting.wiring
        wiring.until = until
        try:
            return self.element(key)
        except NotYet:
            return None
        finally:
            wiring.until = inf

    def ids_in_box(self, box: Box) -> list[str]:
        """Return what may show in a box, in painting order, without drawing anything."""
        found = [*self._index.query(box), *self._drafting.spans(box)]
        return sorted(found, key=self._rank.__getitem__)

    def among(self, keys: Iterable[str], box: Box) -> list[str]:
        """Return those of a few elements that may show in a box, in painting order."""
        spans = self._drafting.wiring.span
        found = [
            key
            for key in keys
            for around in (self._index.box(key) or spans(key),)
            if around is not None and touching(around, box)
        ]
        return sorted(found, key=self._rank.__getitem__)

    def bodies_in_box(self, box: Box) -> list[str]:
        """Return the components, notes and groups that may show in a box, in no particular order."""
        return self._index.query(box)

    def in_box(self, box: Box) -> list[ElementDrawing]:
        """Return the drawings that show in a box, in painting order."""
        found = (self.element(key) for key in self.ids_in_box(box))
        return [drawing for drawing in found if drawing is not None and touching(drawing.bounds, box)]

    def hits(
        self, point: tuple[float, float], tolerance: float = 0.0, without: Collection[str] = ()
    ) -> list[str]:
        """Return what lies under a point, topmost first; lines and borders reach out by `tolerance`.

        A group counts with its whole area, below everything inside it. Nobody looks at what is in `without`.
        """
        around = Box(point[0] - tolerance, point[1] - tolerance, 2 * tolerance, 2 * tolerance)
        found = [
            key
            for key in self.ids_in_box(around)
            if key not in without and self._is_hit(key, point, tolerance)
        ]
        return found[::-1]

    def hit(self, point: tuple[float, float], tolerance: float = 0.0) -> str | None:
        """Return the topmost element under a point, or None."""
        found = self.hits(point, tolerance)
        return found[0] if found else None

    def display_list(self) -> DisplayList:
        """Return everything, with the legend below the drawing when an overlay is on."""
        elements: Sequence[ElementDrawing]
        around: Box | None
        if self._for_a_page:
            # Nobody asks again: nothing is kept.
            elements, around = self._drafting.draw_all(self._order, self._overlay)
        else:
            drawn = (self.element(key) for key in self._order)
            elements = tuple(drawing for drawing in drawn if drawing is not None)
            around = bounding_box(drawing.bounds for drawing in elements)
        around = around or Box(0.0, 0.0, 0.0, 0.0)
        legend = self.legend(around.x, around.bottom + _LEGEND_GAP)
        bounds = bounding_box([around, *(one.bounds for one in legend)]) or around
        return DisplayList(elements, bounds, legend, len(self.hidden))

    def found(self) -> Found:
        """Return what has been found of connections so far, for a page of the same drawing."""
        return self._drafting.found()

    def tell(self, found: Found | None) -> None:
        """Take what another scene of the same drawing has found, before anything is asked for."""
        if found is not None:
            self._drafting.tell(found)

    def legend(self, x: float = 0.0, y: float = 0.0) -> tuple[ElementDrawing, ...]:
        """Return the legend of the overlay with its top left corner at (x, y); empty without overlay."""
        return legend_drawings(self._overlay, (x, y), self._measurer)

    def preview(
        self, connection: Connection, edge: EdgeRoute | None = None, boxes: Mapping[str, Box] | None = None
    ) -> Course:
        """Return the course that a connection would have if it were in the drawing, or were another.

        `boxes` are ends that stand nowhere yet, by an id of their own: the pointer.
        """
        return self._drafting.preview(connection, edge, boxes or {})

    # -- changing ------------------------------------------------------------------------------

    def set_overlay(self, overlay: Overlay) -> frozenset[str]:
        """Draw another overlay; return the ids whose drawing changed."""
        # Of a page next to nothing is kept, so that nobody has to find out which they are.
        page, draft = self._for_a_page, self._drafting
        changed = set(self._drawings) if page else draft.changed_marks(self._overlay, overlay)
        self._overlay = overlay
        self._drop_all(changed)
        return frozenset(changed)

    def refresh(self, changed: Changed | None = None, *, sketch: bool = False) -> frozenset[str]:
        """Take over a change of the store; return the ids whose drawing changed, came or went.

        None, or the load of another document, makes everything anew. With `sketch`, while something is
        dragged, only moved components and what hangs on them is drawn anew, until `settle` or the next
        change without it.
        """
        if changed is None or changed.origin == "load":
            return self._read_all()
        way: tuple[float, float] | None = None
        if self._placed and not self._dragged:
            placed = sum(len(self._read(name)) for name in STANDING)
            way = stated_way(changed, self.view_id, self._frames, placed)
        # Where a node stands is read of what changed alone, else the frames say it.
        if way is not None and apply_updates(self._content, changed, self.view_id, but=NODES):
            return self._displace(changed, *way)
        touched = touched_ids(changed, self.view_id)
        if not touched and changed.diff.keys().isdisjoint(_SETTINGS):
            return frozenset()
        if not self._dragged:
            self._drafting.keep()
        sketching = sketch and self._placed and changed.diff.keys() <= PLACES
        if sketching and not self._dragged:
            # Routes that nobody drags go on with the frames from before.
            self._frames = dict(self._frames)
        old_content, old_ids, restyled = self._content, self._rank, set[str]()
        if apply_updates(self._content, changed, self.view_id):
            # Where the others stand, their frames say: a displacement of everything reads no place.
            standing = touched_ids(changed, self.view_id, but=changed.diff.keys() - {*STANDING})
            moved = self._move(standing)
            way = common_way(moved, self._frames) if self._placed and not self._dragged else None
            if way is not None:
                return self._translate(changed, touched, *way)
            if sketching:
                return self._sketch(touched, moved)
            # A zone that the view leaves out may still be named on a card.
            touched &= old_ids.keys() | self._content.domains.keys()
        else:
            old_frames = self._frames
            self._content = read_content(self._read, self.view_id)
            self._placed = self._content.fully_placed
            self._set_order()
            self._frames = place_elements(self._content)
            touched, restyled = self._content.differences(old_content), self._content.restyled(old_content)
            moved = differing_boxes(old_frames, self._frames)
            for key in old_content.collapsed.keys() ^ self._content.collapsed.keys():
                if key in old_frames:
                    moved[key] = old_frames[key]
        stale = self._take_over(touched, moved)
        # Nothing of a look says where something stands, or how a line runs.
        self._drop_all(restyled.intersection(self._drawings))
        stale |= restyled
        return frozenset([key for key in stale if key in self._rank or key in old_ids])

    @property
    def is_large(self) -> bool:
        """Whether finding out what a change concerns takes a frame's notice."""
        return len(self.lines) > LOOKED_AT_ONCE

    @property
    def is_sketching(self) -> bool:
        """Whether something is drawn with quick lines, as while it is dragged, until `settle`."""
        return bool(self._dragged)

    def settle(self) -> frozenset[str]:
        """End the sketching: find the routes of what was dragged; return the ids whose drawing changed."""
        return self._take_over(set(), {}) if self._dragged else frozenset()

    def _sketch(self, touched: set[str], moved: dict[str, Box | None]) -> frozenset[str]:
        """Take over new places with quick lines."""
        for key, old in moved.items():
            self._dragged.setdefault(key, old)
        routed = {key for key in touched if key in self._content.connections}
        for key in routed:
            self._dragged.setdefault(key, None)
        stale = self._drafting.sketch(self._frames, self._dragged) | routed | moved.keys()
        self._drop_all(stale)
        if self._bounds is not None and not all(self._bounds.encloses(self._frames[key]) for key in moved):
            self._bounds = None
        return frozenset(stale)

    def _take_over(self, touched: set[str], moved: dict[str, Box | None]) -> frozenset[str]:
        """Bring routes and drawings up to date, with what was sketched before."""
        known = self._content.connections
        touched |= {key for key in self._dragged if key in known}
        moved = moved | {key: old for key, old in self._dragged.items() if key not in known}
        self._dragged = {}
        stale = self._drafting.update(self._content, self._frames, touched, moved)
        self._drafting.recall()
        # What is not drawn stands in the index with its frame, which is another where it moved, came or went.
        self._drop_all({key for key in stale if key in self._drawings} | moved.keys())
        self._bounds = None
        return frozenset(stale)

    def _displace(self, changed: Changed, dx: float, dy: float) -> frozenset[str]:
        """Take over that everything was displaced, without looking at each place."""
        self._frames = boxes_after(changed, self._frames, (dx, dy), self._read, self.view_id)
        return self._translate(changed, touched_ids(changed, self.view_id, but=STANDING), dx, dy)

    def _translate(self, changed: Changed, touched: set[str], dx: float, dy: float) -> frozenset[str]:
        """Take over that everything moved by the same way: routes and drawings go along."""
        loose = self._drafting.translate(self._frames, dx, dy)
        self._index.shift(dx, dy)
        self._drawings.drift(dx, dy)
        if self._bounds is not None:
            self._bounds = self._bounds.moved(dx, dy)
        self.way = (self.way[0] + dx, self.way[1] + dy)
        loose |= touched & self._content.connections.keys()
        loose |= altered_ids(changed, self.view_id) & self._rank.keys()
        self.reshaped = self._take_over(loose, {}) if loose else frozenset()
        return frozenset(self._rank)

    def _move(self, standing: set[str]) -> dict[str, Box | None]:
        """Take over the new places of elements that were and are there; return the old ones that differ."""
        if not self._placed:
            old = self._frames
            self._frames = place_elements(self._content)
            return differing_boxes(old, self._frames)
        return take_places(self._frames, standing, self._content)

    def _read_all(self) -> frozenset[str]:
        before = set(self._rank)
        self._content = read_content(self._read, self.view_id)
        self._placed = self._content.fully_placed
        self._frames = place_elements(self._content)
        self._set_order()
        parts = (self._content, self._frames, self._catalog, self._measurer)
        self._drafting = Drafting(*parts, hasty=self._for_a_page)
        self._drawings.clear()
        self._dragged = {}
        self._bounds = None
        if not self._for_a_page:
            self._fill_index()
        return frozenset(before | set(self._rank))

    def _set_order(self) -> None:
        self._order = tuple(self._content.order())
        self._rank = dict(zip(self._order, range(len(self._order)), strict=True))

    def _drop_all(self, keys: Collection[str]) -> None:
        """Forget drawings; what has a frame may show a little beyond it."""
        for key in keys:
            self._drawings.pop(key, None)
        if len(keys) > _MANY and 2 * len(keys) > len(self._rank):
            self._fill_index()
            return
        for key in keys:
            frame = self._frames.get(key)
            if frame is not None:
                self._index.put(key, frame.grown(_OUTSTANDING))
            else:
                self._index.remove(key)

    def _fill_index(self) -> None:
        self._index = GridIndex()
        self._index.fill([(key, frame.grown(_OUTSTANDING)) for key, frame in self._frames.items()])

    def _is_hit(self, key: str, point: tuple[float, float], tolerance: float) -> bool:
        frame = self._frames.get(key)
        if frame is not None:
            return frame.contains(point)
        route, label = self.glimpse(key)
        if label is not None and label.contains(point):
            return True
        return distance_to_polyline(point, route) <= max(tolerance, 1.0)
