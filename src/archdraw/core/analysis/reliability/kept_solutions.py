"""What earlier runs have found out about groups of parts that took long, for later runs and for first bounds.

The failure of a group follows from how its nodes stand to each other, from what each unit fails in each state
of the domains around it and from these domains; numbers of nodes, units and domains may be others by now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from archdraw.core.analysis.reliability.kept_blocks import standing
from archdraw.core.analysis.reliability.leaves import Trees, down_to, separate_parts
from archdraw.core.analysis.reliability.solution import Gradient, Solution
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import frozen, slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping, Sequence

    from archdraw.core.analysis.reliability.kept_blocks import Standing
    from archdraw.core.analysis.reliability.kept_shapes import KeptShapes
    from archdraw.core.analysis.reliability.states import State
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

# So many solutions are kept, and ranges of so many groups that are built differently, so many of each.
_MOST_SOLUTIONS, _MOST_SHAPES, _MOST_ALIKE = 16, 16, 4
# With so many numbers for nodes all is forgotten.
_MOST_NUMBERS = 100_000

# Of a unit: the failure of an instance, how many are needed, above how many, and per group of instances the
# domains around it, by rank, with how many there are. Of a tree of units outside of all domains its failure.
Figures = tuple[float, int, int, tuple[tuple[int, int], ...]]


class _Ranks:
    """The domains of a mask by rank, and masks of them as masks of ranks."""

    def __init__(self, system: System, domains: int) -> None:
        self.bits = bits(domains)
        self.domains = domains
        self._rank = {bit: at for at, bit in enumerate(self.bits)}
        self._ranked = {0: 0}
        outer = [system.domain_ancestors[bit] for bit in self.bits]
        # How deep they lie decides about the order in which they are gone through.
        self.around = tuple(
            [
                (system.domain_failure[bit], mask.bit_count(), self.of(mask))
                for bit, mask in zip(self.bits, outer, strict=True)
            ]
        )

    def of(self, mask: int) -> int:
        """Return a mask of domains, those outside of the group left out, as one of ranks."""
        mask &= self.domains
        found = self._ranked.get(mask)
        if found is None:
            found = self._ranked[mask] = sum([1 << self._rank[bit] for bit in bits(mask)])
        return found

    def at(self, ranks: int) -> int:
        """Return the mask of the domains of some ranks."""
        return sum([1 << self.bits[rank] for rank in bits(ranks)]) if ranks else 0

    def figures(self, unit: Unit) -> Figures:
        """Return all that the failure of a unit follows from."""
        if unit.event is not None:
            return unit.failure, 0, 0, ()
        groups = tuple([(self.of(mask), count) for mask, count in unit.built])
        return unit.failure, unit.needed, unit.above, groups


@slotted
class Group:
    """A group as it is now: what its solution depends on, its nodes, units and domains by rank."""

    key: Hashable
    block: Standing
    units: list[int]
    ranks: _Ranks

    def kept(self, solution: Solution) -> Solution:
        """Return a solution with ranks for numbers."""
        rank = {unit: at for at, unit in enumerate(self.units)}
        of = self.ranks.of
        return _renumbered(solution, rank.__getitem__, of, lambda bit: of(1 << bit))

    def solution(self, kept: Solution) -> Solution:
        """Return it with the numbers of today."""
        at = self.ranks.at
        return _renumbered(kept, self.units.__getitem__, at, lambda ranks: at(ranks).bit_length() - 1)


def _renumbered(
    solution: Solution,
    unit: Callable[[int], int],
    lost: Callable[[int], int],
    domain: Callable[[int], int],
) -> Solution:
    """Return a solution with other numbers for units, masks of lost domains and domains."""
    gradient = solution.gradient
    return Solution(
        solution.low,
        solution.high,
        Gradient(
            {unit(one): _with_keys(by, lost) for one, by in gradient.units.items()},
            {unit(one): dict(by) for one, by in gradient.counted.items()},
            _with_keys(gradient.domains, domain),
        ),
    )


def group_of(system: System, parts: Sequence[int], domains: int) -> Group:
    """Return what the solution of some parts depends on, while all but the domains of the mask are up."""
    block = standing(system.formula, parts)
    numbers = system.formula.unit
    units = sorted([numbers[node] for node in block.nodes if numbers[node] >= 0])
    ranks = _Ranks(system, domains)
    figures = tuple([ranks.figures(system.units[unit]) for unit in units])
    return Group((block.shape, figures, ranks.around), block, units, ranks)


@slotted
class Outline:
    """A group as a formula over leaves: units, and trees of units that lie in none of its domains.

    `shape` is all but the figures of the leaves; these are in the order of `leaves`.
    """

    shape: Hashable
    leaves: list[int]
    figures: tuple[Figures, ...]
    ranks: _Ranks


class Masks(Protocol):
    """By node the units and the domains that it depends on, as masks (`encoding.Supports`)."""

    units: dict[int, int]
    domains: dict[int, int]


class Numbers:
    """Gives nodes of formulas numbers by what they are made of: whichever way a formula was built."""

    def __init__(self) -> None:
        self._known: dict[Hashable, int] = {}

    def __len__(self) -> int:
        return len(self._known)

    def of(self, content: Hashable) -> int:
        """Return the number of a leaf by its name, or of a gate by its threshold and its inputs' numbers."""
        return self._known.setdefault(content, len(self._known))


def outline_of(
    system: System, parts: Sequence[int], domains: int, supports: Masks, numbers: Numbers
) -> Outline:
    """Return the outline of some parts while all but the domains of the mask are up.

    A leaf is called by the first of its units, whatever else is in it.
    """
    formula, around = system.formula, supports.domains
    separate = separate_parts(formula, parts, lambda node: not around[node] & domains)
    of = numbers.of
    number: dict[int, int] = {}
    leaves: dict[int, int] = {}
    for node in down_to(formula, parts, separate):
        if node in separate:
            first = formula.unit[node]
            if first < 0:
                mask = supports.units[node]
                first = (mask & -mask).bit_length() - 1
            unit = system.units[first]
            number[node] = of((unit.id, unit.above))
            leaves[number[node]] = node
        else:
            inputs = sorted([number[one] for one in formula.inputs[node]])
            number[node] = of((formula.threshold[node], *inputs))
    ranks = _Ranks(system, domains)
    ordered = [leaves[one] for one in sorted(leaves)]
    chances = Trees(system, [leaf for leaf in ordered if not around[leaf] & domains]).chances(0)
    figures = tuple(
        [
            (chances[leaf], 0, 0, ()) if leaf in chances else ranks.figures(system.units[formula.unit[leaf]])
            for leaf in ordered
        ]
    )
    return Outline((frozenset([number[part] for part in parts]), ranks.around), ordered, figures, ranks)


@frozen
class Bounds:
    """A certain range of the failure of a group with the figures of its leaves."""

    figures: tuple[Figures, ...]
    low: float
    high: float


@slotted
class _Kept:
    """A solution with ranks for numbers, and the parts of the blocks that were built and walked for it.

    `compared` says whether it is kept what other groups are compared with.
    """

    solution: Solution
    built: list[list[int]]
    walked: list[list[int]]
    compared: bool = False


class Asked(Protocol):
    """Blocks of which is known what they were asked for (`blocks.Blocks`)."""

    def inside(self, parts: Collection[int]) -> tuple[list[list[int]], list[list[int]]]:
        """Return the parts of each block that was built of some parts, and of those that were walked."""
        ...

    def ask_again(self, built: Sequence[Sequence[int]], walked: Sequence[Sequence[int]]) -> None:
        """Do as if these blocks had been built, and those walked."""
        ...


@slotted
class Solved:
    """Parts whose failure is known while all but the domains are up, and how they are kept.

    `states` are those of the domains where these are few; what fails beside the parts is at least `failed`.
    """

    system: System
    supports: Masks
    parts: Sequence[int]
    domains: int
    states: Sequence[State] | None
    failed: float
    known: _Kept


class KeptSolutions:
    """Solutions of groups and ranges of their failure, those that were used last.

    `solved` are those of the last run with which others can't be compared yet (`known_before.keep_solved`).
    """

    def __init__(self) -> None:
        self.numbers = Numbers()
        self.shapes: KeptShapes | None = None
        self.solved: list[Solved] = []
        self._solutions: dict[Hashable, _Kept] = {}
        self._bounds: dict[Hashable, list[Bounds]] = {}

    def __bool__(self) -> bool:
        return bool(self._bounds or self._solutions)

    def clear(self) -> None:
        """Forget everything."""
        self._solutions.clear()
        self._bounds.clear()
        self.numbers = Numbers()
        self.shapes = None
        self.solved.clear()

    def solution(self, group: Group, how: Hashable, blocks: Asked) -> Solution | None:
        """Return the solution of a group that was found in the same way, if it is known; tell the blocks."""
        key = group.key, how
        found = self._solutions.pop(key, None)
        if found is None:
            return None
        self._solutions[key] = found
        at = group.block.at
        blocks.ask_again([at(one) for one in found.built], [at(one) for one in found.walked])
        return group.solution(found.solution)

    def keep(
        self, group: Group, how: Hashable, solution: Solution, blocks: Asked, parts: Sequence[int]
    ) -> None:
        """Keep the solution of some parts, and which blocks were asked for."""
        built, walked = ([group.block.places(one) for one in those] for those in blocks.inside(parts))
        self._solutions[group.key, how] = _Kept(group.kept(solution), built, walked)
        _forget(self._solutions, _MOST_SOLUTIONS)

    def compare_later(self, group: Group, how: Hashable, solved: Callable[[_Kept], Solved]) -> None:
        """Note a group whose solution is kept, if others can't be compared with it yet."""
        known = self._solutions[group.key, how]
        if not known.compared:
            self.solved.append(solved(known))

    def like(self, outline: Outline) -> Sequence[Bounds]:
        """Return the ranges of groups that differ in figures of leaves alone, the last one first."""
        found = self._bounds.pop(outline.shape, None)
        if found is None:
            return ()
        self._bounds[outline.shape] = found
        return found

    def keep_bounds(self, outline: Outline, low: float, high: float) -> None:
        """Keep a range; of the same figures the closest."""
        known = self._bounds.pop(outline.shape, [])
        others = []
        for one in known:
            if one.figures == outline.figures:
                low, high = max(low, one.low), min(high, one.high)
            else:
                others.append(one)
        self._bounds[outline.shape] = [
            Bounds(outline.figures, low, max(low, high)),
            *others[: _MOST_ALIKE - 1],
        ]
        _forget(self._bounds, _MOST_SHAPES)
        if len(self.numbers) > _MOST_NUMBERS:
            self.clear()


def _forget(known: dict[Hashable, Any], most: int) -> None:
    """Forget what has not been used for longest."""
    while len(known) > most:
        del known[next(iter(known))]


def _with_keys(values: Mapping[int, float], key: Callable[[int], int]) -> dict[int, float]:
    return {key(lost): value for lost, value in values.items()}
