"""Connections by the keyboard: their ends, their way and their label."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import connection_selected, editable, free_lines, needs
from archdraw.editor.actions.standing import with_ways
from archdraw.editor.edits import connecting, routes

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


@needs("Select a connection and the component that an end should go to.")
def line_and_component(session: Session) -> bool:
    """One connection and one component are selected."""
    chosen = session.chosen
    return (
        editable(session)
        and len(session.selection) == 2
        and len(chosen.connections) == len(chosen.components) == 1
    )


@needs("Select a connection with a name first.")
def named_line(session: Session) -> bool:
    """A connection with a label is selected."""
    records = session.store.table("connections")
    return editable(session) and any(records[one].name for one in session.chosen.connections)


def _release(session: Session, _shell: Shell) -> None:
    routes.release_ends(session, free_lines(session))


def _fix(session: Session, shell: Shell) -> None:
    lines = free_lines(session)
    with_ways(session, shell, lines, lambda ways: routes.fix_ends(session, lines, ways), "fix them again")


def _reconnect(end: connecting.End, session: Session, _shell: Shell) -> None:
    (line,) = free_lines(session)
    (component,) = session.selection - {line}
    connecting.reconnect(session, line, end, component)
    session.select({line})


def _step_label(sign: int, session: Session, _shell: Shell) -> None:
    with session.change("Move label"):
        for one in free_lines(session):
            routes.step_label(session, one, sign)


def _free_label(session: Session, _shell: Shell) -> None:
    with session.change("Move label"):
        for one in free_lines(session):
            routes.put_label_at(session, one, None)


_ENDS: tuple[tuple[connecting.End, str, str, str], ...] = (
    ("source", "source", "begin at", "S"),
    ("target", "target", "end at", "E"),
)
ACTIONS = (
    Action(
        "arrange.fix-ends",
        "Fix ends",
        "Arrange",
        _fix,
        shortcuts=("Ctrl+J, F",),
        when=connection_selected,
        tip="Keep both ends at the place of the border where they are now.",
        section="connection",
        submenu="Connection",
    ),
    Action(
        "arrange.release-ends",
        "Release ends",
        "Arrange",
        _release,
        shortcuts=("Ctrl+J, U",),
        when=connection_selected,
        tip="Let both ends stand where there is most room.",
        section="connection",
        submenu="Connection",
    ),
    *(
        Action(
            f"arrange.reconnect-{end}",
            f"Move {word} to the component",
            "Arrange",
            partial(_reconnect, end),
            shortcuts=(f"Ctrl+J, {key}",),
            when=line_and_component,
            tip=f"Let the selected connection {verb} the component selected with it.",
            section="connection",
            submenu="Connection",
        )
        for end, word, verb, key in _ENDS
    ),
    *(
        Action(
            f"arrange.label-{name}",
            f"Label towards the {where}",
            "Arrange",
            partial(_step_label, sign),
            shortcuts=(key,),
            when=named_line,
            tip="Move the label along its line; it keeps its fraction.",
            section="connection",
            submenu="Connection",
        )
        for name, where, sign, key in (("back", "source", -1, "Alt+,"), ("forth", "target", 1, "Alt+."))
    ),
    Action(
        "arrange.label-free",
        "Label where there is room",
        "Arrange",
        _free_label,
        shortcuts=("Ctrl+J, N",),
        when=named_line,
        tip="Let the label stand beside the longest free segment again.",
        section="connection",
        submenu="Connection",
    ),
)
