"""OBS-05: queues and outside systems whose trouble rings no bell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.usage import fed_by, journeys_through_any

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    watched = [c for c in context.design.components if _wants_alarm(context, c)]
    if not watched:
        return NotApplicable("no queue and no outside system")
    silent = [c.id for c in watched if not _has_alarm(context, c)]
    if not silent:
        return []
    through = journeys_through_any(context, silent) or [j for one in silent for j in fed_by(context, one)]
    return [
        RULE.finding(
            silent,
            f"No alarm is stated for {named(context, silent)}: a backlog or an outage there is noticed "
            "by users.",
            severity=context.severity(RULE.severity, through),
            evidence={"without_alarm": silent},
            remedy="Alarm on the age of the oldest message, on dead letters and on failing calls.",
            fix="add-alarms",
            about=(),
        )
    ]


def _wants_alarm(context: Context, component: Component) -> bool:
    return context.role(component.id) == "queue" or context.part(component.id).kind.family == "external"


def _has_alarm(context: Context, component: Component) -> bool:
    if component.attributes.get("alarmed") is True:
        return True
    incoming, outgoing = context.neighbours(component.id)
    known = context.design.component_by_id
    ends = [link.source for link in incoming if link.kind == "observe"]
    ends += [link.target for link in outgoing if link.kind == "observe"]
    return any(known[one].kind in ("alerting", "monitoring") for one in ends)


RULE = Rule(
    id="OBS-05",
    title="Queue or dependency unobserved",
    severity="low",
    rationale="A queue hides trouble until it is full.",
    source="Azure Well-Architected, health modelling",
    fixes=("add-alarms",),
    check=_check,
)
