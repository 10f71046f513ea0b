"""Bounds in little time: what one or two leaves fail nearly exactly, the rest from above.

Of few domains state by state. Many become leaves themselves, beside the instances of the components in them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.aims import Aim
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.domain_literals import MOST_AROUND, DomainLiterals, the_leaf
from archdraw.core.analysis.reliability.gate_weights import without
from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.reliability.leaf_states import (
    any_unit_fails,
    failures_in_states,
    single_units,
    states_that_matter,
)
from archdraw.core.analysis.reliability.leaves import Trees, separate_parts
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.analysis.reliability.pair_unions import ChangedUnion, PairUnion
from archdraw.core.analysis.reliability.paired_sides import paired_anyway
from archdraw.core.analysis.reliability.triples import Limits, Triples
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.aims import Patience
    from archdraw.core.analysis.reliability.encoding import Supports
    from archdraw.core.analysis.reliability.leaf_states import Matter
    from archdraw.core.analysis.reliability.lows_before import LowsBefore
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.system import System

# Ranges by the failures in a state: by the lists themselves, which are held here.
RangesInStates = dict[int, tuple[list[float], tuple[float, float]]]

# How much of it may go to the bounds of pairs, to one bound on the rest for all states together, and to
# triples that are not looked at.
_OF_UNION, _OF_REST, _OF_TRIPLES, _OF_GAP, _OF_BEYOND, _OF_OTHERS = 0.2, 0.6, 0.05, 0.8, 0.1, 0.1
# … or more of it to triples that are not looked at where all of them are not much more than it.
_OF_FEW, _FEW_TIMES = 0.12, 5.0
# With time pairs add that much, and of triples a part as much is not looked at.
_OF_UNION_IN_TIME, _LESS_IN_TIME = 0.01, 0.35
# Where that is all that is asked for, pairs need not be known closer than this.
_ROUGHLY = 1e-3
# Bounds so much further apart than they are to be come no closer by a look at triples than by cases.
_OF_CASES = 30.0


def bounds_in_states(
    system: System, parts: Sequence[int], states: Sequence[State], aim: Aim, before: LowsBefore | None = None
) -> tuple[float, float]:
    """Return a range of "any of the parts fails" from all states of the domains around them.

    With what is known from `before` it takes less time.

    Raises
    ------
    BudgetExceeded
        There is no time.
    """
    formula = system.formula
    gates = [part for part in parts if formula.threshold[part]]
    leaves = sorted(separate_parts(formula, gates))
    single = partial(any_unit_fails, single_units(system, parts))
    if before is None:
        orders = LowOrders(aim.pause)
        top = orders.find(formula, gates, {leaf: the_leaf(at) for at, leaf in enumerate(leaves)})
        matter = states_that_matter(single, states, top.singles, failures_in_states(system, leaves), aim)
        return in_states(matter, LowBounds(orders, top, aim))
    try:
        orders, top, places = before.find(formula, gates, leaves, aim.pause)
        failures = before.failures(system, leaves, places)
        matter = states_that_matter(single, states, top.singles, failures, aim)
        return in_states(matter, LowBounds(orders, top, aim, before.union(top)))
    finally:
        before.leave()


def in_states(
    matter: Matter, bounds: LowBounds, known: RangesInStates | None = None, of_rest: float = _OF_REST
) -> tuple[float, float]:
    """Return the range from what few failures of the leaves do, roughly of states there is no time for.

    Of some states the ranges may be `known`; those of the others are added. One bound on what more failures
    do is for all states if it takes no more than the part `of_rest` of the room.
    """
    low, high, room, rest = matter.low, matter.high, matter.room, (1.0, 1.0)
    ranges = {} if known is None else known
    left = [failure for _, failure in matter.states if id(failure) not in ranges]
    if len(left) > 1:
        rest = bounds.rest(matter.worst())
    for beside, failure in matter.states:
        if id(failure) not in ranges:
            try:
                bounds.aim.pause()
                found = bounds.of(failure, room, rest if sum(rest) <= of_rest * room else None)
            except BudgetExceeded:
                found = bounds.roughly(failure, 1.0)
            ranges[id(failure)] = failure, found
        least, most = ranges[id(failure)][1]
        low += beside * least
        high += beside * most
    return low, min(1.0, high)


def bounds_over_domains(
    system: System, parts: Sequence[int], domains: int, supports: Supports, aim: Aim
) -> tuple[float, float] | None:
    """Return the same range where the domains of the mask are many; those outside of it are up.

    None where it is not to be had: components in very many of them, or that need more instances at times.

    Raises
    ------
    BudgetExceeded
        There is no time.
    """
    known = _over_domains(system, parts, domains, supports, aim)
    if known is None:
        return None
    bounds, literals, _ = known
    low, high = (
        bounds.of(literals.failure, aim.room())
        if aim.patience is None
        else bounds.patiently(literals.failure, aim.patience)
    )
    return max(0.0, low - literals.too_much), min(1.0, high + literals.left_out)


def slope_bounds(
    system: System,
    parts: Sequence[int],
    domains: int,
    supports: Supports,
    leaf: int,
    around: int,
    pause: Callable[[], None],
) -> tuple[float, float] | None:
    """Return a range of the derivative of the same by the failure of a leaf.

    That is how much likelier "any of the parts fails" is with the leaf failed than with it working, while the
    domains of the mask `around`, all those that the leaf is in among them, are up. None where it is not to be
    had.

    Raises
    ------
    BudgetExceeded
        There is no time.
    """
    known = _over_domains(system, parts, domains, supports, Aim(0.0, 0.0, pause, pause))
    if known is None:
        return None
    bounds, literals, places = known
    failure = list(literals.failure)
    for bit in bits(around):
        failure[bit] = 0.0
    failure[places[leaf]] = 1.0
    pause()
    failed = bounds.roughly(failure)
    failure[places[leaf]] = 0.0
    pause()
    works = bounds.roughly(failure)
    apart = literals.too_much + literals.left_out
    return max(0.0, failed[0] - works[1] - apart), min(1.0, failed[1] - works[0] + apart)


def _over_domains(
    system: System, parts: Sequence[int], domains: int, supports: Supports, aim: Aim
) -> tuple[LowBounds, DomainLiterals, dict[int, int]] | None:
    """Return bounds of the parts, with what they are about, and the places of the leaves."""
    formula, units = system.formula, system.units
    if system.steps_of:
        return None
    leaves = sorted(separate_parts(formula, parts, lambda node: not supports.domains[node] & domains))
    apart = [leaf for leaf in leaves if not supports.domains[leaf] & domains]
    chances = Trees(system, apart).chances(0)
    orders = LowOrders(aim.pause)
    literals = DomainLiterals(system.domain_failure, domains, orders)
    known: dict[int, Low] = {}
    places: dict[int, int] = {}
    for leaf in leaves:
        places[leaf] = len(literals.failure)
        if not supports.domains[leaf] & domains:
            known[leaf] = the_leaf(literals.add(chances[leaf]))
            continue
        unit = units[formula.unit[leaf]]
        if (unit.domain_mask & domains).bit_count() > MOST_AROUND:
            return None
        known[leaf] = literals.of_unit(unit)
    top = orders.find(formula, parts, known)
    return LowBounds(orders, top, aim), literals, places


class LowBounds:
    """Bounds of what is known by low orders, by the failures of the leaves."""

    def __init__(
        self, orders: LowOrders, top: Low, aim: Aim, union: PairUnion | ChangedUnion | None = None
    ) -> None:
        """Prepare; `union` is that of the pairs where it is known."""
        self._orders = orders
        self.top, self.aim = top, aim
        self._union = PairUnion(orders.pairs(top)) if union is None else union
        self._triples: Triples | None = None

    def of(
        self, failure: Sequence[float], enough: float, rest: tuple[float, float] | None = None
    ) -> tuple[float, float]:
        """Return a range; if three leaves fail too much for it to be close `enough`, they are looked at.

        `rest` is what more than two leaves fail at most, if it is known.
        """
        alone = any_fails([failure[leaf] for leaf in bits(self.top.singles)])
        if self.top.singles:
            # All else matters only while these work.
            failure = without(failure, self.top.singles)
        three, beyond = self.rest(failure) if rest is None else rest
        apart = three + beyond
        low, high = self._union.bounds(failure, max(_OF_UNION * enough, enough - apart))
        if high - low + apart > enough and beyond > _OF_BEYOND * enough:
            beyond -= self._of_no_account(failure, _OF_BEYOND / 4.0 * enough)
            apart = three + beyond
        if high - low + apart > enough:
            least = 0.0
            if apart > _OF_UNION * enough and self.aim.triples:
                least, most = self._three(failure, three, enough, high - low + beyond)
                three = min(three, most)
            low, high = self._closer(failure, (low, high), enough, three + beyond - least)
            low += (1.0 - low) * least
        high = min(1.0, high + three + beyond)
        return alone + (1.0 - alone) * low, alone + (1.0 - alone) * high

    def rest(self, failure: Sequence[float]) -> tuple[float, float]:
        """Return how likely it fails by three leaves, at most, and by more."""
        return self._orders.rest(self.top, failure)

    def patiently(self, failure: Sequence[float], patience: Patience) -> tuple[float, float]:
        """Return a range from a look at triples and, where that does not do, at the cases of heavy leaves."""
        from archdraw.core.analysis.reliability.cases import Cases

        near = self.aim.room(enough=patience.near)
        low, high = self.roughly(failure)
        if high - low <= _OF_CASES * near:
            low, high = self.of(failure, self.aim.room())
        if high - low <= near:
            return low, high
        least, most = Cases(self._orders, failure, patience.pause).bounds(near, patience.cases)
        return max(low, least), min(high, most)

    def roughly(self, failure: Sequence[float], enough: float = _ROUGHLY) -> tuple[float, float]:
        """Return a range in little time: three leaves and more are not looked at one by one."""
        alone = any_fails([failure[leaf] for leaf in bits(self.top.singles)])
        failure = without(failure, self.top.singles)
        low, high = self._union.bounds(failure, enough)
        high = min(1.0, high + sum(self.rest(failure)))
        return alone + (1.0 - alone) * low, alone + (1.0 - alone) * high

    def _three(
        self, failure: Sequence[float], three: float, enough: float, apart: float
    ) -> tuple[float, float]:
        """Return how likely three leaves fail it at least, given that no pair does, and at most beside pairs.

        What else those need that fail it only with more is looked at where that is too much, with how far
        `apart` all else leaves the bounds.
        """
        if self._triples is None:
            share = _OF_FEW if three <= _FEW_TIMES * enough else _OF_TRIPLES
            share *= _LESS_IN_TIME if self.aim.time else 1.0
            limits = Limits(share * enough, self.aim.triples, self.aim.hurry, self.aim.time)
            self._triples = Triples(self._orders, self.top, self._union.whole, failure, limits)
        triples = self._triples
        least, most = triples.bounds(failure)
        others = triples.others(failure)
        left = most + others - least + apart
        if (
            others > _OF_OTHERS * max(enough, left)
            and left > enough
            and self.aim.in_time()
            and triples.complete()
        ):
            others = min(others, triples.others(failure))
        return least, most + others

    def _of_no_account(self, failure: Sequence[float], least: float) -> float:
        """Return how much of what more than three leaves weigh holds a pair that fails the whole."""
        sides = self._orders.paired_sides(self.top, failure, least)
        try:
            return paired_anyway(sides, self._union.whole, failure, self.aim.hurry)
        except BudgetExceeded:
            return 0.0

    def _closer(
        self, failure: Sequence[float], found: tuple[float, float], enough: float, apart: float
    ) -> tuple[float, float]:
        """Return a closer range of the pairs where they are what leaves the whole apart, with all else."""
        low, high = found
        if high - low + apart <= enough or not self.aim.in_time():
            return found
        # Pairs need not be known closer than all else.
        share = _OF_UNION_IN_TIME if self.aim.time else _OF_UNION
        wanted = max(share * max(enough, apart), _OF_GAP * (enough - apart))
        return self._union.bounds(failure, wanted, self.aim.steps)
