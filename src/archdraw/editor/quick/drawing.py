"""Drawing a line of quick insert: components in their places, connections, labels and groups, one step."""

from __future__ import annotations

from itertools import count as count_from, islice
from typing import TYPE_CHECKING

from archdraw.core.geometry import Point, bounding_box
from archdraw.core.records import frozen, slotted
from archdraw.editor.edits.connecting import connect, connected
from archdraw.editor.edits.elements import add_component, place_group
from archdraw.editor.edits.grouping import padded, wrap
from archdraw.editor.hierarchy import common_parent, parent_of
from archdraw.editor.naming import unique_name
from archdraw.editor.placing import group_at
from archdraw.editor.quick.ground import Ground, Home
from archdraw.editor.quick.line import Term, terms_of
from archdraw.editor.quick.meaning import Candidate, GroupCandidate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from archdraw.core.geometry import Box
    from archdraw.editor.quick.line import Boxed, Step
    from archdraw.editor.workspace import Workspace


@frozen
class Reading:
    """How the words of a line are read: each component and each group."""

    term: Callable[[Term], Candidate]
    group: Callable[[Boxed], GroupCandidate]


@frozen
class Drawn:
    """What a line made, in its order, the components it ends with, and the group around all of it."""

    made: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    connections: int = 0
    group_id: str | None = None


def draw_line(
    desk: Workspace,
    steps: tuple[Step, ...],
    reading: Reading,
    *,
    sources: Collection[str] = (),
    at: Point | None = None,
    inside: str | None = None,
    wrapped: GroupCandidate | None = None,
) -> Drawn:
    """Draw a line as one undo step and return what it made.

    Parameters
    ----------
    sources
        Components that the first step is connected from.
    at
        Where the first column stands; None finds a place right of the sources.
    inside
        The group that it goes into; None is that of the sources.
    wrapped
        The group to draw around all of it.
    """
    pen = _Pen(desk, reading, at)
    if inside is not None or at is not None:
        spot = _Spot(inside if inside is not None else group_at(desk, Point(*at or (0, 0))), stated=True)
    else:
        spot = _Spot(common_parent(desk, sources))
    with desk.change(_title(steps, reading)):
        if wrapped is not None:
            ends = pen.boxed(steps, wrapped, list(sources), spot)
        else:
            ends = pen.steps(steps, list(sources), spot)
    return Drawn(tuple(pen.made), tuple(ends), pen.connections, pen.groups[0] if pen.groups else None)


@slotted
class _Spot:
    """The group a part of a line goes into.

    `stated` when the line says so itself, `opening` while that group is still to be drawn inside `group_id`,
    or inside the group that `around` is still to draw.
    """

    group_id: str | None = None
    stated: bool = False
    opening: GroupCandidate | None = None
    around: _Spot | None = None

    def to_open(self) -> list[_Spot]:
        """Return the spots whose groups are still to be drawn, outermost first."""
        if self.opening is None:
            return []
        return [*(self.around.to_open() if self.around is not None else ()), self]


class _Pen:
    """Draws the parts of one line inside an open transaction."""

    def __init__(self, desk: Workspace, reading: Reading, at: Point | None) -> None:
        self._desk = desk
        self._reading = reading
        self._ground = Ground(desk)
        self._at = at
        self.made: list[str] = []
        self.groups: list[str] = []
        self.connections = 0

    def steps(self, steps: tuple[Step, ...], sources: list[str], spot: _Spot) -> list[str]:
        """Draw one step after the other; return what the last one ends with."""
        for step in steps:
            sources = self._step(step, sources, spot)
            if not spot.stated and not set(sources) & set(self.made):
                spot.group_id = common_parent(self._desk, sources)
        return sources

    def boxed(
        self, steps: tuple[Step, ...], group: GroupCandidate, sources: list[str], spot: _Spot
    ) -> list[str]:
        """Draw steps inside a group, which is made for them if there is none; return what they end with."""
        if group.existing:
            return self.steps(steps, sources, _Spot(group.existing, stated=True))
        # A new group stands beside that of its sources, unless the line opened one around it.
        beside = not spot.stated and spot.opening is None and spot.group_id is not None and bool(sources)
        parent = parent_of(self._desk, spot.group_id or "") if beside else spot.group_id
        inner = _Spot(parent, stated=True, opening=group, around=spot)
        ends = self.steps(steps, sources, inner)
        if inner.opening is not None:
            # Nothing in it is new: the group goes around what is there.
            read = [self._reading.term(term).existing for term in terms_of(steps)]
            there = [one for one in read if one]
            if there:
                self.groups.append(wrap(self._desk, there, group.kind_id, group.name))
                self._ground.note(self.groups[-1])
        return ends

    def _step(self, step: Step, sources: list[str], spot: _Spot) -> list[str]:
        read = {node.at: self._reading.term(node) for node in step if isinstance(node, Term)}
        ids = self._column([one for one in read.values() if not one.existing], sources, spot)
        ends: list[str] = []
        for node in step:
            if not isinstance(node, Term):
                ends += self.boxed(node.steps, self._reading.group(node), sources, spot)
                continue
            candidate = read[node.at]
            if candidate.existing:
                mine = [candidate.existing]
            else:
                mine, ids = ids[: candidate.count], ids[candidate.count :]
            for source in sources:
                for one in mine:
                    self._connect(source, one, node.label)
            ends += mine
        return list(dict.fromkeys(ends))

    def _column(self, new: list[Candidate], sources: list[str], spot: _Spot) -> list[str]:
        """Add components above one another; return their ids."""
        count = sum(candidate.count for candidate in new)
        if not count:
            return []
        desk, opening = self._desk, spot.to_open()
        home = Home(opening[0].group_id if opening else spot.group_id, len(opening))
        boxes, inside = self._ground.column(sources, count, home, self._at)
        self._at = None
        inside = self._open(opening, boxes, inside)
        ids: list[str] = []
        for candidate in new:
            for name in self._names(candidate):
                kind, box = candidate.kind_id, boxes[len(ids)]
                ids.append(add_component(desk, kind, box, inside, name, candidate.replicas))
                self._ground.note(ids[-1])
        self.made += ids
        return ids

    def _open(self, spots: list[_Spot], boxes: tuple[Box, ...], inside: str | None) -> str | None:
        """Draw the groups that begin with these boxes, outermost first; return the innermost."""
        frames = [bounding_box(boxes) or boxes[0]]
        for _ in spots:
            frames.append(padded(frames[-1]))
        for spot, frame in zip(spots, reversed(frames), strict=False):
            if spot.opening is not None:
                inside = place_group(self._desk, spot.opening.kind_id, frame, inside, spot.opening.name)
                spot.group_id, spot.opening = inside, None
                self.groups.append(inside)
                self._ground.note(inside)
        return inside

    def _names(self, candidate: Candidate) -> list[str | None]:
        """Return the names of what a candidate stands for; None is the usual name of its kind."""
        taken = {component.name for component in self._desk.store.table("components").values()}
        if candidate.count == 1:
            return [unique_name(candidate.name, taken) if candidate.name else None]
        kind = self._desk.catalog.kind(candidate.kind_id)
        stem = candidate.name or kind.default_name or kind.label
        numbers = (number for number in count_from(1) if f"{stem} {number}" not in taken)
        return [f"{stem} {number}" for number in islice(numbers, candidate.count)]

    def _connect(self, source: str, target: str, label: str) -> None:
        if source == target:
            return
        desk = self._desk
        if connected(desk, source, target):
            lines = desk.store.table("connections").values()
            known = next(one for one in lines if one.source == source and one.target == target)
        else:
            known = desk.store.get("connections", connect(desk, source, target))
            self.connections += 1
        if label and known.name != label:
            desk.store.put("connections", known.id, known.revised(name=label))


def _title(steps: tuple[Step, ...], reading: Reading) -> str:
    """Return what the undo list calls the line."""
    read = [reading.term(term) for term in terms_of(steps)]
    new = [one for one in read if not one.existing]
    if not new:
        return "Connect"
    total = sum(one.count for one in new)
    return f"Insert {new[0].name or new[0].label}" if total == 1 else f"Insert {total} components"
