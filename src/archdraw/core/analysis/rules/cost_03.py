"""COST-03: traffic between zones and regions that is paid for by the byte."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.places import instances_by_zone
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.wording import number_text, percent_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection

_MONTH_S = 2_592_000.0


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    total = sum(c.cost_month or 0.0 for c in context.components)
    sized = [c for c in context.design.connections if c.payload_bytes and context.load.connections.get(c.id)]
    if not sized or total <= 0.0:
        return NotApplicable("no payload, load or price is known")
    prices = {link.id: _price(context, link) for link in sized}
    traffic = sum(prices.values())
    if traffic <= threshold(context, "egress_share") * (total + traffic):
        return []
    worst = max(sized, key=lambda link: prices[link.id])
    return [
        RULE.finding(
            [worst.source, worst.target],
            f"Traffic out of the region and between zones costs up to {number_text(traffic, 3)} USD a month, "
            f"{percent_text(traffic / (total + traffic))} of all; most of it from "
            f"{context.name(worst.source)} to "
            f"{context.name(worst.target)}.",
            severity=context.severity(RULE.severity, context.design.journeys),
            evidence={
                "traffic_month": traffic,
                "components_month": total,
                "peak_to_average": 1.0 / _average(context),
                "egress_usd_gb": threshold(context, "egress_usd_gb"),
                "zone_price_usd_gb": threshold(context, "zone_price_usd_gb"),
            },
            remedy="Keep calls within a zone, let a CDN answer clients, and send less.",
            about=(),
        )
    ]


def _average(context: Context) -> float:
    """Return average ÷ peak over all journeys that state both; 1 (the upper bound) where none does."""
    pairs = [(j.average_rps, j.peak_rps) for j in context.design.journeys if j.average_rps and j.peak_rps]
    return sum(a for a, _ in pairs) / sum(p for _, p in pairs) if pairs else 1.0


def _price(context: Context, link: Connection) -> float:
    """Return USD a month for what passes a connection."""
    rate = context.load.connections.get(link.id, 0.0) * _average(context)
    gigabytes = rate * float(link.payload_bytes or 0.0) * _MONTH_S / 1e9
    if context.role(link.source) == "client":
        return gigabytes * threshold(context, "egress_usd_gb")
    return gigabytes * _crossing(context, link) * 2.0 * threshold(context, "zone_price_usd_gb")


def _crossing(context: Context, link: Connection) -> float:
    """Return the share of calls whose two ends stand in different zones, any instance calling any other."""
    known = context.design.component_by_id
    ends = [instances_by_zone(context, known[one]) for one in (link.source, link.target)]
    totals = [sum(end.values()) for end in ends]
    if not all(totals):
        return 0.0
    same = sum(ends[0].get(zone, 0) / totals[0] * count / totals[1] for zone, count in ends[1].items())
    return 1.0 - same


RULE = Rule(
    id="COST-03",
    title="Traffic across zones or out of the region",
    severity="medium",
    rationale="Bytes are cheap each and many.",
    source="list prices of cloud providers, 2026 (0.09 USD for a GB out)",
    thresholds=("zone_price_usd_gb", "egress_share", "egress_usd_gb"),
    by_hand="what may stay within its zone, be sent less often or come from a CDN depends on what it is.",
    check=_check,
)
