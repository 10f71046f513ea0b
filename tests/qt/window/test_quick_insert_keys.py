"""What the quick-insert box promises below its list, key by key, in the real window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from archdraw.qt.panels.quick_insert import QuickInsert
    from archdraw.qt.window.main_window import MainWindow

NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or window.canvas, key, held)
    QApplication.processEvents()


def write(window: MainWindow, text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget() or window.canvas, text)
    QApplication.processEvents()


def names(window: MainWindow) -> list[str]:
    return [one.name for one in window.session.design.components]


def lines(window: MainWindow) -> set[tuple[str, str]]:
    called = {one.id: one.name for one in window.session.design.components}
    return {(called[one.source], called[one.target]) for one in window.session.design.connections}


@pytest.fixture
def box(window: MainWindow) -> QuickInsert:
    window.session.select({"db"})
    window.canvas.setFocus()
    write(window, "/")
    assert window.quick_insert.isVisible()
    return window.quick_insert


def test_it_stands_beside_what_is_selected(window: MainWindow, box: QuickInsert) -> None:
    camera, frame = window.session.camera, window.session.scene.frame("db")
    corner, far = camera.to_screen(frame.x, frame.y), camera.to_screen(frame.right, frame.bottom)
    card = QRect(QPoint(round(corner.x), round(corner.y)), QPoint(round(far.x), round(far.y)))
    place = box.geometry().translated(-window.canvas.mapTo(window, QPoint(0, 0)))
    assert not place.intersects(card)
    assert window.canvas.rect().contains(place)


def test_in_a_small_window_it_reaches_over_the_panels(window: MainWindow) -> None:
    window.resize(720, 480)
    window.canvas.setFocus()
    QApplication.processEvents()
    write(window, "/")
    write(window, "a")
    assert window.rect().contains(window.quick_insert.geometry())


def test_shift_and_enter_goes_on_from_what_was_inserted(window: MainWindow, box: QuickInsert) -> None:
    write(window, "replica")
    press(window, Qt.Key.Key_Return, SHIFT)
    assert box.isVisible()
    assert box.field.hasFocus()
    assert box.field.text() == ""
    write(window, "dwh")
    press(window, Qt.Key.Key_Return)
    assert not box.isVisible()
    assert window.canvas.hasFocus()
    assert {("Orders", "Read replica"), ("Read replica", "Data warehouse")} <= lines(window)


def test_ctrl_and_enter_connects_nothing(window: MainWindow, box: QuickInsert) -> None:
    before = lines(window)
    write(window, "cdn")
    press(window, Qt.Key.Key_Return, CTRL)
    assert "CDN" in names(window)
    assert lines(window) == before


def test_tab_completes_the_word_in_hand(window: MainWindow, box: QuickInsert) -> None:
    write(window, "lb > red")
    row = next(at for at in range(box.list.count()) if "Redis" in box.list.item(at).text())
    for _ in range(row):
        press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Tab)
    assert box.field.hasFocus()
    write(window, " > s3")
    assert box.preview.text().count("→") == 2
    press(window, Qt.Key.Key_Return)
    assert {"Load balancer", "Object store"} <= set(names(window))
    assert len(lines(window)) == 5 + 3


def test_the_arrows_choose_what_enter_inserts(window: MainWindow, box: QuickInsert) -> None:
    write(window, "kafka")
    first, second = box.list.item(0).text(), box.list.item(1).text()
    assert "Kafka" in first
    assert first != second
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    assert "Event log" in names(window)


def test_the_preview_says_what_a_line_draws(window: MainWindow, box: QuickInsert) -> None:
    write(window, "lb")
    assert box.preview.isHidden()
    write(window, ">edge[2app web:https]")
    assert box.preview.text() == "Load balancer → Edge [2 × Web (https)]"
    assert box.height() == box.sizeHint().height() or box.height() > 120


def test_escape_inserts_nothing(window: MainWindow, box: QuickInsert) -> None:
    before = names(window)
    write(window, "cdn")
    press(window, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert window.canvas.hasFocus()
    assert names(window) == before


def test_ctrl_l_and_the_arrow_sign_connect_by_name(window: MainWindow) -> None:
    window.session.select({"users"})
    window.canvas.setFocus()
    press(window, Qt.Key.Key_L, CTRL)
    write(window, "app 1: direct, ord")
    press(window, Qt.Key.Key_Return)
    assert {("Users", "App 1"), ("Users", "Orders")} <= lines(window)
    window.session.select({"users"})
    write(window, ">")
    write(window, "app 2")
    press(window, Qt.Key.Key_Return)
    assert ("Users", "App 2") in lines(window)
    assert names(window) == ["Users", "Balancer", "App 1", "App 2", "Orders"]


def test_ctrl_g_groups_at_once_and_asks_for_kind_and_name(window: MainWindow) -> None:
    window.session.select({"app1", "app2"})
    window.canvas.setFocus()
    press(window, Qt.Key.Key_G, CTRL)
    (group,) = window.session.design.groups
    assert (group.kind, group.name) == ("tier", "Tier")
    write(window, "zone b")
    press(window, Qt.Key.Key_Return)
    (group,) = window.session.design.groups
    assert (group.id, group.kind, group.name) == ("zone-b", "zone", "Zone B")
    assert window.session.selection == {"zone-b"}
    assert window.session.store.undo_depth == 1
    press(window, Qt.Key.Key_Z, CTRL)
    assert window.session.design.groups == ()


def test_escape_leaves_the_new_group_as_it_is_and_undo_takes_it_back(window: MainWindow) -> None:
    window.session.select({"app1", "app2"})
    window.canvas.setFocus()
    press(window, Qt.Key.Key_G, CTRL)
    press(window, Qt.Key.Key_Escape)
    assert [group.name for group in window.session.design.groups] == ["Tier"]
    press(window, Qt.Key.Key_G, CTRL)
    assert len(window.session.design.groups) == 2
    press(window, Qt.Key.Key_Z, CTRL)
    assert not window.quick_insert.isVisible()
    assert len(window.session.design.groups) == 1


@pytest.mark.parametrize("across", [20.0, 330.0, 600.0])
def test_on_a_low_canvas_the_box_has_fewer_rows_rather_than_cover_the_selection(
    window: MainWindow, across: float
) -> None:
    session, room = window.session, window.canvas.viewport().height()
    frame, zoom = session.scene.frame("db"), session.camera.zoom
    corner = session.camera._replace(x=frame.x - across / zoom, y=frame.center.y - room / 2 / zoom)
    session.set_camera(corner)
    session.select({"db"})
    press(window, Qt.Key.Key_Slash)
    near = QPoint(round(across), round((frame.y - corner.y) * zoom))
    card = QRect(near, QPoint(round(across + frame.w * zoom), near.y() + round(frame.h * zoom)))
    place = window.quick_insert.geometry().translated(-window.canvas.mapTo(window, QPoint(0, 0)))
    assert not place.intersects(card)
    assert window.canvas.rect().contains(place)
    assert window.quick_insert.list.height() >= 3 * 26


def test_a_long_name_ends_in_an_ellipsis_and_brings_no_bars(window: MainWindow, box: QuickInsert) -> None:
    window.canvas.setFocus()
    press(window, Qt.Key.Key_Slash)
    write(window, "redis with a name that is much longer than the box over the canvas is wide, by far")
    assert box.list.count() == 1
    assert box.list.visualItemRect(box.list.item(0)).width() <= box.list.viewport().width()
    assert not box.list.horizontalScrollBar().isVisible()
    assert not box.list.verticalScrollBar().isVisible()
