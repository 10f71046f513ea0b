"""What must fail beside some literals: conditions on nodes, also while some literals fail for certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.low_orders import Low
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.kept_shapes import Content
    from archdraw.core.analysis.reliability.low_orders import LowOrders

# What fails without anything.
FAILED = Low()


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
                found = self._any([self.low(one) for one in condition.conditions])
            else:
                found = self._at_least(condition.threshold, [self._node(one) for one in condition.nodes])
                if condition.beside is not None:
                    found = self._at_least(2, [self.low(condition.beside), found])
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
                self._nodes[one] = self._at_least(threshold, lows)
            else:
                self._nodes[one] = self._unit(self._low_of(one))
        return self._nodes[number]

    def _unit(self, low: Low) -> Low:
        failed = self._failed
        if low.singles & failed:
            return FAILED
        singles, pairs = low.singles, []
        for one, two in self._orders.pairs(low):
            if one & failed and two & failed:
                return FAILED
            if one & failed:
                singles |= two
            elif two & failed:
                singles |= one
            pairs.append((one, two))
        left = [(one & ~singles & ~failed, two & ~singles & ~failed) for one, two in pairs]
        return self._orders.of_pairs(singles, [(one, two) for one, two in left if one and two])

    def _any(self, lows: Sequence[Low]) -> Low:
        if any(low is FAILED for low in lows):
            return FAILED
        return self._orders.any_of(lows) if len(lows) > 1 else lows[0]

    def _at_least(self, threshold: int, lows: Sequence[Low]) -> Low:
        left = [low for low in lows if low is not FAILED]
        threshold -= len(lows) - len(left)
        if threshold <= 0:
            return FAILED
        return self._any(left) if threshold == 1 else self._orders.at_least(threshold, left)


def either(one: Condition, other: Condition) -> Condition:
    """Return that any of two is met."""
    mine = one.conditions if isinstance(one, AnyOf) else (one,)
    theirs = other.conditions if isinstance(other, AnyOf) else (other,)
    known = {id(each) for each in mine}
    return AnyOf((*mine, *[each for each in theirs if id(each) not in known]))
