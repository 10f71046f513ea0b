"""SEC-05: passwords and keys without a place to keep them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    needed: dict[str, None] = {}
    for link in context.design.connections:
        secret = context.role(link.target) == "store" or context.part(link.target).kind.family == "external"
        if link.kind == "call" and secret and context.role(link.source) in ("service", "worker"):
            needed[link.source] = None
    if not needed:
        return NotApplicable("no service needs a password or key")
    if any(c.kind == "secrets_store" for c in context.design.components):
        return []
    return [
        RULE.finding(
            needed,
            f"{named(context, needed)} {'needs' if len(needed) == 1 else 'need'} passwords or keys, and no "
            "secrets store is drawn.",
            severity=context.severity(RULE.severity, context.design.journeys),
            evidence={"services": list(needed)},
            remedy="Keep secrets in a store that hands them out, rotates them and writes down who asked.",
            fix="add-secrets-store",
            about=(),
        )
    ]


RULE = Rule(
    id="SEC-05",
    title="Secrets not stored",
    severity="low",
    rationale="Secrets in configuration are copied, and never changed.",
    source="kube-linter, env-var-secret",
    fixes=("add-secrets-store",),
    check=_check,
)
