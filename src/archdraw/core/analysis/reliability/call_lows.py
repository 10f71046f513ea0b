"""What fails components of a journey through few literals, and what must fail beside one for the journey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.conditions import FAILED, NEVER, any_of, at_least, with_failed
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.structure.formula import counted
from archdraw.core.analysis.structure.graphs import strong_components
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Sequence

    from archdraw.core.analysis.reliability.calls import Alternatives, Calls
    from archdraw.core.analysis.reliability.low_orders import Low, LowOrders

# As many steps up as there are.
EVERY = -1


class CallLows:
    """What fails the components of some calls while those that `work` never fail.

    Parameters
    ----------
    own
        Returns what fails a component by its units.
    before
        Returns what fails it as far as it is known, else None.
    callers
        Returns what calls a component.
    needed
        Components each of which fails the journey by itself.
    failed
        Mask of literals that have failed.
    """

    def __init__(
        self,
        orders: LowOrders,
        calls: Calls,
        own: Callable[[str], Sequence[Low]],
        before: Callable[[str], Low | None],
        callers: Callable[[str], Iterable[str]],
        needed: Container[str],
        work: Container[str],
        failed: int = 0,
    ) -> None:
        self._orders, self._calls, self._own, self._before = orders, calls, own, before
        self._callers, self.needed, self._work, self._failed = callers, needed, work, failed
        self._lows: dict[str, Low] = {}
        self._words: dict[str, tuple[int, int]] = {}
        self._conditions: dict[tuple[str, int], Low] = {}
        self._while: dict[int, CallLows] = {}

    def low(self, component: str) -> Low:
        """Return what fails a component."""
        found = self._known(component)
        if found is None:
            for ring in strong_components([component], self._left):
                if len(ring) > 1:
                    raise BudgetExceeded
                if self._known(ring[0]) is None:
                    self._orders.pause()
                    self._lows[ring[0]] = any_of(self._orders, self.inputs(ring[0]))
            found = self._lows[component]
        return found

    def _known(self, component: str) -> Low | None:
        if component in self._work:
            return NEVER
        found = self._lows.get(component)
        return self._before(component) if found is None else found

    def _left(self, component: str) -> list[str]:
        """Return what a component calls and what must be looked at."""
        if self._known(component) is not None:
            return []
        return [one for one in self._calls.targets(component) if self._known(one) is None]

    def inputs(self, component: str) -> list[Low]:
        """Return what fails a component: any of these."""
        found = [with_failed(self._orders, one, self._failed) for one in self._own(component)]
        found += [self.of(one) for one in self._calls.needs(component)]
        return [one for one in found if one is not NEVER]

    def words(self, component: str) -> tuple[int, int]:
        """Return the literals that fail a component alone, and all by which it may fail."""
        found = self._words.get(component)
        if found is None:
            for ring in strong_components([component], self._left):
                if len(ring) > 1:
                    raise BudgetExceeded
                low = self._known(ring[0])
                self._words[ring[0]] = (
                    self.words_of_inputs(ring[0]) if low is None else (low.singles, low.below)
                )
            found = self._words[component]
        return found

    def words_of_inputs(self, component: str) -> tuple[int, int]:
        """Return the same of one that works where others look at it."""
        alone = below = 0
        for low in self._own(component):
            alone |= low.singles
            below |= low.below
        for threshold, members in self._calls.needs(component):
            words = [self.words(one) for one in members]
            alone |= counted(threshold, [one for one, _ in words], -1)
            for _, one in words:
                below |= one
        return alone, below

    def of(self, some: Alternatives) -> Low:
        """Return what fails so many of some components."""
        threshold, members = some
        return at_least(self._orders, threshold, [self.low(one) for one in sorted(members)])

    def condition(self, component: str, ways: int = EVERY) -> Low:
        """Return what must fail beside a component for the journey to fail, or so many steps up at least.

        A step is one where another component may stand in.
        """
        found = self._conditions.get((component, ways))
        if found is None:
            for ring in strong_components([(component, ways)], self._above):
                if len(ring) > 1:
                    raise BudgetExceeded
                if ring[0] not in self._conditions:
                    self._orders.pause()
                    self._conditions[ring[0]] = self._beside(*ring[0])
            found = self._conditions[component, ways]
        return found

    def _above(self, way: tuple[str, int]) -> list[tuple[str, int]]:
        """Return what must be looked at before."""
        component, ways = way
        if component in self.needed or way in self._conditions or not ways:
            return []
        found: list[tuple[str, int]] = []
        for caller in self._callers(component):
            for _, members in self._calls.needs(caller):
                if component in members:
                    found.append((caller, _left(ways, members)))
        return found

    def _beside(self, component: str, ways: int) -> Low:
        if component in self.needed or not ways:
            return FAILED
        found: list[Low] = []
        for caller in self._callers(component):
            for threshold, members in self._calls.needs(caller):
                if component in members:
                    above = self._conditions[caller, _left(ways, members)]
                    if above is not NEVER:
                        others = [self.low(one) for one in sorted(members) if one != component]
                        beside = at_least(self._orders, threshold - 1, others)
                        found.append(at_least(self._orders, 2, [above, beside]))
        return any_of(self._orders, found)

    def while_failed(self, literals: int) -> CallLows:
        """Return the same while the literals of a mask have failed."""
        found = self._while.get(literals)
        if found is None:

            def before(component: str) -> Low | None:
                known = self.low(component)
                return None if known.below & literals else known

            found = self._while[literals] = CallLows(
                self._orders,
                self._calls,
                self._own,
                before,
                self._callers,
                self.needed,
                self._work,
                literals,
            )
        return found


@slotted
class Place:
    """A component with what fails it where there was nothing like that."""

    component: str
    here: Low
    lows: CallLows

    @property
    def needed(self) -> bool:
        """Whether it fails the journey by itself."""
        return self.component in self.lows.needed

    def change(self, ways: int = EVERY) -> CallChange:
        """Return it with what must fail beside it, so many steps up at least (`CallLows.condition`)."""
        beside = self.lows.condition(self.component, ways)
        return CallChange(self.here, None if beside is FAILED else beside, self, ways)


def _left(ways: int, members: Collection[str]) -> int:
    """Return how many steps are left after one to a caller that needs some of these."""
    return ways if len(members) == 1 or ways == EVERY else ways - 1


@slotted
class CallChange:
    """What fails a component where there was nothing like it, and what must fail beside it, if anything."""

    here: Low
    beside: Low | None
    place: Place
    ways: int

    def beside_failed(self, literals: int) -> Low:
        """Return what must fail beside it while some literals have failed."""
        if self.beside is None:
            return FAILED
        return self.place.lows.while_failed(literals).condition(self.place.component, self.ways)
