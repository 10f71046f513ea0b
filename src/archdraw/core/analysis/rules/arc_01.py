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
    stores = stores_of(context)
    shared = [(store.id, users) for store in stores if len(users := _users(context, store.id)) > 1]
    asked = [(store.id, writers) for store in stores if len(writers := _unowned(context, store.id)) > 1]
    if not shared and not asked:
        return NotApplicable("no store is used by two services that state their contexts")
    return [*_crossing(context, shared), *(_question(context, *one) for one in asked)]


def _question(context: Context, store: str, writers: list[str]) -> Finding:
    """Return the question whether services that write to one store belong together."""
    return RULE.finding(
        [store, *writers],
        f"{named(context, writers)} {'both' if len(writers) == 2 else 'all'} write to {context.name(store)}, "
        "and nothing says that they belong to one context.",
        severity=severity_by_use(context, "low", store),
        evidence={"services": writers, "contexts": "not stated"},
        remedy="State the context of each service; give different contexts stores of their own.",
        fix="one-context",
        about=[store],
    )


def _unowned(context: Context, store: str) -> list[str]:
    """Return the services that write to a store, if one of them does not state its context."""
    incoming, _ = context.neighbours(store)
    writers = dict.fromkeys(
        link.source
        for link in incoming
        if link.kind == "call" and (link.operation == "write" or link.attributes.get("mutates") is True)
        if context.role(link.source) == "service"
    )
    contexts = [context.design.component_by_id[one].attributes.get("context") for one in writers]
    return list(writers) if not all(contexts) else []


def _crossing(context: Context, shared: list[tuple[str, dict[str, str]]]) -> list[Finding]:
    """Return a finding for each store that services of several contexts use."""
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
    fixes=("split-store", "one-context"),
    check=_check,
)
