"""Makes a formula smaller before anything is computed: what is known is left out, what is alike is merged.

1. a ∨ F(a) = a ∨ F(works): what a gate's every way to the top needs anyway is left out below it.
2. (a ∨ x) ∧ (b ∨ x) = x ∨ (a ∧ b): what all alternatives need is pulled out of them.
3. Units that occur in the same OR gates are one part; so are gates over parts that occur nowhere else.

The second step feeds the first, so both run until nothing changes. No gate is copied: time grows with the
size of the formula. The units that step 3 merges stay as gates of their own (`leaves`). Boxes of the formula
stay as they were built, but for what is known.
"""

from __future__ import annotations

from functools import reduce
from itertools import filterfalse
from operator import or_
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.layers import MANY_UNITS, Loaded, Rebuilt, laid_out
from archdraw.core.analysis.reliability.merging import NEVER, Net
from archdraw.core.analysis.structure.masks import bits, mask_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from archdraw.core.analysis.reliability.layers import KeptPlaces, Layers
    from archdraw.core.analysis.reliability.merging import Either
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System

# Each round leaves out what the one before has pulled up; what is left after these is right as it is.
_ROUNDS = 5


def simplified(
    system: System, root: int, perfect: int, kept: KeptPlaces | None = None, layers: Layers | None = None
) -> Net:
    """Return the net of a root; where there are many units it has the bits for them that are kept.

    With `layers` it is made of those, and what was made of them before is not made again.
    """
    formula = system.formula
    net = _loaded(system, root, perfect, kept, layers)
    first = net.top
    if layers is not None and first in layers.tops:
        pulled = layers.pulled
        return Net(pulled.either, pulled.several, layers.tops[first], net.units, net.alone, net.ranks)
    # Nothing else in the net is of these, but for what is inside of boxes.
    works = perfect | net.alone if formula.boxes else 0
    for _ in range(_ROUNDS):
        if net.top == NEVER:
            break
        order = downwards(net)
        if layers is not None:
            # What is left out is so here alone.
            net.either, net.several = list(net.either), list(net.several)
        if _leave_out(net, works, order):
            order = downwards(net)
        net, pulled_out = _pull_out(net, order, Rebuilt() if layers is None else layers.pulled)
        if not pulled_out:
            break
    if layers is not None:
        layers.tops[first] = net.top
    return net


def _loaded(
    system: System, root: int, perfect: int, kept: KeptPlaces | None, layers: Layers | None = None
) -> Net:
    """Return the part of a formula below a node, with what all alternatives need pulled out of them.

    What fails the top by itself works wherever else it matters, as the units of the mask `perfect` do: below
    gates it is left out from the start. Of a large design that is most of it. Each other unit has a bit, as
    narrow masks take less time; where there are boxes, that of its number.
    """
    formula = system.formula
    needed = _needed(formula, root)
    boxes, threshold_of, unit_of = formula.boxes, formula.threshold, formula.unit
    top = {node for node in needed if threshold_of[node] > 1 or node in boxes}
    works = needed.union(map(formula.var, bits(perfect))) if perfect else needed
    if layers is not None and layers.before is not None and kept is not None:
        net = _loaded_again(system, (top, works), layers, layers.before, kept)
        if net is not None:
            return net
    below = _below_gates(formula, top, works)
    leaves = [node for node in below if threshold_of[node] == 0]
    units: Sequence[int] = [unit_of[node] for node in leaves]
    places: Sequence[int] = range(len(units))
    ranks: Sequence[int] | None = None
    if boxes:
        units, places = range(max(unit_of) + 1), units
    elif kept is not None and len(units) > MANY_UNITS and not system.steps_of:
        places = kept.of(system, units)
        ranks = laid_out(leaves, places)
        units = [unit_of[node] if node >= 0 else -1 for node in ranks]
    new = Rebuilt() if layers is None else layers.loaded
    # By node its units, and above these its gates, in one number: most nodes are ORs of others.
    width = len(units) if layers is None else layers.width_for(len(units))
    every = (1 << width) - 1
    content = [0] * len(threshold_of)
    for node, place in zip(leaves, places, strict=True):
        content[node] = 1 << place
    tops = _load(formula, below, top, content, (new, width), None if layers is None else layers.contents)
    if layers is not None and kept is not None and ranks is not None and not perfect:
        names = [unit.id for unit in system.units]
        layers.last = Loaded(formula, root, names, kept.times, works, below, content, tops, units, ranks)
    at_top = reduce(or_, tops.values(), 0)
    alone = [unit_of[node] for node in needed if unit_of[node] >= 0]
    mask = mask_of(alone, max(alone, default=0)) & ~perfect
    return Net(new.either, new.several, new.node(at_top & every, at_top >> width), units, mask, ranks)


def _load(
    formula: Formula,
    nodes: Sequence[int],
    top: Collection[int],
    content: list[int],
    into: tuple[Rebuilt, int],
    known: dict[tuple[int, ...], int] | None,
) -> dict[int, int]:
    """Add the contents of nodes, inputs first, to those that there are; return those of gates in the top.

    `into` is the net with how wide numbers of units are. Of gates contents may be `known` by their inputs.
    """
    (new, width), boxes, threshold_of, inputs_of = into, formula.boxes, formula.threshold, formula.inputs
    every = (1 << width) - 1
    content_of = content.__getitem__
    at_top: dict[int, int] = {}
    for node in nodes:
        threshold = threshold_of[node]
        if node in boxes:
            found = new.box((node, 0)) << width
        elif threshold == 1:
            found = reduce(or_, map(content_of, inputs_of[node]))
        elif threshold:
            some = [one for one in map(content_of, inputs_of[node]) if one]
            if len(some) < threshold:
                continue
            before = None if known is None else known.get((threshold, *some))
            if before is None:
                mask, gates = new.over(threshold, [new.node(one & every, one >> width) for one in some])
                before = mask | gates << width
                if known is not None:
                    known[threshold, *some] = before
            found = before
        else:
            continue
        if node in top:
            at_top[node] = found
        else:
            content[node] = found
    return at_top


def _loaded_again(
    system: System, nodes: tuple[set[int], set[int]], layers: Layers, before: Loaded, kept: KeptPlaces
) -> Net | None:
    """Return what is loaded, from what was before: all but the last nodes are the same ones mostly.

    `nodes` are the gates in the top, and all that works. None where it is not so.
    """
    formula, (top, works) = system.formula, nodes
    first = before.same_until(system, works, kept.times)
    if first <= len(formula) // 2:
        return None
    inputs, threshold, unit_of = formula.inputs, formula.threshold, formula.unit
    there = set(before.below)
    seen = {node for node in top if node >= first}
    work = list(seen)
    while work:
        for one in inputs[work.pop()]:
            if one not in works and one not in seen:
                if one < first and one in there:
                    continue
                seen.add(one)
                work.append(one)
    content = before.content[:first] + [0] * (len(formula) - first)
    units, ranks = list(before.units), list(before.ranks)
    leaves = [node for node in seen if not threshold[node]]
    for node, place in zip(leaves, kept.of(system, [unit_of[node] for node in leaves]), strict=True):
        more = place + 1 - len(units)
        units += [-1] * more
        ranks += [-1] * more
        units[place], ranks[place], content[node] = unit_of[node], node, 1 << place
    if kept.times != before.times:
        return None
    tops = {node: found for node, found in before.at_top.items() if node < first and node in top}
    into = layers.loaded, layers.width_for(len(units))
    tops |= _load(formula, sorted(seen), top, content, into, layers.contents)
    at_top, every = reduce(or_, tops.values(), 0), (1 << into[1]) - 1
    alone = [unit_of[node] for node in works if unit_of[node] >= 0]
    new = layers.loaded
    return Net(
        new.either,
        new.several,
        new.node(at_top & every, at_top >> into[1]),
        units,
        mask_of(alone, max(alone, default=0)),
        ranks,
    )


def _needed(formula: Formula, root: int) -> set[int]:
    """Return the nodes each of which fails the root by itself, itself among them."""
    inputs, threshold, boxes = formula.inputs, formula.threshold, formula.boxes
    found = {root}
    work = [root]
    while work:
        node = work.pop()
        if threshold[node] == 1 and node not in boxes:
            more = [one for one in inputs[node] if one not in found]
            found.update(more)
            work.extend(more)
    return found


def _below_gates(formula: Formula, gates: Collection[int], works: Collection[int]) -> list[int]:
    """Return gates and what they are made of, inputs first, but for what works and the inside of boxes."""
    inputs, threshold, boxes = formula.inputs, formula.threshold, formula.boxes
    seen = set(gates)
    work = [gate for gate in gates if gate not in boxes]
    while work:
        for one in inputs[work.pop()]:
            if one not in seen and one not in works:
                seen.add(one)
                if threshold[one] and one not in boxes:
                    work.append(one)
    return sorted(seen)


def downwards(net: Net) -> list[int]:
    """Return what the top is made of, each after all that it is part of: nodes ≥ 0, gates as −1 − gate."""
    either, several = net.either, net.several
    found: list[int] = []
    nodes: set[int] = set()
    gates = 0
    # What stands before a None has been gone through.
    work: list[int | None] = [net.top] if net.top != NEVER else []
    while work:
        one = work.pop()
        if one is None:
            done = work.pop()
            if done is not None:
                found.append(done)
        elif one >= 0:
            if one not in nodes:
                nodes.add(one)
                work += (one, None)
                below = either[one][1]
                if below:
                    work += [-1 - gate for gate in bits(below ^ below & gates)]
        elif not gates >> -1 - one & 1:
            gates |= 1 << -1 - one
            work += (one, None)
            threshold, inputs = several[-1 - one]
            if threshold:
                work += filterfalse(nodes.__contains__, inputs)
    found.reverse()
    return found


def _leave_out(net: Net, works: int, order: Sequence[int]) -> bool:
    """Take out of every node the units and gates that all ways from the top to it need anyway.

    Units of the mask `works` never fail. Return whether a gate was taken out: then the net has another order
    (`downwards`).
    """
    either, several = net.either, net.several
    known = {net.top: (works, 0)}
    so_far_of = known.get
    fewer = False
    below: Sequence[int]
    for one in order:
        units_above, gates_above = above = known[one]
        if one < 0:
            threshold, below = several[-1 - one]
            if threshold == 0:
                several[-1 - one] = 0, (below[0], units_above)
                continue
        else:
            mask, gates = either[one]
            units_twice, gates_twice = mask & units_above, gates & gates_above
            if units_twice or gates_twice:
                mask ^= units_twice
                if gates_twice:
                    gates ^= gates_twice
                    fewer = True
                either[one] = mask, gates
            if not gates:
                continue
            above = units_above, gates_above = units_above | mask, gates_above | gates
            below = [-1 - gate for gate in bits(gates)]
        for other in below:
            so_far = so_far_of(other)
            if so_far is None:
                known[other] = above
            elif so_far is not above:
                known[other] = so_far[0] & units_above, so_far[1] & gates_above
    return fewer


def _pull_out(net: Net, order: Sequence[int], new: Rebuilt) -> tuple[Net, bool]:
    """Return the net with what all alternatives of a gate need beside the gate; whether there was any."""
    either, several = net.either, net.several
    new.pulled = False
    nodes: dict[int, int] = {}
    stands_for: dict[int, Either] = {}
    for one in reversed(order):
        if one >= 0:
            mask, gates = either[one]
            below = 0
            if gates:
                for gate in bits(gates):
                    more, others = stands_for[gate]
                    mask |= more
                    below |= others
            nodes[one] = new.node(mask, below)
            continue
        threshold, inputs = several[-1 - one]
        if threshold == 0:
            stands_for[-1 - one] = 0, new.box(inputs)
            continue
        stands_for[-1 - one] = new.over(threshold, [nodes[other] for other in inputs])
    return Net(new.either, new.several, nodes[net.top], net.units, net.alone, net.ranks), new.pulled
