"""How likely some pairs of literals fail while none of many others does, between two bounds that are close.

That of all the other pairs none fails makes a literal less likely to have failed: by how likely those work
that it makes pairs with (D. Weitz, "Counting independent sets up to the tree threshold", STOC 2006).
"""

from __future__ import annotations

from math import exp, expm1, log1p
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.low_orders import sum_of
from archdraw.core.analysis.reliability.pair_unions import PairUnion
from archdraw.core.analysis.structure.masks import bits, mask_of
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What sums round off at most, relative to them.
_ROUNDED = 1e-12


class AroundPairs:
    """By class of literals that are alike in some pairs what those add that it makes pairs with.

    That is to −log of how likely all of some work while no pair fails: the sum of all, at most, and of what
    each adds at `least` whatever else has been taken away.
    """

    def __init__(self, products: Sequence[tuple[int, int]], failure: Sequence[float]) -> None:
        union = self.union = PairUnion(products)
        logs, self.most = union.around(failure)
        self._small = [log1p(expm1(own) * exp(-most)) for own, most in zip(logs, self.most, strict=True)]
        self._inside = [sum([self._small[other] for other in bits(mask)]) for mask in union.masks]

    def at_least(self, at: int, gone: int = 0) -> float:
        """Return what those add at least that a class makes pairs with, but for classes of a mask."""
        mask = self.union.masks[at]
        if not mask & gone:
            return self._inside[at]
        return sum([self._small[other] for other in bits(mask & ~gone)])

    def classes(self, literals: int) -> int:
        """Return the classes of some literals as a mask."""
        class_of = self.union.class_of
        return mask_of({class_of[one] for one in bits(literals) if one in class_of}, len(self.most))


@frozen
class Weighed:
    """How likely some pairs fail while no other does, by how likely no other does: at least, and at most.

    `mass` is how likely they fail at most whatever else does.
    """

    low: float = 0.0
    high: float = 0.0
    mass: float = 0.0


class BesidePairs:
    """Weighs pairs that are not among the others: `around` are those, and `partners` them by literal.

    The others may be fewer than those that `around` is about, but for pairs of the literals of `apart`.
    """

    def __init__(
        self, around: AroundPairs, partners: Mapping[int, int], failure: Sequence[float], apart: int = 0
    ) -> None:
        self._around, self._partners, self._failure = around, partners, failure
        self._apart = around.classes(apart) if apart else 0

    def alone(self, literals: int) -> Weighed:
        """Return the same of single literals."""
        low = high = mass = 0.0
        for literal in bits(literals):
            least, most = self._chances(literal)
            chance = self._failure[literal]
            low += least - chance * mass
            high += most
            mass += chance
        return Weighed(max(0.0, low) * (1.0 - _ROUNDED), high * (1.0 + _ROUNDED), mass)

    def pairs(self, mates: Mapping[int, int], small: float) -> Weighed:
        """Return it of the pairs of literals with any of their mates; what is small is known less closely."""
        failure, first = self._failure, mask_of(mates, max(mates, default=0))
        self._add_up(mates)
        low = high = mass = before = 0.0
        for literal, those in mates.items():
            chance = failure[literal]
            if chance <= 0.0:
                continue
            # With a partner of its own it fails one of the others.
            others = those & ~self._partners.get(literal, 0)
            weight = chance * min(1.0, sum_of(others, failure))
            least, most = self._chances(literal)
            close = weight > small
            sums = self._added(others, literal) if close else sum_of(others, self._most)
            # Those of two that both fail have been counted twice.
            low += least * -expm1(-sum_of(others & ~first, self._least)) - weight * before
            high += most * -expm1(-sums)
            mass += weight
            before += chance
        return Weighed(max(0.0, low) * (1.0 - _ROUNDED), high * (1.0 + _ROUNDED), mass * (1.0 + _ROUNDED))

    def _chances(self, literal: int) -> tuple[float, float]:
        """Return how likely a literal has failed, at least and at most, as no pair has."""
        chance, at = self._failure[literal], self._around.union.class_of.get(literal, -1)
        if at < 0:
            return chance, chance
        odd, around = chance / (1.0 - chance), self._around
        return odd / (odd + exp(around.most[at])), odd / (odd + exp(around.at_least(at, self._apart)))

    def _add_up(self, mates: Mapping[int, int]) -> None:
        """Work out by literal what it adds at least and at most, for all that are mates."""
        mask = 0
        for others in mates.values():
            mask |= others
        failure, class_of, around = self._failure, self._around.union.class_of, self._around.most
        self._least, self._most = [0.0] * len(failure), [0.0] * len(failure)
        for literal in bits(mask):
            chance = failure[literal]
            if chance > 0.0:
                at = class_of.get(literal, -1)
                odd = chance / (1.0 - chance)
                most = self._most[literal] = log1p(odd)
                self._least[literal] = log1p(odd * exp(-around[at])) if at >= 0 else most

    def _added(self, literals: int, failed: int) -> float:
        """Return what some literals add at most, where one has failed and what makes pairs with it works."""
        failure, class_of, around = self._failure, self._around.union.class_of, self._around
        found = 0.0
        by_class: dict[int, list[int]] = {}
        gone = self._apart
        at = class_of.get(failed, -1)
        if at >= 0:
            gone |= around.union.masks[at] | 1 << at
        for literal in bits(literals):
            own = class_of.get(literal, -1)
            if own >= 0:
                by_class.setdefault(own, []).append(literal)
                gone |= 1 << own
            else:
                found += self._most[literal]
        for own, members in by_class.items():
            kept = exp(-around.at_least(own, gone))
            for literal in members:
                chance = failure[literal]
                found += log1p(chance / (1.0 - chance) * kept)
        return found
