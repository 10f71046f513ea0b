"""Diagrams from the top: leaf by leaf, with what is too improbable to count left out.

Built from the bottom a diagram knows every combination of failures, also those of ten parts at once. From
the top the probability of coming by a node is known while it is built: where all that may follow weighs less
than was asked for, nothing is built, and the sum of what was left out bounds the error. (The walk over the
states of a frontier is that of G. Hardy, C. Lucet, N. Limnios, "K-terminal network reliability measures with
binary decision diagrams", IEEE Trans. Reliab. 56(3), 2007, with gates for edges.)

A state is a mask with a bit for each input of a gate that has failed while the gate itself is undecided.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import FAILS, WORKS, BudgetExceeded, Diagram
from archdraw.core.analysis.reliability.leaves import down_to
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.analysis.structure.formula import Formula

# The bit of "a root has failed".
_TOP = 1
# Instead of a place in the next layer: the top has failed, or it is too improbable.
_FAILED, _LEFT_OUT = -1, -2


@slotted
class _Gate:
    """Its inputs as a mask, how many must fail, and what it fails in turn, with the gates it is in."""

    inputs: int
    count: int
    fails: int
    inside: tuple[_Gate, ...] = ()

    def failed(self, state: int) -> bool:
        """Return whether enough of the inputs have failed, and it is news."""
        return bool(self.fails & ~state) and (state & self.inputs).bit_count() >= self.count


@slotted
class _Step:
    """One leaf: what its failure fails, and what is settled once it is known.

    `others` are the other inputs of the gates it is in, `outer` what these gates fail; `idle` are gates that
    may no longer matter when it has failed. `kept` drops gates that are settled; of `open_gates` some may be:
    by inputs, how many must fail and the inputs that still may.
    """

    fails: int
    inside: tuple[_Gate, ...]
    others: int = 0
    outer: int = 0
    idle: list[_Gate] = field(default_factory=list)
    idle_inputs: int = 0
    kept: int = -1
    open_gates: list[tuple[int, int, int]] = field(default_factory=list)
    open_inputs: int = 0

    def news(self, state: int) -> int:
        """Return what its failure fails, but for inputs of gates of which nothing is news."""
        fails = self.fails
        for gate in self.inside:
            if not gate.fails & ~state:
                fails &= ~gate.inputs
        return fails

    def after(self, state: int) -> int:
        """Return the state without what is settled once the leaf is known."""
        state &= self.kept
        if state & self.open_inputs:
            for inputs, count, still in self.open_gates:
                if state & inputs and (state & inputs | still).bit_count() < count:
                    state &= ~inputs
        return state


@slotted
class Walked:
    """The diagram of a lower bound, its root, what it leaves out at most and how many states it took."""

    diagram: Diagram
    root: int
    left_out: float
    states: int


class Frontier:
    """The walk over the leaves of some roots of which any fails, in an order."""

    def __init__(self, formula: Formula, roots: Sequence[int], leaves: Sequence[int]) -> None:
        level = {leaf: at for at, leaf in enumerate(leaves)}
        nodes = down_to(formula, roots, level)
        settled = _settled(formula, nodes, level)
        fails: dict[int, int] = dict.fromkeys(nodes, 0)
        inside: dict[int, dict[int, None]] = {node: {} for node in nodes}
        for root in roots:
            fails[root] |= _TOP
        used = 1
        self._gates: list[_Gate] = []
        gates: dict[int, _Gate] = {}
        self._steps: list[_Step] = []
        places: list[tuple[int, _Gate, list[tuple[int, int]]]] = []
        for node in reversed(nodes):
            if node in level:
                continue
            inputs = formula.inputs[node]
            if formula.threshold[node] == 1:
                for one in inputs:
                    fails[one] |= fails[node]
                    inside[one].update(inside[node])
                continue
            mask = 0
            own: list[tuple[int, int]] = []
            for one in inputs:
                bit = 1 << used
                used += 1
                mask |= bit
                fails[one] |= bit
                inside[one][node] = None
                own.append((settled[one], bit))
            outer = tuple([gates[gate] for gate in inside[node]])
            gate = gates[node] = _Gate(mask, formula.threshold[node], fails[node], outer)
            self._gates.append(gate)
            places.append((settled[node], gate, own))
        for leaf in leaves:
            self._steps.append(_Step(fails[leaf], tuple([gates[gate] for gate in inside[leaf]])))
        self._prepare(places)

    def _prepare(self, places: Sequence[tuple[int, _Gate, Sequence[tuple[int, int]]]]) -> None:
        """Work out once what each step of the walk asks of every state."""
        steps = self._steps
        for last, gate, own in places:
            steps[last].kept &= ~gate.inputs
            for at in {at for at, _ in own if at < last}:
                still = sum([bit for later, bit in own if later > at])
                if still.bit_count() < gate.inputs.bit_count():
                    steps[at].open_gates.append((gate.inputs, gate.count, still))
                    steps[at].open_inputs |= gate.inputs
        failing: dict[int, list[_Gate]] = {}
        for gate in self._gates:
            if gate.fails != _TOP:
                for bit in bits(gate.fails & ~_TOP):
                    failing.setdefault(bit, []).append(gate)
        for step in steps:
            for gate in step.inside:
                step.others |= gate.inputs & ~step.fails
                step.outer |= gate.fails & ~_TOP
            below = {id(gate): gate for bit in bits(step.fails & ~_TOP) for gate in failing.get(bit, ())}
            step.idle = list(below.values())
            for gate in step.idle:
                step.idle_inputs |= gate.inputs

    def walk(
        self, failure: Sequence[float], least: float, most: int, pause: Callable[[], None] | None = None
    ) -> Walked:
        """Return the diagram over the leaves, but for what adds less than `least` where it is left out.

        Parameters
        ----------
        failure
            Of each leaf the most probable it may ever be that it fails.
        most
            How many states it may take.

        Raises
        ------
        BudgetExceeded
            More states than that.
        """
        later = [0.0]
        for chance in reversed(failure):
            later.append(later[-1] + chance)
        later.reverse()
        layers: list[tuple[list[int], list[int]]] = []
        states, masses = [0], [1.0]
        left_out, total = 0.0, 1
        for at, step in enumerate(self._steps):
            lows, highs, states, masses, lost = self._layer(
                step, states, masses, failure[at], (later[at], later[at + 1]), least
            )
            layers.append((lows, highs))
            left_out += lost
            total += len(states)
            if total > most:
                raise BudgetExceeded
            if pause is not None and not at & 15:
                pause()
        diagram = Diagram(len(layers), most + 2, pause)
        nodes = [WORKS] * len(states)
        for at in range(len(layers) - 1, -1, -1):
            nodes = diagram.layer(at, *layers[at], [*nodes, WORKS, FAILS])
        return Walked(diagram, nodes[0], left_out, total)

    def _layer(
        self,
        step: _Step,
        states: Sequence[int],
        masses: Sequence[float],
        chance: float,
        later: tuple[float, float],
        least: float,
    ) -> tuple[list[int], list[int], list[int], list[float], float]:
        """Return where every state goes when the leaf works and when it fails, and the states after it."""
        following: dict[int, int] = {}
        reached: list[float] = []
        lows: list[int] = []
        highs: list[int] = []
        left_out = 0.0
        before, after = later
        fails, kept, open_inputs = step.fails, step.kept, step.open_inputs
        others, outer, idle_inputs = step.others, step.outer, step.idle_inputs
        for state, mass in zip(states, masses, strict=True):
            if state and mass * before < least:
                left_out += mass * before
                lows.append(_LEFT_OUT)
                highs.append(_LEFT_OUT)
                continue
            low = state & kept
            if low & open_inputs:
                low = step.after(state)
            place = following.get(low)
            if place is None:
                place = following[low] = len(reached)
                reached.append(mass)
            else:
                reached[place] += mass
            lows.append(place)
            more = step.news(state) if state & outer else fails
            if not more & ~state:
                highs.append(place)
                continue
            falling = mass * chance
            if falling * after < least and not (state & others or more & _TOP):
                left_out += falling * after
                highs.append(_LEFT_OUT)
                continue
            high = state | more
            if state & others or high & (idle_inputs | _TOP):
                high = self._failing(step, state, more)
                if high & _TOP:
                    highs.append(_FAILED)
                    continue
            elif high & open_inputs:
                high = step.after(high)
            else:
                high &= kept
            place = following.get(high)
            if place is None:
                place = following[high] = len(reached)
                reached.append(falling)
            else:
                reached[place] += falling
            highs.append(place)
        return lows, highs, list(following), reached, left_out

    def _failing(self, step: _Step, state: int, more: int) -> int:
        """Return the state after the leaf has failed, with all that this fails in turn."""
        state |= more
        idle: Sequence[_Gate] = step.idle
        if state & step.others or more & _TOP:
            work = list(step.inside)
            while work:
                gate = work.pop()
                if gate.failed(state):
                    state |= gate.fails
                    work += gate.inside
                    idle = self._gates
            if state & _TOP:
                return state
        elif not state & step.idle_inputs:
            idle = ()
        for gate in idle:
            # What it fails has failed already: it says nothing new.
            if state & gate.inputs and not gate.fails & ~state:
                state &= ~gate.inputs
        return step.after(state)


def _settled(formula: Formula, nodes: Sequence[int], level: Mapping[int, int]) -> dict[int, int]:
    """Return the level after which each node is known."""
    found: dict[int, int] = {}
    for node in nodes:
        at = level.get(node)
        found[node] = max([found[one] for one in formula.inputs[node]]) if at is None else at
    return found
