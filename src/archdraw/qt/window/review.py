"""What the window does about findings and rules: accepting, taking back, reading about a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.document import EditRefused
from archdraw.editor.edits import accepting

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.result import Finding
    from archdraw.qt.panels.findings import FindingsPanel
    from archdraw.qt.window.desk import Desk
    from archdraw.qt.window.rules_dialog import RulesDialog


class Review:
    """The dialogs and steps that begin at a finding or a rule; made when they are first needed.

    Parameters
    ----------
    window
        Where dialogs belong.
    findings
        The panel of findings, made when it is asked for.
    """

    def __init__(self, window: Desk, findings: Callable[[], FindingsPanel]) -> None:
        self._window = window
        self._findings = findings

    def accept_shown(self) -> None:
        """Accept the finding that is chosen in the panel; without one, say where to choose it."""
        finding = self._shown()
        if finding is not None:
            self.accept(finding)

    def take_back_shown(self) -> None:
        """Take back how the finding that is chosen in the panel is accepted."""
        finding = self._shown()
        if finding is not None:
            self.take_back(finding)

    def accept(self, finding: Finding) -> None:
        """Ask why, by whom and until when a finding is accepted."""
        from archdraw.qt.window.accept_dialog import AcceptDialog

        dialog = AcceptDialog(self._window, finding)
        dialog.accepted.connect(lambda: self._say(f"Accepted: {finding.rule}."))
        dialog.open()

    def take_back(self, finding: Finding) -> None:
        """Take the acceptance of a finding back, in one step."""
        session = self._window.session
        key = accepting.key_for(session, finding)
        if key is None:
            self._window.toast("This finding is not accepted.")
            return
        try:
            accepting.take_back(session, key)
        except EditRefused as refusal:
            self._window.toast(str(refusal))
            return
        self._say(f"{finding.rule} is not accepted any more.")

    def show_rules(self, rule: str = "") -> RulesDialog:
        """Show all rules, with the page of one."""
        from archdraw.qt.window.rules_dialog import RulesDialog

        dialog = RulesDialog(self._window, rule or self._rule_of_shown())
        dialog.findings_wanted.connect(self._show_findings)
        dialog.open()
        return dialog

    def _rule_of_shown(self) -> str:
        in_front = self._window.shell.panel_shown("findings")
        shown = self._findings().shown if in_front else None
        return shown.rule if shown is not None else ""

    def _shown(self) -> Finding | None:
        """Return the finding that is chosen; the panel comes to the front so that it is seen which."""
        self._window.shell.show_panel("findings")
        shown = self._findings().shown
        if shown is None:
            self._window.toast("Choose a finding in the list first.")
        return shown

    def _show_findings(self, rule: str) -> None:
        self._window.shell.show_panel("findings")
        self._findings().show_rule(rule)

    def _say(self, text: str) -> None:
        session = self._window.session
        label = session.store.undo_label

        def undo() -> None:
            if session.store.undo_label == label:
                session.undo()

        self._window.toast(text, "Undo", undo)
