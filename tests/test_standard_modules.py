"""Standard modules that a start names and does not use are loaded by whoever uses them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import archdraw

_USE = """
import sys
from archdraw.standard_modules import OnlyWhenAsked
with OnlyWhenAsked():
    import dataclasses, pathlib, urllib.parse, zipfile
    from archdraw.standard_modules import _HARDLY_USED
    assert all(type(sys.modules[name]).__name__ == "_StandIn" for name in _HARDLY_USED)
    # Named and used inside: the module itself, in the place of what stood for it.
    from textwrap import dedent
    assert dedent("  a") == "a" and sys.modules["textwrap"].dedent is dedent
assert not [name for name in _HARDLY_USED if name in sys.modules and name != "textwrap"]

# Who holds what stood in uses it as ever.
@dataclasses.dataclass
class Undocumented:
    count: int
assert Undocumented.__doc__ == "Undocumented(count: int)"
assert "inspect" in sys.modules
import inspect
assert dataclasses.inspect.signature is inspect.signature
assert urllib.parse.ipaddress.ip_address("::1").is_loopback
try:
    dataclasses.inspect.nothing_like_it
except AttributeError as error:
    assert "nothing_like_it" in str(error)
else:
    raise AssertionError

# What is loaded already stays as it is.
with OnlyWhenAsked():
    import inspect as again
assert again is inspect
"""


def test_what_stands_for_a_module_loads_it_when_it_is_asked() -> None:
    # Without what is installed, which may load some of them itself.
    environment = os.environ | {"PYTHONPATH": str(Path(archdraw.__file__).parents[1])}
    command = [sys.executable, "-S", "-c", _USE]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
