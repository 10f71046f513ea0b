"""K8S-10 to -15 and COST: images, policies, room, doors, and what the money goes into."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.analysis.rules.drawn import (
    USER,
    Pair,
    adds,
    drawn,
    findings_of,
    link,
    part,
    sets,
    status_of,
    zones,
)

from archdraw.core.analysis.rules.workloads import quantity

SIMPLE = drawn(USER, part("app", discovery="dns", health_check=True), link("user", "app"))
GUARDED: dict[str, Any] = {"network_policy": True, "image_tag": "1.2.0"}
POD = drawn(
    USER,
    part("door", "k8s_ingress", **GUARDED),
    part("app", "k8s_deployment", **GUARDED),
    link("user", "door"),
    link("door", "app"),
)
FULL = drawn(
    USER,
    part("nodes", "k8s_node_pool", 3, limits={"cpu": "4", "memory": "16Gi"}),
    part("door", "k8s_ingress", **GUARDED),
    part("app", "k8s_deployment", 5, requests={"cpu": "2", "memory": "1Gi"}, **GUARDED),
    link("user", "door"),
    link("door", "app"),
)
CROWD = sets("app", replicas=230, requests={})(FULL)
COSTLY = drawn(
    USER,
    part("app", discovery="dns", health_check=True, cost_month=100.0),
    part("db", "rdbms_primary", cost_month=900.0),
    part("files", "object_store", cost_month=50.0),
    link("user", "app"), link("app", "db"), link("app", "files"),
)  # fmt: skip
IDLE = drawn(
    USER,
    part("app", replicas=6, discovery="dns", health_check=True, capacity_rps=500.0),
    link("user", "app"),
)
CHATTY = drawn(
    USER,
    *zones(),
    part("app", discovery="dns", health_check=True, domains=("zone-a", "zone-b", "zone-c"), cost_month=100.0),
    part("db", "wide_column", domains=("zone-a", "zone-b", "zone-c"), cost_month=100.0),
    link("user", "app"),
    link("app", "db", payload_bytes=200_000.0),
)

PAIRS = [
    Pair("K8S-10", "latest", sets("app", image_tag="latest")(POD), sets("app", image_tag="2.0"),
         ("app",), "low"),
    Pair("K8S-10", "by hand", sets("app", declarative=False)(POD), sets("app", declarative=True),
         ("app",), "low"),
    Pair("K8S-11", "open to all", sets("app", network_policy=False)(POD),
         sets("app", network_policy=True), ("app",), "low"),
    Pair("K8S-13", "cores", FULL, sets("nodes", replicas=4), ("nodes",), "high"),
    Pair("K8S-13", "pods", CROWD, sets("app", replicas=200), ("nodes",), "high"),
    Pair("K8S-14", "an ingress to nothing", adds(part("side", "k8s_ingress", **GUARDED))(POD),
         adds(link("side", "app")), ("side",), "low"),
    Pair("K8S-15", "a port of each node", sets("app", service_type="NodePort")(POD),
         sets("app", service_type="ClusterIP"), ("app",), "medium"),
    Pair("K8S-15", "past the ingress", adds(link("user", "app"))(POD),
         sets("user.app", kind="observe"), ("app",), "medium"),
    Pair("COST-01", "the database", COSTLY, sets("db", cost_month=120.0), ("db",), "info"),
    Pair("COST-02", "six where three do", IDLE, sets("app", replicas=3), ("app",), "low"),
    Pair("COST-03", "between zones", CHATTY, sets("app.db", payload_bytes=2000.0), ("app", "db"), "medium"),
]  # fmt: skip


@pytest.mark.parametrize("rule", ["K8S-10", "K8S-11", "K8S-13", "K8S-14", "K8S-15", "COST-01", "COST-03"])
def test_says_nothing_about_what_is_not_there(rule: str) -> None:
    assert status_of(SIMPLE, rule) == "not-applicable"


@pytest.mark.parametrize(
    ("text", "amount"),
    [("500m", 0.5), ("2", 2.0), (3, 3.0), ("512Mi", 512 * 2**20), ("1.5G", 1.5e9), ("much", None)],
)
def test_quantities_are_read_as_kubernetes_writes_them(text: object, amount: float | None) -> None:
    assert quantity(part("app", requests={"cpu": text}), "requests", "cpu") == amount


def test_two_thirds_of_calls_leave_a_zone_of_three() -> None:
    finding = findings_of(CHATTY, "COST-03")[0]
    gigabytes = 100 * 200_000 * 2_592_000 / 1e9
    assert finding.evidence["traffic_month"] == pytest.approx(gigabytes * 2 / 3 * 0.02)
