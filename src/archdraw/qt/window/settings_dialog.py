"""The settings: each choice holds at once and is kept; what belongs to the document is one undo step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.locations import resources_dir
from archdraw.editor.settings import GRID_STEPS, Settings
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.panels.edits import Target
from archdraw.qt.panels.field import Field
from archdraw.qt.panels.parsing import RefusedError, parsed, shown
from archdraw.qt.window.closing import closing_buttons, settle_buttons
from archdraw.qt.window.desk import Desk
from archdraw.qt.window.fitting import RoomyPage, fit_to_screen
from archdraw.qt.window.preferences import Preferences

_THEMES = (
    ("As the system", "system"),
    ("Light", "light"),
    ("Dark", "dark"),
    ("High contrast", "high-contrast"),
)
_UTILISATION = Field(
    ("settings", "target_utilisation"),
    "Target utilisation",
    "number",
    unit="%",
    scale=100,
    default=0.7,
    minimum=0.01,
    maximum=1,
)
_THIN = "\u202f"


class SettingsDialog(QDialog):
    """Shows what is set; nothing has to be confirmed."""

    def __init__(self, window: Desk, preferences: Preferences) -> None:
        super().__init__(window)
        self.setWindowTitle("Settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self._preferences = preferences
        self._target = Target.document(window.session)
        self.choices: dict[str, QComboBox] = {}
        self.ticks: dict[str, QCheckBox] = {}
        self.utilisation = QLineEdit()
        self._refusal = QLabel()
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(20, 16, 20, 4)
        self._column.setSpacing(4)
        self._add_sections(read_only=window.session.document.read_only)
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 14)
        whole.setSpacing(8)
        whole.addWidget(RoomyPage(page), 1)
        whole.addWidget(self._make_foot())
        self._show(self._preferences.settings)
        fit_to_screen(self, self.sizeHint())

    # -- making --------------------------------------------------------------------------------

    def _add_sections(self, *, read_only: bool) -> None:
        look = self._section("Look")
        offered = [one for one in _THEMES if one[1] == "system" or _has_theme(one[1])]
        self._choice(look, "Colours", "theme", offered)
        self._choice(
            look,
            "Motion",
            "motion",
            [("As the system", "system"), ("As little as possible", "reduced"), ("Animate", "full")],
            "Blinking cursors, sliding menus and running bars",
        )
        hand = self._section("Mouse and keys")
        self._choice(
            hand,
            "Wheel, trackpad",
            "wheel",
            [
                ("Both scroll; with Ctrl they zoom", "scroll"),
                ("Both zoom; with Ctrl they scroll", "zoom"),
                ("By device: a wheel zooms, two fingers scroll", "auto"),
            ],
            "A pinch always zooms",
        )
        self._tick(hand, "crossing", "A frame drawn to the left selects what it touches")
        self._tick(hand, "typing_edits", "A letter on a selected element begins its label")
        grid = self._section("Grid")
        self._choice(grid, "Step", "grid", [(str(step), step) for step in GRID_STEPS])
        self._tick(grid, "show_grid", "Show the grid")
        self._tick(grid, "snapping", "Snap to grid and neighbours; Alt suspends it")
        figures = self._section("Figures in this window")
        numbers = ["1,234.5", "1 234.5", "1.234,5", "1 234,5", "1234.5", "1234,5"]
        shown_numbers = [(one.replace(" ", _THIN), one) for one in numbers]
        self._choice(figures, "Numbers", "numbers", shown_numbers, "Documents and exports are not affected")
        self._choice(figures, "Downtime", "downtime", [("a year", "year"), ("a month", "month")])
        self._choice(figures, "Load", "rate", [("a second", "second"), ("a minute", "minute")])
        document = self._section("This document")
        self.utilisation.setMaximumWidth(90)
        self.utilisation.setEnabled(not read_only)
        self.utilisation.setAccessibleName("Target utilisation in %")
        self.utilisation.setToolTip("How full a component may be at peak load, in %")
        self.utilisation.editingFinished.connect(self._take_utilisation)
        document.addRow(_label("Target utilisation, %", self.utilisation), self.utilisation)
        self._refusal.setObjectName("refusal")
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        document.addRow(self._refusal)

    def _section(self, title: str) -> QFormLayout:
        heading = QLabel(title)
        heading.setObjectName("sectionTitle")
        self._column.addSpacing(6)
        self._column.addWidget(heading)
        form = nested(self._column, QFormLayout())
        form.setContentsMargins(0, 2, 0, 4)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        return form

    def _choice(
        self, form: QFormLayout, label: str, name: str, entries: list[tuple[str, Any]], tip: str = ""
    ) -> None:
        box = QComboBox()
        for text, value in entries:
            box.addItem(text, value)
        box.setAccessibleName(label)
        box.setToolTip(tip)
        box.activated.connect(lambda _: self._change(name, box.currentData()))
        form.addRow(_label(label, box), box)
        self.choices[name] = box

    def _tick(self, form: QFormLayout, name: str, text: str) -> None:
        box = QCheckBox(text)
        box.clicked.connect(lambda: self._change(name, box.isChecked()))
        form.addRow(box)
        self.ticks[name] = box

    def _make_foot(self) -> QWidget:
        buttons = closing_buttons(self)
        self._usual = usual = buttons.addButton("As usual", QDialogButtonBox.ButtonRole.ResetRole)
        usual.setToolTip("Set everything but the document as it comes with the program")
        usual.clicked.connect(self._reset)
        # Enter in a field ends the entry; it is not to close the dialog.
        settle_buttons(buttons)
        buttons.setContentsMargins(20, 0, 20, 0)
        return buttons

    # -- showing and changing ------------------------------------------------------------------

    def _show(self, settings: Settings) -> None:
        for name, box in self.choices.items():
            box.setCurrentIndex(max(0, box.findData(getattr(settings, name))))
        for name, tick in self.ticks.items():
            tick.setChecked(getattr(settings, name))
        self._show_utilisation()

    def _show_utilisation(self) -> None:
        value = self._target.value(_UTILISATION.path)
        self.utilisation.setText(shown(_UTILISATION, value))

    def _change(self, name: str, value: object) -> None:
        change: dict[str, Any] = {name: value}
        self._preferences.change(replace(self._preferences.settings, **change))
        self._show_utilisation()

    def _reset(self) -> None:
        self._preferences.change(Settings())
        self._show(self._preferences.settings)

    def _take_utilisation(self) -> None:
        try:
            value = parsed(_UTILISATION, self.utilisation.text())
            if value != self._target.value(_UTILISATION.path):
                self._target.change(_UTILISATION.path, value, "Target utilisation")
        except RefusedError as refusal:
            self._refusal.setText(str(refusal))
            self._refusal.show()
        else:
            self._refusal.hide()
        self._show_utilisation()


def _label(text: str, field: QWidget) -> QLabel:
    label = QLabel(text)
    label.setMinimumWidth(130)
    label.setBuddy(field)
    return label


def _has_theme(name: str) -> bool:
    return (resources_dir() / "themes" / f"{name}.toml").is_file()
