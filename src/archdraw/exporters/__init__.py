"""One file a format, over drawing, analysis and report; works where Qt is not installed."""

from archdraw.exporters.drawings import diagram_of
from archdraw.exporters.exporting import export_file, format_for
from archdraw.exporters.formats import FORMATS
from archdraw.exporters.job import ExportError, ExportFormat, ExportJob, ExportNotes, ExportStopped

__all__ = [
    "FORMATS",
    "ExportError",
    "ExportFormat",
    "ExportJob",
    "ExportNotes",
    "ExportStopped",
    "diagram_of",
    "export_file",
    "format_for",
]
