"""Figures of before the last change are never shown as current: they are marked where the next take long."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker, small_design
from tests.qt.window.held_back import HeldBack
from tests.qt.window.test_first_bounds_in_the_window import large_design

from archdraw.editor.document import DocumentState
from archdraw.qt.window.main_window import MainWindow

_OLDER = "before the last change"


@pytest.fixture
def held(make: WindowMaker) -> Iterator[tuple[MainWindow, HeldBack]]:
    window = make(small_design())
    held = HeldBack(window)
    yield window, held
    held.let_go.set()


def grey(window: MainWindow) -> bool:
    return bool(window.status._figures.property("older"))


def test_older_figures_are_marked_until_the_next_are_there(
    qtbot: QtBot, held: tuple[MainWindow, HeldBack]
) -> None:
    window, slow = held
    window.session.select({"db"})
    window.show_panel("losses")
    panels = window.panels
    qtbot.waitUntil(lambda: panels.inspector.title == "Orders")
    usual = panels.inspector.subtitle
    window.session.update("components", "db", availability=0.99)
    qtbot.waitUntil(lambda: _OLDER in panels.inspector.subtitle, timeout=5000)
    assert grey(window)
    assert window.status.state == "calculating…"
    assert _OLDER in panels.losses.state.text()
    slow.let_go.set()
    qtbot.waitUntil(lambda: panels.inspector.subtitle == usual, timeout=5000)
    assert not grey(window)
    assert not panels.losses.state.text()


def test_figures_that_are_there_soon_are_never_marked(qtbot: QtBot, window: MainWindow) -> None:
    told: list[bool] = []
    window.session.update("components", "db", availability=0.98)
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=5000)
    older = window.panels._older
    assert older is not None
    older.told.connect(told.append)
    window.session.update("components", "db", availability=0.99)
    qtbot.waitUntil(lambda: not window.runner.busy and window.session.analysis is not None, timeout=5000)
    QTest.qWait(500)
    assert not told


def test_several_edits_and_an_undo_while_it_runs_end_with_the_newest_figures_unmarked(
    qtbot: QtBot, held: tuple[MainWindow, HeldBack]
) -> None:
    window, slow = held
    before = window.status.text
    for availability in (0.99, 0.98, 0.97):
        window.session.update("components", "db", availability=availability)
    qtbot.waitUntil(lambda: grey(window), timeout=5000)
    for _ in range(3):
        QTest.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.design.component_by_id["db"].availability == 0.999
    slow.let_go.set()
    qtbot.waitUntil(lambda: not window.runner.busy and not grey(window), timeout=5000)
    assert window.status.text == before


def test_bounds_of_before_the_last_change_are_grey_until_those_after_it_are_there(
    qtbot: QtBot, held: tuple[MainWindow, HeldBack]
) -> None:
    window, slow = held
    session, status = window.session, window.status
    slow.let_go.set()
    session.load(large_design(), DocumentState())
    qtbot.waitUntil(lambda: status.state.startswith("revision") and not window.runner.busy, timeout=20_000)
    slow.hold()
    window.runner._takes = 1.0
    session.update("components", "c3", replicas=6)
    qtbot.waitUntil(lambda: status.state.startswith("first bounds"), timeout=10_000)
    assert not grey(window)
    states: list[tuple[bool, str]] = []
    window.runner.started.connect(lambda _: states.append((grey(window), status.state)))
    session.update("components", "c3", replicas=7)
    qtbot.waitUntil(lambda: bool(states), timeout=10_000)
    assert states == [(True, "calculating…")]
    qtbot.waitUntil(lambda: status.state.startswith("first bounds"), timeout=10_000)
    assert not grey(window)


def test_a_zoom_below_one_percent_is_not_said_to_be_none(window: MainWindow) -> None:
    camera = window.session.camera
    window.session.set_camera(camera._replace(zoom=0.004))
    assert window.status._zoom.text() == "<\u20091\u2009%"


def test_what_broke_off_leaves_older_figures_marked(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("out of order")

    window.session.select({"db"})
    monkeypatch.setattr(window.runner, "_analyser", broken)
    window.session.update("components", "db", availability=0.99)
    qtbot.waitUntil(lambda: window.status.state == "not calculated", timeout=5000)
    qtbot.waitUntil(lambda: _OLDER in window.panels.inspector.subtitle, timeout=5000)
