"""The probability that both leaves of some pair fail, between two bounds that are close.

That no pair fails is the partition function of the hard-core model on the graph of the pairs. It is taken
apart leaf by leaf; what that asks about the neighbours is bounded from below and from above in turn
(D. Weitz, "Counting independent sets up to the tree threshold", STOC 2006): each turn is closer by what a
leaf's neighbours fail. Most neighbours weigh so little that one turn does; only of the others more is asked.
"""

from __future__ import annotations

from functools import cached_property, reduce
from itertools import accumulate
from math import exp, expm1, inf, log1p
from operator import or_
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.gate_weights import sum_of
from archdraw.core.analysis.reliability.independent import any_fails, lightest
from archdraw.core.analysis.reliability.low_orders import Low
from archdraw.core.analysis.structure.masks import bits, mask_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.reliability.low_orders import LowOrders

# So many turns are taken at most, and how far apart what is not looked at any closer may leave the bounds,
# of what they may be.
_DEEPEST, _OF_FIRST_TURN, _SMALL, _OF_LIGHT = 12, 0.7, 0.1, 0.15
# Pairs that others do not have may weigh so much of how close bounds are to be.
_OF_OTHER_PAIRS = 0.1
# What sums round off at most, relative to them.
_ROUNDED = 1e-12


class PairUnion:
    """Pairs of leaves, given as products of two masks each; leaves with the same partners are one."""

    def __init__(self, products: Sequence[tuple[int, int]]) -> None:
        across: dict[int, int] = {}
        masks_of: dict[int, list[int]] = {}
        for one, two in products:
            across[one] = across.get(one, 0) | two
            across[two] = across.get(two, 0) | one
            masks_of.setdefault(one, []).append(two)
            masks_of.setdefault(two, []).append(one)
        leaves_of = {mask: bits(mask) for mask in across}
        inside: dict[int, list[int]] = {}
        for number, own in enumerate(leaves_of.values()):
            for leaf in own:
                inside.setdefault(leaf, []).append(number)
        # Most leaves that are alike are in the same masks.
        together: dict[tuple[int, ...], list[int]] = {}
        for leaf, numbers in inside.items():
            together.setdefault(tuple(numbers), []).append(leaf)
        alike: dict[int, list[int]] = {}
        partners = list(across.values())
        for places, own in together.items():
            alike.setdefault(reduce(or_, [partners[number] for number in places]), []).extend(own)
        # By class its leaves, then those that it makes a pair with.
        self.members = list(alike.values())
        self.class_of = class_of = {leaf: at for at, own in enumerate(self.members) for leaf in own}
        last = len(self.members)
        # Most masks are of one leaf.
        classes = {
            mask: 1 << class_of[own[0]] if len(own) == 1 else mask_of([class_of[leaf] for leaf in own], last)
            for mask, own in leaves_of.items()
        }
        first = {members[0]: at for at, members in enumerate(self.members)}
        self.masks = [0] * last
        for mask, own in leaves_of.items():
            here = [first[leaf] for leaf in own if leaf in first]
            if here:
                found = 0
                for other in masks_of[mask]:
                    found |= classes[other]
                for at in here:
                    self.masks[at] |= found
        self._beside = [bits(mask) for mask in self.masks]
        # By the failures of classes what was to be remembered.
        self._remembered: list[tuple[list[float], tuple[float, float]]] = []

    def remember(self, failure: Sequence[float]) -> None:
        """Work out what bounds begin with, for failures that are asked for again."""
        failed = self._failed(failure)
        self._remembered.append((failed, self._rough(failed)))

    @property
    def whole(self) -> PairUnion:
        """The union of all the pairs: this one."""
        return self

    def bounds(
        self, failure: Sequence[float], enough: float = 0.0, most_steps: int = 0
    ) -> tuple[float, float]:
        """Return a range of the probability that some pair fails, by the failures of the leaves.

        It need not be closer than `enough`, and after `most_steps`, about two microseconds each, it is left
        as it is.
        """
        failed = self._failed(failure)
        known = next((rough for known, rough in self._remembered if known == failed), None)
        rough = self._rough(failed) if known is None else known
        if rough[1] - rough[0] <= enough:
            return rough
        sure = {at for at, chance in enumerate(failed) if chance >= 1.0}
        # Beside what surely fails each leaf fails the pair alone.
        decided = {other for at in sure for other in self._beside[at]}
        if sure & decided:
            return 1.0, 1.0
        alone = any_fails([failed[at] for at in decided])
        places = [at for at in range(len(failed)) if at not in sure and at not in decided]
        first = _Elimination(failed, self._beside, self.masks, places)
        low, high = first.bounds()
        if (1.0 - alone) * (high - low) > enough and most_steps:
            room = enough / (1.0 - alone)
            heavy, light = self._heavy(failed, places, _OF_LIGHT * room)
            finest = first.finest(room)
            least, most = _Elimination(failed, self._beside, self.masks, heavy, finest, most_steps).bounds()
            low, high = max(low, least), min(high, most + light)
        return alone + (1.0 - alone) * low, alone + (1.0 - alone) * high

    def _failed(self, failure: Sequence[float]) -> list[float]:
        """Return by class how likely any of its leaves fails."""
        return [any_fails([failure[leaf] for leaf in members]) for members in self.members]

    def _heavy(self, failed: Sequence[float], places: Sequence[int], room: float) -> tuple[list[int], float]:
        """Return the classes whose pairs weigh more than others that do so little, and what these weigh."""
        masses = {at: failed[at] * sum([failed[other] for other in self._beside[at]]) for at in places}
        ordered = sorted(places, key=masses.__getitem__)
        number, weight = lightest([masses[at] for at in ordered], room)
        return ordered[number:], weight * (1.0 + _ROUNDED)

    def around(self, failure: Sequence[float]) -> tuple[list[float], list[float]]:
        """Return by class −log of how likely it works, and the sum of those that it makes pairs with."""
        failed = self._failed(failure)
        logs = [-log1p(-chance) if chance < 1.0 else inf for chance in failed]
        return logs, [sum([logs[other] for other in others]) for others in self._beside]

    def _rough(self, failed: Sequence[float]) -> tuple[float, float]:
        """Return the sum over the pairs, and that less what two of them may have in common (Bonferroni)."""
        total = overlap = 0.0
        for chance, others in zip(failed, self._beside, strict=True):
            around = sum([failed[other] for other in others])
            total += chance * around
            overlap += chance * around * around
        total /= 2.0
        overlap = (overlap + total * total) / 2.0
        return max(0.0, total - overlap) * (1.0 - _ROUNDED), min(1.0, total * (1.0 + _ROUNDED))


class ChangedUnion:
    """Pairs that are nearly those of a known union: some are in `gone`, and others in their place.

    All are given as products of two masks.
    """

    def __init__(
        self,
        products: Sequence[tuple[int, int]],
        known: PairUnion,
        others: Sequence[tuple[int, int]],
        gone: Sequence[tuple[int, int]],
    ) -> None:
        self._products, self._known = products, known
        self._more, self._fewer = _only_in(others, gone), _only_in(gone, others)

    @cached_property
    def whole(self) -> PairUnion:
        """The union of all the pairs, worked out from nothing."""
        return PairUnion(self._products)

    def bounds(
        self, failure: Sequence[float], enough: float = 0.0, most_steps: int = 0
    ) -> tuple[float, float]:
        """Return a range of the probability that some pair fails (`PairUnion.bounds`).

        What other pairs weigh is all that they can add or take away.
        """
        more, fewer = (
            sum([sum_of(one, failure) * sum_of(two, failure) for one, two in products]) * (1.0 + _ROUNDED)
            for products in (self._more, self._fewer)
        )
        if more + fewer > _OF_OTHER_PAIRS * enough:
            return self.whole.bounds(failure, enough, most_steps)
        low, high = self._known.bounds(failure, enough - more - fewer, most_steps)
        return max(0.0, low - fewer), min(1.0, high + more)


def union_like(orders: LowOrders, found: Low, other: Low, known: PairUnion) -> PairUnion | ChangedUnion:
    """Return the pairs that fail something, by those of another thing, which are known."""
    if found.pairs == other.pairs:
        return known
    more, fewer = found.pairs & ~other.pairs, other.pairs & ~found.pairs
    products, others, gone = map(orders.pairs, (found, Low(pairs=more), Low(pairs=fewer)))
    return ChangedUnion(products, known, others, gone)


def _only_in(products: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return products of the pairs that are in some products and in none of others."""
    found: list[tuple[int, int]] = []
    for product in products:
        one, two = sorted(product, key=int.bit_count)
        touching = [(mine, theirs) for pair in others for mine, theirs in (pair, pair[::-1]) if mine & one]
        alike: dict[int, int] = {}
        for leaf in bits(one):
            left = two
            for mine, theirs in touching:
                if mine >> leaf & 1:
                    left &= ~theirs
            alike[left] = alike.get(left, 0) | 1 << leaf
        found += [(leaves, left) for left, leaves in alike.items() if left]
    return found


class _Elimination:
    """Takes some classes out one after the other; each is asked how likely its neighbours are left alone.

    What is no further apart than `finest` is not looked at closer, and nothing is after so many `steps`.
    """

    def __init__(
        self,
        failed: Sequence[float],
        beside: Sequence[Sequence[int]],
        masks: Sequence[int],
        places: Sequence[int],
        finest: float = inf,
        steps: int = 0,
    ) -> None:
        self._masks = masks
        self._left = sum([1 << at for at in places])
        self._beside = [[other for other in others if self._left >> other & 1] for others in beside]
        self._odds = odds = [chance / (1.0 - chance) if chance < 1.0 else 0.0 for chance in failed]
        self._logs = [log1p(odd) for odd in odds]
        # What the neighbours of a class add at most, and at least, with what of the graph is left.
        self._around = [sum([self._logs[other] for other in others]) for others in self._beside]
        self._small = [log1p(odd * exp(-sums)) for odd, sums in zip(odds, self._around, strict=True)]
        self._inner = [sum([self._small[other] for other in others]) for others in self._beside]
        self._order = sorted(places, key=self._around.__getitem__, reverse=True)
        self._finest, self._steps = finest, steps
        self._apart: list[float] = []

    def bounds(self) -> tuple[float, float]:
        """Return the range."""
        odds, around, inner, small = self._odds, self._around, self._inner, self._small
        least = most = 0.0
        for at in self._order:
            self._left &= ~(1 << at)
            left = [other for other in self._beside[at] if self._left >> other & 1]
            for other in left:
                around[other] -= self._logs[at]
                inner[other] -= small[at]
            up = down = 0.0
            there = self._left
            for other in left:
                low, high = self._added(other, there, odds[at], 0)
                down += low
                up += high
                there ^= 1 << other
            # By so much less likely it is that no pair fails: sums of small numbers, no differences.
            least += log1p(-odds[at] * expm1(-down) / (1.0 + odds[at] * exp(-down)))
            most += log1p(-odds[at] * expm1(-up) / (1.0 + odds[at] * exp(-up)))
        return -expm1(-least) * (1.0 - _ROUNDED), min(1.0, -expm1(-most) * (1.0 + _ROUNDED))

    def finest(self, enough: float) -> float:
        """Return what need not be looked at closer for bounds that are close enough, after the first turn."""
        ordered = sorted(self._apart)
        finest = 0.0
        for apart, sums in zip(ordered, accumulate(ordered), strict=True):
            if sums > _OF_FIRST_TURN * enough:
                break
            finest = apart
        return finest

    def _added(self, at: int, there: int, weight: float, depth: int) -> tuple[float, float]:
        """Return what a class adds at least and at most, as long as the classes of a mask are there.

        `weight` is how likely it is that this is asked.
        """
        odd, most = self._odds[at], self._around[at]
        weight *= odd
        if depth and weight * most <= _SMALL * self._finest:
            return log1p(odd * exp(-most)), self._logs[at]
        mask, least = self._masks[at], self._inner[at]
        gone = mask & self._left & ~there
        if gone:
            logs, small = self._logs, self._small
            while gone:
                lowest = gone & -gone
                gone ^= lowest
                other = lowest.bit_length() - 1
                most -= logs[other]
                least -= small[other]
            least = max(0.0, least)
            most = max(most, least)
        apart = weight * (most - least)
        if not depth:
            self._apart.append(apart)
        if apart > self._finest and self._steps > 0 and depth < _DEEPEST:
            there &= ~(1 << at)
            low = high = 0.0
            inside = bits(mask & there)
            self._steps -= len(inside)
            for other in inside:
                one, two = self._added(other, there, weight, depth + 1)
                low += one
                high += two
                there ^= 1 << other
            least, most = max(least, low), min(most, high)
        return log1p(odd * exp(-most)), log1p(odd * exp(-least))
