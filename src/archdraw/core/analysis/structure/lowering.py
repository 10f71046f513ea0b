"""The structure function of a journey: closures of single dependencies, pools, cycles (semantics §2, §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.formula import FAILS, WORKS
from archdraw.core.analysis.structure.graphs import reach, strong_components
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.analysis.result import MeasureName
    from archdraw.core.analysis.structure.requirements import (
        DependencyClass,
        Pool,
        Requirements,
        RequirementTable,
    )
    from archdraw.core.analysis.structure.system import System
    from archdraw.core.model import Connection, Journey

Closed = tuple[list[int], "list[Pool]"]
CLASSES: dict[MeasureName, tuple[DependencyClass, ...]] = {
    "served": ("critical",),
    "full": ("critical", "optional"),
    "done": ("critical", "async"),
}


@frozen
class Lowered:
    """The node that fails when the journey does.

    `optimistic` is the greatest fixpoint where cycles through pools leave a choice, else equal to `root`.
    """

    root: int
    optimistic: int


class JourneyView:
    """The requirements of one journey in one measure, as a graph."""

    def __init__(self, table: RequirementTable, journey: Journey | None, measure: MeasureName) -> None:
        self._table = table
        self._journey = journey
        self._classes = CLASSES[measure]
        self._parts: dict[str, tuple[Requirements, ...]] = {}
        self._single_targets: dict[str, tuple[str, ...]] = {}

    def parts(self, component: str) -> tuple[Requirements, ...]:
        """Return the requirements of a component, one entry per class."""
        known = self._parts.get(component)
        if known is None:
            needs = self._table.needs(component, self._journey)
            known = self._parts[component] = tuple(needs[name] for name in self._classes if name in needs)
        return known

    def has_more(self, entry: str) -> bool:
        """Return whether anything that *served* depends on has requirements beyond the critical ones."""
        served = JourneyView(self._table, self._journey, "served")
        return any(
            any(name in self._classes[1:] for name in self._table.needs(component, self._journey))
            for component in reach(entry, served.targets)
        )

    def singles(self, component: str) -> tuple[Connection, ...]:
        """Return the connections that are required by themselves."""
        return tuple(connection for part in self.parts(component) for connection in part.singles)

    def single_targets(self, component: str) -> tuple[str, ...]:
        """Return their targets."""
        known = self._single_targets.get(component)
        if known is None:
            known = tuple(dict.fromkeys(c.target for part in self.parts(component) for c in part.singles))
            self._single_targets[component] = known
        return known

    def pools(self, component: str) -> tuple[Pool, ...]:
        """Return the pools, of which each must be met."""
        return tuple(pool for part in self.parts(component) for pool in part.pools)

    def targets(self, component: str) -> tuple[str, ...]:
        """Return every component it depends on, alternatives included."""
        found = list(self.single_targets(component))
        for part in self.parts(component):
            for pool in part.pools:
                found.extend(pool.targets)
        return tuple(dict.fromkeys(found))


@frozen
class LoweredClass:
    """Requests that find their answer in the caches `hits` and not in the other ones.

    `share` is their part of all requests, `root` the node that fails when they can't be served, `best` the
    same if everything that is not told apart went well: further caches, cycles that leave a choice.
    """

    hits: tuple[str, ...]
    misses: tuple[str, ...]
    share: float
    root: int
    best: int


@frozen
class LoweredJourney:
    """A journey's formulas by measure; empty where it has no entry.

    `classes` are its requests by what caches hold for them; empty where none does.
    """

    journey: Journey
    views: dict[MeasureName, JourneyView]
    formulas: dict[MeasureName, Lowered]
    classes: tuple[LoweredClass, ...] = ()

    @property
    def roots(self) -> set[int]:
        """Every node that is solved for it."""
        found = {node for formula in self.formulas.values() for node in (formula.root, formula.optimistic)}
        return found | {node for one in self.classes for node in (one.root, one.best)}


def lower(view: JourneyView, entry: str, system: System) -> Lowered:
    """Return the formula for "the entry does not work".

    Components that need each other one by one are collapsed by taking everything reachable over single
    dependencies (greatest fixpoint there); pools among them are solved as the least fixpoint, and as the
    greatest one for comparison. The unrolled formula of a ring of n pools has at most n rounds.
    """
    closure = _Closures(view, entry, system).closure

    def below(root: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(target for pool in closure(root)[1] for target in pool.targets))

    least: dict[str, int] = {}
    greatest = least
    for ring in strong_components([entry], below):
        loops = len(ring) > 1 or ring[0] in below(ring[0])
        if loops and greatest is least:
            greatest = dict(least)
        _solve_ring(ring, closure, least, system, FAILS if loops else None)
        if greatest is not least:
            _solve_ring(ring, closure, greatest, system, WORKS if loops else None)
    return Lowered(least[entry], greatest[entry])


class _Closures:
    """What each component needs through single dependencies, itself included: nodes and pools.

    Kept as masks, so that taking everything below a component is one OR per dependency.
    """

    def __init__(self, view: JourneyView, entry: str, system: System) -> None:
        self._pools: list[Pool] = []
        self._nodes: dict[str, int] = {}
        self._needs: dict[str, int] = {}
        self._known: dict[str, Closed] = {}
        for ring in strong_components(reach(entry, view.targets), view.single_targets):
            self._take_in(ring, view, system)

    def closure(self, root: str) -> Closed:
        """Return the nodes of which each fails the component, and the pools that it has to meet."""
        known = self._known.get(root)
        if known is None:
            pools = [self._pools[place] for place in bits(self._needs[root])]
            known = self._known[root] = (bits(self._nodes[root]), pools)
        return known

    def _take_in(self, ring: tuple[str, ...], view: JourneyView, system: System) -> None:
        nodes = needs = 0
        inside = set(ring)
        for member in ring:
            nodes |= 1 << system.role[member]
            for part in view.parts(member):
                for pool in part.pools:
                    needs |= 1 << len(self._pools)
                    self._pools.append(pool)
                for connection in part.singles:
                    link = system.connection_node.get(connection.id)
                    if link is not None:
                        nodes |= 1 << link
            for target in view.single_targets(member):
                if target not in inside:
                    nodes |= self._nodes[target]
                    needs |= self._needs[target]
        for member in ring:
            self._nodes[member], self._needs[member] = nodes, needs


def _solve_ring(
    ring: tuple[str, ...],
    closure: Callable[[str], Closed],
    solved: dict[str, int],
    system: System,
    start: int | None,
) -> None:
    if start is None:
        solved[ring[0]] = _failure(closure(ring[0]), solved, system)
        return
    for root in ring:
        solved[root] = start
    for _ in range(len(ring) + 1):
        following = {root: _failure(closure(root), solved, system) for root in ring}
        if all(solved[root] == following[root] for root in ring):
            return
        solved.update(following)


def _failure(closed: Closed, solved: Mapping[str, int], system: System) -> int:
    nodes, pools = closed
    return system.formula.any_of([*nodes, *(_pool_failure(pool, solved, system) for pool in pools)])


def _pool_failure(pool: Pool, solved: Mapping[str, int], system: System) -> int:
    formula = system.formula

    def unreached(target: str, links: Sequence[Connection]) -> int:
        nodes = [system.connection_node.get(link.id) for link in links]
        # A link without an availability of its own never fails: then the target is always reached.
        over = formula.all_of([node for node in nodes if node is not None]) if None not in nodes else WORKS
        return formula.any_of([solved[target], over])

    inputs = [unreached(target, links) for target, links in pool.members]
    unmet = formula.at_least(len(inputs) - pool.needs + 1, inputs)
    if not pool.spared_by:
        return unmet
    return formula.all_of([unmet, *(unreached(target, links) for target, links in pool.spared_by)])
