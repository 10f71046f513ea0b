from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import SHORTENER, Run

SMALL = ("--requests", "400", "--replications", "2", "--workers", "0")


def test_the_text_shows_intervals_and_the_computed_figures_beside_them(run: Run) -> None:
    code, out, err = run("simulate", SHORTENER, "-j", "redirect", *SMALL)
    assert (code, err) == (0, "")
    assert "Follow a short link · Steady load" in out
    assert "2 replications of" in out
    for words in (
        "served",
        "p50",
        "Computed",
        "Simulated",
        "agrees",
        "Utilisation Link",
        "95 % interval",
    ):
        assert words in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80


def test_the_same_seed_prints_the_same_bytes(run: Run) -> None:
    wanted = ("simulate", SHORTENER, "-j", "create", "--seed", "9", "--format", "json", *SMALL)
    one, two = run(*wanted), run(*wanted)
    assert one == two
    found = json.loads(one[1])
    assert (found["format"], found["method"], found["seed"]) == ("archdraw-simulation", "simulated", 9)
    assert found["arrived"] == found["done"] + found["failed"] + found["open"]
    other = run(*[*wanted[:5], "10", *wanted[6:]])
    assert other[1] != one[1]


def test_scenarios_take_an_element_and_parameters(run: Run) -> None:
    code, out, err = run(
        "simulate",
        SHORTENER,
        "-j",
        "redirect",
        "-s",
        "zone-lost",
        "-e",
        "az-b",
        "--set",
        "for_s=0.002",
        *SMALL,
    )
    assert (code, err) == (0, "")
    assert "A zone is lost: Zone B" in out
    assert "domain down" in out


def test_the_list_names_every_scenario_and_what_it_strikes_in_a_design(run: Run) -> None:
    code, out, err = run("simulate", "--list")
    assert (code, err) == (0, "")
    for name in (
        "steady",
        "surge",
        "zone-lost",
        "instance-lost",
        "cache-flushed",
        "dependency-slow",
        "retry-storm",
    ):
        assert f"{name}: " in out
    assert max(map(len, out.splitlines())) <= 80
    code, out, _ = run("simulate", "--list", SHORTENER, "--format", "json")
    listed = {one["id"]: one["elements"] for one in json.loads(out)}
    assert listed["cache-flushed"] == ["cache"]
    assert listed["zone-lost"][:3] == ["az-a", "az-b", "az-c"]
    assert "region" in listed["cut-set"]
    assert listed["steady"] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say which design to simulate"),
        ((SHORTENER, "-s", "flood"), "there is no scenario “flood”"),
        ((SHORTENER, "-j", "nope"), "there is no journey “nope”; there are: redirect, create."),
        ((SHORTENER, "--set", "factor"), "there is no “=”; write it as --set factor=3."),
        ((SHORTENER, "--set", "factor=many"), "“many” is not a number"),
        ((SHORTENER, "-s", "surge", "--set", "speed=2"), "has no parameter “speed”"),
        ((SHORTENER, "-s", "zone-lost", "-e", "moon"), "There is no domain “moon”; there are: az-a"),
        ((SHORTENER, "--replications", "1"), "greater than or equal to 2"),
    ],
)
def test_what_makes_no_sense_gets_one_line(arguments: tuple[object, ...], said: str, run: Run) -> None:
    code, out, err = run("simulate", *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert said.lower() in err.lower()


def test_a_terminal_shows_how_far_it_is_and_takes_it_away_again(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    _, _, err = run("simulate", SHORTENER, "-j", "redirect", *SMALL)
    assert "%" in err
    assert err.endswith("\r\x1b[K")


def test_a_result_is_kept_in_the_file_for_its_report(run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kept.adraw"
    code, _, err = run("simulate", SHORTENER, "-j", "redirect", *SMALL, "-o", kept)
    assert (code, err) == (0, "")
    stored = json.loads(kept.read_text(encoding="utf-8"))["extensions"]["simulation"]
    assert (stored["journey"], stored["seed"]) == ("redirect", 1)
    code, _, err = run("export", kept, "-o", tmp_path / "review.html")
    assert (code, err) == (0, "")
    assert "Simulated, 2 replications, seed 1" in (tmp_path / "review.html").read_text(encoding="utf-8")
    # Again into the same file: the figures of the other seed take the place of these.
    code, _, err = run("simulate", kept, "-j", "redirect", *SMALL, "--seed", "2", "-o", kept)
    assert (code, err) == (0, "")
    assert json.loads(kept.read_text(encoding="utf-8"))["extensions"]["simulation"]["seed"] == 2


def test_a_folder_that_is_not_there_is_said_before_anything_is_simulated(run: Run, tmp_path: Path) -> None:
    code, out, err = run("simulate", SHORTENER, *SMALL, "-o", tmp_path / "nowhere" / "kept.adraw")
    assert (code, out) == (2, "")
    assert "nowhere" in err
