"""Going on from a component: a connected copy beside it, or a new kind connected to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box
from archdraw.core.model import CARD_HEIGHT, CARD_WIDTH
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.connecting import connect
from archdraw.editor.edits.elements import add_component, place_component
from archdraw.editor.edits.moving import put_boxes
from archdraw.editor.hierarchy import ancestors
from archdraw.editor.placing import centered_box, free_box, free_box_at, group_at

if TYPE_CHECKING:
    from archdraw.core.geometry import Point
    from archdraw.editor.placing import Direction
    from archdraw.editor.workspace import Workspace


def grow(desk: Workspace, source: str, direction: Direction) -> str:
    """Add a component of the same kind on one side of another, connect it, select it and return its id.

    It is in the same group, which grows for it, unless something else stands in the way of that.

    Raises
    ------
    EditRefused
        When the source is no component.
    """
    component = desk.component(source)
    frame = desk.frame(source)
    if component is None or frame is None:
        raise EditRefused("Select one component first; the new one is connected to it.")
    box, parent, growth = _room_beside(desk, source, frame, direction)
    with desk.change("Insert connected"):
        put_boxes(desk, growth, "Grow the group")
        new = add_component(desk, component.kind, box, parent)
        connect(desk, source, new)
    desk.select({new})
    reveal(desk, box)
    return new


def _room_beside(
    desk: Workspace, source: str, frame: Box, direction: Direction
) -> tuple[Box, str | None, dict[str, Box]]:
    """Return a free box beside a component, the group it is in, and the frames that groups grow to."""
    chain = ancestors(desk, source)
    if chain:
        # Nothing is grown at the start.
        from archdraw.editor.edits.making_room import growth_for

        box = free_box(desk, frame, direction, frame.w, frame.h, chain)
        growth = growth_for(desk, box, chain)
        if growth is not None:
            return box, chain[0], growth
    box = free_box(desk, frame, direction, frame.w, frame.h)
    return box, group_at(desk, box.center), {}


def add_from(
    desk: Workspace, kind_id: str, name: str | None, *, source: str | None, at: Point | None = None
) -> str:
    """Add a component and connect it from `source`, where there is one; select it and return its id.

    It goes to `at`, or right of the source, or to the middle of the viewport, always where it covers nothing
    (a point that the user chose is kept).
    """
    origin = desk.frame(source) if source is not None and desk.component(source) is not None else None
    if at is not None:
        box = centered_box(at, CARD_WIDTH, CARD_HEIGHT)
    elif origin is not None:
        box = free_box(desk, origin, "right", CARD_WIDTH, CARD_HEIGHT)
    else:
        box = free_box_at(desk, desk.visible_center(), CARD_WIDTH, CARD_HEIGHT)
    with desk.change(f"Insert {name}" if name else "Insert"):
        new = place_component(desk, kind_id, box, name)
        if source is not None and origin is not None:
            connect(desk, source, new)
    desk.select({new})
    reveal(desk, box)
    return new


def reveal(desk: Workspace, box: Box) -> None:
    """Move the camera no further than needed to show the box."""
    desk.set_camera(desk.camera.revealing(box, *desk.viewport))
