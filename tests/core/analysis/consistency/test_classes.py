"""The class of a store, what it tolerates and loses, worked out by hand from N, R, W, mode and lag."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.core.analysis.rules.drawn import USER, analysed, drawn, journey, link, part, shared_catalog

from archdraw.core.analysis.consistency.choosing import Need, class_of, need_of, with_need
from archdraw.core.analysis.consistency.classing import MEANINGS, classify, consistency_of
from archdraw.core.analysis.store_consistency import StoreConsistency
from archdraw.core.model import Component, Design

COUNTS = st.integers(1, 9)


def store(kind: str = "wide_column", replicas: int = 3, **attributes: Any) -> Component:
    return part("db", kind, replicas, **attributes)


def judged(component: Component) -> StoreConsistency:
    return classify(drawn(USER, component, link("user", "db")), shared_catalog(), component)


def quorum(n: int, r: int, w: int, **more: Any) -> StoreConsistency:
    wanted = {"replication": "quorum", "replication_factor": n, "read_quorum": r, "write_quorum": w}
    return judged(store(**{**wanted, **more}))


@pytest.mark.parametrize(
    ("n", "r", "w", "pacelc", "reads", "writes"),
    [
        (3, 2, 2, "PC/EC", 1, 1),
        (5, 3, 3, "PC/EC", 2, 2),
        (3, 1, 3, "PA/EC", 2, 0),
        (3, 3, 1, "PA/EC", 0, 2),
        (3, 1, 1, "PA/EL", 2, 2),
        (5, 2, 2, "PA/EL", 3, 3),
        (2, 2, 2, "PC/EC", 0, 0),
    ],
)
def test_quorums_give_class_and_tolerated_failures(
    n: int, r: int, w: int, pacelc: str, reads: int, writes: int
) -> None:
    found = quorum(n, r, w)
    assert (found.pacelc, found.basis) == (pacelc, "derived")
    assert (found.read_failures, found.write_failures) == (reads, writes)


@given(COUNTS, COUNTS, COUNTS)
def test_quorums_that_overlap_are_never_old_and_refuse_where_both_are_majorities(
    n: int, r: int, w: int
) -> None:
    r, w = min(r, n), min(w, n)
    if n == 1:
        return
    found = quorum(n, r, w)
    assert found.pacelc.endswith("EC") == (r + w > n)
    assert (found.stale_s == 0.0) == (r + w > n)
    # The smaller side has at most ⌊n/2⌋ copies; it can serve whatever needs no more.
    assert found.pacelc.startswith("PA") == (min(r, w) <= n // 2)
    assert found.rpo_s == (0.0 if w > 1 else None)


@pytest.mark.parametrize(
    ("attributes", "pacelc", "stale", "rpo"),
    [
        ({"replication": "sync"}, "PC/EC", 0.0, 0.0),
        ({"replication": "async", "replication_lag_s": 2.0}, "PC/EL", 0.0, 2.0),
        ({"replication": "async", "replication_lag_s": 2.0, "reads_from_replica": True}, "PA/EL", 2.0, 2.0),
        ({"replication": "async"}, "PC/EL", 0.0, None),
        ({"replication": "sync", "acks": "one", "replication_lag_s": 1.0}, "PC/EL", 0.0, 1.0),
    ],
)
def test_a_leader_with_copies(
    attributes: dict[str, Any], pacelc: str, stale: float, rpo: float | None
) -> None:
    found = judged(store("rdbms_primary", 2, **attributes))
    assert (found.pacelc, found.stale_s, found.rpo_s) == (pacelc, stale, rpo)


def test_one_copy_never_answers_old_and_loses_what_the_backup_lacks() -> None:
    found = judged(store("rdbms_primary", 1, backup={"interval_s": 3600}, managed=False))
    assert (found.mode, found.pacelc, found.stale_s, found.backup_s) == ("none", "PC/EC", 0.0, 3600.0)
    assert "3600 s old at worst" in found.reasons[-1]


def test_lost_writes_are_lag_times_writes_and_a_range_where_calls_may_be_either() -> None:
    database = store("rdbms_primary", 2, replication="async", replication_lag_s=2.0)
    design = drawn(
        USER,
        part("web"),
        database,
        link("user", "web"),
        link("web", "db", operation="write"),
        journey(peak_rps=50.0),
    )
    (exact,) = analysed(design).consistency
    assert exact.write_rps == pytest.approx((50.0, 50.0))
    assert exact.lost_writes == pytest.approx((100.0, 100.0))
    assert exact.journeys == ("order",)
    either = design.revised(connections=(design.connections[0], link("web", "db")))
    (bounded,) = analysed(either).consistency
    assert bounded.lost_writes == pytest.approx((0.0, 100.0))


def test_a_replica_drawn_beside_its_primary_is_a_copy_and_answers_old() -> None:
    replica = part("copy", "rdbms_replica", 2, replication_lag_s=3.0)
    primary = store("rdbms_primary", 1)
    design = drawn(USER, primary, replica, link("user", "db"), link("db", "copy", "replicate", mode="async"))
    first, second = analysed(design).consistency
    assert (first.copies, first.mode, first.pacelc, first.rpo_s) == (3, "async", "PA/EL", 3.0)
    assert (second.follows, second.pacelc, second.stale_s) == ("db", "PA/EL", 3.0)


def test_what_is_stated_counts_where_nothing_is_drawn_and_is_doubted_where_it_differs() -> None:
    silent = judged(part("db", "rdbms_primary", 2, pacelc="PC/EL"))
    assert (silent.pacelc, silent.basis) == ("PC/EL", "stated")
    usual = judged(part("db", "document_db", 1, managed=True))
    assert usual.basis == "default"
    assert any(one.origin == "default" and one.source.startswith("the kind") for one in usual.inputs)
    doubted = quorum(3, 1, 1, pacelc="PC/EC")
    assert doubted.pacelc == "PA/EL"
    assert "is said to be PC/EC, but what is drawn makes it PA/EL." in " ".join(doubted.reasons)


def test_every_figure_has_an_input_that_says_where_it_comes_from() -> None:
    found = quorum(3, 2, 2)
    said = {one.name: (one.value, one.origin, one.source) for one in found.inputs}
    assert said["copies N"] == (3, "stated", "replication_factor")
    assert said["copies R that answer a read"] == (2, "stated", "read_quorum")
    guessed = judged(store(replication="quorum"))
    said = {one.name: (one.value, one.origin, one.source) for one in guessed.inputs}
    assert said["copies W that confirm a write"][:2] == (2, "derived")


@pytest.mark.parametrize("pacelc", list(MEANINGS))
@pytest.mark.parametrize("kind", ["rdbms_primary", "wide_column", "document_db", "key_value"])
@pytest.mark.parametrize("replicas", [1, 2, 5])
def test_the_attributes_chosen_for_a_need_give_the_class_that_was_promised(
    pacelc: str, kind: str, replicas: int
) -> None:
    need = need_of(pacelc)
    assert class_of(need) == pacelc
    chosen = with_need(part("db", kind, replicas, replication_lag_s=1.0), shared_catalog(), need)
    found = judged(chosen)
    assert (found.pacelc, found.basis) == (pacelc, "derived")
    assert not any("is said to be" in reason for reason in found.reasons)
    assert with_need(chosen, shared_catalog(), need) == chosen


def test_an_unknown_class_asks_for_the_careful_one() -> None:
    assert need_of("") == Need("right", "wait")


def test_an_empty_design_has_no_stores() -> None:
    assert analysed(Design()).consistency == ()


def test_ten_times_the_stores_take_about_ten_times_as_long() -> None:
    few, many = (_time_of_stores(count) for count in (150, 1500))
    # Looking through all connections for each store would take a hundred times as long.
    assert many < 40 * few


def _time_of_stores(count: int) -> float:
    parts = [Component(id=f"s{number}", kind="wide_column", replicas=3) for number in range(count)]
    links = [link(f"s{number}", f"s{number + 1}", "replicate") for number in range(count - 1)]
    design = drawn(*parts, *links)
    taken = []
    for _ in range(3):
        begun = process_time()
        assert len(consistency_of(design, shared_catalog())) == count
        taken.append(process_time() - begun)
    return min(taken)
