"""What stands beside the drawing as lines of a list: records, and what the analysis proposes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from archdraw.core.model import element_name
from archdraw.core.records import frozen
from archdraw.editor.edits.papers import PAPER_TABLES, PaperTable, taken_up_finding, taken_up_mode

if TYPE_CHECKING:
    from archdraw.core.analysis import Analysis
    from archdraw.core.analysis.failure_modes import ModeRow, ProposedMode
    from archdraw.core.analysis.remediation import PlanStep
    from archdraw.core.analysis.result import Finding
    from archdraw.editor.edits.papers import Paper
    from archdraw.editor.session import Session

# No id of a record has a colon in it.
_MODE, _FINDING = "mode:", "finding:"
MOST_PROPOSED = 200
_UNWRITTEN = "nothing written yet"


@frozen
class PaperRow:
    """One line: `key` is the id of a record, or of a proposal that is in no document yet.

    `beside` is a word or two at its right, `elements` what it is about on the drawing. `mode`, `step` and
    `finding` are what the analysis knows of it now.
    """

    key: str
    words: str
    beside: str
    elements: frozenset[str] = frozenset()
    proposed: bool = False
    gone: bool = False
    mode: ModeRow | None = None
    step: PlanStep | None = None
    finding: Finding | None = None
    number: int | None = None


@dataclass
class PaperRows:
    """Makes the lines; what the analysis proposes is worked out once for each result."""

    session: Session
    _of: Analysis | None = None
    _modes: tuple[ProposedMode, ...] = ()
    _proposed_modes: dict[str, ProposedMode] = field(default_factory=dict)
    _proposed_steps: dict[str, Finding] = field(default_factory=dict)

    def of(self, table: PaperTable) -> list[PaperRow]:
        """Return the lines of a table: its records in their order, then what is proposed for it."""
        if table == "failure_modes":
            return self._failure_modes()
        if table == "remediation":
            return self._plan()
        records = self.session.store.table(table)
        return [
            PaperRow(key, *_headline(self.session, table, record), _about(record))
            for key, record in records.items()
        ]

    def proposal(self, key: str) -> tuple[PaperTable, Paper] | None:
        """Return the table and a fresh record for a line that is only proposed; None for any other."""
        if key in self._proposed_modes:
            return "failure_modes", taken_up_mode(self.session, self._proposed_modes[key])
        if key in self._proposed_steps:
            return "remediation", taken_up_finding(self.session, self._proposed_steps[key])
        return None

    def row(self, key: str) -> PaperRow | None:
        """Return the line of a key, None where there is none."""
        return next((row for table in PAPER_TABLES for row in self.of(table) if row.key == key), None)

    def _failure_modes(self) -> list[PaperRow]:
        from archdraw.core.analysis.failure_modes import mode_rows, mode_words, proposed_modes

        session, analysis = self.session, self.session.analysis
        if analysis is not self._of:
            self._of = analysis
            self._modes = ()
            if analysis is not None:
                self._modes = proposed_modes(session.design, session.catalog, analysis)
        design = session.design
        found, proposed = [], 0
        self._proposed_modes.clear()
        for row in mode_rows(design, self._modes):
            elements = frozenset({row.element}) if row.element else frozenset[str]()
            beside = "–" if row.priority is None else str(row.priority)
            words = mode_words(design, row)
            if row.record is not None:
                state = "gone" if row.gone else row.record.state
                key = row.record.id
                found.append(PaperRow(key, words, f"{beside}, {state}", elements, False, row.gone, row))
            elif row.proposal is not None and proposed < MOST_PROPOSED:
                proposed += 1
                key = f"{_MODE}{row.proposal.loss}:{row.element}"
                self._proposed_modes[key] = row.proposal
                found.append(PaperRow(key, words, f"≈ {beside}", elements, True, False, row))
        return found

    def _plan(self) -> list[PaperRow]:
        from archdraw.core.analysis.remediation import plan_steps

        session, analysis = self.session, self.session.analysis
        self._proposed_steps.clear()
        if analysis is None:
            records = session.store.table("remediation")
            return [
                PaperRow(key, one.title or _UNWRITTEN, one.state, _about(one)) for key, one in records.items()
            ]
        found = []
        steps = plan_steps(session.design, analysis)
        for one in steps:
            record = one.record
            gone = one.gone and record.state != "done"
            state = "finding gone" if gone else "accepted" if one.accepted else record.state
            words = record.title or (one.finding.remedy if one.finding is not None else "") or _UNWRITTEN
            found.append(
                PaperRow(
                    record.id, words, state, _about(record), gone=gone, step=one, finding=one.finding,
                    number=one.number,
                )
            )  # fmt: skip
        taken = {(one.record.rule, one.record.about) for one in steps if one.record.rule}
        for number, finding in enumerate(analysis.findings, 1):
            if finding.suppressed is None and finding.identity not in taken:
                found.append(self._offered(number, finding))
            if len(self._proposed_steps) >= MOST_PROPOSED:
                break
        return found

    def _offered(self, number: int, finding: Finding) -> PaperRow:
        key = f"{_FINDING}{finding.rule}:{':'.join(finding.about)}"
        self._proposed_steps[key] = finding
        named = [element_name(self.session.design, one) for one in finding.elements[:1]]
        words = f"{finding.rule} {finding.title}" + (f": {named[0]}" if named else "")
        elements = frozenset(finding.elements)
        return PaperRow(key, words, finding.severity, elements, True, finding=finding, number=number)


def _about(record: Any) -> frozenset[str]:
    named = getattr(record, "elements", ())
    single = getattr(record, "component", None) or getattr(record, "store", None)
    return frozenset(named) | ({single} if single else set())


def _headline(session: Session, table: PaperTable, record: Any) -> tuple[str, str]:
    """Return how a record is told in one line: its words, and what stands beside them."""
    design = session.design
    if table == "requirements":
        return record.text or _UNWRITTEN, _readable(record.priority)
    if table == "apis":
        said = f"{record.method} {record.path}".strip()
        return said or _UNWRITTEN, element_name(design, record.component) if record.component else "nobody"
    if table == "entities":
        where = element_name(design, record.store) if record.store else "no store"
        return record.name or _UNWRITTEN, where
    if table == "decisions":
        return record.title or _UNWRITTEN, _readable(record.status)
    weight = f"{_readable(record.likelihood)}, {record.impact}"
    return record.title or _UNWRITTEN, weight if record.status == "open" else "Closed"


def _readable(word: str) -> str:
    text = word.replace("_", " ")
    return text[:1].upper() + text[1:]
