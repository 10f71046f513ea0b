"""DAT-03: a store of several nodes with too few copies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import counted
from archdraw.core.analysis.rules.stores import is_store_of_record, stores_of
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import severity_by_use

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


_KINDS = ("document_db", "wide_column", "key_value", "graph_db", "search_index", "time_series")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    stores = [
        c
        for c in stores_of(context)
        if c.kind in _KINDS and not context.part(c.id).managed and is_store_of_record(context, c)
    ]
    if not stores:
        return NotApplicable("no self-run non-relational store of record")
    found = []
    for store in stores:
        stated = store.attributes.get("replication_factor")
        copies = stated if isinstance(stated, int) and not isinstance(stated, bool) else store.replicas
        votes = context.part(store.id).redundancy == "quorum"
        least = round(threshold(context, "quorum_copies" if votes else "store_copies"))
        if copies >= least:
            continue
        found.append(
            RULE.finding(
                [store.id],
                f"{context.name(store.id)} keeps {counted(copies, 'copy', 'copies')} of its data"
                f"{' and needs a majority of them' if votes else ''}.",
                severity=severity_by_use(context, RULE.severity, store.id),
                evidence={"copies": copies, "least": least},
                remedy=f"Keep at least {least} copies in different failure domains.",
                fix="add-instance",
            )
        )
    return found


RULE = Rule(
    id="DAT-03",
    title="Non-relational store without replica",
    severity="critical",
    rationale="One copy is lost with its disk; a quorum of two loses its majority with one.",
    source="System Design Primer, replication",
    thresholds=("store_copies", "quorum_copies"),
    fixes=("add-instance",),
    check=_check,
)
