"""How likely a journey fails after an edit, from what is known of it as it was: only what is touched is seen.

What fails it alone both before and after is set apart: all else need only be compared while that works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.aims import NARROW
from archdraw.core.analysis.reliability.beside_changes import (
    Changes,
    left_as_it_was,
    range_after,
    where_working,
)
from archdraw.core.analysis.reliability.call_changes import CallChanges
from archdraw.core.analysis.reliability.changed_failures import ChangedFailures
from archdraw.core.analysis.reliability.changed_figures import ChangedFigures
from archdraw.core.analysis.reliability.conditions import NEVER
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.gate_weights import sum_of
from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.call_lows import CallChange, Place
    from archdraw.core.analysis.reliability.calls import Calls
    from archdraw.core.analysis.reliability.gate_weights import GateWeights
    from archdraw.core.analysis.reliability.known_calls import KnownCalls

# There is at least so much room of what is asked. So much of it may go to what is not looked at closely: so
# many steps up it is looked for what must fail beside it.
_AT_LEAST, _OF_ROOM, _WAYS, _CLOSELY = 0.01, 0.7, (1, 2, 4), 0.2
# What weighs so many times more than there is room for is known more closely in other ways; with what else
# must fail further up it hardly weighs so many times less.
_TOO_MUCH, _BY_FAR = 6.0, 15.0
# What sums round off at most, relative to them.
_ROUNDED = 1e-12


def range_between_calls(
    known: KnownCalls, calls: Calls, pause: Callable[[], None]
) -> tuple[float, float] | None:
    """Return a range of the failure of a journey from what is known of it as it was.

    None where something fails for certain.

    Raises
    ------
    BudgetExceeded
        There is no time, or too much has changed.
    """
    go_on, known.orders.pause = known.orders.pause, pause
    try:
        with left_as_it_was(known):
            return _range(known, CallChanges(known, calls))
    finally:
        known.orders.pause = go_on


def _range(known: KnownCalls, changes: CallChanges) -> tuple[float, float] | None:
    _refuse_many(known, changes)
    failure = known.literals.failure
    figures = ChangedFigures(known, changes.figures, changes.now)
    more, less = [*changes.more(), *figures.more], changes.less()
    works, below = known.top.singles, None
    if less:
        alone, below = changes.alone_and_below
        works &= alone
    known.count_wrong(works)
    apart = [failure[literal] for literal in bits(works)]
    before = any_fails(apart)
    now = any_fails([figures.alone.get(literal, failure[literal]) for literal in bits(works)])
    if before >= 1.0 or now >= 1.0:
        return None
    # While those work.
    left = 1.0 - before
    ends = max(0.0, (known.low - before) / left), min(1.0, max(0.0, (known.high - before) / left))
    asked = NARROW * known.high / left
    room = max(_AT_LEAST * asked, asked - (ends[1] - ends[0]))
    share = _OF_ROOM * room / max(1, sum([bool(those) for those in (more, less, figures.less)]))
    won, added = _weighed(known, more, known.top.singles, share)
    lost, gone = _weighed(known, less, works, share)
    eased, fewer = _weighed(known, figures.less, known.top.singles, share)
    most = _TOO_MUCH * room
    both = Changes(added, gone, works, changes.whole, below, fewer, most)
    found = range_after(known, ends, both, room - won - lost - eased)
    if found is None:
        return None
    # Where literals are wrong about a unit, all others that fail it alone work.
    wrong = known.apart / (1.0 - max(apart, default=0.0)) + figures.wrong
    wrong += _ROUNDED * (found[1] + (known.high + before) / left)
    low, high = max(0.0, found[0] - lost - eased - wrong), min(1.0, found[1] + won + wrong)
    return now + (1.0 - now) * low, now + (1.0 - now) * high


def _refuse_many(known: KnownCalls, changes: CallChanges) -> None:
    """Look no further where much of what failed the journey alone does not any more.

    Raises
    ------
    BudgetExceeded
        It does not.
    """
    if not changes.freed:
        return
    failure, alone = known.literals.failure, known.top.singles
    masks = [low.singles & alone for one in changes.freed for low in known.own[one]]
    # Domains may still fail it, by what is in them.
    domains = (1 << len(known.calls.domain_failure)) - 1
    weight = sum([sum_of(mask & ~domains, failure) for mask in masks])
    left = 1.0 - any_fails([failure[literal] for literal in bits(alone)])
    asked = NARROW * known.high
    if weight * left > _TOO_MUCH * max(_AT_LEAST * asked, asked - (known.high - known.low)):
        raise BudgetExceeded


def _weighed(
    known: KnownCalls, places: Sequence[Place], works: int, room: float
) -> tuple[float, list[CallChange]]:
    """Return what places weigh together that need not be looked at closely, and the changes of the others.

    Literals of a mask work.
    """
    total = 0.0
    found: list[CallChange] = []
    if not places:
        return total, found
    weights = where_working(known, known.literals.failure, works)
    for place in places:
        change = None if place.needed else _rough(known, place, weights, works, room - total)
        if change is None:
            found.append(place.change())
        else:
            total += change
    return total, found


def _rough(known: KnownCalls, place: Place, weights: GateWeights, works: int, room: float) -> float | None:
    """Return what a place weighs at most, if there is room for that.

    Raises
    ------
    BudgetExceeded
        It weighs too much to be known closely.
    """
    failure, before, pairs = weights.failure, NEVER, 0.0
    here = sum_of(place.here.singles, failure)
    for ways in _WAYS:
        known.orders.pause()
        change = place.change(ways)
        beside = change.beside
        if beside is None or (before.singles == beside.singles and before.pairs == beside.pairs):
            continue
        pairs, before = here * sum_of(beside.singles, failure), beside
        if pairs > _BY_FAR * _TOO_MUCH * room:
            raise BudgetExceeded
        if pairs <= room:
            # What there is no room for anyway is not looked at closely.
            most = ChangedFailures(known.orders, [change], weights, works, _CLOSELY * room).most
            if most <= room:
                return most
    if pairs > _TOO_MUCH * room:
        raise BudgetExceeded
    return None
