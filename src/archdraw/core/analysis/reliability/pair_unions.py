"""The probability that both leaves of some pair fail, between two bounds that are close.

That no pair fails is the partition function of the hard-core model on the graph of the pairs. It is taken
apart leaf by leaf; what that asks about the neighbours is bounded from below and from above in turn
(D. Weitz, "Counting independent sets up to the tree threshold", STOC 2006): each turn is closer by what a
leaf's neighbours fail.
"""

from __future__ import annotations

from math import exp, expm1, log1p
from typing import TYPE_CHECKING

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

    def bounds(self, failure: Sequence[float], enough: float = 0.0) -> tuple[float, float]:
        """Return a range of the probability that some pair fails, by the failures of the leaves.

        It need not be closer than `enough`.
        """
        failed = []
        for members in self._members:
            chance = 0.0
            for leaf in members:
                chance += failure[leaf] * (1.0 - chance)
            failed.append(chance)
        rough = self._rough(failed)
        if rough[1] - rough[0] <= enough:
            return rough
        sure = {at for at, chance in enumerate(failed) if chance >= 1.0}
        # Beside what surely fails each leaf fails the pair alone.
        decided = {other for at in sure for other in self._beside[at]}
        if sure & decided:
            return 1.0, 1.0
        alone = 0.0
        for at in decided:
            alone += failed[at] * (1.0 - alone)
        low, high = self._undecided(failed, sure | decided)
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

    def _undecided(self, failed: Sequence[float], without: set[int]) -> tuple[float, float]:
        """Return the same range without some classes, by the failures of the classes."""
        places = [at for at in range(len(failed)) if at not in without]
        left = sum([1 << at for at in places])
        masks = self._masks
        beside = self._beside
        if without:
            beside = [[other for other in others if other not in without] for others in beside]
        odds = [chance / (1.0 - chance) if chance < 1.0 else 0.0 for chance in failed]
        logs = [log1p(odd) for odd in odds]
        # What the neighbours of a class add at most, and at least, with what of the graph is left.
        around = [sum([logs[other] for other in others]) for others in beside]
        small = [log1p(odds[at] * exp(-around[at])) for at in range(len(odds))]
        inner = [sum([small[other] for other in others]) for others in beside]
        least = most = 0.0
        for at in sorted(places, key=around.__getitem__, reverse=True):
            left &= ~(1 << at)
            own = masks[at]
            up = down = 0.0
            for other in beside[at]:
                if not left >> other & 1:
                    continue
                around[other] -= logs[at]
                inner[other] -= small[at]
                nearer = inner[other]
                both = own & masks[other] & left
                if both:
                    nearer = max(0.0, nearer - sum([small[one] for one in bits(both)]))
                up += log1p(odds[other] * exp(-around[other]))
                down += log1p(odds[other] * exp(-nearer))
            # By so much less likely it is that no pair fails: sums of small numbers, no differences.
            least += log1p(-odds[at] * expm1(-up) / (1.0 + odds[at] * exp(-up)))
            most += log1p(-odds[at] * expm1(-down) / (1.0 + odds[at] * exp(-down)))
        return -expm1(-least) * (1.0 - _ROUNDED), min(1.0, -expm1(-most) * (1.0 + _ROUNDED))
