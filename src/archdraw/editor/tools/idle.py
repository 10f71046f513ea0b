"""The resting hand: hovering, and who takes over at a press; those are loaded by the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from archdraw.core.geometry.hits import nearest_on_polyline, point_along
from archdraw.editor import ghosts
from archdraw.editor.edits import routes
from archdraw.editor.edits.folding import toggle_collapsed
from archdraw.editor.edits.locking import is_locked
from archdraw.editor.tools.keys import MODIFIER_KEYS, answer_key
from archdraw.editor.tools.tool import IGNORED, STAY, Next, take
from archdraw.editor.tools.zones import (
    ARROWS,
    EMPTY_ZONE,
    FINE_ZOOM,
    Zone,
    arrow_points,
    chevron_point,
    component_at,
    cursor_for,
    ends_of,
    grips_of,
    handle_points,
    near_component,
    resizable,
    segment_of,
    zone_at,
)
from archdraw.editor.workspace import QuickInsertRequest

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.core.geometry import Point
    from archdraw.editor.edits.connecting import End
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.workspace import Workspace


# Of larger selections the signs of each would only hide the drawing.
_MOST_SIGNS = 30


class Idle:
    """Nothing is under way. Shows handles, ends and hover arrows, and hands presses to the other tools."""

    name = "idle"

    def __init__(self) -> None:
        self._arrows_of: str | None = None
        self._zone = EMPTY_ZONE

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Hover, or hand over at a press."""
        if event.kind == "move":
            self._hover(desk, event)
            return STAY
        if event.kind == "leave":
            self.let_go(desk)
            return STAY
        if event.kind == "press":
            self._hover(desk, event)
            return self._press(desk, event)
        if event.kind == "double" and event.button == "left":
            self._hover(desk, event)
            if event.shift or event.ctrl or event.alt:
                # Two quick clicks that add, toggle or go down through a heap are two clicks.
                return self._press(desk, event)
            if zone_at(desk, event.at).kind == "chevron":
                return STAY
            from archdraw.editor.tools.doubling import Doubling

            return take(Doubling(event, lambda: self._press(desk, event), lambda: self._double(desk, event)))
        return IGNORED

    def on_key(self, desk: Workspace, event: KeyEvent) -> Next:
        """Answer the keys that work on the selection; the arrows are gone until the pointer moves again."""
        if event.kind == "press" and event.key not in MODIFIER_KEYS:
            self.let_go(desk)
        return answer_key(desk, event)

    def take_over(self, desk: Workspace) -> None:
        """Come after another tool: what the pointer has left is pointed at no more."""
        over, pointer = self._arrows_of, desk.pointer
        if over is not None and (pointer is None or not near_component(desk, pointer, over)):
            self.let_go(desk)

    def ghosts(self, desk: Workspace) -> tuple[Shape, ...]:
        """Return handles or ends of the one selected element, and the arrows of the hovered component."""
        if desk.camera.zoom < FINE_ZOOM or desk.document.read_only:
            return ()
        px = desk.pixel
        shapes: list[Shape] = []
        if len(desk.selection) == 1:
            chosen = next(iter(desk.selection))
            frame = desk.frame(chosen)
            if desk.connection(chosen) is not None:
                shapes += self._grips(desk, chosen)
                shapes += ghosts.knobs(ends_of(desk, chosen).values(), px)
            elif frame is not None and resizable(desk, chosen):
                shapes += ghosts.handles(handle_points(frame).values(), px)
        if self._zone.id not in desk.selection:
            shapes += self._grips(desk, self._zone.id)
        shapes += self._signs(desk)
        shapes += _line_to_come(desk)
        hovered = desk.frame(self._arrows_of) if self._arrows_of is not None else None
        if hovered is not None:
            for direction, at in arrow_points(desk, hovered).items():
                strong = self._zone == Zone("arrow", self._arrows_of or "", direction)
                shapes.append(ghosts.arrow(at, ARROWS[direction], px, strong=strong))
        return tuple(shapes)

    def _signs(self, desk: Workspace) -> list[Shape]:
        """Return the padlocks of locked elements and the chevrons of groups, selected or hovered ones."""
        px = desk.pixel
        shapes: list[Shape] = []
        marked = desk.selection if len(desk.selection) <= _MOST_SIGNS else frozenset[str]()
        for element_id in sorted({*marked, *filter(None, (desk.hover,))}):
            frame = desk.frame(element_id)
            if frame is not None and is_locked(desk, element_id):
                shapes += ghosts.padlock((frame.x, frame.y), px)
            elif desk.connection(element_id) is not None and is_locked(desk, element_id):
                route = routes.seen_route(desk, element_id)
                shapes += ghosts.padlock(point_along(route, 0.5), px) if route else ()
            at = chevron_point(desk, element_id)
            if at is not None:
                strong = self._zone == Zone("chevron", element_id)
                opens = desk.scene.is_collapsed(element_id)
                shapes += ghosts.chevron(at, px, opens=opens, strong=strong)
        return shapes

    def cancel(self, desk: Workspace) -> None:
        """Nothing was begun."""

    def _grips(self, desk: Workspace, connection_id: str) -> list[Shape]:
        """Return the handles of segments: all of a selected connection, else the one pointed at."""
        zone = self._zone
        over = int(zone.part) if zone.id == connection_id and segment_of(desk, zone) is not None else None
        if over is None and connection_id not in desk.selection:
            return []
        return [
            ghosts.grip(at, desk.pixel, upright=upright, strong=index == over)
            for at, upright, index in grips_of(desk, connection_id)
            if index == over or connection_id in desk.selection
        ]

    def let_go(self, desk: Workspace) -> None:
        """Point at nothing until the pointer moves again."""
        self._arrows_of, self._zone = None, EMPTY_ZONE
        desk.set_hover(None)

    def _hover(self, desk: Workspace, event: PointerEvent) -> None:
        over = component_at(desk, event.at)
        if over is not None:
            self._arrows_of = over
        elif self._arrows_of is not None and not near_component(desk, event.at, self._arrows_of):
            self._arrows_of = None
        self._zone = zone_at(desk, event.at, self._arrows_of)
        desk.set_hover(self._zone.id or None)
        desk.cursor = cursor_for(desk, self._zone)

    def _press(self, desk: Workspace, event: PointerEvent) -> Next:
        zone = self._zone
        if event.button in ("middle", "right"):
            from archdraw.editor.tools.panning import Panning

            return take(Panning(desk, event, zone.id if event.button == "right" else ""))
        if event.button != "left":
            return IGNORED
        plain = not (event.shift or event.ctrl or event.alt)
        if zone.kind == "handle":
            from archdraw.editor.tools.resizing import Resizing

            return take(Resizing(desk, zone.id, zone.part, event.at))
        if zone.kind == "chevron":
            if not desk.document.read_only:
                toggle_collapsed(desk, {zone.id})
            return STAY
        if zone.kind == "end":
            from archdraw.editor.tools.connecting import Reconnecting

            return take(Reconnecting(desk, zone.id, cast("End", zone.part), event))
        if zone.kind == "arrow" or (zone.kind == "border" and plain):
            from archdraw.editor.tools.connecting import Connecting

            return take(Connecting(desk, zone, event))
        if zone.kind == "border":
            zone = Zone("body", zone.id)
        from archdraw.editor.tools.pressing import Pressing

        return take(Pressing(desk, zone, event))

    def _double(self, desk: Workspace, event: PointerEvent) -> Next:
        zone = zone_at(desk, event.at)
        if zone.kind == "end":
            routes.fix_end(desk, zone.id, cast("End", zone.part), None)
            return STAY
        if zone.kind in ("body", "border", "handle"):
            from archdraw.editor.tools.labelling import Labelling, label_edit

            at = _place_on_line(desk, zone, event.at)
            edit = label_edit(desk, zone.id, at)
            if edit is not None:
                desk.select({zone.id})
                labelling = Labelling(edit, label_at=at)
                labelling.enter(desk)
                return take(labelling)
            return STAY
        desk.request_quick_insert(QuickInsertRequest(event.at))
        return STAY


def _line_to_come(desk: Workspace) -> tuple[Shape, ...]:
    """Return the line to what is being asked for, while it is being asked for."""
    asked = desk.quick_insert
    if asked is None or asked.at is None or asked.source is None or desk.frame(asked.source) is None:
        return ()
    from archdraw.editor.tools.anchoring import POINTER, line_ghosts
    from archdraw.editor.tools.connecting import new_connection

    return line_ghosts(desk, new_connection(asked.source, POINTER), None, asked.at, bound=False)


def _place_on_line(desk: Workspace, zone: Zone, point: Point) -> float | None:
    """Return the fraction of a line at which a double click on a segment puts its label."""
    if not zone.part.isdigit() or zone.id not in desk.scene.lines:
        return None
    nearest = nearest_on_polyline(point, desk.scene.glimpse(zone.id)[0])
    return None if nearest is None else nearest.fraction
