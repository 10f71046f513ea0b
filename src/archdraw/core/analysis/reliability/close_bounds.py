"""Bounds from thin diagrams, closer and closer while there is time."""

from __future__ import annotations

import math
from time import thread_time
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability import by_diagram
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.intervals import propagate
from archdraw.core.analysis.reliability.solution import Solution
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.encoding import Supports
    from archdraw.core.analysis.structure.system import System

# Bounds as close as this, relative to the whole result, are tried first …
_FIRST = 1e-4
# … with so small a part of it left out at each node; then with a tenth of that, which takes about so many
# times as long, or with as much less as part of the time may be enough for.
_PARTS, _FINER, _LONGER, _OF_TIME = 300.0, 10.0, 4.0, 0.7


@frozen
class Effort:
    """How close bounds are to be, and what may be spent on them.

    Closer ones than `enough`, relative to the whole result, are not looked for. After the time `until` of the
    thread (`thread_time`) there is to be no more than there is, and after `latest` also not where there is
    nothing yet. `budget` is the largest diagram.
    """

    enough: float
    until: float
    latest: float
    budget: int


def close_bounds(
    system: System,
    parts: Sequence[int],
    supports: Supports,
    domains: int,
    known: float,
    effort: Effort,
    pause: Callable[[], None],
) -> Solution | None:
    """Return a range of "any of the parts fails", or None where there is none in that time.

    Parameters
    ----------
    known
        What is certain to fail beside the parts: with much of that they need not be known as closely.
    pause
        Called now and then; may raise to end the work.
    """
    least_of_all, most_of_all = propagate(system, parts)
    beside = 1.0 - min(known, 1.0 - 1e-12)
    best: Solution | None = None
    least = _FIRST * (known + beside * least_of_all) / beside / _PARTS

    def wait() -> None:
        pause()
        if thread_time() > (effort.latest if best is None else effort.until):
            raise BudgetExceeded

    while True:
        begun = thread_time()
        try:
            found = by_diagram.solve_by_diagram(
                system, parts, supports, effort.budget, domains, wait, least=least
            )
        except BudgetExceeded:
            return best
        low = max(found.low, least_of_all if best is None else best.low)
        high = max(low, min(found.high, most_of_all if best is None else best.high))
        best = Solution(low, high, found.gradient)
        took = thread_time() - begun
        close = beside * (high - low) <= effort.enough * (known + beside * low)
        left = effort.until - thread_time()
        if close or left < _LONGER * took:
            return best
        least /= max(_FINER, _FINER ** math.log(_OF_TIME * left / took, _LONGER) if took > 0.0 else 0.0)
