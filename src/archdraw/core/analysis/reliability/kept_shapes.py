"""Groups whose failure is known, as formulas over literals: for groups of another shape that differ little.

Nodes are called by what they are made of, down to the units: whichever way a formula was built, and whatever
stands apart in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.beside_pairs import AroundPairs
from archdraw.core.analysis.reliability.domain_literals import MOST_AROUND, DomainLiterals
from archdraw.core.analysis.reliability.gate_weights import without
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.analysis.reliability.lows_before import known_lows
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from archdraw.core.analysis.reliability.aims import Aim
    from archdraw.core.analysis.reliability.gate_weights import GateWeights
    from archdraw.core.analysis.reliability.lows_before import KnownLows
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

# So many groups are kept; with so many numbers for nodes all are forgotten.
_MOST_SHAPES, _MOST_NUMBERS = 2, 30_000
# All states are gone through of no more domains than this.
_FEW_DOMAINS = 12

# Threshold and inputs of a gate, 0 and none of a unit.
Content = tuple[int, tuple[int, ...]]
_UNIT: Content = 0, ()


class Contents:
    """Numbers of nodes by what they are made of, and that by number: inputs have lower numbers."""

    def __init__(self) -> None:
        self.by_number: list[Content] = []
        self._known: dict[Hashable, int] = {}

    def __len__(self) -> int:
        return len(self.by_number)

    def take_in(self, system: System, parts: Sequence[int]) -> tuple[dict[int, int], dict[int, Unit]]:
        """Return the numbers of some parts and of all below, and by number the units among them."""
        formula, units_of, known = system.formula, system.units, self._known
        threshold, inputs, unit_of = formula.threshold, formula.inputs, formula.unit
        number: dict[int, int] = {}
        units: dict[int, Unit] = {}
        for node in formula.below(parts):
            content = _UNIT
            if threshold[node]:
                content = threshold[node], tuple(sorted([number[one] for one in inputs[node]]))
                found = known.setdefault(content, len(known))
            else:
                unit = units_of[unit_of[node]]
                found = known.setdefault((unit.id, unit.above), len(known))
                units[found] = unit
            if found == len(self.by_number):
                self.by_number.append(content)
            number[node] = found
        return number, units


class _Pause:
    """Calls what is to be called for the time being: nothing of a run may be kept after it."""

    def __init__(self) -> None:
        self.call: Callable[[], None] | None = None

    def __call__(self) -> None:
        if self.call is not None:
            self.call()


# What the failure of a unit follows from: that of an instance, how many are needed, above how many, and per
# group of instances the domains around it with how many there are.
_Figures = tuple[float, int, int, tuple[tuple[int, int], ...]]


def _figures(unit: Unit, domains: int) -> _Figures:
    if unit.event is not None:
        return unit.failure, 0, 0, ()
    built = tuple([(mask & domains, count) for mask, count in unit.built])
    return unit.failure, unit.needed, unit.above, built


@slotted
class KnownShape:
    """A group with the range of its failure; what fails its nodes through few literals, by their numbers.

    More than two literals fail it at most as likely as `after`, or as `after_up` while all domains are up.
    Of few domains it is known too what few failures do `in_states` of them.
    """

    parts: frozenset[int]
    domains: int
    units: dict[int, Unit]
    domain_figures: Hashable
    orders: LowOrders
    literals: DomainLiterals
    lows: dict[int, Low]
    top: Low
    around: AroundPairs
    weights: GateWeights
    after: float
    after_up: float
    in_states: KnownLows | None
    low: float
    high: float
    pause: _Pause

    def is_alike(self, number: int, unit: Unit, domains: int) -> bool:
        """Return whether a unit fails as it did, with all but these domains up."""
        known = self.units.get(number)
        if known is None or unit.failure != known.failure or unit.needed != known.needed:
            return False
        if unit.built == known.built and not unit.domain_mask & (domains ^ self.domains):
            return unit.above == known.above
        return _figures(known, self.domains) == _figures(unit, domains)

    @property
    def apart(self) -> float:
        """How far from the truth the literals may be."""
        return self.literals.too_much + self.literals.left_out


class KeptShapes:
    """The groups that were solved last, with what their nodes are called.

    What compares others with them is loaded with it: after an edit there is little time.
    """

    def __init__(self) -> None:
        self.contents = Contents()
        self._known: list[KnownShape] = []

    def keep(
        self,
        system: System,
        parts: Sequence[int],
        domains: int,
        ends: tuple[float, float],
        pause: Callable[[], None] | None = None,
        few: tuple[Sequence[State], Aim] | None = None,
    ) -> None:
        """Keep some parts whose failure is known while all but the domains of the mask are up.

        What `pause` ends is not kept. What few failures do is weighed in the states of the domains, with how
        close first bounds are to be, if these are given.
        """
        if len(self.contents) > _MOST_NUMBERS:
            self.contents = Contents()
            self._known.clear()
        found = known_shape(self.contents, system, parts, domains, ends, pause, few)
        if found is not None:
            self._known = [found, *self._known[: _MOST_SHAPES - 1]]

    def nearest(self, system: System, parts: Sequence[int], domains: int) -> Compared | None:
        """Return some parts with the known group that has most of them.

        None where none has half of them, where domains are others now, or literals do not tell them.
        """
        if not self._known or system.steps_of or system.formula.boxes:
            return None
        every, units = self.contents.take_in(system, parts)
        numbers = [every[part] for part in parts]
        own = frozenset(numbers)
        known = max(self._known, key=lambda one: len(one.parts & own))
        if 2 * len(known.parts & own) < len(own) or known.domain_figures != figures_of_domains(system):
            return None
        if any((unit.domain_mask & domains).bit_count() > MOST_AROUND for unit in units.values()):
            return None
        other = own != known.parts
        return Compared(self.contents, known, numbers, units, domains, every, other_parts=other)


@slotted
class Compared:
    """A group, by the numbers of its parts, units and all nodes, and what is known of another one.

    All but the `domains` are up. `other_parts` says whether they differ in more than figures.
    """

    contents: Contents
    known: KnownShape
    parts: list[int]
    units: dict[int, Unit]
    domains: int
    numbers: dict[int, int]
    other_parts: bool
    _others: set[int] | None = None

    def is_same(self) -> bool:
        """Return whether the other one has not even other figures."""
        return not self.other_parts and not self.others()

    def others(self) -> set[int]:
        """Return the units that fail otherwise than they did, or were not there."""
        if self._others is None:
            known, domains, units = self.known, self.domains, self.units
            found: Iterable[int] = units
            if domains == known.domains:
                before = known.units.get
                found = [number for number, unit in units.items() if before(number) is not unit]
            self._others = {number for number in found if not known.is_alike(number, units[number], domains)}
        return self._others


def figures_of_domains(system: System) -> Hashable:
    """Return all that is to be known of the domains."""
    names = [system.events[event].id for event in system.domain_event]
    return tuple(names), tuple(system.domain_failure), tuple(system.domain_ancestors)


def known_shape(
    contents: Contents,
    system: System,
    parts: Sequence[int],
    domains: int,
    ends: tuple[float, float],
    pause: Callable[[], None] | None = None,
    few: tuple[Sequence[State], Aim] | None = None,
) -> KnownShape | None:
    """Return some parts whose failure is known while all but the domains of the mask are up.

    None where they cannot be told by literals. `pause` may end the work. What few failures do is weighed in
    states, if these are given (`KeptShapes.keep`).
    """
    if system.steps_of or system.formula.boxes:
        return None
    every, units = contents.take_in(system, parts)
    numbers = [every[part] for part in parts]
    if any((unit.domain_mask & domains).bit_count() > MOST_AROUND for unit in units.values()):
        return None
    paused = _Pause()
    paused.call = pause
    orders = LowOrders(paused)
    literals = DomainLiterals(system.domain_failure, domains, orders)
    lows: dict[int, Low] = {}
    top = lows_of(contents, numbers, (orders, literals), units, lows)
    failure = without(literals.failure, top.singles)
    if max(failure, default=0.0) >= 1.0:
        return None
    pairs = AroundPairs(orders.pairs(top), failure)
    weights = orders.gate_weights(failure)
    after = sum(weights.rest(top.more))
    after_up = sum(weights.without((1 << len(system.domain_failure)) - 1).rest(top.more))
    in_states = None
    if domains.bit_count() <= _FEW_DOMAINS:
        in_states = known_lows(system.formula, parts, every, paused)
        if few is not None:
            in_states.weigh(system, parts, *few)
    paused.call = None
    return KnownShape(
        frozenset(numbers),
        domains,
        units,
        figures_of_domains(system),
        orders,
        literals,
        lows,
        top,
        pairs,
        weights,
        after,
        after_up,
        in_states,
        *ends,
        paused,
    )


def lows_of(
    contents: Contents,
    numbers: Sequence[int],
    means: tuple[LowOrders, DomainLiterals],
    units: Mapping[int, Unit],
    lows: dict[int, Low],
) -> Low:
    """Return what fails any of some nodes; what fails those that they are made of is added to `lows`."""
    (orders, literals), content = means, contents.by_number
    seen = {number for number in numbers if number not in lows}
    work = list(seen)
    while work:
        new = [one for one in content[work.pop()][1] if one not in lows and one not in seen]
        seen.update(new)
        work += new
    for number in sorted(seen):
        orders.pause()
        threshold, inputs = content[number]
        if not threshold:
            lows[number] = literals.of_unit(units[number])
        elif threshold == 1:
            lows[number] = orders.any_of([lows[one] for one in inputs])
        else:
            lows[number] = orders.at_least(threshold, [lows[one] for one in inputs])
    return orders.any_of([lows[number] for number in numbers])
