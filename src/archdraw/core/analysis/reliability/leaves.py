"""Parts of a formula that share nothing with the rest: variables of a diagram, worked out by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.reliability.alike import sorted_out
from archdraw.core.analysis.reliability.solution import unit_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System

# No gate counts as larger than this: shared parts would make it astronomical.
_HUGE = 1 << 40


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


def leaf_order(
    formula: Formula,
    roots: Sequence[int],
    separate: Collection[int] | None = None,
    *,
    small_first: bool = False,
) -> list[int]:
    """Return the units or separate parts that the roots are made of, depth-first.

    Without `separate` they are the units. Of the gates in a gate the highest comes first, or the smallest.
    """

    def is_leaf(node: int) -> bool:
        return formula.unit[node] >= 0 if separate is None else node in separate

    rank: dict[int, int] = {}
    for node in formula.below(roots):
        below = [rank[one] for one in formula.inputs[node]]
        # What comes last has the lowest rank: the low gates, which lie deep below, or the large ones.
        rank[node] = max(-_HUGE, sum(below) - 1) if small_first else 1 + max(below, default=0)
    ordered: list[int] = []
    seen: set[int] = set()
    work = sorted(roots, key=rank.__getitem__) if small_first else list(reversed(roots))
    while work:
        node = work.pop()
        if node in seen:
            continue
        seen.add(node)
        if is_leaf(node):
            ordered.append(node)
        elif node in formula.boxes:
            work.extend(reversed(_inside(formula, node, is_leaf)))
        else:
            inputs = formula.inputs[node]
            gates = [one for one in inputs if not is_leaf(one)]
            work.extend(sorted(gates, key=lambda one: (rank[one], one)))
            work.extend(one for one in reversed(inputs) if is_leaf(one))
    return ordered


def _inside(formula: Formula, box: int, is_leaf: Callable[[int], bool]) -> list[int]:
    """Return what a box is made of, in its order: a leaf made of several stands where the first does."""
    place = {one: at for at, one in enumerate(formula.boxes[box])}
    found: dict[int, int] = {}
    seen = {box}
    work = [box]
    while work:
        for one in formula.inputs[work.pop()]:
            if one in seen:
                continue
            seen.add(one)
            if one in place:
                found[one] = place[one]
            elif is_leaf(one):
                within = formula.below([one], place)
                found[one] = min((place[part] for part in within if part in place), default=0)
            else:
                work.append(one)
    return sorted(found, key=found.__getitem__)


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
        self._alike, self._others = sorted_out(self._units)
        self.leaves = leaves
        self._by_lost: dict[int, dict[int, float]] = {}

    @property
    def units(self) -> list[int]:
        """The units that the parts are made of."""
        return [unit.index for _, unit in self._units]

    def chances(self, lost: int) -> dict[int, float]:
        """Return the failure of every node while the domains of the mask are down and the others up."""
        found = self._by_lost.get(lost)
        if found is None:
            found = self._by_lost[lost] = {node: unit_failure(unit, lost) for node, unit in self._others}
            for alike in self._alike:
                found.update(zip(alike.places, alike.chances(alike.left(lost)), strict=True))
            self._add_gates(found)
        return found

    def chances_from(self, failures: Mapping[int, Any]) -> dict[int, Any]:
        """Return the failure of every node from those of the units: numbers, or rows of them."""
        found = {node: failures[unit.index] for node, unit in self._units}
        self._add_gates(found)
        return found

    def _add_gates(self, found: dict[int, Any]) -> None:
        formula = self._system.formula
        inputs, threshold = formula.inputs, formula.threshold
        for node in self._gates:
            found[node] = at_least(threshold[node], [found[one] for one in inputs[node]])

    def slopes(self, chances: Mapping[int, Any], leaves: Mapping[int, Any]) -> dict[int, Any]:
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


def at_least(count: int, chances: Sequence[Any]) -> Any:
    """Return P(at least so many of independent events happen); positive terms only.

    The chances are numbers or rows of numbers, and so is what is returned.
    """
    happened: Any = 0.0
    if count == 1:
        for chance in chances:
            happened = happened + chance * (1.0 - happened)
        return happened
    reached: list[Any] = [1.0] + [0.0] * (count - 1)
    for chance in chances:
        happened = happened + chance * reached[count - 1]
        for number in range(count - 1, 0, -1):
            reached[number] = reached[number] * (1.0 - chance) + reached[number - 1] * chance
        reached[0] = reached[0] * (1.0 - chance)
    return happened


def _decisive(count: int, chances: Sequence[Any]) -> list[Any]:
    """Return for each event P(exactly count − 1 of the others happen)."""
    if count == 1:
        return _all_others([1.0 - chance for chance in chances])
    if count == len(chances):
        return _all_others(chances)
    before = _exactly_before(count, chances)
    after = _exactly_before(count, chances[::-1])[::-1]
    return [
        sum(one[number] * other[count - 1 - number] for number in range(count))
        for one, other in zip(before, after, strict=True)
    ]


def _all_others(chances: Sequence[Any]) -> list[Any]:
    """Return for each chance the product of the others; nothing is divided."""
    found: list[Any] = []
    product: Any = 1.0
    for chance in chances:
        found.append(product)
        product = product * chance
    product = 1.0
    for place in range(len(chances) - 1, -1, -1):
        found[place] = found[place] * product
        product = product * chances[place]
    return found


def _exactly_before(count: int, chances: Sequence[Any]) -> list[list[Any]]:
    """Return for each place P(exactly 0, 1, … count − 1 of the events before it happen)."""
    now: list[Any] = [1.0] + [0.0] * (count - 1)
    found: list[list[Any]] = []
    for chance in chances:
        found.append(now)
        now = [
            now[number] * (1.0 - chance) + (now[number - 1] * chance if number else 0.0)
            for number in range(count)
        ]
    return found
