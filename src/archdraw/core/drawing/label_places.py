"""Where the labels of connections stand, each off what is drawn and off the labels that come before it.

Places are chosen when somebody asks. A label first has a place that it would like, looking at everything
but the other labels' places; where the wishes of two meet, the later connection looks for another.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from archdraw.core.drawing.connections import label_size, label_text
from archdraw.core.drawing.drifting import Drifting
from archdraw.core.drawing.labels import (
    Surroundings,
    bounds_of,
    first_place,
    place_label,
    shifted_trace,
    trace_of,
)
from archdraw.core.drawing.tracks import Tracks
from archdraw.core.geometry import Box, union
from archdraw.core.geometry.index import GridIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from archdraw.core.drawing.display import TextMeasurer
    from archdraw.core.drawing.finding import Finder
    from archdraw.core.drawing.labels import Bounds, Trace
    from archdraw.core.drawing.tracks import Route
    from archdraw.core.model import Connection

# How far from its route a label can reach.
LABEL_REACH = 210.0
# How far a label may stand off its line, to be seen by others.
LABEL_ROOM = 24.0
# How far badges stand out over a card.
BADGE_REACH = 10.0


class LabelPlaces(Tracks):
    """Chooses and keeps the places of the labels of one view."""

    def __init__(self, wiring: Finder, measurer: TextMeasurer, *, plain: bool) -> None:
        super().__init__(wiring, plain=plain)
        self._measurer = measurer
        # Sizes of labels (None: no label), and what connections put in the way of others' labels.
        self._sizes: dict[str, tuple[float, float] | None] = {}
        self._traces: Drifting[Trace] = Drifting(shifted_trace)
        # Where labels would like to stand, before they look where the others really are.
        self._firsts: Drifting[Box] = Drifting(Box.moved)
        # All that a label looked at to find its place.
        self._looks = GridIndex()
        # Connections with a text to show, whether it found a place or not.
        self._labelled: set[str] = set()
        # Which components they joined when their place was chosen.
        self._joined: dict[str, frozenset[str]] = {}
        # What was seen around places of labels whose choice had to be broken off, to go on with: by whose
        # label, and whether it is the place that it would like.
        self._seen: dict[tuple[str, bool], dict[Box, Surroundings]] = {}

    # -- changing ------------------------------------------------------------------------------

    def break_off(self) -> None:
        """Forget what was begun: something has changed."""
        super().break_off()
        self._seen.clear()

    def translate(self, dx: float, dy: float) -> None:
        """Hear that everything moved by the same way: all that is known goes along."""
        super().translate(dx, dy)
        self._looks.shift(dx, dy)
        self._firsts.drift(dx, dy)
        self._traces.drift(dx, dy)

    def clear(self) -> None:
        """Forget all tracks and all places of labels."""
        super().clear()
        self._shed.put(self._firsts.empty())
        self._shed.put(self._traces.empty())
        self._looks = GridIndex()

    def _other_wishes(self, key: str, *, present: bool) -> list[Box]:
        """Return where the label of a connection wished to stand and wishes now, if that is not the same."""
        boxes: list[Box] = []
        first, joined = self._firsts.get(key), self._joined.get(key)
        if first is not None and (not present or joined != self._ends_of(key)):
            # Those that stay behind between the two components made way for where it really stood.
            boxes.append(first)
        before = self._traces.pop(key)
        after = self._trace_of(key) if present and self._firsts else None
        if before and after and (before.around, before.wish) == (after.around, after.wish):
            return boxes
        return [*boxes, *_wish_of(before), *_wish_of(after)]

    # -- finding -------------------------------------------------------------------------------

    def _label(self, key: str, points: Route) -> Box | None:
        """Return where the label stands: at its first choice, or off the first choices of all others."""
        size, at = self.size_of_label(key), self._label_at(key)
        if size is None or self._plain:
            return None if size is None else first_place(points, size, at)
        self._labelled.add(key)
        first = self.first_label_of(key)
        if first is None:
            return None
        rank = self._wiring.rank(key)
        rivals = self._labels_near(key, first)
        taken = [box for box in map(self.label_of, self.older(key)) if box is not None]
        early = (box for other, box in rivals if self._wiring.rank(other) < rank)
        if not any(first.intersects(box) for box in (*early, *taken)):
            return first
        standing = [bounds_of(box) for box in taken]

        def look(area: Box) -> Surroundings:
            self._look_at(key, area)
            bounds = [(bounds_of(box), bounds_of(box)) for _, box in self._labels_near(key, area)]
            return self._surroundings(area)._replace(wishes=bounds, taken=standing)

        return self._place((key, False), points, size, look, at)

    def _place(
        self,
        choice: tuple[str, bool],
        points: Route,
        size: tuple[float, float],
        look: Callable[[Box], Surroundings],
        at: float | None,
    ) -> Box:
        """Return the place of a label as `place_label` does; broken off, it goes on with what was seen."""
        seen = self._seen.setdefault(choice, {})

        def once(area: Box) -> Surroundings:
            found = seen.get(area)
            if found is None:
                found = seen[area] = look(area)
                self._wiring.breathe()
            return found

        place = place_label(points, size, once, at)
        del self._seen[choice]
        return place

    def first_label_of(self, key: str) -> Box | None:
        """Return where a label would like to stand, looking at everything but where the others really are."""
        size, known = self.size_of_label(key), self._firsts.get(key)
        if size is None or known is not None:
            return known
        rank = self._wiring.rank(key)
        taken = [bounds_of(box) for box in map(self.first_label_of, self.older(key)) if box is not None]
        self._joined[key] = self._ends_of(key)

        def look(area: Box) -> Surroundings:
            self._look_at(key, area)
            return self._surroundings(area, rank)._replace(taken=taken)

        found = self._place((key, True), self.points_of(key), size, look, self._label_at(key))
        self._firsts[key] = found
        self._wiring.breathe()
        return found

    @abstractmethod
    def label_of(self, key: str) -> Box | None:
        """Return where the label of a connection stands, unless something is being dragged."""

    def older(self, key: str) -> list[str]:
        """Return the connections between the same two components that come before one in the document."""
        rank = self._wiring.rank
        return [one for one in self._bundle(key) if rank(one) < rank(key)]

    def younger(self, keys: Iterable[str], connections: Mapping[str, Connection]) -> set[str]:
        """Return the connections beside these, between the same two components, that come after them."""
        rank = self._wiring.rank
        found: set[str] = set()
        for key in keys:
            if key in connections:
                found.update(one for one in self._bundle(key) if rank(one) > rank(key))
        return found

    def _bundle(self, key: str) -> list[str]:
        """Return all connections between the two components that one joins."""
        ends = self._ends_of(key)
        fewest = min((self._wiring.at(end) for end in ends), key=len)
        return [one for one in fewest if self._ends_of(one) == ends]

    def _ends_of(self, key: str) -> frozenset[str]:
        connection = self._wiring.connection(key)
        return frozenset((connection.source, connection.target))

    def _look_at(self, key: str, area: Box) -> None:
        known = self._looks.box(key)
        self._looks.put(key, area if known is None else union(known, area))

    def _labels_near(self, key: str, area: Box) -> list[tuple[str, Box]]:
        """Return the first choices of other labels that touch an area."""
        found = []
        for other in self._wiring.near(area.grown(LABEL_REACH)):
            box = self.first_label_of(other) if other != key and self.size_of_label(other) else None
            if box is not None and box.intersects(area):
                found.append((other, box))
        return found

    def _surroundings(self, area: Box, before: int | None = None) -> Surroundings:
        """Return what is around; with the wishes of the labels of connections `before` this rank."""
        lines: list[Bounds] = []
        wishes: list[tuple[Bounds, Bounds]] = []
        for key in self._wiring.near(area.grown(LABEL_ROOM)):
            trace = self._trace_of(key)
            lines += trace.lines
            # Labels make way for those of earlier connections, wherever these would like to stand.
            if trace.wish is not None and before is not None and self._wiring.rank(key) < before:
                wishes.append((trace.around, trace.wish))
        cards = [bounds_of(card) for card in self._wiring.obstacles_near(area.grown(BADGE_REACH))]
        return Surroundings(cards, self._wiring.groups_near(area), lines, wishes)

    def _label_at(self, key: str) -> float | None:
        edge = self._wiring.edge(key)
        return None if edge is None else edge.label_at

    def size_of_label(self, key: str) -> tuple[float, float] | None:
        """Return width and height of a label; None for a connection without one."""
        if key not in self._sizes:
            text = label_text(self._wiring.connection(key), self._measurer)
            self._sizes[key] = label_size(text, self._measurer) if text else None
        return self._sizes[key]

    def _trace_of(self, key: str) -> Trace:
        trace, points = self._traces.get(key), self.points_of(key)
        if trace is None or trace.points is not points:
            trace = self._traces[key] = trace_of(
                points, self.drawn_segments_of(key), self.size_of_label(key), self._label_at(key)
            )
        return trace


def _wish_of(trace: Trace | None) -> list[Box]:
    if trace is None or trace.wish is None:
        return []
    left, top, right, bottom = trace.wish
    return [Box(left, top, right - left, bottom - top)]
