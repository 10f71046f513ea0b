"""Every figure of the base pack is the one of the reference table beside this file."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from archdraw.core.catalog import Catalog, Confidence, Figure

TABLE = Path(__file__).with_name("catalogue_figures.csv")
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
CONFIDENCE = {
    "S": Confidence.PUBLISHED,
    "M": Confidence.PUBLISHED,
    "R": Confidence.RULE_OF_THUMB,
    "A": Confidence.ASSUMED,
}
FROM_MEMORY = "from memory of vendor documents, re-check"
# These stand under another heading than in the table: they are looked for among the safeguards.
SECURITY = {"waf", "firewall", "identity_provider", "secrets_store", "bastion"}
# Published in another unit; the kind derives requests a second and says how (its capacity's note).
DERIVED_CAPACITY = {"wide_column": 3333, "rabbitmq": 30000, "log_broker": 100000}
ONE_REQUEST = re.compile(
    r"(HTTPS )?(req|ops|queries|reads|writes|msg|jobs|events|transitions|TPS|lookups|logins|decisions"
    r"|searches|SMS|push|evals|simple TPS|2-hop queries|IOPS)(/s)?\b"
)


def test_the_table_has_79_kinds_and_the_pack_the_same(base: Catalog) -> None:
    assert len(ROWS) == 79
    assert {row["kind"] for row in ROWS} == set(base.kinds)


def number(text: str) -> float | None:
    return float(Decimal(text)) if text else None


def ratio(percent: str) -> float:
    return float(Decimal(percent) / 100)


@pytest.mark.parametrize("row", ROWS, ids=[row["kind"] for row in ROWS])
def test_figures_equal_the_table(base: Catalog, row: dict[str, str]) -> None:
    kind = base.kind(row["kind"])
    assert kind.label == row["label"]
    assert kind.family == ("security" if kind.id in SECURITY else row["group"])
    assert kind.availability_single.value == ratio(row["avail_single_pct"])
    assert kind.availability_redundant.value == ratio(row["avail_redundant_pct"])
    assert kind.throughput.value == number(row["throughput_per_instance"])
    assert kind.throughput.unit == row["throughput_unit"]
    assert kind.mean_ms.value == number(row["mean_ms"])
    assert kind.p99_ms.value == number(row["p99_ms"])
    assert kind.failover_s.value == number(row["failover_s"])
    assert kind.cost_month.value == number(row["cost_usd_month"])
    parallel = "" if kind.concurrency.value is None else f"{kind.concurrency.value:.0f}"
    note = kind.concurrency.note.replace(FROM_MEMORY, "").rstrip("; ")
    assert f"{parallel} {note}".strip() == row["concurrency"]


@pytest.mark.parametrize("row", ROWS, ids=[row["kind"] for row in ROWS])
def test_texts_and_provenance_equal_the_table(base: Catalog, row: dict[str, str]) -> None:
    kind = base.kind(row["kind"])
    assert (kind.sla_basis, kind.storage_limit, kind.cost_basis) == (
        row["sla_basis"],
        row["storage_limit"],
        row["cost_basis"],
    )
    assert (kind.cap_pacelc, kind.scaling) == (row["cap_pacelc"], row["scaling"])
    assert (kind.redundancy_note, kind.failover_note) == (row["redundancy"], row["failover_note"])
    for figure, mark in (
        (kind.availability_single, row["conf_avail"]),
        (kind.availability_redundant, row["conf_avail"]),
        (kind.throughput, row["conf_perf"]),
        (kind.capacity_rps, row["conf_perf"]),
        (kind.mean_ms, row["conf_perf"]),
        (kind.p99_ms, row["conf_perf"]),
        (kind.concurrency, row["conf_perf"]),
        (kind.failover_s, row["conf_perf"]),
    ):
        assert_provenance(figure, mark, row["source"])
    assert_provenance(kind.cost_month, row["conf_cost"], row["cost_basis"] or row["source"])
    assert row["sla_basis"] in kind.availability_single.note


def assert_provenance(figure: Figure, mark: str, source: str) -> None:
    assert figure.confidence is CONFIDENCE[mark]
    assert (FROM_MEMORY in figure.note) is (mark == "M")
    assert figure.source == source


@pytest.mark.parametrize("row", ROWS, ids=[row["kind"] for row in ROWS])
def test_capacity_is_stated_only_where_the_unit_is_requests(base: Catalog, row: dict[str, str]) -> None:
    capacity = base.kind(row["kind"]).capacity_rps
    if row["kind"] in DERIVED_CAPACITY:
        assert capacity.value == DERIVED_CAPACITY[row["kind"]]
        assert capacity.note
    elif capacity.value is not None:
        assert capacity.value == number(row["throughput_per_instance"])
        assert ONE_REQUEST.match(row["throughput_unit"]), row["throughput_unit"]


def test_bytes_bits_and_counts_are_no_capacity(base: Catalog) -> None:
    assert base.kind("vpn").capacity_rps.value is None
    assert base.kind("k8s_cluster").capacity_rps.value is None
    assert base.kind("logging").capacity_rps.value is None
    assert base.kind("l7_load_balancer").capacity_rps.value == 40000
