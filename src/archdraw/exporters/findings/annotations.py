"""Workflow commands that annotate the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.analysis.result import Severity
    from archdraw.exporters.findings.checked import Checked, Unusable

_KINDS: dict[Severity, str] = {
    "critical": "error",
    "high": "error",
    "medium": "warning",
    "low": "notice",
    "info": "notice",
}


def workflow_commands(checked: Iterable[Checked], unusable: Iterable[Unusable] = ()) -> list[str]:
    """Return a line for each file that can't be used, then for each open finding, worst first in a file."""
    return [
        f"::error file={_property(one.name)},title=This file can't be checked::{_data(one.reason)}"
        for one in unusable
    ] + [
        f"::{_KINDS[one.severity]} file={_property(document.name)},line={document.line_of(one)},"
        f"title={_property(f'{one.rule} {one.title}')}::{_data(f'{one.message} {one.remedy}')}"
        for document in checked
        for one in document.open
    ]


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
