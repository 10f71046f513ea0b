"""Everything but the window works where PySide6 cannot be imported: proven by running it so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "archdraw"
SAMPLE = ROOT / "resources" / "samples" / "url-shortener.adraw"

# Runs before anything of ArchDraw; what it refuses is as good as not installed.
BLOCKER = """
import sys

class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {refused}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Refused())
"""
WITHOUT_QT = BLOCKER.format(refused={"PySide6", "shiboken6"})
RUN_MAIN = "from archdraw.__main__ import main; sys.exit(main())"


def run(code: str, *arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        cwd=cwd,
    )


def headless_modules() -> list[str]:
    names = []
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        if parts[1:2] not in (("qt",), ("app",), ("__main__",)):
            names.append(".".join(parts).removesuffix(".__init__"))
    return names


def test_the_blocker_blocks() -> None:
    result = run(WITHOUT_QT + "import PySide6.QtCore")
    assert result.returncode == 1
    assert "No module named 'PySide6'" in result.stderr


def test_every_module_outside_the_shell_can_be_imported() -> None:
    modules = headless_modules()
    assert len(modules) > 40
    code = WITHOUT_QT + "import importlib\nfor name in sys.argv[1:]:\n    importlib.import_module(name)\n"
    result = run(code, *modules)
    assert result.returncode == 0, result.stderr


def test_analyse_answers() -> None:
    result = run(WITHOUT_QT + RUN_MAIN, "analyse", SAMPLE, "--format", "json", "--fail-on", "never")
    assert result.returncode in (0, 1), result.stderr
    answer = json.loads(result.stdout)
    assert answer["format"] == "archdraw-analysis"
    assert answer["journeys"]


def test_export_writes_the_review_document(tmp_path: Path) -> None:
    target = tmp_path / "review.pdf"
    result = run(WITHOUT_QT + RUN_MAIN, "export", SAMPLE, "-o", target)
    assert result.returncode == 0, result.stderr
    assert target.read_bytes().startswith(b"%PDF-")
    assert target.stat().st_size > 10_000


def test_opening_a_window_says_what_is_missing(tmp_path: Path) -> None:
    code = WITHOUT_QT + "import os; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n" + RUN_MAIN
    result = run(code, SAMPLE, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith("archdraw: Qt cannot be loaded (No module named 'PySide6")
    assert "archdraw doctor" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["--version", "kinds", "schema"])
def test_small_commands_import_no_engine(command: str) -> None:
    heavy = BLOCKER.format(refused={"PySide6", "networkx", "numpy", "reportlab", "scipy", "pypdfium2"})
    result = run(heavy + RUN_MAIN, command)
    assert result.returncode == 0, result.stderr
    assert result.stdout
