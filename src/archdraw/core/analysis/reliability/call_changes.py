"""What fails a journey and did not before an edit, and the other way round, by the components it touches.

A component that fails now and did not, while all that it shares with before works as it did, fails the
journey with what must fail beside it on a way up: that is all there is to look at, however much else is
rebuilt.
"""

from __future__ import annotations

from functools import cached_property
from itertools import compress, count
from operator import is_not
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.call_lows import CallLows, Place
from archdraw.core.analysis.reliability.changed_figures import moved_literals
from archdraw.core.analysis.reliability.conditions import FAILED, NEVER, any_of
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.known_calls import above

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from archdraw.core.analysis.reliability.calls import Alternatives, Calls
    from archdraw.core.analysis.reliability.changed_figures import Moved
    from archdraw.core.analysis.reliability.known_calls import KnownCalls
    from archdraw.core.analysis.reliability.low_orders import Low
    from archdraw.core.analysis.structure.events import Unit


class CallChanges:
    """Compares calls with those that are known."""

    def __init__(self, known: KnownCalls, calls: Calls) -> None:
        """Look for what differs.

        Raises
        ------
        BudgetExceeded
            There is a ring of calls.
        """
        self._known, self._calls = known, calls
        self._new: list[str] = []
        self._others: set[str] = set()
        if calls.parts is not known.calls.parts:
            parts_before = known.calls.parts
            for one, parts in calls.parts.items():
                if one not in known.units:
                    self._new.append(one)
                elif parts_before[one] != parts:
                    self._others.add(one)
        self._own: dict[str, list[Low]] = {}
        self._called_by: dict[str, list[str]] = {}
        for one in (*self._others, *self._new):
            for target in calls.targets(one):
                self._called_by.setdefault(target, []).append(one)
        self._refuse_rings()

    @property
    def figures(self) -> dict[str, list[Moved]]:
        """By component the literals of its units, where only figures are others."""
        return self._units[1]

    @property
    def _rebuilt(self) -> set[str]:
        """The components whose units fail otherwise than that."""
        return self._units[0]

    @cached_property
    def _units(self) -> tuple[set[str], dict[str, list[Moved]]]:
        known, calls = self._known, self._calls
        rebuilt: set[str] = set()
        figures: dict[str, list[Moved]] = {}
        first = next(compress(count(), map(is_not, calls.every, known.calls.every)), len(known.calls.every))
        of, every = calls.units_of.get, calls.every
        for one in calls.parts:
            numbers = of(one, ())
            if numbers and numbers[-1] < first:
                continue
            before = known.units.get(one)
            if before is None:
                continue
            if len(numbers) == 1 == len(before) and _alike(before[0], every[numbers[0]]):
                # Most have one.
                continue
            units = [every[number] for number in numbers]
            if len(before) == len(units) and all(map(_alike, before, units)):
                continue
            moved = moved_literals(known, one, units)
            if moved is None:
                rebuilt.add(one)
            else:
                figures[one] = moved
        if self._others or rebuilt:
            return rebuilt.union(figures), {}
        return rebuilt, figures

    def _refuse_rings(self) -> None:
        known, places = self._known, self._known.places
        for one in (*self._others, *self._new):
            before = known.calls.targets(one) if one in known.units else ()
            added = set(self._calls.targets(one)).difference(before)
            if one in places and all(
                target in places and places[target][0] < places[one][0] for target in added
            ):
                # They come in the order of before.
                continue
            if added and not added.isdisjoint(above([one], self._callers)):
                raise BudgetExceeded

    def _callers(self, component: str) -> Iterable[str]:
        found = self._called_by.get(component, [])
        parts, others = self._calls.parts, self._others
        return found + [
            one for one in self._known.callers.get(component, ()) if one in parts and one not in others
        ]

    def _own_of(self, component: str) -> list[Low]:
        """Return what units fail a component."""
        if component in self._known.own and component not in self._rebuilt:
            return self._known.own[component]
        found = self._own.get(component)
        if found is None:
            of_unit = self._known.literals.of_unit
            found = self._own[component] = [of_unit(unit) for unit in self._calls.units(component)]
        return found

    @cached_property
    def needed(self) -> set[str]:
        """The components that fail the journey by themselves."""
        if not self._others:
            return self._known.needed
        after = self._known.points.after(self._calls, {*self._others, *self._new}, self._callers)
        return after.needed(self._calls)

    @cached_property
    def _work(self) -> set[str]:
        """Those that do and did."""
        return self._known.needed if self.needed is self._known.needed else self.needed & self._known.needed

    @cached_property
    def freed(self) -> list[str]:
        """Those that did so and do not any more, but are there."""
        return [one for one in self._known.needed - self.needed if one in self._calls.parts]

    @cached_property
    def _affected(self) -> set[str]:
        """What fails in another way, up to what works."""
        start = {*self._others, *self._rebuilt, *self.freed}
        return above(start, self._callers, self._work)

    @cached_property
    def now(self) -> CallLows:
        """What fails components now."""
        known, affected = self._known, self._affected

        def before(component: str) -> Low | None:
            return None if component in affected else known.lows.get(component)

        return CallLows(
            known.orders, self._calls, self._own_of, before, self._callers, self.needed, self._work
        )

    @cached_property
    def was(self) -> CallLows:
        """What failed them before."""
        known = self._known
        callers, lows = known.callers.__getitem__, known.lows
        gone = known.needed - self.needed
        affected = above(gone, callers, self._work) if gone else gone

        def before(component: str) -> Low | None:
            return None if component in affected else lows.get(component)

        own = known.own.__getitem__
        return CallLows(known.orders, known.calls, own, before, callers, known.needed, self._work)

    def more(self) -> list[Place]:
        """Return where something fails the journey now and did not."""
        return self._between(self._known.calls, self._calls, self.now, self._own_of)

    def less(self) -> list[Place]:
        """Return where something failed it and does not any more."""
        return self._between(self._calls, self._known.calls, self.was, self._known.own.__getitem__)

    def _between(
        self, without: Calls, calls: Calls, lows: CallLows, own: Callable[[str], list[Low]]
    ) -> list[Place]:
        found: list[Place] = []
        for one in sorted(self._others.union(self._rebuilt)):
            here = list(own(one)) if one in self._rebuilt else []
            others = without.needs(one)
            for some in calls.needs(one):
                if not any(_fails_with(some, other) for other in others):
                    here.append(lows.of(some))
            both = any_of(self._known.orders, here)
            if both is FAILED:
                raise BudgetExceeded
            if both is not NEVER:
                found.append(Place(one, both, lows))
        return found

    @cached_property
    def alone_and_below(self) -> tuple[int, int]:
        """The literals that fail the journey alone, and all that it may fail by."""
        alone = below = 0
        affected, tops = self._affected, self._known.tops
        for one in self.needed:
            if one in affected or one not in tops:
                more, others = self.now.words_of_inputs(one)
                alone |= more
                below |= others
            else:
                for low in tops[one]:
                    alone |= low.singles
                    below |= low.below
        return alone, below

    def whole(self) -> Low:
        """Return what fails it."""
        known, affected = self._known, self._affected
        lost = known.top.singles & ~self.alone_and_below[0]
        found: list[Low] = []
        for one in self.needed:
            if one in affected or one not in known.tops:
                found += self.now.inputs(one)
            else:
                # Most hold nothing that did fail it alone, but for what still does.
                both = zip(known.tops[one], known.clear[one], strict=True)
                found += [low if low.paired & lost else other for low, other in both]
        return known.orders.any_of(found)


def _fails_with(some: Alternatives, other: Alternatives) -> bool:
    """Return whether so many of some components never fail without so many of others."""
    return some[0] - len(some[1] - other[1]) >= other[0]


def _alike(one: Unit, other: Unit) -> bool:
    """Return whether a unit fails as another one does."""
    return one is other or (
        one.failure == other.failure
        and one.needed == other.needed
        and one.above == other.above
        and one.built == other.built
        and (one.event is None) == (other.event is None)
    )
