"""The limits that rules judge by as a table; the one of this document can be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from archdraw.core.analysis.rules import ALL_RULES
from archdraw.core.analysis.rules.thresholds import THRESHOLDS
from archdraw.core.records import frozen
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.accepting import set_threshold
from archdraw.qt.panels.field import Field
from archdraw.qt.panels.parsing import RefusedError, parsed, shown
from archdraw.qt.panels.row_table import RowTable, Side

if TYPE_CHECKING:
    from archdraw.core.analysis.rules.thresholds import Threshold
    from archdraw.editor.session import Session
    from archdraw.qt.bridge.interface_icons import Icons

NAME, VALUE, UNIT, DEFAULT, RULES, MEANING = range(6)


@frozen
class LimitLine:
    """A row: a threshold, the rules that judge by it, and what this document says (None: nothing)."""

    name: str
    limit: Threshold
    rules: str
    stated: float | None

    @property
    def value(self) -> float:
        """The limit that counts."""
        return self.limit.default if self.stated is None else self.stated


class ThresholdModel(RowTable[LimitLine]):
    """All thresholds by name; a limit that is typed is one undo step.

    Signals
    -------
    refused(sentence)
        What was typed is no limit; an empty sentence: it was one.
    """

    refused = Signal(str)

    def __init__(self, session: Session, icons: Icons) -> None:
        super().__init__(None)
        self._session = session
        self._icons = icons
        self._lines: list[LimitLine] = []
        self._rules = {
            name: ", ".join(rule.id for rule in ALL_RULES if name in rule.thresholds) for name in THRESHOLDS
        }
        self.show()

    def show(self) -> None:
        """Take what the document says now."""
        stated = self._session.design.settings.thresholds
        lines = [
            LimitLine(name, limit, self._rules[name], _number(stated.get(name)))
            for name, limit in sorted(THRESHOLDS.items())
        ]
        if lines != self._lines:
            self._lines = lines
            self._refill()

    def filter(self, text: str) -> None:
        """Show only thresholds with these words."""
        self._take_words(text)

    def reset(self, row: int) -> None:
        """Let the default count in a row."""
        line = self.line(row)
        if line is not None:
            self._set(line.name, None)

    def _set(self, name: str, value: float | None) -> bool:
        try:
            set_threshold(self._session, name, value)
        except EditRefused as refusal:
            self.refused.emit(str(refusal))
            return False
        self.refused.emit("")
        self.show()
        return True

    # -- what the table says -------------------------------------------------------------------

    def _all(self) -> list[LimitLine]:
        return self._lines

    def _hay(self, row: LimitLine) -> str:
        return f"{row.name} {row.name.replace('_', ' ')} {row.rules} {row.limit.meaning} {row.limit.source}"

    def _usual(self, row: LimitLine) -> str:
        return row.name

    def _value(self, row: LimitLine, column: int) -> Any:
        return {
            NAME: row.name,
            VALUE: row.value,
            UNIT: row.limit.unit,
            DEFAULT: row.limit.default,
            RULES: row.rules,
            MEANING: row.limit.meaning,
        }[column]

    def _titles(self) -> tuple[str, ...]:
        return ("Threshold", "Here", "Unit", "Default", "Rules", "What it decides")

    def _tip(self, column: int) -> str | None:
        return "Enter or a double click changes it; Delete: the default" if column == VALUE else None

    def _side(self, column: int) -> Side:
        return Side.AlignRight if column in (VALUE, DEFAULT) else Side.AlignLeft

    def _say(self, row: LimitLine, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.EditRole and column == VALUE:
            return shown(_field(row.name), row.value)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if column == VALUE:
                return shown(_field(row.name), row.value)
            if column == DEFAULT:
                return shown(_field(row.name), row.limit.default)
            return str(self._value(row, column))
        if role == Qt.ItemDataRole.ToolTipRole:
            said = "" if row.stated is None else " This document says otherwise."
            return f"{row.limit.meaning}\nSource: {row.limit.source}.{said}"
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == VALUE:
                return QColor(self._icons.colour("text-second" if row.stated is None else "accent"))
            return None if column in (NAME, MEANING) else QColor(self._icons.colour("text-second"))
        return None

    # -- Qt ------------------------------------------------------------------------------------

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == VALUE and not self._session.document.read_only:
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(
        self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        line = self.line(index.row())
        if line is None or role != Qt.ItemDataRole.EditRole or index.column() != VALUE:
            return False
        try:
            found = parsed(_field(line.name), str(value))
        except RefusedError as refusal:
            self.refused.emit(str(refusal))
            return False
        return self._set(line.name, _number(found))


def _field(name: str) -> Field:
    return Field(("settings", "thresholds", name), f"Threshold {name}", "number", minimum=1e-12)


def _number(value: object) -> float | None:
    known = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    return float(value) if known and isinstance(value, int | float) else None
