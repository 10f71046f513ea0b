"""The last entry of the File menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _quit(_session: Session, shell: Shell) -> None:
    shell.quit()


ACTIONS = (
    Action("file.quit", "Quit", "File", _quit, "", ("Ctrl+Q",), tip="Close all windows.", section="quit"),
)
