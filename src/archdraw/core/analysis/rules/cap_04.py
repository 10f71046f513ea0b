"""CAP-04: more connections than the other end takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.numbers import whole
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import journeys_through_any
from archdraw.core.analysis.wording import number_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    limits = [(c, most) for c in context.design.components if (most := _limit(context, c)) is not None]
    if not limits:
        return NotApplicable("nothing states how many connections it takes")
    found = []
    for component, most in limits:
        pools = _pools(context, component)
        opened = sum(pools.values())
        if opened <= most:
            continue
        found.append(
            RULE.finding(
                [component.id, *pools],
                f"{named(context, pools)} may open {number_text(opened, 4)} connections to "
                f"{context.name(component.id)}, which takes {number_text(most, 4)}.",
                severity=context.severity(
                    RULE.severity, journeys_through_any(context, [component.id, *pools])
                ),
                evidence={"opened": opened, "max_connections": most, "by_caller": pools},
                remedy="Put a pooler between, make pools smaller, or add addresses.",
                fix="size-pools",
                about=[component.id],
            )
        )
    return found


def _limit(context: Context, component: Component) -> float | None:
    stated = whole(component, "max_connections")
    if stated is not None:
        return float(stated)
    if component.kind == "nat_gateway":
        return threshold(context, "nat_connections") * max(1, component.replicas)
    return None


def _pools(context: Context, component: Component) -> dict[str, float]:
    """Return how many connections each caller may hold: instances × stated concurrency."""
    incoming, _ = context.neighbours(component.id)
    known = context.design.component_by_id
    return {
        link.source: context.part(link.source).replicas * float(known[link.source].concurrency or 0.0)
        for link in incoming
        if link.kind in ("call", "uses") and known[link.source].concurrency
    }


RULE = Rule(
    id="CAP-04",
    title="Connection limits",
    severity="high",
    rationale="The connection after the last one is refused, at the worst moment.",
    source="Alex Xu, System Design Interview; AWS NAT gateway limits",
    thresholds=("nat_connections",),
    fixes=("size-pools",),
    check=_check,
)
