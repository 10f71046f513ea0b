"""The button is down for the second time: let go, this is a double click; pulled, it is a drag."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from archdraw.editor.tools.tool import DONE, DRAG_THRESHOLD, IGNORED, STAY, Next

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.drawing import Shape
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.workspace import Workspace


class Doubling:
    """Waits for what the hand does with the second press.

    Whoever selects with a click and drags at once is faster than a double click takes: that is a drag.

    Parameters
    ----------
    event
        The second press.
    press
        Begins what a first press would begin here.
    act
        Does what a double click does here.
    """

    name = "doubling"

    def __init__(self, event: PointerEvent, press: Callable[[], Next], act: Callable[[], Next]) -> None:
        self._start = event.screen
        self._press = press
        self._act = act

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Decide between double click and drag."""
        if event.kind == "move":
            far = hypot(event.screen_x - self._start.x, event.screen_y - self._start.y)
            return STAY if far < DRAG_THRESHOLD else self._drag(desk, event)
        if event.kind == "release" and event.button in ("left", "none"):
            step = self._act()
            return step if step.tool is not None else DONE
        return IGNORED

    def on_key(self, _desk: Workspace, event: KeyEvent) -> Next:
        """Escape lets go without doing anything."""
        return DONE if event.kind == "press" and event.name == "Escape" else STAY

    def ghosts(self, _desk: Workspace) -> tuple[Shape, ...]:
        """Return nothing."""
        return ()

    def cancel(self, _desk: Workspace) -> None:
        """Nothing was begun."""

    def _drag(self, desk: Workspace, event: PointerEvent) -> Next:
        begun = self._press()
        if begun.tool is None:
            return DONE
        further = begun.tool.on_pointer(desk, event)
        return further if further.tool is not None or further.done else begun
