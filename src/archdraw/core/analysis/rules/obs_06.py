"""OBS-06: monitoring that goes dark together with what it watches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component

_WATCHERS = ("monitoring", "alerting")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    own = [c for c in context.design.components if c.kind in _WATCHERS and not context.part(c.id).managed]
    placed = [(c, domain) for c in own if (domain := _only_domain(context, c)) is not None]
    if not placed:
        return NotApplicable("no monitoring of our own stands in a place that may be lost")
    found = []
    for watcher, domain in placed:
        beside = [
            c.id
            for c in context.design.components
            if c.id != watcher.id and context.journeys_through(c.id) and _stands_in(context, c, domain)
        ]
        if not beside:
            continue
        journeys = [j for one in beside for j in context.journeys_through(one)]
        found.append(
            RULE.finding(
                [watcher.id, domain],
                f"{context.name(watcher.id)} stands in {context.name(domain)} with what it watches: "
                "when that is "
                "lost, nobody is told.",
                severity=context.severity(RULE.severity, journeys),
                evidence={"domain": domain, "beside": beside},
                remedy="Watch from another zone or from outside, at least whether the whole is reachable.",
                fix="move-outside",
                about=[watcher.id],
            )
        )
    return found


def _only_domain(context: Context, component: Component) -> str | None:
    """Return the smallest domain that holds every instance."""
    places = list(context.domains.placement(component))
    for domain in places[0] if places else ():
        if all(domain in place for place in places):
            return domain
    return None


def _stands_in(context: Context, component: Component, domain: str) -> bool:
    return any(domain in place for place in context.domains.placement(component))


RULE = Rule(
    id="OBS-06",
    title="Monitoring shares fate",
    severity="medium",
    rationale="In the outage it was made for, it is out as well.",
    source="Google SRE book, monitoring",
    fixes=("move-outside",),
    check=_check,
)
