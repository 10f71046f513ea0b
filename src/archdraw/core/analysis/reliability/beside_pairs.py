"""How likely some pairs of literals fail while none of many others does, between two bounds that are close.

That of all the other pairs none fails makes a literal less likely to have failed: by how likely those work
that it makes pairs with (D. Weitz, "Counting independent sets up to the tree threshold", STOC 2006).
"""

from __future__ import annotations

from math import exp, expm1, log1p
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.gate_weights import sum_of
from archdraw.core.analysis.reliability.independent import any_fails
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
        self._logs = logs
        self._small = [log1p(expm1(own) * exp(-most)) for own, most in zip(logs, self.most, strict=True)]
        self._inside = [sum([self._small[other] for other in bits(mask)]) for mask in union.masks]

    def at_most(self, at: int, gone: int = 0) -> float:
        """Return what those add at most that a class makes pairs with, but for classes of a mask."""
        mask = self.union.masks[at]
        if not mask & gone:
            return self.most[at]
        return sum([self._logs[other] for other in bits(mask & ~gone)])

    def at_least(self, at: int, gone: int = 0) -> float:
        """Return what those add at least that a class makes pairs with, but for classes of a mask."""
        mask = self.union.masks[at]
        if not mask & gone:
            return self._inside[at]
        return sum([self._small[other] for other in bits(mask & ~gone)])


@frozen
class Weighed:
    """How likely some pairs fail while no other does, by how likely no other does: at least, and at most.

    `mass` is how likely they fail at most whatever else does.
    """

    low: float = 0.0
    high: float = 0.0
    mass: float = 0.0


class BesidePairs:
    """Weighs pairs that are not among the others: `around` are those, and `partners` them by literal."""

    def __init__(self, around: AroundPairs, partners: Mapping[int, int], failure: Sequence[float]) -> None:
        self._around, self._partners, self._failure = around, partners, failure

    def alone(self, literals: int) -> Weighed:
        """Return the same of single literals."""
        low = high = mass = 0.0
        for literal in bits(literals):
            chance = self._failure[literal]
            least, most = self._chances(chance, self._around.union.class_of.get(literal, -1))
            low += least - chance * mass
            high += most
            mass += chance
        return Weighed(max(0.0, low) * (1.0 - _ROUNDED), high * (1.0 + _ROUNDED), mass)

    def pairs(self, mates: Mapping[int, int], small: float) -> Weighed:
        """Return it of the pairs of literals with any of their mates; what is small is known less closely."""
        failure, first = self._failure, mask_of(mates, max(mates, default=0))
        self._add_up(mates)
        # Those that are alike go together.
        groups: dict[tuple[int, int], list[float]] = {}
        for literal, those in mates.items():
            # With a partner of its own it fails one of the others.
            others = those & ~self._partners.get(literal, 0)
            if others and failure[literal] > 0.0:
                at = self._around.union.class_of.get(literal, -1)
                groups.setdefault((at, others), []).append(failure[literal])
        low = high = mass = 0.0
        before: list[tuple[float, int, float]] = []
        for (at, others), chances in groups.items():
            chance = any_fails(chances)
            weight = chance * min(1.0, sum_of(others, failure))
            left = others & ~first
            mine = sum_of(left, failure)
            if weight > small:
                down, up = self._added(left, at)
                up += sum_of(others & first, self._most)
                # Two that both fail have been counted twice: with one mate that is of both, or with two.
                twice = [
                    one * min(mine, sum_of(left & those, failure) + mine * theirs)
                    for one, those, theirs in before
                ]
            else:
                down, up = sum_of(left, self._least), sum_of(others, self._most)
                twice = [one * mine for one, _, _ in before]
            least, most = self._chances(chance, at)
            low += least * -expm1(-down) - chance * sum(twice)
            high += most * -expm1(-up)
            mass += weight
            before.append((chance, left, mine))
        return Weighed(max(0.0, low) * (1.0 - _ROUNDED), high * (1.0 + _ROUNDED), mass * (1.0 + _ROUNDED))

    def _chances(self, chance: float, at: int) -> tuple[float, float]:
        """Return how likely some of a class have failed, at least and at most, as no pair has."""
        if at < 0:
            return chance, chance
        odd, around = chance / (1.0 - chance), self._around
        return odd / (odd + exp(around.at_most(at))), odd / (odd + exp(around.at_least(at)))

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

    def _added(self, literals: int, failed: int) -> tuple[float, float]:
        """Return what some literals add, where those of a class have failed: what makes pairs with it works.

        They are taken away one class after the other, which leaves less around those that come later.
        """
        failure, class_of, around = self._failure, self._around.union.class_of, self._around
        low = high = 0.0
        by_class: dict[int, list[int]] = {}
        for literal in bits(literals):
            own = class_of.get(literal, -1)
            if own >= 0:
                by_class.setdefault(own, []).append(literal)
            else:
                low += self._most[literal]
        high = low
        # For the least that is left only what is there for certain counts, for the most all that may be.
        gone = gone_all = around.union.masks[failed] if failed >= 0 else 0
        gone |= 1 << failed if failed >= 0 else 0
        for own, members in by_class.items():
            ends = exp(-around.at_most(own, gone_all)), exp(-around.at_least(own, gone))
            for literal in members:
                odd = failure[literal] / (1.0 - failure[literal])
                low += log1p(odd * ends[0])
                high += log1p(odd * ends[1])
            gone |= 1 << own
            if len(members) == len(around.union.members[own]):
                gone_all |= 1 << own
        return low, high
