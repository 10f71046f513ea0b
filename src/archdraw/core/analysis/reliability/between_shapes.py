"""How likely a group fails whose shape has changed, from what is known of it as it was (`beside_changes`).

What fails one of them and not the other is a small formula (`shape_changes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.beside_changes import Changes, left_as_it_was, range_after
from archdraw.core.analysis.reliability.changed_failures import fails_alone
from archdraw.core.analysis.reliability.shape_changes import ShapeChanges

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.reliability.kept_shapes import Compared, KnownShape

# There is at least so much room of what is asked, or of what is left open anyway.
_AT_LEAST = 0.2
# What sums round off at most, relative to them.
_ROUNDED = 1e-12


def range_between(compared: Compared, room: float, pause: Callable[[], None]) -> tuple[float, float] | None:
    """Return a range of the failure of a group from what is known of another one.

    None where something fails for certain. It need not be closer than the room.

    Raises
    ------
    BudgetExceeded
        There is no time, or too much has changed.
    """
    known = compared.known
    known.pause.call, known.literals.domains = pause, compared.domains
    try:
        with left_as_it_was(known):
            return _range(known, ShapeChanges(compared), room)
    finally:
        known.pause.call, known.literals.domains = None, known.domains


def _range(known: KnownShape, changes: ShapeChanges, room: float) -> tuple[float, float] | None:
    apart = known.high - known.low
    room = max(room - apart, _AT_LEAST * max(room, apart))
    more, less = changes.more(), changes.less()
    works = known.top.singles & ~fails_alone(less)
    ends = known.low, known.high
    found = range_after(known, ends, Changes(more, less, works, changes.whole), room)
    if found is None:
        return None
    # What is taken away may be nearly all.
    wrong = known.apart + _ROUNDED * (found[1] + known.high)
    return max(0.0, found[0] - wrong), min(1.0, found[1] + wrong)
