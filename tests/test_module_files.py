"""The program's modules are found quickly, and are the same as ever."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archdraw import module_files, module_pack

_SHOW = """
import importlib, sys
for name in ("core", "core.analysis", "core.records", "editor.session", "qt.bridge.figures"):
    module = importlib.import_module(f"archdraw.{name}")
    spec = module.__spec__
    print(module.__file__, module.__cached__, getattr(module, "__path__", None), module.__package__)
    print(spec.name, spec.origin, spec.cached, spec.has_location, spec.parent)
    print(spec.submodule_search_locations, spec.loader.is_package(spec.name))
    print(spec.loader.get_filename(spec.name), len(spec.loader.get_source(spec.name)))
try:
    import archdraw.nothing_of_the_kind
except ModuleNotFoundError as error:
    print(error, error.name)
"""
_FIND = "from archdraw.module_files import find_own_modules\nfind_own_modules()\n"


def _run(code: str, source: Path, **more: str) -> str:
    about_byte_code = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
    environment = {name: value for name, value in os.environ.items() if name not in about_byte_code}
    environment |= {"PYTHONPATH": str(source), **more}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small program of the same name."""
    folder = tmp_path / "archdraw"
    folder.mkdir()
    (folder / "__init__.py").write_text('__version__ = "1"\n')
    (folder / "py.py").write_text("VALUE = 1\n")
    for module in (module_files, module_pack):
        shutil.copy(str(module.__file__), folder)
    return tmp_path


def test_modules_are_those_that_python_finds(tmp_path: Path) -> None:
    source = Path(module_files.__file__).parents[1]
    prefix = {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    ours, pythons = _run(_FIND + _SHOW, source, **prefix), _run(_SHOW, source, **prefix)
    assert ours == pythons
    assert _run(_FIND + _SHOW, source, **prefix) == pythons, "with the byte code that is there now"


def test_a_changed_source_is_compiled_anew(small: Path) -> None:
    show = _FIND + "import archdraw.py\nprint(archdraw.py.VALUE)"
    file = small / "archdraw" / "py.py"
    assert _run(show, small) == _run(show, small) == "1\n"
    assert len(list((small / "archdraw" / "__pycache__").glob("py.*.pyc"))) == 1
    file.write_text("VALUE = 2\n")
    later = time.time() + 10
    os.utime(file, (later, later))
    assert _run(show, small) == _run(show, small) == "2\n"


@pytest.mark.parametrize("keep", [0, 8, 16])
def test_damaged_byte_code_is_not_run(small: Path, keep: int) -> None:
    show = _FIND + "import archdraw.py\nprint(archdraw.py.VALUE)"
    _run(show, small)
    (kept,) = (small / "archdraw" / "__pycache__").glob("py.*.pyc")
    kept.write_bytes(kept.read_bytes()[:keep])
    assert _run(show, small) == "1\n"


_PACK = """
from pathlib import Path
from archdraw.module_files import find_own_modules, keep_module_pack, use_module_pack
find_own_modules()
use_module_pack(Path({folder!r}))
import archdraw.py
print(archdraw.py.VALUE, archdraw.py.__loader__.packed, archdraw.py.__cached__)
keep_module_pack()
"""


@pytest.fixture
def packing(small: Path) -> str:
    """A run that loads a module, says whether it came out of the pack, and keeps the pack."""
    return _PACK.format(folder=str(small / "kept"))


def test_what_one_run_loaded_the_next_reads_out_of_one_file(small: Path, packing: str) -> None:
    first, second = _run(packing, small), _run(packing, small)
    assert first.startswith("1 False ")
    assert second == first.replace("False", "True")
    pack = small / "kept" / "modules.bin"
    written = pack.stat().st_mtime_ns
    assert _run(packing, small) == second
    assert pack.stat().st_mtime_ns == written, "nothing new, nothing to write"
    assert [one.name for one in pack.parent.iterdir()] == [pack.name]


def test_a_changed_source_is_not_taken_out_of_the_pack(small: Path, packing: str) -> None:
    _run(packing, small)
    file = small / "archdraw" / "py.py"
    file.write_text("VALUE = 2\n")
    later = time.time() + 10
    os.utime(file, (later, later))
    assert [_run(packing, small)[:7] for _ in range(2)] == ["2 False", "2 True "]


@pytest.mark.parametrize("keep", [0, 20, -30])
def test_a_pack_that_is_cut_off_is_put_together_anew(small: Path, packing: str, keep: int) -> None:
    _run(packing, small)
    pack = small / "kept" / "modules.bin"
    whole = pack.read_bytes()
    pack.write_bytes(whole[:keep])
    assert _run(packing, small).startswith("1 ")
    if keep >= 0:
        assert pack.read_bytes() == whole


def test_a_pack_of_another_version_or_folder_is_not_used(small: Path, packing: str) -> None:
    _run(packing, small)
    (small / "archdraw" / "__init__.py").write_text('__version__ = "1.0.2"\n')
    assert [_run(packing, small)[:7] for _ in range(2)] == ["1 False", "1 True "]
    shutil.copytree(small / "archdraw", small / "moved" / "archdraw")
    assert _run(packing, small / "moved").startswith("1 False")


@pytest.mark.skipif(sys.platform == "win32", reason="folders are guarded otherwise there")
def test_a_pack_that_somebody_else_may_have_written_is_not_used(
    small: Path, packing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(packing, small)
    pack = small / "kept" / "modules.bin"
    pack.chmod(0o666)
    assert _run(packing, small).startswith("1 False")
    assert _run(packing, small).startswith("1 True"), "put together anew"
    monkeypatch.setattr(os, "geteuid", lambda: pack.stat().st_uid + 1)
    with pack.open("rb") as file:
        assert not module_pack.is_own(file.fileno())


def test_a_pack_that_cannot_be_written_is_done_without(small: Path, packing: str) -> None:
    (small / "kept").write_text("in the way")
    assert [_run(packing, small)[:7] for _ in range(2)] == ["1 False", "1 False"]


def test_it_stands_once_before_pythons_own_and_only_for_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    module_files.find_own_modules()
    module_files.find_own_modules()
    assert [type(one).__name__ for one in sys.meta_path].count("OwnModules") == 1
    assert isinstance(sys.meta_path[0], module_files.OwnModules)
    assert sys.meta_path[0].find_spec("json.decoder", ["/somewhere"]) is None
    monkeypatch.setattr(sys, "meta_path", [])
    monkeypatch.setattr(sys.modules["archdraw"].__spec__, "loader", object())
    module_files.find_own_modules()
    assert not sys.meta_path
