"""Where lines take long to find their ways, the foot of the window says how far it is."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleEvent
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker, small_design

from archdraw.editor.figure_style import FigureStyle
from archdraw.qt.bridge.figures import counted, style, use_style
from archdraw.qt.panels import status, ways
from archdraw.qt.window.main_window import MainWindow


@pytest.fixture
def window(make: WindowMaker, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(status, "_SHORT_MS", 60)
    monkeypatch.setattr(ways, "_LEAST_MS", 150)
    monkeypatch.setattr(ways, "_ANEW_MS", 20)
    return make(small_design())


def test_what_takes_no_time_is_not_told(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(2):
        for found in range(5):
            window.canvas.ways_sought.emit(found, 1600)
        window.canvas.ways_sought.emit(0, 0)
        qtbot.wait(100)
        assert window.status.ways == ""
        # Neither the first time nor after something was told.
        window.canvas.ways_sought.emit(20, 1600)
        qtbot.waitUntil(lambda: bool(window.status.ways))
        window.canvas.ways_sought.emit(0, 0)
        qtbot.waitUntil(lambda: not window.status.ways)


def test_what_takes_long_is_told_counted_and_taken_back(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[QAccessibleEvent] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", heard.append)
    least = window.status.minimumSizeHint().width()
    window.canvas.ways_sought.emit(20, 1600)
    qtbot.waitUntil(lambda: window.status.ways == "Finding ways around: 20 of 1,600")
    label = window.status._ways
    assert label is not None
    assert label.accessibleName() == window.status.ways
    assert len(heard) == 1
    width = label.sizeHint().width()
    window.canvas.ways_sought.emit(1420, 1600)
    qtbot.waitUntil(lambda: window.status.ways == "Finding ways around: 1,420 of 1,600")
    assert label.sizeHint().width() == width
    assert len(heard) == 1
    # It gives way where there is no room.
    assert window.status.minimumSizeHint().width() <= least + 40
    window.canvas.ways_sought.emit(0, 0)
    qtbot.waitUntil(lambda: window.status.ways == "")


def test_it_stays_long_enough_to_be_read_and_counts_as_the_user_does(
    qtbot: QtBot, window: MainWindow
) -> None:
    before = style()
    use_style(FigureStyle(numbers="1.234,5"))
    try:
        window.canvas.ways_sought.emit(1400, 1600)
        qtbot.waitUntil(lambda: window.status.ways == "Finding ways around: 1.400 of 1.600")
        window.status.count_problems(1350, "high")
        assert counted(1350, "finding") == window.status._problems.text() == "1.350 findings"
    finally:
        use_style(before)
    window.canvas.ways_sought.emit(0, 0)
    assert window.status.ways
    qtbot.waitUntil(lambda: window.status.ways == "")
