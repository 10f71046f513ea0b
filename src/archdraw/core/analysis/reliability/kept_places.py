"""Bits of units that are the same after an edit: so are numbers whose bits stand for the same units."""

from __future__ import annotations

from itertools import filterfalse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.structure.system import System

# Of fewer units it takes no time to give them others. Where so many times as many have had a bit than there
# are units, all are given anew.
MANY_UNITS, _TOO_MANY = 1_000, 2


class KeptPlaces:
    """The bits of units, by what they are called: no two may count the same instances."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()

    def of(self, system: System, units: Sequence[int]) -> list[int]:
        """Return the bits of some units."""
        if len(self._known) > _TOO_MANY * len(system.units):
            self.clear()
        known, every = self._known, system.units
        names = [every[unit].id for unit in units]
        for name in filterfalse(known.__contains__, names):
            known[name] = len(known)
        return list(map(known.__getitem__, names))


def laid_out(values: Sequence[int], places: Sequence[int]) -> list[int]:
    """Return numbers by their places, −1 where there is none."""
    found = [-1] * (1 + max(places, default=-1))
    for value, place in zip(values, places, strict=True):
        found[place] = value
    return found
