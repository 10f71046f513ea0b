"""Which targets of a routing source are alternatives of each other ("auto" pools, semantics §2)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from archdraw.core.analysis.structure.domains import DomainTree
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Component, Connection, Design

# A number may be glued to the word and carry a letter (web1, web-1a); a letter stands by itself (App A,
# app-b) or as the one capital after small letters (appA).
_TAIL = re.compile(r"(?:[\s_\-#./:]*\d+[a-z]?|[\s_\-#./:]+[A-Za-z]|(?<=[a-z])[A-Z])$")
_SEPARATORS = " \t_-#./:,()[]"


class Alternatives:
    """Decides what is interchangeable by the drawing; independent of journeys."""

    def __init__(self, design: Design, catalog: Kinds, domains: DomainTree) -> None:
        self._components = design.component_by_id
        self._domains = domains
        self._routing = {kind: catalog.kind(kind).routes for kind in {c.kind for c in design.components}}
        names = {design.group_by_id[group].name for group in domains.ids} | set(domains.ids)
        self._places = sorted((name.lower() for name in names if name.strip()), key=len, reverse=True)
        self._connections = design.connections
        self._callees: dict[str, set[tuple[str, str]]] | None = None
        self._stems: dict[str, str] = {}

    def routes(self, source: Component) -> bool:
        """Return whether the source spreads requests over its targets (kind, or client-side discovery)."""
        if self._routing.get(source.kind, False):
            return True
        return source.attributes.get("discovery") in ("dns", "registry")

    def pools(self, targets: Sequence[str]) -> list[tuple[tuple[str, ...], str]]:
        """Return which of the targets are alternatives, each pool with the reason; singles are left out."""
        by_kind: dict[str, list[str]] = defaultdict(list)
        for target in dict.fromkeys(targets):
            by_kind[self._components[target].kind].append(target)
        found: list[tuple[tuple[str, ...], str]] = []
        for alike in by_kind.values():
            if len(alike) > 1:
                found.extend(self._pools_of_kind(alike))
        return found

    def _pools_of_kind(self, alike: Sequence[str]) -> list[tuple[tuple[str, ...], str]]:
        joined = _Classes(alike)
        for keys, reason in (
            (
                {one: self._stem(one) for one in alike},
                "their names differ in a number, letter or domain only",
            ),
            (
                {one: frozenset(self._called_by().get(one, ())) for one in alike},
                "they call exactly the same things",
            ),
            (self._one_per_region(alike), "they are the entry points of different regions"),
        ):
            joined.join(keys, reason)
        return joined.pools()

    def _called_by(self) -> Mapping[str, Collection[tuple[str, str]]]:
        """Return what each component calls or publishes to, and which of the two."""
        if self._callees is None:
            self._callees = defaultdict(set)
            for connection in self._connections:
                if connection.kind in ("call", "publish") and connection.target in self._components:
                    self._callees[connection.source].add((connection.kind, connection.target))
        return self._callees

    def _one_per_region(self, alike: Sequence[str]) -> Mapping[str, object]:
        # With two of a kind in one region the drawing does not say which is the entry: no pool by region.
        regions = [self._domains.region(self._components[one]) for one in alike]
        if None in regions or len(set(regions)) < len(regions):
            return {}
        return dict.fromkeys(alike, "regions")

    def _stem(self, component_id: str) -> str:
        if component_id not in self._stems:
            component = self._components[component_id]
            self._stems[component_id] = self._stripped(component.name.strip() or component_id)
        return self._stems[component_id]

    def _stripped(self, name: str) -> str:
        text = name.strip(_SEPARATORS)
        while True:
            shorter = _TAIL.sub("", text)
            low = shorter.lower()
            for place in self._places:
                if low.endswith(place) and len(low) > len(place) and low[-len(place) - 1] in _SEPARATORS:
                    shorter = shorter[: -len(place)]
                    break
            shorter = shorter.strip(_SEPARATORS)
            if shorter == text or not shorter:
                return text.lower()
            text = shorter


class _Classes:
    """Groups things that share a key under any of several views (union-find)."""

    def __init__(self, things: Sequence[str]) -> None:
        self._things = things
        self._leader = {thing: thing for thing in things}
        self._reasons: dict[str, list[str]] = defaultdict(list)

    def join(self, keys: Mapping[str, object], reason: str) -> None:
        first: dict[object, str] = {}
        for thing, key in keys.items():
            if not key:
                continue
            other = self._find(first.setdefault(key, thing))
            leader = self._find(thing)
            if leader != other:
                self._leader[leader] = other
                reasons = self._reasons[other] + self._reasons.pop(leader, [])
                self._reasons[other] = list(dict.fromkeys([*reasons, reason]))

    def pools(self) -> list[tuple[tuple[str, ...], str]]:
        members: dict[str, list[str]] = defaultdict(list)
        for thing in self._things:
            members[self._find(thing)].append(thing)
        return [
            (tuple(group), "; ".join(self._reasons[leader]))
            for leader, group in members.items()
            if len(group) > 1
        ]

    def _find(self, thing: str) -> str:
        while self._leader[thing] != thing:
            thing = self._leader[thing]
        return thing


def pool_label(connection: Connection) -> str | None:
    """Return the stated pool label, or None for "each" and "auto"."""
    return None if connection.pool in ("each", "auto", "") else connection.pool
