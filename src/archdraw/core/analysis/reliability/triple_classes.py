"""Classes of leaves that are alike in all that three of them fail, and what they weigh."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.structure.masks import bits, mask_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archdraw.core.analysis.reliability.pair_unions import PairUnion


class Weighing:
    """What classes fail, and how likely all works that makes pairs with them: `kept`; −log of that `around`.

    What weighs more than `large` is worth looking at closely.
    """

    def __init__(
        self, union: PairUnion, members: Sequence[Sequence[int]], failure: Sequence[float], large: float
    ) -> None:
        self.failure, self.large = failure, large
        self.chance = [any_fails([failure[leaf] for leaf in leaves]) for leaves in members]
        self._logs, around = union.around(failure)
        places = [union.class_of.get(leaves[0]) for leaves in members]
        self._masks = [0 if at is None else union.masks[at] for at in places]
        self.around = [0.0 if at is None else around[at] for at in places]
        self.kept = [exp(-sums) for sums in self.around]
        self._unions: dict[int, float] = {}

    def at_most(self, classes: tuple[int, int, int]) -> float:
        """Return what a triple weighs at most while no pair fails."""
        weight = least = 1.0
        for at in classes:
            weight *= self.chance[at]
            least = min(least, self.kept[at])
        return weight * least

    def around_any(self, classes: tuple[int, int, int]) -> float:
        """Return −log of how likely all works that makes a pair with any of some classes."""
        mask = 0
        for at in classes:
            mask |= self._masks[at]
        found = self._unions.get(mask)
        if found is None:
            found = self._unions[mask] = sum([self._logs[at] for at in bits(mask)])
        return found


def classes_of(
    masks: Iterable[int], union: PairUnion, failure: Sequence[float]
) -> tuple[list[list[int]], dict[int, int]]:
    """Return the leaves that are in the same of some masks and pairs, and by mask its classes.

    The probable come first.
    """
    inside: dict[int, list[int]] = {}
    places = list(masks)
    for number, mask in enumerate(places):
        for leaf in bits(mask):
            inside.setdefault(leaf, []).append(number)
    alike: dict[tuple[int, ...], list[int]] = {}
    for leaf, numbers in inside.items():
        alike.setdefault((union.class_of.get(leaf, -1), *numbers), []).append(leaf)
    ordered = sorted(alike.items(), key=lambda one: -any_fails([failure[leaf] for leaf in one[1]]))
    classes: list[list[int]] = [[] for _ in places]
    for at, (those, _) in enumerate(ordered):
        for number in those[1:]:
            classes[number].append(at)
    found = {mask: mask_of(own, len(alike)) for mask, own in zip(places, classes, strict=True)}
    return [leaves for _, leaves in ordered], found
