"""What the parts of the main window share: the session, the widgets, and saying something to the user."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMainWindow

from archdraw.editor.actions.action import Shell
from archdraw.editor.session import Session
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.palette import Appearance
from archdraw.qt.bridge.worker import AnalysisRunner, LongJobs, LongWork
from archdraw.qt.canvas import CanvasView
from archdraw.qt.panels.status import StatusLine
from archdraw.qt.panels.strips import Toast
from archdraw.qt.window.command_table import CommandTable
from archdraw.qt.window.frame import Frame
from archdraw.qt.window.saved_state import SavedState


class Desk(QMainWindow):
    """The base of the main window; its parts know this much of it and no more."""

    session: Session
    appearance: Appearance
    icons: Icons
    saved: SavedState
    shell: Shell
    commands: CommandTable
    jobs: LongJobs
    runner: AnalysisRunner
    canvas: CanvasView
    frame: Frame
    status: StatusLine
    toast_box: Toast

    @property
    def folder(self) -> Path:
        """Where file dialogs start: beside the document, else at home."""
        path = self.session.document.path
        return path.parent if path is not None else Path.home()

    def toast(self, text: str, button: str = "", act: Callable[[], None] | None = None) -> None:
        """Show a sentence for a few seconds."""
        self.toast_box.say(text, button, act)

    def run_long(self, label: str, work: LongWork, done: Callable[[Any], None]) -> None:
        """Run a long job with its progress in the status line."""
        if not self.jobs.run_long(label, work, done):
            self.toast(f"“{self.jobs.running}” is still under way; try again when it is done.")
