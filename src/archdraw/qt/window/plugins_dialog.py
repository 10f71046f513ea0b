"""The plug-ins: what is installed, what of it works, and allowing or refusing one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from archdraw.editor.plugged import list_plugins
from archdraw.plugins.overview import Listed
from archdraw.plugins.switching import allow, refuse
from archdraw.qt.window.closing import closing_buttons
from archdraw.qt.window.desk import Desk

_COLUMNS = ("Plug-in", "Version", "Brings", "State")
_TICK_FRAME_PX = 12
_NONE = (
    "No plug-in is installed. A plug-in is a Python distribution that brings rules, formats, commands or "
    "component kinds; it is found when it is installed beside ArchDraw, and loaded once you allow it here."
)
_FOOT = (
    "A tick allows a plug-in from the next start on. Its code can do all that you can: allow only what you "
    "trust."
)


class PluginsDialog(QDialog):
    """A line for each plug-in, with a tick; the reasons of the chosen one stand below."""

    def __init__(self, window: Desk) -> None:
        super().__init__(window)
        self.setWindowTitle("Plug-ins")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.listed = list_plugins(window.session.catalog)
        self.setMinimumSize(680, 380 if self.listed else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        self.rows = QTreeWidget()
        self.reasons = QLabel()
        if self.listed:
            self._fill()
            column.addWidget(self.rows, 1)
            column.addWidget(self.reasons)
        else:
            self.rows.hide()
            column.addWidget(_words(_NONE))
            column.addStretch(1)
        self.note = _words(_FOOT if self.listed else "")
        self.note.setObjectName("second")
        column.addWidget(self.note)
        column.addWidget(closing_buttons(self))

    def _fill(self) -> None:
        self.rows.setHeaderLabels(list(_COLUMNS))
        self.rows.setRootIsDecorated(False)
        self.rows.setUniformRowHeights(True)
        self.rows.setAccessibleName("Plug-ins")
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for one in self.listed:
            item = QTreeWidgetItem([one.name, one.version, one.brings, one.state])
            item.setToolTip(2, one.brings)
            off = one.state in ("off", "not allowed")
            item.setCheckState(0, Qt.CheckState.Unchecked if off else Qt.CheckState.Checked)
            self.rows.addTopLevelItem(item)
        head = self.rows.header()
        head.setStretchLastSection(False)
        # What Qt reckons leaves the frame of the tick out.
        head.resizeSection(0, self.rows.sizeHintForColumn(0) + _TICK_FRAME_PX)
        for place in (1, 3):
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.reasons.setWordWrap(True)
        self.reasons.setTextFormat(Qt.TextFormat.PlainText)
        self.reasons.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.rows.currentItemChanged.connect(self._show_reasons)
        self.rows.setCurrentIndex(self.rows.model().index(0, 0))
        self.rows.itemChanged.connect(self._switch)

    def _chosen(self, item: QTreeWidgetItem | None) -> Listed | None:
        place = -1 if item is None else self.rows.indexOfTopLevelItem(item)
        return self.listed[place] if place >= 0 else None

    def _show_reasons(self, item: QTreeWidgetItem | None) -> None:
        one = self._chosen(item)
        if one is not None:
            said = [f"• {reason}" for reason in one.reasons] or ["Everything it brings is in use."]
            # In its column the list of what it brings may be cut.
            self.reasons.setText("\n".join([f"{one.name}: {one.brings}.", *said]))

    def _switch(self, item: QTreeWidgetItem, column: int) -> None:
        one = self._chosen(item)
        if one is None or column != 0:
            return
        on = item.checkState(0) == Qt.CheckState.Checked
        try:
            (allow if on else refuse)(one.name)
        except OSError as error:
            self.note.setText(f"This can't be kept: {error.strerror or error}.")
        else:
            self.note.setText(f"{one.name} is {'allowed' if on else 'refused'} from the next start on.")


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
