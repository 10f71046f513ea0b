"""Minimal cut sets as results show them: counted by order, the most probable ones by name."""

from __future__ import annotations

import math
from dataclasses import field
from itertools import islice
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.reliability.cut_sets import MOST_PAIRS, MOST_SETS, CutSetFinder
from archdraw.core.analysis.reliability.diagram import BudgetExceeded, Diagram
from archdraw.core.analysis.reliability.encoding import build_diagram, partition
from archdraw.core.analysis.reliability.families import ALWAYS, Cut, Family, absorbed, minimal
from archdraw.core.analysis.reliability.kept_lists import KeptFamily
from archdraw.core.analysis.reliability.leaves import leaf_order, separate_parts
from archdraw.core.analysis.reliability.literals import Literals
from archdraw.core.analysis.reliability.minimal_sets import MinimalSets
from archdraw.core.analysis.reliability.unit_sets import TooMany, UnitSets
from archdraw.core.analysis.result import CutSet, CutSets
from archdraw.core.analysis.structure.formula import FAILS
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.later import Later
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence
    from fractions import Fraction

    from archdraw.core.analysis.reliability.blocks import Block, Blocks
    from archdraw.core.analysis.reliability.encoding import Supports
    from archdraw.core.analysis.reliability.kept import Kept
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

HIGHEST_ORDER = 3
LISTED_SETS = 1000
# What is tried first: all sets of one block, put together directly; many more go through a diagram.
_FEW = 300
_MANY = 3_000
_BUDGET = 60_000
# Where even with so many sets per leaf, two by two, there are few, they are not counted beforehand.
_MOST_OPTIONS = 400


@slotted
class Found:
    """The cut sets of one formula.

    `open_parts` are the parts of which not every set is in the family, `more` the counts by order of what
    is missing. `order` is None where nothing is missing from family and counts together, else the order up
    to which they are complete; `left_out` bounds the probability that a set of a higher order fails.
    """

    literals: Literals
    family: Family
    open_parts: list[int] = field(default_factory=list)
    more: dict[int, int] = field(default_factory=dict)
    order: int | None = None
    left_out: float = 0.0


class CutSetLister:
    """Finds the cut sets of formulas of one system; what is shared is done once."""

    def __init__(
        self,
        system: System,
        supports: Supports,
        blocks: Blocks,
        should_stop: Stop | None,
        budget: int = _BUDGET,
        kept: Kept | None = None,
    ) -> None:
        """Prepare for a system, the last one that was taken up of what is kept."""
        self._kept = None if kept is None or kept.formula is None else kept.formula.families
        self._system = system
        # Literals stay with the result until its names have been read: they hold no more than they need.
        self._named = system.without_structure()
        self._supports = supports
        self._blocks = blocks
        self._budget = budget
        self._stop = should_stop
        self._literals: dict[int, Literals] = {}
        self._finders: dict[tuple[int, int | None, bool], CutSetFinder] = {}
        self._units: dict[tuple[int, int | None], UnitSets] = {}

    def find(self, parts: Sequence[int], fatal: int, most: float | None = None) -> Found:
        """Return the minimal cut sets of "any part, or a domain of the mask `fatal`, fails".

        Where it is known how likely that is at `most`, what is left out is bounded by that alone.
        """
        literals = self._literals_of(fatal)
        if FAILS in parts:
            return Found(literals, ALWAYS)
        gates, alone = self._split(parts)
        blocks = partition(self._system, gates, self._supports, around=0)
        looked_at = tuple([self._blocks.looked_at(block) for block in blocks])
        key = tuple(parts), fatal, most is None, looked_at
        found = self._known(key, fatal, most)
        if found is None:
            found = self._found(alone, blocks, literals, most)
            self._keep(key, found, most)
        return found

    def _known(self, key: Hashable, fatal: int, most: float | None) -> Found | None:
        """Return what an earlier run has found, if it was asked for the same; without a key it is no use."""
        if self._kept is None:
            return None
        if key is None:
            self._kept.end()
        kept = self._kept.next(key)
        if kept is None:
            return None
        literals = self._literals[fatal] = kept.literals.of(self._named)
        left_out = most if kept.bounded and most is not None else 0.0
        return Found(literals, kept.family, list(kept.open_parts), {}, kept.order, left_out)

    def _keep(self, key: Hashable, found: Found, most: float | None) -> None:
        """Keep what has been found, but where it says which sets are most probable."""
        if self._kept is None:
            return
        bounded = found.order is not None
        if found.more or (bounded and (most is None or found.left_out != most)):
            self._kept.end()
            return
        literals = found.literals.of(self._named)
        self._kept.keep(KeptFamily(key, literals, found.family, list(found.open_parts), found.order, bounded))

    def _found(
        self, alone: Sequence[int], blocks: list[list[int]], literals: Literals, most: float | None
    ) -> Found:
        """Return the cut sets of units and of blocks of gates, of which any fails."""
        found, fatal = Found(literals, ALWAYS), literals.fatal
        try:
            family, others, _ = self._unit_sets(literals, None).of_any(self._units_of(alone))
            families, known = [family], others.known
        except TooMany:
            blocks = [*([part] for part in alone), *blocks]
            families, known = [], ()
        families += [self._block(block, found, most, known) for block in blocks]
        if ALWAYS not in families:
            lost = frozenset(literals.taking(literals.of_domain[bit], 1)[0] for bit in bits(fatal))
            found.family = self._joined([Family(lost, []), *families], literals)
        return found

    def find_low(
        self,
        parts: Sequence[int],
        fatal: int,
        order: int,
        until: float = math.inf,
        *,
        most: float | None = None,
        up: bool = False,
    ) -> Found | None:
        """Return the cut sets up to an order, with what is left out bounded; None where they are too many.

        After the time `until` it gives up. With `up` the domains of the mask are up for certain. Where it is
        known how likely it is at `most` that a part fails, what is left out is bounded by that alone.
        """
        literals = self._literals_of(fatal)
        if FAILS in parts:
            return Found(literals, ALWAYS)
        key = tuple(parts), fatal, order
        known = self._known(None if most is None or up else key, fatal, most)
        if known is not None:
            return known
        gates, alone = self._split(parts)
        # A unit that counts the instances of another one shares its literals: no sets stand by themselves.
        if self._system.steps_of:
            gates, alone = list(parts), []
        try:
            family, others, left_out = self._unit_sets(literals, order).of_any(self._units_of(alone))
            below = None if most is None else self._low(gates, literals, others.known, order)
            if below is None:
                finder = CutSetFinder(
                    self._system,
                    literals,
                    order,
                    others.most,
                    self._stop,
                    others,
                    until,
                    weighed=most is None,
                )
                below = finder.find_any(gates)
                left_out += finder.left_out(gates)
            left_out = left_out if most is None else most
        except TooMany:
            self._known(None, fatal, most)
            return None
        found = Found(literals, ALWAYS, list(parts), {}, order, left_out)
        if ALWAYS not in (family, below):
            lost = () if up else bits(fatal)
            domains_lost = frozenset(literals.classes[literals.of_domain[bit]].first for bit in lost)
            found.family = self._joined([Family(domains_lost, []), family, below], literals, others.known)
        self._keep(key, found, most)
        return found

    def _split(self, parts: Sequence[int]) -> tuple[list[int], list[int]]:
        """Return the parts that are gates, and those that are units."""
        threshold = self._system.formula.threshold
        return [part for part in parts if threshold[part]], [part for part in parts if not threshold[part]]

    def _units_of(self, parts: Sequence[int]) -> list[Unit]:
        units, unit = self._system.units, self._system.formula.unit
        return [units[unit[part]] for part in parts]

    def _low(
        self, gates: Sequence[int], literals: Literals, known: Collection[Cut], order: int
    ) -> Family | None:
        """Return the sets of gates up to an order, but for those that hold a known set of domains.

        None where that is not to be had by the domains that are lost.
        """
        from archdraw.core.analysis.reliability.lost_domains import low_sets

        found = low_sets(self._system, literals, gates, known, order)
        if found is None:
            return None
        singles = frozenset(one for cut in found if len(cut) == 1 for one in cut)
        return Family(singles, [cut for cut in found if len(cut) > 1])

    def _joined(self, families: Sequence[Family], literals: Literals, known: Collection[Cut] = ()) -> Family:
        """Return the family of all; they share nothing but domains, unless components need more at times.

        Where `known` are given, all but the last of them have no more sets of domains alone that others may
        hold, and none holds these.
        """
        singles = frozenset().union(*(family.singles for family in families))
        larger = [cut for family in families for cut in family.larger]
        if self._system.steps_of:
            return absorbed(singles, larger)
        domains = frozenset(literals.classes[place].first for place in literals.of_domain)
        last = families[-1]
        if known and last.singles.isdisjoint(domains) and not any(cut <= domains for cut in last.larger):
            return Family(singles, larger)
        # A set may hold one of another family only where that is one of domains.
        lost = [frozenset((one,)) for one in singles & domains]
        lost += minimal([cut for cut in larger if cut <= domains]).larger
        if lost:
            absorbs = {cut: any(one < cut for one in lost) for cut in {cut & domains for cut in larger}}
            whole = frozenset(lost)
            larger = [
                cut
                for cut in larger
                if not absorbs[around := cut & domains] and (around not in whole or around == cut)
            ]
        return Family(singles, list(dict.fromkeys(larger)))

    def _literals_of(self, fatal: int) -> Literals:
        literals = self._literals.get(fatal)
        if literals is None:
            literals = self._literals[fatal] = Literals(self._named, fatal)
        return literals

    def _block(
        self, block: list[int], found: Found, most: float | None = None, known: Collection[Cut] = ()
    ) -> Family:
        literals = found.literals
        looked_at = self._blocks.looked_at(block)
        directly = not looked_at or len(block) == 1
        if directly:
            try:
                return self._finder(literals, None).find_any(block)
            except TooMany:
                pass
        if not looked_at or not self._surely_many(block, literals):
            try:
                return self._by_diagram(block, found)
            except (TooMany, BudgetExceeded):
                pass
            if not directly:
                # A few sets may make a large diagram.
                try:
                    return self._finder(literals, None).find_any(block)
                except TooMany:
                    pass
        found.open_parts.extend(block)
        if most is not None and found.order in (None, HIGHEST_ORDER):
            low = self._low(block, literals, known, HIGHEST_ORDER)
            if low is not None:
                found.order, found.left_out = HIGHEST_ORDER, most
                return low
        for order in range(HIGHEST_ORDER, 0, -1):
            found.order = order if found.order is None else min(order, found.order)
            finder = self._finder(literals, order, weighed=most is None)
            try:
                family = finder.find_any(block)
            except TooMany:
                continue
            found.left_out = most if most is not None else found.left_out + finder.left_out(block)
            return family
        found.order = 0
        found.left_out = 1.0
        return Family(frozenset(), [])

    def _surely_many(self, block: list[int], literals: Literals) -> bool:
        """Return whether pairs of leaves alone make more sets of a block than can be listed."""
        if not self._live(block, literals):
            return False
        from archdraw.core.analysis.reliability.pairs import Pairs, failing_pairs

        formula = self._system.formula
        leaves = sorted(separate_parts(formula, block))
        own = {leaf: Pairs(1 << place, {}) for place, leaf in enumerate(leaves)}
        pairs = failing_pairs(formula, block, own.keys(), own)
        number = sum([others.bit_count() for others in pairs.partners.values()])
        if pairs.singles or number * _MOST_OPTIONS < 2 * _MANY:
            return False
        finder = self._finder(literals, None)
        try:
            sizes = [len(finder.find(leaf)) for leaf in leaves]
        except TooMany:
            return False
        size = sum(
            [sizes[bit] * sizes[other] for bit, mask in pairs.partners.items() for other in bits(mask)]
        )
        return size > 2 * _MANY

    def _live(self, parts: Sequence[int], literals: Literals) -> bool:
        """Return whether others may hold a set of domains that absorbs some sets of these parts."""
        return any(self._supports.domains[part] & ~literals.fatal for part in parts)

    def _by_diagram(self, block: list[int], found: Found) -> Family:
        """Return the sets of a block, or the most probable ones with the number of the others.

        Raises
        ------
        TooMany, BudgetExceeded
            The diagram or the parts of the block are too large.
        """
        system, literals = self._system, found.literals
        finder = self._finder(literals, None)
        shared = self._blocks.of(block) if self._blocks.looked_at(block) else None
        options = None if shared is None else self._options(shared, finder)
        if shared is not None and options is not None:
            minimal = MinimalSets(shared.diagram, self._budget)
            return self._listed(block, minimal, minimal.find(shared.root), options, found)
        units = leaf_order(system.formula, block)
        sets = {unit: finder.find(unit) for unit in units}
        order = list(dict.fromkeys(one for unit in units for cut in sets[unit].all() for one in sorted(cut)))
        level = {literal: place for place, literal in enumerate(order)}
        diagram = Diagram(len(order), self._budget)

        def encode(unit: int) -> int:
            if sets[unit] is ALWAYS:
                return 1
            root = 0
            for cut in sorted((sorted(level[one] for one in c) for c in sets[unit].all()), reverse=True):
                node = 1
                for place in reversed(cut):
                    node = diagram.node(place, node, 0)
                root = diagram.either(root, node)
            return root

        root = build_diagram(system.formula, block, units, diagram, encode)
        minimal = MinimalSets(diagram, self._budget)
        return self._listed(block, minimal, minimal.find(root), [[frozenset((one,))] for one in order], found)

    def _options(self, block: Block, finder: CutSetFinder) -> list[list[Cut]] | None:
        """Return the sets of each leaf of a block; None where they don't simply stand side by side.

        Leaves share no literals but those of domains, and those of a component that needs more at times.
        """
        if any(self._system.units[unit].above for unit in block.trees.units):
            return None
        try:
            families = [finder.find(leaf) for leaf in block.leaves]
        except TooMany:
            return None
        if not all(families) or ALWAYS in families:
            return None
        return [family.all() for family in families]

    def _listed(
        self, parts: list[int], minimal: MinimalSets, top: int, options: Sequence[Sequence[Cut]], found: Found
    ) -> Family:
        """Return the sets of a diagram whose variables fail through one of their `options`."""
        literals = found.literals
        size = minimal.size(top, [len(cuts) for cuts in options])
        live = self._live(parts, literals)
        if size > _MANY and live:
            # They can't be counted alone.
            raise TooMany
        if size <= _MANY:
            cuts = minimal.all(top, options)
        else:
            weight = [[literals.probability(cut) for cut in cuts] for cuts in options]
            cuts = [
                frozenset().union(*(options[place][number] for place, number in chosen))
                for chosen in islice(minimal.by_weight(top, weight), LISTED_SETS)
            ]
            found.open_parts.extend(parts)
            counts = minimal.count(top, [self._counts(literals, cuts) for cuts in options])
            for cut in cuts:
                counts[len(cut)] -= literals.sets_in(cut)
            for number, count in counts.items():
                found.more[number] = found.more.get(number, 0) + count
        singles = frozenset(one for cut in cuts if len(cut) == 1 for one in cut)
        larger = [cut for cut in cuts if len(cut) > 1]
        # Options may share domains: what they make up together may hold what others do.
        return absorbed(singles, larger) if live else Family(singles, larger)

    def _counts(self, literals: Literals, cuts: Sequence[Cut]) -> dict[int, Fraction | int]:
        """Return how many sets of events there are by order."""
        found: dict[int, Fraction | int] = {}
        for cut in cuts:
            ways = literals.ways(next(iter(cut))) if len(cut) == 1 else literals.sets_in(cut)
            found[len(cut)] = found.get(len(cut), 0) + ways
        return found

    def _finder(self, literals: Literals, order: int | None, *, weighed: bool = True) -> CutSetFinder:
        key = literals.fatal, order, weighed
        finder = self._finders.get(key)
        if finder is None:
            units = self._unit_sets(literals, order)
            finder = CutSetFinder(
                self._system, literals, order, units.most, self._stop, units, weighed=weighed
            )
            self._finders[key] = finder
        return finder

    def _unit_sets(self, literals: Literals, order: int | None) -> UnitSets:
        key = literals.fatal, order
        found = self._units.get(key)
        if found is None:
            most = _FEW if order is None else MOST_SETS if order > 2 else MOST_PAIRS
            found = self._units[key] = UnitSets(self._system, literals, order, most)
        return found


def listed(found: Found, unavailability: float, *, longer: bool = False) -> CutSets:
    """Return counts and names; thousands of sets that are alike are counted without being listed.

    With `longer` sets of higher orders than are complete are listed, too: all of them are minimal.
    """
    complete = found.order is None
    highest = HIGHEST_ORDER if found.order is None else found.order
    more = {order: count for order, count in found.more.items() if complete or order <= highest}
    by_order = {**dict.fromkeys(range(1, highest + 1), 0), **more}
    if found.family is ALWAYS:
        return CutSets(0, by_order, (), highest, complete=complete)
    literals = found.literals
    every = found.family.all()
    cuts = [cut for cut in every if complete or len(cut) <= highest]
    for cut in cuts:
        by_order[len(cut)] = by_order.get(len(cut), 0) + literals.sets_in(cut)
    names: Any = _Named(literals, every if longer else cuts, unavailability)
    counts = dict(sorted(by_order.items()))
    return CutSets(sum(counts.values()), counts, names, max([highest, *counts]), complete=complete)


class _Named(Later):
    """The most probable sets by name, put together when they are asked for."""

    __slots__ = ("_cuts", "_literals", "_unavailability")

    def __init__(self, literals: Literals, cuts: list[Cut], unavailability: float) -> None:
        self._literals = literals
        self._cuts = cuts
        self._unavailability = unavailability

    def found(self, name: str) -> tuple[CutSet, ...]:  # noqa: ARG002 - stands in one field only
        literals, unavailability = self._literals, self._unavailability
        weighed = sorted((-literals.probability(cut), len(cut), tuple(sorted(cut))) for cut in self._cuts)
        chosen: list[CutSet] = []
        for probability, _, members in weighed:
            room = LISTED_SETS - len(chosen)
            if room <= 0:
                break
            share = min(1.0, -probability / unavailability) if unavailability > 0.0 else 0.0
            chosen.extend(
                CutSet(events, -probability, share) for events in literals.event_sets(members, room)
            )
        return tuple(chosen)
