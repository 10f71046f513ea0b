"""ZON-05: a resource of one zone that all zones use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.places import instances_by_zone
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import listed
from archdraw.core.analysis.rules.usage import journeys_through_any

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component, Journey

_ZONAL = ("nat_gateway", "block_volume", "file_store", "vpn", "firewall", "bastion")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    bound = [(c, zone) for c in context.design.components if (zone := _only_zone(context, c)) is not None]
    if not bound:
        return NotApplicable("no volume, gateway or mount stands in one zone")
    found = []
    for component, zone in bound:
        incoming, _ = context.neighbours(component.id)
        others: dict[str, str] = {}
        for link in incoming:
            for used in instances_by_zone(context, context.design.component_by_id[link.source]):
                if used != zone:
                    others.setdefault(used, link.source)
        if not others:
            continue
        found.append(
            RULE.finding(
                [component.id, zone, *dict.fromkeys(others.values())],
                f"{context.name(component.id)} stands in {context.name(zone)} and serves "
                f"{listed([context.name(one) for one in others])} as well: without {context.name(zone)} "
                "they stop too.",
                severity=context.severity(RULE.severity, _journeys(context, component.id, others)),
                evidence={"zone": zone, "other_zones": list(others)},
                remedy="Give each zone one of its own.",
                fix="spread",
                about=[component.id],
            )
        )
    return found


def _journeys(context: Context, component: str, others: dict[str, str]) -> list[Journey]:
    """Return the journeys that depend on it, or on what uses it from elsewhere."""
    return journeys_through_any(context, [component, *others.values()])


def _only_zone(context: Context, component: Component) -> str | None:
    if component.kind not in _ZONAL:
        return None
    zones = instances_by_zone(context, component)
    return next(iter(zones)) if len(zones) == 1 else None


RULE = Rule(
    id="ZON-05",
    title="Zonal resource used by all zones",
    severity="high",
    rationale="Spreading the tier is in vain when each part of it hangs on one zone.",
    source="AWS Well-Architected REL10",
    fixes=("spread",),
    check=_check,
)
