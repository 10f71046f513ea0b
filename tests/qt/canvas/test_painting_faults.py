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
def test_others_are_painted_and_the_fault_is_told_once(bad: str, caplog: pytest.LogCaptureFixture) -> None:
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


def test_an_element_whose_drawing_can_not_be_made_is_left_out_everywhere(
    canvas: CanvasView, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "archdraw.qt.canvas.renderer")
    told: list[str] = []
    canvas.paint_failed.connect(told.append)
    scene = canvas.session.scene
    sound = scene.element

    def element(key: str) -> ElementDrawing | None:
        if key == "c1":
            raise IndexError("no route")
        return sound(key)

    monkeypatch.setattr(scene, "element", element)
    canvas.session.set_hover("c1")
    for zoom in (1.0, 2.5, 0.4):
        canvas.session.set_camera(canvas.session.camera.zoomed_at(0, 0, zoom))
        canvas._face.backing.invalidate()
        canvas.viewport().repaint()
    assert told == ['The element "c1" can\'t be painted: no route.']
    # Once it has changed it gets another chance.
    monkeypatch.setattr(scene, "element", sound)
    canvas.session.rename("c1", "other")
    assert canvas._face.stage.element("c1") is not None
