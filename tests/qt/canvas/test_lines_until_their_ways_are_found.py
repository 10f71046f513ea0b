"""In large drawings lines look as they did under the hand, or are straight, until their ways are found."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from tests.benchmarks.synthetic import synthetic_design
from tests.qt.canvas.conftest import Hand

from archdraw.core.drawing import Scene
from archdraw.core.geometry import Box, bounding_box
from archdraw.editor.camera import Camera
from archdraw.editor.edits import routes
from archdraw.editor.navigation import all_frames, neighbour_in_direction, next_in_order
from archdraw.editor.tools.labelling import label_edit
from archdraw.qt.canvas.frame import Window
from archdraw.qt.canvas.presentation import Presentation
from archdraw.qt.canvas.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from archdraw.core.geometry import Point
    from archdraw.core.model import Design
    from archdraw.qt.canvas import CanvasView
    from archdraw.qt.canvas.face import Face

    MakeCanvas = Callable[[Design], CanvasView]

MADE = synthetic_design(120)


@pytest.fixture
def crowd(make_canvas: MakeCanvas, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """A hand over the middle of a dense drawing that counts as large."""
    monkeypatch.setattr("archdraw.qt.canvas.stage.SMALL", 0)
    hand = Hand(make_canvas(MADE.design))
    hand.session.set_camera(_about_the_hub(hand, 1.0))
    _rest(hand)
    return hand


def _about_the_hub(hand: Hand, zoom: float) -> Camera:
    middle = hand.session.scene.frame(MADE.hub).center
    return Camera(0, 0, zoom).centered(middle, *hand.canvas.viewport_size())


def _out_from_near(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Face:
    """Go from a picture from near to the first one from farther off."""
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.0)
    monkeypatch.setattr("archdraw.qt.canvas.backing._BUSY", 0.0)
    hand.session.set_camera(_about_the_hub(hand, 4.0))
    _shown(hand)
    hand.session.set_camera(_about_the_hub(hand, 1.0))
    hand.canvas.viewport().repaint()
    return hand.canvas._face


def _rest(hand: Hand) -> None:
    """Let everything be painted that waits for a frame."""
    for number in range(2000):
        QApplication.processEvents()
        if number > 2 and not hand.canvas.is_busy:
            return
    pytest.fail("The canvas does not come to rest.")


def _differing(hand: Hand, one: QImage, other: QImage) -> int:
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    return sum(abs(first - second) > 8 for first, second in pairs)


def _shown(hand: Hand) -> QImage:
    return hand.viewport.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_a_drop_shows_the_lines_of_the_drag_first_and_ends_in_a_fresh_picture(
    crowd: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = crowd.session.scene
    card = max(scene.ids, key=lambda one: len(scene.connections_of(one)))
    lines = scene.connections_of(card)
    stage = crowd.canvas._face.stage
    # No time at all: what is found in a frame is one piece.
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.0)
    crowd.drag(crowd.middle(card), crowd.middle(card) + QPoint(40, 60))
    crowd.session.settle()
    assert any(stage.is_held(one) for one in lines)
    first = _shown(crowd)
    assert crowd.canvas.is_busy
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.006)
    _rest(crowd)
    assert not any(stage.is_held(one) for one in scene.ids)
    crowd.session.select(())
    crowd.hover(QPoint(2, 2))
    _rest(crowd)
    shown = _shown(crowd)
    assert _differing(crowd, first, shown) > 0
    fresh = crowd.canvas.grab_view().convertToFormat(QImage.Format.Format_RGB32)
    assert _differing(crowd, shown, fresh) < 50


def test_after_an_undo_or_a_redo_no_line_waits_whose_way_was_known(
    crowd: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, stage = crowd.session.scene, crowd.canvas._face.stage
    card = max(scene.ids, key=lambda one: len(scene.connections_of(one)))
    lines = [one for one in scene.connections_of(card) if scene.known(one) is not None]
    assert len(lines) > 5
    crowd.drag(crowd.middle(card), crowd.middle(card) + QPoint(40, 60))
    crowd.session.settle()
    _rest(crowd)
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.0)
    for step in (crowd.session.undo, crowd.session.redo, crowd.session.undo):
        before = {one: scene.known_route(one) for one in lines}
        step()
        for number in range(400):
            QApplication.processEvents()
            assert stage.waiting.isdisjoint(lines)
            if number > 2 and not crowd.canvas.is_busy:
                break
        assert not crowd.canvas.is_busy
        assert any(scene.known_route(one) != before[one] for one in lines)
        crowd.session.select(())
        crowd.hover(QPoint(2, 2))
        shown = _shown(crowd)
        fresh = crowd.canvas.grab_view().convertToFormat(QImage.Format.Format_RGB32)
        assert _differing(crowd, shown, fresh) < 50


def test_connections_are_straight_lines_beneath_the_cards_until_their_ways_are_found(
    make_canvas: MakeCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.qt.canvas.stage.SMALL", 0)
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.0)
    monkeypatch.setattr("archdraw.qt.canvas.face._DRAWING", 0.0)
    hand = Hand(make_canvas(MADE.design))
    told: list[tuple[int, int]] = []
    hand.canvas.ways_sought.connect(lambda found, total: told.append((found, total)))
    scene, stage = hand.session.scene, hand.canvas._face.stage
    hand.session.set_camera(_about_the_hub(hand, 1.0))
    first = _shown(hand)
    card = scene.frame(MADE.hub)
    lines = [scene.ends(one) for one in scene.connections_of(MADE.hub) if one in stage.waiting]
    assert lines
    (ax, ay), (bx, by) = next(
        (a, b)
        for a, b in lines
        if card.grown(1.0).contains(a) and a[0] == card.right and abs(a[1] - b[1]) < 400
    )
    at = hand.px(ax + (bx - ax) * 0.1, ay + (by - ay) * 0.1)
    nearby = [first.pixelColor(at + QPoint(0, dy)).lightness() for dy in range(-3, 4)]
    assert min(nearby) < max(nearby) - 60
    found, total = told[-1]
    assert total - found == len(stage.waiting) > 0
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.008)
    _rest(hand)
    # It counts up to all of them, and says when there is nothing left to do.
    counted = [one for one in told if one[1] == total]
    assert counted == sorted(counted)
    assert told[-1] == (0, 0)
    assert stage.waiting.isdisjoint(scene.ids_in_box(card))
    fresh = hand.canvas.grab_view().convertToFormat(QImage.Format.Format_RGB32)
    assert _differing(hand, _shown(hand), fresh) < 50


def test_each_straight_line_is_made_once_however_far_the_drawing_is_pulled_along(
    make_canvas: MakeCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.qt.canvas.stage.SMALL", 0)
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.0)
    monkeypatch.setattr("archdraw.qt.canvas.face._DRAWING", 0.0)
    hand = Hand(make_canvas(MADE.design))
    camera = _about_the_hub(hand, 1.0)
    asked: list[str] = []
    ends = Scene.ends

    def counted(scene: Scene, key: str) -> tuple[Point, Point]:
        asked.append(key)
        return ends(scene, key)

    monkeypatch.setattr(Scene, "ends", counted)
    for step in range(8):
        hand.session.set_camera(camera._replace(x=camera.x + 10 * step))
        _shown(hand)
    assert asked
    assert len(asked) == len(set(asked))
    first = _shown(hand)
    # After a change they are made anew, and look the same where nothing of it concerns them.
    hand.session.rename(MADE.hub, "Another")
    assert _differing(hand, first, _shown(hand)) > 0
    assert len(asked) > len(set(asked))


def test_a_frame_of_a_pan_looks_at_its_strips_only_and_gives_all_of_them_one_share_of_time(
    make_canvas: MakeCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.qt.canvas.stage.SMALL", 0)
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.0)
    monkeypatch.setattr("archdraw.qt.canvas.face._DRAWING", 0.0)
    hand = Hand(make_canvas(MADE.design))
    camera = _about_the_hub(hand, 1.0)
    hand.session.set_camera(camera)
    _shown(hand)
    assert hand.canvas._face.stage.waiting
    shares: list[float] = []
    looks: list[Box] = []
    paint_within, ids_in_box = Stage.paint_within, Scene.ids_in_box

    def painted(
        stage: Stage,
        painter: QPainter,
        ids: Collection[str],
        area: QRect,
        window: Window,
        seconds: float | None = None,
    ) -> None:
        shares.append(seconds or 0.0)
        paint_within(stage, painter, ids, area, window, seconds)

    def looked(scene: Scene, box: Box) -> list[str]:
        looks.append(box)
        return ids_in_box(scene, box)

    monkeypatch.setattr(Stage, "paint_within", painted)
    monkeypatch.setattr(Scene, "ids_in_box", looked)
    monkeypatch.setattr("archdraw.qt.canvas.face._DRAWING", 0.001)
    # So far that cards around the first picture are looked up anew on the way.
    given = []
    for step in range(1, 21):
        hand.session.set_camera(camera._replace(x=camera.x + 30 * step, y=camera.y + 20 * step))
        hand.canvas.viewport().repaint()
        assert sum(shares) <= 0.001 * 1.001
        assert len(looks) <= 2
        assert all(min(box.w, box.h) < 150 for box in looks)
        given.append(sum(shares))
        shares.clear()
        looks.clear()
    assert given[:2] == pytest.approx([0.001, 0.001])
    assert sum(given) > 0.01


def test_another_zoom_is_sharp_before_the_ways_of_its_lines_are_found(
    make_canvas: MakeCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.qt.canvas.stage.SMALL", 0)
    monkeypatch.setattr("archdraw.qt.canvas.face._QUICK", 1.0)
    monkeypatch.setattr("archdraw.qt.canvas.face._SLICE", 1.0)
    monkeypatch.setattr("archdraw.qt.canvas.rendering._SEEKING", 0.0)
    hand = Hand(make_canvas(MADE.design))
    face = _out_from_near(hand, monkeypatch)
    assert face.backing.window is not None
    assert face.backing.window.scale == 1.0
    # All that has to be looked for waits.
    waiting = [one for one in hand.session.scene.lines if one in face.stage.waiting]
    assert len(waiting) > 20
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.008)
    _rest(hand)
    fresh = hand.canvas.grab_view().convertToFormat(QImage.Format.Format_RGB32)
    assert _differing(hand, _shown(hand), fresh) < 50


def test_a_step_of_the_zoom_gets_sharp_however_many_lines_wait(
    make_canvas: MakeCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.qt.canvas.stage.SMALL", 0)
    monkeypatch.setattr("archdraw.qt.canvas.rendering._SEEKING", 0.0)
    monkeypatch.setattr("archdraw.qt.canvas.face._QUICK", 0.0)
    hand = Hand(make_canvas(MADE.design))
    face = _out_from_near(hand, monkeypatch)
    assert face.stage.pending
    hand.session.set_camera(_about_the_hub(hand, 1.1))
    hand.canvas.viewport().repaint()
    assert face.backing.window is not None
    assert face.backing.window.scale != 1.1
    end = time.monotonic() + 5.0
    while face.backing.window.scale != 1.1:
        QApplication.processEvents()
        assert time.monotonic() < end, "The picture stays as it was scaled."


def test_walking_measuring_typing_and_presenting_wait_for_no_way(
    make_canvas: MakeCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.qt.canvas.stage.SMALL", 0)
    canvas = make_canvas(MADE.design)
    session, scene = canvas.session, canvas.session.scene
    sought = [one for one in scene.lines if scene.known(one) is None]
    assert len(sought) > 20
    session.select({MADE.hub})
    assert next_in_order(session, 1) not in (None, MADE.hub)
    assert neighbour_in_direction(session, "right")
    # Straight lines reach as far as the components.
    frames = bounding_box(all_frames(session).values())
    around = session.bounds_of(scene.order)
    assert frames is not None
    assert around is not None
    assert around.grown(1.0).encloses(frames)
    line = sought[-1]
    edit = label_edit(session, line)
    assert edit is not None
    (ax, ay), (bx, by) = scene.ends(line)
    assert edit.box.center == pytest.approx(((ax + bx) / 2, (ay + by) / 2))
    routes.step_label(session, line, 1)
    session.undo()
    shown = Presentation(session, canvas.theme)
    assert [one for one in sought if scene.known(one) is None] == sought
    end = time.monotonic() + 20.0
    while shown._waiting:
        QApplication.processEvents()
        assert time.monotonic() < end, "Not all lines are shown."
    assert list(scene.order) == [one for one in scene.order if one in shown._drawings]
    shown.close()
