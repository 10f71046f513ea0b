"""Rows of the failure analysis and steps of the plan, between what is proposed and what is written."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import given, strategies as st

from archdraw.core.analysis import Analysis, analyse
from archdraw.core.analysis.failure_modes import LOSSES, mode_rows, mode_words, proposed_modes
from archdraw.core.analysis.remediation import candidates, fixed, plan_steps
from archdraw.core.catalog import load_catalog
from archdraw.core.comparing import compare_elements
from archdraw.core.merging import merge_designs
from archdraw.core.model import Component, Connection, Design, FailureMode, Journey, RemediationStep, Targets
from archdraw.core.storage import design_text


def shop() -> Design:
    return Design(
        components=(
            Component(id="users", kind="client_web", name="Users"),
            Component(id="app", kind="service", name="App", replicas=2),
            Component(id="db", kind="rdbms_primary", name="Orders", managed=False, availability=0.999),
        ),
        connections=(
            Connection(id="users-app", source="users", target="app"),
            Connection(id="app-db", source="app", target="db"),
        ),
        journeys=(Journey(id="buy", name="Buy", entry="users", targets=Targets(availability=0.999)),),
    )


@lru_cache(maxsize=1)
def computed() -> Analysis:
    return analyse(shop(), load_catalog())


def test_v6_what_is_not_rated_is_proposed_and_what_is_rated_stands() -> None:
    proposals = proposed_modes(shop(), load_catalog(), computed())
    database = next(one for one in proposals if one.element == "db")
    assert (database.severity, database.occurrence, database.watched) == (10, 6, "unstated")
    rated = FailureMode(id="f", element="db", loss="component", severity=4)
    rows = mode_rows(shop().revised(failure_modes=(rated,)), proposals)
    assert len(rows) == len(proposals)
    assert rows[0].proposal is database
    assert rows[0].priority == 4 * database.occurrence * database.detection


def test_v6_what_is_never_down_is_told_from_what_nothing_is_known_of() -> None:
    design = shop()
    parts = tuple(
        one.revised(availability=1.0) if one.id == "db" else one.revised(kind="no_such_kind")
        for one in design.components
        if one.id != "users"
    )
    changed = design.revised(components=(design.components[0], *parts))
    modes = {
        one.element: one for one in proposed_modes(changed, load_catalog(), analyse(changed, load_catalog()))
    }
    assert (modes["db"].outage, modes["db"].occurrence) == (0.0, 2)
    assert modes["app"].outage is None


def test_v6_an_alarm_makes_detection_better() -> None:
    design = shop()
    watched = tuple(
        one.revised(attributes={"monitored": True, "alarmed": True}) if one.id == "db" else one
        for one in design.components
    )
    before, after = (
        next(one for one in proposed_modes(state, load_catalog(), computed()) if one.element == "db")
        for state in (design, design.revised(components=watched))
    )
    assert after.detection < before.detection


def test_v6_a_row_whose_loss_is_not_felt_any_more_stays() -> None:
    gone = FailureMode(id="f", element="nothing", loss="component", owner="Kim")
    own = FailureMode(id="g", title="Certificate runs out")
    rows = mode_rows(
        shop().revised(failure_modes=(gone, own)), proposed_modes(shop(), load_catalog(), computed())
    )
    assert [row.gone for row in rows[:2]] == [True, False]
    assert mode_words(shop(), rows[1]) == "Certificate runs out"
    assert rows[1].priority is None


@given(st.permutations(range(3)), st.integers(1, 10))
def test_v6_rows_keep_the_order_of_the_document_and_every_proposal_stands_once(
    order: list[int], severity: int
) -> None:
    proposals = proposed_modes(shop(), load_catalog(), computed())
    chosen = [proposals[at % len(proposals)] for at in order][: len(proposals)]
    records = tuple(
        FailureMode(id=f"f{at}", element=one.element, loss=one.loss, severity=severity)
        for at, one in enumerate(dict.fromkeys(chosen))
    )
    rows = mode_rows(shop().revised(failure_modes=records), proposals)
    assert [row.record for row in rows[: len(records)]] == list(records)
    assert sorted(repr(row.proposal) for row in rows) == sorted(map(repr, proposals))
    assert all(mode_words(shop(), row).partition(": ")[2] in LOSSES.values() for row in rows)


def test_v7_a_step_finds_its_finding_again_and_says_when_it_is_gone() -> None:
    finding = computed().findings[0]
    steps = (
        RemediationStep(id="a", rule="XYZ-01", about=("db",), title="Old"),
        RemediationStep(id="b", rule=finding.rule, about=finding.about),
        RemediationStep(id="c", title="Train the team", importance="low"),
    )
    found = plan_steps(shop().revised(remediation=steps), computed())
    assert [one.gone for one in found] == [True, False, False]
    assert (found[1].number, found[1].finding, found[1].importance) == (1, finding, finding.severity)
    assert (found[2].finding, found[2].importance) == (None, "low")


def test_v7_before_and_after_are_those_of_the_fix_recomputed() -> None:
    number, finding = candidates(shop(), computed())[0]
    assert computed().findings[number - 1] is finding
    made = fixed(shop(), load_catalog(), computed(), finding)
    assert made is not None
    after = analyse(made.preview.design, load_catalog())
    assert made.preview.journeys[0].after == after.journeys[0].measures["served"].availability
    assert made.preview.journeys[0].method == "exact"
    assert made.effort >= 1


def test_t3_ratings_of_two_people_are_merged_field_by_field() -> None:
    base = shop().revised(failure_modes=(FailureMode(id="f", element="db", loss="component"),))
    ours = base.revised(failure_modes=(base.failure_modes[0].revised(severity=4),))
    theirs = base.revised(failure_modes=(base.failure_modes[0].revised(owner="Ann"),))
    merged = merge_designs(base, ours, theirs)
    assert merged.conflicts == ()
    assert (merged.design.failure_modes[0].severity, merged.design.failure_modes[0].owner) == (4, "Ann")


def test_t5_two_new_rows_about_different_elements_are_both_kept() -> None:
    ours = shop().revised(failure_modes=(FailureMode(id="f", element="db", loss="component", severity=4),))
    theirs = shop().revised(failure_modes=(FailureMode(id="f", element="app", loss="component", severity=5),))
    merged = merge_designs(shop(), ours, theirs).design
    assert {(one.element, one.severity) for one in merged.failure_modes} == {("db", 4), ("app", 5)}


def test_a_row_without_words_is_told_by_what_fails() -> None:
    rated = shop().revised(failure_modes=(FailureMode(id="f", element="db", loss="component"),))
    (change,) = compare_elements(shop(), rated)
    assert (change.noun, change.name) == ("failure mode", "Orders")


def test_s3_nothing_is_written_of_what_is_not_stated() -> None:
    text = design_text(shop().revised(failure_modes=(FailureMode(id="f", element="db", loss="component"),)))
    assert '"failure_modes": [' in text
    assert "severity" not in text
    assert "remediation" not in text
