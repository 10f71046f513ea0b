"""The comparison panel: what differs from a file or from the last save, on the list and on the canvas.

It follows every edit: what is compared with is read and analysed once, the rest anew with each analysis.
Esc ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHeaderView, QPushButton, QVBoxLayout, QWidget

from archdraw.core.comparing import change_marks, summary
from archdraw.core.history import Changed
from archdraw.editor.comparing import (
    ComparisonLine,
    compare_with,
    comparison_lines,
    conflict_lines,
    read_baseline,
)
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.taking import settle_conflict, take_theirs
from archdraw.editor.former import former_shapes
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge
from archdraw.qt.bridge.side_run import SideRun
from archdraw.qt.bridge.timing import single_shot
from archdraw.qt.bridge.worker import ShouldStop
from archdraw.qt.panels.comparison_model import AFTER, BEFORE, FIELD, HAPPENED, NAME, WHAT, ComparisonModel
from archdraw.qt.panels.elided import ElidedLabel
from archdraw.qt.panels.filter_table import FilterField, FilterTable, RowsOrWords

if TYPE_CHECKING:
    from archdraw.core.comparing import Comparison
    from archdraw.core.drawing import Shape
    from archdraw.editor.comparing import Baseline

Side = Literal["theirs", "ours"]
_REFRESH_MS = 250
_LATE_MS = 400
# A narrower panel leaves out the button whose command is in the menu, too.
_ROOMY_PX = 500
_WIDTHS = {HAPPENED: 104, WHAT: 120, NAME: 200, FIELD: 190, BEFORE: 190}
_NOTHING = (
    "Compare this design with another version of it: added, removed, changed and moved elements are listed "
    "here and marked on the drawing, with figures and findings before and after."
)


class ComparisonPanel(QWidget):
    """The list of what differs.

    Signals
    -------
    lit(ids)
        The elements of the chosen line are to be pointed out; none: nothing any more.
    file_wanted()
        A file to compare with is to be chosen.
    left()
        The comparison was ended: the canvas may have the keyboard.
    """

    lit = Signal(frozenset)
    file_wanted = Signal()
    left = Signal()

    def __init__(
        self,
        session: Session,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._run = SideRun(self)
        # What is there sooner is never said to be compared again.
        self._late = single_shot(self, _LATE_MS, self._show_state)
        self._baseline: Baseline | None = None
        self._comparison: Comparison | None = None
        self._problem = ""
        self._kept: set[tuple[str, ...]] = set()
        self._former: tuple[str, tuple[Shape, ...]] = ("", ())
        self.model = ComparisonModel(icons)
        self.table = FilterTable("What differs from the other version")
        self.filter_field = FilterField("Filter differences")
        self._state = ElidedLabel()
        self.file_button = QPushButton("Compare with…")
        self.file_button.setToolTip("Choose a version of the design to compare with")
        self.saved_button = QPushButton("Last save")
        self.saved_button.setToolTip("Compare with the design as it was saved last")
        self.theirs_button = QPushButton("Take theirs")
        self.theirs_button.setToolTip("Make this what it is in the other version, in one step (Alt+T)")
        self.ours_button = QPushButton("Keep ours")
        self.ours_button.setToolTip("Leave this as it is here and take it off the list (Alt+K)")
        self.end_button = QPushButton("End")
        self.end_button.setToolTip("Take the marks off the drawing and empty the list (Esc)")
        self._pages = RowsOrWords(self.table)
        self._set_up_table()
        self._lay_out()
        self._run.answered.connect(self._take_answer)
        self._run.failed.connect(self._take_problem)
        self.file_button.clicked.connect(self.file_wanted)
        self.saved_button.clicked.connect(lambda: self.compare(""))
        self.end_button.clicked.connect(self.end)
        self.theirs_button.clicked.connect(lambda: self.decide("theirs"))
        self.ours_button.clicked.connect(lambda: self.decide("ours"))
        for key, button in (("Alt+T", self.theirs_button), ("Alt+K", self.ours_button)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
        self.filter_field.textChanged.connect(self._filter)
        self.filter_field.go_down.connect(self.focus_rows)
        # Moves change no result, so no analysis comes after them.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._follow)
        self._stop = session.listen(self._hear)
        self._stop_store = session.store.listen(self._take_change)
        self._list()

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(AFTER, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(64)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        table.typed.connect(self.filter_field.take)
        table.let_go.connect(self.end)
        table.pointed.connect(self._light)
        table.selectionModel().selectionChanged.connect(lambda *_: self._offer_sides())

    def _lay_out(self) -> None:
        column = edge_to_edge(QVBoxLayout(self))
        bar = self.filter_field.bar(column)
        bar.addWidget(self._state, 5)
        for button in (
            self.theirs_button,
            self.ours_button,
            self.saved_button,
            self.file_button,
            self.end_button,
        ):
            button.setAutoDefault(False)
            bar.addWidget(button)
        column.addWidget(self._pages, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.saved_button.setVisible(event.size().width() >= _ROOMY_PX)

    # -- what others ask -----------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a comparison is being made."""
        return self._run.busy

    @property
    def state(self) -> str:
        """What is said about the comparison."""
        return self._state.text()

    @property
    def empty_words(self) -> str:
        """What is said where no line shows."""
        return self._pages.words.text()

    def focus_rows(self) -> None:
        """Give the keyboard to the lines, or to the button that begins a comparison."""
        if self.model.rowCount():
            self.table.take_keyboard()
        else:
            self.file_button.setFocus()

    def close_session(self) -> None:
        """Stop listening and calculating."""
        self._timer.stop()
        self._late.stop()
        self._stop()
        self._stop_store()
        self._run.stop()

    def compare(self, path: str) -> None:
        """Compare with the design in a file; with "", with the own file as it was saved last."""
        own = self._session.document.path
        file = Path(path) if path else own
        if file is None:
            self._session.say("This design has no file yet; save it first.")
            return
        name = file.name if path else "the last save"
        catalog = self._session.catalog
        self._baseline, self._comparison, self._problem = None, None, ""
        self._ask(lambda should_stop: read_baseline(file, name, catalog, should_stop))

    def end(self) -> None:
        """Take marks and list away, and give the canvas the keyboard."""
        self._forget()
        self.left.emit()

    def note_results(self) -> None:
        """The live analysis is done: the list may be another now."""
        baseline = self._baseline
        if baseline is not None:
            self._ask(lambda _: baseline, again=True)

    def decide(self, side: Side) -> None:
        """Settle the chosen line: take what the other version has, or keep what is here."""
        row = self.model.line(self.table.currentIndex().row())
        if row is None:
            self._session.say("Choose a line in the list first.")
            return
        at, line = self.table.currentIndex().row(), row[1]
        try:
            if line.conflict is not None:
                settle_conflict(self._session, line.conflict, side)
            elif side == "ours":
                self._kept.add(_identity(line))
            elif line.change is not None and self._baseline is not None:
                take_theirs(self._session, self._baseline.design, line.change, line.path)
            else:
                return
        except EditRefused as refusal:
            self._session.say(str(refusal))
            return
        self._list(leave_out=line)
        if self.model.rowCount():
            self.table.selectRow(min(at, self.model.rowCount() - 1))
            self.table.setFocus()

    # -- inside --------------------------------------------------------------------------------

    def _list(self, leave_out: ComparisonLine | None = None) -> None:
        """Show what a merge left open, then what differs and nobody has decided yet."""
        lines = [*conflict_lines(self._session.design)]
        if self._comparison is not None:
            found = comparison_lines(self._comparison)
            lines += [one for one in found if _identity(one) not in self._kept and one is not leave_out]
        if leave_out is not None:
            # What has just been taken goes at once; the figures follow with the analysis.
            lines = [one for one in lines if _identity(one) != _identity(leave_out)]
        self.model.show(tuple(lines))
        self._offer_sides()
        self._show_state()

    def _offer_sides(self) -> None:
        row = self.model.line(self.table.currentIndex().row()) if self.table.selectedIndexes() else None
        line = row[1] if row is not None else None
        editable = not self._session.document.read_only
        decidable = line is not None and (line.conflict is not None or line.change is not None)
        self.theirs_button.setEnabled(decidable and editable)
        self.ours_button.setEnabled(decidable)

    def _ask(self, baseline: Callable[[ShouldStop], Baseline], *, again: bool = False) -> None:
        session = self._session
        design, catalog, analysis = session.design, session.catalog, session.analysis
        view = session.view_id

        def work(should_stop: ShouldStop) -> Any:
            found = baseline(should_stop)
            compared = compare_with(found, design, catalog, analysis, should_stop)
            return found, compared, view, former_shapes(compared, view, catalog)

        self._run.ask(work)
        if again:
            self._late.start()
        else:
            self._show_state()

    def _take_answer(self, answer: Any) -> None:
        baseline: Baseline = answer[0]
        comparison: Comparison = answer[1]
        self._baseline, self._comparison = baseline, comparison
        self._former = answer[2], answer[3]
        row = self.table.currentIndex().row()
        self._list()
        if 0 <= row < self.model.rowCount() and self.table.hasFocus():
            self.table.selectRow(row)
        self._mark()
        self._show_state()
        if self.file_button.hasFocus():
            self.focus_rows()

    def _take_problem(self, sentence: str) -> None:
        self._problem = sentence
        self._show_state()

    def _forget(self) -> None:
        self._run.cancel()
        self._baseline, self._comparison, self._problem = None, None, ""
        self._kept.clear()
        self._former = "", ()
        self._list()
        self._session.mark_changes({})
        self.lit.emit(frozenset())
        self._show_state()

    def _mark(self) -> None:
        if self._comparison is None:
            return
        session = self._session
        marks = change_marks(self._comparison.elements, session.view_id)
        view, former = self._former
        shown = former if view == session.view_id else ()
        # What is gone is no element of the drawing: it is painted over it, where it stood.
        gone = {key for key, sign in marks.items() if sign == "removed"} if shown else set()
        session.mark_changes(
            {key: sign for key, sign in marks.items() if key in gone or session.role(key) is not None}, shown
        )

    def _filter(self) -> None:
        self.model.filter(self.filter_field.text())
        self._show_state()

    def _hear(self, event: SessionEvent) -> None:
        if event.kind == "document":
            self._show_state()
        elif event.kind == "view":
            self._mark()
            # What was removed or moved in this view is drawn as soon as it is known.
            self.note_results()

    def _take_change(self, changed: Changed) -> None:
        if changed.origin == "load":
            self._forget()
        elif "document" in changed.diff:
            self._list()
            if self._baseline is not None:
                self._timer.start()
        elif self._baseline is not None:
            self._timer.start()

    def _follow(self) -> None:
        if self._session.store.in_gesture:
            self._timer.start()
        else:
            self.note_results()

    def _light(self, index: QModelIndex) -> None:
        row = self.model.line(index.row())
        if row is not None:
            self.lit.emit(row[1].elements)

    def _show_state(self) -> None:
        shown = self._comparison is not None or self.busy
        self.end_button.setVisible(shown)
        self.saved_button.setEnabled(self._session.document.path is not None)
        if self._problem:
            self._state.say(f"It can’t be compared: {self._problem}")
        elif self._comparison is not None and self._baseline is not None:
            older = "; before the last change" if self._comparison.new is not self._session.design else ""
            again = ", comparing…" if older and self.busy else ""
            self._state.say(f"Since {self._baseline.name}: {summary(self._comparison)}{older}{again}")
        else:
            self._state.say("comparing…" if self.busy else "")
        self._pages.show_rows(there=bool(self.model.rowCount()))
        if self._comparison is not None and self.model.total:
            self._pages.words.setText("No difference has these words in it.")
        elif self._comparison is not None and self._kept:
            self._pages.words.setText("All differences are decided.")
        elif self._comparison is not None:
            self._pages.words.setText("Nothing has changed.")
        else:
            self._pages.words.setText("Comparing…" if self.busy else _NOTHING)


def _identity(line: ComparisonLine) -> tuple[str, ...]:
    """Return what tells a line from all others, whatever the values are now."""
    change, conflict = line.change, line.conflict
    if conflict is not None:
        return "conflict", conflict.element, conflict.field
    if change is not None:
        return line.kind, change.table, change.id, change.view, line.path
    return line.kind, line.what, line.name, line.field, line.before, line.after
