"""RES-05: a write that is tried again and may happen twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding, Severity
    from archdraw.core.model import Connection


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    writes = [c for c in context.design.connections if c.retries and _changes(c)]
    if not writes:
        return NotApplicable("no write is retried")
    return [
        RULE.finding(
            [call.source, call.target, call.id],
            f"{context.name(call.source)} tries its write to {context.name(call.target)} again, and no key "
            "tells a repetition from a second wish.",
            severity=context.severity(_severity(call), context.journeys_through(call.id)),
            evidence={
                "retries": call.retries,
                "idempotency_key": call.attributes.get("idempotency_key", "not stated"),
            },
            remedy="Send a key with each write, and answer a repetition with the first result.",
            fix="add-idempotency-key",
            about=[call.id],
        )
        for call in writes
        if call.attributes.get("idempotency_key") is not True
    ]


def _severity(call: Connection) -> Severity:
    certain = call.attributes.get("mutates") is True or call.attributes.get("idempotency_key") is False
    return RULE.severity if certain else "medium"


def _changes(call: Connection) -> bool:
    return call.attributes.get("mutates") is True or (call.kind == "call" and call.operation == "write")


RULE = Rule(
    id="RES-05",
    title="Retried write not idempotent",
    severity="high",
    rationale="A timeout does not say whether the write was done: the second try charges twice.",
    source="Alex Xu, System Design Interview, payment system",
    fixes=("add-idempotency-key",),
    check=_check,
)
