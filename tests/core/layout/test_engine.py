"""The outside engine: limits, cancelling, and our own way where it is missing or fails."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from tests.core.layout.designs import clustered, faults

from archdraw.core.geometry import bounding_box
from archdraw.core.layout import LayoutCancelled, LayoutError, Request, arrange
from archdraw.core.layout.engine import run_engine
from archdraw.core.layout.sketching import Sketches, dot_text, ranked, read_places
from archdraw.core.model import Component, Connection, Design, View

if TYPE_CHECKING:
    from pathlib import Path


def flat(count: int = 40, seed: int = 2) -> Design:
    """Return a design without groups, large enough for the engine to be asked."""
    design = clustered(count, seed)
    return design.model_copy(
        update={"groups": (), "components": tuple(one.revised(parent=None) for one in design.components)}
    )


def _engine_script(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    script = folder / "engine"
    script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("ARCHDRAW_LAYOUT_ENGINE", str(script))


def test_the_engine_is_asked_for_large_graphs_and_makes_the_lines_cross_less(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from archdraw.core.layout.score import straight_crossings

    design = flat(120)

    def crossings() -> int:
        made = arrange(design, "main")
        return straight_crossings(
            [(*made.boxes[one.source].center, *made.boxes[one.target].center) for one in design.connections]
        )

    with_engine = crossings()
    monkeypatch.setenv("ARCHDRAW_LAYOUT_ENGINE", "/nowhere/engine")
    assert with_engine < crossings()


def test_a_missing_engine_is_said_and_the_drawing_is_laid_out_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ARCHDRAW_LAYOUT_ENGINE", "/nowhere/engine")
    design = flat()
    made = arrange(design, "main")
    assert "/nowhere/engine" in made.remark
    assert "ArchDraw's own layout was used instead" in made.remark
    assert faults(design, made.boxes) == []
    around = bounding_box(made.boxes.values())
    assert around is not None
    assert 0.5 <= around.w / around.h <= 2.0


def test_small_drawings_need_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHDRAW_LAYOUT_ENGINE", "/nowhere/engine")
    assert arrange(clustered(12), "main").remark == ""


def test_an_engine_that_hangs_is_ended_and_our_own_layout_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _engine_script(tmp_path, f"echo $$ > {tmp_path}/pid; exec sleep 60", monkeypatch)
    design = flat()
    begun = time.monotonic()
    made = arrange(design, "main", request=Request(timeout_s=0.4))
    assert time.monotonic() - begun < 20
    assert "no answer within 0.4 s" in made.remark
    assert faults(design, made.boxes) == []
    assert not _alive(tmp_path)


def test_cancelling_kills_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _engine_script(tmp_path, f"echo $$ > {tmp_path}/pid; exec sleep 60", monkeypatch)
    with pytest.raises(LayoutCancelled):
        arrange(flat(), "main", request=Request(should_stop=(tmp_path / "pid").exists))
    assert not _alive(tmp_path)


def test_our_own_layout_is_cancelled_as_well() -> None:
    asked: list[None] = []

    def should_stop() -> bool:
        asked.append(None)
        return len(asked) > 3

    with pytest.raises(LayoutCancelled):
        arrange(clustered(60), "main", request=Request(should_stop=should_stop))


def test_progress_is_told_and_ends_at_one() -> None:
    shares: list[float] = []
    arrange(clustered(40), "main", request=Request(progress=shares.append))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def _alive(folder: Path) -> bool:
    pid = int((folder / "pid").read_text())
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("echo broken >&2; exit 3", "broken"),
        ("echo nonsense", "could not be read"),
        ("echo '{}'", "left elements out"),
        ("""echo '{"objects": [{"name": "n0", "pos": "a,b"}]}'""", "left elements out"),
        ("""echo '[1]'""", "left elements out"),
    ],
)
def test_an_engine_that_fails_is_done_without(
    body: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _engine_script(tmp_path, f"cat >/dev/null; {body}", monkeypatch)
    made = arrange(flat(), "main")
    assert sentence in made.remark
    assert len(made.boxes) == 40


def test_an_engine_that_failed_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _engine_script(tmp_path, f"echo x >> {tmp_path}/asked; exit 1", monkeypatch)
    sketches = Sketches(5.0)
    sizes = [(168.0, 64.0)] * 30
    pairs = [(index, index + 1) for index in range(29)]
    assert sketches.sketch("a", sizes, pairs) is None
    assert sketches.sketch("b", sizes, pairs) is None
    assert (tmp_path / "asked").read_text().count("x") == 1


def test_names_can_say_nothing_to_the_engine() -> None:
    evil = '"];}<img src="x">\\'
    components = tuple(
        Component(id=f"c{index}", kind="service", name=evil if index % 2 else "<b>") for index in range(30)
    )
    links = tuple(
        Connection(id=f"e{index}", source=f"c{index}", target=f"c{index + 1}", name=evil)
        for index in range(29)
    )
    design = Design(components=components, connections=links, views=(View(id="main"),))
    made = arrange(design, "main")
    assert (made.remark, len(made.boxes)) == ("", 30)
    text = dot_text([(168.0, 64.0)], [])
    assert "n0" in text
    assert "img" not in text


def test_a_sketch_has_ranks_from_above_and_places_across() -> None:
    answer = {"objects": [{"name": "n1", "pos": "50,10"}, {"name": "n0", "pos": "20,110"}]}
    assert ranked(read_places(2, answer)) == [(0, 20.0), (1, 50.0)]
    with pytest.raises(LayoutError):
        read_places(3, answer)


def test_the_engine_says_what_went_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHDRAW_LAYOUT_ENGINE", "/nowhere/engine")
    with pytest.raises(LayoutError, match="/nowhere/engine"):
        run_engine("digraph {}", timeout_s=1.0)
