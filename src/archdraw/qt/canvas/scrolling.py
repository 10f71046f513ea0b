"""Scroll bars that show where the camera is in the drawing, and move it."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollBar

from archdraw.core.geometry import Box
from archdraw.editor.camera import Camera


def scroll_range(bounds: Box, camera: Camera, width: float, height: float) -> Box:
    """Return the part of the world (drawing units) that can be scrolled through.

    It is the drawing with most of a viewport around it, and what the camera shows now; where nothing is
    drawn yet there is nothing to scroll to.
    """
    shown = camera.shown(width, height)
    if not bounds.w and not bounds.h:
        return shown
    room = bounds.moved(-0.8 * shown.w, -0.8 * shown.h)
    left, top = min(room.x, shown.x), min(room.y, shown.y)
    right = max(bounds.right + 0.8 * shown.w, shown.right)
    bottom = max(bounds.bottom + 0.8 * shown.h, shown.bottom)
    return Box(left, top, right - left, bottom - top)


def set_bars(horizontal: QScrollBar, vertical: QScrollBar, bounds: Box, camera: Camera) -> None:
    """Set both bars (px) to where the camera is; they do not tell anybody."""
    for bar, low, high, at in (
        (horizontal, bounds.x, bounds.right, camera.x),
        (vertical, bounds.y, bounds.bottom, camera.y),
    ):
        page = max(1, bar.width() if bar is horizontal else bar.height())
        first, last = _whole(low * camera.zoom), _whole(high * camera.zoom)
        was_blocked = bar.blockSignals(True)
        bar.setRange(first, max(first, last - page))
        # Without a handle: a bar that can't be moved says nothing.
        bar.setEnabled(first < last - page)
        bar.setPageStep(page)
        bar.setSingleStep(20)
        bar.setValue(_whole(at * camera.zoom))
        bar.blockSignals(was_blocked)


def _whole(value: float) -> int:
    """Return a whole number that fits Qt's bars."""
    return int(max(-1e9, min(1e9, round(value))))
