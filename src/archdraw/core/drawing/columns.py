"""The elements of a drawing with very many, kept in columns: what thousands share stands there once.

Whoever asks for an element gets a drawing like any other; a painter that knows the columns needs none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from operator import add, sub
from typing import TYPE_CHECKING, NamedTuple, TypeVar, overload

from archdraw.core.drawing.display import ElementDrawing
from archdraw.core.drawing.plain_lines import PlainLine, reach_of
from archdraw.core.drawing.quick_routes import corners
from archdraw.core.drawing.stamped_cards import StampedCard, reach_with
from archdraw.core.geometry import Box, bounding_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archdraw.core.drawing.connections import SimpleLine
    from archdraw.core.drawing.marked_cards import Added, MarkedCard
    from archdraw.core.drawing.stamped_cards import Stamp

T = TypeVar("T")


class LineKind(NamedTuple):
    """What lines have in common that differ in how they run alone.

    `label` is the text beside the line and its width, `size` that of the box around it; without a text
    there is no box.
    """

    look: SimpleLine
    label: tuple[str, float]
    size: tuple[float, float]
    tip: str


class Lines(NamedTuple):
    """Connections: of each its id, the number of its kind, how it runs (see `Runs`), where its label is.

    Where there is an overlay, `tips` are what is said of each; else nothing is in them, and each says what
    its kind does.
    """

    kinds: list[LineKind]
    ids: list[str]
    numbers: list[int]
    sides: list[int]
    begin_x: list[float]
    begin_y: list[float]
    end_x: list[float]
    end_y: list[float]
    label_x: list[float]
    label_y: list[float]
    tips: list[str]

    def drawings(self) -> Iterator[PlainLine]:
        """Yield the drawing of each."""
        return map(self.drawing, range(len(self.ids)))

    def drawing(self, row: int) -> PlainLine:
        """Return the drawing of one."""
        look, label, size, tip = self.kinds[self.numbers[row]]
        begin, end = (self.begin_x[row], self.begin_y[row]), (self.end_x[row], self.end_y[row])
        box = Box(self.label_x[row], self.label_y[row], *size) if label[0] else None
        tip = self.tips[row] if self.tips else tip
        return PlainLine(self.ids[row], corners(self.sides[row], *begin, *end), look, label, box, tip)

    def boxes(self) -> Iterator[Box]:
        """Yield boxes around all of them."""
        reaches = [reach_of(one.look) for one in self.kinds]
        ends = (self.begin_x, self.end_x), (self.begin_y, self.end_y)
        if len(set(reaches)) == 1:
            yield _around(*(begin + end for begin, end in ends)).grown(reaches[0])
        else:
            out = [reaches[number] for number in self.numbers]
            low = [min(min(map(sub, column, out)) for column in pair) for pair in ends]
            far = [max(max(map(add, column, out)) for column in pair) for pair in ends]
            yield Box(low[0], low[1], far[0] - low[0], far[1] - low[1])
        for shown, chosen in _alike([bool(one.label[0]) for one in self.kinds], self.numbers):
            if shown:
                xs, ys = _only(self.label_x, chosen), _only(self.label_y, chosen)
                numbers = _only(self.numbers, chosen)
                wide, high = zip(*(one.size for one in self.kinds), strict=True)
                yield _around([min(xs), _end(xs, numbers, wide)], [min(ys), _end(ys, numbers, high)])


class Cards(NamedTuple):
    """Components: of each its id, the number of its stamp, its place, and its name with the width of that.

    Where there is an overlay, `added` is what it puts on each, and `tips` what it says of it; else nothing is
    in them.
    """

    stamps: list[Stamp]
    ids: list[str]
    numbers: list[int]
    xs: list[float]
    ys: list[float]
    names: list[str]
    widths: list[float]
    added: list[Added]
    tips: list[str]

    def drawings(self) -> Iterator[StampedCard | MarkedCard]:
        """Yield the drawing of each."""
        cards = (
            StampedCard(key, (x, y), self.stamps[number], (name, width))
            for key, number, x, y, name, width in zip(*self[1:7], strict=True)
        )
        if not self.added:
            return cards
        from archdraw.core.drawing.marked_cards import MarkedCard

        return map(MarkedCard, cards, self.added, self.tips)

    def boxes(self) -> Iterator[Box]:
        """Yield boxes around all of them."""
        reaches, numbers = [one.bounds for one in self.stamps], self.numbers
        if self.added:
            # Of each stamp with what reaches out so far.
            pairs = list(zip(numbers, [one.reach for one in self.added], strict=True))
            known = {pair: row for row, pair in enumerate(dict.fromkeys(pairs))}
            reaches = [reach_with(self.stamps[number], reach) for number, reach in known]
            numbers = [known[pair] for pair in pairs]
        for reach, chosen in _alike(reaches, numbers):
            x, y, w, h = _around(_only(self.xs, chosen), _only(self.ys, chosen))
            yield Box(x + reach.x, y + reach.y, w + reach.w, h + reach.h)


class Crowded(Sequence[ElementDrawing]):
    """All elements in painting order: ordinary connections and components, and what is out of the ordinary.

    Parameters
    ----------
    order
        The ids of all.
    lines, cards
        What is ordinary.
    others
        The drawings of the rest by id.
    """

    __slots__ = ("_made", "cards", "lines", "order", "others")

    def __init__(
        self, order: Sequence[str], lines: Lines, cards: Cards, others: Mapping[str, ElementDrawing]
    ) -> None:
        self.order = order
        self.lines = lines
        self.cards = cards
        self.others = others
        self._made: tuple[ElementDrawing, ...] | None = None

    def box(self) -> Box | None:
        """Return the box around all, None around none."""
        boxes = [one.bounds for one in self.others.values()]
        if self.lines.ids:
            boxes += self.lines.boxes()
        if self.cards.ids:
            boxes += self.cards.boxes()
        return bounding_box(boxes)

    def made(self) -> tuple[ElementDrawing, ...]:
        """Return the drawings of all; they are made once."""
        if self._made is None:
            found: dict[str, ElementDrawing] = dict(self.others)
            found.update(zip(self.lines.ids, self.lines.drawings(), strict=True))
            found.update(zip(self.cards.ids, self.cards.drawings(), strict=True))
            self._made = tuple([found[key] for key in self.order])
        return self._made

    def __len__(self) -> int:
        return len(self.order)

    def __iter__(self) -> Iterator[ElementDrawing]:
        return iter(self.made())

    @overload
    def __getitem__(self, index: int) -> ElementDrawing: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[ElementDrawing, ...]: ...
    def __getitem__(self, index: int | slice) -> ElementDrawing | tuple[ElementDrawing, ...]:
        return self.made()[index]


def _alike(values: list[T], numbers: list[int]) -> Iterator[tuple[T, list[bool] | None]]:
    """Yield each of the values of kinds that is there, with which rows are of these kinds (None: all)."""
    there = {values[number] for number in set(numbers)}
    for value in there:
        yield value, None if len(there) == 1 else [values[number] == value for number in numbers]


def _around(xs: list[float], ys: list[float]) -> Box:
    left, top = min(xs), min(ys)
    return Box(left, top, max(xs) - left, max(ys) - top)


def _end(starts: list[float], numbers: list[int], lengths: Sequence[float]) -> float:
    """Return where the last of spans ends, each as long as those of its number."""
    # No other than these can be the last.
    limit = max(starts) + min(lengths) - max(lengths) - 1.0
    pairs = zip(starts, numbers, strict=True)
    return max(start + lengths[number] for start, number in pairs if start >= limit)


def _only(column: list[T], chosen: list[bool] | None) -> list[T]:
    return column if chosen is None else list(compress(column, chosen))
