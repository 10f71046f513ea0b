"""One row of the sheet: its fields side by side, or in two lines where there is little room."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from archdraw.core.estimate.figures import figure_text
from archdraw.core.estimate.sheet import Outcome, Problem
from archdraw.core.model import Estimate, Input
from archdraw.qt.bridge.figures import style
from archdraw.qt.panels.elided import ElidedButton, ElidedLabel
from archdraw.qt.panels.estimate_field import SheetField

Table = Literal["inputs", "estimates"]
# Field: what it is called, the hint in an empty one, its share of the width, and whether it is a formula.
_FIELDS: dict[Table, dict[str, tuple[str, str, int, bool]]] = {
    "inputs": {
        "name": ("Name", "What is counted", 6, False),
        "id": ("In formulas", "", 4, True),
        "value": ("Value", "10 M", 8, True),
        "unit": ("Unit", "no unit", 4, False),
        "source": ("Source", "Where it comes from", 11, False),
    },
    "estimates": {
        "name": ("Name", "What follows", 6, False),
        "id": ("In formulas", "", 4, True),
        "formula": ("Formula", "dau × requests_per_user", 8, True),
        "unit": ("Unit", "what suits", 4, False),
    },
}
RESULT_SHARE, FEEDS_SHARE = 6, 5
HEADS: dict[Table, tuple[tuple[str, int], ...]] = {
    "inputs": tuple((label, share) for label, _, share, _ in _FIELDS["inputs"].values()),
    "estimates": (
        *((label, share) for label, _, share, _ in _FIELDS["estimates"].values()),
        ("Result", RESULT_SHARE),
        ("Feeds", FEEDS_SHARE),
    ),
}
# Below this a row takes two lines.
NARROW_PX = 660


class SheetRow(QWidget):
    """The widgets of one row; they show what is stored and tell what is typed.

    Signals
    -------
    typed(field, text)
        A field is being changed.
    given(field, text, down)
        The text of a field is to be kept; `down` tells that the next row follows.
    walked(field, rows)
        The same field so many rows further down is to have the keyboard.
    ordered(word)
        "insert", "delete", "up" or "down".
    left()
        The keyboard goes back to the drawing.
    feeding_wanted()
        The field that takes the result is to be chosen.
    """

    typed = Signal(str, str)
    given = Signal(str, str, bool)
    walked = Signal(str, int)
    ordered = Signal(str)
    left = Signal()
    feeding_wanted = Signal()

    def __init__(self, table: Table, row_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table, self.row_id = table, row_id
        self.fields = {key: self._field(key, *spec) for key, spec in _FIELDS[table].items()}
        self.result = ElidedLabel()
        self.result.setObjectName("figure")
        self.result.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.feeds = ElidedButton("Feeds")
        self.feeds.clicked.connect(self.feeding_wanted)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 1, 0, 1)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(1)
        self._narrow: bool | None = None
        self.set_narrow(False)

    def _field(self, key: str, label: str, hint: str, _share: int, mono: bool) -> SheetField:
        field = SheetField(label, hint, mono=mono)
        field.typed.connect(lambda text: self.typed.emit(key, text))
        field.given.connect(lambda text, down: self.given.emit(key, text, down))
        field.walked.connect(lambda rows: self.walked.emit(key, rows))
        field.ordered.connect(self.ordered)
        field.left.connect(self.left)
        return field

    # -- laying out ----------------------------------------------------------------------------

    def set_narrow(self, narrow: bool) -> None:
        """Put everything on one line, or on two where there is little room."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        estimate = self.table == "estimates"
        last = [(self.result, RESULT_SHARE), (self.feeds, FEEDS_SHARE)] if estimate else []
        fields = [(field, _FIELDS[self.table][key][2]) for key, field in self.fields.items()]
        self._grid.setContentsMargins(0, 1, 0, 9 if narrow else 1)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        if not narrow:
            for column, (widget, share) in enumerate((*fields, *last)):
                self._grid.addWidget(widget, 0, column)
                self._grid.setColumnStretch(column, share)
            self._grid.addWidget(self.said, 1, 0, 1, len(fields) + len(last))
        else:
            self._stack(self.fields, estimate=estimate)
        self.result.setVisible(estimate)
        self.feeds.setVisible(estimate)

    def _stack(self, fields: dict[str, SheetField], *, estimate: bool) -> None:
        grid = self._grid
        for column, share in enumerate((5, 3, 4)):
            grid.setColumnStretch(column, share)
        grid.addWidget(fields["name"], 0, 0)
        grid.addWidget(fields["id"], 0, 1)
        if estimate:
            grid.addWidget(self.result, 0, 2)
            grid.addWidget(fields["formula"], 1, 0)
            grid.addWidget(fields["unit"], 1, 1)
            grid.addWidget(self.feeds, 1, 2)
        else:
            grid.addWidget(fields["source"], 0, 2)
            grid.addWidget(fields["value"], 1, 0)
            grid.addWidget(fields["unit"], 1, 1)
        grid.addWidget(self.said, 2, 0, 1, 3)

    # -- showing -------------------------------------------------------------------------------

    def show_record(self, record: Input | Estimate, fed: str) -> None:
        """Show what is stored; `fed` says which field takes the result."""
        texts = {"name": record.name, "id": record.id, "unit": record.unit}
        if isinstance(record, Input):
            texts["value"] = "" if record.value is None else style().written(figure_text(record.value, 12))
            texts["source"] = record.source
        else:
            texts["formula"] = record.formula or ("" if record.value is None else f"{record.value:.12g}")
            self.feeds.say(f"→ {fed}" if fed else "feeds nothing", "Choose the field that takes this result")
        for key, text in texts.items():
            self.fields[key].show_text(text)
            label = _FIELDS[self.table][key][0]
            self.fields[key].setAccessibleName(f"{label} of {record.name or record.id}")
        self.fields["id"].setToolTip(f"What formulas call “{record.name or record.id}”")

    def show_outcome(self, outcome: Outcome | None, arithmetic: str, warnings: tuple[str, ...]) -> None:
        """Show the result, or what is wrong under the fields."""
        problem = outcome.problem if outcome is not None else None
        for key, field in self.fields.items():
            field.refuse(problem is not None and key == _field_of(problem, self.table))
        if outcome is None or problem is not None:
            self.result.say("–")
        elif outcome.pending:
            self.result.say("…", "The unit is being looked up")
        else:
            self.result.say(style().written(outcome.text), style().written(arithmetic))
        if arithmetic and problem is None and "formula" in self.fields:
            self.fields["formula"].setToolTip(style().written(arithmetic))
        self._say(problem, warnings)

    def refuse(self, key: str, sentence: str) -> None:
        """Show that a typed text can't be kept."""
        self.fields[key].refuse(True)
        self._show_words(f"✕ {sentence}", "refusal")

    def _say(self, problem: Problem | None, warnings: tuple[str, ...]) -> None:
        if problem is not None:
            self._show_words(f"✕ {problem.sentence}", "refusal")
        else:
            self._show_words("\n".join(f"▲ {one}" for one in warnings), "doubt")

    def _show_words(self, text: str, name: str) -> None:
        if self.said.objectName() != name:
            self.said.setObjectName(name)
            self.said.style().unpolish(self.said)
            self.said.style().polish(self.said)
        self.said.setText(style().written(text) if text else "")
        for field in self.fields.values():
            field.setAccessibleDescription(text)
        self.said.setVisible(bool(text))


def _field_of(problem: Problem, table: Table) -> str:
    if table == "inputs":
        return "unit" if problem.field == "unit" else "value"
    return "unit" if problem.field == "unit" else "formula"
