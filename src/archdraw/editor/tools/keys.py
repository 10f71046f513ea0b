"""Keys of the resting hand that no action can have: Space holds the hand that pulls, Escape clears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.tools.tool import IGNORED, STAY, Next, take

if TYPE_CHECKING:
    from archdraw.editor.events import KeyEvent
    from archdraw.editor.workspace import Workspace

MODIFIER_KEYS = frozenset({"Shift", "Control", "Alt", "Meta"})


def answer_key(desk: Workspace, event: KeyEvent) -> Next:
    """Answer a key while nothing is under way."""
    if event.kind != "press":
        return IGNORED
    if event.chord == "Escape":
        return _escape(desk)
    if event.chord == "Space" and not event.repeated:
        from archdraw.editor.tools.panning import HandReady

        return take(HandReady(desk))
    return IGNORED


def _escape(desk: Workspace) -> Next:
    """Leave the mode first, then clear the selection; what is pointed out and what failed is a mode."""
    if desk.quick_insert is not None:
        desk.request_quick_insert(None)
    elif desk.selection and not (desk.failed or desk.highlighted):
        desk.select(())
    else:
        return IGNORED
    return STAY
