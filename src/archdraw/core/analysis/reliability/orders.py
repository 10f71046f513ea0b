"""Orders of the variables of a diagram, the most promising one first.

A diagram stays small where what a gate is made of is settled close together. How far apart that is can be
counted from an order alone; on random designs the diagrams of several orders came out in the order of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.leaves import down_to, leaf_order

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from archdraw.core.analysis.structure.formula import Formula


# Where gates are settled no further apart than this on average, no other order that is quickly found is.
_CLOSE = 20

# How much more than others inputs weigh that lie over a leaf which came before: of trees of power plants some
# have small diagrams with the one, some with the other.
BEGUN = (2.0, 20.0)

# Steps that an order by weight may take: it is leaves times inputs.
_MOST_STEPS = 50_000_000

# Budgets of diagrams that are soon made, or soon given up.
FEW_NODES, FIRST_NODES = 20_000, 75_000

# An order with what it costs.
Ordered = tuple[list[int], int]
# An order that a diagram is tried with, the most nodes, and whether another engine may take over then.
Try = tuple[list[int], int, bool]


def ladder(
    promising: Sequence[Sequence[int]], weighed: Callable[[float], list[int]], budget: int
) -> Iterator[Try]:
    """Yield orders with budgets that a diagram is tried with, small ones first.

    Parameters
    ----------
    weighed
        Gives the order by weight (`weighed_order`) for one of `BEGUN`, or none.
    """
    tried = [list(order) for order in dict.fromkeys(map(tuple, promising))]
    found = len(tried)
    for most in (FEW_NODES, FIRST_NODES):
        for place in range(found + len(BEGUN)):
            if place == len(tried):
                tried.append(weighed(BEGUN[place - found]))
            if most < budget and tried[place]:
                yield tried[place], most, False
    # Those that are found in no time make the largest diagrams.
    for order in [one for one in tried[found:] if one] or tried:
        yield order, budget, True


def promising_orders(
    formula: Formula,
    roots: Sequence[int],
    separate: Collection[int] | None = None,
    *,
    one: bool = False,
    enough: int = 0,
) -> list[Ordered]:
    """Return one or more orders of the leaves of some nodes with what they cost, the smallest first.

    Parameters
    ----------
    separate
        The leaves (`separate_parts`); without them they are the units.
    one
        Whether a single order, that which is mostly the best, will do.
    enough
        Where one of those that are quickly found costs less, no others are looked for.
    """
    leaves = separate
    if leaves is None:
        leaves = {node for node in formula.below(roots) if formula.unit[node] >= 0}
    nodes = down_to(formula, roots, leaves)
    found: list[Ordered] = []
    if not one and not any(node in formula.boxes for node in nodes):
        # Boxes come with their order; only the other two keep it.
        order = _drawn_last_first(formula, nodes, leaves)
        found = [(order, _apart(formula, nodes, order))]
        if enough <= found[0][1] or found[0][1] > _CLOSE * (len(nodes) - len(order)):
            order = _upwards(formula, roots, nodes, leaves)
            found.append((order, _apart(formula, nodes, order)))
    if min((cost for _, cost in found), default=enough) >= enough:
        for small_first in (True,) if one else (True, False):
            order = leaf_order(formula, roots, separate, small_first=small_first)
            found.append((order, _apart(formula, nodes, order)))
    return sorted(found, key=lambda pair: pair[1])


def closer(formula: Formula, roots: Sequence[int], ordered: Ordered) -> Ordered:
    """Return an order like the given one in which leaves come as late as no gate is settled later for it.

    Whether one of several that each fail a gate has failed is of no use before another gate needs it: those
    are gone through.
    """
    order, cost = ordered
    leaves = set(order)
    nodes = down_to(formula, roots, leaves)
    gates = [(node, formula.inputs[node]) for node in nodes if node not in leaves]
    settled = {leaf: place for place, leaf in enumerate(order)}
    for node, inputs in gates:
        settled[node] = max([settled[one] for one in inputs])
    # By node where the first of the gates is settled that need it with others.
    needed: dict[int, int] = {}
    never, threshold = len(order), formula.threshold
    for node, inputs in reversed(gates):
        at = settled[node] if threshold[node] > 1 else needed.get(node, never)
        for one in inputs:
            if at < needed.get(one, never):
                needed[one] = at
    moved = sorted(order, key=lambda leaf: (needed.get(leaf, settled[leaf]), settled[leaf]))
    less = _apart(formula, nodes, moved)
    return (moved, less) if less < cost else ordered


def weighed_order(
    formula: Formula,
    roots: Sequence[int],
    leaves: Collection[int],
    begun: float,
    beside: Mapping[int, int] | None = None,
) -> list[int]:
    """Return the leaves by what hangs on them, the heaviest first; none where it would take too many steps.

    S. Minato, N. Ishiura, S. Yajima, "Shared binary decision diagram with attributed edges for efficient
    Boolean function manipulation", DAC 1990: each gate shares its weight out among its inputs, the heaviest
    leaf comes next and is then left out. Here what lies over leaves that came before takes more than what
    does not: what has been begun is settled first. Trees of power plants, in which hundreds of gates share
    parts, have diagrams of a tenth of the size so.

    Parameters
    ----------
    begun
        How many times the share of others those inputs take that lie over a leaf which came before.
    beside
        Of some leaves another one that they stand beside: they are weighed together.
    """
    beside = beside or {}
    nodes = down_to(formula, roots, leaves)
    inputs = {node: list(formula.inputs[node]) for node in nodes if node not in leaves}
    if (len(nodes) - len(inputs)) * sum(map(len, inputs.values())) > _MOST_STEPS:
        return []
    over: dict[int, list[int]] = {node: [] for node in nodes}
    for node, below in inputs.items():
        for one in below:
            over[one].append(node)
    together: dict[int, list[int]] = {}
    for node in nodes:
        if node in leaves:
            together.setdefault(beside.get(node, node), []).append(node)
    gates = [node for node in reversed(nodes) if node not in leaves]
    share = dict.fromkeys(nodes, 1.0)
    found: list[int] = []
    while together:
        weight = dict.fromkeys(nodes, 0.0)
        weight.update(dict.fromkeys(roots, 1.0))
        for gate in gates:
            below = inputs[gate]
            if below and weight[gate] > 0.0:
                each = weight[gate] / sum([share[one] for one in below])
                for one in below:
                    weight[one] += each * share[one]
        chosen = together.pop(max(together, key=lambda one: sum([weight[leaf] for leaf in together[one]])))
        found += chosen
        share.update(dict.fromkeys(_over(chosen, over), begun))
        _leave_out(chosen, inputs, over)
    return found


def _over(leaves: Sequence[int], over: Mapping[int, Sequence[int]]) -> set[int]:
    """Return the leaves and all that lies over them."""
    found = set(leaves)
    work = list(leaves)
    while work:
        for one in over[work.pop()]:
            if one not in found:
                found.add(one)
                work.append(one)
    return found


def _leave_out(
    leaves: Sequence[int], inputs: Mapping[int, list[int]], over: Mapping[int, Sequence[int]]
) -> None:
    """Take leaves out of the inputs of their gates, and gates that have none any more out of others'."""
    left = list(leaves)
    while left:
        node = left.pop()
        for one in over[node]:
            inputs[one].remove(node)
            if not inputs[one]:
                left.append(one)


def _upwards(
    formula: Formula, roots: Sequence[int], nodes: Sequence[int], leaves: Collection[int]
) -> list[int]:
    """Return the leaves depth-first, small gates first, those of a gate itself after what it needs."""
    size = _sizes(formula, nodes, leaves)
    found: list[int] = []
    seen: set[int] = set()
    work = sorted(roots, key=size.__getitem__, reverse=True)
    while work:
        node = work.pop()
        if node in seen:
            continue
        seen.add(node)
        if node in leaves:
            found.append(node)
            continue
        inputs = formula.inputs[node]
        work.extend([one for one in reversed(inputs) if one in leaves])
        work.extend(sorted([one for one in inputs if one not in leaves], key=size.__getitem__, reverse=True))
    return found


def _drawn_last_first(formula: Formula, nodes: Sequence[int], leaves: Collection[int]) -> list[int]:
    """Return the leaves by the place of their components in the design, the last first.

    Callers are mostly drawn before what they call: this goes from the deepest calls to the entry.
    """
    inputs, unit = formula.inputs, formula.unit
    found = [node for node in nodes if node in leaves]
    least = {node: unit[node] for node in found if unit[node] >= 0}
    for node in formula.below([node for node in found if unit[node] < 0]):
        if node not in least:
            own = unit[node]
            least[node] = own if own >= 0 else min([least[one] for one in inputs[node]], default=0)
    return sorted(found, key=least.__getitem__, reverse=True)


def _sizes(formula: Formula, nodes: Sequence[int], leaves: Collection[int]) -> Mapping[int, int]:
    """Return how many leaves each node is made of."""
    masks: dict[int, int] = {}
    place = 0
    for node in nodes:
        mask = 0
        if node in leaves:
            mask = 1 << place
            place += 1
        else:
            for one in formula.inputs[node]:
                mask |= masks[one]
        masks[node] = mask
    return {node: mask.bit_count() for node, mask in masks.items()}


def _apart(formula: Formula, nodes: Sequence[int], order: Sequence[int]) -> int:
    """Return how far apart in an order the inputs of the gates are settled, in all."""
    settled = {leaf: place for place, leaf in enumerate(order)}
    total = 0
    for node in nodes:
        if node not in settled:
            places = [settled[one] for one in formula.inputs[node]]
            latest = settled[node] = max(places)
            total += latest - min(places)
    return total
