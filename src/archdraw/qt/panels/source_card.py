"""The card behind an (i): help, default, source and confidence, where a figure comes from, its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from archdraw.core.model import Component, Record, SourceNote
from archdraw.qt.panels.editors import default_words
from archdraw.qt.panels.edits import DIFFERS, value_at
from archdraw.qt.panels.field import readable
from archdraw.qt.panels.field_row import THIN, FieldRow
from archdraw.qt.panels.parsing import unit_beside

if TYPE_CHECKING:
    from archdraw.qt.panels.range_fields import RangeFields

_CONFIDENCES = ("measured", "published", "rule-of-thumb", "assumed")
_WIDTH = 276


class SourceCard(QFrame):
    """A small window that closes on a click beside it or Escape."""

    def __init__(self, row: FieldRow, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._row = row
        self._confidence: QComboBox | None = None
        self._note: QLineEdit | None = None
        self.ranges: RangeFields | None = None
        self._place = QPoint()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(6)
        heading = QLabel(row.field.label)
        heading.setObjectName("sectionTitle")
        layout.addWidget(heading)
        for text in self._sentences():
            label = QLabel(text)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(label)
        if self._may_note():
            self._add_note_fields(layout)
        self._add_range(layout)
        self.setFixedWidth(_WIDTH)

    def _add_range(self, layout: QVBoxLayout) -> None:
        from archdraw.qt.panels.range_fields import RangeFields, may_be_ranged

        target = self._row.target
        if target is not None and may_be_ranged(self._row.field, target):
            self.ranges = RangeFields(self._row.field, target)
            self.ranges.grown.connect(self.fit)
            layout.addWidget(self.ranges)

    def open_below(self, anchor: QWidget) -> None:
        """Show the card under a widget, inside the screen."""
        self._place = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        self.fit()
        self.show()
        self.focusNextChild()
        # Under a stylesheet the labels have their fonts only now.
        self.fit()

    def fit(self) -> None:
        """Be as tall as the sentences need, and inside the screen."""
        layout = self.layout()
        if layout is None:
            return
        layout.invalidate()
        frame = 2 * self.frameWidth()
        self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH - frame) + frame)
        screen = self.screen().availableGeometry()
        x = max(screen.left(), min(self._place.x(), screen.right() - self.width() - 4))
        y = max(screen.top(), min(self._place.y(), screen.bottom() - self.height() - 4))
        self.move(x, y)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed last: a click beside the card closes it before the field is left."""
        if self.ranges is not None:
            self.ranges.store()
        super().hideEvent(event)

    def _sentences(self) -> list[str]:
        field = self._row.field
        lines = [field.help] if field.help else []
        if field.default is not None or field.default_text:
            unit = unit_beside(field)
            said = default_words(field) + (f"{THIN}{unit}" if unit and not field.default_text else "")
            lines.append(f"Default: {said}")
        if field.source:
            lines.append(f"Source: {field.source}")
        if field.confidence:
            lines.append(f"Confidence: {readable(field.confidence)}")
        return lines or ["No default is known: nothing is assumed for this figure."]

    def _may_note(self) -> bool:
        target = self._row.target
        if target is None or target.table != "components" or not self._row.field.sourced:
            return False
        return target.value(self._row.field.path) not in (None, DIFFERS)

    def _add_note_fields(self, layout: QVBoxLayout) -> None:
        records = self._row.target.records() if self._row.target is not None else []
        found = value_at(records[0], ("sources", self._row.field.path[0])) if records else None
        stored = found if isinstance(found, SourceNote) else SourceNote()
        caption = QLabel("Your figure comes from")
        caption.setObjectName("fieldLabel")
        self._confidence = QComboBox()
        for name in _CONFIDENCES:
            self._confidence.addItem(readable(name), name)
        self._confidence.setCurrentIndex(_CONFIDENCES.index(stored.confidence))
        self._note = QLineEdit(stored.note)
        self._note.setPlaceholderText("a measurement, a contract, a page")
        self._confidence.activated.connect(self._store)
        self._note.editingFinished.connect(self._store)
        for widget in (caption, self._confidence, self._note):
            layout.addWidget(widget)

    def _store(self) -> None:
        target, confidence, note = self._row.target, self._confidence, self._note
        if target is None or confidence is None or note is None:
            return
        name = self._row.field.path[0]
        source = SourceNote(confidence=confidence.currentData(), note=note.text().strip())

        def revise(record: Record) -> Record:
            if not isinstance(record, Component) or record.sources.get(name) == source:
                return record
            revised: Component = record.revised(sources={**record.sources, name: source})
            return revised

        target.change_each(revise, f"Note the source of {self._row.field.label.lower()}")
