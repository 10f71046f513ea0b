"""Two fields that state a figure as a range: with 90 % certainty it lies between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from archdraw.core.analysis.stated_ranges import RANGED
from archdraw.core.model import Record
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.panels.edits import Target, value_at
from archdraw.qt.panels.field import Field
from archdraw.qt.panels.parsing import RefusedError, parsed, shown, unit_beside


def may_be_ranged(field: Field, target: Target | None) -> bool:
    """Tell whether the analysis takes a range for a field of what is chosen."""
    return target is not None and field.path[-1] in RANGED.get(target.table, ())


def range_words(field: Field, target: Target) -> str:
    """Return the range that all that is chosen states for a field: "99.2 – 99.8 %"; empty for none."""
    stated = target.value(("attributes", "ranges", field.path[-1])) if may_be_ranged(field, target) else None
    if not isinstance(stated, list | tuple) or len(stated) != 2:
        return ""
    low, high = (shown(field, end) for end in stated)
    unit = unit_beside(field)
    return f"{low} – {high}\u2009{unit}" if unit else f"{low} – {high}"


class RangeFields(QWidget):
    """The lower and the upper end, and what is wrong with them in a sentence.

    Signals
    -------
    grown()
        More or less is said than before: another height is needed.
    """

    grown = Signal()

    def __init__(self, field: Field, target: Target, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target = target
        self._name = field.path[-1]
        self._label = field.label.lower()
        self._field = replace(field, required=False)
        self.low, self.high = (self._end(words) for words in ("at least", "at most"))
        self.refusal = QLabel()
        self.refusal.setObjectName("refusal")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self._lay_out()
        for field_end, value in zip((self.low, self.high), self._stored(), strict=True):
            field_end.setText(shown(self._field, value))
            field_end.editingFinished.connect(self.store)

    def _end(self, words: str) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText(words)
        made.setAccessibleName(f"{self._field.label}, {words}")
        return made

    def _lay_out(self) -> None:
        unit = unit_beside(self._field)
        caption = QLabel(f"With 90\u2009% certainty it lies between{f' ({unit})' if unit else ''}")
        caption.setObjectName("fieldLabel")
        caption.setWordWrap(True)
        caption.setToolTip(
            "Utilisation, ceilings, p99 and availability then come with their 5 and 95 % points"
        )
        caption.setBuddy(self.low)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(caption)
        ends = nested(layout, QHBoxLayout())
        ends.setSpacing(6)
        ends.addWidget(self.low)
        ends.addWidget(self.high)
        layout.addWidget(self.refusal)

    def _stored(self) -> tuple[object, object]:
        stated = self._target.value(("attributes", "ranges", self._name))
        return (
            (stated[0], stated[1]) if isinstance(stated, list | tuple) and len(stated) == 2 else (None, None)
        )

    def store(self) -> None:
        """State the range as it is typed, or none where both ends are empty."""
        try:
            ends = [parsed(self._field, one.text()) for one in (self.low, self.high)]
            if ends.count(None) == 1:
                self._say("")  # the other end is still to come
                return
            self._check_inside(ends)
            self._write(_ordered(self._field.label, ends))
        except RefusedError as refusal:
            self._say(str(refusal))
            return
        self._say("")

    def _check_inside(self, ends: list[Any]) -> None:
        """Refuse a range that the figure itself lies outside of: one of them is wrong."""
        if self._name == "availability" and ends[1] == 1:
            raise RefusedError(f"{self._field.label}: the second end is below 100\u2009%.")
        stated = self._target.value(self._field.path)
        value: Any = self._field.default if stated is None else stated
        if None in ends or isinstance(value, bool) or not isinstance(value, int | float):
            return
        if ends[0] < ends[1] and not ends[0] <= value <= ends[1]:
            unit = unit_beside(self._field)
            figure = shown(self._field, value) + (f"\u2009{unit}" if unit else "")
            raise RefusedError(
                f"{self._field.label} is {figure}, which is not between these: correct one of them."
            )

    def _write(self, ends: list[Any] | None) -> None:
        if (None if ends is None else tuple(ends)) == (None if None in self._stored() else self._stored()):
            return

        def revise(record: Record) -> Record:
            stated = value_at(record, ("attributes",))
            attributes = dict(stated) if isinstance(stated, dict) else {}
            found = attributes.pop("ranges", None)
            ranges = dict(found) if isinstance(found, dict) else {}
            ranges.pop(self._name, None)
            if ends is not None:
                ranges[self._name] = list(ends)
            if ranges:
                attributes["ranges"] = ranges
            revised: Record = record.revised(attributes=attributes)
            return revised

        verb = "State the range of" if ends is not None else "State no range of"
        self._target.change_each(revise, f"{verb} {self._label}")

    def _say(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        if self.refusal.isHidden() == bool(sentence):
            self.refusal.setVisible(bool(sentence))
            self.grown.emit()
        for one in (self.low, self.high):
            one.setProperty("refused", bool(sentence))
            one.style().unpolish(one)
            one.style().polish(one)


def _ordered(label: str, ends: list[Any]) -> list[Any] | None:
    """Return both ends, None where neither is stated.

    Raises
    ------
    RefusedError
        They are no range.
    """
    if ends[0] is None:
        return None
    if not 0 < ends[0] < ends[1]:
        raise RefusedError(f"{label}: the first end is above 0 and below the second.")
    return ends
