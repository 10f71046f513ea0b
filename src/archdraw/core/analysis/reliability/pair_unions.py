"""The probability that both leaves of some pair fail, between two bounds that are close.

That no pair fails is the partition function of the hard-core model on the graph of the pairs. It is taken
apart leaf by leaf; what that asks about the neighbours is bounded from below and from above in turn
(D. Weitz, "Counting independent sets up to the tree threshold", STOC 2006): each turn is closer by what a
leaf's neighbours fail.
"""

from __future__ import annotations

from math import exp, expm1, log1p
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.structure.masks import bits, mask_of

if TYPE_CHECKING:
    from collections.abc import Sequence

# What sums round off at most, relative to them.
_ROUNDED = 1e-12


class PairUnion:
    """Pairs of leaves, given as products of two masks each; leaves with the same partners are one."""

    def __init__(self, products: Sequence[tuple[int, int]]) -> None:
        across: dict[int, int] = {}
        for one, two in products:
            across[one] = across.get(one, 0) | two
            across[two] = across.get(two, 0) | one
        partners: dict[int, int] = {}
        for mask, others in across.items():
            for leaf in bits(mask):
                partners[leaf] = partners.get(leaf, 0) | others
        alike: dict[int, list[int]] = {}
        for leaf, mask in partners.items():
            alike.setdefault(mask, []).append(leaf)
        # By class its leaves, then those that it makes a pair with.
        self._members = list(alike.values())
        place_of = {members[0]: at for at, members in enumerate(self._members)}
        first = mask_of(place_of, max(place_of, default=0))
        self._beside = [[place_of[leaf] for leaf in bits(mask & first)] for mask in alike]
        self._masks = [sum([1 << at for at in beside]) for beside in self._beside]
        self._steps = sum([len(beside) ** 2 for beside in self._beside])

    def bounds(
        self, failure: Sequence[float], enough: float = 0.0, most_steps: int = 0
    ) -> tuple[float, float]:
        """Return a range of the probability that some pair fails, by the failures of the leaves.

        It need not be closer than `enough`. Where a step for each neighbour of a neighbour is no more than
        `most_steps`, about half a microsecond each, it is closer by one turn.
        """
        failed = [any_fails([failure[leaf] for leaf in members]) for members in self._members]
        rough = self._rough(failed)
        if rough[1] - rough[0] <= enough:
            return rough
        sure = {at for at, chance in enumerate(failed) if chance >= 1.0}
        # Beside what surely fails each leaf fails the pair alone.
        decided = {other for at in sure for other in self._beside[at]}
        if sure & decided:
            return 1.0, 1.0
        alone = any_fails([failed[at] for at in decided])
        places = [at for at in range(len(failed)) if at not in sure and at not in decided]
        low, high = _Elimination(failed, self._beside, self._masks, places).bounds(closer=False)
        if (1.0 - alone) * (high - low) > enough and self._steps <= most_steps:
            low, high = _Elimination(failed, self._beside, self._masks, places).bounds(closer=True)
        return alone + (1.0 - alone) * low, alone + (1.0 - alone) * high

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


class _Elimination:
    """Takes some classes out one after the other; each is asked how likely its neighbours are left alone."""

    def __init__(
        self,
        failed: Sequence[float],
        beside: Sequence[Sequence[int]],
        masks: Sequence[int],
        places: Sequence[int],
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

    def bounds(self, *, closer: bool) -> tuple[float, float]:
        """Return the range, closer by one turn or not."""
        odds, around, inner, small = self._odds, self._around, self._inner, self._small
        least = most = 0.0
        for at in self._order:
            self._left &= ~(1 << at)
            left = [other for other in self._beside[at] if self._left >> other & 1]
            for other in left:
                around[other] -= self._logs[at]
                inner[other] -= small[at]
            up = down = 0.0
            passed = 0
            for other in left:
                if closer:
                    low, high = self._turned(other, passed)
                else:
                    low, high = around[other], self._within(other, passed)
                up += log1p(odds[other] * exp(-low))
                down += log1p(odds[other] * exp(-high))
                passed |= 1 << other
            # By so much less likely it is that no pair fails: sums of small numbers, no differences.
            least += log1p(-odds[at] * expm1(-up) / (1.0 + odds[at] * exp(-up)))
            most += log1p(-odds[at] * expm1(-down) / (1.0 + odds[at] * exp(-down)))
        return -expm1(-least) * (1.0 - _ROUNDED), min(1.0, -expm1(-most) * (1.0 + _ROUNDED))

    def _within(self, at: int, gone: int) -> float:
        """Return what the neighbours of a class add at least, without those that are gone."""
        both = self._masks[at] & gone
        if not both:
            return self._inner[at]
        return max(0.0, self._inner[at] - sum([self._small[one] for one in bits(both)]))

    def _turned(self, at: int, passed: int) -> tuple[float, float]:
        """Return what the neighbours of a class add at most and at least, given what theirs add."""
        gone = passed | 1 << at
        low = high = 0.0
        for other in self._beside[at]:
            if self._left & ~gone & 1 << other:
                around = max(0.0, self._around[other] - self._logs[at])
                low += log1p(self._odds[other] * exp(-self._within(other, gone)))
                high += log1p(self._odds[other] * exp(-around))
                gone |= 1 << other
        return low, high
