"""What fails a node alone, what in pairs, and a bound on all that takes more failures, in words of bits.

A gate over two inputs fails by any two leaves of which one fails the first input alone and one the second:
all these pairs are one product of two masks. A design has thousands of pairs, but only hundreds of products.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import compress
from operator import ne
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.gate_weights import Both, Gates, GateWeights, Weights
from archdraw.core.analysis.reliability.leaves import down_to
from archdraw.core.analysis.reliability.low_words import LowWords
from archdraw.core.analysis.structure.masks import bits, mask_of
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from archdraw.core.analysis.structure.formula import Formula

# Bit of "more than one of these may have to fail".
_SEVERAL = 1
# Where one of so many leaves, or more, fails otherwise, what gates weighed before is of no use.
_MANY_OTHERS = 8
# Where so few do, others are not compared.
_FEW_OTHERS = 16

# A gate by its threshold and, in order, by which its inputs are.
Gate = tuple[int, ...]


@slotted
class Low:
    """What fails a node: single leaves, products of pairs (by number), gates that fail through more.

    `paired` are the leaves that pairs may hold, `below` all leaves. No pair holds a single one. Where three
    leaves fail one of the gates without the node, something else must fail with more: then the gate is
    `needy`, and what it can be follows from what the node is made of (`LowOrders.needs`): any of some, or,
    with `both`, two that must fail.
    """

    singles: int = 0
    pairs: int = 0
    paired: int = 0
    more: int = 0
    below: int = 0
    needy: int = 0
    made_of: Sequence[Low] = ()
    both: bool = False


_NOTHING: dict[Gate, Low] = {}
# Products of pairs, as bits, and their leaves; places of a common leaf and of those it makes pairs with.
_Met = tuple[int, int, list[tuple[int, int, int]]]


def gate_of(threshold: int, inputs: Sequence[Low]) -> Gate:
    """Return a gate by its inputs themselves: for as long as they are there."""
    return threshold, *sorted(map(id, inputs))


@slotted
class Needed:
    """What may fail beside three leaves that fail none of some things alone.

    Of all of it one leaf must fail that is in `below`. Where no single one more is enough, it is one of the
    `pairs`, products of two masks by their places, or at least two leaves of `larger`.
    """

    below: int
    pairs: list[tuple[int, int]]
    larger: int


class LowOrders:
    """What fails the nodes of a formula through at most two leaves, and how likely the rest is at most.

    `pause` is called now and then; it may raise to end the work.
    """

    def __init__(self, pause: Callable[[], None]) -> None:
        self.pause = pause
        self._products: list[tuple[int, int]] = []
        # By product the leaves of both masks.
        self._either: list[int] = []
        # By two products what is in pairs of both and which pairs of them have a leaf in common: of those
        # that are compared for an edit most were before.
        self._met: dict[tuple[int, int], _Met] = {}
        self._numbers: dict[tuple[int, int], int] = {}
        gates = self._all = Gates()
        self._masks, self._of_product = gates.masks, gates.of_product
        self._gates, self._leaves_of = gates.gates, gates.leaves_of
        self._places: dict[int, int] = {}
        # What must fail too where gates alone do not fail what they are in; kept here, none is at the place
        # of another.
        self._required = [Low()]
        self._numbered: dict[int, int] = {}
        # Few ask what things need: it is worked out for them alone. What it is about is kept, as above.
        self._needs: dict[int, tuple[Low, dict[int, int]]] = {}
        # Those that were asked for last are asked for again soon.
        self._weighed: Weights | None = None
        # What gates weigh by failures that others are much like.
        self.weighed_before: list[GateWeights] = []
        self.found: tuple[Formula, tuple[int, ...], dict[int, Low]]

    def find(
        self,
        formula: Formula,
        roots: Sequence[int],
        known: dict[int, Low],
        before: Mapping[Gate, Low] = _NOTHING,
    ) -> Low:
        """Return what fails any of the roots, from what is known of the leaves; the others are added to that.

        What gates were found to be `before` they are where their inputs are the same ones (`gate_of`).
        """
        self.found = formula, tuple(roots), dict(known)
        for node in down_to(formula, roots, known):
            if node in known:
                continue
            threshold, inputs = formula.threshold[node], [known[one] for one in formula.inputs[node]]
            low = before.get(gate_of(threshold, inputs)) if before else None
            if low is None:
                self.pause()
                low = self.any_of(inputs) if threshold == 1 else self.at_least(threshold, inputs)
            known[node] = low
        return self.any_of([known[root] for root in roots])

    def forget(self) -> None:
        """Let go of the formula that was last looked at."""
        del self.found

    def failing(self, sets: Sequence[Sequence[int]]) -> LowWords:
        """Return which sets of leaves fail what was last found."""
        formula, roots, known = self.found
        leaves = {node: (low.below, low.singles, low.pairs) for node, low in known.items()}
        return LowWords(formula, roots, leaves, self._products, sets, self.pause)

    def needed(self, numbers: int) -> Needed:
        """Return what may fail, of things by their numbers as bits, beside three leaves that fail none."""
        lows, several = self.required(numbers)
        pairs = larger = below = 0
        for low in lows:
            below |= low.below
            pairs |= low.pairs
            for number in bits(low.more):
                larger |= self._leaves_of[number]
            for others in self.needs(low).values() if low.needy else ():
                for other in bits(others):
                    larger |= self._required[other].below
        # Of several each may take one leaf.
        return Needed(below, self.places_of(pairs), below if several else larger)

    def required(self, numbers: int) -> tuple[list[Low], bool]:
        """Return things by their numbers as bits, and whether more than one of them may have to fail."""
        return [self._required[number] for number in bits(numbers & ~_SEVERAL)], bool(numbers & _SEVERAL)

    def mark(self) -> tuple[int, ...]:
        """Return how much is known, to go back to that."""
        return len(self._products), len(self._masks), len(self._gates), len(self._required), len(self._met)

    def back_to(self, mark: tuple[int, ...]) -> None:
        """Forget what was found since."""
        products, masks, gates, required, met = mark
        while len(self._met) > met:
            # What came last goes first.
            self._met.popitem()
        for key in self._products[products:]:
            del self._numbers[key]
        for mask in self._masks[masks:]:
            del self._places[mask]
        for low in self._required[required:]:
            del self._numbered[id(low)]
        del self._products[products:], self._either[products:], self._required[required:]
        self._needs.clear()
        self._all.back_to(products, masks, gates)
        self._weighed = None
        for one in self.weighed_before:
            one.back_to(products, masks, gates)

    def pairs(self, found: Low) -> list[tuple[int, int]]:
        """Return the products of pairs: one leaf of each mask."""
        return [self._products[number] for number in bits(found.pairs)]

    def places(self, found: Low) -> list[tuple[int, int]]:
        """Return the same with the places of the masks."""
        return self.places_of(found.pairs)

    def places_of(self, pairs: int) -> list[tuple[int, int]]:
        """Return the places of the masks of products by their numbers, as bits."""
        return [self._of_product[number] for number in bits(pairs)]

    def of_pairs(self, singles: int, pairs: Sequence[tuple[int, int]]) -> Low:
        """Return what some single leaves fail, and pairs without these, given as products."""
        found = Low(singles=singles)
        for one, two in pairs:
            found.pairs |= self._product(one, two)
            found.paired |= one | two
        found.below = singles | found.paired
        return found

    def any_of(self, inputs: Sequence[Low]) -> Low:
        """Return what fails any of the inputs."""
        found = Low()
        for one in inputs:
            found.singles |= one.singles
            found.pairs |= one.pairs
            found.paired |= one.paired
            found.more |= one.more
            found.below |= one.below
        # A gate that always fails one of them needs nothing.
        needy = sure = 0
        for one in inputs:
            needy |= one.needy
            sure |= one.more & ~one.needy
        if needy & ~sure:
            found.needy, found.made_of = needy & ~sure, inputs
        if found.paired & found.singles:
            self._without(found)
        return found

    def clear_of(self, found: Low, literals: int) -> Low:
        """Return what fails something, without the pairs that hold literals of a mask."""
        if not found.paired & literals:
            return found
        clear = replace(found, singles=found.singles | literals)
        self._without(clear)
        clear.singles = found.singles
        return clear

    def needs(self, found: Low) -> dict[int, int]:
        """Return by gate, of those that do not always fail something, in bits what else must fail too."""
        known = self._needs
        work = [found]
        while work:
            low = work[-1]
            if id(low) in known:
                work.pop()
                continue
            left = [one for one in low.made_of if one.needy and id(one) not in known]
            if left:
                work += left
                continue
            work.pop()
            known[id(low)] = low, self._both_need(low) if low.both else self._any_needs(low)
        return known[id(found)][1]

    def _any_needs(self, found: Low) -> dict[int, int]:
        """Return the same of any of several, of which it is known."""
        needs: dict[int, int] = {}
        for one in found.made_of:
            if one.needy & found.needy:
                for number, also in self.needs(one).items():
                    if found.needy >> number & 1:
                        needs[number] = needs.get(number, 0) | also
        return needs

    def _both_need(self, found: Low) -> dict[int, int]:
        """Return the same of two that must both fail."""
        one, two = found.made_of
        mine, theirs = (self.needs(each) if each.needy else {} for each in (one, two))
        common = one.more & two.more
        needs: dict[int, int] = {}
        for number in bits(found.needy):
            if common >> number & 1:
                needs[number] = self._require(one) | self._require(two) | _SEVERAL
            else:
                own, other = (mine, two) if one.more >> number & 1 else (theirs, one)
                before = own.get(number, 0)
                needs[number] = before | self._require(other) | (_SEVERAL if before else 0)
        return needs

    def at_least(self, threshold: int, inputs: Sequence[Low]) -> Low:
        """Return what fails so many of the inputs, at least two and at most all of them."""
        reached = [Low()] * (threshold + 1)
        for done, one in enumerate(inputs, start=1):
            for count in range(min(threshold, done), 0, -1):
                if threshold - count <= len(inputs) - done:
                    new = one if count == 1 else self._both(reached[count - 1], one)
                    reached[count] = self.any_of([reached[count], new]) if count < done else new
        return reached[threshold]

    def _product(self, left: int, right: int) -> int:
        """Return the bit of a product, 0 where there is none."""
        if not left or not right:
            return 0
        key = (left, right) if left < right else (right, left)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._products)
            self._products.append(key)
            self._either.append(left | right)
            self._of_product.append((self._place(key[0]), self._place(key[1])))
        return 1 << number

    def _place(self, mask: int) -> int:
        """Return the place of a mask among those that may be weighed."""
        place = self._places.get(mask)
        if place is None:
            place = self._places[mask] = len(self._masks)
            self._masks.append(mask)
        return place

    def _without(self, found: Low) -> None:
        """Take the pairs out that hold a single leaf."""
        alone, pairs, paired, either = found.singles, found.pairs, 0, self._either
        fewer = 0
        for number in bits(pairs):
            both = either[number]
            if both & alone:
                left, right = self._products[number]
                left, right = left & ~alone, right & ~alone
                pairs ^= 1 << number
                fewer |= self._product(left, right)
                both = left | right if left and right else 0
            paired |= both
        found.pairs, found.paired = pairs | fewer, paired

    def _both(self, one: Low, two: Low) -> Low:
        """Return what fails both."""
        alone = one.singles & two.singles
        found = Low(singles=alone, below=one.below | two.below)
        common = one.pairs & two.pairs
        first, second = one.singles & ~alone, two.singles & ~alone
        mine, theirs = one.pairs & ~common, two.pairs & ~common
        gate = Both((self._place(first), mine, 0), (self._place(second), theirs, 0))
        found.pairs = common
        # Of these it need only be known which may be in pairs.
        found.paired = one.paired & two.paired if common else 0
        self._add(found, first, second)
        for own, other in ((one, two), (two, one)):
            if own.paired & other.singles:
                singles = other.singles
                for number in bits(own.pairs & ~common):
                    if self._either[number] & singles:
                        left, right = self._products[number]
                        self._add(found, left & singles, right)
                        self._add(found, left, right & singles)
        if one.paired & two.paired and mine and theirs:
            self._overlaps((mine, theirs), one.paired & two.paired, found, gate.shared)
        if found.paired & alone:
            self._without(found)
        self._more(found, gate, one, two)
        return found

    def _add(self, found: Low, one: int, two: int) -> None:
        """Add a product to the pairs of something."""
        if one and two:
            found.pairs |= self._product(one, two)
            found.paired |= one | two

    def _overlaps(
        self, pairs: tuple[int, int], paired: int, into: Low, shared: list[tuple[int, int, int]]
    ) -> None:
        """Add the pairs that are in both; note those that have one leaf in common.

        `paired` are the leaves of the pairs of both.
        """
        mine, theirs = pairs
        either, met = self._either, self._met
        touching = [(number, either[number]) for number in bits(theirs)]
        touching = [one for one in touching if one[1] & paired]
        for number in bits(mine):
            both = either[number] & paired
            if not both:
                continue
            self.pause()
            for other, leaves in touching:
                if leaves & both:
                    key = number, other
                    known = met.get(key)
                    if known is None:
                        known = met[key] = self._meeting(number, other)
                    into.pairs |= known[0]
                    into.paired |= known[1]
                    shared += known[2]

    def _meeting(self, number: int, other: int) -> _Met:
        """Return what is in pairs of both of two products."""
        into, shared = Low(), []
        (left, right), (one, two) = self._products[number], self._products[other]
        (lefts, rights), (first, second) = self._of_product[number], self._of_product[other]
        found = left & one, right & two, left & two, right & one
        self._add(into, found[0], found[1])
        self._add(into, found[2], found[3])
        mates = (rights, second), (lefts, first), (rights, first), (lefts, second)
        for at, (mate, another) in zip(found, mates, strict=True):
            if at:
                shared.append((self._place(at), mate, another))
        return into.pairs, into.paired, shared

    def _require(self, low: Low) -> int:
        """Return the bit of something that must fail too."""
        number = self._numbered.get(id(low))
        if number is None:
            number = self._numbered[id(low)] = len(self._required)
            self._required.append(low)
        return 1 << number

    def _more(self, found: Low, gate: Both, one: Low, two: Low) -> None:
        """Note what takes more failures: of the inputs themselves, or only of both together."""
        common = one.more & two.more
        needy = common & (one.needy | two.needy)
        sides = []
        leaves = self._leaves_of
        for own, other in ((one, two), (two, one)):
            rest = own.more & ~common
            if rest and own.below & other.below:
                touching, below = 0, other.below
                for number in bits(rest):
                    if leaves[number] & below:
                        touching |= 1 << number
                needy |= touching
                rest ^= touching
            sides.append(rest)
        found.more = common | needy
        if needy:
            found.needy, found.made_of, found.both = needy, (one, two), True
        gate.left = (*gate.left[:2], sides[0])
        gate.right = (*gate.right[:2], sides[1])
        (_, mine, left), (_, theirs, right) = gate.left, gate.right
        if mine or theirs or left or right:
            found.more |= 1 << len(self._gates)
            self._gates.append(gate)
            self._leaves_of.append(found.below)

    def rest(self, found: Low, failure: Sequence[float]) -> tuple[float, float]:
        """Return how likely it fails by three leaves, no single one or pair of it, at most; and by more."""
        return self.gate_weights(failure).rest(found.more)

    def gate_weights(self, failure: Sequence[float]) -> GateWeights:
        """Return what gates weigh by the failures of the leaves."""
        nearest, fewest, differ = None, len(failure) // _MANY_OTHERS, [False]
        for known in self.weighed_before:
            both = list(map(ne, failure, known.failure))
            others = both.count(True)
            if others <= fewest:
                nearest, fewest, differ = known, others, both
                if others <= _FEW_OTHERS:
                    break
        if nearest is None:
            return GateWeights(self._all, failure, self.weights(failure))
        if not fewest and len(failure) == len(nearest.failure):
            return nearest
        changed = mask_of(compress(range(len(differ)), differ), len(differ))
        return nearest.varied(failure, changed | (1 << len(failure)) - (1 << len(nearest.failure)))

    def paired_sides(
        self, found: Low, failure: Sequence[float], least: float
    ) -> Iterator[tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
        """Yield the products of pairs of both sides of gates that `rest` takes for as likely as either.

        Those that weigh less than `least` are left out.
        """
        weight = self.weights(failure)
        for number in bits(found.more):
            gate = self._gates[number]
            masses, sides = 1.0, []
            for _, pairs, _ in (gate.left, gate.right):
                places = [self._of_product[one] for one in bits(pairs)]
                masses *= sum([weight[one] * weight[two] for one, two in places])
                sides.append([(self._masks[one], self._masks[two]) for one, two in places])
            if masses >= least > 0.0:
                yield sides[0], sides[1]

    def triples(self, found: Low) -> Iterator[tuple[tuple[int, int, int], int | None]]:
        """Yield places of three masks, and what else three leaves, one of each, may need (`needed`).

        That is None where all of them fail it. No others fail it than these and those that hold a single one
        or a pair.
        """
        every = self.needs(found) if found.needy else {}
        for number in bits(found.more):
            gate, needs = self._gates[number], every.get(number)
            for single, pairs in ((gate.left[0], gate.right[1]), (gate.right[0], gate.left[1])):
                for product in bits(pairs) if self._masks[single] else ():
                    yield (single, *self._of_product[product]), needs
            for three in gate.shared:
                yield three, needs

    def mask(self, place: int) -> int:
        """Return the mask of a place."""
        return self._masks[place]

    def weights(self, failure: Sequence[float], inside: int = -1) -> Weights:
        """Return the summed failures of the leaves of masks that are inside of another, by place."""
        if inside != -1:
            return Weights(self._masks, failure, inside)
        if self._weighed is None or self._weighed.chances is not failure:
            self._weighed = Weights(self._masks, failure)
        return self._weighed
