"""What each component requires of others in a journey: single dependencies and pools, by class."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from archdraw.core.analysis.result import AssumedPool
from archdraw.core.analysis.structure.pools import pool_label
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.analysis.structure.pools import Alternatives
    from archdraw.core.model import Connection, Design, Journey

DependencyClass = Literal["critical", "optional", "async"]


@frozen
class Pool:
    """Alternatives: at least `needs` of the targets must work; a target may be reached over several links.

    While one of `spared_by` works, none of them is needed: caches that hold the answer.
    """

    needs: int
    members: tuple[tuple[str, tuple[Connection, ...]], ...]
    assumed: AssumedPool | None = None
    spared_by: tuple[tuple[str, tuple[Connection, ...]], ...] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        """Every component it may be met by."""
        return tuple(target for target, _ in (*self.members, *self.spared_by))

    @property
    def connections(self) -> tuple[Connection, ...]:
        """Every connection of the pool."""
        return tuple(connection for _, links in self.members for connection in links)


@frozen
class Requirements:
    """What one component requires within one class: connections by themselves, and pools.

    `single_targets` are the targets of the former, `targets` those of both.
    """

    singles: tuple[Connection, ...]
    pools: tuple[Pool, ...]
    single_targets: tuple[str, ...]
    targets: tuple[str, ...]

    @classmethod
    def of(cls, singles: Sequence[Connection], pools: Sequence[Pool]) -> Requirements:
        """Return the requirements that consist of these."""
        single_targets = targets = tuple(dict.fromkeys([connection.target for connection in singles]))
        if pools:
            pooled = [target for pool in pools for target in pool.targets]
            targets = tuple(dict.fromkeys([*single_targets, *pooled]))
        return cls(tuple(singles), tuple(pools), single_targets, targets)


Needs = dict[DependencyClass, Requirements]


class RequirementTable:
    """Classifies connections per journey; what does not depend on the journey is worked out once."""

    def __init__(self, design: Design, catalog: Kinds, alternatives: Alternatives) -> None:
        self._components = design.component_by_id
        self._alternatives = alternatives
        self._roles = {kind: catalog.kind(kind).role for kind in {c.kind for c in design.components}}
        self.outgoing: dict[str, list[Connection]] = defaultdict(list)
        self._cached_by: dict[str, list[Connection]] = defaultdict(list)
        varying: set[str] = set()
        by_cache: set[str] = set()
        for connection in design.connections:
            ends = connection.source in self._components and connection.target in self._components
            # A call to itself is part of handling a request, not a dependency.
            if not ends or connection.source == connection.target:
                continue
            self.outgoing[connection.source].append(connection)
            if connection.behind_cache is not None:
                self._cached_by[connection.behind_cache].append(connection)
            if isinstance(connection.calls, dict):
                varying.add(connection.source)
                if connection.behind_cache is not None:
                    by_cache.add(connection.behind_cache)
        self._shared: dict[str, Needs] = {}
        if by_cache:
            varying |= {s for s, links in self.outgoing.items() if any(c.target in by_cache for c in links)}
        self.journey_bound = varying

    def needs(self, source: str, journey: Journey | None) -> Needs:
        """Return the requirements of a component; without a journey every connection with calls counts."""
        known = self._shared.get(source)
        if known is None:
            known = self._classified(source, journey)
            if source not in self.journey_bound:
                self._shared[source] = known
        return known

    def take_over(self, before: RequirementTable, changed: Collection[str]) -> None:
        """Take over what was known of the components that do not require anything else by now."""
        left_out = self.journey_bound.union(changed)
        self._shared = {one: needs for one, needs in before._shared.items() if one not in left_out}

    def unpooled(self, source: str) -> list[tuple[str, ...]]:
        """Return same-kind targets of a routing source that "auto" took as needed one by one."""
        component = self._components[source]
        if not self._alternatives.routes(component):
            return []
        auto = [c for c in self.outgoing[source] if c.pool == "auto" and _class_of_kind(c) is not None]
        targets = list(dict.fromkeys(c.target for c in auto if c.target != source))
        pooled = {one: pool for pool, _ in self._alternatives.pools(targets) for one in pool}
        by_kind: dict[str, list[str]] = defaultdict(list)
        for target in targets:
            by_kind[self._components[target].kind].append(target)
        return [
            tuple(alike)
            for alike in by_kind.values()
            if len(alike) > 1 and len({pooled.get(one, (one,)) for one in alike}) > 1
        ]

    def _classified(self, source: str, journey: Journey | None) -> Needs:
        active = [c for c in self.outgoing.get(source, ()) if c.target != source and _calls(c, journey) > 0]
        sorted_in: dict[DependencyClass, list[Connection]] = defaultdict(list)
        for connection in active:
            name = self._class(connection, active, journey)
            if name is not None:
                sorted_in[name].append(connection)
        return {name: self._grouped(source, links) for name, links in sorted_in.items()}

    def _class(
        self, connection: Connection, siblings: Sequence[Connection], journey: Journey | None
    ) -> DependencyClass | None:
        waits = _class_of_kind(connection)
        if waits is not True:
            return None if waits is None else "async"
        critical = connection.critical
        if critical is None:
            critical = not self._has_store_behind(connection, siblings, journey)
        return "critical" if critical else "optional"

    def _has_store_behind(
        self, connection: Connection, siblings: Sequence[Connection], journey: Journey | None
    ) -> bool:
        cache = self._components[connection.target]
        if self._roles[cache.kind] != "cache" or cache.attributes.get("store_of_record") is True:
            return False
        if any(
            c.kind == "call" and self._roles[self._components[c.target].kind] == "store" for c in siblings
        ):
            return True
        # A read-through cache names itself on its own call to the store: nothing goes round it.
        return any(c.source != cache.id and _calls(c, journey) > 0 for c in self._cached_by.get(cache.id, ()))

    def _grouped(self, source: str, links: Sequence[Connection]) -> Requirements:
        singles = [c for c in links if c.pool == "each"]
        labelled: dict[str, list[Connection]] = defaultdict(list)
        auto: list[Connection] = []
        for connection in links:
            label = pool_label(connection)
            if label is not None:
                labelled[label].append(connection)
            elif connection.pool != "each":
                auto.append(connection)
        pools = [_pool(members) for members in labelled.values()]
        pooled: set[str] = set()
        if len(auto) > 1 and self._alternatives.routes(self._components[source]):
            for targets, reason in self._alternatives.pools([c.target for c in auto]):
                members = [c for c in auto if c.target in targets]
                needs = max(c.needs for c in members)
                pools.append(_pool(members, AssumedPool(source, targets, needs, reason)))
                pooled.update(targets)
        singles.extend(c for c in auto if c.target not in pooled)
        return Requirements.of(singles, pools)


def _pool(links: Sequence[Connection], assumed: AssumedPool | None = None) -> Pool:
    members: dict[str, list[Connection]] = defaultdict(list)
    for connection in links:
        members[connection.target].append(connection)
    needs = max(connection.needs for connection in links)
    return Pool(needs, tuple((target, tuple(over)) for target, over in members.items()), assumed)


def _calls(connection: Connection, journey: Journey | None) -> float:
    if journey is not None:
        return journey.calls_over(connection)
    if isinstance(connection.calls, dict):
        return max(connection.calls.values(), default=0.0)
    return connection.calls


def _class_of_kind(connection: Connection) -> bool | None:
    """Return whether the source waits; None for connections that no journey depends on (semantics §2)."""
    if connection.kind in ("call", "publish"):
        return connection.synchronous
    return False if connection.kind == "deliver" else None
