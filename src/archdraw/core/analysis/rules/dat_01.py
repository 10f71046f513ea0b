"""DAT-01: durable data without a backup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.stores import keeps_data_durably

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    keepers = [c for c in context.design.components if keeps_data_durably(context, c)]
    if not keepers:
        return NotApplicable("no store keeps data durably")
    found = []
    for store in keepers:
        stated = store.attributes.get("backup")
        _, outgoing = context.neighbours(store.id)
        if stated or any(link.kind == "backup" for link in outgoing):
            continue
        how = "has no backup" if stated is False else "states no backup"
        found.append(
            RULE.finding(
                [store.id],
                f"{context.name(store.id)} {how}: a mistaken deletion is final.",
                severity=context.severity(RULE.severity, context.journeys_through(store.id)),
                evidence={"backup": "none" if stated is False else "not stated"},
                remedy="Take snapshots or a point-in-time log to another failure domain, and try a restore.",
                fix="add-backup",
            )
        )
    return found


RULE = Rule(
    id="DAT-01",
    title="No backup",
    severity="critical",
    rationale="Replication copies mistakes at once; only a backup brings yesterday back.",
    source="course text; AWS Well-Architected REL09",
    check=_check,
)
