"""Nets of large designs whose failure took long to find, for first bounds after an edit (`known_nets`)."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.reliability.aims import Aim
    from archdraw.core.analysis.reliability.known_nets import KnownNets
    from archdraw.core.analysis.reliability.merging import Points
    from archdraw.core.analysis.structure.system import System


@slotted
class KeptNets:
    """The nets that were solved last. `solved` are those of the last run, which are not kept yet.

    What looks at them is loaded with the first that are kept: after an edit there is little time.
    """

    solved: list[tuple[System, Points]] = field(default_factory=list)
    known: KnownNets | None = None

    def clear(self) -> None:
        """Forget everything."""
        self.solved.clear()
        self.known = None

    def compare_later(self, system: System, points: Points | None) -> None:
        """Note what took long, if its units have bits that stay after an edit: of few it takes no time."""
        if points is not None and points.net.ranks is not None:
            self.solved.append((system, points))

    def keep(self, pause: Callable[[], None]) -> None:
        """Keep the nets of the last run; what `pause` ends is not kept."""
        if not self.solved:
            return
        from archdraw.core.analysis.reliability.known_nets import KnownNets

        known = KnownNets(self.solved[0][0])
        for system, points in self.solved:
            known.keep(system, points, pause)
        self.solved.clear()
        self.known = known

    def bounds(self, system: System, points: Points, aim: Aim) -> tuple[float, float] | None:
        """Return a certain range of the failure of a root if it is as close as is aimed at, else None."""
        if self.known is None:
            return None
        try:
            found = self.known.bounds(system, points, aim)
        except BudgetExceeded:
            return None
        return found if found is not None and found[1] - found[0] <= aim.enough * found[0] else None
