"""What a quorum waits for: the k-th fastest of its copies, by the formulas of order statistics."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.core.analysis.rules.drawn import ZONES, drawn, part, shared_catalog

from archdraw.core.analysis.consistency.waiting import (
    ZONE_RTT_S,
    ZONES_RTT_S,
    QuorumWait,
    quorum_waits,
)
from archdraw.core.analysis.flow.planning import REGION_RTT_S
from archdraw.core.model import Group

TIMES = {"service_time_ms": 10.0}


def waits(domains: tuple[str, ...] = (), groups: tuple[Group, ...] = (), **store: Any) -> list[QuorumWait]:
    """Return what a store of exponential times of 10 ms waits for, reads first."""
    fields = {"replication": "quorum", "replication_factor": 3, **TIMES, **store}
    db = part("db", "wide_column", 3, domains=domains, redundancy="quorum", **fields)
    design = drawn(db, *groups)
    return list(quorum_waits(design, shared_catalog(), design.component_by_id["db"]))


def wait(copies: int, waited: int) -> QuorumWait:
    return waits(replication_factor=copies, read_quorum=waited, write_quorum=waited)[0]


def test_the_first_of_three_is_three_times_as_fast_as_one() -> None:
    """The least of n exponential times is exponential with n times the rate."""
    found = wait(3, 1)
    way = ZONE_RTT_S * 1000.0
    assert found.p50_ms == pytest.approx(way + 10.0 * math.log(2.0) / 3.0, rel=1e-9)
    assert found.one_p50_ms == pytest.approx(way + 10.0 * math.log(2.0), rel=1e-9)


def test_the_median_of_the_second_of_three_is_the_median_of_one() -> None:
    """Three F² − 2 F³ is one half where F is."""
    found = wait(3, 2)
    assert found.p50_ms == pytest.approx(found.one_p50_ms, rel=1e-9)
    # The tail is far below that of one: two of three have to be slow at once.
    assert found.p99_ms < 0.7 * found.one_p99_ms


def test_all_of_five_are_as_slow_as_the_slowest() -> None:
    found = wait(5, 5)
    slowest = -10.0 * math.log(1.0 - 0.99 ** (1.0 / 5.0))
    assert found.p99_ms == pytest.approx(ZONE_RTT_S * 1000.0 + slowest, rel=1e-9)
    assert found.all_p99_ms == found.p99_ms


@given(copies=st.integers(2, 9), waited=st.integers(1, 9))
def test_waiting_for_more_never_takes_less(copies: int, waited: int) -> None:
    waited = min(waited, copies)
    found = wait(copies, waited)
    assert found.p50_ms <= found.p99_ms <= found.all_p99_ms * (1.0 + 1e-9)
    if waited > 1:
        assert found.p99_ms >= wait(copies, waited - 1).p99_ms


def test_copies_in_other_zones_and_regions_answer_later_by_the_way() -> None:
    zones = tuple(Group(id=zone, kind="zone") for zone in ZONES)
    near = waits(ZONES, zones, read_quorum=3, write_quorum=3, service_time_ms=0.001)[0]
    assert near.p50_ms == pytest.approx(ZONES_RTT_S * 1000.0, abs=0.01)
    regions = tuple(Group(id=zone, kind="region") for zone in ZONES)
    far = waits(ZONES, regions, read_quorum=2, write_quorum=2, service_time_ms=0.001)[0]
    assert far.p50_ms == pytest.approx(REGION_RTT_S * 1000.0, abs=0.01)
    assert {one.name for one in far.inputs} >= {
        "there and back in one zone",
        "there and back between regions",
    }


def test_one_copy_or_no_known_time_waits_for_nothing() -> None:
    assert not waits(replication="none", replication_factor=1)
    db = part("db", "object_store", 1)
    assert not quorum_waits(drawn(db), shared_catalog(), db)
