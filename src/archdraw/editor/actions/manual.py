"""The Help menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _shortcuts(_session: Session, shell: Shell) -> None:
    shell.show_shortcuts()


def _about(_session: Session, shell: Shell) -> None:
    shell.show_about()


ACTIONS = (
    Action(
        "help.shortcuts",
        "Keyboard shortcuts",
        "Help",
        _shortcuts,
        "help",
        ("F1", "Shift+/"),
        tip="All keys and gestures.",
    ),
    Action(
        "help.about",
        "About ArchDraw",
        "Help",
        _about,
        "info",
        ("Shift+F1",),
        tip="Version, licence and credits.",
    ),
)
