"""The panel of papers: what stands beside the drawing, each as a form beside the list of all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.history import Changed
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.papers import (
    PAPER_TABLES,
    PaperTable,
    add_paper,
    delete_paper,
    move_paper,
    put_paper,
    table_of_paper,
)
from archdraw.editor.paper_rows import PaperRow, PaperRows
from archdraw.editor.session import Session
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge, nested
from archdraw.qt.panels.button_column import add_button_column
from archdraw.qt.panels.edits import Target
from archdraw.qt.panels.form import Form, structure_of
from archdraw.qt.panels.paper_facts import PaperFacts
from archdraw.qt.panels.paper_fields import paper_sections
from archdraw.qt.panels.paper_list import PaperList
from archdraw.qt.panels.proposed_target import ProposedTarget

_EMPTY = (
    "Requirements say what the system must do or be, interfaces and data what it offers and keeps, decisions "
    "why it is drawn like this, risks and failure modes what may go wrong, the plan what is done about it. "
    "All of it goes into the review document. Add the first one with the button at the left."
)
_FOLLOWED = {*PAPER_TABLES, "journeys", "components", "groups", "document"}


class PapersPanel(QWidget):
    """The list at the left, the form of the chosen record at the right.

    Signals
    -------
    lit(ids)
        The elements of the chosen line are to be pointed out; none: nothing any more.
    """

    lit = Signal(frozenset)

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._icons = icons
        self._rows = PaperRows(session)
        self._chosen = ""
        self._stale = False
        self.form: Form | None = None
        self.list = PaperList(icons, self.perform)
        self.list.currentItemChanged.connect(lambda item, _: self._choose(item))
        self.facts = PaperFacts(session)
        self.facts.kept.connect(self.keep)
        self._empty = QLabel(_EMPTY)
        self._empty.setObjectName("second")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setMargin(24)
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName("Fields of the chosen entry")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._lay_out()
        self._stop = session.store.listen(self._hear)
        self._fill()

    def _lay_out(self) -> None:
        left = QWidget()
        row = edge_to_edge(QHBoxLayout(left))
        add_button_column(
            row,
            self._icons,
            ("plus", "Add another one of the chosen kind (Insert)", lambda: self.perform("add")),
            ("chevron_up", "Move up (Alt+Up)", lambda: self.perform("up")),
            ("chevron_down", "Move down (Alt+Down)", lambda: self.perform("down")),
            ("delete", "Delete (Delete)", lambda: self.perform("delete")),
        )
        row.addWidget(self.list, 1)
        page = QWidget()
        self._page = edge_to_edge(QVBoxLayout(page))
        frame = nested(self._page, QHBoxLayout())
        frame.setContentsMargins(12, 8, 12, 0)
        frame.addWidget(self.facts)
        self._page.addStretch(1)
        self._scroll.setWidget(page)
        right = QWidget()
        self._pages = QStackedLayout(right)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._scroll)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([480, 520])
        splitter.setHandleWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    @property
    def busy(self) -> bool:
        """Whether something is computed for what is shown."""
        return self.facts.busy

    def close_session(self) -> None:
        """Stop listening and calculating."""
        self._stop()
        self.facts.close_session()

    def note_results(self) -> None:
        """The live analysis is done: it may propose something else now."""
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._fill()

    def focus_rows(self) -> None:
        """Give the keyboard to the list; the first record is chosen if none is."""
        if not self._chosen and self.list.chosen_table() is None:
            self.list.choose_first()
        self.list.setFocus()

    def perform(self, what: str) -> None:
        """Add, delete, move or open the chosen line ("add", "delete", "up", "down", "open")."""
        table, chosen = self._table(), self._chosen
        own = table_of_paper(self._session, chosen) is not None
        try:
            if what == "add":
                self._chosen = add_paper(self._session, table, after=chosen)
                self._fill()
                self._focus_form()
            elif what == "open":
                if not own:
                    self.keep()
                self._focus_form()
            elif not own:
                proposed = self._rows.proposal(chosen) is not None
                self._session.say(
                    "This is only proposed by the analysis; keep it first (Enter)."
                    if proposed
                    else "Choose a line in the list first."
                )
            elif what == "delete":
                self._delete(table, chosen)
            else:
                move_paper(self._session, chosen, -1 if what == "up" else 1)
        except EditRefused as refusal:
            self._session.say(str(refusal))

    def add_to(self, table: PaperTable) -> None:
        """Add a record to a table, and put the cursor into its form."""
        try:
            self._chosen = add_paper(self._session, table)
        except EditRefused as refusal:
            self._session.say(str(refusal))
            return
        self._fill()
        self._focus_form()

    def choose(self, key: str) -> None:
        """Choose a line by its key."""
        self._chosen = key
        self._fill()

    def keep(self) -> None:
        """Take what is only proposed, and chosen, into the document as it stands."""
        found = self._rows.proposal(self._chosen)
        if found is None:
            return
        table, record = found
        before, self._chosen = self._chosen, record.id
        try:
            put_paper(self._session, table, record)
        except EditRefused as refusal:
            self._chosen = before
            self._session.say(str(refusal))

    def _delete(self, table: PaperTable, chosen: str) -> None:
        rows = list(self._session.store.table(table))
        place = rows.index(chosen)
        rest = rows[:place] + rows[place + 1 :]
        self._chosen = rest[min(place, len(rest) - 1)] if rest else table
        delete_paper(self._session, chosen)

    # -- following -----------------------------------------------------------------------------

    def _hear(self, changed: Changed) -> None:
        if changed.origin == "load":
            self._chosen = ""
        if set(changed.diff) & _FOLLOWED or changed.origin == "load":
            self._follow()

    def _follow(self) -> None:
        """Fill the list anew, as soon as somebody looks at it."""
        self._stale = True
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        self._stale = False
        rows = {table: self._rows.of(table) for table in PAPER_TABLES}
        if not self.list.show_rows(rows, self._chosen, older=bool(self._session.behind)):
            self._chosen = ""
        shown = next((row for some in rows.values() for row in some if row.key == self._chosen), None)
        self._show_form(shown)

    def _table(self) -> PaperTable:
        """Return the table of what is chosen in the list: of a line, or of a heading."""
        headed = self.list.chosen_table()
        if headed is not None:
            return headed
        found = self._rows.proposal(self._chosen)
        if found is not None:
            return found[0]
        return table_of_paper(self._session, self._chosen) or PAPER_TABLES[0]

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        self._chosen = "" if item is None else self.list.key
        row = self._rows.row(self._chosen)
        self._show_form(row)
        self.lit.emit(row.elements if row is not None else frozenset())

    def _show_form(self, row: PaperRow | None) -> None:
        target = self._target_of(row)
        if row is None or target is None:
            any_there = any(self._session.store.table(one) for one in PAPER_TABLES)
            self._empty.setText("Choose a line in the list, or add another one." if any_there else _EMPTY)
            self._pages.setCurrentIndex(0)
            self.facts.show_for(None)
            return
        table, bound = target
        sections = paper_sections(table, self._session.design, self._session.catalog, row)
        if self.form is None or self.form.structure != structure_of(sections):
            if self.form is not None:
                self._page.removeWidget(self.form)
                self.form.deleteLater()
            self.form = Form(sections, self._icons, lambda section: section.opened)
            self.form.complete()
            self._page.insertWidget(1, self.form)
        self.facts.show_for(row)
        self.form.show_records(sections, bound)
        self._pages.setCurrentIndex(1)

    def _target_of(self, row: PaperRow | None) -> tuple[PaperTable, Target] | None:
        if row is None:
            return None
        found = self._rows.proposal(row.key)
        if found is not None:
            return found[0], ProposedTarget(self._session, found[0], row.key, found[1], self._take_up)
        table = table_of_paper(self._session, row.key)
        return None if table is None else (table, Target(self._session, table, (row.key,)))

    def _take_up(self, record_id: str) -> None:
        self._chosen = record_id

    def _focus_form(self) -> None:
        rows = self.form.rows() if self.form is not None else []
        if rows:
            rows[0].editor.setFocus()
