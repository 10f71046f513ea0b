"""SPF-02: a database primary that nothing can replace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named, verb
from archdraw.core.analysis.rules.spares import lacks_standby
from archdraw.core.analysis.rules.usage import severity_by_use

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    primaries = [c for c in context.design.components if c.kind == "rdbms_primary"]
    if not primaries:
        return NotApplicable("no database primary")
    found = []
    for component in primaries:
        if not lacks_standby(context, component):
            continue
        _, outgoing = context.neighbours(component.id)
        replicas = [link.target for link in outgoing if link.kind == "replicate"]
        journeys = context.journeys_through(component.id)
        message = f"{context.name(component.id)} is a single database primary without a standby."
        if replicas:
            does, are = verb(replicas, "copies", "copy"), verb(replicas, "is", "are")
            message += f" {named(context, replicas)} {does} its data, but {are} not promoted when it fails."
        found.append(
            RULE.finding(
                [component.id, *replicas],
                message,
                severity=severity_by_use(context, RULE.severity, component.id),
                evidence={"replicas": component.replicas, "journeys": [j.id for j in journeys]},
                remedy="Add a standby in another zone with automatic failover, or promote a replica.",
                fix="add-standby",
                about=[component.id],
                journey=journeys[0].id if journeys else None,
            )
        )
    return found


RULE = Rule(
    id="SPF-02",
    title="Database primary without standby",
    severity="critical",
    rationale="The database is the part that cannot simply be started again elsewhere.",
    source="course text; AWS Well-Architected REL11",
    fixes=("add-standby",),
    check=_check,
)
