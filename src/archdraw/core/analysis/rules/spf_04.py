"""SPF-04: what all instances of a redundant tier have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named, verb
from archdraw.core.analysis.rules.usage import journeys_through_any
from archdraw.core.analysis.structure.lowering import JourneyView
from archdraw.core.model import is_cable

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding

# A zone has rules of its own, and a region is a decision.
_SMALL = ("rack", "host")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    tiers: list[tuple[str, ...]] = [
        (c.id,) for c in context.design.components if _is_redundant(context, c.id)
    ]
    tiers += _pools(context)
    if not tiers:
        return NotApplicable("nothing is redundant")
    return [*_shared_parts(context, tiers), *_shared_places(context, tiers)]


def _pools(context: Context) -> list[tuple[str, ...]]:
    """Return the components that are drawn one by one and stand for each other."""
    view = JourneyView(context.requirements, None, "served")
    pools = (pool for component in context.design.components for pool in view.pools(component.id))
    found = {
        tuple(one for one, _ in pool.members): None
        for pool in pools
        if len(pool.members) > pool.needs
        if not any(context.part(one).managed or context.part(one).client for one, _ in pool.members)
    }
    return list(found)


def _shared_parts(context: Context, tiers: list[tuple[str, ...]]) -> list[Finding]:
    """Return a finding for each single component that a redundant tier uses and cannot do without."""
    used: dict[str, set[str]] = {}
    for link in context.design.connections:
        if link.kind == "uses" and not is_cable(link) and link.critical is not False:
            used.setdefault(link.source, set()).add(link.target)
    users: dict[str, list[str]] = {}
    for tier in tiers:
        common = set.intersection(*(used.get(one, set()) for one in tier))
        for shared in sorted(common):
            users.setdefault(shared, []).extend(tier)
    found = []
    for shared, members in users.items():
        part = context.part(shared)
        journeys = journeys_through_any(context, members)
        if part.managed or part.replicas > part.needed or not journeys:
            continue
        found.append(
            RULE.finding(
                [shared, *dict.fromkeys(members)],
                f"All instances of {named(context, dict.fromkeys(members))} need {context.name(shared)}, "
                "which fails as one.",
                severity=context.severity(RULE.severity, journeys),
                evidence={
                    "shared": shared,
                    "tiers": list(dict.fromkeys(members)),
                    "journeys": [j.id for j in journeys],
                },
                remedy="Split the dependency: one for each zone or each group of instances.",
                fix="add-instance",
                about=[shared],
            )
        )
    return found


def _shared_places(context: Context, tiers: list[tuple[str, ...]]) -> list[Finding]:
    """Return a finding for each rack or machine that holds every instance of a redundant tier."""
    groups = context.design.group_by_id
    known = context.design.component_by_id
    held: dict[str, list[str]] = {}
    for tier in tiers:
        places = [place for one in tier for place in context.domains.placement(known[one])]
        for domain in places[0] if places else ():
            if groups[domain].kind in _SMALL and all(domain in place for place in places):
                held.setdefault(domain, []).extend(tier)
                break
    found = []
    for domain, members in held.items():
        inside = list(dict.fromkeys(members))
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
