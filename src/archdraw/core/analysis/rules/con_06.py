"""CON-06: a store whose answer to a partition is not the one the journey asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.stores import stores_of

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    wishes = [j for j in context.design.journeys if j.consistency == "strong"]
    if not wishes:
        return NotApplicable("no journey asks for strong consistency")
    found = []
    for journey in wishes:
        for store in stores_of(context):
            if not context.on_path(store.id, journey.id) or _overlapping_quorums(store):
                continue
            stated = store.attributes.get("consistency")
            if stated != "eventual" and not _answers_first(store.attributes.get("pacelc")):
                continue
            found.append(
                RULE.finding(
                    [store.id],
                    f"{context.name(journey.id)} needs strong consistency, but {context.name(store.id)} "
                    "answers with what it has while the network is split.",
                    severity=context.severity(RULE.severity, [journey]),
                    evidence={"wanted": "strong", "store": stated or store.attributes.get("pacelc")},
                    remedy="Read and write with a quorum (R + W > N), or use a store that refuses instead.",
                    journey=journey.id,
                    fix="use-quorum",
                    about=[store.id, journey.id],
                )
            )
    return found


def _answers_first(pacelc: object) -> bool:
    return isinstance(pacelc, str) and pacelc.startswith("PA")


def _overlapping_quorums(store: Component) -> bool:
    """Return whether every read meets the last write: R + W > N."""
    read, write, copies = (
        store.attributes.get(key) for key in ("read_quorum", "write_quorum", "replication_factor")
    )
    copies = store.replicas if copies is None else copies
    if not (isinstance(read, int) and isinstance(write, int) and isinstance(copies, int)):
        return False
    return read + write > copies


RULE = Rule(
    id="CON-06",
    title="CAP class conflicts with the requirement",
    severity="critical",
    rationale="In a partition a store either answers or stays right; the journey has to want the same.",
    source="course text, CAP and PACELC",
    fixes=("use-quorum",),
    check=_check,
)
