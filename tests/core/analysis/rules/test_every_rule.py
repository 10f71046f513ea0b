"""What holds for every rule: a pair of its own, an id that is known, words a reader can use."""

from __future__ import annotations

import importlib
import re
from datetime import date
from pathlib import Path
from typing import Self

import pytest
from tests.core.analysis.rules.drawn import (
    USER,
    Pair,
    analysed,
    differences,
    drawn,
    findings_of,
    link,
    part,
    status_of,
)

from archdraw.core.analysis import acceptance, rules
from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.rules import ALL_RULES, Rule
from archdraw.core.model import Design, Settings, Suppression

HERE = Path(__file__).parent
# The catalogue of weaknesses: how bad each one is at its worst, in the order of the numbers.
KNOWN = {
    "SPF": "CCCHIHL", "ZON": "CHHHH", "DAT": "CHCCHHHM", "CON": "CHHHHCHMH", "CAC": "MHHMMM",
    "ASY": "MHCHMHHMH", "RES": "HHMHHMMHM", "CAP": "CHHHMHMH", "ARC": "HHMHHHMMMMCL", "SEC": "HCMHLH",
    "OBS": "HMMHLM", "SLA": "CMMHHML", "K8S": "HHMMCHMCMLLMHMM", "COST": "ILM",
}  # fmt: skip
OWN = {"MOD-01": "low", "MOD-02": "low"}  # questions about the drawing, not weaknesses of the system
LETTERS = {"C": "critical", "H": "high", "M": "medium", "L": "low", "I": "info"}
TABLE = OWN | {
    f"{family}-{number:02}": LETTERS[letter]
    for family, letters in KNOWN.items()
    for number, letter in enumerate(letters, 1)
}
# Rules that are about the drawing or the cluster as a whole, whatever the journeys.
UNSCALED = {
    "SPF-05", "SPF-07", "RES-07", "K8S-14", "COST-01", "COST-02", "OBS-01", "SLA-07", "ARC-10", "ARC-12",
    "K8S-05", "MOD-01", "MOD-02",
}  # fmt: skip


def all_pairs() -> list[Pair]:
    modules = [f"tests.core.analysis.rules.{path.stem}" for path in sorted(HERE.glob("test_*_rules.py"))]
    return [pair for name in modules for pair in importlib.import_module(name).PAIRS]


PAIRS = all_pairs()


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_the_failing_design_fails_and_the_passing_one_passes(pair: Pair) -> None:
    found = findings_of(pair.failing, pair.rule)
    assert len(found) == 1
    finding = found[0]
    assert finding.elements[:1] == pair.elements[:1]
    assert set(finding.elements) >= set(pair.elements)
    assert finding.severity == pair.severity
    assert not findings_of(pair.passing, pair.rule)
    assert status_of(pair.failing, pair.rule) == "failed"
    assert status_of(pair.passing, pair.rule) in ("passed", "not-applicable")


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_the_two_designs_differ_in_one_thing(pair: Pair) -> None:
    assert len(differences(pair.failing, pair.passing)) == 1


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_a_finding_names_what_it_is_about_in_whole_sentences(pair: Pair) -> None:
    finding = findings_of(pair.failing, pair.rule)[0]
    design = pair.failing
    if finding.elements:
        first = finding.elements[0]
        element = design.component_by_id.get(first) or design.group_by_id.get(first)
        assert element is not None
        assert element.name in finding.message
    for sentence in (finding.message, finding.remedy):
        assert re.fullmatch(r"[A-Z0-9].*\.", sentence)
        assert "  " not in sentence
        assert "None" not in sentence
        assert len(sentence) < 240
    assert finding.source
    known = {*design.component_by_id, *design.group_by_id, *design.connection_by_id}
    assert known.issuperset(finding.elements)
    assert len(set(finding.elements)) == len(finding.elements)


@pytest.mark.parametrize(
    "pair", [pair for pair in PAIRS if pair.rule not in UNSCALED and pair.severity != SEVERITIES[-1]], ids=str
)
def test_a_journey_that_matters_little_makes_a_finding_that_matters_less(pair: Pair) -> None:
    if pair.case == "nodes":  # a cluster's nodes serve every journey
        return
    journeys = tuple(journey.revised(criticality="low") for journey in pair.failing.journeys)
    finding = findings_of(pair.failing.revised(journeys=journeys), pair.rule)[0]
    assert SEVERITIES.index(finding.severity) > SEVERITIES.index(pair.severity)


def test_every_rule_has_a_pair() -> None:
    assert {pair.rule for pair in PAIRS} == {rule.id for rule in ALL_RULES}


def test_every_file_is_a_rule_of_its_name_and_every_rule_is_listed_once() -> None:
    files = {path.stem for path in Path(rules.__file__).parent.glob("[a-z0-9]*_[0-9][0-9].py")}
    assert files == {rule.id.lower().replace("-", "_") for rule in ALL_RULES}
    assert len({rule.id for rule in ALL_RULES}) == len(ALL_RULES)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_is_known_and_says_why_and_who_says_so(rule: Rule) -> None:
    assert TABLE[rule.id] == rule.severity
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.rationale.endswith(".")
    assert rule.source


def test_no_rule_ever_speaks_louder_than_its_severity() -> None:
    for pair in PAIRS:
        limit = SEVERITIES.index(next(rule.severity for rule in ALL_RULES if rule.id == pair.rule))
        assert SEVERITIES.index(pair.severity) >= limit, pair


SINGLE = drawn(USER, part("app", replicas=1), link("user", "app"))


def accepted(expires: str, element: str | None = "app") -> Design:
    entry = Suppression(rule="SPF-01", element=element, reason="moves next month", expires=expires)
    return SINGLE.revised(suppressions=(entry,))  # type: ignore[no-any-return]


@pytest.mark.parametrize("expires", ["", "2999-12-31"])
@pytest.mark.parametrize("element", ["app", None, "order"])
def test_an_accepted_finding_stays_listed_with_its_reason(expires: str, element: str | None) -> None:
    design = accepted(expires, element)
    assert [finding.suppressed for finding in findings_of(design, "SPF-01")] == ["moves next month"]
    assert status_of(design, "SPF-01") == "suppressed"
    assert analysed(design).findings[-1].rule == "SPF-01"


@pytest.mark.parametrize(("day", "status"), [(1, "suppressed"), (2, "failed")])
def test_its_last_day_still_counts(day: int, status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Day(date):
        @classmethod
        def today(cls) -> Self:
            return cls(2027, 3, day)

    monkeypatch.setattr(acceptance, "date", Day)
    assert status_of(accepted("2027-03-01"), "SPF-01") == status


@pytest.mark.parametrize("expires", ["2020-01-01", "31.12.2999", "soon"])
def test_it_comes_back_when_the_day_has_passed_or_cannot_be_read(expires: str) -> None:
    design = accepted(expires)
    assert [finding.suppressed for finding in findings_of(design, "SPF-01")] == [None]
    assert status_of(design, "SPF-01") == "failed"


def test_another_element_is_not_accepted_with_it() -> None:
    assert status_of(accepted("", "elsewhere"), "SPF-01") == "failed"


def test_the_document_may_say_how_bad_a_rule_is() -> None:
    design = SINGLE.revised(settings=Settings(severity={"SPF-01": "low", "SLA-01": "nonsense"}))
    assert [finding.severity for finding in findings_of(design, "SPF-01")] == ["low"]


@pytest.mark.parametrize(
    "settings", [Settings(severity={"SPF-01": "off"}), Settings(rules={"SPF-01": False})]
)
def test_the_document_may_switch_a_rule_off(settings: Settings) -> None:
    design = SINGLE.revised(settings=settings)
    assert not findings_of(design, "SPF-01")
    assert status_of(design, "SPF-01") == "suppressed"


def test_an_empty_and_an_unconnected_design_pass_every_rule_without_an_error() -> None:
    assert not analysed(Design()).findings
    everything = [part(f"c{n}", kind) for n, kind in enumerate(("service", "cdn", "k8s_pod", "log_broker"))]
    assert {entry.rule for entry in analysed(drawn(*everything)).ledger} == {rule.id for rule in ALL_RULES}
