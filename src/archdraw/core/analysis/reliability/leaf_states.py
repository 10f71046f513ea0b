"""How likely the leaves of some parts fail in the states of the domains around them that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.reliability.leaves import Trees
from archdraw.core.analysis.reliability.solution import unit_failures
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.aims import Aim
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

# What weighs so little of what is asked for is not looked at closely.
_IGNORED = 0.1


@slotted
class Matter:
    """The range from the states in which few failures of leaves matter little, and those where they do.

    Each of these is given by how likely it is that it is one in which the single parts work, and by the
    failures of the leaves. The bounds of all of them may leave so much `room`.
    """

    low: float
    high: float
    room: float
    states: list[tuple[float, list[float]]]

    def worst(self) -> list[float]:
        """Return how likely each leaf fails in any of the states at most."""
        return [max(chances) for chances in zip(*[one for _, one in self.states], strict=True)]


def single_units(system: System, parts: Sequence[int]) -> list[Unit]:
    """Return the units among some parts."""
    formula = system.formula
    return [system.units[formula.unit[part]] for part in parts if not formula.threshold[part]]


def failures_in_states(system: System, leaves: Sequence[int]) -> Callable[[int], list[float]]:
    """Return what returns the failures of some leaves while the domains of a mask are down."""
    trees = Trees(system, leaves)

    def failures(lost: int) -> list[float]:
        chances = trees.chances(lost)
        return [chances[leaf] for leaf in leaves]

    return failures


def states_that_matter(
    any_single: Callable[[int], float],
    states: Sequence[State],
    singles: int,
    failures: Callable[[int], list[float]],
    aim: Aim,
) -> Matter:
    """Return in which states it is to be seen what few failures of leaves do.

    Parameters
    ----------
    any_single
        Returns how likely any unit fails that fails it alone, as above; leaves are other ones.
    singles
        The leaves that fail it alone.
    failures
        Returns by leaf how likely it fails while the domains of a mask are down.
    """
    alone = [(weight, lost, any_single(lost)) for weight, lost in states]
    low = high = 0.0
    matter: list[tuple[float, list[float]]] = []
    wanted = aim.room(sum([weight * failed for weight, _, failed in alone]))
    for weight, lost, failed in alone:
        low += weight * failed
        high += weight * failed
        beside = weight * (1.0 - failed)
        if beside > 0.0:
            aim.pause()
            failure = failures(lost)
            # What is no single leaf takes two at least.
            most = min(1.0, sum([failure[leaf] for leaf in bits(singles)]) + sum(failure) ** 2 / 2.0)
            if beside * most <= _IGNORED * wanted:
                high += beside * most
            else:
                matter.append((beside, failure))
    return Matter(low, high, wanted / sum([beside for beside, _ in matter]) if matter else 0.0, matter)


def any_unit_fails(units: Sequence[Unit], lost: int) -> float:
    """Return how likely any of some units fails while the domains of a mask are down."""
    found = unit_failures(units, lost)
    # Certain is certain, whatever is rounded on the way.
    return 1.0 if 1.0 in found else any_fails(found)
