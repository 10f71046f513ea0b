"""Runs the layout engine as a program of its own, with limits, and takes nothing but places from it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ENGINE_VARIABLE = "ARCHDRAW_LAYOUT_ENGINE"
_BUNDLED = "graphviz-pure"
_SYSTEM = "dot"
_MEMORY_LIMIT = 2 * 1024**3
_POLL_S = 0.05


class LayoutError(RuntimeError):
    """The automatic layout gave no result; the text is a sentence for the user."""


class LayoutCancelled(RuntimeError):  # noqa: N818 - not a fault
    """The layout was stopped because nobody wants its result any more."""


def find_engine() -> Path:
    """Return the program that computes layouts: the one set by the user, the bundled one, or `dot`.

    Raises
    ------
    LayoutError
        When none of them is there.
    """
    chosen = os.environ.get(ENGINE_VARIABLE)
    folders = [sysconfig.get_path("scripts"), str(Path(sys.executable).parent)]
    candidates = [chosen] if chosen else [shutil.which(_BUNDLED, path=folder) for folder in folders]
    candidates += [] if chosen else [shutil.which(_BUNDLED), shutil.which(_SYSTEM)]
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            return Path(candidate)
    message = (
        f"The layout engine named by {ENGINE_VARIABLE} does not exist: {chosen}."
        if chosen
        else "No layout engine was found; install the package graphviz-pure or Graphviz itself."
    )
    raise LayoutError(message)


def run_engine(
    dot_text: str, *, timeout_s: float, should_stop: Callable[[], bool] | None = None
) -> dict[str, Any]:
    """Return the engine's JSON answer for a graph in the DOT language.

    Parameters
    ----------
    dot_text
        The graph; ids are ours and every value is quoted.
    timeout_s
        Seconds after which the engine is ended.
    should_stop
        Asked every 50 ms; true ends the engine at once.

    Raises
    ------
    LayoutError
        When the engine is missing, fails, answers nonsense or takes too long.
    LayoutCancelled
        When `should_stop` said so.
    """
    command = [str(find_engine()), "-Kdot", "-Tjson0"]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        message = f"The layout engine could not be started ({error.strerror})."
        raise LayoutError(message) from error
    _limit_memory(process.pid)
    output, errors = _communicate(process, dot_text.encode(), timeout_s, should_stop)
    if process.returncode != 0:
        lines = errors.decode(errors="replace").strip().splitlines()
        message = f"The layout engine gave up ({lines[-1] if lines else f'code {process.returncode}'})."
        raise LayoutError(message)
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError as error:
        message = "The layout engine gave an answer that could not be read."
        raise LayoutError(message) from error
    return answer


def _limit_memory(pid: int) -> None:
    if sys.platform != "linux":
        return
    import resource

    try:
        resource.prlimit(pid, resource.RLIMIT_AS, (_MEMORY_LIMIT, _MEMORY_LIMIT))
    except (OSError, ValueError):
        # The engine may have ended already; the time limit still holds.
        return


def _communicate(
    process: subprocess.Popen[bytes], data: bytes, timeout_s: float, should_stop: Callable[[], bool] | None
) -> tuple[bytes, bytes]:
    answer: list[tuple[bytes, bytes]] = []
    reader = threading.Thread(target=lambda: answer.append(process.communicate(data)), daemon=True)
    reader.start()
    waited = 0.0
    while reader.is_alive():
        reader.join(_POLL_S)
        waited += _POLL_S
        stopped = should_stop is not None and should_stop()
        if reader.is_alive() and (stopped or waited >= timeout_s):
            process.kill()
            reader.join()
            if stopped:
                raise LayoutCancelled
            message = f"The layout engine gave no answer within {timeout_s:.2g} s."
            raise LayoutError(message)
    if not answer:
        message = "The layout engine broke off while it was talked to."
        raise LayoutError(message)
    return answer[0]
