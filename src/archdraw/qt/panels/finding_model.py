"""The findings as a list: a heading per severity, then what was found, filtered by words and severity."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from archdraw.core.analysis.result import SEVERITIES, Finding, Severity
from archdraw.core.records import frozen

Index = QModelIndex | QPersistentModelIndex
FINDING_ROLE = int(Qt.ItemDataRole.UserRole) + 1
JOURNEY_ROLE = FINDING_ROLE + 1
SEVERITY_ROLE = FINDING_ROLE + 2
SIGNS: dict[Severity, tuple[str, str]] = {
    "critical": ("⬣", "danger"),
    "high": ("▲", "danger"),
    "medium": ("◆", "warning"),
    "low": ("●", "text-second"),
    "info": ("○", "text-second"),
}


@frozen
class FindingRow:
    """A heading with its count, or a finding."""

    severity: Severity
    count: int = 0
    finding: Finding | None = None


class FindingModel(QAbstractListModel):
    """Rows for the list; names of journeys are looked up when the findings are set."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Finding, ...] = ()
        self._journeys: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._text = ""
        self._severity: Severity | None = None
        self._rows: list[FindingRow] = []

    @property
    def total(self) -> int:
        """How many findings there are before filtering, without the accepted ones."""
        return sum(1 for finding in self._all if finding.suppressed is None)

    @property
    def names(self) -> dict[str, str]:
        """Names of elements and journeys by id."""
        return {**self._names, **self._journeys}

    def set_findings(
        self, found: tuple[Finding, ...], journeys: dict[str, str], names: dict[str, str]
    ) -> None:
        """Take the findings of an analysis, with the names of journeys and elements by id."""
        self._journeys, self._names = journeys, names
        if found == self._all:
            return
        self._all = found
        self._refill()

    def filter(self, text: str, severity: Severity | None) -> None:
        """Show only findings in which all words of the text occur, and of this severity."""
        self._text, self._severity = text.casefold().strip(), severity
        self._refill()

    def row(self, index: int) -> FindingRow | None:
        """Return a row, or None past the end."""
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def place_of(self, wanted: Finding) -> int | None:
        """Return where the same finding stands now, or None."""
        return next(
            (
                at
                for at, row in enumerate(self._rows)
                if row.finding is not None and row.finding.identity == wanted.identity
            ),
            None,
        )

    def _refill(self) -> None:
        self.beginResetModel()
        self._rows = []
        for severity in SEVERITIES:
            if self._severity not in (None, severity):
                continue
            found = [one for one in self._all if one.severity == severity and self._fits(one)]
            if found:
                self._rows.append(FindingRow(severity, len(found)))
                self._rows.extend(FindingRow(severity, 0, finding) for finding in found)
        self.endResetModel()

    def _fits(self, finding: Finding) -> bool:
        if not self._text:
            return True
        names = " ".join(f"{element} {self._names.get(element, '')}" for element in finding.elements)
        journey = self._journeys.get(finding.journey or "", "")
        hay = f"{finding.rule} {finding.title} {finding.message} {names} {journey}".casefold()
        return all(word in hay for word in self._text.split())

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        finding = row.finding
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message if finding is not None else f"{row.severity.capitalize()} ({row.count})"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (
                f"{row.severity}: {finding.message}" if finding is not None else f"{row.count} {row.severity}"
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return finding.message if finding is not None else None
        if role == FINDING_ROLE:
            return finding
        if role == SEVERITY_ROLE:
            return row.severity
        if role == JOURNEY_ROLE and finding is not None and finding.journey is not None:
            return self._journeys.get(finding.journey, finding.journey)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index.row())
        if row is None or row.finding is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
