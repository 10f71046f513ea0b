"""The baseline: findings that were there when checking began, told apart from new ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.exporters.findings.checked import Checked

_FORMAT = "archdraw-baseline"
Identity = tuple[str, tuple[str, ...]]


class BaselineError(ValueError):
    """The text is no baseline; the message says what is wrong, without the file's name."""


def baseline_text(checked: Iterable[Checked]) -> str:
    """Return the findings that nobody has suppressed, by file, one a line: fit for version control."""
    files = {
        one.name: sorted(
            {finding.identity for finding in one.analysis.findings if finding.suppressed is None}
        )
        for one in checked
    }
    lines = []
    for name, identities in sorted(files.items()):
        said = [{"rule": rule, "about": list(about)} for rule, about in identities]
        inside = ",".join(f"\n      {json.dumps(one, ensure_ascii=False)}" for one in said)
        lines.append(f"    {json.dumps(name, ensure_ascii=False)}: [{inside}]")
    body = ",\n".join(lines)
    return f'{{\n  "format": "{_FORMAT}",\n  "version": 1,\n  "files": {{\n{body}\n  }}\n}}\n'


def read_baseline(text: str) -> dict[str, frozenset[Identity]]:
    """Return what a baseline accepts, by the name of the file.

    Raises
    ------
    BaselineError
        The text is no JSON or no baseline of version 1.
    """
    try:
        found: Any = json.loads(text)
    except ValueError as error:
        raise BaselineError(f"it is not JSON ({error})") from None
    if not isinstance(found, dict) or found.get("format") != _FORMAT:
        raise BaselineError(f"it is no baseline: “format” is not “{_FORMAT}”")
    if found.get("version") != 1:
        raise BaselineError("it is a baseline of another version; write it anew with --write-baseline")
    files = found.get("files")
    if not isinstance(files, dict):
        raise BaselineError("“files” is missing")
    return {str(name): frozenset(_identities(name, entries)) for name, entries in files.items()}


def _identities(name: object, entries: object) -> Iterable[Identity]:
    if not isinstance(entries, list):
        raise BaselineError(f"“{name}” is no list")
    for entry in entries:
        about = entry.get("about") if isinstance(entry, dict) else None
        if not isinstance(about, list) or not isinstance(entry.get("rule"), str):
            raise BaselineError(f"an entry of “{name}” has no rule or no list “about”")
        yield entry["rule"], tuple(str(one) for one in about)
