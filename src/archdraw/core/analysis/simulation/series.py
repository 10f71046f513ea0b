"""A simulation over time: rates, latencies and queues by interval, each with how surely it is known."""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.results import Band, Series
from archdraw.core.analysis.simulation.statistics import mean_estimate, percentile_ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.simulation.program import Span
    from archdraw.core.analysis.simulation.sampling import Replication

# An interval of a time series shows a percentile with so many requests beyond it.
_LEAST_BEYOND = 5
_PERCENTILES = (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99))
Line = tuple[tuple[float | None, ...], Band]


def series_of(span: Span, runs: Sequence[Replication]) -> Series:
    """Return the run over time."""
    moments = runs[0].moments
    count = len(moments) - 1
    step = (moments[-1] - moments[0]) / count
    took = [_sorted_by_interval(run, moments[0], step, count) for run in runs]
    wrong = [_counted(run.fault_begins, moments[0], step, count) for run in runs]
    came = [[run.arrived_at[at + 1] - run.arrived_at[at] for at in range(count)] for run in runs]
    served, failed = ([[len(one) for one in run] for run in took], wrong)
    latencies = {name: _percentiles(took, share) for name, share in _PERCENTILES}
    queues = _queues(runs, count)
    rates = {
        "rate_rps": _means(came, step),
        "success_rps": _means(served, step),
        "error_rps": _means(failed, step),
    }
    return Series(
        times_s=tuple(moment - span.warm_up_s for moment in moments[:-1]),
        step_s=step,
        rate_rps=rates["rate_rps"][0],
        success_rps=rates["success_rps"][0],
        error_rps=rates["error_rps"][0],
        p50_ms=latencies["p50_ms"][0],
        p95_ms=latencies["p95_ms"][0],
        p99_ms=latencies["p99_ms"][0],
        queues={component: mean for component, (mean, _) in queues.items()},
        bands={name: band for name, (_, band) in (*rates.items(), *latencies.items())},
        queue_bands={component: band for component, (_, band) in queues.items()},
    )


def _sorted_by_interval(run: Replication, start: float, step: float, count: int) -> list[list[float]]:
    took: list[list[float]] = [[] for _ in range(count)]
    for came, latency in zip(run.begins, run.latencies, strict=True):
        took[min(count - 1, int((came - start) / step))].append(latency)
    for interval in took:
        interval.sort()
    return took


def _counted(moments: Sequence[float], start: float, step: float, count: int) -> list[int]:
    found = [0] * count
    for moment in moments:
        found[min(count - 1, int((moment - start) / step))] += 1
    return found


def _means(counts: Sequence[Sequence[float]], per: float) -> tuple[tuple[float, ...], Band]:
    """Return the mean over replications at each moment, divided by `per`, with its interval."""
    means, low, high = [], [], []
    for at in range(len(counts[0])):
        found = mean_estimate([one[at] / per for one in counts], least=0.0)
        means.append(found.value or 0.0)
        low.append(found.low)
        high.append(found.high)
    return tuple(means), Band(tuple(low), tuple(high))


def _percentiles(took: Sequence[Sequence[Sequence[float]]], share: float) -> Line:
    """Return a percentile by interval over all replications (ms)."""
    found: list[float | None] = []
    low: list[float | None] = []
    high: list[float | None] = []
    for at in range(len(took[0])):
        samples = [run[at] for run in took]
        together = sorted(chain.from_iterable(samples))
        if len(together) * (1.0 - share) < _LEAST_BEYOND:
            for line in (found, low, high):
                line.append(None)
            continue
        found.append(together[math.ceil(share * len(together)) - 1] * 1000.0)
        for line, end in zip((low, high), percentile_ends(samples, share, together), strict=True):
            line.append(None if end is None else end * 1000.0)
    return tuple(found), Band(tuple(low), tuple(high))


def _queues(runs: Sequence[Replication], count: int) -> dict[str, tuple[tuple[float, ...], Band]]:
    found = {}
    for at, station in enumerate(runs[0].stations):
        looks = [run.stations[at].queue[:count] for run in runs]
        if any(map(any, looks)):
            found[station.component] = _means(looks, 1.0)
    return found
