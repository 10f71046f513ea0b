"""ARC-09: instances that come and go, called at a fixed address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.usage import journeys_through_any

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    scaled = {c.id for c in context.design.components if _scales(c)}
    callers: dict[str, list[str]] = {}
    for link in context.design.connections:
        if link.kind == "call" and link.target in scaled and context.role(link.source) == "service":
            callers.setdefault(link.source, []).append(link.target)
    stated = [one for one in callers if "discovery" in context.design.component_by_id[one].attributes]
    if not stated:
        return NotApplicable("no caller of a tier that scales states how it finds it")
    return [
        RULE.finding(
            [caller, *dict.fromkeys(callers[caller])],
            f"{context.name(caller)} calls {named(context, dict.fromkeys(callers[caller]))} at a fixed "
            "address, "
            "and the instances there come and go.",
            severity=context.severity(RULE.severity, journeys_through_any(context, [caller])),
            evidence={"discovery": "static", "targets": callers[caller]},
            remedy="Let it look instances up in a registry or by DNS, or call a balancer.",
            fix="look-up-instances",
            about=[caller],
        )
        for caller in stated
        if context.design.component_by_id[caller].attributes["discovery"] == "static"
    ]


def _scales(component: Component) -> bool:
    by_itself = component.attributes.get("autoscaling") or component.attributes.get("hpa")
    return bool(by_itself) and not component.kind.startswith("k8s_service")


RULE = Rule(
    id="ARC-09",
    title="No discovery",
    severity="medium",
    rationale="An address that was right at release time is wrong after the next scaling.",
    source="course text, service discovery",
    fixes=("look-up-instances",),
    check=_check,
)
