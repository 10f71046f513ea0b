"""The fix of the chosen finding: what it would bring, recomputed first, and one key to make it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from archdraw.core.analysis.result import Finding
from archdraw.core.model import element_name
from archdraw.editor import fixing
from archdraw.editor.document import EditRefused
from archdraw.editor.session import Session
from archdraw.qt.bridge.figures import availability_text, number_text
from archdraw.qt.bridge.fonts import strong
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.bridge.side_run import SideRun
from archdraw.qt.bridge.worker import ShouldStop

if TYPE_CHECKING:
    from archdraw.core.analysis.fixes.preview import JourneyChange, Preview

# Going through the list with the arrow keys calculates nothing on the way.
_PAUSE_MS = 250
_KEY = "Ctrl+Return"
_NAMED = 3
_MOST_JOURNEYS = 2


class FixCard(QFrame):
    """Below the text of a finding: the remedy that can be drawn by machine, with before and after.

    Signals
    -------
    applied(label)
        The fix was made, as the step of this label.
    """

    applied = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("liveBox")
        self._session = session
        self._run = SideRun(self)
        self._finding: Finding | None = None
        self._preview: Preview | None = None
        self._design: Any = None
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.button = QPushButton("Apply")
        self.button.setObjectName("primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        # The button first: in a low pane the words may have to be scrolled.
        bar = nested(column, QHBoxLayout())
        bar.addWidget(self.button)
        bar.addStretch(1)
        column.addWidget(self.words)
        column.addStretch(1)
        self._run.answered.connect(self._take_answer)
        self._run.failed.connect(self._take_problem)
        self.button.clicked.connect(self.apply)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a fix is being worked out."""
        return self._run.busy

    def show_for(self, finding: Finding | None) -> None:
        """Work out the fix of a finding; None, or one without a fix: show nothing."""
        self._run.cancel()
        self._finding, self._preview = finding, None
        if finding is None or finding.fix is None or finding.suppressed is not None:
            self.hide()
            return
        self._say("Working out what would mend it…", ready=False)
        self.show()
        self._run.ask_later(self._calculate, _PAUSE_MS)

    def close_session(self) -> None:
        """Stop calculating."""
        self._run.stop()

    def apply(self) -> None:
        """Make the fix that is shown."""
        found = self._preview
        if found is None:
            return
        try:
            fixing.apply_plan(self._session, self._design, found.design, found.title)
        except EditRefused as refusal:
            self._session.say(str(refusal))
            return
        self._preview = None
        self.button.setEnabled(False)
        self.applied.emit(found.title)

    def _calculate(self) -> None:
        finding, design, catalog = self._finding, self._session.design, self._session.catalog
        if finding is None or not self.isVisible():
            return

        def work(should_stop: ShouldStop) -> Any:
            from archdraw.core.analysis.fixes.fix import NoFixError
            from archdraw.core.analysis.fixes.preview import preview

            try:
                return design, finding, preview(design, catalog, finding, should_stop=should_stop)
            except NoFixError as refusal:
                return design, finding, str(refusal)

        self._run.ask(work)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._finding is not None and self._preview is None and not self._run.busy:
            self._run.ask_later(self._calculate, _PAUSE_MS)

    def _take_answer(self, answer: Any) -> None:
        design, finding, found = answer
        if finding is not self._finding:
            return
        if isinstance(found, str):
            self._say(escape(found), ready=False)
            return
        self._design, self._preview = design, found
        self._say(self._summary(found), ready=True)

    def _take_problem(self, sentence: str) -> None:
        self._say(escape(f"The fix could not be worked out: {sentence}"), ready=False)

    def _say(self, words: str, *, ready: bool) -> None:
        self.words.setText(words)
        self.button.setVisible(ready)
        self.button.setEnabled(ready)
        if ready and self._preview is not None:
            key = QKeySequence(_KEY).toString(QKeySequence.SequenceFormat.NativeText)
            self.button.setAccessibleName(f"Apply: {self._preview.title}")
            self.button.setToolTip(f"{self._preview.title}, in one step ({key})")

    def _summary(self, found: Preview) -> str:
        lines = [strong(escape(found.title))]
        changed = sorted(
            (one for one in found.journeys if _differs(one)),
            key=lambda one: one.unavailability_after - one.unavailability_before,
        )
        # The pane is low: the journey that gains most stands for all where there are many.
        shown = changed if len(changed) <= _MOST_JOURNEYS else changed[:1]
        lines += [self._journey_line(one) for one in shown]
        if len(changed) > len(shown):
            lines.append(f"{len(changed) - len(shown)} more journeys change")
        if len(lines) == 1 and found.journeys:
            lines.append("The availability of the journeys stays the same.")
        closed, opened = len(found.closed), found.opened
        words = f"✓ {closed} {'finding goes' if closed == 1 else 'findings go'}"
        if not found.clears:
            words = "▲ This finding stays, " + words.removeprefix("✓ ")
        lines.append(escape(words))
        if opened:
            named = "; ".join(f"{one.rule} {one.title} ({one.severity})" for one in opened[:_NAMED])
            more = f" and {len(opened) - _NAMED} more" if len(opened) > _NAMED else ""
            comes = "comes" if len(opened) == 1 else "come"
            lines.append(escape(f"▲ {len(opened)} {comes}: {named}{more}"))
        if found.cost_month is None:
            lines.append("Cost: not known, a price is missing")
        elif round(found.cost_month):
            sign = "+" if found.cost_month > 0 else "−"
            lines.append(f"{sign}{number_text(abs(found.cost_month), 3)} USD a month (catalogue prices)")
        return "<br>".join(lines)

    def _journey_line(self, one: JourneyChange) -> str:
        name = escape(element_name(self._session.design, one.journey))
        before = availability_text(one.before, one.unavailability_before)
        after = availability_text(one.after, one.unavailability_after)
        line = f"{name}: {_unbroken(before)} → {_unbroken(after)}"
        if one.single_points_before != one.single_points_after:
            line += f", single points {one.single_points_before} → {one.single_points_after}"
        return line


def _unbroken(figure: str) -> str:
    """Return a figure that stays on one line with its unit."""
    return f'<span style="white-space:nowrap">{escape(figure)}</span>'


def _differs(one: JourneyChange) -> bool:
    same = abs(one.unavailability_before - one.unavailability_after) <= 1e-9 * max(
        one.unavailability_before, one.unavailability_after
    )
    return not same or one.single_points_before != one.single_points_after
