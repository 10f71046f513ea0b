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
# Instead of a place in the next layer: the top has failed.
_FAILED = -1
# What is left out is less probable than so many times what there is room for on average.
_FEW = 6.0
# Where so many states are there at a time, there will be many more.
_WIDEST = 4_000


class _Gate:
    """Its inputs as a mask, how many must fail, what it fails in turn and the gates that this is in.

    With one of `others` what it fails may fail more. `last` is the place of the leaf after which it is
    settled. Once they have been asked for, `inner` are the gates that fail what it fails and were not settled
    at `looked`, and `within` those that fail its inputs.
    """

    __slots__ = ("count", "fails", "inner", "inputs", "inside", "last", "looked", "others", "within")

    def __init__(self, inputs: int, count: int, fails: int, inside: list[_Gate], last: int) -> None:
        self.inputs, self.count, self.fails, self.inside, self.last = inputs, count, fails, inside, last
        self.others = _others(inside, fails)
        self.inner: list[_Gate] | None = None
        self.within: list[_Gate] | None = None
        self.looked = -1


# Gates that may be settled: by inputs, how many must fail and the inputs that still may.
_Open = tuple[int, int, int]


class _Step:
    """One leaf: what its failure fails, and what is settled once it is known.

    `others` are the other inputs of the gates it is in: with one of them it may fail more, with one of
    `fatal` it fails the top; where it is `sudden`, it may without any. `inner` are gates of which nothing is
    news any more if `around` has failed too. `kept` drops inputs of gates that are settled, some with this
    leaf where it `settles`; of `open_gates` some may be.
    """

    __slots__ = (
        "around",
        "at",
        "fails",
        "fatal",
        "inner",
        "inside",
        "kept",
        "open_gates",
        "open_inputs",
        "others",
        "settles",
        "sudden",
    )

    def __init__(self, at: int, fails: int, inside: list[_Gate]) -> None:
        self.at, self.fails, self.inside = at, fails, inside
        self.others = self.fatal = self.around = self.open_inputs = 0
        self.kept = -1
        self.sudden = self.settles = False
        self.inner: Sequence[_Gate] = ()
        self.open_gates: list[_Open] = []

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
        self._fed = 0
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
            mask = (1 << used + len(inputs)) - (1 << used)
            gate = _Gate(mask, formula.threshold[node], failed, self._gates_of(failed), settled[node])
            self._gate_of += [gate] * len(inputs)
            self._fed |= failed & ~_TOP
            for bit in bits(failed & ~_TOP):
                self._failing.setdefault(bit, []).append(gate)
            places.append((gate, own))
        self._steps = [_Step(at, fails[leaf], self._gates_of(fails[leaf])) for at, leaf in enumerate(leaves)]
        self._prepare(places)

    def _gates_of(self, inputs: int) -> list[_Gate]:
        """Return the gates that the inputs are of."""
        found: list[_Gate] = []
        inputs &= ~_TOP
        while inputs:
            gate = self._gate_of[inputs.bit_length() - 2]
            found.append(gate)
            inputs &= ~gate.inputs
        return found

    def _prepare(self, places: Sequence[tuple[_Gate, Sequence[tuple[int, int]]]]) -> None:
        """Work out once what each step of the walk asks of every state."""
        steps = self._steps
        for gate, own in places:
            last = gate.last
            if gate.count == len(own):
                # Where all must fail, whether one has failed is of no use once the others are known.
                if len(own) == 2:
                    (here, one), (there, other) = own
                    steps[there].kept &= ~one
                    steps[here].kept &= ~other
                    continue
                for _, bit in own:
                    steps[max([later for later, other in own if other != bit])].kept &= ~bit
            else:
                steps[last].kept &= ~gate.inputs
            for at in {at for at, _ in own if at < last}:
                still = sum([bit for later, bit in own if later > at])
                steps[at].open_gates.append((gate.inputs, gate.count, still))
                # Where all must fail, one that is known and works settles it.
                steps[at].open_inputs |= still if gate.count == len(own) else gate.inputs
        kept = -1
        for step in steps:
            step.settles = step.kept != -1 or step.open_inputs != 0
            kept &= step.kept
            step.kept = kept
        for step in steps:
            inner = self._inner(step.fails)
            if inner:
                fails = step.fails = self._saturated(step.at, step.fails, inner)
                step.inner = [gate for gate in inner if gate.last > step.at and gate.inputs & ~fails]
                for gate in step.inner:
                    step.around |= gate.fails & ~fails
            fails = step.fails
            step.others = _others([gate for gate in step.inside if gate.fails & ~fails], fails)
            step.sudden = step.others & fails != 0
            for gate in step.inside:
                if gate.fails & _TOP and (gate.inputs & fails).bit_count() >= gate.count - 1:
                    step.fatal |= gate.inputs & ~fails

    def _inner(self, failed: int) -> list[_Gate]:
        """Return the gates that fail some of the inputs."""
        failing = self._failing
        return [gate for bit in bits(failed & self._fed) for gate in failing[bit]]

    def _saturated(self, at: int, state: int, gates: Sequence[_Gate]) -> int:
        """Return a state after a leaf with all inputs of those gates of which nothing is news any more."""
        while gates:
            further: list[_Gate] = []
            for gate in gates:
                fails = gate.fails
                if state & fails == fails and gate.last > at and gate.inputs & ~state:
                    state |= gate.inputs
                    if gate.within is None:
                        gate.within = self._inner(gate.inputs)
                    further += gate.within
            gates = further
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
            More states than that, or very many at a time.
        """
        later = list(accumulate(reversed(failure), initial=0.0))
        later.reverse()
        layers: list[tuple[list[int] | int, dict[int, int]]] = []
        reached = _Reached({0: 0}, [1.0])
        left_out, total = 0.0, 1
        share = error / max(1, len(failure))
        for at, step in enumerate(self._steps):
            # What was not left out earlier may be now.
            room = 0.4 * (share * (at + 1) - left_out)
            lost = _Losses(failure[at], later[at + 1], room)
            before, (reached, lows) = reached, reached.with_working(step)
            layers.append((lows, reached.add_failing(self, step, before, lost)))
            left_out += lost.total
            total += len(reached.masses)
            if total > most or len(reached.masses) > _WIDEST:
                raise BudgetExceeded
            if pause is not None and not at & 15:
                pause()
        diagram = Diagram(len(layers), most + 2)
        nodes = [WORKS] * len(reached.masses)
        for at in range(len(layers) - 1, -1, -1):
            nodes = diagram.layer(at, *layers[at], [*nodes, FAILS])
        return Walked(diagram, nodes[0], left_out, total)

    def failing(self, step: _Step, state: int, more: int) -> int:
        """Return the state after the leaf has failed, with all that this fails in turn."""
        state, fallen = self._after_failing(step, state, more)
        if state == _TOP:
            return _TOP
        inner, at = step.inner, step.at
        for gate in fallen:
            inner = [*inner, *self._still_inner(gate, at)]
        if inner:
            state = self._saturated(at, state, inner)
        state &= step.kept
        return step.after(state) if state & step.open_inputs else state

    def fails_top(self, step: _Step, state: int, more: int) -> bool:
        """Return whether the top has failed when the leaf fails in a state."""
        return self._after_failing(step, state, more)[0] == _TOP

    def _after_failing(self, step: _Step, state: int, more: int) -> tuple[int, list[_Gate]]:
        """Return the state with the gates over the leaf that fail with it, `_TOP` alone where that does."""
        state |= more
        fallen: list[_Gate] = []
        gate_of = self._gate_of
        hit = state & step.others
        while hit:
            place = hit.bit_length() - 1
            hit ^= 1 << place
            gate = gate_of[place - 1]
            news = gate.fails & ~state
            if news and (state & gate.inputs).bit_count() >= gate.count:
                if news & _TOP:
                    return _TOP, fallen
                state |= news
                hit |= state & gate.others
                fallen.append(gate)
        return state, fallen

    def _still_inner(self, gate: _Gate, at: int) -> list[_Gate]:
        """Return the gates that fail what a gate fails and are not settled yet."""
        inner = gate.inner
        if gate.looked != at or inner is None:
            if inner is None:
                inner = self._inner(gate.fails)
            inner = gate.inner = [one for one in inner if one.last > at]
            gate.looked = at
        return inner


def _others(gates: Sequence[_Gate], failed: int) -> int:
    """Return the inputs of which one may fail a gate with what has failed; any of these if it has failed."""
    others = 0
    for gate in gates:
        here = gate.inputs & failed
        others |= gate.inputs if here.bit_count() >= gate.count else gate.inputs & ~failed
    return others


class _Losses:
    """What may be left out when a leaf fails, and what is: of states that go on, and of those not looked at.

    The first weigh what may follow behind the leaf, the others count as failed.
    """

    def __init__(self, chance: float, behind: float, room: float) -> None:
        self.fallen = self.passed = 0.0
        self.chance, self._behind = chance, behind
        self.most_fallen = room / (chance * behind) if chance * behind > 0.0 else inf
        self.most_passed = 0.5 * room / chance if chance > 0.0 else inf

    @property
    def total(self) -> float:
        """What is left out at most."""
        return self.fallen * self.chance * self._behind + self.passed * self.chance


class _Reached:
    """The states after a leaf by their places, with the mass of each."""

    def __init__(self, places: dict[int, int], masses: list[float]) -> None:
        self.places, self.masses = places, masses

    def with_working(self, step: _Step) -> tuple[_Reached, list[int] | int]:
        """Return what follows if the leaf works, and where by place: a number of states if none moves."""
        if not step.settles:
            return _Reached(self.places.copy(), self.masses.copy()), len(self.masses)
        kept, open_inputs = step.kept, step.open_inputs
        after = [state & kept for state in self.places]
        if open_inputs:
            after = [step.after(state) if state & open_inputs else state for state in after]
        places: dict[int, int] = {}
        place_of = places.setdefault
        lows = [place_of(state, len(places)) for state in after]
        if len(places) == len(lows):
            return _Reached(places, self.masses.copy()), len(lows)
        masses = [0.0] * len(places)
        for place, mass in zip(lows, self.masses, strict=True):
            masses[place] += mass
        return _Reached(places, masses), lows

    def add_failing(self, walk: Frontier, step: _Step, before: _Reached, lost: _Losses) -> dict[int, int]:
        """Add what follows if the leaf fails; return where, by place before, if that makes a difference."""
        highs: dict[int, int] = {}
        places, reached = self.places, self.masses
        place_of, add = places.get, reached.append
        fails, others = step.fails, step.others
        fatal, top = step.fatal, step.fails & _TOP
        kept, open_inputs, sudden = step.kept, step.open_inputs, step.sudden
        hits = others | step.around
        chance = lost.chance
        fallen, passed = 0.0, 0.0
        most, most_passed = lost.most_fallen, lost.most_passed
        few = _FEW / len(before.masses)
        least, never = few * most, few * most_passed
        for place, (state, mass) in enumerate(zip(before.places, before.masses, strict=True)):
            if mass < never and passed + mass <= most_passed:
                passed += mass
                continue
            more = fails & ~state
            if not more:
                continue
            if top or state & fatal:
                highs[place] = _FAILED
                continue
            if mass < least and fallen + mass <= most:
                # Of what may be left out matters only what fails the top at once.
                if (state & others or sudden) and walk.fails_top(step, state, more):
                    highs[place] = _FAILED
                else:
                    fallen += mass
                continue
            if state & hits or sudden:
                high = walk.failing(step, state, more)
                if high == _TOP:
                    highs[place] = _FAILED
                    continue
            else:
                high = (state | more) & kept
                if high & open_inputs:
                    high = step.after(high)
            after = place_of(high)
            if after is None:
                after = places[high] = len(reached)
                add(mass * chance)
            else:
                reached[after] += mass * chance
            highs[place] = after
        lost.fallen, lost.passed = fallen, passed
        return highs


def _settled(formula: Formula, nodes: Sequence[int], level: Mapping[int, int]) -> dict[int, int]:
    """Return the level after which each node is known."""
    found: dict[int, int] = {}
    for node in nodes:
        at = level.get(node)
        found[node] = max([found[one] for one in formula.inputs[node]]) if at is None else at
    return found
