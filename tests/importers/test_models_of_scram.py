"""The models that come with SCRAM (rakhimov/scram, Debian's package), solved by both."""

from __future__ import annotations

import math
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from archdraw.core.analysis.reliability.fault_tree import solve_tree
from archdraw.importers.openpsa import read_fault_tree

MODELS = Path("/usr/share/scram/input")


@pytest.mark.parametrize(
    "files",
    [
        ("BSCU/BSCU.xml",),
        ("HIPPS/HIPPS.xml",),
        ("Lift/lift.xml",),
        ("SmallTree/SmallTree.xml",),
        ("Theatre/theatre.xml",),
        ("ne574/ne574.xml",),
        ("ThreeMotor/three_motor.xml",),
        ("TwoTrain/common_cause.xml",),
        ("TwoTrain/two_train.xml",),
        ("Chinese/chinese.xml", "Chinese/chinese-basic-events.xml"),
        ("Baobab/baobab1.xml", "Baobab/baobab1-basic-events.xml"),
        ("Baobab/baobab2.xml", "Baobab/baobab2-basic-events.xml"),
    ],
    ids=lambda files: files[0],
)
def test_a_public_model_is_solved_like_by_scram(files: tuple[str, ...], tmp_path: Path) -> None:
    paths = [MODELS / file for file in files]
    report = tmp_path / "report.xml"
    subprocess.run(
        ["scram", "--bdd", "--probability", "1", "--ccf", "1", "-o", report, *paths],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    tree = read_fault_tree(*paths)
    results = ET.parse(report).findall("results/sum-of-products")  # noqa: S314 - written by a tool of ours
    assert {one.attrib["name"] for one in results} == set(tree.tops)
    for theirs in results:
        ours = solve_tree(tree, theirs.attrib["name"])
        assert ours.method == "exact"
        assert math.isclose(ours.probability, float(theirs.attrib["probability"]), rel_tol=1e-5)
        assert ours.cut_sets is not None
        assert ours.cut_sets.count == int(theirs.attrib["products"])
        assert {n: count for n, count in ours.cut_sets.by_order.items() if count} == {
            n: int(count)
            for n, count in enumerate(theirs.attrib["distribution"].split(), start=1)
            if count != "0"
        }


def test_a_model_with_not_that_takes_scram_minutes_is_solved() -> None:
    tree = read_fault_tree(MODELS / "CEA9601/CEA9601.xml", MODELS / "CEA9601/CEA9601-basic-events.xml")
    result = solve_tree(tree, tree.tops[0])
    # What SCRAM 0.16.2 says of it.
    assert result.probability == pytest.approx(2.38155e-06, rel=1e-5)
    assert (result.method, result.coherent) == ("exact", False)
