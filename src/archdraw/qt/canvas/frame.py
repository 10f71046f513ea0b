"""Where a picture of the drawing stands: its scale and its place on the grid of device px."""

from __future__ import annotations

from typing import NamedTuple

from archdraw.core.geometry import Box
from archdraw.editor.camera import Camera


class Window(NamedTuple):
    """A view on the world in device px.

    A world point (x, y) is painted at (x · scale − left, y · scale − top). `left` and `top` are whole
    numbers: two pictures of the same scale differ by whole px, so one can be scrolled into the other.
    `ratio` is how many device px make one px of the interface.
    """

    scale: float
    left: int
    top: int
    ratio: float = 1.0

    @classmethod
    def of(cls, camera: Camera, ratio: float) -> Window:
        """Return the window that shows what the camera sees on a screen of that device pixel ratio."""
        scale = camera.zoom * ratio
        return cls(scale, round(camera.x * scale), round(camera.y * scale), ratio)

    @property
    def zoom(self) -> float:
        """Px of the interface for one drawing unit: what decides how much detail is painted."""
        return self.scale / self.ratio

    def world(self, x: float, y: float, width: float, height: float) -> Box:
        """Return the part of the world under a rectangle of device px."""
        scale = self.scale
        return Box((x + self.left) / scale, (y + self.top) / scale, width / scale, height / scale)

    def device(self, box: Box) -> tuple[float, float, float, float]:
        """Return left, top, width and height in device px of a box of the world."""
        scale = self.scale
        return box.x * scale - self.left, box.y * scale - self.top, box.w * scale, box.h * scale
