"""Accepting hides what was chosen and nothing else; what has ended comes back and says so."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st
from tests.core.analysis.rules.drawn import USER, Pair, analysed, drawn, findings_of, journey, link, part
from tests.core.analysis.rules.test_every_rule import PAIRS

from archdraw.core.analysis.acceptance import Acceptances, covers, subjects
from archdraw.core.analysis.result import SEVERITIES, Finding
from archdraw.core.analysis.result_json import plain
from archdraw.core.model import Design, Suppression

# The accepted database copies to the other one: both are named by a finding of the first.
TWO = drawn(
    USER,
    part("app"),
    part("orders", "rdbms_primary", 1, managed=False),
    part("copy", "rdbms_replica", 1, managed=False),
    link("user", "app"),
    link("app", "orders"),
    link("orders", "copy", "replicate"),
)


def finding(
    rule: str = "SPF-02", *, elements: tuple[str, ...], about: tuple[str, ...] | None = None
) -> Finding:
    return Finding(
        rule=rule, severity="high", title="", elements=elements, message="", evidence={}, remedy="",
        source="", about=elements if about is None else about,
    )  # fmt: skip


def accepted(design: Design, **fields: object) -> Design:
    entry = Suppression(**{"reason": "moves next month", **fields})  # type: ignore[arg-type]
    return design.revised(suppressions=(*design.suppressions, entry))  # type: ignore[no-any-return]


def test_accepting_an_element_does_not_hide_a_finding_that_only_names_it() -> None:
    one = finding(elements=("orders", "copy"), about=("orders",))
    assert covers(Suppression(rule="SPF-02", element="orders"), one)
    assert not covers(Suppression(rule="SPF-02", element="copy"), one)


def test_accepting_an_element_or_a_journey_reaches_all_that_are_about_it() -> None:
    both = Finding(
        rule="CON-04", severity="high", title="", elements=("orders",), message="", evidence={}, remedy="",
        source="", journey="buy", about=("orders", "buy"),
    )  # fmt: skip
    assert subjects(both) == ("orders", "buy")
    for element in ("orders", "buy", None):
        assert covers(Suppression(rule="CON-04", element=element), both)
    assert not covers(Suppression(rule="CON-04", element="sell"), both)


def test_words_that_tell_findings_apart_are_no_elements() -> None:
    one = finding("ARC-05", elements=("a", "b"), about=("closure",))
    assert subjects(one) == ("a", "b")
    assert not covers(Suppression(rule="ARC-05", element="closure"), one)
    assert covers(Suppression(rule="ARC-05", about=("closure",)), one)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_accepting_one_finding_hides_exactly_that_one(pair: Pair) -> None:
    before = analysed(pair.failing).findings
    for chosen in findings_of(pair.failing, pair.rule):
        entry = Suppression(rule=chosen.rule, about=chosen.about, reason="known")
        hidden = [one for one in before if covers(entry, one)] if chosen.about else [chosen]
        assert hidden == [chosen]


ids = st.sampled_from(["a", "b", "c", "buy"])


@given(
    st.lists(st.tuples(st.lists(ids, max_size=3, unique=True), st.lists(ids, max_size=2, unique=True))),
    st.lists(ids, min_size=1, max_size=2, unique=True),
)
def test_one_finding_alone_never_takes_another_along(
    found: list[tuple[list[str], list[str]]], chosen: list[str]
) -> None:
    entry = Suppression(rule="SPF-02", about=tuple(chosen))
    for elements, about in found:
        one = finding(elements=tuple(elements), about=tuple(about))
        assert covers(entry, one) == (one.identity == ("SPF-02", tuple(chosen)))


def test_one_that_has_ended_comes_back_and_says_until_when_it_was_accepted() -> None:
    design = accepted(TWO, rule="SPF-02", element="orders", expires="2020-02-01", owner="Ann")
    one = next(one for one in findings_of(design, "SPF-02"))
    assert one.suppressed is None
    assert one.lapsed == "accepted until 2020-02-01 by Ann: moves next month"
    assert plain(one)["lapsed"] == one.lapsed


def test_a_day_that_is_none_is_quoted() -> None:
    design = accepted(TWO, rule="SPF-02", expires="soon", reason="")
    assert findings_of(design, "SPF-02")[0].lapsed == "accepted until “soon”, which is no day"


def test_one_that_holds_counts_more_than_one_that_has_ended() -> None:
    design = accepted(accepted(TWO, rule="SPF-02", element="orders", expires="2020-02-01"), rule="SPF-02")
    one = findings_of(design, "SPF-02")[0]
    assert (one.suppressed, one.lapsed) == ("moves next month", None)


def test_the_narrowest_acceptance_answers_for_a_finding() -> None:
    one = finding(elements=("orders",))
    wide, narrow = Suppression(rule="SPF-02", owner="Ann"), Suppression(rule="SPF-02", about=("orders",))
    assert Acceptances((wide, narrow), date(2027, 1, 1)).of(one) is narrow
    assert Acceptances((wide,), date(2027, 1, 1)).of(one) is wide


def test_the_ledger_says_why_a_rule_does_not_apply_and_what_switched_it_off() -> None:
    def reason(design: Design, rule: str) -> str:
        return next(entry.reason for entry in analysed(design).ledger if entry.rule == rule)

    assert reason(TWO, "CAP-03") == "no provider states a quota"
    assert reason(accepted(TWO, rule="SPF-02"), "SPF-02") == "accepted"
    off = TWO.revised(settings=TWO.settings.revised(rules={"SPF-02": False}))
    assert reason(off, "SPF-02") == "switched off"


def test_of_equally_bad_findings_those_of_the_most_important_journey_come_first() -> None:
    design = drawn(
        part("late", "client_web", 1),
        part("low", replicas=1),
        link("late", "low"),
        USER,
        part("vital", replicas=1),
        link("user", "vital"),
        journey("late", "medium").revised(id="second"),
        journey("user", "high"),
    )
    design = design.revised(settings=design.settings.revised(severity={"SPF-01": "medium"}))
    assert [one.elements[0] for one in findings_of(design, "SPF-01")] == ["vital", "low"]
    ranks = [SEVERITIES.index(one.severity) for one in analysed(design).findings]
    assert ranks == sorted(ranks)


def test_thresholds_of_the_document_count() -> None:
    chain = [part(f"s{n}") for n in range(4)]
    links = [link(f"s{n}", f"s{n + 1}") for n in range(3)]
    design = drawn(USER, *chain, link("user", "s0"), *links)
    assert not findings_of(design, "ARC-02")
    strict = design.revised(settings=design.settings.revised(thresholds={"chain_depth": 3}))
    assert findings_of(strict, "ARC-02")[0].evidence["limit"] == 3
