"""Picks the method: factors, states of few domains, a diagram over many, certain bounds past the budget."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic, thread_time
from typing import TYPE_CHECKING
from weakref import ref

from archdraw.core.analysis.reliability.aims import NARROW, Aim, Patience
from archdraw.core.analysis.reliability.blocks import Blocks
from archdraw.core.analysis.reliability.by_states import solve_by_states
from archdraw.core.analysis.reliability.compacting import Compactor
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.encoding import Supports, partition
from archdraw.core.analysis.reliability.intervals import propagate
from archdraw.core.analysis.reliability.kept_solutions import Solved, group_of
from archdraw.core.analysis.reliability.solution import Gradient, Solution, any_of_groups
from archdraw.core.analysis.reliability.states import (
    MAX_STATES,
    States,
    alive_states,
    domain_states,
    likely_states,
)
from archdraw.core.analysis.structure.cancelling import check
from archdraw.core.analysis.structure.formula import FAILS, WORKS
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from archdraw.core.analysis.reliability.kept import Kept
    from archdraw.core.analysis.reliability.kept_solutions import KeptSolutions
    from archdraw.core.analysis.reliability.known_before import KnownBefore
    from archdraw.core.analysis.reliability.lows_before import LowsBefore
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.system import System

NODE_BUDGET = 200_000
# Of domains with more than `MAX_STATES` states only those are taken in which no single unit has failed for
# certain, or of too many of them those that are at least so probable; for first bounds fewer …
ALIVE_STATES, LEAST = 8_192, 1e-10
QUICK_STATES, QUICK_LEAST = 512, 1e-8
# … and where that is too much, domains become variables of the diagram, of so many nodes; and if that is not
# enough, state by state up to here.
DOMAIN_NODES = 20_000
MORE_STATES = 1024
LIKELY_STATES = 256
# Bounds this close, relative to the result, are as good as the exact value that would take a second.
CLOSE = 1e-5
# For the exact value of one formula; then bounds, and an estimate if they are far apart …
SECONDS = 5.0
# … from diagrams without what hardly ever matters, of so many nodes and for so long.
THIN_NODES, QUICK_THIN_NODES = 1_000_000, 30_000
THIN_SECONDS, AS_CLOSE = 0.3, 1e-9
# Where the whole result is wanted and is not right to that, they may take longer, to be part as far apart.
_PATIENT_SECONDS, _PATIENTLY = 2.0, 0.5 * NARROW
# Of more units than this first bounds are looked for in what one and two failures do. Of the largest that may
# be there later than the others: without it nothing is known.
_FEW_UNITS, _AT_MOST_LATER = 300, 0.25
# To compare a large group with what it was before may take longer: to look for it from nothing would.
_COMPARING = 0.06
# However late it is a group may take so long: exactly most of them are known sooner than in any other way.
_SHORT = 0.01
# Where the exact value is not to be had so many steps and triples are worth their time, and more where the
# whole result is wanted, and cases; of more units a thin diagram is not, or of fewer without derivatives.
_CLOSELY, _MORE_CLOSELY = (60_000, 60_000, False), (300_000, 60_000, True)
_CASES, _MANY_UNITS, _FEWER_UNITS, _APART = 320, 800, 600, 1.0 + 1e-12
# What took longer is kept for later runs.
_LONG = 0.05

# Gives a certain range of the failure of "any of the parts" while the domains of the solver's mask are up.
Bounding = Callable[[Sequence[int]], tuple[float, float]]


def _pause_of(solver: ref[Solver]) -> Callable[[], None]:
    """Return a solver's pause for what the solver holds.

    In a ring with it the whole model would wait for the collector of garbage, and all else for that.
    """

    def pause() -> None:
        holder = solver()
        if holder is not None:
            holder.pause()

    return pause


class Solver:
    """Solves failure formulas of one system; formulas may be added between calls."""

    def __init__(
        self,
        system: System,
        *,
        budget: int = NODE_BUDGET,
        max_states: int = MAX_STATES,
        should_stop: Stop | None = None,
        quick_like: Solver | None = None,
        bounding: Bounding | None = None,
        until: float = math.inf,
        kept: Kept | None = None,
    ) -> None:
        """Prepare for a system.

        `quick_like` is a solver of the same system that shares what it has made smaller: this one then gives
        up where a small diagram does not do, or the thread has worked until a time, and asks `bounding` for
        a range. `kept` is what earlier runs have left.
        """
        self._until = self._latest = until
        # What is certain to fail of the formula that is being solved, by what is known so far.
        self._failed = 0.0
        # … in odds, and shared out among the groups: what each of these leaves out is small beside it.
        self._beside = 0.0
        self._bounding = bounding
        self._system = system
        self._budget = budget
        self._max_states = max_states
        self._should_stop = should_stop
        known = None if kept is None else kept.formula
        self.supports = Supports(system, known)
        self._deadline = math.inf
        self._slopes = True
        self._kept = None if kept is None or system.formula.boxes else kept.solutions
        self._nets = None if kept is None or quick_like is not None else kept.nets
        self._calls = None if kept is None or quick_like is not None else kept.calls
        self.blocks = Blocks(
            system,
            budget,
            _pause_of(ref(self)),
            quick=quick_like is not None,
            kept=None if kept is None else kept.blocks,
        )
        self._quick = quick_like is not None
        self.compactor: Compactor = Compactor(system, known) if quick_like is None else quick_like.compactor

    def be_thorough(self) -> None:
        """Look for the exact value within the budget however long it takes: nothing waits for it."""
        self.blocks.thorough = True

    def solve(self, root: int, alone: set[int], fatal: int = 0, *, slopes: bool = True) -> Solution:
        """Return the unavailability of a node.

        Parameters
        ----------
        root
            The node of the formula.
        alone
            Units whose failure alone makes it fail: they are factored out, P(a ∨ F) = P(a ∨ F[a := works]).
        fatal
            Mask of the domains whose loss alone makes it fail: factored out in the same way.
        slopes
            Whether the derivatives are wanted too; without, they may be missing.
        """
        self._slopes = slopes
        if root in (WORKS, FAILS):
            return Solution(float(root), float(root), Gradient())
        self._deadline = math.inf if self.blocks.thorough else monotonic() + SECONDS
        begun = thread_time()
        parts = self.parts(root, alone, fatal)
        solved: list[Solution] = []
        for bit in bits(fatal):
            failure = self._system.domain_failure[bit]
            solved.append(Solution(failure, failure, Gradient(domains={bit: 1.0})))
        # Small ones first: the more is known to fail, the less closely the others need be known.
        gates = self._system.formula.threshold
        groups = self._groups(parts, fatal)
        for group in sorted(groups, key=lambda one: sum([gates[part] > 0 for part in one])):
            failed = 0.0
            for one in solved:
                failed += one.low * (1.0 - failed)
            self._failed = _roughly(failed)
            self._beside = self._failed / (1.0 - self._failed) / len(groups) if self._failed < 1.0 else 0.0
            solved.append(self.group(group, fatal))
        if self._nets is not None and thread_time() - begun > _LONG:
            self._nets.compare_later(self._system, root, self.compactor.known_points(root))
        found = any_of_groups(solved)
        if self._calls is not None:
            self._calls.compare_later(root, found)
        return found

    def _groups(self, parts: Sequence[int], fatal: int) -> list[list[int]]:
        """Return the parts in groups that share nothing; what shares nothing with anything together."""
        loose: list[int] = []
        others: list[list[int]] = []
        formula, domains = self._system.formula, self.supports.domains
        for group in partition(self._system, parts, self.supports, around=~fatal):
            if len(group) == 1 and formula.threshold[group[0]] == 0 and not domains[group[0]] & ~fatal:
                loose += group
            else:
                others.append(group)
        return [loose, *others] if loose else others

    def pause(self) -> None:
        """End the run when it is asked to stop, the exact way when it has taken too long."""
        check(self._should_stop)
        if monotonic() > self._deadline or (self._latest < math.inf and thread_time() > self._latest):
            raise BudgetExceeded

    def parts(self, root: int, alone: set[int], fatal: int = 0) -> list[int]:
        """Return nodes of which any makes `root` fail: the units that do so alone, then what is left.

        They are right while the domains of the mask `fatal` are up.
        """
        formula = self._system.formula
        perfect = 0
        for unit in alone:
            perfect |= 1 << unit
        parts = [formula.var(unit) for unit in sorted(alone)]
        parts.extend(self.compactor.parts(root, perfect, fatal))
        self.supports.extend(parts)
        return parts

    def group(self, parts: Sequence[int], fatal: int) -> Solution:
        """Return the unavailability of "any of the parts fails" while the domains of the mask are up."""
        domains = 0
        for part in parts:
            domains |= self.supports.domains[part]
        domains &= ~fatal
        states = domain_states(self._system, domains, self._max_states)
        if self._quick:
            self._latest = max(self._until, thread_time() + _SHORT)
            first = self._at_first(parts, domains, states)
            return self._solved(parts, domains, states) if first is None else first
        if self._kept is None:
            return self._solved(parts, domains, states)
        group, how = None, (self._failed, self._beside, self._slopes, self._budget, self._max_states)
        solved = partial(Solved, self._system, self.supports, parts, domains, states, self._failed)
        if self._kept and self._is_large(parts, states):
            group = group_of(self._system, parts, domains)
            known = self._kept.solution(group, how, self.blocks)
            if known is not None:
                self._kept.compare_later(group, how, solved)
                return known
        begun = thread_time()
        found = self._solved(parts, domains, states)
        if thread_time() - begun > _LONG and self._is_large(parts, states):
            group = group or group_of(self._system, parts, domains)
            self._kept.keep(group, how, found, self.blocks, parts)
            self._kept.compare_later(group, how, solved)
        return found

    def _is_large(self, parts: Sequence[int], states: list[State] | None) -> bool:
        """Return whether a group may be worth keeping; first bounds of it are looked for in few failures."""
        return states is None or self._units_of(parts) > _FEW_UNITS

    def _solved(self, parts: Sequence[int], domains: int, states: list[State] | None) -> Solution:
        ways: list[Callable[[], Solution]] = []
        if states is not None:
            beside = 0.0 if self._slopes else self._beside
            ways.append(partial(self._by_states, parts, domains, States(states), beside))
            if self._slopes and self._beside > 0.0:
                # Derivatives that are right beside all that fails are better than none.
                ways.append(partial(self._by_states, parts, domains, States(states), self._beside))
        else:
            ways.append(partial(self._alive, parts, domains))
            if not self._quick:
                ways.append(partial(self._by_diagram, parts, domains, min(self._budget, DOMAIN_NODES)))
                ways.append(partial(self._of_states, parts, domains))
                ways.append(partial(self._by_diagram, parts, domains, self._budget, take_over=True))
        for way in ways:
            try:
                return way()
            except BudgetExceeded:
                continue
        return self._at_last(parts, domains)

    def _at_first(self, parts: Sequence[int], domains: int, states: list[State] | None) -> Solution | None:
        """Return what one or two failures do in a large group, closer where it is to be had in the time."""
        if not self._is_large(parts, states):
            return None
        if not self._kept:
            return self._few_failures(parts, domains, states)
        return self._earlier(self._kept, parts, domains).first_bounds(
            partial(self._few_failures, parts, domains, states),
            lambda low, high: self._is_close(Solution(low, high, Gradient())),
            in_states=states is not None,
        )

    def _earlier(self, kept: KeptSolutions, parts: Sequence[int], domains: int) -> KnownBefore:
        """Return what earlier runs have left, to be as close as first bounds are to be."""
        from archdraw.core.analysis.reliability.known_before import KnownBefore

        pause = self._pause_until(max(self._until, thread_time()) + _COMPARING)
        aim = Aim(NARROW, self._failed, pause, self._pause_until(self._until))
        return KnownBefore(kept, self._system, self.supports, aim, parts, domains)

    def aim_until(self, latest: float) -> Aim:
        """Return what first bounds aim at that are compared with what is known, by about a time."""
        return Aim(NARROW, 0.0, self._pause_until(latest + _COMPARING), self._pause_until(latest))

    def _pause_until(self, latest: float) -> Callable[[], None]:
        """Return what ends the run when it is asked to stop, or the thread has worked until a time."""
        should_stop, again = self._should_stop, -math.inf

        def pause() -> None:
            nonlocal again
            check(should_stop)
            # To ask for the time that a thread has worked takes long: it is no more than has passed.
            now = monotonic()
            if now >= again:
                left = latest - thread_time()
                if left < 0.0:
                    raise BudgetExceeded
                again = now + left

        return pause

    def _few_failures(
        self,
        parts: Sequence[int],
        domains: int,
        states: list[State] | None,
        before: LowsBefore | None = None,
    ) -> Solution | None:
        """Return the same without a comparison with what earlier runs have left."""
        pause = self._pause_until(self._until + _AT_MOST_LATER)
        try:
            aim = Aim(NARROW, self._failed, pause, self._pause_until(self._until))
            first = self._low_orders(parts, domains, states, aim, before)
        except BudgetExceeded:
            first = Solution(*propagate(self._system, parts), Gradient())
        if first is None or domains or self._is_close(first) or thread_time() > self._until:
            return first
        thin = self._thin(parts, domains)
        return first if thin is None else first.within(thin.low, thin.high)

    def _units_of(self, parts: Sequence[int]) -> int:
        """Return how many units the gates among the parts are made of."""
        mask = 0
        for part in parts:
            if self._system.formula.threshold[part]:
                mask |= self.supports.units[part]
        return mask.bit_count()

    def _low_orders(
        self,
        parts: Sequence[int],
        domains: int,
        states: list[State] | None,
        aim: Aim,
        before: LowsBefore | None = None,
    ) -> Solution | None:
        """Return bounds from what few failures do; None where they are not to be had.

        Of states of domains it may be known what few did `before` to a group like it.

        Raises
        ------
        BudgetExceeded
            There is no time.
        """
        from archdraw.core.analysis.reliability.first_bounds import bounds_in_states, bounds_over_domains

        found: tuple[float, float] | None
        if states is None:
            found = bounds_over_domains(self._system, parts, domains, self.supports, aim)
        else:
            found = bounds_in_states(self._system, parts, states, aim, before)
        return None if found is None else Solution(*found, Gradient())

    def _by_diagram(
        self, parts: Sequence[int], domains: int, budget: int, *, take_over: bool = False
    ) -> Solution:
        from archdraw.core.analysis.reliability.by_diagram import solve_by_diagram

        return solve_by_diagram(
            self._system, parts, self.supports, budget, domains, self.pause, take_over=take_over
        )

    def _alive(self, parts: Sequence[int], domains: int) -> Solution:
        """Return what the states give in which no single unit has certainly failed: all, or the likely ones.

        Raises
        ------
        BudgetExceeded
            There are too many of them, or some block is too large.
        """
        system, formula = self._system, self._system.formula
        units = [system.units[formula.unit[part]] for part in parts if formula.threshold[part] == 0]
        most, least = (QUICK_STATES, QUICK_LEAST) if self._quick else (ALIVE_STATES, 0.0)
        found = alive_states(system, units, domains, most, least)
        if found is None and not self._quick:
            found = alive_states(system, units, domains, most, LEAST)
        if found is None:
            raise BudgetExceeded
        return self._by_states(parts, domains, found)

    def _of_states(self, parts: Sequence[int], domains: int) -> Solution:
        """Return what all states of the domains give or, of very many, the likely ones.

        Raises
        ------
        BudgetExceeded
            Some block is too large, or the bounds are not close enough.
        """
        more = domain_states(self._system, domains, self._max_states * MORE_STATES // MAX_STATES)
        if more is not None:
            return self._by_states(parts, domains, States(more))
        likely, rest = likely_states(self._system, domains, LIKELY_STATES)
        found = self._by_states(parts, domains, States(likely, rest))
        if found.high - found.low > CLOSE * found.high:
            raise BudgetExceeded
        return found

    def _at_last(self, parts: Sequence[int], domains: int) -> Solution:
        """Return the bounds that can be had without the diagram of everything."""
        self._deadline = math.inf if self._deadline == math.inf else monotonic() + SECONDS
        closely = None if self._quick else self._closely(parts, domains)
        many = _MANY_UNITS if self._slopes else _FEWER_UNITS
        if closely is not None and (domains or self._units_of(parts) > many):
            return closely
        patient = closely is not None and self._slopes and not self._is_close(closely)
        thin = self._thin(parts, domains, hurry=closely is not None, patient=patient)
        if closely is not None:
            # Derivatives are those of the diagram.
            return closely if thin is None else thin.within(closely.low, closely.high)
        if self._bounding is not None:
            if thin is not None and self._is_close(thin):
                return thin
            low, high = self._bounding(parts)
            return Solution(low, high, Gradient()) if thin is None else thin.within(low, high)
        if thin is not None and (self._quick or self._is_close(thin)):
            return thin
        if not self._quick:
            try:
                likely, rest = likely_states(self._system, domains, LIKELY_STATES)
                found = self._by_states(parts, domains, States(likely, rest))
            except BudgetExceeded:
                pass
            else:
                return found if thin is None else thin.within(found.low, found.high)
        if thin is not None:
            return thin
        return Solution(*propagate(self._system, parts), Gradient())

    def _closely(self, parts: Sequence[int], domains: int) -> Solution | None:
        """Return what few failures do as closely as it is to be had in some tenths of a second."""
        states = domain_states(self._system, domains, self._max_states)
        most = _MORE_CLOSELY if self._slopes else _CLOSELY
        patience = Patience(_CASES, 0.4 * NARROW, self._pause_until(math.inf)) if self._slopes else None
        aim = Aim(CLOSE, self._failed, self.pause, self.pause, *most, patience)
        try:
            found = self._low_orders(parts, domains, states, aim)
        except BudgetExceeded:
            return None
        # Without derivatives it is no exact solution.
        return found and Solution(found.low, max(found.high, found.low * _APART), found.gradient)

    def _thin(
        self, parts: Sequence[int], domains: int, *, hurry: bool = False, patient: bool = False
    ) -> Solution | None:
        """Return the bounds of diagrams that leave out what hardly ever matters.

        To `hurry` is to have none where the first takes long, to be `patient` to go on for longer.
        """
        from archdraw.core.analysis.reliability.close_bounds import Effort, close_bounds

        now = thread_time()
        effort = Effort(AS_CLOSE, now + THIN_SECONDS, now + (THIN_SECONDS if hurry else SECONDS), THIN_NODES)
        if patient:
            effort = Effort(_PATIENTLY, now + _PATIENT_SECONDS, now + THIN_SECONDS, THIN_NODES)
        if self._quick:
            if domains:
                return None  # the states of many domains take too long
            effort = Effort(NARROW, self._until, self._until, QUICK_THIN_NODES)
        return close_bounds(self._system, parts, self.supports, domains, self._failed, effort, self.pause)

    def _is_close(self, found: Solution) -> bool:
        """Return whether bounds of a group are close beside all else that fails."""
        beside = 1.0 - self._failed
        return beside * (found.high - found.low) <= NARROW * (self._failed + beside * found.low)

    def _by_states(self, parts: Sequence[int], domains: int, states: States, beside: float = 0.0) -> Solution:
        return solve_by_states(
            self._system,
            parts,
            self.supports,
            domains,
            states,
            self.blocks,
            slopes=self._slopes,
            beside=beside,
        )


def _roughly(chance: float) -> float:
    """Return a chance whose odds are rounded down: it stays when the chance hardly changes."""
    if not 0.0 < chance < 1.0:
        return chance
    part, power = math.frexp(chance / (1.0 - chance))
    odds = math.ldexp(math.floor(part * 16.0) / 16.0, power)
    return odds / (1.0 + odds)
