"""Fixes that take something out, make it plainer, or put a second one of somebody else beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.fixes.fix import Fix, NoFixError, Site
from archdraw.core.analysis.fixes.inserting import add_cache
from archdraw.core.analysis.fixes.revising import (
    with_attributes,
    with_component,
    with_connection,
    with_fields,
)

if TYPE_CHECKING:
    from archdraw.core.model import Design

_HITS = (0.5, 0.8, 0.9, 0.95, 0.99)
_FOR_ANYTHING = "sharded_sql"
_LEAST_COPIES = 3


def take_out(site: Site) -> Design:
    """Take what the finding names out of the drawing, with its connections."""
    gone = {one.id for one in site.components}
    if gone & {journey.entry for journey in site.design.journeys}:
        raise NoFixError("A journey begins there: choose another entry for it first.")
    out: Design = site.design.revised(
        components=tuple(one for one in site.design.components if one.id not in gone),
        connections=tuple(
            one for one in site.design.connections if one.source not in gone and one.target not in gone
        ),
    )
    return out


def unshard(site: Site) -> Design:
    """Keep the store on one node, with the copies it has."""
    return with_attributes(
        site.design, [site.component.id], {"sharded": False, "partition_key": None, "partitions": None}
    )


def change_store(site: Site) -> Design:
    """Use a distributed relational store, which does transactions and joins and grows by nodes."""
    store = site.component
    attributes = {key: value for key, value in store.attributes.items() if key != "pacelc"}
    fields: dict[str, Any] = {"kind": _FOR_ANYTHING, "attributes": attributes}
    if site.finding.evidence.get("rate_rps"):
        # One node is what it had too few of.
        fields["redundancy"] = "quorum"
        attributes |= {"sharded": True, "partition_key": store.attributes.get("partition_key", "id")}
        return site.least(
            lambda n: store.replicas + n,
            lambda count: with_fields(
                site.design, {store.id: {**fields, "replicas": max(_LEAST_COPIES, count)}}
            ),
        )
    return with_fields(site.design, {store.id: fields})


def own_stores(site: Site) -> Design:
    """Give each service but the first a store of its own, where several wait for each other and share one."""
    services = [one.id for one in site.components]
    shared = site.finding.evidence.get("shared_stores") or ()
    design = site.design
    for store_id in shared:
        store = site.design.component_by_id.get(store_id)
        if store is None:
            continue
        calls = [c for c in design.connections if c.target == store_id and c.source in services]
        users = list(dict.fromkeys(c.source for c in calls))
        for user in users[1:]:
            name = f"{design.component_by_id[user].name or user} {store.name or store.id}"
            kept = ("replicas", "required", "redundancy", "parent", "domains", "attributes", "managed")
            fields = {key: getattr(store, key) for key in kept}
            # Nobody has a backup of what is new.
            fields["attributes"] = {"backup": {"interval_s": 3600}, **store.attributes}
            design, new = with_component(design, store.kind, name, **fields)
            design = with_fields(design, {c.id: {"target": new} for c in calls if c.source == user})
            for link in site.design.connections:
                if link.source == store_id and link.kind == "backup":
                    design = with_connection(design, new, link.target, kind="backup")
    if design is site.design:
        raise NoFixError("The services do not share a store any more.")
    return design


def second_provider(site: Site) -> Design:
    """Put a second provider of the same kind beside the one that everything depends on."""
    one = site.component
    calls = [c for c in site.design.connections if c.target == one.id and c.kind == "call"]
    if site.part(one.id).kind.role != "external" or not calls:
        raise NoFixError("A second one of this is a decision: accept it, or add a degraded mode.")
    keep = ("managed", "attributes", "availability", "capacity_rps", "service_time_ms", "sources")
    fields = {key: getattr(one, key) for key in keep}
    design, second = with_component(site.design, one.kind, f"Second {one.name or one.id}", **fields)
    pool = f"{one.id} providers"
    design = with_fields(design, {call.id: {"pool": pool} for call in calls})
    for call in calls:
        like = ("mode", "operation", "timeout_ms", "retries", "circuit_breaker", "attributes", "critical")
        copied = {key: getattr(call, key) for key in like}
        design = with_connection(design, call.source, second, pool=pool, **copied)
    return design


def cache_answers(site: Site) -> Design:
    """Keep answers of the provider in a cache, with the smallest hit ratio that is enough."""
    cached = add_cache(site)
    new = next(one.id for one in cached.components if one.id not in site.design.component_by_id)
    for ratio in _HITS:
        design = with_attributes(cached, [new], {"hit_ratio": ratio})
        if site.is_better(design):
            return design
    raise NoFixError("No cache answers enough: bundle calls, or have the quota raised.")


FIXES = (
    Fix("take-out", "Take it out", take_out),
    Fix("unshard", "Keep it on one node", unshard),
    Fix("change-store", "Use a distributed relational store", change_store),
    Fix("own-stores", "Give each service its own store", own_stores),
    Fix("second-provider", "Add a second provider", second_provider),
    Fix("cache-answers", "Keep answers in a cache", cache_answers),
)
