"""What the parts of the main window share: the session, the widgets, and saying something to the user."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMainWindow

from archdraw.editor.actions.action import Shell
from archdraw.editor.session import Session
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.palette import Appearance
from archdraw.qt.bridge.worker import AnalysisRunner
from archdraw.qt.canvas import CanvasView
from archdraw.qt.panels.status import StatusLine
from archdraw.qt.panels.strips import Strip, Toast
from archdraw.qt.window.command_table import CommandTable
from archdraw.qt.window.frame import Frame
from archdraw.qt.window.saved_state import SavedState

if TYPE_CHECKING:
    from archdraw.qt.bridge.long_jobs import LongJobs, LongWork
    from archdraw.qt.panels.find_bar import FindBar
    from archdraw.qt.panels.quick_insert import QuickInsert
    from archdraw.qt.window.recovery import Recovery
    from archdraw.qt.window.second_stroke import SecondStroke


class Desk(QMainWindow):
    """The base of the main window; its parts know this much of it and no more."""

    session: Session
    appearance: Appearance
    icons: Icons
    saved: SavedState
    shell: Shell
    commands: CommandTable
    runner: AnalysisRunner
    canvas: CanvasView
    frame: Frame
    status: StatusLine
    toast_box: Toast
    hints: Strip
    # Made when they are first asked for.
    find_bar: FindBar | None = None
    made_jobs: LongJobs | None = None
    made_quick_insert: QuickInsert | None = None
    second_stroke: SecondStroke | None = None
    recovery: Recovery | None = None

    @property
    def folder(self) -> Path:
        """Where file dialogs start: beside the document, else at home."""
        path = self.session.document.path
        return path.parent if path is not None else Path.home()

    def toast(self, text: str, button: str = "", act: Callable[[], None] | None = None) -> None:
        """Show a sentence for a few seconds."""
        self.toast_box.say(text, button, act)

    def ask_find_bar(self, what: str) -> None:
        """Open the bar that finds and replaces, or go to another match."""
        if self.find_bar is None:
            from archdraw.qt.panels.find_bar import FindBar

            self.find_bar = FindBar(self.session, self.icons, self.canvas)
            self.frame.strips.addWidget(self.find_bar)
        self.find_bar.ask(what)

    @property
    def quick_insert(self) -> QuickInsert:
        """The quick-insert box, made now if it was not yet; it hears itself when it is wanted again."""
        if self.made_quick_insert is None:
            from archdraw.qt.panels.quick_insert import QuickInsert

            self.made_quick_insert = QuickInsert(self.session, self.icons, self.canvas)
        return self.made_quick_insert

    def wait_for_second_stroke(self, first: str) -> None:
        """Show what may follow the first stroke of a key of two."""
        if self.second_stroke is None:
            from archdraw.qt.window.second_stroke import SecondStroke

            self.second_stroke = SecondStroke(
                self.session, self.commands.keys, self.commands.perform, self.frame
            )
        self.second_stroke.begin(first)

    @property
    def jobs(self) -> LongJobs:
        """What runs long jobs, made now if it was not yet; the status line shows how far they are."""
        if self.made_jobs is None:
            from archdraw.qt.bridge.long_jobs import LongJobs

            self.made_jobs = jobs = LongJobs(self)
            jobs.started.connect(self.status.begin_work)
            jobs.progressed.connect(self.status.show_progress)
            jobs.ended.connect(lambda _: self.status.end_work())
            jobs.failed.connect(lambda label, why, _: self.toast(f"{label} did not work: {why}"))
            self.status.cancel_wanted.connect(jobs.cancel)
        return self.made_jobs

    def run_long(self, label: str, work: LongWork, done: Callable[[Any], None]) -> None:
        """Run a long job with its progress in the status line."""
        if not self.jobs.run_long(label, work, done):
            self.toast(f"“{self.jobs.running}” is still under way; try again when it is done.")
