"""The list of what stands beside the drawing: headings that fold, records, and what the analysis proposes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from archdraw.core.model import one_line
from archdraw.editor.edits.papers import PAPER_TABLES, PaperTable
from archdraw.editor.paper_rows import PaperRow
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.panels.paper_fields import TITLES

KEY = Qt.ItemDataRole.UserRole
# What the analysis has something to say to.
_ANALYSED: tuple[PaperTable, ...] = ("failure_modes", "remediation")
_PROPOSED = "Proposed by the analysis, not in the document yet (Enter keeps it)"


class PaperList(QTreeWidget):
    """Headings and lines; Delete deletes, Alt+Up and Alt+Down move, Insert adds, Enter goes to the form.

    Parameters
    ----------
    act
        Told "add", "delete", "up", "down" or "open".
    """

    def __init__(self, icons: Icons, act: Callable[[str], None]) -> None:
        super().__init__()
        self._icons, self._act = icons, act
        self._folded: set[str] = set()
        self.setAccessibleName("Requirements, interfaces, data, decisions, risks, failure modes and plan")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(False)
        self.itemCollapsed.connect(lambda item: self._folded.add(str(item.data(0, KEY))))
        self.itemExpanded.connect(lambda item: self._folded.discard(str(item.data(0, KEY))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        key = event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._act("delete")
        elif key == Qt.Key.Key_Insert:
            self._act("add")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen_table() is None:
            self._act("open")
        elif with_alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._act("up" if key == Qt.Key.Key_Up else "down")
        else:
            super().keyPressEvent(event)

    @property
    def key(self) -> str:
        """What is chosen: a key of a line, the name of a table for its heading, or nothing."""
        item = self.currentItem()
        return "" if item is None else str(item.data(0, KEY))

    def chosen_table(self) -> PaperTable | None:
        """Return the table whose heading is chosen; None where it is a line, or nothing."""
        return next((table for table in PAPER_TABLES if table == self.key), None)

    def choose_first(self) -> None:
        """Choose the first record; without any, the first heading, below which one can be added."""
        heads = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        written = [head.child(0) for head in heads if head is not None and head.childCount()]
        own = [item for item in written if item is not None and not item.font(0).italic()]
        first = own[0] if own else heads[0] if heads else None
        if first is not None:
            self.setCurrentItem(first)

    def show_rows(
        self, rows: Mapping[PaperTable, list[PaperRow]], chosen: str, *, older: bool = False
    ) -> bool:
        """Fill the list anew, with a line or heading chosen; return whether that is there.

        `older` tells that the analysis that proposes and checks is of before the last change.
        """
        blocker = QSignalBlocker(self)
        place = self.verticalScrollBar().value()
        self.clear()
        current: QTreeWidgetItem | None = None
        for table in PAPER_TABLES:
            head = self._head(table, rows[table], older=older and table in _ANALYSED)
            for row in rows[table]:
                item = self._item(row)
                head.addChild(item)
                if row.key == chosen:
                    current = item
            if table == chosen:
                current = head
            head.setExpanded(table not in self._folded)
        if current is not None:
            parent = current.parent()
            if parent is not None:
                parent.setExpanded(True)
            self.setCurrentItem(current)
        self.verticalScrollBar().setValue(place)
        if current is not None:
            self.scrollToItem(current)
        blocker.unblock()
        return current is not None

    def _head(self, table: PaperTable, rows: list[PaperRow], *, older: bool) -> QTreeWidgetItem:
        own = sum(not row.proposed for row in rows)
        offered = len(rows) - own
        count = str(own or "") if not offered else f"{own or ''} + {offered} proposed".strip(" +")
        if older and rows:
            count += ", before the last change"
        head = QTreeWidgetItem([TITLES[table], count])
        head.setData(0, KEY, table)
        head.setForeground(1, QColor(self._icons.colour("text-second")))
        font = head.font(0)
        font.setWeight(font.Weight.DemiBold)
        head.setFont(0, font)
        self.addTopLevelItem(head)
        return head

    def _item(self, row: PaperRow) -> QTreeWidgetItem:
        item = QTreeWidgetItem([one_line(row.words), row.beside])
        tip = f"{row.words}\n{_PROPOSED}" if row.proposed else row.words
        item.setToolTip(0, tip)
        item.setData(0, KEY, row.key)
        second = QColor(self._icons.colour("text-second"))
        item.setForeground(1, second)
        if row.proposed or row.gone:
            item.setForeground(0, second)
            font = item.font(0)
            font.setItalic(row.proposed)
            font.setStrikeOut(row.gone)
            item.setFont(0, font)
        said = "proposed" if row.proposed else "no longer found" if row.gone else ""
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{row.words}, {said}" if said else row.words)
        return item
