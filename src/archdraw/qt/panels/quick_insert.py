"""The quick-insert box over the canvas: type what is needed, Enter puts it there, connected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from archdraw.editor.document import EditRefused
from archdraw.editor.quick_insert import Candidate, candidates, insert_candidate
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.glyphs import glyph_icon
from archdraw.qt.bridge.interface_icons import Icons

_WIDTH = 300
_ROWS = 7
_ROW_PX = 30


class QuickInsert(QFrame):
    """Shown when the session asks for it; a child of the canvas's stage, so no window system is involved."""

    def __init__(self, session: Session, icons: Icons, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("quickInsert")
        self._session = session
        self._icons = icons
        self._canvas = canvas
        self._found: tuple[Candidate, ...] = ()
        self.field = QLineEdit()
        self.field.setPlaceholderText("What comes here? “lb”, “postgres orders”")
        self.field.setAccessibleName("Insert a component")
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setIconSize(QSize(18, 18))
        self.list.setUniformItemSizes(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.setFixedWidth(_WIDTH)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._insert())
        self._stop = session.listen(self._hear)
        self.hide()

    def close_session(self) -> None:
        """Stop listening."""
        self._stop()

    def _hear(self, event: SessionEvent) -> None:
        if event.kind == "quick-insert":
            if self._session.quick_insert is not None:
                self._open()
            elif self.isVisible():
                self.hide()
                self._canvas.setFocus()
        elif event.kind in ("camera", "view", "document") and self.isVisible():
            self._session.request_quick_insert(None)

    def _open(self) -> None:
        request = self._session.quick_insert
        if request is None:
            return
        self.field.setText(request.text)
        self._search(request.text)
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()
        self.field.setCursorPosition(len(request.text))

    def _place(self) -> None:
        request, camera = self._session.quick_insert, self._session.camera
        room = self._canvas.rect()
        at = request.at if request is not None else None
        source = self._session.frame(request.source) if request is not None and request.source else None
        if at is not None:
            x, y = camera.to_screen(*at)
        elif source is not None:
            x, y = camera.to_screen(source.right + 24, source.y)
        else:
            x, y = room.width() / 2, room.height() / 3
        self.adjustSize()
        left = min(max(8, round(x) - (_WIDTH // 2 if source is None else 0)), room.width() - _WIDTH - 8)
        top = min(max(8, round(y) - 20), room.height() - self.height() - 8)
        self.move(max(8, left), max(8, top))

    def _search(self, text: str) -> None:
        catalog = self._session.catalog
        self._found = candidates(catalog, text)
        self.list.clear()
        theme = self._icons.appearance.theme
        for candidate in self._found:
            kind = catalog.kind(candidate.kind_id)
            icon = glyph_icon(kind.glyph, theme.color(f"family-{kind.family}"), 18)
            self.list.addItem(QListWidgetItem(icon, candidate.text))
        self.list.setCurrentRow(0)
        row = self.list.sizeHintForRow(0) if self._found else _ROW_PX
        self.list.setFixedHeight(min(_ROWS, max(1, len(self._found))) * row + 4)
        self.adjustSize()

    def _insert(self) -> None:
        row = self.list.currentRow()
        if not 0 <= row < len(self._found):
            return
        try:
            insert_candidate(self._session, self._found[row])
        except EditRefused as refusal:
            self._session.say(str(refusal))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._session.request_quick_insert(None)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._session.request_quick_insert(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._insert()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
        else:
            return False
        return True
