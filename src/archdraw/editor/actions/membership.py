"""Into a group and out of it by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import bounding_box
from archdraw.core.model import one_line
from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import needs, some_selected
from archdraw.editor.edits import membership
from archdraw.editor.edits.growing import reveal
from archdraw.editor.hierarchy import ancestors, parent_of

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session

# Of fewer elements than this each is looked up; for more, whole tables are gone through.
_MANY = 100


@needs("Select components or groups first; and this view needs a group to put them into.")
def _can_put(session: Session) -> bool:
    if not some_selected(session) or not session.store.table("groups"):
        return False
    boxes = session.chosen.components | session.chosen.groups
    return bool(boxes) and bool(membership.groups_for(session, boxes))


@needs("Select something first that is in a group.")
def _can_take(session: Session) -> bool:
    if not some_selected(session) or not session.store.table("groups"):
        return False
    boxes = session.chosen.components | session.chosen.groups
    if len(boxes) < _MANY:
        return any(parent_of(session, one) is not None for one in boxes)
    tables = (session.store.table("groups"), session.store.table("components"))
    # In the order of the tables: that of the selection is a walk all over the memory.
    return any(
        record.parent is not None and one in boxes for table in tables for one, record in table.items()
    )


def _put(session: Session, shell: Shell) -> None:
    groups = membership.groups_for(session, session.selection)
    at = shell.ask_choice("Move into a group", "Group", tuple(_way(session, one) for one in groups))
    if at is not None:
        membership.put_into(session, groups[at], session.selection)
        _show(session)


def _take(session: Session, _shell: Shell) -> None:
    membership.take_out(session, session.selection)
    _show(session)


def _way(session: Session, group_id: str) -> str:
    """Return the name of a group, its own first, and those of the groups around it."""
    way = (group_id, *ancestors(session, group_id))
    return ", in ".join(one_line(session.store.get("groups", one).name) or one for one in way)


def _show(session: Session) -> None:
    around = bounding_box(session.frames(session.selection).values())
    if around is not None:
        reveal(session, around)


ACTIONS = (
    Action(
        "arrange.into-group",
        "Move into group…",
        "Arrange",
        _put,
        "",
        ("Alt+Shift+G",),
        _can_put,
        tip="Choose the group by name; it makes room where it has none.",
        section="group",
    ),
    Action(
        "arrange.out-of-group",
        "Take out of group",
        "Arrange",
        _take,
        "",
        ("Alt+Shift+U",),
        _can_take,
        tip="Put the selection beside the group that it is in.",
        section="group",
    ),
)
