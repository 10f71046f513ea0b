"""What is said about the consistency of a store: figures with unit, method and the inputs they rest on."""

from __future__ import annotations

from typing import Literal

from archdraw.core.records import frozen

Mode = Literal["none", "sync", "async", "quorum", "unknown"]
Origin = Literal["stated", "default", "derived"]
How = Literal["exact", "bounded", "estimated"]


@frozen
class Input:
    """A figure or word that a conclusion rests on, and where it comes from."""

    name: str
    value: float | str | bool
    unit: str
    origin: Origin
    source: str


@frozen
class StoreConsistency:
    """What follows for a store from its replication and quorums.

    Attributes
    ----------
    pacelc
        "PC/EC", "PC/EL", "PA/EC" or "PA/EL"; empty where nothing is known.
    basis
        What the class follows from: the replication drawn ("derived"), the attribute ("stated") or the kind
        ("default").
    read_failures, write_failures
        Copies that may be down while reads (N − R) and writes (N − W) still succeed.
    stale_s
        How old a read may be, in s: 0 where it is never old, None where it is not known.
    rpo_s
        What a failover to another copy may lose, in s of writes; None where not known.
    lost_writes
        rpo_s × writes a second: a certain range, as calls that may read or write count both ways.
    rto_s
        How long a failover takes, in s; None where there is none or it is not known.
    backup
        "none", "yes" or "not stated"; `backup_s` is the time between two, where stated.
    """

    store: str
    mode: Mode
    copies: int
    read_quorum: int | None
    write_quorum: int | None
    pacelc: str
    basis: Origin
    read_failures: int | None
    write_failures: int | None
    stale_s: float | None
    stale_method: How
    rpo_s: float | None
    rpo_method: How
    write_rps: tuple[float, float] | None
    lost_writes: tuple[float, float] | None
    rto_s: float | None
    backup: str
    backup_s: float | None
    inputs: tuple[Input, ...]
    reasons: tuple[str, ...]
    journeys: tuple[str, ...] = ()
    follows: str | None = None
