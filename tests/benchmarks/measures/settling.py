"""How long each frame takes while a dense drawing comes to rest, and when something is first shown.

What follows an act is done in slices: none of them may be felt.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.window_surface import WindowSurface

_BLOCKED, _LATE_FRAME = 16.0, 33.0
_ZOOMS = (1.0, 0.5)
_ROUNDS = 2
_LONGEST_S, _QUIET_S, _FRAME_S = 8.0, 0.4, 0.005


def measure_drops(components: int) -> list[Figure]:
    """Drop the hub a little aside and take that back: the frame of the act, and all that follow.

    From farther off it falls on a connection, and goes into it. Lines that are straight after an undo look
    for their ways anew.
    """
    from tests.benchmarks.settled import painting
    from tests.benchmarks.window_surface import WindowSurface

    surface = WindowSurface(components)
    acts: list[float] = []
    splices: list[float] = []
    straight: list[int] = []
    surface.canvas.ways_sought.connect(lambda found, total: straight.append(total - found))
    straight_after_undo = 0
    lines = surface.session.store.table
    following: list[list[float]] = []
    for zoom in _ZOOMS:
        for _ in range(_ROUNDS):
            before = surface.hub_place()
            for act in (_drag(surface, zoom), surface.undo):
                count = len(lines("connections"))
                straight.clear()
                frames = _frames_of(act)
                (splices if len(lines("connections")) > count else acts).append(frames[0])
                if act == surface.undo:
                    straight_after_undo = max([straight_after_undo, *straight])
                following.append(frames[1:])
            assert surface.hub_place() == before, "undo did not put the hub back"
    surface.close()
    everything = sorted(frame for frames in following for frame in frames)
    name = f"{components:,} components, a drop or its undo"
    base = painting(components)
    spliced = sorted(splices)[len(splices) // 2 :][:1]
    return [
        Figure(f"{name}: its own frame, median", sorted(acts)[len(acts) // 2], "ms", _LATE_FRAME, base),
        *(Figure(f"{name} on a connection: its own frame", one, "ms", _LATE_FRAME, base) for one in spliced),
        Figure(f"{name}: lines that are straight after its undo", straight_after_undo, "lines"),
        Figure(f"{name}: a later frame, p95", everything[int(0.95 * len(everything))], "ms", _BLOCKED, base),
        Figure(f"{name}: a later frame, p99", everything[int(0.99 * len(everything))], "ms", _BLOCKED, base),
        Figure(f"{name}: a later frame, worst", everything[-1], "ms", _LATE_FRAME, base),
    ]


def measure_firsts(components: int) -> list[Figure]:
    """Select and insert what was not shown before: the worst frame until all is painted."""
    from tests.benchmarks.settled import painting
    from tests.benchmarks.window_surface import WindowSurface

    surface = WindowSurface(components)
    session = surface.session
    surface.look_at_hub(1.0)
    _frames_of(lambda: None)
    first = next(iter(session.store.table("connections")))
    middle = session.scene.frame(surface.hub).center
    acts: dict[str, Callable[[], object]] = {
        "first component selected": lambda: session.select({surface.hub}),
        "first connection selected": lambda: session.select({first}),
        "two elements selected": lambda: session.select({surface.hub, first}),
        "a component inserted": lambda: session.insert("cache", middle),
    }
    shown, titles = [], set()
    for name, act in acts.items():
        shown.append((name, max(_frames_of(act))))
        form = surface.window.panels.inspector.form
        assert form is not None, "nothing is shown"
        assert not form.growing, "the form of what is selected was not finished"
        titles.add(surface.window.panels.inspector.title)
    assert len(titles) == len(acts), "something of it was not shown"
    surface.close()
    base = painting(components)
    return [
        Figure(f"{components:,} components, {name}: worst frame", worst, "ms", _LATE_FRAME, base)
        for name, worst in shown
    ]


def _drag(surface: WindowSurface, zoom: float) -> Callable[[], None]:
    """Drag the hub; return what lets go of it."""
    from PySide6.QtCore import QEvent
    from tests.benchmarks.settled import frame
    from tests.benchmarks.surface import send_mouse

    surface.look_at_hub(zoom)
    at = surface.hub_on_screen()
    send_mouse(surface, QEvent.Type.MouseMove, at.x(), at.y(), held=False)
    send_mouse(surface, QEvent.Type.MouseButtonPress, at.x(), at.y())
    for step in range(20):
        send_mouse(surface, QEvent.Type.MouseMove, at.x() + 12 + 3 * step, at.y() + 12 + 2 * step)
        frame(lambda: None)
    release = QEvent.Type.MouseButtonRelease
    return lambda: send_mouse(surface, release, at.x() + 12 + 57, at.y() + 12 + 38, held=False)


def _frames_of(act: Callable[[], object]) -> list[float]:
    """Return the CPU ms of the frame of an act, and of those after it until nothing is left to do."""
    from tests.benchmarks.settled import frame

    taken = [frame(act)]
    begun = last = time.monotonic()
    while time.monotonic() - begun < _LONGEST_S and time.monotonic() - last < _QUIET_S:
        spent = frame(lambda: None)
        if spent > 0.3:
            taken.append(spent)
            last = time.monotonic()
        time.sleep(_FRAME_S)
    return taken


MEASURES = {
    **{f"drops-{size}": partial(measure_drops, size) for size in (100, 1000)},
    **{f"firsts-{size}": partial(measure_firsts, size) for size in (100, 1000)},
}
