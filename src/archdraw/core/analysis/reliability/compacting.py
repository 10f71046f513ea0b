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

from archdraw.core.analysis.reliability.kept_places import MANY_UNITS, laid_out
from archdraw.core.analysis.reliability.merging import NEVER, Net, Points, emit
from archdraw.core.analysis.structure.formula import FAILS
from archdraw.core.analysis.structure.masks import bits, mask_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from archdraw.core.analysis.reliability.kept import KeptFormula
    from archdraw.core.analysis.reliability.kept_places import KeptPlaces
    from archdraw.core.analysis.reliability.merging import Either, Several
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System

# Each round leaves out what the one before has pulled up; what is left after these is right as it is.
_ROUNDS = 5
_NOTHING = 0, 0


class Compactor:
    """Simplifies nodes of the formula of one system; remembers what it has done."""

    def __init__(self, system: System, kept: KeptFormula | None = None) -> None:
        self._system = system
        self._kept = kept
        self._known: dict[tuple[int, int, int], list[int]] = {}
        self._points: dict[int, Points] = {}

    def parts(self, root: int, perfect: int, fatal: int = 0) -> list[int]:
        """Return nodes of which any fails exactly when `root` does while the units of a mask never fail.

        Parameters
        ----------
        perfect
            Mask of the units that never fail.
        fatal
            Mask of the domains that are taken to be up: they tell no units apart.
        """
        key = root, perfect, fatal
        found = self._known.get(key)
        if found is None:
            kept = self._kept
            found = None if kept is None else kept.smaller(key)
            if found is None:
                found = self._compacted(root, perfect, fatal)
                if kept is not None:
                    kept.made_smaller(key, found)
            self._known[key] = found
        return found

    def points(self, root: int, fatal_of: Callable[[list[int], Net, Sequence[int]], int]) -> Points:
        """Return what fails a root by itself. Units inside of boxes are not looked at.

        Parameters
        ----------
        fatal_of
            Returns the domains from these units, the simplified formula and its order (`downwards`).
        """
        found = self._points.get(root)
        if found is None:
            kept = self._kept
            net = None if kept is None else kept.nets.get(root)
            if net is None:
                net = _simplified(self._system, root, 0, None if kept is None else kept.places)
                if kept is not None:
                    kept.nets[root] = net
            alone = net.fatal()
            order = downwards(net)
            found = self._points[root] = Points(net, order, alone, fatal_of(alone, net, order))
        return found

    def known_points(self, root: int) -> Points | None:
        """Return the same if it was asked for before."""
        return self._points.get(root)

    def alone(
        self, root: int, fatal_of: Callable[[list[int], Net, Sequence[int]], int]
    ) -> tuple[list[int], int]:
        """Return the units that fail the root by themselves, and the domains that do so as a mask.

        The parts while these never fail are known from then on.
        """
        if root <= FAILS:
            return [], 0
        points, kept = self.points(root, fatal_of), self._kept
        alone, fatal = points.alone, points.fatal
        perfect = mask_of(alone, alone[-1]) if alone else 0
        key = root, perfect, fatal
        parts = None if kept is None else kept.smaller((*key, "alone"))
        if parts is None:
            parts = emit(self._system, points.net, points.order, fatal)
            if kept is not None:
                kept.made_smaller((*key, "alone"), parts)
        self._known[key] = parts
        return alone, fatal

    def _compacted(self, root: int, perfect: int, fatal: int) -> list[int]:
        if root <= FAILS:
            return [FAILS] if root == FAILS else []
        formula = self._system.formula
        net = _simplified(self._system, root, perfect)
        parts = emit(self._system, net, downwards(net), fatal)
        return sorted({*parts, *map(formula.var, net.fatal())})


def _simplified(system: System, root: int, perfect: int, kept: KeptPlaces | None = None) -> Net:
    """Return the net of a root; where there are many units it has the bits for them that are kept."""
    formula = system.formula
    net = _loaded(system, root, perfect, kept)
    # Nothing else in the net is of these, but for what is inside of boxes.
    works = perfect | net.alone if formula.boxes else 0
    for _ in range(_ROUNDS):
        if net.top == NEVER:
            break
        order = downwards(net)
        if _leave_out(net, works, order):
            order = downwards(net)
        net, pulled = _pull_out(net, order)
        if not pulled:
            break
    return net


def _loaded(system: System, root: int, perfect: int, kept: KeptPlaces | None) -> Net:
    """Return the part of a formula below a node, with what all alternatives need pulled out of them.

    What fails the top by itself works wherever else it matters, as the units of the mask `perfect` do: below
    gates it is left out from the start. Of a large design that is most of it. Each other unit has a bit, as
    narrow masks take less time; where there are boxes, that of its number.
    """
    formula = system.formula
    needed = _needed(formula, root)
    boxes, threshold_of, inputs_of, unit_of = formula.boxes, formula.threshold, formula.inputs, formula.unit
    top = {node for node in needed if threshold_of[node] > 1 or node in boxes}
    works = needed.union(map(formula.var, bits(perfect))) if perfect else needed
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
    new = _Rebuilt()
    # By node its units, and above these its gates, in one number: most nodes are ORs of others.
    width = len(units)
    every = (1 << width) - 1
    content = [0] * len(threshold_of)
    for node, place in zip(leaves, places, strict=True):
        content[node] = 1 << place
    content_of = content.__getitem__
    at_top = 0
    for node in below:
        threshold = threshold_of[node]
        if node in boxes:
            found = new.box((node, 0)) << width
        elif threshold == 1:
            found = reduce(or_, map(content_of, inputs_of[node]))
        elif threshold:
            some = [known for known in map(content_of, inputs_of[node]) if known]
            if len(some) < threshold:
                continue
            mask, gates = new.over(threshold, [new.node(known & every, known >> width) for known in some])
            found = mask | gates << width
        else:
            continue
        if node in top:
            at_top |= found
        else:
            content[node] = found
    alone = [unit_of[node] for node in needed if unit_of[node] >= 0]
    mask = mask_of(alone, max(alone, default=0)) & ~perfect
    return Net(new.either, new.several, new.node(at_top & every, at_top >> width), units, mask, ranks)


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


class _Rebuilt:
    """The net that comes out of one pass from the bottom: equal nodes and gates are the same."""

    def __init__(self) -> None:
        self.either: list[Either] = []
        self.several: list[Several] = []
        self.pulled = False
        self._nodes: dict[Either, int] = {}
        self._gates: dict[Several, int] = {}

    def node(self, mask: int, gates: int) -> int:
        """Return the node over some units and gates."""
        if not mask and not gates:
            return NEVER
        key = mask, gates
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = len(self.either)
            self.either.append(key)
        return found

    def box(self, inputs: tuple[int, ...]) -> int:
        """Return the gate for a part that stays as it is, as a mask."""
        self.several.append((0, inputs))
        return 1 << len(self.several) - 1

    def gate(self, threshold: int, nodes: Sequence[int]) -> Either:
        """Return the units and gates that stand for "so many of the nodes fail"."""
        left = [node for node in nodes if node != NEVER]
        if len(left) < threshold:
            return 0, 0
        if threshold == len(left):
            left = list(dict.fromkeys(self._all_of(left)))
            threshold = len(left)
        if threshold == 1:
            mask = gates = 0
            for node in left:
                more = self.either[node]
                mask |= more[0]
                gates |= more[1]
            return mask, gates
        left.sort()
        key = threshold, tuple(left)
        found = self._gates.get(key)
        if found is None:
            found = self._gates[key] = len(self.several)
            self.several.append(key)
        return 0, 1 << found

    def _all_of(self, nodes: Sequence[int]) -> list[int]:
        """Return the nodes, for each that is nothing but an AND gate what that is over."""
        found: list[int] = []
        for node in nodes:
            mask, gates = self.either[node]
            if not mask and not gates & gates - 1:
                threshold, inputs = self.several[gates.bit_length() - 1]
                if threshold == len(inputs):
                    found.extend(inputs)
                    continue
            found.append(node)
        return found

    def shared(self, threshold: int, nodes: Sequence[int]) -> Either:
        """Return the units and gates that are in so many of the nodes."""
        either = self.either
        if threshold == len(nodes):
            mask = gates = -1
            for node in nodes:
                more = either[node] if node != NEVER else _NOTHING
                mask &= more[0]
                gates &= more[1]
                if not mask and not gates:
                    break
            return mask, gates
        units_in, gates_in = [-1] + [0] * threshold, [-1] + [0] * threshold
        for node in nodes:
            if node == NEVER:
                continue
            mask, gates = either[node]
            for k in range(threshold, 0, -1):
                units_in[k] |= units_in[k - 1] & mask
                gates_in[k] |= gates_in[k - 1] & gates
        return units_in[threshold], gates_in[threshold]

    def over(self, threshold: int, nodes: Sequence[int]) -> Either:
        """Return the same, with what so many of the nodes have in common pulled out of them."""
        mask, common = self.shared(threshold, nodes)
        if not mask and not common:
            return self.gate(threshold, nodes)
        self.pulled = True
        left: list[int] = []
        for node in nodes:
            if node != NEVER:
                units, those = self.either[node]
                left.append(self.node(units ^ units & mask, those ^ those & common))
        rest, gates = self.gate(threshold, left)
        return mask | rest, common | gates


def _pull_out(net: Net, order: Sequence[int]) -> tuple[Net, bool]:
    """Return the net with what all alternatives of a gate need beside the gate; whether there was any."""
    either, several = net.either, net.several
    new = _Rebuilt()
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
