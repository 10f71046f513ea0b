"""What this machine and this process tell: CPU a frame, memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import thread_time

from PySide6.QtWidgets import QApplication


def frames(steps: int, act: Callable[[int], None]) -> list[float]:
    """Return the CPU ms that each step takes the thread of the window, its painting included."""
    taken = []
    for step in range(steps):
        begun = thread_time()
        act(step)
        QApplication.processEvents()
        taken.append((thread_time() - begun) * 1000)
    return taken


def idle_frames() -> list[float]:
    """Return the CPU ms of what timers do, frame by frame, until nothing is left to do now."""
    taken = []
    for _ in range(20):
        begun = thread_time()
        QApplication.processEvents()
        spent = (thread_time() - begun) * 1000
        if spent < 0.2:
            break
        taken.append(spent)
    return taken


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def memory_mb(field: str) -> float:
    """Return a figure of this process's memory: VmRSS (resident now) or VmHWM (at its highest)."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"This system does not tell {field}.")
