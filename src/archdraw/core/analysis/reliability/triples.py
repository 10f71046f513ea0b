"""By which three leaves something fails, no two of them alone: how likely that is at least and at most.

A large part of the products that three leaves come from holds a pair: only one by one it can be seen.
"""

from __future__ import annotations

from itertools import chain, product
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.structure.masks import bits, mask_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from archdraw.core.analysis.reliability.low_orders import Low, LowOrders

# Products of three masks, by their places: one leaf of each.
Places = tuple[int, int, int]
# Of more leaves in its classes a triple is not looked at one by one.
_MOST_ALIKE = 8
# What sums round off at most, relative to them.
_ROUNDED = 1e-12


class Triples:
    """Triples of classes of leaves that are alike in all products; each holds no pair of the given products.

    The most probable products are looked at, in that order, and of the others only what they weigh.
    """

    def __init__(
        self,
        orders: LowOrders,
        top: Low,
        failure: Sequence[float],
        least: float,
        most: int,
        pause: Callable[[], None],
    ) -> None:
        """Find them.

        Parameters
        ----------
        orders, top
            What is known of few failures, and of the whole.
        failure
            Of the leaves, to see what is probable; none of those that fail the whole alone.
        least
            Products that weigh less in all are not looked at.
        most
            Of more triples there is no time to see what they have in common.
        pause
            Called now and then; where it raises BudgetExceeded the work is left as it is.
        """
        self._orders = orders
        self._certain: set[int] = set()
        # Those that fail it only with one more, by the mask of the leaves that it can be; or perhaps alone.
        self._others: dict[int, list[int]] = {}
        self._unknown: list[int] = []
        self._skipped: list[Places] = []
        needs: dict[int, set[int]] = {}
        taken = self._probable(top, failure, least)
        try:
            pause()
        except BudgetExceeded:
            self._skipped += [three for three, _ in taken]
            taken = []
        masks = {at: orders.mask(at) & ~top.singles for three, _ in taken for at in three}
        pairs = orders.pairs(top) if taken else []
        self._members, place = _classes({*masks.values(), *chain.from_iterable(pairs)})
        self._beside = [0] * len(self._members)
        for one, two in pairs:
            for mask, others in ((place[one], place[two]), (place[two], place[one])):
                for at in bits(mask):
                    self._beside[at] |= others
        self._left = most
        for number, (three, need) in enumerate(taken):
            try:
                pause()
                self._take(
                    [place[masks[at]] for at in three],
                    self._certain if need is None else needs.setdefault(need, set()),
                )
            except BudgetExceeded:
                self._skipped += [three for three, _ in taken[number:]]
                break
        self._judge(needs)

    def _probable(self, top: Low, failure: Sequence[float], least: float) -> list[tuple[Places, int | None]]:
        """Return the most probable products, the others are skipped."""
        needed: dict[Places, int | None] = {}
        for places, need in self._orders.triples(top):
            also = needed.get(places, 0)
            needed[places] = None if need is None or also is None else need | also
        weight = self._orders.weights(failure)
        weighed: list[tuple[float, Places, int | None]] = []
        for (one, two, three), need in needed.items():
            mass = weight[one] * weight[two] * weight[three]
            if mass > 0.0:
                weighed.append((mass, (one, two, three), need))
        weighed.sort(key=lambda one: one[0])
        passed, number = 0.0, 0
        while number < len(weighed) and passed + weighed[number][0] <= least:
            passed += weighed[number][0]
            number += 1
        self._skipped += [places for _, places, _ in weighed[:number]]
        return [(places, need) for _, places, need in reversed(weighed[number:])]

    def _judge(self, needs: dict[int, set[int]]) -> None:
        """Take in triples that may fail the whole alone, or need something else."""
        needed: dict[int, int] = {}
        for need, triples in needs.items():
            for triple in triples:
                needed[triple] = needed.get(triple, 0) | need
        base, members = len(self._members), self._members
        sets: list[tuple[int, ...]] = []
        spans: list[tuple[int, int]] = []
        for triple in needed.keys() - self._certain:
            above, three = divmod(triple, base)
            one, two = divmod(above, base)
            # Leaves of a class need not be alike in all else.
            if len(members[one]) * len(members[two]) * len(members[three]) > _MOST_ALIKE:
                self._unknown.append(triple)
                continue
            sets += product(members[one], members[two], members[three])
            spans.append((triple, len(sets)))
        if not sets:
            return
        try:
            words = self._orders.failing(sets)
        except BudgetExceeded:
            self._unknown += [triple for triple, _ in spans]
            return
        digits = bin(words | 1 << len(sets))[:2:-1]
        begin = 0
        for triple, end in spans:
            fail = digits.count("1", begin, end)
            if fail == end - begin:
                self._certain.add(triple)
            elif fail:
                self._unknown.append(triple)
            else:
                self._others.setdefault(needed[triple], []).append(triple)
            begin = end

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
        chance = [any_fails([failure[leaf] for leaf in members]) for members in self._members]
        kept = []
        for mask in self._beside:
            works = 1.0
            for other in bits(mask):
                works *= 1.0 - chance[other]
            kept.append(works)
        base = len(chance)
        weight_of = self._orders.weights(failure)
        most = sum([weight_of[one] * weight_of[two] * weight_of[three] for one, two, three in self._skipped])
        least = total = 0.0
        by_one: dict[int, float] = {}
        by_two: dict[int, float] = {}
        most += self._beside_others(failure, chance, kept)
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

    def _beside_others(
        self, failure: Sequence[float], chance: Sequence[float], kept: Sequence[float]
    ) -> float:
        """Return how likely it is at most that triples fail the whole that need something else to do so.

        What they need is independent of them.
        """
        base = len(chance)

        def weight(triples: Iterable[int]) -> float:
            total = 0.0
            for triple in triples:
                above, three = divmod(triple, base)
                one, two = divmod(above, base)
                total += chance[one] * chance[two] * chance[three] * min(kept[one], kept[two], kept[three])
            return total

        most = weight(self._unknown)
        for need, triples in self._others.items():
            most += weight(triples) * min(1.0, sum([failure[leaf] for leaf in bits(need)]))
        return most


def _classes(masks: Iterable[int]) -> tuple[list[list[int]], dict[int, int]]:
    """Return the leaves that are in the same of some masks, and by mask the mask of its classes."""
    inside: dict[int, list[int]] = {}
    places = list(masks)
    for number, mask in enumerate(places):
        for leaf in bits(mask):
            inside.setdefault(leaf, []).append(number)
    alike: dict[tuple[int, ...], list[int]] = {}
    for leaf, numbers in inside.items():
        alike.setdefault(tuple(numbers), []).append(leaf)
    classes: list[list[int]] = [[] for _ in places]
    for at, those in enumerate(alike):
        for number in those:
            classes[number].append(at)
    found = {mask: mask_of(own, len(alike)) for mask, own in zip(places, classes, strict=True)}
    return list(alike.values()), found
