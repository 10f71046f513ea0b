"""What the start of the window leaves out is there for whoever asks for it later."""

from __future__ import annotations

import subprocess
import sys

_LATER = """
import sys
from archdraw.app import _load_checker
_load_checker()
assert "pydantic_core" in sys.modules
assert "pydantic_core.core_schema" not in sys.modules
from archdraw.core.model import Component
assert Component(id="a", kind="service").id == "a"
from pydantic import BaseModel
class Own(BaseModel):
    count: int
assert Own(count=3).count == 3
assert sys.modules["pydantic_core.core_schema"].int_schema()["type"] == "int"
from archdraw.core.storage import schema_text
assert "components" in schema_text()
"""

# A pydantic-core that wants more of the module than the start offers.
_WANTS_MORE = """
import sys
from archdraw.app import _load_checker
class Refusing:
    def find_spec(self, name, path=None, target=None):
        offered = sys.modules.get("pydantic_core.core_schema")
        if name == "pydantic_core" and offered is not None and not hasattr(offered, "int_schema"):
            raise ImportError("cannot import name")
sys.meta_path.insert(0, Refusing())
_load_checker()
assert "pydantic_core" not in sys.modules and "pydantic_core.core_schema" not in sys.modules
from archdraw.core.model import Component
assert Component(id="a", kind="service").id == "a"
assert sys.modules["pydantic_core.core_schema"].int_schema()["type"] == "int"
"""


def test_a_checker_that_wants_more_is_loaded_whole_when_it_is_needed() -> None:
    run = subprocess.run([sys.executable, "-c", _WANTS_MORE], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_pydantic_is_whole_after_a_start_that_left_parts_of_it_out() -> None:
    run = subprocess.run([sys.executable, "-c", _LATER], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
