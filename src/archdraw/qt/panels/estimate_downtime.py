"""The converter between an availability, its nines and its downtime; each field changes the others."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from archdraw.core.estimate.downtime import SPANS, Outage, Span, duration_text, seconds_of, unavailability_of
from archdraw.core.estimate.quantities import CalculationError
from archdraw.core.estimate.sheet import month_and_year
from archdraw.core.model import Settings
from archdraw.qt.bridge.figures import style
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.panels.estimate_field import SheetField

_FIRST = 5e-4


class DowntimeConverter(QScrollArea):
    """Six fields: the availability, its nines, and the downtime in a year, month, week and day.

    Signals
    -------
    left()
        The keyboard goes back to the drawing.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outage = Outage(_FIRST)
        self.fields: dict[str, SheetField] = {}
        self._labels: dict[str, QLabel] = {}
        self._refusal = QLabel()
        self._refusal.setObjectName("refusal")
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self._lay_out()
        self.show_outage()

    def _lay_out(self) -> None:
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(12, 4, 12, 6)
        column.setSpacing(2)
        grid = nested(column, QGridLayout())
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        for place, key in enumerate(("availability", "nines", *SPANS)):
            label, field = QLabel(), SheetField("", mono=True)
            label.setObjectName("fieldLabel")
            label.setBuddy(field)
            field.typed.connect(lambda text, key=key: self._take(key, text))
            field.given.connect(lambda text, _down, key=key: self._finish(key, text))
            field.walked.connect(lambda rows, place=place: self._walk(place + rows))
            field.left.connect(self.left)
            row, side = divmod(place, 2)
            grid.addWidget(label, 2 * row, side)
            grid.addWidget(field, 2 * row + 1, side)
            grid.setColumnStretch(side, 1)
            self.fields[key], self._labels[key] = field, label
        column.addWidget(self._refusal)
        column.addStretch(1)
        self.setWidget(ground)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def refusal(self) -> str:
        """What is said about a text that can't be converted; empty while all is well."""
        return self._refusal.text()

    def set_conventions(self, settings: Settings) -> None:
        """Take the lengths of year and month of the document."""
        month, year = month_and_year(settings)
        self.outage = Outage(self.outage.unavailability, year, month)
        self.show_outage()

    def show_outage(self, but: str = "") -> None:
        """Write all fields, except the one that is being typed in."""
        nines = self.outage.nines
        texts = {
            "availability": self.outage.percent_text,
            "nines": "no outage" if math.isinf(nines) else f"{nines:.4g}",
        }
        labels = {"availability": "Availability", "nines": "Nines"}
        for span in SPANS:
            texts[span] = duration_text(self.outage.seconds(span))
            labels[span] = f"Down a {span}"
        labels["year"] += f" ({self.outage.year_days:g} d)"
        labels["month"] += f" ({self.outage.month_days:g} d)"
        for key, field in self.fields.items():
            self._labels[key].setText(labels[key])
            field.setAccessibleName(labels[key])
            field.refuse(False)
            if key != but:
                field.setModified(False)
                field.show_text(style().written(texts[key]))
        self._say("")

    def _take(self, key: str, text: str) -> None:
        plain = style().typed(text)
        try:
            if key == "availability":
                self.outage = self.outage.of_unavailability(unavailability_of(plain))
            elif key == "nines":
                share = unavailability_of(f"{plain.removesuffix('nines').strip()} nines")
                self.outage = self.outage.of_unavailability(share)
            else:
                span: Span = next(one for one in SPANS if one == key)
                self.outage = self.outage.of_downtime(seconds_of(plain), span)
        except CalculationError as error:
            self.fields[key].refuse(True)
            self._say(str(error))
        else:
            self.show_outage(but=key)

    def _finish(self, key: str, text: str) -> None:
        self._take(key, text)
        if not self._refusal.text():
            self.show_outage()

    def _walk(self, row: int) -> None:
        fields = list(self.fields.values())
        fields[row % len(fields)].setFocus()
        fields[row % len(fields)].selectAll()

    def _say(self, sentence: str) -> None:
        self._refusal.setText(f"✕ {sentence}" if sentence else "")
        self._refusal.setVisible(bool(sentence))
