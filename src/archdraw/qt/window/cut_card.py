"""A cut between two groups: what becomes of each journey on either side, lit on the drawing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from archdraw.core.analysis.consistency.records import Partition, Side
from archdraw.core.analysis.result import Impact
from archdraw.core.model import element_name
from archdraw.editor.document import EditRefused
from archdraw.editor.session import Session
from archdraw.editor.store_question import StoreQuestion
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.panels.editors import QuietCombo

_SIGNS: dict[Impact, str] = {"full": "✓", "degraded": "▲", "down": "✗"}
_NO_GROUPS = "Draw two zones or regions side by side to see what a cut between them does."


class CutCard(QWidget):
    """Chooses two groups and shows both sides; it puts out what it has lit."""

    def __init__(self, question: StoreQuestion, session: Session) -> None:
        super().__init__()
        self._question = question
        self._session = session
        self._before = session.failed
        self._found: Partition | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        heading = QLabel("If the network were cut")
        heading.setObjectName("sectionTitle")
        column.addWidget(heading)
        self.first, self.second = QuietCombo(), QuietCombo()
        self.seen = QuietCombo()
        self._pair = question.first_pair()
        self.words = QLabel(_NO_GROUPS)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.store = QLabel()
        self.store.setObjectName("second")
        self.store.setWordWrap(True)
        self.store.setTextFormat(Qt.TextFormat.PlainText)
        if self._pair is not None:
            self._add_chooser(nested(column, QHBoxLayout()), *self._pair)
            self._add_lighting(nested(column, QHBoxLayout()))
        else:
            self.store.hide()
        column.addWidget(self.store)
        column.addWidget(self.words)

    def _add_chooser(self, row: QHBoxLayout, first: str, second: str) -> None:
        for word, box, chosen in (("between", self.first, first), ("and", self.second, second)):
            for group in self._question.groups:
                box.addItem(group.name or group.id, group.id)
            box.setCurrentIndex(box.findData(chosen))
            box.setAccessibleName(f"Cut {word}")
            box.activated.connect(self.refresh)
            label = QLabel(word)
            label.setBuddy(box)
            row.addWidget(label)
            row.addWidget(box, 1)

    def _add_lighting(self, row: QHBoxLayout) -> None:
        label = QLabel("On the drawing")
        label.setBuddy(self.seen)
        self.seen.setAccessibleName("What is lit on the drawing")
        self.seen.activated.connect(self._light)
        row.addWidget(label)
        row.addWidget(self.seen, 1)

    def refresh(self) -> None:
        """Work out both sides for the groups chosen and the answers given."""
        if self._pair is None:
            return
        try:
            self._found = self._question.cut(self.first.currentData(), self.second.currentData())
        except EditRefused as refusal:
            self._found = None
            self.words.setText(str(refusal))
            self.store.hide()
            self._fill_seen([])
            self._light()
            return
        design = self._session.design
        lines = []
        for journey, sentences in self._found.journeys.items():
            lines.append(element_name(design, journey))
            lines += [
                f"   {self._sign(side, journey)} {sentence}"
                for side, sentence in zip(self._found.sides, sentences, strict=True)
            ]
        self.words.setText("\n".join(lines) or "There is no journey yet.")
        said = self._found.stores.get(self._question.store.id, ())
        self.store.setText(" ".join(said) or f"{self._question.name} is not touched by this cut.")
        self.store.show()
        self._fill_seen([side.groups[0] for side in self._found.sides])
        self._light()

    @staticmethod
    def _sign(side: Side, journey: str) -> str:
        impact = side.journeys.get(journey)
        return "–" if impact is None else _SIGNS[impact]

    def _fill_seen(self, groups: list[str]) -> None:
        chosen = max(0, self.seen.currentIndex())
        design = self._session.design
        self.seen.clear()
        self.seen.addItem("As it is")
        for group in groups:
            self.seen.addItem(f"What those in {element_name(design, group)} lose", group)
        self.seen.setCurrentIndex(min(chosen, self.seen.count() - 1))

    def _light(self) -> None:
        place = self.seen.currentIndex() - 1
        lit = self._before if self._found is None or place < 0 else self._found.sides[place].lost
        if lit != self._session.failed:
            self._session.set_failed(lit)

    def put_out(self) -> None:
        """Show on the drawing what was shown before."""
        if self._session.failed != self._before:
            self._session.set_failed(self._before)
