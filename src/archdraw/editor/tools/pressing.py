"""A button is down and it is not yet clear whether this becomes a click or a drag."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from archdraw.editor.edits.locking import LOCKED, is_locked, unlocked
from archdraw.editor.tools.bending import Bending
from archdraw.editor.tools.marquee import Marquee
from archdraw.editor.tools.sliding import Sliding
from archdraw.editor.tools.tool import DONE, DRAG_THRESHOLD, IGNORED, STAY, Next, Tool, take
from archdraw.editor.tools.translating import Translating
from archdraw.editor.tools.zones import LINE_REACH, Zone, segment_of

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.workspace import Workspace


class Pressing:
    """A left press on a body or on nothing. Beyond the threshold it moves or draws a marquee.

    A click selects; Shift adds, Ctrl toggles, Alt takes what lies beneath. A press on something that is not
    selected selects it at once, so that the drag takes it along.
    """

    name = "pressing"

    def __init__(self, desk: Workspace, zone: Zone, event: PointerEvent) -> None:
        self._zone = zone
        self._event = event
        self._before = desk.selection
        plain = not (event.shift or event.ctrl or event.alt)
        if zone.kind == "body" and plain and zone.id not in desk.selection:
            desk.select({zone.id})

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Decide between click and drag."""
        if event.kind == "move":
            start = self._event.screen
            if hypot(event.screen_x - start.x, event.screen_y - start.y) < DRAG_THRESHOLD:
                return STAY
            return self._begin_drag(desk, event)
        if event.kind == "release" and event.button in ("left", "none"):
            self._click(desk)
            return DONE
        return IGNORED

    def on_key(self, desk: Workspace, event: KeyEvent) -> Next:
        """Escape brings back the selection there was."""
        if event.kind == "press" and event.name == "Escape":
            self.cancel(desk)
            return DONE
        return STAY

    def ghosts(self, _desk: Workspace) -> tuple[Shape, ...]:
        """Return nothing."""
        return ()

    def cancel(self, desk: Workspace) -> None:
        """Select what was selected before."""
        desk.select(self._before)

    def _begin_drag(self, desk: Workspace, event: PointerEvent) -> Next:
        press = self._event
        if self._zone.kind != "body":
            mode = "add" if press.shift else "toggle" if press.ctrl else "set"
            marquee = Marquee(desk, press.at, mode)
            marquee.on_pointer(desk, event)
            return take(marquee)
        if self._zone.id not in desk.selection:
            desk.select({self._zone.id}, "add" if press.shift else "set")
        if desk.connection(self._zone.id) is not None and not desk.frames(desk.selection):
            return self._drag_line(desk, event)
        copying = press.alt or press.ctrl
        if not copying and not unlocked(desk, desk.frames(desk.selection)):
            desk.say(LOCKED)
            return DONE
        drag = Translating(desk, press.at, copying=copying)
        drag.on_pointer(desk, event)
        return take(drag)

    def _drag_line(self, desk: Workspace, event: PointerEvent) -> Next:
        """Take hold of a segment or of the label of a connection."""
        if desk.document.read_only:
            return STAY
        if is_locked(desk, self._zone.id):
            desk.say(LOCKED)
            return DONE
        tool: Tool
        if self._zone.part == "label":
            tool = Sliding(desk, self._zone.id, self._event.at)
        else:
            stretch = segment_of(desk, self._zone)
            if stretch is None:
                return STAY
            tool = Bending(desk, self._zone.id, stretch, self._event.at)
        tool.on_pointer(desk, event)
        return take(tool)

    def _click(self, desk: Workspace) -> None:
        press = self._event
        if self._zone.kind == "empty":
            if not (press.shift or press.ctrl):
                desk.select(())
        elif press.alt:
            desk.select({self._beneath(desk)})
        elif press.ctrl:
            desk.select({self._zone.id}, "toggle")
        else:
            desk.select({self._zone.id}, "add" if press.shift else "set")

    def _beneath(self, desk: Workspace) -> str:
        """Return what lies under the selected one of the elements at the point, around the end."""
        hits = list(desk.scene.hits(self._event.at, LINE_REACH * desk.pixel))
        if self._zone.id not in hits:
            hits.append(self._zone.id)
        at = next((index for index, one in enumerate(hits) if one in self._before), -1)
        # Nothing of it selected yet: "beneath" means under the topmost.
        return hits[(at + 1) % len(hits)] if at >= 0 else hits[min(1, len(hits) - 1)]
