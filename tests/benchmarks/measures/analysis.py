"""How long live results take after an edit, and how long the window has to wait for them."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import partial
from time import process_time, thread_time
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from tests.benchmarks.window_surface import WindowSurface

# Nothing is asked of ten thousand, but that the time goes with the size.
_BUDGETS = {30: 20.0, 200: 50.0, 1000: 200.0, 10_000: None}
_BLOCKED, _LATE_FRAME = 16.0, 33.0
_ROUNDS = 5
_KEYS = "Orders and payments "
_STEPS = 60


class _Frame(NamedTuple):
    """What one frame took: CPU ms of the thread of the window, and ms by the clock on the wall."""

    cpu: float
    wall: float


def measure_analysis(components: int) -> list[Figure]:
    """Analyse a synthetic design after an edit, from nothing and with what the last run left; medians."""
    from tests.benchmarks.synthetic import synthetic_design
    from tests.benchmarks.window_surface import kinds_in_use

    from archdraw.core.analysis import Kept, analyse
    from archdraw.core.catalog import load_catalog
    from archdraw.core.history import Store

    catalog = load_catalog()
    store = Store(synthetic_design(components, kinds_in_use()).design)
    kept = Kept()
    analyse(store.design, catalog, latency=False, kept=kept)
    anew: list[float] = []
    again: list[float] = []
    for number in range(_ROUNDS):
        component = next(iter(store.table("components").values()))
        with store.transaction("edit"):
            store.put("components", component.id, component.revised(replicas=2 + number))
        for taken, left in ((anew, None), (again, kept)):
            gc.collect()
            begun = process_time()
            result = analyse(store.design, catalog, latency=False, kept=left)
            taken.append((process_time() - begun) * 1000)
            assert result.journeys, "nothing was analysed"
    name, middle = f"{components:,} components, analysis after an edit", _ROUNDS // 2
    value = sorted(anew)[middle]
    return [
        Figure(name, value, "ms", _BUDGETS[components], _counting()),
        Figure(f"{name}, with what was kept", sorted(again)[middle], "ms", _BUDGETS[components], value),
    ]


def measure_blocking(components: int) -> list[Figure]:
    """Edit in the window: how long the thread of the window works at a stretch until results are shown."""
    from PySide6.QtWidgets import QApplication
    from tests.benchmarks.window_surface import WindowSurface

    surface = WindowSurface(components)
    session, blocked, waited = surface.session, [], []
    for number in range(_ROUNDS):
        before = session.analysis
        session.update("components", surface.hub, replicas=2 + number)
        QApplication.processEvents()
        longest = 0.0
        begun = time.perf_counter()
        while session.analysis is before or surface.window.runner.busy:
            started = thread_time()
            QApplication.processEvents()
            longest = max(longest, (thread_time() - started) * 1000)
            time.sleep(0.001)
        waited.append((time.perf_counter() - begun) * 1000)
        blocked.append(longest)
    surface.close()
    name = f"{components:,} components, analysis after an edit"
    return [
        Figure(
            f"{name}, window busy at a stretch", sorted(blocked)[_ROUNDS // 2], "ms", _BLOCKED, _counting()
        ),
        Figure(f"{name}, until shown (wall)", sorted(waited)[_ROUNDS // 2], "ms", None, _counting()),
    ]


def measure_frames_beside(components: int) -> list[Figure]:
    """Drag the hub and type while analyses run: the worst frame, and the same without an analysis."""
    from tests.benchmarks.window_surface import WindowSurface

    surface = WindowSurface(components)
    figures = []
    for name, act in (("drag", _drag), ("typing", _typing)):
        quiet = _worst([act(surface, lambda: None) for _ in range(2)])
        runs: list[int] = []
        late = _worst([act(surface, partial(_keep_running, surface, runs)) for _ in range(2)])
        assert runs, "no analysis ran beside it"
        told = f"{components:,} components, {name} beside an analysis, worst frame"
        figures.append(Figure(f"{told} (CPU)", late.cpu, "ms", _LATE_FRAME, quiet.cpu))
        figures.append(Figure(f"{told} (wall)", late.wall, "ms", _LATE_FRAME, quiet.wall))
        surface.wait_for_analysis()
    surface.close()
    return figures


def _worst(rounds: list[list[_Frame]]) -> _Frame:
    """Return the worst frame of the best round, in CPU and in wall time: both wander with the machine."""
    return _Frame(
        min(max(frame.cpu for frame in frames) for frames in rounds),
        min(max(frame.wall for frame in frames) for frames in rounds),
    )


def _keep_running(surface: WindowSurface, runs: list[int]) -> None:
    """Begin another analysis as soon as the last one is over; note that in `runs`."""
    runner = surface.window.runner
    if not runner.busy:
        runs.append(surface.session.store.revision)
        runner.request_now()


def _drag(surface: WindowSurface, beside: Callable[[], None]) -> list[_Frame]:
    """Return what each frame of a drag of the hub takes."""
    from PySide6.QtCore import QEvent
    from tests.benchmarks.surface import send_mouse

    surface.look_at_hub(1.0)
    before, at = surface.hub_place(), surface.hub_on_screen()
    send_mouse(surface, QEvent.Type.MouseMove, at.x(), at.y(), held=False)
    send_mouse(surface, QEvent.Type.MouseButtonPress, at.x(), at.y())
    send_mouse(surface, QEvent.Type.MouseMove, at.x() + 12, at.y() + 12)
    surface.settle()

    def step(number: int) -> None:
        beside()
        send_mouse(surface, QEvent.Type.MouseMove, at.x() + 12 + 3 * number, at.y() + 12 + number)

    taken = _paced_frames(_STEPS, step)
    assert surface.hub_place() != before, "the drag did not move the hub"
    surface.session.cancel_tool()
    surface.settle()
    assert surface.hub_place() == before, "the drag was not taken back"
    return taken


def _typing(surface: WindowSurface, beside: Callable[[], None]) -> list[_Frame]:
    """Return what each key typed into the name of the hub takes."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QPlainTextEdit

    surface.look_at_hub(1.0)
    surface.session.select({surface.hub})
    surface.session.begin_label()
    field = surface.viewport().findChild(QPlainTextEdit)
    assert isinstance(field, QPlainTextEdit), "there is no field to type in"
    surface.settle()

    def step(number: int) -> None:
        beside()
        QTest.keyClicks(field, _KEYS[number % len(_KEYS)])

    taken = _paced_frames(_STEPS, step)
    assert field.toPlainText().startswith(_KEYS), "nothing was typed"
    surface.session.cancel_edit()
    surface.settle()
    return taken


def _paced_frames(steps: int, act: Callable[[int], None]) -> list[_Frame]:
    """Return what each step takes with its painting, at the pace of a hand."""
    from PySide6.QtWidgets import QApplication

    taken = []
    for number in range(steps):
        begun, worked = time.perf_counter(), thread_time()
        act(number)
        QApplication.processEvents()
        frame = _Frame((thread_time() - worked) * 1000, (time.perf_counter() - begun) * 1000)
        taken.append(frame)
        time.sleep(0.012)
    return taken


def _counting() -> float:
    """Return the CPU ms of counting to 200,000: how fast this machine is today."""
    begun = process_time()
    total = 0
    for number in range(200_000):
        total += number
    return (process_time() - begun) * 1000


MEASURES = {
    **{f"analysis-{size}": partial(measure_analysis, size) for size in _BUDGETS},
    **{f"blocking-{size}": partial(measure_blocking, size) for size in (30, 200, 1000)},
    **{f"beside-{size}": partial(measure_frames_beside, size) for size in (1000, 10_000)},
}
