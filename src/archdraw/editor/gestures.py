"""What the hand can do on the canvas besides the keys of the action table, for the sheet of help."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from archdraw.editor.workspace import Workspace


class Gesture(NamedTuple):
    """One thing the hand does and what comes of it; `section` is its heading in the sheet."""

    section: str
    hand: str
    does: str


_LOOK, _SELECT, _DRAW, _CHANGE = "Look around", "Select", "Draw and connect", "Move and change"


def gestures(desk: Workspace) -> tuple[Gesture, ...]:
    """Return all gestures as they work with the present settings."""
    turned = ("Wheel", "Ctrl + wheel")
    scroll, zoom = reversed(turned) if desk.wheel_zooms else turned
    # Two fingers on a trackpad turn like a wheel, unless they are set to scroll all the same.
    fingers_zoom = desk.wheel_zooms and not desk.fingers_scroll
    two = ", two fingers"
    frame = "Select what lies in the frame"
    crossing = (Gesture(_SELECT, "Drag on empty canvas to the left", "Select what the frame touches, too"),)
    typing = Gesture(_DRAW, "A letter on a selected element", "Type its label")
    return (
        Gesture(_LOOK, f"{scroll}{'' if fingers_zoom else two}", "Scroll"),
        Gesture(_LOOK, f"Shift + {scroll.lower() if scroll == 'Wheel' else scroll}", "Scroll sideways"),
        Gesture(_LOOK, f"{zoom}{two if fingers_zoom else ''}, pinch", "Zoom at the pointer"),
        Gesture(_LOOK, "Space + drag, middle drag, right drag", "Pull the drawing along"),
        Gesture(_SELECT, "Click", "Select one thing"),
        Gesture(_SELECT, "Shift + click", "Add to the selection"),
        Gesture(_SELECT, "Ctrl + click", "Take in or out of the selection"),
        Gesture(_SELECT, "Alt + click", "Select what lies beneath"),
        Gesture(_SELECT, "Drag on empty canvas", frame if desk.crossing else f"{frame}, either way"),
        *(crossing if desk.crossing else ()),
        Gesture(_SELECT, "Right click", "Open the menu of what is there"),
        Gesture(_DRAW, "Drag from the list of components", "Insert where it is dropped"),
        Gesture(_DRAW, "Double click on empty canvas", "Insert by typing, right there"),
        Gesture(_DRAW, "A letter on the canvas", "Insert by typing"),
        Gesture(_DRAW, "cdn > lb > 2 app, db: label", "Insert a whole line: a chain, several, a label"),
        Gesture(_DRAW, "edge[cdn > lb]", "Insert into a group of that name"),
        Gesture(_DRAW, "> on the canvas", "Connect to components by name"),
        *((typing,) if desk.typing_edits else ()),
        Gesture(_DRAW, "Drag from a border or an arrow", "Connect; on empty canvas insert and connect"),
        Gesture(_DRAW, "Drop on a connection", "Put it in between"),
        Gesture(_DRAW, "Click an arrow", "Insert a connected copy on that side"),
        Gesture(_DRAW, "Drag the end of a connection", "Connect that end elsewhere"),
        Gesture(_DRAW, "Drag an end to a dot of a border", "Fix it there; with Ctrl it keeps moving freely"),
        Gesture(_DRAW, "Drag a segment of a connection", "Lead the line there"),
        Gesture(_DRAW, "Drag the label of a connection", "Move it along the line"),
        Gesture(_DRAW, "Drop a component on a connection", "Put it in between"),
        Gesture(_DRAW, "Shift + drop on a component", "Take its place"),
        Gesture(_DRAW, "Double click on an element or a line", "Type its label"),
        Gesture(_DRAW, "Enter while typing", "Keep the label; Escape and Ctrl + Enter too"),
        Gesture(_DRAW, "Shift + Enter while typing", "Begin a new line in a name or a note"),
        Gesture(_CHANGE, "Drag", "Move; with Shift along one axis"),
        Gesture(_CHANGE, "Alt or Ctrl + drag", "Drag a copy"),
        Gesture(_CHANGE, "Alt while dragging", "Do without snapping"),
        Gesture(_CHANGE, "Shift while dropping on a component", "Take its place, or change its kind"),
        Gesture(_CHANGE, "Drag a handle", "Change the size"),
        Gesture(_CHANGE, "Escape", "Cancel, then leave the mode, then select nothing"),
    )
