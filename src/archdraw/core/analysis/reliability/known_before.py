"""The range of a group's failure that follows from what earlier runs have found out about groups like it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.between_shapes import range_between
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.first_bounds import slope_bounds
from archdraw.core.analysis.reliability.kept_shapes import KeptShapes
from archdraw.core.analysis.reliability.kept_solutions import outline_of
from archdraw.core.analysis.reliability.one_leaf_changed import with_another_leaf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.encoding import Supports
    from archdraw.core.analysis.reliability.first_bounds import Aim
    from archdraw.core.analysis.reliability.kept_shapes import Compared
    from archdraw.core.analysis.reliability.kept_solutions import KeptSolutions, Outline
    from archdraw.core.analysis.reliability.one_leaf_changed import Change
    from archdraw.core.analysis.structure.system import System


class KnownBefore:
    """Looks for a group among those of earlier runs: the same, with other figures, or of another shape."""

    def __init__(self, kept: KeptSolutions, system: System, supports: Supports, aim: Aim) -> None:
        self._kept, self._system, self._supports, self._aim = kept, system, supports, aim

    def range(
        self, parts: Sequence[int], domains: int, is_close: Callable[[float, float], bool]
    ) -> tuple[float, float]:
        """Return a range of "any of the parts fails" while all but the domains of the mask are up.

        What is close is looked at no further.
        """
        low, high = 0.0, 1.0
        shapes = self._kept.shapes
        changed = None if shapes is None else shapes.nearest(self._system, parts, domains)
        if changed is not None and changed.other_parts:
            low, high = self._of_another_shape(changed)
            if is_close(low, high):
                return low, high
        outline = self._outline(parts, domains)
        low, high = _within((low, high), self._with_another_leaf(parts, outline, is_close))
        if changed is not None and not changed.other_parts and not is_close(low, high):
            low, high = _within((low, high), self._of_another_shape(changed))
        return low, high

    def keep(
        self, parts: Sequence[int], domains: int, ends: tuple[float, float], *, solved: bool = False
    ) -> None:
        """Keep a range for later runs; with what it takes to compare other groups where it was solved."""
        self._kept.keep_bounds(self._outline(parts, domains), *ends)
        if solved:
            if self._kept.shapes is None:
                self._kept.shapes = KeptShapes()
            self._kept.shapes.keep(self._system, parts, domains, ends)

    def _outline(self, parts: Sequence[int], domains: int) -> Outline:
        return outline_of(self._system, parts, domains, self._supports, self._kept.numbers)

    def _of_another_shape(self, changed: Compared) -> tuple[float, float]:
        """Return what follows from a group of another shape that was solved."""
        room = self._aim.room(changed.known.low)
        with suppress(BudgetExceeded):
            return range_between(changed, room, self._aim.pause) or (0.0, 1.0)
        return 0.0, 1.0

    def _with_another_leaf(
        self, parts: Sequence[int], outline: Outline, is_close: Callable[[float, float], bool]
    ) -> tuple[float, float]:
        """Return what is known of a group that differs in one leaf at most."""
        best = 0.0, 1.0
        worth: Change | None = None
        for known in self._kept.like(outline):
            found = with_another_leaf(outline, known, self._system)
            if found is not None:
                best = _within(best, found.range())
                if worth is None and is_close(found.low, found.high):
                    worth = found
        if is_close(*best) or worth is None:
            return best
        with suppress(BudgetExceeded):
            system, supports, domains = self._system, self._supports, outline.ranks.domains
            slope = slope_bounds(system, parts, domains, supports, worth.leaf, worth.around, self._aim.pause)
            best = best if slope is None else _within(best, worth.range(slope))
        return best


def _within(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    low = max(one[0], other[0])
    return low, max(low, min(one[1], other[1]))
