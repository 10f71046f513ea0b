"""Everything moved as one: what is known goes along, and the picture equals a fresh one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from archdraw.editor.camera import Camera

if TYPE_CHECKING:
    from tests.qt.canvas.conftest import Hand

NEAR, FAR = Camera(0, 0, 1.0), Camera(-200, -200, 0.25)


@pytest.fixture(params=[NEAR, FAR], ids=["near", "afar"])
def looking(request: pytest.FixtureRequest, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """A hand over a canvas that shows cards in full, or boxes and lines as of a large drawing."""
    camera: Camera = request.param
    if camera is FAR:
        monkeypatch.setattr("archdraw.qt.canvas.stage.SMALL", 0)
    hand.session.set_camera(camera)
    _shown(hand)
    return hand


def _shown(hand: Hand) -> QImage:
    # A picture may be made in several frames, each of which takes only its share of time.
    for number in range(500):
        QApplication.processEvents()
        if number > 3 and not hand.canvas.is_busy:
            break
    return hand.viewport.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def _equals_fresh(hand: Hand) -> bool:
    """Tell whether the canvas shows what a picture made anew does, with nothing selected."""
    hand.session.select(())
    # Wherever the pointer was in the test before: it is over nothing now.
    QApplication.sendEvent(hand.viewport, QEvent(QEvent.Type.Leave))
    shown, fresh = _shown(hand), hand.canvas.grab_view().convertToFormat(QImage.Format.Format_RGB32)
    pairs = zip(bytes(shown.constBits()), bytes(fresh.constBits()), strict=True)
    return sum(abs(one - other) > 8 for one, other in pairs) < 50


def _move_all(hand: Hand, dx: float, dy: float) -> None:
    hand.session.select(hand.session.scene.order)
    hand.session.move(hand.session.selection, dx, dy)


def test_a_move_of_everything_shows_what_a_fresh_picture_does(looking: Hand) -> None:
    before = _shown(looking)
    _move_all(looking, 60, 40)
    assert looking.session.scene.way == (60, 40)
    assert _shown(looking) != before
    assert _equals_fresh(looking)


def test_so_does_the_undo_of_it_and_an_edit_after_it(looking: Hand) -> None:
    before = _shown(looking)
    _move_all(looking, 60, 40)
    _shown(looking)
    looking.session.undo()
    looking.session.select(())
    assert looking.session.scene.way == (0, 0)
    assert _shown(looking) == before
    looking.session.move({"web"}, 20, 120)
    _move_all(looking, -20, 20)
    assert _equals_fresh(looking)


def test_only_the_strips_that_come_into_view_are_painted_when_all_moves_by_grid_steps(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.session.set_camera(NEAR)
    hand.session.select(hand.session.scene.order)
    _shown(hand)
    areas: list[QRect] = []
    stage = hand.canvas._face.stage
    paint = stage.paint

    def note(painter: QPainter, area: QRect, *rest: Any) -> None:
        areas.append(QRect(area))
        paint(painter, area, *rest)

    monkeypatch.setattr(stage, "paint", note)
    whole = hand.viewport.width() * hand.viewport.height()
    for (dx, dy), least, most in (
        ((60, 40), 1, whole // 5),
        ((-40, 0), 1, whole // 5),
        ((7, 3), whole // 2, whole),
    ):
        areas.clear()
        hand.session.move(hand.session.selection, dx, dy)
        _shown(hand)
        assert least <= sum(area.width() * area.height() for area in areas) <= most, (dx, dy)
    assert _equals_fresh(hand)


@pytest.mark.parametrize("zoom", [0.5, 0.8, 1.25, 1.7])
def test_whatever_the_zoom_a_moved_picture_is_the_one_made_anew(hand: Hand, zoom: float) -> None:
    hand.session.set_camera(Camera(13.3, -7.7, zoom))
    _shown(hand)
    for dx, dy in ((20, 60), (-140, 20), (3, 5)):
        _move_all(hand, dx, dy)
        assert _equals_fresh(hand), (dx, dy)


def test_everything_dragged_by_hand_is_under_it_and_back_on_the_picture_after_it(looking: Hand) -> None:
    looking.session.select(looking.session.scene.order)
    before = _shown(looking)
    start = looking.middle("web")
    looking.drag(start, start + QPoint(50, 30), release=False)
    assert _shown(looking) != before
    QTest.mouseRelease(
        looking.viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(50, 30)
    )
    assert looking.session.scene.way != (0, 0)
    assert _equals_fresh(looking)
    looking.session.undo()
    assert _equals_fresh(looking)


def test_panning_on_right_after_a_zoom_does_not_leave_the_canvas_empty(hand: Hand) -> None:
    hand.session.show_grid = False
    hand.session.set_camera(Camera(3000, 3000, 1.0))
    empty = _shown(hand)
    # As if painting everything took long: then the last picture, which shows nothing, is scaled first.
    hand.canvas._face._seconds = 1.0
    hand.session.set_camera(Camera(0, 0, 0.9))
    assert _shown(hand) != empty
