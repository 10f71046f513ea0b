"""Exporting from the window: the work runs on a thread, the answer is a toast with a button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from archdraw import __version__
from archdraw.core.catalog import Catalog
from archdraw.qt.window.desk import Desk

_ON_PAPER = ("single-points", "utilisation", "availability", "downtime", "cost", "owner", "tag")
_OURS = ("pdf", "html", "md", "svg", "png")
_REVIEWS = ("pdf", "html", "md")
_SHOWN_WARNINGS = 3


def start_export(window: Desk, path: Path, kind: str, options: dict[str, Any] | None = None) -> None:
    """Write the review ("pdf") or the present view ("svg", "png") to `path` and say so.

    Parameters
    ----------
    options
        What the export dialog chose: "scale" of a PNG, "paper" of a PDF, "theme" of a drawing, files for
        "logo" and "since". The overlay on the canvas goes along where it says something on paper.
    """
    session = window.session
    design, catalog, view_id = session.design, session.catalog, session.view_id
    chosen = dict(options or {})
    # What is seen is what is written: lines run as on the canvas, and are not looked for again.
    chosen["found"] = session.scene.found()
    chosen["overlay"] = session.overlay_name if session.overlay_name in _ON_PAPER else "none"
    if kind in _REVIEWS:
        document = session.document
        chosen.update(version=__version__, file_name=document.name if document.path is not None else "")
        chosen.update(file_digest="" if session.dirty else document.digest or "")

    def work(progress: Callable[[float, str], None], should_stop: Callable[[], bool]) -> tuple[str, ...]:
        from archdraw.editor.plugged import offered_formats
        from archdraw.exporters import FORMATS, export_file

        progress(-1, f"Writing {path.name}")
        ready = read_files(chosen, catalog)
        ready["progress"] = progress
        ready["formats"] = FORMATS if kind in _OURS else offered_formats()
        notes = export_file(kind, path, design, catalog, view_id=view_id, should_stop=should_stop, **ready)
        return tuple(notes.warnings)

    def done(warnings: tuple[str, ...]) -> None:
        said = " ".join([f"{path.name} is written.", *warnings[:_SHOWN_WARNINGS]])
        window.toast(said, "Show", lambda: show_file(path))

    window.run_long(f"Writing {path.name}", work, done)


def read_files(chosen: dict[str, Any], catalog: Catalog) -> dict[str, Any]:
    """Return the options with the files that they name read: the logo, and the version to compare with.

    Raises
    ------
    ExportError, StorageError
        With one sentence, when a file can't be used.
    """
    ready = dict(chosen)
    logo, since = ready.get("logo"), ready.get("since")
    if isinstance(logo, Path):
        from archdraw.exporters.logo import read_logo

        ready["logo"] = read_logo(logo)
    if isinstance(since, Path):
        from archdraw.core.storage import read_design

        ready["since"] = read_design(since, catalog).design
        ready["since_name"] = since.name
    return ready


def show_file(path: Path) -> None:
    """Open a file with the program that the desktop keeps for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
