"""`archdraw kinds`: what a component can be."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archdraw.cli.console import add_row, new_table, open_console, print_section, say, say_json, warn

if TYPE_CHECKING:
    from archdraw.core.catalog import ComponentKind, Figure


_NUMBERS = ("One instance", "Redundant")


class Format(enum.StrEnum):
    """How the answer is printed."""

    TEXT = "text"
    JSON = "json"


def kinds(
    text: Annotated[
        str, typer.Argument(help="What to look for: a name, an alias, a word. Nothing lists all.")
    ] = "",
    format: Annotated[Format, typer.Option(help="How to print the answer.")] = Format.TEXT,
) -> None:
    """List the kinds of components with their default availability; search with TEXT."""
    from archdraw.core.catalog import load_catalog

    catalog = load_catalog()
    for problem in catalog.problems:
        warn(problem)
    found = catalog.search(text)
    if format is Format.JSON:
        answer = {"format": "archdraw-kinds", "version": 1, "kinds": [_as_data(kind) for kind in found]}
        say_json(answer)
        return
    if not found:
        say(f"No kind fits “{text}”. archdraw kinds lists all {len(catalog.kinds)}.")
        return
    headings = {family: label for family, label, _ in catalog.families()}
    console = open_console()
    if text:
        table = new_table("Kind", "Name", "Family", "One instance", "Redundant", right=_NUMBERS)
        for kind in found:
            figures = (_percent(kind.availability_single), _percent(kind.availability_redundant))
            add_row(table, (kind.id, kind.label, headings.get(kind.family, kind.family), *figures))
        console.print(table)
    else:
        for _, heading, members in catalog.families():
            print_section(console, heading)
            table = new_table("Kind", "Name", "One instance", "Redundant", right=_NUMBERS)
            for kind in members:
                figures = (_percent(kind.availability_single), _percent(kind.availability_redundant))
                add_row(table, (kind.id, kind.label, *figures))
            console.print(table)
    console.print()
    say(f"{len(found)} kinds. Availability is the default of one instance, and when deployed redundantly.")


def _percent(figure: Figure) -> str:
    return "–" if figure.value is None else f"{figure.value * 100:.10g}\u2009%"


def _as_data(kind: ComponentKind) -> dict[str, Any]:
    return {
        "id": kind.id,
        "label": kind.label,
        "family": kind.family,
        "summary": kind.summary,
        "pack": kind.pack,
        "managed": kind.managed,
        "redundancy": kind.default_redundancy,
        "availability_single": _figure(kind.availability_single),
        "availability_redundant": _figure(kind.availability_redundant),
        "capacity_rps": _figure(kind.capacity_rps),
        "attributes": [spec.name for spec in kind.attributes],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "unit": figure.unit,
        "confidence": str(figure.confidence),
        "source": figure.source,
    }
