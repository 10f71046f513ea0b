"""CPU time of frames and edits in the whole window, beside a plain graphics scene of the same design.

The gestures of the fastest web canvas stand beside those of 1,000 components as reference figures: a browser
is no part of these measures.
"""

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
# CPU ms a step, all processes of the browser, of cytoscape 3.34 in Chromium 156 (canvas renderer, no GPU):
# 1,000 boxes with icon and name and 1,500 arrows with names, one hub of 50 among them, at 1280 x 800.
# Measured in 2026 on two Xeon cores, means of up to 120 steps; one that moves nothing takes 1 ms there.
CYTOSCAPE = {
    "pan at 1": 19.7,
    "pan at 0.35": 13.5,
    "pan at fit": 8.0,
    "zoom sweep": 15.5,
    "drag of the hub at 1": 33.7,
    "drag of the hub at 0.35": 49.1,
}
_OF_CYTOSCAPE = 0.35
_COMPARED = 1000


def measure_frames(components: int) -> list[Figure]:
    """Pan at three zooms, a zoom sweep, drags of the hub: 95th percentile of CPU a frame.

    Of as many components as the web canvas was measured with, also against that.
    """
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

    own, plain = _both(components, lambda surface: {name: act(surface) for name, _, act in asked})
    figures = [
        Figure(
            f"{components:,} components, {name}, p95 a frame",
            percentile(own[name], 0.95),
            "ms",
            budget,
            percentile(plain[name], 0.95),
        )
        for name, budget, _ in asked
    ]
    if components != _COMPARED:
        return figures
    for name, reference in CYTOSCAPE.items():
        # Most steps of a drag move nothing, because it snaps to the grid: only the others can be compared.
        drag = name.startswith("drag")
        value = percentile(own[name], 0.95) if drag else sum(own[name]) / len(own[name])
        text = f"{components:,} components, {name}, {'p95' if drag else 'mean'} beside cytoscape's mean"
        figures.append(Figure(text, value, "ms", _OF_CYTOSCAPE, reference, by_ratio=True))
    return figures


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
        # As the program loads PySide: else that reads the source of every module and keeps it, 10 MB.
        script = (
            "import sys; sys.path.insert(0, '.')\n"
            "from archdraw.qt.bridge.binding import load_binding; load_binding()\n"
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
