"""Work beside the window waits while a frame is made, goes on after it, and never waits for good."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archdraw.core.catalog import load_catalog
from archdraw.core.drawing import load_theme
from archdraw.core.giving_way import give_way
from archdraw.core.history import Store
from archdraw.core.model import Design, View
from archdraw.editor.session import Session
from archdraw.qt.bridge import frame_gate
from archdraw.qt.bridge.frame_gate import FRAMES, LONGEST_S
from archdraw.qt.bridge.measurer import QtMeasurer
from archdraw.qt.bridge.side_run import SideRun
from archdraw.qt.canvas import CanvasView


class Counting:
    """Work that counts as fast as it may."""

    def __init__(self) -> None:
        self.steps = 0

    def __call__(self, should_stop: Callable[[], bool]) -> int:
        while not should_stop():
            self.steps += 1
        return self.steps

    def stands(self) -> bool:
        """Tell whether nothing is counted for some ms."""
        before = self.steps
        time.sleep(0.005)
        return self.steps == before


@pytest.fixture
def counting(qtbot: QtBot) -> Iterator[Counting]:
    """Work under way beside the window, the gate open."""
    work, run = Counting(), SideRun()
    run.ask(work)
    qtbot.waitUntil(lambda: work.steps > 0)
    # No frame of a test before counts.
    qtbot.wait(20)
    assert FRAMES.is_open
    yield work
    run.stop()


def test_work_waits_from_the_input_until_the_events_are_handled(
    counting: Counting, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    # Also a slow machine is to see it wait.
    monkeypatch.setattr(frame_gate, "LONGEST_S", 20.0)
    FRAMES.close()
    end = time.monotonic() + 10
    while not counting.stands():
        assert time.monotonic() < end
    QCoreApplication.processEvents()
    assert FRAMES.is_open
    before = counting.steps
    qtbot.waitUntil(lambda: counting.steps > before)


def test_work_goes_on_where_a_frame_takes_too_long(counting: Counting) -> None:
    FRAMES.close()
    end, before = time.monotonic() + 10, counting.steps
    time.sleep(LONGEST_S)
    while counting.steps <= before + 1:
        assert time.monotonic() < end
        time.sleep(0.005)
    assert not FRAMES.is_open


def test_frames_without_a_pause_leave_work_a_share(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_gate, "LONGEST_S", 20.0)
    monkeypatch.setattr(frame_gate, "_SHARE", 4.0)
    FRAMES.close()
    time.sleep(LONGEST_S)
    FRAMES.open()
    FRAMES.close()
    before = counting.steps
    time.sleep(2 * LONGEST_S)
    assert counting.steps > before + 1
    end = time.monotonic() + 10
    while not counting.stands():
        assert time.monotonic() < end
    FRAMES.open()
    # What is owed now is not owed in the next test.
    monkeypatch.undo()
    FRAMES.close()
    FRAMES.open()


def test_the_thread_of_the_window_never_waits_at_its_own_gate(counting: Counting) -> None:
    FRAMES.close()
    begun = time.perf_counter()
    for _ in range(100):
        give_way()
    assert time.perf_counter() - begun < LONGEST_S / 2


def test_nothing_is_closed_where_nothing_runs_beside(qapp: object) -> None:
    FRAMES.close()
    assert FRAMES.is_open


@pytest.mark.parametrize("act", ["move", "key", "paint"])
def test_the_drawing_closes_it_for_what_it_handles_and_paints(
    qtbot: QtBot, counting: Counting, act: str
) -> None:
    canvas = CanvasView(
        Session(Store(Design(views=(View(id="main"),))), load_catalog(), QtMeasurer()), load_theme("light")
    )
    qtbot.addWidget(canvas)
    canvas.show()
    qtbot.waitUntil(lambda: FRAMES.is_open and not canvas.is_busy)
    qtbot.wait(30)
    if act == "move":
        at, none = QPointF(30, 40), Qt.MouseButton.NoButton
        event = QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(canvas.viewport(), event)
    elif act == "key":
        QTest.keyPress(canvas, Qt.Key.Key_Escape)
    else:
        canvas.viewport().repaint()
    assert not FRAMES.is_open
    qtbot.waitUntil(lambda: FRAMES.is_open)
    canvas.close_session()
