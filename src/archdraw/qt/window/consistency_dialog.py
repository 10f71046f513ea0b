"""Two questions about a store in plain words, the class that follows, and what a cut network would do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.analysis.consistency.choosing import Need, Otherwise, When
from archdraw.core.analysis.consistency.classing import MEANINGS
from archdraw.core.analysis.consistency.wording import (
    copies_text,
    input_text,
    loss_text,
    lost_writes_text,
    mode_text,
    stale_text,
    takeover_text,
    tolerated_text,
)
from archdraw.editor.document import EditRefused
from archdraw.editor.store_question import StoreQuestion
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.window.closing import settle_buttons
from archdraw.qt.window.cut_card import CutCard
from archdraw.qt.window.desk import Desk

_SPLIT: tuple[tuple[When, str, str], ...] = (
    (
        "right",
        "A read has to be right, even if that means no answer (trading)",
        "Also payments, stock, seats: a wrong answer costs more than none.",
    ),
    (
        "answer",
        "There has to be an answer, even if it is old (cart)",
        "Also feeds, counters, likes: no answer costs more than an old one.",
    ),
)
_WHOLE: tuple[tuple[Otherwise, str, str], ...] = (
    ("wait", "Wait until enough copies agree", "Every answer is right; each request takes a little longer."),
    ("fast", "Answer at once, copies follow", "Faster; a failover loses what copies have not got yet."),
)
_EDGE, _WIDTH = 24, 520


class ConsistencyDialog(QDialog):
    """Nothing changes until “Apply”; what a cut takes away is lit on the drawing behind."""

    def __init__(self, window: Desk, store_id: str) -> None:
        super().__init__(window)
        self._window = window
        self.question = StoreQuestion(window.session, store_id)
        self.setWindowTitle(f"Consistency of {self.question.name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._split = QButtonGroup(self)
        self._whole = QButtonGroup(self)
        self.split: dict[str, QRadioButton] = {}
        self.whole: dict[str, QRadioButton] = {}
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(20, 16, 20, 8)
        self._column.setSpacing(4)
        self._ask("While the network is split", _SPLIT, self._split, self.split)
        self._ask("While it is whole", _WHOLE, self._whole, self.whole)
        self._add_answer()
        self.cut = CutCard(self.question, window.session)
        self._column.addSpacing(8)
        self._column.addWidget(self.cut)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 14)
        outer.addWidget(scroll, 1)
        self._add_foot(outer)
        self._show_answers(self.question.suggested)
        self._refresh()
        room = window.screen().availableGeometry().height() - 80
        # As high as the wrapped words need, and a line or two for longer answers.
        self.resize(_WIDTH, min(room, self._column.heightForWidth(_WIDTH) + 150))

    # -- making --------------------------------------------------------------------------------

    def _ask(
        self,
        title: str,
        entries: tuple[tuple[When, str, str], ...] | tuple[tuple[Otherwise, str, str], ...],
        group: QButtonGroup,
        buttons: dict[str, QRadioButton],
    ) -> None:
        heading = QLabel(title)
        heading.setObjectName("sectionTitle")
        self._column.addWidget(heading)
        for value, text, example in entries:
            button = QRadioButton(text)
            button.setToolTip(example)
            button.setAccessibleDescription(example)
            button.clicked.connect(self._take)
            group.addButton(button)
            buttons[value] = button
            self._column.addWidget(button)
        self._column.addSpacing(8)

    def _add_answer(self) -> None:
        self.verdict = _words("")
        self.verdict.setObjectName("sectionTitle")
        self._column.addWidget(self.verdict)
        form = nested(self._column, QFormLayout())
        form.setContentsMargins(0, 2, 0, 2)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(3)
        self.figures: dict[str, QLabel] = {}
        for label in (
            "Copies",
            "May fail: reads · writes",
            "A read is old by",
            "A failover loses",
            "It takes",
        ):
            self.figures[label] = _words("")
            name = QLabel(label)
            name.setObjectName("fieldLabel")
            form.addRow(name, self.figures[label])
        self.reasons = _words("")
        self.reasons.setObjectName("second")
        self._column.addWidget(self.reasons)

    def _add_foot(self, outer: QVBoxLayout) -> None:
        self.sets = _words("")
        self.sets.setObjectName("second")
        self.refusal = _words("")
        self.refusal.setObjectName("refusal")
        self.refusal.hide()
        for label in (self.sets, self.refusal):
            label.setContentsMargins(20, 0, 20, 0)
            outer.addWidget(label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.setContentsMargins(20, 6, 20, 0)
        self.go = buttons.addButton("Apply", QDialogButtonBox.ButtonRole.AcceptRole)
        settle_buttons(buttons)
        self.go.setDefault(True)
        buttons.accepted.connect(self._apply)
        buttons.rejected.connect(self.reject)
        outer.addWidget(buttons)

    # -- showing and changing ------------------------------------------------------------------

    def _show_answers(self, need: Need) -> None:
        self.split[need.split].setChecked(True)
        self.whole[need.whole].setChecked(True)

    def _need(self) -> Need:
        split: When = "right" if self.split["right"].isChecked() else "answer"
        whole: Otherwise = "wait" if self.whole["wait"].isChecked() else "fast"
        return Need(split, whole)

    def _take(self) -> None:
        self.question.need = self._need()
        self._refresh()

    def _refresh(self) -> None:
        found = self.question.judged
        now = "" if self.question.changes else " now"
        meaning = MEANINGS.get(found.pacelc, "its copies and quorums are not stated; choose what is needed")
        self.verdict.setText(f"{found.pacelc or 'Not known'}{now}: {meaning}.")
        lost = lost_writes_text(found)
        said = (
            f"{copies_text(found)} ({mode_text(found)})",
            f"{tolerated_text(found)} of {found.copies} (exact)"
            if found.read_failures is not None
            else "not known",
            stale_text(found),
            f"{loss_text(found)}; {lost}" if lost else loss_text(found),
            takeover_text(found),
        )
        for label, text in zip(self.figures.values(), said, strict=True):
            label.setText(text)
        self.reasons.setText(" ".join(found.reasons))
        self.reasons.setToolTip("\n".join(map(input_text, found.inputs)))
        lines = self.question.attribute_lines() if self.question.changes else []
        self.sets.setText(f"Sets {', '.join(lines)}." if lines else "Nothing would change.")
        self.go.setEnabled(self.question.changes and not self._window.session.document.read_only)
        self.cut.refresh()

    def _apply(self) -> None:
        self.cut.put_out()
        try:
            self.question.apply()
        except EditRefused as refusal:
            self.refusal.setText(str(refusal))
            self.refusal.show()
            return
        self.accept()

    # -- Qt ------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Stand at the right, so that the drawing is seen."""
        super().showEvent(event)
        corner = self._window.mapToGlobal(QPoint(self._window.width() - self.width() - _EDGE, _EDGE * 2))
        self.move(corner)

    def done(self, result: int) -> None:
        self.cut.put_out()
        super().done(result)


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
