"""By which three leaves something fails, no two of them alone: how likely that is at least and at most.

A large part of the products that three leaves come from holds a pair: only one by one it can be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# Products of three masks: one leaf of each.
Masks = tuple[int, int, int]
# What sums round off at most, relative to them.
_ROUNDED = 1e-12


class Triples:
    """Triples of classes of leaves that are alike in all products; each holds no pair of the given products.

    The most probable products are looked at, in that order, and of the others only what they weigh.
    """

    def __init__(
        self,
        products: Iterable[tuple[Masks, bool]],
        pairs: Sequence[tuple[int, int]],
        failure: Sequence[float],
        least: float,
        most: int,
        pause: Callable[[], None],
    ) -> None:
        """Find them.

        Parameters
        ----------
        products
            Three masks each, and whether their triples are certain to fail the whole.
        pairs
            What fails it by two leaves.
        failure
            Of the leaves, to see what is probable.
        least
            Products that weigh less in all are not looked at.
        most
            Of more triples there is no time to see what they have in common.
        pause
            Called now and then; where it raises BudgetExceeded the work is left as it is.
        """
        self._certain: set[int] = set()
        self._others: set[int] = set()
        self._skipped: list[Masks] = []
        taken = self._probable(products, failure, least)
        masks = {mask for three, _ in taken for mask in three}
        self._members, place = _classes(masks | {mask for two in pairs for mask in two})
        self._beside = [0] * len(self._members)
        for one, two in pairs:
            for mask, others in ((place[one], place[two]), (place[two], place[one])):
                for at in bits(mask):
                    self._beside[at] |= others
        self._left = most
        for number, (three, certain) in enumerate(taken):
            try:
                pause()
                self._take([place[mask] for mask in three], self._certain if certain else self._others)
            except BudgetExceeded:
                self._skipped += [masks for masks, _ in taken[number:]]
                break
        self._others -= self._certain

    def _probable(
        self, products: Iterable[tuple[Masks, bool]], failure: Sequence[float], least: float
    ) -> list[tuple[Masks, bool]]:
        """Return the most probable products, the others are skipped."""
        sure: dict[Masks, bool] = {}
        for masks, certain in products:
            sure[masks] = certain or sure.get(masks, False)
        weights: dict[int, float] = {}
        weighed: list[tuple[float, Masks, bool]] = []
        for masks, certain in sure.items():
            weighed.append((_weight(masks, failure, weights), masks, certain))
        weighed.sort(key=lambda one: one[0])
        passed, number = 0.0, 0
        while number < len(weighed) and passed + weighed[number][0] <= least:
            passed += weighed[number][0]
            number += 1
        self._skipped += [masks for _, masks, _ in weighed[:number]]
        return [(masks, certain) for _, masks, certain in reversed(weighed[number:])]

    def _take(self, masks: Sequence[int], found: set[int]) -> None:
        """Take in the triples of a product: of 300 classes, each as one number to the base of 300.

        Raises
        ------
        BudgetExceeded
            There are too many.
        """
        beside, base = self._beside, len(self._beside)
        first, second, third = sorted(masks, key=int.bit_count)
        for one in bits(first):
            apart = ~(beside[one] | 1 << one)
            thirds = third & apart
            if not thirds:
                continue
            for two in bits(second & apart):
                left = thirds & ~(beside[two] | 1 << two)
                if not left:
                    continue
                self._left -= left.bit_count()
                if self._left < 0:
                    raise BudgetExceeded
                low, high = (one, two) if one < two else (two, one)
                last = (low * base + high) * base
                for three in bits(left):
                    if three > high:
                        found.add(last + three)
                    elif three > low:
                        found.add((low * base + three) * base + high)
                    else:
                        found.add((three * base + low) * base + high)

    def bounds(self, failure: Sequence[float]) -> tuple[float, float]:
        """Return how likely some triple fails at least, given that no pair does, and at most beside pairs.

        At least Σp less what two of them have in common (Bonferroni), each with all that makes pairs with it
        working: it is no likelier while no pair fails than if all failed by themselves.
        """
        chance = []
        for members in self._members:
            failed = 0.0
            for leaf in members:
                failed += failure[leaf] * (1.0 - failed)
            chance.append(failed)
        kept = []
        for mask in self._beside:
            works = 1.0
            for other in bits(mask):
                works *= 1.0 - chance[other]
            kept.append(works)
        base = len(chance)
        weights: dict[int, float] = {}
        most = sum([_weight(masks, failure, weights) for masks in self._skipped])
        least = total = 0.0
        by_one: dict[int, float] = {}
        by_two: dict[int, float] = {}
        for triple in self._others:
            above, three = divmod(triple, base)
            one, two = divmod(above, base)
            most += chance[one] * chance[two] * chance[three] * min(kept[one], kept[two], kept[three])
        for triple in self._certain:
            above, three = divmod(triple, base)
            one, two = divmod(above, base)
            weight = chance[one] * chance[two] * chance[three]
            a, b, c = kept[one], kept[two], kept[three]
            most += weight * min(a, b, c)
            least += weight * a * b * c
            total += weight
            by_one[one] = by_one.get(one, 0.0) + weight
            by_one[two] = by_one.get(two, 0.0) + weight
            by_one[three] = by_one.get(three, 0.0) + weight
            for pair in (above, one * base + three, two * base + three):
                by_two[pair] = by_two.get(pair, 0.0) + weight
        common = total * total
        for at, weight in by_one.items():
            if weight:
                common += weight * weight / chance[at]
        for pair, weight in by_two.items():
            if weight:
                common += weight * weight / (chance[pair // base] * chance[pair % base])
        return max(0.0, least - common / 2.0) * (1.0 - _ROUNDED), most * (1.0 + _ROUNDED)


def _weight(masks: Masks, failure: Sequence[float], known: dict[int, float]) -> float:
    """Return the summed chances of the triples of a product; those of masks are known from then on."""
    product = 1.0
    for mask in masks:
        weight = known.get(mask)
        if weight is None:
            weight = known[mask] = sum([failure[leaf] for leaf in bits(mask)])
        product *= weight
    return product


def _classes(masks: Iterable[int]) -> tuple[list[list[int]], dict[int, int]]:
    """Return the leaves that are in the same of some masks, and by mask the mask of its classes."""
    inside: dict[int, int] = {}
    places = list(masks)
    for number, mask in enumerate(places):
        for leaf in bits(mask):
            inside[leaf] = inside.get(leaf, 0) | 1 << number
    alike: dict[int, list[int]] = {}
    for leaf, numbers in inside.items():
        alike.setdefault(numbers, []).append(leaf)
    found = dict.fromkeys(places, 0)
    for at, numbers in enumerate(alike):
        for number in bits(numbers):
            found[places[number]] |= 1 << at
    return list(alike.values()), found
