"""`archdraw consistency`: what each store promises, and what a cut network does to each journey."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archdraw.cli.analyse import Format
from archdraw.cli.console import UnusableError, say_json, shown
from archdraw.cli.documents import open_document

if TYPE_CHECKING:
    from archdraw.core.analysis.consistency.records import Partition
    from archdraw.core.catalog import Catalog
    from archdraw.core.model import Design


def consistency(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The design.")],
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Cut the network between two groups only, by their ids."),
    ] = None,
    format: Annotated[Format, typer.Option(help="Tables, or one JSON object.")] = Format.TEXT,
) -> None:
    """Say what FILE promises of its data: class, quorums, losses, and each journey with the network cut.

    Without --between, each zone and region is cut off from those beside it.
    """
    from archdraw.core.analysis import analyse
    from archdraw.core.analysis.consistency.committing import spanning_changes
    from archdraw.core.analysis.consistency.replication import stores_in
    from archdraw.core.analysis.consistency.waiting import quorum_waits
    from archdraw.editor.plugged import open_catalog

    catalog = open_catalog()
    design = open_document(file, catalog).design
    cuts = _cuts(design, catalog, between, file)
    result = analyse(design, catalog)
    waits = [one for store in stores_in(design, catalog) for one in quorum_waits(design, catalog, store)]
    known = {one.id: one.availability for one in result.components if one.availability is not None}
    commits = spanning_changes(design, known)
    if format is Format.JSON:
        from archdraw.core.analysis.result_json import plain

        say_json(
            {
                "format": "archdraw-consistency",
                "version": 1,
                "title": design.title,
                "stores": plain(result.consistency),
                "quorum_waits": plain(waits),
                "spanning_changes": plain(commits),
                "cuts": [_as_data(cut) for cut in cuts],
            }
        )
        return
    from archdraw.cli.partition_text import print_promises

    print_promises(design, file, result, cuts, waits, commits)


def _cuts(
    design: Design, catalog: Catalog, between: tuple[str, str] | None, file: Path
) -> list[tuple[str, Partition]]:
    """Return each cut with what it is called."""
    from archdraw.core.analysis.consistency.partition import isolation, partition, separable, why_not_apart
    from archdraw.core.model import element_name

    if between is not None:
        first, second = between
        unknown = [one for one in between if one not in design.group_by_id]
        if unknown:
            raise UnusableError(f"{shown(file)}: there is no group “{unknown[0]}”.")
        reason = why_not_apart(design, first, second)
        if reason is not None:
            raise UnusableError(f"{shown(file)}: {reason}")
        words = f"between {element_name(design, first)} and {element_name(design, second)}"
        return [(words, partition(design, catalog, first, second))]
    alone = [(group.id, isolation(design, catalog, group.id)) for group in separable(design, catalog)]
    return [(f"{element_name(design, group)} cut off", found) for group, found in alone if found is not None]


def _as_data(cut: tuple[str, Partition]) -> dict[str, Any]:
    from archdraw.core.analysis.result_json import plain

    words, found = cut
    return {
        "cut": words,
        "sides": [
            {
                "groups": list(side.groups),
                "journeys": dict(side.journeys),
                "lost": sorted(side.lost),
                "refusing": list(side.refusing),
                "diverging": list(side.diverging),
            }
            for side in found.sides
        ],
        "journeys": plain(found.journeys),
        "stores": plain(found.stores),
    }
