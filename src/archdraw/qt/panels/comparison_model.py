"""What differs from another state as a table: sign and word, what it is, its name, before and after."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from archdraw.editor.comparing import ComparisonLine
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.panels.row_table import RowTable, Side

HAPPENED, WHAT, NAME, FIELD, BEFORE, AFTER = range(6)
_TITLES = (
    ("", "What happened to it"),
    ("What", "What kind of thing it is"),
    ("Name", "Element, journey or rule"),
    ("Field", "What of it differs"),
    ("Before", "In the other state"),
    ("After", "In the design as it is now"),
)


class ComparisonModel(RowTable[tuple[int, ComparisonLine]]):
    """The lines of a comparison in their own order: figures, elements, findings."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(None)
        self._icons = icons
        self._lines: tuple[ComparisonLine, ...] = ()

    @property
    def total(self) -> int:
        """How many lines there are before filtering."""
        return len(self._lines)

    def show(self, lines: tuple[ComparisonLine, ...]) -> None:
        """Take the lines of another comparison."""
        self._lines = lines
        self._refill()

    def filter(self, text: str) -> None:
        """Show only lines with these words."""
        self._take_words(text)

    def _all(self) -> Any:
        return enumerate(self._lines)

    def _hay(self, row: tuple[int, ComparisonLine]) -> str:
        line = row[1]
        return f"{line.word} {line.what} {line.name} {line.field} {line.before} {line.after}"

    def _usual(self, row: tuple[int, ComparisonLine]) -> Any:
        return row[0]

    def _value(self, row: tuple[int, ComparisonLine], column: int) -> Any:
        return self._text(row[1], column).casefold()

    def _titles(self) -> list[str]:
        return [title for title, _ in _TITLES]

    def _tip(self, column: int) -> str | None:
        return _TITLES[column][1]

    def _side(self, column: int) -> Side:
        del column
        return Side.AlignLeft

    def _say(self, row: tuple[int, ComparisonLine], column: int, role: int) -> Any:
        line = row[1]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.word if column == HAPPENED else self._text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._text(line, column) if column in (NAME, FIELD, BEFORE, AFTER) else line.word
        if role == Qt.ItemDataRole.ForegroundRole and column == HAPPENED:
            return QColor(self._icons.colour(line.token))
        if role == Qt.ItemDataRole.ForegroundRole and column in (WHAT, BEFORE):
            return QColor(self._icons.colour("text-second"))
        return None

    def _text(self, line: ComparisonLine, column: int) -> str:
        return (
            f"{line.sign} {line.word}",
            line.what,
            line.name,
            line.field,
            line.before,
            line.after,
        )[column]
