from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import SHORTENER, Run, answer

from archdraw.__main__ import COMMANDS
from archdraw.cli.commands import build_app
from archdraw.core.analysis import analyse
from archdraw.core.analysis.what_if import apply_change, rank_changes
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Design
from archdraw.core.storage import read_design, save_design

BRIDGE = "from,to,availability\ns,a,0.9\ns,b,0.9\na,b,0.9\na,t,0.9\nb,t,0.9\n"

# ── what-if ──────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_promised_is_what_the_changed_design_gets(run: Run) -> None:
    before = SHORTENER.read_bytes()
    found = answer(run, "what-if", SHORTENER, "--journey", "redirect")
    assert SHORTENER.read_bytes() == before
    catalog, design = load_catalog(), read_design(SHORTENER).design
    assert found["journey"] == "redirect"
    assert len(found["changes"]) >= 3
    minutes = [change["minutes_saved"] for change in found["changes"]]
    assert minutes == sorted(minutes, reverse=True)
    ranked = rank_changes(design, catalog, journey="redirect")
    for said, change in list(zip(found["changes"], ranked, strict=False))[:3]:
        result = analyse(apply_change(design, change), catalog).journey("redirect")
        assert result is not None
        after = result.measures["served"].unavailability
        assert said["after"]["unavailability"] == pytest.approx(after, rel=1e-9)
        saved = (said["before"]["unavailability"] - after) * 365 * 24 * 60
        assert said["minutes_saved"] == pytest.approx(saved, rel=1e-9)


def test_the_text_lists_changes_with_before_after_and_cost(run: Run) -> None:
    code, out, err = run("what-if", SHORTENER, "-j", "redirect", "--most", "2")
    assert (code, err) == (0, "")
    assert "  1. " in out
    assert "  2. " in out
    assert "  3. " not in out
    assert " → " in out
    assert "would save (exact):" in out
    assert "a year less" in out
    assert "cost" in out or "more a month" in out


def test_ranked_by_cost_what_is_free_comes_first_and_what_has_no_price_last(run: Run) -> None:
    found = answer(run, "what-if", SHORTENER, "--journey", "redirect", "--by", "cost", "--most", "100")
    assert {change["method"] for change in found["changes"]} == {"exact"}
    dear = [change["cost_month"] for change in found["changes"]]
    priced = [change["minutes_per_cost"] for change in found["changes"] if change["cost_month"]]
    assert len(priced) >= 2
    assert priced == sorted(priced, reverse=True)
    rank = [2 if cost is None else 1 if cost else 0 for cost in dear]
    assert rank == sorted(rank)
    assert set(rank) >= {1, 2}


def test_another_journey_is_judged_by_itself() -> None:
    catalog, design = load_catalog(), read_design(SHORTENER).design
    for journey in design.journeys:
        for change in rank_changes(design, catalog, journey=journey.id):
            assert set(change.before) == {journey.id}
            assert change.after[journey.id] < change.before[journey.id]


def test_unknown_journeys_are_refused(run: Run, tmp_path: Path) -> None:
    code, _, err = run("what-if", SHORTENER, "--journey", "nope")
    assert code == 2
    assert "no journey “nope”; there are: redirect" in err
    empty = tmp_path / "empty.adraw"
    save_design(empty, Design())
    code, _, err = run("what-if", empty)
    assert code == 2
    assert "no journey is described yet" in err


# ── mesh ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def bridge(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.csv"
    path.write_text(BRIDGE, encoding="utf-8")
    return path


def test_two_ends_of_the_bridge(run: Run, bridge: Path) -> None:
    found = answer(run, "mesh", bridge, "--between", "s,t")
    assert found["availability"] == pytest.approx(0.97848, rel=1e-12)
    assert found["terminals"] == ["s", "t"]
    assert found["single_points"] == []
    assert set(found["birnbaum"]) == {"s", "a", "b", "t", "s–a", "s–b", "a–b", "a–t", "b–t"}
    code, out, err = run("mesh", bridge, "--between", "s,t")
    assert (code, err) == (0, "")
    assert "connected 97.848" in out
    assert "single points of failure: none" in out
    assert "s–a (Birnbaum" in out


def test_without_ends_all_nodes_are_meant(run: Run, bridge: Path) -> None:
    found = answer(run, "mesh", bridge)
    p, q = 0.9, 0.1
    # a spanning tree of the five links: 8 with three links, then all with four (one off), then all
    whole = 8 * p**3 * q**2 + 5 * p**4 * q + p**5
    assert found["availability"] == pytest.approx(whole, rel=1e-12)


def test_nodes_and_parallel_cables_have_rows_of_their_own(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "net.csv"
    path.write_text("availability,from,to\n0.99,a,b\n0.99,a,b\n0.9,b,\n,b,c\n", encoding="utf-8")
    found = answer(run, "mesh", path, "--between", "a, c")
    assert found["availability"] == pytest.approx((1 - 1e-4) * 0.9, rel=1e-12)
    assert found["single_points"] == ["b"]
    assert "a–b 2" in found["birnbaum"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "columns from, to, availability"),
        ("from,to\na,b\n", "availability is not there"),
        ("from,to,availability\n", "no rows"),
        ("from,to,availability\na,b,99.9\n", "Line 2: an availability is a number from 0 to 1, not “99.9”"),
        ("from,to,availability\n,b,0.9\n", "Line 2 does not say where"),
        ("from,to,availability\na,,0.9\na,,0.8\n", "Line 3: the node “a” was described before"),
    ],
)
def test_tables_that_make_no_sense_are_refused_with_the_place(
    text: str, said: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "net.csv"
    path.write_text(text, encoding="utf-8")
    code, out, err = run("mesh", path)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_missing_files_and_nodes_are_refused(run: Run, bridge: Path, tmp_path: Path) -> None:
    code, _, err = run("mesh", tmp_path / "none.csv")
    assert code == 2
    assert "can't be read" in err
    code, _, err = run("mesh", bridge, "--between", "s,x")
    assert code == 2
    assert "no node “x”" in err


def test_the_program_sends_every_command_to_the_command_line() -> None:
    names = {
        info.name or info.callback.__name__.replace("_", "-")
        for info in build_app().registered_commands
        if info.callback
    }
    assert names == set(COMMANDS)
