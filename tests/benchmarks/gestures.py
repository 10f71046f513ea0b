"""Gestures on a surface: each returns the CPU ms of its frames and makes sure that it moved something.

What moved is looked up in two ways, neither of which is the surface's own word alone: by the state (camera,
place of the hub, number of selected elements) and by the px that are shown.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage
from tests.benchmarks.machine import frames, idle_frames
from tests.benchmarks.surface import Surface, send_mouse

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = 100
# 60 frames a second: what is late (sharpening, scroll bars) gets the time that it has in life.
FRAME_S = 0.016


def pan(surface: Surface, zoom: float | None) -> list[float]:
    """Scroll at a zoom, or with everything in view: there and back, never the same way."""
    if zoom is None:
        surface.fit()
    else:
        surface.look_at_hub(zoom)
    before, seen = surface.hub_on_screen(), _shown(surface)
    # Half of the way shows what was not seen before.
    taken = frames(STEPS, lambda step: surface.pan(-13 if step < STEPS / 2 else 9, -7))
    assert surface.hub_on_screen() != before, "the pan did not move the hub on the screen"
    assert _shown(surface) != seen, "the pan did not change the picture"
    return taken


def zoom_sweep(surface: Surface) -> list[float]:
    """Zoom out and in again, at the pace of a wheel."""
    surface.look_at_hub(1.0)
    taken: list[float] = []
    for delta in (-20, 20):
        seen = _shown(surface)
        for _ in range(STEPS // 2):
            taken += frames(1, partial(_turn, surface, delta))
            time.sleep(FRAME_S)
            taken += idle_frames()
        assert _shown(surface) != seen, "the zoom did not change the picture"
    return taken


def drag_hub(surface: Surface, zoom: float) -> list[float]:
    """Drag the hub by hand, then take it back."""
    surface.look_at_hub(zoom)
    before, seen = surface.hub_place(), _shown(surface)
    at = surface.hub_on_screen()
    send_mouse(surface, QEvent.Type.MouseMove, at.x(), at.y(), held=False)
    send_mouse(surface, QEvent.Type.MouseButtonPress, at.x(), at.y())
    send_mouse(surface, QEvent.Type.MouseMove, at.x() + 12, at.y() + 12)
    surface.settle()
    taken = frames(
        STEPS,
        lambda step: send_mouse(surface, QEvent.Type.MouseMove, at.x() + 12 + 2 * step, at.y() + 12 + step),
    )
    send_mouse(surface, QEvent.Type.MouseButtonRelease, at.x() + 200, at.y() + 100, held=False)
    surface.settle()
    assert surface.hub_place() != before, "the drag did not move the hub"
    assert _shown(surface) != seen, "the drag did not change the picture"
    surface.undo()
    surface.settle()
    assert surface.hub_place() == before, "undo did not put the hub back"
    return taken


def edit_all(surface: Surface, elements: int) -> dict[str, float]:
    """Select everything, move it, take that back: CPU ms of each, until all of the window is up to date."""
    surface.look_at_hub(1.0)
    (x, y), seen = surface.hub_place(), _shown(surface)
    found = {"select all": _until_done(surface.select_all)}
    assert surface.selected() == elements, f"{surface.selected()} of {elements} elements were selected"
    found["move all"] = _until_done(lambda: surface.move_selected(20.0, 20.0))
    assert surface.hub_place() == (x + 20.0, y + 20.0), "not everything was moved"
    moved = _shown(surface)
    assert moved != seen, "the move did not change the picture"
    found["undo"] = _until_done(surface.undo)
    assert surface.hub_place() == (x, y), "undo did not put everything back"
    assert _shown(surface) != moved, "undo did not change the picture"
    return found


def _until_done(act: Callable[[], None]) -> float:
    """Return the CPU ms of an act with all that follows within a fifth of a second: panels, menus."""
    taken = sum(frames(1, lambda _: act()))
    end = time.monotonic() + 0.2
    while time.monotonic() < end:
        taken += sum(idle_frames())
        time.sleep(FRAME_S)
    return taken


def _turn(surface: Surface, delta: int, _step: int) -> None:
    surface.zoom(delta)


def _shown(surface: Surface) -> bytes:
    """Return the px of the viewport, small."""
    surface.settle()
    picture = surface.viewport().grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(picture.constBits())
