"""Tidying as the editor does it: what stays, what moves, and the glide from here to there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box
from archdraw.core.history import place_key
from archdraw.editor.edits import moving
from archdraw.editor.edits.locking import unlocked
from archdraw.editor.hierarchy import with_content
from archdraw.editor.newcomers import PLACED
from archdraw.editor.tools.idle import Idle
from archdraw.editor.tools.tool import DONE, STAY, Next

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from archdraw.core.drawing import Shape
    from archdraw.core.layout import Request
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.session import Session
    from archdraw.editor.workspace import Workspace

# More elements than this are not shown on their way: each frame would take too long.
MOST_GLIDING = 600


def request_of(session: Session) -> Request:
    """Return how this session lays out: what its view hides is not looked at, what is locked stays."""
    from archdraw.core.layout import Request

    order = session.scene.order
    return Request(hidden=session.scene.hidden, fixed=frozenset(order).difference(unlocked(session, order)))


def moves_of(session: Session, boxes: Mapping[str, Box]) -> dict[str, Box]:
    """Return those of the new places that are not where the elements have theirs already."""
    moves: dict[str, Box] = {}
    for element_id, wanted in boxes.items():
        box = wanted
        stored = session.placement(element_id) or session.note(element_id)
        placed = session.placement(element_id)
        if placed is not None and placed.collapsed:
            box = Box(box.x, box.y, placed.w, placed.h)
        if session.role(element_id) is not None and (stored is None or stored.box != box):
            moves[element_id] = box
    for group_id in [one for one in moves if session.scene.is_collapsed(one)]:
        moves.update(_inside(session, group_id, moves[group_id]))
    return moves


def _inside(session: Session, group_id: str, box: Box) -> dict[str, Box]:
    """Return where the content of a collapsed group comes to lie when its card goes to a box."""
    card = session.frame(group_id)
    if card is None:
        return {}
    content = with_content(session, {group_id}) - {group_id}
    frames = session.frames(content)
    return {one: frame.moved(box.x - card.x, box.y - card.y) for one, frame in frames.items()}


def place_all(desk: Workspace, moves: Mapping[str, Box], label: str) -> None:
    """Put elements to their new places, and bring waypoints along or clear them; one undo step."""
    from archdraw.core.layout import rerouted

    design = desk.design
    with desk.change(label) as store:
        for connection_id, route in rerouted(design, design.view_by_id[desk.view_id], moves).items():
            key = place_key(desk.view_id, connection_id)
            if route is None:
                store.remove("edges", key)
            else:
                store.put("edges", key, route)
        moving.put_boxes(desk, moves, label)


def remember(desk: Workspace, fields: Mapping[str, str], label: str) -> None:
    """Let the view keep fields of its layout."""
    view = desk.store.get("views", desk.view_id)
    with desk.change(label) as store:
        store.put("views", desk.view_id, view.revised(**fields))


def place_waiting(session: Session) -> bool:
    """Give what was just inserted or connected a place beside its neighbours; return whether it moved.

    This joins the undo step of the insertion. Where tidiness is not to be kept, nothing happens.
    """
    waiting = frozenset(session.newcomers.waiting)
    if not waiting or session.busy or not session.keep_tidy or session.document.read_only:
        if not session.keep_tidy:
            session.newcomers.waiting.clear()
        return False
    session.newcomers.waiting.clear()
    from archdraw.core.layout import place_new

    made = place_new(session.design, session.view_id, waiting, request_of(session))
    moves = moves_of(session, made.boxes)
    if not moves:
        return False
    label = session.store.undo_label
    place_all(session, moves, PLACED)
    session.store.join_last(label or PLACED)
    return True


class Gliding:
    """Elements on their way to new places: Escape takes it back, anything else that is pressed ends it.

    The whole way is one undo step, and with it what the view is to remember (`fields`). `step` moves on;
    `finished` is called at the end, not when taken back.
    """

    name = "gliding"

    def __init__(
        self,
        desk: Workspace,
        moves: Mapping[str, Box],
        label: str,
        fields: Mapping[str, str],
        finished: Callable[[], None],
    ) -> None:
        self._desk, self._moves, self._label, self._finished = desk, moves, label, finished
        self._starts, self._camera = desk.frames(moves), desk.camera
        self._under_way = True
        desk.store.begin_gesture(label)
        if fields:
            remember(desk, fields, label)

    def step(self, share: float) -> bool:
        """Show the drawing so far on its way (0 to 1); return whether there is more of it to come."""
        if not self._under_way:
            return False
        if share >= 1.0 or len(self._moves) > MOST_GLIDING:
            self._end()
            return False
        eased = 1.0 - (1.0 - share) ** 3
        starts = self._starts
        on_the_way = {
            key: _between(starts[key], box, eased) for key, box in self._moves.items() if key in starts
        }
        moving.put_boxes(self._desk, on_the_way, self._label)
        return True

    def _end(self) -> None:
        self._under_way = False
        # The waypoints of the document are still those of the beginning.
        moving.put_boxes(self._desk, self._starts, self._label)
        place_all(self._desk, self._moves, self._label)
        self._desk.store.end_gesture()
        self._finished()

    def on_pointer(self, _desk: Workspace, event: PointerEvent) -> Next:
        """Arrive at once when something is pressed."""
        if event.kind in ("press", "double"):
            self._end()
        return STAY

    def on_key(self, desk: Workspace, event: KeyEvent) -> Next:
        """Escape takes everything back, any other key arrives at once."""
        if event.kind == "press" and event.name == "Escape":
            self.cancel(desk)
            return DONE
        if event.kind == "press":
            self._end()
        return STAY

    def ghosts(self, _desk: Workspace) -> tuple[Shape, ...]:
        """Return nothing: what moves is the drawing."""
        return ()

    def cancel(self, desk: Workspace) -> None:
        """Put everything back where it was."""
        if self._under_way:
            self._under_way = False
            desk.store.bail_out()
            desk.set_camera(self._camera)


class Kept(Idle):
    """The resting hand just after a tidy: the first Escape takes it back, everything else keeps it."""

    name = "kept"

    def __init__(self, revision: int) -> None:
        super().__init__()
        self._revision = revision

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Answer as the resting hand does, which has it again after a press."""
        answer = super().on_pointer(desk, event)
        return answer._replace(done=True) if event.kind in ("press", "double") else answer

    def on_key(self, desk: Workspace, event: KeyEvent) -> Next:
        """Take back with Escape, else answer as the resting hand."""
        if event.kind == "press" and event.name == "Escape" and desk.store.revision == self._revision:
            desk.store.undo()
            return DONE
        answer = super().on_key(desk, event)
        return answer._replace(done=True) if event.kind == "press" else answer


def _between(start: Box, end: Box, share: float) -> Box:
    return Box(*(a + (b - a) * share for a, b in zip(start, end, strict=True)))
