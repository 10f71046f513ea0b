"""`archdraw export`: the review document as PDF, a drawing as SVG or PNG."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from archdraw import __version__
from archdraw.cli.console import UnusableError, say, shown, warn
from archdraw.cli.documents import open_document, require_folder, require_view

FORMATS = ("pdf", "svg", "png")


class Theme(enum.StrEnum):
    """Colours of the drawing."""

    LIGHT = "light"
    DARK = "dark"
    PRINT = "print"


class Overlay(enum.StrEnum):
    """What the analysis adds to the drawing."""

    NONE = "none"
    SINGLE_POINTS = "single-points"
    UTILISATION = "utilisation"
    AVAILABILITY = "availability"
    DOWNTIME = "downtime"
    COST = "cost"
    OWNER = "owner"
    TAG = "tag"


class Paper(enum.StrEnum):
    """Size of the pages of a PDF."""

    A4 = "A4"
    LETTER = "Letter"


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The design.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="OUT.pdf, OUT.svg or OUT.png.")],
    theme: Annotated[Theme, typer.Option(help="Colours of the drawing.")] = Theme.LIGHT,
    view: Annotated[str | None, typer.Option(help="Id of the view; the first one if not named.")] = None,
    overlay: Annotated[
        Overlay, typer.Option(metavar="NAME", help=f"What is added to the drawing: {', '.join(Overlay)}.")
    ] = Overlay.NONE,
    scale: Annotated[float, typer.Option(min=0.1, max=8, help="Pixels per unit of a PNG.")] = 1,
    paper: Annotated[Paper, typer.Option(help="Size of the pages of a PDF.")] = Paper.A4,
) -> None:
    """Write FILE as a review document (PDF) or its drawing as a picture (SVG, PNG)."""
    format_name = output.suffix.lower().removeprefix(".")
    if format_name not in FORMATS:
        raise UnusableError(
            f"{shown(output)}: name the output something.pdf, something.svg or something.png."
        )
    require_folder(output)

    from archdraw.core.catalog import load_catalog

    catalog = load_catalog()
    opened = open_document(file, catalog)
    view_id = require_view(opened, view, file)
    from archdraw.exporters import ExportError, export_file

    try:
        notes = export_file(
            format_name,
            output,
            opened.design,
            catalog,
            theme=theme.value,
            view_id=view_id,
            overlay=overlay.value,
            scale=scale,
            paper=paper.value,
            version=__version__,
            file_name=shown(Path(file.name)),
            file_digest=opened.digest,
        )
    except ExportError as error:
        raise UnusableError(str(error)) from error
    for warning in notes.warnings:
        warn(f"{shown(output)}: {warning}")
    say(f"{shown(output)}: {output.stat().st_size / 1024:,.0f} kB.")
