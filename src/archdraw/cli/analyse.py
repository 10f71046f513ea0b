"""`archdraw analyse`: what the analyser says about a design, for people or for programs."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archdraw.cli.console import say_json
from archdraw.cli.documents import open_document

if TYPE_CHECKING:
    from archdraw.core.analysis import Analysis

FOUND = 1


class Format(enum.StrEnum):
    """How the answer is printed."""

    TEXT = "text"
    JSON = "json"


class FailOn(enum.StrEnum):
    """The mildest finding that makes the exit code 1."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"
    NEVER = "never"


def analyse(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The design.")],
    format: Annotated[Format, typer.Option(help="Tables, or one JSON object.")] = Format.TEXT,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit with 1 if there is a finding this bad or worse.")
    ] = FailOn.CRITICAL,
) -> None:
    """Say how FILE fails and how much it carries: availability, single points, bottlenecks, findings."""
    from archdraw.core.analysis import analyse as run_analysis
    from archdraw.core.analysis.result_json import result_json
    from archdraw.editor.plugged import open_catalog

    catalog = open_catalog()
    opened = open_document(file, catalog)
    result = run_analysis(opened.design, catalog)
    if format is Format.JSON:
        say_json(result_json(result))
    else:
        from archdraw.cli.analysis_text import print_analysis

        print_analysis(result, opened.design, file)
    if has_findings(result, fail_on):
        raise typer.Exit(FOUND)


def has_findings(result: Analysis, fail_on: FailOn) -> bool:
    """Say whether there is a finding at or above a severity that nobody has accepted with a reason."""
    from archdraw.core.analysis.result import SEVERITIES

    if fail_on is FailOn.NEVER:
        return False
    counted = SEVERITIES[: SEVERITIES.index(fail_on.value) + 1]
    return any(finding.severity in counted and finding.suppressed is None for finding in result.findings)
