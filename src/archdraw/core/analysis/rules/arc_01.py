"""ARC-01: one store that services of several contexts use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import listed, named
from archdraw.core.analysis.rules.stores import stores_of
from archdraw.core.analysis.rules.usage import severity_by_use

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    shared = [
        (store.id, users) for store in stores_of(context) if len(users := _users(context, store.id)) > 1
    ]
    if not shared:
        return NotApplicable("no store is used by two services that state their contexts")
    found = []
    for store, users in shared:
        owners = sorted(set(users.values()))
        if len(owners) < 2:
            continue
        found.append(
            RULE.finding(
                [store, *users],
                f"{context.name(store)} is used by {named(context, users)}, which belong to different "
                f"contexts ({listed(owners)}).",
                severity=severity_by_use(context, RULE.severity, store),
                evidence={"services": list(users), "contexts": owners},
                remedy="Give each context a store of its own, and let the others ask its service.",
                fix="split-store",
                about=[store],
            )
        )
    return found


def _users(context: Context, store: str) -> dict[str, str]:
    """Return the services that call a store, with the context each of them states."""
    incoming, _ = context.neighbours(store)
    found = {}
    for link in incoming:
        owner = context.design.component_by_id[link.source].attributes.get("context")
        if link.kind == "call" and context.role(link.source) in ("service", "worker") and owner:
            found[link.source] = str(owner)
    return found


RULE = Rule(
    id="ARC-01",
    title="Shared database",
    severity="high",
    rationale="Two contexts on one schema change, fail and are deployed together.",
    source="course text, microservices",
    fixes=("split-store",),
    check=_check,
)
