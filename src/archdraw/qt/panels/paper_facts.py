"""Above the form of a failure mode or a step of the plan: what the analysis says of it now, recomputed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from archdraw.editor.paper_rows import PaperRow
from archdraw.editor.session import Session
from archdraw.qt.bridge.figures import availability_text, downtime_text, number_text
from archdraw.qt.bridge.fonts import strong
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.bridge.side_run import SideRun
from archdraw.qt.bridge.worker import ShouldStop

if TYPE_CHECKING:
    from archdraw.core.analysis.failure_modes import ModeRow
    from archdraw.core.analysis.remediation import Fixed

_PAUSE_MS = 250
_WATCHED = {
    "alarmed": "it is alarmed",
    "monitored": "it is monitored, no alarm is stated",
    "unwatched": "nobody watches it",
    "unstated": "whether anybody watches it is not stated",
}
_DAY_S = 86_400.0


class PaperFacts(QFrame):
    """A box of words and, for what is only proposed, the button that keeps it.

    Signals
    -------
    kept()
        What is proposed is to be kept in the document.
    """

    kept = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("liveBox")
        self._session = session
        self._run = SideRun(self)
        self._row: PaperRow | None = None
        self._known: tuple[Any, str] | None = None
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton("Keep in the document")
        self.button.setToolTip("Take it into the document as it stands (Enter in the list)")
        self.button.clicked.connect(self.kept)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(self.words)
        bar = nested(column, QHBoxLayout())
        bar.addWidget(self.button)
        bar.addStretch(1)
        self._run.answered.connect(self._take_answer)
        self._run.failed.connect(lambda sentence: self._show_step(f"It could not be recomputed: {sentence}"))
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a fix is being worked out."""
        return self._run.busy

    def close_session(self) -> None:
        """Stop calculating."""
        self._run.stop()

    def show_for(self, row: PaperRow | None) -> None:
        """Say what the analysis knows of a line; nothing where it has nothing to say."""
        same = row is not None and self._row is not None and row.finding is self._row.finding
        self._row = row
        if row is None or (row.mode is None and row.step is None and row.finding is None):
            self._run.cancel()
            self.hide()
            return
        self.button.setVisible(row.proposed)
        self.show()
        if row.mode is not None:
            self._run.cancel()
            self.words.setText(self._mode_words(row.mode, proposed=row.proposed))
            return
        self._show_step("")
        finding = row.finding
        if finding is not None and finding.fix and finding.suppressed is None:
            known = self._known is not None and self._known[0] is finding
            if known and self._known is not None:
                self._show_step(self._known[1])
            elif not (same and self.busy):
                self._show_step("Working out what its fix would bring…")
                self._run.ask_later(self._calculate, _PAUSE_MS)

    def _calculate(self) -> None:
        row, session = self._row, self._session
        analysis = session.present_analysis
        if row is None or row.finding is None:
            return
        if analysis is None:
            # Beside figures of before the last change it would be the sum of both changes.
            self._show_step(f"What its fix would bring is not known: {session.behind}.")
            return
        design, catalog, finding = session.design, session.catalog, row.finding

        def work(should_stop: ShouldStop) -> Any:
            from archdraw.core.analysis.remediation import fixed

            return finding, fixed(design, catalog, analysis, finding, should_stop)

        self._run.ask(work)

    def _take_answer(self, answer: Any) -> None:
        finding, found = answer
        if self._row is None or self._row.finding is not finding:
            return
        said = "Its fix does not apply here." if found is None else self._fixed_words(found)
        self._known = finding, said
        self._show_step(said)

    def _show_step(self, computed: str) -> None:
        row = self._row
        if row is None:
            return
        lines = self._first_lines(proposed=row.proposed)
        if row.finding is not None:
            number = f"F{row.number} " if row.number is not None else ""
            head = f"{number}{row.finding.rule}, {row.finding.severity}"
            lines.append(f"{strong(escape(head))}: {escape(row.finding.message)}")
            if row.finding.suppressed is not None:
                lines.append(escape(f"Somebody has accepted it: {row.finding.suppressed}"))
            elif not row.finding.fix:
                lines.append(escape(row.finding.remedy or "Its remedy needs a decision."))
        elif row.step is not None and row.step.gone:
            gone = f"✓ {row.step.record.rule} finds this no longer. The step stays until you delete it."
            lines.append(escape(gone))
        if computed:
            lines.append(computed)
        self.setVisible(bool(lines) or row.proposed)
        self.words.setText("<br>".join(lines))

    def _first_lines(self, *, proposed: bool) -> list[str]:
        """Return what is to be known of what follows: of which state it is, and that it is only proposed."""
        lines = []
        if self._session.behind:
            lines.append(_second(f"From before the last change: {self._session.behind}."))
        if proposed:
            lines.append(_second("Proposed by the analysis. Whatever you write keeps it in the document."))
        return lines

    def _fixed_words(self, found: Fixed) -> str:
        from archdraw.core.analysis.remediation import effort_word
        from archdraw.core.model import element_name

        made = found.preview
        lines = [f"{escape(made.title)}, computed on a copy:"]
        moved = [
            one for one in made.journeys if abs(one.unavailability_before - one.unavailability_after) > 1e-12
        ]
        for one in sorted(moved, key=lambda one: one.unavailability_after - one.unavailability_before)[:2]:
            name = escape(element_name(self._session.design, one.journey))
            before = availability_text(one.before, one.unavailability_before)
            after = availability_text(one.after, one.unavailability_after)
            lines.append(f"{name}: {escape(before)} → {escape(after)} ({one.method})")
        if not moved:
            lines.append("The availability of the journeys stays the same.")
        said = [f"{len(made.closed)} findings fewer, {len(made.opened)} new"]
        if found.saved_s >= 1.0:
            said.insert(0, f"saves {downtime_text(found.saved_s)} a year over all journeys")
        said.append(f"effort {effort_word(found.effort)} ({found.effort})")
        if made.cost_month is None:
            said.append("cost not known")
        elif round(made.cost_month):
            sign = "+" if made.cost_month > 0 else "−"
            said.append(f"{sign}{number_text(abs(made.cost_month), 3)} USD a month")
        lines.append(escape("; ".join(said) + "."))
        return "<br>".join(lines)

    def _mode_words(self, row: ModeRow, *, proposed: bool) -> str:
        from archdraw.core.analysis.failure_modes import effect_words
        from archdraw.core.analysis.likelihood import likelihood_of

        session = self._session
        lines = self._first_lines(proposed=proposed)
        mode = row.proposal
        if mode is not None and session.analysis is not None:
            effect = effect_words(session.design, session.analysis, mode)
            lines.append(f"{strong(escape(effect[:1].upper() + effect[1:]))}.")
            often = "How often is not known (occurrence assumed)"
            if mode.outage == 0.0:
                often = "Never down, by its availability"
            elif mode.outage is not None:
                often = f"{likelihood_of(mode.outage).word.capitalize()}: down "
                year_s = session.design.settings.year_days * _DAY_S
                often += f"{downtime_text(mode.outage * year_s)} a year (from its availability)"
            lines.append(escape(f"{often}; {_WATCHED[mode.watched]}."))
        elif row.gone:
            lines.append(escape("✓ No journey feels this loss any more. The row stays until you delete it."))
        if row.priority is not None:
            factors = f"{row.severity} × {row.occurrence} × {row.detection}"
            lines.append(escape(f"Priority {row.priority} of 1,000 = {factors}"))
        else:
            lines.append("No priority yet: rate severity, occurrence and detection.")
        return "<br>".join(lines)


def _second(text: str) -> str:
    return f"<i>{escape(text)}</i>"
