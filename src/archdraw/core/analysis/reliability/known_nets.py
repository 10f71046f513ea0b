"""First bounds of a large design in few domains, from what is known of its net as it was before an edit.

What few failures do to a net is seen in each state of the domains. Nearly all of it is what it was before an
edit: its nodes and gates, and how likely its units fail. So nothing else is looked at, and bounds are there
before the formula has been made smaller for anything else.
"""

from __future__ import annotations

from dataclasses import field, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.reliability.aims import NARROW, Aim
from archdraw.core.analysis.reliability.first_bounds import LowBounds, in_states
from archdraw.core.analysis.reliability.first_points import fatal_in
from archdraw.core.analysis.reliability.gate_weights import without
from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.reliability.kept_shapes import figures_of_domains
from archdraw.core.analysis.reliability.known_units import KnownSingles, KnownUnits
from archdraw.core.analysis.reliability.layers import Layers, drop_last
from archdraw.core.analysis.reliability.leaf_states import states_that_matter
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.analysis.reliability.merging import NEVER, Net, Points
from archdraw.core.analysis.reliability.pair_unions import PairUnion, union_like
from archdraw.core.analysis.reliability.simplifying import downwards, simplified
from archdraw.core.analysis.reliability.states import MAX_STATES, domain_states
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.first_bounds import RangesInStates
    from archdraw.core.analysis.reliability.first_points import Words, WordsOf
    from archdraw.core.analysis.reliability.gate_weights import GateWeights
    from archdraw.core.analysis.reliability.layers import KeptPlaces
    from archdraw.core.analysis.reliability.leaf_states import Matter
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System

# To look at few failures takes a few microseconds for each product of pairs and each gate in each state.
# Where it takes more than so many of these, or a closer look, other bounds are there as soon.
_MOST_LOOKS = 10_000
# How much of it may go to one bound on the rest for all states together: nearly all.
_OF_REST = 0.8


def _go_on() -> None:
    """Pause nothing."""


@slotted
class _Asked:
    """A net as it is: units that fail it alone, the others by their bits, and the states of all domains.

    `failed` is how likely a domain fails that is fatal; all of these are up.
    """

    single: list[Unit]
    units: dict[int, Unit]
    states: Sequence[State]
    failed: float


@slotted
class _Top:
    """What fails the gates in the top of a net, with its pairs and units, and what it weighed in states."""

    low: Low
    union: PairUnion
    singles: KnownSingles
    units: KnownUnits
    weighed: list[GateWeights] = field(default_factory=list)
    ranges: RangesInStates = field(default_factory=dict)

    def matter(self, asked: _Asked, low: Low, aim: Aim) -> Matter:
        """Return in which states of a net like this one it is to be seen what few failures do."""
        single, failures = self.singles.any_of(asked.single), self.units.failures(asked.units)
        return states_that_matter(single, asked.states, low.singles, failures, aim)


class KnownNets:
    """Nets of one system, of which it is known what fails their nodes and gates through few units."""

    def __init__(self, system: System, places: KeptPlaces) -> None:
        """Prepare for nets of a system, whose units have these bits."""
        self._places = places
        self._domains = figures_of_domains(system)
        self._orders = LowOrders(_go_on)
        self._layers = Layers()
        # What fails nodes, and gates as −1 − gate; and what fails tops beside their units, which do so alone.
        self._lows: dict[int, Low] = {}
        self._top_lows: dict[int, Low] = {}
        # In which order what a top is made of is gone down.
        self._downwards: dict[int, list[int]] = {}
        # In which domains nodes and gates fail, by what those do to the units.
        self._words: dict[Words, WordsOf] = {}
        self._tops: list[_Top] = []
        # The formula that was solved, with the nets of its roots.
        self._formula: Formula | None = None
        self._nets: dict[int, Net] = {}

    def keep(self, system: System, root: int, pause: Callable[[], None]) -> None:
        """Take in a root of the system, if few failures of it say enough at once."""
        self._formula = system.formula
        net = self._nets[root] = self._net(system, root)
        self._layers.before = self._layers.last
        points = self._points(system, net)
        asked = _asked(system, points)
        if asked is None:
            return
        orders = self._orders
        orders.pause, orders.weighed_before = pause, []
        low = self._found(net, points.order)
        aim = Aim(NARROW, asked.failed, pause, pause, steps=0, triples=0)
        states = [lost for _, lost in asked.states]
        single, units = KnownSingles(asked.single, states), KnownUnits(asked.units, states)
        top = _Top(low, PairUnion(orders.pairs(low)), single, units)
        matter = top.matter(asked, low, aim)
        worst = [matter.worst()] if len(matter.states) > 1 else []
        for _, failure in matter.states:
            top.union.remember(failure)
        for failure in (*worst, *[without(one, low.singles) for _, one in matter.states]):
            pause()
            weights = orders.gate_weights(failure)
            weights.rest(low.more)
            top.weighed.append(weights)
        orders.weighed_before = top.weighed
        looks = len(matter.states) * (low.pairs.bit_count() + low.more.bit_count())
        if looks <= _MOST_LOOKS:
            least, most = in_states(matter, LowBounds(orders, low, aim, top.union), top.ranges)
            if (1.0 - asked.failed) * (most - least) <= NARROW * (asked.failed + least):
                self._tops.append(top)
        orders.pause = _go_on

    def bounds(self, system: System, root: int, aim: Aim) -> tuple[float, float] | None:
        """Return a range of the failure of a root; None where it is not known of one like it, or not closely.

        Raises
        ------
        BudgetExceeded
            There is no time.
        """
        if not self._tops or system.steps_of or system.formula.boxes:
            return None
        if figures_of_domains(system) != self._domains:
            return None
        orders, layers = self._orders, self._layers
        # What is found out for this net alone is forgotten.
        added: list[dict[Any, Any]] = [self._lows, self._top_lows, self._downwards, self._words]
        added += [one.found for one in self._words.values()]
        marks = orders.mark(), layers.mark(), [len(known) for known in added]
        orders.pause, orders.weighed_before = aim.pause, []
        try:
            net = self._nets.get(root) if system.formula is self._formula else None
            points = self._points(system, self._net(system, root) if net is None else net)
            asked = _asked(system, points)
            if asked is None:
                return None
            low = self._found(points.net, points.order)
            top = max(self._tops, key=lambda one: (one.low is low, (one.low.pairs & low.pairs).bit_count()))
            orders.weighed_before = top.weighed
            aim = replace(aim, known=asked.failed, steps=0, triples=0)
            bounds = LowBounds(orders, low, aim, union_like(orders, low, top.low, top.union))
            ranges = dict(top.ranges) if low is top.low else None
            least, most = in_states(top.matter(asked, low, aim), bounds, ranges, _OF_REST)
            works = 1.0 - asked.failed
            return asked.failed + works * least, asked.failed + works * most
        finally:
            orders.back_to(marks[0])
            layers.back_to(marks[1])
            for known, length in zip(added, marks[2], strict=True):
                drop_last(known, length)
            orders.pause = _go_on

    def _net(self, system: System, root: int) -> Net:
        return simplified(system, root, 0, self._places, self._layers)

    def _points(self, system: System, net: Net) -> Points:
        """Return what fails a net by itself."""
        alone, order = net.fatal(), self._downwards.get(net.top)
        if order is None:
            order = self._downwards[net.top] = downwards(net)
        return Points(net, order, alone, fatal_in(system, self._words)(alone, net, order))

    def _found(self, net: Net, order: Sequence[int]) -> Low:
        """Return what fails any gate in the top of a net, in this order (`simplifying.downwards`)."""
        known = self._top_lows.get(net.top)
        if known is not None:
            return known
        orders, found = self._orders, self._lows
        either, several = net.either, net.several
        for one in reversed(order):
            # The top may be a part of another net, too: there its units do not fail it alone.
            if one in found or one == net.top:
                continue
            orders.pause()
            if one < 0:
                threshold, inputs = several[-1 - one]
                found[one] = orders.at_least(threshold, [found[node] for node in inputs])
                continue
            mask, below = either[one]
            own = Low(singles=mask, below=mask)
            found[one] = orders.any_of([own, *[found[-1 - gate] for gate in bits(below)]]) if below else own
        low = orders.any_of([found[-1 - gate] for gate in bits(either[net.top][1])])
        self._top_lows[net.top] = low
        return low


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
