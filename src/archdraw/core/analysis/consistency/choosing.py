"""From two questions in plain words to the attributes that make a store answer them like that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.analysis.consistency.replication import majority
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Component

When = Literal["right", "answer"]
Otherwise = Literal["wait", "fast"]
LEAST_COPIES = 3


@frozen
class Need:
    """What is asked of a store.

    `split`: while the network is split a read has to be "right", even if that means no answer, or there has
    to be an "answer", even if it is old. `whole`: while it is whole, "wait" for copies or be "fast".
    """

    split: When
    whole: Otherwise


def need_of(pacelc: str) -> Need:
    """Return the answers that lead to a class; unknown ones count as the careful class."""
    return Need("answer" if pacelc.startswith("PA") else "right", "fast" if pacelc.endswith("L") else "wait")


def class_of(need: Need) -> str:
    """Return the class that answers both questions."""
    return f"P{'C' if need.split == 'right' else 'A'}/E{'C' if need.whole == 'wait' else 'L'}"


def attributes_for(store: Component, catalog: Kinds, need: Need) -> dict[str, Any]:
    """Return the attributes that a store needs; None takes one away.

    Where a leader takes the writes of its kind, answers that may be old are read from its copies; elsewhere
    quorums do it. With fewer than three copies stated or drawn there are to be three.
    """
    stated = store.attributes.get("replication_factor")
    copies = stated if isinstance(stated, int) and not isinstance(stated, bool) else store.replicas
    copies = max(copies, LEAST_COPIES)
    led = (store.redundancy or catalog.kind(store.kind).default_redundancy) == "active-passive"
    wanted: dict[str, Any] = {
        "replication": "quorum",
        "replication_factor": copies,
        "read_quorum": majority(copies),
        "write_quorum": majority(copies),
        "reads_from_replica": None,
        "acks": None,
        "min_in_sync": None,
        "pacelc": class_of(need),
        "consistency": "strong" if need.split == "right" else "eventual",
    }
    if need == Need("right", "fast"):
        wanted |= {
            "replication": "async",
            "read_quorum": None,
            "write_quorum": None,
            "reads_from_replica": False,
        }
    elif need == Need("answer", "wait"):
        wanted |= {"read_quorum": copies, "write_quorum": 1, "consistency": "tunable"}
    elif need == Need("answer", "fast"):
        if led:
            wanted |= {
                "replication": "async",
                "read_quorum": None,
                "write_quorum": None,
                "reads_from_replica": True,
            }
        else:
            wanted |= {"read_quorum": 1, "write_quorum": 1}
    return wanted


def with_need(store: Component, catalog: Kinds, need: Need) -> Component:
    """Return the store with the attributes that a need asks for; the others stay."""
    attributes = dict(store.attributes)
    for name, value in attributes_for(store, catalog, need).items():
        if value is None:
            attributes.pop(name, None)
        else:
            attributes[name] = value
    revised: Component = store.revised(attributes=attributes)
    return revised
