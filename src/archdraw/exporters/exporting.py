"""Makes a file of a design: checks what is asked for, makes the bytes, writes them in one step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from archdraw.core.collecting import collector_paused
from archdraw.core.drawing import THEME_NAMES
from archdraw.core.storage import StorageError, SystemDisk, write_atomically
from archdraw.exporters.formats import FORMATS
from archdraw.exporters.job import ExportError, ExportJob

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from archdraw.core.catalog import Catalog
    from archdraw.core.model import Design
    from archdraw.exporters.job import ExportFormat, ExportNotes

PAPERS = ("A4", "Letter")


def export_file(
    format: str | None,
    path: Path,
    design: Design,
    catalog: Catalog,
    *,
    formats: Sequence[ExportFormat] = FORMATS,
    day: date | None = None,
    **options: Any,
) -> ExportNotes:
    """Write a design to a file; what was there before stays until the new file is complete.

    Parameters
    ----------
    format
        Name of a format ("pdf", "svg", "png"); None: by the suffix of the path.
    formats
        The formats there are: ours, and those of plug-ins.
    day
        The date a review carries; None: today.
    options
        Any other field of `ExportJob`: analysis, theme, view_id, found, overlay, scale, paper, large,
        version, file_name, file_digest, should_stop.

    Returns
    -------
    ExportNotes
        What could not be shown as typed.

    Raises
    ------
    ExportError
        One sentence: an unknown format, view, theme, overlay or paper, or a place that can't be written.
    ExportStopped
        `should_stop` said so; nothing was written.
    """
    chosen = format_for(format, path, formats)
    options.setdefault("folder", f"{path.stem}.files" if path.stem else "")
    job = ExportJob(design, catalog, day or date.today(), **options)  # noqa: DTZ011 - a calendar day
    _check(job)
    with collector_paused():
        data, notes = chosen.make(job)
    job.check_stop()
    if not path.parent.is_dir():
        raise ExportError(f"{path}: the folder does not exist; make it first.")
    try:
        _write_beside(path.parent / job.folder, notes)
        write_atomically(path, data, SystemDisk(), name=path.name)
    except StorageError as error:
        raise ExportError(str(error)) from error
    return notes


def _write_beside(folder: Path, notes: ExportNotes) -> None:
    """Write the pictures that the file refers to; what else is in the folder stays."""
    if not notes.beside:
        return
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise ExportError(f"{folder}: the folder for the pictures can't be made: {reason}.") from error
    for name, data in notes.beside:
        write_atomically(folder / name, data, SystemDisk(), name=name)


def format_for(name: str | None, path: Path, formats: Sequence[ExportFormat] = FORMATS) -> ExportFormat:
    """Return the format of that name, or of the path's suffix.

    Raises
    ------
    ExportError
        There is no such format.
    """
    wanted = name.lower() if name else path.suffix.lower().removeprefix(".")
    for one in formats:
        if wanted in (one.name, *(() if name else (one.suffix.removeprefix("."),))):
            return one
    known = ", ".join(one.suffix for one in formats)
    asked = f'"{wanted}"' if wanted else f"the name {path.name}, which has no suffix"
    raise ExportError(f"There is no export for {asked}; name a file that ends in one of: {known}.")


def _check(job: ExportJob) -> None:
    if job.theme not in THEME_NAMES:
        raise ExportError(f'There is no theme "{job.theme}"; there are: {", ".join(THEME_NAMES)}.')
    if job.large not in ("fit", "tile"):
        raise ExportError(f'Large drawings can be "fit" or "tile", not "{job.large}".')
    if job.paper not in PAPERS:
        raise ExportError(f'There is no paper "{job.paper}"; there are: {", ".join(PAPERS)}.')
