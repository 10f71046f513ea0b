"""K8S: what manifests say, and what they leave out."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.analysis.rules.drawn import USER, Pair, drawn, findings_of, link, part, sets, status_of, zones

from archdraw.core.model import Design

GUARDED: dict[str, Any] = {
    "readiness_probe": "http /ready",
    "liveness_probe": "http /live",
    "pdb_max_unavailable": 1,
    "hpa": {"min": 3, "max": 9},
    "requests": {"cpu": "500m", "memory": "512Mi"},
    "limits": {"cpu": "1", "memory": "1Gi"},
    "topology_spread": True,
    "strategy": "RollingUpdate",
    "volume": "none",
}


def pods(kind: str = "k8s_deployment", replicas: int = 3, **stated: Any) -> Design:
    """Return user → web, guarded but for what is stated; None takes a guard away."""
    attributes = {key: value for key, value in {**GUARDED, **stated}.items() if value is not None}
    return drawn(USER, part("web", kind, replicas, **attributes), link("user", "web"))


def plane(count: int, **stated: Any) -> Design:
    return drawn(USER, part("plane", "k8s_control_plane", count, **stated), link("user", "plane"))


POOLS = drawn(
    USER,
    *zones(),
    part("east", "k8s_node_pool", parent="zone-a"),
    part("west", "k8s_node_pool", parent="zone-a"),
)
WEB = ("web",)
PAIRS = [
    Pair("K8S-01", "a pod", pods("k8s_pod"), sets("web", controller="deployment"), WEB, "high"),
    Pair("K8S-02", "one", pods(replicas=1), sets("web", replicas=2), WEB, "high"),
    Pair("K8S-03", "none", pods(pdb_max_unavailable=None), sets("web", pdb_max_unavailable=1), WEB, "medium"),
    Pair(
        "K8S-03",
        "none may go",
        pods(pdb_max_unavailable=0),
        sets("web", pdb_max_unavailable=1),
        WEB,
        "medium",
    ),
    Pair(
        "K8S-03",
        "all must stay",
        pods(pdb_max_unavailable=None, pdb_min_available=3),
        sets("web", pdb_min_available=2),
        WEB,
        "medium",
    ),
    Pair(
        "K8S-04",
        "missing",
        pods(liveness_probe=None),
        sets("web", liveness_probe="http /live"),
        WEB,
        "medium",
    ),
    Pair(
        "K8S-04",
        "the same",
        pods(liveness_probe="http /ready"),
        sets("web", liveness_probe="tcp"),
        WEB,
        "medium",
    ),
    Pair("K8S-05", "one", plane(1), sets("plane", replicas=3), ("plane",), "critical"),
    Pair("K8S-05", "two", plane(2), sets("plane", replicas=3), ("plane",), "critical"),
    Pair("K8S-05", "four members", plane(1, members=4), sets("plane", members=5), ("plane",), "critical"),
    Pair("K8S-06", "pods", pods(topology_spread=None), sets("web", anti_affinity=True), WEB, "high"),
    Pair("K8S-06", "nodes", POOLS, sets("west", parent="zone-b"), ("east", "west"), "high"),
    Pair("K8S-07", "requests", pods(requests=None), sets("web", requests={"cpu": "1"}), WEB, "medium"),
    Pair("K8S-07", "limits", pods(limits=None), sets("web", limits={"memory": "1Gi"}), WEB, "medium"),
    Pair(
        "K8S-08",
        "emptyDir",
        pods("k8s_statefulset", volume="emptyDir"),
        sets("web", volume="pvc"),
        WEB,
        "critical",
    ),
    Pair("K8S-08", "no volume", pods("k8s_statefulset"), sets("web", volume="pvc"), WEB, "critical"),
    Pair(
        "K8S-08",
        "not stated",
        pods("rdbms_primary", controller="deployment", volume=None),
        sets("web", volume="pvc"),
        WEB,
        "high",
    ),
    Pair("K8S-09", "none", pods(hpa=None), sets("web", hpa={"min": 2, "max": 4}), WEB, "medium"),
    Pair(
        "K8S-09",
        "down to one",
        pods(hpa={"min": 1, "max": 4}),
        sets("web", hpa={"min": 2, "max": 4}),
        WEB,
        "medium",
    ),
    Pair(
        "K8S-09",
        "down to the budget",
        pods(pdb_max_unavailable=None, pdb_min_available=2, hpa={"min": 2, "max": 4}),
        sets("web", hpa={"min": 3, "max": 4}),
        WEB,
        "medium",
    ),
    Pair(
        "K8S-12",
        "all at once",
        pods(strategy="Recreate"),
        sets("web", strategy="RollingUpdate"),
        WEB,
        "medium",
    ),
]
RULES = sorted({pair.rule for pair in PAIRS})


@pytest.mark.parametrize("rule", RULES)
def test_says_nothing_without_kubernetes(rule: str) -> None:
    assert status_of(drawn(USER, part("web"), link("user", "web")), rule) == "not-applicable"


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule not in ("K8S-05", "K8S-08")])
def test_a_guarded_deployment_passes(rule: str) -> None:
    assert status_of(pods(), rule) == "passed"


def test_one_pod_on_each_node_is_neither_few_nor_together() -> None:
    agent = pods(replicas=1, controller="daemonset", topology_spread=None, pdb_max_unavailable=None)
    for rule in ("K8S-01", "K8S-02", "K8S-03", "K8S-06", "K8S-09"):
        assert not findings_of(agent, rule), rule


def test_a_managed_control_plane_is_the_providers_matter() -> None:
    assert status_of(plane(1, managed=True), "K8S-05") == "not-applicable"


def test_an_even_control_plane_is_told_its_arithmetic() -> None:
    assert "has 4 members and needs 3: it survives 1 failure" in findings_of(plane(4), "K8S-05")[0].message


def test_a_set_with_disks_needs_a_backup_as_any_store() -> None:
    kept = pods("k8s_statefulset", volume="pvc")
    assert [finding.elements for finding in findings_of(kept, "DAT-01")] == [WEB]
    assert not findings_of(sets("web", backup=True)(kept), "DAT-01")
