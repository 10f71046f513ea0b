"""Typing a label in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from archdraw.qt.canvas.label_field import LabelField

if TYPE_CHECKING:
    from tests.qt.canvas.conftest import Hand


def _field(hand: Hand) -> LabelField:
    field = hand.viewport.findChild(LabelField)
    assert isinstance(field, LabelField)
    return field


def test_a_double_click_edits_the_label_and_enter_commits(hand: Hand) -> None:
    hand.double_click(hand.middle("web"))
    field = _field(hand)
    assert field.isVisible()
    assert field.toPlainText() == "WEB"
    # The old name is selected: typing replaces it.
    QTest.keyClicks(field, "Shop")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hand.session.component("web").name == "Shop"  # type: ignore[union-attr]
    assert not field.isVisible()
    assert hand.session.store.undo_label is not None
    assert hand.session.store.undo_depth == 1


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_these_keys_commit_too(hand: Hand, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    hand.double_click(hand.middle("web"))
    field = _field(hand)
    QTest.keyClicks(field, "Shop")
    QTest.keyClick(field, key, modifier)
    assert hand.session.component("web").name == "Shop"  # type: ignore[union-attr]
    assert hand.session.editing is None


def test_shift_enter_breaks_the_line_of_a_note(hand: Hand) -> None:
    hand.double_click(hand.middle("remark"))
    field = _field(hand)
    QTest.keyClicks(field, "one")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field, "two")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hand.session.note("remark").text == "one\ntwo"  # type: ignore[union-attr]


def test_shift_enter_breaks_a_name_where_the_cursor_stands(hand: Hand) -> None:
    hand.double_click(hand.middle("web"))
    field = _field(hand)
    QTest.keyClicks(field, "WebShop")
    for _ in "Shop":
        QTest.keyClick(field, Qt.Key.Key_Left)
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hand.session.component("web").name == "Web\nShop"  # type: ignore[union-attr]


def test_a_click_elsewhere_commits(hand: Hand) -> None:
    hand.double_click(hand.middle("web"))
    QTest.keyClicks(_field(hand), "Shop")
    hand.click(QPoint(20, 650))
    assert hand.session.component("web").name == "Shop"  # type: ignore[union-attr]
    assert not _field(hand).isVisible()


def test_the_field_lies_over_the_label_and_follows_the_zoom(hand: Hand) -> None:
    hand.double_click(hand.middle("web"))
    field = _field(hand)
    frame = hand.session.scene.frame("web")
    for factor in (1.0, 2.0):
        hand.session.set_camera(hand.session.camera.zoomed_at(400, 100, factor))
        QApplication.processEvents()
        left_top, right_bottom = hand.px(frame.x, frame.y), hand.px(frame.right, frame.bottom)
        assert left_top.x() < field.x() < field.geometry().right() <= right_bottom.x()
        assert left_top.y() <= field.y() < field.geometry().bottom() <= right_bottom.y()
        assert field.font().pixelSize() == round(13 * hand.session.camera.zoom)


def test_the_canvas_has_the_keyboard_again_afterwards(hand: Hand) -> None:
    hand.canvas.setFocus()
    hand.double_click(hand.middle("web"))
    assert _field(hand).hasFocus()
    QTest.keyClick(_field(hand), Qt.Key.Key_Return)
    assert hand.canvas.hasFocus()


def test_markup_in_a_name_stays_text(hand: Hand) -> None:
    hand.double_click(hand.middle("web"))
    QTest.keyClicks(_field(hand), "Map<String, b>")
    QTest.keyClick(_field(hand), Qt.Key.Key_Return)
    assert hand.session.component("web").name == "Map<String, b>"  # type: ignore[union-attr]


def test_the_field_of_a_line_grows_with_what_is_typed_and_shows_all_of_it(hand: Hand) -> None:
    line = hand.session.design.connections[0].id
    hand.session.select({line})
    QTest.keyClick(hand.canvas, Qt.Key.Key_F2)
    field = _field(hand)
    assert field.isVisible()
    middle = field.geometry().center().x()
    QTest.keyClicks(field, "reads and writes the orders of a day")
    assert field.verticalScrollBar().maximum() == 0
    assert field.horizontalScrollBar().maximum() == 0
    assert field.geometry().center().x() == pytest.approx(middle, abs=2)
    # As wide as the canvas at most, and never beyond its edge.
    QTest.keyClicks(field, " and so on and on" * 8)
    assert hand.viewport.rect().contains(field.geometry())
    QTest.keyClick(field, Qt.Key.Key_Return)
    record = hand.session.connection(line)
    assert record is not None
    assert record.name.startswith("reads and writes the orders of a day and so on")


def test_a_field_that_is_larger_than_its_card_has_an_outline(hand: Hand) -> None:
    hand.session.set_camera(hand.session.camera._replace(zoom=0.5))
    hand.session.select({"web"})
    QTest.keyClick(hand.canvas, Qt.Key.Key_F2)
    assert "1px solid" in _field(hand).styleSheet()
    QTest.keyClick(_field(hand), Qt.Key.Key_Escape)
    hand.session.set_camera(hand.session.camera._replace(zoom=1.5))
    QTest.keyClick(hand.canvas, Qt.Key.Key_F2)
    assert "1px solid" not in _field(hand).styleSheet()


def test_a_note_grows_with_what_is_typed_so_that_all_of_it_is_read(hand: Hand) -> None:
    before = hand.session.frame("remark")
    assert before is not None
    hand.double_click(hand.middle("remark"))
    field = _field(hand)
    QTest.keyClicks(field, "why the service answers from the cache, and what happens when that is lost " * 4)
    assert field.verticalScrollBar().maximum() == 0
    QTest.keyClick(field, Qt.Key.Key_Return)
    after = hand.session.frame("remark")
    assert after is not None
    assert (after.x, after.y, after.w) == (before.x, before.y, before.w)
    assert after.h > before.h
    drawing = hand.session.scene.element("remark")
    assert drawing is not None
    assert drawing.tip == ""
    assert hand.session.store.undo_depth == 1
    # A shorter text leaves the size that there is, and no note becomes higher than a screen.
    for text, height in (("Short", after.h), ("long " * 3000, 600.0)):
        hand.session.rename("remark", text)
        now = hand.session.frame("remark")
        assert now is not None
        assert now.h == height
