"""`archdraw rules`: what is looked for, and a page for each rule."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archdraw.cli.console import (
    STYLES,
    UnusableError,
    add_row,
    new_table,
    open_console,
    say,
    say_json,
    shown,
    without_trailing_spaces,
)

if TYPE_CHECKING:
    from rich.console import Console

    from archdraw.core.analysis.rules import Rule


class RulesFormat(enum.StrEnum):
    """How pages are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def rules(
    rule: Annotated[
        str, typer.Argument(metavar="ID", help="A rule, such as SPF-02. Nothing lists all.")
    ] = "",
    format: Annotated[RulesFormat, typer.Option(help="How to print the answer.")] = RulesFormat.TEXT,
    write: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write a Markdown page for each rule there.")
    ] = None,
) -> None:
    """List all rules, or say all about the one called ID: why, by which limits, what mends it."""
    from archdraw.core.analysis.rule_pages import index_markdown, markdown, page_json, page_of
    from archdraw.core.analysis.rules import every_rule
    from archdraw.editor.plugged import use_rules

    use_rules()
    chosen = every_rule() if not rule else (_known(rule),)
    if write is not None:
        _write(write, chosen, index="" if rule else index_markdown())
        return
    if format is RulesFormat.JSON:
        pages = [page_json(page_of(one)) for one in chosen]
        say_json({"format": "archdraw-rules", "version": 1, "rules": pages})
    elif format is RulesFormat.MARKDOWN:
        text = markdown(page_of(chosen[0])) if rule else index_markdown()
        for line in text.splitlines():
            say(line)
    elif rule:
        _print_page(chosen[0])
    else:
        console = open_console()
        with without_trailing_spaces(console):
            _print_all(console, chosen)
        say()
        say(
            f"{len(chosen)} rules, each with its severity at its worst; archdraw rules ID says all about one."
        )


def _known(wanted: str) -> Rule:
    """Return the rule that is meant.

    Raises
    ------
    UnusableError
        There is none of this id.
    """
    from difflib import get_close_matches

    from archdraw.core.analysis.rule_pages import rule_of
    from archdraw.core.analysis.rules import every_rule

    found = rule_of(wanted)
    if found is not None:
        return found
    meant = get_close_matches(wanted.upper(), [one.id for one in every_rule()], n=1)
    hint = f"Did you mean {meant[0]}?" if meant else "archdraw rules lists all."
    raise UnusableError(f'There is no rule "{wanted}". {hint}')


def _write(folder: Path, chosen: tuple[Rule, ...], *, index: str) -> None:
    from archdraw.core.analysis.rule_pages import markdown, page_of

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in chosen:
            (folder / f"{one.id}.md").write_text(markdown(page_of(one)), encoding="utf-8")
        if index:
            (folder / "README.md").write_text(index, encoding="utf-8")
    except OSError as error:
        raise UnusableError(f"{shown(folder)}: the pages can't be written: {error.strerror}.") from None
    pages = "page" if len(chosen) == 1 else "pages"
    say(f"{shown(folder)}: {len(chosen)} {pages}{', and README.md leads to them' if index else ''}.")


def _print_all(console: Console, chosen: tuple[Rule, ...]) -> None:
    from archdraw.core.analysis.rule_pages import family_of

    table = new_table("Rule", "Looks for", "At its worst", whole=("Rule", "At its worst"))
    family = ""
    for one in chosen:
        if family_of(one.id) != family:
            family = family_of(one.id)
            table.add_row()
            add_row(table, ("", family), "bold")
        add_row(table, (one.id, one.title, one.severity))
    console.print(table)


def _print_page(rule: Rule) -> None:
    from archdraw.core.analysis.rule_pages import by_hand_text, how_to_accept, limit_text, page_of

    page = page_of(rule)
    console = open_console()
    console.print(f"{page.id} ", style="bold", end="")
    console.print(page.severity, style=STYLES[page.severity])
    console.print(page.title, style="bold", soft_wrap=True)
    parts = [("Looks at", page.looks_at), ("Why", page.why)]
    parts += [
        ("Threshold", f"{name} = {limit_text(one.default, one.unit)}: {one.meaning} ({one.source})")
        for name, one in page.thresholds
    ]
    parts += [("Fix", f"{title} ({fix})") for fix, title in page.fixes]
    if by_hand := by_hand_text(page):
        parts.append(("By hand", by_hand))
    shown_way, stored = how_to_accept(page.id)
    parts += [
        ("Accept", shown_way),
        ("", f'in the file, "suppressions": [{stored}]'),
        ("Source", page.source),
    ]
    for word, text in parts:
        say(f"  {word:<10} {text}")
