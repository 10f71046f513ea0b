"""The drawings of a view with very many elements, made all at once for a page.

Nearly all of its cards differ in place and name alone, and nearly all of its lines in how they run: what they
share is drawn once, by those who draw a single one. Whatever is marked, led by hand or otherwise out of the
ordinary is left to them entirely.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Any

from archdraw.core.drawing.cards import LEAST_ROOM, NAME_FONT, domain_names, draw_card
from archdraw.core.drawing.columns import Cards, LineKind, Lines
from archdraw.core.drawing.connections import (
    LABEL_FONT,
    Course,
    draw_connection,
    label_size,
    label_text,
    simple_line,
)
from archdraw.core.drawing.finding import led_by_hand
from archdraw.core.drawing.first_labels import first_corners
from archdraw.core.drawing.labels import first_place
from archdraw.core.drawing.marks import NO_MARKS, marked_ids
from archdraw.core.drawing.quick_routes import corners, quick_runs
from archdraw.core.drawing.stamped_cards import stamp_of
from archdraw.core.drawing.styling import USUAL
from archdraw.core.drawing.wrapping import clean_text, is_clean
from archdraw.core.geometry import Box
from archdraw.core.model import PLAIN, Record, is_cable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing.connections import SimpleLine
    from archdraw.core.drawing.content import ViewContent
    from archdraw.core.drawing.display import Overlay, TextMeasurer
    from archdraw.core.drawing.stamped_cards import Stamp
    from archdraw.core.drawing.styling import Look, Stroke
    from archdraw.core.model import Component, Connection

# A course that shows how a line of a certain look is drawn.
_SAMPLE = Course(((0.0, 0.0), (100.0, 0.0)))
_SHORT_NAME = "i"
# The number of what is not ordinary.
_ODD = -1


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
        # What lines have in common, and the number of it by what it follows from.
        self._kinds: list[LineKind] = []
        self._numbers: dict[object, int] = {}
        self._looks: dict[object, SimpleLine | None] = {}

    def lines(self) -> Lines:
        """Return the ordinary connections."""
        if self._all_marked:
            return Lines([], [], [], [], [], [], [], [], [], [])
        content = self._content
        runs = quick_runs(content.connections, self._frames, _led_ends(content))
        numbers = self._numbers_of(runs.connections)
        ids = [key for key, _ in Record.all_values(runs.connections, "id", "name")]
        columns: tuple[list[Any], ...] = (ids, numbers, *runs[1:])
        if _ODD in numbers:
            kept = [number != _ODD for number in numbers]
            columns = tuple(list(compress(column, kept)) for column in columns)
        return Lines(self._kinds, *columns, *self._first_places(*columns))

    def _numbers_of(self, connections: list[Connection]) -> list[int]:
        """Return the number of the kind of each connection, `_ODD` for those that are not ordinary."""
        content, marked = self._content, self._marked
        edges, numbers = content.edges, self._numbers
        caches = self._caches()
        single = bool(self._styled or edges)
        found: list[int] = []
        values = Record.all_values(connections, "id", "kind", "mode", "critical", "name", "protocol", "target")
        for one, (key, kind, mode, critical, name, protocol, target) in zip(connections, values, strict=True):
            if marked and (key in marked or key in content.merged):
                found.append(_ODD)
                continue
            if critical is None and target in caches:
                critical = self._is_critical(one)
            alike: tuple[object, ...] = (kind, mode, critical, name, protocol)
            if single and (self._styled or key in edges):
                alike = (*alike, self._stroke_of(one))
            if kind == "uses":
                alike = (*alike, is_cable(one))
            number = numbers.get(alike)
            if number is None:
                number = numbers[alike] = self._add_kind(one)
            found.append(number)
        return found

    def _caches(self) -> set[str]:
        """Return the components that are caches, and what stands for others: whether they matter is asked."""
        components = self._content.components
        kinds = [kind for _, kind in Record.all_values(components.values(), "id", "kind")]
        caches = {kind for kind in set(kinds) if self._catalog.kind(kind).role == "cache"}
        found = {key for key, kind in zip(components, kinds, strict=True) if kind in caches}
        return found | self._content.collapsed.keys() if found else found

    def _add_kind(self, connection: Connection) -> int:
        """Return the number of the kind that a connection is the first of."""
        look = self._line_look(connection)
        if look is None:
            return _ODD
        measurer = self._measurer
        text, name = label_text(connection, measurer), clean_text(connection.name)
        tip = clean_text(connection.protocol)
        if name != text:
            tip = f"{name}\n{tip}" if tip else name
        width = measurer.width(text, LABEL_FONT) if text else 0.0
        size = label_size(text, measurer) if text else (0.0, 0.0)
        self._kinds.append(LineKind(look, (text, width), size, tip))
        return len(self._kinds) - 1

    def _line_look(self, connection: Connection) -> SimpleLine | None:
        critical, stroke = self._is_critical(connection), self._stroke_of(connection)
        alike = (connection.kind, connection.mode, critical, stroke, is_cable(connection))
        if alike not in self._looks:
            drawn = draw_connection(connection, _SAMPLE, self._measurer, critical=critical, stroke=stroke)
            self._looks[alike] = simple_line(drawn)
        return self._looks[alike]

    def _first_places(
        self, ids: list[str], numbers: list[int], sides: list[int], *ends: list[float]
    ) -> tuple[list[float], list[float]]:
        """Return the corners of the labels, where they would stand if nothing were around."""
        xs, ys = first_corners(numbers, [one.size for one in self._kinds], sides, ends)
        chosen = {key: edge.label_at for key, edge in self._content.edges.items() if edge.label_at is not None}
        for row, key in enumerate(ids if chosen else ()):
            if key in chosen:
                route = corners(sides[row], *[column[row] for column in ends])
                xs[row], ys[row], _, _ = first_place(route, self._kinds[numbers[row]].size, chosen[key])
        return xs, ys

    def cards(self) -> Cards:
        """Return the ordinary components: those whose name fits on one line."""
        found = Cards([], [], [], [], [], [], [])
        if self._all_marked:
            return found
        content, frames, marked = self._content, self._frames, self._marked
        components = content.components.values()
        labels = {kind: label.casefold() for kind, label in self._kind_labels().items()}
        known: dict[object, tuple[int, float]] = {}
        styles = Record.all_values(content.places.values(), "style", "x")
        styled = self._styled or any(style is not None for style, _ in styles)
        values = Record.all_values(components, "id", "kind", "name", "replicas", "managed", "domains")
        for one, (key, kind, text, replicas, managed, domains) in zip(components, values, strict=True):
            if "\n" in text or (marked and key in marked):
                continue
            x, y, w, h = frames[key]
            name = text if is_clean(text) else clean_text(text)
            # A card whose name is that of its kind doesn't say it twice.
            same = not name or name.casefold() == labels[kind]
            alike: tuple[object, ...] = (kind, w, h, replicas, managed, domains, same)
            look = USUAL
            if styled:
                look = self._look_of(one)
                alike = (*alike, look)
            stamp = known.get(alike)
            if stamp is None:
                stamp = known[alike] = self._add_stamp(found.stamps, one, Box(0.0, 0.0, w, h), look, same=same)
            number, room = stamp
            width = self._measurer.width(name, NAME_FONT)
            if name and width <= room:
                found.ids.append(key)
                found.numbers.append(number)
                found.xs.append(x)
                found.ys.append(y)
                found.names.append(name)
                found.widths.append(width)
        return found

    def _kind_labels(self) -> dict[str, str]:
        kinds = {kind for kind, _ in Record.all_values(self._content.components.values(), "kind", "id")}
        return {kind: self._catalog.kind(kind).label for kind in kinds}

    def _add_stamp(
        self, stamps: list[Stamp], one: Component, box: Box, look: Look, *, same: bool
    ) -> tuple[int, float]:
        """Return the number of the stamp of a card and the room for its name: none without a stamp."""
        kind = self._catalog.kind(one.kind)
        sample = one.revised(name=kind.label if same else _SHORT_NAME)
        domains = domain_names(one, self._content.domains)
        card = draw_card(sample, box, kind, domains, self._measurer, look=look)
        stamp = None
        if card.label_box is not None and card.label_box.w >= LEAST_ROOM:
            stamp = stamp_of(card)
        if stamp is None or card.label_box is None:
            return _ODD, -1.0
        stamps.append(stamp)
        return len(stamps) - 1, card.label_box.w


def _led_ends(content: ViewContent) -> set[str]:
    """Return the components at which some connection follows no port or one that is fixed."""
    found: set[str] = set()
    for key, edge in content.edges.items():
        one = content.connections.get(key)
        fixed = edge.source_at is not None or edge.target_at is not None
        if one is not None and (fixed or led_by_hand(edge)):
            found.update((one.source, one.target))
    return found
