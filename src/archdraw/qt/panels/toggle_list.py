"""A list of named rows with switches in front: an eye, a lock. Everything works with the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from archdraw.core.records import frozen
from archdraw.qt.bridge.interface_icons import Icons

_KEY = Qt.ItemDataRole.UserRole
_SWITCH_PX = 30
Index = QModelIndex | QPersistentModelIndex


@frozen
class ToggleRow:
    """One row: its id, its name, what stands at the right, and the state of each switch."""

    key: str
    name: str
    note: str
    on: tuple[bool, ...]


@frozen
class Switch:
    """A column of switches: its name, icons and words for on and off."""

    name: str
    icons: tuple[str, str]
    words: tuple[str, str]


EYE = Switch("visible", ("eye", "eye_off"), ("Shown: press to hide", "Hidden: press to show"))
LOCK = Switch("locked", ("lock", "unlock"), ("Locked: press to unlock", "Not locked: press to lock"))


class _NotTyped(QStyledItemDelegate):
    """Draws as ever, and lets nothing be typed."""

    def createEditor(self, parent: QWidget | None, option: QStyleOptionViewItem, index: Index) -> QWidget:
        return None  # type: ignore[return-value]


class ToggleList(QTreeWidget):
    """Rows with switches.

    Space presses the first switch of the chosen row and L the second; F2 renames, Delete deletes.

    Signals
    -------
    switched(key, switch, on)
        A switch was pressed; `on` is what it is to be.
    renamed(key, name)
        Another name was typed.
    delete_asked(key)
        The row is to go.
    """

    switched = Signal(str, str, bool)
    renamed = Signal(str, str)
    delete_asked = Signal(str)

    def __init__(self, title: str, switches: tuple[Switch, ...], icons: Icons, *, named: bool) -> None:
        super().__init__()
        self._switches, self._icons, self._named = switches, icons, named
        self._rows: tuple[ToggleRow, ...] = ()
        self._name_at = len(switches)
        self.setAccessibleName(title)
        self.setColumnCount(self._name_at + 2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(16, 16))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
            if named
            else QAbstractItemView.EditTrigger.NoEditTriggers
        )
        self._switch_delegate = _NotTyped(self)
        for at in (*range(self._name_at), self._name_at + 1):
            self.setItemDelegateForColumn(at, self._switch_delegate)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(_SWITCH_PX)
        for at in range(self._name_at):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(at, _SWITCH_PX)
        header.setSectionResizeMode(self._name_at, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(self._name_at + 1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemClicked.connect(self._press)
        self.itemChanged.connect(self._take_name)

    @property
    def current_key(self) -> str | None:
        """The key of the chosen row, or None."""
        item = self.currentItem()
        return None if item is None else str(item.data(0, _KEY))

    def show_rows(self, rows: tuple[ToggleRow, ...]) -> None:
        """Show other rows; the chosen one stays chosen, and one that has come is chosen."""
        if rows == self._rows:
            return
        before, now = ([one.key for one in some] for some in (self._rows, rows))
        self._rows = rows
        with QSignalBlocker(self):
            if now != before:
                self._make_items(now, before)
            # The same items while they are the same rows: a name that is being typed keeps its field.
            for at, row in enumerate(rows):
                item = self.topLevelItem(at)
                if item is not None:
                    self._fill(item, row)

    def _make_items(self, keys: list[str], before: list[str]) -> None:
        new = [key for key in keys if key not in before]
        chosen = new[0] if len(new) == 1 else self.current_key
        self.clear()
        for key in keys:
            item = QTreeWidgetItem(self)
            item.setData(0, _KEY, key)
            if key == chosen:
                self.setCurrentItem(item, self._name_at)

    def choose(self, key: str) -> None:
        """Choose the row with a key."""
        for at in range(self.topLevelItemCount()):
            item = self.topLevelItem(at)
            if item is not None and item.data(0, _KEY) == key:
                self.setCurrentItem(item, self._name_at)

    def rename_current(self) -> None:
        """Type another name for the chosen row."""
        item = self.currentItem()
        if item is not None and self._named:
            self.editItem(item, self._name_at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.current_key
        at = {Qt.Key.Key_Space: 0, Qt.Key.Key_L: 1}.get(Qt.Key(event.key()))
        if key is not None and at is not None and at < len(self._switches):
            self._flip(key, at)
        elif key is not None and event.key() == Qt.Key.Key_F2:
            self.rename_current()
        elif key is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_asked.emit(key)
        else:
            super().keyPressEvent(event)

    def _fill(self, item: QTreeWidgetItem, row: ToggleRow) -> None:
        item.setData(0, _KEY, row.key)
        flags = item.flags() | Qt.ItemFlag.ItemIsEditable if self._named else item.flags()
        item.setFlags(flags)
        for at, (switch, on) in enumerate(zip(self._switches, row.on, strict=True)):
            usual = on if switch is EYE else not on
            icon = switch.icons[0] if on else switch.icons[1]
            item.setIcon(at, self._icons.icon(icon, "text-second" if usual else "accent"))
            item.setToolTip(at, switch.words[0] if on else switch.words[1])
        item.setText(self._name_at, row.name)
        item.setToolTip(self._name_at, row.name)
        item.setText(self._name_at + 1, row.note)
        states = [
            switch.words[0 if on else 1].split(":")[0]
            for switch, on in zip(self._switches, row.on, strict=True)
        ]
        spoken = f"{row.name}, {', '.join(states)}, {row.note}"
        for at in range(self.columnCount()):
            item.setData(at, Qt.ItemDataRole.AccessibleTextRole, spoken)

    def _press(self, item: QTreeWidgetItem, column: int) -> None:
        if column < len(self._switches):
            self._flip(str(item.data(0, _KEY)), column)

    def _flip(self, key: str, at: int) -> None:
        row = next((one for one in self._rows if one.key == key), None)
        if row is not None:
            self.switched.emit(key, self._switches[at].name, not row.on[at])

    def _take_name(self, item: QTreeWidgetItem, column: int) -> None:
        row = next((one for one in self._rows if one.key == item.data(0, _KEY)), None)
        name = " ".join(item.text(self._name_at).split())
        if row is None or column != self._name_at or name == row.name:
            return
        if not name:
            with QSignalBlocker(self):
                item.setText(self._name_at, row.name)
            return
        self.renamed.emit(row.key, name)
