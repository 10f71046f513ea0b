"""The drawings of a view with very many elements, made all at once for a page.

Nearly all of its cards differ in place and name alone, and nearly all of its lines in how they run: what they
share is drawn once, by those who draw a single one. Whatever is marked, led by hand or otherwise out of the
ordinary is left to them entirely.
"""

from __future__ import annotations

from itertools import compress, repeat
from operator import itemgetter, le
from typing import TYPE_CHECKING, Any, NamedTuple

from archdraw.core.drawing.cards import LEAST_ROOM, NAME_FONT, domain_names, draw_card
from archdraw.core.drawing.columns import Cards, LineKind, Lines
from archdraw.core.drawing.connections import (
    LABEL_FONT,
    Course,
    SimpleLine,
    draw_connection,
    label_size,
    label_text,
    simple_line,
)
from archdraw.core.drawing.display import NO_OVERLAY
from archdraw.core.drawing.finding import led_by_hand
from archdraw.core.drawing.first_labels import first_corners
from archdraw.core.drawing.labels import first_place
from archdraw.core.drawing.quick_routes import corners, quick_runs
from archdraw.core.drawing.stamped_cards import stamp_of
from archdraw.core.drawing.styling import USUAL
from archdraw.core.drawing.wrapping import are_clean, clean_text
from archdraw.core.geometry import Box
from archdraw.core.model import PLAIN, Record, is_cable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing.content import ViewContent
    from archdraw.core.drawing.display import Overlay, TextMeasurer
    from archdraw.core.drawing.marked_cards import Added
    from archdraw.core.drawing.stamped_cards import Stamp
    from archdraw.core.drawing.styling import Look, Stroke
    from archdraw.core.model import Component, Connection

# A course that shows how a line of a certain look is drawn.
_SAMPLE = Course(((0.0, 0.0), (100.0, 0.0)))
_SHORT_NAME = "i"
# Stands for a name over several lines.
_LINES = "\n"
# What the kind of a line follows from.
_TOLD = ("kind", "mode", "critical", "name", "protocol")
# The number of what is not ordinary.
_ODD = -1


_CardKey = tuple[bool, "Look", tuple[object, ...], float, float]


class Known(NamedTuple):
    """Who knows how a component and a connection look, and whether one is critical whose source calls these
    stores; and the caches that have a store behind them wherever they are called from.
    """

    look_of: Callable[[Component], Look]
    stroke_of: Callable[[Connection], Stroke]
    is_critical: Callable[[Connection, Iterable[Component]], bool]
    backed: Collection[str]


class Crowd:
    """Draws what is ordinary in a view.

    Parameters
    ----------
    content, frames, catalog, measurer
        What there is, where it stands, what its kinds look like and how wide text is.
    overlay
        What is said about elements; lines with more than a rate are not ordinary.
    known
        What is asked about single elements.
    """

    def __init__(
        self,
        content: ViewContent,
        frames: Mapping[str, Box],
        catalog: Catalog,
        measurer: TextMeasurer,
        overlay: Overlay,
        known: Known,
    ) -> None:
        self._content = content
        self._frames = frames
        self._catalog = catalog
        self._measurer = measurer
        self._overlay = overlay
        self._look_of, self._stroke_of, self._is_critical, self._backed = known
        styles = content.styles
        # Whether looks follow from more than the kind of line, and of what is drawn.
        self._styled = content.style is not PLAIN or (
            styles is not None and bool(styles.kinds or styles.connections or styles.tags)
        )
        self._component_kinds: list[str] = Record.column(content.components.values(), "kind")
        # Read once: records lie apart in memory, and each look at all of them takes long.
        self._connections: list[Connection] = list(content.connections.values())
        self._sources: list[str]
        self._targets: list[str]
        self._sources, self._targets = Record.columns(self._connections, "source", "target")
        # What lines have in common, and the number of it by what it follows from.
        self._kinds: list[LineKind] = []
        self._looks: dict[object, SimpleLine | None] = {}

    def lines(self) -> Lines:
        """Return the ordinary connections."""
        content = self._content
        runs = quick_runs((self._sources, self._targets), self._frames, _led_ends(content))
        ids = list(content.connections)
        numbers = self._numbers_of(ids)
        marker = None
        if self._overlay is not NO_OVERLAY:
            from archdraw.core.drawing.marked_lines import LineMarker

            marker = LineMarker(self._overlay, content.merged, self._kinds)
            numbers = marker.numbers(ids, numbers, _ODD)
        if len(runs.rows) < len(ids):
            ids, numbers = [ids[row] for row in runs.rows], [numbers[row] for row in runs.rows]
        columns: list[list[Any]] = [ids, numbers, *runs[1:]]
        if _ODD in numbers:
            kept = [number != _ODD for number in numbers]
            columns = [list(compress(column, kept)) for column in columns]
        ids, numbers, sides, *ends = columns
        xs, ys = self._first_places(ids, numbers, sides, *ends)
        ax, ay, bx, by = ends
        tips = [] if marker is None else marker.tips(ids, numbers)
        return Lines(self._kinds, ids, numbers, sides, ax, ay, bx, by, xs, ys, tips)

    def _numbers_of(self, ids: list[str]) -> list[int]:
        """Return the number of the kind of each connection, `_ODD` for those that are not ordinary."""
        connections = self._connections
        # What a kind follows from, for nearly all: the rest is told apart one by one.
        alike: list[tuple[object, ...]] = list(Record.all_values(connections, *_TOLD))
        stores = self._find_critical(alike)
        if "uses" in set(map(itemgetter(0), alike)):
            for row, one in enumerate(connections):
                if one.kind == "uses":
                    alike[row] += (is_cable(one),)
        self._tell_apart(alike, ids)
        numbers: dict[tuple[object, ...], int] = {}
        for key, one in dict(zip(alike, connections, strict=True)).items():
            numbers[key] = self._add_kind(one, stores.get(one.source, ()))
        return list(map(numbers.__getitem__, alike))

    def _tell_apart(self, alike: list[tuple[object, ...]], ids: list[str]) -> None:
        """Add how lines look that have a look of their own."""
        edges = self._content.edges
        for row, key in enumerate(ids if self._styled or edges else ()):
            if self._styled or key in edges:
                alike[row] += (self._stroke_of(self._connections[row]),)

    def _find_critical(self, alike: list[tuple[object, ...]]) -> dict[str, list[Component]]:
        """Tell apart what is critical or not by what stands behind a cache; return what that follows from.

        That are the stores that each component calls.
        """
        caches = self._of_kinds("cache")
        sources, targets = self._sources, self._targets
        rows = [row for row, target in enumerate(targets) if target in caches]
        stores = self._called_stores({sources[row] for row in rows}) if rows else {}
        for row in rows:
            source, one = sources[row], self._connections[row]
            if (source in stores or targets[row] in self._backed) and one.critical is None:
                alike[row] += (self._is_critical(one, stores.get(source, ())),)
        return stores

    def _called_stores(self, callers: set[str]) -> dict[str, list[Component]]:
        """Return the stores that each of these components calls: they may stand behind its caches."""
        stores = self._of_kinds("store")
        connections, sources, targets = self._connections, self._sources, self._targets
        found: dict[str, list[Component]] = {}
        for row in [row for row, key in enumerate(targets) if key in stores and sources[row] in callers]:
            if connections[row].kind == "call":
                found.setdefault(sources[row], []).append(stores[targets[row]])
        return found

    def _of_kinds(self, role: str) -> dict[str, Component]:
        """Return the components of the kinds with a role."""
        chosen = {kind for kind in set(self._component_kinds) if self._catalog.kind(kind).role == role}
        found = self._content.components.items()
        return {
            key: one for (key, one), kind in zip(found, self._component_kinds, strict=True) if kind in chosen
        }

    def _add_kind(self, connection: Connection, stores: Iterable[Component]) -> int:
        """Return the number of the kind of a connection whose source calls these stores."""
        look = self._line_look(connection, stores)
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

    def _line_look(self, connection: Connection, stores: Iterable[Component]) -> SimpleLine | None:
        critical, stroke = self._is_critical(connection, stores), self._stroke_of(connection)
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
        chosen = {
            key: edge.label_at for key, edge in self._content.edges.items() if edge.label_at is not None
        }
        for row, key in enumerate(ids if chosen else ()):
            if key in chosen:
                route = corners(sides[row], *[column[row] for column in ends])
                xs[row], ys[row], _, _ = first_place(route, self._kinds[numbers[row]].size, chosen[key])
        return xs, ys

    def cards(self) -> Cards:
        """Return the ordinary components: those whose name fits on one line."""
        components = list(self._content.components.values())
        if not components:
            return Cards([], [], [], [], [], [], [], [], [])
        names = Record.column(components, "name")
        if not are_clean(names):
            names = [_LINES if "\n" in name else clean_text(name) for name in names]
        widths = self._measurer.widths(names, NAME_FONT)
        ids = list(self._content.components)
        xs, ys, ws, hs = map(list, zip(*map(self._frames.__getitem__, ids), strict=True))
        alike = self._alike_cards(components, names, ws, hs)
        stamps: list[Stamp] = []
        known = {
            key: self._add_stamp(stamps, one, Box(0.0, 0.0, w, h), key)
            for key, (one, w, h) in dict(
                zip(alike, zip(components, ws, hs, strict=True), strict=True)
            ).items()
        }
        numbers, rooms = map(list, zip(*map(known.__getitem__, alike), strict=True))
        kept = list(map(le, widths, rooms))
        if "" in names or _LINES in names:
            kept = [fits and name not in ("", _LINES) for fits, name in zip(kept, names, strict=True)]
        if not all(kept):
            columns = ids, numbers, xs, ys, names, widths
            ids, numbers, xs, ys, names, widths = (list(compress(column, kept)) for column in columns)
        added, tips = self._added(stamps, ids, numbers)
        return Cards(stamps, ids, numbers, xs, ys, names, widths, added, tips)

    def _added(
        self, stamps: list[Stamp], ids: list[str], numbers: list[int]
    ) -> tuple[list[Added], list[str]]:
        """Return what the overlay adds to each of these cards, and what their tips are."""
        if self._overlay is NO_OVERLAY:
            return [], []
        from archdraw.core.drawing.marked_cards import Marker

        marker = Marker(self._overlay, self._measurer)
        added: list[Added] = []
        tips: list[str] = []
        for key, number in zip(ids, numbers, strict=True):
            stamp = stamps[number]
            put, said = marker.added(key, stamp.frame.w, stamp.frame.h)
            added.append(put)
            tips.append("\n".join([stamp.tip, *said] if stamp.tip else said))
        return added, tips

    def _alike_cards(
        self, components: list[Component], names: list[str], ws: Sequence[float], hs: Sequence[float]
    ) -> list[_CardKey]:
        """Return what the stamp of each component follows from; first whether it says its kind once."""
        labels = {kind: self._catalog.kind(kind).label.casefold() for kind in set(self._component_kinds)}
        # A card whose name is that of its kind doesn't say it twice.
        same = [
            name.casefold() == labels[kind] for name, kind in zip(names, self._component_kinds, strict=True)
        ]
        looks: Iterable[Look] = repeat(USUAL)
        if self._styled or any(Record.column(self._content.places.values(), "style")):
            looks = map(self._look_of, components)
        told = Record.all_values(components, "kind", "replicas", "managed", "domains")
        return list(zip(same, looks, told, ws, hs, strict=False))

    def _add_stamp(self, stamps: list[Stamp], one: Component, box: Box, alike: _CardKey) -> tuple[int, float]:
        """Return the number of the stamp of a card and the room for its name: none without a stamp."""
        same, look = alike[:2]
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
