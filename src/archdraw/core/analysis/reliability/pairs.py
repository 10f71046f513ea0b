"""Which single leaves and which pairs of them fail a node: in words with a bit per leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.leaves import down_to
from archdraw.core.analysis.structure.formula import counted
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from archdraw.core.analysis.structure.formula import Formula


@slotted
class Pairs:
    """What fails a node: a mask of single bits, and by bit the mask of those that do so together with it.

    Each pair stands in it twice; none of it holds a single one.
    """

    singles: int
    partners: dict[int, int]


def failing_pairs(
    formula: Formula, roots: Sequence[int], leaves: Collection[int], known: Mapping[int, Pairs]
) -> Pairs:
    """Return what fails any of the roots; for the leaves it is given."""
    found: dict[int, Pairs] = {}
    for node in down_to(formula, roots, leaves):
        if node in leaves:
            found[node] = known[node]
            continue
        inputs = [found[one] for one in formula.inputs[node]]
        threshold = formula.threshold[node]
        found[node] = _any(inputs) if threshold == 1 else _at_least(threshold, inputs)
    return _any([found[root] for root in roots])


def _any(inputs: Sequence[Pairs]) -> Pairs:
    singles = 0
    for one in inputs:
        singles |= one.singles
    partners: dict[int, int] = {}
    for one in inputs:
        for bit, others in one.partners.items():
            if not singles >> bit & 1:
                left = others & ~singles
                if left:
                    partners[bit] = partners.get(bit, 0) | left
    return Pairs(singles, partners)


def _at_least(threshold: int, inputs: Sequence[Pairs]) -> Pairs:
    """Return what fails so many of the inputs: with each bit failed, those that then do so alone."""
    everything = 0
    involved: set[int] = set()
    for one in inputs:
        everything |= one.singles
        involved |= one.partners.keys()
        for others in one.partners.values():
            everything |= others
    singles = counted(threshold, [one.singles for one in inputs], everything)
    rest = everything & ~singles
    mask = rest
    partners: dict[int, int] = {}
    while mask:
        lowest = mask & -mask
        mask ^= lowest
        bit = lowest.bit_length() - 1
        if bit in involved:
            words = [
                everything if one.singles & lowest else one.singles | one.partners.get(bit, 0)
                for one in inputs
            ]
        else:
            words = [everything if one.singles & lowest else one.singles for one in inputs]
        others = counted(threshold, words, everything) & rest & ~lowest
        if others:
            partners[bit] = others
    return Pairs(singles, partners)
