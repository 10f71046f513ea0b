"""Bounds that draw together: heavy leaves fail or work, one after the other, and each case is bounded anew.

Where the two sides of a gate fail often, what three leaves do together is a large part of what two do, what
four do of that, and so on. Once the leaf that is in most of it has failed, two others are left of three, and
once it works they are gone. The case whose bounds leave the whole furthest apart is taken apart next.
"""

from __future__ import annotations

from heapq import heappop, heappush
from math import fsum
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.conditions import FAILED, AtLeast, Conditions
from archdraw.core.analysis.reliability.heavy_leaves import masses_in
from archdraw.core.analysis.reliability.independent import any_fails, lightest
from archdraw.core.analysis.reliability.leaves import down_to
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.analysis.reliability.pair_unions import PairUnion
from archdraw.core.analysis.structure.masks import bits, mask_of
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.analysis.reliability.gate_weights import GateWeights
    from archdraw.core.analysis.reliability.kept_shapes import Content
    from archdraw.core.analysis.structure.formula import Formula

# So many leaves are decided at a time, those that hold so much of what the first one holds.
_AT_A_TIME, _OF_FIRST = 8, 0.25
# How close the pairs of all cases together are to be, of how far apart the bounds may be; and as much of them
# is not looked at.
_OF_PAIRS = 0.1
# What sums round off at most, relative to them.
_ROUNDED = 1e-12


@frozen
class _Case:
    """Some leaves have failed, others work (masks): how likely that is, and how likely it fails at most.

    `least` and `most` are of both together. What fails the whole alone in that case works.
    """

    chance: float
    failed: int
    works: int
    least: float
    most: float


class Cases:
    """Bounds of "any of the roots fails" that were last looked for, by the cases of leaves."""

    def __init__(self, orders: LowOrders, failure: Sequence[float], pause: Callable[[], None]) -> None:
        """Begin.

        Parameters
        ----------
        orders
            That have found what few failures do.
        failure
            Of the leaves, which are independent.
        pause
            Called before each case; may raise to end the work.
        """
        self._pause = pause
        formula, roots, literals = orders.found
        self._failure = list(failure)
        self._orders = LowOrders(pause)
        nodes = down_to(formula, roots, literals)
        gone = self._merge(formula, roots, nodes, literals)
        known = {
            leaf: self._orders.of_pairs(low.singles & ~gone, orders.pairs(low))
            for leaf, low in literals.items()
        }
        self._content: list[Content] = [(0, ())] * len(formula.inputs)
        for node in nodes:
            if node not in known:
                self._content[node] = formula.threshold[node], tuple(formula.inputs[node])
        self._lows = dict(known)
        self._top = self._orders.find(formula, roots, self._lows)
        # What single leaves alone fail has failed or works for good once the first case was looked at.
        left = [root for root in roots if root not in known or known[root].pairs]
        self._any = AtLeast(1, tuple(left), None)
        self._weights = self._orders.gate_weights(self._failure)
        # How likely a case comes about in which the whole has failed.
        self._certain: list[float] = []
        self._open: list[tuple[float, int, _Case]] = []
        self._closed: list[_Case] = []
        self._looked, self._finest = 0, 0.0

    def _merge(
        self, formula: Formula, roots: Sequence[int], nodes: Sequence[int], literals: Mapping[int, Low]
    ) -> int:
        """Let one stand for what is alone their own of leaves that fail the same gates; return the others.

        Whichever of them fails, it is no other news.
        """
        over: dict[int, list[int]] = {}
        for node in nodes:
            if node not in literals:
                for one in formula.inputs[node]:
                    over.setdefault(one, []).append(node)
        once = twice = paired = 0
        for low in literals.values():
            twice |= once & low.below
            once |= low.below
            paired |= low.paired
        alike: dict[tuple[int, ...], int] = {}
        alone = set(roots)
        for leaf, low in literals.items():
            gates = over.get(leaf, [])
            if all(formula.threshold[gate] == 1 for gate in gates):
                key = (leaf in alone, *gates)
                alike[key] = alike.get(key, 0) | low.singles & ~(twice | paired)
        gone: list[int] = []
        failure = self._failure
        for own in map(bits, alike.values()):
            if len(own) > 1:
                failure[own[0]] = any_fails([failure[place] for place in own])
                gone += own[1:]
        for place in gone:
            failure[place] = 0.0
        return mask_of(gone, max(gone, default=0))

    def bounds(self, enough: float, most: int) -> tuple[float, float]:
        """Return a range; no closer than `enough`, and no more than so many cases are looked at."""
        self._finest = _OF_PAIRS * enough / most
        self._add(1.0, 0, 0, self._top, self._weights)
        while self._open and self._looked < most and self._apart() > enough:
            self._take_apart(heappop(self._open)[2])
        certain = fsum(self._certain)
        least = certain + fsum([case.least for case in self._cases()])
        largest = certain + fsum([case.most for case in self._cases()])
        return max(0.0, least - _ROUNDED * largest), min(1.0, largest * (1.0 + _ROUNDED))

    def _cases(self) -> list[_Case]:
        return self._closed + [case for _, _, case in self._open]

    def _apart(self) -> float:
        return fsum([case.most - case.least for case in self._cases()])

    def _take_apart(self, case: _Case) -> None:
        """Look at the cases of the leaves that hold most of what leaves a case open."""
        orders, failure = self._orders, self._failure
        mark = orders.mark()
        top = self._top_beside(case.failed) if case.failed else self._top
        weights = self._weights.without(case.works)
        chance, works = case.chance, case.works
        leaves = self._heaviest(top, weights)
        for leaf in leaves:
            works |= 1 << leaf
            before = orders.mark()
            failed = case.failed | 1 << leaf
            found = self._top_beside(failed)
            if found is FAILED:
                self._certain.append(chance * failure[leaf])
            else:
                self._add(chance * failure[leaf], failed, works, found, weights)
            self._back_to(before, weights)
            chance *= 1.0 - failure[leaf]
        if leaves:
            self._add(chance, case.failed, works, top, weights)
        else:
            # None is left.
            self._closed.append(case)
        self._back_to(mark, weights)

    def _back_to(self, mark: tuple[int, ...], weights: GateWeights) -> None:
        """Forget what was found since for one case: the next one takes the places."""
        self._orders.back_to(mark)
        for one in (weights, self._weights):
            one.back_to(*mark[:3])

    def _top_beside(self, failed: int) -> Low:
        """Return what fails the whole while the leaves of a mask have failed."""
        return Conditions(self._orders, self._content, self._lows.__getitem__, failed).low(self._any)

    def _heaviest(self, top: Low, weights: GateWeights) -> list[int]:
        """Return the leaves that hold most of what three weigh; where none do, the likeliest to fail."""
        products = [places for places, _ in self._orders.triples(top)]
        failure = weights.failure
        of_three = masses_in(products, self._orders, weights.weights)
        for masses in (of_three, dict.fromkeys(bits(top.below), 1.0)):
            weighed = [(failure[leaf] * mass, leaf) for leaf, mass in masses.items()]
            most = max(weighed, default=(0.0, 0))[0]
            if most > 0.0:
                heaviest = sorted(weighed, reverse=True)[:_AT_A_TIME]
                return [leaf for mass, leaf in heaviest if mass >= _OF_FIRST * most]
        return []

    def _add(self, chance: float, failed: int, works: int, top: Low, weights: GateWeights) -> None:
        """Bound a case by what is left to fail the whole."""
        self._pause()
        self._looked += 1
        alone = bits(top.singles & ~works)
        fails = any_fails([self._failure[leaf] for leaf in alone])
        if fails > 0.0:
            self._certain.append(chance * fails)
            chance *= 1.0 - fails
        # All else matters only while these work.
        works |= top.singles
        beside = weights.without(works)
        room = self._finest / chance if chance > self._finest else 1.0
        union, light = self._heavy_pairs(top, beside, works, room)
        low, high = union.bounds(beside.failure, room)
        high = min(1.0, high + light)
        # More fail it no likelier where no pair does (T. E. Harris, Proc. Camb. Phil. Soc. 56, 1960).
        high += (1.0 - high) * min(1.0, sum(beside.rest(top.more)))
        case = _Case(chance, failed, works, chance * low, chance * high)
        heappush(self._open, (case.least - case.most, self._looked, case))

    def _heavy_pairs(
        self, top: Low, weights: GateWeights, works: int, room: float
    ) -> tuple[PairUnion, float]:
        """Return the pairs but for some that weigh no more than there is room for, and what these weigh."""
        weight, mask = weights.weights, self._orders.mask
        weighed = sorted([(weight[one] * weight[two], one, two) for one, two in self._orders.places(top)])
        number, light = lightest([mass for mass, _, _ in weighed], room)
        heavy = [(mask(one) & ~works, mask(two) & ~works) for _, one, two in weighed[number:]]
        return PairUnion(heavy), light * (1.0 + _ROUNDED)
