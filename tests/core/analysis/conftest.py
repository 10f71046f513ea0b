"""An oracle for availability that knows only the text of the semantics: every state, one by one."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterable
from itertools import combinations, product
from typing import Any

import networkx as nx
import pytest

from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey
from archdraw.core.model.elements import Redundancy

CLASSES = {"served": {"critical"}, "full": {"critical", "optional"}, "done": {"critical", "async"}}


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def no_take_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stay with our own engine past its budget, also where oxidd is installed."""
    monkeypatch.setattr("archdraw.core.analysis.reliability.taking_over.loaded", lambda: None)


class StateOracle:
    """Lists the events of a design with explicit figures and evaluates the journey in any state."""

    def __init__(self, design: Design, catalog: Catalog, measure: str = "served") -> None:
        self.design = design
        self.catalog = catalog
        self.journey = design.journeys[0]
        self.measure = measure
        self.q: dict[str, float] = {}
        self.instances: dict[str, list[tuple[str, list[str]]]] = {}
        self._list_events()
        self.connections = [c for c in design.connections if c.source != c.target and self._calls(c) > 0]
        self.groups = {c.id: self._requirement_groups(c.id) for c in design.components}
        graph: Any = nx.DiGraph()
        graph.add_nodes_from(c.id for c in design.components)
        for source, groups in self.groups.items():
            for needs, members in groups:
                if needs is None:
                    graph.add_edge(source, members[0][0])
        self.ring_of: dict[str, frozenset[str]] = {}
        for ring in nx.strongly_connected_components(graph):
            for member in ring:
                self.ring_of[member] = frozenset(ring)

    def _calls(self, connection: Connection) -> float:
        calls = connection.calls
        return calls.get(self.journey.id, 0.0) if isinstance(calls, dict) else calls

    def _chain(self, group_id: str | None) -> list[str]:
        found = []
        while group_id is not None:
            group = self.design.group_by_id[group_id]
            if self.catalog.group(group.kind).failure_domain:
                found.append(group.id)
            group_id = group.parent
        return found

    def _list_events(self) -> None:
        self.heirs = {
            c.id: [r.target for r in self.design.connections if _hands_over(r) and r.source == c.id]
            for c in self.design.components
        }
        for group in self.design.groups:
            if self.catalog.group(group.kind).failure_domain and group.availability not in (None, 1.0):
                self.q[group.id] = 1.0 - float(group.availability or 0.0)
        for c in self.design.components:
            if self.catalog.kind(c.kind).role == "client":
                continue
            assert c.availability is not None
            q = 1.0 - c.availability
            if c.managed:
                self.q[c.id] = q
                self.instances[c.id] = [(c.id, [])]
            else:
                beta = float(c.attributes.get("beta", 0.0)) if c.replicas > 1 else 0.0
                self.instances[c.id] = []
                for i in range(c.replicas):
                    name = c.id if c.replicas == 1 else f"{c.id}#{i + 1}"
                    self.q[name] = q * (1.0 - beta)
                    place = c.domains[i % len(c.domains)] if c.domains else c.parent
                    self.instances[c.id].append((name, self._chain(place)))
                if beta:
                    self.q[f"{c.id}!ccf"] = q * beta
            passive = c.redundancy == "active-passive" and c.replicas > 1 and not c.managed
            if (passive or self.heirs[c.id]) and c.failover_s:
                # T ÷ (MTBF + MTTR), MTTR one hour, MTBF = a·MTTR/(1 − a)
                mtbf = c.availability / q if q else math.inf
                self.q[f"{c.id}!failover"] = c.failover_s / 3600.0 / (mtbf + 1.0)
        for connection in self.design.connections:
            if connection.availability is not None and connection.availability < 1:
                self.q[connection.id] = 1.0 - connection.availability

    def _kind_of(self, connection: Connection, siblings: list[Connection]) -> str | None:
        if connection.kind == "deliver":
            return "async"
        if connection.kind not in ("call", "publish"):
            return None
        if connection.mode == "async":
            return "async"
        if connection.critical is not None:
            return "critical" if connection.critical else "optional"
        target = self.design.component_by_id[connection.target]
        if self.catalog.kind(target.kind).role == "cache" and not target.attributes.get("store_of_record"):
            for other in siblings:
                kind = self.design.component_by_id[other.target].kind
                if other.kind == "call" and self.catalog.kind(kind).role == "store":
                    return "optional"
            if any(o.behind_cache == target.id and o.source != target.id for o in self.connections):
                return "optional"
        return "critical"

    def _requirement_groups(self, source: str) -> list[tuple[int | None, list[tuple[str, list[str]]]]]:
        siblings = [c for c in self.connections if c.source == source]
        found: list[tuple[int | None, list[tuple[str, list[str]]]]] = []
        for name in CLASSES[self.measure]:
            links = [c for c in siblings if self._kind_of(c, siblings) == name]
            pools: dict[str, list[Connection]] = {}
            for c in links:
                if c.pool not in ("each", "auto"):
                    pools.setdefault("label " + c.pool, []).append(c)
            auto = [c for c in links if c.pool == "auto"]
            alike = self._alike(source, auto)
            for number, ring in enumerate(nx.connected_components(alike)):
                pools[f"auto {number}"] = [c for c in auto if c.target in ring]
            singles = [c for c in links if c.pool == "each"] + [c for c in auto if c.target not in alike]
            found.extend((None, [(c.target, [c.id])]) for c in singles)
            for members in pools.values():
                by_target: dict[str, list[str]] = {}
                for c in members:
                    by_target.setdefault(c.target, []).append(c.id)
                found.append((max(c.needs for c in members), list(by_target.items())))
        return found

    def _alike(self, source: str, auto: list[Connection]) -> Any:
        alike: Any = nx.Graph()
        if self.catalog.kind(self.design.component_by_id[source].kind).routes:
            for one, two in combinations(auto, 2):
                if one.target != two.target and self._interchangeable(one.target, two.target):
                    alike.add_edge(one.target, two.target)
        return alike

    def _interchangeable(self, one: str, two: str) -> bool:
        a, b = self.design.component_by_id[one], self.design.component_by_id[two]
        if a.kind != b.kind:
            return False
        if re.sub(r"\d+$", "", a.name or a.id) == re.sub(r"\d+$", "", b.name or b.id):
            return True
        kinds = ("call", "publish")
        called = [
            {(c.kind, c.target) for c in self.design.connections if c.source == x and c.kind in kinds}
            for x in (one, two)
        ]
        return bool(called[0]) and called[0] == called[1]

    def own(self, component: str, down: frozenset[str]) -> bool:
        c = self.design.component_by_id[component]
        if component not in self.instances:
            return True
        up = sum(
            name not in down and not down.intersection(places) for name, places in self.instances[component]
        )
        needed = 1 if c.managed or c.redundancy == "active-passive" else int(c.required)
        if c.redundancy == "quorum" and not c.managed and needed == 1:
            needed = c.replicas // 2 + 1
        return up >= needed and not down.intersection({f"{component}!ccf", f"{component}!failover"})

    def role(self, component: str, down: frozenset[str]) -> bool:
        heirs = self.heirs[component]
        if not heirs:
            return self.own(component, down)
        if f"{component}!failover" in down:
            return False
        return self.own(component, down) or any(self.own(heir, down) for heir in heirs)

    def works(self, down: frozenset[str], start: str | None = None) -> bool:
        """Evaluate with the call stack excluded; members of a ring of single needs stand or fall together."""
        roles = {c.id: self.role(c.id, down) for c in self.design.components}

        def up(component: str, stack: frozenset[frozenset[str]]) -> bool:
            ring = self.ring_of[component]
            if ring in stack or not all(roles[member] for member in ring):
                return False
            below = stack | {ring}
            for member in ring:
                for needs, members in self.groups[member]:
                    if needs is None:
                        target, links = members[0]
                        if links[0] in down or (target not in ring and not up(target, below)):
                            return False
                    elif (
                        sum(not all(x in down for x in links) and up(t, below) for t, links in members)
                        < needs
                    ):
                        return False
            return True

        entry = start or self.journey.entry
        assert entry is not None
        return up(entry, frozenset())

    def failing_states(self) -> dict[frozenset[str], float]:
        events = list(self.q)
        found = {}
        for choice in product((False, True), repeat=len(events)):
            down = frozenset(e for e, is_down in zip(events, choice, strict=True) if is_down)
            if not self.works(down):
                found[down] = math.prod(
                    self.q[e] if is_down else 1.0 - self.q[e]
                    for e, is_down in zip(events, choice, strict=True)
                )
        return found

    def minimal_cuts(self, order: int) -> set[frozenset[str]]:
        found: set[frozenset[str]] = set()
        if not self.works(frozenset()):
            return found
        for size in range(1, order + 1):
            for events in combinations(self.q, size):
                down = frozenset(events)
                if not any(cut < down for cut in found) and not self.works(down):
                    found.add(down)
        return found


def _hands_over(connection: Connection) -> bool:
    return connection.kind == "replicate" and connection.promotes and connection.source != connection.target


@pytest.fixture(scope="session")
def state_oracle(catalog: Catalog) -> Callable[..., StateOracle]:
    def make(design: Design, measure: str = "served") -> StateOracle:
        return StateOracle(design, catalog, measure)

    return make


def _component(rng: random.Random, index: int, groups: Iterable[str]) -> Component:
    kind = rng.choice(
        (
            "service",
            "service",
            "service",
            "l7_load_balancer",
            "in_memory_cache",
            "rdbms_primary",
            "message_queue",
        )
    )
    replicas = rng.choice((1, 1, 1, 2, 3))
    kinds: tuple[Redundancy, ...] = ("none", "active-active", "active-passive", "quorum")
    redundancy = rng.choice(kinds)
    places = list(groups)
    stem = rng.choice(("app", "orders", "api"))
    return Component(
        id=f"c{index}",
        kind=kind,
        name=f"{stem}{index}",
        parent=rng.choice((None, *places)),
        replicas=replicas,
        required=rng.choice((1, 1, min(2, replicas))),
        availability=rng.choice((0.9, 0.99, 0.95, 0.999)),
        managed=rng.random() < 0.15,
        domains=tuple(rng.choice(places) for _ in range(2)) if places and rng.random() < 0.5 else (),
        redundancy=redundancy,
        failover_s=rng.choice((0.0, 60.0)),
        attributes={
            **({"beta": 0.1} if rng.random() < 0.2 else {}),
            **({"store_of_record": True} if rng.random() < 0.1 else {}),
        },
    )


def random_design(seed: int, components: int = 5, cycles: bool = True) -> Design:
    """Return a small design with pools, domains, quorum, standby, optional and asynchronous calls, rings."""
    rng = random.Random(seed)
    groups: list[Group] = []
    if rng.random() < 0.6:
        groups.append(Group(id="r", kind="region", availability=rng.choice((0.99, 1.0))))
        names = ("za", "zb")[: rng.choice((1, 2, 2))]
        groups += [Group(id=n, kind="zone", parent=rng.choice((None, "r")), availability=0.98) for n in names]
        groups.append(Group(id="net", kind="subnet", parent=rng.choice([g.id for g in groups])))
    parts = [_component(rng, i, [g.id for g in groups]) for i in range(components)]
    links: list[Connection] = []
    for number in range(rng.randint(components, 2 * components)):
        i, k = rng.randrange(components), rng.randrange(components)
        if not cycles and i >= k:
            continue
        links.append(
            Connection(
                id=f"e{number}",
                source=f"c{i}",
                target=f"c{k}",
                kind=rng.choice(
                    ("call", "call", "call", "call", "publish", "deliver", "replicate", "observe")
                ),
                mode=rng.choice((None, None, None, "async")),
                critical=rng.choice((None, None, None, True, False)),
                pool=rng.choice(("auto", "auto", "p", "p", "each")),
                needs=rng.choice((1, 1, 1, 2)),
                calls=rng.choice((1, 1, 1, {"j": 2.0}, {"other": 1.0})),
                behind_cache=rng.choice((None, None, None, f"c{rng.randrange(components)}")),
                availability=rng.choice((None, None, None, None, 0.97)),
                promotes=rng.random() < 0.5,
            )
        )
    client = Component(id="user", kind="client_web")
    first = Connection(id="in", source="user", target="c0")
    return Design(
        components=(client, *parts),
        groups=tuple(groups),
        connections=(first, *links),
        journeys=(Journey(id="j", entry="user", peak_rps=10.0),),
    )


@pytest.fixture(scope="session")
def make_design() -> Callable[..., Design]:
    return random_design
