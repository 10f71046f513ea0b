"""The ordinary lines and cards of a large drawing as SVG: what many share is put into words once.

Nobody makes the shapes of such an element; what it shares with others comes from those of one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.drawing.connections import label_shapes, simple_shapes
from archdraw.core.drawing.figures import THIN
from archdraw.core.drawing.paths import HEAD_WIDTH, QUARTER
from archdraw.core.drawing.quick_routes import BOTTOM, corners
from archdraw.core.drawing.rounding import CORNER
from archdraw.core.geometry import Box
from archdraw.core.geometry.lattice import Halves
from archdraw.exporters.markup import escaped, escaped_text
from archdraw.exporters.svg_words import NUMBERS, clean, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archdraw.core.drawing.columns import Cards, LineKind, Lines
    from archdraw.core.drawing.stamped_cards import Stamp
    from archdraw.exporters.svg_shapes import ShapeWriter

# A direction: (1, 0) leads to the right, (0, 1) down.
_Way = tuple[int, int]
_RIGHT, _LEFT, _DOWN, _UP = (1, 0), (-1, 0), (0, 1), (0, -1)
# By the side at which a line leaves: where it leads.
_WAYS: tuple[_Way, ...] = (_RIGHT, _LEFT, _DOWN, _UP)
_PATH = '<path d="M'
_ESCAPED = '&<>"'
_THIN = f"&#{ord(THIN)};"
# Parts texts that are looked at all at once.
_PART = "\0"
# The least length of a stretch between two full round corners.
_TURNS = 2 * CORNER

# After the width of a text: where the font is another one, it keeps the width that its room was measured for.
_FITTED = '" lengthAdjust="spacingAndGlyphs">'


def _pair(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"


def _corner(before: _Way, after: _Way) -> str:
    """Return a full round corner, from where it begins."""
    (ux, uy), (vx, vy) = before, after
    far, near = CORNER * QUARTER, CORNER * (1 - QUARTER)
    bent = _pair(ux * CORNER + vx * near, uy * CORNER + vy * near)
    return f"c{_pair(ux * far, uy * far)} {bent} {_pair((ux + vx) * CORNER, (uy + vy) * CORNER)}"


def _steps(way: _Way) -> tuple[tuple[str, str, float], ...]:
    """Return what stands between the places of a line with one step that leads this way.

    For a step up or to the left, and for one down or to the right: both corners, each with what leads on from
    it, and how far before its end the step turns.
    """
    (across, onward), steps = (("V", "H"), (_UP, _DOWN)) if way[0] else (("H", "V"), (_LEFT, _RIGHT))
    return tuple(
        (_corner(way, step) + across, _corner(step, way) + onward, CORNER * sum(step)) for step in steps
    )


# By the side at which a line leaves.
_STEPS = tuple(_steps(way) for way in _WAYS)


# What all lines of a kind that leave at one side share, put together as far as it stands together: what is
# between the id and the line; how far before the last point that ends, and before its step it turns, and the
# least length from there to the end; what ends the line, the head, and all; and whether the place of a label,
# which is a group that is moved there, stands before that. A plain tuple comes apart faster than a named one.
_LineWords = tuple[str, float, float, float, str, str, str, bool]


class LineWriter:
    """Writes the elements of plain lines."""

    def __init__(self, writer: ShapeWriter) -> None:
        self._writer = writer
        self._labels: dict[tuple[str, float], str] = {}

    def elements(self, lines: Lines) -> Iterator[str]:
        """Yield the group of each connection."""
        known, backs = NUMBERS, Halves()
        kinds = lines.kinds
        heads, opened = _opened(lines)
        words: list[_LineWords | tuple[()] | None] = [None] * (len(_WAYS) * len(kinds))
        for key, kind, side, ax, ay, bx, by, x, y in zip(heads, *lines[2:10], strict=True):
            said = words[4 * kind + side]
            if said is None:
                said = words[4 * kind + side] = self._words(kinds[kind], side, opened[kind])
            end = ""
            if said:
                begin, cut, bend, room, line, head, text, labelled = said
                if side < BOTTOM:
                    if ay != by:
                        middle = bx - backs[bx - ax] if ax < bx else ax - backs[ax - bx]
                        if abs(by - ay) >= _TURNS and abs(bx - middle) >= room:
                            turn, back, rest = _STEPS[side][by > ay]
                            end = f"H{known[middle - bend]}{turn}{known[by - rest]}{back}{known[bx - cut]}"
                    elif abs(bx - ax) >= abs(cut):
                        end = f"H{known[bx - cut]}"
                elif ax != bx:
                    middle = by - backs[by - ay] if ay < by else ay - backs[ay - by]
                    if abs(bx - ax) >= _TURNS and abs(by - middle) >= room:
                        turn, back, rest = _STEPS[side][bx > ax]
                        end = f"V{known[middle - bend]}{turn}{known[bx - rest]}{back}{known[by - cut]}"
                elif abs(by - ay) >= abs(cut):
                    end = f"V{known[by - cut]}"
                if end:
                    at = f"{known[x]} {known[y]}" if labelled else ""
                    yield (
                        f'<g id="connection-{key}{begin}{known[ax]} {known[ay]}{end}'
                        f"{line}{known[bx]} {known[by]}{head}{at}{text}"
                    )
                    continue
            drawn = self._alone(kinds[kind], corners(side, ax, ay, bx, by), (x, y))
            yield f'<g id="connection-{key}{opened[kind]}{drawn}</g>'

    def _alone(self, kind: LineKind, route: tuple[tuple[float, float], ...], at: tuple[float, float]) -> str:
        """Return what a line is drawn of, shape by shape: there is no room for full round corners."""
        shapes = simple_shapes(route, kind.look)
        if kind.label[0]:
            shapes += label_shapes(Box(*at, *kind.size), *kind.label)
        return self._writer.shapes(shapes)

    def _words(self, kind: LineKind, side: int, opened: str) -> _LineWords | tuple[()]:
        """Return the words of lines of a kind that leave at this side; none for those without a head.

        `opened` is what stands between the id and what is drawn.
        """
        look, (x, y) = kind.look, _WAYS[side]
        if look.head is None:
            return ()
        onward, back, wide = x + y, look.size, HEAD_WIDTH * look.size
        begin = _pair(-x * back - y * wide / 2, -y * back + x * wide / 2)
        head = f'l{begin} {_pair(y * wide, -x * wide)}z"{self._writer.painted(look.head, None)} />'
        line = f'"{self._writer.painted(None, look.pen)} />{_PATH}'
        labelled = bool(kind.label[0])
        if labelled:
            head += '<g transform="translate('
        text = self._label(kind) if labelled else "</g>"
        room = _TURNS + abs(look.cut)
        return opened + _PATH, onward * look.cut, onward * CORNER, room, line, head, text, labelled

    def _label(self, kind: LineKind) -> str:
        """Return the label of a kind from its place on, up to the end of all."""
        label = self._labels.get(kind.label)
        if label is None:
            pill, text = label_shapes(Box(0.0, 0.0, *kind.size), *kind.label)
            shapes = f"<rect {self._writer.rect_end(pill)}{self._writer.shapes((text,))}"
            label = self._labels[kind.label] = f')">{shapes}</g></g>'
        return label


def _opened(lines: Lines) -> tuple[list[str], list[str]]:
    """Return how the group of each line begins, and what each kind adds to that: one of them its title."""
    ids = _escaped_all(lines.ids)
    if not lines.tips:
        return ids, [f'">{_title(kind.tip)}' for kind in lines.kinds]
    heads = [f'{key}">{title}' for key, title in zip(ids, _titles(lines.tips), strict=True)]
    return heads, [""] * len(lines.kinds)


class _CardWords(NamedTuple):
    """A stamp in words: its tip, what it is drawn of, its name up to how wide that is, and its fine parts.

    Both are references. Where nothing comes between them all is in the first.
    """

    tip: str
    shapes: str
    name: str
    fine: str


class CardWriter:
    """Writes the elements of stamped cards: a group that is moved, with the stamp and the name.

    The stamp is drawn once, in the definitions: the file is a third smaller, and no slower to show.
    """

    def __init__(self, writer: ShapeWriter) -> None:
        self._writer = writer

    def elements(self, cards: Cards) -> Iterator[str]:
        """Return the group of each component, one after the other."""
        words = [self._words(stamp, apart=bool(cards.added)) for stamp in cards.stamps]
        if not cards.added:
            return self._groups(cards, words)
        shapes = self._writer.shapes
        # By which they are: thousands share what few marks put on them.
        alike = {id(one): one for one in cards.added}
        added = {key: (shapes(one.shapes), shapes(one.fine)) for key, one in alike.items()}
        return self._marked(cards, words, added)

    @staticmethod
    def _groups(cards: Cards, words: list[_CardWords]) -> Iterator[str]:
        known = NUMBERS
        ids, names = _escaped_all(cards.ids), _escaped_all(cards.names, escaped_text)
        befores = [f')">{_title(tip)}{shapes}{name}' for tip, shapes, name, _ in words]
        columns = zip(ids, cards.numbers, cards.xs, cards.ys, names, cards.widths, strict=True)
        for key, stamp, x, y, name, width in columns:
            place = f'{key}" transform="translate({known[x]} {known[y]}'
            yield f'<g id="component-{place}{befores[stamp]}{known[width]}{_FITTED}{name}</text></g>'

    @staticmethod
    def _marked(cards: Cards, words: list[_CardWords], added: dict[int, tuple[str, str]]) -> Iterator[str]:
        known = NUMBERS
        ids, names = _escaped_all(cards.ids), _escaped_all(cards.names, escaped_text)
        columns = zip(ids, *cards[2:5], names, *cards[6:8], _titles(cards.tips), strict=True)
        for key, stamp, x, y, name, width, marks, title in columns:
            _, shapes, begin, fine = words[stamp]
            on_it, on_words = added[id(marks)]
            head = f'<g id="component-{key}" transform="translate({known[x]} {known[y]})">{title}'
            text = f"{begin}{known[width]}{_FITTED}{name}</text>"
            yield f"{head}{shapes}{on_it}{text}{fine}{on_words}</g>"

    def _words(self, stamp: Stamp, *, apart: bool) -> _CardWords:
        shared = self._writer.shared
        place = f'<text x="{number(stamp.name.x)}" y="{number(stamp.name.y)}"'
        name = f'{place}{self._writer.lettering(stamp.name)} textLength="'
        if apart:
            return _CardWords(stamp.tip, shared(stamp.shapes), name, shared(stamp.fine))
        # The name covers nothing, and nothing covers it.
        return _CardWords(stamp.tip, shared((*stamp.shapes, *stamp.fine)), name, "")


def _title(tip: str) -> str:
    return f"<title>{escaped_text(clean(tip))}</title>" if tip else ""


def _titles(tips: list[str]) -> list[str]:
    """Return the titles of many elements.

    A thin space stands in nearly all. As such it would make every text twice as wide that it is put into.
    """
    joined = bare = _PART.join(tips)
    for sign in (_PART, "\n", THIN):
        bare = bare.replace(sign, "")
    if joined.count(_PART) >= len(tips) or not bare.isprintable() or any(map(joined.__contains__, _ESCAPED)):
        return [_title(tip) for tip in tips]
    return [f"<title>{tip}</title>" if tip else "" for tip in joined.replace(THIN, _THIN).split(_PART)]


def _escaped_all(texts: list[str], escape: Callable[[str], str] = escaped) -> list[str]:
    """Return texts as they stand in XML; as a rule there is nothing to be done, which is seen at once."""
    joined = "".join(texts)
    if joined.isprintable() and not any(map(joined.__contains__, _ESCAPED)):
        return texts
    return [escape(clean(text)) for text in texts]
