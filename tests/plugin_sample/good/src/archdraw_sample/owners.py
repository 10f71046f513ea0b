"""SAMPLE-01: a component that nobody owns."""

from __future__ import annotations

from collections.abc import Iterable

from archdraw.plugins.api import Context, Finding, NotApplicable, Rule


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    if not any(component.owner for component in context.design.components):
        return NotApplicable("the design names no owners at all")
    return [
        RULE.finding(
            [component.id],
            f"Nobody is named as the owner of {context.name(component.id)}.",
            remedy="Name the team that is called when it fails.",
            evidence={"replicas": context.part(component.id).replicas},
        )
        for component in context.design.components
        if not component.owner
    ]


RULE = Rule(
    id="SAMPLE-01",
    title="Component without an owner",
    severity="medium",
    rationale="What nobody owns nobody mends.",
    source="the sample plug-in",
    check=_check,
)
