"""What changes of the shape of a group fail: single literals, some with others, and how much the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from archdraw.core.analysis.reliability.conditions import FAILED
from archdraw.core.analysis.reliability.gate_weights import sum_of
from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.reliability.low_orders import Low
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.reliability.gate_weights import GateWeights
    from archdraw.core.analysis.reliability.low_orders import LowOrders

# Where it leaves so many times that open, it is seen what fails the rest while some literals have failed.
_WORTH = 5.0
# … if these are no more: with many nearly all fails.
_MANY = 64
# What sums round off at most, relative to them.
_ROUNDED = 1e-12


class Changing(Protocol):
    """What fails something where there was nothing like it, and what must fail beside it, if anything."""

    @property
    def here(self) -> Low:
        """What fails it."""
        ...

    @property
    def beside(self) -> Low | None:
        """What must fail beside it."""
        ...

    def beside_failed(self, literals: int) -> Low:
        """Return what must fail beside it while some literals have failed."""
        ...


def fails_alone(changes: Sequence[Changing]) -> int:
    """Return the literals that fail any of the changes by themselves."""
    found = 0
    for change in changes:
        found |= change.here.singles & (-1 if change.beside is None else change.beside.singles)
    return found


class ChangedFailures:
    """Of some changes: what is `alone`, by literal its `mates`, and how likely the `rest` is at most.

    A literal with any of its mates fails one of the changes. Literals that fail the whole alone work.
    """

    def __init__(
        self,
        orders: LowOrders,
        changes: Sequence[Changing],
        weights: GateWeights,
        works: int,
        small: float,
    ) -> None:
        """Look through the changes.

        Parameters
        ----------
        weights
            By the failures of the literals.
        works
            Mask of those that work: they never fail.
        small
            What weighs so little is not looked at closely.
        """
        self._orders, self._works, self._small = orders, works, small
        self._weights, self._failure = weights, weights.failure
        self.alone = fails_alone(changes) & ~works
        self.rest = 0.0
        self._mates: dict[int, int] = {}
        for change in changes:
            if change.beside is None:
                self._add(change.here)
            else:
                self._add_both(change, change.beside)
        self.mates = self._once(~(self.alone | works))

    def _once(self, left: int) -> dict[int, int]:
        """Return the mates of literals of a mask, each pair once: with what weighs more in all."""
        failure = self._failure
        found = {
            literal: others & left
            for literal, others in self._mates.items()
            if left >> literal & 1 and others & left
        }
        ordered = sorted(found, key=lambda one: -sum_of(found[one], failure))
        for at, literal in enumerate(ordered, start=1):
            for other in ordered[at:]:
                if found[other] >> literal & 1:
                    found[other] ^= 1 << literal
                    found[literal] |= 1 << other
        return {literal: others for literal, others in found.items() if others}

    @property
    def most(self) -> float:
        """How likely any of it fails at most, whatever else does."""
        failure = self._failure
        found = sum_of(self.alone, failure) + self.rest
        for literal, others in self.mates.items():
            found += failure[literal] * sum_of(others, failure)
        return found * (1.0 + _ROUNDED)

    def set_apart(self, below: int) -> float:
        """Return how likely any of those alone fails that are not in a mask; then they are left out."""
        found = self.alone & ~below
        self.alone &= below
        return any_fails([self._failure[literal] for literal in bits(found)])

    def _add(self, low: Low) -> None:
        """Add what fails something by two literals and by more."""
        for one, two in self._orders.pairs(low):
            self._pair(one, two)
        self.rest += sum(self._weights.without(low.singles).rest(low.more))

    def _pair(self, one: int, two: int) -> None:
        first, second = sorted((one & ~self._works, two & ~self._works), key=int.bit_count)
        if second:
            for literal in bits(first):
                self._mates[literal] = self._mates.get(literal, 0) | second

    def _add_both(self, change: Changing, beside: Low) -> None:
        """Add what fails something and also what must fail beside it."""
        here = change.here
        if here.pairs or here.more:
            self._add_several(change, beside)
        first = here.singles & ~self._works & ~beside.singles
        weight = sum_of(first, self._failure)
        if weight <= self._small:
            self.rest += weight
            return
        self._pair(first, beside.singles)
        mates: dict[int, int] = {}
        for one, two in self._orders.pairs(beside):
            for mine, others in ((one & first, two), (two & first, one)):
                if mine:
                    self._pair(mine, others)
                    for literal in bits(mine):
                        mates[literal] = mates.get(literal, 0) | others
        most = self._most_with(first, beside)
        if most > _WORTH * self._small:
            most = min(most, self._most_by_mates(change, first, beside, mates))
        self.rest += most

    def _most_by_mates(self, change: Changing, first: int, beside: Low, mates: Mapping[int, int]) -> float:
        """Return how likely some literals fail with what must fail beside them, with none of their mates."""
        # What makes a pair with one of them fails with another one only in another way.
        alike: dict[int, int] = {}
        for literal in bits(first):
            others = mates.get(literal, 0)
            alike[others] = alike.get(others, 0) | 1 << literal
        found = 0.0
        for others, literals in alike.items():
            self._orders.pause()
            found += self._most_first(change, literals, beside, beside.singles | others)
        return found

    def _most_first(self, change: Changing, first: int, beside: Low, mates: int) -> float:
        """Return how likely any of some literals fails, and what must fail beside it while its mates work."""
        weight = sum_of(first, self._failure)
        if not first & beside.below:
            return weight * self._most_of(beside, self._weights.without(mates))
        # While one of the first fails, what is part of both fails the other with less.
        most = weight * self._most_beside(first, beside, mates)
        if most > _WORTH * self._small:
            failed = change.beside_failed(first)
            if failed is FAILED:
                most = min(most, self._most_with(first, beside))
            else:
                most = min(most, weight * self._most_of(failed, self._weights.without(mates)))
        return most

    def _most_of(self, low: Low, weights: GateWeights) -> float:
        """Return how likely something fails at most."""
        found = sum_of(low.singles, weights.failure)
        weights = weights.without(low.singles)
        return min(1.0, found + self._pairs_of(low, weights) + sum(weights.rest(low.more)))

    def _most_beside(self, failed: int, low: Low, works: int = 0) -> float:
        """Return how likely something fails at most while the literals of a mask have failed; others work."""
        failed &= ~self._works
        singles = low.singles & ~works
        for one, two in self._orders.pairs(low):
            if one & failed:
                singles |= two
            if two & failed:
                singles |= one
        if singles & failed:
            return 1.0
        weights = self._weights.without(works | singles).with_failed(failed)
        found = sum_of(singles & ~works, self._failure)
        return min(1.0, found + self._pairs_of(low, weights) + sum(weights.rest(low.more)))

    def _pairs_of(self, low: Low, weights: GateWeights) -> float:
        """Return how likely pairs fail something at most."""
        weight = weights.weights
        return sum([weight[one] * weight[two] for one, two in self._orders.places(low)])

    def _most_with(self, first: int, beside: Low) -> float:
        """Return how likely any of some literals fails at most, and something else by at least two others.

        That is linear in the failure of each literal: to double some adds at least what each of them does,
        times its failure.
        """
        weights = self._weights.without(beside.singles)
        weight = sum_of(first, weights.failure)
        masses, after = self._pairs_of(beside, weights), sum(weights.rest(beside.more))
        doubled = weights.times(first, 2.0)
        more = sum(doubled.rest(beside.more))
        if doubled.capped:
            return weight
        return min(weight, weight * (masses + after) + more - after + _ROUNDED * more)

    def _add_several(self, change: Changing, beside: Low) -> None:
        """Add what fails something by more than one literal, and also what must fail beside it."""
        here = change.here
        several = self._most_of(here, self._weights.without(here.singles))
        if several > self._small:
            both = here.below & beside.below
            most = several * self._most_beside(both, beside)
            if both and most > _WORTH * self._small and here.below.bit_count() <= _MANY:
                failed = change.beside_failed(here.below)
                if failed is not FAILED:
                    most = min(most, several * self._most_of(failed, self._weights))
            several = most
        if several > self._small:
            low = Low(0, here.pairs, here.paired, here.more, here.below, here.needy, (here,))
            several = min(several, self._most_of(self._orders.at_least(2, [low, beside]), self._weights))
        self.rest += several
