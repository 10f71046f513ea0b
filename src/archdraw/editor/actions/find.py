"""Finding text, and replacing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import editable, resting

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _find(session: Session, _shell: Shell) -> None:
    session.request_find("find")


def _replace(session: Session, _shell: Shell) -> None:
    session.request_find("replace")


def _next(session: Session, _shell: Shell) -> None:
    session.request_find("next")


def _previous(session: Session, _shell: Shell) -> None:
    session.request_find("previous")


ACTIONS = (
    Action(
        "edit.find",
        "Find…",
        "Edit",
        _find,
        "search",
        ("Ctrl+F",),
        resting,
        tip="Find text in names, labels, titles, notes, attributes and everything else that is written.",
        section="find",
    ),
    Action(
        "edit.replace",
        "Replace…",
        "Edit",
        _replace,
        "",
        ("Ctrl+H",),
        editable,
        tip="Find text and replace it, one by one or all at once.",
        section="find",
    ),
    Action(
        "edit.find-next",
        "Find next",
        "Edit",
        _next,
        "",
        ("F3",),
        resting,
        tip="Go to the next match.",
        section="find",
    ),
    Action(
        "edit.find-previous",
        "Find previous",
        "Edit",
        _previous,
        "",
        ("Shift+F3",),
        resting,
        tip="Go to the match before.",
        section="find",
    ),
)
