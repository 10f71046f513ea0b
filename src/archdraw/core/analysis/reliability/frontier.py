"""Diagrams from the top: leaf by leaf, with what is too improbable to count left out.

Built from the bottom a diagram knows every combination of failures, also those of ten parts at once. From
the top the probability of coming by a node is known while it is built: where all that may follow weighs less
than was asked for, nothing is built, and the sum of what was left out bounds the error. (The walk over the
states of a frontier is that of G. Hardy, C. Lucet, N. Limnios, "K-terminal network reliability measures with
binary decision diagrams", IEEE Trans. Reliab. 56(3), 2007, with gates for edges.)

A state is a mask with a bit for each input of a gate that has failed while the gate itself is undecided.
Where all that a gate fails has failed already its inputs count as failed: whatever they do is no news.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from itertools import accumulate
from math import inf
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
    """Its inputs as a mask, how many must fail, what it fails in turn and the gates that this is in.

    `last` is the place of the leaf after which it is settled. Once they have been asked for, `inner` are the
    gates that fail what it fails, and `within` those that fail its inputs.
    """

    inputs: int
    count: int
    fails: int
    inside: list[_Gate]
    last: int
    inner: list[_Gate] | None = None
    within: list[_Gate] | None = None


@slotted
class _Step:
    """One leaf: what its failure fails, and what is settled once it is known.

    `others` are the other inputs of the gates it is in: with one of them it may fail more, with one of
    `fatal` it fails the top; where it is `sudden`, it may without any. `inner` are gates of which nothing is
    news any more if `around` has failed too. `kept` drops gates that are settled; of `open_gates` some may
    be: by inputs, how many must fail and the inputs that still may.
    """

    at: int
    fails: int
    inside: list[_Gate]
    others: int = 0
    fatal: int = 0
    sudden: bool = False
    inner: list[_Gate] = field(default_factory=list)
    around: int = 0
    kept: int = -1
    open_gates: list[tuple[int, int, int]] = field(default_factory=list)
    open_inputs: int = 0

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
        for root in roots:
            fails[root] |= _TOP
        # By the input of a gate that gate, and those that fail it.
        self._gate_of: list[_Gate] = []
        self._failing: dict[int, list[_Gate]] = {}
        places: list[tuple[_Gate, list[tuple[int, int]]]] = []
        for node in reversed(nodes):
            if node in level:
                continue
            inputs, failed = formula.inputs[node], fails[node]
            if formula.threshold[node] == 1:
                for one in inputs:
                    fails[one] |= failed
                continue
            used = len(self._gate_of) + 1
            own: list[tuple[int, int]] = []
            for place, one in enumerate(inputs, start=used):
                fails[one] |= 1 << place
                own.append((settled[one], 1 << place))
            around = bits(failed & ~_TOP)
            mask = (1 << used + len(inputs)) - (1 << used)
            gate = _Gate(mask, formula.threshold[node], failed, self._gates_of(around), settled[node])
            self._gate_of += [gate] * len(inputs)
            for bit in around:
                self._failing.setdefault(bit, []).append(gate)
            places.append((gate, own))
        self._steps = [
            _Step(at, fails[leaf], self._gates_of(bits(fails[leaf] & ~_TOP)))
            for at, leaf in enumerate(leaves)
        ]
        self._prepare(places)

    def _gates_of(self, inputs: Sequence[int]) -> list[_Gate]:
        """Return the gates that the inputs are of."""
        found: list[_Gate] = []
        for bit in inputs:
            gate = self._gate_of[bit - 1]
            if gate not in found:
                found.append(gate)
        return found

    def _prepare(self, places: Sequence[tuple[_Gate, Sequence[tuple[int, int]]]]) -> None:
        """Work out once what each step of the walk asks of every state."""
        steps = self._steps
        for gate, own in places:
            last = gate.last
            steps[last].kept &= ~gate.inputs
            for at in {at for at, _ in own if at < last}:
                still = sum([bit for later, bit in own if later > at])
                steps[at].open_gates.append((gate.inputs, gate.count, still))
                steps[at].open_inputs |= gate.inputs
        for step in steps:
            inner = self._inner(step.fails)
            if inner:
                fails = step.fails = self._saturated(step.at, step.fails, inner)
                step.inner = [gate for gate in inner if gate.last > step.at and gate.inputs & ~fails]
                for gate in step.inner:
                    step.around |= gate.fails & ~fails
            for gate in step.inside:
                here = (gate.inputs & step.fails).bit_count()
                if gate.fails & _TOP and here >= gate.count - 1:
                    step.fatal |= gate.inputs & ~step.fails
                if gate.fails & ~step.fails:
                    step.others |= gate.inputs & ~step.fails
                    step.sudden |= here >= gate.count

    def _inner(self, failed: int) -> list[_Gate]:
        """Return the gates that fail some of the inputs."""
        failing = self._failing
        return [gate for bit in bits(failed) if bit in failing for gate in failing[bit]]

    def _saturated(self, at: int, state: int, gates: Sequence[_Gate]) -> int:
        """Return a state after a leaf with all inputs of those gates of which nothing is news any more."""
        work = list(gates)
        while work:
            gate = work.pop()
            fails = gate.fails
            if state & fails == fails and gate.last > at:
                after = state | gate.inputs
                if after != state:
                    state = after
                    if gate.within is None:
                        gate.within = self._inner(gate.inputs)
                    work += gate.within
        return state

    def walk(
        self, failure: Sequence[float], error: float, most: int, pause: Callable[[], None] | None = None
    ) -> Walked:
        """Return the diagram over the leaves, but for what weighs no more than `error` in all.

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
        later = list(accumulate(reversed(failure), initial=0.0))
        later.reverse()
        layers: list[tuple[list[int], list[int]]] = []
        states, masses = [0], [1.0]
        left_out, total = 0.0, 1
        share = error / max(1, len(failure))
        for at, step in enumerate(self._steps):
            # What was not left out earlier may be now.
            least = _least(masses, 0.5 * (share * (at + 1) - left_out), failure[at], later[at], later[at + 1])
            layer = _Layer(states, masses)
            gone = layer.work(step, least[0])
            fallen = layer.fail(self, step, failure[at], least[1])
            layers.append((layer.lows, layer.highs))
            states, masses = list(layer.following), layer.reached
            left_out += gone * later[at] + fallen * failure[at] * later[at + 1]
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

    def failing(self, step: _Step, state: int, more: int) -> int:
        """Return the state after the leaf has failed, with all that this fails in turn."""
        state |= more
        inner = step.inner
        work = list(step.inside) if more == step.fails else [g for g in step.inside if g.inputs & more]
        while work:
            gate = work.pop()
            news = gate.fails & ~state
            if news and (state & gate.inputs).bit_count() >= gate.count:
                if news & _TOP:
                    return _TOP
                state |= news
                if gate.inner is None:
                    gate.inner = self._inner(gate.fails)
                inner = inner + gate.inner
                work += [outer for outer in gate.inside if outer.inputs & news]
        if inner:
            state = self._saturated(step.at, state, inner)
        state &= step.kept
        return step.after(state) if state & step.open_inputs else state


def _least(
    masses: Sequence[float], room: float, chance: float, before: float, after: float
) -> tuple[float, float]:
    """Return below which mass states may go, and below which they may go on without the leaf failing.

    What either leaves out weighs no more than `room`: a mass times the failures that may still come.
    """
    if room <= 0.0:
        return 0.0, 0.0
    ordered = sorted(masses)
    sums = list(accumulate(ordered))
    ordered.append(inf)
    gone = room / before if before > 0.0 else inf
    fallen = room / (chance * after) if chance * after > 0.0 else inf
    return ordered[bisect_right(sums, gone)], ordered[bisect_right(sums, fallen)]


class _Layer:
    """Where each state goes when the next leaf works and when it fails, and the states after it."""

    def __init__(self, states: list[int], masses: list[float]) -> None:
        self._states, self._masses = states, masses
        self.following: dict[int, int] = {}
        self.reached: list[float] = []
        self.lows: list[int] = []
        self.highs: list[int] = []

    def work(self, step: _Step, least: float) -> float:
        """Go on with the leaf working; return the mass of what is left out since it is less than `least`."""
        kept, open_inputs = step.kept, step.open_inputs
        if kept == -1 and not open_inputs and least == 0.0:
            self.lows = list(range(len(self._states)))
            self.following = dict(zip(self._states, self.lows, strict=True))
            self.reached = list(self._masses)
            return 0.0
        following, reached, gone = self.following, self.reached, 0.0
        place_of, add, to = following.get, reached.append, self.lows.append
        for state, mass in zip(self._states, self._masses, strict=True):
            if mass < least and state:
                gone += mass
                to(_LEFT_OUT)
                continue
            low = state & kept
            if low & open_inputs:
                low = step.after(state)
            place = place_of(low)
            if place is None:
                place = following[low] = len(reached)
                add(mass)
            else:
                reached[place] += mass
            to(place)
        return gone

    def fail(self, walk: Frontier, step: _Step, chance: float, least: float) -> float:
        """Go on with the leaf failing; return the mass of states of which that is left out."""
        following, reached, fallen = self.following, self.reached, 0.0
        place_of, add, to = following.get, reached.append, self.highs.append
        fails, others, around = step.fails, step.others, step.around
        fatal, top = step.fatal, step.fails & _TOP
        kept, open_inputs, sudden = step.kept, step.open_inputs, step.sudden
        for state, mass, low in zip(self._states, self._masses, self.lows, strict=True):
            more = fails & ~state
            if low == _LEFT_OUT or not more:
                to(low)
                continue
            if top or state & fatal:
                to(_FAILED)
                continue
            if state & others or state & around or sudden:
                high = walk.failing(step, state, more)
                if high == _TOP:
                    to(_FAILED)
                    continue
                few = mass < least
            else:
                few = mass < least
                high = (state | more) & kept
                if high & open_inputs and not few:
                    high = step.after(high)
            if few:
                fallen += mass
                to(_LEFT_OUT)
                continue
            place = place_of(high)
            if place is None:
                place = following[high] = len(reached)
                add(mass * chance)
            else:
                reached[place] += mass * chance
            to(place)
        return fallen


def _settled(formula: Formula, nodes: Sequence[int], level: Mapping[int, int]) -> dict[int, int]:
    """Return the level after which each node is known."""
    found: dict[int, int] = {}
    for node in nodes:
        at = level.get(node)
        found[node] = max([found[one] for one in formula.inputs[node]]) if at is None else at
    return found
