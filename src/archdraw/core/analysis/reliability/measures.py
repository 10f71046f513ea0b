"""One journey in one measure: availability, cut sets, single points, importance."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property
from time import thread_time
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.aims import NARROW
from archdraw.core.analysis.reliability.first_points import first_points
from archdraw.core.analysis.reliability.fussell_vesely import Contributions
from archdraw.core.analysis.reliability.importance import event_derivatives, failure_frequency, importances
from archdraw.core.analysis.reliability.listing import HIGHEST_ORDER, CutSetLister, Found, listed
from archdraw.core.analysis.reliability.losses import scan
from archdraw.core.analysis.reliability.solution import Gradient, Solution, unit_failure
from archdraw.core.analysis.reliability.solver import Solver
from archdraw.core.analysis.reliability.states import MAX_STATES, State, domain_states
from archdraw.core.analysis.reliability.unions import bounds_by_states, narrowed, rough_bounds
from archdraw.core.analysis.result import Importance, Measure, Method, SinglePoints
from archdraw.core.analysis.structure.formula import FAILS
from archdraw.core.analysis.structure.masks import bits, mask_of
from archdraw.core.collecting import collector_paused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.analysis.reliability.kept import Kept
    from archdraw.core.analysis.reliability.losses import Scenarios
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.lowering import Lowered
    from archdraw.core.analysis.structure.system import System
    from archdraw.core.model import Settings

DAY_S = 86_400.0
# Bounds that are further apart than this, relative to the result, are followed by an estimate.
WIDEST = 1e-3
# What is known no better than this is looked for by drawing states.
VAGUE = 0.3
# Of the diagram that is tried before first bounds are looked for in another way.
_QUICK_NODES = 12_000
# … and how long one works on them in all.
_QUICK_SECONDS = 0.05
# In designs with more events than this everything is worked out at once: what it is worked out from, all
# events and units, takes more memory than the values.
MOST_LATER = 5_000


class MeasureBuilder:
    """Computes measures of lowered journeys; equal formulas are computed once."""

    def __init__(
        self,
        system: System,
        scenarios: Scenarios | Callable[[], Scenarios],
        roots: Sequence[int],
        settings: Settings,
        should_stop: Stop | None = None,
        kept: Kept | None = None,
    ) -> None:
        """Prepare for a system.

        Parameters
        ----------
        scenarios
            The losses that words are about, or what returns them when they are first asked for.
        roots
            Every node that will be asked for.
        kept
            What earlier runs have left; the system must be the last one that was taken up.
        """
        self._system = system
        self._given = scenarios
        self._roots = roots
        self._kept = kept
        self._settings = settings
        self._stop = should_stop
        self.solver = Solver(system, should_stop=should_stop, kept=kept)
        self._lister = CutSetLister(system, self.solver.supports, self.solver.blocks, should_stop, kept=kept)
        self._domain_states: dict[int, list[State] | None] = {}
        self._losing: dict[int, int] = {}
        self._known: dict[tuple[int, int, int | None], Measure] = {}

    @cached_property
    def scenarios(self) -> Scenarios:
        """The losses that words are about: first bounds need none."""
        return self._given() if callable(self._given) else self._given

    @cached_property
    def _domain_at(self) -> list[int]:
        """By domain where its loss stands in a word."""
        return [self.scenarios.event_bit[event] for event in self._system.domain_event]

    @cached_property
    def words(self) -> dict[int, int]:
        """Per node the word of the scenarios in which it fails."""
        known = None if self._kept is None else self._kept.formula
        roots = tuple(self._roots)
        words = None if known is None else known.words(self.scenarios, roots)
        if words is None:
            words = scan(self._system, self.scenarios, roots)
            if known is not None:
                known.keep_words(self.scenarios, roots, words)
        return words

    @cached_property
    def _unit_of_bit(self) -> dict[int, int]:
        return {bit: unit for unit, bit in self.scenarios.unit_bit.items()}

    @cached_property
    def _event_of_bit(self) -> dict[int, int]:
        return {bit: event for event, bit in self.scenarios.event_bit.items()}

    def losing(self, lowered: Lowered) -> int:
        """Return the word of the scenarios in which a formula fails, networks taken with every way."""
        if lowered.whole is None:
            return self.words[lowered.root]
        known = self._losing.get(lowered.whole)
        if known is None:
            # Few designs have networks with more ways than can be counted.
            from archdraw.core.analysis.structure.whole_words import whole_word

            scenarios = self.scenarios
            known = whole_word(self._system, lowered.whole, scenarios.units, scenarios.everything)
            self._losing[lowered.whole] = known
        return known

    def measure(self, lowered: Lowered) -> Measure:
        """Return everything about "the entry works" for the lowered formula."""
        key = (lowered.root, lowered.optimistic, lowered.whole)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._compute(lowered)
        return known

    def unavailability(self, root: int) -> float:
        """Return that of one node alone, e.g. a component's own duty."""
        return self.solution(root).high

    def quick_bounds(self, root: int) -> tuple[float, float]:
        """Return a certain range of the unavailability of one node in little time.

        The exact value where a small diagram or a few states give it. Else what one or two failures do, with
        a bound on the rest.
        """
        until = thread_time() + _QUICK_SECONDS
        # To look through all objects for garbage would take the time there is, and more.
        with collector_paused():
            found = self._quickly(root, until)
            return found.low, found.high

    def _quickly(self, root: int, until: float) -> Solution:
        if self._kept is not None and root > FAILS:
            # Where that does not do there is as much time for all else as without it.
            begun = thread_time()
            found = self._kept.calls.bounds(root, self.solver.aim_until)
            if found is None:
                until += thread_time() - begun
                found = self._kept.nets.bounds(self._system, root, self.solver.aim_until(until))
            if found is not None:
                return Solution(*found, Gradient())
        alone, fatal = first_points(self._system, self.solver.compactor, root)

        def bounding(parts: Sequence[int]) -> tuple[float, float]:
            found = self._lister.find_low(parts, fatal, 2, until, up=True)
            if found is None:
                return 0.0, 1.0
            literals = found.literals
            around = [literals.classes[place].first for place in literals.of_domain]
            least, most = bounds_by_states(found.family.all(), literals.chance, around, rough_bounds)
            return least, min(1.0, most + found.left_out)

        quick = Solver(
            self._system,
            budget=_QUICK_NODES,
            should_stop=self._stop,
            quick_like=self.solver,
            bounding=bounding,
            until=until,
            kept=self._kept,
        )
        return quick.solve(root, alone, fatal, slopes=False)

    def probability_and_cut_sets(self, root: int, order: int | None = None) -> tuple[float, Found]:
        """Return the unavailability of one node and its minimal cut sets, without anything else.

        Those up to an order, or (None) all of them, counted where they are too many to be listed.
        """
        with collector_paused():
            alone, fatal = self._points(root)
            solution = self.solver.solve(root, alone, fatal, slopes=False)
            parts = self.solver.parts(root, alone, fatal)
            low = None if order is None else self._lister.find_low(parts, fatal, order, most=solution.high)
            return solution.high, low or self._lister.find(parts, fatal, solution.high)

    def own_unavailability(self, component: str) -> float:
        """Return that of a component's own duty: its instances in their domains, common cause, failover."""
        failed = 0.0
        for index in self._system.units_of.get(component, ()):
            unit = self._system.units[index]
            if unit.above:
                continue  # what it needs while a cache is down
            states = self._states_of(unit.domain_mask)
            if states is None:
                return self.unavailability(self._system.own[component])
            chance = sum(probability * unit_failure(unit, lost) for probability, lost in states)
            failed += chance * (1.0 - failed)
        return failed

    def own_method(self, component: str) -> Method:
        """Return how far `own_unavailability` can be trusted: the worse end is given where it is bounded."""
        units = (self._system.units[index] for index in self._system.units_of.get(component, ()))
        if all(unit.above or self._states_of(unit.domain_mask) is not None for unit in units):
            return "exact"
        return "exact" if self.solution(self._system.own[component]).exact else "bounded"

    def _states_of(self, domains: int) -> list[State] | None:
        if domains not in self._domain_states:
            self._domain_states[domains] = domain_states(self._system, domains, MAX_STATES)
        return self._domain_states[domains]

    def alone(self, root: int) -> set[int]:
        """Return the units whose failure alone makes the node fail."""
        unit_of = self._unit_of_bit
        return {
            unit_of[bit] for bit in bits(self.words[root] & mask_of(unit_of, self.scenarios.nothing_lost))
        }

    def fatal(self, root: int) -> int:
        """Return the mask of the domains whose loss alone makes the node fail."""
        word = self.words[root]
        lost = [bit for bit, at in enumerate(self._domain_at) if word >> at & 1]
        return sum(1 << bit for bit in lost)

    def solution(self, root: int) -> Solution:
        """Return the unavailability of one node with its derivatives."""
        return self.solver.solve(root, *self._points(root))

    def _points(self, root: int) -> tuple[set[int], int]:
        """Return what fails a node alone, found as for first bounds: what is made smaller is so once."""
        if self._system.formula.boxes:
            return self.alone(root), self.fatal(root)
        return first_points(self._system, self.solver.compactor, root)

    def _compute(self, lowered: Lowered) -> Measure:
        measure = self._computed(lowered)
        if len(self._system.events) > MOST_LATER:
            read_all(measure)
        return measure

    def _computed(self, lowered: Lowered) -> Measure:
        solution = self.solution(lowered.root)
        points = self._single_points(self.losing(lowered))
        fatal = self.fatal(lowered.root)
        parts = self.solver.parts(lowered.root, self.alone(lowered.root), fatal)
        wide = solution.high - solution.low > NARROW * solution.high
        found = self._lister.find(parts, fatal, None if wide else solution.high)
        sets = found if lowered.whole is None else self._with_every_way(lowered.whole, found, parts, fatal)
        # A diagram that covers nearly everything knows importance better than cut sets do.
        covered = solution.high - solution.low <= WIDEST * solution.high
        if wide:
            solution = narrowed(solution, found)
        method: Method = "exact" if solution.exact else "bounded"
        # Reported on the safe side where only bounds are known.
        unavailability, interval = solution.high, (1.0 - solution.high, 1.0 - solution.low)
        if solution.high - solution.low > WIDEST * solution.high and found.order:
            middle, low, high = self._estimated(found, solution)
            if high - low < 0.5 * (solution.high - solution.low):
                unavailability, interval, method = middle, (1.0 - high, 1.0 - low), "estimated"
        if not solution.exact and interval[1] - interval[0] > VAGUE * unavailability:
            from archdraw.core.analysis.reliability.conditional import estimate_within

            sampled = estimate_within(self._system, lowered.root, solution, found, self._stop)
            if sampled.high - sampled.low < 0.5 * (interval[1] - interval[0]):
                interval, method = (1.0 - sampled.high, 1.0 - sampled.low), "estimated"
                unavailability, covered = sampled.middle, True
                solution = Solution(solution.low, solution.high, sampled.gradient)
        derivatives = event_derivatives(self._system, solution.gradient)
        frequency = failure_frequency(self._system, derivatives) if solution.exact else None
        measure = Measure(
            availability=1.0 - unavailability,
            unavailability=unavailability,
            method=method,
            interval=None if solution.exact else interval,
            downtime_s_year=unavailability * self._settings.year_days * DAY_S,
            downtime_s_month=unavailability * self._settings.month_days * DAY_S,
            cut_sets=listed(sets, unavailability, longer=sets is not found),
            single_points=points,
            importance=self._importance(found, solution, unavailability, derivatives, covered=covered),
            outages_year=None if frequency is None else frequency * self._settings.year_days * 24.0,
            mean_outage_s=unavailability / frequency * 3600.0 if frequency else None,
        )
        if lowered.optimistic == lowered.root:
            return measure
        least = min(self._least(lowered, sets), solution.high)
        if method == "estimated":
            # Drawn was the formula as it is written: with the choice that is open it may be better.
            return replace(measure, interval=(interval[0], max(interval[1], 1.0 - least)))
        if math.isclose(least, solution.high, rel_tol=1e-12, abs_tol=0.0):
            return measure
        interval = 1.0 - solution.high, 1.0 - least
        return replace(measure, method="bounded", interval=interval, outages_year=None, mean_outage_s=None)

    def _with_every_way(self, whole: int, found: Found, parts: Sequence[int], fatal: int) -> Found:
        """Return the cut sets with all ways through networks, from those of the ways that were kept."""
        from archdraw.core.analysis.reliability.checked_sets import checked

        if found.more or found.order == 0:
            # What is only counted can't be looked up.
            orders = range(HIGHEST_ORDER, 0, -1)
            low = (self._lister.find_low(parts, fatal, order) for order in orders)
            found = next((one for one in low if one is not None), found)
        return checked(self._system, whole, found)

    def _least(self, lowered: Lowered, sets: Found) -> float:
        """Return what the unavailability certainly is at the best choice that the formula leaves."""
        best = self.solution(lowered.optimistic)
        if lowered.whole is None or lowered.ambiguous:
            return best.low
        # Whatever ways there are, these sets stop it.
        return narrowed(Solution(best.low, 1.0, best.gradient), sets).low

    def _importance(
        self,
        found: Found,
        solution: Solution,
        unavailability: float,
        derivatives: Mapping[int, float],
        *,
        covered: bool,
    ) -> dict[str, Importance]:
        year = self._settings.year_days
        contributing = Contributions(found, self.solver.supports)
        known = importances(
            self._system, unavailability, solution.gradient, contributing, year, derivatives, solution.low
        )
        if solution.exact or found.order == 0 or unavailability <= 0.0:
            return known
        from archdraw.core.analysis.reliability.approximate import approximate_importances

        # Without a diagram some parts have no derivatives: what is missing follows from the cut sets.
        rough = approximate_importances(self._system, found, unavailability, solution.low, year)
        return {**rough, **known} if covered else {**known, **rough}

    def _estimated(self, found: Found, solution: Solution) -> tuple[float, float, float]:
        """Return the estimate and its 95 % interval, within the bounds."""
        from archdraw.core.analysis.reliability.estimating import estimate_union

        middle, half = estimate_union(found.family.all(), found.literals.chance, self._stop)
        low = max(solution.low, middle - half)
        high = min(solution.high, middle + half + found.left_out)
        return min(max(middle, low), high), low, high

    def _single_points(self, word: int) -> SinglePoints:
        """Return what stops a journey alone, by the word of the scenarios in which it fails."""
        system = self._system
        if word >> self.scenarios.nothing_lost & 1:
            return SinglePoints()
        order_one = {
            self._event_of_bit[bit]
            for bit in bits(word & mask_of(self._event_of_bit, self.scenarios.nothing_lost))
        }
        lists: dict[str, list[str]] = {"managed": [], "domain": [], "event": []}
        hit: set[str] = set()
        for index in sorted(order_one):
            event = system.events[index]
            if event.kind in ("instance", "managed"):
                hit.add(event.element)
            lists[event.kind if event.kind in ("managed", "domain") else "event"].append(event.id)
        whole = tuple(
            component
            for component, unit in system.instances_of.items()
            if component not in hit and word >> self.scenarios.unit_bit[unit.index] & 1
        )
        return SinglePoints(tuple(lists["event"]), tuple(lists["managed"]), tuple(lists["domain"]), whole)


def read_all(measure: Measure) -> None:
    """Read what is worked out when it is first read, so that what that takes is let go."""
    for importance in measure.importance.values():
        _ = importance.fussell_vesely, importance.fussell_vesely_range
    _ = measure.cut_sets.list
