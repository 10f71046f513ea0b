"""Waiting and service of one component, on a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.combining import in_sequence
from archdraw.core.analysis.flow.families import (
    bounded_waiting_share,
    m_g_1_waiting,
    m_m_c_response,
    service_share,
    waiting_share,
)
from archdraw.core.analysis.flow.grid import Grid, Timing, fixed, from_cumulative
from archdraw.core.analysis.flow.queueing import m_m_c_k
from archdraw.core.analysis.flow.service_time import ServiceTime, with_cv2
from archdraw.core.analysis.flow.stations import MOST_OVERLOAD

if TYPE_CHECKING:
    from archdraw.core.analysis.flow.settling import PoolUse
    from archdraw.core.analysis.flow.stations import Queue, Station

# A bounded queue of more waiting places than this is a gamma time in place of a mixture of Erlang times.
MOST_PHASES = 512


def own_timing(
    grid: Grid, station: Station, queue: Queue | None, rate: float, pool: PoolUse | None
) -> Timing:
    """Return waiting for a slot, waiting for a server, and service; times in s, the rate per s."""
    service = station.service
    parts: list[Timing] = []
    if pool is not None and pool.waiting.mean > 0.0:
        parts.append(
            from_cumulative(
                grid, waiting_share(pool.waiting.probability, pool.waiting.mean), pool.waiting.mean
            )
        )
    served = service.mean > 0.0
    if queue is not None and station.servers is not None and queue.waiting.mean > 0.0:
        mean = queue.waiting.mean
        alike = abs(station.held - service.mean) <= 1e-12 * service.mean
        if queue.model == "M/M/c" and alike:
            share = m_m_c_response(rate, service.mean, station.servers, queue.waiting.probability)
            parts.append(from_cumulative(grid, share, mean + service.mean))
            served = False
        elif queue.model == "M/G/1":
            held = ServiceTime(station.held, service.cv2, service.shape)
            parts.append(m_g_1_waiting(grid, rate * station.held, held, mean))
        elif queue.model == "M/M/c/K" and station.places is not None:
            bounded = m_m_c_k(
                min(rate, station.servers / station.held * MOST_OVERLOAD),
                station.held,
                station.servers,
                station.places,
            )
            if len(bounded.ahead) <= MOST_PHASES:
                parts.append(from_cumulative(grid, bounded_waiting_share(bounded), mean))
            else:
                whole = with_cv2(mean, queue.waiting.variance / mean**2)
                parts.append(from_cumulative(grid, service_share(whole), mean))
        else:
            parts.append(from_cumulative(grid, waiting_share(queue.waiting.probability, mean), mean))
    if served:
        if service.shape == "constant":
            parts.append(fixed(grid, service.mean))
        else:
            parts.append(from_cumulative(grid, service_share(service), service.mean))
    found = in_sequence(grid, parts)
    if queue is not None and queue.waiting.blocked > 0.0:
        found = Timing(grid, found.low, found.high, found.mean, queue.waiting.blocked)
    return found
