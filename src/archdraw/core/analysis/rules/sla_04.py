"""SLA-04: a latency target that the drawing cannot meet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.context import severity_for
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.structure.graphs import reach
from archdraw.core.analysis.wording import number_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding, JourneyResult, TargetCheck
    from archdraw.core.model import Design, Journey

_NAMES = {"mean_ms": "mean", "p50_ms": "p50", "p95_ms": "p95", "p99_ms": "p99", "p999_ms": "p99.9"}
_SHOWN = 2


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    return outcome(context.design, context.results)


def outcome(design: Design, results: Iterable[JourneyResult]) -> Iterable[Finding] | NotApplicable:
    """Return a finding for each latency target that is missed for certain."""
    timed = [result for result in results if result.latency is not None and _aims(result)]
    if not timed:
        return NotApplicable("no journey with a latency target and known times")
    return [
        _finding(design, result, check) for result in timed for check in _aims(result) if check.met is False
    ]


def _aims(result: JourneyResult) -> list[TargetCheck]:
    return [check for check in result.targets if check.target in _NAMES]


def _finding(design: Design, result: JourneyResult, check: TargetCheck) -> Finding:
    journey = design.journey_by_id[result.id]
    latency = result.latency
    hops = () if latency is None else latency.hops
    slow = sorted(hops, key=lambda hop: -(hop.tail_share or hop.mean_ms))
    slow = [hop for hop in slow if hop.element in design.component_by_id][:_SHOWN]
    names = [design.component_by_id[hop.element].name or hop.element for hop in slow]
    if latency is not None and not latency.stable:
        grows = [one.element for one in latency.growing if one.element in design.component_by_id]
        what = " and ".join(design.component_by_id[one].name or one for one in grows[:_SHOWN])
        reached = f"has no end, because the queue of {what} grows" if what else "has no end"
        slow_ids = grows
    else:
        value = "an unknown time" if check.computed is None else f"{number_text(check.computed, 3)}\u2009ms"
        reached = f"takes {value}" + (f", most of it in {' and '.join(names)}" if names else "")
        slow_ids = [hop.element for hop in slow]
    spare = [one for one in slow_ids if one in waited_for_in_vain(design, journey)]
    return RULE.finding(
        slow_ids,
        f"{journey.name or journey.id} is to answer within {number_text(check.wanted, 3)}\u2009ms "
        f"({_NAMES[check.target]}), and {reached}.",
        severity=severity_for(RULE.severity, [journey]),
        evidence={
            "percentile": _NAMES[check.target],
            "wanted_ms": check.wanted,
            "computed_ms": check.computed,
        },
        remedy=_remedy(design, spare),
        fix="quicken",
        journey=journey.id,
        about=[journey.id, check.target],
    )


def _remedy(design: Design, spare: list[str]) -> str:
    if not spare:
        return "Call in parallel, cache, hedge the slowest call, or agree on more time."
    names = " and ".join(design.component_by_id[one].name or one for one in spare)
    return f"Do not wait for {names}: the answer can do without. Or cache, hedge, or agree on more time."


def waited_for_in_vain(design: Design, journey: Journey) -> frozenset[str]:
    """Return what a journey waits for though all ways there are marked as not critical.

    Caches are no part of it: who asks one first is quicker for it.
    """
    caches = {link.behind_cache for link in design.connections}
    mine = [c for c in design.connections if c.synchronous and c.kind == "call" and journey.calls_over(c)]
    waited: dict[str, list[str]] = {}
    needed: dict[str, list[str]] = {}
    for link in mine:
        waited.setdefault(link.source, []).append(link.target)
        if link.critical is not False or link.target in caches:
            needed.setdefault(link.source, []).append(link.target)
    if journey.entry is None:
        return frozenset()
    return _behind(journey.entry, waited) - _behind(journey.entry, needed)


def _behind(entry: str, ways: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(reach(entry, lambda one: ways.get(one, [])))


RULE = Rule(
    id="SLA-04",
    title="Latency target not reachable",
    severity="high",
    rationale="Percentiles of hops do not add up; the slowest of many parts decides.",
    source="Dean and Barroso, The tail at scale, 2013",
    fixes=("quicken",),
    check=_check,
)
