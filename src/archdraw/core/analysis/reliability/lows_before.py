"""What few failures do to a group, from what they did to one that was much like it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.domain_literals import the_leaf
from archdraw.core.analysis.reliability.leaves import separate_parts
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.analysis.structure.formula import Formula


def _go_on() -> None:
    """Pause nothing."""


@slotted
class KnownLows:
    """What fails the nodes of a group through few leaves, by their numbers, and the places of the leaves."""

    orders: LowOrders
    lows: dict[int, Low] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)


class LowsBefore:
    """Finds what few failures do to a group; `numbers` are those of its nodes (`kept_shapes.Contents`)."""

    def __init__(self, known: KnownLows, numbers: Mapping[int, int]) -> None:
        self._known, self._numbers = known, numbers
        self._mark = known.orders.mark()

    def find(
        self, formula: Formula, roots: Sequence[int], leaves: Sequence[int], pause: Callable[[], None]
    ) -> tuple[LowOrders, Low, list[int]]:
        """Return what fails any of the roots, and the places of the leaves; until it is left.

        There may be fewer leaves than places: what is at the others is in nothing that fails them.
        """
        known, numbers, lows = self._known, self._numbers, self._known.lows
        known.orders.pause = pause
        now: dict[int, Low] = {}
        places: list[int] = []
        last = len(known.places)
        for leaf in leaves:
            place = known.places.get(numbers[leaf], -1)
            if place < 0:
                place, last = last, last + 1
                now[leaf] = the_leaf(place)
            else:
                now[leaf] = lows[numbers[leaf]]
            places.append(place)

        def before(node: int) -> Low | None:
            found = lows.get(numbers[node])
            if found is None or numbers[node] in known.places:
                return None
            same = [now[one] is lows.get(numbers[one]) for one in formula.inputs[node]]
            return found if all(same) else None

        top = known.orders.find(formula, roots, now, before)
        return known.orders, top, places

    def leave(self) -> None:
        """Forget what was found."""
        _let_go(self._known.orders)
        self._known.orders.back_to(self._mark)


def known_lows(
    formula: Formula, parts: Sequence[int], numbers: Mapping[int, int], pause: Callable[[], None]
) -> KnownLows:
    """Return what few failures do to any of the parts that are gates."""
    gates = [part for part in parts if formula.threshold[part]]
    known = KnownLows(LowOrders(pause))
    leaves = separate_parts(formula, gates)
    known.places = {numbers[leaf]: place for place, leaf in enumerate(sorted(leaves))}
    now = {leaf: the_leaf(known.places[numbers[leaf]]) for leaf in leaves}
    known.orders.find(formula, gates, now)
    known.lows = {numbers[node]: low for node, low in now.items()}
    _let_go(known.orders)
    return known


def _let_go(orders: LowOrders) -> None:
    """Hold nothing of a run."""
    orders.pause = _go_on
    orders.forget()
