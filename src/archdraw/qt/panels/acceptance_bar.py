"""Below the fix of a finding: accepting it, or editing and taking back what has been accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from archdraw.editor.edits.accepting import key_for

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Finding
    from archdraw.editor.session import Session


class AcceptanceBar(QWidget):
    """One or two buttons; what they do is up to the window."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.accept = QPushButton("Accept…")
        self.take_back = QPushButton("Take back")
        self.take_back.setToolTip("It is open again from then on; one undo step")
        # One above the other: the text beside them needs the width.
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.take_back, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_for(self, finding: Finding | None) -> None:
        """Offer what a finding allows; None: nothing."""
        self.setVisible(finding is not None)
        if finding is None:
            return
        known = key_for(self._session, finding) is not None
        accepted = finding.suppressed is not None
        self.accept.setText("Edit…" if accepted else "Accept again…" if known else "Accept…")
        self.accept.setToolTip(
            "Reason, owner, last day and reach of the acceptance"
            if accepted
            else "Say why this is all right, who answers for it, and until when"
        )
        self.take_back.setVisible(known)
        self.take_back.setText("Take back" if accepted else "Forget")
        for button in (self.accept, self.take_back):
            button.setEnabled(not self._session.document.read_only)
