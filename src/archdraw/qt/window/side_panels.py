"""The panels that show what is selected and what the analysis says, and how they work together."""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCursor

from archdraw.core.analysis.result import SEVERITIES, Analysis, Finding
from archdraw.core.model import element_of_event
from archdraw.editor.actions.action import PanelName
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.figures import count_text
from archdraw.qt.panels.inspector import Inspector
from archdraw.qt.panels.journeys import JourneysPanel
from archdraw.qt.panels.late import LatePanel
from archdraw.qt.window.desk import Desk

if TYPE_CHECKING:
    from archdraw.core.drawing import Theme
    from archdraw.qt.panels.changes import ChangesPanel
    from archdraw.qt.panels.comparison import ComparisonPanel
    from archdraw.qt.panels.estimate import EstimatePanel
    from archdraw.qt.panels.findings import FindingsPanel
    from archdraw.qt.panels.layers import LayersPanel
    from archdraw.qt.panels.load import LoadPanel
    from archdraw.qt.panels.losses import LossesPanel
    from archdraw.qt.panels.outline import OutlinePanel
    from archdraw.qt.panels.papers import PapersPanel
    from archdraw.qt.panels.simulation import SimulationPanel
    from archdraw.qt.panels.steps import StepsPanel
    from archdraw.qt.window.older_figures import OlderFigures
    from archdraw.qt.window.review import Review

_TABS = (
    *("findings", "journeys", "load", "losses", "changes", "outline", "layers", "steps", "estimates"),
    *("simulation", "papers", "comparison"),
)
_FINDINGS, _JOURNEYS, _LOAD, _LOSSES, _CHANGES, _OUTLINE, _LAYERS, _STEPS = range(8)
_ESTIMATES, _SIMULATION, _PAPERS, _COMPARISON = range(8, 12)
_REFRESH_MS = 60
# What gives the keyboard to the content of a tab.
_FOCUS: dict[str, str] = {
    "findings": "findings.list.setFocus",
    "journeys": "journeys.table.setFocus",
    "load": "load.focus_rows",
    "losses": "losses.focus_rows",
    "changes": "changes.focus_rows",
    "outline": "outline.focus",
    "layers": "layers.layers.setFocus",
    "steps": "steps.list.setFocus",
    "estimates": "estimates.focus",
    "simulation": "simulation.focus_form",
    "papers": "papers.focus_rows",
    "comparison": "comparison.focus_rows",
}


class _Following(Protocol):
    """A panel that follows the session until it is told to stop."""

    def close_session(self) -> None: ...


class SidePanels:
    """Takes each analysis to the panels and their wishes to the session."""

    def __init__(self, window: Desk) -> None:
        self._window = window
        self._session = window.session
        self.inspector = Inspector(window.session, window.icons)
        self._findings = LatePanel(self._make_findings)
        self.journeys = JourneysPanel(window.session, window.icons)
        window.frame.put("inspector", self.inspector)
        self._tabs = window.frame.tabs
        self._tabs.addTab(self._findings, "Findings")
        self._tabs.addTab(self.journeys, "Journeys")
        self._outline = LatePanel(self._make_outline)
        self._layers = LatePanel(self._make_layers)
        self._steps = LatePanel(self._make_steps)
        self._load = LatePanel(self._make_load)
        self._losses = LatePanel(self._make_losses)
        self._changes = LatePanel(self._make_changes)
        self._estimates = LatePanel(self._make_estimates)
        self._simulation = LatePanel(self._make_simulation)
        self._papers = LatePanel(self._make_papers)
        self._comparison = LatePanel(self._make_comparison)
        late: tuple[tuple[LatePanel[Any], str], ...] = (
            (self._load, "Load"),
            (self._losses, "Losses"),
            (self._changes, "Improvements"),
            (self._outline, "Outline"),
            (self._layers, "Layers"),
            (self._steps, "Steps"),
            (self._estimates, "Estimates"),
            (self._simulation, "Simulation"),
            (self._papers, "Review"),
            (self._comparison, "Comparison"),
        )
        for panel, title in late:
            self._tabs.addTab(panel, title)
        self._late = (self._findings, *(panel for panel, _ in late))
        tab = window.saved.text("tab", "journeys")
        self._tabs.currentChanged.connect(lambda at: window.saved.remember("tab", _TABS[at]))
        self._tabs.setCurrentIndex(_TABS.index(tab) if tab in _TABS else _JOURNEYS)
        self.journeys.chosen.connect(self._show_journey)
        self.journeys.edit_wanted.connect(self._edit_journey)
        self.journeys.lit.connect(self._light)
        self.journeys.selected.connect(self._select_causes)
        self.inspector.estimate_wanted.connect(self._show_estimate)
        window.runner.started.connect(self._note_calculating)
        self._older: OlderFigures | None = None
        for takes in (window.status, self.journeys):
            window.runner.bounded.connect(lambda bounds, _, takes=takes: takes.take_bounds(bounds))
            window.runner.figured.connect(lambda figures, _, takes=takes: takes.take_figures(figures))
        window.runner.failed.connect(lambda *_: self.journeys.take_bounds(None))
        window.runner.ahead = self.journeys.read_ahead
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._follow)
        self._stop = window.session.listen(self._hear)
        self.journeys.take(window.session.analysis)

    def close_session(self) -> None:
        """Stop listening."""
        self._timer.stop()
        self._stop()
        self.inspector.close_session()
        for panel in self._with_session():
            panel.close_session()

    @property
    def busy(self) -> bool:
        """Whether a panel that was made computes something beside the live analysis."""
        doing = ("busy", "drawing")
        return any(getattr(panel, name, False) for panel in self._with_session() for name in doing)

    def _with_session(self) -> list[_Following]:
        """Return the panels that were made and follow the session."""
        # The losses are only handed on to their panel.
        made = [panel.made for panel in self._late if panel is not self._losses]
        return [panel for panel in made if panel is not None]

    @property
    def findings(self) -> FindingsPanel:
        """The findings, made when they are first asked for."""
        return self._findings.content

    @cached_property
    def review(self) -> Review:
        """What is done about findings and rules."""
        from archdraw.qt.window.review import Review

        return Review(self._window, lambda: self.findings)

    @property
    def outline(self) -> OutlinePanel:
        """The outline, made when it is first asked for."""
        return self._outline.content

    @property
    def layers(self) -> LayersPanel:
        """The layers, made when they are first asked for."""
        return self._layers.content

    @property
    def steps(self) -> StepsPanel:
        """The steps of the presentation, made when they are first asked for."""
        return self._steps.content

    @property
    def load(self) -> LoadPanel:
        """Load and latency, made when they are first asked for."""
        return self._load.content

    @property
    def losses(self) -> LossesPanel:
        """The loss matrix, made when it is first asked for."""
        return self._losses.content

    @property
    def changes(self) -> ChangesPanel:
        """The ranked changes, made when they are first asked for."""
        return self._changes.content

    @property
    def papers(self) -> PapersPanel:
        """What stands beside the drawing, made when it is first asked for."""
        return self._papers.content

    @property
    def estimates(self) -> EstimatePanel:
        """The sheet of estimates, made when it is first asked for."""
        return self._estimates.content

    @property
    def simulation(self) -> SimulationPanel:
        """The simulation, made when it is first asked for."""
        return self._simulation.content

    @property
    def comparison(self) -> ComparisonPanel:
        """The comparison with another state, made when it is first asked for."""
        return self._comparison.content

    def _make_comparison(self) -> ComparisonPanel:
        from archdraw.qt.panels.comparison import ComparisonPanel

        made = ComparisonPanel(self._session, self._window.icons)
        made.lit.connect(self._light)
        made.file_wanted.connect(lambda: self._window.commands.perform("file.compare"))
        made.left.connect(self._window.canvas.setFocus)
        return made

    def _make_simulation(self) -> SimulationPanel:
        from archdraw.qt.panels.simulation import SimulationPanel

        window = self._window
        made = SimulationPanel(self._session, window.appearance.theme)
        made.kept.connect(lambda words: window.toast(f"The report will have a chapter on it: {words}."))
        made.copied.connect(lambda rows: window.toast(f"{rows} rows are on the clipboard."))
        return made

    def _make_papers(self) -> PapersPanel:
        from archdraw.qt.panels.papers import PapersPanel

        made = PapersPanel(self._session, self._window.icons)
        made.lit.connect(self._light)
        return made

    def _make_estimates(self) -> EstimatePanel:
        from archdraw.qt.panels.estimate import EstimatePanel

        made = EstimatePanel(self._session, self._window.icons)
        made.left.connect(self._window.canvas.setFocus)
        return made

    def _make_findings(self) -> FindingsPanel:
        from archdraw.qt.panels.findings import FindingsPanel

        made = FindingsPanel(self._session, self._window.icons)
        made.fix.applied.connect(self._note_applied)
        made.chosen.connect(self._show_finding)
        made.accept_wanted.connect(self.review.accept)
        made.take_back_wanted.connect(self.review.take_back)
        made.rule_wanted.connect(self.review.show_rules)
        if self._session.analysis is not None:
            made.take(self._session.analysis)
        made.note_older(self._older is not None and self._older.now)
        return made

    def _make_load(self) -> LoadPanel:
        from archdraw.qt.panels.load import LoadPanel

        made = LoadPanel(self._session, self._window.icons)
        made.lit.connect(self._light)
        return made

    def _make_losses(self) -> LossesPanel:
        from archdraw.qt.panels.losses import LossesPanel

        made = LossesPanel(self._session, self._window.icons)
        made.lost.connect(self._lose)
        made.copied.connect(lambda rows: self._window.toast(f"{rows} rows are on the clipboard."))
        made.note_older(self._older is not None and self._older.now)
        return made

    def _make_changes(self) -> ChangesPanel:
        from archdraw.qt.panels.changes import ChangesPanel

        made = ChangesPanel(self._session)
        made.applied.connect(self._note_applied)
        made.lit.connect(self._light)
        return made

    def _make_outline(self) -> OutlinePanel:
        from archdraw.qt.panels.outline import OutlinePanel

        made = OutlinePanel(self._session, self._window.icons)
        made.delete_wanted.connect(lambda: self._window.commands.perform("edit.delete"))
        made.menu_wanted.connect(lambda: self._window.canvas.menu_requested.emit(QCursor.pos()))
        made.left.connect(self._window.canvas.setFocus)
        return made

    def _make_layers(self) -> LayersPanel:
        from archdraw.qt.panels.layers import LayersPanel

        return LayersPanel(self._session, self._window.icons)

    def _make_steps(self) -> StepsPanel:
        from archdraw.qt.panels.steps import StepsPanel

        made = StepsPanel(self._session, self._window.icons)
        made.play_wanted.connect(self._window.shell.present)
        return made

    def take(self, analysis: Analysis) -> None:
        """Show a new result everywhere."""
        self._count(analysis)
        for takes in (self._findings.made, self._load.made, self._losses.made):
            if takes is not None:
                takes.take(analysis)
        self.journeys.take(analysis)
        self.inspector.follow()
        for hears in (self._outline.made, self._changes.made, self._papers.made, self._comparison.made):
            if hears is not None:
                hears.note_results()

    def note_stopped(self, *, stopped: bool) -> None:
        """Tell that no closer figures follow, or that they do again; what is of another document goes."""
        self.journeys.note_stopped(stopped=stopped)
        if stopped:
            for takes in (self._findings.made, self._losses.made):
                if takes is not None and self._session.analysis is None:
                    takes.take(None)
            if self._load.made is not None:
                # What it shows of the load it works out by itself.
                self._load.made.take(None)
            self.note_behind()
        self.inspector.follow()

    def note_behind(self) -> None:
        """Tell that what shows may stay that of before the last change."""
        self.journeys.take(self._session.analysis)
        if self._papers.made is not None:
            self._papers.made.note_results()

    def _note_calculating(self) -> None:
        if self._session.analysis is None:
            # What was known before there was a result may be of another document.
            self.journeys.take_bounds(None)
        elif self._older is None:
            from archdraw.qt.window.older_figures import OlderFigures

            self._older = OlderFigures(self._session, self._window.runner, self._window)
            self._older.told.connect(self._note_older)
            self._older.wait()

    def _note_older(self, older: bool) -> None:
        for shows in (self._window.status, self.inspector, self._losses.made, self._findings.made):
            if shows is not None:
                shows.note_older(older)

    def note_document(self) -> None:
        """Another document, or another file behind it."""
        if self._session.analysis is None:
            self._count(None)
        # What only has something to save now is looked at with what has changed.
        if self._session.analysis is None or not self._timer.isActive():
            self.journeys.take(self._session.analysis)

    def refresh_figures(self) -> None:
        """Write every figure that shows anew."""
        self.journeys.restyle()
        if self._changes.made is not None:
            self._changes.made.restyle()
        if self._findings.made is not None:
            self._findings.made.refresh_colours()
        if self._estimates.made is not None:
            self._estimates.made.restyle()
        if self._load.made is not None:
            self._load.made.restyle()
        for counting in (self._outline.made, self._layers.made):
            if counting is not None:
                counting.refresh()
        self._count(self._session.analysis)
        self.inspector.refresh()

    def refresh_colours(self) -> None:
        """Show everything in the colours of the theme that is on."""
        if self._findings.made is not None:
            self._findings.made.refresh_colours()
        if self._load.made is not None:
            self._load.made.restyle()
        self.inspector.refresh()

    def take_theme(self, theme: Theme) -> None:
        """Paint plots in the colours of another theme."""
        if self._simulation.made is not None:
            self._simulation.made.set_theme(theme)

    def focus(self, name: PanelName) -> None:
        """Bring a panel to the front and give it the focus."""
        if name in _TABS:
            self._tabs.setCurrentIndex(_TABS.index(name))
            attrgetter(_FOCUS[name])(self)()  # the panel is made now if it was not yet
            return
        rows = self.inspector.form.rows() if self.inspector.form is not None else []
        if rows:
            rows[0].editor.setFocus()

    def in_front(self, name: PanelName) -> bool:
        """Tell whether a panel is the one in front of its place."""
        return name not in _TABS or self._tabs.currentIndex() == _TABS.index(name)

    # -- wishes --------------------------------------------------------------------------------

    def _count(self, analysis: Analysis | None) -> None:
        """Say how many findings there are, as soon as that is known."""
        findings = () if analysis is None else analysis.findings
        total = sum(1 for finding in findings if finding.suppressed is None)
        found = {finding.severity for finding in findings}
        worst = next((severity for severity in SEVERITIES if severity in found), "")
        self._tabs.setTabText(_FINDINGS, f"Findings  {count_text(total)}" if total else "Findings")
        self._window.status.count_problems(None if analysis is None else total, worst)

    def _show_finding(self, finding: Finding) -> None:
        drawn = [element for element in finding.elements if self._session.role(element) is not None]
        if not drawn:
            self._window.toast("None of this finding’s elements is on this drawing.")
            return
        self._session.select(drawn)
        self._session.highlight(drawn)
        self._bring_into_view(drawn)

    def _select_causes(self, ids: frozenset[str]) -> None:
        drawn = sorted(element for element in ids if self._session.role(element) is not None)
        if not drawn:
            self._window.toast("None of this is on this drawing.")
            return
        self._session.select(drawn)
        self._light(ids)

    def _bring_into_view(self, ids: list[str]) -> None:
        session = self._session
        box = session.bounds_of(ids)
        if box is not None:
            session.set_camera(session.camera.revealing(box, *session.viewport))

    def _show_journey(self, journey_id: str) -> None:
        session = self._session
        session.choose_journey(journey_id)
        if session.overlay_name in ("none", "journey"):
            session.show_overlay("journey")
        session.highlight(())
        self._window.status.refresh()

    def _edit_journey(self, journey_id: str) -> None:
        self._window.frame.fold("inspector", True)
        self.inspector.show_journey(journey_id)
        row = self.inspector.row("name")
        if row is not None:
            row.editor.setFocus()

    def _show_estimate(self, row_id: str) -> None:
        self._window.frame.fold("bottom", True)
        self._tabs.setCurrentIndex(_ESTIMATES)
        self.estimates.focus(row_id, "formula")

    def _light(self, ids: frozenset[str]) -> None:
        drawn = [element for element in ids if self._session.role(element) is not None]
        self._session.highlight(drawn)
        if drawn:
            self._bring_into_view(drawn)

    def _lose(self, lost: str) -> None:
        session = self._session
        element = element_of_event(session.design, lost)
        if session.role(element) is None:
            self._window.toast("This is not on the drawing.")
            return
        session.select({element})
        session.set_failed({lost})
        self._bring_into_view([element])

    def _note_applied(self, label: str, effect: str = "") -> None:
        session = self._session

        def take_back() -> None:
            if session.store.undo_label == label:
                session.undo()

        self._window.toast(f"Applied: {label}." + f"\n{effect}" * bool(effect), "Undo", take_back)

    def _follow(self) -> None:
        # The document is put together again for the table; not for each step of a drag.
        if self._session.store.in_gesture:
            self._timer.start()
        else:
            self.journeys.take(self._session.analysis)

    def _hear(self, event: SessionEvent) -> None:
        if event.kind == "changed" and not self._timer.isActive():
            self._timer.start()
        elif event.kind == "overlay" and self._session.journey_id is not None:
            self.journeys.choose(self._session.journey_id)
