"""ARC-02: a long chain of calls, or very many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


_DEEPEST = 4
_WIDEST = 6
_SERVICES = ("service", "worker")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    services = [c for c in context.design.components if context.role(c.id) in _SERVICES]
    if len(services) < 2:
        return NotApplicable("fewer than two services")
    ids = {c.id for c in services}
    called: dict[str, list[str]] = {}
    for connection in context.design.connections:
        if connection.kind == "call" and connection.synchronous and connection.source in ids:
            if connection.target in ids and connection.target != connection.source:
                called.setdefault(connection.source, []).append(connection.target)
    found = []
    for caller, targets in called.items():
        wide = list(dict.fromkeys(targets))
        if len(wide) > _WIDEST:
            found.append(
                RULE.finding(
                    [caller, *wide],
                    f"{context.name(caller)} calls {len(wide)} services and waits for them.",
                    severity=context.severity(RULE.severity, context.journeys_through(caller)),
                    evidence={"width": len(wide), "limit": _WIDEST},
                    remedy="Bundle calls behind an aggregate, call in parallel, and make what can wait asynchronous.",
                )
            )
    chain = _longest_chain(called)
    if len(chain) > _DEEPEST:
        names = " → ".join(context.name(step) for step in chain)
        found.append(
            RULE.finding(
                chain,
                f"{len(chain)} services wait for each other: {names}.",
                severity=context.severity(RULE.severity, context.journeys_through(chain[0])),
                evidence={"depth": len(chain), "limit": _DEEPEST},
                remedy="Shorten the chain: merge steps, copy data, or continue through a queue.",
            )
        )
    return found


def _longest_chain(called: dict[str, list[str]]) -> list[str]:
    """Return the longest chain of calls; a ring is followed once (it has a rule of its own)."""
    best: dict[str, list[str]] = {}
    open_now: set[str] = set()

    def follow(node: str) -> list[str]:
        if node in best:
            return best[node]
        if node in open_now:
            return []
        open_now.add(node)
        longest = max((follow(target) for target in called.get(node, ())), key=len, default=[])
        open_now.discard(node)
        best[node] = [node, *longest]
        return best[node]

    return max((follow(node) for node in called), key=len, default=[])


RULE = Rule(
    id="ARC-02",
    title="Long synchronous chain or wide fan-out",
    severity="high",
    rationale="Every hop adds its time and multiplies its availability.",
    source="course text, microservices",
    check=_check,
)
