"""Latency of every journey, and its latency targets with a verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.completion import journey_completion
from archdraw.core.analysis.flow.ladder import ladder_of
from archdraw.core.analysis.flow.latency import PERCENTILES, journey_latency
from archdraw.core.analysis.flow.limits import pool_ceilings
from archdraw.core.analysis.flow.load import Ceiling
from archdraw.core.analysis.flow.repeated_ceilings import repeated_ceilings
from archdraw.core.analysis.structure.cancelling import check

if TYPE_CHECKING:
    from archdraw.core.analysis.flow.ladder import Ladder
    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.analysis.result import JourneyResult, Latency, TargetCheck
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.model import Design

_PERCENTILE_NAMES = frozenset(name for name, _ in PERCENTILES)


def with_latencies(
    design: Design,
    flow: Flow,
    settled: Settled,
    results: tuple[JourneyResult, ...],
    should_stop: Stop | None,
) -> tuple[JourneyResult, ...]:
    """Return the results with the latency of each journey, and what that means for its targets."""
    found = []
    for result in results:
        check(should_stop)
        latency = None
        if result.id in design.journey_by_id:
            latency = journey_latency(flow, settled, result.id, should_stop=should_stop)
        if latency is None:
            found.append(result)
            continue
        checked = tuple(_checked(target, latency) for target in result.targets)
        done = journey_completion(flow, settled, result.id, should_stop=should_stop)
        timed = replace(result, latency=latency, targets=checked, completion=done)
        again = any(name == result.id for name, _ in flow.repeating)
        found.append(
            _with_ceilings(design, flow, settled, timed, should_stop) if flow.pools or again else timed
        )
    return tuple(found)


def _with_ceilings(
    design: Design, flow: Flow, settled: Settled, result: JourneyResult, should_stop: Stop | None
) -> JourneyResult:
    """Return the result with the ceilings that are no matter of proportion.

    Where calls are repeated, those of capacities come sooner; those of pools are among them.
    """
    target = design.settings.target_utilisation
    ladder = ladder_of(flow, result.id, should_stop)
    result = _with_repeats(flow, settled, result, target, ladder)
    whole, usable = (pool_ceilings(flow, settled, result.id, ladder, limit) for limit in (1.0, target))
    known = [
        Ceiling(name, rate)
        for name, rate in (
            (result.bottleneck, result.ceiling_rps),
            (result.second_bottleneck, result.second_ceiling_rps),
        )
        if name is not None and rate is not None
    ]
    first = sorted((*known, *whole), key=lambda one: one.rate)
    rates = [one.rate for one in usable]
    if result.ceiling_target_rps is not None:
        rates.append(result.ceiling_target_rps)
    if not first:
        return result
    second = next((one for one in first[1:] if one.component != first[0].component), None)
    return replace(
        result,
        ceiling_rps=first[0].rate,
        bottleneck=first[0].component,
        second_ceiling_rps=None if second is None else second.rate,
        second_bottleneck=None if second is None else second.component,
        ceiling_target_rps=min(rates, default=None),
    )


def _with_repeats(
    flow: Flow, settled: Settled, result: JourneyResult, target: float, ladder: Ladder
) -> JourneyResult:
    if not any(name == result.id for name, _ in flow.repeating):
        return result
    whole = repeated_ceilings(flow, settled, result.id, ladder)
    if not whole:
        return result
    usable = repeated_ceilings(flow, settled, result.id, ladder, target, most=1)
    first, second = whole[0], whole[1] if len(whole) > 1 else None
    return replace(
        result,
        ceiling_rps=first.rate,
        bottleneck=first.component,
        second_ceiling_rps=None if second is None else second.rate,
        second_bottleneck=None if second is None else second.component,
        ceiling_target_rps=usable[0].rate if usable else result.ceiling_target_rps,
    )


def _checked(target: TargetCheck, latency: Latency) -> TargetCheck:
    """Return a latency target with a verdict: met where the upper end is within it, missed past the lower.

    `computed` is the end that could be worse. In between nothing is known for certain.
    """
    if target.target != "mean_ms" and target.target not in _PERCENTILE_NAMES:
        return target
    if not latency.stable:
        return replace(target, computed=None, met=False)
    if target.target == "mean_ms":
        mean = latency.mean_ms
        return replace(target, computed=mean, met=None if mean is None else mean <= target.wanted)
    ends = latency.percentile(target.target)
    if ends is None:
        return target
    low, high = ends
    met = True if high is not None and high <= target.wanted else False if low > target.wanted else None
    return replace(target, computed=high if high is not None else low, met=met)
