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


def test_pydantic_is_whole_after_a_start_that_left_parts_of_it_out() -> None:
    run = subprocess.run([sys.executable, "-c", _LATER], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
