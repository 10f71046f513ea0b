"""What changes of the shape of a group fail: single literals, some with others, and how much the rest."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.reliability.kept_shapes import without
from archdraw.core.analysis.reliability.low_orders import Low, sum_of
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.reliability.low_orders import LowOrders
    from archdraw.core.analysis.reliability.shape_changes import Change

# What sums round off at most, relative to them.
_ROUNDED = 1e-12


def fails_alone(changes: Sequence[Change]) -> int:
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
        changes: Sequence[Change],
        failure: Sequence[float],
        works: int,
        small: float,
    ) -> None:
        """Look through the changes.

        Parameters
        ----------
        failure
            By literal.
        works
            Mask of those that work.
        small
            What weighs so little is not looked at closely.
        """
        self._orders, self._works, self._small = orders, works, small
        self._failure = without(failure, works)
        self.alone = fails_alone(changes) & ~works
        self.rest = 0.0
        self._mates: dict[int, int] = {}
        for change in changes:
            if change.beside is None:
                self._add(change.here)
            else:
                self._add_both(change.here, change.beside)
        left = ~(self.alone | works)
        self.mates = {
            literal: others & left
            for literal, others in self._mates.items()
            if left >> literal & 1 and others & left
        }

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
        """Add what fails by one literal, by two and by more."""
        for one, two in self._orders.pairs(low):
            self._pair(one, two)
        self.rest += sum(self._orders.rest(low, without(self._failure, low.singles)))

    def _pair(self, one: int, two: int) -> None:
        first, second = sorted((one & ~self._works, two & ~self._works), key=int.bit_count)
        if second:
            for literal in bits(first):
                self._mates[literal] = self._mates.get(literal, 0) | second

    def _add_both(self, here: Low, beside: Low) -> None:
        """Add what fails by both of two things."""
        if here.pairs or here.more:
            self._add_several(here, beside)
        orders, failure = self._orders, self._failure
        first = here.singles & ~self._works & ~beside.singles
        weight = sum_of(first, failure)
        if weight <= self._small:
            self.rest += weight
            return
        self._pair(first, beside.singles)
        failure = without(failure, beside.singles)
        masses = 0.0
        for one, two in orders.pairs(beside):
            masses += sum_of(one, failure) * sum_of(two, failure)
            if first & (one | two):
                self._pair(one & first, two)
                self._pair(two & first, one)
        after = sum(orders.rest(beside, failure))
        self.rest += weight * (masses + after)
        if first & beside.below:
            # While one of the first fails, what is part of both fails the other with less.
            for literal in bits(first):
                failure[literal] *= 2.0
            self.rest += sum(orders.rest(beside, failure)) - after + _ROUNDED
            self.rest += inf if orders.capped else 0.0

    def _add_several(self, here: Low, beside: Low) -> None:
        """Add what fails one of them by more than one literal, and the other too."""
        orders, failure = self._orders, without(self._failure, here.singles)
        several = sum(orders.rest(here, failure))
        for one, two in orders.pairs(here):
            several += sum_of(one, failure) * sum_of(two, failure)
        if several <= self._small:
            self.rest += several
        else:
            low = Low(0, here.pairs, here.paired, here.more, here.below, here.needs, here.needy)
            self._add(orders.at_least(2, [low, beside]))
