"""DAT-01: durable data without a backup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.stores import keeps_data_durably
from archdraw.core.analysis.rules.usage import severity_by_use

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
        if _backed_up(context, store.id) or _is_copy(context, store.id):
            continue
        how = "has no backup" if stated is False else "states no backup"
        found.append(
            RULE.finding(
                [store.id],
                f"{context.name(store.id)} {how}: a mistaken deletion is final.",
                severity=severity_by_use(context, RULE.severity, store.id),
                evidence={"backup": "none" if stated is False else "not stated"},
                remedy="Take snapshots or a point-in-time log to another failure domain, and try a restore.",
                fix="add-backup",
            )
        )
    return found


def _backed_up(context: Context, store: str) -> bool:
    _, outgoing = context.neighbours(store)
    stated = context.design.component_by_id[store].attributes.get("backup")
    return bool(stated) or any(link.kind == "backup" for link in outgoing)


def _is_copy(context: Context, store: str) -> bool:
    """Return whether it follows another store that is asked instead, or that has the backup."""
    incoming, outgoing = context.neighbours(store)
    sources = [link.source for link in incoming if link.kind == "replicate"]
    leads = any(link.kind == "replicate" for link in outgoing)
    return bool(sources) and (not leads or any(_backed_up(context, source) for source in sources))


RULE = Rule(
    id="DAT-01",
    title="No backup",
    severity="critical",
    rationale="Replication copies mistakes at once; only a backup brings yesterday back.",
    source="course text; AWS Well-Architected REL09",
    fixes=("add-backup",),
    check=_check,
)
