"""CON-04: nothing may be lost, and the copies follow later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.quorums import reached_stores
from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    strict = [j for j in context.design.journeys if j.targets.rpo_s == 0]
    if not strict:
        return NotApplicable("no journey has a recovery point of 0")
    found = []
    for journey in strict:
        for store in reached_stores(context, journey):
            if store.attributes.get("replication") != "async":
                continue
            found.append(
                RULE.finding(
                    [store.id],
                    f"{context.name(journey.id)} may lose nothing (recovery point 0), but "
                    f"{context.name(store.id)} copies asynchronously: what was just confirmed goes with it.",
                    severity=context.severity(RULE.severity, [journey]),
                    evidence={
                        "rpo_s": 0,
                        "replication": "async",
                        "replication_lag_s": store.attributes.get("replication_lag_s", "not stated"),
                    },
                    remedy="Confirm a write only when a second copy has it (synchronous or by quorum).",
                    fix="replicate-synchronously",
                    journey=journey.id,
                    about=[store.id, journey.id],
                )
            )
    return found


RULE = Rule(
    id="CON-04",
    title="Recovery point 0 with asynchronous replication",
    severity="high",
    rationale="At failover, what the copy had not yet got is lost although it was confirmed.",
    source="Azure Well-Architected RE:09",
    fixes=("replicate-synchronously",),
    check=_check,
)
