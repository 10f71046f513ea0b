"""What the analysis of a design leaves for the next one, after an edit that leaves most of it as it is.

Nothing in it changes a result. Everything is kept under all that it was worked out from; what depends on the
numbers of nodes is taken up again only where a run asks for the same things in the same order as the last
one did, so that nodes have the numbers that they would have had.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.kept_blocks import KeptBlocks
from archdraw.core.analysis.reliability.kept_lists import KeptFamilies
from archdraw.core.analysis.reliability.kept_lowering import KeptCalls, KeptLowering, nodes_of_narrowed
from archdraw.core.analysis.reliability.kept_solutions import KeptSolutions
from archdraw.core.analysis.reliability.layers import KeptPlaces
from archdraw.core.analysis.reliability.losses import single_losses
from archdraw.core.analysis.structure.kept_records import KeptRecords
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from archdraw.core.analysis.reliability.aims import Aim
    from archdraw.core.analysis.reliability.kept_lowering import LoweredFrom
    from archdraw.core.analysis.reliability.known_nets import KnownNets
    from archdraw.core.analysis.reliability.losses import Scenarios
    from archdraw.core.analysis.reliability.merging import Net, Points
    from archdraw.core.analysis.structure.events import Event, Unit
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.lowering import LoweredJourney
    from archdraw.core.analysis.structure.system import System

    # Units and events.
    _Built = tuple[Sequence[Unit], Sequence[Event]]


class Kept:
    """What is kept between the analyses of one design; for one analysis at a time."""

    def __init__(self) -> None:
        self.records = KeptRecords()
        self.blocks = KeptBlocks()
        self.solutions = KeptSolutions()
        self.places = KeptPlaces()
        self.nets = KeptNets(self.places)
        self.calls = KeptCalls()
        self.formula: KeptFormula | None = None
        self._lowering: KeptLowering | None = None
        # The formula before the last change of shape, and cut sets: of a large design letting them go takes
        # as long as making a formula smaller.
        self._former: list[KeptFormula | KeptFamilies] = []

    @property
    def waits(self) -> bool:
        """Whether something is left to do after a run that nobody should wait for."""
        solved = self.solutions.solved or self.nets.solved or self.calls.solved
        return bool(self._former or solved)

    def let_go(self) -> None:
        """Let what the last run has replaced be forgotten."""
        self._former.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.records = KeptRecords()
        self.blocks.clear()
        self.solutions.clear()
        self.places.clear()
        self.nets.clear()
        self.calls.clear()
        self._former.clear()
        self.formula = self._lowering = None

    def lowered(self, system: System, origin: LoweredFrom) -> list[LoweredJourney] | None:
        """Return the lowered journeys of the last run if they are the same; the system gets their formula."""
        known, formula = self._lowering, self.formula
        if known is None or formula is None or formula.formula is not known.formula:
            return None
        if not known.is_of(system, origin):
            return None
        system.formula = known.formula
        return known.lowered

    def keep_lowered(
        self, system: System, origin: LoweredFrom, lowered: list[LoweredJourney], length: int
    ) -> None:
        """Keep what was lowered over a formula of so many nodes."""
        role, links = dict(system.role), dict(system.connection_node)
        narrowed = nodes_of_narrowed(system)
        self._lowering = KeptLowering(origin, lowered, system.formula, length, role, links, narrowed)

    def losses(self, system: System, components: Sequence[str], domains: Sequence[str]) -> Scenarios:
        """Return the single losses of the system that was taken up last."""
        known = self.formula
        if known is None:
            return single_losses(system, components, domains)
        return known.losses(system, components, domains)

    def take_up(self, system: System) -> KeptFormula | None:
        """Return what is known of the formula of a system; it gets that of the last run where both are equal.

        None where nothing is kept: boxes of a formula are changed when it is made smaller.
        """
        # What is not kept by now is made of numbers of nodes that mean others soon.
        self.solutions.solved.clear()
        self.nets.solved.clear()
        self.calls.begin(system, self._lowering)
        self._former.clear()
        known = self.formula
        if system.formula.boxes:
            known = None
        elif known is not None and known.equals(system):
            system.formula = known.formula
        else:
            if known is not None and system.formula is known.formula:
                known.formula.cut(known.length)
            masks = [unit.domain_mask for unit in system.units]
            known = KeptFormula(system.formula, len(system.formula), masks, self.places)
        replaced = None if known is None else known.begin(system)
        if replaced is not None and replaced.found:
            self._former.append(replaced)
        if self._lowering is not None:
            self._lowering.formula = system.formula
        if known is not self.formula and self.formula is not None:
            self._former.append(self.formula)
        self.formula = known
        return known


@slotted
class KeptFormula:
    """A formula with all that was added to it, and what follows from it alone.

    `length` is that of what was lowered, `masks` are the domains by unit; `units` and `domains` are the
    supports of its nodes, `nets` what these are simplified to, with the bits of units that have `places`.
    `families` are cut sets in the order in which they were asked for.
    """

    formula: Formula
    length: int
    masks: list[int]
    places: KeptPlaces
    units: dict[int, int] = field(default_factory=dict)
    domains: dict[int, int] = field(default_factory=dict)
    nets: dict[int, Net] = field(default_factory=dict)
    families: KeptFamilies = field(default_factory=KeptFamilies)
    _made: list[tuple[Hashable, list[int], int]] = field(default_factory=list)
    _at: int = 0
    _built: _Built = ((), ())
    _losses: tuple[Hashable, Scenarios] | None = None
    _words: tuple[tuple[int, ...], dict[int, int], int, dict[int, int]] | None = None

    def equals(self, system: System) -> bool:
        """Return whether a system was lowered to the same formula over units in the same domains."""
        formula, known, length = system.formula, self.formula, self.length
        same = formula is known or (
            len(formula) == length
            and formula.threshold == known.threshold[:length]
            and formula.unit == known.unit[:length]
            and formula.inputs == known.inputs[:length]
        )
        return same and [unit.domain_mask for unit in system.units] == self.masks

    def begin(self, system: System) -> KeptFamilies | None:
        """Prepare for the next run: what is asked for from now on is compared with what was asked for before.

        Cut sets and losses follow from how units are built, too: returned are those that do not hold now.
        """
        self._at, replaced = 0, None
        built = list(system.units), list(system.events)
        if not _alike(self._built, built):
            replaced, self.families = self.families, KeptFamilies()
            self._losses = None
        self._built = built
        self.families.begin()
        return replaced

    def smaller(self, key: Hashable) -> list[int] | None:
        """Return what came of making a node smaller, where it is asked for in its turn; else None.

        Then it is about to be made anew, and what has been added to the formula since is taken away.
        """
        if self._at < len(self._made):
            known, parts, _ = self._made[self._at]
            if known == key:
                self._at += 1
                return parts
        length = self._made[self._at - 1][2] if self._at else self.length
        del self._made[self._at :]
        if len(self.formula) > length:
            self.formula.cut(length)
            for masks in (self.units, self.domains):
                for node in [node for node in masks if node >= length]:
                    del masks[node]
        return None

    def made_smaller(self, key: Hashable, parts: list[int]) -> None:
        """Keep what came of it."""
        self._made.append((key, parts, len(self.formula)))
        self._at += 1

    def losses(self, system: System, components: Sequence[str], domains: Sequence[str]) -> Scenarios:
        """Return the single losses of the system of this run; nobody changes them."""
        key = tuple(components), tuple(domains)
        if self._losses is None or self._losses[0] != key:
            self._losses = key, single_losses(system, components, domains)
        return self._losses[1]

    def words(self, scenarios: Scenarios, roots: tuple[int, ...]) -> dict[int, int] | None:
        """Return what fails in each scenario, if it is known."""
        if self._words is None:
            return None
        known, units, everything, words = self._words
        same = known == roots and everything == scenarios.everything
        return words if same and units == scenarios.units else None

    def keep_words(self, scenarios: Scenarios, roots: tuple[int, ...], words: dict[int, int]) -> None:
        """Keep it; nobody changes it."""
        self._words = roots, scenarios.units, scenarios.everything, words


@slotted
class KeptNets:
    """The nets that were solved last. `solved` are roots of the last run, which are not kept yet.

    Units have these `places` in them.
    What looks at them is loaded with the first that are kept: after an edit there is little time.
    """

    places: KeptPlaces
    solved: list[tuple[System, int]] = field(default_factory=list)
    known: KnownNets | None = None

    def clear(self) -> None:
        """Forget everything."""
        self.solved.clear()
        self.known = None

    def compare_later(self, system: System, root: int, points: Points | None) -> None:
        """Note what took long, if its units have bits that stay after an edit: of few it takes no time."""
        if points is not None and points.net.ranks is not None:
            self.solved.append((system, root))

    def keep(self, pause: Callable[[], None]) -> None:
        """Keep the nets of the last run; what `pause` ends is not kept."""
        if not self.solved:
            return
        from archdraw.core.analysis.reliability.known_nets import KnownNets

        known = KnownNets(self.solved[0][0], self.places)
        for system, root in self.solved:
            # There may be no room for the units of all nets.
            with suppress(BudgetExceeded):
                known.keep(system, root, pause)
        self.solved.clear()
        self.known = known

    def bounds(self, system: System, root: int, aim: Aim) -> tuple[float, float] | None:
        """Return a certain range of the failure of a root if it is as close as is aimed at, else None."""
        if self.known is None:
            return None
        try:
            found = self.known.bounds(system, root, aim)
        except BudgetExceeded:
            return None
        return found if found is not None and found[1] - found[0] <= aim.enough * found[0] else None


def _alike(known: _Built, built: _Built) -> bool:
    """Return whether units are built alike, and other events than instances are called alike."""
    return (
        len(known[0]) == len(built[0])
        and len(known[1]) == len(built[1])
        and all(
            one is other
            or (
                one.id == other.id
                and one.event == other.event
                and one.needed == other.needed
                and one.base == other.base
                and one.above == other.above
                and one.groups == other.groups
            )
            for one, other in zip(known[0], built[0], strict=True)
        )
        and all(
            one is other or (one.kind == other.kind and (one.kind == "instance" or one.id == other.id))
            for one, other in zip(known[1], built[1], strict=True)
        )
    )
