"""Parts that share units, each group of them as one diagram."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.encoding import build_diagram
from archdraw.core.analysis.reliability.kept_blocks import KeptDiagram, standing
from archdraw.core.analysis.reliability.leaves import Trees, down_to, separate_parts
from archdraw.core.analysis.reliability.orders import (
    FEW_NODES,
    FIRST_NODES,
    ladder,
    promising_orders,
    weighed_order,
)
from archdraw.core.analysis.reliability.taking_over import built
from archdraw.core.analysis.reliability.walked import Seldom, WalkedBlock, seldom_down

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

    from archdraw.core.analysis.reliability.diagram import Builder
    from archdraw.core.analysis.reliability.kept_blocks import KeptBlocks, Standing
    from archdraw.core.analysis.reliability.orders import Ordered, Try
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System

# With the most promising order a diagram is mostly small; where it is not within the first nodes, it may be
# with another that promises about as much; only then a larger one is built.
_NEARLY = 1.05
# Where gates are settled so far apart in all, bounds are closer than the time is worth that larger diagrams
# take; and where also so far on average, none fits any memory: none of twelve million nodes did in random
# designs. There only a small one is tried.
_FAR, _FAR_APART = 3_000, 33
# An order that costs no more is good enough: others are not looked for. For a walk nearly every one is.
_CHEAP, _WALKED_APART = 1_000, 20_000
# An order that costs more than this is not tried where time is short.
_QUICKLY_APART = 1_400
# … and of so many leaves only one is looked at.
_MANY_LEAVES = 400
# What may be left out of the blocks, relative to the result that is to be right to 1e-9: as much beside what
# fails in them and as much beside what fails elsewhere, so 8e-10 in all. Less where slopes are wanted: beside
# those of whole diagrams, shares of a millionth are right to 1e-9 of themselves then. And how many states it
# may take to know what. Where time is short both are coarser.
_ROUNDED, _ROUNDED_SLOPES, _WALKED = 4e-10, 1e-13, 300_000
_QUICKLY, _QUICKLY_WALKED = 8e-5, 20_000
# A block whose best order costs less is small as a diagram of everything.
_SMALL = 250


class Block:
    """Parts that share units, as one diagram over `leaves`: what in them shares nothing with the rest.

    Without `merged` the leaves are units. Where even the best order costs more than `most_apart` it is as if
    the budget were exceeded. `orders` are those of the leaves where they are known.
    """

    def __init__(
        self,
        system: System,
        parts: Sequence[int],
        budget: int,
        pause: Callable[[], None] | None = None,
        *,
        merged: bool = True,
        take_over: bool = False,
        most_apart: float = math.inf,
        orders: Sequence[Ordered] | None = None,
    ) -> None:
        formula = system.formula
        separate = separate_parts(formula, parts) if merged and orders is None else None

        def build(diagram: Builder) -> int:
            place = {leaf: level for level, leaf in enumerate(self.leaves)}
            return build_diagram(
                formula,
                parts,
                self.leaves,
                diagram,
                lambda leaf: diagram.var(place[leaf]),
                narrowed=not merged,
            )

        if orders is None:
            one = most_apart < math.inf and len(separate or ()) > _MANY_LEAVES
            enough = _CHEAP if merged else 0
            orders = promising_orders(formula, parts, separate, one=one, enough=enough)
        cost = orders[0][1]
        if cost > most_apart:
            raise BudgetExceeded
        for order, most, last in self._tries(formula, parts, orders, budget):
            self.leaves = order
            try:
                self.diagram, self.root = built(len(order), most, pause, build, take_over=take_over and last)
                break
            except BudgetExceeded:
                continue
        else:
            raise BudgetExceeded
        self.trees = Trees(system, self.leaves)
        self.nodes = self.diagram.below(self.root)

    def _tries(
        self, formula: Formula, parts: Sequence[int], orders: Sequence[Ordered], budget: int
    ) -> Iterable[Try]:
        """Return the orders that a diagram is tried with."""
        best, cost = orders[0]
        if cost > _FAR:
            apart = cost / max(1, len(down_to(formula, parts, set(best))) - len(best))
            return [(best, min(budget, FEW_NODES if apart > _FAR_APART else FIRST_NODES), False)]
        nearly = [order for order, other in orders[1:2] if other <= _NEARLY * cost]
        first = [best, *nearly] if budget > FIRST_NODES else []
        return [*((order, FIRST_NODES, False) for order in first), (best, budget, True)]


class ThoroughBlock(Block):
    """A block that other orders are looked for of, where the usual ones make a large diagram."""

    def _tries(
        self, formula: Formula, parts: Sequence[int], orders: Sequence[Ordered], budget: int
    ) -> Iterable[Try]:
        leaves = set(orders[0][0])

        def weighed(begun: float) -> list[int]:
            return weighed_order(formula, parts, leaves, begun)

        return ladder([order for order, _ in orders], weighed, budget)


class BlockAgain(Block):
    """A block whose diagram was built by an earlier run, over leaves of this system."""

    def __init__(self, system: System, leaves: list[int], built_before: KeptDiagram) -> None:
        self.leaves = leaves
        self.diagram, self.root = built_before.diagram, built_before.root
        self.trees = Trees(system, leaves)
        self.nodes = self.diagram.below(self.root)


class WalkedAgain(WalkedBlock):
    """The same of a walked block."""

    def __init__(self, system: System, leaves: list[int], built_before: KeptDiagram) -> None:
        self.leaves = leaves
        self.diagram, self.root = built_before.diagram, built_before.root
        self.left_out = built_before.left_out
        self.trees = Trees(system, leaves)
        self.nodes = range(2, len(self.diagram))


class Blocks:
    """Builds blocks within a node budget and keeps them: probability and cut sets ask for the same ones.

    With `quick` those that do not look small are not tried; where `thorough` is set everything is tried with
    those that are large. `kept` are those of earlier runs.
    """

    def __init__(
        self,
        system: System,
        budget: int,
        pause: Callable[[], None] | None = None,
        *,
        quick: bool = False,
        kept: KeptBlocks | None = None,
    ) -> None:
        self._kept = kept
        self.thorough = False
        self._standings: dict[frozenset[int], Standing] = {}
        self._quick = quick
        self._system = system
        self._budget = budget
        self._pause = pause
        self._known: dict[frozenset[int], Block] = {}
        self._too_large: set[frozenset[int]] = set()
        self._walked: dict[tuple[frozenset[int], tuple[State, ...], float], WalkedBlock] = {}
        self._asked: set[frozenset[int]] = set()
        self._orders: dict[frozenset[int], Sequence[Ordered]] = {}

    def near(
        self,
        groups: Sequence[Sequence[int]],
        states: Sequence[State],
        result: float,
        *,
        slopes: bool = False,
    ) -> tuple[list[Block | WalkedBlock], float]:
        """Return blocks that are right for some states, with a bound on what all of them leave out.

        Parameters
        ----------
        states
            Of the domains, with what each weighs.
        result
            What the probability of failure is at least: what is left out is small beside it.
        slopes
            Whether derivatives are wanted too: by what seldom fails they are large beside the result.

        Raises
        ------
        BudgetExceeded
            One of the blocks is too large.
        """
        found: list[Block | WalkedBlock] = []
        error = (_QUICKLY if self._quick else _ROUNDED_SLOPES if slopes else _ROUNDED) * result
        seldom: dict[int, Seldom] = {}
        for place, parts in enumerate(groups if error > 0.0 else ()):
            if frozenset(parts) in self._known or self._ordered(parts)[0][1] < _SMALL:
                continue
            leaves = seldom_down(self._system, self._ordered(parts)[0], states, slopes=slopes)
            if leaves is not None:
                seldom[place] = leaves
        # The larger ones need to leave out more.
        costs = {place: self._ordered(groups[place])[0][1] for place in seldom}
        whole, left_out = max(sum(costs.values()), 1), 0.0
        for place, parts in enumerate(groups):
            walked = None
            if place in seldom:
                walked = self._walk(parts, seldom[place], _coarsely(error * costs[place] / whole))
            if walked is not None:
                left_out += walked.left_out
            found.append(self.of(parts) if walked is None else walked)
        return found, left_out if left_out > _ROUNDED * result else 0.0

    def _walk(self, parts: Sequence[int], leaves: Seldom, error: float) -> WalkedBlock | None:
        """Return a block that leaves out no more than an error; None where it would be no gain."""
        parts_key = frozenset(parts)
        key = parts_key, tuple(leaves.states), error
        walked = self._walked.get(key)
        if walked is None:
            try:
                walked = self._walked_before(parts, leaves, error)
            except BudgetExceeded:
                return None
            self._walked[key] = walked
            self._asked.add(parts_key)
        return walked

    def _walked_before(self, parts: Sequence[int], leaves: Seldom, error: float) -> WalkedBlock:
        """Return the walked block as an earlier run had it, if it was the same, else build it."""
        most = _QUICKLY_WALKED if self._quick else _WALKED
        block = self._standing(parts)
        key: Hashable = None
        if block is not None and self._kept is not None:
            failures = tuple([leaves.largest[node] for node in block.nodes if node in leaves.largest])
            key = block.shape, failures, leaves.weight(), error, most, self._quick
            known = self._kept.diagram(key)
            if known is not None:
                return WalkedAgain(self._system, block.at(known.leaves), known)
        orders = self._ordered(parts)
        walked = WalkedBlock(self._system, parts, orders, leaves, error, most, self._pause, quick=self._quick)
        if block is not None and self._kept is not None:
            places = block.places(walked.leaves)
            built_now = KeptDiagram(places, walked.diagram, walked.root, walked.left_out)
            self._kept.keep(key, built_now, walked=True)
        return walked

    def _standing(self, parts: Sequence[int]) -> Standing | None:
        """Return how the nodes of a block stand to each other; None where nothing is kept."""
        if self._kept is None or self._system.formula.boxes:
            return None
        key = frozenset(parts)
        found = self._standings.get(key)
        if found is None:
            found = self._standings[key] = standing(self._system.formula, parts)
        return found

    def _ordered(self, parts: Sequence[int]) -> Sequence[Ordered]:
        """Return orders of the leaves of a block."""
        key = frozenset(parts)
        found = self._orders.get(key)
        if found is None:
            block = self._standing(parts)
            found = None if block is None or self._kept is None else self._kept.orders(block)
            if found is None:
                formula = self._system.formula
                separate = separate_parts(formula, parts)
                found = promising_orders(formula, parts, separate, enough=_WALKED_APART)
                if block is not None and self._kept is not None:
                    self._kept.keep_orders(block, found)
            self._orders[key] = found
        return found

    def _good_orders(self, key: frozenset[int]) -> Sequence[Ordered] | None:
        """Return the orders of a block where they are good enough for a diagram of everything."""
        found = self._orders.get(key)
        return found if found and found[0][1] < _CHEAP else None

    def of(self, parts: Sequence[int]) -> Block:
        """Return the block of some parts; BudgetExceeded is raised where it is too large."""
        key = frozenset(parts)
        block = self._known.get(key)
        if block is None:
            if key in self._too_large:
                raise BudgetExceeded
            try:
                block = self._built(parts)
            except BudgetExceeded:
                self._too_large.add(key)
                raise
            self._known[key] = block
        return block

    def _built(self, parts: Sequence[int]) -> Block:
        """Return the block as an earlier run had it, if it was the same, else build it."""
        block, orders = self._standing(parts), self._good_orders(frozenset(parts))
        key: Hashable = None
        if block is not None and self._kept is not None:
            key = block.shape, self._budget, self._quick, orders is None
            known = self._kept.diagram(key)
            if known is not None:
                return BlockAgain(self._system, block.at(known.leaves), known)
        built = (ThoroughBlock if self.thorough else Block)(
            self._system,
            parts,
            self._budget,
            self._pause,
            take_over=not self._quick,
            most_apart=_QUICKLY_APART if self._quick else math.inf,
            orders=orders,
        )
        if block is not None and self._kept is not None:
            self._kept.keep(key, KeptDiagram(block.places(built.leaves), built.diagram, built.root))
        return built

    def looked_at(self, parts: Sequence[int]) -> bool:
        """Return whether the block was asked for before, and could be had."""
        key = frozenset(parts)
        return key in self._known or key in self._asked

    def inside(self, parts: Collection[int]) -> tuple[list[list[int]], list[list[int]]]:
        """Return the parts of each block that was built of some parts, and of those that were walked."""
        mine = frozenset(parts)
        return [sorted(one) for one in self._known if one <= mine], [
            sorted(one) for one in self._asked if one <= mine
        ]

    def ask_again(self, built: Sequence[Sequence[int]], walked: Sequence[Sequence[int]]) -> None:
        """Do as if these blocks had been built, and those walked: what is asked for later goes by it."""
        for parts in built:
            self.of(parts)
        self._asked.update(map(frozenset, walked))

    def pause(self) -> None:
        """Let the run end where it is asked to."""
        if self._pause is not None:
            self._pause()


def _coarsely(error: float) -> float:
    """Return the power of two below what may be left out: it stays when the result hardly changes."""
    return math.ldexp(0.5, math.frexp(error)[1])
