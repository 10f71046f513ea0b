"""The head of the sheet: how it rounds and counts, templates, and what is not up to date."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from archdraw.core.estimate.sheet import Rounding, Sheet
from archdraw.core.estimate.templates import all_templates
from archdraw.qt.bridge.figures import style
from archdraw.qt.panels.elided import ElidedLabel

_ROUNDINGS: tuple[tuple[Rounding, str, str], ...] = (
    ("exact", "Exact", "A day has 86,400 s; results keep all their digits"),
    ("whiteboard", "Whiteboard", "A day has 100,000 s; every result has two figures, as in an interview"),
)
# The button of templates as it is, and where the line is too narrow for its words.
_LONG, _SHORT = "Insert a template", "Template"
_ROOMY_PX = 560


class SheetHead(QWidget):
    """One line above the sheet.

    Signals
    -------
    rounding_chosen(rounding)
        "exact" or "whiteboard".
    template_chosen(id)
        The rows of this template are wanted.
    update_wanted()
        Every result is to be written where it belongs.
    converter_wanted(shown)
        The converter of downtime is to be shown or hidden.
    """

    rounding_chosen = Signal(str)
    template_chosen = Signal(str)
    update_wanted = Signal()
    converter_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roundings = {key: self._rounding(key, title, tip) for key, title, tip in _ROUNDINGS}
        self.tag = QLabel()
        self.tag.setObjectName("tag")
        self._conventions = ElidedLabel()
        self._conventions.setObjectName("second")
        self.update_button = QPushButton("Bring up to date")
        self.update_button.setToolTip("Write every result into the sheet and into the fields it feeds")
        self.update_button.clicked.connect(self.update_wanted)
        self.update_button.hide()
        self.templates = QPushButton(_LONG)
        self.templates.setToolTip("Begin with the sheet of a common question (Ctrl+B, T)")
        self._menu = QMenu(self.templates)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.templates.setMenu(self._menu)
        self.converter = QPushButton("Downtime")
        self.converter.setObjectName("segment")
        self.converter.setProperty("wide", True)
        self.converter.setCheckable(True)
        self.converter.setChecked(True)
        self.converter.setToolTip("Between an availability, its nines and the downtime it allows")
        self.converter.toggled.connect(self.converter_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 2)
        row.setSpacing(4)
        for button in self.roundings.values():
            row.addWidget(button)
        row.addSpacing(4)
        row.addWidget(self.tag)
        row.addWidget(self._conventions, 1)
        for widget in (self.update_button, self.templates, self.converter):
            row.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.templates.setText(_LONG if self.width() >= _ROOMY_PX else _SHORT)

    def _rounding(self, key: Rounding, title: str, tip: str) -> QPushButton:
        button = QPushButton(title)
        button.setObjectName("segment")
        button.setProperty("wide", True)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setAccessibleName(f"Rounding: {title}")
        button.clicked.connect(lambda: self.rounding_chosen.emit(key))
        return button

    def show_sheet(self, sheet: Sheet, *, behind: bool) -> None:
        """Show how a sheet was computed, and whether the document is behind it."""
        for key, button in self.roundings.items():
            button.setChecked(key == sheet.rounding)
        self.tag.setText(sheet.method)
        self.tag.setToolTip(
            "Exact arithmetic from the inputs; how good they are, their sources say"
            if sheet.method == "exact"
            else "Rounded on the way; hovering a result says what exact arithmetic gives"
        )
        self._conventions.say(style().written(sheet.conventions))
        self.update_button.setVisible(behind)

    def tick_converter(self, shown: bool) -> None:
        """Show whether the converter is there."""
        with QSignalBlocker(self.converter):
            self.converter.setChecked(shown)

    def _fill_menu(self) -> None:
        if not self._menu.isEmpty():
            return
        for one in all_templates():
            action = self._menu.addAction(one.title)
            action.setToolTip(one.summary)
            action.triggered.connect(lambda _=False, key=one.id: self.template_chosen.emit(key))
