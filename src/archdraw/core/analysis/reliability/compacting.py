"""Makes a formula smaller before anything is computed (`simplifying`); what was done is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.merging import Net, Points, emit
from archdraw.core.analysis.reliability.simplifying import downwards, simplified
from archdraw.core.analysis.structure.formula import FAILS
from archdraw.core.analysis.structure.masks import mask_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.kept import KeptFormula
    from archdraw.core.analysis.structure.system import System


class Compactor:
    """Simplifies nodes of the formula of one system; remembers what it has done."""

    def __init__(self, system: System, kept: KeptFormula | None = None) -> None:
        self._system = system
        self._kept = kept
        self._known: dict[tuple[int, int, int], list[int]] = {}
        self._points: dict[int, Points] = {}

    def parts(self, root: int, perfect: int, fatal: int = 0) -> list[int]:
        """Return nodes of which any fails exactly when `root` does while the units of a mask never fail.

        Parameters
        ----------
        perfect
            Mask of the units that never fail.
        fatal
            Mask of the domains that are taken to be up: they tell no units apart.
        """
        key = root, perfect, fatal
        found = self._known.get(key)
        if found is None:
            kept = self._kept
            found = None if kept is None else kept.smaller(key)
            if found is None:
                found = self._compacted(root, perfect, fatal)
                if kept is not None:
                    kept.made_smaller(key, found)
            self._known[key] = found
        return found

    def points(self, root: int, fatal_of: Callable[[list[int], Net, Sequence[int]], int]) -> Points:
        """Return what fails a root by itself. Units inside of boxes are not looked at.

        Parameters
        ----------
        fatal_of
            Returns the domains from these units, the simplified formula and its order (`downwards`).
        """
        found = self._points.get(root)
        if found is None:
            kept = self._kept
            net = None if kept is None else kept.nets.get(root)
            if net is None:
                net = simplified(self._system, root, 0, None if kept is None else kept.places)
                if kept is not None:
                    kept.nets[root] = net
            alone = net.fatal()
            order = downwards(net)
            found = self._points[root] = Points(net, order, alone, fatal_of(alone, net, order))
        return found

    def known_points(self, root: int) -> Points | None:
        """Return the same if it was asked for before."""
        return self._points.get(root)

    def alone(
        self, root: int, fatal_of: Callable[[list[int], Net, Sequence[int]], int]
    ) -> tuple[list[int], int]:
        """Return the units that fail the root by themselves, and the domains that do so as a mask.

        The parts while these never fail are known from then on.
        """
        if root <= FAILS:
            return [], 0
        points, kept = self.points(root, fatal_of), self._kept
        alone, fatal = points.alone, points.fatal
        perfect = mask_of(alone, alone[-1]) if alone else 0
        key = root, perfect, fatal
        parts = None if kept is None else kept.smaller((*key, "alone"))
        if parts is None:
            parts = emit(self._system, points.net, points.order, fatal)
            if kept is not None:
                kept.made_smaller((*key, "alone"), parts)
        self._known[key] = parts
        return alone, fatal

    def _compacted(self, root: int, perfect: int, fatal: int) -> list[int]:
        if root <= FAILS:
            return [FAILS] if root == FAILS else []
        formula = self._system.formula
        net = simplified(self._system, root, perfect)
        parts = emit(self._system, net, downwards(net), fatal)
        return sorted({*parts, *map(formula.var, net.fatal())})
