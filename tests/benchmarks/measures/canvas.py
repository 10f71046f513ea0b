"""CPU time of frames and edits in the whole window, beside a plain graphics scene of the same design."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.surface import Surface

T = TypeVar("T")
SIZES = (100, 1000, 5000, 10_000)
_PAN, _ZOOM, _DRAG, _EDIT = 8.0, 16.6, 10.0, 100.0


def measure_frames(components: int) -> list[Figure]:
    """Pan at three zooms, a zoom sweep, drags of the hub: 95th percentile of CPU a frame."""
    from tests.benchmarks import gestures
    from tests.benchmarks.machine import percentile

    asked: list[tuple[str, float, Callable[[Surface], list[float]]]] = [
        ("pan at 1", _PAN, lambda surface: gestures.pan(surface, 1.0)),
        ("pan at 0.35", _PAN, lambda surface: gestures.pan(surface, 0.35)),
        ("pan at fit", _PAN, lambda surface: gestures.pan(surface, None)),
        ("zoom sweep", _ZOOM, gestures.zoom_sweep),
        ("drag of the hub at 1", _DRAG, lambda surface: gestures.drag_hub(surface, 1.0)),
        ("drag of the hub at 0.35", _DRAG, lambda surface: gestures.drag_hub(surface, 0.35)),
    ]

    def measured(surface: Surface) -> list[float]:
        return [percentile(act(surface), 0.95) for _, _, act in asked]

    own, plain = _both(components, measured)
    return [
        Figure(f"{components:,} components, {name}, p95 a frame", value, "ms", budget, base)
        for (name, budget, _), value, base in zip(asked, own, plain, strict=True)
    ]


def measure_edits(components: int) -> list[Figure]:
    """Select all, move all, undo: each until everything is painted and the panels are up to date."""
    from tests.benchmarks import gestures
    from tests.benchmarks.synthetic import synthetic_design

    elements = components + len(synthetic_design(components).design.connections)
    own, plain = _both(components, lambda surface: gestures.edit_all(surface, elements))
    return [
        Figure(f"{components:,} components, {name}, to repaint", value, "ms", _EDIT, plain[name])
        for name, value in own.items()
    ]


def _both(components: int, measured: Callable[[Surface], T]) -> tuple[T, T]:
    """Return what is measured in the window and in the plain scene, one after the other."""
    from tests.benchmarks.plain_surface import PlainSurface
    from tests.benchmarks.window_surface import WindowSurface

    found: list[T] = []
    for make in (WindowSurface, PlainSurface):
        surface = make(components)
        try:
            found.append(measured(surface))
        finally:
            surface.close()
    return found[0], found[1]


def measure_memory(components: int) -> list[Figure]:
    """Resident memory with the design shown, and the highest in a run of gestures; a process for each."""
    from tests.benchmarks.processes import output

    figures: list[list[float]] = []
    for module, name in (("window_surface", "WindowSurface"), ("plain_surface", "PlainSurface")):
        script = (
            "import sys; sys.path.insert(0, '.')\n"
            f"from tests.benchmarks.{module} import {name}\n"
            "from tests.benchmarks import gestures\n"
            "from tests.benchmarks.machine import memory_mb\n"
            f"surface = {name}({components}); surface.fit()\n"
            "loaded = memory_mb('VmRSS')\n"
            "gestures.pan(surface, 1.0); gestures.pan(surface, 0.35); gestures.zoom_sweep(surface)\n"
            f"gestures.edit_all(surface, {components} + len(surface.design.connections))\n"
            "print(loaded, memory_mb('VmHWM'))\n"
        )
        figures.append([float(part) for part in output(["-c", script]).splitlines()[-1].split()])
    (loaded, peak), (base, highest) = figures
    return [
        Figure(f"{components:,} components, memory loaded", loaded, "MB", 200, base),
        Figure(f"{components:,} components, memory at its highest", peak, "MB", 300, highest),
    ]


MEASURES = {
    **{f"canvas-{size}": partial(measure_frames, size) for size in SIZES},
    **{f"edits-{size}": partial(measure_edits, size) for size in SIZES},
    **{f"memory-{size}": partial(measure_memory, size) for size in SIZES},
}
