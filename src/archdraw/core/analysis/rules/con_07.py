"""CON-07: several stores that all take writes, and no rule for what wins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import severity_by_use

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    copies = {(c.source, c.target) for c in context.design.connections if c.kind == "replicate"}
    pairs = [(one, other) for one, other in copies if one < other and (other, one) in copies]
    if not pairs:
        return NotApplicable("no two stores copy each other")
    known = context.design.component_by_id
    found = []
    for one, other in sorted(pairs):
        if known[one].attributes.get("conflict_policy") or known[other].attributes.get("conflict_policy"):
            continue
        found.append(
            RULE.finding(
                [one, other],
                f"{context.name(one)} and {context.name(other)} copy each other, and no rule says which of "
                "two writes wins.",
                severity=severity_by_use(context, RULE.severity, one),
                evidence={"conflict_policy": "not stated"},
                remedy="Give each record one owner, merge by type, or let the last write win knowingly.",
                fix="last-write-wins",
            )
        )
    return found


RULE = Rule(
    id="CON-07",
    title="Multi-primary without conflict rule",
    severity="high",
    rationale="Without a rule, one of two writes is lost and nobody knows which.",
    source="System Design Primer, master-master replication",
    fixes=("last-write-wins",),
    check=_check,
)
