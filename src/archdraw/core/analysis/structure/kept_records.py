"""Figures and units of components that no edit has touched since the last run.

Records never change: what follows from one alone is kept with it, and found again by its identity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.model import FIGURES
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.result import Assumption
    from archdraw.core.analysis.structure.figures import FigureBook, PartFigures
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.analysis.structure.requirements import RequirementTable
    from archdraw.core.analysis.structure.system import KeptUnits, System
    from archdraw.core.model import Component, Design, Group


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
        self._domain_bit: dict[str, int] = {}
        self._calls: tuple[Design, RequirementTable] | None = None
        self._figures: dict[str, _Figures] = {}
        self._before: dict[str, _Figures] = {}
        self._units: dict[str, KeptUnits] = {}
        self._units_before: dict[str, KeptUnits] = {}

    def begin(self, design: Design, catalog: Kinds) -> None:
        """Prepare for the next run: what the last one did not use is forgotten."""
        if catalog is not self._catalog:
            self._figures, self._units, self._catalog = {}, {}, catalog
            self._calls = None
        if not same_records(design.groups, self._groups):
            self._units = {}
            self._calls = None
        self._groups = design.groups
        self._before, self._figures = self._figures, {}
        self._units_before, self._units = self._units, {}

    def table(self, design: Design, made: Callable[[], RequirementTable]) -> RequirementTable:
        """Return the requirements of a design: those of the last one where they can't have changed."""
        if self._calls is not None:
            before, table = self._calls
            if (
                same_records(design.connections, before.connections)
                and len(design.components) == len(before.components)
                and all(map(_requires_the_same, design.components, before.components))
            ):
                self._calls = design, table
                return table
        table = made()
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

    def units(self, system: System, component: Component, part: PartFigures) -> KeptUnits | None:
        """Return the units of a component whose events and units have the same numbers as they had before."""
        if system.domain_bit != self._domain_bit:
            self._units_before, self._domain_bit = {}, dict(system.domain_bit)
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
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))


def _requires_the_same(one: Component, other: Component) -> bool:
    if one is other:
        return True
    if one.extra != other.extra:
        return False
    return all(
        getattr(one, name) == getattr(other, name) for name in type(one).defaults if name not in _ITS_OWN
    )
