"""The table of commands."""

from __future__ import annotations

import typer

from archdraw import __version__
from archdraw.cli.analyse import analyse
from archdraw.cli.check import check
from archdraw.cli.consistency import consistency
from archdraw.cli.diff import diff
from archdraw.cli.doctor import doctor
from archdraw.cli.estimate import estimate
from archdraw.cli.explain import explain
from archdraw.cli.export import export
from archdraw.cli.kinds import kinds
from archdraw.cli.layout import layout
from archdraw.cli.merge import merge
from archdraw.cli.mesh import mesh
from archdraw.cli.plugins import plugins
from archdraw.cli.reliability import reliability
from archdraw.cli.rules import rules
from archdraw.cli.schema import schema
from archdraw.cli.screenshot import screenshot
from archdraw.cli.simulate import simulate
from archdraw.cli.what_if import what_if

_HELP = """Draw an architecture, see how it fails and how much it carries, hand over the review document.

archdraw [FILE...] opens the window. The commands below work without a display.
"""
_EPILOG = (
    "Exit codes: 0 done, 1 findings or something missing, 2 unusable input with one line that says why, "
    "3 an internal error with a report."
)

_COMMANDS = (
    (analyse, "How FILE fails and how much it carries."),
    (check, "All rules over many files, for continuous integration."),
    (rules, "What is looked for, why, by which limits, and what mends it."),
    (explain, "How the availability of a journey follows from its parts."),
    (consistency, "What stores promise, and each journey with the network cut."),
    (simulate, "A journey request by request, also when something happens."),
    (what_if, "Which single change saves most downtime."),
    (diff, "What two states of a design have apart, drawn and in figures."),
    (merge, "Three states of a design made one, record by record."),
    (estimate, "The back-of-envelope sheet: formulas, units, results, doubts."),
    (reliability, "A fault tree in Open-PSA XML, solved."),
    (mesh, "A network of cables, and how often places are cut off."),
    (export, "The review document as PDF, the drawing as SVG or PNG."),
    (layout, "Place everything anew."),
    (screenshot, "The main window as a picture."),
    (kinds, "What a component can be."),
    (plugins, "What is installed beside the program, and what of it works."),
    (schema, "The JSON Schema of the document format."),
    (doctor, "What is missing on this machine."),
)


def build_app() -> typer.Typer:
    """Return the application with all commands, in the order of the help."""
    app = typer.Typer(
        name="archdraw",
        help=_HELP,
        epilog=_EPILOG,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    )
    app.callback(invoke_without_command=False)(_options)
    for command, summary in _COMMANDS:
        app.command(short_help=summary)(command)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"archdraw {__version__}")
        raise typer.Exit


def _options(
    *,
    version: bool = typer.Option(
        False, "--version", help="Print the version.", callback=_print_version, is_eager=True
    ),
) -> None:
    pass


_options.__doc__ = _HELP
