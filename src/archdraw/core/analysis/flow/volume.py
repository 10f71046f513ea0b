"""Bytes: what connections carry at peak, what stores grow by and when they are full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.headroom import StorageGrowth
from archdraw.core.analysis.storing import keeping_of, number_of

if TYPE_CHECKING:
    from archdraw.core.analysis.flow.settling import Flow, Settled

DAY_S = 86_400.0


def bandwidth(flow: Flow, settled: Settled) -> dict[str, float]:
    """Return the bytes a second over each connection whose payload is stated, at peak."""
    payload = {c.id: c.payload_bytes for c in flow.design.connections}
    found: dict[str, float] = {}
    for connection, rate in settled.load.connections.items():
        size = payload.get(connection)
        if size is not None:
            found[connection] = rate * size
    return found


def storage(flow: Flow, settled: Settled) -> tuple[StorageGrowth, ...]:
    """Return by how much each store grows, as stated or from what is written to it on average.

    Written bytes count once for each copy: `replication_factor`, else the replicas of a quorum.
    """
    written: dict[str, float] = {}
    for connection in flow.design.connections:
        if connection.operation != "write" or connection.payload_bytes is None:
            continue
        rate = _average(flow, settled, connection.id)
        written[connection.target] = written.get(connection.target, 0.0) + rate * connection.payload_bytes
    found = []
    for component in flow.design.components:
        role = flow.parts[component.id].kind.role
        comes = written.get(component.id) if role in ("store", "queue") else None
        keeping = keeping_of(component, None if comes is None else comes * DAY_S)
        if keeping is None:
            continue
        found.append(
            StorageGrowth(
                component=component.id,
                bytes_day=keeping.growth_day * keeping.copies,
                stated=number_of(component, "growth_bytes_day") is not None,
                copies=int(keeping.copies),
                bytes_now=None if keeping.held is None else keeping.held * keeping.copies,
                bytes_year=keeping.after(365.0),
                full_in_days=keeping.days_until_full(),
            )
        )
    return tuple(sorted(found, key=lambda one: -one.bytes_day))


def _average(flow: Flow, settled: Settled, connection: str) -> float:
    total = 0.0
    for journey in flow.design.journeys:
        load = settled.load.journeys.get(journey.id)
        if load is None or load.visits is None:
            continue
        rate = journey.average_rps if journey.average_rps is not None else journey.peak_rps
        total += (rate or 0.0) * load.visits.connections.get(connection, 0.0)
    return total
