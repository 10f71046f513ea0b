"""The CAP and PACELC class of a store, and what it tolerates and loses.

Sources: Kleppmann, Designing Data-Intensive Applications, chapters 5 and 9; Abadi, Consistency Tradeoffs in
Modern Distributed Database System Design, 2012.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archdraw.core.analysis.consistency.replication import replication_of, stores_in
from archdraw.core.analysis.store_consistency import Input, StoreConsistency
from archdraw.core.giving_way import give_way
from archdraw.core.model import element_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.consistency.records import Replication
    from archdraw.core.analysis.result import JourneyResult
    from archdraw.core.analysis.store_consistency import How, Origin
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Component, Design

_CLASS = re.compile(r"P[AC]/E[CL]")
MEANINGS = {
    "PC/EC": "right answers always: it refuses while the network is split, and waits for copies otherwise",
    "PC/EL": "one leader: it refuses where it is cut off from it, and does not wait for copies otherwise",
    "PA/EC": "it answers while the network is split, and waits for copies otherwise",
    "PA/EL": "an answer always: it may be old, while the network is split and otherwise",
}


def consistency_of(
    design: Design,
    catalog: Kinds,
    *,
    rates: Mapping[str, float] | None = None,
    results: tuple[JourneyResult, ...] = (),
) -> tuple[StoreConsistency, ...]:
    """Return what follows for each store of a design.

    Parameters
    ----------
    rates
        Requests a second by connection; without them no lost writes are counted.
    results
        Results of the journeys, to say which of them use a store.
    """
    # What is looked up for it goes with it, instead of staying with the document that the window shows.
    design = design.model_copy()
    paths = {result.id: frozenset(result.path) for result in results}
    return tuple(
        classify(
            design,
            catalog,
            store,
            writes=writes_into(design, store, rates or {}),
            journeys=tuple(journey for journey, path in paths.items() if store.id in path),
        )
        for store in stores_in(design, catalog)
    )


def classify(
    design: Design,
    catalog: Kinds,
    store: Component,
    *,
    writes: tuple[float, float] | None = None,
    journeys: tuple[str, ...] = (),
) -> StoreConsistency:
    """Return class, tolerated failures, age of reads and loss of one store, with inputs and reasons."""
    give_way()
    found = replication_of(design, catalog, store)
    name = element_name(design, store.id)
    reasons: list[str] = []
    pacelc, basis, more = _class_of(catalog, store, found, name, reasons)
    stale, stale_method = _stale(found, name, reasons)
    rpo, rpo_method = _loss(found, reasons)
    lost = None
    if rpo is not None and writes is not None and found.follows is None:
        lost = writes[0] * rpo, writes[1] * rpo
    backup, backup_s = _backup(design, store)
    if found.mode == "none" and found.copies == 1 and found.follows is None:
        reasons.append(
            f"{name} has one copy: what is lost with it comes from a backup, or not at all"
            + (f", {backup_s:g} s old at worst." if backup_s is not None else ".")
        )
    rto, rto_input = _takeover(catalog, store, found)
    return StoreConsistency(
        store=store.id,
        mode=found.mode,
        copies=found.copies,
        read_quorum=found.read,
        write_quorum=found.write,
        pacelc=pacelc,
        basis=basis,
        read_failures=None if found.read is None else max(0, found.copies - found.read),
        write_failures=None if found.write is None else max(0, found.copies - found.write),
        stale_s=stale,
        stale_method=stale_method,
        rpo_s=rpo,
        rpo_method=rpo_method,
        write_rps=writes,
        lost_writes=lost,
        rto_s=rto,
        backup=backup,
        backup_s=backup_s,
        inputs=(*found.inputs, *more, *rto_input),
        reasons=tuple(reasons),
        journeys=journeys,
        follows=found.follows,
    )


def _class_of(
    catalog: Kinds, store: Component, found: Replication, name: str, reasons: list[str]
) -> tuple[str, Origin, tuple[Input, ...]]:
    derived = _derived(found, name, reasons)
    said = str(store.attributes.get("pacelc", ""))
    match = _CLASS.search(said)
    stated = match.group() if match else ""
    inputs = (Input("PACELC class", stated, "", "stated", "pacelc"),) if stated else ()
    if derived:
        if stated and stated != derived:
            reasons.append(f"{name} is said to be {stated}, but what is drawn makes it {derived}.")
        return derived, "derived", inputs
    if stated:
        reasons.append(f"How {name} keeps its copies is not stated; its class {stated} is.")
        return stated, "stated", inputs
    consistency = store.attributes.get("consistency")
    if consistency in ("strong", "eventual"):
        meant = "PC/EC" if consistency == "strong" else "PA/EL"
        reasons.append(f"{name} is said to be {consistency}ly consistent; how is not stated.")
        return meant, "stated", (Input("consistency", str(consistency), "", "stated", "consistency"),)
    kind = catalog.kind(store.kind)
    match = _CLASS.search(kind.cap_pacelc)
    if match is None:
        reasons.append(f"How {name} keeps its copies is not stated, so its class is not known.")
        return "", "default", ()
    reasons.append(f"How {name} keeps its copies is not stated; {kind.label} is usually {match.group()}.")
    usual = Input("PACELC class", kind.cap_pacelc, "", "default", f"the kind {kind.label}")
    return match.group(), "default", (usual,)


def _derived(found: Replication, name: str, reasons: list[str]) -> str:
    """Return the class that replication and quorums give, empty where they are not known."""
    n, r, w = found.copies, found.read, found.write
    if found.follows is not None:
        reasons.append(f"{name} answers reads from its copy, also when it is cut off from what it follows.")
        return "PA/EC" if found.mode == "sync" else "PA/EL"
    if found.mode == "none":
        reasons.append(f"{name} has one copy: whoever can't reach it gets no answer, and no answer is old.")
        return "PC/EC"
    if r is None or w is None:
        return ""
    if found.mode == "sync" and w > 1:
        reasons.append(
            f"A write to {name} waits for {w} of {n} copies, so the others are never behind those."
        )
        return "PC/EC"
    if found.mode in ("sync", "async"):
        reasons.append(f"A write to {name} is confirmed by its leader alone; copies follow later.")
        if found.replica_reads:
            reasons.append("Reads are answered by copies too, also by those that are cut off.")
            return "PA/EL"
        reasons.append("Reads and writes go to the leader: where it can't be reached both are refused.")
        return "PC/EL"
    return _of_quorums(n, r, w, name, reasons)


def _of_quorums(n: int, r: int, w: int, name: str, reasons: list[str]) -> str:
    overlap = r + w > n
    reasons.append(
        f"R + W = {r + w} is {'above' if overlap else 'not above'} N = {n}: every read of {name} "
        f"{'meets' if overlap else 'may miss'} the last write."
    )
    # The smaller side of a split has at most half of the copies.
    small = n // 2
    reads, writes = r <= small, w <= small
    if not reads and not writes:
        reasons.append(f"The smaller side of a split has at most {small} of {n} copies and refuses.")
        return "PC/EC" if overlap else "PC/EL"
    does = "reads and writes" if reads and writes else "reads" if reads else "writes"
    reasons.append(f"The smaller side of a split may have {small} of {n} copies: enough for {does}.")
    if 2 * w <= n:
        reasons.append(
            f"2 W = {2 * w} is not above N = {n}: both sides may write, and have to be reconciled."
        )
    return "PA/EC" if overlap else "PA/EL"


def _stale(found: Replication, name: str, reasons: list[str]) -> tuple[float | None, How]:
    quorum = found.mode == "quorum" and found.read is not None and found.write is not None
    if found.follows is not None and found.mode == "sync":
        return 0.0, "exact"
    if quorum and (found.read or 0) + (found.write or 0) > found.copies:
        return 0.0, "exact"
    if found.mode in ("none", "sync", "async") and not found.replica_reads and found.follows is None:
        return 0.0, "exact"
    if found.mode == "sync" and (found.write or 0) >= found.copies:
        return 0.0, "exact"
    if found.mode == "unknown":
        return None, "estimated"
    if found.lag_s is None:
        reasons.append(f"How far copies of {name} may be behind is not stated (replication_lag_s).")
        return None, "estimated"
    reasons.append(f"A read of {name} may be as old as its copies are behind: {found.lag_s:g} s.")
    return found.lag_s, "estimated"


def _loss(found: Replication, reasons: list[str]) -> tuple[float | None, How]:
    if found.follows is not None or found.mode in ("none", "unknown"):
        return None, "estimated"
    if (found.write or 0) > 1:
        safe = (found.write or 0) - 1
        reasons.append(f"What is confirmed stands on {found.write} copies: the loss of {safe} loses nothing.")
        return 0.0, "exact"
    if found.lag_s is None:
        return None, "estimated"
    reasons.append(f"A failover loses what copies have not got yet: {found.lag_s:g} s of writes.")
    return found.lag_s, "estimated"


def writes_into(design: Design, store: Component, rates: Mapping[str, float]) -> tuple[float, float] | None:
    """Return how many writes a second come in, at least and at most: "any" may be either."""
    low = high = 0.0
    known = False
    for link in design.connections_at.get(store.id, ()):
        if link.target != store.id or link.kind != "call" or link.id not in rates:
            continue
        known = True
        if link.operation != "read":
            high += rates[link.id]
            low += rates[link.id] if link.operation == "write" else 0.0
    return (low, high) if known else None


def _backup(design: Design, store: Component) -> tuple[str, float | None]:
    stated = store.attributes.get("backup")
    if isinstance(stated, dict):
        interval = stated.get("interval_s")
        if isinstance(interval, int | float) and not isinstance(interval, bool):
            return "yes", float(interval)
        return "yes", None
    links = design.connections_at.get(store.id, ())
    if stated is True or any(link.kind == "backup" and link.source == store.id for link in links):
        return "yes", None
    return ("none" if stated is False else "not stated"), None


def _takeover(catalog: Kinds, store: Component, found: Replication) -> tuple[float | None, tuple[Input, ...]]:
    if found.copies < 2 or found.follows is not None:
        return None, ()
    if store.failover_s is not None:
        return store.failover_s, (Input("failover", store.failover_s, "s", "stated", "failover_s"),)
    figure = catalog.kind(store.kind).failover_s
    if figure.value is None:
        return None, ()
    return figure.value, (Input("failover", figure.value, "s", "default", figure.source or "the kind"),)
