"""What nets are made of: bits of units, nodes and gates, which may be the same ones after an edit."""

from __future__ import annotations

from itertools import compress, count, filterfalse, islice
from operator import ne
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.merging import NEVER
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.reliability.merging import Either, Several
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System

_NOTHING = 0, 0
# So much wider than the units of a design are numbers of units in layers: some may be added.
_WIDER, _AND = 1.1, 64
# Of fewer units it takes no time to give them others. Where so many times as many have had a bit than there
# are units, all are given anew.
MANY_UNITS, _TOO_MANY = 1_000, 2


class KeptPlaces:
    """The bits of units, by what they are called: no two may count the same instances.

    They have been given anew so many `times`.
    """

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self.times = 0

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()
        self.times += 1

    def of(self, system: System, units: Sequence[int]) -> list[int]:
        """Return the bits of some units."""
        if len(self._known) > _TOO_MANY * len(system.units):
            self.clear()
        known, every = self._known, system.units
        names = [every[unit].id for unit in units]
        for name in filterfalse(known.__contains__, names):
            known[name] = len(known)
        return list(map(known.__getitem__, names))


def laid_out(values: Sequence[int], places: Sequence[int]) -> list[int]:
    """Return numbers by their places, −1 where there is none."""
    found = [-1] * (1 + max(places, default=-1))
    for value, place in zip(values, places, strict=True):
        found[place] = value
    return found


class Rebuilt:
    """The net that comes out of passes from the bottom: equal nodes and gates are the same.

    `pulled` says whether anything was pulled out of alternatives since it was last set to False.
    """

    def __init__(self, *, remembering: bool = False) -> None:
        """Begin; what goes over the same things again and again is faster `remembering` what came of it."""
        self.either: list[Either] = []
        self.several: list[Several] = []
        self._nodes: dict[Either, int] = {}
        self._gates: dict[Several, int] = {}
        self.pulled = False
        # By threshold and nodes what stands for so many of them, and whether something was pulled out.
        self._over: dict[tuple[int, ...], tuple[Either, bool]] = {}
        self._remembering = remembering

    def mark(self) -> tuple[int, ...]:
        """Return how much is known, to go back to that."""
        return len(self.either), len(self.several), len(self._gates), len(self._over)

    def back_to(self, mark: tuple[int, ...]) -> None:
        """Forget what was made since."""
        nodes, several, gates, over = mark
        drop_last(self._over, over)
        drop_last(self._gates, gates)
        drop_last(self._nodes, nodes)
        del self.either[nodes:], self.several[several:]

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
        if not self._remembering:
            return self._pulled_out(threshold, nodes)
        key = threshold, *nodes
        known = self._over.get(key)
        if known is None:
            before, self.pulled = self.pulled, False
            found = self._pulled_out(threshold, nodes)
            known = self._over[key] = found, self.pulled
            self.pulled = before
        self.pulled = self.pulled or known[1]
        return known[0]

    def _pulled_out(self, threshold: int, nodes: Sequence[int]) -> Either:
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


@slotted
class Loaded:
    """A formula as it was loaded into layers: by node what it fails through below gates, or in the top.

    `works` are nodes that fail the root by themselves, and `below` those below gates of the top, in order.
    """

    formula: Formula
    root: int
    names: list[str]
    times: int
    works: set[int]
    below: list[int]
    content: list[int]
    at_top: dict[int, int]
    units: Sequence[int]
    ranks: Sequence[int]

    def same_until(self, system: System, works: set[int], times: int) -> int:
        """Return the first node of a formula that is another one; 0 where others are, too."""
        now, before = system.formula, self.formula
        if times != self.times or [unit.id for unit in system.units[: len(self.names)]] != self.names:
            return 0
        length = min(len(now), self.root + 1)
        others = compress(count(), map(ne, islice(now.inputs, length), before.inputs))
        first = next(others, length)
        if now.threshold[:first] != before.threshold[:first] or now.unit[:first] != before.unit[:first]:
            return 0
        same = {node for node in works if node < first} == {node for node in self.works if node < first}
        return first if same else 0


class Layers:
    """What nets of one design are made of, after one edit and the next: as loaded, and when pulled out.

    Of a formula without boxes. `contents` are by threshold and contents of the inputs those of gates as they
    are loaded, `tops` by the top of what was loaded the top of what came of it. What was loaded last is
    `last`, what others are compared with `before`.
    """

    def __init__(self) -> None:
        self.loaded, self.pulled = Rebuilt(), Rebuilt(remembering=True)
        self.last: Loaded | None = None
        self.before: Loaded | None = None
        self.contents: dict[tuple[int, ...], int] = {}
        self.tops: dict[int, int] = {}
        self._width = 0

    def width_for(self, units: int) -> int:
        """Return how wide numbers of units are: always the same.

        Raises
        ------
        BudgetExceeded
            So many have been added that there is no room for more.
        """
        if not self._width:
            self._width = int(_WIDER * units) + _AND
        if self._width < units:
            raise BudgetExceeded
        return self._width

    def mark(self) -> tuple[tuple[int, ...], ...]:
        """Return how much is known, to go back to that."""
        return self.loaded.mark(), self.pulled.mark(), (len(self.contents), len(self.tops))

    def back_to(self, mark: tuple[tuple[int, ...], ...]) -> None:
        """Forget what was made since."""
        self.loaded.back_to(mark[0])
        self.pulled.back_to(mark[1])
        drop_last(self.contents, mark[2][0])
        drop_last(self.tops, mark[2][1])


def drop_last(known: dict[Any, Any], left: int) -> None:
    """Take away what came last, until so many are left."""
    for _ in range(len(known) - left):
        known.popitem()
