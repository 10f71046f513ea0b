"""Calls whose failure is known, with what fails their components through few literals."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.beside_pairs import AroundPairs
from archdraw.core.analysis.reliability.call_lows import CallLows
from archdraw.core.analysis.reliability.call_points import call_points
from archdraw.core.analysis.reliability.domain_literals import MOST_AROUND, DomainLiterals
from archdraw.core.analysis.reliability.first_points import fatal_domains
from archdraw.core.analysis.reliability.gate_weights import without
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.analysis.structure.graphs import strong_components
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from archdraw.core.analysis.reliability.call_points import CallPoints
    from archdraw.core.analysis.reliability.calls import Calls
    from archdraw.core.analysis.reliability.gate_weights import GateWeights
    from archdraw.core.analysis.structure.events import Unit


def _go_on() -> None:
    """Pause nothing."""


@slotted
class KnownCalls:
    """Calls with the range of the journey's failure; all of it by literals, of which domains are the first.

    `own` are by component what its units fail by, `places` where their literals begin and end, `lows` what
    fails it while those that are `needed` work: each of these fails the journey by itself, by its `tops`,
    which are `clear` without pairs that hold a literal which does so alone. Domains that are `fatal` fail one
    of them. `callers` are by component what calls it, `points` says how it follows which are needed.

    While all that fails the journey alone works more than two others fail it at most as likely as `after`;
    `weights` are what gates weigh then, and `around` what pairs add.
    """

    calls: Calls
    low: float
    high: float
    orders: LowOrders
    literals: DomainLiterals
    units: dict[str, list[Unit]]
    own: dict[str, list[Low]]
    places: dict[str, tuple[int, int]]
    callers: dict[str, list[str]]
    points: CallPoints
    needed: set[str]
    fatal: int
    lows: dict[str, Low]
    tops: dict[str, list[Low]]
    clear: dict[str, list[Low]]
    top: Low
    around: AroundPairs
    weights: GateWeights
    after: float

    @property
    def apart(self) -> float:
        """How far from the truth the literals may be."""
        return self.literals.too_much + self.literals.left_out

    def count_wrong(self, works: int) -> None:
        """Count also how wrong literals are while domains are down that are not fatal any more.

        Those of the mask `works` still are.
        """
        lost = self.fatal & ~works
        self.literals.fatal = self.fatal & works
        for units in self.units.values() if lost else ():
            for unit in units:
                if unit.domain_mask & lost:
                    self.literals.of_unit(unit)
        self.literals.fatal = self.fatal


def above(
    components: Iterable[str], callers: Callable[[str], Iterable[str]], up_to: Container[str] = ()
) -> set[str]:
    """Return components with all that call them, and so on, up to some: these are among them."""
    found = set(components)
    work = list(found)
    while work:
        one = work.pop()
        if one not in up_to:
            new = [caller for caller in callers(one) if caller not in found]
            found.update(new)
            work += new
    return found


def known_calls(calls: Calls, ends: tuple[float, float], pause: Callable[[], None]) -> KnownCalls | None:
    """Return calls whose failure is known; None where they cannot be told by literals.

    `pause` may end the work.
    """
    rings = strong_components([calls.entry], calls.targets)
    if any(len(ring) > 1 for ring in rings):
        return None
    every = [ring[0] for ring in rings]
    units = {one: calls.units(one) for one in every}
    if any(unit.domain_mask.bit_count() > MOST_AROUND for those in units.values() for unit in those):
        return None
    points = call_points(calls, every)
    needed = points.needed(calls)
    fatal = reduce(or_, [_fatal(unit) for one in needed for unit in units[one]], 0)
    orders = LowOrders(pause)
    literals = DomainLiterals(calls.domain_failure, -1, orders, fatal)
    own: dict[str, list[Low]] = {}
    places: dict[str, tuple[int, int]] = {}
    callers: dict[str, list[str]] = {one: [] for one in every}
    for one in every:
        pause()
        first = len(literals.failure)
        own[one] = [literals.of_unit(unit) for unit in units[one]]
        places[one] = first, len(literals.failure)
        for target in calls.targets(one):
            callers[target].append(one)
    lows: dict[str, Low] = {}
    found = CallLows(orders, calls, own.__getitem__, lows.get, callers.__getitem__, needed, needed)
    for one in every:
        if one not in needed:
            lows[one] = found.low(one)
    tops = {one: found.inputs(one) for one in every if one in needed}
    top = orders.any_of([low for those in tops.values() for low in those])
    clear = {one: [orders.clear_of(low, top.singles) for low in those] for one, those in tops.items()}
    failure = without(literals.failure, top.singles)
    if max(failure, default=0.0) >= 1.0:
        return None
    weights = orders.gate_weights(failure)
    after = sum(weights.rest(top.more))
    around = AroundPairs(orders.pairs(top), failure)
    orders.pause = _go_on
    return KnownCalls(
        calls,
        *ends,
        orders,
        literals,
        units,
        own,
        places,
        callers,
        points,
        needed,
        fatal,
        lows,
        tops,
        clear,
        top,
        around,
        weights,
        after,
    )


def _fatal(unit: Unit) -> int:
    """Return the domains each of which fails a unit."""
    return fatal_domains(unit.built, unit.needed) if unit.built else 0
