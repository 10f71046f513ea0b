"""From replications to phases, series and stations over all of them."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.faults import FAULT_NAMES
from archdraw.core.analysis.simulation.results import (
    PERCENTILES,
    ConnectionFigures,
    Phase,
    StationFigures,
    Summary,
)
from archdraw.core.analysis.simulation.series import series_of
from archdraw.core.analysis.simulation.statistics import Estimate, mean_estimate, percentile_estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.simulation.program import Span
    from archdraw.core.analysis.simulation.sampling import Replication


def summarise(span: Span, runs: Sequence[Replication]) -> Summary:
    """Return what all replications say together."""
    return Summary(
        arrived=sum(run.arrived for run in runs),
        done=sum(run.done for run in runs),
        failed=sum(run.failed for run in runs),
        open=sum(run.open for run in runs),
        degraded=sum(run.degraded for run in runs),
        phases=phases_of(span, runs),
        series=series_of(span, runs),
        stations=stations_of(runs),
        connections=connections_of(runs),
    )


def phases_of(span: Span, runs: Sequence[Replication]) -> tuple[Phase, ...]:
    """Return what was measured in each phase."""
    return tuple(_phase(name, start, end, runs) for name, start, end in span.phases)


def _phase(name: str, start: float, end: float, runs: Sequence[Replication]) -> Phase:
    length = end - start
    latencies: list[list[float]] = []
    shares: list[float] = []
    rates: list[float] = []
    late: list[int] = []
    faults: dict[str, int] = {}
    failed = arrived = 0
    for run in runs:
        mine = [took for came, took in zip(run.begins, run.latencies, strict=True) if start <= came < end]
        broken = [
            fault for came, fault in zip(run.fault_begins, run.faults, strict=True) if start <= came < end
        ]
        came_here = arrivals_between(run, start, end)
        for fault in broken:
            faults[FAULT_NAMES[fault]] = faults.get(FAULT_NAMES[fault], 0) + 1
        latencies.append(sorted(mine))
        late.append(max(0, came_here - len(mine) - len(broken)))
        ended = len(mine) + len(broken)
        if ended:
            shares.append(len(mine) / ended)
        rates.append(came_here / length)
        failed += len(broken)
        arrived += came_here
    done = sum(map(len, latencies))
    return Phase(
        name=name,
        start_s=start,
        end_s=end,
        arrived=arrived,
        done=done,
        failed=failed,
        open=sum(late),
        rate_rps=mean_estimate(rates, least=0.0),
        success=mean_estimate(shares, least=0.0, most=1.0),
        latency=_latency(latencies, late),
        faults=dict(sorted(faults.items())),
        completion=_completion(start, end, latencies, runs) if runs[0].follows else {},
    )


def _completion(
    start: float, end: float, answered: Sequence[Sequence[float]], runs: Sequence[Replication]
) -> dict[str, Estimate]:
    """Return the times until all is done of what was answered; some may not be done at the end of the run."""
    took = []
    for run in runs:
        pairs = zip(run.done_begins, run.done_latencies, strict=True)
        took.append(sorted(time for came, time in pairs if start <= came < end))
    late = [max(0, len(all_of) - len(done)) for all_of, done in zip(answered, took, strict=True)]
    found = {name: replace(one, words=_about_done(one.words)) for name, one in _latency(took, late).items()}
    if any(late):
        words = f"Of {sum(late):,} requests the work was not done by the end of the run."
        found["mean_ms"] = Estimate(None, words=words)
    return found


def _about_done(words: str) -> str:
    """Return why a percentile is missing, said of the time until all is done: "p99 until done needs …"."""
    first, blank, rest = words.replace("had no answer", "were not all done").partition(" ")
    return f"{first} until done{blank}{rest}" if first.startswith("p") else words


def _latency(latencies: Sequence[Sequence[float]], late: Sequence[int]) -> dict[str, Estimate]:
    means = [math.fsum(one) / len(one) for one in latencies if one]
    found = {"mean_ms": mean_estimate(means, least=0.0).scaled(1000.0)}
    together = sorted(chain.from_iterable(latencies))
    for name, share in PERCENTILES:
        found[name] = percentile_estimate(latencies, share, late, together).scaled(1000.0)
    return found


def arrivals_between(run: Replication, start: float, end: float) -> int:
    """Return how many measured requests came in a stretch that begins and ends at a look."""
    return run.arrived_at[_look_at(run, end)] - run.arrived_at[_look_at(run, start)]


def _look_at(run: Replication, moment: float) -> int:
    at = bisect_left(run.moments, moment - 1e-9 * max(1.0, moment))
    return min(at, len(run.moments) - 1)


def stations_of(runs: Sequence[Replication]) -> tuple[StationFigures, ...]:
    """Return how busy components were and how long requests waited there."""
    found = []
    for at, station in enumerate(runs[0].stations):
        shares = [share for run in runs if (share := run.stations[at].busy) is not None]
        waits = mean_estimate([run.stations[at].wait_s for run in runs], least=0.0)
        busy = mean_estimate(shares, least=0.0) if shares else None
        found.append(StationFigures(station.component, busy, waits.scaled(1000.0)))
    return tuple(found)


def connections_of(runs: Sequence[Replication]) -> tuple[ConnectionFigures, ...]:
    """Return attempts and failures by connection, over all replications."""
    found: dict[str, list[int]] = {}
    for run in runs:
        for call in run.calls:
            entry = found.setdefault(call.connection, [0, 0, 0])
            for place, number in enumerate((call.attempts, call.failed, call.opened)):
                entry[place] += number
    return tuple(ConnectionFigures(name, *numbers) for name, numbers in found.items())
