"""Many lines under the hand are painted from their corner points, and look as their drawings do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtTest import QTest

from archdraw.core.drawing import Scene
from archdraw.core.drawing.connections import simple_line
from archdraw.qt.canvas.frame import Window
from archdraw.qt.canvas.lifted_lines import LiftedLines
from archdraw.qt.canvas.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.qt.canvas.conftest import Hand


def lifted_picture(stage: Stage, window: Window) -> QImage:
    picture = QImage(1000, 700, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    stage.paint_lifted(painter, QRect(0, 0, 1000, 700), window, QTransform())
    painter.end()
    return picture


def all_others(
    self: LiftedLines,
    painter: QPainter,
    scene: Scene,
    ids: Iterable[str],
    window: Window,
    device: QTransform,
) -> list[str]:
    return list(ids)


def differing(first: QImage, second: QImage, by: int) -> int:
    pairs = zip(bytes(first.constBits()), bytes(second.constBits()), strict=True)
    return sum(abs(one - other) > by for one, other in pairs)


@pytest.mark.parametrize(("zoom", "by", "most"), [(1.0, 4, 0), (2.0, 12, 40), (0.5, 60, 60)])
def test_they_look_as_their_drawings_do(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, zoom: float, by: int, most: int
) -> None:
    monkeypatch.setattr("archdraw.qt.canvas.stage._LABELLED", 0)
    at = hand.middle("web")
    hand.drag(at, at + QPoint(60, 120), release=False)
    stage, scene = hand.canvas._face.stage, hand.session.scene
    assert {"c1", "c2", "c3"} <= stage.lifted
    drawings = {one: scene.element(one) for one in ("c1", "c2", "c3")}
    pens = {drawing and (look := simple_line(drawing)) and look.pen.dash for drawing in drawings.values()}
    assert len(pens) == 2, "solid and dashed lines are among them"
    quick = lifted_picture(stage, Window(zoom, 0, 0))
    monkeypatch.setattr(LiftedLines, "paint", all_others)
    drawn = lifted_picture(stage, Window(zoom, 0, 0))
    assert differing(drawn, quick, by) <= most
    monkeypatch.setattr(Stage, "_held_in", lambda *_: ["web"])
    assert differing(lifted_picture(stage, Window(zoom, 0, 0)), quick, 30) > 100, "lines are in the picture"
    QTest.keyPress(hand.canvas, Qt.Key.Key_Escape)


def test_no_drawing_of_them_is_made_while_they_are_led_about(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.qt.canvas.stage._LABELLED", 0)
    at = hand.middle("web")
    hand.drag(at, at + QPoint(40, 80), release=False)
    made: list[str] = []
    element = Scene.element

    def noted(scene: Scene, key: str) -> object:
        if scene.known(key) is None:
            made.append(key)
        return element(scene, key)

    monkeypatch.setattr(Scene, "element", noted)
    QTest.mouseMove(hand.viewport, at + QPoint(80, 160))
    hand.viewport.repaint()
    assert made == ["web"]
    QTest.keyPress(hand.canvas, Qt.Key.Key_Escape)


def test_of_many_selected_elements_the_lines_are_marked_too(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.qt.canvas.marks.MANY", 2)
    (ax, ay), (bx, by) = hand.session.scene.glimpse("c2")[0][:2]
    at = hand.px((ax + bx) / 2, (ay + by) / 2)

    def color() -> str:
        QTest.qWait(20)
        return hand.viewport.grab().toImage().pixelColor(at).name()

    plain = color()
    hand.session.select({"lb", "web", "db", "c1", "c2"})
    marked = color()
    assert marked != plain
    hand.session.select({"lb", "web", "db", "c1"})
    assert color() == plain
