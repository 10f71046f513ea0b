"""Pulling the drawing along: middle drag, right drag, or Space and left drag."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from archdraw.editor.tools.tool import DONE, DRAG_THRESHOLD, IGNORED, STAY, Next, take

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.workspace import Workspace


class Panning:
    """Follows the pointer until its button is released.

    With the right button it is a pan only beyond the drag threshold; a click selects what is there, `over`,
    unless that is selected already, and asks for the context menu.
    """

    name = "panning"

    def __init__(self, desk: Workspace, event: PointerEvent, over: str = "", *, space: bool = False) -> None:
        self._over = over
        # Whether Space is held: then the hand stays ready.
        self._space = space
        self._start = event.screen
        self._camera = desk.camera
        self._button = event.button
        self._dragged = event.button != "right"
        desk.cursor = "grabbing" if self._dragged else desk.cursor

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Move the camera so that the grabbed point stays under the pointer."""
        dx, dy = event.screen_x - self._start.x, event.screen_y - self._start.y
        if event.kind == "move":
            if not self._dragged and hypot(dx, dy) >= DRAG_THRESHOLD:
                self._dragged = True
                desk.cursor = "grabbing"
            if self._dragged:
                desk.set_camera(self._camera.panned(dx, dy))
            return STAY
        if event.kind == "release" and event.button == self._button:
            if not self._dragged:
                if self._over not in desk.selection:
                    desk.select({self._over} if self._over else ())
                desk.emit("menu", desk.selection)
            return take(HandReady(desk)) if self._space else DONE
        return IGNORED

    def on_key(self, desk: Workspace, event: KeyEvent) -> Next:
        """Escape goes back to where the pan began."""
        if event.kind == "press" and event.name == "Escape":
            self.cancel(desk)
            return DONE
        if event.name != "Space":
            return IGNORED
        # Space may be let go while the button is down. Held, it repeats itself, and a busy X11 server lets a
        # repetition look like a key that goes up and down again: what counts is what was told last.
        self._space = event.kind == "press" or event.repeated
        return STAY

    def ghosts(self, _desk: Workspace) -> tuple[Shape, ...]:
        """Return nothing."""
        return ()

    def cancel(self, desk: Workspace) -> None:
        """Show what was shown before."""
        desk.set_camera(self._camera)


class HandReady:
    """Space is held: the next left drag pans; letting go of Space ends it."""

    name = "hand"

    def __init__(self, desk: Workspace) -> None:
        desk.cursor = "hand"

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Start panning at a press."""
        if event.kind == "press" and event.button in ("left", "middle"):
            return take(Panning(desk, event, space=True))
        return STAY

    def on_key(self, _desk: Workspace, event: KeyEvent) -> Next:
        """Rest when Space goes up."""
        if event.name == "Space":
            # X11 lets a key that is held go up and down again and again.
            return DONE if event.kind == "release" and not event.repeated else STAY
        return DONE if event.name == "Escape" else IGNORED

    def ghosts(self, _desk: Workspace) -> tuple[Shape, ...]:
        """Return nothing."""
        return ()

    def cancel(self, desk: Workspace) -> None:
        """Nothing was begun."""
