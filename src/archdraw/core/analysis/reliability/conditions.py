"""What must fail beside some literals: conditions on nodes, also while some literals fail for certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.low_orders import Low
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.kept_shapes import Content
    from archdraw.core.analysis.reliability.low_orders import LowOrders

# What fails without anything, and what nothing fails.
FAILED, NEVER = Low(), Low()


@frozen
class AtLeast:
    """So many of some nodes, by their numbers, and another condition if there is one."""

    threshold: int
    nodes: tuple[int, ...]
    beside: Condition | None


@frozen
class AnyOf:
    """Any of some conditions."""

    conditions: tuple[Condition, ...]


Condition = AtLeast | AnyOf


class Conditions:
    """Reads conditions on the nodes of one group; `low_of` says what fails a node."""

    def __init__(
        self, orders: LowOrders, content: Sequence[Content], low_of: Callable[[int], Low], failed: int = 0
    ) -> None:
        """Prepare, while the literals of a mask have failed."""
        self._orders, self._content, self._low_of, self._failed = orders, content, low_of, failed
        self._known: dict[int, Low] = {}
        self._nodes: dict[int, Low] = {}

    def low(self, condition: Condition) -> Low:
        """Return what meets a condition."""
        found = self._known.get(id(condition))
        if found is None:
            if isinstance(condition, AnyOf):
                found = any_of(self._orders, [self.low(one) for one in condition.conditions])
            else:
                found = at_least(
                    self._orders, condition.threshold, [self._node(one) for one in condition.nodes]
                )
                if condition.beside is not None:
                    found = at_least(self._orders, 2, [self.low(condition.beside), found])
            self._known[id(condition)] = found
        return found

    def _node(self, number: int) -> Low:
        """Return what fails a node."""
        failed = self._failed
        low = self._low_of(number)
        if not low.below & failed:
            return low
        found = self._nodes.get(number)
        if found is not None:
            return found
        seen, work = {number}, [number]
        while work:
            for one in self._content[work.pop()][1]:
                if one not in seen and one not in self._nodes and self._low_of(one).below & failed:
                    seen.add(one)
                    work.append(one)
        for one in sorted(seen):
            self._orders.pause()
            threshold, inputs = self._content[one]
            if threshold:
                lows = [self._nodes.get(each) or self._low_of(each) for each in inputs]
                self._nodes[one] = at_least(self._orders, threshold, lows)
            else:
                self._nodes[one] = with_failed(self._orders, self._low_of(one), failed)
        return self._nodes[number]


def with_failed(orders: LowOrders, low: Low, failed: int) -> Low:
    """Return what fails something through single literals and pairs while those of a mask have failed."""
    if not low.below & failed:
        return low
    if low.singles & failed:
        return FAILED
    singles, pairs = low.singles, []
    for one, two in orders.pairs(low):
        if one & failed and two & failed:
            return FAILED
        if one & failed:
            singles |= two
        elif two & failed:
            singles |= one
        pairs.append((one, two))
    left = [(one & ~singles & ~failed, two & ~singles & ~failed) for one, two in pairs]
    return orders.of_pairs(singles, [(one, two) for one, two in left if one and two])


def any_of(orders: LowOrders, lows: Sequence[Low]) -> Low:
    """Return what fails any of some things."""
    if any(low is FAILED for low in lows):
        return FAILED
    left = [low for low in lows if low is not NEVER]
    if len(left) < 2:
        return left[0] if left else NEVER
    return orders.any_of(left)


def at_least(orders: LowOrders, threshold: int, lows: Sequence[Low]) -> Low:
    """Return what fails so many of some things."""
    left = [low for low in lows if low is not FAILED and low is not NEVER]
    threshold -= sum([low is FAILED for low in lows])
    if threshold <= 0:
        return FAILED
    if len(left) < threshold:
        return NEVER
    return any_of(orders, left) if threshold == 1 else orders.at_least(threshold, left)


def either(one: Condition, other: Condition) -> Condition:
    """Return that any of two is met."""
    mine = one.conditions if isinstance(one, AnyOf) else (one,)
    theirs = other.conditions if isinstance(other, AnyOf) else (other,)
    known = {id(each) for each in mine}
    return AnyOf((*mine, *[each for each in theirs if id(each) not in known]))
