"""How close first bounds are to be, and how much may be done for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

# Bounds so close, relative to the result, are right.
NARROW = 1e-4


@frozen
class Patience:
    """Where bounds are further apart than `near` of all that fails, so many `cases` are looked at (`Cases`).

    `pause` is called meanwhile and may raise to end the work.
    """

    cases: int
    near: float
    pause: Callable[[], None]


@frozen
class Aim:
    """How close bounds are to be: to so much of all that fails, of which `known` is certain beside the parts.

    `pause` is called now and then and may raise to end the work; `hurry` where there are bounds already. The
    closest bounds of pairs may take so many `steps`, and so many `triples` may be looked at. To have `time`
    is to leave out less, and to look at what each triple leaves for others to fail. With `patience` cases are
    looked at where many domains are shared.
    """

    enough: float
    known: float
    pause: Callable[[], None]
    hurry: Callable[[], None]
    steps: int = 8_000
    triples: int = 12_000
    time: bool = False
    patience: Patience | None = None

    def in_time(self) -> bool:
        """Return whether there is time to look closer where there are bounds already."""
        try:
            self.hurry()
        except BudgetExceeded:
            return False
        return True

    def room(self, also: float = 0.0, enough: float | None = None) -> float:
        """Return how far apart the bounds of the parts may be, of which so much is certain to fail."""
        return (self.enough if enough is None else enough) * (
            self.known / (1.0 - min(self.known, 0.9)) + also
        )
