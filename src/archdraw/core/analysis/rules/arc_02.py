"""ARC-02: a long chain of calls, or very many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import calls_in
from archdraw.core.analysis.structure.graphs import strong_components

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding

_SHOWN = 8
_SERVICES = ("service", "worker")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    services = {c.id for c in context.design.components if context.role(c.id) in _SERVICES}
    if len(services) < 2:
        return NotApplicable("fewer than two services")
    called: dict[str, dict[str, list[str]]] = {}
    for link in context.design.connections:
        waits = link.kind == "call" and link.synchronous and link.source != link.target
        if waits and link.source in services and link.target in services:
            for journey in calls_in(context, link):
                called.setdefault(journey, {}).setdefault(link.source, []).append(link.target)
    return [*_wide(context, called), *_deep(context, called)]


def _wide(context: Context, called: dict[str, dict[str, list[str]]]) -> list[Finding]:
    """Return a finding for each caller of too many services, whatever the journey that calls them."""
    targets: dict[str, dict[str, None]] = {}
    for calls in called.values():
        for caller, found in calls.items():
            targets.setdefault(caller, {}).update(dict.fromkeys(found))
    widest = threshold(context, "fan_out")
    return [
        RULE.finding(
            [caller, *wide],
            f"{context.name(caller)} calls {len(wide)} services and waits for them.",
            severity=context.severity(RULE.severity, context.journeys_through(caller)),
            evidence={"width": len(wide), "limit": widest},
            about=[caller],
            remedy="Bundle calls behind an aggregate, call in parallel, and make what can wait asynchronous.",
        )
        for caller, wide in targets.items()
        if len(wide) > widest
    ]


def _deep(context: Context, called: dict[str, dict[str, list[str]]]) -> list[Finding]:
    """Return a finding for the longest chain of any journey, if it is too long."""
    chains = [(journey, _longest_chain(calls)) for journey, calls in called.items()]
    journey, chain = max(chains, key=lambda entry: len(entry[1]), default=("", []))
    deepest = threshold(context, "chain_depth")
    if len(chain) <= deepest:
        return []
    names = [context.name(step) for step in chain]
    if len(names) > _SHOWN:
        names[_SHOWN - 1 : -1] = ["…"]
    return [
        RULE.finding(
            chain,
            f"{len(chain)} services wait in a chain: {' → '.join(names)}.",
            severity=context.severity(RULE.severity, context.journeys_through(chain[0])),
            evidence={"depth": len(chain), "limit": deepest},
            about=["chain"],
            remedy="Shorten the chain: merge steps, copy data, or continue through a queue.",
            journey=journey or None,
        )
    ]


def _longest_chain(called: dict[str, list[str]]) -> list[str]:
    """Return the longest chain of calls; a ring counts as one step (it has a rule of its own)."""
    best: dict[str, list[str]] = {}
    for ring in strong_components(list(called), lambda node: called.get(node, ())):
        inside = set(ring)
        below = [best[target] for one in ring for target in called.get(one, ()) if target not in inside]
        longest = max(below, key=len, default=[])
        for one in ring:
            best[one] = [one, *longest]
    return max(best.values(), key=len, default=[])


RULE = Rule(
    id="ARC-02",
    title="Long synchronous chain or wide fan-out",
    severity="high",
    rationale="Every hop adds its time and multiplies its availability.",
    source="course text, microservices",
    thresholds=("fan_out", "chain_depth"),
    by_hand="which of the calls may wait, and which answers may be kept, is known to those who use them.",
    check=_check,
)
