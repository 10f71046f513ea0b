"""How likely gates fail through three leaves and through more, by what the leaves fail.

Most failures that are asked for differ from others in few leaves: only gates over these are gone through.
"""

from __future__ import annotations

from dataclasses import field
from itertools import compress
from math import inf
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.structure.masks import bits, mask_of
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBERS = bytes.maketrans(b"01", b"\0\1")


@slotted
class Both:
    """What two things have in common that must both fail, as far as it takes three failures or more.

    Each side is: single leaves (the place of their mask), products of pairs, gates that fail through more,
    all their leaves being apart from the other side. `shared` are the pairs that have a leaf in common:
    places of the masks of that leaf and of the two others.
    """

    left: tuple[int, int, int]
    right: tuple[int, int, int]
    shared: list[tuple[int, int, int]] = field(default_factory=list)


class Gates:
    """Gates with their leaves; products of pairs by the places of two masks, of which each has one leaf."""

    def __init__(self) -> None:
        # Masks are wide: where they are weighed they go by their places.
        self.masks: list[int] = []
        self.of_product: list[tuple[int, int]] = []
        self.gates: list[Both] = []
        self.leaves_of: list[int] = []
        self._needed: dict[int, list[int]] = {}
        self._listed: dict[int, tuple[list[int], list[int], list[int], list[int]]] = {}

    def back_to(self, products: int, masks: int, gates: int) -> None:
        """Forget all beyond so many."""
        del self.of_product[products:], self.masks[masks:], self.gates[gates:], self.leaves_of[gates:]
        self._needed = {more: those for more, those in self._needed.items() if not more >> gates}
        self._listed = {number: those for number, those in self._listed.items() if number < gates}

    def needed(self, more: int) -> list[int]:
        """Return the gates of a mask with those that they refer to, these first."""
        found = self._needed.get(more)
        if found is None:
            needed, left = more, more
            while left:
                number = left.bit_length() - 1
                left ^= 1 << number
                gate = self.gates[number]
                new = (gate.left[2] | gate.right[2]) & ~needed
                needed |= new
                left |= new
            found = self._needed[more] = bits(needed)
        return found

    def listed(self, number: int) -> tuple[list[int], list[int], list[int], list[int]]:
        """Return the products and gates of the left side of a gate, then of its right side."""
        found = self._listed.get(number)
        if found is None:
            (_, mine, own), (_, theirs, others) = self.gates[number].left, self.gates[number].right
            found = self._listed[number] = bits(mine), bits(own), bits(theirs), bits(others)
        return found


class Weights(dict[int, float]):
    """By the place of a mask the summed chances of its bits, worked out when they are first asked for.

    Of what has none of the `changed` bits the sum is that of the `base`, of all else it is `most` at most.
    """

    def __init__(
        self,
        masks: Sequence[int],
        chances: Sequence[float],
        inside: int = -1,
        base: Weights | None = None,
        changed: int = -1,
        most: float = inf,
    ) -> None:
        super().__init__()
        self._masks, self._inside, self._base, self._changed = masks, inside, base, changed
        self._most = most
        self.chances = chances

    def __missing__(self, place: int) -> float:
        mask = self._masks[place] & self._inside
        if self._base is None or mask & self._changed:
            found = self[place] = min(self._most, sum_of(mask, self.chances))
        else:
            found = self[place] = self._base[place]
        return found


class GateWeights:
    """What gates weigh by the failures of the leaves; `weights` are those of masks, by place.

    Of gates without any of the `changed` leaves that is what they weigh in the `base`.
    """

    def __init__(
        self,
        gates: Gates,
        failure: Sequence[float],
        weights: Weights,
        base: GateWeights | None = None,
        changed: int = -1,
    ) -> None:
        self.failure, self.weights = failure, weights
        self._gates, self._base, self._changed = gates, base, changed
        self._masses: dict[int, float] = {}
        self._known: dict[int, tuple[float, float, float]] = {}
        # Whether what was last weighed holds a gate that would weigh more than what is certain.
        self.capped = False

    def back_to(self, products: int, masks: int, gates: int) -> None:
        """Forget all beyond so many."""
        _only(self._masses, products)
        _only(self.weights, masks)
        _only(self._known, gates)

    def varied(self, failure: Sequence[float], changed: int, most: float = inf) -> GateWeights:
        """Return what gates weigh by other failures: they differ for leaves of a mask alone, or new ones.

        What any of some leaves fail that differ weighs so much at most.
        """
        weights = Weights(self._gates.masks, failure, base=self.weights, changed=changed, most=most)
        return GateWeights(self._gates, failure, weights, self, changed)

    def with_failed(self, leaves: int) -> GateWeights:
        """Return the same where the leaves of a mask have failed."""
        failure = list(self.failure)
        for leaf in bits(leaves):
            failure[leaf] = 1.0
        return self.varied(failure, leaves, 1.0)

    def without(self, leaves: int) -> GateWeights:
        """Return the same where the leaves of a mask work."""
        return self.times(leaves, 0.0)

    def times(self, leaves: int, factor: float) -> GateWeights:
        """Return the same where the leaves of a mask fail so many times as likely."""
        failure = list(self.failure)
        changed = [leaf for leaf in bits(leaves) if failure[leaf] > 0.0]
        if not changed:
            return self
        for leaf in changed:
            failure[leaf] *= factor
        return self.varied(failure, mask_of(changed, changed[-1]))

    def rest(self, more: int) -> tuple[float, float]:
        """Return how likely gates of a mask fail by three leaves, no single one or pair of it; and by more.

        What fails two things through different leaves is at most as likely as the product (J. van den Berg,
        H. Kesten, J. Appl. Probab. 22, 1985).
        """
        numbers, known = self._gates.needed(more), self._known
        self.weigh(numbers)
        self.capped = False
        three = beyond = 0.0
        for number in numbers:
            by_three, by_more, _ = known[number]
            if by_three + by_more > 1.0:
                self.capped = True
            if more >> number & 1:
                three += by_three
                beyond += by_more
        return three, beyond

    def weigh(self, numbers: Sequence[int]) -> dict[int, tuple[float, float, float]]:
        """Work out what gates weigh, these after those that they refer to; return what all known ones do.

        By three leaves, by more, and by any so many, where that is certain at most.
        """
        known, base = self._known, self._base
        left = [number for number in numbers if number not in known]
        if base is not None and left:
            # A gate has all the leaves of those that it refers to.
            leaves, changed = self._gates.leaves_of, self._changed
            same = [number for number in left if not leaves[number] & changed]
            before = base.weigh(same)
            for number in same:
                known[number] = before[number]
            left = [number for number in left if number not in known]
        for number in left:
            by_three, by_more = self._weighed(number)
            known[number] = by_three, by_more, min(1.0, by_three + by_more)
        return known

    def _weighed(self, number: int) -> tuple[float, float]:
        """Return what a gate weighs by three leaves and by more."""
        gate, weight, known = self._gates.gates[number], self.weights, self._known
        mine, own, theirs, others = self._gates.listed(number)
        a, b, c = weight[gate.left[0]], self._of_pairs(mine), sum([known[one][2] for one in own])
        d, e, f = weight[gate.right[0]], self._of_pairs(theirs), sum([known[one][2] for one in others])
        by_three = a * e + b * d
        for at, one, two in gate.shared:
            by_three += weight[at] * weight[one] * weight[two]
        return by_three, b * e + c * (d + e + f) + (a + b) * f

    def _of_pairs(self, products: Sequence[int]) -> float:
        masses, weight, of_product = self._masses, self.weights, self._gates.of_product
        total = 0.0
        for number in products:
            mass = masses.get(number)
            if mass is None:
                one, two = of_product[number]
                mass = masses[number] = weight[one] * weight[two]
            total += mass
        return total


def _only(known: dict[int, Any], most: int) -> None:
    for number in [one for one in known if one >= most]:
        del known[number]


def sum_of(mask: int, chances: Sequence[float]) -> float:
    """Return the sum of the chances of the bits of a mask."""
    lowest = mask & -mask
    first = max(0, lowest.bit_length() - 1)
    if mask == lowest:
        # Most of them are of one leaf.
        return chances[first] if mask else 0.0
    digits = bin(mask >> first)[:1:-1].encode().translate(_NUMBERS)
    return sum(compress(chances[first : first + len(digits)], digits))


def without(failure: Sequence[float], literals: int) -> list[float]:
    """Return the failures where those of a mask work."""
    found = list(failure)
    for literal in bits(literals):
        found[literal] = 0.0
    return found
