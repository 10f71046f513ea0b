"""The comparison panel: what differs from a file or from the last save, on the list and on the canvas.

It follows every edit: what is compared with is read and analysed once, the rest anew with each analysis.
Esc ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QPushButton, QVBoxLayout, QWidget

from archdraw.core.comparing import change_marks, summary
from archdraw.core.history import Changed
from archdraw.editor.comparing import compare_with, comparison_lines, read_baseline
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.side_run import SideRun
from archdraw.qt.bridge.worker import ShouldStop
from archdraw.qt.panels.comparison_model import AFTER, BEFORE, FIELD, HAPPENED, NAME, WHAT, ComparisonModel
from archdraw.qt.panels.elided import ElidedLabel
from archdraw.qt.panels.filter_table import FilterField, FilterTable, RowsOrWords

if TYPE_CHECKING:
    from archdraw.core.comparing import Comparison
    from archdraw.editor.comparing import Baseline

_REFRESH_MS = 250
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
        make_room: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._run = SideRun(make_room, self)
        self._baseline: Baseline | None = None
        self._comparison: Comparison | None = None
        self._problem = ""
        self.model = ComparisonModel(icons)
        self.table = FilterTable("What differs from the other version")
        self.filter_field = FilterField("Filter differences")
        self._state = ElidedLabel()
        self.file_button = QPushButton("Compare with…")
        self.file_button.setToolTip("Choose a version of the design to compare with")
        self.saved_button = QPushButton("Last save")
        self.saved_button.setToolTip("Compare with the design as it was saved last")
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
        self.filter_field.textChanged.connect(self._filter)
        self.filter_field.go_down.connect(self.focus_rows)
        # Moves change no result, so no analysis comes after them.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._follow)
        self._stop = session.listen(self._hear)
        self._stop_store = session.store.listen(self._take_change)
        self._show_state()

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
        table.clicked.connect(self._light)
        table.selectionModel().currentRowChanged.connect(lambda now, _: self._light(now))

    def _lay_out(self) -> None:
        bar = self.filter_field.bar()
        bar.addWidget(self._state, 5)
        for button in (self.saved_button, self.file_button, self.end_button):
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._pages, 1)

    # -- what others ask -----------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a comparison is being made."""
        return self._run.busy

    @property
    def state(self) -> str:
        """What is said about the comparison."""
        return self._state.whole

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

    # -- inside --------------------------------------------------------------------------------

    def _ask(self, baseline: Callable[[ShouldStop], Baseline], *, again: bool = False) -> None:
        session = self._session
        design, catalog, analysis = session.design, session.catalog, session.analysis

        def work(should_stop: ShouldStop) -> Any:
            found = baseline(should_stop)
            return found, compare_with(found, design, catalog, analysis, should_stop)

        self._run.ask(work)
        if not again:
            self._show_state()

    def _take_answer(self, answer: Any) -> None:
        baseline: Baseline = answer[0]
        comparison: Comparison = answer[1]
        self._baseline, self._comparison = baseline, comparison
        row = self.table.currentIndex().row()
        self.model.show(comparison_lines(comparison))
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
        self.model.show(())
        self._session.mark_changes({})
        self.lit.emit(frozenset())
        self._show_state()

    def _mark(self) -> None:
        if self._comparison is None:
            return
        session = self._session
        marks = change_marks(self._comparison.elements, session.view_id)
        # What is gone has no place on the drawing any more: the list alone tells of it.
        session.mark_changes({key: sign for key, sign in marks.items() if session.role(key) is not None})

    def _filter(self) -> None:
        self.model.filter(self.filter_field.text())
        self._show_state()

    def _hear(self, event: SessionEvent) -> None:
        if event.kind == "document":
            self._show_state()
        elif event.kind == "view":
            self._mark()

    def _take_change(self, changed: Changed) -> None:
        if changed.origin == "load":
            self._forget()
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
            self._state.say(f"Since {self._baseline.name}: {summary(self._comparison)}")
        else:
            self._state.say("comparing…" if self.busy else "")
        self._pages.show_rows(there=bool(self.model.rowCount()))
        if self._comparison is not None and self.model.total:
            self._pages.words.setText("No difference has these words in it.")
        elif self._comparison is not None:
            self._pages.words.setText("Nothing has changed.")
        else:
            self._pages.words.setText("Comparing…" if self.busy else _NOTHING)
