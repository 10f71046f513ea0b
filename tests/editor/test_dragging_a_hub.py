"""A hub with many lines under the hand: in each frame only what can have changed is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st
from tests.editor.conftest import Hand

from archdraw.core.drawing import FontMetrics, Scene
from archdraw.core.geometry import Box
from archdraw.core.history import Store
from archdraw.core.model import Component, Connection, Design, Placement, View
from archdraw.editor.edits.connecting import connect, connected
from archdraw.editor.session import Session
from archdraw.editor.tools.snapping import SNAP_REACH, snap_move

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog

BOXES = st.builds(
    Box, *(st.integers(-20, 20).map(lambda n: n * 4.0) for _ in range(2)), st.just(40.0), st.just(24.0)
)


@pytest.fixture
def hub(catalog: Catalog) -> Session:
    """A hub with thirty lines to both sides, and a line beside it that leads past."""
    nodes = {"hub": Placement(x=0, y=0)}
    nodes |= {f"s{at}": Placement(x=700 * (-1) ** at, y=at * 80 - 1200) for at in range(30)}
    nodes |= {"a": Placement(x=-200, y=300), "b": Placement(x=400, y=300)}
    lines = [("hub", f"s{at}") for at in range(30)] + [("a", "b")]
    design = Design(
        components=tuple(Component(id=key, kind="service", name=key) for key in nodes),
        connections=tuple(
            Connection(id=f"{source}-{target}", source=source, target=target) for source, target in lines
        ),
        views=(View(id="main", nodes=nodes),),
    )
    session = Session(Store(design), catalog, FontMetrics())
    session.resize_viewport(1400, 900)
    session.set_camera(session.camera._replace(x=-700, y=-400))
    return session


def test_no_line_of_its_own_is_looked_at_as_one_to_be_dropped_on(
    hub: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: set[str] = set()
    is_hit = Scene._is_hit

    def noted(scene: Scene, key: str, point: tuple[float, float], tolerance: float) -> bool:
        looked_at.add(key)
        return is_hit(scene, key, point, tolerance)

    hand = Hand(hub)
    hand.press(80, 30)
    hand.move(90, 40)
    monkeypatch.setattr(Scene, "_is_hit", noted)
    hand.steer((90, 40), (180, 330), steps=8)
    assert "a-b" in looked_at
    assert not looked_at & {f"hub-s{at}" for at in range(30)}
    hand.release(180, 330)


def test_who_is_joined_is_asked_of_the_drawing_in_a_drag_and_found_anew_after_a_change(
    hub: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = Hand(hub)
    with monkeypatch.context() as patched:
        patched.setattr(Session, "joined", None)
        hand.press(80, 30)
        hand.steer((80, 30), (180, 330), steps=8)
        hand.key("Escape")
        assert connected(hub, "hub", "s3")
        assert not connected(hub, "s3", "hub")
    assert not connected(hub, "a", "hub")
    with hub.change("Both"):
        first = connect(hub, "a", "hub")
        assert connected(hub, "a", "hub")
        assert not connected(hub, "hub", "b")
        connect(hub, "hub", "b")
        assert connected(hub, "hub", "b")
    assert connected(hub, "a", "hub")
    hub.delete({first})
    assert not connected(hub, "a", "hub")
    view = hub.store.get("views", "main")
    with hub.change("Hide"):
        hub.store.put("views", "main", view.revised(hides=("b",)))
    assert connected(hub, "a", "b"), "also where the view does not show it"


@given(box=BOXES, near=st.lists(BOXES, max_size=6), dx=st.floats(-9, 9), dy=st.floats(-9, 9))
def test_snapping_takes_the_nearest_of_all_lines_and_shows_all_that_are_met(
    box: Box, near: list[Box], dx: float, dy: float
) -> None:
    snap = snap_move(box, dx, dy, near, 1.0)
    moved = box.moved(dx, dy)
    for axis, shift in ((0, snap.dx - dx), (1, snap.dy - dy)):
        size = axis + 2
        mine = (moved[axis], moved[axis] + moved[size] / 2, moved[axis] + moved[size])
        shifts = [
            theirs - own
            for one in near
            for own, candidates in (
                (mine[0], (one[axis], one[axis] + one[size])),
                (mine[1], (one[axis] + one[size] / 2,)),
                (mine[2], (one[axis], one[axis] + one[size])),
            )
            for theirs in candidates
            if abs(theirs - own) <= SNAP_REACH
        ]
        if shifts:
            assert abs(shift) == pytest.approx(min(map(abs, shifts)), abs=1e-9)
        else:
            assert round((moved[axis] + shift) / 20) * 20 == pytest.approx(moved[axis] + shift, abs=1e-6)
    final = box.moved(snap.dx, snap.dy)
    for (ax, ay), (bx, by) in snap.guides:
        assert (ax == bx and ax in (final.x, final.center.x, final.right)) or (
            ay == by and ay in (final.y, final.center.y, final.bottom)
        )
