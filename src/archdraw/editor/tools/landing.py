"""What a component would do where it is dropped: go into a connection, or take the place of another.

The drags ask while they are under way, show the answer, and do it on release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archdraw.core.geometry import Box, Point
from archdraw.core.records import frozen
from archdraw.editor import ghosts
from archdraw.editor.edits.locking import LOCKED, is_locked
from archdraw.editor.edits.splicing import can_splice
from archdraw.editor.tools.connecting import border_point
from archdraw.editor.tools.zones import LINE_REACH, component_at

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.editor.events import PointerEvent
    from archdraw.editor.workspace import Workspace

# How near its middle has to be to a line for a component that is not connected yet, in screen px.
_MIDDLE_REACH = 14.0


@frozen
class Landing:
    """What would happen on release, and to which connection or component."""

    kind: Literal["splice", "replace"]
    id: str


def landing_of(desk: Workspace, event: PointerEvent, middle: Point, dragged: str = "") -> Landing | None:
    """Return what a component would do if it were dropped now, or None for simply standing there.

    Parameters
    ----------
    middle
        The middle of its card.
    dragged
        Its id, empty for one that is not there yet. One that has connections goes into another only when
        the pointer itself is on the line, so that nothing is rewired by chance. Alt suspends it.
    """
    if event.shift:
        under = component_at(desk, event.at, without=dragged)
        return Landing("replace", under) if under is not None and not is_locked(desk, under) else None
    if event.alt or event.ctrl:
        return None
    reach = LINE_REACH * desk.pixel
    # A component never goes into a connection of its own; a hub has many, and all of them are under way.
    own = frozenset(desk.scene.connections_of(dragged)) if dragged else frozenset()
    hits = desk.scene.hits(event.at, reach, own)
    if not own:
        hits += desk.scene.hits(middle, _MIDDLE_REACH * desk.pixel)
    for one in hits:
        if desk.connection(one) is not None and can_splice(desk, one, dragged):
            return Landing("splice", one)
    return None


def say_why_not(desk: Workspace, event: PointerEvent, dragged: str) -> None:
    """Say so where a component was dropped with Shift on one that is locked, which it does not replace."""
    under = component_at(desk, event.at, without=dragged) if event.shift else None
    if under is not None and is_locked(desk, under):
        desk.say(LOCKED)


def landing_ghosts(desk: Workspace, landing: Landing, card: Box) -> tuple[Shape, ...]:
    """Return the preview: the two connections to come, or the component that is replaced."""
    px = desk.pixel
    if landing.kind == "replace":
        frame = desk.frame(landing.id)
        return () if frame is None else (ghosts.target(frame, px), *ghosts.swap(frame, px))
    connection = desk.connection(landing.id)
    if connection is None:
        return ()
    shapes: list[Shape] = []
    for one, leads_in in ((connection.source, True), (connection.target, False)):
        frame = desk.frame(one)
        if frame is None:
            continue
        here, there = border_point(card, frame.center), border_point(frame, card.center)
        way = (there, here) if leads_in else (here, there)
        if way[0] != way[1]:
            shapes.append(ghosts.line(way, px, width=2.5))
            shapes.append(ghosts.arrow_tip(way, px))
    return (*shapes, *ghosts.knobs([border_point(card, f.center) for f in _ends(desk, landing.id)], px))


def _ends(desk: Workspace, connection_id: str) -> list[Box]:
    connection = desk.connection(connection_id)
    ends = () if connection is None else (connection.source, connection.target)
    return [frame for frame in map(desk.frame, ends) if frame is not None]
