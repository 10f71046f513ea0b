"""The live analysis beside the window: newest wins, errors become sentences, long jobs report and stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from archdraw.core.analysis.result import Analysis
from archdraw.core.catalog import Catalog
from archdraw.core.history import Store
from archdraw.core.model import Component, Design, Placement, View
from archdraw.qt.bridge.live_analysis import LiveAnalysis
from archdraw.qt.bridge.long_jobs import LongJobs
from archdraw.qt.bridge.worker import Analyser, AnalysisRunner

CATALOG = Catalog(kinds={}, groups={})


def result_for(design: Design) -> Analysis:
    return Analysis(design.title, f"sha256:{len(design.components)}", (), (), {}, (), (), (), ())


@pytest.fixture
def start(qtbot: QtBot) -> Iterator[Callable[[Store, Analyser], AnalysisRunner]]:
    runners: list[AnalysisRunner] = []

    def make(store: Store, analyser: Analyser) -> AnalysisRunner:
        runner = AnalysisRunner(CATALOG, analyser)
        runners.append(runner)
        return runner

    yield make
    for runner in runners:
        runner.stop()


def add(store: Store, name: str) -> None:
    with store.transaction("Add"):
        store.put("components", name, Component(id=name, kind="service"))


def new_store() -> Store:
    return Store(Design(views=(View(id="main"),)))


def test_a_change_is_analysed_with_its_revision(qtbot: QtBot, start: Any) -> None:
    store = new_store()
    runner = start(store, lambda design, _catalog, _stop: result_for(design))
    with qtbot.waitSignal(runner.finished):
        runner.watch(store)
    with qtbot.waitSignal(runner.finished) as heard:
        add(store, "web")
    analysis, revision = heard.args
    assert analysis.revision == "sha256:1"
    assert revision == store.revision


def test_a_superseded_run_is_stopped_and_never_told(qtbot: QtBot, start: Any) -> None:
    store = new_store()
    began, stopped = threading.Event(), threading.Event()

    def analyse(design: Design, _catalog: Catalog, should_stop: Callable[[], bool]) -> Analysis:
        if len(design.components) == 1:
            began.set()
            deadline = time.monotonic() + 10
            while not should_stop() and time.monotonic() < deadline:
                time.sleep(0.001)
            stopped.set()
        return result_for(design)

    runner = start(store, analyse)
    told: list[str] = []
    runner.finished.connect(lambda analysis, _revision: told.append(analysis.revision))
    add(store, "first")
    runner.watch(store)
    qtbot.waitUntil(began.is_set)
    add(store, "second")
    qtbot.waitUntil(lambda: told == ["sha256:2"], timeout=5000)
    assert stopped.is_set()
    assert not runner.busy


def test_many_changes_in_a_row_are_analysed_once(qtbot: QtBot, start: Any) -> None:
    store = new_store()
    seen: list[int] = []

    def analyse(design: Design, _catalog: Catalog, _stop: Callable[[], bool]) -> Analysis:
        seen.append(len(design.components))
        return result_for(design)

    runner = start(store, analyse)
    with qtbot.waitSignal(runner.finished):
        runner.watch(store)
    for number in range(8):
        add(store, f"c{number}")
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == 8 and not runner.busy)
    assert seen == [0, 8]


def test_moving_on_the_drawing_starts_nothing(qtbot: QtBot, start: Any) -> None:
    store = new_store()
    runner = start(store, lambda design, _catalog, _stop: result_for(design))
    with qtbot.waitSignal(runner.finished):
        runner.watch(store)
    with store.transaction("Move"):
        store.put("nodes", "main/web", Placement(x=1, y=2))
    assert not runner.busy


def test_an_error_becomes_a_sentence_and_the_next_change_works(qtbot: QtBot, start: Any) -> None:
    store = new_store()

    def analyse(design: Design, _catalog: Catalog, _stop: Callable[[], bool]) -> Analysis:
        if not design.components:
            raise ValueError("the ring of parents can't be followed")
        return result_for(design)

    runner = start(store, analyse)
    with qtbot.waitSignal(runner.failed) as heard:
        runner.watch(store)
    assert heard.args[0] == "the ring of parents can't be followed."
    assert "ValueError" in heard.args[1]
    with qtbot.waitSignal(runner.finished):
        add(store, "web")


def test_the_window_is_not_blocked_while_it_calculates(qtbot: QtBot, start: Any) -> None:
    """Pure Python work on the thread; the event loop must come round all the time."""
    store = new_store()

    def analyse(design: Design, _catalog: Catalog, should_stop: Callable[[], bool]) -> Analysis:
        end = time.thread_time() + 0.3
        total = 0
        while time.thread_time() < end and not should_stop():
            total += sum(range(2000))
        return result_for(design)

    runner = start(store, analyse)
    gaps: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(2)
    with qtbot.waitSignal(runner.finished, timeout=10_000):
        runner.watch(store)
    timer.stop()
    gaps.sort()
    # Machines are shared: the middle of the gaps says what the design gives, the longest what others do.
    assert gaps[len(gaps) // 2] < 0.016


def test_a_long_job_reports_and_hands_back_its_result(qtbot: QtBot) -> None:
    jobs = LongJobs()
    got: list[int] = []
    shares: list[float] = []
    jobs.progressed.connect(lambda share, _text: shares.append(share))

    def work(progress: Callable[[float, str], None], _stop: Callable[[], bool]) -> int:
        progress(0.5, "half")
        return 42

    with qtbot.waitSignal(jobs.ended):
        assert jobs.run_long("Counting", work, got.append)
    qtbot.waitUntil(lambda: got == [42])
    assert shares == [0.5]
    assert jobs.running is None


def test_a_cancelled_job_hands_nothing_back(qtbot: QtBot) -> None:
    jobs = LongJobs()
    got: list[object] = []
    began = threading.Event()

    def work(_progress: object, should_stop: Callable[[], bool]) -> str:
        began.set()
        deadline = time.monotonic() + 10
        while not should_stop() and time.monotonic() < deadline:
            time.sleep(0.001)
        return "done"

    assert jobs.run_long("Waiting", work, got.append)
    assert not jobs.run_long("Another", work, got.append)
    qtbot.waitUntil(began.is_set)
    with qtbot.waitSignal(jobs.ended):
        jobs.cancel()
    assert got == []


def test_a_failing_job_says_why(qtbot: QtBot) -> None:
    jobs = LongJobs()

    def work(_progress: object, _stop: object) -> None:
        raise OSError("no space left on the disk")

    with qtbot.waitSignal(jobs.failed) as heard:
        jobs.run_long("Writing", work, print)
    assert heard.args[:2] == ["Writing", "no space left on the disk."]


def test_what_is_of_use_after_the_next_edit_is_kept_once_the_result_is_told(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    store, stopped = new_store(), threading.Event()

    def keep(_live: LiveAnalysis, should_stop: Callable[[], bool]) -> None:
        told.append("kept")
        deadline = time.monotonic() + 10
        while len(told) == 2 and not should_stop() and time.monotonic() < deadline:
            time.sleep(0.001)
        if should_stop():
            stopped.set()

    monkeypatch.setattr(LiveAnalysis, "keep", keep)
    monkeypatch.setattr(LiveAnalysis, "__call__", lambda _live, design, _catalog, _stop: result_for(design))
    runner = AnalysisRunner(CATALOG)
    runner.finished.connect(lambda analysis, _revision: told.append(analysis.revision))
    runner.watch(store)
    qtbot.waitUntil(lambda: told == ["sha256:0", "kept"])
    assert not runner.busy
    add(store, "web")
    # The next result does not wait for it.
    qtbot.waitUntil(lambda: told == ["sha256:0", "kept", "sha256:1", "kept"])
    assert stopped.is_set()
    runner.stop()


def test_an_error_in_keeping_becomes_a_sentence_too(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def keep(_live: LiveAnalysis, _stop: Callable[[], bool]) -> None:
        raise ValueError("there is no room for it")

    monkeypatch.setattr(LiveAnalysis, "keep", keep)
    monkeypatch.setattr(LiveAnalysis, "__call__", lambda _live, design, _catalog, _stop: result_for(design))
    runner = AnalysisRunner(CATALOG)
    with qtbot.waitSignals([runner.finished, runner.failed]):
        runner.watch(new_store())
    runner.stop()


def test_what_takes_longer_follows_the_first_result(qtbot: QtBot) -> None:
    store = new_store()
    runner = AnalysisRunner(
        CATALOG,
        lambda design, _catalog, _stop: result_for(design),
        completer=lambda first, _design, _catalog, _stop: Analysis(
            "complete", first.revision, (), (), {}, (), (), (), ()
        ),
    )
    told: list[str] = []
    runner.finished.connect(lambda analysis, _revision: told.append(analysis.title))
    runner.watch(store)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["", "complete"]
    runner.stop()


def test_a_change_calls_the_completion_off_and_starts_anew(qtbot: QtBot) -> None:
    store = new_store()
    began, told = threading.Event(), []

    def complete(
        first: Analysis, _design: Design, _catalog: Catalog, should_stop: Callable[[], bool]
    ) -> Analysis:
        began.set()
        deadline = time.monotonic() + 10
        while first.revision == "sha256:0" and not should_stop() and time.monotonic() < deadline:
            time.sleep(0.001)
        return Analysis("complete", first.revision, (), (), {}, (), (), (), ())

    runner = AnalysisRunner(CATALOG, lambda design, _c, _s: result_for(design), completer=complete)
    runner.finished.connect(lambda analysis, _revision: told.append((analysis.title, analysis.revision)))
    runner.watch(store)
    qtbot.waitUntil(began.is_set)
    add(store, "web")
    qtbot.waitUntil(lambda: ("complete", "sha256:1") in told)
    assert told == [("", "sha256:0"), ("", "sha256:1"), ("complete", "sha256:1")]
    runner.stop()
