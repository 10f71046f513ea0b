"""Limits that rules judge by: defaults with unit and reason; `settings.thresholds` replaces them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.model import Design


@frozen
class Threshold:
    """A limit: its default, unit ("" for ratios and some counts), what it decides and who says so."""

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
    "autoscaler_least": Threshold(
        2, "pods", "An autoscaler keeps at least so many.", "kube-linter hpa-minimum-three; Polaris"
    ),
    "broker_copies": Threshold(
        3, "copies", "A broker that may lose nothing keeps so many.", "Apache Kafka documentation"
    ),
    "broker_in_sync": Threshold(
        2,
        "copies",
        "So many confirm a message that may not be lost.",
        "Apache Kafka documentation",
    ),
    "cache_reads_per_write": Threshold(
        10, "", "From so many reads for each write on, a cache is expected.", "Alex Xu; course text"
    ),
    "cache_utilisation": Threshold(
        0.5, "", "Above this utilisation by reads alone a cache is expected.", "Alex Xu; rule of thumb"
    ),
    "cache_worth_rps": Threshold(
        100, "1/s", "Below so many reads a second a cache is not worth its risks.", "rule of thumb"
    ),
    "chain_depth": Threshold(4, "", "So many services may wait for each other.", "rule of thumb"),
    "control_plane_members": Threshold(
        3, "members", "A control plane has at least so many.", "kubeadm, highly available clusters"
    ),
    "cost_share": Threshold(0.5, "", "The share of the cost from which one item is pointed out.", "AWS COST"),
    "detection_s": Threshold(
        30, "s", "How long it takes until a failure is noticed.", "rule of thumb: three checks of 10 s"
    ),
    "egress_share": Threshold(0.1, "", "The share of the cost that traffic may have.", "AWS COST"),
    "egress_usd_gb": Threshold(0.09, "USD/GB", "The price of traffic out of a region.", "list prices, 2026"),
    "extra_nine": Threshold(
        10,
        "",
        "A dependency may be down so many times less than its journey.",
        "The calculus of service availability, ACM Queue 2017",
    ),
    "failover_share": Threshold(
        0.5, "", "The share of the error budget that failovers may use.", "Google SRE; rule of thumb"
    ),
    "fan_out": Threshold(6, "", "So many services may be called by one and waited for.", "rule of thumb"),
    "fan_out_event": Threshold(
        1000, "calls", "From so many calls for one event on, the fan-out is too wide.", "rule of thumb"
    ),
    "few_requests_rps": Threshold(
        100, "1/s", "Below so many requests many services are too many.", "interview guides; rule of thumb"
    ),
    "figures_apart": Threshold(
        0.01,
        "",
        "By this share of the downtime two figures for it may differ.",
        "ArchDraw semantics, section 1",
    ),
    "gateway_services": Threshold(
        3, "services", "A client that calls so many itself needs a gateway.", "Microsoft cloud patterns"
    ),
    "horizon_days": Threshold(1095, "d", "How far growth of storage is looked ahead.", "three years"),
    "hot_share": Threshold(0.2, "", "The share of a day’s reads that is worth caching.", "Alex Xu"),
    "idle": Threshold(0.1, "", "Below this utilisation spare instances are idle.", "AWS COST"),
    "idle_kept": Threshold(
        3, "instances", "So many stay in any tier, however little it does.", "one in each of three zones"
    ),
    "logged_services": Threshold(
        3, "services", "From so many services on, logs have to be in one place.", "course text"
    ),
    "many_services": Threshold(
        8, "services", "So many may share a small load.", "interview guides; rule of thumb"
    ),
    "monitored_parts": Threshold(
        3, "components", "From so many parts on, somebody has to watch.", "rule of thumb"
    ),
    "monolith_services": Threshold(
        4, "services", "Fewer are no distributed monolith, however they call each other.", "rule of thumb"
    ),
    "monolith_share": Threshold(
        0.5, "", "The share of the services that may wait for each other.", "course text, microservices"
    ),
    "nat_connections": Threshold(
        55_000, "", "Connections of one NAT address to one destination.", "AWS NAT gateway limits"
    ),
    "one_node_bytes": Threshold(1e12, "B", "What one node of a store holds.", "interview guides"),
    "one_node_rps": Threshold(
        10_000,
        "1/s",
        "What one node of a store carries before it is sharded.",
        "Hello Interview",
    ),
    "one_primary_rps": Threshold(
        1e6, "1/s", "No relational primary carries so much.", "course text, relational and other stores"
    ),
    "overbuilt": Threshold(
        0.01, "", "Below this utilisation a tier is over-engineered.", "interview guides; rule of thumb"
    ),
    "pair_share": Threshold(
        0.1, "", "The share of the error budget from which a pair of failures counts.", "Google SRE"
    ),
    "partition_reads_rps": Threshold(
        3000, "1/s", "Reads that one partition of a managed store takes.", "Amazon DynamoDB documentation"
    ),
    "partition_writes_rps": Threshold(
        1000, "1/s", "Writes that one partition of a managed store takes.", "Amazon DynamoDB documentation"
    ),
    "pod_replicas": Threshold(
        2, "pods", "A workload runs at least so many.", "kube-score; Polaris (kube-linter asks for 3)"
    ),
    "pods_per_node": Threshold(110, "", "Pods that one node takes.", "Kubernetes, large clusters"),
    "priced_parts": Threshold(
        3, "components", "With fewer prices known, none can dominate.", "rule of thumb"
    ),
    "quorum_copies": Threshold(
        3, "copies", "A store that needs a majority keeps so many.", "etcd and Cassandra documentation"
    ),
    "quota_warn": Threshold(0.5, "", "The share of a quota that is told.", "rule of thumb"),
    "retry_amplification": Threshold(
        10, "", "So many calls may one request become through retries.", "Amazon Builders' Library"
    ),
    "spike": Threshold(3, "", "From this peak for each average on, a load is spiky.", "rule of thumb"),
    "stampede_factor": Threshold(
        5, "", "So many times its load may reach a store when entries expire together.", "rule of thumb"
    ),
    "store_copies": Threshold(
        2, "copies", "Any other store of record keeps so many.", "System Design Primer, replication"
    ),
    "traced_hops": Threshold(3, "hops", "From so many hops on, requests have to be traced.", "course text"),
    "zoned_target": Threshold(
        0.999, "", "From this availability target on, zones have to be stated.", "AWS Well-Architected REL10"
    ),
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
    return limit_of(context.design, name)


def limit_of(design: Design, name: str) -> float:
    """Return a limit as `threshold` does, where nothing is computed yet."""
    default = THRESHOLDS[name].default
    stated = design.settings.thresholds.get(name)
    if isinstance(stated, int | float) and not isinstance(stated, bool) and stated > 0:
        return float(stated)
    return default
