"""`archdraw diff`: what two states of a design have apart, as text, JSON or a drawing; git difftool too."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archdraw.cli.analyse import Format
from archdraw.cli.console import UnusableError, say_json, shown, warn
from archdraw.cli.documents import open_document, require_folder
from archdraw.cli.export import Theme

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog
    from archdraw.core.comparing import Comparison
    from archdraw.core.drawing import DisplayList
    from archdraw.core.model import Design

DIFFERENT = 1
PICTURES = ("svg", "png", "pdf")


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The design as it was.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The design as it is.")],
    format: Annotated[Format, typer.Option(help="Text, or one JSON object.")] = Format.TEXT,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Draw the changes too: OUT.svg, OUT.png or OUT.pdf."),
    ] = None,
    view: Annotated[
        str | None, typer.Option(help="Id of the view to draw; the first one if not named.")
    ] = None,
    theme: Annotated[Theme, typer.Option(help="Colours of the drawing.")] = Theme.LIGHT,
    beside: Annotated[
        bool,
        typer.Option("--side-by-side", help="Draw both states beside each other, not over each other."),
    ] = False,
) -> None:
    """Say what was added, removed, changed and moved from OLD to NEW, and what became of the figures.

    Exit code 0: the same document; 1: there are differences; 2: a file can't be used. A missing side may be
    /dev/null, as git passes it.
    """
    suffix = "" if output is None else output.suffix.lower().removeprefix(".")
    if output is not None:
        if suffix not in PICTURES:
            raise UnusableError(
                f"{shown(output)}: name the picture something.svg, something.png or something.pdf."
            )
        require_folder(output)
    from archdraw.core.catalog import load_catalog

    catalog = load_catalog()
    before, after = _opened(old, catalog), _opened(new, catalog)
    comparison = compared(before, after, catalog)
    if format is Format.JSON:
        from archdraw.cli.diff_json import comparison_json

        say_json(comparison_json(comparison))
    else:
        from archdraw.cli.diff_text import print_comparison

        print_comparison(comparison)
    if output is not None:
        drawn = _drawing(comparison, _view(comparison, view), catalog, beside=beside)
        _write(comparison, drawn, output, suffix, theme.value)
    if not comparison.equal:
        raise typer.Exit(DIFFERENT)


def compared(before: Design, after: Design, catalog: Catalog) -> Comparison:
    """Return the comparison of two designs; where only places differ, one analysis serves both."""
    from archdraw.core.analysis import analyse, design_revision
    from archdraw.core.comparing import compare

    result = analyse(after, catalog)
    same = design_revision(before) == design_revision(after)
    return compare(before, after, result if same else analyse(before, catalog), result)


def _opened(file: Path, catalog: Catalog) -> Design:
    from archdraw.core.storage import starter_design

    # On the missing side of an added or removed file git names the null device, on Windows too.
    if str(file) in ("/dev/null", os.devnull):
        return starter_design()
    return open_document(file, catalog).design


def _view(comparison: Comparison, wanted: str | None) -> str:
    known = [*comparison.new.view_by_id, *comparison.old.view_by_id]
    if wanted is None:
        first = next((one.id for one in (*comparison.new.views, *comparison.old.views) if one.nodes), None)
        return first or known[0]
    if wanted not in known:
        raise UnusableError(f"There is no view “{wanted}”; there are: {', '.join(dict.fromkeys(known))}.")
    return wanted


def _drawing(comparison: Comparison, view: str, catalog: Catalog, *, beside: bool) -> DisplayList:
    if beside:
        from archdraw.exporters.side_by_side import side_by_side

        return side_by_side(comparison.old, comparison.new, comparison.elements, view, catalog)
    from archdraw.exporters.changes import change_display

    return change_display(comparison.old, comparison.new, comparison.elements, view, catalog)


def _write(comparison: Comparison, display: DisplayList, output: Path, suffix: str, theme: str) -> None:
    from archdraw.cli.diff_text import titles
    from archdraw.core.comparing import summary
    from archdraw.core.storage import SystemDisk, write_atomically
    from archdraw.exporters.changes import write_changes
    from archdraw.exporters.job import ExportError

    options: dict[str, Any] = {"title": titles(comparison), "description": summary(comparison)}
    try:
        data, warnings = write_changes(suffix, display, theme=theme, **options)
    except ExportError as error:
        raise UnusableError(str(error)) from error
    write_atomically(output, data, SystemDisk(), name=str(output))
    for warning in warnings:
        warn(f"{shown(output)}: {warning}")
