"""SPF-06: several instances, and nothing that turns to the others when one fails."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component

_LOOKED_UP = ("dns", "registry")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    tiers = [c for c in context.design.components if _is_tier(context, c)]
    keepers = [c for c in context.design.components if _keeps_apart(context, c)]
    if not tiers and not keepers:
        return NotApplicable("no service has several instances")
    found = [_alone(context, keeper) for keeper in keepers]
    for tier in tiers:
        incoming, _ = context.neighbours(tier.id)
        callers = [
            link.source for link in incoming if link.kind == "call" and not _finds_them(context, link.source)
        ]
        stated = tier.attributes.get("health_check")
        if not callers or stated is True or tier.attributes.get("discovery") in _LOOKED_UP:
            continue
        fixed = stated is False or tier.attributes.get("discovery") == "static"
        found.append(
            RULE.finding(
                [tier.id, *dict.fromkeys(callers)],
                f"Nothing says how {named(context, dict.fromkeys(callers))} "
                f"{'finds' if len(set(callers)) == 1 else 'find'} another of the {tier.replicas} instances "
                f"of {context.name(tier.id)} when one fails.",
                severity=context.severity(
                    RULE.severity if fixed else "medium", context.journeys_through(tier.id)
                ),
                evidence={
                    "replicas": tier.replicas,
                    "health_check": "not stated" if stated is None else stated,
                    "discovery": tier.attributes.get("discovery", "not stated"),
                },
                remedy="Put a health-checked balancer in front, or let callers look the instances up.",
                fix="insert-balancer",
                about=[tier.id],
            )
        )
    return found


def _keeps_apart(context: Context, component: Component) -> bool:
    """Return whether it keeps data on several instances of which it says that none takes over."""
    part = context.part(component.id)
    keeps = context.role(component.id) in ("store", "cache", "queue")
    return keeps and not part.managed and part.replicas > 1 and component.redundancy == "none"


def _alone(context: Context, keeper: Component) -> Finding:
    return RULE.finding(
        [keeper.id],
        f"{context.name(keeper.id)} has {keeper.replicas} instances without redundancy: nothing says how one "
        "takes over from another.",
        severity=context.severity(RULE.severity, context.journeys_through(keeper.id)),
        evidence={"replicas": keeper.replicas, "redundancy": "none"},
        remedy="Let another instance take over by itself, or count the one that is used.",
        fix="take-over",
    )


def _is_tier(context: Context, component: Component) -> bool:
    part = context.part(component.id)
    in_cluster = component.kind.startswith("k8s_") or "controller" in component.attributes
    own = not part.managed and part.replicas > 1 and context.role(component.id) == "service"
    return own and not in_cluster


def _finds_them(context: Context, caller: str) -> bool:
    """Return whether the caller itself turns to instances that are up."""
    component = context.design.component_by_id[caller]
    return context.role(caller) == "router" or component.attributes.get("discovery") in _LOOKED_UP


RULE = Rule(
    id="SPF-06",
    title="Replicas without failover mechanism",
    severity="high",
    rationale="A second instance helps only if requests turn to it by themselves.",
    source="System Design Primer, failover",
    fixes=("insert-balancer", "take-over"),
    check=_check,
)
