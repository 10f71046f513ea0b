"""How a store keeps copies, and what a partition does."""

from __future__ import annotations

from archdraw.core.analysis.result import Impact
from archdraw.core.analysis.store_consistency import Input, Mode
from archdraw.core.records import frozen


@frozen
class Replication:
    """How a store keeps copies: R of `copies` answer a read, W of them confirm a write.

    `leader`: one copy takes all writes, and all reads unless `replica_reads`. `lag_s` is how far copies may
    be behind, None where not stated. `follows` is the store that this one is a copy of.
    """

    mode: Mode
    copies: int
    read: int | None
    write: int | None
    leader: bool
    replica_reads: bool
    lag_s: float | None
    inputs: tuple[Input, ...]
    follows: str | None = None


@frozen
class Side:
    """One side of a partition: what becomes of each journey for those who can reach this side only.

    A journey that begins on the other side is not among them. `groups` are those that stand here, one or
    all that stand beside a group that is cut off. `lost` are the groups, stores and calls that
    are as good as down here; `refusing` the stores that refuse reads or writes though copies of them stand
    here; `diverging` those that go on and may give old answers.
    """

    groups: tuple[str, ...]
    journeys: dict[str, Impact]
    lost: frozenset[str]
    refusing: tuple[str, ...]
    diverging: tuple[str, ...]


@frozen
class Partition:
    """What a cut does to both sides: a sentence for each journey on each of them, and for each store."""

    sides: tuple[Side, Side]
    journeys: dict[str, tuple[str, ...]]
    stores: dict[str, tuple[str, ...]]
