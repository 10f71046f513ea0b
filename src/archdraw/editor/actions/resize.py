"""Changing sizes with the keyboard: the right or the lower edge goes one grid step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import box_selected
from archdraw.editor.edits import moving

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session

_WAYS: tuple[tuple[str, str, str, str, int], ...] = (
    ("wider", "Wider", "Right", "e", 1),
    ("narrower", "Narrower", "Left", "e", -1),
    ("higher", "Taller", "Down", "s", 1),
    ("lower", "Shorter", "Up", "s", -1),
)


def _resize(part: str, sign: int, session: Session, _shell: Shell) -> None:
    from archdraw.editor.edits.grouping import held_by_content
    from archdraw.editor.tools.resizing import resized

    step = sign * session.grid
    boxes = {}
    for one, box in moving.movable(session, session.selection).items():
        if one in session.selection:
            smallest = moving.SMALLEST.get(session.role(one) or "", (1.0, 1.0))
            held = held_by_content(session, one)
            boxes[one] = resized(box, part, step, step, smallest, session.grid, held)
    moving.put_boxes(session, boxes, "Resize")


ACTIONS = tuple(
    Action(
        f"arrange.{name}",
        title,
        "Arrange",
        partial(_resize, part, sign),
        "",
        (f"Ctrl+Shift+{key}",),
        box_selected,
        tip=f"Move the {'right' if part == 'e' else 'lower'} edge of the selection by one grid step.",
        section="size",
        submenu="Size",
    )
    for name, title, key, part, sign in _WAYS
)
