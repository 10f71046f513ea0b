"""The sample plug-ins, built by their own build system and installed into folders of the test's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parents[1] / "plugin_sample"
SOURCE = Path(__file__).resolve().parents[2] / "src"
SHORTENER = SOURCE.parent / "resources" / "samples" / "url-shortener.adraw"
_BUILD = "import sys\nfrom hatchling.build import build_wheel\nprint(build_wheel(sys.argv[1]))"


def install(sample: str, target: Path, work: Path) -> None:
    """Build a sample into a wheel and unpack that, which is all that installing a pure wheel is."""
    copy = work / sample
    shutil.copytree(SAMPLES / sample, copy)
    built = subprocess.run(
        [sys.executable, "-c", _BUILD, str(work)], cwd=copy, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(work / built.stdout.splitlines()[-1]) as wheel:
        wheel.extractall(target)


class Machine:
    """A machine with some plug-ins installed beside the program, and settings of its own."""

    def __init__(self, home: Path, *places: Path) -> None:
        self.home = home
        folders = {f"ARCHDRAW_{name}_DIR": str(home / name) for name in ("CONFIG", "STATE", "CACHE", "PACKS")}
        path = os.pathsep.join(map(str, (SOURCE, *places)))
        self.environment = {**os.environ, **folders, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen"}

    def allowing(self, *names: str) -> Machine:
        """Return the machine after its user has allowed plug-ins."""
        for name in names:
            done = self.archdraw("plugins", "allow", name)
            assert "Traceback" not in done.stderr
        return self

    def python(self, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        """Run Python on this machine."""
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=self.home,
            env={**self.environment, "COLUMNS": "200", **more},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def archdraw(self, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command on this machine."""
        return self.python("-m", "archdraw", *arguments, **more)

    def answer(self, *arguments: str | Path) -> Any:
        """Return what a command answers as JSON."""
        return json.loads(self.archdraw(*arguments, "--format", "json").stdout)
