"""Reads off a design how each store keeps its copies, with the inputs and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.consistency.records import Replication
from archdraw.core.analysis.store_consistency import Input, Mode, Origin
from archdraw.core.model import element_name

if TYPE_CHECKING:
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Component, Connection, Design

_MODES: tuple[Mode, ...] = ("none", "sync", "async", "quorum")
# A write that waits for no second copy, whatever the mode is called.
_LOOSE_ACKS = ("none", "one")


def stores_in(design: Design, catalog: Kinds) -> list[Component]:
    """Return the components that store data, in the order of the document."""
    return [one for one in design.components if catalog.kind(one.kind).role == "store"]


def replication_of(design: Design, catalog: Kinds, store: Component) -> Replication:
    """Return how a store keeps copies, as far as the design says."""
    leader_link = _leader_link(design, catalog, store)
    if leader_link is not None:
        return _follower(design, store, leader_link)
    return _Reader(design, catalog, store).read()


def majority(copies: int) -> int:
    """Return the smallest number that is more than half."""
    return copies // 2 + 1


class _Reader:
    """Collects inputs while the facts are read."""

    def __init__(self, design: Design, catalog: Kinds, store: Component) -> None:
        self._store = store
        self._kind = catalog.kind(store.kind)
        self._redundancy = store.redundancy or self._kind.default_redundancy
        self._inputs: list[Input] = []
        self._followers = [
            link
            for link in design.connections_at.get(store.id, ())
            if link.kind == "replicate"
            and link.source == store.id
            and link.target in design.component_by_id
            and catalog.kind(design.component_by_id[link.target].kind).role == "store"
        ]
        self._design = design

    def read(self) -> Replication:
        """Return the facts."""
        copies = self._copies()
        mode = self._mode(copies)
        replica_reads = self._stated_flag("reads_from_replica")
        lag = _number(self._store, "replication_lag_s")
        if lag is None:
            lag = max(
                (
                    found
                    for link in self._followers
                    if (found := _number(self._design.component_by_id[link.target], "replication_lag_s"))
                    is not None
                ),
                default=None,
            )
        if lag is not None:
            self._note("replication lag", lag, "s", "stated", "replication_lag_s")
        read, write = self._quorums(mode, copies)
        if mode == "unknown" and copies == 1:
            # The provider keeps the copies: that one is drawn says nothing.
            self._inputs = [one for one in self._inputs if one.name != "copies N"]
        return Replication(
            mode=mode,
            copies=copies,
            read=read,
            write=write,
            leader=mode in ("sync", "async", "none"),
            replica_reads=replica_reads or (mode == "async" and bool(self._followers)),
            lag_s=lag,
            inputs=tuple(self._inputs),
        )

    def _note(self, name: str, value: float | str | bool, unit: str, origin: Origin, source: str) -> None:
        self._inputs.append(Input(name, value, unit, origin, source))

    def _stated_flag(self, name: str) -> bool:
        value = self._store.attributes.get(name)
        if isinstance(value, bool):
            self._note(name.replace("_", " "), value, "", "stated", name)
        return value is True

    def _copies(self) -> int:
        stated = _whole(self._store, "replication_factor")
        if stated is not None and stated >= 1:
            self._note("copies N", stated, "copies", "stated", "replication_factor")
            return stated
        followers = sum(self._design.component_by_id[link.target].replicas for link in self._followers)
        copies = self._store.replicas + followers
        how = "replicas" if not followers else "replicas, and those it replicates to"
        self._note("copies N", copies, "copies", "stated" if copies > 1 else "default", how)
        return copies

    def _mode(self, copies: int) -> Mode:
        stated = self._store.attributes.get("replication")
        for mode in _MODES:
            if stated == mode:
                self._note("replication", mode, "", "stated", "replication")
                return "none" if copies == 1 and mode != "quorum" else mode
        if copies == 1:
            managed = self._store.managed if self._store.managed is not None else self._kind.managed
            return "unknown" if managed else "none"
        if _whole(self._store, "read_quorum") or _whole(self._store, "write_quorum"):
            self._note("replication", "quorum", "", "derived", "quorums are stated")
            return "quorum"
        if self._followers:
            mode = "sync" if all(link.mode == "sync" for link in self._followers) else "async"
            self._note("replication", mode, "", "derived", "the connection that replicates")
            return "sync" if mode == "sync" else "async"
        if self._redundancy == "quorum":
            origin: Origin = "stated" if self._store.redundancy else "default"
            self._note("replication", "quorum", "", origin, "redundancy")
            return "quorum"
        return "unknown"

    def _quorums(self, mode: Mode, copies: int) -> tuple[int | None, int | None]:
        if mode == "none":
            return 1, 1
        if mode == "unknown":
            return None, None
        read, write = _whole(self._store, "read_quorum"), _whole(self._store, "write_quorum")
        if mode == "quorum":
            return self._quorum("R", read, copies), self._quorum("W", write, copies)
        if mode == "async":
            return 1, 1
        in_sync = _whole(self._store, "min_in_sync")
        acks = self._store.attributes.get("acks")
        if acks in _LOOSE_ACKS:
            self._note("acks", str(acks), "", "stated", "acks")
            return 1, 1
        if in_sync is not None and 1 <= in_sync <= copies:
            self._note("copies W that confirm a write", in_sync, "copies", "stated", "min_in_sync")
            return 1, in_sync
        self._note("copies W that confirm a write", copies, "copies", "derived", "synchronous: all of them")
        return 1, copies

    def _quorum(self, letter: str, stated: int | None, copies: int) -> int:
        what = {"R": "copies R that answer a read", "W": "copies W that confirm a write"}[letter]
        if stated is not None and stated >= 1:
            source = {"R": "read_quorum", "W": "write_quorum"}[letter]
            self._note(what, stated, "copies", "stated", source)
            return stated
        self._note(what, majority(copies), "copies", "derived", "a majority of N, as none is stated")
        return majority(copies)


def _leader_link(design: Design, catalog: Kinds, store: Component) -> Connection | None:
    links = [link for link in design.connections_at.get(store.id, ()) if link.kind == "replicate"]
    for link in links:
        source = design.component_by_id.get(link.source)
        if link.target != store.id or source is None or source.id == store.id:
            continue
        # Two stores that replicate to each other follow nobody.
        back = any(other.source == store.id and other.target == source.id for other in links)
        if catalog.kind(source.kind).role == "store" and not back:
            return link
    return None


def _follower(design: Design, store: Component, link: Connection) -> Replication:
    leader = design.component_by_id[link.source]
    stated = store.attributes.get("replication", leader.attributes.get("replication"))
    mode: Mode = "sync" if stated == "sync" or (stated is None and link.mode == "sync") else "async"
    lag = _number(store, "replication_lag_s")
    lag = _number(leader, "replication_lag_s") if lag is None else lag
    name = element_name(design, leader.id)
    inputs = [Input("follows", name, "", "stated", "the connection that replicates")]
    if lag is not None:
        inputs.append(Input("replication lag", lag, "s", "stated", "replication_lag_s"))
    return Replication(
        mode=mode,
        copies=store.replicas,
        read=1,
        write=None,
        leader=False,
        replica_reads=True,
        lag_s=lag,
        inputs=tuple(inputs),
        follows=leader.id,
    )


def _number(component: Component, attribute: str) -> float | None:
    value = component.attributes.get(attribute)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _whole(component: Component, attribute: str) -> int | None:
    value = component.attributes.get(attribute)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
