"""Failure domains: which stand around which, and where each instance sits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Component, Design


# Where so many components stand is remembered; of more it would take too much memory.
_MOST_PLACED = 3_000


class DomainTree:
    """The groups of a design that are failure domains."""

    def __init__(self, design: Design, catalog: Kinds) -> None:
        self._groups = design.group_by_id
        failing = {kind: catalog.group(kind).failure_domain for kind in {g.kind for g in design.groups}}
        self.ids: tuple[str, ...] = tuple(group.id for group in design.groups if failing[group.kind])
        self._failing = frozenset(self.ids)
        self._chains: dict[str | None, tuple[str, ...]] = {None: ()}
        self._placed: dict[str, tuple[Component, Mapping[tuple[str, ...], list[int]]]] = {}

    def __contains__(self, group_id: object) -> bool:
        return group_id in self._failing

    def chain(self, group_id: str | None) -> tuple[str, ...]:
        """Return the domains a place is in: the group itself if it is one, then outwards."""
        if group_id in self._chains:
            return self._chains[group_id]
        found: list[str] = []
        seen: set[str] = set()
        here = group_id
        while here is not None and here not in seen:
            seen.add(here)
            group = self._groups.get(here)
            if group is None:
                break
            if here in self._failing:
                found.append(here)
            here = group.parent
        self._chains[group_id] = tuple(found)
        return self._chains[group_id]

    def region(self, component: Component) -> str | None:
        """Return the region a component stands in, or None."""
        places = (component.parent, *component.domains)
        for place in places:
            for domain in self.chain(place):
                if self._groups[domain].kind == "region":
                    return domain
        return None

    def placement(self, component: Component) -> Mapping[tuple[str, ...], list[int]]:
        """Return the instances (from 0) by the domains they sit in, innermost domain first.

        Instance i of a component with `domains` sits in domains[i mod n] and in what surrounds it,
        without them in the enclosing domains of the component (semantics §1).
        """
        found = self._placed.get(component.id)
        if found is not None and found[0] is component:
            return found[1]
        placed = self._instances(component)
        if len(self._placed) < _MOST_PLACED:
            self._placed[component.id] = component, placed
        return placed

    def _instances(self, component: Component) -> Mapping[tuple[str, ...], list[int]]:
        known = [place for place in component.domains if place in self._groups]
        if not known:
            return {self.chain(component.parent): list(range(component.replicas))}
        placed: dict[tuple[str, ...], list[int]] = {}
        for index in range(component.replicas):
            placed.setdefault(self.chain(known[index % len(known)]), []).append(index)
        return placed
