"""The findings as a list: a heading per severity, the accepted ones apart, filtered by words and severity."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from archdraw.core.analysis.result import SEVERITIES, Finding, Severity
from archdraw.core.records import frozen

Index = QModelIndex | QPersistentModelIndex
Identity = tuple[str, tuple[str, ...]]
FINDING_ROLE = int(Qt.ItemDataRole.UserRole) + 1
JOURNEY_ROLE = FINDING_ROLE + 1
SEVERITY_ROLE = FINDING_ROLE + 2
STANDING_ROLE = FINDING_ROLE + 3
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
    accepted: bool = False

    @property
    def heading(self) -> str:
        """What stands above a run of findings."""
        return "Accepted" if self.accepted else self.severity.capitalize()


class FindingModel(QAbstractListModel):
    """Rows for the list; names of journeys are looked up when the findings are set."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Finding, ...] = ()
        self._journeys: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._standing: dict[Identity, str] = {}
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
        self,
        found: tuple[Finding, ...],
        journeys: dict[str, str],
        names: dict[str, str],
        standing: dict[Identity, str],
    ) -> None:
        """Take the findings of an analysis, with the names of journeys and elements by id.

        `standing` says of those that are or were accepted by whom and until when.
        """
        self._journeys, self._names = journeys, names
        if found == self._all and standing == self._standing:
            return
        self._all, self._standing = found, standing
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
            self._add(severity, [one for one in self._all if one.severity == severity and not one.suppressed])
        accepted = [one for one in self._all if one.suppressed and self._severity in (None, one.severity)]
        self._add("info", accepted, accepted=True)
        self.endResetModel()

    def _add(self, severity: Severity, found: list[Finding], *, accepted: bool = False) -> None:
        fitting = [one for one in found if self._fits(one)]
        if fitting:
            self._rows.append(FindingRow(severity, len(fitting), accepted=accepted))
            self._rows.extend(FindingRow(one.severity, 0, one, accepted) for one in fitting)

    def _fits(self, finding: Finding) -> bool:
        if not self._text:
            return True
        names = " ".join(f"{element} {self._names.get(element, '')}" for element in finding.elements)
        journey = self._journeys.get(finding.journey or "", "")
        standing = f"{finding.suppressed or ''} {self._standing.get(finding.identity, '')}"
        hay = f"{finding.rule} {finding.title} {finding.message} {names} {journey} {standing}".casefold()
        return all(word in hay for word in self._text.split())

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        if role == SEVERITY_ROLE:
            return row.severity
        return self._heading(row, role) if row.finding is None else self._said(row, row.finding, role)

    @staticmethod
    def _heading(row: FindingRow, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.heading} ({row.count})"
        return f"{row.count} {row.heading.lower()}" if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _said(self, row: FindingRow, finding: Finding, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return finding.message
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = f", accepted: {finding.suppressed}" if row.accepted else ""
            return f"{row.severity}: {finding.message}{said}{', ' + finding.lapsed if finding.lapsed else ''}"
        if role == STANDING_ROLE:
            return self._standing.get(finding.identity, "")
        if role == FINDING_ROLE:
            return finding
        if role == JOURNEY_ROLE and finding.journey is not None:
            return self._journeys.get(finding.journey, finding.journey)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index.row())
        if row is None or row.finding is None:
            return Qt.ItemFlag.NoItemFlags  # a heading: the arrow keys go past it
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
