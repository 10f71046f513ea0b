"""`archdraw check`: many files, five formats, a baseline that silences old findings only."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from tests.cli.conftest import SAMPLES, SHORTENER, Run

from archdraw.core.analysis.rules import ALL_RULES

SCHEMA = Path(__file__).parents[1] / "exporters" / "sarif-2.1.0.schema.json"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two designs, one of them in a folder below."""
    (tmp_path / "more").mkdir()
    shutil.copy(SHORTENER, tmp_path / "a.adraw")
    shutil.copy(SAMPLES / "kubernetes-ha.adraw", tmp_path / "more" / "b.adraw")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spoilt(path: Path) -> None:
    """Give the shorten service one instance: one single point more."""
    document = json.loads(path.read_text())
    for component in document["components"]:
        if component["id"] == "shortener":
            component.update(replicas=1, required=1, capacity_rps=5000)
            component.pop("domains", None)
    path.write_text(json.dumps(document, indent=2))


def test_a_folder_is_every_design_in_and_below_it(run: Run, folder: Path) -> None:
    code, out, err = run("check", ".")
    assert (code, err) == (1, "")
    assert "a.adraw:" in out
    assert "more/b.adraw:" in out
    assert out.splitlines()[-1].startswith("2 files: ")


def test_a_line_leads_to_where_the_element_is_described(run: Run, folder: Path) -> None:
    _, out, _ = run("check", "a.adraw")
    line = next(one for one in out.splitlines() if "[SPF-01]" in one)
    number = int(line.split(":")[1])
    assert '"id": "ids"' in (folder / "a.adraw").read_text().splitlines()[number - 1]


@pytest.mark.parametrize(
    ("limit", "code"), [("critical", 0), ("high", 0), ("medium", 0), ("info", 1), ("never", 0)]
)
def test_the_exit_code_follows_the_severity_that_counts(
    run: Run, folder: Path, limit: str, code: int
) -> None:
    assert run("check", "more/b.adraw", "--fail-on", limit)[0] == code


def test_one_unusable_file_does_not_hide_the_others(run: Run, folder: Path) -> None:
    (folder / "bad.adraw").write_text("{")
    code, out, err = run("check", "a.adraw", "bad.adraw", "gone.adraw")
    assert code == 2
    assert "[SPF-01]" in out
    assert "bad.adraw" in err
    assert "gone.adraw" in err


@pytest.mark.parametrize("format", ["json", "sarif", "junit", "github"])
def test_a_report_names_the_file_that_can_not_be_used(run: Run, folder: Path, format: str) -> None:
    (folder / "bad.adraw").write_text("{")
    code, out, err = run("check", "a.adraw", "bad.adraw", "--format", format)
    assert (code, len(err.splitlines())) == (2, 1)
    if format == "json":
        answer: Any = json.loads(out)
        assert answer["failed"] is True
        assert [one["file"] for one in answer["unusable"]] == ["bad.adraw"]
    elif format == "sarif":
        log: Any = json.loads(out)
        jsonschema.validate(log, json.loads(SCHEMA.read_text()))
        (invocation,) = log["runs"][0]["invocations"]
        assert invocation["executionSuccessful"] is False
        (told,) = invocation["toolExecutionNotifications"]
        assert "not JSON" in told["message"]["text"]
    elif format == "junit":
        suites = ET.fromstring(out)  # noqa: S314 - our own text
        assert suites.get("errors") == "1"
        (error,) = suites.iter("error")
        assert "not JSON" in str(error.get("message"))
    else:
        assert out.splitlines()[0].startswith("::error file=bad.adraw,title=This file can't be checked::")


def test_a_baseline_silences_what_was_there_and_nothing_else(run: Run, folder: Path) -> None:
    code, out, _ = run("check", ".", "--write-baseline", "known.json")
    assert (code, "2 files" in out) == (0, True)
    code, out, err = run("check", ".", "--baseline", "known.json")
    assert (code, err) == (0, "")
    assert "no findings" in out
    spoilt(folder / "a.adraw")
    code, out, _ = run("check", ".", "--baseline", "known.json")
    assert code == 1
    new = [line for line in out.splitlines() if line.startswith("a.adraw")]
    assert any("[SPF-01]" in line and "Shorten service" in line for line in new)
    assert not any("ID generator runs" in line for line in new)
    assert not any(line.startswith("more/b.adraw") for line in out.splitlines())


def test_what_is_mended_since_the_baseline_is_told(run: Run, folder: Path) -> None:
    spoilt(folder / "a.adraw")
    run("check", ".", "--write-baseline", "known.json")
    shutil.copy(SHORTENER, folder / "a.adraw")
    code, _, err = run("check", ".", "--baseline", "known.json")
    assert code == 0
    assert "gone; write the baseline anew" in err


@pytest.mark.parametrize(
    ("text", "reason"),
    [("{", "not JSON"), ("[]", "no baseline"),
     ('{"format": "archdraw-baseline", "version": 2}', "another version"),
     ('{"format": "archdraw-baseline", "version": 1}', "missing"),
     ('{"format": "archdraw-baseline", "version": 1, "files": {"a": [{}]}}', "no rule")],
)  # fmt: skip
def test_a_broken_baseline_is_one_sentence(run: Run, folder: Path, text: str, reason: str) -> None:
    (folder / "known.json").write_text(text)
    code, out, err = run("check", "a.adraw", "--baseline", "known.json")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert reason in err


def test_the_same_findings_give_the_same_baseline(run: Run, folder: Path) -> None:
    run("check", ".", "--write-baseline", "one.json")
    run("check", "more/b.adraw", "a.adraw", "--write-baseline", "two.json")
    assert (folder / "one.json").read_bytes() == (folder / "two.json").read_bytes()


def test_sarif_is_valid_and_holds_every_rule_and_finding(run: Run, folder: Path) -> None:
    run("check", "a.adraw", "--write-baseline", "known.json")
    spoilt(folder / "a.adraw")
    _, out, _ = run("check", ".", "--format", "sarif", "--baseline", "known.json")
    log: Any = json.loads(out)
    jsonschema.validate(log, json.loads(SCHEMA.read_text()))
    (found,) = log["runs"]
    assert [rule["id"] for rule in found["tool"]["driver"]["rules"]] == [rule.id for rule in ALL_RULES]
    states = {result["baselineState"] for result in found["results"]}
    assert states == {"new", "unchanged"}
    prints = [result["partialFingerprints"]["archdrawFinding/v1"] for result in found["results"]]
    assert len(set(prints)) == len(prints)
    for result in found["results"]:
        assert found["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_an_accepted_finding_is_suppressed_in_sarif_and_counts_for_nothing(run: Run, folder: Path) -> None:
    document = json.loads((folder / "a.adraw").read_text())
    document["suppressions"] = [{"rule": "SPF-01", "element": "ids", "reason": "moves next month"}]
    (folder / "a.adraw").write_text(json.dumps(document, indent=2))
    _, out, _ = run("check", "a.adraw", "--format", "sarif")
    results = json.loads(out)["runs"][0]["results"]
    (accepted,) = [one for one in results if one["ruleId"] == "SPF-01"]
    assert accepted["suppressions"] == [{"kind": "inSource", "justification": "moves next month"}]
    _, text, _ = run("check", "a.adraw")
    assert "[SPF-01]" not in text
    assert "1 accepted" in text


def test_junit_has_a_case_for_each_rule_of_each_file(run: Run, folder: Path) -> None:
    _, out, _ = run("check", ".", "--format", "junit")
    suites = ET.fromstring(out)  # noqa: S314 - our own text
    assert [suite.get("name") for suite in suites] == ["a.adraw", "more/b.adraw"]
    for suite in suites:
        assert len(suite) == len(ALL_RULES)
        failed = [case for case in suite if case.find("failure") is not None]
        assert suite.get("failures") == str(len(failed))
    skipped = [str(one.get("message")) for one in suites.iter("skipped")]
    assert "not-applicable: no Kubernetes workloads" in skipped
    (case,) = [one for one in suites[0] if str(one.get("name")).startswith("SPF-01 ")]
    failure = case.find("failure")
    assert failure is not None
    assert "ID generator" in str(failure.get("message"))


def test_annotations_name_file_line_and_rule(run: Run, folder: Path) -> None:
    _, out, _ = run("check", "a.adraw", "--format", "github")
    first = out.splitlines()[0]
    assert first.startswith("::error file=a.adraw,line=")
    assert "title=SPF-01 " in first
    assert "%25" in out
    assert "99.9 %25" in out.replace("\u2009", " ")


def test_json_says_which_findings_are_known(run: Run, folder: Path) -> None:
    run("check", "a.adraw", "--write-baseline", "known.json")
    _, out, _ = run("check", "a.adraw", "--format", "json", "--baseline", "known.json")
    answer: Any = json.loads(out)
    assert answer["format"] == "archdraw-check"
    assert answer["failed"] is False
    assert all(finding["known"] for finding in answer["files"][0]["findings"])


@pytest.mark.parametrize("format", ["text", "json", "sarif", "junit", "github"])
def test_a_report_goes_into_a_file_when_asked(run: Run, folder: Path, format: str) -> None:
    code, out, _ = run("check", "a.adraw", "--format", format, "-o", "report")
    assert (code, out) == (1, "")
    assert "SPF-01" in (folder / "report").read_text()


def test_an_empty_folder_is_said(run: Run, tmp_path: Path) -> None:
    code, _, err = run("check", tmp_path)
    assert code == 2
    assert "no .adraw file" in err


def test_v3_what_a_document_says_about_rules_in_vain_is_told(run: Run, folder: Path) -> None:
    document = json.loads((folder / "a.adraw").read_text())
    document["suppressions"] = [
        {"rule": "SPF-01", "element": "ids"},
        {"rule": "SPF-01", "element": "gone"},
        {"rule": "SPF-1"},
    ]
    document["settings"] = {
        "severity": {"SLA-01": "bad", "SLA-02": "off", "SLA-2": "low"},
        "rules": {"CAC-02": "no", "CAC-03": False},
        "thresholds": {"idle": -1, "cost_share": 0.4, "cost": 1},
    }
    (folder / "a.adraw").write_text(json.dumps(document, indent=2))
    code, _, err = run("check", "a.adraw")
    assert code == 1
    told = [line.removeprefix("archdraw: a.adraw: ") for line in err.splitlines()]
    assert [line for line in told if not line.endswith(".")] == []
    words = (
        "“SPF-01” at “gone” fits",
        "“SPF-1” names",
        "“SLA-2”",
        "“bad”",
        "“no”",
        "“cost”",
        "idle has to be",
    )
    assert [sum(word in line for line in told) for word in words] == [1] * 7
    assert len(told) == 7


@pytest.mark.parametrize("format", ["text", "json", "sarif", "junit", "github"])
def test_a_file_may_be_called_what_is_no_text(run: Run, folder: Path, format: str) -> None:
    odd = folder / os.fsdecode(b"b\xff.adraw")
    shutil.copy(SHORTENER, odd)
    code, out, err = run("check", odd, "--format", format)
    assert (code, err) == (1, "")
    assert "b\ufffd.adraw" in unquote(out)
    assert run("check", odd, "--format", format, "-o", "report")[0] == 1


def test_a_line_counts_as_editors_count_it(run: Run, folder: Path) -> None:
    text = (folder / "a.adraw").read_text()
    (folder / "a.adraw").write_text(text.replace('"title": "', '"title": "one\u2028two\u0085', 1))
    lines = [line for line in run("check", "a.adraw")[1].splitlines() if "[SPF-01]" in line]
    assert '"id": "ids"' in text.split("\n")[int(lines[0].split(":")[1]) - 1]
