"""The sheet of estimates: inputs and formulas with units, results while one types, and what they feed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from archdraw.core.estimate.bindings import place_of
from archdraw.core.estimate.sheet import Rounding, Sheet
from archdraw.core.estimate.syntax import FormulaError
from archdraw.core.estimate.templates import TemplateError
from archdraw.core.estimate.typed import typed_value
from archdraw.core.estimate.words import Completion, formula_words, unit_words, word_before
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import estimating
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.figures import style
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge, nested
from archdraw.qt.panels.button_column import add_button_column
from archdraw.qt.panels.estimate_downtime import DowntimeConverter
from archdraw.qt.panels.estimate_feeds import FeedChooser, fitting_places, place_words
from archdraw.qt.panels.estimate_head import SheetHead
from archdraw.qt.panels.estimate_live import Preview, UnitLoader
from archdraw.qt.panels.estimate_results import ResultWriter
from archdraw.qt.panels.estimate_row import NARROW_PX, SheetRow, Table
from archdraw.qt.panels.estimate_section import SheetSection
from archdraw.qt.panels.estimate_words import WordList

_REFRESH_MS = 40
# A row has nine widgets; a sheet that is longer than people read shows its beginning.
_MOST_ROWS = 150
_CONVERTER_PX = 280
# The converter stands beside a sheet of at least this width unless somebody asks for it.
_ROOMY_PX = 780
# With less than this left for the sheet the converter takes its place.
_LEAST_SHEET_PX = 400
_WIDEST = 16_777_215
_TABLES: tuple[Table, ...] = ("inputs", "estimates")


class EstimatePanel(QWidget):
    """Head, the two sections of the sheet, and the converter of downtime at the right.

    Signals
    -------
    left()
        The keyboard goes back to the drawing.
    """

    left = Signal()

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._preview = Preview(session)
        self.loader = UnitLoader(self)
        self.sheet: Sheet | None = None
        self._rows: dict[str, SheetRow] = {}
        self._results = ResultWriter(self)
        self._current: tuple[str, str] | None = None
        self._converter_wished: bool | None = None
        self.head = SheetHead()
        self.converter = DowntimeConverter()
        self.sections = {table: SheetSection(table) for table in _TABLES}
        self._scroll = QScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName("Inputs and estimates")
        self._lay_out(icons)
        self._words = WordList(self)
        self._connect()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._scroll.verticalScrollBar().valueChanged.connect(self._results.show_rest)
        self._stop = session.listen(self._hear)
        self.refresh()

    def _lay_out(self, icons: Icons) -> None:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(8)
        for section in self.sections.values():
            column.addWidget(section)
        column.addStretch(1)
        self._scroll.setWidget(sheet)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        line = QFrame()
        line.setObjectName("hairline")
        line.setFixedWidth(1)
        self._line = line
        whole = edge_to_edge(QVBoxLayout(self))
        whole.addWidget(self.head)
        body = nested(whole, QHBoxLayout(), 1)
        body.setSpacing(0)
        self._add_buttons(body, icons)
        body.addWidget(self._scroll, 1)
        body.addWidget(line)
        body.addWidget(self.converter)
        self.converter.setMinimumWidth(_CONVERTER_PX)

    def _add_buttons(self, beside: QHBoxLayout, icons: Icons) -> None:
        add_button_column(
            beside,
            icons,
            ("plus", "Insert a row below (Insert)", self.insert_row),
            ("chevron_up", "Move the row up (Alt+Up)", lambda: self._order_current("up")),
            ("chevron_down", "Move the row down (Alt+Down)", lambda: self._order_current("down")),
            ("delete", "Delete the row (Alt+Delete)", lambda: self._order_current("delete")),
        )

    def _connect(self) -> None:
        self.head.rounding_chosen.connect(self._round)
        self.head.template_chosen.connect(self.insert_template)
        self.head.update_wanted.connect(self._bring_up_to_date)
        self.head.converter_wanted.connect(self.show_converter)
        self.converter.left.connect(self.left)
        self.loader.loaded.connect(self.refresh)
        for table, section in self.sections.items():
            section.row_wanted.connect(lambda table=table: self._add(table, None))

    def close_session(self) -> None:
        """Stop listening, and wait for what is being loaded."""
        self._timer.stop()
        self._results.stop()
        self._stop()
        self.loader.stop()

    # -- showing -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the sheet as the document has it now; half-typed text stays."""
        store = self._session.store
        if store.in_gesture:
            self._timer.start()
            return
        kept: set[str] = set()
        for table, section in self.sections.items():
            records = store.table(table)
            shown = list(records)[:_MOST_ROWS]
            kept.update(shown)
            self._make_rows(table, shown)
            section.show_rows([self._rows[key] for key in shown], more=len(records) - len(shown))
            for key in shown:
                self._rows[key].show_record(records[key], self._fed(key))
        gone = [key for key in self._rows if key not in kept]
        for key in gone:
            row = self._rows.pop(key)
            self._results.drop(row)
            row.deleteLater()
        settings = store.get("document", "document").settings
        self.converter.set_conventions(settings)
        self.compute()

    def compute(self) -> None:
        """Compute everything with what is typed, and show it."""
        self.sheet = self._preview.sheet()
        warnings = self._preview.warnings(self.sheet)
        self._results.show_all(self._rows, self.sheet, warnings, self._preview.refusals)
        self.head.show_sheet(self.sheet, behind=self._preview.is_behind(self.sheet))
        if self.sheet.pending:
            self.loader.begin()

    def restyle(self) -> None:
        """Write every figure anew, in the style that is set."""
        self._results.forget()
        self.refresh()
        self.converter.show_outage()

    @property
    def words(self) -> WordList:
        """The list of words that may be meant."""
        return self._words

    def row(self, row_id: str) -> SheetRow | None:
        """Return the widgets of a row."""
        return self._rows.get(row_id)

    def focus(self, row_id: str = "", field: str = "") -> None:
        """Give the keyboard to a row, to the one that had it last, or to the first."""
        wanted = row_id or (self._current[0] if self._current is not None else "")
        row = self._rows.get(wanted) or next(iter(self._rows.values()), None)
        if row is None:
            self.sections["inputs"].focus_button()
            return
        self._put_keyboard(row, field or (self._current[1] if self._current is not None else "name"))

    def show_converter(self, shown: bool) -> None:
        """Show or hide the converter of downtime; until somebody asks, it stands where there is room."""
        self._converter_wished = shown
        self._fit()
        if shown and self.isVisible():
            self.converter.fields["availability"].setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self._fit()

    def _fit(self) -> None:
        roomy = self.width() - _CONVERTER_PX >= _ROOMY_PX
        shown = roomy if self._converter_wished is None else self._converter_wished
        alone = shown and self.width() - _CONVERTER_PX < _LEAST_SHEET_PX
        self.converter.setVisible(shown)
        self.converter.setMaximumWidth(_WIDEST if alone else _CONVERTER_PX)
        self._scroll.setVisible(not alone)
        self._line.setVisible(shown and not alone)
        self.head.tick_converter(shown)
        narrow = self.width() - (_CONVERTER_PX if shown else 0) < NARROW_PX
        for section in self.sections.values():
            section.set_narrow(narrow)
        for row in self._rows.values():
            row.set_narrow(narrow)

    def _make_rows(self, table: Table, ids: list[str]) -> None:
        for key in ids:
            if key in self._rows and self._rows[key].table == table:
                continue
            row = SheetRow(table, key)
            self._follow(row)
            row.set_narrow(self.sections[table].narrow)
            self._rows[key] = row

    def _follow(self, row: SheetRow) -> None:
        row.typed.connect(lambda field, text: self._take_typed(row, field, text))
        row.given.connect(lambda field, text, down: self._take_given(row, field, text, down))
        row.walked.connect(lambda field, rows: self._walk(row, field, rows))
        row.ordered.connect(lambda word: self._order(row, word))
        row.feeding_wanted.connect(lambda: self._choose_feeding(row))
        row.left.connect(self.left)

    def _fed(self, row_id: str) -> str:
        record = self._session.store.get("estimates", row_id)
        place = place_of(record.feeds) if record is not None else None
        if place is None:
            return "" if record is None or not record.feeds else record.feeds
        return place_words(self._session.design, place)

    def _hear(self, event: SessionEvent) -> None:
        if event.kind in ("changed", "document") and self.isVisible() and not self._timer.isActive():
            self._timer.start()

    # -- typing --------------------------------------------------------------------------------

    def _take_typed(self, row: SheetRow, field: str, text: str) -> None:
        self._current = (row.row_id, field)
        key = (row.row_id, field)
        if row.fields[field].isModified():
            self._preview.typed[key] = style().typed(text) if field == "value" else text
        else:
            self._preview.typed.pop(key, None)
        self.compute()
        self._offer_words(row, field)
        # What is said under a field is new: it has its place only after the layout.
        QTimer.singleShot(0, row, lambda: self._scroll.ensureWidgetVisible(row, 0, 8))

    def _offer_words(self, row: SheetRow, field: str) -> None:
        """Offer the words that may be meant where the cursor stands."""
        line = row.fields[field]
        text, at = line.text(), line.cursorPosition()
        found: tuple[Completion, ...] = ()
        typed = ""
        if self.sheet is not None and line.isModified() and line.hasFocus():
            if field == "formula":
                typed, found = word_before(text, at), formula_words(text, at, self.sheet, row.row_id)
            elif field == "unit":
                typed, found = text[:at].lstrip(), unit_words(text, at, self.sheet, row.row_id)
        line.first_asked = self._words.handle
        self._words.offer(line, found, lambda word: line.complete(typed, word))

    def _take_given(self, row: SheetRow, field: str, text: str, down: bool) -> None:
        self._words.hide()
        self._current = (row.row_id, field)
        # A unit that is being looked up is waited for: keeping it would hold the window up.
        if self.sheet is not None and self.sheet.pending:
            self.loader.begin(lambda: self._keep(row, field, text, down))
        else:
            self._keep(row, field, text, down)

    def _keep(self, row: SheetRow, field: str, text: str, down: bool) -> None:
        try:
            self._store(row, field, text.strip())
        except (EditRefused, FormulaError) as refusal:
            self._preview.typed.pop((row.row_id, field), None)
            row.fields[field].setModified(True)
            row.refuse(field, str(refusal))
            self._results.drop(row)
            return
        self._preview.typed.pop((row.row_id, field), None)
        self.refresh()
        if down:
            self._walk(row, field, 1)

    def _store(self, row: SheetRow, field: str, text: str) -> None:
        session, key = self._session, row.row_id
        if field == "name":
            renamed = estimating.name_row(session, key, text)
            self._rekey(row, renamed)
        elif field == "id":
            estimating.rename_row(session, key, text)
            self._rekey(row, text)
        elif field == "value":
            value, unit = (None, "") if not text else typed_value(style().typed(text), self._preview.book())
            if unit:
                estimating.change_row(session, key, value=value, unit=unit)
            else:
                estimating.change_row(session, key, value=value)
        else:
            estimating.change_row(session, key, **{field: text})

    def _rekey(self, row: SheetRow, row_id: str) -> None:
        if row_id != row.row_id:
            self._rows = {row_id if key == row.row_id else key: one for key, one in self._rows.items()}
            row.row_id = row_id

    # -- rows ----------------------------------------------------------------------------------

    def insert_row(self) -> None:
        """Add a row below the one that has the keyboard, or an input to an empty sheet."""
        row = self._current_row()
        self._add(row.table if row is not None else "inputs", row.row_id if row is not None else None)

    def _round(self, rounding: str) -> None:
        how: Rounding = "whiteboard" if rounding == "whiteboard" else "exact"
        self._attempt(lambda: estimating.set_rounding(self._session, how))

    def _bring_up_to_date(self) -> None:
        self._attempt(lambda: estimating.bring_up_to_date(self._session))

    def insert_template(self, template_id: str) -> None:
        """Add the rows of a template and go to the first of them."""
        added: list[str] = []
        self._attempt(lambda: added.extend(estimating.insert_template(self._session, template_id)))
        if added:
            self.focus(added[0], "value")

    def _add(self, table: Table, after: str | None) -> None:
        added: list[str] = []
        self._attempt(lambda: added.append(estimating.add_row(self._session, table, after=after)))
        if added:
            self.focus(added[0], "name")

    def _current_row(self) -> SheetRow | None:
        return self._rows.get(self._current[0]) if self._current is not None else None

    def _order_current(self, word: str) -> None:
        row = self._current_row()
        if row is None:
            self._session.say("Go to a row of the sheet first.")
        else:
            self._order(row, word)

    def _order(self, row: SheetRow, word: str) -> None:
        key, field = row.row_id, self._current[1] if self._current is not None else "name"
        if word == "insert":
            self._add(row.table, key)
        elif word == "delete":
            rows = self._in_order(row.table)
            at = rows.index(row)
            following = next((one for one in (*rows[at + 1 :], *reversed(rows[:at]))), None)
            self._attempt(lambda: estimating.delete_rows(self._session, [key]))
            if following is not None:
                self.focus(following.row_id, field)
        else:
            self._attempt(lambda: estimating.move_row(self._session, key, -1 if word == "up" else 1))
            self.focus(key, field)

    def _walk(self, row: SheetRow, field: str, rows: int) -> None:
        """Go to the same field of another row; below the last one a new row begins."""
        order = self._in_order(row.table)
        to = order.index(row) + rows
        if 0 <= to < len(order):
            self._put_keyboard(order[to], field)
        elif rows > 0 and row.table == "inputs" and self._in_order("estimates"):
            self._put_keyboard(self._in_order("estimates")[0], "formula" if field == "value" else field)
        elif rows > 0:
            self._add(row.table, row.row_id)
        elif row.table == "estimates" and self._in_order("inputs"):
            self._put_keyboard(self._in_order("inputs")[-1], "value" if field == "formula" else field)

    def _in_order(self, table: Table) -> list[SheetRow]:
        return [self._rows[key] for key in self._session.store.table(table) if key in self._rows]

    def _put_keyboard(self, row: SheetRow, field: str) -> None:
        wanted = row.fields.get(field) or row.fields["name"]
        self._current = (row.row_id, next(key for key, one in row.fields.items() if one is wanted))
        wanted.setFocus()
        wanted.selectAll()
        self._scroll.ensureWidgetVisible(row, 0, 8)

    def _choose_feeding(self, row: SheetRow) -> None:
        session = self._session
        outcome = self.sheet.outcomes.get(row.row_id) if self.sheet is not None else None
        if outcome is None or self.sheet is None or outcome.quantity is None:
            session.say("A row feeds a field once it has a result.")
            return
        first = [*session.selection, *([session.journey_id] if session.journey_id else [])]
        found = fitting_places(session.design, session.catalog, outcome, self.sheet.book, first)
        now = session.store.get("estimates", row.row_id).feeds
        chooser = FeedChooser(session.design, found, now, row.feeds)
        chooser.chosen.connect(lambda feeds: self._feed(row.row_id, feeds))
        chooser.open()

    def _feed(self, row_id: str, feeds: str) -> None:
        self._attempt(lambda: estimating.feed(self._session, row_id, feeds or None))
        row = self._rows.get(row_id)
        if row is not None:
            row.feeds.setFocus()

    def _attempt(self, change: Callable[[], object]) -> None:
        try:
            change()
        except (EditRefused, TemplateError) as refusal:
            self._session.say(str(refusal))
        self.refresh()
