"""Conditional Monte Carlo where neither a diagram nor cut sets of low order say enough.

States are drawn given how many units have failed, whose distribution is known exactly: U = Σ P(k failed) ×
P(the node fails | k failed). What is rare is then only that so many fail, and that is not drawn. Whichever
chances states are drawn with, as long as the odds of all units are raised alike, those with k failures have
the same distribution: draws at several levels are put together.
"""

from __future__ import annotations

import math
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.reliability.solution import Gradient, unit_failure
from archdraw.core.analysis.reliability.states import domain_states, likely_states
from archdraw.core.analysis.structure.cancelling import check
from archdraw.core.analysis.structure.formula import FAILS, WORKS, evaluate
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.reliability.listing import Found
    from archdraw.core.analysis.reliability.solution import Solution
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

# Numbers drawn in all and at a time; states drawn at most, and in the first look at a level.
_ALL, _CHUNK = 100_000_000, 2_000_000
_MOST_DRAWN, _LOOK = 4_000_000, 512
_MOST_STATES = 32
_MOST_LEVELS = 14
# Of more units no derivatives are estimated: their counts take room.
_MOST_SLOPES = 1_500
_NORMAL_95 = 1.959964


@slotted
class Sampled:
    """An unavailability with both ends of its 95 % interval, and its derivatives, estimated as well."""

    middle: float
    low: float
    high: float
    gradient: Gradient = field(default_factory=Gradient)


def estimate_within(
    system: System, root: int, solution: Solution, found: Found, should_stop: Stop | None = None
) -> Sampled:
    """Return the estimate for a node within its bounds, given the cut sets that are known of it."""
    smallest = min(map(len, found.family.all()), default=(found.order or 0) + 1)
    sampled = conditional_estimate(system, root, smallest - 1, should_stop)
    ends = (sampled.middle, sampled.low, sampled.high)
    middle, low, high = (min(max(one, solution.low), solution.high) for one in ends)
    return replace(sampled, middle=middle, low=low, high=high)


def conditional_estimate(
    system: System,
    root: int,
    survives: int = 0,
    should_stop: Stop | None = None,
    seed: int = 1,
    opposite: Mapping[int, int] | None = None,
) -> Sampled:
    """Return the unavailability of a node out of states that are drawn.

    States of the domains are gone through one by one, the likely ones where there are many: what is left out
    makes the interval wider. Where less is known than half of the upper end, that end is the estimate.

    Parameters
    ----------
    survives
        As many events that fail together certainly leave it working.
    opposite
        Of units that fail where another one does not this other one.
    """
    import numpy as np

    if root in (WORKS, FAILS):
        return Sampled(*(float(root == FAILS),) * 3)
    rng = np.random.default_rng(seed)
    opposite = opposite or {}
    units = sorted({opposite.get(unit, unit) for unit in system.formula.units_below(root)})
    domains = 0
    for unit in units:
        domains |= system.units[unit].domain_mask
    states, rest = domain_states(system, domains, _MOST_STATES), 0.0
    if states is None:
        states, rest = likely_states(system, domains, _MOST_STATES)
    middle = below = above = 0.0
    gradient = Gradient()
    each = min(_ALL // max(1, len(units)), _MOST_DRAWN) // max(1, len(states))
    for probability, lost in states:
        check(should_stop)
        chances = [unit_failure(system.units[unit], lost) for unit in units]
        needed = [_events_down(system.units[unit], lost) for unit in units]
        spare = _surely_survived(needed, survives - lost.bit_count())
        drawn = _Drawn(system, root, dict(zip(units, chances, strict=True)), rng, should_stop, opposite)
        found, low, high = drawn.estimate(each, spare)
        middle += probability * found
        below += (probability * (found - low)) ** 2
        above += (probability * (high - found)) ** 2
        for unit, slope in drawn.slopes(found).items():
            by_state = gradient.units.setdefault(unit, {})
            around = lost & system.units[unit].domain_mask
            by_state[around] = by_state.get(around, 0.0) + probability * slope
        _add_domains(gradient, system, domains, lost, probability * found)
    low, high = max(0.0, middle - math.sqrt(below)), min(1.0, middle + math.sqrt(above) + rest)
    return Sampled(high if middle < 0.5 * high else middle, low, high, gradient)


def _add_domains(gradient: Gradient, system: System, domains: int, lost: int, failed: float) -> None:
    """Add what failures in one state of the domains say of each that is not inside a lost one."""
    for bit in bits(domains):
        q = system.domain_failure[bit]
        if 0.0 < q < 1.0 and not system.domain_ancestors[bit] & lost:
            share = failed / q if lost >> bit & 1 else -failed / (1.0 - q)
            gradient.domains[bit] = gradient.domains.get(bit, 0.0) + share


def _events_down(unit: Unit, lost: int) -> int:
    """Return how many events at least have failed when a unit has, domains not counted."""
    return 1 if unit.event is not None else max(0, unit.available(lost) - unit.needed + 1)


def _surely_survived(needed: Sequence[int], events: int) -> int:
    """Return how many failed units are never more than so many failed events, whichever these are."""
    found = 0
    for number in sorted(needed, reverse=True):
        events -= number
        if events < 0:
            break
        found += 1
    return found


class _Drawn:
    """States of the units in one state of the domains, by how many of them have failed."""

    def __init__(
        self,
        system: System,
        root: int,
        chances: Mapping[int, float],
        rng: Any,
        should_stop: Stop | None,
        opposite: Mapping[int, int],
    ) -> None:
        import numpy as np

        self._formula = system.formula
        self._root, self._nodes = root, system.formula.below([root])
        self._rng, self._stop = rng, should_stop
        # Units that surely fail or surely work are no matter of chance.
        self._sure = [unit for unit, q in chances.items() if q >= 1.0]
        open_units = [(unit, q) for unit, q in chances.items() if 0.0 < q < 1.0]
        self._units = [unit for unit, _ in open_units]
        self._q = np.array([q for _, q in open_units])
        self._seen = np.zeros(len(open_units) + 1)
        self._failing = np.zeros(len(open_units) + 1)
        # By number of failures how often each unit is down where the node fails.
        most = len(open_units) if len(open_units) <= _MOST_SLOPES else 0
        self._with = np.zeros((len(open_units) + 1, most), np.float32)
        self._weight = _numbers(self._q)
        self._spare = 0
        self._opposite = opposite
        # Whether it fails where no unit has, and where all have.
        self._at_none, self._at_all = False, True

    def estimate(self, most: int, spare: int) -> tuple[float, float, float]:
        """Return P(the node fails) with both ends of its 95 % interval, out of so many states at most.

        It certainly works while no more than `spare` units have failed.
        """
        import numpy as np

        self._spare = spare
        count = len(self._units)
        self._at_none = bool(self._fails(np.zeros((count, 1), bool))[0])
        self._at_all = bool(self._fails(np.ones((count, 1), bool))[0])
        if not count or (self._at_none and not self._opposite):
            return (float(self._at_none),) * 3
        if not self._at_all and not self._opposite:
            return 0.0, 0.0, 0.0
        weight = self._weight
        levels = [_raised(self._q, wanted) for wanted in _means(float(self._q.sum()), count)]
        most = max(most, _LOOK * len(levels))
        for level in levels:
            self._draw(level, min(_LOOK, most))
        shares = [float((_numbers(level) * self._worth(weight)).sum()) for level in levels]
        total = math.fsum(shares)
        for level, share in zip(levels, shares, strict=True):
            if total > 0.0:
                self._draw(level, int((most - _LOOK * len(levels)) * share / total))
        low, high = self._ends()
        found = np.where(self._seen > 0, self._failing / np.maximum(self._seen, 1.0), high)
        # Where more failures never help, these shares grow; where they were hardly seen, ends of others hold.
        found = np.clip(found, low, high)
        middle = float((weight * found).sum())
        below = math.sqrt(float(((weight * (found - low)) ** 2).sum()))
        above = math.sqrt(float(((weight * (high - found)) ** 2).sum()))
        return middle, max(0.0, middle - below), min(1.0, middle + above)

    def slopes(self, failed: float) -> dict[int, float]:
        """Return the derivative of P(the node fails) by the chance of each unit, out of what was drawn.

        P(fails and the unit is down) − q · P(fails), over q · (1 − q).
        """
        import numpy as np

        if not self._with.size or not self._seen.any():
            return {}
        share = self._weight / np.maximum(self._seen, 1.0)
        whole = min(float((share * self._failing).sum()), failed)
        found = (share @ self._with - self._q * whole) / (self._q * (1.0 - self._q))
        return {unit: max(0.0, float(one)) for unit, one in zip(self._units, found, strict=True)}

    def _worth(self, weight: Any) -> Any:
        """Return by number of failures how much another state with so many says."""
        import numpy as np

        low, high = self._ends()
        return weight * np.sqrt(np.maximum(high - low, 0.0) * (1.0 - low) / np.maximum(self._seen, 1.0))

    def _ends(self) -> tuple[Any, Any]:
        """Return both ends of the share of failing states, by number of failures.

        E. B. Wilson, J. Am. Stat. Assoc. 22, 1927; where none or all failed, the rule of three. The shares
        grow with the number (B. Efron, Ann. Math. Stat. 36, 1965), so each end holds for all on one side; not
        so where failures may help.
        """
        import numpy as np

        n, z = np.maximum(self._seen, 1.0), _NORMAL_95
        share = self._failing / n
        middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n)
        half = z / (1.0 + z * z / n) * np.sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n))
        low = np.where(self._failing <= 0, 0.0, middle - half)
        high = np.where(self._failing >= self._seen, 1.0, middle + half)
        low[: self._spare + 1] = high[: self._spare + 1] = float(self._at_none)
        low[-1] = high[-1] = float(self._at_all)
        if self._opposite:
            return low, high
        return np.maximum.accumulate(low), np.minimum.accumulate(high[::-1])[::-1]

    def _draw(self, chances: Any, number: int) -> None:
        """Draw so many states at these chances and count them."""
        import numpy as np

        size = max(64, _CHUNK // max(1, len(self._units)))
        while number > 0:
            check(self._stop)
            now = min(number, size)
            down = self._rng.random((len(self._units), now), dtype=np.float32) < chances[:, None]
            failed = down.sum(axis=0)
            self._seen += np.bincount(failed, minlength=self._seen.size)
            fails = self._fails(down)
            self._failing += np.bincount(failed[fails], minlength=self._seen.size)
            if self._with.size and fails.any():
                order = np.argsort(failed[fails], kind="stable")
                numbers, starts = np.unique(failed[fails][order], return_index=True)
                self._with[numbers] += np.add.reduceat(
                    down[:, fails][:, order], starts, axis=1, dtype=np.float32
                ).T
            number -= now

    def _fails(self, down: Any) -> Any:
        """Return in which of the states, a column each, the node fails."""
        import numpy as np

        number = down.shape[1]
        everything = (1 << number) - 1
        packed = np.packbits(down, axis=1, bitorder="little")
        words = {
            unit: int.from_bytes(row.tobytes(), "little")
            for unit, row in zip(self._units, packed, strict=True)
        }
        words.update(dict.fromkeys(self._sure, everything))
        words.update({unit: everything & ~words.get(one, 0) for unit, one in self._opposite.items()})
        word = evaluate(self._formula, self._nodes, words, everything)[self._root]
        found = np.frombuffer(word.to_bytes((number + 7) // 8, "little"), np.uint8)
        return np.unpackbits(found, count=number, bitorder="little").astype(bool)


def _numbers(chances: Any) -> Any:
    """Return P(k have failed) for k = 0 … n: terms are positive, none is taken from another."""
    import numpy as np

    found = np.zeros(len(chances) + 1)
    found[0] = 1.0
    for place, q in enumerate(chances, start=1):
        found[1 : place + 1] = found[1 : place + 1] * (1.0 - q) + found[:place] * q
        found[0] *= 1.0 - q
    return found


def _means(usual: float, count: int) -> list[float]:
    """Return the mean numbers of failures that states are drawn at, from the usual one to nearly all."""
    found = [max(usual, 0.5)]
    while found[-1] < 0.9 * count and len(found) < _MOST_LEVELS:
        found.append(min(0.95 * count, max(found[-1] + 1.0, found[-1] * 1.4)))
    return found


def _raised(chances: Any, mean: float) -> Any:
    """Return the chances with the odds of all raised alike, so that so many fail in the mean."""
    import numpy as np

    odds = chances / (1.0 - chances)
    low, high = -60.0, 60.0
    for _ in range(60):
        middle = (low + high) / 2.0
        raised = odds * np.exp(middle)
        if (raised / (1.0 + raised)).sum() < mean:
            low = middle
        else:
            high = middle
    raised = odds * np.exp(high)
    return raised / (1.0 + raised)
