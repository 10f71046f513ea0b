"""Fault trees as such: gates over basic events, without a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archdraw.core.analysis.reliability.diagram import FAILS, WORKS, BudgetExceeded, Diagram, values
from archdraw.core.analysis.reliability.fussell_vesely import Contributions
from archdraw.core.analysis.reliability.importance import importances
from archdraw.core.analysis.reliability.listing import CutSetLister, listed
from archdraw.core.analysis.reliability.measures import WIDEST
from archdraw.core.analysis.reliability.solver import Solver
from archdraw.core.analysis.reliability.unions import narrowed
from archdraw.core.analysis.result import CutSets, Importance, Method
from archdraw.core.analysis.structure.formula import Formula, evaluate
from archdraw.core.analysis.structure.graphs import strong_components
from archdraw.core.analysis.structure.system import System
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GateKind = Literal["and", "or", "atleast", "not", "xor", "constant"]
_BUDGET = 1_000_000


class FaultTreeError(ValueError):
    """The tree can't be solved; the text is one sentence."""


@frozen
class Gate:
    """A gate over events and gates by name; `needed` is the k of k-of-n, `value` that of a constant."""

    kind: GateKind
    inputs: tuple[str, ...] = ()
    needed: int = 1
    value: bool = False


@frozen
class FaultTree:
    """Basic events with their probabilities, gates, and the names of the top events.

    `notes` are sentences about how it was read.
    """

    events: dict[str, float]
    gates: dict[str, Gate]
    tops: tuple[str, ...]
    notes: tuple[str, ...] = ()


@frozen
class TreeResult:
    """What is known of one top event; cut sets and importance of coherent trees only.

    `interval` is what is certain (bounded) or 95 % sure (estimated); None where the probability is exact.
    """

    top: str
    probability: float
    method: Method
    interval: tuple[float, float] | None
    coherent: bool
    events: int
    gates: int
    cut_sets: CutSets | None = None
    importance: dict[str, Importance] | None = None


def solve_tree(tree: FaultTree, top: str, *, budget: int = _BUDGET) -> TreeResult:
    """Return probability, cut sets and importance of a top event.

    Raises
    ------
    FaultTreeError
        A gate is part of itself, or a tree with NOT or XOR is too large.
    """
    order = _order(tree, top)
    below = [name for name in order if name in tree.gates]
    events = [name for name in order if name in tree.events]
    size = len(events), len(below)
    coherent = not any(tree.gates[name].kind in ("not", "xor") for name in below)
    if not coherent:
        try:
            probability = _by_negation(tree, order, top, budget)
        except BudgetExceeded:
            raise FaultTreeError(
                f"The tree of “{top}” has NOT or XOR gates and needs a diagram of more than {budget:,} nodes."
            ) from None
        return TreeResult(top, probability, "exact", None, False, *size)
    system = System()
    for name in events:
        system.add_event_unit(system.add_event(name, "managed", name, tree.events[name]))
    root = _lowered(tree, order, system.formula)[top]
    solver = Solver(system, budget=budget)
    alone = _alone(system, root)
    solution = solver.solve(root, alone)
    lister = CutSetLister(system, solver.supports, solver.blocks, None, budget=budget)
    parts = {WORKS: [], FAILS: [FAILS]}.get(root)
    found = lister.find(solver.parts(root, alone) if parts is None else parts, 0)
    if not solution.exact:
        solution = narrowed(solution, found)
    method: Method = "exact" if solution.exact else "bounded"
    probability, low, high, gradient = solution.high, solution.low, solution.high, solution.gradient
    if high - low > WIDEST * high:
        from archdraw.core.analysis.reliability.conditional import estimate_within

        sampled = estimate_within(system, root, solution, found)
        if sampled.high - sampled.low < 0.5 * (high - low):
            method, probability, low, high = "estimated", sampled.middle, sampled.low, sampled.high
            gradient = sampled.gradient
    contributing = Contributions(found, solver.supports)
    return TreeResult(
        top,
        probability,
        method,
        None if solution.exact else (low, high),
        True,
        *size,
        listed(found, probability),
        importances(system, probability, gradient, contributing, 365.0, lowest=solution.low),
    )


def _order(tree: FaultTree, top: str) -> list[str]:
    """Return everything below a top event, inputs first."""

    def inputs(name: str) -> Iterable[str]:
        gate = tree.gates.get(name)
        return gate.inputs if gate is not None else ()

    found: list[str] = []
    for ring in strong_components([top], inputs):
        if len(ring) > 1 or ring[0] in inputs(ring[0]):
            raise FaultTreeError(f"The gate “{ring[0]}” is part of itself.")
        found.append(ring[0])
    return found


def _lowered(tree: FaultTree, order: Iterable[str], formula: Formula) -> Mapping[str, int]:
    nodes: dict[str, int] = {}
    units = 0
    for name in order:
        gate = tree.gates.get(name)
        if gate is None:
            nodes[name] = formula.var(units)
            units += 1
            continue
        inputs = [nodes[one] for one in gate.inputs]
        if gate.kind == "constant":
            nodes[name] = FAILS if gate.value else WORKS
        elif gate.kind == "or":
            nodes[name] = formula.any_of(inputs)
        else:
            nodes[name] = formula.at_least(len(inputs) if gate.kind == "and" else gate.needed, inputs)
    return nodes


def _alone(system: System, root: int) -> set[int]:
    """Return the units of which each alone makes the root fail."""
    if root <= FAILS:
        return set()
    units = {unit.index: 1 << unit.index for unit in system.units}
    word = evaluate(system.formula, system.formula.below([root]), units, (1 << len(units)) - 1)[root]
    return {index for index in units if word >> index & 1}


def _by_negation(tree: FaultTree, order: list[str], top: str, budget: int) -> float:
    """Return the probability of a tree with NOT or XOR through one diagram with negation."""
    events = [name for name in reversed(order) if name in tree.events]
    level = {name: place for place, name in enumerate(events)}
    diagram = Diagram(len(events), budget)
    nodes: dict[str, int] = {}
    for name in order:
        gate = tree.gates.get(name)
        if gate is None:
            nodes[name] = diagram.var(level[name])
            continue
        inputs = sorted((nodes[one] for one in gate.inputs), key=lambda n: -diagram.level[n])
        if gate.kind == "constant":
            nodes[name] = FAILS if gate.value else WORKS
        elif gate.kind == "or":
            nodes[name] = diagram.any_of(inputs)
        elif gate.kind == "not":
            nodes[name] = diagram.negation(inputs[0])
        elif gate.kind == "xor":
            nodes[name] = diagram.either(
                diagram.both(inputs[0], diagram.negation(inputs[1])),
                diagram.both(diagram.negation(inputs[0]), inputs[1]),
            )
        else:
            needed = len(inputs) if gate.kind == "and" else gate.needed
            nodes[name] = diagram.at_least(needed, inputs)
    root = nodes[top]
    return values(diagram, diagram.below(root), [tree.events[name] for name in events])[root]
