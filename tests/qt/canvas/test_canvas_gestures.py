"""Real events on the canvas end up in the session, and what the session says is what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archdraw.qt.canvas import KIND_MIME, CanvasView

if TYPE_CHECKING:
    from tests.qt.canvas.conftest import Hand

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_the_world_point_under_the_cursor_stays_there_while_zooming(hand: Hand) -> None:
    at = QPoint(333, 222)
    before = hand.world(at)
    for _ in range(4):
        hand.wheel(at, QPoint(0, 120), CTRL)
    assert hand.session.camera.zoom > 1.5
    after = hand.world(at)
    assert (after.x, after.y) == pytest.approx((before.x, before.y), abs=1e-6)


def test_the_wheel_scrolls_and_with_shift_sideways(hand: Hand) -> None:
    start = hand.session.camera
    hand.wheel(QPoint(100, 100), QPoint(0, -120))
    assert hand.session.camera.x == start.x
    assert hand.session.camera.y > start.y
    lower = hand.session.camera
    hand.wheel(QPoint(100, 100), QPoint(0, -120), SHIFT)
    assert hand.session.camera.y == lower.y
    assert hand.session.camera.x > lower.x


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton])
def test_a_drag_with_the_middle_or_right_button_pulls_the_drawing(hand: Hand, button: Qt.MouseButton) -> None:
    start = hand.session.camera
    hand.drag(QPoint(500, 400), QPoint(560, 430), button)
    assert hand.session.camera.x == pytest.approx(start.x - 60)
    assert hand.session.camera.y == pytest.approx(start.y - 30)


def test_space_and_a_left_drag_pull_the_drawing(hand: Hand) -> None:
    start = hand.session.camera
    hand.canvas.setFocus()
    QTest.keyPress(hand.canvas, Qt.Key.Key_Space)
    assert hand.viewport.cursor().shape() == Qt.CursorShape.OpenHandCursor
    hand.drag(QPoint(500, 400), QPoint(520, 450))
    QTest.keyRelease(hand.canvas, Qt.Key.Key_Space)
    assert hand.session.camera.y == pytest.approx(start.y - 50)
    assert hand.session.selection == frozenset()


def test_a_click_selects_and_escape_clears(hand: Hand) -> None:
    hand.click(hand.middle("web"))
    assert hand.session.selection == {"web"}
    hand.canvas.setFocus()
    QTest.keyClick(hand.canvas, Qt.Key.Key_Escape)
    assert hand.session.selection == frozenset()


def test_a_marquee_selects_what_lies_in_it(hand: Hand) -> None:
    hand.drag(hand.px(80, 60), hand.px(600, 200))
    assert {"lb", "web"} <= hand.session.selection
    assert "db" not in hand.session.selection


def test_a_drag_moves_and_is_one_step_of_history(hand: Hand) -> None:
    before = hand.session.scene.frame("cache")
    depth = hand.session.store.undo_depth
    hand.drag(hand.middle("cache"), hand.middle("cache") + QPoint(100, 60))
    after = hand.session.scene.frame("cache")
    assert (after.x - before.x, after.y - before.y) == pytest.approx((100, 60), abs=20)
    assert hand.session.store.undo_depth == depth + 1
    assert not hand.canvas._face.stage.lifted


def test_escape_in_a_drag_puts_everything_back(hand: Hand) -> None:
    before = hand.session.scene.frame("cache")
    hand.drag(hand.middle("cache"), hand.middle("cache") + QPoint(100, 60), release=False)
    assert hand.session.scene.frame("cache") != before
    assert "cache" in hand.canvas._face.stage.lifted
    hand.canvas.setFocus()
    QTest.keyClick(hand.canvas, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert hand.session.scene.frame("cache") == before
    assert not hand.canvas._face.stage.lifted
    assert hand.session.store.undo_depth == 0


def _mime(kind: str = "load-balancer", name: str = KIND_MIME) -> QMimeData:
    mime = QMimeData()
    mime.setData(name, kind.encode())
    return mime


def _drag_over(canvas: CanvasView, mime: QMimeData, at: QPoint) -> bool:
    none, action = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at, action, mime, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(canvas.viewport(), enter)
    move = QDragMoveEvent(at, action, mime, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(canvas.viewport(), move)
    return enter.isAccepted()


def test_a_drop_from_the_palette_inserts_where_it_falls(hand: Hand) -> None:
    before = set(hand.session.store.table("components"))
    at = QPoint(600, 500)
    mime = _mime()
    assert _drag_over(hand.canvas, mime, at)
    assert hand.session.ghosts
    drop = QDropEvent(
        QPointF(at), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(hand.viewport, drop)
    (new,) = set(hand.session.store.table("components")) - before
    center = hand.session.scene.frame(new).center
    assert (center.x, center.y) == pytest.approx(hand.world(at), abs=20)
    assert hand.session.component(new).kind == "load-balancer"  # type: ignore[union-attr]
    assert hand.session.tool.name == "idle"


def test_a_kind_dropped_with_shift_on_a_component_changes_its_kind(hand: Hand) -> None:
    at = hand.middle("cache")
    shift = Qt.KeyboardModifier.ShiftModifier
    assert _drag_over(hand.canvas, _mime(), at)
    drop = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, _mime(), Qt.MouseButton.LeftButton, shift)
    QApplication.sendEvent(hand.viewport, drop)
    count = len(hand.session.design.components)
    assert hand.session.design.component_by_id["cache"].kind == "load-balancer"
    assert count == 4
    assert hand.session.store.undo_depth == 1


def test_a_drag_that_leaves_inserts_nothing(hand: Hand) -> None:
    _drag_over(hand.canvas, _mime(), QPoint(600, 500))
    QApplication.sendEvent(hand.viewport, QDragLeaveEvent())
    assert len(hand.session.store.table("components")) == 4
    assert hand.session.tool.name == "idle"


def test_something_else_is_not_accepted(hand: Hand) -> None:
    assert not _drag_over(hand.canvas, _mime(name="text/plain"), QPoint(600, 500))


def test_a_right_click_asks_for_the_menu_of_what_is_under_it(hand: Hand, qtbot: QtBot) -> None:
    at = hand.middle("db")
    QTest.mouseMove(hand.viewport, at)
    with qtbot.waitSignal(hand.canvas.menu_requested) as asked:
        QTest.mouseClick(hand.viewport, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, at)
    assert asked.args == [hand.viewport.mapToGlobal(at)]
    assert hand.session.selection == {"db"}


def test_the_menu_key_asks_for_the_menu_at_the_selection(hand: Hand, qtbot: QtBot) -> None:
    hand.session.select({"db"})
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    with qtbot.waitSignal(hand.canvas.menu_requested) as asked:
        QApplication.sendEvent(hand.viewport, event)
    around = hand.session.bounds_of({"db"})
    assert around is not None
    assert asked.args == [hand.viewport.mapToGlobal(hand.px(*around.center))]


def test_tab_goes_from_element_to_element_and_the_keyboard_stays(hand: Hand) -> None:
    hand.canvas.setFocus()
    QTest.keyClick(hand.canvas, Qt.Key.Key_Tab)
    first = hand.session.selection
    QTest.keyClick(hand.canvas, Qt.Key.Key_Tab)
    assert len(first) == 1
    assert hand.session.selection != first
    assert hand.canvas.hasFocus()


def test_hovering_a_component_shows_its_arrows_at_once(hand: Hand) -> None:
    assert not hand.session.ghosts
    hand.hover(hand.middle("lb"))
    assert hand.session.hover == "lb"
    assert len(hand.session.ghosts) >= 4
    hand.hover(QPoint(20, 680))
    assert not hand.session.ghosts


def test_handles_show_also_when_something_else_selects(hand: Hand) -> None:
    hand.session.select({"web"})
    QApplication.processEvents()
    assert len(hand.session.ghosts) == 8


def test_scroll_bars_show_where_the_camera_is_and_move_it(hand: Hand, qtbot: QtBot) -> None:
    bar = hand.canvas.horizontalScrollBar()
    bar.setValue(bar.value() + 75)
    assert hand.session.camera.x == pytest.approx(75)
    hand.session.set_camera(hand.session.camera.panned(-25, 0))
    qtbot.waitUntil(lambda: bar.value() == 100)


def test_nothing_is_put_into_words_before_a_screen_reader_asks(canvas: CanvasView) -> None:
    canvas.session.select({"web"})
    canvas.session.rename("web", "Shop")
    assert canvas.spoken is None
