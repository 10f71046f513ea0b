"""The outline: everything in the view as a tree that can be read, searched, selected and renamed by keys."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeView, QVBoxLayout, QWidget

from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.figures import count_text, counted
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import bar_in, edge_to_edge
from archdraw.qt.panels.outline_model import COLUMNS, OutlineModel

_REFRESH_MS = 60
_NO_ELEMENT = "What is drawn is listed here. Press / on the canvas to insert the first component."
_NO_MATCH = "Nothing in the drawing fits. Fewer letters find more."
# Of a larger selection only its number is shown here.
_MOST_MIRRORED = 2000
# More rows than this are not opened by themselves.
_MOST_OPENED = 2000


class _Tree(QTreeView):
    """Rows with keys of their own; everything else as in any tree."""

    delete_asked = Signal()
    menu_asked = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), event.modifiers() == Qt.KeyboardModifier.NoModifier
        editing = self.state() == QTreeView.State.EditingState
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing:
            self.edit(self.currentIndex().siblingAtColumn(0))
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_asked.emit()
        elif plain and key == Qt.Key.Key_Escape and not editing:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit()
        event.accept()


class OutlinePanel(QWidget):
    """A search field over a tree; the selection is that of the canvas, both ways.

    Signals
    -------
    delete_wanted()
        What is selected is to be deleted.
    menu_wanted()
        The context menu of the selection is to be shown at the pointer.
    left()
        The user wants back to the canvas.
    """

    delete_wanted = Signal()
    menu_wanted = Signal()
    left = Signal()

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self._mirroring = False
        self._closed: set[str] = set()
        self.model = OutlineModel(session, icons, self)
        self.search = icons.search_field("Search the drawing", "Search the outline")
        self._count = QLabel()
        self._count.setObjectName("second")
        self.tree = _Tree()
        self._nothing = QLabel()
        self._nothing.setObjectName("second")
        self._set_up_tree()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._walk_to_tree)
        self.tree.selectionModel().selectionChanged.connect(lambda *_: self._take_selection())
        self.tree.collapsed.connect(lambda index: self._closed.add(self.model.id_of(index)))
        self.tree.expanded.connect(lambda index: self._closed.discard(self.model.id_of(index)))
        self.tree.delete_asked.connect(self.delete_wanted)
        self.tree.menu_asked.connect(self.menu_wanted)
        self.tree.left.connect(self.left)
        self._stop = session.listen(self._hear)

    def _set_up_tree(self) -> None:
        tree = self.tree
        tree.setModel(self.model)
        tree.setAccessibleName("Outline")
        tree.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        tree.setUniformRowHeights(True)
        tree.setIconSize(QSize(16, 16))
        tree.setIndentation(16)
        tree.setFrameShape(QTreeView.Shape.NoFrame)
        tree.setEditTriggers(QTreeView.EditTrigger.EditKeyPressed)
        tree.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at, width in zip(range(1, len(COLUMNS)), (240, 120, 140), strict=True):
            header.resizeSection(at, width)

    def _lay_out(self) -> None:
        layout = edge_to_edge(QVBoxLayout(self))
        bar = bar_in(layout)
        bar.setSpacing(12)
        bar.addWidget(self.search, 1)
        bar.addWidget(self._count)
        layout.addWidget(self.tree, 1)
        over = QVBoxLayout(self.tree.viewport())
        over.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignCenter)

    @property
    def nothing(self) -> str:
        """What stands in place of rows; empty while there are some."""
        return self._nothing.text() if self._nothing.isVisibleTo(self) else ""

    def close_session(self) -> None:
        """Stop listening."""
        self._timer.stop()
        self._stop()

    def note_results(self) -> None:
        """Show the figures of a new analysis."""
        self.tree.viewport().update()

    # -- from the drawing ----------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the drawing, unless nobody looks or something is being dragged."""
        if not self.isVisible():
            self._stale = True
            return
        if self._session.store.in_gesture or self.tree.state() == QTreeView.State.EditingState:
            self._timer.start()
            return
        self._stale = False
        scrolled = self.tree.verticalScrollBar().value()
        current = self.model.id_of(self.tree.currentIndex())
        self._mirroring = True
        self.model.read()
        self._open_rows()
        self._mirroring = False
        index = self.model.index_of(current)
        if index.isValid():
            self.tree.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._show_selection()
        if index.isValid():
            self.tree.verticalScrollBar().setValue(scrolled)

    def _open_rows(self) -> None:
        if self.model.count <= _MOST_OPENED or self.search.text():
            self.tree.expandAll()
            for one in tuple(self._closed):
                index = self.model.index_of(one)
                if index.isValid() and not self.search.text():
                    self.tree.collapse(index)

    def _show_selection(self) -> None:
        selected = self._session.selection
        total = self.model.count
        self._nothing.setText(_NO_MATCH if self.search.text() else _NO_ELEMENT)
        self._nothing.setVisible(not total)
        self._tell_count(len(selected))
        wanted = QItemSelection()
        last = QModelIndex()
        for one in selected if len(selected) <= _MOST_MIRRORED else ():
            index = self.model.index_of(one)
            if index.isValid():
                wanted.select(index, index.siblingAtColumn(len(COLUMNS) - 1))
                last = index
        self._mirroring = True
        self.tree.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._mirroring = False
        if last.isValid() and len(selected) == 1 and not self.tree.hasFocus():
            self.tree.selectionModel().setCurrentIndex(last, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.tree.scrollTo(last)

    def _hear(self, event: SessionEvent) -> None:
        if event.kind in ("changed", "view"):
            if not self._timer.isActive():
                self._timer.start()
        elif event.kind == "selection" and not self._mirroring and not self._stale and self.isVisible():
            self._show_selection()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()
        else:
            self._show_selection()

    # -- from the hand -------------------------------------------------------------------------

    def focus(self) -> None:
        """Give the tree the keyboard, on the selected element or the first one."""
        self.tree.setFocus()
        current = self.tree.currentIndex()
        if current.isValid():
            self.tree.scrollTo(current)
        else:
            first = self.model.index(0, 0)
            self.tree.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _filter(self, text: str) -> None:
        self._mirroring = True
        self.model.read(text)
        self._open_rows()
        self._mirroring = False
        self._show_selection()

    def _walk_to_tree(self) -> None:
        """Go from the search to the first element that fits."""
        index = self.model.index(0, 0)
        while index.isValid() and (self.search.text().casefold() not in str(index.data()).casefold()):
            index = self.tree.indexBelow(index)
        if index.isValid():
            self.tree.setFocus()
            self.tree.setCurrentIndex(index)

    def _take_selection(self) -> None:
        if self._mirroring:
            return
        ids = [self.model.id_of(index) for index in self.tree.selectionModel().selectedRows()]
        chosen = [one for one in ids if one]
        self._mirroring = True
        try:
            self._session.select(chosen)
            box = self._session.bounds_of(chosen)
            if box is not None:
                session = self._session
                session.set_camera(session.camera.revealing(box, *session.viewport))
        finally:
            self._mirroring = False
        self._tell_count(len(chosen))

    def _tell_count(self, selected: int) -> None:
        total = self.model.count
        of_all = f"{count_text(selected)} of {count_text(total)} selected"
        self._count.setText(of_all if selected else counted(total, "element"))
