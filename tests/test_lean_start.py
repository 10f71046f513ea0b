"""What the start of the window leaves out is there for whoever asks for it later."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

_LATER = """
import sys
from archdraw.core.model import Component
assert not any(name.startswith("pydantic") for name in sys.modules)
assert Component(id="a", kind="service").id == "a"
assert "pydantic_core._pydantic_core" in sys.modules and "pydantic_core" not in sys.modules
from pydantic import BaseModel
class Own(BaseModel):
    count: int
assert Own(count=3).count == 3
import pydantic_core
assert pydantic_core.core_schema.int_schema()["type"] == "int"
assert pydantic_core.SchemaValidator is type(Component.validator())
from archdraw.core.model import InvalidRecordError
try:
    Component(id=3, kind="service")
except InvalidRecordError as error:
    assert error.problems[0].place == ("id",)
else:
    raise AssertionError
from archdraw.core.storage import schema_text
assert "components" in schema_text()
"""

# A compiled part that can't do without the package around it.
_WANTS_MORE = """
import sys
class Refusing:
    def find_spec(self, name, path=None, target=None):
        package = sys.modules.get("pydantic_core")
        if name == "pydantic_core._pydantic_core" and not hasattr(package, "__file__"):
            raise ImportError("cannot import name")
sys.meta_path.insert(0, Refusing())
from archdraw.core.model import Component
assert Component(id="a", kind="service").id == "a"
assert sys.modules["pydantic_core"].core_schema.int_schema()["type"] == "int"
"""


def _run(code: str) -> None:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_a_checker_that_wants_more_is_loaded_whole_when_it_is_needed() -> None:
    _run(_WANTS_MORE)


def test_pydantic_is_whole_after_a_start_that_left_parts_of_it_out() -> None:
    _run(_LATER)


_FIRST_RESULT = """
import sys
from archdraw.core.analysis import add_latency, analyse
from archdraw.core.catalog import load_catalog
from archdraw.core.locations import resources_dir
from archdraw.core.storage import read_design
design = read_design(resources_dir() / "samples" / "url-shortener.adraw").design
catalog = load_catalog()
first = analyse(design, catalog, latency=False)
assert "numpy" not in sys.modules
whole = add_latency(first, design, catalog)
assert "numpy" in sys.modules
assert whole.journeys[0].latency.stable
"""


def test_the_first_live_result_comes_without_arrays() -> None:
    run = subprocess.run([sys.executable, "-c", _FIRST_RESULT], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


# What the window itself needs grows with what it shows; what only some need is loaded by them.
_MOST_MODULES_PAINTED = 266
# One of them, lines drawn plainly, only where a frame came late.
_MOST_MODULES_SHOWN = 485
_MOST_WIDGETS_PAINTED = 255
_NEVER_AT_START = (
    *("numpy", "scipy", "pint", "pyqtgraph", "networkx", "reportlab", "rich", "typer"),
    *("argparse", "logging", "typing_extensions", "string", "tomllib", "pydantic", "pydantic_core"),
    *("ast", "bz2", "decimal", "inspect", "lzma", "tempfile", "tokenize", "traceback", "zipfile"),
)
_START = f"""
import json, os, sys
from archdraw.app import _load_headless_rooms
_load_headless_rooms()
def early():
    ours = sum(name.startswith("archdraw.") for name in sys.modules)
    return ours, [name for name in {_NEVER_AT_START!r} if name in sys.modules]
from archdraw.qt.window import start
app = start.make_application()
window = start.make_window(app)
window.show()
app.processEvents()
print(json.dumps([*early(), len(app.allWidgets())]))
from archdraw.core.locations import resources_dir
window.documents.open_copy(resources_dir() / "samples" / start.SAMPLE)
window.complete()
from PySide6.QtCore import QEventLoop
loop = QEventLoop()
window.settled.connect(loop.quit)
loop.exec()
print(json.dumps(early()))
sys.stdout.flush()
os._exit(0)
"""


def test_a_start_loads_and_makes_no_more_than_it_shows(tmp_path: Path) -> None:
    places = {f"ARCHDRAW_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "STATE", "CACHE", "PACKS")}
    # The very first start reads and compiles packs, themes and icons; every other one finds them compiled.
    for _ in range(2):
        run = subprocess.run(
            [sys.executable, "-c", _START],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        )
        assert run.returncode == 0, run.stderr
    painted, shown = map(json.loads, run.stdout.splitlines())
    assert (painted[1], shown[1]) == ([], [])
    assert painted[0] <= _MOST_MODULES_PAINTED
    assert painted[2] <= _MOST_WIDGETS_PAINTED
    assert shown[0] <= _MOST_MODULES_SHOWN
