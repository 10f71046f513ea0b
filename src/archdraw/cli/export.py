"""`archdraw export`: the review document as PDF, a drawing as SVG or PNG."""

from __future__ import annotations

import enum
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archdraw import __version__
from archdraw.cli.console import UnusableError, say, shown, warn
from archdraw.cli.documents import open_document, require_folder, require_view

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog
    from archdraw.exporters import ExportFormat, ExportNotes

REVIEWS = ("pdf", "html", "md")
OUR_FORMATS = ("pdf", "svg", "png", "html", "md")


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


class Large(enum.StrEnum):
    """What becomes of a drawing that is too large for the paper."""

    FIT = "fit"
    TILE = "tile"


class Template(enum.StrEnum):
    """Kind of a review document."""

    FULL = "full"
    SUMMARY = "summary"
    INTERVIEW = "interview"


_LargeOption = Annotated[
    Large,
    typer.Option(
        "--large-drawings", help="Large drawings in a PDF: on a page that fits, or divided over pages."
    ),
]
_VersionOption = Annotated[
    str,
    typer.Option("--document-version", metavar="TEXT", help="What a review calls its own state, such as 2."),
]
_DayOption = Annotated[
    datetime | None,
    typer.Option(
        "--date",
        formats=["%Y-%m-%d"],
        metavar="DAY",
        help="The day a review carries and is made for, as 2026-11-26; today if not named.",
    ),
]
_TemplateOption = Annotated[
    Template, typer.Option(help="Kind of review: all of it, two pages, or an interview's answer.")
]
_LogoOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Your logo (PNG or SVG), for page one.")
]
_OverlayOption = Annotated[
    Overlay, typer.Option(metavar="NAME", help=f"What is added to the drawing: {', '.join(Overlay)}.")
]


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The design.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="OUT.pdf, .html, .md, .svg, .png or a plug-in's.")
    ],
    theme: Annotated[Theme, typer.Option(help="Colours of the drawing.")] = Theme.LIGHT,
    view: Annotated[str | None, typer.Option(help="Id of the view; the first one if not named.")] = None,
    overlay: _OverlayOption = Overlay.NONE,
    scale: Annotated[float, typer.Option(min=0.1, max=8, help="Pixels per unit of a PNG.")] = 1,
    since: Annotated[
        Path | None,
        typer.Option(metavar="OLD", help="An earlier version: a review says what has changed since."),
    ] = None,
    no_design: Annotated[
        bool, typer.Option("--no-design", help="Leave out the design, which lets the file be opened again.")
    ] = False,
    paper: Annotated[Paper, typer.Option(help="Size of the pages of a PDF.")] = Paper.A4,
    large: _LargeOption = Large.FIT,
    document_version: _VersionOption = "",
    day: _DayOption = None,
    template: _TemplateOption = Template.FULL,
    logo: _LogoOption = None,
) -> None:
    """Write FILE as a review document (PDF, HTML, Markdown) or its drawing as a picture (SVG, PNG)."""
    format_name = output.suffix.lower().removeprefix(".")
    formats = _formats(format_name, output)
    require_folder(output)
    from archdraw.editor.plugged import open_catalog
    from archdraw.exporters import ExportError, export_file
    from archdraw.exporters.logo import read_logo

    catalog = open_catalog()
    opened = open_document(file, catalog)

    try:
        notes = export_file(
            None,
            output,
            opened.design,
            catalog,
            formats=formats,
            day=day.date() if day is not None else None,
            theme=theme.value,
            view_id=require_view(opened, view, file),
            overlay=overlay.value,
            scale=scale,
            paper=paper.value,
            large=large.value,
            template=template.value,
            logo=read_logo(logo) if logo is not None else b"",
            version=__version__,
            document_version=document_version,
            file_name=shown(Path(file.name)),
            file_digest=opened.digest,
            embed=not no_design,
            **_since(since, catalog, output),
        )
    except ExportError as error:
        raise UnusableError(str(error)) from error
    _tell(output, notes)


def _since(old: Path | None, catalog: Catalog, output: Path) -> dict[str, Any]:
    """Return the earlier version and its name as an export takes them.

    Raises
    ------
    UnusableError
        The output is no review.
    """
    if old is None:
        return {}
    if output.suffix.lower().removeprefix(".") not in REVIEWS:
        raise UnusableError("--since is for reviews (PDF, HTML, Markdown); archdraw diff draws a picture.")
    return {"since": open_document(old, catalog).design, "since_name": shown(Path(old.name))}


def _tell(output: Path, notes: ExportNotes) -> None:
    for warning in notes.warnings:
        warn(f"{shown(output)}: {warning}")
    say(f"{shown(output)}: {output.stat().st_size / 1024:,.0f} kB.")
    if notes.beside:
        count = len(notes.beside)
        folder = shown(output.with_name(f"{output.stem}.files"))
        say(f"{folder}: {count} {'picture' if count == 1 else 'pictures'} that it shows.")


def _formats(suffix: str, output: Path) -> tuple[ExportFormat, ...]:
    """Return the formats there are; plug-ins are asked only where the suffix is none of ours.

    Raises
    ------
    UnusableError
        No format has this suffix.
    """
    from archdraw.exporters import FORMATS

    if suffix in OUR_FORMATS:
        return FORMATS
    from archdraw.editor.plugged import offered_formats

    offered = offered_formats()
    if any(one.suffix == f".{suffix}" for one in offered):
        return offered
    names = [f"something{one.suffix}" for one in offered]
    raise UnusableError(f"{shown(output)}: name the output {', '.join(names[:-1])} or {names[-1]}.")
