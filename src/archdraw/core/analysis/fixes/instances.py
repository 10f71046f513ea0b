"""Fixes that add instances, a standby, or spread what is there over more places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.fixes.fix import Fix, NoFixError, Site
from archdraw.core.analysis.fixes.revising import with_attributes, with_fields

if TYPE_CHECKING:
    from archdraw.core.model import Component, Design

_SPREADING = ("zone", "rack", "host", "region")
_STANDBY_ROLES = ("store",)
_NO_PODS = ("k8s_node_pool", "k8s_control_plane", "k8s_cluster")


def add_instance(site: Site) -> Design:
    """Add the fewest instances that remove the finding; a group that votes stays odd."""
    component = site.component
    part = site.part(component.id)
    if part.client:
        raise NoFixError("Clients are not ours to multiply.")
    members = component.attributes.get("members")
    if isinstance(members, int) and not isinstance(members, bool):
        odd = members if members % 2 else members - 1
        drawn = component.replicas > 1  # the members are instances of it, not one box for all

        def grow(count: int) -> Design:
            design = with_attributes(site.design, [component.id], {"members": count})
            return with_fields(design, {component.id: {"replicas": count}}) if drawn else design

        return site.least(lambda n: odd + 2 * n, grow)
    if part.managed:
        raise NoFixError("A managed service grows by its provider: have its limit raised instead.")
    copies = component.attributes.get("replication_factor")
    votes = part.redundancy == "quorum"
    start = component.replicas if not votes or component.replicas % 2 else component.replicas - 1

    def change(count: int) -> Design:
        fields: dict[str, Any] = {"replicas": count}
        if component.replicas == 1 and component.redundancy in (None, "none"):
            fields["redundancy"] = _redundancy(site, component)
        if isinstance(copies, int) and not isinstance(copies, bool) and copies < count:
            fields["attributes"] = {**component.attributes, "replication_factor": min(count, 3)}
        return with_fields(site.design, {component.id: fields})

    return site.least(lambda n: start + (2 * n if votes else n), change)


def size_store(site: Site) -> Design:
    """Give the store behind a cache so many instances that it carries everything without it."""
    store = site.components[-1]
    if store.kind == "rdbms_primary":
        raise NoFixError("Copies don’t let a primary carry more: shard it, or keep its cache warm.")

    def change(count: int) -> Design:
        return with_fields(site.design, {store.id: {"replicas": count, "redundancy": "active-active"}})

    return site.least(lambda n: store.replicas + n, change)


def add_standby(site: Site) -> Design:
    """Give a single store a second instance that takes over by itself."""
    component = site.component
    if component.replicas > 1:
        raise NoFixError("It has more than one instance already.")
    fields = {"replicas": 2, "redundancy": "active-passive"}
    return with_fields(site.design, {component.id: fields})


def take_over(site: Site) -> Design:
    """Let the instances that a component has take over from each other."""
    component = site.component
    return with_fields(site.design, {component.id: {"redundancy": _redundancy(site, component)}})


def spread(site: Site) -> Design:
    """Spread every component that the finding names over the places beside its own."""
    design = site.design
    changes: dict[str, dict[str, Any]] = {}
    for component in site.components:
        places = _places(site, component)
        if not places:
            continue
        fields: dict[str, Any] = {"domains": places}
        if component.replicas < len(places):
            count = len(places)
            fields["replicas"] = count + 1 if _votes(site, component) and count % 2 == 0 else count
            if component.replicas == 1 and component.redundancy in (None, "none"):
                fields["redundancy"] = _redundancy(site, component)
        changes[component.id] = fields
    pods = [one.id for one in site.components if _runs_as_pods(one)]
    if pods:
        design = with_attributes(design, pods, {"topology_spread": True})
    if not changes and not pods:
        raise NoFixError("There is no second place of the same kind in the drawing: draw another zone first.")
    return with_fields(design, changes)


def _places(site: Site, component: Component) -> tuple[str, ...]:
    """Return the places to stand in: the ones it has and up to three beside them, of one kind."""
    design, tree = site.design, site.model.tree
    used = [*component.domains] or ([component.parent] if component.parent else [])
    for here in used:
        for domain in tree.chain(here):
            group = design.group_by_id[domain]
            if group.kind not in _SPREADING:
                continue
            beside = [g.id for g in design.groups if g.kind == group.kind and g.parent == group.parent]
            kept = [one for one in used if one in beside] or [group.id]
            more = [one for one in beside if one not in kept]
            if more or component.replicas < len(kept):
                return tuple([*kept, *more][: max(3, len(kept))])
    return ()


def _runs_as_pods(component: Component) -> bool:
    in_cluster = component.kind.startswith("k8s_") and component.kind not in _NO_PODS
    return in_cluster or "controller" in component.attributes


def _redundancy(site: Site, component: Component) -> str:
    return "active-passive" if site.part(component.id).kind.role in _STANDBY_ROLES else "active-active"


def _votes(site: Site, component: Component) -> bool:
    return site.part(component.id).redundancy == "quorum"


FIXES = (
    Fix("add-instance", "Add instances", add_instance),
    Fix("size-store", "Size the store for a cold cache", size_store),
    Fix("add-standby", "Add a standby that takes over", add_standby),
    Fix("take-over", "Let one take over from another", take_over),
    Fix("spread", "Spread over more places", spread),
)
