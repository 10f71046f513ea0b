"""Moving what is selected, with snapping, drop targets and copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, Point, bounding_box
from archdraw.core.history import place_key
from archdraw.editor import clipboard, ghosts
from archdraw.editor.duplicating import duplicate
from archdraw.editor.edits import moving
from archdraw.editor.edits.grouping import grow_to_hold
from archdraw.editor.edits.locking import unlocked
from archdraw.editor.edits.replacing import replace_component
from archdraw.editor.edits.splicing import put_between, settled_box
from archdraw.editor.hierarchy import outermost
from archdraw.editor.placing import group_at
from archdraw.editor.tools.landing import Landing, landing_ghosts, landing_of, say_why_not
from archdraw.editor.tools.snapping import Snap, neighbours_of, snap_move
from archdraw.editor.tools.tool import DONE, IGNORED, STAY, Next

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.core.model import EdgeRoute
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.workspace import Workspace


class Translating:
    """A drag of the selection: one undo step, Escape leaves no trace.

    Snaps to neighbours and to the grid, Alt suspends that, Shift keeps to one axis. With Alt or Ctrl held
    when it begins, copies are dragged and the originals stay. Dropping into another group than it began in
    moves the elements into that group. One component alone goes into the connection it is dropped on; with
    Shift it takes the place of the component it is dropped on.
    """

    name = "translating"

    def __init__(self, desk: Workspace, start: Point, *, copying: bool = False) -> None:
        self._start = start
        self._before = desk.selection
        self._label = "Duplicate" if copying else "Move"
        # The Alt that copies suspends nothing, until it is let go and pressed anew.
        self._copies_by_alt = copying
        desk.store.begin_gesture(self._label)
        self._depth = desk.store.undo_depth
        if copying:
            ids = duplicate(desk, desk.selection, 0.0, 0.0)
            clipboard.remember_copies(desk, ids)
            desk.select(ids[one] for one in self._before if one in ids)
        self._tops = outermost(desk, unlocked(desk, desk.selection))
        self._boxes = moving.movable(desk, desk.selection)
        self._routes = self._routes_between(desk)
        self._around = bounding_box(self._boxes.values()) or Box(start.x, start.y, 0, 0)
        self._neighbours = neighbours_of(desk, self._boxes)
        self._home = group_at(desk, start, self._boxes)
        self._target = self._home
        self._landing: Landing | None = None
        single = len(self._boxes) == 1 and desk.component(next(iter(self._boxes))) is not None
        self._single = next(iter(self._boxes)) if single else None
        self._snap = Snap(0.0, 0.0)
        # How far everything was put from where it began.
        self._placed: tuple[float, float] | None = None
        desk.cursor = "move"

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Follow the pointer; releasing drops."""
        if event.kind == "move":
            self._move(desk, event)
            return STAY
        if event.kind == "release" and event.button in ("left", "none"):
            self._move(desk, event)
            self._drop(desk)
            if self._landing is None and self._single is not None:
                say_why_not(desk, event, self._single)
            return DONE
        return IGNORED

    def on_key(self, desk: Workspace, event: KeyEvent) -> Next:
        """Escape puts everything back."""
        if event.kind == "press" and event.name == "Escape":
            self.cancel(desk)
            return DONE
        return STAY

    def ghosts(self, desk: Workspace) -> tuple[Shape, ...]:
        """Return alignment guides and the group the elements would go into."""
        px = desk.pixel
        shapes: list[Shape] = []
        card = desk.frame(self._single) if self._single is not None else None
        if self._landing is not None and card is not None:
            shapes += landing_ghosts(desk, self._landing, card)
            if self._landing.kind == "replace":
                return tuple(shapes)
        frame = desk.frame(self._target) if self._target is not None and self._target != self._home else None
        if frame is not None:
            shapes.append(ghosts.target(frame, px))
        elif self._target is None and self._home is not None:
            home = desk.frame(self._home)
            if home is not None:
                shapes.append(ghosts.frame(home, px, radius=14.0, dashed=True))
        if self._landing is None:
            shapes += (ghosts.guide(line, px) for line in self._snap.guides)
        return tuple(shapes)

    def cancel(self, desk: Workspace) -> None:
        """Take everything back, copies included."""
        desk.store.bail_out()
        desk.select(self._before)

    def _move(self, desk: Workspace, event: PointerEvent) -> None:
        dx, dy = event.x - self._start.x, event.y - self._start.y
        locked = None
        # Only with Shift what would happen decides where it stands: it may replace what is there.
        self._landing = self._landing_at(desk, event) if event.shift else None
        if event.shift and self._landing is None:
            locked = "x" if abs(dx) >= abs(dy) else "y"
            dx, dy = (dx, 0.0) if locked == "x" else (0.0, dy)
        self._copies_by_alt = self._copies_by_alt and event.alt
        if (event.alt and not self._copies_by_alt) or not desk.snapping:
            self._snap = Snap(dx, dy)
        else:
            self._snap = snap_move(self._around, dx, dy, self._neighbours, desk.pixel, desk.grid)
            if locked is not None:
                self._snap = self._snap.along(locked)
        self._place(desk)
        if self._landing is None or self._landing.kind == "splice":
            self._landing = self._landing_at(desk, event)
        self._target = group_at(desk, event.at, self._boxes)

    def _landing_at(self, desk: Workspace, event: PointerEvent) -> Landing | None:
        frame = desk.frame(self._single) if self._single is not None else None
        if frame is None or self._single is None:
            return None
        return landing_of(desk, event, frame.center, self._single)

    def _place(self, desk: Workspace) -> None:
        dx, dy = self._snap.dx, self._snap.dy
        if (dx, dy) == self._placed:
            # Most steps of the hand end at the same point of the grid.
            return
        self._placed = (dx, dy)
        with desk.change("Move") as store:
            moving.put_boxes(desk, {one: box.moved(dx, dy) for one, box in self._boxes.items()})
            for key, route in self._routes.items():
                points = tuple((round(x + dx, 2), round(y + dy, 2)) for x, y in route.points)
                store.put("edges", key, route.revised(points=points))

    def _drop(self, desk: Workspace) -> None:
        landing, single = self._landing, self._single
        if landing is not None and single is not None and landing.kind == "replace":
            replace_component(desk, single, landing.id)
            desk.store.end_gesture()
            return
        if landing is not None and single is not None:
            # Nothing is under the hand any more, and what follows of both changes is found out once.
            desk.store.end_gesture()
            with desk.change(self._label):
                frame = desk.frame(single)
                put_between(desk, landing.id, single)
                if frame is not None:
                    moving.put_boxes(desk, {single: settled_box(desk, frame, {single})})
        if self._target != self._home:
            moving.adopt(desk, self._members(desk), self._target)
        if self._target is not None:
            grow_to_hold(desk, self._target, self._members(desk))
        desk.store.end_gesture()
        for _ in range(desk.store.undo_depth - self._depth - 1):
            desk.store.join_last(self._label)

    def _members(self, desk: Workspace) -> list[str]:
        return [one for one in self._tops if desk.note(one) is None]

    def _routes_between(self, desk: Workspace) -> dict[str, EdgeRoute]:
        """Return the routes drawn by hand whose both ends move."""
        found: dict[str, EdgeRoute] = {}
        for connection in desk.store.table("connections").values():
            if connection.source in self._boxes and connection.target in self._boxes:
                key = place_key(desk.view_id, connection.id)
                route = desk.store.get("edges", key)
                if route is not None and route.points:
                    found[key] = route
        return found
