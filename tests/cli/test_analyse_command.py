from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import SAMPLES, SHORTENER, Run

from archdraw.cli.analyse import FailOn, has_findings
from archdraw.core.analysis.result import SEVERITIES, Analysis, Finding, Severity
from archdraw.core.model import Design
from archdraw.core.storage import save_design


def part(id: str, kind: str, availability: float, **fields: Any) -> dict[str, Any]:
    return {"id": id, "kind": kind, "name": id.upper(), "availability": availability, **fields}


def chain() -> dict[str, Any]:
    """LB 99.99 % → two apps 99.5 % → DB 99.9 %: 99.8875 %."""
    calls = [("client", "lb"), ("lb", "app1"), ("lb", "app2"), ("app1", "db"), ("app2", "db")]
    return {
        "format": "archdraw",
        "version": 1,
        "title": "Chain",
        "components": [
            part("client", "client_web", 1.0),
            part("lb", "l7_load_balancer", 0.9999, managed=True),
            part("app1", "service", 0.995, capacity_rps=100),
            part("app2", "service", 0.995, capacity_rps=100),
            part("db", "rdbms_primary", 0.999, managed=True),
        ],
        "connections": [{"id": f"{a}-{b}", "source": a, "target": b} for a, b in calls],
        "journeys": [
            {
                "id": "buy",
                "name": "Buy",
                "entry": "client",
                "peak_rps": 50,
                "targets": {"availability": 0.999},
            }
        ],
    }


@pytest.fixture
def chain_file(tmp_path: Path) -> Path:
    file = tmp_path / "chain.adraw"
    file.write_text(json.dumps(chain()))
    return file


def test_the_known_chain_is_answered_in_text(run: Run, chain_file: Path) -> None:
    code, out, err = run("analyse", chain_file, "--fail-on", "never")
    assert (code, err) == (0, "")
    assert "".join(out.split("\n\n")[0].split("\n")).replace(" ", "") == f"Chain·{chain_file}".replace(
        " ", ""
    )
    for words in ("Journeys", "99.8875\u2009%", "2.9 nines", "9\u2009h 51\u2009min", "exact", "MISSED"):
        assert words in out, words
    assert "Single points of failure" in out
    assert "Findings" in out


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.adraw")), ids=lambda path: path.stem)
def test_samples_fit_80_columns_without_colour(run: Run, sample: Path) -> None:
    code, out, err = run("analyse", sample)
    assert code in (0, 1)
    assert err == ""
    lines = out.splitlines()
    assert max(map(len, lines[1:])) <= 80
    assert [line for line in lines if line != line.rstrip()] == []
    assert "\x1b" not in out


def test_json_has_every_field_of_the_format(run: Run, chain_file: Path) -> None:
    code, out, err = run("analyse", chain_file, "--format", "json", "--fail-on", "never")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert list(answer)[:4] == ["format", "version", "title", "revision"]
    assert (answer["format"], answer["version"]) == ("archdraw-analysis", 1)
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", answer["revision"])
    parts = {"journeys", "components", "loss_matrix", "findings", "ledger", "assumptions"}
    assert parts <= set(answer)
    [journey] = answer["journeys"]
    assert journey["measures"]["served"]["availability"] == pytest.approx(0.998875, abs=5e-7)
    latency = journey["latency"]
    assert latency["stable"] is True
    assert latency["mean_ms"] == pytest.approx(26.0)
    for name in ("p50_ms", "p95_ms", "p99_ms", "p999_ms"):
        low, high = latency[name]
        assert 0.0 < low <= high <= 1.01 * low
    wanted = {
        "measures": {"served", "full", "done"},
        "targets": None,
        "ceiling_rps": None,
        "ceiling_target_rps": None,
        "bottleneck": None,
        "chain_depth": None,
        "warnings": None,
        "assumed_pools": None,
    }
    assert set(wanted) <= set(journey)
    assert set(journey["measures"]) == wanted["measures"]
    assert {"cut_sets", "single_points", "importance", "outages_year", "mean_outage_s"} <= set(
        journey["measures"]["served"]
    )
    assert {"rate_rps", "capacity_rps", "utilisation", "waiting_ms", "response_ms", "cost_month"} <= set(
        answer["components"][0]
    )


def test_json_is_the_same_twice(run: Run) -> None:
    assert run("analyse", SHORTENER, "--format", "json") == run("analyse", SHORTENER, "--format", "json")


# ── Exit codes ───────────────────────────────────────────────────────────────────────────────────────────


def finding(severity: Severity, suppressed: str | None = None) -> Finding:
    return Finding("SPF-01", severity, "t", (), "m", {}, "r", "s", suppressed=suppressed)


def result(*findings: Finding) -> Analysis:
    return Analysis("", "", (), (), {}, (), findings, (), ())


@pytest.mark.parametrize("worst", SEVERITIES)
@pytest.mark.parametrize("fail_on", list(FailOn))
def test_findings_at_or_above_the_limit_count(worst: Severity, fail_on: FailOn) -> None:
    order = [*SEVERITIES, "never"]
    expected = fail_on is not FailOn.NEVER and order.index(worst) <= order.index(fail_on.value)
    assert has_findings(result(finding(worst)), fail_on) is expected
    assert has_findings(result(), fail_on) is False


def test_accepted_findings_do_not_count() -> None:
    assert not has_findings(result(finding("critical", "accepted until 2027")), FailOn.INFO)


def test_critical_findings_make_the_exit_code_1_unless_asked_otherwise(run: Run) -> None:
    broken = SAMPLES / "kubernetes-bare-pods.adraw"
    assert run("analyse", broken)[0] == 1
    assert run("analyse", broken, "--fail-on", "never")[0] == 0


def test_an_empty_design_is_no_error(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "empty.adraw"
    save_design(file, Design())
    code, out, err = run("analyse", file)
    assert (code, err) == (0, "")
    assert "No journey is described yet" in out


def test_repairs_are_told_beside_the_answer(run: Run, tmp_path: Path) -> None:
    document = chain()
    document["connections"].append({"id": "lost", "source": "db", "target": "nowhere"})
    file = tmp_path / "lost.adraw"
    file.write_text(json.dumps(document))
    code, out, err = run("analyse", file, "--format", "json", "--fail-on", "never")
    assert code == 0
    assert json.loads(out)
    assert err.startswith(f"archdraw: {file}: Connection “lost” leads to “nowhere”")
    assert err.count("\n") == 1


def test_the_command_runs_without_a_display_and_prints_no_colour_into_a_pipe() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "archdraw", "analyse", str(SHORTENER)],
        capture_output=True,
        check=False,
        timeout=60,
        env={"PATH": "", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    )
    assert answer.returncode in (0, 1)
    assert answer.stderr == b""
    assert b"\x1b[" not in answer.stdout
    assert b"Single points of failure" in answer.stdout


def test_the_share_of_requests_that_caches_help_to_serve_has_a_section_of_its_own(run: Run) -> None:
    _, out, _ = run("analyse", SHORTENER, "--fail-on", "never")
    text = " ".join(out.replace("\u2009", " ").split())
    assert "Requests that caches help to serve Follow a short link" in text
    assert "of all requests are served (exact)" in text
    _, out, _ = run("analyse", SHORTENER, "--format", "json", "--fail-on", "never")
    found = {journey["id"]: journey["request_weighted"] for journey in json.loads(out)["journeys"]}
    assert found["redirect"]["method"] == "exact"
    assert [one["hits"] for one in found["redirect"]["classes"]] == [["cache"], []]


def test_text_says_how_long_requests_take_and_what_breaks_first(run: Run, chain_file: Path) -> None:
    code, out, err = run("analyse", chain_file, "--fail-on", "never")
    assert (code, err) == (0, "")
    latency = out[out.index("Latency at peak") : out.index("Bottlenecks")]
    assert re.search(r"26\s?ms", latency)
    assert "p99 is made up of" in latency
    growth = out[out.index("What breaks first") : out.index("Findings")]
    assert "at × 10:" in growth
    assert "capacity" in growth


def test_warnings_ranges_and_units_are_said(run: Run, tmp_path: Path) -> None:
    design = chain()
    design["components"][4] |= {
        "service_time_ms": 10,
        "concurrency": 1,
        "attributes": {"ranges": {"service_time_ms": [8, 12.5]}},
    }
    design["journeys"][0]["targets"]["p99_ms"] = 80
    file = tmp_path / "ranged.adraw"
    file.write_text(json.dumps(design))
    _, out, _ = run("analyse", file, "--fail-on", "never")
    said = " ".join(out.split())
    assert re.search(r"p99\s+80 ms", said)
    assert "p99 by the ranges of the inputs, 5–95 %:" in said
    bottlenecks = said[said.index("Bottlenecks") : said.index("What breaks first")]
    assert re.search(r"50 %.*5–95 %: [34]\d(\.\d)?–6\d(\.\d)? %", bottlenecks)
    assert "Buy: No load is stated" not in said


def test_cost_and_growth_are_said_without_a_load(run: Run, tmp_path: Path) -> None:
    design = chain()
    del design["journeys"][0]["peak_rps"]
    design["components"][4]["attributes"] = {"growth_bytes_day": 1e9}
    file = tmp_path / "idle.adraw"
    file.write_text(json.dumps(design))
    _, out, _ = run("analyse", file, "--fail-on", "never")
    said = " ".join(out.split())
    assert "Buy: No load is stated: its times are those without waiting." in said
    assert "Growth and cost DB grows by 1 GB a day" in said
    assert "Cost: $" in said
