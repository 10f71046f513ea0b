"""What fails a formula alone, read off its simplified form: units, and domains by the units they fail."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from archdraw.core.analysis.structure.formula import counted, evaluate
from archdraw.core.analysis.structure.masks import bits, mask_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.merging import Net
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System

# Of more domains than this each unit has a word, of fewer each domain a mask of units.
_FEW = 8
# For units that are built in so many ways it is remembered which domains fail them, from run to run.
_MOST_BUILT = 8_192
# The domains in question, and those of them that fail each unit, by its bit in the net.
Words = tuple[int, tuple[int, ...]]


class LooksAlone(Protocol):
    """Finds what fails a root alone (`compacting.Compactor`)."""

    def alone(
        self, root: int, fatal_of: Callable[[list[int], Net, Sequence[int]], int]
    ) -> tuple[list[int], int]:
        """Return units, and domains as a mask, by what finds these."""
        ...


def first_points(system: System, compactor: LooksAlone, root: int) -> tuple[set[int], int]:
    """Return the units that fail a root alone, but for those inside of boxes, and such domains as a mask."""
    alone, domains = compactor.alone(root, fatal_in(system))
    return set(alone), domains


def fatal_in(
    system: System, known: dict[Words, WordsOf] | None = None
) -> Callable[[list[int], Net, Sequence[int]], int]:
    """Return what finds the domains that fail a net alone, from the units that do so.

    Of nodes and gates of nets with the same numbers for these it may be `known` what fails them, by what the
    domains do to the units; what is found out is added. There are no boxes then.
    """
    every = (1 << len(system.domain_order)) - 1
    units = system.units

    def fatal(alone: list[int], net: Net, order: Sequence[int]) -> int:
        word = 0
        for unit in alone:
            word |= _word(units[unit])
        word &= every
        left = every & ~word
        if not left or not order:
            return word
        words = [_word(units[unit]) & left if unit >= 0 else 0 for unit in net.units]
        key = left, tuple(words)
        of = None if known is None else known.get(key)
        if of is None:
            of = WordsOf(system.formula, words, left)
            if known is not None:
                known[key] = of
        return word | of.of(net, order)

    return fatal


def _word(unit: Unit) -> int:
    """Return the domains each of which fails a unit, as a mask; −1: all."""
    if unit.built:
        return fatal_domains(unit.built, unit.needed)
    return -1 if unit.event is None and unit.count < unit.needed else 0


@lru_cache(maxsize=_MOST_BUILT)
def fatal_domains(built: tuple[tuple[int, int], ...], needed: int) -> int:
    """Return the domains each of which leaves too few of some instances, all (−1) where there are too few.

    `built` are by group of instances the mask of the domains around them and how many there are.
    """
    count, inside = 0, 0
    for mask, number in built:
        count += number
        inside |= mask
    if count < needed:
        return -1
    found = 0
    for bit in bits(inside):
        left = sum([number for mask, number in built if not mask >> bit & 1])
        if left < needed:
            found |= 1 << bit
    return found


class WordsOf:
    """In which of some scenarios things fail, from those in which the units do, by their bits in the net.

    What was found for nodes and gates is known for all nets with the same numbers for these.
    """

    def __init__(self, formula: Formula, words: Sequence[int], scenarios: int) -> None:
        self._formula = formula
        self._scenarios = scenarios
        self._words = words
        self.found: dict[int, int] = {}
        failing = [place for place, word in enumerate(words) if word]
        last = max(failing, default=0)
        self._failing = mask_of(failing, last)
        # By scenario the units that fail: quicker where there are few scenarios.
        self._units: dict[int, int] = {}
        if scenarios.bit_count() <= _FEW:
            for bit in bits(scenarios):
                self._units[1 << bit] = mask_of([place for place in failing if words[place] >> bit & 1], last)

    def of(self, net: Net, order: Sequence[int]) -> int:
        """Return the word of the top of a net, whose nodes and gates come in an order from the top down."""
        found = self.found
        for one in reversed(order):
            if one in found:
                continue
            if one >= 0:
                mask, gates = net.either[one]
                word = self._of_units(mask & self._failing)
                for gate in bits(gates):
                    word |= found[-1 - gate]
            else:
                threshold, inputs = net.several[-1 - one]
                if threshold:
                    word = counted(threshold, [found[node] for node in inputs], self._scenarios)
                else:
                    word = self._of_box(*inputs)
            found[one] = word
        return found[net.top]

    def _of_units(self, mask: int) -> int:
        word = 0
        if mask and self._units:
            for bit, failing in self._units.items():
                if mask & failing:
                    word |= bit
        elif mask:
            for unit in bits(mask):
                word |= self._words[unit]
        return word

    def _of_box(self, node: int, perfect: int) -> int:
        # Where there are boxes units have the bits of their numbers.
        known = {unit: word for unit, word in enumerate(self._words) if not perfect >> unit & 1}
        formula = self._formula
        return evaluate(formula, formula.below([node]), known, self._scenarios)[node]
