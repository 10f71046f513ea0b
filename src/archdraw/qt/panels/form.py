"""A column of folds with fields, bound to the records that the inspector shows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.panels.edits import Target
from archdraw.qt.panels.field import SectionSpec
from archdraw.qt.panels.field_row import FieldRow
from archdraw.qt.panels.section import Section

Structure = tuple[tuple[str, tuple[tuple[tuple[str, ...], str], ...]], ...]


def structure_of(sections: tuple[SectionSpec, ...]) -> Structure:
    """Return what decides which widgets a form has: titles, paths, labels and editors."""
    return tuple(
        (
            section.title,
            tuple((field.path, f"{field.label}|{field.editor}|{field.unit}") for field in section.fields),
        )
        for section in sections
    )


class Form(QWidget):
    """The fields of one structure; the records behind them can be exchanged.

    Signals
    -------
    source_wanted(row)
        The user asks where the figure of a row comes from.
    estimate_wanted(row_id)
        The user wants to see the row of the sheet that feeds a field.
    folded(title, open)
        A fold was opened or closed.
    """

    source_wanted = Signal(QWidget)
    estimate_wanted = Signal(str)
    folded = Signal(str, bool)

    def __init__(
        self, sections: tuple[SectionSpec, ...], icons: Icons, is_open: Callable[[SectionSpec], bool]
    ) -> None:
        super().__init__()
        self.structure = structure_of(sections)
        self._specs = {section.title: section for section in sections}
        self._icons = icons
        self._target: Target | None = None
        self._rows: dict[str, list[FieldRow]] = {}
        self._folds: dict[str, Section] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for section in sections:
            fold = Section(section.title, self._maker(section.title), icons, opened=is_open(section))
            fold.toggled.connect(lambda opened, title=section.title: self.folded.emit(title, opened))
            self._folds[section.title] = fold
            layout.addWidget(fold)
            line = QFrame()
            line.setObjectName("hairline")
            line.setFixedHeight(1)
            layout.addWidget(line)
        layout.addStretch(1)

    def show_records(self, sections: tuple[SectionSpec, ...], target: Target) -> None:
        """Bind the form to a target whose sections have the same structure."""
        self._specs = {section.title: section for section in sections}
        self._target = target
        for title, rows in self._rows.items():
            for row, field in zip(rows, self._specs[title].fields, strict=True):
                row.set_field(field)
                row.bind(target)

    def refresh(self, sections: tuple[SectionSpec, ...]) -> None:
        """Read all values anew; half-typed text stays."""
        if self._target is not None:
            self.show_records(sections, self._target)

    def set_fold(self, title: str, opened: bool) -> None:
        """Open or close one fold."""
        if title in self._folds and self._folds[title].opened != opened:
            self._folds[title].set_opened(opened)

    def rows(self) -> list[FieldRow]:
        """Return the rows of all folds that have been opened."""
        return [row for rows in self._rows.values() for row in rows]

    def row(self, key: str) -> FieldRow | None:
        """Return the row of a field by its key ("replicas", "attributes.backup"), opening its fold."""
        for title, section in self._specs.items():
            if any(field.key == key for field in section.fields):
                self.set_fold(title, True)
                return next(row for row in self._rows[title] if row.field.key == key)
        return None

    def _maker(self, title: str) -> Callable[[], QWidget]:
        def make() -> QWidget:
            body = QWidget()
            layout = QVBoxLayout(body)
            layout.setContentsMargins(12, 2, 12, 12)
            layout.setSpacing(8)
            rows = []
            place = _placer(layout)
            for field in self._specs[title].fields:
                row = FieldRow(field, self._icons)
                row.source_wanted.connect(self.source_wanted)
                row.estimate_wanted.connect(self.estimate_wanted)
                place(row)
                if self._target is not None:
                    row.bind(self._target)
                rows.append(row)
            self._rows[title] = rows
            return body

        return make


def _placer(layout: QVBoxLayout) -> Callable[[FieldRow], None]:
    """Return a function that puts rows under each other, two narrow ones side by side."""
    waiting: list[QHBoxLayout] = []

    def place(row: FieldRow) -> None:
        if not row.field.narrow:
            waiting.clear()
            layout.addWidget(row)
        elif waiting:
            pair = waiting.pop()
            pair.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
            pair.setStretch(1, 1)
        else:
            pair = QHBoxLayout()
            pair.setSpacing(8)
            # Below one of two there may stand what feeds it, or a refusal: their heads stay level.
            pair.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
            waiting.append(pair)
            layout.addLayout(pair)

    return place
