"""Makes the drawing of one element of a view from its record, its place and what concerns it."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING

from archdraw.core.drawing.cards import domain_names, draw_card
from archdraw.core.drawing.collapsed import draw_collapsed
from archdraw.core.drawing.connections import draw_connection
from archdraw.core.drawing.courses import PLAIN_FROM, Courses
from archdraw.core.drawing.display import NO_OVERLAY, Overlay, Paint, paint_of
from archdraw.core.drawing.groups import draw_group, room_of_title
from archdraw.core.drawing.marks import NO_MARKS, marked_ids, marks_around, marks_of, marks_of_many
from archdraw.core.drawing.notes import draw_note
from archdraw.core.drawing.sketching import Sketcher, TriedCourses
from archdraw.core.drawing.styling import look_of, stroke_of
from archdraw.core.drawing.trials import Trial
from archdraw.core.drawing.wiring import LOOKED_AT_ONCE, Wiring, touching
from archdraw.core.geometry import Box, bounding_box, box_of_points
from archdraw.core.geometry.routing import straight_route
from archdraw.core.model import PLAIN
from archdraw.core.model.criticality import backed_caches, is_critical

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing.connections import Course
    from archdraw.core.drawing.content import ViewContent
    from archdraw.core.drawing.display import ElementDrawing, TextMeasurer
    from archdraw.core.drawing.former_courses import FormerCourses
    from archdraw.core.drawing.styling import Look, Stroke
    from archdraw.core.drawing.told_wiring import Found
    from archdraw.core.geometry import Point
    from archdraw.core.model import Component, Connection, EdgeRoute, Group

    _Parts = tuple[
        Mapping[str, Connection],
        Mapping[str, EdgeRoute],
        dict[str, Box],
        Collection[str],
        Mapping[str, Group],
    ]

_STORE_ROLES = ("store",)
# When more components than this move at once, starting anew is faster than following each; so it is when
# more connections than this change, and more than half of all.
_MANY = 300


class Drafting:
    """Draws the elements of one view; knows which drawings a change concerns."""

    def __init__(
        self,
        content: ViewContent,
        frames: dict[str, Box],
        catalog: Catalog,
        measurer: TextMeasurer,
        *,
        hasty: bool = False,
    ) -> None:
        self._content = content
        self._frames = frames
        self._catalog = catalog
        self._measurer = measurer
        self._crowded = hasty and len(content.connections) > PLAIN_FROM
        parts = (*self._parts(), self._room_of_title)
        self.wiring: Wiring
        self._courses: Courses
        if hasty and not self._crowded:
            from archdraw.core.drawing.page_courses import PageCourses
            from archdraw.core.drawing.page_wiring import PageWiring

            self.wiring = wiring = PageWiring(*parts)
            self._courses = PageCourses(wiring, measurer)
        else:
            kind = Wiring
            if self._crowded:
                from archdraw.core.drawing.hasty import HastyWiring

                kind = HastyWiring
            self.wiring = kind(*parts)
            self._courses = Courses(self.wiring, measurer)
        self._sketcher = Sketcher(self._courses, self.wiring, measurer)
        self._backed = backed_caches(content.connections.values())
        self._former: FormerCourses | None = None
        # Where connections showed when everything was as it is now.
        self._shown: Mapping[str, Box] = {}
        self._top_rate: tuple[Overlay, float] | None = None

    def _parts(self) -> _Parts:
        """Return what there is to be connected."""
        content = self._content
        return content.connections, content.edges, self._frames, content.solids, content.groups

    def _room_of_title(self, key: str) -> float:
        """Return how wide the tab of a group wants to be."""
        group = self._content.groups[key]
        return room_of_title(group, self._catalog.group(group.kind), self._measurer)

    def tell(self, found: Found) -> None:
        """Take what another scene of the same drawing has found; of very many nothing is looked for."""
        if self._crowded:
            return
        from archdraw.core.drawing.told_wiring import ToldWiring

        content = self._content
        self.wiring = told = ToldWiring(*self._parts(), self._room_of_title)
        told.told = found.routes
        self._courses = Courses(told, self._measurer)
        self._courses.take({key: one for key, one in found.courses.items() if key in content.connections})
        self._sketcher = Sketcher(self._courses, told, self._measurer)

    def found(self) -> Found:
        """Return the routes and courses that have been found and hold."""
        from archdraw.core.drawing.told_wiring import Found

        wiring = self.wiring
        routes = {key: wiring.raw(key) for key in self._content.connections if wiring.known(key)}
        return Found(routes, self._courses.known_courses())

    def keep(self) -> None:
        """Keep the courses that are known, for when everything is as it is now another time.

        In a small drawing they are found at once, in a huge one nobody looks for ways around.
        """
        if not LOOKED_AT_ONCE < self.wiring.count <= PLAIN_FROM:
            self._former = None
            return
        from archdraw.core.drawing.former_courses import Former, FormerCourses

        if self._former is None:
            self._former = FormerCourses()
        self._former.keep(self._content, self._frames, Former(self._courses.known(), self.wiring.shown()))

    def recall(self) -> None:
        """Take the courses that were known the last time everything was as it is now."""
        found = None if self._former is None else self._former.of(self._content, self._frames)
        self._shown = {} if found is None else found.shown
        if found is not None:
            self._courses.recall(found.courses)

    def spans(self, box: Box) -> list[str]:
        """Return the connections that may show in a box."""
        found = self.wiring.spans(box)
        if self._shown:
            # They will turn out to run elsewhere, as they did then.
            where = self._shown.get
            found = [key for key in found if (shown := where(key)) is None or touching(shown, box)]
        return found

    def unfound(self, keys: set[str]) -> set[str]:
        """Return those of some connections whose course is not known."""
        return self._courses.unfound(keys)

    def draw(self, key: str, overlay: Overlay) -> ElementDrawing:
        """Return the drawing of an element of the view."""
        content = self._content
        component = content.components.get(key)
        if component is not None:
            marks = NO_MARKS
            if overlay is not NO_OVERLAY:
                marks = marks_of(overlay, key, self._highest_rate(overlay))
            kind = self._catalog.kind(component.kind)
            domains = domain_names(component, content.domains) if component.domains else ()
            look = self._look(key, component.kind, component.tags)
            return draw_card(component, self._frames[key], kind, domains, self._measurer, marks, look)
        if key in content.connections:
            return self._draw_connection(key, overlay)
        if key in content.notes:
            note = content.notes[key]
            marks = marks_of(overlay, key, 0.0)
            return draw_note(note, self._measurer, note.style or PLAIN, marks)
        return self._draw_group(key, overlay)

    def draw_all(self, keys: Sequence[str], overlay: Overlay) -> tuple[Sequence[ElementDrawing], Box | None]:
        """Return the drawings of all elements, in this order, and the box around them.

        Of very many, what is ordinary is drawn all at once.
        """
        draw = self.draw
        if not self._crowded:
            drawings = tuple([draw(key, overlay) for key in keys])
            return drawings, bounding_box(drawing.bounds for drawing in drawings)
        from archdraw.core.drawing.columns import Crowded
        from archdraw.core.drawing.crowds import Crowd, Known

        known = Known(
            lambda one: self._look(one.id, one.kind, one.tags), self._stroke, self._is_critical, self._backed
        )
        crowd = Crowd(self._content, self._frames, self._catalog, self._measurer, overlay, known)
        lines, cards = crowd.lines(), crowd.cards()
        others: dict[str, ElementDrawing] = {}
        if len(lines.ids) + len(cards.ids) < len(keys):
            ordinary = {*lines.ids, *cards.ids}
            others = {key: draw(key, overlay) for key in keys if key not in ordinary}
        found = Crowded(keys, lines, cards, others)
        return found, found.box()

    def _draw_connection(self, key: str, overlay: Overlay) -> ElementDrawing:
        connection = self._content.connections[key]
        merged = self._content.merged.get(key, (key,))
        marks = NO_MARKS
        if overlay is not NO_OVERLAY:
            marks = marks_of_many(overlay, merged, self._highest_rate(overlay))
        course = self._courses.course(connection)
        critical = self._is_critical(connection)
        stroke = self._stroke(connection)
        drawing = draw_connection(
            connection, course, self._measurer, critical=critical, marks=marks, stroke=stroke
        )
        if not self._courses.is_sketched(key):
            # Where a sketch shows is known since it was made.
            self.wiring.cover(key, drawing.bounds)
        return drawing

    def _draw_group(self, key: str, overlay: Overlay) -> ElementDrawing:
        content = self._content
        box, measurer = self._frames[key], self._measurer
        group = content.groups.get(key) or content.collapsed[key]
        kind = self._catalog.group(group.kind)
        look = self._look(key, group.kind, group.tags)
        own = marks_of(overlay, key, self._highest_rate(overlay))
        if key in content.groups:
            return draw_group(group, box, kind, content.depths[key], measurer, own, look)
        inside = content.inside.get(key, ())
        marks = marks_around(overlay, own, [one.id for one in inside])
        return draw_collapsed(group, box, kind, inside, measurer, marks, look)

    def coarse(self, key: str) -> Paint:
        """Return the paint of an element when all detail is left out."""
        content = self._content
        component = content.components.get(key)
        if component is not None:
            family = self._catalog.kind(component.kind).family
            return paint_of(self._look(key, component.kind, component.tags).token(f"family-{family}"))
        if key in content.connections:
            color = self._stroke(content.connections[key]).color
            return paint_of("connection" if color is None else f"family-{color}")
        if key in content.collapsed:
            return paint_of("group-border")
        return paint_of("group", 0.08) if key in content.groups else paint_of("note-border")

    def _look(self, key: str, kind: str, tags: Sequence[str]) -> Look:
        content = self._content
        placed = content.places.get(key)
        return look_of(content.style, content.styles, kind, tags, None if placed is None else placed.style)

    def _stroke(self, connection: Connection) -> Stroke:
        content = self._content
        edge = content.edges.get(connection.id)
        return stroke_of(content.style, content.styles, connection, None if edge is None else edge.style)

    def ends(self, key: str) -> tuple[Point, Point]:
        """Return the straight line between the two ends of a connection, from border to border."""
        connection = self._content.connections[key]
        first, last = straight_route(self._frames[connection.source], self._frames[connection.target])
        return first, last

    def sketched(self, key: str) -> tuple[tuple[float, float], ...] | None:
        """Return the corner points of a connection that is being dragged, or None."""
        return self._courses.sketched(key)

    def route_box(self, key: str) -> Box:
        """Return the box around the route of a connection."""
        return box_of_points(self._courses.route(key)) or Box(0.0, 0.0, 0.0, 0.0)

    def changed_marks(self, old: Overlay, new: Overlay) -> set[str]:
        """Return the ids that the two overlays mark differently."""
        shown = self._frames.keys() | self._content.connections.keys()
        stand_ins = self._content.stand_ins
        old_top, new_top = _top_rate(old), _top_rate(new)
        changed = {
            key
            for key in (marked_ids(old) | marked_ids(new)) & (shown | stand_ins.keys())
            if marks_of(old, key, old_top) != marks_of(new, key, new_top)
        }
        return {stand_ins.get(key, key) for key in changed} & shown

    def sketch(self, frames: dict[str, Box], moved: Collection[str]) -> set[str]:
        """Draw what hangs on moved components while they are dragged; return the connections."""
        self._frames = frames
        present = [key for key in moved if key in frames]
        routed = {key for key in moved if key in self._content.connections}
        return self._sketcher.draw(frames, present, routed)

    def preview(self, connection: Connection, edge: EdgeRoute | None, boxes: Mapping[str, Box]) -> Course:
        """Return the course that a new or changed connection would have; `boxes` stand nowhere yet."""
        frames = ChainMap(dict(boxes), self._frames)
        trial = Trial(self.wiring, frames, (), ((connection, edge),))
        return TriedCourses(trial, self._measurer, self._courses).course(connection)

    def translate(self, frames: dict[str, Box], dx: float, dy: float) -> set[str]:
        """Take over frames that all moved by the same way; return connections that lead through points.

        Their points may have moved otherwise.
        """
        self._frames, self._shown = frames, {}
        self.wiring.translate(frames, dx, dy)
        self._courses.translate(dx, dy)
        content = self._content
        return {key for key, edge in content.edges.items() if edge.points and key in content.connections}

    def update(
        self, content: ViewContent, frames: dict[str, Box], touched: set[str], moved: dict[str, Box | None]
    ) -> set[str]:
        """Take over new content and frames; return the ids whose drawing is stale.

        `touched` are elements whose record changed, came or went; `moved` maps components whose place
        changed, came or went to the old one.
        """
        old_backed, structural = self._backed, content is not self._content
        self._content, self._frames = content, frames
        edited = touched & content.connections.keys()
        if len(moved) > _MANY or len(edited) > max(_MANY, len(content.connections) // 2):
            return self._start_anew(content, frames) | touched | moved.keys()
        stale = set(touched) | moved.keys() | self._sketcher.end()
        stale |= self._with_domains(touched)
        if structural or edited:
            self._backed = backed_caches(content.connections.values())
        routes: set[str] = set()
        if structural:
            routes |= self.wiring.restructure(*self._parts(), touched)
        stale |= self._with_siblings(touched, old_backed ^ self._backed)
        self.wiring.use(frames)
        gone = {key for key in touched if key not in content.connections}
        solids = content.solids
        components = {key: old for key, old in moved.items() if key in solids and key in frames}
        renamed = [key for key in touched if key in content.groups and key not in moved]
        groups = [key for key in moved if key in content.groups]
        titles = [self.wiring.groups.known_title(key) for key in renamed]
        routes |= edited | self.wiring.moved(components, [*groups, *renamed])
        # All at once: what hangs on something moved and reconnected is found out once.
        routes = self.wiring.forget(routes)
        cards: list[Box] = []
        borders: list[Box] = []
        for before, key in zip(titles, renamed, strict=True):
            after = self.wiring.groups.known_title(key)
            borders += [box for box in (before, after) if box is not None and before != after]
        for key, old in moved.items():
            boxes = [box for box in (old, frames.get(key)) if box is not None]
            (cards if key in components else borders).extend(boxes)
        courses = self._courses.update(routes | gone, cards, borders, content.connections)
        return stale | routes | courses

    def _start_anew(self, content: ViewContent, frames: dict[str, Box]) -> set[str]:
        """Forget all routes; return all connections."""
        self._content, self._frames = content, frames
        self.wiring = Wiring(*self._parts(), self._room_of_title)
        self._courses = Courses(self.wiring, self._measurer)
        self._sketcher = Sketcher(self._courses, self.wiring, self._measurer)
        self._backed = backed_caches(content.connections.values())
        return set(content.connections)

    def _with_domains(self, touched: set[str]) -> set[str]:
        """Return the components that name a touched group among their failure domains."""
        groups = touched & self._content.domains.keys()
        if not groups:
            return set()
        return {key for key, one in self._content.components.items() if groups.intersection(one.domains)}

    def _with_siblings(self, touched: set[str], caches: set[str]) -> set[str]:
        """Return the connections whose weight may be another now.

        It follows from the kinds of the two ends and of what else the source calls, and from the caches
        that some connection names.
        """
        connections = self._content.connections
        if len(touched) > _MANY:
            return set(connections)
        sources = set()
        for key in touched | caches:
            connection = connections.get(key)
            if connection is not None:
                sources.add(connection.source)
            sources.update(connections[one].source for one in self.wiring.at(key))
        return {one for source in sources for one in self.wiring.at(source)}

    def _is_critical(self, connection: Connection, stores: Iterable[Component] | None = None) -> bool:
        """Tell whether a connection is critical; `stores` are those that its source calls, where known."""
        target = self._content.components.get(connection.target)
        siblings = self._called_by(connection.source) if stores is None else stores
        return is_critical(connection, target, siblings, self._backed, self._is_cache, self._is_store)

    def _called_by(self, source: str) -> Iterator[Component]:
        """Yield the components that a component calls."""
        components, connections = self._content.components, self._content.connections
        for key in self.wiring.at(source):
            other = connections[key]
            if other.source == source and other.kind == "call" and other.target in components:
                yield components[other.target]

    def _is_cache(self, component: Component) -> bool:
        return self._catalog.kind(component.kind).role == "cache"

    def _is_store(self, component: Component) -> bool:
        return self._catalog.kind(component.kind).role in _STORE_ROLES

    def _highest_rate(self, overlay: Overlay) -> float:
        if self._top_rate is None or self._top_rate[0] is not overlay:
            self._top_rate = (overlay, _top_rate(overlay))
        return self._top_rate[1]


def _top_rate(overlay: Overlay) -> float:
    return max(overlay.rates.values(), default=0.0) if overlay.rates else 0.0
