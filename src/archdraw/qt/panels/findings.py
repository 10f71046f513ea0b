"""The findings panel: what is weak, how bad, where; with evidence, remedy and source of the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.analysis.acceptance import Acceptances
from archdraw.core.analysis.result import Analysis, Finding, Severity
from archdraw.core.model import one_line
from archdraw.editor.session import Session
from archdraw.qt.bridge.colors import fill
from archdraw.qt.bridge.fonts import number_font
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import bar_in, edge_to_edge, nested
from archdraw.qt.bridge.stylesheet import chosen_ground, mixed
from archdraw.qt.panels.acceptance_bar import AcceptanceBar
from archdraw.qt.panels.elided import ElidedLabel
from archdraw.qt.panels.finding_model import (
    FINDING_ROLE,
    JOURNEY_ROLE,
    SEVERITY_ROLE,
    SIGNS,
    STANDING_ROLE,
    FindingModel,
)
from archdraw.qt.panels.finding_page import RULE, FindingPage, standing_words
from archdraw.qt.panels.fix_card import FixCard
from archdraw.qt.panels.row_state import row_state

_NOTHING_YET = "Nothing analysed yet."
_ROW_PX = 28


class _FindingDelegate(QStyledItemDelegate):
    """One line: symbol, message, journey and rule id."""

    def __init__(self, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._icons = icons

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect
        state = row_state(option, index)
        theme = self._icons.appearance.theme
        painter.save()
        if state.selected:
            fill(painter, box, QColor(chosen_ground(theme)))
        elif state.hovered:
            fill(painter, box, QColor(mixed(theme.color("text"), theme.color("panel"), 0.05)))
        if state.focused:
            painter.setPen(self._icons.colour("accent"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        finding: Finding | None = index.data(FINDING_ROLE)
        sign, token = SIGNS[index.data(SEVERITY_ROLE)]
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        if finding is None:
            font = QFont(painter.font())
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(self._icons.colour("text-second"))
            painter.drawText(box.adjusted(12, 2, -8, 0), left, str(index.data()))
            painter.restore()
            return
        painter.setPen(self._icons.colour(token))
        painter.drawText(box.adjusted(14, 0, 0, 0), left, sign)
        right = self._paint_right(
            painter, box, finding.rule, index.data(STANDING_ROLE) or index.data(JOURNEY_ROLE)
        )
        painter.setPen(self._icons.colour("text-second" if finding.suppressed else "text"))
        words = box.adjusted(36, 0, -(right + 16), 0)
        text = painter.fontMetrics().elidedText(finding.message, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, left, text)
        painter.restore()

    def _paint_right(self, painter: QPainter, box: QRect, rule: str, journey: str | None) -> int:
        painter.setPen(self._icons.colour("text-second"))
        normal = painter.font()
        painter.setFont(number_font())
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(box.adjusted(0, 0, -12, 0), flags, rule)
        width = painter.fontMetrics().horizontalAdvance(rule) + 12
        painter.setFont(normal)
        if journey:
            room = min(220, box.width() // 3)
            text = painter.fontMetrics().elidedText(journey, Qt.TextElideMode.ElideRight, room)
            painter.drawText(box.adjusted(0, 0, -(width + 12), 0), flags, text)
            width += painter.fontMetrics().horizontalAdvance(text) + 12
        return width


class _FindingList(QListView):
    """The list; Ctrl+Return asks for the fix of the chosen one."""

    fix_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if with_control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.fix_wanted.emit()
            return
        super().keyPressEvent(event)


class FindingsPanel(QWidget):
    """List at the left, the chosen finding at the right.

    Signals
    -------
    chosen(finding)
        The user wants to see the elements of a finding.
    accept_wanted(finding)
        A finding is to be accepted, or its acceptance edited.
    take_back_wanted(finding)
        An acceptance is to be taken back.
    rule_wanted(id)
        The page of a rule is to be shown.
    """

    chosen = Signal(Finding)
    accept_wanted = Signal(Finding)
    take_back_wanted = Signal(Finding)
    rule_wanted = Signal(str)

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._icons = icons
        self.fix = FixCard(session)
        self.acceptance = AcceptanceBar(session)
        self._shown: Finding | None = None
        self.model = FindingModel()
        self.filter_field = icons.search_field("Filter findings", "Filter findings", "filter")
        self.severity_field = QComboBox()
        self.severity_field.setAccessibleName("Severity")
        self.severity_field.addItem("All severities", None)
        for severity in get_args(Severity):
            self.severity_field.addItem(severity.capitalize(), severity)
        self.list = _FindingList()
        self.list.setAccessibleName("Findings")
        self.list.setModel(self.model)
        self.list.setItemDelegate(_FindingDelegate(icons, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.detail = QTextBrowser()
        self.detail.setOpenLinks(False)
        self.detail.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.detail.setAccessibleName("The chosen finding")
        self.detail.document().setDocumentMargin(12)
        self.state = ElidedLabel()
        self.state.setObjectName("second")
        self.state.say("from before the last change")
        self.state.hide()
        self._empty = QLabel(_NOTHING_YET)
        self._empty.setObjectName("second")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._lay_out()
        self.filter_field.textChanged.connect(self._filter)
        self.severity_field.currentIndexChanged.connect(self._filter)
        self.list.clicked.connect(self._choose)
        self.list.fix_wanted.connect(self.fix.apply)
        self.list.activated.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(self._arrive)
        self.detail.anchorClicked.connect(self._follow_link)
        self.acceptance.accept.clicked.connect(lambda: self._tell(self.accept_wanted.emit))
        self.acceptance.take_back.clicked.connect(lambda: self._tell(self.take_back_wanted.emit))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)

    def _lay_out(self) -> None:
        left = QWidget()
        column = edge_to_edge(QVBoxLayout(left))
        bar = bar_in(column)
        bar.addWidget(self.filter_field, 1)
        bar.addWidget(self.state, 1)
        bar.addWidget(self.severity_field)
        self._pages = nested(column, QStackedLayout(), 1)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.list)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(self._right())
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([600, 400])
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _right(self) -> QWidget:
        """Return the text of a finding with its fix beside it: the pane is wide and low."""
        side = QWidget()
        row = edge_to_edge(QHBoxLayout(side))
        row.addWidget(self.detail, 3)
        remedies = QWidget()
        column = QVBoxLayout(remedies)
        column.setContentsMargins(0, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.fix)
        column.addWidget(self.acceptance)
        column.addStretch(1)
        # In a low pane the words of a fix are scrolled, never cut.
        scroll = QScrollArea()
        scroll.setAccessibleName("Fix and acceptance of the chosen finding")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(remedies)
        row.addWidget(scroll, 2)
        return side

    # -- content -------------------------------------------------------------------------------

    def note_older(self, older: bool) -> None:
        """Say, or no longer, that what shows is of before the last change."""
        self.state.setVisible(older)

    def take(self, analysis: Analysis | None) -> None:
        """Show the findings of an analysis; the chosen one stays chosen where it still exists."""
        findings = () if analysis is None else analysis.findings
        design = self._session.design
        elements = (*design.components, *design.groups)
        names = {record.id: one_line(record.name) or record.id for record in elements}
        journeys = {journey.id: journey.name or journey.id for journey in design.journeys}
        before, scrolled, focused = self._shown, self.list.verticalScrollBar().value(), self.list.hasFocus()
        accepted = Acceptances(design.suppressions)
        standing = {
            one.identity: standing_words(accepted.of(one))
            if one.suppressed is not None
            else f"was accepted {standing_words(accepted.ended(one)).split(' · ')[-1]}"
            for one in findings
            if one.suppressed is not None or one.lapsed is not None
        }
        self.model.set_findings(findings, journeys, names, standing)
        self._restore(before, scrolled)
        if focused:
            self.list.setFocus()
        self._show_page()

    def refresh_colours(self) -> None:
        """Show the detail in the colours of the theme that is on."""
        self._show(self._shown)
        self.list.viewport().update()

    def _restore(self, before: Finding | None, scrolled: int) -> None:
        place = self.model.place_of(before) if before is not None else None
        if place is not None:
            self.list.setCurrentIndex(self.model.index(place))
            self._show(self.model.index(place).data(FINDING_ROLE))
        else:
            first = next((at for at in range(self.model.rowCount()) if self._finding_at(at)), None)
            if first is not None:
                # Chosen, not only shown: else the list takes its heading when it gets the keyboard.
                self.list.setCurrentIndex(self.model.index(first))
            self._show(None if first is None else self._finding_at(first))
        self.list.verticalScrollBar().setValue(scrolled)

    def _finding_at(self, place: int) -> Finding | None:
        row = self.model.row(place)
        return row.finding if row is not None else None

    def _filter(self) -> None:
        before = self._shown
        self.model.filter(self.filter_field.text(), self.severity_field.currentData())
        self._restore(before, 0)
        self._show_page()

    def _show_page(self) -> None:
        found = self.model.rowCount() > 0
        self._pages.setCurrentIndex(1 if found else 0)
        if self.model.total and not found:
            self._empty.setText("No finding fits the filter.")
        elif not self._session.design.components:
            self._empty.setText(
                "Weak points of the design are listed here as soon as there is something to look at."
            )
        elif not self._session.design.journeys:
            self._empty.setText(
                "Add a journey in the panel beside this one: then its weak points are listed here."
            )
        elif self._session.analysis is None:
            self._empty.setText(_NOTHING_YET)
        else:
            self._empty.setText("Nothing found: no rule has anything to say against this design.")

    def _arrive(self, now: QModelIndex) -> None:
        """Show the finding that the keyboard came to; from a heading (Home) it goes on to what is below."""
        finding = now.data(FINDING_ROLE)
        if finding is None and now.isValid():
            self.list.setCurrentIndex(now.siblingAtRow(now.row() + 1))
            return
        self._show(finding)

    def _choose(self, index: QModelIndex) -> None:
        finding = index.data(FINDING_ROLE)
        if finding is not None:
            self._show(finding)
            self.chosen.emit(finding)

    def _follow_link(self, url: QUrl) -> None:
        if url.scheme() == "element":
            self._session.select({url.path()})
            self._session.emit("camera")
        elif url.scheme() == RULE:
            self.rule_wanted.emit(url.path())

    @property
    def shown(self) -> Finding | None:
        """The finding that is chosen, or None."""
        return self._shown

    def show_rule(self, rule: str) -> None:
        """Show only the findings of a rule, all severities, with the first one chosen."""
        self.severity_field.setCurrentIndex(0)
        self.filter_field.setText(rule)
        self.list.setFocus()

    def _tell(self, tell: Callable[[Finding], object]) -> None:
        if self._shown is not None:
            tell(self._shown)

    def _show_menu(self, at: QPoint) -> None:
        """Offer what can be done with the chosen finding."""
        finding = self._shown
        if finding is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Show on the drawing", lambda: self.chosen.emit(finding))
        if self.fix.button.isVisible() and self.fix.button.isEnabled():
            menu.addAction("Apply the fix", self.fix.apply)
        menu.addSeparator()
        if self.acceptance.accept.isEnabled():
            menu.addAction(self.acceptance.accept.text(), lambda: self.accept_wanted.emit(finding))
        if self.acceptance.take_back.isVisible() and self.acceptance.take_back.isEnabled():
            menu.addAction(self.acceptance.take_back.text(), lambda: self.take_back_wanted.emit(finding))
        menu.addSeparator()
        menu.addAction(f"About {finding.rule}", lambda: self.rule_wanted.emit(finding.rule))
        menu.popup(self.list.viewport().mapToGlobal(at))

    @property
    def busy(self) -> bool:
        """Whether a fix is being worked out."""
        return self.fix.busy

    def close_session(self) -> None:
        """Stop calculating."""
        self.fix.close_session()

    def _show(self, finding: Finding | None) -> None:
        if finding is None or finding is not self._shown:
            self.fix.show_for(finding)
        self._shown = finding
        self.acceptance.show_for(finding)
        page = FindingPage(self._session.design, self._session.analysis, self._icons.appearance.theme)
        self.detail.setHtml("" if finding is None else page.html(finding))
