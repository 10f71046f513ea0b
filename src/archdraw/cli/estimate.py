"""`archdraw estimate`: the sheet of a design or of a template, with every formula, step and doubt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archdraw.cli.analyse import Format
from archdraw.cli.console import UnusableError, say, say_json, shown
from archdraw.cli.documents import open_document, require_folder

if TYPE_CHECKING:
    from archdraw.core.model import Design
    from archdraw.core.storage import Opened

FINDINGS = 1


def estimate(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="The design.")] = None,
    template: Annotated[
        str | None,
        typer.Option(
            "--template", "-t", metavar="NAME", help="Add the sheet of a common question, such as chat."
        ),
    ] = None,
    templates: Annotated[bool, typer.Option("--templates", help="List the templates.")] = False,
    whiteboard: Annotated[
        bool, typer.Option("--whiteboard", help="A day of 100,000 s and two figures, whatever FILE says.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Write the design with results and fed fields; may be FILE itself."
        ),
    ] = None,
    format: Annotated[Format, typer.Option(help="Text, or one JSON object.")] = Format.TEXT,
) -> None:
    """Compute the sheet of FILE, of a template, or of both together; FILE stays as it is.

    Exit code 1: a row has no result, or the design has other figures than its sheet gives.
    """
    if templates:
        _list_templates(format)
        return
    if file is None and template is None:
        raise UnusableError("name a design, or a template with --template; --templates lists those.")
    if output is not None:
        require_folder(output)
    opened = open_document(file) if file is not None else None
    design = _with_wishes(opened, template, whiteboard=whiteboard)
    if output is not None:
        design = _settled(design)
    found = _told(design, format)
    if output is not None:
        _save(output, design, opened, file)
    if found:
        raise typer.Exit(FINDINGS)


def _list_templates(format: Format) -> None:
    from archdraw.core.estimate.templates import all_templates

    found = all_templates()
    if format is Format.JSON:
        say_json([{"id": one.id, "title": one.title, "summary": one.summary} for one in found])
        return
    width = max(len(one.id) for one in found)
    for one in found:
        say(f"{one.id:<{width}}  {one.title}. {one.summary}")


def _with_wishes(opened: Opened | None, template: str | None, *, whiteboard: bool) -> Design:
    from archdraw.core.estimate.templates import TemplateError, template as find_template
    from archdraw.core.history import Store
    from archdraw.core.model import Design

    design = opened.design if opened is not None else Design()
    if template is not None:
        try:
            found = find_template(template)
        except TemplateError as error:
            raise UnusableError(f"{str(error)[:1].lower()}{str(error)[1:]}") from error
        inputs, estimates = found.for_document(Store(design).ids())
        update = {"inputs": (*design.inputs, *inputs), "estimates": (*design.estimates, *estimates)}
        design = design.model_copy(update=update)
        if opened is None:
            design = design.model_copy(update={"title": found.title})
    if whiteboard:
        design = design.model_copy(update={"settings": design.settings.revised(estimates="whiteboard")})
    return design


def _settled(design: Design) -> Design:
    """Return the design with results and fed fields written."""
    from archdraw.core.history import Store
    from archdraw.editor.edits.feeding import settle

    store = Store(design)
    with store.transaction("estimates"):
        settle(store)
    return store.design


def _told(design: Design, format: Format) -> bool:
    """Print the sheet; return whether anything in it asks for attention."""
    from archdraw.cli.estimate_text import print_sheet, sheet_json
    from archdraw.core.estimate.against_document import is_behind
    from archdraw.core.estimate.plausibility import warnings_of
    from archdraw.core.estimate.sheet import compute_design

    sheet = compute_design(design)
    warnings = warnings_of(design, sheet)
    if format is Format.JSON:
        say_json(sheet_json(design, sheet, warnings))
    else:
        print_sheet(design, sheet, warnings)
    return bool(sheet.problems) or is_behind(design, sheet)


def _save(output: Path, design: Design, opened: Opened | None, file: Path | None) -> None:
    from archdraw.core.storage import save_design

    if opened is not None and opened.read_only:
        reason = "a newer ArchDraw made it; writing it again would lose parts of it."
        raise UnusableError(f"{shown(output)}: {reason}")
    same = file is not None and output.exists() and output.samefile(file)
    digest = opened.digest if opened is not None and same else None
    save_design(output, design, expected_digest=digest, opened=opened)
