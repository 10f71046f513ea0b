"""Choosing one of the designs that come with the program; it opens as a new document."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from archdraw.editor.samples import Sample, samples
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.window.closing import settle_buttons
from archdraw.qt.window.desk import Desk
from archdraw.qt.window.sample_picture import sample_picture

_LIST_WIDTH, _PICTURE = 264, QSize(560, 300)


class SamplesDialog(QDialog):
    """Titles on the left; on the right what the chosen one shows, in words and as a picture."""

    def __init__(self, window: Desk) -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle("New from a sample")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.samples = samples()
        self._pictures: dict[str, QPixmap] = {}
        self.list = QListWidget()
        self.list.setAccessibleName("Samples")
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setSpacing(3)
        for one in self.samples:
            self.list.addItem(QListWidgetItem(one.title))
        self.picture = QLabel()
        self.picture.setFixedSize(_PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words, self.size_line = _words(), _words()
        self.size_line.setObjectName("second")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.open_button = self.buttons.addButton("Open a copy", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._open)
        self.buttons.rejected.connect(self.reject)
        settle_buttons(self.buttons)
        self.open_button.setDefault(True)
        self._lay_out()
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(self._open)
        self.list.setCurrentRow(0)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        row = nested(column, QHBoxLayout(), 1)
        row.setSpacing(16)
        row.addWidget(self.list)
        right = nested(row, QVBoxLayout(), 1)
        right.setSpacing(8)
        right.addWidget(self.picture)
        right.addWidget(self.words)
        right.addWidget(self.size_line)
        right.addStretch(1)
        column.addWidget(self.buttons)

    def _chosen(self) -> Sample | None:
        place = self.list.currentRow()
        return self.samples[place] if 0 <= place < len(self.samples) else None

    def _show(self) -> None:
        one = self._chosen()
        self.open_button.setEnabled(one is not None)
        if one is None:
            return
        self.words.setText(one.description)
        self.size_line.setText(one.size)
        known = self._pictures.get(one.path.stem)
        if known is None:
            known = self._pictures[one.path.stem] = sample_picture(
                one.path, self._window, _PICTURE, self.devicePixelRatioF()
            )
        self.picture.setPixmap(known)
        self.picture.setAccessibleName(f"The drawing of {one.title}")

    def _open(self) -> None:
        one = self._chosen()
        if one is not None:
            self.accept()
            self._window.shell.open_sample(one.path)


def _words() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
