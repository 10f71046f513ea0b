"""Fixes that put a new component into the drawing and connect it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.fixes.fix import Fix, NoFixError, Site
from archdraw.core.analysis.fixes.revising import (
    with_attributes,
    with_component,
    with_connection,
    with_fields,
)

if TYPE_CHECKING:
    from archdraw.core.model import Design

_WATCHED_ROLES = ("service", "worker", "router", "store", "cache", "queue")
# A drawing where everything points at its monitoring can't be read: the busiest few stand for all.
_MOST_WATCHED = 3
_WATCHED = {"monitored": True}


def add_backup(site: Site) -> Design:
    """Keep a backup in an object store, outside the store's own place."""
    store = site.component
    known = [c for c in site.design.components if c.kind == "object_store" and "backup" in c.name.lower()]
    design, target = (
        (site.design, known[0].id)
        if known
        else with_component(site.design, "object_store", "Backups", attributes=_WATCHED)
    )
    design = with_connection(design, store.id, target, kind="backup")
    return with_attributes(design, [store.id], {"backup": {"interval_s": 3600, "restore_tested": True}})


def move_backup(site: Site) -> Design:
    """Keep the backup outside every domain: in an object store of its own."""
    store = site.component
    holders = {c.target for c in site.design.connections if c.source == store.id and c.kind == "backup"}
    design = with_fields(site.design, {one: {"parent": None, "domains": ()} for one in holders})
    backup = store.attributes.get("backup")
    if isinstance(backup, dict):
        rest = {key: value for key, value in backup.items() if key != "domain"}
        design = with_attributes(design, [store.id], {"backup": rest or True})
    if holders:
        return design
    design, target = with_component(design, "object_store", "Backups")
    return with_connection(design, store.id, target, kind="backup")


def add_dead_letter(site: Site) -> Design:
    """Put messages that always fail into a dead-letter queue."""
    queue = site.component
    name = f"{queue.name or queue.id} dead letters"
    design, letters = with_component(site.design, "dead_letter_queue", name, parent=queue.parent)
    design = with_connection(design, queue.id, letters, kind="publish", mode="async", calls=0.0)
    return with_attributes(design, [queue.id], {"dead_letter": letters})


def add_monitoring(site: Site) -> Design:
    """Add metrics and alarms that watch the parts which journeys reach first."""
    parts = [c for c in site.design.components if site.part(c.id).kind.role in _WATCHED_ROLES]
    design, watcher = with_component(site.design, "monitoring", "Monitoring")
    for one in parts[:_MOST_WATCHED]:
        design = with_connection(design, watcher, one.id, kind="observe")
    unstated = [c.id for c in parts if "monitored" not in c.attributes]
    return with_attributes(design, unstated, {"monitored": True})


def insert_balancer(site: Site) -> Design:
    """Put a pair of health-checked balancers between a tier and whoever calls it directly."""
    tier, *callers = site.components
    asked = {one.id for one in callers}
    into = [c for c in site.design.connections if c.target == tier.id and c.kind == "call"]
    calls = [c for c in into if c.source in asked]
    if not calls:
        raise NoFixError("Nobody calls the tier directly any more.")
    design, new = with_component(
        site.design,
        "l7_load_balancer",
        f"{tier.name or tier.id} balancer",
        parent=tier.parent,
        domains=tier.domains,
        replicas=2,
        attributes={"health_check": True},
    )
    design = with_fields(design, {call.id: {"target": new} for call in calls})
    return with_connection(design, new, tier.id, kind="call")


def add_cache(site: Site) -> Design:
    """Put a cache beside a store, for what reads it."""
    store = site.component
    reads = [
        c for c in site.design.connections
        if c.target == store.id and c.kind == "call" and c.operation == "read" and c.behind_cache is None
    ]  # fmt: skip
    if not reads:
        raise NoFixError("No connection reads the store any more.")
    design, cache = with_component(
        site.design,
        "in_memory_cache",
        f"{store.name or store.id} cache",
        parent=store.parent,
        domains=store.domains,
        replicas=max(2, len(store.domains)),
        redundancy="active-active",
        attributes={
            "pattern": "cache-aside",
            "ttl_s": 300,
            "invalidation": True,
            "stampede_protection": True,
        },
    )
    for read in reads:
        fields = {"operation": "read", "critical": False, "fallback": True, "calls": read.calls}
        design = with_connection(design, read.source, cache, timeout_ms=100.0, **fields)
    return with_fields(design, {read.id: {"behind_cache": cache} for read in reads})


def stand_behind_cache(site: Site) -> Design:
    """Put the reads of a store behind the cache that their callers ask as well."""
    store, *caches = site.components
    if not caches:
        raise NoFixError("The cache is not in the drawing any more.")
    cache = caches[0].id
    readers = {c.source for c in site.design.connections if c.target == cache and c.kind == "call"}
    reads = [
        c.id for c in site.design.connections
        if c.target == store.id and c.kind == "call" and c.operation == "read" and c.source in readers
    ]  # fmt: skip
    if not reads:
        raise NoFixError("Nobody reads the store beside that cache any more.")
    kept = caches[0].attributes
    wanted: dict[str, Any] = {"stampede_protection": True}
    if not kept.get("ttl_s") and kept.get("invalidation") is not True:
        wanted["ttl_s"] = 300
    design = with_attributes(site.design, [cache], wanted)
    return with_fields(design, {one: {"behind_cache": cache} for one in reads})


def add_cdn(site: Site) -> Design:
    """Let clients get files from a CDN that reads the store itself."""
    read = site.connections()[0]
    clients = [c.id for c in site.design.components if site.part(c.id).client]
    design, cdn = with_component(site.design, "cdn", "CDN")
    for client in clients:
        design = with_connection(design, client, cdn, kind="call", operation="read", calls=read.calls)
    return with_fields(design, {read.id: {"source": cdn}})


def add_tracing(site: Site) -> Design:
    """Collect traces of the services."""
    return _collector(site, "tracing", "Tracing", "traced")


def add_logging(site: Site) -> Design:
    """Collect logs in one place."""
    return _collector(site, "logging", "Logs", "logged")


def _collector(site: Site, kind: str, name: str, attribute: str) -> Design:
    """Return the design with something that all services report to; the first few are connected."""
    parts = [c for c in site.design.components if site.part(c.id).kind.role in ("service", "worker")]
    design, collector = with_component(site.design, kind, name)
    for one in parts[:_MOST_WATCHED]:
        design = with_connection(design, one.id, collector, kind="observe")
    return with_attributes(design, [one.id for one in parts], {attribute: True})


def add_secrets_store(site: Site) -> Design:
    """Keep passwords and keys in a store that the services ask."""
    design, store = with_component(site.design, "secrets_store", "Secrets", replicas=2, attributes=_WATCHED)
    for one in site.components[:_MOST_WATCHED]:
        design = with_connection(design, one.id, store, kind="uses")
    return design


def insert_queue(site: Site) -> Design:
    """Put a queue and a worker between a call and what the user does not wait for."""
    call = site.connections()[0]
    target = site.design.component_by_id[call.target]
    parent = site.design.component_by_id[call.source].parent
    name = target.name or target.id
    kept = {"dead_letter": True, "delivery": "at-least-once", "monitored": True}
    working = {"idempotent": True, "monitored": True}

    def change(workers: int) -> Design:
        design, queue = with_component(
            site.design, "message_queue", f"{name} queue", parent=parent, attributes=kept
        )
        design, worker = with_component(
            design, "worker", f"{name} worker", parent=parent, replicas=workers, attributes=working
        )
        design = with_connection(design, queue, worker, kind="deliver")
        design = with_connection(design, worker, target.id, kind="call", operation=call.operation,
                                 timeout_ms=call.timeout_ms, circuit_breaker=True)  # fmt: skip
        return with_fields(design, {call.id: {"target": queue, "kind": "publish", "operation": "any"}})

    return site.least(lambda n: n + 1, change)


def insert_gateway(site: Site) -> Design:
    """Put one gateway between a client and the services that it calls."""
    client, *services = site.components
    if not services:
        raise NoFixError("The services behind the client are not in the drawing any more.")
    return _between(site, client.id, {one.id for one in services}, "api_gateway", "API gateway")


def insert_service(site: Site) -> Design:
    """Put a service between a client and what it reaches directly."""
    client, *inside = site.components
    target = inside[0] if inside else client
    return _between(site, client.id, {target.id}, "service", f"{target.name or target.id} service")


def _between(site: Site, client: str, targets: set[str], kind: str, name: str) -> Design:
    """Return the design with a pair of instances between a client and what it calls."""
    calls = [c for c in site.design.connections if c.source == client and c.target in targets]
    if not calls:
        raise NoFixError("The client does not call what the finding names any more.")
    fields: dict[str, Any] = {"replicas": 2, "redundancy": "active-active"}
    if kind == "api_gateway":
        fields["attributes"] = {"rate_limit": True, "authentication": True, "tls": True}
    parent = site.design.component_by_id[calls[0].target].parent
    design, new = with_component(site.design, kind, name, parent=parent, **fields)
    asked = [call.calls for call in calls]
    journeys = {key for one in asked if isinstance(one, dict) for key in one}
    whole: float | dict[str, float] = 1.0
    if journeys:
        whole = {j: max(_per(one, j) for one in asked) for j in journeys}
    design = with_connection(design, client, new, kind="call", calls=whole)
    changes: dict[str, dict[str, Any]] = {}
    for call in calls:
        fields_of: dict[str, Any] = {"source": new}
        if isinstance(whole, dict) and isinstance(call.calls, dict):
            share = {j: value / whole[j] for j, value in call.calls.items() if whole.get(j)}
            fields_of["calls"] = share
        changes[call.id] = fields_of
    return with_fields(design, changes)


def _per(calls: float | dict[str, float], journey: str) -> float:
    return float(calls.get(journey, 0.0)) if isinstance(calls, dict) else float(calls)


FIXES = (
    Fix("add-backup", "Add a backup outside", add_backup),
    Fix("move-backup", "Keep the backup elsewhere", move_backup),
    Fix("add-dead-letter", "Add a dead-letter queue", add_dead_letter),
    Fix("add-monitoring", "Add monitoring", add_monitoring),
    Fix("insert-balancer", "Put a balancer in front", insert_balancer),
    Fix("add-cache", "Add a cache beside the store", add_cache),
    Fix("stand-behind-cache", "Let the cache answer first, with an expiry time", stand_behind_cache),
    Fix("add-cdn", "Serve the files from a CDN", add_cdn),
    Fix("add-tracing", "Add tracing", add_tracing),
    Fix("add-logging", "Add central logs", add_logging),
    Fix("add-secrets-store", "Add a secrets store", add_secrets_store),
    Fix("insert-queue", "Put a queue between", insert_queue),
    Fix("insert-gateway", "Insert a gateway", insert_gateway),
    Fix("insert-service", "Insert a service", insert_service),
)
