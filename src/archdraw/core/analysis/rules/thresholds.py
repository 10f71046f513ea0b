"""Limits that rules judge by: defaults with unit and reason; `settings.thresholds` replaces them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context


@frozen
class Threshold:
    """A limit: its default, unit ("" for counts and ratios), what it decides and who says so."""

    default: float
    unit: str
    meaning: str
    source: str


THRESHOLDS: dict[str, Threshold] = {
    "bandwidth_instance_bit_s": Threshold(
        10e9, "bit/s", "What the network interface of one instance carries.", "common server interfaces"
    ),
    "bandwidth_vpn_bit_s": Threshold(
        1.25e9, "bit/s", "What one site-to-site tunnel carries.", "AWS VPN quotas"
    ),
    "cache_reads_per_write": Threshold(
        10, "", "From so many reads for each write on, a cache is expected.", "Alex Xu; course text"
    ),
    "cache_worth_rps": Threshold(
        100, "1/s", "Below so many reads a second a cache is not worth its risks.", "rule of thumb"
    ),
    "chain_depth": Threshold(4, "", "So many services may wait for each other.", "rule of thumb"),
    "cost_share": Threshold(0.5, "", "The share of the cost from which one item is pointed out.", "AWS COST"),
    "detection_s": Threshold(
        30, "s", "How long it takes until a failure is noticed.", "rule of thumb: three checks of 10 s"
    ),
    "egress_share": Threshold(0.1, "", "The share of the cost that traffic may have.", "AWS COST"),
    "egress_usd_gb": Threshold(0.09, "USD/GB", "The price of traffic out of a region.", "list prices, 2026"),
    "fan_out": Threshold(6, "", "So many services may be called by one and waited for.", "rule of thumb"),
    "horizon_days": Threshold(1095, "d", "How far growth of storage is looked ahead.", "three years"),
    "idle": Threshold(0.1, "", "Below this utilisation spare instances are idle.", "AWS COST"),
    "nat_connections": Threshold(
        55_000, "", "Connections of one NAT address to one destination.", "AWS NAT gateway limits"
    ),
    "pair_share": Threshold(
        0.1, "", "The share of the error budget from which a pair of failures counts.", "Google SRE"
    ),
    "pods_per_node": Threshold(110, "", "Pods that one node takes.", "Kubernetes, large clusters"),
    "quota_warn": Threshold(0.5, "", "The share of a quota that is told.", "rule of thumb"),
    "retry_amplification": Threshold(
        10, "", "So many calls may one request become through retries.", "Amazon Builders' Library"
    ),
    "spike": Threshold(3, "", "From this peak for each average on, a load is spiky.", "rule of thumb"),
    "zone_price_usd_gb": Threshold(
        0.01, "USD/GB", "The price of traffic between zones, each way.", "list prices, 2026"
    ),
}


def threshold(context: Context, name: str) -> float:
    """Return a limit: the document's, else the default.

    Raises
    ------
    KeyError
        There is no threshold of this name.
    """
    default = THRESHOLDS[name].default
    stated = context.design.settings.thresholds.get(name)
    if isinstance(stated, int | float) and not isinstance(stated, bool) and stated > 0:
        return float(stated)
    return default
