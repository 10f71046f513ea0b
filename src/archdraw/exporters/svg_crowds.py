"""The ordinary lines and cards of a large drawing as SVG: what many share is put into words once.

Nobody makes the shapes of such an element; what it shares with others comes from those of one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.drawing.connections import label_shapes, simple_shapes
from archdraw.core.drawing.paths import HEAD_WIDTH, QUARTER
from archdraw.core.drawing.rounding import CORNER
from archdraw.core.geometry import Box
from archdraw.exporters.markup import escaped, escaped_text
from archdraw.exporters.svg_words import NUMBERS, clean, number

if TYPE_CHECKING:
    from archdraw.core.drawing.connections import SimpleLine
    from archdraw.core.drawing.plain_lines import PlainLine
    from archdraw.core.drawing.stamped_cards import Stamp, StampedCard
    from archdraw.exporters.svg_shapes import ShapeWriter

# A line that turns from one of these directions into another: (1, 0) leads to the right, (0, 1) down.
_Way = tuple[int, int]
_RIGHT, _LEFT, _DOWN, _UP = (1, 0), (-1, 0), (0, 1), (0, -1)

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


# Both corners of a line with one step, by the way it leaves and the way it steps aside.
_STEPS = {
    (first, then): (_corner(first, then), _corner(then, first))
    for first in (_RIGHT, _LEFT, _DOWN, _UP)
    for then in (_RIGHT, _LEFT, _DOWN, _UP)
    if first[0] != then[0] and first[1] != then[1]
}


class _LineWords(NamedTuple):
    """What all lines of a look share: the length of a head, how much a line ends before it, and its heads."""

    cut: float
    line: str
    heads: dict[_Way, str]
    head: str


def _drawn(route: tuple[tuple[float, float], ...], look: _LineWords) -> str:
    """Return a straight line, or one with a step with full round corners, and its head; else nothing."""
    (ax, ay), (bx, by) = route[0], route[-1]
    level = ay == route[1][1]
    along, across = (bx - ax, by - ay) if level else (by - ay, bx - ax)
    onward = 1 if along > 0 else -1
    least, way = look.cut, (onward, 0) if level else (0, onward)
    begin, first, then = (
        f'<path d="M{NUMBERS[ax]} {NUMBERS[ay]}',
        "H" if level else "V",
        "V" if level else "H",
    )
    end = f"{first}{NUMBERS[(bx if level else by) - onward * look.cut]}{look.line}"
    if len(route) == 4:
        aside = 1 if across > 0 else -1
        turn, back = _STEPS[way, (0, aside) if level else (aside, 0)]
        middle = route[1][0] if level else route[1][1]
        if abs(across) < 2 * CORNER or abs(middle - (ax if level else ay)) < 2 * CORNER:
            return ""
        least = 2 * CORNER + look.cut
        if abs((bx if level else by) - middle) < least:
            return ""
        beside = (by if level else bx) - aside * CORNER
        line = f"{begin}{first}{NUMBERS[middle - onward * CORNER]}{turn}{then}{NUMBERS[beside]}{back}{end}"
    elif len(route) == 2 and across == 0 and abs(along) >= least:
        line = begin + end
    else:
        return ""
    if not look.head:
        return line
    return f'{line}<path d="M{NUMBERS[bx]} {NUMBERS[by]}{look.heads[way]}{look.head}'


class LineWriter:
    """Writes the elements of plain lines."""

    def __init__(self, writer: ShapeWriter) -> None:
        self._writer = writer
        self._looks: dict[int, _LineWords] = {}
        self._titles: dict[str, str] = {}
        self._labels: dict[tuple[str, float], tuple[float, float, str, str]] = {}

    def element(self, one: PlainLine) -> str:
        """Return the group of a connection."""
        look = self._looks.get(id(one.look))
        if look is None:
            look = self._looks[id(one.look)] = self._words(one.look)
        drawn = _drawn(one.route, look) or self._writer.shapes(simple_shapes(one.route, one.look))
        label = "" if one.label_box is None else self._label(one.label_box, one.label)
        tip, key = one.tip, one.id
        title = self._titles.get(tip)
        if title is None:
            title = self._titles[tip] = f"<title>{escaped_text(clean(tip))}</title>" if tip else ""
        return f'<g id="connection-{key if key.isalnum() else escaped(clean(key))}">{title}{drawn}{label}</g>'

    def _words(self, look: SimpleLine) -> _LineWords:
        line = f'"{self._writer.painted(None, look.pen)} />'
        if look.head is None:
            return _LineWords(look.cut, line, {}, "")
        heads = {}
        for x, y in (_RIGHT, _LEFT, _DOWN, _UP):
            back, wide = look.size, HEAD_WIDTH * look.size
            side = _pair(-x * back - y * wide / 2, -y * back + x * wide / 2)
            heads[x, y] = f"l{side} {_pair(y * wide, -x * wide)}z"
        return _LineWords(look.cut, line, heads, f'"{self._writer.painted(look.head, None)} />')

    def _label(self, box: Box, label: tuple[str, float]) -> str:
        words = self._labels.get(label)
        if words is None:
            pill, text = label_shapes(Box(0.0, 0.0, box.w, box.h), *label)
            ends = self._writer.rect_end(pill), self._writer.text_end(text)
            words = self._labels[label] = text.x, text.y, *ends
        x, y, _, _ = box
        right, down, pill_end, text_end = words
        place = f'<text x="{NUMBERS[x + right]}" y="{NUMBERS[y + down]}"'
        return f'<rect x="{NUMBERS[x]}" y="{NUMBERS[y]}" {pill_end}{place}{text_end}'


class CardWriter:
    """Writes the elements of stamped cards: each stamp where its origin is, in a group that is moved."""

    def __init__(self, writer: ShapeWriter) -> None:
        self._writer = writer
        self._stamps: dict[int, tuple[str, str]] = {}

    def element(self, one: StampedCard) -> str:
        """Return the group of a component."""
        words = self._stamps.get(id(one.stamp))
        if words is None:
            words = self._stamps[id(one.stamp)] = self._words(one.stamp)
        (x, y), (text, width), key = one.at, one.name, one.id
        key = key if key.isalnum() else escaped(clean(key))
        begin = f'<g id="component-{key}" transform="translate({NUMBERS[x]} {NUMBERS[y]})">{words[0]}'
        return f"{begin}{NUMBERS[width]}{_FITTED}{escaped_text(clean(text))}</text>{words[1]}"

    def _words(self, stamp: Stamp) -> tuple[str, str]:
        """Return what stands before the width of the name, and what stands after the name."""
        tip = f"<title>{escaped_text(clean(stamp.tip))}</title>" if stamp.tip else ""
        place = f'<text x="{number(stamp.name.x)}" y="{number(stamp.name.y)}"'
        name = f'{place}{self._writer.lettering(stamp.name)} textLength="'
        return tip + self._writer.shapes(stamp.shapes) + name, self._writer.shapes(stamp.fine) + "</g>"
