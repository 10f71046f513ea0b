"""`archdraw layout`: place everything anew and write the document."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archdraw.cli.console import UnusableError, say, shown
from archdraw.cli.documents import open_document, require_folder, require_view

if TYPE_CHECKING:
    from archdraw.core.model import Design


class Direction(enum.StrEnum):
    """Where calls run to."""

    LR = "LR"
    TB = "TB"
    RL = "RL"
    BT = "BT"


class Spacing(enum.StrEnum):
    """How roomy the drawing is."""

    compact = "compact"
    normal = "normal"
    roomy = "roomy"


def layout(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The design.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write it; may be FILE itself.")],
    direction: Annotated[
        Direction | None, typer.Option(help="Where calls run to: left to right, …; else the view's own.")
    ] = None,
    spacing: Annotated[
        Spacing | None, typer.Option(help="How roomy the drawing is; else the view's own.")
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Place only what has no place yet; nothing else moves.")
    ] = False,
    view: Annotated[str | None, typer.Option(help="Id of the view; the first one if not named.")] = None,
) -> None:
    """Place components and groups anew, except pinned ones, and write the design to OUTPUT.

    The view remembers direction and spacing.
    """
    from archdraw.core.layout import LayoutError, Request, arrange, place_new, with_places
    from archdraw.core.storage import save_design

    require_folder(output)
    opened = open_document(file)
    if opened.read_only:
        reason = "a newer ArchDraw made it; writing it again would lose parts of it."
        raise UnusableError(f"{shown(file)}: {reason}")
    view_id = require_view(opened, view, file)
    asked = {"direction": direction, "spacing": spacing}
    design = _with_wishes(opened.design, view_id, {key: one.value for key, one in asked.items() if one})
    request = Request(hidden=_hidden(design, view_id))
    try:
        made = (place_new if missing else arrange)(design, view_id, request=request)
    except LayoutError as error:
        raise UnusableError(f"{shown(file)}: {error}") from error
    same_file = output.exists() and output.samefile(file)
    save_design(
        output,
        with_places(design, view_id, made.boxes),
        expected_digest=opened.digest if same_file else None,
        opened=opened,
    )
    say(f"{shown(output)}: {len(made.boxes)} elements placed in view {view_id}. {made.remark}".rstrip())


def _with_wishes(design: Design, view_id: str, wishes: dict[str, str]) -> Design:
    """Return the design with direction and spacing of a view as asked for."""
    views = tuple(one.revised(**wishes) if one.id == view_id else one for one in design.views)
    return design.model_copy(update={"views": views}) if wishes else design


def _hidden(design: Design, view_id: str) -> frozenset[str]:
    from archdraw.core.drawing.visibility import hidden_ids

    view = design.view_by_id[view_id]
    notes = {note.id: note for note in view.notes}
    return frozenset(
        hidden_ids(view, design.component_by_id, design.group_by_id, design.connection_by_id, notes)
    )
