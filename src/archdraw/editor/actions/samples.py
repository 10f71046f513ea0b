"""The samples that come with the program, to look at and to change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action

if TYPE_CHECKING:
    from pathlib import Path

    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def samples() -> list[tuple[str, Path]]:
    """Return title and file of every sample, by title."""
    from archdraw.core.locations import resources_dir

    files = (resources_dir() / "samples").glob("*.adraw")
    return sorted((json.loads(file.read_text(encoding="utf-8"))["title"], file) for file in files)


def _open(_session: Session, shell: Shell) -> None:
    listed = samples()
    chosen = shell.ask_choice("Open a sample", "Sample", tuple(title for title, _ in listed))
    if chosen is not None:
        shell.open_copy(listed[chosen][1])


ACTIONS = (
    Action(
        "file.sample",
        "Open a sample…",
        "File",
        _open,
        "",
        ("Ctrl+R, O",),
        tip="Open one of the designs that come with the program; it is yours to change.",
        section="open",
    ),
)
