"""A still picture of a scene with Qt, for screenshots and comparisons."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter

from archdraw.core.drawing import DisplayList, Scene, Theme
from archdraw.core.geometry import bounding_box
from archdraw.editor.camera import Camera
from archdraw.qt.canvas.frame import Window
from archdraw.qt.canvas.renderer import Renderer
from archdraw.qt.canvas.stage import Stage

_LEGEND_MARGIN = 16.0


def paint_picture(
    scene: Scene, theme: Theme, camera: Camera, size: QSize, ratio: float = 1.0, *, grid: bool = True
) -> QImage:
    """Return what a camera sees of a scene.

    Parameters
    ----------
    scene, theme, camera
        What to paint, in which colours, and from where.
    size
        Of the picture in logical px.
    ratio
        Device px for one logical px: the picture has `size` times this many.
    grid
        Whether the dot grid is painted.
    """
    pixels = QSize(round(size.width() * ratio), round(size.height() * ratio))
    image = QImage(pixels, QImage.Format.Format_RGB32)
    stage = Stage(scene, theme)
    stage.show_grid = grid
    window = Window.of(camera, ratio)
    painter = QPainter(image)
    stage.paint(painter, QRect(0, 0, pixels.width(), pixels.height()), window)
    legend = scene.legend()
    around = bounding_box(drawing.bounds for drawing in legend)
    if around is not None:
        left, top = around.x - _LEGEND_MARGIN, around.bottom + _LEGEND_MARGIN - size.height()
        still = Window(ratio, round(left * ratio), round(top * ratio), ratio)
        stage.renderer.paint(painter, legend, still)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def paint_page(drawn: DisplayList, theme: Theme, camera: Camera, size: QSize, ratio: float) -> QImage:
    """Return what a camera sees of a drawing that is there already; the parameters as of `paint_picture`."""
    image = QImage(round(size.width() * ratio), round(size.height() * ratio), QImage.Format.Format_RGB32)
    renderer = Renderer(theme)
    image.fill(renderer.paints.token("canvas"))
    painter = QPainter(image)
    renderer.paint(painter, drawn.elements, Window.of(camera, ratio))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
