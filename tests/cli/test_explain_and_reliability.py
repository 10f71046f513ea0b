from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.cli.conftest import SHORTENER, Run, answer

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
