"""What the load panel asks for, computed beside the window."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.flow.settling import Flow
    from archdraw.core.analysis.headroom import Limit
    from archdraw.core.analysis.result import Analysis, Latency
    from archdraw.qt.bridge.worker import ShouldStop

LATENCY_TARGETS = ("mean_ms", "p50_ms", "p95_ms", "p99_ms", "p999_ms")


@frozen
class LoadAnswer:
    """Latency of one journey at a multiple of the stated traffic, and what breaks at which multiple.

    `completion` is the time until what nobody waits for is done as well, None where there is nothing.
    """

    journey: str
    factor: float
    rate: float | None
    latency: Latency | None
    limits: tuple[Limit, ...]
    metastable: bool
    targets: dict[str, float] = field(default_factory=dict)
    completion: Latency | None = None
    p99_range: tuple[float, float] | None = None


def answer_for(
    flow: Flow, factor: float, journey: str, analysis: Analysis | None, should_stop: ShouldStop
) -> LoadAnswer:
    """Compute the latency of a journey; what breaks first is taken from the analysis where it has it."""
    from archdraw.core.analysis.flow.completion import journey_completion
    from archdraw.core.analysis.flow.latency import journey_latency
    from archdraw.core.analysis.flow.limits import limits
    from archdraw.core.analysis.flow.settling import settle

    stated = settle(flow)
    settled = stated if factor == 1.0 else settle(flow, factor)
    latency = journey_latency(flow, settled, journey, should_stop=should_stop)
    known = analysis.headroom if analysis is not None else None
    record = flow.design.journey_by_id.get(journey)
    targets: dict[str, float] = {}
    rate = None
    if record is not None:
        peak = record.peak_rps if record.peak_rps is not None else record.average_rps
        rate = None if peak is None else peak * factor
        for name in LATENCY_TARGETS:
            wanted = getattr(record.targets, name)
            if wanted is not None:
                targets[name] = wanted
    return LoadAnswer(
        journey=journey,
        factor=factor,
        rate=rate,
        latency=latency,
        limits=known.limits if known is not None else limits(flow, stated, should_stop),
        metastable=settled.worst is not None,
        targets=targets,
        completion=journey_completion(flow, settled, journey, should_stop=should_stop),
        p99_range=_p99_range(analysis, journey) if factor == 1.0 else None,
    )


def _p99_range(analysis: Analysis | None, journey: str) -> tuple[float, float] | None:
    """Return the 5 and 95 % points of p99 (ms) that the analysis has, where inputs are stated as ranges."""
    results = analysis.journeys if analysis is not None else ()
    latency = next((one.latency for one in results if one.id == journey), None)
    return None if latency is None else latency.p99_range_ms
