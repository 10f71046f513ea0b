"""First bounds of a large design in few domains, from what is known of its net as it was before an edit.

What few failures do to a net is seen in each state of the domains. Nearly all of it is what it was before an
edit: its nodes and gates, and how likely its units fail. So nothing else is looked at, and bounds are there
before the formula has been made smaller for anything else.
"""

from __future__ import annotations

from dataclasses import field, replace
from functools import reduce
from operator import or_
from time import thread_time
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.aims import NARROW, Aim
from archdraw.core.analysis.reliability.first_bounds import LowBounds, in_states
from archdraw.core.analysis.reliability.gate_weights import without
from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.reliability.kept_shapes import figures_of_domains
from archdraw.core.analysis.reliability.leaf_states import states_that_matter
from archdraw.core.analysis.reliability.low_orders import Gate, Low, LowOrders, gate_of
from archdraw.core.analysis.reliability.merging import NEVER
from archdraw.core.analysis.reliability.pair_unions import PairUnion, union_like
from archdraw.core.analysis.reliability.solution import unit_failure
from archdraw.core.analysis.reliability.states import MAX_STATES, domain_states
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.gate_weights import GateWeights
    from archdraw.core.analysis.reliability.merging import Net, Points
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

# Where all that is known is not enough for close bounds in such a time, others are no closer in it.
_AT_ONCE = 0.02


def _go_on() -> None:
    """Pause nothing."""


@slotted
class _Top:
    """What fails the gates in the top of a net, with its pairs and what it weighed in states."""

    low: Low
    union: PairUnion
    weighed: list[GateWeights] = field(default_factory=list)


@slotted
class _Asked:
    """A net as it is: units that fail it alone, the others by their bits, and the states of all domains.

    `failed` is how likely a domain fails that is fatal; all of these are up.
    """

    single: list[Unit]
    units: dict[int, Unit]
    states: Sequence[State]
    failed: float


class KnownNets:
    """Nets of one system, of which it is known what fails their nodes and gates through few units."""

    def __init__(self, system: System) -> None:
        """Prepare for nets of a system."""
        self._domains = figures_of_domains(system)
        self._orders = LowOrders(_go_on)
        # By units and by what else any of which fails them; by threshold and by what so many of must fail.
        self._nodes: dict[Gate, Low] = {}
        self._gates: dict[Gate, Low] = {}
        self._tops: list[_Top] = []
        self._units: dict[int, Unit] = {}
        # By the domains that are lost.
        self._failures: dict[int, list[float]] = {}

    def keep(self, system: System, points: Points, pause: Callable[[], None]) -> None:
        """Take in a net of the system, if few failures of it say enough at once."""
        asked = _asked(system, points)
        if asked is None:
            return
        orders, places = self._orders, asked.units
        orders.pause, orders.weighed_before = pause, []
        low = self._found(points.net, points.order, self._nodes, self._gates)
        top = _Top(low, PairUnion(orders.pairs(low)))
        self._units |= places
        aim = Aim(NARROW, asked.failed, pause, pause, triples=0)
        # It is kept of the units of all nets in the states of each.
        every = self._failing(self._units, {})
        self._failures = {lost: every(lost) for lost in (*self._failures, *[one for _, one in asked.states])}
        failures = self._failing(places, self._failures)
        matter = states_that_matter(asked.single, asked.states, low.singles, failures, aim)
        worst = [matter.worst()] if len(matter.states) > 1 else []
        for failure in (*worst, *[without(one, low.singles) for _, one in matter.states]):
            pause()
            weights = orders.gate_weights(failure)
            weights.rest(low.more)
            top.weighed.append(weights)
        orders.weighed_before = top.weighed
        begun = thread_time()
        least, most = in_states(matter, LowBounds(orders, low, aim, top.union))
        if thread_time() - begun < _AT_ONCE and (1.0 - asked.failed) * (most - least) <= NARROW * (
            asked.failed + least
        ):
            self._tops.append(top)
        orders.pause = _go_on

    def bounds(self, system: System, points: Points, aim: Aim) -> tuple[float, float] | None:
        """Return a range of the failure of a net; None where it is not known of one like it, or not closely.

        Raises
        ------
        BudgetExceeded
            There is no time.
        """
        if not self._tops or figures_of_domains(system) != self._domains:
            return None
        asked = _asked(system, points)
        if asked is None:
            return None
        orders = self._orders
        mark = orders.mark()
        orders.pause, orders.weighed_before = aim.pause, []
        try:
            low = self._found(points.net, points.order)
            top = max(self._tops, key=lambda one: (one.low.pairs & low.pairs).bit_count())
            orders.weighed_before = top.weighed
            aim = replace(aim, known=asked.failed, triples=0)
            failures = self._failing(asked.units, self._failures)
            matter = states_that_matter(asked.single, asked.states, low.singles, failures, aim)
            union = union_like(orders, low, top.low, top.union)
            least, most = in_states(matter, LowBounds(orders, low, aim, union))
            works = 1.0 - asked.failed
            return asked.failed + works * least, asked.failed + works * most
        finally:
            orders.back_to(mark)
            orders.pause = _go_on

    def _found(
        self,
        net: Net,
        order: Sequence[int],
        into_nodes: dict[Gate, Low] | None = None,
        into_gates: dict[Gate, Low] | None = None,
    ) -> Low:
        """Return what fails any gate in the top of a net; what is found on the way is added, if it is to be.

        The net is in this order (`compacting.downwards`).
        """
        orders, nodes, gates = self._orders, self._nodes, self._gates
        either, several = net.either, net.several
        found: dict[int, Low] = {}
        for one in reversed(order):
            if one < 0:
                threshold, inputs = several[-1 - one]
                those = [found[node] for node in inputs]
                key = gate_of(threshold, those)
                low = gates.get(key)
                if low is None:
                    orders.pause()
                    low = orders.at_least(threshold, those)
                    if into_gates is not None:
                        into_gates[key] = low
            else:
                mask, below = either[one]
                if one == net.top:
                    # Units in the top fail it alone.
                    mask = 0
                those = [found[-1 - gate] for gate in bits(below)]
                key = gate_of(mask, those)
                low = nodes.get(key)
                if low is None:
                    own = Low(singles=mask, below=mask)
                    low = orders.any_of([own, *those]) if those else own
                    if into_nodes is not None:
                        into_nodes[key] = low
            found[one] = low
        return found[net.top]

    def _failing(self, units: dict[int, Unit], known: dict[int, list[float]]) -> Callable[[int], list[float]]:
        """Return what returns the failures of units by their bits while the domains of a mask are down."""
        before = self._units.get
        others = [place for place, unit in units.items() if before(place) is not unit]
        others = [place for place in others if not _alike(units[place], before(place))]
        gone = [place for place in self._units if place not in units]
        length = 1 + max(max(units, default=-1), max(self._units, default=-1))

        def failures(lost: int) -> list[float]:
            found = list(known.get(lost, ()))
            anew = others if found else units
            found += [0.0] * (length - len(found))
            for place in gone:
                found[place] = 0.0
            for place in anew:
                found[place] = unit_failure(units[place], lost)
            return found

        return failures


def _asked(system: System, points: Points) -> _Asked | None:
    """Return a net as it is; None where units do not fail independently, or there are too many states."""
    net, units = points.net, system.units
    if net.top == NEVER or system.steps_of or system.formula.boxes:
        return None
    masks = [net.either[one][0] for one in points.order if one >= 0 and one != net.top]
    single, alone = [units[unit] for unit in points.alone], set(points.alone)
    # What fails the whole alone works wherever else it matters.
    places = [place for place in bits(reduce(or_, masks, 0)) if net.units[place] not in alone]
    inside = {place: units[net.units[place]] for place in places}
    domains = reduce(or_, {unit.domain_mask for unit in (*inside.values(), *single)}, 0) & ~points.fatal
    states = domain_states(system, domains, MAX_STATES)
    if states is None:
        return None
    return _Asked(
        single, inside, states, any_fails([system.domain_failure[bit] for bit in bits(points.fatal)])
    )


def _alike(one: Unit, other: Unit | None) -> bool:
    """Return whether a unit fails as another one does."""
    return (
        other is not None
        and one.failure == other.failure
        and one.needed == other.needed
        and one.domain_mask == other.domain_mask
        and one.built == other.built
        and (one.event is None) == (other.event is None)
    )
