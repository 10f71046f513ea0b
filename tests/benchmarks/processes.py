"""CPU time and output of child processes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def cpu_ms(arguments: list[str], **environment: str) -> float:
    """Return the CPU ms, user and system, of one run of Python with these arguments.

    Settings and recovery files of the person at this machine are neither read nor written; the catalogue's
    cache is kept, as at every start but the first.

    Raises
    ------
    subprocess.CalledProcessError
        When the program fails.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output(arguments, **environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def output(arguments: list[str], **environment: str) -> str:
    """Return what Python with these arguments writes.

    Raises
    ------
    subprocess.CalledProcessError
        When the program fails.
    """
    cache = Path(tempfile.gettempdir()) / "archdraw-bench-cache"
    # Installs ship byte code; without it imports cost three times as much.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory(prefix="archdraw-bench-") as folder:
        places = {f"ARCHDRAW_{name}_DIR": f"{folder}/{name.lower()}" for name in ("CONFIG", "STATE", "PACKS")}
        run = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={
                **inherited,
                **places,
                "PYTHONPYCACHEPREFIX": str(cache / "byte-code"),
                "ARCHDRAW_CACHE_DIR": str(cache),
                "QT_QPA_PLATFORM": "offscreen",
                **environment,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    return run.stdout


def median_pair(
    first: list[str], second: list[str], rounds: int = 5, **environment: str
) -> tuple[float, float]:
    """Return the median CPU ms of two programs that run in turns; the first run of each is not counted."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for found, arguments in zip(times, (first, second), strict=True):
            taken = cpu_ms(arguments, **environment)
            if number:
                found.append(taken)
    return sorted(times[0])[rounds // 2], sorted(times[1])[rounds // 2]
