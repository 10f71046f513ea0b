"""What the command line says of a network of which not every way is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run, answer
from tests.core.analysis.test_cables_in_the_drawing import ring

from archdraw.core.analysis import networks
from archdraw.core.storage import save_design


@pytest.fixture
def narrowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Web and db on a ring, of which one side is counted."""
    monkeypatch.setattr(networks, "MOST_STATES", 1)
    save_design(tmp_path / "ring.adraw", ring())
    return tmp_path / "ring.adraw"


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_the_analysis_says_how_much_counts_and_names_no_way_that_can_be_gone_round(
    run: Run, narrowed: Path
) -> None:
    _, out, _ = run("analyse", narrowed)
    found = json.loads(run("analyse", narrowed, "--format", "json")[1])
    kept = found["journeys"][0]["narrowed"]
    assert [one["connection"] for one in kept] == ["web-db"]
    assert f"(over {kept[0]['kept']} of {kept[0]['all']} places and cables)" in one_line(out)
    measure = found["journeys"][0]["measures"]["served"]
    assert set(measure["single_points"]["events"]) == {"web", "db", "s0", "s2"}
    blamed = [one["elements"] for one in found["findings"] if one["rule"].startswith("SPF-0")]
    assert blamed
    assert not any({"s1", "s3"} & set(elements) for elements in blamed)
    assert {row["lost"]: row["journeys"]["j"] for row in found["loss_matrix"]} == {
        "web": "down", "db": "down", "s0": "down", "s2": "down", "s1": "full", "s3": "full",
    }  # fmt: skip


def test_an_explanation_says_it_with_structure_arithmetic_and_elements(run: Run, narrowed: Path) -> None:
    _, out, _ = run("explain", narrowed)
    assert "places and cables)" in one_line(out)
    assert "by the ways of networks that are counted" in one_line(out)
    found = answer(run, "explain", narrowed)
    counted = {one["events"][0] for one in found["measure"]["cut_sets"]["list"] if len(one["events"]) == 1}
    assert counted == {"web", "db", "s0", "s2"}
    assert found["narrowed"][0]["connection"] == "web-db"
    for element in ("s1", "s3"):
        _, out, _ = run("explain", narrowed, "--element", element)
        assert "places and cables)" in one_line(out)
        # One of them is on no way that counts, yet both together stop the journey.
        assert "s1 + s3" in out or "s3 + s1" in out
