"""Makes a formula smaller before anything is computed: what is known is left out, what is alike is merged.

1. a ∨ F(a) = a ∨ F(works): what a gate's every way to the top needs anyway is left out below it.
2. (a ∨ x) ∧ (b ∨ x) = x ∨ (a ∧ b): what all alternatives need is pulled out of them.
3. Units that occur in the same OR gates are one part; so are gates over parts that occur nowhere else.

The second step feeds the first, so both run until nothing changes. No gate is copied: time grows with the
size of the formula. The units that step 3 merges stay as gates of their own (`leaves`). Boxes of the formula
stay as they were built, but for what is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.merging import Net, emit
from archdraw.core.analysis.structure.formula import FAILS
from archdraw.core.analysis.structure.masks import bits, mask_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from archdraw.core.analysis.reliability.kept import KeptFormula
    from archdraw.core.analysis.reliability.merging import Either, Several
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System

# Each round leaves out what the one before has pulled up; what is left after these is right as it is.
_ROUNDS = 5
NEVER = -1


class Compactor:
    """Simplifies nodes of the formula of one system; remembers what it has done."""

    def __init__(self, system: System, kept: KeptFormula | None = None) -> None:
        self._system = system
        self._kept = kept
        self._known: dict[tuple[int, int, int], list[int]] = {}

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

    def alone(self, root: int, fatal_of: Callable[[Net, Sequence[int]], int]) -> tuple[int, int]:
        """Return the units that fail the root by themselves, with the domains that do so, as masks.

        Units inside of boxes are not looked at. The parts while these never fail are known from then on.

        Parameters
        ----------
        fatal_of
            Returns the domains from the simplified formula and its order (`downwards`).
        """
        if root <= FAILS:
            return 0, 0
        kept = self._kept
        net = None if kept is None else kept.nets.get(root)
        if net is None:
            net = _simplified(self._system.formula, root, 0)
            if kept is not None:
                kept.nets[root] = net
        if net.top == NEVER:
            return 0, 0
        perfect, gates = top = net.either[net.top]
        order = downwards(net)
        fatal = fatal_of(net, order)
        key = root, perfect, fatal
        parts = None if kept is None else kept.smaller((*key, "alone"))
        if parts is None:
            net.either[net.top] = 0, gates
            parts = emit(self._system, net, order, fatal) if gates else []
            net.either[net.top] = top
            if kept is not None:
                kept.made_smaller((*key, "alone"), parts)
        self._known[key] = parts
        return perfect, fatal

    def _compacted(self, root: int, perfect: int, fatal: int) -> list[int]:
        if root <= FAILS:
            return [FAILS] if root == FAILS else []
        net = _simplified(self._system.formula, root, perfect)
        return [] if net.top == NEVER else emit(self._system, net, downwards(net), fatal)


def _simplified(formula: Formula, root: int, perfect: int) -> Net:
    net = _loaded(formula, root, perfect)
    for _ in range(_ROUNDS):
        order = downwards(net)
        if _leave_out(net, perfect, order):
            order = downwards(net)
        net, pulled = _pull_out(net, order)
        if net.top == NEVER or not pulled:
            break
    return net


def _loaded(formula: Formula, root: int, perfect: int) -> Net:
    """Return the part of a formula below a node; nodes that are no OR get one of their own.

    What fails the top by itself works wherever else it matters, as the units of the mask `perfect` do: below
    gates it is left out from the start. Of a large design that is most of it.
    """
    needed = _needed(formula, root)
    boxes, threshold_of, inputs_of, unit_of = formula.boxes, formula.threshold, formula.inputs, formula.unit
    top = [node for node in needed if threshold_of[node] > 1 or node in boxes]
    works = needed.union(map(formula.var, bits(perfect)))
    found = _Loading(set(top))
    content = found.content
    content_of = content.get
    for node in _below_gates(formula, top, works):
        threshold = threshold_of[node]
        if node in boxes:
            found.gate(node, (0, (node, 0)))
        elif threshold == 0:
            content[node] = 1 << unit_of[node], ()
        elif threshold == 1:
            mask = 0
            below: list[int] = []
            for one in inputs_of[node]:
                known = content_of(one)
                if known is not None:
                    mask |= known[0]
                    below += known[1]
            if mask or below:
                content[node] = mask, tuple(dict.fromkeys(below)) if below else ()
        else:
            left = tuple([found.node(one) for one in inputs_of[node] if one in content])
            if len(left) >= threshold:
                found.gate(node, (threshold, left))
    units = [unit_of[node] for node in needed if unit_of[node] >= 0]
    mask = mask_of(units, max(units, default=0)) & ~perfect
    gates = [gate for node in sorted(top) for gate in found.at_top.get(node, ())]
    found.either.append((mask, tuple(gates)))
    return Net(found.either, found.several, len(found.either) - 1)


class _Loading:
    """The net as it is built; `content` is by node of the formula what fails it, of those that may fail.

    Those of `top` fail the top by themselves: they are in `at_top` and nowhere else.
    """

    def __init__(self, top: set[int]) -> None:
        self.either: list[Either] = []
        self.several: list[Several] = []
        self.content: dict[int, Either] = {}
        self.at_top: dict[int, tuple[int, ...]] = {}
        self._top = top
        self._places: dict[int, int] = {}

    def node(self, one: int) -> int:
        """Return the node of the net for one of the formula."""
        place = self._places.get(one)
        if place is None:
            place = self._places[one] = len(self.either)
            self.either.append(self.content[one])
        return place

    def gate(self, node: int, gate: Several) -> None:
        """Add the gate that a node of the formula is."""
        own = (len(self.several),)
        if node in self._top:
            self.at_top[node] = own
        else:
            self.content[node] = 0, own
        self.several.append(gate)


def _needed(formula: Formula, root: int) -> set[int]:
    """Return the nodes each of which fails the root by itself, itself among them."""
    found = {root}
    work = [root]
    while work:
        node = work.pop()
        if formula.threshold[node] == 1 and node not in formula.boxes:
            more = [one for one in formula.inputs[node] if one not in found]
            found.update(more)
            work.extend(more)
    return found


def _below_gates(formula: Formula, gates: Sequence[int], works: Collection[int]) -> list[int]:
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
    seen: set[int] = set()
    # What stands before a None has been gone through.
    work: list[int | None] = [net.top]
    while work:
        one = work.pop()
        if one is None:
            done = work.pop()
            if done is not None:
                found.append(done)
        elif one not in seen:
            seen.add(one)
            work += (one, None)
            if one >= 0:
                work += [-1 - gate for gate in either[one][1] if -1 - gate not in seen]
            else:
                work += [other for other in _inputs(several[-1 - one]) if other not in seen]
    found.reverse()
    return found


def _inputs(gate: Several) -> Sequence[int]:
    return gate[1] if gate[0] else ()


def _leave_out(net: Net, perfect: int, order: Sequence[int]) -> bool:
    """Take out of every node the units and gates that all ways from the top to it need anyway.

    Return whether a gate was taken out: then the net has another order (`downwards`).
    """
    either, several = net.either, net.several
    known = {net.top: (perfect, 0)}
    fewer = False
    for one in order:
        units_above, gates_above = known[one]
        if one < 0:
            threshold, below = several[-1 - one]
            if threshold == 0:
                several[-1 - one] = 0, (below[0], units_above)
                continue
        else:
            mask, gates = either[one]
            here = 0
            for gate in gates:
                here |= 1 << gate
            if mask & units_above or here & gates_above:
                mask &= ~units_above
                if here & gates_above:
                    gates = tuple([gate for gate in gates if not gates_above >> gate & 1])
                    fewer = True
                either[one] = mask, gates
            if not gates:
                continue
            units_above |= mask
            gates_above |= here
            below = tuple([-1 - gate for gate in gates])
        above = units_above, gates_above
        for other in below:
            so_far = known.get(other)
            known[other] = above if so_far is None else (so_far[0] & units_above, so_far[1] & gates_above)
    return fewer


class _Rebuilt:
    """The net that comes out of one pass from the bottom: equal nodes and gates are the same."""

    def __init__(self) -> None:
        self.either: list[Either] = []
        self.several: list[Several] = []
        self._nodes: dict[Either, int] = {}
        self._gates: dict[Several, int] = {}

    def node(self, mask: int, gates: Sequence[int]) -> int:
        if not mask and not gates:
            return NEVER
        key = mask, tuple(sorted(set(gates))) if len(gates) > 1 else tuple(gates)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = len(self.either)
            self.either.append(key)
        return found

    def box(self, inputs: tuple[int, ...]) -> tuple[int, ...]:
        """Return the gate for a part that stays as it is."""
        self.several.append((0, inputs))
        return (len(self.several) - 1,)

    def gate(self, threshold: int, nodes: Sequence[int]) -> Either:
        """Return the units and gates that stand for "so many of the nodes fail"."""
        left = [node for node in nodes if node != NEVER]
        if len(left) < threshold:
            return 0, ()
        if threshold == len(left):
            left = list(dict.fromkeys(self._all_of(left)))
            threshold = len(left)
        if threshold == 1:
            mask = 0
            gates: list[int] = []
            for node in left:
                mask |= self.either[node][0]
                gates += self.either[node][1]
            return mask, tuple(gates)
        key = threshold, tuple(sorted(left))
        found = self._gates.get(key)
        if found is None:
            found = self._gates[key] = len(self.several)
            self.several.append(key)
        return 0, (found,)

    def _all_of(self, nodes: Sequence[int]) -> list[int]:
        """Return the nodes, for each that is nothing but an AND gate what that is over."""
        found: list[int] = []
        for node in nodes:
            mask, gates = self.either[node]
            if not mask and len(gates) == 1:
                threshold, inputs = self.several[gates[0]]
                if threshold == len(inputs):
                    found.extend(inputs)
                    continue
            found.append(node)
        return found

    def shared(self, threshold: int, nodes: Sequence[int]) -> tuple[int, set[int]]:
        """Return the units and gates that are in so many of the nodes."""
        reached = [-1] + [0] * threshold
        counts: dict[int, int] = {}
        for node in nodes:
            mask, gates = self.either[node] if node != NEVER else (0, ())
            for k in range(threshold, 0, -1):
                reached[k] |= reached[k - 1] & mask
            for gate in gates:
                counts[gate] = counts.get(gate, 0) + 1
        return reached[threshold], {gate for gate, count in counts.items() if count >= threshold}


def _pull_out(net: Net, order: Sequence[int]) -> tuple[Net, bool]:
    """Return the net with what all alternatives of a gate need beside the gate; whether there was any."""
    new = _Rebuilt()
    nodes: dict[int, int] = {}
    stands_for: dict[int, Either] = {}
    pulled = False
    for one in reversed(order):
        if one >= 0:
            mask, gates = net.either[one]
            below: list[int] = []
            for gate in gates:
                more, others = stands_for[gate]
                mask |= more
                below.extend(others)
            nodes[one] = new.node(mask, below)
            continue
        threshold, inputs = net.several[-1 - one]
        if threshold == 0:
            stands_for[-1 - one] = 0, new.box(inputs)
            continue
        left = [nodes[other] for other in inputs]
        mask, common = new.shared(threshold, left)
        if mask or common:
            pulled = True
            left = [
                node
                if node == NEVER
                else new.node(
                    new.either[node][0] & ~mask, [g for g in new.either[node][1] if g not in common]
                )
                for node in left
            ]
        rest, gates = new.gate(threshold, left)
        stands_for[-1 - one] = mask | rest, (*common, *gates)
    return Net(new.either, new.several, nodes[net.top]), pulled
