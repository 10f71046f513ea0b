"""Finding commands, keys of one's own, and settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action

if TYPE_CHECKING:
    from archdraw.editor.actions.action import DialogName, Shell
    from archdraw.editor.session import Session


def _show(name: DialogName, _session: Session, shell: Shell) -> None:
    shell.show_dialog(name)


ACTIONS = (
    Action(
        "edit.keys",
        "Change keys…",
        "Edit",
        partial(_show, "keys"),
        shortcuts=("Ctrl+Shift+,",),
        tip="Give commands the keys you like.",
        section="settings",
    ),
    Action(
        "edit.settings",
        "Settings…",
        "Edit",
        partial(_show, "settings"),
        "settings",
        ("Ctrl+,",),
        tip="Colours, mouse wheel, grid, units and numbers.",
        section="settings",
    ),
    Action(
        "edit.plugins",
        "Plug-ins…",
        "Edit",
        partial(_show, "plugins"),
        shortcuts=("Ctrl+Alt+Shift+P",),
        tip="What is installed beside ArchDraw, and what of it works.",
        section="settings",
    ),
    Action(
        "help.commands",
        "Find a command…",
        "Help",
        partial(_show, "commands"),
        "search",
        ("Ctrl+K", "Ctrl+/", "Ctrl+Shift+P"),
        tip="Type a few letters of what you want to do.",
    ),
)
