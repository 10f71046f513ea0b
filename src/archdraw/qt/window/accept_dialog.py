"""The dialog in which a finding is accepted: why, by whom, until when, and how far that reaches."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from archdraw.core.analysis.acceptance import covers, last_day, subjects
from archdraw.core.model import Suppression, element_name
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import accepting
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.window.closing import settle_buttons

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Finding
    from archdraw.qt.window.desk import Desk

_SPANS = (("3 months", 3), ("6 months", 6), ("1 year", 12))


class _Reason(QPlainTextEdit):
    """A few lines of text; Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setAccessibleName("Reason")
        self.setPlaceholderText("Why this is all right, for whoever reads the review")
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 16)


class AcceptDialog(QDialog):
    """Accepts one finding, or edits how it is accepted; OK is one undo step."""

    def __init__(self, window: Desk, finding: Finding) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = window.session
        self._finding = finding
        self.key = accepting.key_for(window.session, finding)
        known = window.session.store.get("suppressions", self.key) if self.key is not None else None
        self.setWindowTitle("How this is accepted" if finding.suppressed else "Accept this finding")
        self.reason = _Reason()
        self.owner = QLineEdit()
        self.owner.setAccessibleName("Owner")
        self.owner.setPlaceholderText("Who answers for it")
        self.expires = QLineEdit()
        self.expires.setAccessibleName("Last day")
        self.expires.setPlaceholderText("2027-06-30; empty: for good")
        self.expires.setMaximumWidth(220)
        self.calendar = QPushButton("Choose…")
        self.calendar.setAutoDefault(False)
        self.calendar.setToolTip("Take the last day from a calendar")
        self.scopes = QButtonGroup(self)
        self._reaches: list[dict[str, Any]] = []
        self.refusal = QLabel()
        self.refusal.setObjectName("refusal")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self._lay_out()
        self._show(known)
        self.calendar.clicked.connect(self._open_calendar)
        self.reason.setFocus()
        self.setMinimumWidth(520)

    # -- making --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        said = QLabel(f"{self._finding.rule} · {self._finding.message}")
        said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addWidget(said)
        form = nested(column, QFormLayout())
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("Reason", self.reason)
        form.addRow("Owner", self.owner)
        days = QHBoxLayout()
        form.addRow("Last day", days)
        days.setSpacing(6)
        days.addWidget(self.expires, 1)
        days.addWidget(self.calendar)
        days.addStretch(0)
        form.addRow("Reaches", self._scope_box())
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        settle_buttons(buttons)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText("Keep" if self._finding.suppressed else "Accept")
        self.ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(self.refusal)
        column.addStretch(1)
        column.addWidget(buttons)

    def _scope_box(self) -> QWidget:
        """Return what can be chosen as the reach, each with how many findings it covers now."""
        finding, design = self._finding, self._session.design
        reaches: list[tuple[str, dict[str, Any]]] = []
        if finding.about:
            reaches.append(("This finding alone", {"about": finding.about}))
        for one in subjects(finding):
            kind = "journey " if one in design.journey_by_id else ""
            words = f"All of {finding.rule} about {kind}{element_name(design, one)}"
            reaches.append((words, {"element": one}))
        reaches.append((f"All of {finding.rule}, everywhere", {}))
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for number, (words, scope) in enumerate(reaches):
            count = self._count(scope)
            found = f"{count} {'finding' if count == 1 else 'findings'}"
            button = QRadioButton(
                f"{words} ({found}{', before the last change' * bool(self._session.behind)})"
            )
            self.scopes.addButton(button, number)
            column.addWidget(button)
            self._reaches.append(scope)
        return box

    def _count(self, scope: dict[str, Any]) -> int:
        analysis = self._session.analysis
        entry = Suppression(rule=self._finding.rule, **scope)
        return sum(1 for one in analysis.findings if covers(entry, one)) if analysis is not None else 0

    def _show(self, known: Suppression | None) -> None:
        at = 0
        if known is not None:
            self.reason.setPlainText(known.reason)
            self.owner.setText(known.owner)
            self.expires.setText(known.expires)
            now = (
                {"about": known.about} if known.about else {"element": known.element} if known.element else {}
            )
            at = self._reaches.index(now) if now in self._reaches else 0
        self.scopes.button(at).setChecked(True)

    # -- choosing ------------------------------------------------------------------------------

    def _open_calendar(self) -> None:
        """Show a calendar with usual spans below the button."""
        from PySide6.QtWidgets import QCalendarWidget

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        today = QDate.currentDate()
        for words, months in _SPANS:
            menu.addAction(f"In {words}", partial(self._take_day, today.addMonths(months)))
        menu.addAction("For good", self.expires.clear)
        menu.addSeparator()
        sheet = QCalendarWidget()
        sheet.setMinimumDate(today)
        sheet.setMinimumSize(300, 220)
        for day in Qt.DayOfWeek:
            sheet.setWeekdayTextFormat(day, QTextCharFormat())
        sheet.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        stated = last_day(self.expires.text())
        if stated is not None:
            sheet.setSelectedDate(QDate(stated.year, stated.month, stated.day))
        for chosen in (sheet.activated, sheet.clicked):
            chosen.connect(self._take_day)
            chosen.connect(menu.close)
        place = QWidgetAction(menu)
        place.setDefaultWidget(sheet)
        menu.addAction(place)
        menu.popup(self.calendar.mapToGlobal(self.calendar.rect().bottomLeft()))

    def _take_day(self, day: QDate) -> None:
        self.expires.setText(day.toString(Qt.DateFormat.ISODate))

    def accept(self) -> None:
        """Keep what is entered, or say what is missing."""
        try:
            entry = accepting.acceptance(
                self._finding.rule,
                reason=self.reason.toPlainText(),
                owner=self.owner.text(),
                expires=self.expires.text(),
                **self._reaches[self.scopes.checkedId()],
            )
            accepting.accept(self._session, entry, self.key)
        except EditRefused as refusal:
            self.refusal.setText(str(refusal))
            self.refusal.show()
            return
        super().accept()
