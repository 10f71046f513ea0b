"""Fixes that change what an element is: its kind, its copies, its targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.consistency.choosing import Need, attributes_for
from archdraw.core.analysis.fixes.fix import Fix, NoFixError, Site
from archdraw.core.analysis.fixes.revising import (
    with_attributes,
    with_component,
    with_connection,
    with_fields,
)

if TYPE_CHECKING:
    from archdraw.core.model import Design


def add_controller(site: Site) -> Design:
    """Run a bare pod from a Deployment."""
    pod = site.component
    fields: dict[str, Any] = {"attributes": {**pod.attributes, "controller": "deployment"}}
    if pod.kind == "k8s_pod":
        fields["kind"] = "k8s_deployment"
    return with_fields(site.design, {pod.id: fields})


def persist(site: Site) -> Design:
    """Keep the data on a durable disk: a StatefulSet with a claim, or a store that is not volatile."""
    keeper = site.component
    attributes = {key: value for key, value in keeper.attributes.items() if key != "volatile"}
    fields: dict[str, Any] = {"attributes": attributes}
    in_cluster = keeper.kind.startswith("k8s_") or {"volume", "controller"} & set(keeper.attributes)
    if in_cluster:
        attributes["volume"] = "pvc"
        attributes["controller"] = "statefulset"
        if keeper.kind in ("k8s_pod", "k8s_deployment"):
            fields["kind"] = "k8s_statefulset"
    else:
        attributes["volatile"] = False
    # What lasts can be spoilt for good: it needs a backup now.
    attributes.setdefault("backup", {"interval_s": 3600})
    return with_fields(site.design, {keeper.id: fields})


def use_quorum(site: Site) -> Design:
    """Read and write with majorities, so that every read meets the last write."""
    store = site.component
    stated = store.attributes.get("replication_factor")
    copies = stated if isinstance(stated, int) and stated >= 3 else max(3, store.replicas)
    majority = copies // 2 + 1
    wanted = {
        "replication_factor": copies,
        "read_quorum": majority,
        "write_quorum": majority,
        "consistency": "strong" if store.attributes.get("consistency") == "eventual" else None,
    }
    if wanted["consistency"] is None:
        del wanted["consistency"]
    return with_attributes(site.design, [store.id], wanted)


def answer_first(site: Site) -> Design:
    """Let the store answer with what it has while the network is split."""
    store = site.component
    wanted = attributes_for(store, site.kinds, Need("answer", "fast"))
    return with_attributes(site.design, [store.id], wanted)


def read_from_primary(site: Site) -> Design:
    """Let the journey's reads go to what the copy follows."""
    copy = site.component
    if copy.attributes.get("reads_from_replica") is True:
        return with_attributes(site.design, [copy.id], {"reads_from_replica": False})
    leaders = [c.source for c in site.design.connections if c.target == copy.id and c.kind == "replicate"]
    if not leaders:
        raise NoFixError("The copy does not follow any store in the drawing.")
    reads = [
        c.id for c in site.design.connections
        if c.target == copy.id and c.kind == "call" and c.operation != "write"
    ]  # fmt: skip
    return with_fields(site.design, {one: {"target": leaders[0]} for one in reads})


def split_key(site: Site) -> Design:
    """Salt the hottest key so that its load is spread over enough nodes."""
    store = site.component
    share = float(store.attributes.get("hottest_key_share", 0.0))
    if share <= 0.0:
        raise NoFixError("The store states no share of a hottest key any more.")
    return site.least(
        lambda n: n + 1,
        lambda parts: with_attributes(
            site.design, [store.id], {"hottest_key_share": float(f"{share / parts:.3g}")}
        ),
    )


def split_store(site: Site) -> Design:
    """Give every context but the first a store of its own, of the same kind."""
    store, *users = site.components
    owners: dict[str, list[str]] = {}
    for user in users:
        owners.setdefault(str(user.attributes.get("context", user.id)), []).append(user.id)
    design = site.design
    for owner, services in list(owners.items())[1:]:
        fields = {
            key: getattr(store, key)
            for key in ("replicas", "required", "redundancy", "parent", "domains", "attributes", "managed")
        }
        design, new = with_component(design, store.kind, f"{owner} {store.name or store.id}", **fields)
        moved = {c.id: {"target": new} for c in design.connections
                 if c.source in services and c.target == store.id}  # fmt: skip
        design = with_fields(design, moved)
        for link in site.design.connections:
            if link.source == store.id and link.kind == "backup":
                design = with_connection(design, new, link.target, kind="backup")
    return design


def one_context(site: Site) -> Design:
    """State one context for all services that write to a store: the one that some of them have."""
    store, *writers = site.components
    stated = [str(one.attributes["context"]) for one in writers if one.attributes.get("context")]
    context = stated[0] if stated else store.name or store.id
    unstated = [one.id for one in writers if not one.attributes.get("context")]
    return with_attributes(site.design, unstated, {"context": context})


def use_percentile(site: Site) -> Design:
    """Ask for a p99 instead of the mean: three times as long, to be revised by whoever knows better."""
    journey = site.design.journey_by_id.get(site.finding.journey or "")
    if journey is None or journey.targets.mean_ms is None:
        raise NoFixError("The journey does not state a mean any more.")
    targets = journey.targets.revised(mean_ms=None, p99_ms=journey.targets.mean_ms * 3.0)
    return with_fields(site.design, {journey.id: {"targets": targets}})


def make_private(site: Site) -> Design:
    """Take data out of the public group, into the one around it."""
    keeper = site.component
    fields: dict[str, Any] = {}
    if keeper.attributes.get("public") is True:
        fields["attributes"] = {**keeper.attributes, "public": False}
    around = site.design.enclosing_groups(keeper.id)
    parent = next((group.id for group in around if group.attributes.get("public") is False), None)
    if parent != keeper.parent and site.finding.evidence.get("group"):
        fields["parent"] = parent
    if not fields:
        raise NoFixError("Nothing says any more that it is public.")
    return with_fields(site.design, {keeper.id: fields})


def move_outside(site: Site) -> Design:
    """Take the monitoring out of every failure domain of what it watches."""
    return with_fields(site.design, {site.component.id: {"parent": None, "domains": ()}})


def assume_peak(site: Site) -> Design:
    """State three times the average as the peak, to be revised by whoever measures."""
    journey = site.design.journey_by_id.get(site.finding.journey or "")
    if journey is None or journey.average_rps is None:
        raise NoFixError("The journey does not state an average any more.")
    return with_fields(site.design, {journey.id: {"peak_rps": journey.average_rps * 3.0}})


def pool_them(site: Site) -> Design:
    """Put connections to like targets into one pool: one of them is enough."""
    return with_fields(site.design, {one.id: {"pool": "alternatives"} for one in site.connections()})


FIXES = (
    Fix("add-controller", "Run it from a Deployment", add_controller),
    Fix("persist", "Keep the data on a durable disk, with backups", persist),
    Fix("use-quorum", "Read and write by majority", use_quorum),
    Fix("answer-first", "Answer with what is there", answer_first),
    Fix("read-from-primary", "Read from the primary", read_from_primary),
    Fix("split-key", "Split the hottest key", split_key),
    Fix("split-store", "Give each context its own store", split_store),
    Fix("one-context", "Say that they are one context", one_context),
    Fix("use-percentile", "Ask for a p99 instead", use_percentile),
    Fix("make-private", "Move it out of the public zone", make_private),
    Fix("move-outside", "Watch from outside", move_outside),
    Fix("assume-peak", "Assume three times the average as the peak", assume_peak),
    Fix("pool-or-each", "Make them one pool", pool_them),
)
