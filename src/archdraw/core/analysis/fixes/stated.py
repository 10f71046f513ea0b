"""Fixes that state what the system is to have: an attribute of the elements that the finding names."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.fixes.fix import Fix, NoFixError, Site
from archdraw.core.analysis.fixes.revising import with_attributes, with_fields
from archdraw.core.analysis.rules.thresholds import limit_of

if TYPE_CHECKING:
    from archdraw.core.model import Design

# A first time to live; whoever reads has to bear values as old as that.
_TTL_S = 300.0


def stating(fix: str, title: str, *, every: bool = False, **attributes: Any) -> Fix:
    """Return a fix that states attributes of the first component of the finding, or of every one."""

    def plan(site: Site) -> Design:
        found = site.components if every else site.components[:1]
        return with_attributes(site.design, [one.id for one in found], attributes)

    return Fix(fix, title, plan)


def stating_on_calls(fix: str, title: str, **attributes: Any) -> Fix:
    """Return a fix that states attributes of the connections that the finding is about."""

    def plan(site: Site) -> Design:
        return with_attributes(site.design, [one.id for one in site.connections()], attributes)

    return Fix(fix, title, plan)


def _probes(site: Site) -> Design:
    wanted = {"readiness_probe": "ready to serve", "liveness_probe": "process alive"}
    return with_attributes(site.design, [one.id for one in site.components], wanted)


def _budget(site: Site) -> Design:
    wanted = {"pdb_max_unavailable": 1, "pdb_min_available": None}
    return with_attributes(site.design, [one.id for one in site.components], wanted)


def _interval(site: Site) -> Design:
    backup = site.component.attributes.get("backup")
    kept = dict(backup) if isinstance(backup, dict) else {}
    return with_attributes(
        site.design, [site.component.id], {"backup": {**kept, "interval_s": site.finding.evidence["rpo_s"]}}
    )


def _autoscaler(site: Site) -> Design:
    design = site.design
    for one in site.components:
        budget = one.attributes.get("pdb_min_available")
        asked = math.ceil(limit_of(design, "autoscaler_least"))
        least = max(2, asked, one.replicas, 1 + budget if isinstance(budget, int) else 0)
        design = with_attributes(design, [one.id], {"hpa": {"min": least, "max": least * 3}})
    return design


def _named_key(site: Site) -> Design:
    keys = [f.name for e in site.design.entities if e.store == site.component.id for f in e.fields if f.key]
    return with_attributes(site.design, [site.component.id], {"partition_key": keys[0] if keys else "id"})


def _expire(site: Site) -> Design:
    """Keep as many days as fit into four fifths of the limit."""
    evidence, store = site.finding.evidence, site.component
    growth = float(store.attributes.get("growth_bytes_day") or 0.0)
    fits = 0.8 * float(evidence["storage_limit_bytes"]) / (float(evidence["copies"]) * growth)
    held = float(store.attributes.get("storage_bytes") or 0.0)
    wanted: dict[str, Any] = {"retention_days": max(1, int(fits))}
    if held * float(evidence["copies"]) > float(evidence["storage_limit_bytes"]):
        wanted["storage_bytes"] = float(f"{fits * growth:.3g}")
    return with_attributes(site.design, [store.id], wanted)


def _size_cache(site: Site) -> Design:
    wanted = float(site.finding.evidence["working_set_bytes"])
    return with_attributes(site.design, [site.component.id], {"memory_bytes": float(f"{wanted * 1.1:.2g}")})


def _scale_by_itself(site: Site) -> Design:
    design = site.design
    for one in site.components:
        least = max(2, one.replicas)
        design = with_attributes(design, [one.id], {"autoscaling": {"min": least, "max": least * 3}})
    return design


def _keep_messages(site: Site) -> Design:
    broker = site.component
    copies = max(3, math.ceil(limit_of(site.design, "broker_copies")))
    in_sync = max(2, math.ceil(limit_of(site.design, "broker_in_sync")))
    wanted = {"replication_factor": copies, "min_in_sync": in_sync, "acks": "all"}
    design = with_attributes(site.design, [broker.id], wanted)
    few = broker.replicas < copies and not site.part(broker.id).managed
    return with_fields(design, {broker.id: {"replicas": copies}}) if few else design


def _pools(site: Site) -> Design:
    """Share the connections that there are evenly among all instances of all callers."""
    callers = site.components[1:]
    instances = sum(site.part(one.id).replicas for one in callers)
    each = int(float(site.finding.evidence["max_connections"]) // max(1, instances))
    if each < 1:
        raise NoFixError("There are more instances than connections: put a pooler between them.")
    return with_fields(
        site.design, {one.id: {"concurrency": min(each, one.concurrency or each)} for one in callers}
    )


def _faster_failover(site: Site) -> Design:
    evidence = site.finding.evidence
    left = float(evidence["rto_s"]) - float(evidence["detection_s"])
    if left <= 0.0:
        raise NoFixError("Noticing alone takes longer: check more often, or run all sides active.")
    return with_fields(site.design, {site.component.id: {"failover_s": float(f"{left * 0.8:.2g}")}})


def _halve_failover(site: Site) -> Design:
    """Divide the failover times by the smallest number that is enough."""

    def change(parts: int) -> Design:
        changes = {}
        for one in site.components:
            seconds = one.failover_s
            if seconds is None:
                seconds = site.part(one.id).kind.failover_s.value
            if seconds:
                changes[one.id] = {"failover_s": float(f"{seconds / parts:.3g}")}
        return with_fields(site.design, changes)

    return site.least(lambda n: n + 1, change)


def _remove_idle(site: Site) -> Design:
    enough = int(site.finding.evidence["enough"])
    return with_fields(site.design, {site.component.id: {"replicas": enough}})


STATED: tuple[tuple[str, str, Callable[[Site], Design]], ...] = (
    ("add-probes", "Add readiness and liveness probes", _probes),
    ("add-disruption-budget", "Let one pod go at a time", _budget),
    ("shorten-interval", "Back up as often as the journey asks", _interval),
    ("add-autoscaler", "Add a horizontal autoscaler", _autoscaler),
    ("autoscale", "Let it scale by itself", _scale_by_itself),
    ("keep-messages", "Keep and confirm three copies", _keep_messages),
    ("size-pools", "Make the pools fit", _pools),
    ("faster-failover", "Fail over in time", _faster_failover),
    ("halve-failover", "Fail over faster", _halve_failover),
    ("remove-idle", "Run fewer instances", _remove_idle),
    ("expire-data", "Expire what is older than fits", _expire),
    ("size-cache", "Size the cache for its working set", _size_cache),
    ("set-partition-key", "State a partition key", _named_key),
)
FIXES: tuple[Fix, ...] = (
    *(Fix(*one) for one in STATED),
    stating("set-ttl", "Set a time to live of five minutes", ttl_s=_TTL_S),
    stating("protect-from-stampede", "Let one request refill an entry", stampede_protection=True),
    stating("protect-edge", "End TLS and filter requests here", tls=True, waf=True),
    stating("authenticate", "Ask here who calls", authentication=True),
    stating("add-alarms", "Alarm on all of them", every=True, alarmed=True),
    stating("pin-image", "Pin images, apply from git", every=True, image_tag="1.0.0", declarative=True),
    stating("add-network-policy", "Add network policies", every=True, network_policy=True),
    stating("use-cluster-ip", "Keep the Service inside", service_type="ClusterIP"),
    stating_on_calls("encrypt", "Encrypt it", encrypted=True),
    stating("set-ordering-key", "Keep the order by a key", ordering_key="id"),
    stating("add-outbox", "Write messages through an outbox", outbox=True),
    stating("add-bulkhead", "Give it a bulkhead", bulkhead=True),
    stating("keep-pipe-dumb", "Keep business logic out of it", business_logic=False),
    stating("look-up-instances", "Look instances up in a registry", discovery="registry"),
    stating_on_calls("add-idempotency-key", "Send an idempotency key", idempotency_key=True),
    stating_on_calls("add-jitter", "Connect again after a random time", backoff=True, jitter=True),
    stating("invalidate-on-write", "Invalidate the cache on each write", invalidation=True),
    stating("replicate-synchronously", "Confirm writes on a second copy", replication="sync"),
    stating("add-lock", "Guard it in the store", lock=True),
    stating("last-write-wins", "Let the last write win", conflict_policy="last-write-wins"),
    stating("make-idempotent", "Make the consumer idempotent", idempotent=True),
    stating("add-health-check", "Add a health check", health_check=True),
    stating("add-rate-limit", "Limit requests per client here", rate_limit=True),
    stating("share-sessions", "Keep sessions in a shared store", session_state="external"),
    stating("add-saga", "Drive the steps from a saga", saga=True),
    stating("add-requests", "State requests and limits", every=True,
            requests={"cpu": "500m", "memory": "512Mi"}, limits={"cpu": "1", "memory": "512Mi"}),
    stating("rolling-update", "Update by rolling", strategy="RollingUpdate"),
)  # fmt: skip
