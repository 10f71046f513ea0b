"""PySide loaded without what only describes it is PySide all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_LOAD = "from archdraw.qt.bridge.binding import load_binding\nload_binding()\n"
_SHOW = """
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
def said(call):
    try:
        call()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
print(said(lambda: QLabel(3, 4, 5)))
print(said(lambda: QTimer().start("soon", 1)))
print(said(lambda: QObject(nonsense=1)))
print(QLabel.setText.__doc__)
import PySide6.support.signature.lib.pyi_generator as generator
import PySide6.support.signature.parser as parser
print(generator.Formatter.__name__, parser.using_snake_case.__module__, hasattr(parser, "nothing_like_it"))
"""


def _run(code: str, cache: Path, **more: str) -> str:
    places = {"ARCHDRAW_CACHE_DIR": str(cache), "QT_QPA_PLATFORM": "offscreen", **more}
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **places},
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    return _run(_SHOW, tmp_path_factory.mktemp("plain"))


def test_errors_and_descriptions_are_those_of_the_whole_binding(plain: str, tmp_path: Path) -> None:
    assert "Supported signatures" in plain
    assert _run(_LOAD + _SHOW, tmp_path) == plain, "with an empty cache"
    assert (tmp_path / "binding.bin").is_file()
    assert _run(_LOAD + _SHOW, tmp_path) == plain, "with what the first run kept"
    # What is not kept comes out of the archive, and is kept then.
    less = """
from archdraw.core.catalog.stored import read_cache, write_cache
from archdraw.core.locations import cache_dir
path = cache_dir() / "binding.bin"
key = path.read_bytes().partition(b"\\n")[0].decode()
known = read_cache(path, key)
write_cache(path, key, {mark: code for mark, code in known.items() if "/mapping.py" not in mark})
"""
    whole = (tmp_path / "binding.bin").stat().st_size
    _run(less, tmp_path)
    part = (tmp_path / "binding.bin").stat().st_size
    assert part < whole - 1000
    assert _run(_LOAD + _SHOW, tmp_path) == plain
    assert (tmp_path / "binding.bin").stat().st_size > part + 1000


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    kept = tmp_path / "binding.bin"
    _run(_LOAD, tmp_path)
    whole = kept.read_bytes()
    for damaged in (b"", whole[:-9], whole[:40] + b"x" + whole[41:]):
        kept.write_bytes(damaged)
        _run(_LOAD, tmp_path)
        assert kept.read_bytes() == whole


def test_code_of_another_source_is_not_taken(tmp_path: Path) -> None:
    swap = """
from archdraw.core.catalog.stored import read_cache, write_cache
from archdraw.core.locations import cache_dir
path = cache_dir() / "binding.bin"
key = path.read_bytes().partition(b"\\n")[0].decode()
known = read_cache(path, key)
assert known
raising = compile("raise RuntimeError('an old source ran')", "old", "exec")
write_cache(path, key, {mark[:-64] + "0" * 64: raising for mark in known})
"""
    _run(_LOAD, tmp_path)
    _run(swap, tmp_path)
    _run(_LOAD, tmp_path)


def test_a_folder_that_takes_nothing_costs_the_cache_only(tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.write_text("")
    assert _run(_LOAD + _SHOW, no_folder) == _run(_LOAD + _SHOW, tmp_path)


def test_what_describes_the_binding_is_not_loaded_with_it(tmp_path: Path) -> None:
    looked = (
        _LOAD
        + "import sys\nprint([name for name in ('argparse', 'logging', 'gettext') if name in sys.modules])"
    )
    assert _run(looked, tmp_path) == "[]\n"


def test_python_is_left_as_it_was(tmp_path: Path) -> None:
    check = f"""
import builtins
before = builtins.compile, builtins.__import__
{_LOAD}
assert (builtins.compile, builtins.__import__) == before
load_binding()
assert (builtins.compile, builtins.__import__) == before
"""
    _run(check, tmp_path)
