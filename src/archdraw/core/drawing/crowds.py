"""The drawings of a view with very many elements, made all at once for a page.

Nearly all of its cards differ in place and name alone, and nearly all of its lines in how they run: what they
share is drawn once, by those who draw a single one. Whatever is marked, led by hand or otherwise out of the
ordinary is left to them entirely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.drawing.cards import LEAST_ROOM, NAME_FONT, domain_names, draw_card
from archdraw.core.drawing.connections import (
    LABEL_FONT,
    Course,
    draw_connection,
    label_size,
    label_text,
    simple_line,
)
from archdraw.core.drawing.finding import led_by_hand
from archdraw.core.drawing.labels import first_place
from archdraw.core.drawing.marks import NO_MARKS, marked_ids
from archdraw.core.drawing.plain_lines import PlainLine, reach_of
from archdraw.core.drawing.quick_routes import quick_routes
from archdraw.core.drawing.stamped_cards import StampedCard, stamp_of
from archdraw.core.drawing.styling import USUAL, USUAL_STROKE
from archdraw.core.drawing.wrapping import clean_text
from archdraw.core.geometry import Box, bounding_box, box_of_points
from archdraw.core.model import PLAIN, is_cable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing.connections import SimpleLine
    from archdraw.core.drawing.content import ViewContent
    from archdraw.core.drawing.display import ElementDrawing, Overlay, TextMeasurer
    from archdraw.core.drawing.stamped_cards import Stamp
    from archdraw.core.drawing.styling import Look, Stroke
    from archdraw.core.model import Component, Connection

# A course that shows how a line of a certain look is drawn.
_SAMPLE = Course(((0.0, 0.0), (100.0, 0.0)))
_SHORT_NAME = "i"


class _Label(NamedTuple):
    """A label as it is shown (text and width), its size, and the whole name where it was cut."""

    shown: tuple[str, float]
    size: tuple[float, float]
    whole: str


class Crowd:
    """Draws what is ordinary in a view.

    Parameters
    ----------
    content, frames, catalog, measurer
        What there is, where it stands, what its kinds look like and how wide text is.
    overlay
        What it says something about is not ordinary.
    look_of, stroke_of, is_critical
        Who knows how a component and a connection look, and whether a connection is critical.
    """

    def __init__(
        self,
        content: ViewContent,
        frames: Mapping[str, Box],
        catalog: Catalog,
        measurer: TextMeasurer,
        overlay: Overlay,
        *,
        look_of: Callable[[Component], Look],
        stroke_of: Callable[[Connection], Stroke],
        is_critical: Callable[[Connection], bool],
    ) -> None:
        self._content = content
        self._frames = frames
        self._catalog = catalog
        self._measurer = measurer
        self._marked: Collection[str] = marked_ids(overlay)
        self._all_marked = overlay.target_utilisation != NO_MARKS.target_utilisation
        self._look_of = look_of
        self._stroke_of = stroke_of
        self._is_critical = is_critical
        styles = content.styles
        # Whether looks follow from more than the kind of line, and of what is drawn.
        self._styled = content.style is not PLAIN or (
            styles is not None and bool(styles.kinds or styles.connections or styles.tags)
        )
        self._labels: dict[str, _Label] = {}

    def lines(self) -> dict[str, PlainLine]:
        """Return the drawings of the ordinary connections by id."""
        if self._all_marked:
            return {}
        content, marked = self._content, self._marked
        edges, components = content.edges, content.components
        routes = quick_routes(content.connections, self._frames, _led_ends(content))
        caches = self._caches()
        looks: dict[object, SimpleLine | None] = {}
        found: dict[str, PlainLine] = {}
        for key, route in routes.items():
            if marked and (key in marked or key in content.merged):
                continue
            one = content.connections[key]
            edge = edges.get(key) if edges else None
            kind, critical = one.kind, one.critical
            if critical is None and caches:
                target = components.get(one.target)
                if target is None or target.kind in caches:
                    critical = self._is_critical(one)
            stroke = None
            if self._styled or edge is not None:
                stroke = self._stroke_of(one)
            alike = (kind, one.mode, critical, stroke, kind == "uses" and is_cable(one))
            if alike in looks:
                look = looks[alike]
            else:
                look = looks[alike] = self._line_look(one, stroke or USUAL_STROKE)
            if look is None:
                continue
            label = self._labels.get(one.name) or self._label(one)
            box = None
            if label.shown[0]:
                box = first_place(route, label.size, None if edge is None else edge.label_at)
            tip = clean_text(one.protocol) if one.protocol else ""
            if label.whole:
                tip = f"{label.whole}\n{tip}" if tip else label.whole
            found[key] = PlainLine(key, route, look, label.shown, box, tip)
        return found

    def _caches(self) -> set[str]:
        """Return the kinds that are caches, as far as they are there: whether they matter has to be asked."""
        kinds = {one.kind for one in self._content.components.values()}
        return {kind for kind in kinds if self._catalog.kind(kind).role == "cache"}

    def _line_look(self, connection: Connection, stroke: Stroke) -> SimpleLine | None:
        critical = self._is_critical(connection)
        drawn = draw_connection(connection, _SAMPLE, self._measurer, critical=critical, stroke=stroke)
        return simple_line(drawn)

    def _label(self, connection: Connection) -> _Label:
        text = label_text(connection, self._measurer)
        shown = text, self._measurer.width(text, LABEL_FONT) if text else 0.0
        name = clean_text(connection.name)
        size = label_size(text, self._measurer) if text else (0.0, 0.0)
        found = self._labels[connection.name] = _Label(shown, size, name if name != text else "")
        return found

    def cards(self) -> dict[str, StampedCard]:
        """Return the drawings of the ordinary components by id: those whose name fits on one line."""
        if self._all_marked:
            return {}
        frames, marked, width_of = self._frames, self._marked, self._measurer.width
        places = self._content.places
        labels = {kind: kind_label.casefold() for kind, kind_label in self._kind_labels().items()}
        stamps: dict[object, tuple[Stamp | None, float]] = {}
        found: dict[str, StampedCard] = {}
        for key, one in self._content.components.items():
            name = one.name
            if "\n" in name or (marked and key in marked):
                continue
            x, y, w, h = frames[key]
            look = USUAL
            if self._styled or ((place := places.get(key)) is not None and place.style is not None):
                look = self._look_of(one)
            name = clean_text(name)
            # A card whose name is that of its kind doesn't say it twice.
            same = not name or name.casefold() == labels[one.kind]
            alike = (one.kind, w, h, one.replicas, one.managed, one.domains, look, same)
            known = stamps.get(alike)
            if known is None:
                known = stamps[alike] = self._stamp(one, w, h, look, same=same)
            stamp, room = known
            width = width_of(name, NAME_FONT)
            if stamp is not None and name and width <= room:
                found[key] = StampedCard(key, (x, y), stamp, (name, width))
        return found

    def _kind_labels(self) -> dict[str, str]:
        kinds = {one.kind for one in self._content.components.values()}
        return {kind: self._catalog.kind(kind).label for kind in kinds}

    def _stamp(
        self, one: Component, w: float, h: float, look: Look, *, same: bool
    ) -> tuple[Stamp | None, float]:
        """Return the stamp of a card and the room for its name; no stamp for one without room."""
        kind = self._catalog.kind(one.kind)
        sample = one.revised(name=kind.label if same else _SHORT_NAME)
        domains = domain_names(one, self._content.domains)
        card = draw_card(sample, Box(0.0, 0.0, w, h), kind, domains, self._measurer, look=look)
        if card.label_box is None or card.label_box.w < LEAST_ROOM:
            return None, 0.0
        return stamp_of(card), card.label_box.w


def _led_ends(content: ViewContent) -> set[str]:
    """Return the components at which some connection follows no port or one that is fixed."""
    found: set[str] = set()
    for key, edge in content.edges.items():
        one = content.connections.get(key)
        fixed = edge.source_at is not None or edge.target_at is not None
        if one is not None and (fixed or led_by_hand(edge)):
            found.update((one.source, one.target))
    return found


def box_around(drawings: Iterable[ElementDrawing]) -> Box | None:
    """Return the box around all drawings, or None for none.

    Lines of one look and cards of one stamp reach equally far out of their ends and places.
    """
    boxes: list[Box] = []
    places: dict[int, list[tuple[float, float]]] = {}
    reaches: dict[int, Box] = {}
    for one in drawings:
        if isinstance(one, PlainLine):
            alike = id(one.look)
            if alike not in places:
                out = reach_of(one.look)
                places[alike], reaches[alike] = [], Box(-out, -out, 2 * out, 2 * out)
            places[alike] += one.route
            if one.label_box is not None:
                boxes.append(one.label_box)
        elif isinstance(one, StampedCard):
            alike = id(one.stamp)
            if alike not in places:
                places[alike], reaches[alike] = [], one.stamp.bounds
            places[alike].append(one.at)
        else:
            boxes.append(one.bounds)
    for alike, points in places.items():
        x, y, w, h = reaches[alike]
        around = box_of_points(points)
        if around is not None:
            boxes.append(Box(around.x + x, around.y + y, around.w + w, around.h + h))
    return bounding_box(boxes)
