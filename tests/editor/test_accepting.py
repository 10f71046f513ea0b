"""Accepting findings and judging rules: one undo step each, refused in sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from archdraw.core.analysis.result import SEVERITIES, Finding
from archdraw.core.analysis.rules.thresholds import THRESHOLDS
from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics
from archdraw.core.history import Store
from archdraw.core.model import Component, Design, Suppression, View
from archdraw.core.storage import design_text
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import accepting
from archdraw.editor.edits.removing import delete
from archdraw.editor.session import Session

DESIGN = Design(
    components=(Component(id="db", kind="rdbms_primary"), Component(id="web", kind="service")),
    views=(View(id="main", name="Overview"),),
)
FOUND = Finding(
    rule="SPF-02", severity="high", title="", elements=("db",), message="", evidence={}, remedy="", source="",
    about=("db",),
)  # fmt: skip


@pytest.fixture
def desk(catalog: Catalog, measurer: FontMetrics) -> Session:
    return Session(Store(DESIGN), catalog, measurer)


def entries(desk: Session) -> list[Suppression]:
    return list(desk.store.table("suppressions").values())


def test_accepting_editing_and_taking_back_are_one_step_each(desk: Session) -> None:
    before = design_text(desk.design)
    first = accepting.acceptance("SPF-02", reason=" known ", owner="Ann", about=FOUND.about)
    key = accepting.accept(desk, first)
    assert accepting.key_for(desk, FOUND) == key
    assert entries(desk)[0].reason == "known"
    accepting.accept(desk, first.revised(owner="Bob"), key)
    assert [one.owner for one in entries(desk)] == ["Bob"]
    accepting.take_back(desk, key)
    assert not entries(desk)
    assert design_text(desk.design) == before
    for owner in ("Bob", "Ann"):
        desk.undo()
        assert [one.owner for one in entries(desk)] == [owner]
    desk.undo()
    assert design_text(desk.design) == before


def test_each_new_acceptance_has_a_key_of_its_own(desk: Session) -> None:
    keys = [accepting.accept(desk, accepting.acceptance(f"CAP-0{n}", reason="x")) for n in range(1, 4)]
    accepting.take_back(desk, keys[0])
    keys.append(accepting.accept(desk, accepting.acceptance("CAP-05", reason="x")))
    assert len(set(keys[1:])) == 3
    assert [one.rule for one in entries(desk)] == ["CAP-02", "CAP-03", "CAP-05"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": "  "}, "Say why"),
        ({"reason": "x", "expires": "31.12.2027"}, "“31.12.2027” is no day"),
        ({"reason": "x" * 1_000_001}, "can’t be kept"),
    ],
)
def test_what_is_missing_or_wrong_is_said(desk: Session, fields: dict[str, str], words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        accepting.accept(desk, accepting.acceptance("SPF-02", **fields))
    assert not entries(desk)


def test_what_is_not_accepted_is_not_taken_back(desk: Session) -> None:
    with pytest.raises(EditRefused, match="not accepted any more"):
        accepting.take_back(desk, "suppression-7")


def test_an_acceptance_goes_with_the_element_it_is_about(desk: Session) -> None:
    accepting.accept(desk, accepting.acceptance("SPF-02", reason="x", about=("db",)))
    accepting.accept(desk, accepting.acceptance("SPF-01", reason="x", element="web"))
    delete(desk, ["db"])
    assert [one.rule for one in entries(desk)] == ["SPF-01"]
    desk.undo()
    assert len(entries(desk)) == 2


@given(st.lists(st.sampled_from([None, "off", *SEVERITIES]), max_size=6))
def test_the_last_severity_holds_and_none_leaves_nothing_behind(
    catalog: Catalog, measurer: FontMetrics, stated: list[str | None]
) -> None:
    off = DESIGN.revised(settings=DESIGN.settings.revised(rules={"CAP-01": False}))
    desk = Session(Store(off), catalog, measurer)
    for one in [*stated, "low"]:
        accepting.judge(desk, "CAP-01", one)
    assert desk.design.settings.severity == {"CAP-01": "low"}
    assert desk.design.settings.rules == {}
    accepting.judge(desk, "CAP-01", None)
    assert desk.design.settings.severity == {}


def test_an_unknown_severity_is_refused(desk: Session) -> None:
    with pytest.raises(EditRefused, match="no severity “loud”"):
        accepting.judge(desk, "CAP-01", "loud")


def test_a_threshold_that_is_the_default_is_not_written(desk: Session) -> None:
    before = design_text(desk.design)
    accepting.set_threshold(desk, "chain_depth", 3)
    assert desk.design.settings.thresholds == {"chain_depth": 3}
    depth = desk.store.undo_depth
    accepting.set_threshold(desk, "chain_depth", 3)
    assert desk.store.undo_depth == depth
    accepting.set_threshold(desk, "chain_depth", THRESHOLDS["chain_depth"].default)
    assert design_text(desk.design) == before


@pytest.mark.parametrize("value", [0.0, -1.0, float("inf"), float("nan")])
def test_only_limits_above_zero_are_taken(desk: Session, value: float) -> None:
    with pytest.raises(EditRefused, match="above zero"):
        accepting.set_threshold(desk, "chain_depth", value)
    with pytest.raises(EditRefused, match="no threshold “nope”"):
        accepting.set_threshold(desk, "nope", 1.0)
