"""Opening a document for a command, and saying what had to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.cli.console import UnusableError, shown, warn

if TYPE_CHECKING:
    from pathlib import Path

    from archdraw.core.catalog import Catalog
    from archdraw.core.model import Design
    from archdraw.core.storage import Opened


def open_document(file: Path, catalog: Catalog | None = None) -> Opened:
    """Open the file; repairs and notices go to standard error, a line each.

    Raises
    ------
    StorageError
        With one sentence, when the file can't be used.
    """
    from archdraw.editor.plugged import open_file

    opened = open_file(file, catalog)
    if opened.notice is not None:
        warn(opened.notice)
    for repair in opened.repairs:
        warn(f"{file}: {repair}")
    for conflict in _conflicts(opened.design):
        warn(f"{file}: merged, not settled: {conflict}")
    return opened


def _conflicts(design: Design) -> tuple[str, ...]:
    if not design.extensions:
        return ()
    from archdraw.core.merging import conflict_sentences

    return conflict_sentences(design)


def require_view(opened: Opened, view: str | None, file: Path) -> str:
    """Return the id of the view that is meant: the one named, else the first.

    Raises
    ------
    UnusableError
        When the document has no view of that id; the sentence lists those it has.
    """
    views = opened.design.views
    if view is None:
        return views[0].id
    if view in opened.design.view_by_id:
        return view
    known = ", ".join(known.id for known in views)
    raise UnusableError(f"{shown(file)}: there is no view “{view}”; there are: {known}.")


def require_journey(design: Design, wanted: str | None, file: Path) -> str:
    """Return the id of the journey that is meant: the one named, else the first.

    Raises
    ------
    UnusableError
        When there is none, or none of that id; the sentence lists those there are.
    """
    if not design.journeys:
        raise UnusableError(f"{shown(file)}: no journey is described yet, so there is nothing to compute.")
    if wanted is None:
        return design.journeys[0].id
    if wanted in design.journey_by_id:
        return wanted
    known = ", ".join(journey.id for journey in design.journeys)
    raise UnusableError(f"{shown(file)}: there is no journey “{wanted}”; there are: {known}.")


def require_folder(output: Path) -> None:
    """Refuse an output that can't be written before any work is done for it.

    Raises
    ------
    UnusableError
        When the folder does not exist or the output is a folder or device.
    """
    if not output.parent.is_dir():
        raise UnusableError(f"{shown(output)}: the folder does not exist; make it first.")
    if output.exists() and not output.is_file():
        raise UnusableError(f"{shown(output)}: this is not a regular file; name another one.")
