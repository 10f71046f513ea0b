"""How likely units fail while domains are down, from what is known of those that an edit has not touched."""

from __future__ import annotations

from math import expm1, fsum, log1p
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.leaf_states import any_unit_fails
from archdraw.core.analysis.reliability.solution import unit_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from archdraw.core.analysis.structure.events import Unit


class KnownUnits:
    """Units by their bits, with their failures by the domains that are lost."""

    def __init__(self, units: Mapping[int, Unit], states: Iterable[int]) -> None:
        """Work out the failures in states, each a mask of domains that are down."""
        self._units = units
        self._length = 1 + max(units, default=-1)
        self._failures = {lost: self._failing(units, [0.0] * self._length, lost) for lost in states}

    def failures(self, units: Mapping[int, Unit]) -> Callable[[int], list[float]]:
        """Return what returns the failures of units by their bits while the domains of a mask are down.

        Where all units are as they were these are the same lists as before; nobody changes them.
        """
        known = self._units
        others = [place for place, unit in units.items() if known.get(place) is not unit]
        others = [place for place in others if not _alike(units[place], known.get(place))]
        gone = known.keys() - units.keys()
        length = max(self._length, 1 + max(units, default=-1))
        anew = {place: units[place] for place in others}

        def of(lost: int) -> list[float]:
            before = self._failures.get(lost)
            if before is None:
                return self._failing(units, [0.0] * length, lost)
            if not others and not gone:
                return before
            found = before + [0.0] * (length - len(before))
            for place in gone:
                found[place] = 0.0
            return self._failing(anew, found, lost)

        return of

    def _failing(self, units: Mapping[int, Unit], into: list[float], lost: int) -> list[float]:
        for place, unit in units.items():
            into[place] = unit_failure(unit, lost)
        return into


class KnownSingles:
    """Units of which any fails something alone, with how likely one does by the domains that are lost."""

    def __init__(self, units: Sequence[Unit], states: Iterable[int]) -> None:
        """Work it out in states, each a mask of domains that are down."""
        self._units = {unit.id: unit for unit in units}
        self._logs = {lost: _logs(units, lost) for lost in states}

    def any_of(self, units: Sequence[Unit]) -> Callable[[int], float]:
        """Return what returns how likely any of some units fails while the domains of a mask are down."""
        known, now = self._units, {unit.id: unit for unit in units}
        new = [unit for unit in units if known.get(unit.id) is not unit]
        new = [unit for unit in new if not _alike(unit, known.get(unit.id))]
        gone = [known[name] for name in known.keys() - now.keys()]
        gone += [known[unit.id] for unit in new if unit.id in known]

        def of(lost: int) -> float:
            before, less, more = self._logs.get(lost), _logs(gone, lost), _logs(new, lost)
            if before is None or less is None or more is None:
                return any_unit_fails(units, lost)
            return -expm1(fsum((before, -less, more)))

        return of


def _logs(units: Sequence[Unit], lost: int) -> float | None:
    """Return log of how likely all units work while the domains of a mask are down; None: one is certain."""
    failed = [unit_failure(unit, lost) for unit in units]
    return None if 1.0 in failed else fsum([log1p(-chance) for chance in failed])


def _alike(one: Unit, other: Unit | None) -> bool:
    """Return whether a unit fails as another one does."""
    return (
        other is not None
        and one.failure == other.failure
        and one.needed == other.needed
        and one.above == other.above
        and one.domain_mask == other.domain_mask
        and one.built == other.built
        and (one.event is None) == (other.event is None)
    )
