"""The foot says what a long analysis is working out, beside the seconds, and nothing of a short one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker, small_design
from tests.qt.window.test_first_bounds_in_the_window import letters
from tests.qt.window.test_stopping_the_analysis import click, settle, two_journeys

from archdraw.core.analysis import running
from archdraw.core.analysis.journeys import journey_result
from archdraw.core.analysis.reliability.measures import MeasureBuilder
from archdraw.core.model import Design
from archdraw.editor.document import DocumentState
from archdraw.qt.panels.analysis_offer import step_words, working_words
from archdraw.qt.window.main_window import MainWindow


@pytest.fixture
def goes_on() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def two_small_journeys() -> Design:
    design = small_design()
    first = design.journeys[0]
    both: Design = design.revised(journeys=(first, first.revised(id="look", name="Look", entry="lb")))
    return both


def test_the_second_journey_is_named_while_it_takes_long(
    qtbot: QtBot, make: WindowMaker, monkeypatch: pytest.MonkeyPatch, goes_on: threading.Event
) -> None:
    window = make(two_small_journeys())
    settle(qtbot, window)
    waits = threading.Event()

    def held_result(model: Any, lowered: Any, builder: Any) -> Any:
        if lowered.journey.id == "look" and not goes_on.is_set():
            waits.set()
            assert goes_on.wait(20)
        return journey_result(model, lowered, builder)

    monkeypatch.setattr(running, "journey_result", held_result)
    window.session.update("components", "db", availability=0.99)
    said: list[str] = []
    qtbot.waitUntil(waits.is_set)
    while not window.status.offer.text:
        said.append(window.status.state)
        qtbot.wait(20)
    # For the first second nothing changes.
    assert set(said) == {"calculating…"}
    assert window.status.state == ("working out the figures of journey 2 of 2, until all is done…")
    assert window.status.offer.since.endswith("s")
    # Where there is no room it is said in fewer words, and nothing is cut.
    window.resize(720, 480)
    qtbot.waitUntil(lambda: window.status.state in ("working out the figures…", "calculating…"))
    goes_on.set()
    settle(qtbot, window)
    window.resize(1440, 900)
    assert window.status.state == f"revision {letters(window.session.design)}"
    assert window.runner.step is None


def test_first_bounds_are_named_while_there_are_none(
    qtbot: QtBot, make: WindowMaker, monkeypatch: pytest.MonkeyPatch, goes_on: threading.Event
) -> None:
    window = make(small_design())
    quick_bounds = MeasureBuilder.quick_bounds

    def held_bounds(builder: MeasureBuilder, root: int) -> tuple[float, float]:
        assert goes_on.wait(20)
        return quick_bounds(builder, root)

    monkeypatch.setattr(MeasureBuilder, "quick_bounds", held_bounds)
    window.session.load(two_journeys(), DocumentState())
    qtbot.waitUntil(
        lambda: window.status.state == "working out first bounds of journey 1 of 2…", timeout=9000
    )
    click(window)
    goes_on.set()
    check_stopped(window)


def check_stopped(window: MainWindow) -> None:
    assert window.runner.state == "stopped"
    assert "working out" not in window.status.state


def test_a_closer_look_is_named_beside_first_bounds(
    qtbot: QtBot, make: WindowMaker, monkeypatch: pytest.MonkeyPatch, goes_on: threading.Event
) -> None:
    window = make(small_design())

    def held_result(model: Any, lowered: Any, builder: Any) -> Any:
        assert goes_on.wait(20)
        return journey_result(model, lowered, builder)

    monkeypatch.setattr(running, "journey_result", held_result)
    window.session.load(two_journeys(), DocumentState())
    revision = letters(window.session.design)
    qtbot.waitUntil(
        lambda: window.status.state.startswith(
            (f"first bounds of revision {revision}; working out", "first bounds; working out")
        ),
        timeout=20_000,
    )
    assert "of journey 1 of 2" in window.status.state
    click(window)
    goes_on.set()
    check_stopped(window)


def test_no_share_is_claimed_and_one_journey_is_not_counted() -> None:
    assert step_words("served", 1, 1) == "the figures"
    assert step_words("full", 2, 3) == "the figures of journey 2 of 3, in full"
    assert step_words("findings", 1, 1) == "findings"
    assert working_words("", "") == ("working out the figures…", "calculating…")
    ways = working_words("findings", "abc1234")
    assert ways[0] == "first bounds of revision abc1234; working out findings…"
    assert [len(one) for one in ways] == sorted((len(one) for one in ways), reverse=True)
    assert not [one for one in ways if "%" in one]
