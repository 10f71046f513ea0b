"""From what the pointer does to what is painted: hovering, dragging one component, dropping it.

A drag finds ways of the lines that hang on what is dragged and of no others but those that make way for
them; how long that takes, without painting, is told beside it.
"""

from __future__ import annotations

from functools import partial
from time import thread_time
from typing import TYPE_CHECKING

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from tests.benchmarks.window_surface import WindowSurface

    from archdraw.editor.workspace import SessionEvent

# Connections, and what a frame may take (ms of CPU), by components.
_SIZES = {500: (800, 16.0), 2000: (3000, 33.0)}
_REROUTED = 8.0
_STEPS, _DRAGGED = 60, 4
# Of all lines, those of one component with those that make way for them are less than this.
_FEW = 0.05


def measure_pointing(components: int) -> list[Figure]:
    """Hover and drag in the dense middle of a drawing at two zooms: 95th percentiles of CPU."""
    from tests.benchmarks.machine import percentile
    from tests.benchmarks.settled import painting
    from tests.benchmarks.window_surface import WindowSurface

    connections, budget = _SIZES[components]
    surface = WindowSurface(components, connections=connections)
    hovered: list[float] = []
    dragged: list[float] = []
    rerouted: list[float] = []
    for zoom in (1.0, 0.5):
        surface.look_at_hub(zoom)
        hovered += _hover(surface)
        for one in _in_the_middle(surface):
            frames, routes = _drag(surface, one)
            dragged += frames
            rerouted += routes
    surface.close()
    base = painting(components)
    name = f"{components:,} components, {connections:,} connections"
    return [
        Figure(f"{name}, pointer over, to paint, p95", percentile(hovered, 0.95), "ms", budget, base),
        Figure(f"{name}, one dragged, to paint, p95", percentile(dragged, 0.95), "ms", budget, base),
        Figure(f"{name}, its lines led anew, p95", percentile(rerouted, 0.95), "ms", _REROUTED, base),
    ]


def _in_the_middle(surface: WindowSurface) -> list[str]:
    """Return the components with lines nearest to the middle of what is shown, without the hub."""
    scene = surface.session.scene
    seen = surface.session.camera.shown(*surface.canvas.viewport_size())
    x, y = seen.center

    def distance(one: str) -> float:
        at = scene.frame(one).center
        return abs(at[0] - x) + abs(at[1] - y)

    found = [
        one
        for one in scene.bodies_in_box(seen)
        if one != surface.hub and 1 < len(scene.connections_of(one)) < 8 and seen.encloses(scene.frame(one))
    ]
    assert len(found) >= _DRAGGED, "there is too little in the middle"
    return sorted(found, key=distance)[:_DRAGGED]


def _hover(surface: WindowSurface) -> list[float]:
    """Return what each step of a pointer across the drawing takes, what it passes over marked."""
    from PySide6.QtCore import QEvent
    from tests.benchmarks.machine import frames
    from tests.benchmarks.surface import send_mouse

    over: set[str | None] = set()
    viewport = surface.viewport()

    def step(number: int) -> None:
        x, y = viewport.width() * number / _STEPS, viewport.height() * number / _STEPS
        send_mouse(surface, QEvent.Type.MouseMove, x, y, held=False)
        over.add(surface.session.hover)

    taken = frames(_STEPS, step)
    assert len(over) > 3, "the pointer passed over nothing"
    return taken


def _drag(surface: WindowSurface, one: str) -> tuple[list[float], list[float]]:
    """Drag a component about and drop it; return what each step takes to paint, and to lead its lines."""
    from PySide6.QtCore import QEvent
    from tests.benchmarks.machine import frames
    from tests.benchmarks.surface import send_mouse

    session = surface.session
    changed: set[str] = set()
    routes: list[float] = []
    before, (x, y) = session.scene.frame(one), session.camera.to_screen(*session.scene.frame(one).center)
    send_mouse(surface, QEvent.Type.MouseMove, x, y, held=False)
    send_mouse(surface, QEvent.Type.MouseButtonPress, x, y)

    def hear(event: SessionEvent) -> None:
        if event.kind == "changed":
            changed.update(event.ids)

    def step(number: int) -> None:
        begun = thread_time()
        send_mouse(surface, QEvent.Type.MouseMove, x + 12 + 2 * number, y + 12 + number)
        routes.append((thread_time() - begun) * 1000)

    stop = session.listen(hear)
    taken = frames(_STEPS, step)
    stop()
    assert session.scene.frame(one) != before, "the drag moved nothing"
    lines = changed & session.scene.lines
    assert lines >= set(session.scene.connections_of(one)), "its lines were left behind"
    assert len(lines) < _FEW * len(session.scene.lines), "lines far away were led anew"
    # Nothing is dropped, so that the next drag begins with the same drawing.
    session.cancel_tool()
    surface.settle()
    assert session.scene.frame(one) == before, "the drag was not taken back"
    return taken, routes


MEASURES = {f"pointing-{size}": partial(measure_pointing, size) for size in _SIZES}
