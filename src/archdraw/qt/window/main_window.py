"""The main window: assembled from the action table and the panels; behaviour lives in those."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QMenu

from archdraw.core.analysis.result import Analysis
from archdraw.editor.actions import all_actions
from archdraw.editor.actions.action import DialogName, PanelName
from archdraw.editor.actions.key_file import load_keys
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.glyphs import forget_glyphs
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.live_analysis import complete_analysis
from archdraw.qt.bridge.palette import Appearance
from archdraw.qt.bridge.timing import single_shot
from archdraw.qt.bridge.worker import AnalysisRunner
from archdraw.qt.canvas import CanvasView
from archdraw.qt.panels.kinds import KindPalette
from archdraw.qt.panels.status import StatusLine
from archdraw.qt.panels.strips import Strip, Toast
from archdraw.qt.panels.view_bar import ViewBar
from archdraw.qt.window.command_table import CommandTable
from archdraw.qt.window.crash import write_report
from archdraw.qt.window.desk import Desk
from archdraw.qt.window.documents import Documents
from archdraw.qt.window.frame import Frame, Side
from archdraw.qt.window.preferences import Preferences
from archdraw.qt.window.saved_state import SavedState
from archdraw.qt.window.shell import WindowShell
from archdraw.qt.window.side_panels import SidePanels
from archdraw.qt.window.toolbar import Toolbar

if TYPE_CHECKING:
    from archdraw.qt.window.analysing import Analysing

_SIDES: dict[str, Side] = {
    "palette": "palette",
    "inspector": "inspector",
    "findings": "bottom",
    "journeys": "bottom",
    "outline": "bottom",
    "layers": "bottom",
    "steps": "bottom",
    "load": "bottom",
    "losses": "bottom",
    "changes": "bottom",
    "estimates": "bottom",
    "simulation": "bottom",
    "papers": "bottom",
    "comparison": "bottom",
}

_FEW = 40
# Nothing is said of an analysis that takes no longer.
LONG_MS = 1000
_LOW_PX = 600
_FOLDABLE: tuple[tuple[Side, str, str], ...] = (
    ("palette", "palette_panel", "Components"),
    ("bottom", "bottom_panel", "Findings and journeys"),
    ("inspector", "inspector_panel", "Inspector"),
)


class MainWindow(Desk):
    """One document in one window.

    Signals
    -------
    settled()
        The first analysis has been shown.
    """

    settled = Signal()

    def __init__(self, session: Session, appearance: Appearance, saved: SavedState) -> None:
        super().__init__()
        self.session = session
        self.appearance = appearance
        self.saved = saved
        self.icons = Icons(appearance)
        self.shell = WindowShell(self, self)
        self.documents = Documents(self)
        self.runner = AnalysisRunner(session.catalog, parent=self, completer=complete_analysis)
        self.canvas = CanvasView(session, appearance.theme)
        self.frame = Frame(self.canvas, self.icons)
        self.commands = CommandTable(session, self.shell, self.icons, load_keys(all_actions()), self)
        self.kinds = KindPalette(session.catalog, self.icons)
        self.status = StatusLine(session, self.icons)
        self.what_if = Strip("banner", "fail", "danger", self.icons)
        self.hints = Strip("hints", "info", "accent", self.icons)
        self._watching = False
        self._faults_said = 0
        self._full_screen_folds: dict[Side, bool] | None = None
        self._assemble()
        self._connect()
        self._restore()
        self.panels = SidePanels(self)
        self.preferences = Preferences(self, self.refresh_figures)
        self._stop = session.listen(self._hear)
        self._show_title()

    @cached_property
    def analysing(self) -> Analysing:
        """What is said and offered where an analysis takes long, made when one does."""
        from archdraw.qt.window.analysing import Analysing

        return Analysing(self, self.panels)

    # -- assembly ------------------------------------------------------------------------------

    def _assemble(self) -> None:
        self.setMinimumSize(720, 480)
        self.setAcceptDrops(True)
        menus = self.commands.fill_menu_bar(self.menuBar())
        recent = QMenu("Open recen&t", self)
        recent.setToolTipsVisible(True)
        recent.aboutToShow.connect(lambda: self.documents.fill_recent(recent))
        menus["File"].insertMenu(self.commands.action("file.save"), recent)
        self.toolbar = Toolbar(self.session, self.commands, self.icons)
        self.frame.add_head(self.toolbar)
        self.frame.strips.addWidget(self.hints)
        self.frame.strips.addWidget(self.what_if)
        self.what_if.add_button("Restore", lambda: self.session.set_failed(()))
        self.frame.put("palette", self.kinds)
        self.frame.add_foot(self.status)
        self.view_bar = ViewBar(self.session, self.icons)
        self.frame.add_below_canvas(self.view_bar)
        self.setCentralWidget(self.frame)
        self.toast_box = Toast(self.frame.stage)
        self.session.store.listen(self.toast_box.note_change)
        self._folding: dict[Side, QAction] = {}
        self._add_tool_buttons()

    def _add_tool_buttons(self) -> None:
        self.toolbar.add_action(self.commands.action("theme.flip"))
        for side, icon, title in _FOLDABLE:
            action = QAction(self.icons.icon(icon), title, self)
            action.setToolTip(f"Show or fold: {title}")
            action.setCheckable(True)
            action.setChecked(True)
            action.toggled.connect(self._folder(side))
            self.toolbar.add_action(action)
            self._folding[side] = action
        self.frame.folded.connect(lambda side, shown: self._folding[side].setChecked(shown))
        self.primary = self.toolbar.add_primary(
            "Export review",
            "Write the review document, the drawing or a picture",
            lambda: self.commands.perform("export.choose"),
        )

    def _folder(self, side: Side) -> Callable[[bool], None]:
        def fold(shown: bool) -> None:
            self.frame.fold(side, shown)

        return fold

    def _connect(self) -> None:
        self.commands.begun.connect(self.wait_for_second_stroke)
        self.kinds.insert_wanted.connect(self.insert_kind)
        self.kinds.group_wanted.connect(self.documents.insert_group)
        self.canvas.menu_requested.connect(self.documents.show_context_menu)
        self.canvas.paint_failed.connect(self.toast)
        self.canvas.ways_sought.connect(self.status.show_ways)
        self.runner.started.connect(lambda _: self.status.note_calculating())
        self.runner.finished.connect(self._take_analysis)
        self.runner.failed.connect(self._analysis_failed)
        self._long = single_shot(self, LONG_MS, self._note_long)
        self.runner.started.connect(lambda _: self._long.start())
        self.runner.rested.connect(self._long.stop)
        self.runner.stopped.connect(self._note_stopped)
        self.session.how_far = lambda: self.runner.state
        self.status.problems_wanted.connect(lambda: self.show_panel("findings"))
        self.status.zoom_wanted.connect(self._zoom_to_normal)
        self.view_bar.more_wanted.connect(self.documents.show_new_views)
        self.view_bar.menu_wanted.connect(self.documents.show_view_menu)
        self.view_bar.hidden_wanted.connect(lambda: self.show_panel("layers"))
        self.view_bar.left.connect(self.canvas.setFocus)
        self.what_if.dismissed.connect(lambda: self.session.set_failed(()))
        self.hints.dismissed.connect(lambda: self.saved.remember("hints", False))
        self.appearance.changed.connect(self._take_theme)

    def complete(self) -> None:
        """Start the analysis, and say what the first picture had no time for."""
        if not self._watching:
            self._watching = True
            self.runner.watch(self.session.store)
            if self.commands.keys.problem:
                self.toast(self.commands.keys.problem)

    def _restore(self) -> None:
        geometry = self.saved.bytes("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self._take_usual_size()
        self.frame.set_sizes(self.saved.numbers("panels"))
        for side in ("palette", "inspector", "bottom"):
            # On a low screen the drawing would be a strip; the status line still tells the findings.
            usual = side != "bottom" or self.height() >= _LOW_PX
            self.frame.fold(side, self.saved.flag(f"shown-{side}", usual))
        self.session.keep_tidy = self.saved.flag("keep-tidy", False)
        closed = self.saved.words("closed-families")
        if closed is None:
            closed = [family for family, _, _ in self.session.catalog.families()[5:]]
        self.kinds.model.set_state(self.saved.words("recent-kinds") or [], set(closed))

    def _take_usual_size(self) -> None:
        room = self.screen().availableGeometry()
        width, height = min(1440, room.width()), min(900, room.height())
        self.setGeometry(
            room.x() + (room.width() - width) // 2, room.y() + (room.height() - height) // 2, width, height
        )

    # -- panels --------------------------------------------------------------------------------

    def show_panel(self, name: PanelName) -> None:
        """Bring a panel to the front and give it the focus."""
        self.frame.fold(_SIDES[name], True)
        if name == "palette":
            self.kinds.focus_search()
        else:
            self.panels.focus(name)

    def hide_panel(self, name: PanelName) -> None:
        """Fold a panel away."""
        self.frame.fold(_SIDES[name], False)
        self.canvas.setFocus()

    def panel_shown(self, name: PanelName) -> bool:
        """Tell whether a panel is open and in front."""
        return self.frame.shown(_SIDES[name]) and self.panels.in_front(name)

    def walk_panes(self, step: int) -> None:
        """Give the keyboard to the next pane that is shown, 1 onwards and -1 back."""
        from archdraw.qt.window.panes import walk

        found = [self.find_bar] if self.find_bar is not None else []
        stage = [self.hints, self.what_if, *found, self.canvas, self.view_bar, self.toast_box]
        walk(
            [self.toolbar, self.kinds, *stage, self.panels.inspector, self.frame.tabs, self.status],
            step,
        )

    def toggle_full_screen(self) -> None:
        """Give the canvas the whole screen, or take it back."""
        sides: tuple[Side, ...] = ("palette", "inspector", "bottom")
        if self._full_screen_folds is None:
            self._full_screen_folds = {side: self.frame.shown(side) for side in sides}
            for side in sides:
                self.frame.fold(side, False)
            self.menuBar().hide()
            self.toolbar.hide()
            self.showFullScreen()
        else:
            for side, shown in self._full_screen_folds.items():
                self.frame.fold(side, shown)
            self._full_screen_folds = None
            self.menuBar().show()
            self.toolbar.show()
            self.showNormal()
        self.canvas.setFocus()

    def insert_kind(self, kind_id: str) -> None:
        """Put a component into the middle of the view."""
        self.documents.insert_kind(kind_id)

    def refresh_figures(self) -> None:
        """Write every figure that shows anew, in the style that is set."""
        self.status.refresh()
        self.panels.refresh_figures()

    # -- what the shell hands on ---------------------------------------------------------------

    def open_path(self, path: Path) -> None:
        """Open a document, after asking about unsaved changes."""
        self.documents.open_path(path)

    def open_sample(self, path: Path) -> None:
        """Show a copy of a sample, after asking about unsaved changes."""
        if self.documents.may_close():
            self.documents.open_copy(path)

    def new_document(self) -> None:
        """Show an empty document, after asking about unsaved changes."""
        self.documents.new()

    def export(self, path: Path, kind: str) -> None:
        """Write the review or the drawing to a file, on a thread."""
        self.documents.export(path, kind)

    def set_theme(self, name: str) -> None:
        """Change the colours of the window."""
        self.appearance.choose(name)
        self.saved.remember("theme", name)

    def present(self) -> None:
        """Play the steps of the present view, full screen."""
        from archdraw.qt.canvas.presentation import Presentation

        self.session.finish()
        self.presentation = Presentation(self.session, self.appearance.theme, self)
        self.presentation.ended.connect(self.canvas.setFocus)
        # On the screen of this window, and as large as that even where nobody manages windows.
        self.presentation.setGeometry(self.screen().geometry())
        self.presentation.showFullScreen()
        self.presentation.setFocus()

    def show_shortcuts(self) -> None:
        """Show all keys."""
        from archdraw.qt.window.help_sheet import HelpSheet

        HelpSheet(self).open()

    def show_about(self) -> None:
        """Show version, licence and credits."""
        from archdraw.qt.window.about import AboutSheet

        AboutSheet(self).open()

    def show_dialog(self, name: DialogName) -> None:
        """Show a dialog by its name; each is made when it is first asked for."""
        if name == "export":
            self.documents.show_export()
        elif name == "accept":
            self.panels.review.accept_shown()
        elif name == "take-back":
            self.panels.review.take_back_shown()
        elif name == "rules":
            self.panels.review.show_rules()
        else:
            from archdraw.qt.window.dialogs import show_dialog

            show_dialog(self, name, self.preferences)

    def flip_theme(self) -> None:
        """Go from a dark theme to the light one, from any other to the dark one."""
        name = "light" if self.appearance.theme.dark else "dark"
        self.session.theme = "light" if name == "light" else "dark"
        self.set_theme(name)

    def _take_theme(self) -> None:
        self.canvas.set_theme(self.appearance.theme)
        self.panels.refresh_colours()
        self.panels.take_theme(self.appearance.theme)
        self.update()

    def _zoom_to_normal(self) -> None:
        camera = self.session.camera
        width, height = self.session.viewport
        self.session.set_camera(camera.zoomed_at(width / 2, height / 2, 1 / camera.zoom))

    # -- analysis and jobs ---------------------------------------------------------------------

    def _take_analysis(self, analysis: Analysis, revision: int) -> None:
        if revision != self.session.store.revision and self.runner.busy:
            return
        first = self.session.analysis is None
        self.session.take_analysis(analysis)
        self.status.take(analysis)
        self.panels.take(analysis)
        from archdraw.qt.window.plugin_faults import say_faults

        self._faults_said = say_faults(self, self._faults_said)
        if first:
            self.settled.emit()

    def _note_long(self) -> None:
        if self.runner.state == "running":
            self.analysing.go_on()

    def _note_stopped(self) -> None:
        self.analysing.stop()

    def _analysis_failed(self, sentence: str, details: str, revision: int) -> None:
        self.status.note_failed()
        self.analysing.fail()
        path = write_report(details)
        place = f" The report is in {path}." if path is not None else ""
        self.toast(f"The analysis broke off: {sentence} The drawing is not affected.{place}")

    # -- following the session -----------------------------------------------------------------

    def _hear(self, event: SessionEvent) -> None:
        if event.kind in ("camera", "ghosts", "changed"):
            self.runner.note_input()
        if event.kind == "message":
            self.toast(event.text)
        elif event.kind in ("document", "changed"):
            self._show_title()
            self._note_inserted(event)
            if event.kind == "changed" and self.session.keep_tidy and self.session.newcomers.waiting:
                QTimer.singleShot(0, self, self._place_waiting)
            if event.kind == "document":
                self.panels.note_document()
                # What it says is about the document before.
                self.hints.hide()
        elif event.kind == "overlay":
            self._show_what_if()
        elif event.kind == "find":
            self.ask_find_bar(event.text)
        elif event.kind == "quick-insert" and self.made_quick_insert is None:
            self.quick_insert.show_asked()
        elif event.kind == "compare":
            self.show_panel("comparison")
            self.panels.comparison.compare(event.text)

    def _place_waiting(self) -> None:
        from archdraw.editor.tidying import place_waiting

        place_waiting(self.session)

    def _note_inserted(self, event: SessionEvent) -> None:
        if event.text.startswith("Insert") and len(event.ids) <= _FEW:
            for component in filter(None, map(self.session.component, event.ids)):
                self.kinds.note_used(component.kind)

    def _show_title(self) -> None:
        document = self.session.document
        self.setWindowTitle(f"{document.name}[*] – ArchDraw{' (read-only)' if document.read_only else ''}")
        self.setWindowModified(self.session.dirty)

    def _show_what_if(self) -> None:
        failed = self.session.failed
        if not failed:
            self.what_if.hide()
            return
        from archdraw.editor.overlays import loss_of
        from archdraw.qt.window.what_if import loss_words

        self.hints.hide()
        self.what_if.say(loss_words(self.session.design, loss_of(self.session), failed))

    # -- Qt ------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from archdraw.qt.window.drops import enter

        enter(self, event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        from archdraw.qt.window.drops import leave

        leave(self)

    def dropEvent(self, event: QDropEvent) -> None:
        from archdraw.qt.window.drops import drop

        drop(self, self.documents, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.documents.may_close():
            event.ignore()
            return
        self._remember()
        self._stop()
        self.runner.stop()
        if self.made_jobs is not None:
            self.made_jobs.stop()
        self.commands.close_session()
        self.toolbar.close_session()
        self.status.close_session()
        self.view_bar.close_session()
        self.canvas.close_session()
        for box in (self.made_quick_insert, self.find_bar):
            if box is not None:
                box.close_session()
        self.panels.close_session()
        # Those of its catalogue; another window has its own.
        forget_glyphs()
        event.accept()

    def _remember(self) -> None:
        if self._full_screen_folds is not None:
            self.toggle_full_screen()
        self.saved.remember("geometry", self.saveGeometry())
        self.saved.remember("panels", self.frame.sizes())
        for side in ("palette", "inspector", "bottom"):
            self.saved.remember(f"shown-{side}", self.frame.shown(side))
        self.saved.remember("recent-kinds", self.kinds.model.recent)
        self.saved.remember("closed-families", sorted(self.kinds.model.closed))
        self.preferences.keep()
        self.saved.write()

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape and self._full_screen_folds is not None:
            self.toggle_full_screen()
            return
        super().keyPressEvent(event)
