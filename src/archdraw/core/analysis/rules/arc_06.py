"""ARC-06: one journey that changes several stores without a way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    changes = [c for c in context.design.connections if c.attributes.get("mutates") is True]
    if not changes:
        return NotApplicable("no connection states that it changes data")
    by_source: dict[str, list[Connection]] = {}
    for change in changes:
        by_source.setdefault(change.source, []).append(change)
    found = []
    for source, links in by_source.items():
        targets = list(dict.fromkeys(link.target for link in links))
        if len(targets) < 2 or context.design.component_by_id[source].attributes.get("saga") is True:
            continue
        names = ", ".join(context.name(target) for target in targets)
        found.append(
            RULE.finding(
                [source, *targets],
                f"{context.name(source)} changes {names} in one journey and states no saga: "
                "when a later step fails, the earlier ones stay done.",
                severity=context.severity(RULE.severity, context.journeys_through(source)),
                evidence={"changes": [link.id for link in links], "saga": "not stated"},
                remedy="Give every step a compensating one, and drive them from a saga or a workflow engine.",
                fix="add-saga",
            )
        )
    return found


RULE = Rule(
    id="ARC-06",
    title="Cross-service transaction without saga",
    severity="high",
    rationale="When the second change fails, the first one stays.",
    source="course text, saga",
    check=_check,
)
