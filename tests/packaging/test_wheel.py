"""The built wheel, installed in a clean environment, finds its data and uses nothing of the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = Path("Scripts", "python.exe") if os.name == "nt" else Path("bin", "python")

# Refuses to open any file of the checkout (its environment lends us the dependencies), then loads everything.
PROBE = """
import json, sys
from pathlib import Path

checkout = Path(sys.argv[1])

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path = Path(arguments[0] if isinstance(arguments[0], str) else arguments[0].decode())
        if path.is_absolute() and path.is_relative_to(checkout) and ".venv" not in path.parts:
            raise AssertionError(f"opened in the checkout: {path}")

sys.addaudithook(watch)
import archdraw
from archdraw.core import locations
from archdraw.core.catalog import load_catalog
from archdraw.core.storage import read_design

catalog = load_catalog()
samples = sorted((locations.resources_dir() / "samples").glob("*.adraw"))
for sample in samples:
    read_design(sample)
ours = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "archdraw"}
places = {name: str(module.__file__) for name, module in ours.items()}
print(json.dumps({
    "kinds": len(catalog.kinds),
    "samples": [sample.name for sample in samples],
    "library": str(locations.library_dir()),
    "resources": str(locations.resources_dir()),
    "modules": places,
}))
"""


def run(command: list[str | Path], cwd: Path) -> str:
    """Run a command without this run's Python settings and return its output."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    words = [str(word) for word in command]
    result = subprocess.run(
        words, cwd=cwd, env=environment, capture_output=True, text=True, timeout=110, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, ROOT], target)
    [path] = target.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def clean_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it; the dependencies are lent by the environment of this run."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    python = folder / PYTHON
    install_alone(wheel, python, folder)
    [site] = (path for path in folder.rglob("site-packages") if path.is_dir())
    # Read as a plain path: the .pth files in there, which lead to the checkout, are not followed.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def install_alone(wheel: Path, python: Path, folder: Path) -> None:
    """Install without dependencies and without network, with the installer at hand."""
    if shutil.which("uv"):
        run(["uv", "pip", "install", "--offline", "--no-deps", "--python", python, wheel], folder)
    else:
        pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python]
        run([*pip, "install", "--no-deps", "--no-index", wheel], folder)


@pytest.fixture(scope="module")
def found(clean_python: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    answer: dict[str, Any] = json.loads(run([clean_python, "-I", "-c", PROBE, ROOT], elsewhere))
    return answer


def files_below(folder: Path) -> set[str]:
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {path for path in paths if "__pycache__" not in path}


@pytest.mark.slow
def test_the_wheel_holds_every_data_file(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("component_library", "resources"):
        expected = {f"archdraw/_data/{folder}/{name}" for name in files_below(ROOT / folder)}
        assert expected
        assert expected <= names
    assert "archdraw/py.typed" in names


@pytest.mark.slow
def test_the_wheel_is_small_and_carries_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"archdraw"}
    assert wheel.stat().st_size <= 5_000_000


@pytest.mark.slow
def test_the_installed_wheel_loads_every_pack_and_sample(found: dict[str, Any]) -> None:
    from archdraw.core.catalog import load_catalog

    assert found["kinds"] == len(load_catalog().kinds)
    assert found["samples"] == sorted(path.name for path in (ROOT / "resources" / "samples").glob("*.adraw"))
    assert found["samples"]


@pytest.mark.slow
def test_nothing_comes_from_the_checkout(found: dict[str, Any], clean_python: Path) -> None:
    home = clean_python.parents[1]
    places = {**found["modules"], "library": found["library"], "resources": found["resources"]}
    assert {name: place for name, place in places.items() if not Path(place).is_relative_to(home)} == {}


@pytest.mark.slow
def test_the_command_runs_from_the_installed_wheel(clean_python: Path, tmp_path: Path) -> None:
    assert run([clean_python, "-I", "-m", "archdraw", "--version"], tmp_path).startswith("archdraw ")
    kinds = run([clean_python, "-I", "-m", "archdraw", "kinds"], tmp_path)
    assert len(kinds.splitlines()) > 50


def test_the_checkout_finds_its_own_data() -> None:
    from archdraw.core import locations

    assert locations.library_dir() == ROOT / "component_library"
    assert locations.resources_dir() == ROOT / "resources"


def test_an_editable_install_finds_the_data_of_its_checkout(tmp_path: Path) -> None:
    # The interpreter of this run knows the package by its editable install, from any folder.
    code = "from archdraw.core import locations as l; print(l.library_dir(), l.resources_dir(), sep='\\n')"
    places = run([sys.executable, "-I", "-c", code], tmp_path).splitlines()
    assert [Path(place) for place in places] == [ROOT / "component_library", ROOT / "resources"]
