"""The panel of papers: requirements, decisions and risks, each as a form beside the list of all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.history import Changed
from archdraw.core.model import one_line
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.papers import (
    PAPER_TABLES,
    PaperTable,
    add_paper,
    delete_paper,
    move_paper,
    table_of_paper,
)
from archdraw.editor.session import Session
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.panels.button_column import button_column
from archdraw.qt.panels.edits import Target
from archdraw.qt.panels.form import Form, structure_of
from archdraw.qt.panels.paper_fields import TITLES, headline, paper_sections

_KEY = Qt.ItemDataRole.UserRole
_EMPTY = (
    "Requirements say what the system must do or be, decisions why it is drawn like this, risks what may go "
    "wrong all the same. They go into the review document. Add the first one with the button at the left."
)


class _PaperList(QTreeWidget):
    """Headings and records; Delete deletes, Alt+Up and Alt+Down move, Insert adds."""

    def __init__(self, act: Callable[[str], None]) -> None:
        super().__init__()
        self._act = act
        self.setAccessibleName("Requirements, decisions and risks")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        key = event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._act("delete")
        elif key == Qt.Key.Key_Insert:
            self._act("add")
        elif with_alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._act("up" if key == Qt.Key.Key_Up else "down")
        else:
            super().keyPressEvent(event)


class PapersPanel(QWidget):
    """The list at the left, the form of the chosen record at the right."""

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._icons = icons
        self._chosen: str | None = None
        self.form: Form | None = None
        self.list = _PaperList(self.perform)
        self.list.currentItemChanged.connect(lambda item, _: self._choose(item))
        self._empty = QLabel(_EMPTY)
        self._empty.setObjectName("second")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setMargin(24)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._lay_out()
        self._stop = session.store.listen(self._hear)
        self._fill()

    def _lay_out(self) -> None:
        column = button_column(
            self._icons,
            ("plus", "Add another one of the chosen kind (Insert)", lambda: self.perform("add")),
            ("chevron_up", "Move up (Alt+Up)", lambda: self.perform("up")),
            ("chevron_down", "Move down (Alt+Down)", lambda: self.perform("down")),
            ("delete", "Delete (Delete)", lambda: self.perform("delete")),
        )
        left = QWidget()
        row = QHBoxLayout(left)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column)
        row.addWidget(self.list, 1)
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

    def close_session(self) -> None:
        """Stop listening."""
        self._stop()

    def focus_rows(self) -> None:
        """Give the keyboard to the list; the first record is chosen if none is."""
        if self._chosen is None:
            heads = [self.list.topLevelItem(at) for at in range(self.list.topLevelItemCount())]
            filled = [head for head in heads if head is not None and head.childCount()]
            first = filled[0].child(0) if filled else heads[0]
            if first is not None:
                self.list.setCurrentItem(first)
        self.list.setFocus()

    def perform(self, what: str) -> None:
        """Add, delete, or move the chosen record ("add", "delete", "up", "down")."""
        table, chosen = self._table(), self._chosen
        try:
            if what == "add":
                self._chosen = add_paper(self._session, table, after=chosen)
                self._fill()
                self._focus_form()
            elif chosen is None:
                self._session.say("Choose a requirement, decision or risk in the list first.")
            elif what == "delete":
                rows = list(self._session.store.table(table))
                place = rows.index(chosen)
                rest = rows[:place] + rows[place + 1 :]
                self._chosen = rest[min(place, len(rest) - 1)] if rest else None
                delete_paper(self._session, chosen)
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

    # -- following -----------------------------------------------------------------------------

    def _hear(self, changed: Changed) -> None:
        shown = {*PAPER_TABLES, "journeys", "document"}
        if changed.origin == "load":
            self._chosen = None
        if shown & set(changed.diff) or changed.origin == "load":
            self._fill()

    def _fill(self) -> None:
        blocker = QSignalBlocker(self.list)
        self.list.clear()
        current: QTreeWidgetItem | None = None
        for table in PAPER_TABLES:
            records = self._session.store.table(table)
            head = QTreeWidgetItem([TITLES[table], str(len(records) or "")])
            head.setData(0, _KEY, table)
            font = head.font(0)
            font.setWeight(font.Weight.DemiBold)
            head.setFont(0, font)
            self.list.addTopLevelItem(head)
            for key, record in records.items():
                words, beside = headline(table, record)
                item = QTreeWidgetItem([one_line(words), beside])
                item.setToolTip(0, words)
                item.setData(0, _KEY, key)
                head.addChild(item)
                if key == self._chosen:
                    current = item
            head.setExpanded(True)
        if current is None and self._chosen is not None:
            self._chosen = None
        if current is not None:
            self.list.setCurrentItem(current)
        blocker.unblock()
        self._show_form()

    def _table(self) -> PaperTable:
        """Return the table of what is chosen in the list: of a record, or of a heading."""
        item = self.list.currentItem()
        key = "" if item is None else str(item.data(0, _KEY))
        headed = next((table for table in PAPER_TABLES if table == key), None)
        return headed or table_of_paper(self._session, key) or PAPER_TABLES[0]

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        key = None if item is None else str(item.data(0, _KEY))
        self._chosen = None if key in PAPER_TABLES else key
        self._show_form()

    def _show_form(self) -> None:
        chosen = self._chosen
        table = table_of_paper(self._session, chosen) if chosen is not None else None
        if chosen is None or table is None:
            any_there = any(self._session.store.table(one) for one in PAPER_TABLES)
            self._empty.setText("Choose one in the list, or add another one." if any_there else _EMPTY)
            self._pages.setCurrentIndex(0)
            return
        sections = paper_sections(table, self._session.design)
        if self.form is None or self.form.structure != structure_of(sections):
            self.form = Form(sections, self._icons, lambda section: section.opened)
            self._scroll.setWidget(self.form)
        self.form.show_records(sections, Target(self._session, table, (chosen,)))
        self._pages.setCurrentIndex(1)

    def _focus_form(self) -> None:
        rows = self.form.rows() if self.form is not None else []
        if rows:
            rows[0].editor.setFocus()
