"""The dialog in which commands get other keys: a list of all, press-to-record, nothing given twice."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from archdraw.editor.actions import Action
from archdraw.editor.actions.key_file import keys_file, write_keys
from archdraw.editor.actions.search import path_of
from archdraw.editor.document import EditRefused
from archdraw.qt.bridge.interface_icons import add_cross
from archdraw.qt.bridge.key_names import shown_chord, shown_chords
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.window.closing import closing_buttons
from archdraw.qt.window.desk import Desk
from archdraw.qt.window.fitting import fit_to_screen
from archdraw.qt.window.key_recorder import KeyRecorder

_ID_ROLE = int(Qt.ItemDataRole.UserRole)
_COMMAND, _MENU, _KEYS = range(3)


class KeyEditor(QDialog):
    """All commands with their keys; what is changed holds and is saved at once."""

    def __init__(self, window: Desk) -> None:
        super().__init__(window)
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit_to_screen(self, QSize(680, 620))
        self._icons = window.icons
        self._keys = window.commands.keys
        self._actions = {action.id: action for action in window.commands.all()}
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by command, menu or key")
        add_cross(self.filter)
        self.filter.setAccessibleName("Filter the commands")
        self.list = QTreeWidget()
        self.list.setAccessibleName("Commands and their keys")
        self.title = QLabel()
        self.title.setObjectName("sectionTitle")
        self.tip = QLabel()
        self.tip.setObjectName("second")
        self._caps: list[QPushButton] = []
        self.recorder = KeyRecorder(self._keys.begins)
        self.add = QPushButton("Add a key")
        self.reset = QPushButton("Reset")
        self.reset_all = QPushButton("Reset all keys")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setMinimumHeight(34)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._set_up_list()
        self._lay_out()
        self._connect()
        self._fill()
        self.list.setCurrentItem(self._items()[0])
        self.filter.setFocus()

    # -- making --------------------------------------------------------------------------------

    def _set_up_list(self) -> None:
        self.list.setColumnCount(3)
        self.list.setHeaderLabels(["Command", "Menu", "Keys"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        header = self.list.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(_COMMAND, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(_MENU, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(_COMMAND, 270)
        header.resizeSection(_MENU, 150)

    def _lay_out(self) -> None:
        line = QFrame()
        line.setObjectName("hairline")
        line.setFixedHeight(1)
        self.recorder.setFixedWidth(170)
        self.recorder.hide()
        place = QLabel(f"Kept in {keys_file().name}, which can be edited by hand")
        place.setObjectName("second")
        place.setToolTip(str(keys_file()))
        # Enter belongs to the list and to the recorder, not to a button.
        for button in (self.add, self.reset, self.reset_all):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addWidget(line)
        column.addWidget(self.title)
        column.addWidget(self.tip)
        row = nested(column, QHBoxLayout())
        row.setSpacing(8)
        self.caps = nested(row, QHBoxLayout())
        self.caps.setSpacing(6)
        row.addWidget(self.recorder)
        row.addWidget(self.add)
        row.addStretch(1)
        row.addWidget(self.reset)
        column.addWidget(self.sentence)
        foot = nested(column, QHBoxLayout())
        foot.addWidget(self.reset_all)
        foot.addWidget(place)
        foot.addStretch(1)
        foot.addWidget(closing_buttons(self))

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter_rows)
        self.filter.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.list.itemDoubleClicked.connect(lambda *_: self.record())
        self.add.clicked.connect(self.record)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._reset_all)
        self.recorder.recorded.connect(self._take)
        self.recorder.given_up.connect(self._stop_recording)

    def _fill(self) -> None:
        for action in self._actions.values():
            item = QTreeWidgetItem([action.title.rstrip("…"), path_of(action), ""])
            item.setData(_COMMAND, _ID_ROLE, action.id)
            item.setToolTip(_COMMAND, action.tip)
            item.setSizeHint(_COMMAND, QSize(100, 28))
            self.list.addTopLevelItem(item)
        self._show_all_keys()

    # -- showing -------------------------------------------------------------------------------

    @property
    def chosen(self) -> Action | None:
        """The action whose keys are shown."""
        item = self.list.currentItem()
        return self._actions.get(str(item.data(_COMMAND, _ID_ROLE))) if item is not None else None

    def choose(self, action_id: str) -> None:
        """Show the keys of an action."""
        for item in self._items():
            if item.data(_COMMAND, _ID_ROLE) == action_id:
                self.list.setCurrentItem(item)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _show_all_keys(self) -> None:
        for item in self._items():
            action_id = str(item.data(_COMMAND, _ID_ROLE))
            changed = self._keys.changed(action_id)
            keys = shown_chords(self._keys.keys_of(action_id))
            # Not by colour alone: a changed row says so.
            item.setText(_KEYS, f"{keys or 'none'}  (changed)" if changed else keys)
            item.setForeground(_KEYS, self._icons.colour("accent" if changed else "text"))
        self.reset_all.setEnabled(bool(self._keys.own))
        self._show_chosen()

    def _show_chosen(self) -> None:
        action = self.chosen
        for gone in self._caps:
            self.caps.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._caps = []
        self.add.setEnabled(action is not None)
        self.reset.setEnabled(action is not None and self._keys.changed(action.id))
        self.title.setText(action.title.rstrip("…") if action is not None else "No command fits")
        self.tip.setText(action.tip if action is not None else "")
        self.say("")
        for chord in self._keys.keys_of(action.id) if action is not None else ():
            cap = QPushButton(f"{shown_chord(chord)}  ×")
            cap.setObjectName("keyCap")
            cap.setAutoDefault(False)
            cap.setToolTip(f"Take {shown_chord(chord)} away")
            cap.setAccessibleName(f"Take {shown_chord(chord)} away")
            cap.clicked.connect(lambda _=False, gone=chord: self._remove(gone))
            self.caps.addWidget(cap)
            self._caps.append(cap)

    def say(self, text: str, *, refused: bool = False) -> None:
        """Say what happened with the last key, below the keys."""
        self.sentence.setObjectName("refusal" if refused else "second")
        self.sentence.style().unpolish(self.sentence)
        self.sentence.style().polish(self.sentence)
        self.sentence.setText(text)

    def _filter_rows(self, text: str) -> None:
        wanted = text.casefold().split()
        first: QTreeWidgetItem | None = None
        for item in self._items():
            words = " ".join(item.text(column) for column in range(3)).casefold()
            fits = all(word in words for word in wanted)
            item.setHidden(not fits)
            first = first or (item if fits else None)
        current = self.list.currentItem()
        if current is None or current.isHidden():
            if first is not None:
                self.list.setCurrentItem(first)
            else:
                self.list.setCurrentIndex(QModelIndex())
        self._show_chosen()

    # -- changing ------------------------------------------------------------------------------

    def record(self) -> None:
        """Wait for the keys that the chosen command is to have."""
        if self.chosen is None:
            return
        self.say("Press the keys together; Escape leaves everything as it is.")
        self.add.hide()
        self.recorder.record()

    def _stop_recording(self) -> None:
        if self.recorder.isVisible():
            self.recorder.hide()
            self.add.show()
            self.list.setFocus()
            self.say("")

    def _take(self, chord: str) -> None:
        action = self.chosen
        self._stop_recording()
        if action is None:
            return
        present = self._keys.keys_of(action.id)
        if chord in present:
            self.say(f"{shown_chord(chord)} is a key of this command already.")
            return
        self._assign(action, (*present, chord), f"{shown_chord(chord)} holds from now on.")

    def _remove(self, chord: str) -> None:
        action = self.chosen
        if action is not None:
            kept = tuple(one for one in self._keys.keys_of(action.id) if one != chord)
            self._assign(action, kept, f"{shown_chord(chord)} does nothing now.")
            self.list.setFocus()

    def _assign(self, action: Action, keys: tuple[str, ...], done: str) -> None:
        try:
            self._keys.assign(action.id, keys)
        except EditRefused as refusal:
            self.say(str(refusal), refused=True)
            return
        self._save(done)

    def _reset(self) -> None:
        action = self.chosen
        if action is None:
            return
        try:
            self._keys.reset(action.id)
        except EditRefused as refusal:
            self.say(str(refusal), refused=True)
            return
        self._save("The keys are those the program comes with.")
        self.list.setFocus()

    def _reset_all(self) -> None:
        self._keys.reset_all()
        self._save("All keys are those the program comes with.")
        self.list.setFocus()

    def _save(self, done: str) -> None:
        self._show_all_keys()
        try:
            write_keys(self._keys)
        except EditRefused as refusal:
            self.say(str(refusal), refused=True)
        else:
            self.say(done)

    # -- keys ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if watched is self.filter and (enter or key == Qt.Key.Key_Down):
                self.list.setFocus()
                return True
            if watched is self.list and enter:
                self.record()
                return True
            if watched is self.list and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                action = self.chosen
                keys = self._keys.keys_of(action.id) if action is not None else ()
                if keys:
                    self._remove(keys[-1])
                return True
        return super().eventFilter(watched, event)
