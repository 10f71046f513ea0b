"""The simulation panel: filling in, running beside the window, cancelling, plots in every theme, keeping."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker

from archdraw.core.analysis.simulation.keeping import kept_simulation
from archdraw.core.drawing import load_theme
from archdraw.core.model import Component, Connection, Design, Journey, View
from archdraw.editor.session import Session
from archdraw.qt.panels import simulation as room
from archdraw.qt.panels.simulation import SimulationPanel
from archdraw.qt.panels.simulation_plots import SimulationPlots


def design() -> Design:
    components = (
        Component(id="web", name="Web", kind="service", service_time_ms=5.0, concurrency=8.0),
        Component(id="db", name="Orders", kind="rdbms_primary", service_time_ms=5.0, concurrency=2.0),
    )
    connections = (Connection(id="web-db", source="web", target="db", timeout_ms=500.0),)
    journeys = (
        Journey(id="buy", name="Buy", entry="web", peak_rps=100.0),
        Journey(id="look", name="Look", entry="web", peak_rps=20.0),
    )
    return Design(components=components, connections=connections, journeys=journeys, views=(View(id="main"),))


@pytest.fixture
def panel(make: WindowMaker, monkeypatch: pytest.MonkeyPatch) -> SimulationPanel:
    """A panel whose replications run on its thread: starting a process takes half a second."""
    monkeypatch.setattr(room, "own_processes", lambda: 0)
    window = make(design())
    window.commands.perform("simulation.show")
    made = window.panels.simulation
    made.form.requests_field.setCurrentIndex(0)
    made.form.replications_field.setText("2")
    return made


@pytest.fixture
def session(panel: SimulationPanel) -> Session:
    return panel.session


def run(panel: SimulationPanel, qtbot: QtBot) -> None:
    QTest.mouseClick(panel.form.run_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.busy, timeout=20_000)
    assert panel.result is not None, panel.state


def drawn(panel: SimulationPanel, qtbot: QtBot) -> SimulationPlots:
    """Return the plots, once the library is loaded and all three are made."""
    qtbot.waitUntil(lambda: panel.plots is not None and len(panel.plots.plots) == 3, timeout=20_000)
    assert panel.plots is not None
    return panel.plots


def choose(panel: SimulationPanel, scenario: str) -> None:
    panel.form.scenario_field.setCurrentIndex(panel.form.scenario_field.findData(scenario))


def column(panel: SimulationPanel, name: str) -> dict[str, str]:
    titles = [
        panel.model.headerData(at, Qt.Orientation.Horizontal) for at in range(panel.model.columnCount())
    ]
    at = titles.index(name)
    rows = range(panel.model.rowCount())
    texts: list[tuple[Any, Any]] = [
        (panel.model.index(row, 0).data(), panel.model.index(row, at).data()) for row in rows
    ]
    return {first: " ".join(second.split()) for first, second in texts}


def test_a_run_shows_figures_with_intervals_beside_the_computed_ones(
    panel: SimulationPanel, qtbot: QtBot
) -> None:
    assert "Run a scenario" in panel.empty_words
    run(panel, qtbot)
    # Once plots stand beside it, the table may leave the intervals to the tips.
    panel.model.set_brief(False)
    steady = column(panel, "Steady")
    assert steady["Served"] == "100 %"
    assert steady["Mean latency"].endswith(" ms]")
    assert column(panel, "Agreement")["Mean latency"] == "✓ agrees"
    assert column(panel, "Computed")["Utilisation of Orders"] == "30 %"
    assert "Buy · Steady load · 2 replications" in panel.state


def test_a_figure_that_is_missing_says_why_below_the_table(panel: SimulationPanel, qtbot: QtBot) -> None:
    run(panel, qtbot)
    rows = [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]
    panel.table.selectRow(rows.index("p99.9 latency"))
    assert "p99.9 needs about" in panel.words


def test_a_scenario_offers_what_it_may_strike_and_its_parameters(
    panel: SimulationPanel, qtbot: QtBot, session: Session
) -> None:
    choose(panel, "dependency-slow")
    qtbot.waitUntil(panel.form.element_field.isEnabled, timeout=10_000)
    assert panel.form.element_field.currentText() == "Orders"
    assert set(panel.form.parameter_fields) == {"extra_s", "for_s"}
    panel.form.parameter_fields["for_s"].setText("5")
    run(panel, qtbot)
    assert panel.result is not None
    assert panel.result.element == "db"
    assert panel.result.parameters == {"extra_s": 8.0, "for_s": 5.0}
    assert {"Before", "Slow", "After"} <= {
        panel.model.headerData(at, Qt.Orientation.Horizontal) for at in range(panel.model.columnCount())
    }
    assert column(panel, "Slow")["Failed: timed out"] != "0"
    choose(panel, "steady")
    assert not panel.form.element_field.isVisibleTo(panel.form)


def test_numbers_that_are_none_are_marked_and_refused(panel: SimulationPanel, qtbot: QtBot) -> None:
    panel.form.seed_field.setText("many")
    assert panel.form.seed_field.property("refused") is True
    panel.flip()
    assert not panel.busy
    panel.form.seed_field.setText("1,000")
    assert panel.form.seed_field.property("refused") is False
    panel.form.replications_field.setText("1")
    assert "must be 2 to 100" in panel.form.replications_field.problem


def test_a_comma_is_a_decimal_sign_or_between_thousands_and_never_nothing(panel: SimulationPanel) -> None:
    choose(panel, "dependency-slow")
    field = panel.form.parameter_fields["extra_s"]
    for typed, wanted in (("1,5", 1.5), ("0,25", 0.25), ("1,500", 1500.0), ("2 000", 2000.0), ("2.5", 2.5)):
        field.setText(typed)
        assert field.value() == wanted
    field.setText("1,5,2")
    assert "is not a number" in field.problem


def test_random_failures_are_a_tick(panel: SimulationPanel) -> None:
    choose(panel, "steady")
    box = panel.form.switches["random_failures"]
    request = panel.form.request()
    assert request is not None
    assert dict(request.parameters) == {"random_failures": 0.0}
    QTest.keyClick(box, Qt.Key.Key_Space)
    request = panel.form.request()
    assert request is not None
    assert dict(request.parameters) == {"random_failures": 1.0}


def test_the_same_seed_gives_the_same_result_and_another_journey_another(
    panel: SimulationPanel, qtbot: QtBot
) -> None:
    run(panel, qtbot)
    first = panel.result
    run(panel, qtbot)
    assert panel.result == first
    panel.form.journey_field.setCurrentIndex(1)
    run(panel, qtbot)
    assert panel.result is not None
    assert panel.result.journey == "look"


def test_a_run_can_be_cancelled_and_the_last_result_stays(panel: SimulationPanel, qtbot: QtBot) -> None:
    run(panel, qtbot)
    before = panel.result
    panel.form.requests_field.setCurrentIndex(2)
    panel.flip()
    assert panel.busy
    assert panel.form.run_button.text() == "Cancel"
    qtbot.waitUntil(lambda: panel.progress.value() > 0, timeout=20_000)
    panel.flip()
    assert not panel.busy
    assert panel.form.run_button.text() == "Run"
    assert panel.result is before


def test_replications_run_in_a_process_of_their_own(
    session: Session, qtbot: QtBot, panel: SimulationPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(panel, qtbot)
    here = panel.result
    monkeypatch.setattr(room, "own_processes", lambda: 1)
    monkeypatch.setattr(
        "archdraw.core.analysis.simulation.replicating._here",
        lambda *_: pytest.fail("it ran in the process of the window"),
    )
    run(panel, qtbot)
    assert panel.result == here


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
def test_plots_are_painted_in_the_colours_of_the_theme(
    panel: SimulationPanel, qtbot: QtBot, theme: str
) -> None:
    choose(panel, "surge")
    panel.form.parameter_fields["for_s"].setText("3")
    panel.set_theme(load_theme(theme))
    run(panel, qtbot)
    requests = drawn(panel, qtbot).plots[0]
    ground = requests.backgroundBrush().color().name().upper()
    assert ground == load_theme(theme).color("card").upper()
    styles = [item.opts["pen"].style() for item in requests.plotItem.listDataItems()]
    assert len(set(styles)) == len(styles) == 2, "lines are told apart without colour"
    assert "served" in requests.plotItem.titleLabel.text
    assert [requests.getAxis(side).labelText for side in ("left", "bottom")] == ["Requests (1/s)", "Time (s)"]
    panel.set_theme(load_theme("dark"))
    assert requests.backgroundBrush().color().name().upper() == load_theme("dark").color("card").upper()


def test_where_there_is_no_room_for_intervals_the_tips_have_them(
    panel: SimulationPanel, qtbot: QtBot
) -> None:
    run(panel, qtbot)
    drawn(panel, qtbot)
    cell = panel.model.index(1, 1)

    def is_brief() -> bool:
        return "[" not in str(cell.data())

    panel.setParent(None)
    panel.show()
    for width, brief in ((1500, False), (760, True), (1500, False)):
        panel.resize(width, 240)
        qtbot.waitUntil(is_brief if brief else lambda: not is_brief(), timeout=5_000)
        assert "[" in str(cell.data(Qt.ItemDataRole.ToolTipRole))
        assert "[" in panel.model.as_text()
    panel.close()


def test_in_a_narrow_window_plots_make_way_so_that_no_figure_is_cut(
    panel: SimulationPanel, qtbot: QtBot
) -> None:
    choose(panel, "surge")
    panel.form.parameter_fields["for_s"].setText("3")
    run(panel, qtbot)
    plots = drawn(panel, qtbot)
    phases = panel.model.columnCount() - 3
    assert phases == 3
    panel.setParent(None)
    panel.resize(798, 240)
    panel.show()
    bar = panel.table.horizontalScrollBar()
    qtbot.waitUntil(lambda: plots.isHidden() and bar.maximum() == 0, timeout=5_000)
    assert panel.plot_field.currentText() == "Figures only"
    assert "✓" in {panel.model.index(row, phases + 2).data() for row in range(panel.model.rowCount())}
    for column in range(1, panel.model.columnCount()):
        assert panel.table.columnWidth(column) >= panel.table.sizeHintForColumn(column)
    panel.resize(1500, 240)
    qtbot.waitUntil(lambda: not plots.isHidden(), timeout=5_000)
    panel.resize(798, 240)
    qtbot.waitUntil(plots.isHidden, timeout=5_000)
    panel.plot_field.setCurrentIndex(1)
    assert not plots.isHidden(), "one that was asked for stays"
    assert [plot.isHidden() for plot in plots.plots] == [True, False, True]
    panel.close()


def test_around_each_line_is_its_interval(panel: SimulationPanel, qtbot: QtBot) -> None:
    run(panel, qtbot)
    for plot in drawn(panel, qtbot).plots:
        bands = [item for item in plot.plotItem.items if type(item).__name__ == "FillBetweenItem"]
        assert len(bands) == len([item for item in plot.plotItem.listDataItems() if item.opts["pen"]])
        assert all(0 < band.brush().color().alpha() < 128 for band in bands)


def test_in_little_room_one_plot_is_shown_and_another_can_be_chosen(
    panel: SimulationPanel, qtbot: QtBot
) -> None:
    run(panel, qtbot)
    plots = drawn(panel, qtbot)
    plots.resize(240, 200)
    assert [plot.isHidden() for plot in plots.plots] == [False, True, True]
    assert not panel.plot_field.isHidden()
    panel.plot_field.setCurrentIndex(1)
    assert [plot.isHidden() for plot in plots.plots] == [True, False, True]
    plots.resize(900, 200)
    assert not any(plot.isHidden() for plot in plots.plots)
    assert panel.plot_field.isHidden()


def test_an_edit_makes_the_result_one_of_an_earlier_state(
    panel: SimulationPanel, session: Session, qtbot: QtBot
) -> None:
    run(panel, qtbot)
    session.update("components", "db", service_time_ms=9.0)
    assert panel.state.startswith("of an earlier state of the design")
    session.undo()
    assert not panel.state.startswith("of an earlier state")


def test_a_kept_result_is_one_step_in_the_document_and_shown_when_it_is_opened(
    panel: SimulationPanel, session: Session, qtbot: QtBot
) -> None:
    run(panel, qtbot)
    told: list[str] = []
    panel.kept.connect(told.append)
    QTest.mouseClick(panel.keep_button, Qt.MouseButton.LeftButton)
    assert told == ["Steady load"]
    kept = kept_simulation(session.design)
    assert kept is not None
    assert panel.result is not None
    assert kept.revision == panel.result.revision
    assert not panel.state.startswith("of an earlier state")
    other = SimulationPanel(session, load_theme("light"))
    qtbot.addWidget(other)
    other.show()
    assert other.result == kept
    shown = [column(one, "Steady")["p50 latency"].partition(" [")[0] for one in (other, panel)]
    assert shown[0] == shown[1]
    other.close_session()
    session.undo()
    assert kept_simulation(session.design) is None


def test_the_rows_can_be_copied(panel: SimulationPanel, qtbot: QtBot) -> None:
    run(panel, qtbot)
    QTest.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Figure\tSteady\tComputed\tAgreement"
    assert len(lines) == panel.model.rowCount() + 1


def test_without_journeys_it_says_what_to_do(panel: SimulationPanel, session: Session) -> None:
    for journey in session.design.journeys:
        with session.change("remove") as store:
            store.remove("journeys", journey.id)
    assert "Add a journey" in panel.empty_words
    panel.flip()
    assert not panel.busy


def test_what_cannot_be_simulated_says_why(panel: SimulationPanel, session: Session, qtbot: QtBot) -> None:
    session.update("journeys", "buy", peak_rps=None)
    panel.flip()
    qtbot.waitUntil(lambda: not panel.busy, timeout=10_000)
    assert panel.state == "“Buy” has no load: give it requests per second at peak."
