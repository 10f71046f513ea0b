"""Fault trees as such: gates over basic events, without a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archdraw.core.analysis.reliability.coherent import Known, solve_coherent
from archdraw.core.analysis.reliability.diagram import FAILS, WORKS
from archdraw.core.analysis.reliability.fussell_vesely import Contributions
from archdraw.core.analysis.reliability.importance import importances
from archdraw.core.analysis.reliability.listing import listed
from archdraw.core.analysis.result import CutSets, Importance, Method
from archdraw.core.analysis.structure.graphs import strong_components
from archdraw.core.analysis.structure.system import System
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archdraw.core.analysis.structure.formula import Formula

GateKind = Literal["and", "or", "atleast", "not", "xor", "constant"]
# Nodes of a diagram in plain Python, of about 250 bytes each.
BUDGET = 1_000_000


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


def solve_tree(tree: FaultTree, top: str, *, budget: int = BUDGET) -> TreeResult:
    """Return probability, cut sets and importance of a top event.

    Parameters
    ----------
    budget
        Most nodes of a diagram; beyond it there are bounds, or an estimate.

    Raises
    ------
    FaultTreeError
        A gate is part of itself.
    """
    order = _order(tree, top)
    below = [name for name in order if name in tree.gates]
    events = [name for name in order if name in tree.events]
    system = System()
    for name in events:
        system.add_event_unit(system.add_event(name, "managed", name, tree.events[name]))
    root, opposite = _lowered(tree, order, events, system)
    if opposite:
        from archdraw.core.analysis.reliability.non_coherent import solve_non_coherent

        known = solve_non_coherent(system, root, opposite, budget)
        return TreeResult(
            top, known.probability, known.method, known.interval, False, len(events), len(below)
        )
    coherent = solve_coherent(system, root, budget)
    solution, found = coherent.solution, coherent.found
    gradient = solution.gradient
    known = Known.of(solution.low, solution.high)
    if known.wide:
        from archdraw.core.analysis.reliability.conditional import estimate_within

        sampled = estimate_within(system, root, solution, found)
        closer = known.within(sampled.middle, sampled.low, sampled.high)
        if closer is not known:
            known, gradient = closer, sampled.gradient
    contributing = Contributions(found, coherent.supports)
    return TreeResult(
        top,
        known.probability,
        known.method,
        known.interval,
        True,
        len(events),
        len(below),
        listed(found, known.probability),
        importances(system, known.probability, gradient, contributing, 365.0, lowest=solution.low),
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


def _lowered(
    tree: FaultTree, order: Sequence[str], events: Sequence[str], system: System
) -> tuple[int, dict[int, int]]:
    """Return the node of what comes last, and which units fail where those of events do not.

    Negations are pushed down to the events; units for them are there where some are left.
    """
    formula = system.formula
    place = {name: number for number, name in enumerate(events)}
    nodes: dict[tuple[str, bool], int] = {}
    opposite: dict[int, int] = {}
    wanted = _signs(tree, order)
    for name in order:
        gate = tree.gates.get(name)
        for positive in sorted(wanted[name]):
            if gate is not None:
                nodes[name, positive] = _gate(gate, positive, nodes, formula)
                continue
            unit = place[name]
            if not positive:
                chance = 1.0 - tree.events[name]
                unit = system.add_event_unit(system.add_event(name, "managed", name, chance)).index
                opposite[unit] = place[name]
            nodes[name, positive] = formula.var(unit)
    root = nodes[order[-1], True]
    return root, {unit: opposite[unit] for unit in formula.units_below(root) if unit in opposite}


def _signs(tree: FaultTree, order: Sequence[str]) -> dict[str, set[bool]]:
    """Return of everything whether that it fails, that it does not, or both are needed."""
    wanted: dict[str, set[bool]] = {name: set() for name in order}
    wanted[order[-1]] = {True}
    for name in reversed(order):
        gate = tree.gates.get(name)
        if gate is not None:
            signs = wanted[name]
            if gate.kind == "not":
                signs = {not positive for positive in signs}
            elif gate.kind == "xor":
                signs = {True, False}
            for one in gate.inputs:
                wanted[one] |= signs
    return wanted


def _gate(gate: Gate, positive: bool, nodes: Mapping[tuple[str, bool], int], formula: Formula) -> int:
    """Return the node of a gate, or of that it does not hold, out of those of its inputs."""
    if gate.kind == "constant":
        return FAILS if gate.value == positive else WORKS
    if gate.kind == "xor":
        first, second = gate.inputs
        return formula.any_of(
            formula.all_of((nodes[first, one], nodes[second, one != positive])) for one in (True, False)
        )
    inputs = [nodes[one, positive != (gate.kind == "not")] for one in gate.inputs]
    count = len(inputs)
    needed = {"or": 1, "not": 1, "and": count}.get(gate.kind, gate.needed)
    return formula.at_least(needed if positive else count - needed + 1, inputs)
