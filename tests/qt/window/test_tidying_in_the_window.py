"""Tidying in the real window: the way is seen, it is quick, Escape and the toast take it back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from archdraw.core.drawing import Scene
from archdraw.core.geometry import Box
from archdraw.core.storage import design_text
from archdraw.qt.window.gliding import LENGTH_MS, Glide
from archdraw.qt.window.main_window import MainWindow

_KEY = Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _places(window: MainWindow) -> dict[str, Box]:
    return {key: place.box for key, place in window.session.design.views[0].nodes.items()}


def _scatter(window: MainWindow) -> str:
    """Put the components anywhere, and return the text of the document."""
    window.session.move({"app1"}, 900, 700)
    window.session.move({"users"}, 300, -500)
    return design_text(window.session.design)


def test_a_tidy_glides_there_within_300_ms_and_the_toast_takes_it_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.preferences.change(replace(window.preferences.settings, motion="full"))
    before = _scatter(window)
    depth = window.session.store.undo_depth
    seen: list[tuple[float, float]] = []
    begun = 0.0

    def hear(event: object) -> None:
        nonlocal begun
        if window.session.store.in_gesture:
            begun = begun or time.monotonic()
            seen.append((time.monotonic() - begun, _places(window)["app1"].y))

    window.session.listen(hear)
    QTest.keyClick(window.canvas, *_KEY)
    qtbot.waitUntil(lambda: window.toast_box.text.startswith("Tidied"), timeout=10_000)
    assert LENGTH_MS <= 300
    assert len({y for _, y in seen}) > 2, "nothing was seen on its way"
    assert window.session.store.undo_depth == depth + 1
    assert not window.session.busy
    # Nothing has moved the pointer since: the lines are those of the drawing, not of the way there.
    scene, session = window.session.scene, window.session
    assert not scene.is_sketching
    fresh = Scene(session.design, session.view_id, session.catalog, session.measurer)
    assert {key: scene.element(key) for key in scene.lines} == {
        key: fresh.element(key) for key in fresh.lines
    }
    window.toast_box._button.click()
    assert design_text(window.session.design) == before


def test_escape_right_after_takes_it_back_and_with_less_motion_it_is_there_at_once(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.preferences.change(replace(window.preferences.settings, motion="reduced"))
    before = _scatter(window)
    gestures: list[bool] = []
    window.session.listen(
        lambda event: gestures.append(window.session.store.in_gesture) if event.kind == "changed" else None
    )
    QTest.keyClick(window.canvas, *_KEY)
    qtbot.waitUntil(lambda: window.toast_box.text.startswith("Tidied"), timeout=10_000)
    assert design_text(window.session.design) != before
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert design_text(window.session.design) == before
    assert not window.toast_box.text, "there is nothing left to undo"


def test_kept_tidiness_is_remembered_and_places_what_is_connected(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.perform("arrange.keep-tidy")
    assert window.saved.flag("keep-tidy", False)
    assert window.commands.action("arrange.keep-tidy").isChecked()
    before = _places(window)
    added = window.session.insert("cache", window.session.visible_center(), "Cache")
    window.session.connect("db", added)
    qtbot.waitUntil(lambda: _places(window)[added].x > before["db"].right, timeout=5_000)
    assert {key: _places(window)[key] for key in before} == before


@pytest.mark.parametrize("still", [False, True])
def test_a_glide_ends_at_one_and_stops_when_it_is_told(qtbot: QtBot, window: MainWindow, still: bool) -> None:
    shares: list[float] = []

    def step(share: float) -> bool:
        shares.append(share)
        return share < 1.0

    Glide(step, window, moving=not still)
    qtbot.waitUntil(lambda: bool(shares) and shares[-1] == 1.0, timeout=3_000)
    assert shares == sorted(shares)
    assert (len(shares) == 1) is still


def test_cancelling_is_answered_at_once_and_the_next_job_can_be_cancelled_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    status = window.status
    button = status.findChild(QToolButton, "cancelWork")
    let_go = threading.Event()

    def work(_progress: Callable[[float, str], None], _stop: Callable[[], bool]) -> None:
        let_go.wait(20)

    for _ in range(2):
        let_go.clear()
        window.run_long("Tidying the drawing", work, lambda _result: None)
        assert button.isEnabled()
        button.click()
        assert status.work == "Stopping …"
        assert not button.isEnabled()
        let_go.set()
        qtbot.waitUntil(lambda: window.jobs.running is None)
        assert not button.isVisible()
