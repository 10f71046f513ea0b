"""Failures of many units, state by state of the domains: those that are built alike go together.

Most components of a design are two or three instances in the same zones. Such units differ in nothing but how
probable the failure of an instance is, and of the domains only matters how many instances they leave.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.binomial import too_few_up
from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.reliability.solution import unit_failure
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.structure.events import Unit


@slotted
class Alike:
    """Units that are built alike: how probable the failure of an instance of each is, and their places.

    `known` are their failures by how many instances are left, `together` how likely any of them fails.
    """

    needed: int
    built: tuple[tuple[int, int], ...]
    failures: list[float] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    known: dict[int, list[float]] = field(default_factory=dict)
    together: dict[int, float] = field(default_factory=dict)

    def left(self, lost: int) -> int:
        """Return how many instances are left while the domains of a mask are down."""
        left = 0
        for mask, count in self.built:
            if not mask & lost:
                left += count
        return left

    def chances(self, left: int) -> list[float]:
        """Return the failure of each unit while so many of its instances are left."""
        found = self.known.get(left)
        if found is None:
            if left < self.needed:
                found = [1.0] * len(self.failures)
            elif self.needed == 1:
                # Most are of one that is needed: it takes all that are left.
                found = [one**left for one in self.failures]
            else:
                found = [too_few_up(left, self.needed, one) for one in self.failures]
            self.known[left] = found
        return found


def sorted_out(units: Sequence[tuple[int, Unit]]) -> tuple[list[Alike], list[tuple[int, Unit]]]:
    """Return units, each given with a place, by how they are built, and those that are something else."""
    found: dict[tuple[int, tuple[tuple[int, int], ...]], Alike] = {}
    others: list[tuple[int, Unit]] = []
    for place, unit in units:
        if unit.event is not None or unit.above:
            others.append((place, unit))
            continue
        key = unit.needed, unit.built
        alike = found.get(key)
        if alike is None:
            alike = found[key] = Alike(*key)
        alike.failures.append(unit.failure)
        alike.places.append(place)
    return list(found.values()), others


class AnyOf:
    """Units of which any fails; what is known of one state serves the others."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._alike, self._others = sorted_out([(unit.index, unit) for unit in units])

    def failure(self, lost: int) -> tuple[float, int]:
        """Return how likely any fails while the domains of a mask are down, and how many certainly do."""
        others = [unit_failure(unit, lost) for _, unit in self._others]
        certain = others.count(1.0)
        failed = any_fails(others)
        for alike in self._alike:
            left = alike.left(lost)
            if left < alike.needed:
                certain += len(alike.failures)
                failed = 1.0
                continue
            chance = alike.together.get(left)
            if chance is None:
                chance = alike.together[left] = any_fails(alike.chances(left))
            failed += chance * (1.0 - failed)
        return failed, certain
