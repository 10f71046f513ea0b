"""Which times were not stated but taken from the catalogue: every one is an assumption of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.settling import REGION_RTT_S

if TYPE_CHECKING:
    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.analysis.structure.figures import FigureBook


def note_service_times(flow: Flow, settled: Settled, book: FigureBook) -> None:
    """Write down the times that latency takes for components and for the way between regions."""
    waited_for: dict[str, None] = {}
    for plan in flow.plans.values():
        waited_for.update(dict.fromkeys(component for ring in plan.rings for component in ring))
    for component in waited_for:
        station, kind = flow.stations[component], flow.parts[component].kind
        if not station.stated and station.service.mean > 0.0:
            book.default(component, "service_time_ms", kind.mean_ms)
            if kind.p99_ms.value is not None:
                book.default(component, "service_time_p99_ms", kind.p99_ms)
    away: dict[str, None] = {}
    for rules in flow.rules.values():
        away.update(dict.fromkeys(name for name, rule in rules.items() if rule.network == REGION_RTT_S))
    for connection in away:
        if "rtt_ms" not in flow.design.connection_by_id[connection].attributes:
            book.assumed(
                connection, "rtt_ms", REGION_RTT_S * 1000.0, "there and back between two regions", "ms"
            )
    for (journey, connection), count in settled.load.attempts.items():
        if count > 1.0 + 1e-3:
            book.derived(connection, "attempts", count, f"calls that are late are repeated, in {journey}")
