"""A comparison for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.cli.console import add_row, new_table, open_console, print_section, say, without_trailing_spaces
from archdraw.core.comparing.elements import HAPPENINGS, NOUNS
from archdraw.core.comparing.wording import (
    FIGURES,
    SIGNS,
    field_text,
    figure_text,
    journey_name,
    method_text,
    move_text,
    summary,
)
from archdraw.core.model import element_name, one_line

if TYPE_CHECKING:
    from rich.console import Console

    from archdraw.core.comparing import Comparison, ElementChange

_WORDS = {True: "better", False: "worse", None: ""}


def titles(comparison: Comparison) -> str:
    """Return what is compared by the titles of the documents: git passes names that say nothing."""
    old, new = (one_line(one.title) for one in (comparison.old, comparison.new))
    if old == new or not old or not new:
        return old or new or "Untitled design"
    return f"{old} → {new}"


def print_comparison(comparison: Comparison) -> None:
    """Print the sentence, then what was drawn otherwise, the figures, the findings."""
    say(titles(comparison))
    say(summary(comparison))
    if comparison.equal:
        return
    console = open_console()
    with without_trailing_spaces(console):
        for happening in HAPPENINGS:
            _print_elements(console, comparison, [x for x in comparison.elements if x.happening == happening])
        if comparison.reordered:
            print_section(console, "Another order")
            tables = ", ".join(f"{NOUNS[one]}s".replace("ys", "ies") for one in comparison.reordered)
            add = new_table("")
            add.show_header = False
            add_row(add, [tables])
            console.print(add)
        _print_figures(console, comparison)
        _print_findings(console, comparison)


def _print_elements(console: Console, comparison: Comparison, changes: list[ElementChange]) -> None:
    if not changes:
        return
    print_section(console, changes[0].happening.capitalize())
    table = new_table("", "What", "Name", "How", whole=("", "What"))
    table.show_header = False
    for one in changes:
        if one.happening == "changed":
            details: tuple[str, ...] = tuple(field_text(field, comparison) for field in one.fields)
        else:
            details = (move_text(one),) if one.happening == "moved" else ()
        where = element_name(comparison.new, one.view) if one.view and len(comparison.new.views) > 1 else ""
        name = one.name if not where else f"{one.name} (in {where})"
        add_row(table, [SIGNS[one.happening], one.noun, name, details])
    console.print(table)


def _print_figures(console: Console, comparison: Comparison) -> None:
    figures = comparison.changed_figures
    if not figures:
        return
    print_section(console, "Figures")
    table = new_table("Journey", "Figure", "Before", "After", "", "Method", right=("Before", "After"))
    for one in figures:
        journey = "" if one.journey is None else journey_name(comparison, one)
        old = figure_text(one, one.old, one.old_down)
        new = figure_text(one, one.new, one.new_down)
        add_row(table, [journey, FIGURES[one.name], old, new, _WORDS[one.better], method_text(one)])
    console.print(table)


def _print_findings(console: Console, comparison: Comparison) -> None:
    for happening, sign in (("opened", "+"), ("closed", "−")):
        found = [one.finding for one in comparison.findings if one.happening == happening]
        if not found:
            continue
        print_section(console, f"Findings {happening}")
        table = new_table("", "Severity", "Rule", "Finding", whole=("", "Severity", "Rule"))
        table.show_header = False
        for one in found:
            add_row(table, [sign, one.severity, one.rule, one.message])
        console.print(table)
