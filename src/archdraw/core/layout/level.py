"""One level of a drawing: boxes that stand side by side in one group, with the links between them."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry import Box
from archdraw.core.layout.coordinates import Across, Tie, across_of
from archdraw.core.layout.measures import GRID, Axes, Measures, badness, upon_grid
from archdraw.core.layout.ordering import Ranked, Span
from archdraw.core.layout.packing import pack
from archdraw.core.layout.ranking import acyclic, ranks_of
from archdraw.core.layout.shaping import Extents, Plan, even_cuts, plan_shape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.layout.sketching import Sketch, Sketches

# The room of a link that passes through a rank, and the gaps beside it: to a card, to another link.
_PASSAGE = 8.0
_BESIDE_CARD, _BESIDE_LINK = 16.0, 4.0
# So many links fit between two ranks; each one more takes a lane.
_FREE_LANES = 8
_LANE = 8.0
_WIDEST_GAP = 240.0
# How often a shape is planned, and when it is good enough.
_ATTEMPTS, _FAIR = 3, 1e-9


class Unit(NamedTuple):
    """A box to place: its extents along and across."""

    along: float
    across: float


class Link(NamedTuple):
    """A link between two units; it leaves and enters so far from their middles, across.

    `room` is how much length its label takes.
    """

    source: int
    target: int
    leaves: float = 0.0
    enters: float = 0.0
    room: float = 0.0


class Anchor(NamedTuple):
    """A link of a unit to something outside, which lies at `at` across, before or behind all units."""

    unit: int
    at: float
    behind: bool
    attached: float = 0.0


class Level(NamedTuple):
    """What one level consists of, and the group that it is in.

    It keeps its natural shape when it is no longer than `small`, or no more than `slack` times off a page.
    """

    name: str | None
    units: Sequence[Unit]
    links: Sequence[Link]
    anchors: Sequence[Anchor]
    small: float
    slack: float = 1.0


class Style(NamedTuple):
    """How to draw: distances, which way is up, where sketches come from, and what may raise to end it."""

    measures: Measures
    axes: Axes
    sketches: Sketches
    check: Callable[[], None]


def lay_out(level: Level, style: Style) -> list[Box]:
    """Return a box for each unit, x along and y across, from (0, 0) on."""
    parts = _parts(level)
    drawn = [_Part(level, part, style).draw() for part in parts]
    packed = pack([extents for _, extents in drawn], style.measures.part_gap, style.axes)
    boxes = [Box(0.0, 0.0, 0.0, 0.0)] * len(level.units)
    for (places, _), (left, top) in zip(drawn, packed.corners, strict=True):
        for unit, box in places.items():
            boxes[unit] = box.moved(upon_grid(left), upon_grid(top))
    return boxes


def _parts(level: Level) -> list[list[int]]:
    """Return the units by part: those that links connect, in the order of where they are pulled to."""
    root = list(range(len(level.units)))

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for link in level.links:
        a, b = sorted((find(link.source), find(link.target)))
        root[b] = a
    members: dict[int, list[int]] = {}
    for node in range(len(level.units)):
        members.setdefault(find(node), []).append(node)
    pulls: dict[int, list[float]] = {}
    for anchor in level.anchors:
        pulls.setdefault(find(anchor.unit), []).append(anchor.at)
    keys = {
        part: (len(ones) == 1 and part not in pulls, _mean(pulls.get(part)), ones[0])
        for part, ones in members.items()
    }
    return [members[part] for part in sorted(members, key=keys.__getitem__)]


def _mean(values: list[float] | None) -> float:
    return sum(values) / len(values) if values else 0.0


class _Part:
    """Draws units that links connect."""

    def __init__(self, level: Level, part: list[int], style: Style) -> None:
        self._measures, self._style, self._small = style.measures, style, level.small
        self._slack = level.slack
        self._names, self._level_name = part, level.name
        number = {unit: index for index, unit in enumerate(part)}
        self._units = [level.units[unit] for unit in part]
        self._links = [
            link._replace(source=number[link.source], target=number[link.target])
            for link in level.links
            if link.source in number and link.source != link.target
        ]
        self._anchors = [
            anchor._replace(unit=number[anchor.unit]) for anchor in level.anchors if anchor.unit in number
        ]

    def draw(self) -> tuple[dict[int, Box], tuple[float, float]]:
        """Return the boxes by unit, from (0, 0) on, and the extents."""
        if len(self._units) == 1:
            along, across = self._units[0]
            return {self._names[0]: Box(0.0, 0.0, along, across)}, (along, across)
        pairs = [(link.source, link.target) for link in self._links]
        sizes = [(unit.along, self._cell(node)) for node, unit in enumerate(self._units)]
        sketch = self._style.sketches.sketch((self._level_name, *self._names), sizes, pairs)
        stretch, least = 1.0, inf
        best: dict[int, Box] = {}
        smallest = (0.0, 0.0)
        for _ in range(_ATTEMPTS):
            plan, ranks = self._plan(pairs, sketch, stretch)
            boxes, extents = self._drawn(plan, ranks, sketch)
            shape = self._style.axes.shape(*extents)
            bad = badness(shape, self._slack) if max(extents) > self._small else 0.0
            if bad < least - 1e-6:
                least, best, smallest = bad, boxes, extents
            if bad < _FAIR:
                break
            # Links that pass make ranks taller than their cards; the next plan reckons with it.
            stretch *= extents[1] / extents[0] / plan.slant
        return {self._names[node]: box for node, box in best.items()}, smallest

    def _drawn(
        self, plan: Plan, ranks: list[int], sketch: Sketch | None
    ) -> tuple[dict[int, Box], tuple[float, float]]:
        ranked = self._ranked(ranks)
        if sketch is not None:
            ranked.begin_with([place for _, place in sketch])
        ranked.improve(self._style.check)
        layers = [
            [node for node in layer if node not in ranked.fixed and node not in ranked.passing]
            for layer in ranked.layers
        ]
        layers = [layer for layer in layers if any(node < len(self._units) for node in layer)]
        cuts = even_cuts([self._band(layer) + self._measures.rank_gap for layer in layers], plan.rows)
        boxes: dict[int, Box] = {}
        longest = below = 0.0
        for begin, end in zip((0, *cuts), (*cuts, len(layers)), strict=True):
            placed = self._row(layers[begin:end], ranked, first=begin == 0)
            low = min(box.y for box in placed.values())
            for node, box in placed.items():
                boxes[node] = box.moved(0.0, below - low)
            longest = max(longest, *(box.right for box in placed.values()))
            below += upon_grid(max(box.bottom for box in placed.values()) - low) + self._measures.row_gap
        return boxes, (longest, below - self._measures.row_gap)

    # -- ranks ---------------------------------------------------------------------------------

    def _plan(
        self, pairs: list[tuple[int, int]], sketch: Sketch | None, stretch: float
    ) -> tuple[Plan, list[int]]:
        if sketch is None:
            pairs = acyclic(len(self._units), pairs)
            ranks = ranks_of(len(self._units), pairs)
        else:
            ranks = [rank for rank, _ in sketch]
            pairs = [(a, b) if ranks[a] < ranks[b] else (b, a) for a, b in pairs]
        members: list[list[int]] = [[] for _ in range(max(ranks) + 1)]
        for node, rank in enumerate(ranks):
            members[rank].append(node)
        extents = [
            Extents(
                max(self._units[node].along for node in ones), stretch * sum(map(self._cell, ones)), len(ones)
            )
            for ones in members
        ]
        gaps = (self._measures.rank_gap, self._measures.row_gap)
        plan = plan_shape(extents, gaps, self._style.axes, self._small, self._slack)
        sends = [0] * len(self._units)
        for source, _ in pairs:
            sends[source] += 1
        final = [0] * len(self._units)
        rank = 0
        for ones, columns in zip(members, plan.columns, strict=True):
            # What leads on stands last, what ends here first: fewer links have to pass.
            ones.sort(key=lambda node: (sends[node] > 0, node))
            for node, column in zip(ones, _evenly(ones, columns, self._cell), strict=True):
                final[node] = rank + column
            rank += columns
        return plan, final

    def _cell(self, node: int) -> float:
        """Return the extent across of a unit with the gap beside it, a multiple of the grid."""
        return upon_grid(self._units[node].across + self._measures.card_gap)

    def _ranked(self, ranks: list[int]) -> Ranked:
        spans = []
        for link in self._links:
            leaves = self._share(link.source, link.leaves)
            enters = self._share(link.target, link.enters)
            if ranks[link.source] < ranks[link.target]:
                spans.append(Span(link.source, link.target, leaves, enters))
            elif ranks[link.source] > ranks[link.target]:
                spans.append(Span(link.target, link.source, enters, leaves))
        fixed: dict[int, float] = {}
        shifted = [rank + 1 for rank in ranks]
        last = max(shifted) + 1
        for anchor in self._anchors:
            number = len(shifted)
            attached = self._share(anchor.unit, anchor.attached)
            if anchor.behind:
                spans.append(Span(anchor.unit, number, attached, 0.0))
            else:
                spans.append(Span(number, anchor.unit, 0.0, attached))
            fixed[number] = anchor.at
            shifted.append(last if anchor.behind else 0)
        return Ranked(shifted, spans, fixed)

    def _share(self, node: int, offset: float) -> float:
        return max(-1.0, min(1.0, 2.0 * offset / self._units[node].across))

    # -- places --------------------------------------------------------------------------------

    def _row(self, layers: list[list[int]], ranked: Ranked, *, first: bool) -> dict[int, Box]:
        middle = self._middles(layers, ranked)
        at = {node: (index, place) for index, layer in enumerate(layers) for place, node in enumerate(layer)}
        boxes: dict[int, Box] = {}
        left = 0.0
        for index, layer in enumerate(layers):
            band = self._band(layer)
            for node in layer:
                if node >= len(self._units):
                    continue
                along, across = self._units[node]
                # Ahead of everything, cards stand close to what they call; elsewhere to what calls them.
                inset = (band - along) // GRID * GRID if index == 0 and first else 0.0
                top = round((middle[node] - across / 2) / GRID) * GRID
                boxes[node] = Box(left + inset, top, along, across)
            left += upon_grid(band) + self._gap_behind(index, layers, ranked, at)
        return boxes

    def _band(self, layer: list[int]) -> float:
        return max(self._units[node].along for node in layer if node < len(self._units))

    def _middles(self, layers: list[list[int]], ranked: Ranked) -> dict[int, float]:
        index = {node: at for at, layer in enumerate(layers) for node in layer}
        helpers = frozenset(node for node in index if node >= len(self._units))
        size = {node: _PASSAGE if node in helpers else self._cell(node) for node in index}

        def ties(node: int, met: list[tuple[int, float, float]], step: int) -> list[Tie]:
            return [
                Tie(other, own * self._half(node), there * self._half(other))
                for other, own, there in met
                if index.get(other) == index[node] + step
            ]

        task = Across(
            layers,
            size,
            helpers,
            (0.0, _BESIDE_CARD / 2, _BESIDE_LINK),
            {node: ties(node, ranked.up[node], -1) for node in index},
            {node: ties(node, ranked.down[node], 1) for node in index},
        )
        return across_of(task)

    def _half(self, node: int) -> float:
        return self._units[node].across / 2 if node < len(self._units) else 0.0

    def _gap_behind(
        self,
        index: int,
        layers: list[list[int]],
        ranked: Ranked,
        at: dict[int, tuple[int, int]],
    ) -> float:
        """Return the room between a rank and the next: wider for many links, and for labels."""
        if index + 1 >= len(layers):
            return 0.0
        ranks = {node: place[0] for node, place in at.items()}
        room = max(
            (
                link.room
                for link in self._links
                if sorted((ranks.get(link.source, -9), ranks.get(link.target, -9))) == [index, index + 1]
            ),
            default=0.0,
        )
        passing = sum(len(ranked.down[node]) for node in layers[index])
        lanes = max(0, passing - _FREE_LANES) * _LANE
        gap = max(self._measures.rank_gap + min(lanes, 80.0), room)
        return upon_grid(min(gap, _WIDEST_GAP))


def _evenly(ones: list[int], columns: int, cell: Callable[[int], float]) -> list[int]:
    """Return a column for each node so that the columns are about equally tall."""
    whole = sum(cell(node) for node in ones)
    found = []
    used = 0.0
    for node in ones:
        found.append(min(columns - 1, int((used + cell(node) / 2) / whole * columns)))
        used += cell(node)
    return found
