"""The journeys panel: the table, the cut sets of the chosen journey, and adding, editing, deleting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.analysis.result import Analysis
from archdraw.core.model import Journey, fresh_id
from archdraw.editor.document import EditRefused
from archdraw.editor.session import Session
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge, nested
from archdraw.qt.bridge.live_analysis import FirstBounds
from archdraw.qt.panels.button_column import add_button_column
from archdraw.qt.panels.elided import ElidedButton
from archdraw.qt.panels.journey_model import LEAST_NEEDED_LAST, JourneyModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.qt.panels.cut_sets import CutSetList

_NAME_PX = 104
_CHOOSE = "Choose a journey in the list first."
_CUTS_PX = 264


class _Table(QTableView):
    """Enter edits the chosen journey; Delete deletes it; its room is told when it changes."""

    edit_asked = Signal()
    delete_asked = Signal()
    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit_asked.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)


class JourneysPanel(QWidget):
    """Table at the left, cut sets at the right.

    Signals
    -------
    chosen(journey_id)
        A journey was chosen: its path is to be shown.
    edit_wanted(journey_id)
        Its fields are to be shown in the inspector.
    lit(ids)
        The members of a cut set are to be pointed out; none of them: nothing any more.
    selected(ids)
        The members of a cut set are to be selected.
    """

    chosen = Signal(str)
    edit_wanted = Signal(str)
    lit = Signal(frozenset)
    selected = Signal(frozenset)

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = JourneyModel(icons)
        self.table = _Table()
        self._cuts: CutSetList | None = None
        # What is shown now, and whether it was stopped, and what is behind; the same again changes nothing.
        self._shown: tuple[object, ...] | None = None
        self._stopped = False
        # Bounds, or figures without findings: until there is another result than the one they came after.
        self._early: FirstBounds | Analysis | None = None
        self._early_after: Analysis | None = None
        # The journey whose cut sets show.
        self._told = ""
        self._sizes: dict[int, int] = {}
        # Never from within the header's own signals: hiding a column there spoils its sizes.
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.setInterval(0)
        self._fit.timeout.connect(self._fit_names)
        self._empty = ElidedButton("No journey yet", roomy=True)
        self._empty.say("Add a journey: one thing users do, from where it starts")
        self._set_up_table()
        self._lay_out(icons)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._choose(now.row()))
        self.table.resized.connect(self._fit.start)
        self.table.doubleClicked.connect(lambda index: self.edit(index.row()))
        self.table.edit_asked.connect(lambda: self.edit(self.table.currentIndex().row()))
        self.table.delete_asked.connect(self.delete_chosen)
        self._empty.clicked.connect(self.add)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName("Journeys")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(20)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(56)
        header.sectionResized.connect(lambda *_: self._fit.start())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit.start()

    def _fit_names(self) -> None:
        """Give the names what the figures leave, but never less than a name needs.

        Where there is no room for all columns, what is said elsewhere too gives way first; the tip of each
        row says everything.
        """
        header = self.table.horizontalHeader()
        shown = [at for at in range(1, self.model.columnCount()) if not header.isSectionHidden(at)]
        self._sizes.update((at, header.sectionSize(at)) for at in shown)
        room = header.width() - _NAME_PX
        for at in LEAST_NEEDED_LAST:
            size = self._sizes.get(at, 0)
            header.setSectionHidden(at, size > room)
            # A narrower one may still fit.
            room -= size if size <= room else 0

    def _add_buttons(self, beside: QHBoxLayout, icons: Icons) -> None:
        add_button_column(
            beside,
            icons,
            ("plus", "Add a journey", self.add),
            (
                "settings",
                "Edit the chosen journey in the inspector",
                lambda: self.edit(self.table.currentIndex().row()),
            ),
            ("delete", "Delete the chosen journey", self.delete_chosen),
        )

    def _lay_out(self, icons: Icons) -> None:
        left = QWidget()
        beside = edge_to_edge(QHBoxLayout(left))
        self._add_buttons(beside, icons)
        self._pages = nested(beside, QStackedLayout(), 1)
        self._pages.addWidget(self.table)
        centred = QWidget()
        row = QHBoxLayout(centred)
        row.addStretch(1)
        row.addWidget(self._empty)
        row.addStretch(1)
        self._pages.addWidget(centred)
        right = QWidget()
        right.setMinimumWidth(_CUTS_PX)
        self._cut_place = QVBoxLayout(right)
        self._cut_place.setContentsMargins(0, 0, 0, 0)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([750, 390])
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    # -- content -------------------------------------------------------------------------------

    def restyle(self) -> None:
        """Write all figures anew, in the style that is set."""
        self.model.restyle()
        if self._cuts is not None:
            self._cuts.restyle()

    def take(self, analysis: Analysis | None) -> None:
        """Show the document's journeys with the newest result; the chosen row stays chosen."""
        design = self._session.design
        if analysis is not self._early_after:
            self._early = self._early_after = None
        early, bounds = self._early, None
        if isinstance(early, FirstBounds):
            bounds = early
        elif early is not None:
            analysis = early
        behind = "" if early is not None else self._session.behind
        now = design, None if analysis is None else analysis.journeys, bounds, self._stopped, behind
        if self._shown is not None and all(old is new for old, new in zip(self._shown, now, strict=True)):
            return
        self._shown = now
        chosen = self.current
        self.model.show(design, analysis, bounds, awaited=not self._stopped, behind=behind)
        self._pages.setCurrentIndex(0 if self.model.rowCount() else 1)
        if chosen is not None and self.current != chosen:
            place = self.model.place_of(chosen)
            if place is not None:
                self.table.selectRow(place)
        if (bounds is not None or behind) and analysis is not None and self._cuts is not None:
            # Whoever reads or walks through them is not interrupted.
            self._cuts.note_older(analysis.revision, follows=not self._stopped)
            return
        self._show_cut_sets(self.table.currentIndex().row() if self.table.currentIndex().isValid() else 0)

    def take_bounds(self, bounds: FirstBounds | None) -> None:
        """Show what the availabilities lie between until the result is there; None: that does not come."""
        self._take_early(bounds)

    def take_figures(self, analysis: Analysis) -> None:
        """Show a result whose findings are not there yet, until they are."""
        self._take_early(analysis)

    def note_stopped(self, *, stopped: bool) -> None:
        """Show that what is not known yet does not follow, or that it follows again."""
        self._stopped = stopped
        self.take(self._session.analysis)

    def _take_early(self, early: FirstBounds | Analysis | None) -> None:
        analysis = self._session.analysis
        self._early, self._early_after = early, None if early is None else analysis
        self.take(analysis)

    def read_ahead(self, analysis: Analysis) -> None:
        """Have put together what is about to show of a result; for the thread on which it was computed."""
        result = analysis.journey(self._told) or next(iter(analysis.journeys), None)
        name = "served" if self._cuts is None else self._cuts.measure_name
        measure = None if result is None else result.measures.get(name)
        if measure is not None:
            _ = measure.cut_sets.list

    @property
    def current(self) -> str | None:
        """The id of the chosen journey, or None."""
        line = self.model.line(self.table.currentIndex().row())
        return line.journey.id if line is not None else None

    def choose(self, journey_id: str) -> None:
        """Choose a journey in the table."""
        place = self.model.place_of(journey_id)
        if place is not None and self.current != journey_id:
            self.table.selectRow(place)

    def _choose(self, row: int) -> None:
        line = self.model.line(row)
        if line is not None:
            self._show_cut_sets(row)
            self.chosen.emit(line.journey.id)

    @property
    def cuts(self) -> CutSetList:
        """The cut sets of the chosen journey, made when there are any or somebody asks."""
        if self._cuts is None:
            from archdraw.qt.panels.cut_sets import CutSetList

            self._cuts = CutSetList()
            self._cuts.lit.connect(self.lit)
            self._cuts.selected.connect(self.selected)
            self._cuts.ranges_wanted.connect(self._show_ranges)
            self._cuts.repair_times_wanted.connect(self._show_repair_times)
            self._cut_place.addWidget(self._cuts)
        return self._cuts

    def _show_cut_sets(self, row: int) -> None:
        line = self.model.line(row)
        if self._cuts is None and (line is None or line.result is None):
            return
        self._told = line.journey.id if line is not None else ""
        name = line.journey.name or line.journey.id if line is not None else ""
        self.cuts.show_result(self._session.design, name, line.result if line is not None else None)

    def _show_ranges(self) -> None:
        """Select what states a range of its availability, so that its fields show."""
        from archdraw.core.analysis.stated_ranges import stated_ranges

        drawn = self._select_drawn(stated_ranges(self._session.design))
        self.lit.emit(frozenset(drawn))
        if not drawn:
            self._session.say("None of what has a range is on this drawing.")

    def _show_repair_times(self) -> None:
        """Select what states no time to repair, so that it can be stated, and say what that is for.

        The fields of components and of domains are not the same: components first, then the rest.
        """
        from archdraw.core.analysis.repair_times import missing_repair_text, without_repair_time

        session, measure = self._session, self.cuts.measure
        if measure is None:
            return
        missing = without_repair_time(session.design, measure)
        parts = [one for one in missing if one in session.design.component_by_id] or list(missing)
        drawn = self._select_drawn(parts)
        said = missing_repair_text(session.design, missing)
        session.say(said if drawn else f"{said} Nothing of it is on this drawing.")

    def _select_drawn(self, elements: Iterable[str]) -> list[str]:
        """Select those elements that are on the drawing, so that their fields show; return them."""
        drawn = [one for one in elements if self._session.role(one) is not None]
        self._session.select(drawn)
        return drawn

    # -- changing ------------------------------------------------------------------------------

    def add(self) -> None:
        """Add a journey that starts at a client, or at the selected component, and show its fields."""
        session = self._session
        design = session.design
        chosen = [one for one in session.selection if session.role(one) == "component"]
        clients = [one.id for one in design.components if session.catalog.kind(one.kind).role == "client"]
        entry = next(iter([*chosen, *clients, *(one.id for one in design.components)]), None)
        number = len(design.journeys) + 1
        name = f"Journey {number}"
        journey = Journey(id=fresh_id(name, session.store.ids()), name=name, entry=entry)
        try:
            with session.change("Add a journey") as store:
                store.put("journeys", journey.id, journey)
        except EditRefused as refusal:
            session.say(str(refusal))
            return
        self.take(session.analysis)
        self.choose(journey.id)
        self.edit_wanted.emit(journey.id)

    def edit(self, row: int) -> None:
        """Show the fields of the journey in a row."""
        line = self.model.line(row)
        if line is None:
            self._session.say(_CHOOSE)
        else:
            self.edit_wanted.emit(line.journey.id)

    def delete_chosen(self) -> None:
        """Delete the chosen journey; undo brings it back."""
        journey_id = self.current
        if journey_id is None:
            self._session.say(_CHOOSE)
            return
        try:
            with self._session.change("Delete the journey") as store:
                store.remove("journeys", journey_id)
        except EditRefused as refusal:
            self._session.say(str(refusal))
            return
        self.take(self._session.analysis)
