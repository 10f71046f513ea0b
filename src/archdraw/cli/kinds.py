"""`archdraw kinds`: what a component can be."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archdraw.cli.console import (
    add_row,
    new_table,
    open_console,
    say,
    say_json,
    warn,
    without_trailing_spaces,
)

if TYPE_CHECKING:
    from rich.console import Console

    from archdraw.core.catalog import Catalog, ComponentKind, Figure


_NUMBERS = ("One instance", "Redundant")


class Format(enum.StrEnum):
    """How the answer is printed."""

    TEXT = "text"
    JSON = "json"


def kinds(
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="What to look for: a name, an alias, a word. Nothing lists all."),
    ] = "",
    format: Annotated[Format, typer.Option(help="How to print the answer.")] = Format.TEXT,
) -> None:
    """List the kinds of components with their default availability; search with TEXT."""
    from archdraw.editor.plugged import open_catalog

    catalog = open_catalog()
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
    console = open_console()
    with without_trailing_spaces(console):
        _print_kinds(console, catalog, found, by_family=not text)
    say()
    say(f"{len(found)} kinds, with the default availability alone and deployed redundantly.")


def _print_kinds(
    console: Console, catalog: Catalog, found: tuple[ComponentKind, ...], *, by_family: bool
) -> None:
    headings = {family: label for family, label, _ in catalog.families()}
    columns = ("Kind", "Name", *(() if by_family else ("Family",)), *_NUMBERS)
    table = new_table(*columns, right=_NUMBERS, whole=("Kind",))
    family = ""
    for kind in found:
        heading = headings.get(kind.family, kind.family)
        if by_family and kind.family != family:
            table.add_row()
            add_row(table, (heading,), "bold")
        family = kind.family
        place = () if by_family else (heading,)
        figures = (_percent(kind.availability_single), _percent(kind.availability_redundant))
        add_row(table, (kind.id, kind.label, *place, *figures))
    console.print(table)


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
