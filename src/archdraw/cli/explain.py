"""`archdraw explain`: how the availability of a journey comes about, so that a reviewer can follow it."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archdraw.cli.analyse import Format
from archdraw.cli.console import UnusableError, say_json, shown
from archdraw.cli.documents import open_document, require_journey

if TYPE_CHECKING:
    from archdraw.core.model import Design


class MeasureOption(enum.StrEnum):
    """Which of the three availabilities."""

    SERVED = "served"
    FULL = "full"
    DONE = "done"


def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The design.")],
    journey: Annotated[
        str | None, typer.Option("--journey", "-j", metavar="J", help="Which journey; the first if not said.")
    ] = None,
    element: Annotated[
        str | None,
        typer.Option(
            "--element", "-e", metavar="E", help="Say what a component, instance or domain does to it."
        ),
    ] = None,
    measure: Annotated[
        MeasureOption, typer.Option(help="served, full (nothing missing) or done (side effects too).")
    ] = MeasureOption.SERVED,
    format: Annotated[Format, typer.Option(help="Text, or one JSON object.")] = Format.TEXT,
) -> None:
    """Show how the availability of a journey follows from the parts of FILE: structure, cuts, arithmetic."""
    from archdraw.cli.explain_text import print_element, print_explanation
    from archdraw.core.analysis.explaining import explain as explain_journey
    from archdraw.editor.plugged import open_catalog

    catalog = open_catalog()
    design = open_document(file, catalog).design
    chosen = require_journey(design, journey, file)
    found = explain_journey(design, catalog, chosen, measure.value)
    if found is None:
        raise UnusableError(
            f"{shown(file)}: the journey “{chosen}” has no entry, so nothing can be computed."
        )
    if element is not None and not _known(design, element, found.measure.importance):
        element = _named(design, element, file)
    if format is Format.JSON:
        say_json(_answer(found, element))
    elif element is not None:
        print_element(found, design, element)
    else:
        print_explanation(found, design)


def _known(design: Design, element: str, events: dict[str, Any]) -> bool:
    tables = (design.component_by_id, design.group_by_id, design.connection_by_id, events)
    return any(element in table for table in tables)


def _named(design: Design, name: str, file: Path) -> str:
    """Return the id of the only thing of that name."""
    parts = (*design.components, *design.groups, *design.connections)
    wanted = name.strip().casefold()
    found: list[str] = [part.id for part in parts if wanted and part.name.strip().casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnusableError(f"{shown(file)}: “{name}” may be {', '.join(found)}; say which by its id.")
    raise UnusableError(f"{shown(file)}: there is no component, instance, group or connection “{name}”.")


def _answer(found: Any, element: str | None) -> dict[str, Any]:
    from archdraw.core.analysis.result_json import plain

    answer: dict[str, Any] = {"format": "archdraw-explanation", "version": 1, **plain(found)}
    del answer["result"]
    answer["combined"] = found.combined
    answer["reasons"] = plain(found.result.reasons)
    answer["narrowed"] = plain(found.result.narrowed)
    answer["request_weighted"] = plain(found.result.request_weighted)
    if element is not None:
        from archdraw.cli.explain_text import events_of, sets_with

        answer["element"] = {
            "id": element,
            "importance": {e: plain(found.measure.importance[e]) for e in events_of(found, element)},
            "cut_sets": [plain(cut) for cut in sets_with(found, element)],
        }
    return answer
