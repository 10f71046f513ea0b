"""The canvas: paints the display list and forwards what the hand does; holds ids, never model data."""

from archdraw.qt.canvas.dropping import KIND_MIME
from archdraw.qt.canvas.renderer import Renderer
from archdraw.qt.canvas.view import CanvasView

__all__ = ["KIND_MIME", "CanvasView", "Renderer"]
