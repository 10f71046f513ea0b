"""What the components of a journey require of each other, where each fails by its units and calls alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.kept_shapes import figures_of_domains
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from archdraw.core.analysis.result import MeasureName
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.lowering import LoweredJourney
    from archdraw.core.analysis.structure.requirements import Requirements
    from archdraw.core.analysis.structure.system import System

# So many of some components must fail: of one it is one.
Alternatives = tuple[int, frozenset[str]]


@frozen
class Calls:
    """The calls of a journey in one measure, in `parts` by component that its entry may reach.

    `every` are all units, `units_of` their numbers by component, `domains` all that is to be known of the
    domains around them, with `domain_failure` among that.
    """

    journey: str
    measure: MeasureName
    entry: str
    parts: Mapping[str, tuple[Requirements, ...]]
    every: Sequence[Unit]
    units_of: Mapping[str, Sequence[int]]
    domain_failure: Sequence[float]
    domains: Hashable

    def is_of(self, other: Calls) -> bool:
        """Return whether both are of the same journey, in the same domains."""
        return (
            self.journey == other.journey
            and self.measure == other.measure
            and self.entry == other.entry
            and self.domains == other.domains
        )

    def units(self, component: str) -> list[Unit]:
        """Return the units any of which fails a component."""
        return [self.every[index] for index in self.units_of.get(component, ())]

    def needs(self, component: str) -> list[Alternatives]:
        """Return what fails a component beside its units: any of these."""
        found: list[Alternatives] = []
        for part in self.parts[component]:
            found += [(1, frozenset((target,))) for target in part.single_targets]
            for pool in part.pools:
                members = frozenset([target for target, _ in pool.members])
                found.append((len(members) - pool.needs + 1, members))
        return found

    def targets(self, component: str) -> Sequence[str]:
        """Return every component it calls."""
        parts = self.parts[component]
        if len(parts) == 1:
            return parts[0].targets
        return tuple(dict.fromkeys([target for part in parts for target in part.targets]))


def calls_of(system: System, lowered: Iterable[LoweredJourney], root: int) -> Calls | None:
    """Return the calls of the journey that fails as a node does.

    None where there are others than from component to component, or components that do more than to fail.
    """
    if (
        system.formula.boxes
        or system.steps_of
        or system.successors
        or system.connection_node
        or system.narrowed
    ):
        return None
    for one in lowered:
        for measure, formula in one.formulas.items():
            if formula.root != root or formula.ambiguous or one.journey.entry is None:
                continue
            parts = one.views[measure].known
            spared = any(pool.spared_by for those in parts.values() for part in those for pool in part.pools)
            if spared:
                return None
            return Calls(
                one.journey.id,
                measure,
                one.journey.entry,
                parts,
                system.units,
                system.units_of,
                system.domain_failure,
                figures_of_domains(system),
            )
    return None
