"""The failure of a journey as a shared, acyclic formula over units: OR and "at least j of n" gates.

A node is an integer; its inputs always have smaller numbers, so one pass in ascending order evaluates
everything. Equal nodes are the same number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from itertools import filterfalse, islice
from operator import and_, or_

WORKS = 0
FAILS = 1
# Longer ORs stay whole in an OR: with all of them taken apart a chain of calls grows with its square.
_SHORT = 8


class Formula:
    """Grows bottom-up; `threshold[n]` is 0 for a unit, else how many inputs must fail for n to fail.

    `boxes` are nodes that are small diagrams over the nodes listed, in this order: none is taken apart.
    """

    def __init__(self) -> None:
        self.threshold: list[int] = [0, 0]
        self.inputs: list[tuple[int, ...]] = [(), ()]
        self.unit: list[int] = [-1, -1]
        self.boxes: dict[int, tuple[int, ...]] = {}
        self._known: dict[tuple[int, tuple[int, ...]], int] = {}
        self._units: dict[int, int] = {}
        # What was last asked for, and what is below it: it is asked for several times in a row.
        self._below: tuple[tuple[int, ...], list[int]] = (), []

    def __len__(self) -> int:
        return len(self.threshold)

    def var(self, unit: int) -> int:
        """Return the node that fails when the unit does."""
        node = self._units.get(unit)
        if node is None:
            node = self._units[unit] = self._add(0, (), unit)
        return node

    def any_of(self, inputs: Iterable[int]) -> int:
        """Return the node that fails when any input does."""
        flat: set[int] = set()
        threshold, inputs_of, boxes = self.threshold, self.inputs, self.boxes
        for node in inputs:
            if threshold[node] == 1 and len(inputs_of[node]) <= _SHORT and node not in boxes:
                flat.update(inputs_of[node])
            elif node > FAILS:
                flat.add(node)
            elif node == FAILS:
                return FAILS
        if len(flat) <= 1:
            return flat.pop() if flat else WORKS
        return self.gate(1, tuple(sorted(flat)))

    def at_least(self, failing: int, inputs: Sequence[int]) -> int:
        """Return the node that fails when at least `failing` of the inputs do."""
        left = [node for node in inputs if node not in (WORKS, FAILS)]
        failing -= sum(1 for node in inputs if node == FAILS)
        if failing <= 0:
            return FAILS
        if failing > len(left):
            return WORKS
        if failing == len(left):
            left = list(set(left))
            failing = len(left)
        if failing == 1:
            return self.any_of(left)
        return self.gate(failing, tuple(sorted(left)))

    def all_of(self, inputs: Sequence[int]) -> int:
        """Return the node that fails when all inputs do."""
        return self.at_least(len(inputs), inputs)

    def below(self, roots: Iterable[int], leaves: Collection[int] = ()) -> list[int]:
        """Return every node the roots are made of, inputs first; what leaves are made of is left out.

        Nobody changes it.
        """
        roots = tuple(roots)
        if not leaves and roots == self._below[0]:
            return self._below[1]
        inputs_of = self.inputs
        seen: set[int] = set(roots)
        work = [node for node in seen if node not in leaves]
        while work:
            inputs = inputs_of[work.pop()]
            # Most are units.
            more = [one for one in inputs if one not in seen] if inputs else None
            if more:
                seen.update(more)
                work += filterfalse(leaves.__contains__, more) if leaves else more
        found = sorted(seen)
        if not leaves:
            self._below = roots, found
        return found

    def units_below(self, root: int) -> list[int]:
        """Return the units that a node is made of."""
        return [self.unit[node] for node in self.below([root]) if self.unit[node] >= 0]

    def restricted(self, root: int, perfect: int) -> int:
        """Return `root` with the units of a mask never failing; nothing of it is put in another order."""
        new: dict[int, int] = {WORKS: WORKS, FAILS: FAILS}
        for node in self.below([root]):
            threshold = self.threshold[node]
            if threshold == 0:
                if node > FAILS:
                    new[node] = WORKS if perfect >> self.unit[node] & 1 else node
                continue
            left = sorted(new[one] for one in self.inputs[node] if new[one] != WORKS)
            if threshold == 1 or threshold == len(left):
                left = sorted(set(left))
                threshold = min(threshold, len(left))
            if len(left) < threshold or not left:
                new[node] = WORKS
            else:
                new[node] = left[0] if len(left) == 1 else self.gate(threshold, tuple(left))
        if root in self.boxes and self.threshold[new[root]]:
            # What leads nowhere is in the order, but not below.
            order = (new[one] for one in self.boxes[root] if one in new)
            self.boxes[new[root]] = tuple(one for one in order if one != WORKS)
        return new[root]

    def gate(self, threshold: int, inputs: tuple[int, ...]) -> int:
        """Return the gate over sorted inputs, none of them WORKS or FAILS, as it is: an OR stays in an OR."""
        key = (threshold, inputs)
        node = self._known.get(key)
        if node is None:
            node = self._known[key] = self._add(threshold, inputs, -1)
        return node

    def beginning(self, length: int) -> Formula:
        """Return a formula of the first so many nodes alone; none of them may be a box."""
        found = Formula()
        found.threshold, found.inputs = self.threshold[:length], self.inputs[:length]
        found.unit = self.unit[:length]
        units = found.threshold.count(0) - 2
        found._units = dict(islice(self._units.items(), units))
        found._known = dict(islice(self._known.items(), length - 2 - units))
        return found

    def cut(self, length: int) -> None:
        """Take away all nodes but the first so many; none of them may be a box."""
        for node in range(length, len(self.threshold)):
            if self.unit[node] >= 0:
                del self._units[self.unit[node]]
            else:
                del self._known[self.threshold[node], self.inputs[node]]
        del self.threshold[length:], self.inputs[length:], self.unit[length:]
        self._below = (), []

    def _add(self, threshold: int, inputs: tuple[int, ...], unit: int) -> int:
        self.threshold.append(threshold)
        self.inputs.append(inputs)
        self.unit.append(unit)
        return len(self.threshold) - 1


def evaluate(
    formula: Formula, nodes: Sequence[int], units: dict[int, int], everything: int
) -> dict[int, int]:
    """Evaluate many scenarios at once, one per bit.

    Parameters
    ----------
    nodes
        What to evaluate, inputs first (`Formula.below`).
    units
        Per unit a word with a bit for each scenario in which it fails; absent: in none.
    everything
        The word with the bit of every scenario set.

    Returns
    -------
    dict
        Per node the word of the scenarios in which it fails.
    """
    value: dict[int, int] = {WORKS: 0, FAILS: everything}
    known = value.__getitem__
    for node in nodes:
        threshold = formula.threshold[node]
        if threshold == 0:
            if node > FAILS:
                value[node] = units.get(formula.unit[node], 0)
            continue
        inputs = formula.inputs[node]
        if threshold == 1:
            word = reduce(or_, map(known, inputs), 0)
        elif threshold == len(inputs):
            word = reduce(and_, map(known, inputs), everything)
        else:
            word = counted(threshold, [value[one] for one in inputs], everything)
        value[node] = word
    return value


def counted(threshold: int, words: Sequence[int], everything: int) -> int:
    """Return the scenarios in which at least `threshold` of the words have their bit set."""
    if threshold <= 0:
        return everything
    reached = [everything] + [0] * threshold
    for word in words:
        if not word:
            continue
        for count in range(threshold, 0, -1):
            reached[count] |= reached[count - 1] & word
    return reached[threshold]
