"""`archdraw rules`: the list, a page, a folder of pages."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

from archdraw.core.analysis.rules import ALL_RULES


def test_all_rules_are_listed_by_family(run: Run) -> None:
    code, out, err = run("rules")
    assert (code, err) == (0, "")
    assert [rule.id for rule in ALL_RULES] == [
        line.split()[0] for line in out.splitlines() if line[:1].isupper() and "-" in line.split()[0]
    ]
    assert "Single points of failure" in out
    assert f"{len(ALL_RULES)} rules" in out


def test_one_rule_is_explained_whatever_the_case(run: Run) -> None:
    code, out, err = run("rules", "arc-02")
    assert (code, err) == (0, "")
    for words in ("ARC-02", "high", "chain_depth = 4", "fan_out = 6", "Accept…", "course text"):
        assert words in out
    assert run("rules", "spf-02")[1].count("Add a standby that takes over (add-standby)") == 1


def test_pages_come_as_json_and_as_markdown(run: Run) -> None:
    code, out, _ = run("rules", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert (found["format"], found["version"]) == ("archdraw-rules", 1)
    assert [one["id"] for one in found["rules"]] == [rule.id for rule in ALL_RULES]
    code, out, _ = run("rules", "CAP-03", "--format", "markdown")
    assert code == 0
    assert out.startswith("# CAP-03: Third-party quota\n")
    assert "| `quota_warn` | 0.5 |" in out


def test_a_folder_of_pages_is_written_with_one_that_leads_to_them(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "rules"
    code, out, err = run("rules", "--write", folder)
    assert (code, err) == (0, "")
    assert str(len(ALL_RULES)) in out
    assert {one.name for one in folder.iterdir()} == {f"{rule.id}.md" for rule in ALL_RULES} | {"README.md"}
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert all(f"({rule.id}.md)" in index for rule in ALL_RULES)


def test_an_unknown_rule_or_an_unusable_folder_is_one_line(run: Run, tmp_path: Path) -> None:
    code, out, err = run("rules", "SPFF-1")
    assert (code, out) == (2, "")
    assert err == 'archdraw: There is no rule "SPFF-1". Did you mean SPF-01?\n'
    (tmp_path / "file").write_text("")
    code, out, err = run("rules", "--write", tmp_path / "file")
    assert (code, out) == (2, "")
    assert "can't be written" in err
    assert err.count("\n") == 1
