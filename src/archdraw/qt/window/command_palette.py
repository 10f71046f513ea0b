"""The command palette: type a few letters of what is to be done, Enter does it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from archdraw.editor.actions.search import Command, commands_of, find
from archdraw.qt.bridge.key_names import shown_chord
from archdraw.qt.window.command_row import COMMAND_ROLE, ROW_PX, CommandDelegate
from archdraw.qt.window.desk import Desk

_WIDTH, _ROWS, _TOP_PX = 640, 11, 72
_MOST_RECENT = 8
_RECENT = "recent-commands"
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_PageDown: _ROWS - 1,
    Qt.Key.Key_PageUp: 1 - _ROWS,
}


class CommandModel(QAbstractListModel):
    """The commands that fit, as rows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.commands: Sequence[Command] = ()

    def show(self, commands: Sequence[Command]) -> None:
        """Show these, in this order."""
        self.beginResetModel()
        self.commands = commands
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.commands)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not 0 <= index.row() < len(self.commands):
            return None
        command = self.commands[index.row()]
        if role == COMMAND_ROLE:
            return command
        if role == Qt.ItemDataRole.DisplayRole:
            return command.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return command.reason or command.tip
        if role == Qt.ItemDataRole.AccessibleTextRole:
            keys = ", ".join(shown_chord(one) for one in command.keys)
            return ", ".join(part for part in (command.title, command.path, keys, command.reason) if part)
        return None


class CommandPalette(QFrame):
    """Lies over the window until a command is chosen, Escape is pressed or the focus goes elsewhere."""

    def __init__(self, window: Desk) -> None:
        super().__init__(window)
        self.setObjectName("commandPalette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = window
        self._before = window.focusWidget()
        self._recent = window.saved.words(_RECENT) or []
        commands = window.commands
        self._all = commands_of(commands.all(), commands.keys, window.session)
        self.field = QLineEdit()
        self.field.setPlaceholderText("What do you want to do?")
        self.field.setAccessibleName("Find a command")
        self.model = CommandModel(self)
        self.list = QListView()
        self.list.setAccessibleName("Commands that fit")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setModel(self.model)
        self.list.setItemDelegate(CommandDelegate(window.icons, self))
        self.foot = QLabel()
        self.foot.setObjectName("second")
        self.foot.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 8)
        layout.setSpacing(6)
        for part in (self.field, self.list, self.foot):
            layout.addWidget(part)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list.clicked.connect(lambda _: self.choose())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._explain())
        self._search("")
        self._place()

    def open(self) -> None:
        """Show the palette and give it the keyboard."""
        self.show()
        self.raise_()
        self.field.setFocus()

    @property
    def current(self) -> Command | None:
        """The command that Enter would do."""
        found = self.list.currentIndex().data(COMMAND_ROLE)
        return found if isinstance(found, Command) else None

    def choose(self) -> None:
        """Do the current command; one that can't be used says why and the palette stays."""
        command = self.current
        if command is None or command.reason:
            return
        self._remember(command.id)
        self._leave()
        self._window.commands.perform(command.id)

    # -- inside --------------------------------------------------------------------------------

    def _search(self, text: str) -> None:
        self.model.show(find(self._all, text, self._recent))
        self.list.setCurrentIndex(self.model.index(0))
        self.list.scrollToTop()
        self._explain()

    def _explain(self) -> None:
        command = self.current
        if command is None:
            self.foot.setText("No command fits. Fewer letters find more.")
        else:
            self.foot.setText(f"Not now: {command.reason}" if command.reason else command.tip)

    def _place(self) -> None:
        room = self._window.rect()
        width = min(_WIDTH, room.width() - 32)
        rows = max(3, min(_ROWS, (room.height() - _TOP_PX - 120) // ROW_PX))
        self.list.setFixedHeight(rows * ROW_PX)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((room.width() - width) // 2, min(_TOP_PX, max(8, room.height() - self.height() - 8)))

    def _remember(self, command_id: str) -> None:
        kept = [command_id, *(one for one in self._recent if one != command_id)][:_MOST_RECENT]
        self._window.saved.remember(_RECENT, kept)

    def _leave(self) -> None:
        self.field.removeEventFilter(self)
        self.close()
        target = self._before if isinstance(self._before, QWidget) and self._before.isVisible() else None
        (target or self._window.canvas).setFocus()

    def _step(self, step: int) -> None:
        count = self.model.rowCount()
        if not count:
            return
        wanted = self.list.currentIndex().row() + step
        # One step goes around the end; a page stops there.
        row = wanted % count if abs(step) == 1 else min(max(wanted, 0), count - 1)
        self.list.setCurrentIndex(self.model.index(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            if self.isVisible() and not self.isAncestorOf(self._window.focusWidget() or self._window):
                self.field.removeEventFilter(self)
                self.close()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        elif key in _STEPS:
            self._step(_STEPS[key])
        else:
            return False
        return True
