"""The analyser: how a design fails, how much it carries, what is weak about it.

`analyse(design, catalog)` gives everything at once, `lose` what one failure does. Both only read.
The engine is a hundred modules: it is loaded when it is first asked for, so that whoever only shows results,
as the window does at its start, need not wait for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archdraw.core.analysis.failing import LossEffect, lose
    from archdraw.core.analysis.reliability.kept import Kept
    from archdraw.core.analysis.reliability.known_before import keep_solved
    from archdraw.core.analysis.result import Analysis
    from archdraw.core.analysis.revision import design_revision
    from archdraw.core.analysis.running import add_latency, analyse, first_bounds
    from archdraw.core.analysis.structure.cancelling import AnalysisCancelled

__all__ = [
    "Analysis",
    "AnalysisCancelled",
    "Kept",
    "LossEffect",
    "add_latency",
    "analyse",
    "design_revision",
    "first_bounds",
    "keep_solved",
    "lose",
]

_HOMES = {
    "Analysis": "result",
    "AnalysisCancelled": "structure.cancelling",
    "Kept": "reliability.kept",
    "LossEffect": "failing",
    "add_latency": "running",
    "analyse": "running",
    "design_revision": "revision",
    "first_bounds": "running",
    "keep_solved": "reliability.known_before",
    "lose": "failing",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
    return found
