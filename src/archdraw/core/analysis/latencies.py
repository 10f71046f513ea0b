"""Latency of every journey, and its latency targets with a verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.latency import PERCENTILES, journey_latency
from archdraw.core.analysis.structure.cancelling import check

if TYPE_CHECKING:
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
        found.append(replace(result, latency=latency, targets=checked))
    return tuple(found)


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
