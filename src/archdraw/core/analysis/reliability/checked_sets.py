"""Cut sets of the ways kept, held against networks with every way.

Failing in a network with every way takes at least as much, so a minimal cut set of it contains one of the
ways kept. Such a set that also stops the journey with every way is minimal there as well: a smaller one would
be one of the ways kept, too. What does not stop it is taken further, one more failure at a time: of each
order all sets are found that way, as long as there are not too many to be looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.families import ALWAYS, minimal
from archdraw.core.analysis.reliability.listing import HIGHEST_ORDER, Found
from archdraw.core.analysis.structure.whole_words import parts_of, whole_word
from archdraw.core.giving_way import give_way

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from archdraw.core.analysis.reliability.families import Cut
    from archdraw.core.analysis.reliability.literals import Literals
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

# Of the sets found so many are looked up, and as many of those taken further, order by order.
MOST_CHECKED = 20_000
_AT_ONCE = 2_000


def checked(system: System, whole: int, found: Found) -> Found:
    """Return the cut sets of a node over whole networks, from those of the ways kept.

    Every set of the result is a minimal cut set, longer ones included; up to its order there are no others.
    """
    if found.family is ALWAYS:
        return found
    states = _States(system, whole, found.literals)
    order = found.order
    sets = sorted(found.family.all(), key=len)
    if order is not None:
        sets = [cut for cut in sets if len(cut) <= order]
    if found.more:
        order = _least(order, min(found.more) - 1)
    if len(sets) > MOST_CHECKED:
        order = _least(order, len(sets[MOST_CHECKED]) - 1)
        sets = sets[:MOST_CHECKED]
    holding, spared = states.told_apart(sets)
    if spared:
        more, reached = _taken_further(states, spared, HIGHEST_ORDER if order is None else order)
        holding += more
        order = _least(order, reached)
    return Found(found.literals, minimal(holding), order=order)


def _least(first: int | None, second: int | None) -> int | None:
    """Return the lesser of two orders; None is none."""
    known = [one for one in (first, second) if one is not None]
    return min(known, default=None)


def _taken_further(states: _States, spared: Sequence[Cut], highest: int) -> tuple[list[Cut], int | None]:
    """Return what stops the journey with more failures than sets that do not, and to which order it is all.

    None: there are no others at all.
    """
    order, longest = len(spared[0]), len(spared[-1])
    fatal = states.literals.fatal
    if fatal and any(len(cut) == 1 and states.lost_domains(cut) & fatal for cut in spared):
        # Instances inside and outside of such a domain are not told apart here.
        return [], 1
    found: list[Cut] = []
    left = [cut for cut in spared if len(cut) == order]
    places = states.places()
    while left or order < longest:
        if order >= highest or len(left) * len(places) > MOST_CHECKED:
            return found, order
        order += 1
        longer = {cut | {one} for cut in left for one in states.one_more(cut, places)}
        holding, left = states.told_apart(sorted(longer, key=sorted))
        found += holding
        left += [cut for cut in spared if len(cut) == order]
    return found, None


class _States:
    """What of a system over whole networks fails when all events of a set are down, set by set."""

    def __init__(self, system: System, whole: int, literals: Literals) -> None:
        self.literals = literals
        self._system = system
        self._whole = whole
        self._bit_of = {event: bit for bit, event in enumerate(system.domain_event)}
        self._unit_of = {unit.event: unit.index for unit in system.units if unit.event is not None}
        self._counting: dict[int, list[Unit]] = {}
        for unit in system.units:
            if unit.groups:
                self._counting.setdefault(_base(unit), []).append(unit)
        self._never = [unit.index for unit in system.units if unit.count < unit.needed]

    def told_apart(self, sets: Sequence[Cut]) -> tuple[list[Cut], list[Cut]]:
        """Return the sets that make the node fail, and those that do not, both in their order."""
        holding: list[Cut] = []
        spared: list[Cut] = []
        for begin in range(0, len(sets), _AT_ONCE):
            give_way()
            some = sets[begin : begin + _AT_ONCE]
            everything = (1 << len(some)) - 1
            units = dict.fromkeys(self._never, everything)
            for at, cut in enumerate(some):
                for unit in self._failing(cut):
                    units[unit] = units.get(unit, 0) | 1 << at
            word = whole_word(self._system, self._whole, units, everything)
            for at, cut in enumerate(some):
                (holding if word >> at & 1 else spared).append(cut)
        return holding, spared

    def lost_domains(self, cut: Cut) -> int:
        """Return the mask of the domains that a set takes."""
        events = (self.literals.class_of(one).event for one in cut)
        return sum(1 << self._bit_of[event] for event in events if event in self._bit_of)

    def places(self) -> list[int]:
        """Return the classes of everything that the node hangs on, detours included."""
        system, literals = self._system, self.literals
        formula = system.formula
        roots = {self._whole}
        for one in {one.unit: one for one in system.narrowed.values()}.values():
            roots.update(parts_of(system, one.network).values())
        found: dict[int, None] = dict.fromkeys(literals.of_domain)
        for node in formula.below(sorted(roots)):
            unit = system.units[formula.unit[node]] if formula.unit[node] >= 0 else None
            if unit is not None and unit.event is not None:
                found[literals.of_event(unit)] = None
            elif unit is not None and unit.groups:
                found.update(dict.fromkeys(place for _, place in literals.of_instances(_base(unit))))
        return list(found)

    def one_more(self, cut: Cut, places: Collection[int]) -> list[int]:
        """Return the literals of which each takes one more event of one of the classes."""
        literals = self.literals
        taken = literals.counts(cut)
        classes = [(literals.classes[place], taken.get(place, 0)) for place in places]
        return [owner.first + number for owner, number in classes if number < owner.count]

    def _failing(self, cut: Cut) -> list[int]:
        """Return the units that fail with the events of a set."""
        found: list[int] = []
        lost = self.lost_domains(cut)
        taken: dict[int, dict[int, int]] = {}
        for place, number in self.literals.counts(cut).items():
            owner = self.literals.classes[place]
            if owner.unit >= 0:
                self._take(taken.setdefault(owner.unit, {}), owner.unit, owner.groups, number)
            elif owner.event not in self._bit_of:
                found.append(self._unit_of[owner.event])
        bases = set(taken)
        if lost:
            bases.update(base for base, (unit, *_) in self._counting.items() if unit.domain_mask & lost)
        for base in bases:
            gone = taken.get(base, {})
            for unit in self._counting[base]:
                left = sum(
                    group.count - gone.get(place, 0)
                    for place, group in enumerate(unit.groups)
                    if not group.domain_mask & lost
                )
                if left < unit.needed:
                    found.append(unit.index)
        return found

    def _take(self, gone: dict[int, int], base: int, groups: Iterable[int], number: int) -> None:
        """Count so many instances of some groups of a unit as gone."""
        for place in groups:
            here = min(number, self._system.units[base].groups[place].count)
            gone[place] = gone.get(place, 0) + here
            number -= here


def _base(unit: Unit) -> int:
    return unit.index if unit.base < 0 else unit.base
