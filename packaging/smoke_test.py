"""Try a frozen or installed ArchDraw from outside: python packaging/smoke_test.py dist/archdraw/archdraw

Runs in an empty folder with a home of its own and without a display, so nothing of the build machine helps.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

FINDINGS = 1


def main(program: Path) -> int:
    """Run every step and return the exit code: 0 if all held."""
    sample = next((program.resolve().parent).rglob("url-shortener.adraw"), None)
    if sample is None:
        print(f"no sample beside {program}")
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            try_everything(program.resolve(), sample, folder)
        except AssertionError as error:
            print(f"FAILED {error}")
            return 1
    print("all steps held")
    return 0


def try_everything(program: Path, sample: Path, folder: Path) -> None:
    """Run the steps in the order in which a user meets them."""

    def run(*arguments: str | Path, allowed: tuple[int, ...] = (0,)) -> str:
        kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP")
        system = {name: os.environ[name] for name in kept if name in os.environ}
        home = {"HOME": str(folder), "USERPROFILE": str(folder), "LOCALAPPDATA": str(folder)}
        result = subprocess.run(
            [str(program), *map(str, arguments)],
            cwd=folder,
            env={**system, **home, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        print(f"{result.returncode}  archdraw {' '.join(map(str, arguments))}")
        assert result.returncode in allowed, result.stdout + result.stderr
        return result.stdout

    assert run("--version").startswith("archdraw ")
    # The libraries of a window may be missing on a build machine; the parts inside the app may not.
    checks = json.loads(run("doctor", "--format", "json", allowed=(0, 1)))["checks"]
    inside = {"layout engine", "fonts", "catalogue", "sample designs", "PySide6"}
    assert [check for check in checks if check["name"] in inside and check["status"] != "ok"] == []
    assert json.loads(run("analyse", sample, "--format", "json", allowed=(0, FINDINGS)))["journeys"]
    run("layout", sample, "-o", folder / "placed.adraw")
    for name, start in (("review.pdf", b"%PDF-"), ("drawing.svg", b"<"), ("drawing.png", b"\x89PNG")):
        run("export", sample, "-o", folder / name)
        assert (folder / name).read_bytes().startswith(start), name
    run("screenshot", sample, "-o", folder / "window.png")
    assert (folder / "window.png").read_bytes().startswith(b"\x89PNG")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
