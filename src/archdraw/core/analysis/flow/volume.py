"""Bytes: what connections carry at peak, what stores grow by and when they are full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.headroom import StorageGrowth

if TYPE_CHECKING:
    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.model import Component

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
        stated = _number(component, "growth_bytes_day")
        if stated is None and (role not in ("store", "queue") or component.id not in written):
            continue
        copies = _copies(component)
        growth = stated if stated is not None else written[component.id] * DAY_S * copies
        now, limit = _number(component, "storage_bytes"), _number(component, "storage_limit_bytes")
        kept = _number(component, "retention_days")
        full = None
        if limit is not None and growth > 0.0:
            full = max(0.0, (limit - (now or 0.0)) / growth)
        found.append(
            StorageGrowth(
                component=component.id,
                bytes_day=growth,
                stated=stated is not None,
                copies=copies,
                bytes_now=now,
                bytes_year=(now or 0.0) + growth * 365.0 if kept is None else growth * min(kept, 365.0),
                full_in_days=full,
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


def _copies(component: Component) -> int:
    stated = _number(component, "replication_factor")
    if stated is not None and stated >= 1:
        return int(stated)
    return component.replicas if component.redundancy == "quorum" else 1


def _number(component: Component, name: str) -> float | None:
    value = component.attributes.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    return None
