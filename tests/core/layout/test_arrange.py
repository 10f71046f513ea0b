"""Automatic placement: nothing overlaps, pins hold, selections stay where they are."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from archdraw.core.geometry import Box
from archdraw.core.layout import LayoutCancelled, LayoutError, arrange
from archdraw.core.model import Component, Connection, Design, Group, Placement, View

if TYPE_CHECKING:
    from pathlib import Path


def _design(count: int = 18, seed: int = 3, nodes: dict[str, Placement] | None = None) -> Design:
    rng = random.Random(seed)
    groups = (
        Group(id="region", kind="region"),
        Group(id="az-a", kind="zone", parent="region"),
        Group(id="az-b", kind="zone", parent="region"),
        Group(id="empty", kind="team"),
    )
    parents = ["az-a", "az-b", "region", None]
    components = tuple(
        Component(id=f"c{index}", kind="service", parent=rng.choice(parents)) for index in range(count)
    )
    connections = tuple(
        Connection(id=f"e{index}", source=f"c{rng.randrange(index)}", target=f"c{index}")
        for index in range(1, count)
    )
    view = View(id="main", nodes=nodes or {})
    return Design(components=components, groups=groups, connections=connections, views=(view,))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("direction", ["LR", "TB"])
def test_components_never_overlap_and_groups_hold_exactly_their_own(seed: int, direction: str) -> None:
    design = _design(seed=seed)
    boxes = arrange(design, "main", direction=direction)  # type: ignore[arg-type]
    cards = [boxes[component.id] for component in design.components]
    assert not any(a.intersects(b) for i, a in enumerate(cards) for b in cards[:i])
    for group in design.groups:
        for element in (*design.components, *design.groups):
            inside = group in design.enclosing_groups(element.id)
            if inside:
                assert boxes[group.id].encloses(boxes[element.id])
            elif element not in design.enclosing_groups(group.id) and element.id != group.id:
                assert not boxes[group.id].intersects(boxes[element.id]), (group.id, element.id)


def test_calls_run_in_the_direction_asked_for() -> None:
    design = Design(
        components=tuple(Component(id=name, kind="service") for name in "abc"),
        connections=(
            Connection(id="ab", source="a", target="b"),
            Connection(id="bc", source="b", target="c"),
        ),
        views=(View(id="main"),),
    )
    across = arrange(design, "main", direction="LR")
    down = arrange(design, "main", direction="TB")
    assert across["a"].right < across["b"].x < across["c"].x
    assert down["a"].bottom < down["b"].y < down["c"].y


def test_pinned_elements_stay_and_nothing_lands_on_them() -> None:
    pinned = {"c3": Placement(x=500, y=-340, pin=True), "c7": Placement(x=37, y=41, pin=True)}
    design = _design(nodes=pinned)
    boxes = arrange(design, "main")
    for key, place in pinned.items():
        assert boxes[key] == place.box
        others = [boxes[component.id] for component in design.components if component.id != key]
        assert not any(boxes[key].intersects(other) for other in others)


def test_a_selection_moves_only_itself_and_stays_around_its_place() -> None:
    nodes = {f"c{index}": Placement(x=1000 + 7 * index, y=2000) for index in range(18)}
    design = _design(nodes=nodes)
    boxes = arrange(design, "main", only={"c1", "c2", "c5"})
    assert set(boxes) == {"c1", "c2", "c5"}
    middle = sum(box.center.x for box in boxes.values()) / 3
    assert abs(middle - 1000 - 7 * 3 - 84) < 300


def test_choosing_a_group_lays_out_what_it_holds() -> None:
    design = _design()
    boxes = arrange(design, "main", only={"az-a"})
    held = {component.id for component in design.components if component.parent == "az-a"}
    assert set(boxes) == held | {"az-a"}


def test_names_can_say_nothing_to_the_engine() -> None:
    evil = '"];}<img src="x">\\'
    design = Design(
        components=(
            Component(id="a", kind="service", name=evil),
            Component(id="b", kind="service", name="<b>"),
        ),
        groups=(Group(id="g", kind="team", name=evil),),
        views=(View(id="main"),),
    )
    assert isinstance(arrange(design, "main")["a"], Box)


def test_an_unknown_view_is_refused_with_a_sentence() -> None:
    with pytest.raises(LayoutError, match="no view “nowhere”"):
        arrange(_design(), "nowhere")


def test_a_missing_engine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHDRAW_LAYOUT_ENGINE", "/nowhere/engine")
    with pytest.raises(LayoutError, match="/nowhere/engine"):
        arrange(_design(), "main")


def _engine_script(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    script = folder / "engine"
    script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("ARCHDRAW_LAYOUT_ENGINE", str(script))


def test_an_engine_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _engine_script(tmp_path, "exec sleep 60", monkeypatch)
    with pytest.raises(LayoutError, match="no answer within"):
        arrange(_design(), "main", timeout_s=0.3)


def test_a_layout_nobody_wants_any_more_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _engine_script(tmp_path, "exec sleep 60", monkeypatch)
    with pytest.raises(LayoutCancelled):
        arrange(_design(), "main", should_stop=lambda: True)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("echo broken >&2; exit 3", "broken"),
        ("echo nonsense", "could not be read"),
        ("echo '{}'", "left elements out"),
    ],
)
def test_an_engine_that_fails_changes_nothing(
    body: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _engine_script(tmp_path, f"cat >/dev/null; {body}", monkeypatch)
    with pytest.raises(LayoutError, match=sentence):
        arrange(_design(), "main")
