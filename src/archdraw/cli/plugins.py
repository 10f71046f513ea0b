"""`archdraw plugins`: what is installed beside the program, and switching it on and off."""

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


def plugins(
    format: Annotated[Format, typer.Option(help="A table, or one JSON object.")] = Format.TEXT,
    off: Annotated[
        str | None, typer.Option(metavar="NAME", help="Switch a plug-in off, from now on.")
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="NAME", help="Switch a plug-in on again.")] = None,
) -> None:
    """List the plug-ins: name, version, what each brings, its state and the reason.

    Exits with 1 if one of them could not be loaded or only in part.
    """
    for name, wanted in ((off, False), (on, True)):
        if name is not None:
            _switch(name, on=wanted)
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


def _switch(name: str, *, on: bool) -> None:
    from archdraw.plugins.distribution import normal_name
    from archdraw.plugins.registry import plugins as found
    from archdraw.plugins.switching import switch, switched_off

    known = {one.key for one in found().installed()} | switched_off()
    if normal_name(name) not in known:
        raise UnusableError(f"no plug-in “{name}” is installed; archdraw plugins lists those there are.")
    try:
        switch(name, on=on)
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
        "kinds": list(one.kinds),
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
