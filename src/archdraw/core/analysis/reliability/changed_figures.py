"""What other figures of units add to the failure of a journey, or take from it.

The failure is linear in that of each literal. By how much it differs for another chance of one is how likely
yet another literal, of some chance, fails the journey where that one stands.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.call_lows import Place
from archdraw.core.analysis.reliability.gate_weights import sum_of
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.reliability.call_lows import CallLows
    from archdraw.core.analysis.reliability.known_calls import KnownCalls
    from archdraw.core.analysis.reliability.low_orders import Low
    from archdraw.core.analysis.structure.events import Unit

# Of more literals it is not looked at each two.
_SEVERAL = 64


@frozen
class Moved:
    """A literal of a unit with that of the same place by now; any of its `mates`, if any, must fail too."""

    before: int
    now: int
    mates: int


def moved_literals(known: KnownCalls, component: str, units: Sequence[Unit]) -> list[Moved] | None:
    """Return the literals of a component with those of its units as they are by now.

    None where they do not fail it in the same ways, or it is so much less likely that no chance is as much.
    """
    literals, orders, failure = known.literals, known.orders, known.literals.failure
    start, end = known.places[component]
    first, own = len(literals.failure), known.own[component]
    lows = [literals.of_unit(unit) for unit in units]
    domains = (1 << len(known.calls.domain_failure)) - 1
    shift = first - start

    def shifted(mask: int) -> int:
        return mask & domains | (mask & ~domains) << shift

    def ways(low: Low, *, move: bool) -> tuple[int, set[tuple[int, int]]]:
        pairs = orders.pairs(low)
        if not move:
            return low.singles, set(pairs)
        return shifted(low.singles), {(shifted(one), shifted(two)) for one, two in pairs}

    if len(lows) != len(own) or len(literals.failure) - first != end - start:
        return None
    if any(ways(one, move=True) != ways(other, move=False) for one, other in zip(own, lows, strict=True)):
        return None
    if any(failure[at] - failure[at + shift] > 1.0 - failure[at] for at in range(start, end)):
        return None
    mates = {1 << at: 0 for at in range(start, end)}
    for low in own:
        for one, two in orders.pairs(low):
            # Domains are the first literals.
            if two in mates:
                mates[two] |= one
    return [Moved(at, at + shift, mates[1 << at]) for at in range(start, end)]


class ChangedFigures:
    """What is `more` likely to fail the journey by now, and what `less`, where only figures are others.

    What several literals do together may be `wrong` by so much. Some that fail it `alone` have other chances.
    """

    def __init__(self, known: KnownCalls, figures: Mapping[str, Sequence[Moved]], lows: CallLows) -> None:
        """Look at the literals that have moved, by component; `lows` says what fails these."""
        self.more: list[Place] = []
        self.less: list[Place] = []
        self.alone: dict[int, float] = {}
        self._known = known
        several: list[tuple[float, float]] = []
        for component, moved in figures.items():
            more: list[Moved] = []
            less: list[Moved] = []
            for one in moved:
                change = self._change(one)
                if change:
                    beside = min(1.0, sum_of(one.mates, known.literals.failure)) if one.mates else 1.0
                    several.append((abs(change), beside))
                    (more if change > 0.0 else less).append(one)
            self.more += [Place(component, self._low(more), lows)] if more else []
            self.less += [Place(component, self._low(less), lows)] if less else []
        self.wrong = _together(several)

    def _change(self, moved: Moved) -> float:
        """Return by how much a literal is likelier to matter; the new one gets that chance."""
        failure, alone = self._known.literals.failure, self._known.top.singles
        before, now = failure[moved.before], failure[moved.now]
        if alone >> moved.before & 1:
            self.alone[moved.before] = now
            return 0.0
        if before == now or (moved.mates and not moved.mates & ~alone):
            return 0.0
        failure[moved.now] = abs(now - before) / (1.0 - before)
        return failure[moved.now] if now > before else -failure[moved.now]

    def _low(self, moved: Sequence[Moved]) -> Low:
        singles = 0
        pairs: list[tuple[int, int]] = []
        for one in moved:
            if one.mates:
                pairs.append((one.mates, 1 << one.now))
            else:
                singles |= 1 << one.now
        return self._known.orders.of_pairs(singles, pairs)


def _together(several: Sequence[tuple[float, float]]) -> float:
    """Return how much literals matter together at most, by chances and how likely any of their mates fails.

    That two of them matter takes a mate of both. What more of them do is at most twice as much for each.
    """
    if len(several) > _SEVERAL:
        return prod([1.0 + 2.0 * chance for chance, _ in several]) - 1.0
    pairs = [
        one * other * min(beside, mates)
        for at, (one, beside) in enumerate(several)
        for other, mates in several[:at]
    ]
    # Each that both fail counts twice, before and after.
    return 3.0 * sum(pairs) * prod([1.0 + 2.0 * chance for chance, _ in several])
