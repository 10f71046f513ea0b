"""The ordinary lines and cards of a large drawing as SVG: what many share is put into words once.

Nobody makes the shapes of such an element; what it shares with others comes from those of one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.drawing.connections import label_shapes, simple_shapes
from archdraw.core.drawing.paths import HEAD_WIDTH, QUARTER
from archdraw.core.drawing.quick_routes import BOTTOM, corners
from archdraw.core.drawing.rounding import CORNER
from archdraw.core.geometry import Box
from archdraw.exporters.markup import escaped, escaped_text
from archdraw.exporters.svg_words import NUMBERS, clean, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.drawing.columns import Cards, LineKind, Lines
    from archdraw.core.drawing.stamped_cards import Stamp
    from archdraw.exporters.svg_shapes import ShapeWriter

# A direction: (1, 0) leads to the right, (0, 1) down.
_Way = tuple[int, int]
_RIGHT, _LEFT, _DOWN, _UP = (1, 0), (-1, 0), (0, 1), (0, -1)
# By the side at which a line leaves: where it leads.
_WAYS: tuple[_Way, ...] = (_RIGHT, _LEFT, _DOWN, _UP)
_PATH = '<path d="M'
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


# What stands between the two places where a line with one step turns, by the side at which it leaves: where it
# steps up or to the left, and where it steps down or to the right; with how far before its end the step turns.
_STEPS = tuple(
    tuple((_corner(way, then), _corner(then, way), CORNER * sum(then)) for then in across)
    for way, across in ((way, (_UP, _DOWN) if way[0] else (_LEFT, _RIGHT)) for way in _WAYS)
)


class _LineWords(NamedTuple):
    """What all lines of a kind that leave at one side share, put together as far as it stands together.

    `begin` stands between the id and the line, `line` ends that and `head` ends the head, if there is one.
    `cut` and `bend` are how far before the last point the line ends, and before its step it turns. `label`
    begins the label, whose text stands at (`wide`, `deep`) from its corner; `text` ends all of it.
    """

    begin: str
    cut: float
    bend: float
    line: str
    head: str
    label: str
    wide: float
    deep: float
    place: str
    text: str


class LineWriter:
    """Writes the elements of plain lines."""

    def __init__(self, writer: ShapeWriter) -> None:
        self._writer = writer

    def elements(self, lines: Lines) -> list[str]:
        """Return the group of each connection."""
        known = NUMBERS
        words = [self._words(kind, side) for kind in lines.kinds for side in range(4)]
        found: list[str] = []
        put = found.append
        for key, number, side, ax, ay, bx, by, x, y in zip(_escaped_all(lines.ids), *lines[2:], strict=True):
            begin, cut, bend, line, head, label, wide, deep, place, text = words[4 * number + side]
            end = ""
            if side < BOTTOM:
                if ay == by:
                    if abs(bx - ax) >= abs(cut):
                        end = f"H{known[bx - cut]}"
                elif abs(by - ay) >= _TURNS:
                    middle = ax + (bx - ax) / 2
                    if abs(middle - ax) >= _TURNS and abs(bx - middle) >= _TURNS + abs(cut):
                        turn, back, rest = _STEPS[side][by > ay]
                        end = f"H{known[middle - bend]}{turn}V{known[by - rest]}{back}H{known[bx - cut]}"
            elif ax == bx:
                if abs(by - ay) >= abs(cut):
                    end = f"V{known[by - cut]}"
            elif abs(bx - ax) >= _TURNS:
                middle = ay + (by - ay) / 2
                if abs(middle - ay) >= _TURNS and abs(by - middle) >= _TURNS + abs(cut):
                    turn, back, rest = _STEPS[side][bx > ax]
                    end = f"V{known[middle - bend]}{turn}H{known[bx - rest]}{back}V{known[by - cut]}"
            if not end:
                look = lines.kinds[number].look
                drawn = self._writer.shapes(simple_shapes(corners(side, ax, ay, bx, by), look))
                drawn = begin.removesuffix(_PATH) + drawn
            elif head:
                drawn = f"{begin}{known[ax]} {known[ay]}{end}{line}{known[bx]} {known[by]}{head}"
            else:
                drawn = f"{begin}{known[ax]} {known[ay]}{end}{line}"
            if label:
                at = f'{known[x]}" y="{known[y]}{place}{known[x + wide]}" y="{known[y + deep]}'
                put(f'<g id="connection-{key}{drawn}{label}{at}{text}')
            else:
                put(f'<g id="connection-{key}{drawn}{text}')
        return found

    def _words(self, kind: LineKind, side: int) -> _LineWords:
        look, (x, y) = kind.look, _WAYS[side]
        onward = x + y
        title = f"<title>{escaped_text(clean(kind.tip))}</title>" if kind.tip else ""
        line, head = f'"{self._writer.painted(None, look.pen)} />', ""
        if look.head is not None:
            back, wide = look.size, HEAD_WIDTH * look.size
            side_of = _pair(-x * back - y * wide / 2, -y * back + x * wide / 2)
            line += _PATH
            head = f'l{side_of} {_pair(y * wide, -x * wide)}z"{self._writer.painted(look.head, None)} />'
        begin, cut = f'">{title}{_PATH}', onward * look.cut
        if not kind.label[0]:
            return _LineWords(begin, cut, onward * CORNER, line, head, "", 0.0, 0.0, "", "</g>")
        pill, text = label_shapes(Box(0.0, 0.0, *kind.size), *kind.label)
        ends = f'" {self._writer.rect_end(pill)}<text x="', f'"{self._writer.text_end(text)}</g>'
        return _LineWords(begin, cut, onward * CORNER, line, head, '<rect x="', text.x, text.y, *ends)


class CardWriter:
    """Writes the elements of stamped cards: each stamp where its origin is, in a group that is moved."""

    def __init__(self, writer: ShapeWriter) -> None:
        self._writer = writer

    def elements(self, cards: Cards) -> list[str]:
        """Return the group of each component."""
        known = NUMBERS
        words = [self._words(stamp) for stamp in cards.stamps]
        ids, names = _escaped_all(cards.ids), _escaped_all(cards.names, escaped_text)
        found: list[str] = []
        for key, number, x, y, name, width in zip(
            ids, cards.numbers, cards.xs, cards.ys, names, cards.widths, strict=True
        ):
            before, after = words[number]
            place = f'{key}" transform="translate({known[x]} {known[y]}'
            found.append(f'<g id="component-{place}{before}{known[width]}{_FITTED}{name}{after}')
        return found

    def _words(self, stamp: Stamp) -> tuple[str, str]:
        """Return what stands before the width of the name, and what stands after the name."""
        tip = f"<title>{escaped_text(clean(stamp.tip))}</title>" if stamp.tip else ""
        place = f'<text x="{number(stamp.name.x)}" y="{number(stamp.name.y)}"'
        name = f'{place}{self._writer.lettering(stamp.name)} textLength="'
        before = f')">{tip}{self._writer.shapes(stamp.shapes)}{name}'
        return before, f"</text>{self._writer.shapes(stamp.fine)}</g>"


def _escaped_all(texts: list[str], escape: Callable[[str], str] = escaped) -> list[str]:
    """Return texts as they stand in XML; as a rule there is nothing to be done, which is seen at once."""
    joined = "".join(texts)
    if escape(clean(joined)) == joined:
        return texts
    return [escape(clean(text)) for text in texts]
