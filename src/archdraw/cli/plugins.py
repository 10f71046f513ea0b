"""`archdraw plugins`: what is installed beside the program, and allowing or refusing it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated

import typer

from archdraw.cli.console import (
    UnusableError,
    add_row,
    new_table,
    open_console,
    say,
    say_json,
    without_trailing_spaces,
)

if TYPE_CHECKING:
    from archdraw.plugins.overview import Listed

FOUND = 1


class Format(enum.StrEnum):
    """How the answer is printed."""

    TEXT = "text"
    JSON = "json"


class Choice(enum.StrEnum):
    """What becomes of a plug-in."""

    LIST = "list"
    ALLOW = "allow"
    REFUSE = "refuse"


def plugins(
    choice: Annotated[
        Choice, typer.Argument(help="list them all, allow one by its NAME, or refuse one.")
    ] = Choice.LIST,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The plug-in that is meant.")] = None,
    format: Annotated[Format, typer.Option(help="A table, or one JSON object.")] = Format.TEXT,
) -> None:
    """List the plug-ins: name, version, what each brings, its state and the reason; allow or refuse one.

    Nothing of a plug-in is loaded before it is allowed, for this user of this machine: its code can do all
    that you can. Exits with 1 if one that is allowed could not be loaded or only in part.
    """
    if choice is not Choice.LIST:
        _choose(choice, name)
    elif name is not None:
        raise UnusableError("archdraw plugins list takes no name; allow NAME and refuse NAME do.")
    from archdraw.editor.plugged import list_plugins, open_catalog
    from archdraw.plugins.version import API_VERSION

    found = list_plugins(open_catalog())
    if format is Format.JSON:
        say_json(
            {
                "format": "archdraw-plugins",
                "version": 1,
                "api": API_VERSION,
                "plugins": [_as_data(one) for one in found],
            }
        )
    elif not found:
        say("No plug-in is installed.")
    else:
        _print(found)
    if any(one.state in ("refused", "partly loaded") for one in found):
        raise typer.Exit(FOUND)


def _choose(choice: Choice, name: str | None) -> None:
    from archdraw.plugins.distribution import normal_name
    from archdraw.plugins.registry import plugins as found
    from archdraw.plugins.switching import allow, choices, refuse

    if name is None:
        raise UnusableError(f"say which plug-in: archdraw plugins {choice.value} NAME.")
    now = choices()
    known = {one.key for one in found().installed()} | now.allowed | now.refused
    if normal_name(name) not in known:
        raise UnusableError(f"no plug-in “{name}” is installed; archdraw plugins lists those there are.")
    try:
        (allow if choice is Choice.ALLOW else refuse)(name)
    except OSError as error:
        raise UnusableError(f"the settings can't be written: {error.strerror or error}.") from error
    found.cache_clear()


def _as_data(one: Listed) -> dict[str, object]:
    return {
        "name": one.name,
        "version": one.version,
        "state": one.state,
        "rules": list(one.rules),
        "exporters": list(one.exporters),
        "importers": list(one.importers),
        "actions": list(one.actions),
        "kinds": list(one.kinds),
        "promises": one.promises,
        "reasons": list(one.reasons),
    }


def _print(found: tuple[Listed, ...]) -> None:
    table = new_table("Plug-in", "Version", "Brings", "State", whole=("Plug-in", "State"))
    for one in found:
        add_row(table, (one.name, one.version, one.brings, one.state))
    console = open_console()
    with without_trailing_spaces(console):
        console.print(table)
    for one in found:
        for reason in one.reasons:
            say(f"{one.name}: {reason}")
