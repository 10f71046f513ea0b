"""Of a large design the window says at once what the availability lies between; the result follows."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.benchmarks.topologies import topology
from tests.qt.window.held_back import Held

from archdraw.core.analysis.findings import collect
from archdraw.core.analysis.reliability.listing import _Named
from archdraw.core.analysis.result import Analysis, CutSet
from archdraw.core.analysis.revision import design_revision
from archdraw.core.model import Design, Placement, View
from archdraw.editor.document import DocumentState
from archdraw.qt.panels.journey_model import COLUMNS
from archdraw.qt.window.main_window import MainWindow

_WORKS = 0.4


def large_design() -> Design:
    design = topology("hosts", 400)
    places = {
        one.id: Placement(x=at % 20 * 220, y=at // 20 * 140) for at, one in enumerate(design.components)
    }
    placed: Design = design.revised(
        views=(View(id="main", name="Overview", nodes=places),),
        journeys=(design.journeys[0].revised(name="Order and pay", peak_rps=100.0),),
    )
    return placed


def cell(window: MainWindow, title: str, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
    model = window.panels.journeys.model
    column = next(at for at, entry in enumerate(COLUMNS) if entry[0] == title)
    return str(model.data(model.index(0, column), role)).replace("\u2009", " ").replace("\u00a0", " ")


def letters(design: Design) -> str:
    return design_revision(design).removeprefix("sha256:")[:7]


def test_first_bounds_show_hold_the_value_and_give_way_to_the_next_edit(qtbot: QtBot, held: Held) -> None:
    window, slow, told = held
    status, session = window.status, window.session
    window.resize(720, 480)
    session.load(large_design(), DocumentState())
    qtbot.waitUntil(lambda: len(told.bounds) == 1, timeout=10_000)
    # There is no result yet, and none of a document before is mixed with them.
    assert session.analysis is None
    # Nobody knows how many findings there will be: none would be said too early.
    assert status._problems.text() == "Findings"
    revision = letters(session.design)
    assert "bounded" in status.text
    assert status.state.startswith("first bounds")
    assert status._state.accessibleName() == f"first bounds of revision {revision}, result follows"
    assert "certainly lies" in status._figures.toolTip()
    assert cell(window, "Availability").endswith("bounded")
    assert cell(window, "Availability", Qt.ItemDataRole.AccessibleTextRole).endswith("bounded")
    assert revision in cell(window, "Availability", Qt.ItemDataRole.ToolTipRole)
    assert {cell(window, title) for title in ("Downtime", "Ceiling", "Bottleneck", "Cuts 1 / 2")} == {"…"}
    QApplication.processEvents()
    for label in (status._figures, status._state):
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text()), label.text()
        assert label.geometry().right() < status.width()
    # It is known from now on that results of this design are long in coming.
    qtbot.wait(int(_WORKS * 1000))
    slow.let_go.set()
    qtbot.waitUntil(lambda: session.analysis is not None, timeout=20_000)
    assert session.analysis is not None
    low, high = told.bounds[0].served["j"]
    exact = session.analysis.journeys[0].measures["served"]
    assert exact.method == "exact"
    assert low - 1e-12 <= exact.availability <= high + 1e-12
    assert high - low < 1e-3
    assert status.state == f"revision {revision}"
    assert "bounded" not in status.text + cell(window, "Availability")
    assert cell(window, "Cuts 1 / 2") != "…"

    slow.hold()
    session.update("components", "c3", replicas=4)
    qtbot.waitUntil(lambda: len(told.bounds) == 2, timeout=10_000)
    assert "bounded" in status.text
    assert f"Of revision {revision}" in window.panels.journeys.cuts.counts
    window.panels.journeys.cuts.choose_measure("full")
    assert f"Of revision {revision}" in window.panels.journeys.cuts.counts
    qtbot.waitUntil(slow.waits.is_set)
    # The next edit calls off what still calculates; no result of it is ever told.
    superseded = design_revision(session.design)
    session.update("components", "c3", availability=0.5)
    qtbot.waitUntil(slow.called_off.is_set)
    qtbot.waitUntil(lambda: len(told.bounds) == 3, timeout=10_000)
    assert letters(session.design) in status._state.accessibleName()
    slow.let_go.set()
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=20_000)
    assert [one.revision for one in told.all if isinstance(one, Analysis)].count(superseded) == 0
    assert status.state == f"revision {letters(session.design)}"
    assert "Of revision" not in window.panels.journeys.cuts.counts


def test_figures_show_before_the_findings_and_are_put_together_beside_the_window(
    qtbot: QtBot, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, slow, _ = held
    slow.let_go.set()
    design = large_design()
    window.session.load(design, DocumentState())
    qtbot.waitUntil(lambda: window.session.analysis is not None, timeout=20_000)
    before, outdated = window.session.analysis, cell(window, "Availability")
    goes_on, looked = threading.Event(), threading.Event()
    named_by: list[threading.Thread] = []
    names = _Named.found

    def held_collect(*given: Any, **named: Any) -> Any:
        looked.set()
        assert goes_on.wait(20)
        return collect(*given, **named)

    def noted(late: _Named, name: str) -> tuple[CutSet, ...]:
        named_by.append(threading.current_thread())
        return names(late, name)

    monkeypatch.setattr("archdraw.core.analysis.running.collect", held_collect)
    monkeypatch.setattr(_Named, "found", noted)
    window.session.update("components", "c0", availability=0.5)
    qtbot.waitUntil(lambda: "findings follow" in window.status._state.accessibleName(), timeout=20_000)
    # The window may be quicker to say so than the thread is to go on.
    assert looked.wait(20)
    # The rest of the window is of the revision before until all of it is there.
    assert window.session.analysis is before
    assert "bounded" not in window.status.text + cell(window, "Availability")
    assert letters(window.session.design) in window.status.state
    shown = window.status.text, cell(window, "Availability"), cell(window, "Cuts 1 / 2")
    assert shown[1] != outdated
    # The panel looks at the document now and then: what is known already stays.
    window.panels.journeys.take(before)
    assert cell(window, "Availability") == shown[1]
    goes_on.set()
    qtbot.waitUntil(lambda: window.session.analysis is not before, timeout=20_000)
    assert (window.status.text, cell(window, "Availability"), cell(window, "Cuts 1 / 2")) == shown
    assert window.status.state == f"revision {letters(window.session.design)}"
    assert named_by
    assert threading.main_thread() not in named_by


def test_bounds_are_called_off_where_the_analysis_breaks_off(qtbot: QtBot, held: Held) -> None:
    window, slow, told = held
    window.session.load(large_design(), DocumentState())
    qtbot.waitUntil(lambda: len(told.bounds) == 1, timeout=10_000)
    window.runner.failed.emit("no more memory", "", window.session.store.revision)
    assert window.status.state == "not calculated"
    assert "bounded" not in window.status.text + cell(window, "Availability")
    slow.let_go.set()


def test_small_designs_and_quick_results_do_without_first_bounds(qtbot: QtBot, held: Held) -> None:
    window, slow, told = held
    # However long its results take: a small design has none before them.
    window.session.update("components", "db", replicas=2)
    qtbot.waitUntil(slow.waits.is_set)
    qtbot.wait(int(_WORKS * 1000))
    slow.let_go.set()
    qtbot.waitUntil(lambda: not window.runner.busy)
    window.session.update("components", "db", replicas=3)
    qtbot.waitUntil(lambda: len(told.all) >= 2 and not window.runner.busy)
    assert told.bounds == []
    # Nor has a large one whose results are there at once.
    window.session.load(large_design(), DocumentState())
    qtbot.waitUntil(lambda: window.session.analysis is not None, timeout=20_000)
    assert len(told.bounds) == 1
    window.runner._takes = 0.05
    window.session.update("components", "c3", name="Other")
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=20_000)
    assert len(told.bounds) == 1
