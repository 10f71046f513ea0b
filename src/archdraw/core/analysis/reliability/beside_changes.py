"""How likely something fails after changes, from how likely it failed before them.

With f as it was and g as it is, P(g) = P(f) + P(g and not f) − P(f and not g). Nearly all that changes weigh
are pairs of literals, and that none of the other's pairs fails beside those is a sum over what they make
pairs with.
"""

from __future__ import annotations

from contextlib import contextmanager
from math import inf
from typing import TYPE_CHECKING, Protocol

from archdraw.core.analysis.reliability.beside_pairs import AroundPairs, BesidePairs, Weighed
from archdraw.core.analysis.reliability.changed_failures import ChangedFailures
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.gate_weights import sum_of, without
from archdraw.core.analysis.structure.masks import bits, mask_of
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from archdraw.core.analysis.reliability.changed_failures import Changing
    from archdraw.core.analysis.reliability.domain_literals import DomainLiterals
    from archdraw.core.analysis.reliability.gate_weights import GateWeights
    from archdraw.core.analysis.reliability.low_orders import Low, LowOrders

# What weighs so little of the room is not looked at closely.
IGNORED = 0.02
# What sums round off at most, relative to them.
_ROUNDED = 1e-12


class Known(Protocol):
    """What is known of something as it was, by literals.

    While those work that fail it alone more than two others fail it at most as likely as `after`; `weights`
    are what gates weigh then, and `around` what its pairs add.
    """

    orders: LowOrders
    literals: DomainLiterals
    top: Low
    around: AroundPairs
    weights: GateWeights
    after: float


@frozen
class Changes:
    """What fails something now and did not before (`more`), and the other way round (`less`): any of these.

    What literals fail that are less likely to have failed by now is `eased`. `works` are those that fail it
    alone both before and now; only while these work `below` may fail it now, where that is known already.
    `whole` says what fails it now: where `less` weighs more than `most` it is not looked for.
    """

    more: Sequence[Changing]
    less: Sequence[Changing]
    works: int
    whole: Callable[[], Low]
    below: int | None = None
    eased: Sequence[Changing] = ()
    most: float = inf


@contextmanager
def left_as_it_was(known: Known) -> Iterator[None]:
    """Forget in the end what was added to what is known."""
    orders, literals = known.orders, known.literals
    mark, length = orders.mark(), len(literals.failure)
    wrong = literals.too_much, literals.left_out
    try:
        yield
    finally:
        orders.back_to(mark)
        known.weights.back_to(*mark[:3])
        del literals.failure[length:]
        literals.too_much, literals.left_out = wrong


def range_after(
    known: Known, ends: tuple[float, float], changes: Changes, room: float
) -> tuple[float, float] | None:
    """Return the range of what has changed, from the range as it was.

    None where something fails for certain. It need not be closer than the room.

    Raises
    ------
    BudgetExceeded
        There is no time, or too much has changed.
    """
    kinds = [those for those in (changes.more, changes.less, changes.eased) if those]
    room /= max(1, len(kinds))
    orders, top, failure = known.orders, known.top, known.literals.failure
    small = IGNORED * room
    weights = where_working(known, failure, top.singles)
    if max(weights.failure) >= 1.0:
        return None
    added = ChangedFailures(orders, changes.more, weights, top.singles, small)
    eased = ChangedFailures(orders, changes.eased, weights, top.singles, small)
    # What does not fail it alone any more is not among what still does.
    gone = ChangedFailures(
        orders, changes.less, where_working(known, failure, changes.works), changes.works, small
    )
    low, high = ends
    new_top, below, lost = None, changes.below, (0.0, gone.most)
    if below is None and lost[1] > small:
        new_top = changes.whole()
        below = new_top.below
    if below is not None and lost[1] > 0.0:
        # What has no part in anything else does not fail beside that, but whatever it does.
        apart = gone.set_apart(below)
        low, high = (max(0.0, (end - apart) / (1.0 - apart)) for end in (low, high))
        lost = 0.0, gone.most
    if lost[1] > changes.most:
        raise BudgetExceeded
    apart = added.set_apart(top.below)
    won, less = (0.0, added.most), (0.0, eased.most)
    if won[1] > room or less[1] > room:
        beside = Beside(orders, top, known.around, weights, known.after)
        won = beside.only(added, (low, high), room) if won[1] > room else won
        less = beside.only(eased, (low, high), room) if less[1] > room else less
    if lost[1] > room:
        new_top = changes.whole() if new_top is None else new_top
        weights = where_working(known, failure, new_top.singles)
        if max(weights.failure) >= 1.0:
            return None
        around = AroundPairs(orders.pairs(new_top), weights.failure)
        beside = Beside(orders, new_top, around, weights, sum(weights.rest(new_top.more)))
        now = max(0.0, low - lost[1] - less[1]), min(1.0, high + won[1])
        lost = beside.only(gone, now, room)
    low = max(0.0, low + won[0] - lost[1] - less[1])
    high = min(1.0, high + won[1] - lost[0] - less[0])
    return low + apart * (1.0 - low), high + apart * (1.0 - high)


def where_working(known: Known, failure: Sequence[float], literals: int) -> GateWeights:
    """Return what gates weigh while the literals of a mask work; there may be more than were known."""
    found, before = without(failure, literals), known.weights.failure
    changed = (known.top.singles ^ literals) & ((1 << len(before)) - 1)
    return known.weights.varied(found, changed | (1 << len(found)) - (1 << len(before)))


class Beside:
    """How likely changes fail something that does not fail the whole, by the failures of the literals.

    Those that fail the whole alone work; `after` is how likely more than two others fail it.
    """

    def __init__(
        self,
        orders: LowOrders,
        top: Low,
        around: AroundPairs,
        weights: GateWeights,
        after: float,
    ) -> None:
        self._orders, self._top, self._around, self._after = orders, top, around, after
        self._weights, self._failure = weights, weights.failure

    def only(self, changed: ChangedFailures, ends: tuple[float, float], room: float) -> tuple[float, float]:
        """Return the range of what any change fails and not the whole, which fails as likely as `ends`.

        It need not be closer than the room.
        """
        single, mates, rest = changed.alone, changed.mates, changed.rest
        beside = BesidePairs(self._around, self._partners(mates), self._failure)
        alone = beside.alone(single) if single else Weighed()
        pairs = beside.pairs(mates, IGNORED * room) if mates else Weighed()
        works = 1.0 - ends[1], min(1.0, 1.0 - ends[0] + self._after)
        most = min(1.0, works[1] * (alone.high + pairs.high) + rest)
        if most <= room:
            return 0.0, most
        least = 0.0
        if works[0] * alone.low > IGNORED * room:
            least = max(0.0, works[0] * alone.low - self._failing_too(single, {}))
        if works[0] * pairs.low > IGNORED * room:
            # What fails in both ways counts once.
            low = works[0] * pairs.low - self._failing_too(0, mates) - alone.mass * pairs.mass
            least += max(0.0, low)
        return least, most

    def _partners(self, literals: Iterable[int]) -> dict[int, int]:
        """Return by literal those that it fails the whole with."""
        found = dict.fromkeys(literals, 0)
        mask = mask_of(found, max(found, default=0))
        for one, two in self._orders.pairs(self._top):
            for mine, others in ((one & mask, two), (two & mask, one)):
                for literal in bits(mine) if mine else ():
                    found[literal] |= others
        return found

    def _failing_too(self, single: int, mates: dict[int, int]) -> float:
        """Return how likely single literals, or some with any of their mates, fail with three others at most.

        That is the sum over all that fail together of what more than two fail beside them. It is linear in
        the failure of each literal: to double some adds at least what each of them does, times its failure.
        """
        failure, after = self._failure, self._after
        first, second = single or mask_of(mates, max(mates)), 0
        for others in mates.values():
            second |= others
        second &= ~first
        weight, beside = sum_of(first, failure), sum_of(second, failure)
        # Of a single one it is known what the others do while it fails.
        scale = 1.0 if first & first - 1 else 1.0 / weight
        with_first = self._rest_times(first, 1.0 + scale)
        if single:
            return weight * after + (with_first - after) / scale + _ROUNDED * with_first
        both = self._rest_times(second, 2.0, first, 1.0 + scale)
        if scale > 1.0:
            return weight * (beside * with_first + max(0.0, both - with_first)) + _ROUNDED * both
        with_second = self._rest_times(second, 2.0)
        together = max(0.0, both - with_first - with_second + after)
        found = weight * beside * after + beside * (with_first - after) + weight * (with_second - after)
        return found + together + _ROUNDED * both

    def _rest_times(self, mask: int, times: float, other: int = 0, more: float = 1.0) -> float:
        """Return what more than two fail the whole where those of a mask fail so many times as likely."""
        weights = self._weights.times(mask, times).times(other, more)
        found = sum(weights.rest(self._top.more))
        return inf if weights.capped else found
