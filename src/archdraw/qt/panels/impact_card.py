"""What the chosen element costs: downtime by journey, why it is a single point, its importance in figures."""

from __future__ import annotations

from itertools import chain

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from archdraw.core.analysis.cut_set_words import method_meaning, method_tag, share_text
from archdraw.core.analysis.element_impact import (
    IMPORTANCE_MEANINGS,
    ElementImpact,
    impacts_of,
    single_point_sentences,
)
from archdraw.core.analysis.result import Importance
from archdraw.core.analysis.warning_words import narrowed_sentences
from archdraw.core.model import element_name, event_name
from archdraw.editor.session import Session
from archdraw.qt.bridge.figures import downtime_figure, number_text, percent_text, style
from archdraw.qt.bridge.fonts import in_number_font, number_font
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.panels.elided import ElidedLabel
from archdraw.qt.panels.section import Section

_MINUTE_S = 60.0
# Beneath figures: in the middle of a row their font stands a px lower than words do.
_RAISED = (0, 0, 0, 2)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ImpactCard(QWidget):
    """A quiet box below the live figures, for one component, group or connection."""

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._icons = icons
        self._element: str | None = None
        self._impacts: tuple[ElementImpact, ...] = ()
        self._why = QLabel()
        self._why.setWordWrap(True)
        self._why.setTextFormat(Qt.TextFormat.PlainText)
        self._why.setContentsMargins(0, 0, 0, 6)
        self._head = QLabel()
        self._head.setObjectName("second")
        self._tags = QLabel()
        self._tags.setObjectName("second")
        self._tags.setWordWrap(True)
        self._box = QFrame()
        self._box.setObjectName("liveBox")
        self._labels: list[tuple[QLabel, ...]] = []
        column = QVBoxLayout(self._box)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        column.addWidget(self._why)
        column.addWidget(self._head)
        self._rows = nested(column, QGridLayout())
        self._rows.setHorizontalSpacing(10)
        self._rows.setVerticalSpacing(0)
        self._rows.setColumnStretch(0, 1)
        column.addWidget(self._tags)
        self.importance = Section("Importance", self._make_importance, icons)
        self._figures: dict[str, QLabel] = {}
        self._about = QLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        inset = nested(layout, QVBoxLayout())
        inset.setContentsMargins(12, 0, 12, 0)
        inset.addWidget(self._box)
        layout.addWidget(self.importance)
        self.importance.toggled.connect(lambda _: self._fill_importance())
        self.hide()

    def _make_importance(self) -> QWidget:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(12, 0, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(0, 1)
        self._about = QLabel()
        self._about.setObjectName("second")
        self._about.setWordWrap(True)
        self._about.setContentsMargins(0, 4, 0, 6)
        grid.addWidget(self._about, 0, 0, 1, 2)
        for at, (name, (title, meaning)) in enumerate(IMPORTANCE_MEANINGS.items()):
            figure = QLabel()
            figure.setAlignment(_RIGHT)
            figure.setAccessibleName(title)
            figure.setContentsMargins(*_RAISED)
            words = QLabel(meaning)
            words.setObjectName("second")
            words.setWordWrap(True)
            words.setContentsMargins(0, 0, 0, 6)
            grid.addWidget(QLabel(title), 1 + 2 * at, 0)
            grid.addWidget(figure, 1 + 2 * at, 1)
            grid.addWidget(words, 2 + 2 * at, 0, 1, 2)
            self._figures[name] = figure
        return body

    @property
    def why(self) -> str:
        """Why the element is a single point of failure; empty where it is none."""
        return self._why.text()

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """What the table says: journey, downtime, share."""
        return [tuple(label.text() for label in labels) for labels in self._labels]

    @property
    def tags(self) -> str:
        """How far the figures can be trusted: "exact", or the tag of each journey where they differ."""
        return self._tags.text()

    @property
    def about(self) -> str:
        """What the figures of the folded section are of."""
        return self._about.text()

    def figure(self, name: str) -> str:
        """Return a figure of the folded section: "birnbaum", "raw" …"""
        return self._figures[name].text()

    def show_element(self, element_id: str | None, *, verdict: bool) -> None:
        """Show what an element costs, or hide for None and for what no journey needs.

        `verdict` tells whether the sentence about single points is to stand here too.
        """
        analysis = self._session.analysis
        self._element = element_id
        self._impacts = ()
        sentences: tuple[str, ...] = ()
        if analysis is not None and element_id is not None:
            self._impacts = impacts_of(self._session.design, analysis, element_id)
            if verdict:
                sentences = single_point_sentences(self._session.design, analysis, element_id)
        self.setVisible(bool(self._impacts or sentences))
        if self.isHidden():
            return
        self._why.setText("\n".join(f"❶ {sentence}" for sentence in sentences))
        self._why.setVisible(bool(sentences))
        self._why.setStyleSheet(f"color: {self._icons.colour('danger').name()}")
        self._fill_rows()
        self._fill_importance()

    def _fill_rows(self) -> None:
        for gone in chain.from_iterable(self._labels):
            self._rows.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._labels.clear()
        self._head.setVisible(bool(self._impacts))
        self._head.setText(f"Downtime a {style().downtime} that it costs")
        self._head.setToolTip("How much less downtime there would be if it never failed by itself")
        settings = self._session.design.settings
        analysis = self._session.analysis
        tags: dict[str, str] = {}
        for row, impact in enumerate(self._impacts):
            result = analysis.journey(impact.journey) if analysis is not None else None
            measure = result.measures["served"] if result is not None else None
            tip = "" if measure is None else f"{method_tag(measure)}. {method_meaning(measure)}"
            a_year = impact.importance.minutes_year * _MINUTE_S
            if measure is not None:
                journey = element_name(self._session.design, impact.journey)
                tags[journey] = style().written(method_tag(measure))
            name = ElidedLabel()
            name.say(element_name(self._session.design, impact.journey), tip)
            figure = downtime_figure(a_year, a_year / settings.year_days * settings.month_days)
            lost = QLabel(in_number_font(figure))
            share = QLabel(in_number_font(style().written(share_text(impact.share))))
            share.setObjectName("second")
            for label in (lost, share):
                label.setFont(number_font())
                label.setContentsMargins(*_RAISED)
                label.setAlignment(_RIGHT)
                label.setToolTip(tip)
            self._labels.append((name, lost, share))
            for column, label in enumerate(self._labels[-1]):
                self._rows.addWidget(label, row, column)

        alike = set(tags.values()) == {"exact"}
        self._tags.setText("exact" if alike else "\n".join(f"{name}: {tag}" for name, tag in tags.items()))
        self._tags.setVisible(bool(tags))

    def _fill_importance(self) -> None:
        self.importance.setVisible(bool(self._impacts))
        if not self.importance.opened or not self._impacts:
            return
        impact = self._chosen_impact()
        design = self._session.design
        about = f"For “{element_name(design, impact.journey)}”, served"
        if impact.part is not None:
            about += f"; of {event_name(design, impact.part)}, the part that costs most"
        analysis = self._session.analysis
        result = analysis.journey(impact.journey) if analysis is not None else None
        known = [] if result is None else narrowed_sentences(result, lambda one: event_name(design, one))
        self._about.setText(" ".join([f"{about}.", *known]))
        for name, label in self._figures.items():
            label.setFont(number_font())
            label.setText(in_number_font(_figure(impact.importance, name)))

    def _chosen_impact(self) -> ElementImpact:
        """Return what is said of the journey that the foot is about, else of the one that loses most."""
        first = next(iter(self._session.store.table("journeys")), None)
        shown = self._session.journey_id or first
        chosen = [one for one in self._impacts if one.journey == shown]
        return chosen[0] if chosen else max(self._impacts, key=lambda one: one.importance.minutes_year)


def _figure(importance: Importance, name: str) -> str:
    if name == "birnbaum":
        return number_text(importance.birnbaum)
    if name == "criticality":
        return percent_text(importance.criticality)
    if name == "fussell_vesely":
        exact, between = importance.fussell_vesely, importance.fussell_vesely_range
        if exact is not None:
            return percent_text(exact)
        return "–" if between is None else f"{percent_text(between[0])} – {percent_text(between[1])}"
    return f"×\u2009{number_text(importance.raw if name == 'raw' else importance.rrw)}"
