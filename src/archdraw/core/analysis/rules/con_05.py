"""CON-05: something that may happen once only, and nothing that guards it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.quorums import reached_stores
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import calls_in

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component, Journey


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    exclusive = [j for j in context.design.journeys if j.attributes.get("exclusive") is True]
    if not exclusive:
        return NotApplicable("no journey has to happen at most once")
    found = []
    for journey in exclusive:
        stores = [*reached_stores(context, journey), *_changed_caches(context, journey)]
        locks = [c for c in context.design.components if c.attributes.get("lock") is True]
        if any(context.on_path(lock.id, journey.id) or lock in stores for lock in locks):
            continue
        where = f" {context.name(stores[0].id)} states no lock." if stores else " It reaches no store."
        found.append(
            RULE.finding(
                [store.id for store in stores],
                f"{context.name(journey.id)} must happen at most once, and nothing guards it.{where}",
                severity=context.severity(RULE.severity, [journey]),
                evidence={"exclusive": True, "lock": "not stated"},
                remedy="Add a unique constraint, a lease or an optimistic version to the store.",
                fix="add-lock" if stores else None,
                journey=journey.id,
                about=[journey.id],
            )
        )
    return found


def _changed_caches(context: Context, journey: Journey) -> list[Component]:
    """Return the caches whose content the journey decides by and changes, such as counters."""
    known = context.design.component_by_id
    changed = dict.fromkeys(
        link.target
        for link in context.design.connections
        if context.role(link.target) == "cache"
        and (link.operation == "write" or link.attributes.get("mutates") is True)
        and journey.id in calls_in(context, link)
    )
    return [known[one] for one in changed]


RULE = Rule(
    id="CON-05",
    title="Exclusive resource without guard",
    severity="high",
    rationale="Two requests that look before they write both find the room free.",
    source="Alex Xu, System Design Interview, hotel reservation",
    fixes=("add-lock",),
    check=_check,
)
