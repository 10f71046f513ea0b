"""What one frame of a drawing at rest takes: the baseline of all that is measured frame by frame."""

from __future__ import annotations

from time import thread_time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication
from tests.benchmarks.plain_surface import PlainSurface

if TYPE_CHECKING:
    from collections.abc import Callable


def frame(act: Callable[[], object]) -> float:
    """Return the CPU ms of an act with what is painted after it."""
    begun = thread_time()
    act()
    QApplication.processEvents()
    return (thread_time() - begun) * 1000


def painting(components: int) -> float:
    """Return the CPU ms of one whole frame of a plain graphics scene of the same design, the baseline."""
    surface = PlainSurface(components)
    surface.look_at_hub(1.0)
    try:
        return sorted(frame(surface.viewport().update) for _ in range(5))[2]
    finally:
        surface.close()
