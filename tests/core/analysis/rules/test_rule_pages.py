"""The pages of the rules: each rule has one, and it says what the rule's file does."""

from __future__ import annotations

import ast
import inspect
import sys

import pytest

from archdraw.core.analysis.fixes.table import FIXES
from archdraw.core.analysis.rule_pages import FAMILIES, index_markdown, limit_text, markdown, page_of, rule_of
from archdraw.core.analysis.rules import ALL_RULES, Rule
from archdraw.core.analysis.rules.thresholds import THRESHOLDS


def file_of(rule: Rule) -> ast.Module:
    return ast.parse(inspect.getsource(sys.modules[rule.check.__module__]))


def texts_in(node: ast.AST) -> set[str]:
    return {
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_page_that_says_what_why_and_who_says_so(rule: Rule) -> None:
    page = page_of(rule)
    text = markdown(page)
    for words in (rule.id, rule.title, rule.severity, rule.rationale, rule.source[1:].rstrip(".")):
        assert words in text
    assert page.looks_at.endswith(".")
    assert rule.id not in page.looks_at
    assert rule.id.partition("-")[0] in FAMILIES
    assert f"]({rule.id}.md)" in index_markdown()


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_page_lists_the_thresholds_and_fixes_that_the_rule_uses_and_no_others(rule: Rule) -> None:
    used: set[str] = set()
    fixes: set[str] = set()
    for node in ast.walk(file_of(rule)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "threshold":
            used |= texts_in(node)
        if isinstance(node, ast.keyword) and node.arg == "fix":
            fixes |= texts_in(node.value)
    page = page_of(rule)
    assert {name for name, _ in page.thresholds} == used
    assert {fix for fix, _ in page.fixes} == fixes
    assert used <= set(THRESHOLDS)
    assert fixes <= set(FIXES)
    for name, one in page.thresholds:
        assert f"| `{name}` | {limit_text(one.default, one.unit)} |" in markdown(page)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_where_nothing_can_be_drawn_by_machine_the_page_says_what_people_decide(rule: Rule) -> None:
    page = page_of(rule)
    assert page.fixes or page.by_hand, "neither a fix nor a word on why there is none"
    if page.by_hand:
        assert page.by_hand[0].islower()
        assert page.by_hand.endswith(".")
        assert f"o mechanical fix: {page.by_hand}" in markdown(page)
    else:
        assert "o mechanical fix" not in markdown(page)


def test_every_threshold_and_every_fix_belongs_to_a_rule() -> None:
    assert {name for rule in ALL_RULES for name in rule.thresholds} == set(THRESHOLDS)
    assert {fix for rule in ALL_RULES for fix in rule.fixes} == set(FIXES)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_where_it_does_not_apply_a_rule_says_why(rule: Rule) -> None:
    for node in ast.walk(file_of(rule)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "NotApplicable":
            assert node.args, "the ledger would give no reason"


def test_a_rule_is_found_however_its_id_is_written() -> None:
    found = rule_of(" spf-02")
    assert found is not None
    assert found.id == "SPF-02"
    assert rule_of("SPF-99") is None


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.7, "", "0.7"), (55_000, "", "55,000"), (30, "s", "30\u202fs"), (1.25e9, "bit/s", "1.25\u202fGbit/s")],
)
def test_a_limit_is_written_with_its_unit(value: float, unit: str, text: str) -> None:
    assert limit_text(value, unit) == text
