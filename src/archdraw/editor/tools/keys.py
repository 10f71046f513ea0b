"""Keys of the resting hand that belong to no menu: arrows, Tab, Enter, Space, Escape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.edits import moving
from archdraw.editor.edits.growing import grow, reveal
from archdraw.editor.navigation import neighbour_in_direction, next_in_order
from archdraw.editor.placing import GRID, Direction
from archdraw.editor.tools.labelling import Labelling, label_edit
from archdraw.editor.tools.panning import HandReady
from archdraw.editor.tools.tool import IGNORED, STAY, Next, take

if TYPE_CHECKING:
    from archdraw.editor.events import KeyEvent
    from archdraw.editor.workspace import Workspace

NUDGE = 1.0
# Px that an arrow key scrolls by when nothing is selected.
_SCROLL = 40.0
_ARROWS: dict[str, tuple[Direction, int, int]] = {
    "Left": ("left", -1, 0),
    "Right": ("right", 1, 0),
    "Up": ("up", 0, -1),
    "Down": ("down", 0, 1),
}


def answer_key(desk: Workspace, event: KeyEvent) -> Next:
    """Answer a key while nothing is under way."""
    if event.kind != "press":
        return IGNORED
    if event.name in _ARROWS:
        return _arrow(desk, event)
    chord = event.chord
    if chord == "Escape":
        return _escape(desk)
    if chord in ("Tab", "Shift+Tab"):
        return _go_to(desk, next_in_order(desk, -1 if event.shift or event.key == "Backtab" else 1))
    if chord in ("Return", "F2"):
        return _edit(desk)
    if chord == "Space" and not event.repeated:
        return take(HandReady(desk))
    if chord in ("PageUp", "PageDown"):
        page = desk.viewport[1] * 0.8
        desk.set_camera(desk.camera.panned(0.0, page if chord == "PageUp" else -page))
        return STAY
    return IGNORED


def _arrow(desk: Workspace, event: KeyEvent) -> Next:
    direction, dx, dy = _ARROWS[event.name]
    one = next(iter(desk.selection)) if len(desk.selection) == 1 else None
    if event.modifiers in ({"ctrl"}, {"alt", "shift"}):
        if one is None or desk.component(one) is None:
            return IGNORED
        grow(desk, one, direction)
        return STAY
    if event.modifiers == {"alt"}:
        return _go_to(desk, neighbour_in_direction(desk, direction))
    if event.ctrl or event.alt:
        return IGNORED
    if not desk.selection:
        desk.set_camera(desk.camera.panned(-dx * _SCROLL, -dy * _SCROLL))
        return STAY
    step = GRID if event.shift else NUDGE
    moving.move_by(desk, desk.selection, dx * step, dy * step, "Nudge")
    return STAY


def _go_to(desk: Workspace, element_id: str | None) -> Next:
    if element_id is None:
        return STAY
    desk.select({element_id})
    frame = desk.frame(element_id)
    if frame is not None:
        reveal(desk, frame)
    return STAY


def _escape(desk: Workspace) -> Next:
    if desk.quick_insert is not None:
        desk.request_quick_insert(None)
    elif desk.selection:
        desk.select(())
    elif desk.failed or desk.highlighted:
        return IGNORED
    return STAY


def _edit(desk: Workspace) -> Next:
    one = next(iter(desk.selection)) if len(desk.selection) == 1 else None
    edit = label_edit(desk, one) if one is not None else None
    if edit is None:
        return IGNORED
    labelling = Labelling(edit)
    labelling.enter(desk)
    return take(labelling)
