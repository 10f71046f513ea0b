"""Lines led with a real mouse: what the hand did is what is seen, and nothing else is left on the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from archdraw.editor.edits import routes
from archdraw.editor.tools.anchoring import anchors_of
from archdraw.editor.tools.zones import ends_of

if TYPE_CHECKING:
    from tests.qt.canvas.conftest import Hand

ASIDE = QPoint(20, 690)


def grab(hand: Hand) -> QImage:
    QApplication.processEvents()
    return hand.viewport.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def differing(first: QImage, second: QImage) -> int:
    pairs = zip(bytes(first.constBits()), bytes(second.constBits()), strict=True)
    return sum(abs(one - other) > 2 for one, other in pairs)


def middle_of(hand: Hand, key: str, part: int) -> QPoint:
    a, b = routes.drawn_route(hand.session, key)[part : part + 2]
    return hand.px((a.x + b.x) / 2, (a.y + b.y) / 2)


def end_of(hand: Hand, key: str, end: str) -> QPoint:
    return hand.px(*ends_of(hand.session, key)[end])


def test_a_segment_shows_its_cursor_and_follows_the_mouse(hand: Hand) -> None:
    at = middle_of(hand, "c3", 0)
    hand.hover(at)
    assert hand.viewport.cursor().shape() == Qt.CursorShape.SizeHorCursor
    hand.drag(at, at + QPoint(140, 0))
    line = routes.drawn_route(hand.session, "c3")
    assert max(point.x for point in line) == pytest.approx(hand.world(at + QPoint(140, 0)).x, abs=10)
    assert routes.edge_of(hand.session, "c3").route == "manual"
    hand.click(ASIDE)
    hand.hover(ASIDE + QPoint(2, 2))
    assert differing(grab(hand), hand.canvas.grab_view()) == 0, "nothing of the old line is left"
    hand.session.undo()
    assert differing(grab(hand), hand.canvas.grab_view()) == 0


def test_in_a_drag_the_line_is_seen_at_its_new_place(hand: Hand) -> None:
    at = middle_of(hand, "c3", 0)

    def colours(picture: QImage) -> set[str]:
        # The line is dashed: a stretch of it is longer than a gap.
        return {picture.pixelColor(at + QPoint(0, down)).name() for down in range(-6, 7)}

    assert len(colours(grab(hand))) > 1
    hand.drag(at, at + QPoint(140, 0), release=False)
    assert len(colours(grab(hand))) == 1
    QTest.keyPress(hand.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(
        hand.viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at + QPoint(140, 0)
    )
    hand.click(ASIDE)
    hand.hover(ASIDE + QPoint(2, 2))
    assert differing(grab(hand), hand.canvas.grab_view()) == 0


def test_an_end_is_taken_to_an_anchor_of_another_component(hand: Hand) -> None:
    hand.click(middle_of(hand, "c3", 0))
    assert hand.session.selection == {"c3"}
    goal = anchors_of(hand.session.scene.frame("db"))["bottom", 0.5]
    hand.drag(end_of(hand, "c3", "target"), hand.px(*goal))
    record = hand.session.connection("c3")
    assert record is not None
    assert record.target == "db"
    assert routes.edge_of(hand.session, "c3").target_at == ("bottom", 0.5)
    assert ends_of(hand.session, "c3")["target"] == goal


def test_a_label_is_taken_along_its_line(hand: Hand) -> None:
    drawing = hand.session.scene.element("c1")
    assert drawing is not None
    assert drawing.label_box is not None
    at = hand.px(*drawing.label_box.center)
    hand.drag(at, at + QPoint(30, 0))
    share = routes.edge_of(hand.session, "c1").label_at
    assert share is not None
    assert share > 0.55
    hand.click(ASIDE)
    hand.hover(ASIDE + QPoint(2, 2))
    assert differing(grab(hand), hand.canvas.grab_view()) == 0
