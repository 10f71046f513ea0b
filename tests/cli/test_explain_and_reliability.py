from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.benchmarks.topologies import topology
from tests.cli.conftest import SHORTENER, Run, answer

from archdraw.cli.console import folded
from archdraw.core.storage import save_design

TREE = """<opsa-mef><define-fault-tree name="t">
<define-gate name="top"><or><basic-event name="a"/><and><basic-event name="b"/>
<basic-event name="c"/></and></or></define-gate></define-fault-tree><model-data>
<define-basic-event name="a"><float value="0.001"/></define-basic-event>
<define-basic-event name="b"><float value="0.1"/></define-basic-event>
<define-basic-event name="c"><float value="0.2"/></define-basic-event></model-data></opsa-mef>"""


def test_the_last_line_of_the_arithmetic_is_the_result(run: Run) -> None:
    code, out, err = run("explain", SHORTENER, "--journey", "redirect")
    assert (code, err) == (0, "")
    last = [line for line in out.splitlines() if line.startswith("  unavailability")][-1]
    wanted = answer(run, "explain", SHORTENER, "--journey", "redirect")["measure"]["unavailability"]
    assert float(last.rpartition("= ")[2]) == pytest.approx(wanted, rel=1e-8)
    # and a calculator gets the same from what is printed
    product = 1.0
    for factor in re.findall(r"\(1 − ([0-9.e-]+)\)", last):
        product *= 1.0 - float(factor)
    assert 1.0 - product == pytest.approx(wanted, rel=1e-6)


def test_how_often_it_is_down_or_what_is_missing_to_say_so_is_told(run: Run, tmp_path: Path) -> None:
    feed = SHORTENER.with_name("news-feed.adraw")
    _, out, _ = run("explain", feed, "--journey", "read")
    assert "Read API, us-east, Load balancer and 5 more state no time to repair" in out
    save_design(tmp_path / "unnamed.adraw", topology("zones", 12))
    _, out, _ = run("explain", tmp_path / "unnamed.adraw")
    assert out.splitlines()[2].startswith("z0, ")
    _, out, _ = run("explain", SHORTENER, "--journey", "redirect")
    often = answer(run, "explain", SHORTENER, "--journey", "redirect")["measure"]["outages_year"]
    assert out.splitlines()[2].startswith(f"{often:.3g} outages a year, ")
    _, out, _ = run("analyse", SHORTENER)
    assert f"Follow a short link: {often:.3g} outages a year, " in out


def test_where_a_chance_is_from_is_said_with_how_far_to_trust_it(run: Run) -> None:
    _, out, _ = run("explain", SHORTENER, "--journey", "redirect")
    line = next(one for one in out.splitlines() if one.startswith("  lb “Load balancer”: 0.0001"))
    assert "not stated, so by its kind (published): nginx.com" in line


def test_on_a_terminal_lines_are_folded_at_words_and_lose_none() -> None:
    line = (
        "  store “Link store” (each instance): 0.0005 = 1 − 0.9995   stated (measured): " + "seen in use " * 9
    )
    pieces = folded(line, 80)
    assert max(map(len, pieces)) < 80
    assert pieces[0].startswith("  store “Link store”")
    assert all(piece.startswith("      ") for piece in pieces[1:])
    assert "0.9995   stated" in pieces[0] + pieces[1]
    assert " ".join(pieces).split() == line.split()
    assert folded("", 80) == [""]


def test_an_element_is_explained_by_itself(run: Run) -> None:
    code, out, err = run("explain", SHORTENER, "--journey", "redirect", "--element", "lb")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].endswith("(served, exact)")
    assert "minutes a year would be saved" in out
    assert "The journey goes" in out
    found = answer(run, "explain", SHORTENER, "--journey", "redirect", "--element", "lb")["element"]
    assert found["cut_sets"][0]["events"] == ["lb"]
    assert found["importance"]["lb"]["fussell_vesely"] > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--journey", "nowhere"), "there is no journey “nowhere”; there are: redirect"),
        (("--element", "nothing"), "there is no component, instance, group or connection “nothing”"),
    ],
)
def test_unknown_names_are_refused_with_what_there_is(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    code, out, err = run("explain", SHORTENER, *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_a_fault_tree_is_solved(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "tree.xml"
    file.write_text(TREE, encoding="utf-8")
    code, out, err = run("reliability", file, "--cut-sets", "1")
    assert (code, err) == (0, "")
    assert "top: 2 gates over 3 basic events" in out
    assert "probability 0.02098" in out
    assert "minimal cut sets: 2 (1 of order 1, 1 of order 2)" in out
    assert "b + c" in out
    found = answer(run, "reliability", file)["top_events"][0]
    assert found["probability"] == pytest.approx(1 - 0.999 * 0.98, rel=1e-12)
    assert [cut["events"] for cut in found["cut_sets"]["list"]] == [["b", "c"], ["a"]]
    assert found["importance"]["a"]["birnbaum"] == pytest.approx(0.98)


def test_a_tree_with_not_has_a_probability_only(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "tree.xml"
    file.write_text(TREE.replace("<and>", "<xor>").replace("</and>", "</xor>"), encoding="utf-8")
    code, out, _ = run("reliability", file)
    assert code == 0
    assert "not coherent" in out
    assert answer(run, "reliability", file)["top_events"][0]["cut_sets"] is None


def test_past_the_nodes_that_are_allowed_a_tree_is_bounded_or_estimated(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.core.analysis.reliability.taking_over.loaded", lambda: None)
    # of twelve events three in a row, in a ring, have failed while the one after them has not
    file = tmp_path / "tree.xml"
    events = [f'<basic-event name="e{n}"/>' for n in range(12)]
    rows = [
        f"<and>{events[n]}{events[(n + 1) % 12]}{events[(n + 2) % 12]}<not>{events[(n + 3) % 12]}</not></and>"
        for n in range(12)
    ]
    chances = "".join(
        f'<define-basic-event name="e{n}"><float value="0.2"/></define-basic-event>' for n in range(12)
    )
    file.write_text(
        f'<opsa-mef><define-fault-tree name="t"><define-gate name="top"><or>{"".join(rows)}</or>'
        f"</define-gate>{chances}</define-fault-tree></opsa-mef>",
        encoding="utf-8",
    )
    exact = answer(run, "reliability", file)["top_events"][0]
    assert exact["method"] == "exact"
    code, out, err = run("reliability", file, "--nodes", "10")
    assert (code, err) == (0, "")
    assert re.search(r"probability .* to .* \((bounded|estimated, 95 % sure)\)", out)
    rough = answer(run, "reliability", file, "--nodes", "10")["top_events"][0]
    assert rough["method"] in ("bounded", "estimated")
    low, high = rough["interval"]
    assert low <= exact["probability"] <= high < 1.1 * low


def test_a_model_in_several_files_is_solved(run: Run, tmp_path: Path) -> None:
    trees, data = tmp_path / "trees.xml", tmp_path / "data.xml"
    tree, _, rest = TREE.partition("<model-data>")
    trees.write_text(f"{tree}</opsa-mef>", encoding="utf-8")
    data.write_text(f"<opsa-mef><model-data>{rest}", encoding="utf-8")
    code, out, err = run("reliability", trees, data)
    assert (code, err) == (0, "")
    assert "probability 0.02098" in out
    code, out, err = run("reliability", trees)
    assert (code, out) == (2, "")
    assert "trees.xml: Line 2: “a” is not defined; where a model lies in several files, name them all." in err
    code, out, err = run("reliability", trees, tmp_path / "missing.xml")
    assert (code, out) == (2, "")
    assert "missing.xml: The file can't be read" in err


def test_what_was_assumed_about_a_tree_is_said(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "tree.xml"
    uniform = '<uniform-deviate><float value="0.1"/><float value="0.3"/></uniform-deviate>'
    file.write_text(TREE.replace('<float value="0.2"/>', uniform), encoding="utf-8")
    code, out, _ = run("reliability", file)
    assert code == 0
    assert "probability 0.02098" in out
    said = "Values that are stated as distributions count with their mean."
    assert out.splitlines()[-1] == f"  {said}"
    assert answer(run, "reliability", file)["notes"] == [said]


def test_what_is_no_fault_tree_is_refused_with_file_and_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "tree.xml"
    file.write_text(TREE.replace('name="c"/>', 'name="d"/>'), encoding="utf-8")
    code, out, err = run("reliability", file)
    assert (code, out) == (2, "")
    assert "tree.xml: Line 3: “d” is not defined." in err
