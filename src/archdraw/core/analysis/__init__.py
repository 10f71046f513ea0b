"""The analyser: how a design fails, how much it carries, what is weak about it.

`analyse(design, catalog)` gives everything at once, `lose` what one failure does. Both only read.
"""

from archdraw.core.analysis.failing import LossEffect, lose
from archdraw.core.analysis.result import Analysis
from archdraw.core.analysis.result_json import result_json
from archdraw.core.analysis.revision import design_revision
from archdraw.core.analysis.running import analyse
from archdraw.core.analysis.structure.cancelling import AnalysisCancelled

__all__ = [
    "Analysis",
    "AnalysisCancelled",
    "LossEffect",
    "analyse",
    "design_revision",
    "lose",
    "result_json",
]
