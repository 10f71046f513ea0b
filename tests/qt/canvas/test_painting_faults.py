"""One element that can't be painted does not take the others with it, and is reported once."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from archdraw.core.drawing import BoxShape, ElementDrawing, Paint, load_theme
from archdraw.core.geometry import Box
from archdraw.qt.canvas import CanvasView, Renderer
from archdraw.qt.canvas.frame import Window

WINDOW = Window(1.0, 0, 0)


def _drawing(name: str, token: str, x: float) -> ElementDrawing:
    box = Box(x, 10, 50, 50)
    return ElementDrawing(name, "component", box, (BoxShape(box, fill=Paint(token)),), frame=box)


def _painted(renderer: Renderer, drawings: list[ElementDrawing]) -> QImage:
    image = QImage(QSize(200, 80), QImage.Format.Format_RGB32)
    image.fill(0xFF000000)
    painter = QPainter(image)
    renderer.paint(painter, drawings, WINDOW)
    painter.end()
    return image


@pytest.mark.parametrize("bad", ["no-such-token", "accent"])
def test_the_others_are_painted_and_the_fault_is_told_once(bad: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "archdraw.qt.canvas.renderer")
    told: list[str] = []
    renderer = Renderer(load_theme("light"))
    renderer.on_failure = lambda element_id, _sentence: told.append(element_id)
    faulty = _drawing("faulty", bad, 0)
    if bad == "accent":
        shape = BoxShape(Box(float("nan"), 0, 1, 1), fill=Paint("accent"))
        faulty = replace(faulty, shapes=(shape,))
    sound = _drawing("sound", "danger", 100)
    for _ in range(3):
        image = _painted(renderer, [faulty, sound])
    assert told == ["faulty"]
    assert image.pixelColor(125, 35).name().upper() == load_theme("light").color("danger")


def test_a_mended_drawing_is_painted_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "archdraw.qt.canvas.renderer")
    renderer = Renderer(load_theme("light"))
    _painted(renderer, [_drawing("one", "no-such-token", 0)])
    image = _painted(renderer, [_drawing("one", "danger", 0)])
    assert image.pixelColor(25, 35).name().upper() == load_theme("light").color("danger")


def test_the_canvas_passes_the_report_on(
    canvas: CanvasView, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "archdraw.qt.canvas.renderer")
    told: list[str] = []
    canvas.paint_failed.connect(told.append)
    renderer = canvas._face.stage.renderer
    sound = renderer._preparer.prepare

    def prepare(drawing: ElementDrawing) -> object:
        if drawing.id == "web":
            raise ValueError("no way")
        return sound(drawing)

    monkeypatch.setattr(renderer._preparer, "prepare", prepare)
    renderer._prepared.clear()
    canvas._face.backing.invalidate()
    for _ in range(3):
        canvas.viewport().repaint()
    assert told == ['The element "web" can\'t be painted: no way.']
