"""The range of a group's failure that follows from what earlier runs have found out about groups like it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, partial, reduce
from operator import or_
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.aims import NARROW, Aim
from archdraw.core.analysis.reliability.between_shapes import range_between
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.first_bounds import slope_bounds
from archdraw.core.analysis.reliability.kept_shapes import KeptShapes
from archdraw.core.analysis.reliability.kept_solutions import outline_of
from archdraw.core.analysis.reliability.lows_before import LowsBefore
from archdraw.core.analysis.reliability.one_leaf_changed import with_another_leaf
from archdraw.core.analysis.reliability.solution import Gradient, Solution
from archdraw.core.analysis.structure.cancelling import check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.reliability.encoding import Supports
    from archdraw.core.analysis.reliability.kept import Kept
    from archdraw.core.analysis.reliability.kept_shapes import Compared
    from archdraw.core.analysis.reliability.kept_solutions import KeptSolutions, Outline, Solved
    from archdraw.core.analysis.reliability.one_leaf_changed import Change
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.system import System

# At least and at most.
Range = tuple[float, float]
IsClose = Callable[[float, float], bool]
FewFailures = Callable[[LowsBefore | None], Solution | None]
_ANY: Range = 0.0, 1.0

# Where more units are weighed in all states of the domains, nets tell what few failures do after an edit, and
# shapes would take more memory than all else.
_MANY_WEIGHED = 20_000
# To look at few failures makes no range closer that is so small a part of what more of them weigh.
_SHARE = 0.1


class KnownBefore:
    """Looks for a group among those of earlier runs: the same, with other figures, or of another shape.

    The group is "any of the parts fails" while all but the domains of a mask are up.
    """

    def __init__(
        self,
        kept: KeptSolutions,
        system: System,
        supports: Supports,
        aim: Aim,
        parts: Sequence[int],
        domains: int,
    ) -> None:
        self._kept, self._system, self._supports, self._aim = kept, system, supports, aim
        self._parts, self._domains = parts, domains

    def first_bounds(
        self,
        few_failures: Callable[[LowsBefore | None], Solution | None],
        is_close: IsClose,
        *,
        in_states: bool,
    ) -> Solution | None:
        """Return a range, from what the group has in common with another one or from what few failures do.

        Parameters
        ----------
        few_failures
            Says what few failures do, if anything, with what is known of that in states of domains.
        is_close
            What is close is looked at no further.
        in_states
            Whether few failures are looked at in each state of the domains: they are few, and that does not
            take long, while to compare groups may.
        """
        found = self._at_once()
        if is_close(*found):
            return Solution(*found, Gradient())
        few = self._by_few_failures(in_states=in_states)
        few_first = in_states and is_close(*few)
        first = few_failures(self._lows_before) if few_first else None
        if first is None or not is_close(first.low, first.high):
            found = _within(found, self._compared(is_close))
            share = _SHARE if self._aim.in_time() else 1.0
            if is_close(*found) or found[1] - found[0] < share * (few[1] - few[0]):
                return Solution(*found, Gradient())
            first = first if few_first else few_failures(self._lows_before if in_states else None)
        if first is None:
            return None
        first = first.within(*found)
        if "_outline" in self.__dict__:
            # Else it would have to be worked out, while one waits.
            self._kept.keep_bounds(self._outline, first.low, first.high)
        return first

    def _by_few_failures(self, *, in_states: bool) -> Range:
        """Return about what few failures would say if no closer look was taken, from a group like it.

        Of states of domains the one in which all are up is nearly all that matters.
        """
        if self._changed is None:
            return _ANY
        known = self._changed.known
        return known.low, min(1.0, known.low + (known.after_up if in_states else known.after))

    def _at_once(self) -> Range:
        """Return a range that follows from the same group with one other figure at most."""
        changed = self._changed
        if changed is None or changed.other_parts:
            return _ANY
        if changed.is_same():
            return changed.known.low, changed.known.high
        return self._with_another_leaf()[0]

    def _compared(self, is_close: IsClose) -> Range:
        """Return a range that follows from any group like it."""
        changed, found = self._changed, _ANY
        if changed is not None and changed.other_parts:
            found = self._of_another_shape(changed)
            if is_close(*found):
                return found
        best, worth = self._with_another_leaf(is_close)
        found = _within(found, best)
        if changed is not None and not changed.other_parts and not is_close(*found):
            found = _within(found, self._of_another_shape(changed))
        if worth is not None and not is_close(*found):
            found = _within(found, self._by_slope(worth))
        return found

    @property
    def _lows_before(self) -> LowsBefore | None:
        """What few failures did to a group like it."""
        changed = self._changed
        if changed is None or changed.known.in_states is None:
            return None
        return LowsBefore(changed.known.in_states, changed.numbers, changed.others())

    @cached_property
    def _changed(self) -> Compared | None:
        """A group that was solved, beside this one."""
        shapes = self._kept.shapes
        return None if shapes is None else shapes.nearest(self._system, self._parts, self._domains)

    @cached_property
    def _outline(self) -> Outline:
        return outline_of(self._system, self._parts, self._domains, self._supports, self._kept.numbers)

    def _of_another_shape(self, changed: Compared) -> Range:
        """Return what follows from a group of another shape that was solved."""
        room = self._aim.room(changed.known.low)
        with suppress(BudgetExceeded):
            return range_between(changed, room, self._aim.pause) or _ANY
        return _ANY

    def _with_another_leaf(self, is_close: IsClose | None = None) -> tuple[Range, Change | None]:
        """Return what is known of a group that differs in one leaf at most.

        With the change where its slope would make a range of it that is close.
        """
        best, worth = _ANY, None
        for known in self._kept.like(self._outline):
            found = with_another_leaf(self._outline, known, self._system)
            if found is not None:
                best = _within(best, found.range())
                if worth is None and is_close is not None and is_close(found.low, found.high):
                    worth = found
        return best, worth

    def _by_slope(self, change: Change) -> Range:
        """Return what follows from how much a leaf does."""
        system, supports, domains = self._system, self._supports, self._domains
        with suppress(BudgetExceeded):
            slope = slope_bounds(
                system, self._parts, domains, supports, change.leaf, change.around, self._aim.pause
            )
            return _ANY if slope is None else change.range(slope)
        return _ANY


def keep_solved(kept: Kept, should_stop: Stop | None = None) -> None:
    """Keep what it takes to compare later designs with what the last run has solved; forget what it replaced.

    That is no part of a run: nobody waits for it. What is left of it when the next run begins may be kept
    after that one.

    Raises
    ------
    AnalysisCancelled
        `should_stop` said so.
    """
    kept.let_go()
    known, pause = kept.solutions, partial(check, should_stop)
    kept.nets.keep(pause)
    kept.calls.keep(pause)
    while known.solved:
        one = known.solved.pop(0)
        ends = one.known.solution.low, one.known.solution.high
        known.keep_bounds(outline_of(one.system, one.parts, one.domains, one.supports, known.numbers), *ends)
        one.known.compared = True
        if _weighed(one) > _MANY_WEIGHED:
            continue
        if known.shapes is None:
            known.shapes = KeptShapes()
        few = None if one.states is None else (one.states, Aim(NARROW, one.failed, pause, pause))
        known.shapes.keep(one.system, one.parts, one.domains, ends, pause, few)


def _weighed(solved: Solved) -> int:
    """Return how many units there are in all states of the domains where these are gone through."""
    if solved.states is None:
        return 0
    units = reduce(or_, [solved.supports.units[part] for part in solved.parts], 0)
    return units.bit_count() * len(solved.states)


def _within(one: Range, other: Range) -> Range:
    low = max(one[0], other[0])
    return low, max(low, min(one[1], other[1]))
