"""The binding table, row by row: scrolling, zooming, panning, pages, grid and help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.qt.window.hand import ALT, CTRL, LEFT, MIDDLE, NONE, NOTCH, RIGHT, SHIFT, WindowHand

from archdraw.editor.camera import ZOOM_STEP

HERE = (300.0, 300.0)
EMPTY = (300.0, 420.0)


def test_the_wheel_scrolls_and_with_shift_sideways(hand: WindowHand) -> None:
    start = hand.session.camera
    hand.wheel(HERE, QPoint(0, -NOTCH))
    assert hand.session.camera == start.panned(0, -60)
    hand.wheel(HERE, QPoint(0, NOTCH))
    hand.wheel(HERE, QPoint(0, -NOTCH), SHIFT)
    assert hand.session.camera == pytest.approx(start.panned(-60, 0))


def test_by_device_the_wheel_zooms_and_two_fingers_scroll(hand: WindowHand) -> None:
    preferences = hand.window.preferences
    preferences.change(replace(preferences.settings, wheel="auto"))
    start = hand.session.camera
    hand.two_fingers(HERE, QPoint(-30, -50))
    assert hand.session.camera == pytest.approx(start.panned(-30, -50))
    hand.wheel(HERE, QPoint(0, NOTCH))
    assert hand.session.camera.zoom > start.zoom
    zoomed = hand.session.camera
    hand.wheel(HERE, QPoint(0, -NOTCH), CTRL)
    assert hand.session.camera == pytest.approx(zoomed.panned(0, -60))


def test_a_sideways_wheel_scrolls_sideways(hand: WindowHand) -> None:
    start = hand.session.camera
    hand.wheel(HERE, QPoint(-NOTCH, 0))
    assert hand.session.camera == pytest.approx(start.panned(-60, 0))


def test_the_wheel_with_ctrl_zooms_at_the_pointer(hand: WindowHand) -> None:
    start, at = hand.session.camera, hand.px(HERE)
    hand.wheel(HERE, QPoint(0, NOTCH), CTRL)
    assert hand.session.camera.zoom == pytest.approx(start.zoom * ZOOM_STEP**0.6)
    after = hand.session.camera.to_world(at.x(), at.y())
    assert after == pytest.approx(start.to_world(at.x(), at.y()))


def test_a_setting_lets_the_wheel_zoom_and_ctrl_scroll(hand: WindowHand) -> None:
    hand.session.wheel_zooms = True
    start = hand.session.camera
    hand.wheel(HERE, QPoint(0, NOTCH))
    assert hand.session.camera.zoom > start.zoom
    zoomed = hand.session.camera
    hand.wheel(HERE, QPoint(0, -NOTCH), CTRL)
    assert hand.session.camera == pytest.approx(zoomed.panned(0, -60))


def test_a_pinch_zooms_at_the_pointer_whatever_the_wheel_does(hand: WindowHand) -> None:
    for wheel_zooms in (False, True):
        hand.session.wheel_zooms = wheel_zooms
        start, at = hand.session.camera, hand.px(HERE)
        hand.pinch(HERE, 0.2)
        assert hand.session.camera.zoom == pytest.approx(start.zoom * 1.2)
        assert hand.session.camera.to_world(at.x(), at.y()) == pytest.approx(start.to_world(at.x(), at.y()))


def test_two_fingers_pull_the_drawing_px_by_px(hand: WindowHand) -> None:
    start = hand.session.camera
    hand.two_fingers(HERE, QPoint(-13, 7))
    assert hand.session.camera == pytest.approx(start.panned(-13, 7))


@pytest.mark.parametrize("button", [MIDDLE, RIGHT])
def test_middle_and_right_drags_pan_over_whatever_is_there(hand: WindowHand, button: Qt.MouseButton) -> None:
    hand.session.select({"db"})
    for start in (hand.grab("app1"), EMPTY):
        before = hand.session.camera
        hand.drag(start, (start[0] - 75, start[1] + 50), button=button)
        assert hand.session.camera == pytest.approx(before.panned(-60, 40), abs=1.5)
        assert hand.selection == {"db"}
        assert hand.steps() == 0


def test_space_and_drag_pans_and_space_ends_it(hand: WindowHand) -> None:
    start = hand.session.camera
    QTest.keyPress(hand.window.canvas, Qt.Key.Key_Space)
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        # A key that is held: up and down again, and said to be a repetition.
        again = QKeyEvent(kind, Qt.Key.Key_Space, NONE, " ", autorep=True)
        QApplication.sendEvent(hand.window.canvas, again)
        assert hand.viewport.cursor().shape() == Qt.CursorShape.OpenHandCursor
    hand.drag(hand.grab("lb"), (hand.grab("lb").x + 50, hand.grab("lb").y))
    assert hand.session.camera == pytest.approx(start.panned(40, 0), abs=1.5)
    hand.drag(hand.grab("db"), (hand.grab("db").x - 50, hand.grab("db").y))
    assert hand.session.camera == pytest.approx(start, abs=1.5), "the hand stays while Space is held"
    QTest.keyRelease(hand.window.canvas, Qt.Key.Key_Space)
    assert hand.selection == frozenset()
    hand.click(hand.grab("lb"))
    assert hand.selection == {"lb"}


def test_escape_in_a_pan_goes_back(hand: WindowHand) -> None:
    start = hand.session.camera
    hand.drag(EMPTY, (200, 200), button=MIDDLE, release=False)
    assert hand.session.camera != start
    hand.key(Qt.Key.Key_Escape)
    assert hand.session.camera == start
    hand.release((200, 200), button=MIDDLE)


def test_a_right_click_opens_the_menu_of_what_is_there(
    hand: WindowHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    menus: list[list[str]] = []
    filled = hand.window.commands.context_menu

    class Shown:
        """A menu that is closed as soon as it opens; a real one would wait for a click."""

        def __init__(self, wanted: Iterable[str | None]) -> None:
            self.menu = filled(wanted)

        def exec(self, _place: QPoint) -> None:
            menus.append([one.objectName() for one in self.menu.actions() if one.objectName()])

    monkeypatch.setattr(hand.window.commands, "context_menu", Shown)
    hand.click(hand.grab("app2"), button=RIGHT)
    assert hand.selection == {"app2"}
    assert {"edit.delete", "arrange.group", "analyse.fail"} <= set(menus[0])
    hand.click(EMPTY, button=RIGHT)
    assert hand.selection == frozenset()
    assert {"insert.component", "select.all", "view.fit"} <= set(menus[1])
    assert "edit.delete" not in menus[1]


@pytest.mark.parametrize(
    ("key", "held", "factor"),
    [
        (Qt.Key.Key_Equal, CTRL, ZOOM_STEP),
        (Qt.Key.Key_Plus, CTRL, ZOOM_STEP),
        (Qt.Key.Key_Plus, CTRL | SHIFT, ZOOM_STEP),
        (Qt.Key.Key_Minus, CTRL, 1 / ZOOM_STEP),
        (Qt.Key.Key_0, CTRL, 1 / 0.8),
    ],
)
def test_zoom_keys_keep_the_middle(
    hand: WindowHand, key: Qt.Key, held: Qt.KeyboardModifier, factor: float
) -> None:
    middle = hand.session.visible_center()
    hand.key(key, held)
    assert hand.session.camera.zoom == pytest.approx(0.8 * factor)
    assert hand.session.visible_center() == pytest.approx(middle)


@pytest.mark.parametrize(
    ("key", "held"), [(Qt.Key.Key_1, SHIFT), (Qt.Key.Key_Exclam, SHIFT), (Qt.Key.Key_Home, NONE)]
)
def test_shift_1_and_home_fit_everything(hand: WindowHand, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    hand.session.set_camera(hand.session.camera._replace(x=5000.0))
    hand.key(key, held)
    assert hand.session.camera.shown(*hand.session.viewport).encloses(hand.session.scene.bounds)


def test_shift_2_fits_the_selection(hand: WindowHand) -> None:
    hand.click(hand.grab("db"))
    hand.key(Qt.Key.Key_2, SHIFT)
    assert hand.session.camera.zoom == pytest.approx(1.5)
    around = hand.session.bounds_of({"db"})
    assert around is not None
    assert hand.session.visible_center() == pytest.approx(around.center)


def test_ctrl_apostrophe_switches_the_grid(hand: WindowHand) -> None:
    hand.key(Qt.Key.Key_Apostrophe, CTRL)
    assert not hand.session.show_grid
    assert not hand.window.commands.action("view.grid").isChecked()
    hand.key(Qt.Key.Key_Apostrophe, CTRL)
    assert hand.session.show_grid


def test_pages_scroll_by_most_of_the_view(hand: WindowHand) -> None:
    start, height = hand.session.camera, hand.session.viewport[1]
    hand.key(Qt.Key.Key_PageDown)
    assert hand.session.camera == pytest.approx(start.panned(0, -0.8 * height))
    hand.key(Qt.Key.Key_PageUp)
    assert hand.session.camera == pytest.approx(start)


def test_arrows_scroll_while_nothing_is_selected(hand: WindowHand) -> None:
    start = hand.session.camera
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Down, SHIFT)
    assert hand.session.camera == pytest.approx(start.panned(-40, -40))
    assert hand.steps() == 0


def test_f11_gives_the_canvas_the_screen_and_takes_it_back(hand: WindowHand) -> None:
    hand.key(Qt.Key.Key_F11)
    assert not hand.window.frame.shown("inspector")
    hand.key(Qt.Key.Key_F11)
    assert hand.window.frame.shown("inspector")


def test_the_wheel_with_alt_scrolls_as_it_was_turned(hand: WindowHand) -> None:
    start = hand.session.camera
    QTest.keyPress(hand.window.canvas, Qt.Key.Key_Alt, ALT)
    hand.wheel(HERE, QPoint(-NOTCH, 0), ALT)
    assert hand.session.camera == pytest.approx(start.panned(0, -60))
    # The menu bar takes an Alt that is pressed and let go for itself; this one was the wheel's.
    QTest.keyRelease(hand.window.canvas, Qt.Key.Key_Alt)
    assert QApplication.focusWidget() is hand.window.canvas


def test_what_is_dragged_stays_under_the_pointer_while_the_wheel_scrolls(hand: WindowHand) -> None:
    start, at = hand.frame("db"), hand.grab("db")
    hand.drag(at, (at[0] + 100, at[1]), release=False)
    hand.wheel((at[0] + 100, at[1]), QPoint(0, -NOTCH), button=LEFT)
    scrolled = 60 / hand.session.camera.zoom
    assert hand.frame("db").y == pytest.approx(start.y + scrolled, abs=hand.session.grid / 2)
    hand.key(Qt.Key.Key_Escape)


def test_a_held_space_stays_held_when_its_repetition_looks_like_letting_go(hand: WindowHand) -> None:
    # A busy X11 server lets Qt see a repeated key go up and down with no sign that it is one.
    QTest.keyPress(hand.window.canvas, Qt.Key.Key_Space)
    hand.drag(EMPTY, (EMPTY[0] + 50, EMPTY[1]), release=False)
    QTest.keyClick(hand.window.canvas, Qt.Key.Key_Space)
    QTest.keyPress(hand.window.canvas, Qt.Key.Key_Space)
    hand.release(EMPTY)
    before = hand.session.camera
    hand.drag(EMPTY, (EMPTY[0] + 50, EMPTY[1]))
    assert hand.session.camera == pytest.approx(before.panned(40, 0))
    QTest.keyRelease(hand.window.canvas, Qt.Key.Key_Space)
    assert hand.session.tool.name == "idle"


def test_a_left_click_on_nothing_changes_nothing(hand: WindowHand) -> None:
    hand.click(EMPTY, button=LEFT)
    assert hand.selection == frozenset()
    assert hand.steps() == 0
