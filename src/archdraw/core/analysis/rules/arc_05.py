"""ARC-05: services that can only be called, changed and lost together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.stores import stores_of
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.structure.graphs import reach, strong_components

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    services = [c.id for c in context.design.components if context.role(c.id) == "service"]
    fewest = threshold(context, "monolith_services")
    if len(services) < fewest:
        return NotApplicable(f"fewer than {fewest:g} services")
    calls: dict[str, list[str]] = {one: [] for one in services}
    for link in context.design.connections:
        if link.kind == "call" and link.synchronous and link.source in calls and link.target in calls:
            calls[link.source].append(link.target)
    closure = _largest(services, calls)
    if len(closure) <= threshold(context, "monolith_share") * len(services):
        return []
    used = [(store.id, _users(context, store.id, closure)) for store in stores_of(context)]
    shared = [(store, users) for store, users in used if len(users) > 1]
    if not shared:
        return []
    store, users = shared[0]
    return [
        RULE.finding(
            [*closure, *(one for one, _ in shared)],
            f"{named(context, closure)} are {len(closure)} of {len(services)} services that wait for "
            "each other, "
            f"and {named(context, users)} share {context.name(store)}: a monolith in pieces.",
            severity=context.severity(RULE.severity, context.journeys_through(closure[0])),
            evidence={
                "closure": len(closure),
                "services": len(services),
                "shared_stores": [one for one, _ in shared],
            },
            remedy="Cut along bounded contexts: own data for each, messages between them, or one deployment.",
            fix="own-stores",
            about=["closure"],
        )
    ]


def _largest(services: Sequence[str], calls: Mapping[str, Sequence[str]]) -> list[str]:
    """Return what can be reached from the service from which most can be, itself first.

    Of all of them only the number is counted: what is reached as a mask, callees before callers.
    """
    place = {one: n for n, one in enumerate(services)}
    below: dict[str, int] = {}
    for ring in strong_components(services, calls.__getitem__):
        mask = 0
        for member in ring:
            mask |= 1 << place[member]
            for target in calls[member]:
                mask |= below.get(target, 0)
        below.update(dict.fromkeys(ring, mask))
    return list(reach(max(services, key=lambda one: below[one].bit_count()), calls.__getitem__))


def _users(context: Context, store: str, closure: list[str]) -> list[str]:
    incoming, _ = context.neighbours(store)
    calls = [link.source for link in incoming if link.kind == "call" and link.source in closure]
    return list(dict.fromkeys(calls))


RULE = Rule(
    id="ARC-05",
    title="Distributed monolith",
    severity="high",
    rationale="It has the costs of services and of a monolith, and the freedom of neither.",
    source="course text, microservices",
    thresholds=("monolith_services", "monolith_share"),
    fixes=("own-stores",),
    check=_check,
)
