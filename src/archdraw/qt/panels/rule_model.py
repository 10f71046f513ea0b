"""The ledger as a table: every rule, what became of it, and how bad it is in this document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from archdraw.core.analysis.result import SEVERITIES, Severity, Status
from archdraw.core.analysis.rule_pages import family_of
from archdraw.core.analysis.rules import ALL_RULES
from archdraw.core.records import frozen
from archdraw.qt.panels.finding_model import SIGNS
from archdraw.qt.panels.row_table import RowTable, Side

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Analysis
    from archdraw.core.analysis.rules import Rule
    from archdraw.core.model import Design
    from archdraw.qt.bridge.interface_icons import Icons

ID, TITLE, STATUS, COUNT, SEVERITY = range(5)
# Sign, word and colour: the shape says it too, never the colour alone.
STATES: dict[Status, tuple[str, str, str]] = {
    "failed": ("✕", "failed", "danger"),
    "suppressed": ("◇", "suppressed", "text-second"),
    "passed": ("✓", "passed", "good"),
    "not-applicable": ("–", "does not apply", "text-second"),
}
_ORDER = tuple(STATES)


@frozen
class RuleLine:
    """A row: a rule, its entry in the ledger (None: not analysed yet), and how bad it is here."""

    rule: Rule
    status: Status | None
    reason: str
    count: int
    severity: Severity
    override: str | None

    @property
    def off(self) -> bool:
        """Whether the document switches it off."""
        return self.override == "off"

    @property
    def state(self) -> str:
        """What became of it, in words, with the reason."""
        if self.status is None:
            return "not analysed yet"
        word = STATES[self.status][1]
        return f"{word}: {self.reason}" if self.reason else word


class RuleModel(RowTable[RuleLine]):
    """Id, title, status, findings and severity of all rules, in the order of their numbers."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(None)
        self._icons = icons
        self._lines: list[RuleLine] = []
        self._status: Status | None = None
        self._family: str | None = None
        self._places = {rule.id: at for at, rule in enumerate(ALL_RULES)}

    def show(self, design: Design, analysis: Analysis | None) -> None:
        """Take the newest result and what the document says of rules."""
        entries = {entry.rule: entry for entry in analysis.ledger} if analysis is not None else {}
        counts: dict[str, int] = {}
        for finding in analysis.findings if analysis is not None else ():
            counts[finding.rule] = counts.get(finding.rule, 0) + 1
        lines = []
        for rule in ALL_RULES:
            stated = override_of(design, rule.id)
            entry = entries.get(rule.id)
            severity = next((one for one in SEVERITIES if one == stated), rule.severity)
            status, reason = (entry.status, entry.reason) if entry is not None else (None, "")
            lines.append(RuleLine(rule, status, reason, counts.get(rule.id, 0), severity, stated))
        if lines != self._lines:
            self._lines = lines
            self._refill()

    def filter(self, text: str, status: Status | None, family: str | None) -> None:
        """Show only rules with these words, this status and of this family."""
        self._status, self._family = status, family
        self._take_words(text)

    def place_of(self, rule: str) -> int | None:
        """Return the row of a rule, or None."""
        return next((at for at, line in enumerate(self._rows) if line.rule.id == rule), None)

    def line_of(self, rule: str) -> RuleLine | None:
        """Return the line of a rule whether it shows or not."""
        return next((line for line in self._lines if line.rule.id == rule), None)

    @property
    def counts(self) -> dict[Status, int]:
        """How many rules have each status."""
        return {one: sum(1 for line in self._lines if line.status == one) for one in _ORDER}

    # -- what the table says -------------------------------------------------------------------

    def _all(self) -> list[RuleLine]:
        return self._lines

    def _fits(self, row: RuleLine) -> bool:
        if self._status not in (None, row.status) or self._family not in (None, family_of(row.rule.id)):
            return False
        return super()._fits(row)

    def _hay(self, row: RuleLine) -> str:
        family = family_of(row.rule.id)
        return f"{row.rule.id} {row.rule.title} {row.state} {row.severity} {family} {row.rule.rationale}"

    def _usual(self, row: RuleLine) -> int:
        return self._places[row.rule.id]

    def _value(self, row: RuleLine, column: int) -> Any:
        if column == STATUS:
            return _ORDER.index(row.status) if row.status is not None else None
        if column == COUNT:
            return row.count or None
        if column == SEVERITY:
            return len(SEVERITIES) if row.off else SEVERITIES.index(row.severity)
        return self._places[row.rule.id] if column == ID else row.rule.title.casefold()

    def _titles(self) -> tuple[str, ...]:
        return ("Rule", "Looks for", "Status", "Findings", "Severity")

    def _tip(self, column: int) -> str | None:
        if column == STATUS:
            return "\n".join(f"{sign} {word}" for sign, word, _ in STATES.values())
        return "At its worst; “here” where this document says otherwise" if column == SEVERITY else None

    def _side(self, column: int) -> Side:
        return Side.AlignRight if column == COUNT else Side.AlignLeft

    def _say(self, row: RuleLine, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.state if column == STATUS else self._shown(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.rule.id} · {row.rule.title}\n{row.state[:1].upper()}{row.state[1:]}."
        if role == Qt.ItemDataRole.ForegroundRole:
            token = self._token(row, column)
            return QColor(self._icons.colour(token)) if token else None
        return None

    def _shown(self, row: RuleLine, column: int) -> str:
        if column == ID:
            return row.rule.id
        if column == TITLE:
            return row.rule.title
        if column == STATUS:
            return f"{STATES[row.status][0]}  {row.state}" if row.status is not None else row.state
        if column == COUNT:
            return str(row.count) if row.count else ""
        if row.off:
            return "⊘  off here"
        here = " here" if row.override is not None else ""
        return f"{SIGNS[row.severity][0]}  {row.severity}{here}"

    def _token(self, row: RuleLine, column: int) -> str:
        if column == STATUS:
            return STATES[row.status][2] if row.status is not None else "text-second"
        if column == SEVERITY:
            return "text-second" if row.off else SIGNS[row.severity][1]
        return "text-second" if column == ID else ""


def override_of(design: Design, rule: str) -> str | None:
    """Return how bad a document says a rule is: a severity, "off", or None where it says nothing."""
    settings = design.settings
    if settings.rules.get(rule) is False:
        return "off"
    stated = settings.severity.get(rule)
    return stated if stated in (*SEVERITIES, "off") else None
