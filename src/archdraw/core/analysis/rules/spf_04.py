"""SPF-04: what all instances of a redundant tier have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named, verb
from archdraw.core.analysis.rules.usage import journeys_through_any
from archdraw.core.model import is_cable

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding

# A zone has rules of its own, and a region is a decision.
_SMALL = ("rack", "host")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    tiers = [c.id for c in context.design.components if _is_redundant(context, c.id)]
    if not tiers:
        return NotApplicable("nothing is redundant")
    return [*_shared_parts(context, tiers), *_shared_places(context, tiers)]


def _shared_parts(context: Context, tiers: list[str]) -> list[Finding]:
    """Return a finding for each single component that a redundant tier uses and cannot do without."""
    users: dict[str, list[str]] = {}
    for link in context.design.connections:
        if link.kind != "uses" or is_cable(link):
            continue
        if link.source in tiers and link.critical is not False:
            users.setdefault(link.target, []).append(link.source)
    found = []
    for shared, tier in users.items():
        part = context.part(shared)
        journeys = journeys_through_any(context, tier)
        if part.managed or part.replicas > part.needed or not journeys:
            continue
        found.append(
            RULE.finding(
                [shared, *dict.fromkeys(tier)],
                f"All instances of {named(context, dict.fromkeys(tier))} need {context.name(shared)}, "
                "which fails as one.",
                severity=context.severity(RULE.severity, journeys),
                evidence={"shared": shared, "tiers": tier, "journeys": [j.id for j in journeys]},
                remedy="Split the dependency: one for each zone or each group of instances.",
                fix="add-instance",
                about=[shared],
            )
        )
    return found


def _shared_places(context: Context, tiers: list[str]) -> list[Finding]:
    """Return a finding for each rack or machine that holds every instance of a redundant tier."""
    groups = context.design.group_by_id
    held: dict[str, list[str]] = {}
    for tier in tiers:
        places = list(context.domains.placement(context.design.component_by_id[tier]))
        for domain in places[0] if places else ():
            if groups[domain].kind in _SMALL and all(domain in place for place in places):
                held.setdefault(domain, []).append(tier)
                break
    found = []
    for domain, inside in held.items():
        journeys = journeys_through_any(context, inside)
        if journeys:
            stand = verb(inside, "stands", "stand")
            found.append(
                RULE.finding(
                    [domain, *inside],
                    f"{named(context, inside)} {stand} with all instances in {context.name(domain)}: "
                    "they fail together.",
                    severity=context.severity(RULE.severity, journeys),
                    evidence={"domain": domain, "components": inside},
                    remedy="Spread the instances over several racks or machines.",
                    fix="spread",
                    about=[domain],
                )
            )
    return found


def _is_redundant(context: Context, component: str) -> bool:
    part = context.part(component)
    return not part.managed and not part.client and part.replicas > part.needed


RULE = Rule(
    id="SPF-04",
    title="Hidden common cause behind a redundant pair",
    severity="high",
    rationale="Instances that share one thing fail together, however many they are.",
    source="Azure failure mode analysis",
    fixes=("add-instance", "spread"),
    check=_check,
)
