"""Making elements as wide, as high or as large as the largest of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import two_boxes_selected

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.edits import aligning
    from archdraw.editor.session import Session


def _same(side: aligning.Side, session: Session, _shell: Shell) -> None:
    from archdraw.editor.edits import aligning

    aligning.same_size(session, session.selection, side)


_SIDES: tuple[tuple[aligning.Side, str, str], ...] = (
    ("width", "Same width", "Ctrl+Alt+W"),
    ("height", "Same height", "Ctrl+Alt+H"),
    ("size", "Same width and height", "Ctrl+Alt+S"),
)

ACTIONS = tuple(
    Action(
        f"arrange.same-{side}",
        title,
        "Arrange",
        partial(_same, side),
        "",
        (key,),
        two_boxes_selected,
        tip="The largest of the selection gives the size; middles stay.",
        section="size",
        submenu="Size",
    )
    for side, title, key in _SIDES
)
