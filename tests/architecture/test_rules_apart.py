"""Rules of the analysis do not know each other: a file named after a rule id imports no other such file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

RULES = Path(__file__).resolve().parents[2] / "src" / "archdraw" / "core" / "analysis" / "rules"
RULE = re.compile(r"[a-z0-9]{3}_\d\d")
IMPORTED = re.compile(
    r"^\s*(?:from|import)\s+\S*?\brules(?:\.|\s+import\s+\(?\s*)([a-z0-9]{3}_\d\d)\b", re.MULTILINE
)


def rule_files() -> list[Path]:
    return sorted(path for path in RULES.glob("*.py") if RULE.fullmatch(path.stem))


@pytest.mark.parametrize("path", rule_files(), ids=lambda path: path.stem)
def test_a_rule_imports_no_other_rule(path: Path) -> None:
    assert IMPORTED.findall(path.read_text(encoding="utf-8")) == []


def test_there_are_rules() -> None:
    assert len(rule_files()) >= 10


@pytest.mark.parametrize(
    "line",
    [
        "from archdraw.core.analysis.rules.spf_01 import check",
        "from archdraw.core.analysis.rules import spf_01",
        "    import archdraw.core.analysis.rules.spf_01",
    ],
)
def test_an_import_of_a_rule_is_noticed(line: str) -> None:
    assert IMPORTED.findall(line) == ["spf_01"]
    assert IMPORTED.findall(line.replace("spf_01", "stores")) == []
