"""What the held keys do while the hand is at work: one short line for the foot of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.editor.tools.tool import Tool
    from archdraw.editor.workspace import Workspace

_ALT, _CANCEL = "Alt: no snapping", "Esc: cancel"
_HINTS = {
    "connecting": ("Drop on a component, or on empty canvas to insert one", "Ctrl: no fixed end", _CANCEL),
    "reconnecting": ("Drop on a component", "Ctrl: no fixed end", _CANCEL),
    "bending": (_ALT, _CANCEL),
    "sliding": (_ALT, _CANCEL),
    "resizing": (_ALT, _CANCEL),
    "inserting": ("Click to place", "Shift: replace, or place several", _CANCEL),
    "gliding": ("Any key: arrive at once", "Esc: take it back"),
    "labelling": ("Enter: keep",),
}


def hint_of(tool: Tool, desk: Workspace) -> str:
    """Return what can be done with the tool in the hand, or an empty text where nothing has to be said."""
    parts = _HINTS.get(tool.name, ())
    if tool.name == "translating":
        # Only one component alone can take the place of another.
        single = len(desk.selection) == 1 and desk.chosen.components
        shift = "Shift: one axis, or replace what is beneath" if single else "Shift: one axis"
        parts = (_ALT, shift, "Ctrl when beginning: copy", _CANCEL)
    elif tool.name == "marquee" and desk.crossing:
        parts = ("To the right: what lies in the frame; to the left: what it touches, too", _CANCEL)
    elif tool.name == "marquee":
        parts = (_CANCEL,)
    elif tool.name == "labelling" and desk.editing is not None and desk.editing.breaks:
        parts = (*parts, "Shift+Enter: new line")
    return "  ·  ".join(parts)
