"""What formulas say about the journey that is simulated, as far as they say anything."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.load import utilisation
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.modelling import Model
    from archdraw.core.analysis.result import Latency

_PERCENTILES = ("p50_ms", "p95_ms", "p99_ms", "p999_ms")


@frozen
class Computed:
    """Computed figures: by component utilisation and waiting (ms), of the journey its latencies (ms).

    A latency is a range with certain ends; `completion` is that of the time until all is done. `unstable`
    names what gets more than it can serve, `approximations` in words what the latencies take for granted.
    """

    utilisation: dict[str, float]
    waiting_ms: dict[str, float]
    latency: dict[str, tuple[float, float]]
    unstable: tuple[str, ...] = ()
    approximations: tuple[str, ...] = ()
    completion: dict[str, tuple[float, float]] = field(default_factory=dict)


def computed_figures(model: Model, journey: str) -> Computed:
    """Return what is computed for a journey at the stated load."""
    from archdraw.core.analysis.flow.completion import journey_completion
    from archdraw.core.analysis.flow.latency import journey_latency

    busy = {
        component: share
        for component, part in model.parts.items()
        if not part.client and (share := utilisation(model.load, part)) is not None
    }
    waiting = {
        component: queue.waiting.mean * 1000.0
        for component, queue in model.settled.queues.items()
        if queue.growth is None and queue.model not in ("no waiting", "unstable")
    }
    latency = journey_latency(model.flow, model.settled, journey, shares=False)
    over = [component for component, share in busy.items() if share >= 1.0]
    if latency is None or not latency.stable:
        growing = [one.element for one in latency.growing] if latency is not None else []
        return Computed(busy, waiting, {}, tuple(dict.fromkeys((*growing, *over))))
    done = journey_completion(model.flow, model.settled, journey)
    return Computed(
        busy,
        waiting,
        _ranges(latency),
        tuple(over),
        latency.approximations,
        _ranges(done) if done is not None else {},
    )


def mean_latency_s(model: Model, journey: str) -> float:
    """Return how long a request takes on average where nothing waits for pools; 0 where nothing is known."""
    from archdraw.core.analysis.flow.settling import MomentAlgebra
    from archdraw.core.analysis.flow.walking import walk

    plan = model.flow.plans.get(journey)
    if plan is None:
        return 0.0
    algebra = MomentAlgebra(model.flow.stations, model.settled.queues, {})
    whole, _ = walk(plan, model.flow.rules[journey], algebra)
    return whole[plan.entry].mean


def _ranges(latency: Latency) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    if latency.mean_ms is not None:
        found["mean_ms"] = (latency.mean_ms, latency.mean_ms)
    for name in _PERCENTILES:
        ends = latency.percentile(name)
        if ends is not None:
            low, high = ends
            found[name] = (low, high if high is not None else float("inf"))
    return found
