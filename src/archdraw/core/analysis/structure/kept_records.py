"""Figures and units of components that no edit has touched since the last run.

Records never change: what follows from one alone is kept with it, and found again by its identity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.records import slotted

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Assumption
    from archdraw.core.analysis.structure.figures import FigureBook, PartFigures
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.analysis.structure.system import KeptUnits, System
    from archdraw.core.model import Component, Design, Group


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
        self._figures: dict[str, _Figures] = {}
        self._before: dict[str, _Figures] = {}
        self._units: dict[str, KeptUnits] = {}
        self._units_before: dict[str, KeptUnits] = {}

    def begin(self, design: Design, catalog: Kinds) -> None:
        """Prepare for the next run: what the last one did not use is forgotten."""
        if catalog is not self._catalog:
            self._figures, self._units, self._catalog = {}, {}, catalog
        groups = design.groups
        if len(groups) != len(self._groups) or any(
            one is not other for one, other in zip(groups, self._groups, strict=True)
        ):
            self._units = {}
        self._groups = groups
        self._before, self._figures = self._figures, {}
        self._units_before, self._units = self._units, {}

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
