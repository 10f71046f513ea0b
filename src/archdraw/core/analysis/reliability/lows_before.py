"""What few failures do to a group, from what they did to one that was much like it."""

from __future__ import annotations

from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.domain_literals import the_leaf
from archdraw.core.analysis.reliability.gate_weights import without
from archdraw.core.analysis.reliability.leaf_states import (
    any_unit_fails,
    failures_in_states,
    single_units,
    states_that_matter,
)
from archdraw.core.analysis.reliability.leaves import separate_parts
from archdraw.core.analysis.reliability.low_orders import Gate, Low, LowOrders, gate_of
from archdraw.core.analysis.reliability.pair_unions import PairUnion
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from archdraw.core.analysis.reliability.aims import Aim
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System


def _go_on() -> None:
    """Pause nothing."""


@slotted
class KnownLows:
    """What fails the gates of a group through few leaves; `places` are those of the leaves, by their numbers.

    `leaves` are what the leaves themselves are, by place, `place_of` their places by the numbers of their
    units. Of the `top`, any of the parts, the pairs are known as a `union`. `failures` are those of the
    leaves by the domains that are lost.
    """

    orders: LowOrders
    places: dict[int, int] = field(default_factory=dict)
    leaves: list[Low] = field(default_factory=list)
    place_of: dict[int, int] = field(default_factory=dict)
    gates: dict[Gate, Low] = field(default_factory=dict)
    top: Low = field(default_factory=Low)
    union: PairUnion | None = None
    failures: dict[int, list[float]] = field(default_factory=dict)

    def weigh(self, system: System, parts: Sequence[int], states: Sequence[State], aim: Aim) -> None:
        """Weigh what fails the parts in the states in which that matters."""
        leaves = sorted(separate_parts(system.formula, _gates(system.formula, parts)))
        failures = failures_in_states(system, leaves)

        def noted(lost: int) -> list[float]:
            found = self.failures[lost] = failures(lost)
            return found

        single = partial(any_unit_fails, single_units(system, parts))
        matter = states_that_matter(single, states, self.top.singles, noted, aim)
        failed = [matter.worst()] if len(matter.states) > 1 else []
        # While single leaves work.
        failed += [without(one, self.top.singles) for _, one in matter.states]
        for failure in failed:
            aim.pause()
            weights = self.orders.gate_weights(failure)
            weights.rest(self.top.more)
            self.orders.weighed_before.append(weights)
        self.union = PairUnion(self.orders.pairs(self.top))


class LowsBefore:
    """Finds what few failures do to a group.

    `numbers` are those of its nodes (`kept_shapes.Contents`), `others` those of units that fail otherwise
    than they did: without them it is not known which do.
    """

    def __init__(
        self, known: KnownLows, numbers: Mapping[int, int], others: Collection[int] | None = None
    ) -> None:
        self._known, self._numbers, self._others = known, numbers, others
        self._mark = known.orders.mark()

    def find(
        self, formula: Formula, roots: Sequence[int], leaves: Sequence[int], pause: Callable[[], None]
    ) -> tuple[LowOrders, Low, list[int]]:
        """Return what fails any of the roots, and the places of the leaves; until it is left.

        There may be fewer leaves than places: what is at the others is in nothing that fails them. A leaf
        that was not there takes the place of one that shared a unit with it: mostly one has been added to it
        or taken away, and all gates over it are what they were.
        """
        known, numbers = self._known, self._numbers
        known.orders.pause = pause
        found = [known.places.get(numbers[leaf], -1) for leaf in leaves]
        left = set(range(len(known.leaves))).difference(found)
        last = len(known.leaves)
        for at, leaf in enumerate(leaves):
            if found[at] < 0:
                below = [known.place_of.get(numbers[node], -1) for node in formula.below([leaf])]
                place = next((place for place in below if place in left), -1)
                if place < 0:
                    place, last = last, last + 1
                left.discard(place)
                found[at] = place
        lows = [*known.leaves, *map(the_leaf, range(len(known.leaves), last))]
        now = {leaf: lows[place] for leaf, place in zip(leaves, found, strict=True)}
        return known.orders, known.orders.find(formula, roots, now, known.gates), found

    def failures(
        self, system: System, leaves: Sequence[int], places: Sequence[int]
    ) -> Callable[[int], list[float]]:
        """Return what returns by place the failures of the leaves while the domains of a mask are down."""
        known, numbers, others = self._known, self._numbers, self._others
        fresh = {known.place_of[number] for number in others or () if number in known.place_of}
        anew = [
            (leaf, place)
            for leaf, place in zip(leaves, places, strict=True)
            if place in fresh or known.places.get(numbers[leaf]) != place
        ]
        every = list(zip(leaves, places, strict=True))
        length = max([len(known.leaves), *[place + 1 for place in places]])
        gone = set(range(len(known.leaves))).difference(places)
        those: dict[bool, tuple[Callable[[int], list[float]], list[int]]] = {}

        def of(lost: int) -> list[float]:
            before = known.failures.get(lost) if others is not None else None
            at_all = before is None
            if at_all not in those:
                ones = every if at_all else anew
                those[at_all] = failures_in_states(system, [leaf for leaf, _ in ones]), [at for _, at in ones]
            failures, at = those[at_all]
            found = [0.0] * length
            if before is not None:
                found[: len(before)] = before
                for place in gone:
                    found[place] = 0.0
            for place, chance in zip(at, failures(lost), strict=True):
                found[place] = chance
            return found

        return of

    def union(self, top: Low) -> PairUnion | None:
        """Return the pairs of what was found, if they are the same as they were."""
        known = self._known
        return known.union if top.pairs == known.top.pairs else None

    def leave(self) -> None:
        """Forget what was found."""
        _let_go(self._known.orders)
        self._known.orders.back_to(self._mark)


def known_lows(
    formula: Formula, parts: Sequence[int], numbers: Mapping[int, int], pause: Callable[[], None]
) -> KnownLows:
    """Return what few failures do to any of the parts that are gates."""
    gates = _gates(formula, parts)
    known = KnownLows(LowOrders(pause))
    leaves = sorted(separate_parts(formula, gates))
    known.places = {numbers[leaf]: place for place, leaf in enumerate(leaves)}
    known.leaves = [the_leaf(place) for place in range(len(leaves))]
    known.place_of = {
        numbers[node]: place for place, leaf in enumerate(leaves) for node in formula.below([leaf])
    }
    now = dict(zip(leaves, known.leaves, strict=True))
    known.top = known.orders.find(formula, gates, now)
    threshold, inputs = formula.threshold, formula.inputs
    known.gates = {
        gate_of(threshold[node], [now[one] for one in inputs[node]]): low
        for node, low in now.items()
        if numbers[node] not in known.places
    }
    _let_go(known.orders)
    return known


def _gates(formula: Formula, parts: Sequence[int]) -> list[int]:
    return [part for part in parts if formula.threshold[part]]


def _let_go(orders: LowOrders) -> None:
    """Hold nothing of a run."""
    orders.pause = _go_on
    orders.forget()
