"""Figures and units of components that no edit has touched since the last run.

Records never change: what follows from one alone is kept with it, and found again by its identity.
"""

from __future__ import annotations

from itertools import compress, count, islice
from operator import is_, is_not
from typing import TYPE_CHECKING, TypeVar

from archdraw.core.model import FIGURES
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.result import Assumption
    from archdraw.core.analysis.structure.figures import FigureBook, PartFigures
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.analysis.structure.requirements import RequirementTable
    from archdraw.core.analysis.structure.system import KeptUnits, System, SystemBefore
    from archdraw.core.model import Component, Design, Group


Record = TypeVar("Record")

# What a component requires of others, and who may stand in for it, does not hang on these.
_ITS_OWN = frozenset((*FIGURES, "replicas", "required", "owner", "notes", "sources"))


@slotted
class _Figures:
    component: Component
    promotes: bool
    part: PartFigures
    noted: list[Assumption]


class KeptRecords:
    """What was worked out for the components of a design, by their ids."""

    def __init__(self) -> None:
        self._catalog: Kinds | None = None
        self._groups: tuple[Group, ...] = ()
        self._calls: tuple[Design, RequirementTable] | None = None
        self._figures: dict[str, _Figures] = {}
        self._before: dict[str, _Figures] = {}
        self._units: dict[str, KeptUnits] = {}
        self._units_before: dict[str, KeptUnits] = {}
        self._system: SystemBefore | None = None

    def begin(self, design: Design, catalog: Kinds) -> None:
        """Prepare for the next run: what the last one did not use is forgotten."""
        if catalog is not self._catalog:
            self._figures, self._units, self._catalog = {}, {}, catalog
            self._calls = self._system = None
        if not same_records(design.groups, self._groups):
            self._units = {}
            self._calls = self._system = None
        self._groups = design.groups
        self._before, self._figures = self._figures, {}
        self._units_before, self._units = self._units, {}

    def table(self, design: Design, made: Callable[[], RequirementTable]) -> RequirementTable:
        """Return the requirements of a design: of those of the last one what can't have changed."""
        known = self._calls
        changed = None if known is None else _changed(known[0], design)
        if known is None or changed is None:
            table = made()
        elif changed:
            table = made()
            table.take_over(known[1], changed)
        else:
            table = known[1]
        self._calls = design, table
        return table

    def part(self, book: FigureBook, component: Component, *, promotes: bool) -> PartFigures:
        """Return the figures of a component, and write down what is assumed for them."""
        known = self._before.get(component.id)
        if (
            known is None
            or self._catalog is None
            or known.component is not component
            or known.promotes is not promotes
            or known.part.kind is not self._catalog.kind(component.kind)
        ):
            noted = len(book.assumptions)
            part = book.part(component, promotes=promotes)
            known = _Figures(component, promotes, part, book.assumptions[noted:])
        else:
            book.assumptions += known.noted
        self._figures[component.id] = known
        return known.part

    def begin_system(
        self, system: System, components: Sequence[Component], parts: Sequence[PartFigures]
    ) -> list[tuple[int, int, int]]:
        """Add the components with these figures that the last system began with; tell the lengths then."""
        before, self._system = self._system, None
        if before is None:
            return []
        first = min(_alike_at_first(components, before.components), _alike_at_first(parts, before.parts))
        before.begin(system, first)
        self._units = dict(islice(self._units_before.items(), first))
        return before.lengths[:first]

    def keep_system(self, before: SystemBefore) -> None:
        """Keep a system for the next run."""
        self._system = before

    def units(self, system: System, component: Component, part: PartFigures) -> KeptUnits | None:
        """Return the units of a component whose events and units have the same numbers as they had before."""
        known = self._units_before.get(component.id)
        if (
            known is None
            or known.component is not component
            or known.part is not part
            or known.first_event != len(system.events)
            or known.first_unit != len(system.units)
        ):
            return None
        self._units[component.id] = known
        return known

    def keep_units(self, component: Component, known: KeptUnits) -> None:
        """Keep the units that were made for a component."""
        self._units[component.id] = known


def same_records(some: Sequence[object], others: Sequence[object]) -> bool:
    """Return whether both hold the same records, not only equal ones."""
    return len(some) == len(others) and all(map(is_, some, others))


def _changed(before: Design, now: Design) -> set[str] | None:
    """Return the components that may require something else than before; None: any may.

    These are those that differ in more than their figures or call something else, and what calls them: which
    of its targets are alternatives follows from what they are and call, and whether a cache is one more way
    from the calls that go round it.
    """
    apart = _apart(before.connections, now.connections)
    if apart is None:
        return None
    # In another order components are the same ones.
    gone, new = ({one.id: one for one in those} for those in _only_in(before.components, now.components))
    there = gone.keys() ^ new.keys()
    found = set(there)
    found.update([one for one in gone.keys() & new.keys() if not _requires_the_same(gone[one], new[one])])
    for connection in apart:
        found.add(connection.source)
        if connection.behind_cache is not None:
            found.add(connection.behind_cache)
    if not found:
        return found
    every = (*before.connections, *now.connections)
    if there:
        # A connection without one of its ends goes round no cache.
        found.update(
            [
                one.behind_cache
                for one in every
                if one.behind_cache is not None and (one.source in there or one.target in there)
            ]
        )
    return found.union([one.source for one in every if one.target in found])


def _only_in(some: Sequence[Record], others: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """Return which records are in the first alone, and which in the second."""
    first = _alike_at_first(some, others)
    some, others = some[first:], others[first:]
    last = _alike_at_first(some[::-1], others[::-1])
    some, others = some[: len(some) - last], others[: len(others) - last]
    ours, theirs = set(map(id, some)), set(map(id, others))
    return [one for one in some if id(one) not in theirs], [one for one in others if id(one) not in ours]


def _alike_at_first(some: Sequence[object], others: Sequence[object]) -> int:
    """Return how many records two lists begin with alike."""
    return next(compress(count(), map(is_not, some, others)), min(len(some), len(others)))


def _apart(some: Sequence[Record], others: Sequence[Record]) -> list[Record] | None:
    """Return the records that are in one of the two alone; None where the others come in another order."""
    gone, new = _only_in(some, others)
    left, those = set(map(id, gone)), set(map(id, new))
    same = same_records(
        [one for one in some if id(one) not in left] if left else some,
        [one for one in others if id(one) not in those] if those else others,
    )
    return [*gone, *new] if same else None


def _requires_the_same(one: Component, other: Component) -> bool:
    if one is other:
        return True
    if one.extra != other.extra:
        return False
    return all(
        getattr(one, name) == getattr(other, name) for name in type(one).defaults if name not in _ITS_OWN
    )
