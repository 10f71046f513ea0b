"""How long a start takes, against a bare Qt window, and what must not be imported for it."""

from __future__ import annotations

import json

from tests.benchmarks.figure import Figure
from tests.benchmarks.processes import ROOT, median_pair, output

_BARE = [str(ROOT / "tests" / "benchmarks" / "bare_window.py")]
_SAMPLE = str(ROOT / "resources" / "samples" / "url-shortener.adraw")
_LATE = ("networkx", "numpy", "scipy", "reportlab", "pint", "pyqtgraph", "rich")
_FIRST_PAINT = f"""
import json, sys
from archdraw.qt.window.start import make_application, make_window
app = make_application()
window = make_window(app)
window.show()
app.processEvents()
print(json.dumps([name for name in {_LATE!r} if name in sys.modules]))
"""


def measure_empty_window() -> list[Figure]:
    """Start to a painted empty window."""
    own, bare = median_pair(["-m", "archdraw"], _BARE, ARCHDRAW_BENCH_EXIT="painted")
    return [Figure("start: painted empty window", own, "ms", 1.5, bare, by_ratio=True)]


def measure_sample() -> list[Figure]:
    """Start with the sample shown and analysed."""
    own, bare = median_pair(["-m", "archdraw", _SAMPLE], _BARE, ARCHDRAW_BENCH_EXIT="1")
    return [Figure("start: sample shown and analysed", own, "ms", 2.5, bare, by_ratio=True)]


def measure_version() -> list[Figure]:
    """`archdraw --version`."""
    own, bare = median_pair(["-m", "archdraw", "--version"], ["-c", "pass"])
    return [Figure("archdraw --version", own, "ms", 150, bare)]


def measure_imports() -> list[Figure]:
    """What is imported before the first paint and should not be."""
    early = json.loads(output(["-c", _FIRST_PAINT]).splitlines()[-1])
    named = f" ({', '.join(early)})" if early else ""
    return [Figure(f"modules imported before the first paint{named}", len(early), "modules", 0)]


MEASURES = {
    "start-empty": measure_empty_window,
    "start-sample": measure_sample,
    "version": measure_version,
    "imports": measure_imports,
}
