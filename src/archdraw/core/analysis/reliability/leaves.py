"""Parts of a formula that share nothing with the rest: variables of a diagram, worked out by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.solution import unit_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System


def separate_parts(
    formula: Formula, roots: Sequence[int], plain: Callable[[int], bool] | None = None
) -> set[int]:
    """Return the nodes below the roots that are trees over units which nothing else refers to.

    Parameters
    ----------
    plain
        Says of a gate whether it may be taken as one; without it every gate may.
    """
    below = formula.below(roots)
    uses: dict[int, int] = dict.fromkeys(roots, 1)
    for node in below:
        for one in formula.inputs[node]:
            uses[one] = uses.get(one, 0) + 1
    found: set[int] = set()
    for node in below:
        if formula.threshold[node] == 0 or (
            all(one in found and uses[one] == 1 for one in formula.inputs[node])
            and (plain is None or plain(node))
        ):
            found.add(node)
    return found


def leaf_order(formula: Formula, roots: Sequence[int], separate: Collection[int] | None = None) -> list[int]:
    """Return the units or separate parts that the roots are made of, depth-first.

    Without `separate` they are the units.
    """

    def is_leaf(node: int) -> bool:
        return formula.unit[node] >= 0 if separate is None else node in separate

    height: dict[int, int] = {}
    for node in formula.below(roots):
        height[node] = 1 + max([height[one] for one in formula.inputs[node]], default=0)
    ordered: list[int] = []
    seen: set[int] = set()
    work = list(reversed(roots))
    while work:
        node = work.pop()
        if node in seen:
            continue
        seen.add(node)
        if is_leaf(node):
            ordered.append(node)
        elif node in formula.boxes:
            work.extend(one for one in reversed(formula.boxes[node]) if one in height)
        else:
            inputs = formula.inputs[node]
            # Low gates lie deep below: they come last, so that neighbours stay together.
            gates = [one for one in inputs if not is_leaf(one)]
            work.extend(sorted(gates, key=lambda one: (height[one], one)))
            work.extend(one for one in reversed(inputs) if is_leaf(one))
    return ordered


def down_to(formula: Formula, roots: Sequence[int], leaves: Collection[int]) -> list[int]:
    """Return the nodes from the roots down to the leaves, inputs first."""
    seen = set(roots)
    work = [root for root in seen if root not in leaves]
    while work:
        for one in formula.inputs[work.pop()]:
            if one not in seen:
                seen.add(one)
                if one not in leaves:
                    work.append(one)
    return sorted(seen)


class Trees:
    """Probabilities of separate parts and what they owe to their units."""

    def __init__(self, system: System, leaves: Sequence[int]) -> None:
        self._system = system
        formula = system.formula
        self._units = [(node, system.units[formula.unit[node]]) for node in leaves if formula.unit[node] >= 0]
        gates = [node for node in leaves if formula.unit[node] < 0]
        inside = formula.below(gates)
        self._units += [
            (node, system.units[formula.unit[node]]) for node in inside if formula.unit[node] >= 0
        ]
        self._gates = [node for node in inside if formula.threshold[node] > 0]
        self._leaves = leaves

    @property
    def units(self) -> list[int]:
        """The units that the parts are made of."""
        return [unit.index for _, unit in self._units]

    def chances(self, lost: int) -> dict[int, float]:
        """Return the failure of every node while the domains of the mask are down and the others up."""
        found = {node: unit_failure(unit, lost) for node, unit in self._units}
        formula = self._system.formula
        for node in self._gates:
            inputs = [found[one] for one in formula.inputs[node]]
            found[node] = at_least(formula.threshold[node], inputs)
        return found

    def slopes(self, chances: Mapping[int, float], leaves: Mapping[int, float]) -> dict[int, float]:
        """Return the derivative by the failure of every unit from those by the failure of the leaves."""
        found = dict(leaves)
        formula = self._system.formula
        for node in reversed(self._gates):
            slope = found.get(node, 0.0)
            inputs = formula.inputs[node]
            others = _decisive(formula.threshold[node], [chances[one] for one in inputs])
            for one, other in zip(inputs, others, strict=True):
                found[one] = slope * other
        return {unit.index: found.get(node, 0.0) for node, unit in self._units}


def at_least(count: int, chances: Sequence[float]) -> float:
    """Return P(at least so many of independent events happen); positive terms only."""
    if count == 1:
        happened = 0.0
        for chance in chances:
            happened += chance * (1.0 - happened)
        return happened
    reached = [1.0] + [0.0] * (count - 1)
    happened = 0.0
    for chance in chances:
        happened += chance * reached[count - 1]
        for number in range(count - 1, 0, -1):
            reached[number] = reached[number] * (1.0 - chance) + reached[number - 1] * chance
        reached[0] *= 1.0 - chance
    return happened


def _decisive(count: int, chances: Sequence[float]) -> list[float]:
    """Return for each event P(exactly count − 1 of the others happen)."""
    before = _exactly_before(count, chances)
    after = _exactly_before(count, chances[::-1])[::-1]
    return [
        sum(one[number] * other[count - 1 - number] for number in range(count))
        for one, other in zip(before, after, strict=True)
    ]


def _exactly_before(count: int, chances: Sequence[float]) -> list[list[float]]:
    """Return for each place P(exactly 0, 1, … count − 1 of the events before it happen)."""
    now = [1.0] + [0.0] * (count - 1)
    found = []
    for chance in chances:
        found.append(now)
        now = [
            now[number] * (1.0 - chance) + (now[number - 1] * chance if number else 0.0)
            for number in range(count)
        ]
    return found
