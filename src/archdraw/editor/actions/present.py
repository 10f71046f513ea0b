"""Presenting a view step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import needs, resting, some_selected

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _play(_session: Session, shell: Shell) -> None:
    shell.present()


@needs("There is nothing to show yet.", edits=False)
def _can_play(session: Session) -> bool:
    return resting(session) and bool(session.scene.order)


def _add(session: Session, shell: Shell) -> None:
    from archdraw.editor.edits import revealing

    revealing.add_step(session, session.selection)
    shell.show_panel("steps")


def _panel(_session: Session, shell: Shell) -> None:
    shell.show_panel("steps")


ACTIONS = (
    Action(
        "present.play",
        "Present",
        "View",
        _play,
        "",
        ("F5",),
        _can_play,
        tip="Play the steps of this view, full screen. Arrows and Space go on, Escape ends.",
        section="present",
    ),
    Action(
        "present.add-step",
        "Step of the selection",
        "View",
        _add,
        "",
        ("Ctrl+Alt+Return",),
        some_selected,
        tip="Add a step that reveals what is selected.",
        section="present",
    ),
    Action(
        "present.panel",
        "Show steps",
        "View",
        _panel,
        "",
        ("Alt+Shift+P",),
        tip="Edit the steps in which this view is presented.",
        section="present",
    ),
)
