"""OBS-02: long chains of calls that nobody can follow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    hops = threshold(context, "traced_hops")
    deep = [result for result in context.results if result.chain_depth >= hops]
    if not deep:
        return NotApplicable(f"no journey goes through {hops:g} hops")
    own = [c for c in context.design.components if context.role(c.id) == "service"]
    traced = any(c.attributes.get("traced") for c in own)
    if traced or any(c.kind == "tracing" for c in context.design.components):
        return []
    denied = bool(own) and all(c.attributes.get("traced") is False for c in own)
    deepest = max(deep, key=lambda result: result.chain_depth)
    return [
        RULE.finding(
            [],
            f"{context.name(deepest.id)} goes through {deepest.chain_depth} hops, and nothing traces "
            "requests.",
            severity=context.severity(RULE.severity if denied else "low", [one.id for one in deep]),
            evidence={"depth": deepest.chain_depth, "traced": False if denied else "not stated"},
            remedy="Pass a trace id along and collect the spans, of slow requests at least.",
            fix="add-tracing",
            about=(),
        )
    ]


RULE = Rule(
    id="OBS-02",
    title="No tracing with three or more hops",
    severity="medium",
    rationale="Metrics say that it is slow; only a trace says where.",
    source="course text, monitoring",
    thresholds=("traced_hops",),
    fixes=("add-tracing",),
    check=_check,
)
