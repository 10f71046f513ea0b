"""Which times were not stated but taken from the catalogue: every one is an assumption of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.calls import WAITED_FOR
from archdraw.core.analysis.flow.planning import REGION_RTT_S, Away
from archdraw.core.analysis.structure.graphs import reach

if TYPE_CHECKING:
    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.analysis.structure.figures import FigureBook
    from archdraw.core.model import Connection, Journey


def note_service_times(flow: Flow, settled: Settled, book: FigureBook) -> None:
    """Write down the times that latency takes for components and for the way between regions."""
    components = flow.design.component_by_id
    away = Away(flow.design, flow.tree)
    waited_for: dict[str, None] = {}
    ways: dict[str, None] = {}
    for journey in flow.design.journeys:
        if journey.entry is None or journey.entry not in components:
            continue
        links: dict[str, list[Connection]] = {}

        def following(
            component: str, journey: Journey = journey, links: dict[str, list[Connection]] = links
        ) -> list[str]:
            asked = [
                c
                for c in flow.table.outgoing.get(component, ())
                if c.kind in WAITED_FOR and c.synchronous and journey.calls_over(c) > 0.0
            ]
            links[component] = asked
            return [c.target for c in asked]

        waited_for.update(dict.fromkeys(reach(journey.entry, following)))
        ways.update(dict.fromkeys(c.id for asked in links.values() for c in asked if away.assumed(c)))
    for component in waited_for:
        station, kind = flow.stations[component], flow.parts[component].kind
        if not station.stated and station.service.mean > 0.0:
            book.default(component, "service_time_ms", kind.mean_ms)
            if kind.p99_ms.value is not None:
                book.default(component, "service_time_p99_ms", kind.p99_ms)
    for connection in ways:
        book.assumed(connection, "rtt_ms", REGION_RTT_S * 1000.0, "there and back between two regions", "ms")
    for (name, connection), count in settled.load.attempts.items():
        if count > 1.0 + 1e-3:
            book.derived(connection, "attempts", count, f"calls that are late are repeated, in {name}")
