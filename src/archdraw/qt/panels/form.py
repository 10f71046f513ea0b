"""A column of folds with fields, bound to the records that the inspector shows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from time import thread_time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge, nested
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

    A form has no fields when it is made. They come with `grow`, so that no frame has to wait for dozens of
    them, or all at once with `complete`; whoever asks for rows gets all.

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
        self._column = edge_to_edge(QVBoxLayout(self))
        self._column.addStretch(1)
        self._pieces: Iterator[None] | None = self._made(sections, is_open)
        # The rows that are still to be put into a fold, while it is made piece by piece.
        self._piecewise = False
        self._rest: Iterator[None] = iter(())

    @property
    def growing(self) -> bool:
        """Whether fields are missing yet."""
        return self._pieces is not None

    def grow(self, seconds: float) -> bool:
        """Make fields for about so many seconds of CPU, one at least; return whether all are there."""
        end = thread_time() + seconds
        while self._pieces is not None:
            if next(self._pieces, self) is self:
                self._pieces = None
            elif thread_time() >= end:
                break
        return self._pieces is None

    def complete(self) -> None:
        """Make all fields that are missing."""
        self.grow(float("inf"))

    def _made(
        self, sections: tuple[SectionSpec, ...], is_open: Callable[[SectionSpec], bool]
    ) -> Iterator[None]:
        """Make fold after fold and, in those that are open, row after row."""
        for section in sections:
            fold = Section(section.title, self._maker(section.title), self._icons)
            fold.toggled.connect(lambda opened, title=section.title: self.folded.emit(title, opened))
            self._folds[section.title] = fold
            line = QFrame()
            line.setObjectName("hairline")
            line.setFixedHeight(1)
            for part in (fold, line):
                self._column.insertWidget(self._column.count() - 1, part)
                # Not only at the next event: somebody may want the focus here now.
                part.show()
            yield
            if is_open(section) and not fold.opened:
                self._piecewise = True
                fold.set_opened(True)
                self._piecewise = False
                yield from self._rest

    def show_records(self, sections: tuple[SectionSpec, ...], target: Target) -> None:
        """Bind the form to a target whose sections have the same structure."""
        self._specs = {section.title: section for section in sections}
        self._target = target
        for title, rows in self._rows.items():
            # Those that are missing yet will be made as the newest description says.
            for row, field in zip(rows, self._specs[title].fields, strict=False):
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
        self.complete()
        return [row for rows in self._rows.values() for row in rows]

    def row(self, key: str) -> FieldRow | None:
        """Return the row of a field by its key ("replicas", "attributes.backup"), opening its fold."""
        self.complete()
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
            self._rest = self._filled(title, layout)
            if not self._piecewise:
                deque(self._rest, maxlen=0)
            return body

        return make

    def _filled(self, title: str, layout: QVBoxLayout) -> Iterator[None]:
        """Put row after row into the body of a fold."""
        rows = self._rows[title] = []
        place = _placer(layout)
        for index in range(len(self._specs[title].fields)):
            row = FieldRow(self._specs[title].fields[index], self._icons)
            row.source_wanted.connect(self.source_wanted)
            row.estimate_wanted.connect(self.estimate_wanted)
            place(row)
            row.show()
            if self._target is not None:
                row.bind(self._target)
            rows.append(row)
            yield


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
            pair = nested(layout, QHBoxLayout())
            pair.setSpacing(8)
            # Below one of two there may stand what feeds it, or a refusal: their heads stay level.
            pair.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
            waiting.append(pair)

    return place
