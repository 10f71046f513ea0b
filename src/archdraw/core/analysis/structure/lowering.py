"""The structure function of a journey: closures of single dependencies, pools, cycles (semantics §2, §3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.formula import FAILS, WORKS
from archdraw.core.analysis.structure.graphs import reach, strong_components
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.giving_way import give_way
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archdraw.core.analysis.result import MeasureName
    from archdraw.core.analysis.structure.requirements import (
        DependencyClass,
        Pool,
        Requirements,
        RequirementTable,
    )
    from archdraw.core.analysis.structure.system import System
    from archdraw.core.model import Connection, Journey

CLASSES: dict[MeasureName, tuple[DependencyClass, ...]] = {
    "served": ("critical",),
    "full": ("critical", "optional"),
    "done": ("critical", "async"),
}


@frozen
class Lowered:
    """The node that fails when the journey does.

    `optimistic` is the greatest fixpoint where cycles through pools leave a choice (`ambiguous`), and lets
    networks that were too wide for every way never come apart; else it is equal to `root`. Over such networks
    `whole` is the node with what stands for every way of them: see `whole_word`.
    """

    root: int
    optimistic: int
    ambiguous: bool = False
    whole: int | None = None


class JourneyView:
    """The requirements of one journey in one measure, as a graph."""

    def __init__(self, table: RequirementTable, journey: Journey | None, measure: MeasureName) -> None:
        self._table = table
        self._journey = journey
        self._classes = CLASSES[measure]
        self._parts: dict[str, tuple[Requirements, ...]] = {}
        self._targets: dict[str, tuple[str, ...]] = {}

    def parts(self, component: str) -> tuple[Requirements, ...]:
        """Return the requirements of a component, one entry per class."""
        known = self._parts.get(component)
        if known is None:
            needs = self._table.needs(component, self._journey)
            known = self._parts[component] = tuple([needs[name] for name in self._classes if name in needs])
        return known

    @property
    def known(self) -> Mapping[str, tuple[Requirements, ...]]:
        """The same of all that were asked for: once it is lowered of all that the entry reaches."""
        return self._parts

    def has_more(self, components: Iterable[str]) -> bool:
        """Return whether any of the components, those that *served* reaches, has requirements beyond it."""
        more = self._classes[1:]
        needs, journey = self._table.needs, self._journey
        return bool(more) and any(
            not needs(component, journey).keys().isdisjoint(more) for component in components
        )

    def singles(self, component: str) -> tuple[Connection, ...]:
        """Return the connections that are required by themselves."""
        return tuple(connection for part in self.parts(component) for connection in part.singles)

    def single_targets(self, component: str) -> tuple[str, ...]:
        """Return their targets."""
        parts = self.parts(component)
        if len(parts) == 1:
            return parts[0].single_targets
        return tuple(dict.fromkeys([target for part in parts for target in part.single_targets]))

    def pools(self, component: str) -> tuple[Pool, ...]:
        """Return the pools, of which each must be met."""
        return tuple(pool for part in self.parts(component) for pool in part.pools)

    def targets(self, component: str) -> tuple[str, ...]:
        """Return every component it depends on, alternatives included."""
        give_way()
        known = self._targets.get(component)
        if known is None:
            parts = self.parts(component)
            if len(parts) == 1:
                known = parts[0].targets
            else:
                pooled = [one for pool in self.pools(component) for one in pool.targets]
                known = tuple(dict.fromkeys([*self.single_targets(component), *pooled]))
            self._targets[component] = known
        return known


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
    """Return the formula for "the entry does not work", and that of the best case."""
    found = _lowered(view, entry, system)
    if not system.narrowed:
        return found
    # With all turns it may be as good as if the network never came apart: nobody knows.
    links = {one: node for one, node in system.connection_node.items() if one not in system.narrowed}
    never = {name: one.own for name, one in system.narrowed.items() if one.own is not None}
    best = _lowered(view, entry, replace(system, connection_node=links | never))
    whole = {name: one.whole for name, one in system.narrowed.items()}
    every = _lowered(view, entry, replace(system, connection_node=links | whole))
    if every.root == found.root:
        return found
    return Lowered(found.root, best.optimistic, found.ambiguous, every.root)


def _lowered(view: JourneyView, entry: str, system: System) -> Lowered:
    """Return the formula as it is written down.

    Components that need each other one by one are collapsed by taking everything reachable over single
    dependencies (greatest fixpoint there); pools among them are solved as the least fixpoint, and as the
    greatest one for comparison. The unrolled formula of a ring of n pools has at most n rounds.
    """
    nested = _nested(view, entry, system)
    if nested is not None:
        return Lowered(nested, nested)
    closures = _Closures(view, entry, system)
    least: dict[str, int] = {}
    greatest = least
    unmet: dict[int, int] = {}
    unmet_at_best = unmet
    for ring in strong_components([entry], closures.below):
        loops = len(ring) > 1 or ring[0] in closures.below(ring[0])
        if loops and greatest is least:
            greatest, unmet_at_best = dict(least), dict(unmet)
        _solve_ring(ring, closures, least, unmet, FAILS if loops else None)
        if greatest is not least:
            _solve_ring(ring, closures, greatest, unmet_at_best, WORKS if loops else None)
    return Lowered(least[entry], greatest[entry], least[entry] != greatest[entry])


def _nested(view: JourneyView, entry: str, system: System) -> int | None:
    """Return the same where no pool is part of a cycle, else None.

    Each component is then over its own calls alone, not over all that these need in turn: the formula grows
    with the number of calls, not with that of all that is below each of them.
    """
    solved: dict[str, int] = {}
    role, link_of = system.role, system.connection_node
    for ring in strong_components([entry], view.targets):
        inside = ring if len(ring) == 1 else frozenset(ring)
        nodes = [role[member] for member in ring]
        for member in ring:
            for part in view.parts(member):
                for pool in part.pools:
                    if any(target in inside for target in pool.targets):
                        return None
                    nodes.append(_pool_failure(pool, solved, system))
                if link_of:
                    nodes += [link_of[one.id] for one in part.singles if one.id in link_of]
                nodes += [solved[target] for target in part.single_targets if target not in inside]
        solved.update(dict.fromkeys(ring, system.formula.any_of(nodes)))
    return solved[entry]


class _Closures:
    """What each component needs through single dependencies, itself included: nodes and pools.

    Kept as masks, so that taking everything below a component is one OR per dependency.
    """

    def __init__(self, view: JourneyView, entry: str, system: System) -> None:
        self.system = system
        self._pools: list[Pool] = []
        self._targets: list[tuple[str, ...]] = []
        self._nodes: dict[str, int] = {}
        self._needs: dict[str, int] = {}
        self._below: dict[str, tuple[str, ...]] = {}
        for ring in strong_components(reach(entry, view.targets), view.single_targets):
            self._take_in(ring, view, system)

    def nodes(self, root: str) -> list[int]:
        """Return the nodes of which each fails the component."""
        return bits(self._nodes[root])

    def pools(self, root: str) -> list[int]:
        """Return the places of the pools that it has to meet."""
        return bits(self._needs[root])

    def pool(self, place: int) -> Pool:
        """Return the pool at a place."""
        return self._pools[place]

    def below(self, root: str) -> tuple[str, ...]:
        """Return the targets of these pools."""
        known = self._below.get(root)
        if known is None:
            found: dict[str, None] = {}
            for place in self.pools(root):
                found.update(dict.fromkeys(self._targets[place]))
            known = self._below[root] = tuple(found)
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
                    self._targets.append(pool.targets)
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
    closures: _Closures,
    solved: dict[str, int],
    unmet: dict[int, int],
    start: int | None,
) -> None:
    """Solve the members of a ring; `unmet` are by place the nodes of pools over what is solved for good."""
    if start is None:
        solved[ring[0]] = _failure(ring[0], closures, solved, unmet)
        return
    for root in ring:
        solved[root] = start
    for _ in range(len(ring) + 1):
        following = {root: _failure(root, closures, solved, {}) for root in ring}
        if all(solved[root] == following[root] for root in ring):
            return
        solved.update(following)


def _failure(root: str, closures: _Closures, solved: Mapping[str, int], unmet: dict[int, int]) -> int:
    inputs = closures.nodes(root)
    for place in closures.pools(root):
        node = unmet.get(place)
        if node is None:
            node = unmet[place] = _pool_failure(closures.pool(place), solved, closures.system)
        inputs.append(node)
    return closures.system.formula.any_of(inputs)


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
