"""The sheet of help: every key of the action table and every gesture of the hand, found by typing."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from archdraw.editor.gestures import gestures
from archdraw.qt.bridge.interface_icons import Icons, add_cross
from archdraw.qt.bridge.key_caps import paint_caps
from archdraw.qt.bridge.key_names import shown_chord, shown_hand
from archdraw.qt.bridge.stylesheet import chosen_ground
from archdraw.qt.panels.row_state import row_state
from archdraw.qt.window.closing import closing_buttons, settle_buttons
from archdraw.qt.window.desk import Desk
from archdraw.qt.window.fitting import fit_to_screen

_ROW_PX, _HEADING_PX = 28, 40
_ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class Row(NamedTuple):
    """A line of the sheet: what is done by which keys or by which movement; without both a heading."""

    heading: str
    does: str = ""
    keys: tuple[str, ...] = ()
    hand: str = ""
    tip: str = ""

    @property
    def words(self) -> str:
        """The line as it is read aloud."""
        return ": ".join(part for part in (self.does, self.hand or ", ".join(self.keys)) if part)


def rows_of(window: Desk) -> list[Row]:
    """Return gestures and keys as they hold now, without headings."""
    rows = [Row(one.section, one.does, hand=shown_hand(one.hand)) for one in gestures(window.session)]
    for action in window.commands.all():
        keys = tuple(shown_chord(one) for one in window.commands.keys.keys_of(action.id))
        heading = f"Menu {action.menu}"
        title = action.title.rstrip("…")
        does = f"{action.submenu}: {title}" if action.submenu else title
        rows.append(Row(heading, does, keys, tip=action.tip))
    return rows


class HelpModel(QAbstractListModel):
    """The lines that fit what is typed, each run of them under its heading."""

    def __init__(self, rows: list[Row], parent: QObject) -> None:
        super().__init__(parent)
        self._all = rows
        self.rows: list[Row] = []
        self.filter("")

    def filter(self, text: str) -> None:
        """Show the lines that have every word; without words those that have a key."""
        words = text.casefold().split()
        self.beginResetModel()
        self.rows = []
        heading = ""
        for row in self._all:
            said = f"{row.heading} {row.words} {row.tip}".casefold()
            if not all(word in said for word in words) or not (words or row.keys or row.hand):
                continue
            if row.heading != heading:
                heading = row.heading
                self.rows.append(Row(heading))
            self.rows.append(row)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        heading = 0 <= index.row() < len(self.rows) and not self.rows[index.row()].does
        return Qt.ItemFlag.NoItemFlags if heading else super().flags(index)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == _ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.words or row.heading
        return None


class _HelpDelegate(QStyledItemDelegate):
    """Paints a heading, or what is done at the left and how at the right."""

    def __init__(self, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._icons = icons

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW_PX if index.data(_ROW_ROLE).does else _HEADING_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(_ROW_ROLE)
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._icons.colour("text"))
        if not row.does:
            strong = QFont(painter.font())
            strong.setWeight(QFont.Weight.DemiBold)
            painter.setFont(strong)
            painter.drawText(box.adjusted(8, 10, 0, 0), _LEFT, row.heading)
            painter.restore()
            return
        if row_state(option, index).selected:
            theme = self._icons.appearance.theme
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(chosen_ground(theme)))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
            painter.setPen(self._icons.colour("text"))
        if row.hand:
            taken = painter.fontMetrics().horizontalAdvance(row.hand) + 16
            painter.drawText(box.adjusted(0, 0, -8, 0), _RIGHT, row.hand)
        else:
            taken = paint_caps(painter, box, row.keys, self._icons)
        painter.setPen(self._icons.colour("text-second"))
        room = box.adjusted(8, 0, -taken - 8, 0)
        text = painter.fontMetrics().elidedText(row.does, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, text)
        painter.restore()


class HelpSheet(QDialog):
    """All gestures and keys, filtered by typing."""

    def __init__(self, window: Desk) -> None:
        super().__init__(window)
        self.setWindowTitle("Keyboard and mouse")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit_to_screen(self, QSize(620, 680))
        self._window = window
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("What do you want to do?")
        add_cross(self.filter)
        self.filter.setAccessibleName("Filter keys and gestures")
        self.model = HelpModel(rows_of(window), self)
        self.list = QListView()
        self.list.setAccessibleName("Keys and gestures")
        self.list.setModel(self.model)
        self.list.setItemDelegate(_HelpDelegate(window.icons, self))
        self._nothing = QLabel("Nothing fits. Fewer letters find more.")
        self._nothing.setObjectName("second")
        self._nothing.hide()
        buttons = closing_buttons(self)
        change = buttons.addButton("Change keys…", QDialogButtonBox.ButtonRole.ActionRole)
        change.clicked.connect(self._change)
        settle_buttons(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.filter)
        layout.addWidget(self._nothing)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        self.filter.textChanged.connect(self._search)
        self.filter.installEventFilter(self)
        self.filter.setFocus()

    @property
    def text(self) -> str:
        """The sheet as plain text."""
        return "\n".join(row.words or row.heading for row in self.model.rows)

    def _search(self, text: str) -> None:
        self.model.filter(text)
        self._nothing.setVisible(not self.model.rows)

    def _change(self) -> None:
        self.reject()
        self._window.commands.perform("edit.keys")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
            # The field keeps the keyboard; the list moves under it.
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)
