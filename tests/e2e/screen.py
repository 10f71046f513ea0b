"""A screen of its own with the real program on it, and a hand that moves mouse and keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

SIZE = (1440, 920)
TOOLS = ("Xvfb", "xdotool")
_PAUSE_S = 0.05


def missing_tools() -> list[str]:
    """Return the programs that are needed and not there."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def wait_until(true: Callable[[], bool], what: str, *, seconds: float = 30.0) -> None:
    """Wait for something; fail with `what` when it does not come."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what} within {seconds:g} s"
        time.sleep(_PAUSE_S)


class Screen:
    """An X server; on leaving it and everything on it ends."""

    def __enter__(self) -> Self:
        read, write = os.pipe()
        size = f"{SIZE[0]}x{SIZE[1]}x24"
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as pipe:
            self.display = f":{pipe.readline().strip()}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.terminate()
        self._server.wait(10)


class Program:
    """The program with a document, as a user started it."""

    def __init__(self, screen: Screen, document: Path, folder: Path) -> None:
        homes = {
            f"ARCHDRAW_{name}_DIR": str(folder / name.lower())
            for name in ("CONFIG", "STATE", "CACHE", "PACKS")
        }
        self._environment = {**os.environ, **homes, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        self._log = folder / "program.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "archdraw", str(document)],
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._origin = (0, 0)
        wait_until(self._shown, "the window is on the screen")
        self.tool("windowfocus", self._window)
        time.sleep(1.0)

    def _shown(self) -> bool:
        assert self._process.poll() is None, self.output()
        found = self.tool("search", "--onlyvisible", "--name", "ArchDraw").split()
        if not found:
            return False
        self._window = found[-1]
        shape = dict(
            line.split("=") for line in self.tool("getwindowgeometry", "--shell", self._window).splitlines()
        )
        self._origin = (int(shape["X"]), int(shape["Y"]))
        return True

    def output(self) -> str:
        """Return what the program has printed."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def ended(self) -> bool:
        """Tell whether the program has closed."""
        return self._process.poll() is not None

    def end(self) -> int:
        """Wait for the program to close and return its exit code."""
        return self._process.wait(20)

    def kill(self) -> None:
        """End it whatever it does."""
        if not self.ended():
            self._process.kill()
            self._process.wait(10)

    def tool(self, *arguments: str) -> str:
        """Run xdotool."""
        run = subprocess.run(
            ["xdotool", *arguments], env=self._environment, capture_output=True, text=True, check=False
        )
        return run.stdout

    def move(self, x: float, y: float) -> None:
        """Move the pointer to a place in the window."""
        self.tool("mousemove", str(round(self._origin[0] + x)), str(round(self._origin[1] + y)))
        time.sleep(_PAUSE_S)

    def click(self, x: float, y: float, times: int = 1) -> None:
        """Click at a place in the window."""
        self.move(x, y)
        self.tool("click", "--repeat", str(times), "--delay", "60", "1")
        time.sleep(4 * _PAUSE_S)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press at one place, move in steps, release at the other."""
        self.move(*start)
        time.sleep(3 * _PAUSE_S)
        self.tool("mousedown", "1")
        for step in range(1, 9):
            self.move(*(a + (b - a) * step / 8 for a, b in zip(start, end, strict=True)))
        time.sleep(2 * _PAUSE_S)
        self.tool("mouseup", "1")
        time.sleep(6 * _PAUSE_S)

    def key(self, *chords: str) -> None:
        """Press keys: "ctrl+s", "Return" …"""
        for chord in chords:
            self.tool("key", chord)
            time.sleep(2 * _PAUSE_S)

    def type(self, text: str) -> None:
        """Type a text."""
        self.tool("type", "--delay", "12", text)
        time.sleep(4 * _PAUSE_S)
