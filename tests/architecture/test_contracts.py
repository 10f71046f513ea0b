"""The arrows of the tree: the real source keeps every contract, and every contract notices its violation.

A contract that names a package wrongly passes for ever, so each one is shown an import that it must refuse.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "archdraw"

LINT = "from importlinter.cli import lint_imports_command as check; check()"


class Plant(NamedTuple):
    contract: str
    module: str
    line: str


PLANTS = [
    Plant("arrows", "core/model/planted.py", "import archdraw.exporters"),
    Plant("arrows", "report/planted.py", "from archdraw import exporters"),
    Plant("arrows", "exporters/planted.py", "import archdraw.editor"),
    Plant("arrows", "editor/planted.py", "import archdraw.cli"),
    Plant("arrows", "importers/planted.py", "import archdraw.exporters"),
    Plant("arrows", "importers/planted.py", "import archdraw.editor"),
    Plant("arrows", "plugins/planted.py", "import archdraw.exporters"),
    Plant("qt", "plugins/planted.py", "import PySide6"),
    Plant("arrows", "core/analysis/planted.py", "import archdraw.importers"),
    Plant("arrows", "cli/planted.py", "import archdraw.qt.window"),
    Plant("arrows", "qt/window/planted.py", "import archdraw.app"),
    Plant("arrows", "utils/__init__.py", "a package without a place"),
    Plant("core", "core/geometry/planted.py", "import archdraw.core.model"),
    Plant("core", "core/catalog/planted.py", "import archdraw.core.history"),
    Plant("core", "core/storage/planted.py", "import archdraw.core.layout"),
    Plant("core", "core/analysis/planted.py", "import archdraw.core.drawing"),
    Plant("core", "core/analysis/planted.py", "import archdraw.core.comparing"),
    Plant("core", "core/merging/planted.py", "import archdraw.core.comparing"),
    Plant("core", "core/locations.py", "import archdraw.core.model"),
    Plant("core", "core/common/__init__.py", "a package without a place"),
    Plant("shell", "qt/bridge/planted.py", "import archdraw.qt.canvas"),
    Plant("shell", "qt/panels/planted.py", "import archdraw.qt.canvas"),
    Plant("shell", "qt/dialogs/__init__.py", "a package without a place"),
    Plant("qt", "core/drawing/planted.py", "from PySide6 import QtGui"),
    Plant("qt", "editor/planted.py", "def late():\n    import PySide6.QtCore"),
    Plant("qt", "exporters/planted.py", "import typing\nif typing.TYPE_CHECKING:\n    import PySide6"),
    Plant("qt", "cli/planted.py", "import shiboken6"),
    Plant("pdf-engine", "core/drawing/planted.py", "import reportlab.pdfgen"),
    Plant("pdf-engine", "report/planted.py", "from reportlab import platypus"),
    Plant("plots", "report/planted.py", "import pyqtgraph"),
    Plant("units", "report/planted.py", "from pint import UnitRegistry"),
    Plant("layout-engine", "exporters/planted.py", "import graphviz"),
    Plant("terminal", "core/storage/planted.py", "import rich.console"),
    Plant("terminal", "editor/planted.py", "import typer"),
    Plant("offline", "exporters/planted.py", "def late():\n    import http.client"),
    Plant("offline", "qt/panels/planted.py", "import requests"),
    Plant("cycles", "editor/actions/planted.py", "import archdraw.editor.tools"),
]


def settings() -> dict[str, Any]:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    tables: dict[str, Any] = tomllib.loads(text)["tool"]["importlinter"]
    return tables


def contract_names() -> dict[str, str]:
    return {table["id"]: table["name"] for table in settings()["contracts"]}


def lint(tree: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in a folder, with this project's contracts."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            LINT,
            "--config",
            str(ROOT / "pyproject.toml"),
            "--no-cache",
            "--no-logo",
            *options,
        ],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def verdicts(output: str) -> dict[str, str]:
    """Read the table "name KEPT|BROKEN" at the end of import-linter's output."""
    lines = re.findall(r"^(.+?)\s+(KEPT|BROKEN)\b", output, re.MULTILINE)
    return {name.strip(): verdict for name, verdict in lines}


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders and module names of the real package, every module empty."""
    tree = tmp_path_factory.mktemp("skeleton")
    for path in SOURCE.rglob("*.py"):
        grow(tree, path.relative_to(SOURCE).as_posix())
    # Each engine in its home, and the rooms that the contracts name.
    grow(tree, "exporters/planned.py", "import reportlab\n")
    grow(tree, "core/layout/planned.py", "import graphviz\n")
    grow(tree, "cli/planned.py", "import typer\nimport rich\nimport click\n")
    grow(tree, "qt/bridge/planned.py", "import PySide6\n")
    grow(tree, "app.py")
    shell = ("qt/window", "qt/canvas", "qt/panels", "editor", "report")
    for room in (*shell, "core/drawing", "core/storage", "core/analysis", "core/catalog"):
        grow(tree, f"{room}/planned.py")
    return tree


def grow(tree: Path, module: str, text: str = "") -> None:
    """Write a module and the packages above it, which keep their text."""
    path = tree / "archdraw" / module
    path.parent.mkdir(parents=True, exist_ok=True)
    for folder in (path.parent, *path.parent.parents):
        if folder == tree:
            break
        (folder / "__init__.py").touch()
    path.write_text(text, encoding="utf-8")


def test_the_source_keeps_every_contract() -> None:
    result = lint(ROOT / "src")
    assert result.returncode == 0, result.stdout
    assert verdicts(result.stdout) == dict.fromkeys(contract_names().values(), "KEPT")


def test_the_skeleton_keeps_every_contract(skeleton: Path) -> None:
    result = lint(skeleton)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.contract}-{plant.module}")
def test_a_planted_violation_breaks_its_contract(plant: Plant, skeleton: Path, tmp_path: Path) -> None:
    shutil.copytree(skeleton, tmp_path, dirs_exist_ok=True)
    is_package = plant.line.startswith("a package")
    grow(tmp_path, plant.module, "" if is_package else f"{plant.line}\n")
    if plant.contract == "cycles":
        grow(tmp_path, "editor/tools/planted.py", "import archdraw.editor.actions\n")
    result = lint(tmp_path, "--contract", plant.contract)
    assert result.returncode != 0
    if is_package:
        # An exhaustive layers contract refuses to judge a tree with a package that it does not know.
        assert plant.module.split("/")[-2] in result.stdout
    else:
        assert verdicts(result.stdout) == {contract_names()[plant.contract]: "BROKEN"}, result.stdout


def test_every_contract_has_a_planted_violation() -> None:
    assert {plant.contract for plant in PLANTS} == set(contract_names())


def test_layers_are_exhaustive_and_type_only_imports_count() -> None:
    assert settings()["exclude_type_checking_imports"] is False
    layers = [table for table in settings()["contracts"] if table["type"] == "layers"]
    assert len(layers) == 3
    assert all(table["exhaustive"] for table in layers)
