"""The `archdraw` command: window or command line, decided before anything heavy is imported."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from archdraw import __version__
from archdraw.standard_modules import OnlyWhenAsked

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (
    "analyse", "check", "rules", "explain", "consistency", "simulate", "what-if", "diff", "merge", "estimate",
    "reliability", "mesh", "export", "layout", "screenshot", "kinds", "plugins", "schema", "doctor",
)  # fmt: skip

UNUSABLE = 2
INTERNAL = 3
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run `archdraw` and return its exit code.

    Parameters
    ----------
    arguments
        Without the program's name; None takes those of the process.

    Returns
    -------
    int
        0 done · 1 findings or something missing · 2 unusable input · 3 internal error · 130 interrupted.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    if getattr(sys, "frozen", False) and any(one.startswith("-") for one in arguments[:1]):
        # A worker process of the simulation starts the same program again; then this does its work and ends.
        import multiprocessing

        multiprocessing.freeze_support()
    try:
        return _dispatch(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain about it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort: a sentence and a report instead of a traceback
        return _report_internal_error(error, arguments)


def _dispatch(arguments: list[str]) -> int:
    if arguments and arguments[0] == "--safe-mode":
        os.environ["ARCHDRAW_SAFE_MODE"] = "1"
        arguments = arguments[1:]
    first = arguments[0] if arguments else ""
    if first == "--version":
        print(f"archdraw {__version__}")
        return 0
    if first in COMMANDS or first in ("--help", "-h"):
        from archdraw import cli

        return cli.run(arguments, screenshot=_take_screenshot)
    if first == "--":
        return _open(arguments[1:])
    option = next((text for text in arguments if text.startswith("-")), None)
    if option is not None:
        return _refuse(f"there is no option {option}. archdraw --help lists what there is.")
    return _open(arguments)


def _open(names: list[str]) -> int:
    with OnlyWhenAsked():
        from pathlib import Path

    files = [Path(name) for name in names]
    for file in files:
        if not file.exists():
            return _refuse(_no_such_file(file))
    if not _has_display():
        return _refuse(
            "there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). "
            "archdraw analyse, export and layout work without one."
        )
    from archdraw.app import open_window

    try:
        return open_window(files)
    except ImportError as error:
        return _refuse(_qt_sentence(error))


def _take_screenshot(file: Path, output: Path, **wishes: Any) -> None:
    """Hand the window to the command line, which knows no Qt."""
    from archdraw.app import take_screenshot

    try:
        take_screenshot(file, output, **wishes)
    except ImportError as error:
        raise ValueError(_qt_sentence(error)) from error


def _qt_sentence(error: ImportError) -> str:
    """Say that Qt, or a system library it loads, is absent; what is ours and absent is raised again."""
    if (error.name or "").startswith("archdraw"):
        raise error
    return f"Qt cannot be loaded ({error}). archdraw doctor says what is missing."


def _no_such_file(file: Path) -> str:
    from difflib import get_close_matches

    sentence = f'there is no file "{file}".'
    meant = get_close_matches(str(file), COMMANDS, n=1)
    if meant:
        return f"{sentence} Did you mean: archdraw {meant[0]}?"
    return f"{sentence} archdraw without a file opens an empty window."


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _refuse(sentence: str) -> int:
    print(f"archdraw: {sentence}", file=sys.stderr)
    return UNUSABLE


def _report_internal_error(error: Exception, arguments: list[str]) -> int:
    import platform
    import traceback

    lines = [
        f"archdraw {__version__} · Python {platform.python_version()} · {platform.platform()}",
        f"arguments: {arguments!r}",
        "",
        *traceback.format_exception(error),
    ]
    place = _write_report("\n".join(lines))
    what = f"{type(error).__name__}: {error}".splitlines()[0].rstrip(": ")
    print(f"archdraw: an internal error ended the command ({what}). {place}", file=sys.stderr)
    return INTERNAL


def _write_report(text: str) -> str:
    """Write the report to the state folder, else to the temporary one; return a sentence saying where."""
    import tempfile
    from datetime import UTC, datetime
    from pathlib import Path

    from archdraw.core.locations import state_dir

    name = f"command-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    for folder in (state_dir() / "reports", Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        except OSError:
            continue
        return f"The report is in {folder / name}"
    return f"No folder could take the report, so here it is:\n{text}"


if __name__ == "__main__":
    sys.exit(main())
