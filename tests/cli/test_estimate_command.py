"""`archdraw estimate`: the sheet in words and in JSON, templates, and writing the design."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import SHORTENER, Run, answer

from archdraw.core.estimate.templates import all_templates
from archdraw.core.model import Design, Estimate, Input
from archdraw.core.storage import read_design, save_design


def test_the_sheet_of_the_sample_is_told_with_every_step(run: Run) -> None:
    before = SHORTENER.read_bytes()
    code, out, err = run("estimate", SHORTENER)
    out = out.replace("\u2009", " ")
    assert (code, err) == (0, "")
    assert "URL shortener (exact). A day has 86,400 s" in out
    assert "New links a day (links_day) = 100,000,000 link/day  [Alex Xu" in out
    assert "Reads, peak (reads_peak) = reads × peak_factor" in out
    assert "11,574 request/s × 2 = 23,148 request/s" in out
    assert "→ journey:redirect.peak_rps" in out
    assert SHORTENER.read_bytes() == before


def test_json_has_values_units_steps_and_what_is_needed(run: Run) -> None:
    found = answer(run, "estimate", SHORTENER)
    rows = {row["id"]: row for row in found["rows"]}
    assert (found["format"], found["method"], found["rounding"]) == ("archdraw-estimate", "exact", "exact")
    assert rows["reads_peak"]["value"] == pytest.approx(23148.148148)
    assert rows["reads_peak"]["unit"] == "request/s"
    assert rows["reads_peak"]["needs"] == ["reads", "peak_factor"]
    assert rows["reads_peak"]["feeds"] == "journey:redirect.peak_rps"
    assert rows["links_day"]["source"].startswith("Alex Xu")
    assert all(row["problem"] is None and row["warnings"] == [] for row in rows.values())


@pytest.mark.parametrize("name", [one.id for one in all_templates()])
def test_a_template_is_told_without_a_design(run: Run, name: str) -> None:
    code, out, err = run("estimate", "--template", name)
    assert (code, err) == (0, "")
    assert "✕" not in out
    assert "▲" not in out


def test_the_templates_are_listed(run: Run) -> None:
    code, out, _ = run("estimate", "--templates")
    assert code == 0
    assert all(one.id in out for one in all_templates())
    assert {one["id"] for one in answer(run, "estimate", "--templates")} == {
        one.id for one in all_templates()
    }


def test_at_the_whiteboard_results_have_two_figures(run: Run) -> None:
    code, out, _ = run("estimate", "--template", "url-shortener", "--whiteboard")
    assert code == 0
    assert "(estimated). A day has 100,000 s" in out
    assert "= 10,000 request/s" in out.replace("\u2009", " ")


def test_a_template_is_added_to_a_design_and_written(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "new.adraw"
    code, _, err = run("estimate", SHORTENER, "--template", "chat", "--output", target)
    assert (code, err) == (0, "")
    design = read_design(target).design
    assert {"dau", "gateways", "reads_peak"} <= {one.id for one in (*design.inputs, *design.estimates)}
    assert next(one for one in design.estimates if one.id == "gateways").value == 11
    assert len(design.components) == len(read_design(SHORTENER).design.components)


def test_a_design_that_is_behind_its_sheet_is_told_and_brought_up_to_date(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "old.adraw"
    tweets = Input(id="tweets", name="Tweets a day", value=302, unit="million tweet/day")
    size = Input(id="size", name="Bytes each", value=1.2, unit="kB/tweet")
    said = Estimate(id="growth", name="Growth", formula="tweets × size", unit="MB/day", value=302)
    save_design(file, Design(inputs=(tweets, size), estimates=(said,)))
    code, out, _ = run("estimate", file)
    assert code == 1
    assert "▲ The document says 302\u2009MB/day, the formula gives 362,400\u2009MB/day" in out
    assert "a factor of a thousand slipped" in out
    assert run("estimate", file, "--output", file)[0] == 0
    assert read_design(file).design.estimates[0].value == 362_400.0
    assert run("estimate", file)[0] == 0


def test_a_row_without_a_result_is_exit_code_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ring.adraw"
    ring = (Estimate(id="a", formula="b"), Estimate(id="b", formula="a"))
    save_design(file, Design(estimates=ring))
    code, out, _ = run("estimate", file)
    assert code == 1
    assert "✕ These rows need each other in a ring: “a” → “b” → “a”" in out
    code, out, _ = run("estimate", file, "--format", "json")
    assert (code, json.loads(out)["cycles"]) == (1, [["a", "b"]])


@pytest.mark.parametrize(
    "arguments, part",
    [((), "name a design, or a template"), (("--template", "nothing"), "there is no template “nothing”")],
)
def test_what_can_not_be_computed_is_refused(run: Run, arguments: tuple[str, ...], part: str) -> None:
    code, _, err = run("estimate", *arguments)
    assert code == 2
    assert part in err


def test_a_design_without_a_sheet_says_how_to_begin(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "empty.adraw"
    save_design(file, Design())
    code, out, _ = run("estimate", file)
    assert code == 0
    assert "--template adds the sheet" in out
