"""By which three leaves something fails, no two of them alone: how likely that is at least and at most.

A large part of the products that three leaves come from holds a pair: only one by one it can be seen. Nearly
all of what they weigh is in few of them; of the others it is only known how much that is at most.
"""

from __future__ import annotations

from bisect import bisect_right
from contextlib import suppress
from itertools import accumulate, chain, combinations, product
from math import exp, log1p
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.completions import Completions, Several
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.gate_weights import sum_of
from archdraw.core.analysis.reliability.heavy_leaves import heavy_leaves
from archdraw.core.analysis.reliability.independent import any_fails, lightest
from archdraw.core.analysis.reliability.triple_classes import Weighing, classes_of
from archdraw.core.analysis.reliability.two_completions import TwoCompletions
from archdraw.core.analysis.structure.masks import bits, mask_of
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
    from archdraw.core.analysis.reliability.low_words import LowWords
    from archdraw.core.analysis.reliability.pair_unions import PairUnion

# Products of three masks, by their places: one leaf of each.
Places = tuple[int, int, int]
# What triples weigh at most that need something else, how likely that fails by several leaves, and by single
# ones that were not looked at; what it is, their classes, and where the sets of leaves begin and end.
_Other = tuple[float, float, float, int, tuple[int, int, int], int, int]
# Of more leaves in its classes a triple is not looked at one by one, or of more with time.
_MOST_ALIKE, _MORE_ALIKE = 12, 100
# Of all that is not looked at: what weighs more is weighed with all that makes pairs with any leaf of it, and
# what weighs less is not looked at.
_LARGE, _SMALL = 0.01, 1e-3
# So many triples that need two more leaves are looked at, those that weigh most.
_MOST_LOOKS = 1_000
# Stands for the logarithm of nothing.
_CERTAIN = 700.0
# What sums round off at most, relative to them.
_ROUNDED = 1e-12


@frozen
class Limits:
    """What is not looked at: what weighs no more than `least` in all, and more triples than `most`.

    `pause` is called now and then; where it raises BudgetExceeded the work is left as it is. What each triple
    leaves for others to fail is looked at where they are to be known `closely`.
    """

    least: float
    most: int
    pause: Callable[[], None]
    closely: bool = False


class Triples:
    """Triples of classes of leaves that are alike in all products; each holds no pair of leaves that fail it.

    The most probable products are looked at, in that order, and of the others only what they weigh.
    """

    def __init__(
        self, orders: LowOrders, top: Low, union: PairUnion, failure: Sequence[float], limits: Limits
    ) -> None:
        """Find them.

        Parameters
        ----------
        orders, top, union
            What is known of few failures, of the whole, and of the pairs that fail it.
        failure
            Of the leaves, to see what is probable; none of those that fail the whole alone.
        """
        self._orders, self._top, self._union, self._limits = orders, top, union, limits
        self._failure = list(failure)
        self._certain: set[int] = set()
        self._unknown: list[int] = []
        # Those that fail the whole only with more, with the places of the sets of leaves in them.
        self._others: dict[int, list[tuple[int, int, int]]] = {}
        self._sets: list[tuple[int, ...]] = []
        self._words: LowWords | None = None
        self._completions: Completions | None = None
        # By leaf of a class those that make pairs with it.
        self._paired: dict[int, int] = {}
        # By leaf the pairs with which it fails the whole, and by pair the leaves.
        self._mates: dict[int, list[tuple[int, int]]] = {}
        self._thirds: dict[tuple[int, int], int] = {}
        self._weighing: Weighing | None = None
        self._products: dict[Places, int | None] = {}
        for places, need in orders.triples(top):
            also = self._products.get(places, 0)
            self._products[places] = None if need is None or also is None else need | also
        weight = orders.weights(failure)
        masses = [weight[one] * weight[two] * weight[three] for one, two, three in self._products]
        self._total = sum(masses)
        probable = self._probable(zip(masses, self._products, strict=True))
        self._heavy = heavy_leaves(probable, orders, failure, limits.least)
        self._left, self._looks = limits.most, _MOST_LOOKS
        # What is left out of products that are looked at: two classes and those of a mask; what it weighs.
        self._lights: list[tuple[int, int, int]] = []
        self._light = 0.0
        self._taken: list[Places] = []
        needs: dict[int, set[int]] = {}
        with suppress(BudgetExceeded):
            limits.pause()
            self._look(self._heavy_ones(probable), needs)
        self._judge(needs)

    def _probable(self, products: Iterable[tuple[float, Places]]) -> list[Places]:
        """Return the most probable of some products with what they weigh, these first."""
        weighed = sorted(products)
        number, _ = lightest([mass for mass, _ in weighed], 0.5 * self._limits.least)
        return [three for _, three in reversed(weighed[number:])]

    def _heavy_ones(self, products: Iterable[Places]) -> list[Places]:
        """Return the most probable of products of heavy leaves alone."""
        weight = self._orders.weights(self._failure, self._heavy)
        return self._probable(
            [(weight[one] * weight[two] * weight[three], (one, two, three)) for one, two, three in products]
        )

    def _look(self, probable: Sequence[Places], needs: dict[int, set[int]]) -> None:
        """Take in the triples of products, those that may need more by what that is.

        Raises
        ------
        BudgetExceeded
            There is no time for more.
        """
        masks = {at: self._orders.mask(at) & self._heavy for three in probable for at in three}
        place = self._classified(masks.values())
        for three in probable:
            self._limits.pause()
            need = self._products[three]
            found = self._certain if need is None else needs.setdefault(need, set())
            self._take([place[masks[at]] for at in three], found)
            self._taken.append(three)

    def _classified(self, masks: Iterable[int]) -> dict[int, int]:
        """Make classes of the leaves of some masks, the probable first; return by mask its classes."""
        heavy, failure = self._heavy, self._failure
        pairs = [(one & heavy, two & heavy) for one, two in self._orders.pairs(self._top)]
        pairs = [(one, two) for one, two in pairs if one and two]
        self._members, place = classes_of({*masks, *chain.from_iterable(pairs)}, self._union, failure)
        self._chance = [any_fails([failure[leaf] for leaf in leaves]) for leaves in self._members]
        self._falling = [-chance for chance in self._chance]
        self._beside = [0] * len(self._members)
        for one, two in pairs:
            for mask, others in ((place[one], place[two]), (place[two], place[one])):
                for at in bits(mask):
                    self._beside[at] |= others
        return place

    def _take(self, masks: Sequence[int], found: set[int]) -> None:
        """Take in the triples of a product: of 300 classes, each as one number to the base of 300.

        Raises
        ------
        BudgetExceeded
            There are too many.
        """
        beside, base, chance, falling = self._beside, len(self._beside), self._chance, self._falling
        small = self._limits.least * _SMALL
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
                weight = chance[one] * chance[two]
                light = bisect_right(falling, -small / weight) if weight > 0.0 else 0
                if left >> light:
                    rest = left >> light << light
                    self._lights.append((one, two, rest))
                    self._light += weight * chance[light] * rest.bit_count()
                    left ^= rest
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

    def _judge(self, needs: dict[int, set[int]]) -> None:
        """Take in triples that may fail the whole alone, or need something else."""
        needed: dict[int, int] = {}
        for need, triples in needs.items():
            for triple in triples:
                needed[triple] = needed.get(triple, 0) | need
        sets = self._sets
        spans: list[tuple[int, int, int]] = []
        most = _MORE_ALIKE if self._limits.closely else _MOST_ALIKE
        for triple in needed.keys() - self._certain:
            one, two, three = [self._members[at] for at in self._classes_of(triple)]
            # Leaves of a class need not be alike in all else.
            if len(one) * len(two) * len(three) > most:
                self._unknown.append(triple)
                continue
            begin = len(sets)
            sets += product(one, two, three)
            spans.append((triple, begin, len(sets)))
        if not sets:
            return
        try:
            words = self._orders.failing(sets)
        except BudgetExceeded:
            self._unknown += [triple for triple, _, _ in spans]
            return
        digits = bin(words.failing | 1 << len(sets))[:2:-1]
        self._words = words
        for triple, begin, end in spans:
            fail = digits.count("1", begin, end)
            if fail == end - begin:
                self._certain.add(triple)
            elif fail:
                self._unknown.append(triple)
            else:
                self._others.setdefault(needed[triple], []).append((triple, begin, end))

    def complete(self) -> bool:
        """Find what single leaves complete those that need more while there is time; whether that is new."""
        if self._words is None or self._completions is not None:
            return False
        below = 0
        numbers: list[int] = []
        for need, triples in self._others.items():
            below |= self._orders.needed(need).below
            for _, begin, end in triples:
                numbers += range(begin, end)
        below &= ~self._top.singles
        self._paired = self._partners()
        if self._limits.closely:
            self._add_mates()
        self._completions = Completions(
            self._words, numbers, below, self._paired, self._mates, self._failure, self._limits.pause
        )
        return True

    def _add_mates(self) -> None:
        """Note what fails the whole with two others, of classes of one leaf each."""
        members, base = self._members, len(self._members)
        only = [leaves[0] if len(leaves) == 1 else -1 for leaves in members]
        for triple in self._certain:
            above, last = divmod(triple, base)
            one, two, three = (only[at] for at in (*divmod(above, base), last))
            if one >= 0 <= two and three >= 0:
                for leaf, mates in ((one, (two, three)), (two, (one, three)), (three, (one, two))):
                    self._mates.setdefault(leaf, []).append(mates)
                    pair = min(mates), max(mates)
                    self._thirds[pair] = self._thirds.get(pair, 0) | 1 << leaf

    def _working(self, classes: tuple[int, int, int]) -> int:
        """Return leaves that work where a triple is news: with one of them a pair or another triple fails."""
        mask = 0
        leaves: list[int] = []
        for at in classes:
            members = self._members[at]
            mask |= self._paired[members[0]]
            if len(members) == 1:
                # It has failed already.
                leaves.append(members[0])
                mask |= 1 << members[0]
        for pair in combinations(sorted(leaves), 2):
            mask |= self._thirds.get(pair, 0)
        return mask

    def _classes_of(self, triple: int) -> tuple[int, int, int]:
        above, three = divmod(triple, len(self._beside))
        return (*divmod(above, len(self._beside)), three)

    def _partners(self) -> dict[int, int]:
        """Return by leaf of a class the leaves that make pairs with it."""
        masks = [sum([1 << leaf for leaf in members]) for members in self._members]
        found: dict[int, int] = {}
        for members, beside in zip(self._members, self._beside, strict=True):
            mask = 0
            for at in bits(beside):
                mask |= masks[at]
            found |= dict.fromkeys(members, mask)
        return found

    def bounds(self, failure: Sequence[float]) -> tuple[float, float]:
        """Return how likely some triple fails at least, given that no pair does, and at most beside pairs.

        But for the `others`.
        """
        most = self._left_out(failure)
        if not self._taken:
            return 0.0, most
        weighing = self._weighed(failure)
        most += sum([weighing.at_most(self._classes_of(triple)) for triple in self._unknown])
        least, also = self._certain_ones(weighing)
        return least * (1.0 - _ROUNDED), (most + also) * (1.0 + _ROUNDED)

    def _certain_ones(self, weighing: Weighing) -> tuple[float, float]:
        """Return how likely any of those fails that surely fail the whole: one is the first that does.

        Then what makes one of those before it with two of its classes works, and what makes a pair with it.
        That those work too which have no more than one class in common with it is as likely at least as if
        all this were independent (T. E. Harris, Proc. Camb. Phil. Soc. 56, 1960).
        """
        chance, around, base, beside = weighing.chance, weighing.around, len(self._members), self._beside
        logs = [min(_CERTAIN, -log1p(-one)) if one < 1.0 else _CERTAIN for one in chance]
        least = most = total = 0.0
        by_one = [0.0] * base
        # By two classes those that make one with them, as a mask, with the sum of their logarithms.
        thirds: dict[int, tuple[int, float]] = {}
        for triple in sorted(self._certain):
            above, three = divmod(triple, base)
            one, two = divmod(above, base)
            weight = chance[one] * chance[two] * chance[three]
            if weight <= 0.0:
                continue
            if weight > weighing.large:
                apart = together = weighing.around_any((one, two, three))
            else:
                here = around[one], around[two], around[three]
                apart, together = sum(here), max(here)
            first = twice = 0
            further = 0.0
            for pair, third in ((above, three), (one * base + three, two), (two * base + three, one)):
                mask, known = thirds.get(pair, (0, 0.0))
                thirds[pair] = mask | 1 << third, known + logs[third]
                twice |= first & mask
                first |= mask
                further += known
            if first:
                # What makes a pair with one of the classes is counted among those already.
                paired = first & (beside[one] | beside[two] | beside[three])
                if twice or paired:
                    further = sum([logs[at] for at in bits(first & ~paired)])
                apart += further
                together += further
            lonely = total + by_one[one] + by_one[two] + by_one[three]
            least += weight * exp(-apart) * max(0.0, 1.0 - lonely)
            most += weight * exp(-together)
            total += weight
            by_one[one] += weight / chance[one]
            by_one[two] += weight / chance[two]
            by_one[three] += weight / chance[three]
        return least, most

    def _left_out(self, failure: Sequence[float]) -> float:
        """Return what products weigh at most beside those triples of them that are looked at."""
        every, inside = self._orders.weights(failure), self._orders.weights(failure, self._heavy)
        total = self._total
        if failure != self._failure:
            total = sum([every[one] * every[two] * every[three] for one, two, three in self._products])
        less = sum([inside[one] * inside[two] * inside[three] for one, two, three in self._taken])
        light = self._light
        if failure != self._failure and self._lights:
            chance = [any_fails([failure[leaf] for leaf in leaves]) for leaves in self._members]
            masses = [(chance[one] * chance[two], mask) for one, two, mask in self._lights]
            light = sum([mass * sum([chance[at] for at in bits(mask)]) for mass, mask in masses])
        return max(0.0, total - less) + light + _ROUNDED * total

    def _weighed(self, failure: Sequence[float]) -> Weighing:
        if self._weighing is None or self._weighing.failure != failure:
            self._weighing = Weighing(self._union, self._members, failure, self._limits.least * _LARGE)
        return self._weighing

    def others(self, failure: Sequence[float]) -> float:
        """Return how likely it is at most that triples fail the whole that need something else to do so."""
        if not self._others:
            return 0.0
        most, weighing = 0.0, self._weighed(failure)
        weights = [0.0] * len(self._sets)
        rows: list[_Other] = []
        completing: dict[int, int] = {}
        if self._limits.closely and self._completions is not None:
            completing = self._completions.by_set()
        for need, triples in self._others.items():
            needed = self._orders.needed(need)
            any_one = min(1.0, sum_of(needed.below, failure))
            passed, by_several = 0.0, None
            if self._completions is not None:
                passed = sum_of(needed.below & ~self._completions.looked, failure)
                by_several = Several(needed, self._orders, failure)
            for triple, begin, end in triples:
                classes = self._classes_of(triple)
                several = any_one
                if by_several is not None:
                    working = self._working(classes) if self._limits.closely else 0
                    if end - begin == 1:
                        # What completes it alone has been counted.
                        working |= completing.get(begin, 0)
                    several = min(any_one, by_several.without(working) + passed)
                rows.append((weighing.at_most(classes) * several, several, passed, need, classes, begin, end))
                if self._completions is not None:
                    kept = min([weighing.kept[at] for at in classes])
                    for number in range(begin, end):
                        one, two, three = self._sets[number]
                        weights[number] = failure[one] * failure[two] * failure[three] * kept
        if self._completions is not None:
            most += self._completions.weight(failure, weights)
        if completing:
            return most + self._looked_at(rows, completing, failure)
        return most + sum([row[0] for row in rows])

    def _looked_at(
        self, rows: list[_Other], completing: Mapping[int, int], failure: Sequence[float]
    ) -> float:
        """Return what triples weigh at most that two more leaves complete, the first ones closer."""
        rows.sort(reverse=True)
        left = list(accumulate([row[0] for row in reversed(rows)]))
        two, most = TwoCompletions(self._orders, failure), 0.0
        for mass, several, passed, need, classes, begin, end in rows:
            if self._looks <= 0 or left[-1] <= self._limits.least or not self._in_time():
                return most + left[-1]
            self._looks -= 1
            left.pop()
            working, failed, gone = -1, 0, 0
            for number in range(begin, end):
                working &= completing.get(number, 0)
            for at in classes:
                members = mask_of(self._members[at], max(self._members[at]))
                failed |= members
                gone |= members if len(self._members[at]) == 1 else 0
            closer = passed + two.at_most(need, failed, gone, working)
            most += mass * min(1.0, closer / several)
        return most

    def _in_time(self) -> bool:
        try:
            self._limits.pause()
        except BudgetExceeded:
            return False
        return True
