"""`archdraw layout`: place everything anew and write the document."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archdraw.cli.console import UnusableError, say, shown
from archdraw.cli.documents import open_document, require_folder, require_view

if TYPE_CHECKING:
    from archdraw.core.geometry import Box
    from archdraw.core.model import Design


class Direction(enum.StrEnum):
    """Where calls run to."""

    LR = "LR"
    TB = "TB"
    RL = "RL"
    BT = "BT"


def layout(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The design.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write it; may be FILE itself.")],
    direction: Annotated[Direction, typer.Option(help="Where calls run to: left to right, …")] = Direction.LR,
    view: Annotated[str | None, typer.Option(help="Id of the view; the first one if not named.")] = None,
) -> None:
    """Place components and groups anew, except pinned ones, and write the design to OUTPUT."""
    from archdraw.core.layout import LayoutError, arrange
    from archdraw.core.storage import save_design

    require_folder(output)
    opened = open_document(file)
    if opened.read_only:
        reason = "a newer ArchDraw made it; writing it again would lose parts of it."
        raise UnusableError(f"{shown(file)}: {reason}")
    view_id = require_view(opened, view, file)
    try:
        boxes = arrange(opened.design, view_id, direction=direction.value)
    except LayoutError as error:
        raise UnusableError(f"{shown(file)}: {error}") from error
    arranged = with_places(opened.design, view_id, boxes)
    same_file = output.exists() and output.samefile(file)
    save_design(output, arranged, expected_digest=opened.digest if same_file else None, opened=opened)
    say(f"{shown(output)}: {len(boxes)} elements placed in view {view_id}.")


def with_places(design: Design, view_id: str, boxes: dict[str, Box]) -> Design:
    """Return the design with the boxes as places of a view.

    Routes drawn by hand between elements that moved lead nowhere now; the router finds those anew.
    """
    from archdraw.core.model import Placement

    view = design.view_by_id[view_id]
    nodes = dict(view.nodes)
    for key, box in boxes.items():
        old = nodes.get(key)
        nodes[key] = old.at(box) if old is not None else Placement(x=box.x, y=box.y, w=box.w, h=box.h)
    moved = {key for key in boxes if nodes[key] != view.nodes.get(key)}
    stale = {link.id for link in design.connections if link.source in moved or link.target in moved}
    edges = {key: route for key, route in view.edges.items() if key not in stale or route.route != "manual"}
    placed = view.revised(nodes=nodes, edges=edges)
    return design.model_copy(
        update={"views": tuple(placed if known.id == view_id else known for known in design.views)}
    )
