"""Finding and replacing with the keyboard in the real window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from archdraw.qt.panels.find_bar import FindBar
    from archdraw.qt.window.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def press(
    window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(QApplication.focusWidget() or window.canvas, key, held)
    QApplication.processEvents()


def type_text(text: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)
    QApplication.processEvents()


@pytest.fixture
def bar(window: MainWindow) -> FindBar:
    window.canvas.setFocus()
    press(window, Qt.Key.Key_F, CTRL)
    assert window.find_bar is not None
    assert window.find_bar.field.hasFocus()
    return window.find_bar


def test_typing_counts_marks_and_selects_the_first(window: MainWindow, bar: FindBar) -> None:
    type_text("app")
    assert bar.count.text() == "1 of 2"
    assert window.session.selection == {"app1"}
    assert window.session.found == {"app1", "app2"}
    assert bar.where.text() == "App 1 · name"
    type_text("x")
    assert bar.count.text() == "nothing found"
    assert not bar.all_button.isEnabled()


def test_marks_are_seen_on_the_canvas(window: MainWindow, bar: FindBar) -> None:
    type_text("orders")
    frame = window.session.scene.frame("db")
    corner = window.session.camera.to_screen(frame.x, frame.y)
    window.session.select(())
    QApplication.processEvents()
    picture = window.canvas.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    row = round((corner.y + frame.h * window.session.camera.zoom / 2) * ratio)
    wanted = QColor(window.canvas.theme.color("warning"))
    tinted = picture.pixelColor(round((corner.x - 2) * ratio), row)
    assert tinted != QColor(window.canvas.theme.color("canvas"))
    assert abs(tinted.hue() - wanted.hue()) < 25


def test_enter_and_f3_walk_forward_and_shift_walks_back(window: MainWindow, bar: FindBar) -> None:
    type_text("app")
    press(window, Qt.Key.Key_Return)
    assert window.session.selection == {"app2"}
    press(window, Qt.Key.Key_Return, SHIFT)
    assert window.session.selection == {"app1"}
    press(window, Qt.Key.Key_F3)
    assert window.session.selection == {"app2"}
    press(window, Qt.Key.Key_F3, SHIFT)
    assert bar.count.text() == "1 of 2"


def test_escape_closes_and_f3_goes_on_later(window: MainWindow, bar: FindBar) -> None:
    type_text("app")
    press(window, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert window.canvas.hasFocus()
    assert not window.session.found
    press(window, Qt.Key.Key_F3)
    assert bar.isVisible()
    assert window.session.found == {"app1", "app2"}


def test_switches_and_bad_expressions(window: MainWindow, bar: FindBar) -> None:
    type_text("APP")
    press(window, Qt.Key.Key_C, ALT)
    assert bar.count.text() == "nothing found"
    press(window, Qt.Key.Key_C, ALT)
    press(window, Qt.Key.Key_R, ALT)
    bar.field.clear()
    type_text(r"app (1|2")
    assert "no regular expression" in bar.where.text()
    assert bar.field.property("refused") is True
    type_text(")")
    assert bar.count.text() == "1 of 2"
    assert bar.field.property("refused") is False


def test_replacing_one_and_all(window: MainWindow, bar: FindBar) -> None:
    press(window, Qt.Key.Key_H, CTRL)
    assert bar.new_text.isVisible()
    depth = window.session.store.undo_depth
    type_text("app")
    press(window, Qt.Key.Key_Tab)
    assert bar.new_text.hasFocus()
    type_text("Shop")
    press(window, Qt.Key.Key_Return)
    names = [one.name for one in window.session.design.components]
    assert names[2:4] == ["Shop 1", "App 2"]
    assert window.session.selection == {"app2"}
    press(window, Qt.Key.Key_Return, CTRL)
    assert [one.name for one in window.session.design.components][2:4] == ["Shop 1", "Shop 2"]
    assert window.session.store.undo_depth == depth + 2
    assert "1 match" in window.toast_box.text


def test_the_count_follows_the_document(qtbot: QtBot, window: MainWindow, bar: FindBar) -> None:
    type_text("app")
    window.session.rename("app1", "Other")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 1", timeout=2000)


def test_opening_again_selects_what_was_typed(window: MainWindow, bar: FindBar) -> None:
    type_text("app")
    window.canvas.setFocus()
    press(window, Qt.Key.Key_F, CTRL)
    assert bar.field.selectedText() == "app"


def test_a_narrow_bar_covers_none_of_its_parts(window: MainWindow, bar: FindBar) -> None:
    press(window, Qt.Key.Key_H, CTRL)
    type_text("app")
    for width in (300, 900):
        bar.resize(width, bar.sizeHint().height())
        QApplication.processEvents()
        parts = (bar.field, bar.case, bar.regular, bar.count, bar.new_text, bar.all_button)
        boxes = [QRect(part.mapTo(bar, QPoint(0, 0)), part.size()) for part in parts]
        assert not any(one.intersects(other) for at, one in enumerate(boxes) for other in boxes[:at])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_bar_fits_the_canvas(window: MainWindow, bar: FindBar, theme: str) -> None:
    window.set_theme(theme)
    press(window, Qt.Key.Key_H, CTRL)
    type_text("app")
    assert bar.width() <= window.frame.stage.width()
    assert bar.height() < 90


def test_a_long_place_ends_in_an_ellipsis_and_is_whole_in_its_tip(window: MainWindow, bar: FindBar) -> None:
    window.session.rename("app1", "Orders of the whole of the northern region and its islands")
    window.resize(900, 600)
    QApplication.processEvents()
    type_text("northern")
    assert bar.where.text().endswith("… · name")
    assert bar.where.shown.endswith("…")
    assert bar.where.toolTip() == bar.where.text()
    assert bar.where.fontMetrics().horizontalAdvance(bar.where.shown) <= bar.where.width()
    ink = QColor(window.icons.appearance.theme.color("text-second"))
    picture = bar.where.grab().toImage()
    painted = {
        picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())
    }
    assert ink.name() in painted, "in the colour of the other labels"
