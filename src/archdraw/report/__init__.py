"""The review document as data: sections, tables and figures, in the words of the design. No PDF in it."""

from archdraw.report.building import CHAPTERS, build_report
from archdraw.report.context import ReportOptions, ViewDrawing
from archdraw.report.document import ReviewDocument
from archdraw.report.overlays import OVERLAY_NAMES, overlay_of

__all__ = [
    "CHAPTERS",
    "OVERLAY_NAMES",
    "ReportOptions",
    "ReviewDocument",
    "ViewDrawing",
    "build_report",
    "overlay_of",
]
