"""CPU time of the canvas's frames: pan, zoom and drag at 1,000 and 10,000 components."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from tests.benchmarks.rig import Rig

_STEPS = 100
# 60 frames a second: what is late (sharpening, scroll bars) gets the time that it has in life.
_FRAME_S = 0.016


def measure_frames(components: int) -> list[Figure]:
    """Pan at three zooms, a zoom sweep, a drag of the hub: 95th percentile of CPU a frame."""
    from tests.benchmarks.rig import Rig, percentile, yardstick

    rig = Rig(components)
    gestures: list[tuple[str, float, Callable[[], list[float]]]] = [
        ("pan at 1", 8.0, lambda: _pan(rig, 1.0)),
        ("pan at 0.35", 8.0, lambda: _pan(rig, 0.35)),
        ("pan at fit", 8.0, lambda: _pan(rig, None)),
        ("zoom sweep", 16.6, lambda: _zoom(rig)),
        ("drag of the hub at 1", 10.0, lambda: _drag(rig, 1.0)),
        ("drag of the hub at 0.35", 10.0, lambda: _drag(rig, 0.35)),
    ]
    found = [(name, percentile(gesture(), 0.95), budget) for name, budget, gesture in gestures]
    base = yardstick()
    rig.close()
    return [
        Figure(f"{components:,} components, {name}, p95 a frame", value, "ms", budget, base)
        for name, value, budget in found
    ]


def _pan(rig: Rig, zoom: float | None) -> list[float]:
    if zoom is None:
        rig.fit()
    else:
        rig.look_at_hub(zoom)
    before = rig.session.camera
    # There and back, never the same way: half of it shows what was not seen before.
    taken = rig.frames(_STEPS, lambda step: rig.wheel(-13 if step < _STEPS / 2 else 9, -7))
    assert rig.session.camera != before, "the pan moved nothing"
    return taken


def _zoom(rig: Rig) -> list[float]:
    rig.look_at_hub(1.0)
    taken: list[float] = []
    for delta in (-20, 20):
        before = rig.session.camera.zoom
        for _ in range(_STEPS // 2):
            taken += rig.frames(1, partial(_turn, rig, delta))
            time.sleep(_FRAME_S)
            taken += rig.idle_frames()
        assert rig.session.camera.zoom != before, "the zoom changed nothing"
    return taken


def _turn(rig: Rig, delta: int, _step: int) -> None:
    rig.wheel(0, delta, ctrl=True)


def _drag(rig: Rig, zoom: float) -> list[float]:
    from PySide6.QtCore import QEvent

    rig.look_at_hub(zoom)
    before = rig.session.scene.frame(rig.hub)
    at = rig.session.camera.to_screen(*before.center)
    rig.mouse(QEvent.Type.MouseMove, at.x, at.y, held=False)
    rig.mouse(QEvent.Type.MouseButtonPress, at.x, at.y)
    rig.mouse(QEvent.Type.MouseMove, at.x + 12, at.y + 12)
    rig.settle()
    taken = rig.frames(
        _STEPS, lambda step: rig.mouse(QEvent.Type.MouseMove, at.x + 12 + 2 * step, at.y + 12 + step)
    )
    rig.mouse(QEvent.Type.MouseButtonRelease, at.x + 200, at.y + 100, held=False)
    rig.settle()
    assert rig.session.scene.frame(rig.hub) != before, "the drag moved nothing"
    rig.session.undo()
    rig.settle()
    assert rig.session.scene.frame(rig.hub) == before, "undo did not restore the hub"
    return taken


def measure_edits(components: int) -> list[Figure]:
    """Select all, move all, undo: each until it is painted."""
    from tests.benchmarks.rig import Rig, yardstick

    rig = Rig(components)
    rig.look_at_hub(1.0)
    session = rig.session
    before = session.scene.frame(rig.hub)
    found = [("select all", rig.frames(1, lambda _: session.select(session.scene.order))[0])]
    assert len(session.selection) > components, "not everything was selected"
    found.append(("move all", rig.frames(1, lambda _: session.move(session.selection, 20, 20))[0]))
    assert session.scene.frame(rig.hub) == before.moved(20, 20), "not everything was moved"
    found.append(("undo", rig.frames(1, lambda _: _undo(rig))[0]))
    assert session.scene.frame(rig.hub) == before, "undo did not put everything back"
    base = yardstick()
    rig.close()
    return [
        Figure(f"{components:,} components, {name}, to repaint", value, "ms", 100, base)
        for name, value in found
    ]


def _undo(rig: Rig) -> None:
    rig.session.undo()


def measure_memory() -> list[Figure]:
    """Resident memory with 10,000 components shown, and the highest in a run of gestures."""
    from tests.benchmarks.processes import output

    script = (
        "import sys; sys.path.insert(0, '.')\n"
        "from tests.benchmarks.measures.canvas import _pan, _zoom\n"
        "from tests.benchmarks.rig import Rig, memory_mb\n"
        "rig = Rig(10_000); rig.fit()\n"
        "loaded = memory_mb('VmRSS')\n"
        "_pan(rig, 1.0); _pan(rig, 0.35); _zoom(rig)\n"
        "print(loaded, memory_mb('VmHWM'))\n"
    )
    loaded, peak = (float(part) for part in output(["-c", script]).split())
    return [
        Figure("10,000 components, memory loaded", loaded, "MB", 200),
        Figure("10,000 components, memory at its highest", peak, "MB", 300),
    ]


MEASURES = {
    "canvas-1000": partial(measure_frames, 1000),
    "canvas-10000": partial(measure_frames, 10_000),
    "edits-1000": partial(measure_edits, 1000),
    "edits-10000": partial(measure_edits, 10_000),
    "memory": measure_memory,
}
