"""An analysis that takes long says so, can be stopped in every way, and leaves nothing half-done."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker, small_design
from tests.qt.window.hand import WindowHand
from tests.qt.window.held_back import Held, HeldBack, Told
from tests.qt.window.test_command_palette import palette, type_and_enter
from tests.qt.window.test_first_bounds_in_the_window import cell, large_design, letters

from archdraw.core.analysis import analyse
from archdraw.core.analysis.journeys import journey_result
from archdraw.core.analysis.result import Analysis
from archdraw.core.analysis.structure.cancelling import AnalysisCancelled
from archdraw.core.catalog import load_catalog
from archdraw.core.geometry import Point
from archdraw.core.model import Design
from archdraw.editor.document import DocumentState
from archdraw.editor.paper_rows import PaperRows
from archdraw.editor.spoken import Speech
from archdraw.qt.window.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def click(window: MainWindow) -> None:
    QTest.mouseClick(window.status.offer.button, LEFT)


def press(window: MainWindow, letter: Qt.Key) -> None:
    """Press Ctrl+U and then a letter."""
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_U, CTRL)
    focus = QApplication.focusWidget()
    QTest.keyClick(focus if focus is not None else window.canvas, letter)


def begin_long(qtbot: QtBot, window: MainWindow, slow: HeldBack, availability: float = 0.99) -> None:
    """Change the design, and wait until its analysis has been running for a while."""
    slow.hold()
    window.session.update("components", "db", availability=availability)
    qtbot.waitUntil(slow.waits.is_set)
    qtbot.waitUntil(lambda: window.status.offer.text == "Stop", timeout=5000)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.runner.whole, timeout=20_000)


def by_mouse(window: MainWindow) -> None:
    click(window)


def by_button_and_key(window: MainWindow) -> None:
    window.status.offer.button.setFocus()
    QTest.keyClick(window.status.offer.button, Qt.Key.Key_Space)


def by_chord(window: MainWindow) -> None:
    press(window, Qt.Key.Key_X)


def by_palette(window: MainWindow) -> None:
    type_and_enter(window, "stop the analysis")


def by_menu(window: MainWindow) -> None:
    action = window.commands.action("analyse.stop")
    assert action.isEnabled()
    action.trigger()


@pytest.mark.parametrize("stop", [by_mouse, by_button_and_key, by_chord, by_palette, by_menu])
def test_a_long_analysis_is_stopped_and_what_shows_stays(
    qtbot: QtBot, held: Held, stop: Callable[[MainWindow], None]
) -> None:
    window, slow, told = held
    status, before, shown = window.status, window.session.analysis, window.status.text
    begin_long(qtbot, window, slow)
    assert status.state == "working out the figures…"
    assert status.offer.since.endswith("s")
    qtbot.waitUntil(window.commands.action("analyse.stop").isEnabled)
    assert not window.commands.action("analyse.again").isEnabled()
    stop(window)
    QApplication.processEvents()
    assert window.runner.state == "stopped"
    assert not window.runner.busy
    qtbot.waitUntil(slow.called_off.is_set)
    # Every part of the window says of which state its figures are, and how to go on.
    assert before is not None
    revision = before.revision.removeprefix("sha256:")[:7]
    assert status._state.accessibleName() == (
        f"Stopped: figures of revision {revision}, before the last change. "
        "Analyse again, or change the design, for the newest figures."
    )
    assert status.state.startswith("Stopped")
    assert (status.offer.text, status.offer.since) == ("Analyse again", "")
    assert (window.session.analysis, status.text) == (before, shown)
    qtbot.waitUntil(lambda: bool(status._figures.property("older")), timeout=5000)
    assert "before the last change" in window.panels.journeys.cuts.counts
    assert "before the last change" in cell(window, "Availability", Qt.ItemDataRole.ToolTipRole)
    qtbot.waitUntil(lambda: not window.commands.action("analyse.stop").isEnabled())
    # Whoever only looks around begins nothing.
    hand = WindowHand(window)
    hand.click(hand.grab("db"))
    assert window.session.selection == {"db"}
    camera = window.session.camera
    hand.wheel(hand.grab("db"), QPoint(0, -120))
    assert window.session.camera != camera
    place = hand.frame("db")
    hand.drag(hand.grab("db"), Point(hand.grab("db").x + 60, hand.grab("db").y + 80))
    assert hand.frame("db") != place
    window.session.show_overlay("single-points")
    qtbot.wait(400)
    assert window.runner.state == "stopped"
    assert told.all == []


def test_the_button_goes_on_where_it_was_stopped(qtbot: QtBot, held: Held) -> None:
    window, slow, told = held
    begin_long(qtbot, window, slow)
    click(window)
    slow.let_go.set()
    click(window)
    qtbot.waitUntil(lambda: bool(told.all), timeout=10_000)
    settle(qtbot, window)
    check_newest(window)


def test_a_command_or_an_edit_goes_on_and_nothing_is_marked_any_more(qtbot: QtBot, held: Held) -> None:
    window, slow, _ = held
    begin_long(qtbot, window, slow)
    press(window, Qt.Key.Key_X)
    assert window.runner.state == "stopped"
    slow.let_go.set()
    press(window, Qt.Key.Key_G)
    settle(qtbot, window)
    check_newest(window)
    begin_long(qtbot, window, slow, availability=0.985)
    click(window)
    slow.let_go.set()
    window.session.update("components", "db", availability=0.98)
    assert window.runner.busy
    assert window.status.state == "calculating…"
    settle(qtbot, window)
    check_newest(window)


def check_newest(window: MainWindow) -> None:
    """All there is to see is of the present design; the engine alone says what that is."""
    design = window.session.design
    oracle = analyse(design, load_catalog(), latency=False)
    found = window.session.analysis
    assert found is not None
    assert found.revision == oracle.revision
    assert found.journeys[0].measures["served"].availability == pytest.approx(
        oracle.journeys[0].measures["served"].availability, abs=1e-15
    )
    assert window.status.state == f"revision {letters(design)}"
    assert window.status.offer.text == ""
    assert not window.status._figures.property("older")
    assert "before the last change" not in cell(window, "Availability", Qt.ItemDataRole.ToolTipRole)
    assert "before the last change" not in window.panels.journeys.cuts.counts
    assert not window.session.behind


def test_the_command_is_greyed_while_there_is_nothing_to_stop(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    box = palette(window)
    QTest.keyClicks(box.field, "stop the analysis")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert window.runner.state == "done"
    press(window, Qt.Key.Key_X)
    press(window, Qt.Key.Key_G)
    assert window.runner.state == "done"
    assert window.status.state == f"revision {letters(window.session.design)}"


def test_what_is_there_in_time_calls_off_the_offer_to_stop(qtbot: QtBot, window: MainWindow) -> None:
    for replicas in (2, 3):
        with qtbot.waitSignal(window.runner.started):
            window.session.update("components", "db", replicas=replicas)
        settle(qtbot, window)
        assert not window._long.isActive()
        assert window.status._offer is None or window.status.offer.text == ""


def two_journeys() -> Design:
    design = large_design()
    first = design.journeys[0]
    second = first.revised(id="k", name="Browse", entry="c1")
    both: Design = design.revised(journeys=(first, second))
    return both


def test_a_stop_during_the_second_journey_leaves_no_result_of_the_first(
    qtbot: QtBot, make: WindowMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make(small_design())
    told = Told(window)
    second, goes_on = threading.Event(), threading.Event()
    calls: list[str] = []

    def held_result(model: Any, lowered: Any, builder: Any) -> Any:
        calls.append(lowered.journey.id)
        if lowered.journey.id == "k" and not goes_on.is_set():
            second.set()
            assert goes_on.wait(20)
        return journey_result(model, lowered, builder)

    monkeypatch.setattr("archdraw.core.analysis.running.journey_result", held_result)
    window.session.load(two_journeys(), DocumentState())
    qtbot.waitUntil(second.is_set, timeout=20_000)
    assert calls == ["j", "k"]
    qtbot.waitUntil(lambda: window.status.offer.text == "Stop", timeout=5000)
    bounds = window.status.text
    assert bounds.endswith("bounded")
    assert "result follows" in window.status._state.accessibleName()
    click(window)
    goes_on.set()
    revision = letters(window.session.design)
    assert window.status._state.accessibleName() == (
        f"Stopped at first bounds of revision {revision}. "
        "Analyse again, or change the design, for closer figures."
    )
    assert window.status.text == bounds
    model = window.panels.journeys.model
    for title in ("Downtime", "Ceiling", "Bottleneck", "Cuts 1 / 2"):
        assert cell(window, title) == "–"
    for row in range(2):
        assert str(model.data(model.index(row, 2))).endswith("bounded")
    tip = cell(window, "Availability", Qt.ItemDataRole.ToolTipRole)
    assert "certainly lies" in tip
    assert "follows" not in tip
    assert "follows" not in window.status._figures.toolTip()
    window.session.select({"c3"})
    qtbot.waitUntil(lambda: "was stopped" in window.panels.inspector.live.verdict, timeout=5000)
    # The run ends by and by; nothing of it is ever told.
    qtbot.waitUntil(lambda: window.runner._running is None, timeout=20_000)
    qtbot.wait(100)
    assert window.session.analysis is None
    assert not [one for one in told.all if isinstance(one, Analysis)]
    assert window.status.text == bounds
    click(window)
    qtbot.waitUntil(lambda: window.session.analysis is not None, timeout=20_000)
    settle(qtbot, window)
    assert window.status.state == f"revision {revision}"
    assert cell(window, "Cuts 1 / 2") != "–"


def test_findings_of_another_document_go_where_the_first_analysis_is_stopped(
    qtbot: QtBot, held: Held
) -> None:
    window, slow, _ = held
    window.show_panel("findings")
    window.show_panel("losses")
    findings = window.panels.findings
    assert findings.model.rowCount()
    window.session.load(large_design(), DocumentState())
    qtbot.waitUntil(slow.waits.is_set)
    press(window, Qt.Key.Key_X)
    assert window.runner.state == "stopped"
    assert not findings.model.rowCount()
    assert not window.panels.losses.model.rowCount()
    assert window.status._problems.text() == "Findings"
    assert "certain" not in window.status.text
    assert "exact" not in window.status.text


def test_older_findings_are_marked_after_a_stop(qtbot: QtBot, held: Held) -> None:
    window, slow, _ = held
    window.show_panel("findings")
    findings = window.panels.findings
    assert not findings.state.isVisible()
    begin_long(qtbot, window, slow)
    click(window)
    qtbot.waitUntil(findings.state.isVisible, timeout=5000)
    slow.let_go.set()
    click(window)
    settle(qtbot, window)
    assert not findings.state.isVisible()


def test_rules_and_plan_say_that_their_results_are_older(qtbot: QtBot, held: Held) -> None:
    window, slow, _ = held
    window.show_panel("papers")
    papers = window.panels.papers
    begin_long(qtbot, window, slow)
    click(window)
    dialog = window.panels.review.show_rules()
    assert dialog.sentence.text().startswith("Before the last change: ")
    assert dialog.sentence.text().endswith("; the analysis was stopped.")
    dialog.reject()
    rows = PaperRows(window.session).of("remediation")
    steps = [row for row in rows if row.finding is not None and row.finding.fix]
    papers.facts.show_for(steps[0])
    qtbot.waitUntil(lambda: "the analysis was stopped" in papers.facts.words.text(), timeout=5000)
    slow.let_go.set()
    click(window)
    settle(qtbot, window)
    dialog = window.panels.review.show_rules()
    assert "stopped" not in dialog.sentence.text()
    dialog.reject()


@pytest.mark.parametrize("kind", ["md", "html"])
def test_an_export_after_a_stop_computes_by_itself(
    qtbot: QtBot, held: Held, tmp_path: Path, kind: str
) -> None:
    window, slow, _ = held
    begin_long(qtbot, window, slow)
    click(window)
    path = tmp_path / f"shop.{kind}"
    window.export(path, kind)
    qtbot.waitUntil(lambda: path.exists() and window.jobs.running is None, timeout=30_000)
    # Balancer 99.99 %, two apps of 99.5 %, database 99 %: by hand, without the engine.
    served = 0.9999 * (1.0 - 0.005**2) * 0.99
    text = path.read_text(encoding="utf-8").replace("\u2009", " ").replace("\u202f", " ")
    assert f"{served * 100:.2f}" in text
    assert window.session.design is not None
    assert letters(window.session.design) in text
    assert window.runner.state == "stopped"


def test_what_is_said_of_the_drawing_has_no_older_figures(qtbot: QtBot, held: Held) -> None:
    window, slow, _ = held
    assert "Single point of failure" in Speech(window.session).text()
    begin_long(qtbot, window, slow)
    click(window)
    text = Speech(window.session).text()
    assert "Single point of failure" not in text
    assert "\nFindings\n" not in text
    assert "The analysis was stopped" in text
    slow.let_go.set()
    click(window)
    settle(qtbot, window)
    assert "Single point of failure" in Speech(window.session).text()


def test_a_stop_before_the_times_keeps_the_whole_rest(
    qtbot: QtBot, make: WindowMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make(small_design())
    settle(qtbot, window)
    waits = threading.Event()

    def complete(_first: object, _design: object, _catalog: object, should_stop: Callable[[], bool]) -> None:
        waits.set()
        deadline = time.monotonic() + 20
        while not should_stop() and time.monotonic() < deadline:
            time.sleep(0.002)
        raise AnalysisCancelled

    monkeypatch.setattr(window.runner, "_completer", complete)
    window.session.update("components", "db", availability=0.99)
    qtbot.waitUntil(waits.is_set, timeout=5000)
    qtbot.waitUntil(lambda: window.status.offer.text == "Stop", timeout=5000)
    revision = letters(window.session.design)
    assert window.status._state_ways[0] == f"revision {revision}, times follow"
    click(window)
    assert window.status._state.accessibleName().startswith(f"Stopped at revision {revision} without times.")
    assert not window.session.behind
    assert not window.status._figures.property("older")
    assert "before the last change" not in cell(window, "Availability", Qt.ItemDataRole.ToolTipRole)


def test_what_broke_off_is_analysed_again_by_the_button(
    qtbot: QtBot, make: WindowMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make(small_design())
    settle(qtbot, window)
    analyser = window.runner._analyser

    def fail(*_: object) -> Analysis:
        raise ValueError("there is no memory left")

    monkeypatch.setattr(window.runner, "_analyser", fail)
    window.session.update("components", "db", availability=0.99)
    qtbot.waitUntil(lambda: window.runner.state == "failed", timeout=5000)
    assert window.status.offer.text == "Analyse again"
    monkeypatch.setattr(window.runner, "_analyser", analyser)
    click(window)
    settle(qtbot, window)
    check_newest(window)


def test_the_foot_has_room_for_what_is_said(qtbot: QtBot, held: Held) -> None:
    window, slow, _ = held
    window.resize(720, 480)
    begin_long(qtbot, window, slow)
    for _ in range(2):
        QApplication.processEvents()
        offer, state = window.status.offer, window.status._state
        assert offer.button.width() >= offer.button.minimumSizeHint().width()
        assert offer.button.height() >= 24
        assert offer.geometry().right() < window.status._problems.geometry().left()
        assert state.width() >= state.fontMetrics().horizontalAdvance(state.text()), state.text()
        click(window)
    slow.let_go.set()
