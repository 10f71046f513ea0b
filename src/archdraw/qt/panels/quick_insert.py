"""The quick-insert box over the canvas: type what is needed, Enter puts it there, connected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.geometry import Box, bounding_box
from archdraw.editor.document import EditRefused
from archdraw.editor.quick.box import Choice, Ending, QuickBox
from archdraw.editor.quick.meaning import Candidate
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.glyphs import glyph_icon
from archdraw.qt.bridge.interface_icons import Icons

_WIDTH = 360
_ROWS = 7
_LEAST_ROWS = 3
_ROW_PX = 30
_ICON_PX = 18
_GAP_PX = 14
_NO_FLOOR = 1_000_000
_PLACEHOLDERS = {
    "insert": "“lb”, “postgres orders”, “cdn > lb > 2 app web”",
    "connect": "Connect to: “cache”, “queue > worker, db: reads”",
    "group": "Name of the group: “edge”, “zone a”",
}
_NAMES = {"insert": "Insert components", "connect": "Connect to", "group": "Kind and name of the group"}
_HINTS = {
    "insert": "Enter inserts · Shift+Enter goes on · Tab completes\n"
    "Ctrl+G in a group · Ctrl+Enter unconnected · “a > b, c” chains",
    "connect": "Enter connects, and inserts what is not there yet\n"
    "Tab completes · “a, b” several · “a: label”",
    "group": "Enter names it · Esc leaves it as it is",
}


class QuickInsert(QFrame):
    """Shown when the session asks for it; a child of the window, so no window system is involved."""

    def __init__(self, session: Session, icons: Icons, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("quickInsert")
        self._session = session
        self._icons = icons
        self._canvas = canvas
        self._box: QuickBox | None = None
        self._floor, self._rows = _NO_FLOOR, _ROWS
        self.field = QLineEdit()
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.list.setUniformItemSizes(True)
        # A long name ends in an ellipsis: a bar below would hide the row that it is for.
        self.list.setItemDelegate(_Row(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.preview = QLabel()
        self.preview.setObjectName("quickPreview")
        self.preview.setWordWrap(True)
        self.hint = QLabel()
        self.hint.setObjectName("second")
        self.hint.setWordWrap(True)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        for part in (self.field, self.preview, self.list, self.hint):
            layout.addWidget(part)
        for label in (self.preview, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setContentsMargins(6, 2, 6, 2)
        self.setFixedWidth(_WIDTH)
        self.field.textEdited.connect(self._search)
        self.field.cursorPositionChanged.connect(lambda *_: self._search())
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._finish("close"))
        self.list.currentRowChanged.connect(self._choose)
        self._stop = session.listen(self._hear)
        self.hide()

    def close_session(self) -> None:
        """Stop listening."""
        self._stop()

    def _hear(self, event: SessionEvent) -> None:
        if event.kind == "quick-insert":
            if self._session.quick_insert is not None:
                self.show_asked()
            elif self.isVisible():
                self._box = None
                self.hide()
                self._canvas.setFocus()
        elif event.kind in ("camera", "view", "document") and self.isVisible():
            self._session.request_quick_insert(None)

    def show_asked(self) -> None:
        """Open for what the session asks, if it asks for anything."""
        request = self._session.quick_insert
        if request is None:
            return
        self._box, self._floor, self._rows = None, _NO_FLOOR, _ROWS
        if self.parentWidget() is not self._canvas.window():
            self.setParent(self._canvas.window())
        self.field.setText(request.text)
        self.field.setCursorPosition(len(request.text))
        self.field.setPlaceholderText(_PLACEHOLDERS[request.mode])
        self.field.setAccessibleName(_NAMES[request.mode])
        self.hint.setText(_HINTS[request.mode])
        self._box = QuickBox(self._session, request)
        self._show_choices()
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()

    def _place(self) -> None:
        """Stand where the component will be, beside its source, or right below or above what it is about."""
        request, camera = self._session.quick_insert, self._session.camera
        if request is None:
            return
        self._fit()
        room = self._canvas.rect()
        source = self._session.frame(request.source) if request.source is not None else None
        if request.at is not None:
            x, y = camera.to_screen(*request.at)
            x, y = x - _WIDTH / 2, y - 20
        elif source is not None:
            x, y = camera.to_screen(source.right + 24, source.y)
        else:
            about = (request.group,) if request.group is not None else self._session.selection
            around = bounding_box(self._session.frames(about).values())
            x, y = self._beside(around, above=request.group is not None)
        # A small canvas has no room for it: then it reaches over the panels.
        window = self._canvas.window()
        origin = self._canvas.mapTo(window, QPoint(0, 0))
        fits = room.width() >= _WIDTH + 16 and room.height() >= self.height() + 16
        area = room.translated(origin) if fits else window.rect()
        left = min(max(area.left() + 8, round(x) + origin.x()), area.right() - _WIDTH - 8)
        top = min(max(area.top() + 8, round(y) + origin.y()), area.bottom() - self.height() - 8)
        self.move(left, top)
        self._floor = area.bottom() - 8

    def _beside(self, around: Box | None, *, above: bool) -> tuple[float, float]:
        """Return a corner beside a part of the drawing, where there is room for it to stay in sight."""
        room, camera = self._canvas.rect(), self._session.camera
        if around is None or not around.intersects(camera.shown(room.width(), room.height())):
            return (room.width() - _WIDTH) / 2, room.height() / 3
        left, top = camera.to_screen(around.x, around.y)
        right, bottom = camera.to_screen(around.right, around.bottom)
        over, under = (left, top - self.height() - _GAP_PX), (left, bottom + _GAP_PX)
        places = [over, under] if above else [under, over]
        places += [(right + _GAP_PX, top), (left - _WIDTH - _GAP_PX, top)]
        for x, y in places:
            free = min(max(8.0, x), room.width() - _WIDTH - 8.0)
            across = y in (over[1], under[1])
            if 8 <= y <= room.height() - self.height() - 8 and (across or free == x):
                return free, y
        # Nowhere is room for all of its rows: fewer of them leave in sight what it is about.
        self._shrink(max(room.height() - bottom, top) - _GAP_PX - 8)
        return under if room.height() - bottom >= top else (left, max(8.0, top - self.height() - _GAP_PX))

    def _shrink(self, height: float) -> None:
        """Show fewer rows, so that the box is no higher than that, but three of them at least."""
        row = self._row_px()
        spare = max(0, self.height() - int(height))
        self._rows = max(_LEAST_ROWS, _ROWS - -(-spare // row))
        self.list.setFixedHeight(self._list_px())
        self._fit()

    def _row_px(self) -> int:
        return self.list.sizeHintForRow(0) if self.list.count() else _ROW_PX

    def _list_px(self) -> int:
        return min(self._rows, max(1, self.list.count())) * self._row_px() + 4

    def _search(self, _text: str = "") -> None:
        if self._box is not None:
            self._box.type(self.field.text(), self.field.cursorPosition())
            self._show_choices()

    def _show_choices(self) -> None:
        box = self._box
        if box is None:
            return
        self.list.blockSignals(True)
        self.list.clear()
        for choice in box.choices:
            self.list.addItem(self._item(choice))
        self.list.setCurrentRow(box.row)
        self.list.blockSignals(False)
        self.list.setFixedHeight(self._list_px())
        self._show_preview()

    def _show_preview(self) -> None:
        preview = self._box.preview if self._box is not None else ""
        self.preview.setText(preview)
        self.preview.setVisible(bool(preview))
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._layout.totalHeightForWidth(_WIDTH))
        if self.y() + self.height() > self._floor:
            self.move(self.x(), max(8, self._floor - self.height()))

    def _item(self, choice: Choice) -> QListWidgetItem:
        catalog, theme = self._session.catalog, self._icons.appearance.theme
        if isinstance(choice, Candidate):
            kind = catalog.kind(choice.kind_id)
            glyph, token = kind.glyph, f"family-{kind.family}"
        else:
            glyph, token = catalog.group(choice.kind_id).glyph, "text-second"
        return QListWidgetItem(glyph_icon(glyph, theme.color(token), _ICON_PX), choice.text)

    def _choose(self, row: int) -> None:
        if self._box is not None and row >= 0:
            self._box.choose(row)
            self._show_preview()

    def _finish(self, ending: Ending) -> None:
        if self._box is None:
            return
        try:
            self._box.finish(ending)
        except EditRefused as refusal:
            self._session.say(str(refusal))

    def _complete(self) -> None:
        if self._box is not None:
            text, cursor = self._box.completed()
            self.field.setText(text)
            self.field.setCursorPosition(cursor)
            self._search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._session.request_quick_insert(None)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if _chord(event) in ("Ctrl+G", "Ctrl+L"):
                event.accept()
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key, chord = event.key(), _chord(event)
        if key == Qt.Key.Key_Escape:
            self._session.request_quick_insert(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish(_ENDINGS.get(chord.replace("Enter", "Return"), "close"))
        elif key == Qt.Key.Key_Tab:
            self._complete()
        elif key == Qt.Key.Key_Backtab:
            pass
        elif chord in ("Ctrl+G", "Ctrl+L"):
            if chord == "Ctrl+G" and self._box is not None and self._box.request.mode != "group":
                self._finish("wrap")
        elif chord == "Ctrl+Z" and not self.field.text():
            self._session.request_quick_insert(None)
            self._session.undo()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
        else:
            return False
        return True


class _Row(QStyledItemDelegate):
    """A row that is as wide as the list, whatever stands in it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())


_ENDINGS: dict[str, Ending] = {"Shift+Return": "stay", "Ctrl+Return": "loose"}


def _chord(event: QKeyEvent) -> str:
    held = event.modifiers()
    parts = [
        name
        for name, modifier in (
            ("Ctrl", Qt.KeyboardModifier.ControlModifier),
            ("Alt", Qt.KeyboardModifier.AltModifier),
            ("Shift", Qt.KeyboardModifier.ShiftModifier),
        )
        if held & modifier
    ]
    return "+".join([*parts, Qt.Key(event.key()).name.removeprefix("Key_")])
