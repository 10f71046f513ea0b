"""The command line: one file a command; none of them needs a display."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.cli.screenshot import TakeScreenshot

UNUSABLE = 2


def run(argv: list[str], *, screenshot: TakeScreenshot | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    argv
        The command and its arguments, without the program's name.
    screenshot
        Renders the main window; handed in, because the command line knows no Qt.

    Returns
    -------
    int
        0 done · 1 findings or something missing · 2 unusable input, with one line on standard error.
        What is our own fault is raised.
    """
    import typer

    from archdraw.cli.commands import build_app
    from archdraw.cli.console import UnusableError, visible
    from archdraw.core.storage.errors import StorageError

    _survive_odd_encodings()
    command = typer.main.get_command(build_app())
    try:
        # Not command.main: it turns a closed pipe and an interruption into exit codes of its own.
        with command.make_context("archdraw", list(argv), obj=screenshot) as context:
            try:
                command.invoke(context)
            finally:
                if argv[:1] != ["plugins"]:
                    _say_faults_of_plugins()
        sys.stdout.flush()
    except typer.Exit as leaving:
        return leaving.exit_code
    except (UnusableError, StorageError) as error:
        sentence = str(error)
    except _usage_error() as error:
        sentence = _usage_sentence(error)
    else:
        return 0
    print(f"archdraw: {visible(sentence)}", file=sys.stderr)
    return UNUSABLE


def _survive_odd_encodings() -> None:
    """Where the terminal can't show a sign, print its escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _usage_error() -> type[Exception]:
    """Return what typer raises for arguments that make no sense; it carries click along, or needs it."""
    import typer

    return next(kind for kind in reversed(typer.BadParameter.__mro__[:2]) if issubclass(kind, Exception))


def _usage_sentence(error: BaseException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "archdraw"
    said = " ".join((error.format_message() if hasattr(error, "format_message") else str(error)).split())
    said = said.replace("Value error, ", "")
    return f"{said[:1].lower()}{said[1:].rstrip('.')}. {command} --help says how."


def _say_faults_of_plugins() -> None:
    """Say on standard error which plug-ins wait to be allowed and what went wrong with others.

    Only where the command has asked for any.
    """
    registry = sys.modules.get("archdraw.plugins.registry")
    if registry is None:
        return
    from archdraw.cli.console import warn

    found = registry.plugins()
    for one in (*found.notices(), *found.faults()):
        warn(str(one))
