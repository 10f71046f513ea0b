"""Folding groups into cards and opening them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import editable, group_selected, needs
from archdraw.editor.edits import folding

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _toggle(session: Session, _shell: Shell) -> None:
    folding.toggle_collapsed(session, session.selection)


def _collapsed(session: Session) -> bool:
    return folding.collapsed_among(session, session.selection)


def _collapse_all(session: Session, _shell: Shell) -> None:
    folding.set_collapsed(session, _open_groups(session), collapsed=True)


def _expand_all(session: Session, _shell: Shell) -> None:
    groups = [one for one in session.store.table("groups") if (at := session.placement(one)) and at.collapsed]
    folding.set_collapsed(session, groups, collapsed=False)


def _open_groups(session: Session) -> list[str]:
    groups = session.store.table("groups")
    if not groups:
        return []
    return [one for one in session.scene.order if one in groups and not session.scene.is_collapsed(one)]


@needs("No group is open.")
def _can_collapse(session: Session) -> bool:
    return editable(session) and bool(_open_groups(session))


@needs("No group is folded.")
def _can_expand(session: Session) -> bool:
    return editable(session) and any(map(session.scene.is_collapsed, session.store.table("groups")))


ACTIONS = (
    Action(
        "fold.toggle",
        "Collapse",
        "Arrange",
        _toggle,
        "",
        ("Ctrl+.",),
        group_selected,
        _collapsed,
        tip="Show a group as one card, or open it again.",
        section="fold",
    ),
    Action(
        "fold.collapse-all",
        "Collapse all groups",
        "Arrange",
        _collapse_all,
        "",
        ("Ctrl+Alt+.",),
        _can_collapse,
        tip="Show every group as one card.",
        section="fold",
    ),
    Action(
        "fold.expand-all",
        "Expand all groups",
        "Arrange",
        _expand_all,
        "",
        ("Ctrl+Alt+,",),
        _can_expand,
        tip="Open every collapsed group.",
        section="fold",
    ),
)
