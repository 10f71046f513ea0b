"""Wheel and pinch: they work the same whatever tool is in the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.camera import ZOOM_STEP

if TYPE_CHECKING:
    from archdraw.editor.events import PointerEvent
    from archdraw.editor.workspace import Workspace

# Px of wheel travel that zoom by one step.
_PX_PER_STEP = 100.0


def navigate(desk: Workspace, event: PointerEvent) -> bool:
    """Scroll or zoom by a wheel or pinch event; return whether it was one.

    The wheel scrolls, with Shift sideways, with Ctrl it zooms at the pointer; when `desk.wheel_zooms` is
    set the wheel alone zooms and Ctrl scrolls, two fingers on a trackpad only without `desk.fingers_scroll`.
    """
    if event.kind == "pinch":
        desk.set_camera(desk.camera.zoomed_at(event.screen_x, event.screen_y, event.scale))
        return True
    if event.kind != "wheel":
        return False
    zooms = desk.wheel_zooms and not (event.fingers and desk.fingers_scroll)
    if event.ctrl != zooms:
        factor = ZOOM_STEP ** (-event.delta_y / _PX_PER_STEP)
        desk.set_camera(desk.camera.zoomed_at(event.screen_x, event.screen_y, factor))
        return True
    dx, dy = event.delta_x, event.delta_y
    if event.shift and dx == 0:
        dx, dy = dy, 0.0
    desk.set_camera(desk.camera.panned(-dx, -dy))
    return True
