"""RES-04: retries on several layers that multiply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.numbers import number
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import calls_in
from archdraw.core.analysis.structure.graphs import strong_components
from archdraw.core.analysis.wording import number_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    calls = [c for c in context.design.connections if c.kind in ("call", "publish") and c.synchronous]
    if not any(call.retries for call in calls):
        return NotApplicable("no call is retried")
    found = []
    for journey in context.design.journeys:
        mine = [call for call in calls if journey.id in calls_in(context, call)]
        factor, chain = _worst(mine)
        if factor <= threshold(context, "retry_amplification"):
            continue
        ends = [chain[0].source, *(call.target for call in chain)]
        found.append(
            RULE.finding(
                [*dict.fromkeys(ends), *(call.id for call in chain)],
                f"Retries multiply along {named(context, dict.fromkeys(ends))}: one request of "
                f"{context.name(journey.id)} becomes up to {number_text(factor, 3)} calls at the end.",
                severity=context.severity(RULE.severity, [journey]),
                evidence={"factor": factor, "retries": [call.retries for call in chain]},
                remedy="Retry on one layer only, with a budget, back-off and jitter.",
                fix="retry-once",
                journey=journey.id,
                about=[journey.id],
            )
        )
    return found


def _worst(calls: list[Connection]) -> tuple[float, list[Connection]]:
    """Return the largest product of attempts along a chain of calls, and the retried calls of the chain."""
    outgoing: dict[str, list[Connection]] = {}
    for call in calls:
        outgoing.setdefault(call.source, []).append(call)
    best: dict[str, tuple[float, list[Connection]]] = {}
    order = strong_components(list(outgoing), lambda node: [c.target for c in outgoing.get(node, [])])
    for ring in order:
        inside = set(ring)
        for node in ring:
            ways: list[tuple[float, list[Connection]]] = [(1.0, [])]
            for call in outgoing.get(node, []):
                if call.target in inside:
                    continue  # a ring of calls has a rule of its own
                below, chain = best.get(call.target, (1.0, []))
                ways.append((_attempts(call) * below, [call, *chain]))
            best[node] = max(ways, key=lambda way: way[0])
    factor, chain = max(best.values(), key=lambda way: way[0], default=(1.0, []))
    return factor, [call for call in chain if call.retries]


def _attempts(call: Connection) -> float:
    budget = number(call, "retry_budget")
    return 1.0 + (call.retries if budget is None else min(call.retries, budget))


RULE = Rule(
    id="RES-04",
    title="Retry amplification",
    severity="high",
    rationale="Three retries on five layers make one slow answer into 243 calls.",
    source="Amazon Builders' Library, timeouts, retries and back-off with jitter",
    thresholds=("retry_amplification",),
    fixes=("retry-once",),
    check=_check,
)
