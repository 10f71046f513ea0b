"""`archdraw check`: the rules over one or many documents, for continuous integration."""

from __future__ import annotations

import enum
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archdraw.cli.analyse import FOUND, FailOn
from archdraw.cli.console import STYLES, UnusableError, open_console, say, say_json, shown, visible, warn
from archdraw.cli.documents import open_document, require_folder

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Severity
    from archdraw.core.catalog import Catalog
    from archdraw.exporters.findings.baseline import Identity
    from archdraw.exporters.findings.checked import Checked, Unusable

UNUSABLE = 2


class CheckFormat(enum.StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Designs, or folders that hold some.")
    ],
    format: Annotated[
        CheckFormat, typer.Option(help="Text, JSON, SARIF 2.1.0, JUnit XML, or lines for GitHub.")
    ] = CheckFormat.TEXT,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit with 1 if there is a new finding this bad or worse.")
    ] = FailOn.HIGH,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Findings that are known: they do not count.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write all present findings there, and exit with 0.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the report there.")
    ] = None,
) -> None:
    """Check each FILE against all rules; say what is new, and where it stands in the file."""
    from archdraw.editor.plugged import open_catalog
    from archdraw.exporters.findings.baseline import baseline_text

    for path in (output, write_baseline):
        if path is not None:
            require_folder(path)
    known = _known(baseline)
    checked, broken = _check_all(_designs(files), known, open_catalog())
    if write_baseline is not None:
        write_baseline.write_text(baseline_text(checked), encoding="utf-8")
        count = sum(1 for one in checked for finding in one.analysis.findings if finding.suppressed is None)
        say(f"{shown(write_baseline)}: {count} findings of {len(checked)} files are known from now on.")
        raise typer.Exit(UNUSABLE if broken else 0)
    limit = _severity(fail_on)
    _report(checked, broken, format, limit, output)
    _say_gone(checked, known)
    _say_idle(checked)
    if broken:
        raise typer.Exit(UNUSABLE)
    if any(one.at_or_above(limit) for one in checked):
        raise typer.Exit(FOUND)


def _severity(fail_on: FailOn) -> Severity | None:
    from archdraw.core.analysis.result import SEVERITIES

    return next((name for name in SEVERITIES if name == fail_on.value), None)


def _designs(files: list[Path]) -> list[Path]:
    """Return the documents that are meant: files as named, of folders all designs in and below them.

    Raises
    ------
    UnusableError
        A folder holds no design.
    """
    found: dict[Path, None] = {}
    for file in files:
        if file.is_dir():
            inside = sorted(one for one in file.rglob("*.adraw") if one.is_file())
            if not inside:
                raise UnusableError(f"{shown(file)}: there is no .adraw file in this folder.")
            found.update(dict.fromkeys(inside))
        else:
            found[file] = None
    return list(found)


def _known(baseline: Path | None) -> dict[str, frozenset[Identity]]:
    from archdraw.exporters.findings.baseline import BaselineError, read_baseline

    if baseline is None:
        return {}
    try:
        return read_baseline(baseline.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UnusableError(f"{shown(baseline)}: the baseline can't be read: {reason}.") from None
    except BaselineError as error:
        raise UnusableError(f"{shown(baseline)}: the baseline can't be used: {error}.") from None


def _check_all(
    files: list[Path], known: dict[str, frozenset[Identity]], catalog: Catalog
) -> tuple[list[Checked], list[Unusable]]:
    """Return what was checked, and what could not be; each of those has its line on stderr."""
    from archdraw.core.analysis import analyse
    from archdraw.core.storage import StorageError
    from archdraw.exporters.findings.checked import Checked, Unusable

    checked: list[Checked] = []
    broken: list[Unusable] = []
    for file in files:
        name = _name(file)
        try:
            design = open_document(file, catalog).design
            text = file.read_text(encoding="utf-8", errors="replace")
        except (StorageError, OSError) as error:
            warn(str(error))
            broken.append(Unusable(name, visible(str(error))))
            continue
        checked.append(Checked(name, text, design, analyse(design, catalog), known.get(name, frozenset())))
    return checked, broken


def _name(file: Path) -> str:
    """Return how a file is called in reports: from the working folder on, with slashes."""
    try:
        named = file.resolve().relative_to(Path.cwd())
    except ValueError:
        named = file
    # A name may hold bytes that are no text; reports are text.
    return os.fsencode(named.as_posix()).decode("utf-8", "replace")


def _report(
    checked: list[Checked],
    broken: list[Unusable],
    format: CheckFormat,
    limit: Severity | None,
    output: Path | None,
) -> None:
    from archdraw.exporters.findings.annotations import workflow_commands
    from archdraw.exporters.findings.junit import junit
    from archdraw.exporters.findings.sarif import sarif

    if format is CheckFormat.TEXT and output is None:
        _print(checked)
        return
    if format in (CheckFormat.JSON, CheckFormat.SARIF):
        in_sarif = format is CheckFormat.SARIF
        answer: Any = sarif(checked, broken) if in_sarif else _plain(checked, broken, limit)
        if output is None:
            say_json(answer)
            return
        import json

        text = json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    elif format is CheckFormat.JUNIT:
        text = junit(checked, limit, broken)
    elif format is CheckFormat.GITHUB:
        text = "".join(f"{line}\n" for line in workflow_commands(checked, broken))
    else:
        text = "".join(f"{line}\n" for line in _lines(checked))
    if output is None:
        for line in text.splitlines():
            say(line)
    else:
        output.write_text(text, encoding="utf-8")


def _lines(checked: list[Checked]) -> list[str]:
    """Return a line for each open finding, as compilers write them."""
    return [
        f"{document.name}:{document.line_of(one)}: {one.severity}: {one.message} [{one.rule}]"
        for document in checked
        for one in document.open
    ] + [_summary(checked)]


def _print(checked: list[Checked]) -> None:
    console = open_console()
    for document in checked:
        for one in document.open:
            place = visible(f"{document.name}:{document.line_of(one)}: ")
            console.print(place, style="bold", end="", soft_wrap=True)
            console.print(f"{one.severity}: ", style=STYLES[one.severity], end="", soft_wrap=True)
            console.print(visible(f"{one.message} [{one.rule}]"), soft_wrap=True)
            console.print(f"    {visible(one.remedy)}", style="dim", soft_wrap=True)
    say(_summary(checked))


def _summary(checked: list[Checked]) -> str:
    from archdraw.core.analysis.result import SEVERITIES

    counts = {name: sum(1 for d in checked for f in d.open if f.severity == name) for name in SEVERITIES}
    said = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "no findings"
    old = sum(1 for d in checked for f in d.analysis.findings if f.suppressed is None and d.is_old(f))
    accepted = sum(1 for d in checked for f in d.analysis.findings if f.suppressed is not None)
    files = f"{len(checked)} {'file' if len(checked) == 1 else 'files'}"
    rest = [f"{old} known"] if old else []
    rest += [f"{accepted} accepted"] if accepted else []
    return f"{files}: {said}" + (f" ({', '.join(rest)})" if rest else "") + "."


def _plain(checked: list[Checked], broken: list[Unusable], limit: Severity | None) -> dict[str, Any]:
    from archdraw.core.analysis.result_json import plain

    return {
        "format": "archdraw-check",
        "version": 1,
        "fail_on": limit,
        "failed": bool(broken) or any(one.at_or_above(limit) for one in checked),
        "unusable": [{"file": one.name, "reason": one.reason} for one in broken],
        "files": [
            {
                "file": one.name,
                "revision": one.analysis.revision,
                "findings": [
                    {**plain(finding), "line": one.line_of(finding), "known": one.is_old(finding)}
                    for finding in one.analysis.findings
                ],
                "ledger": plain(one.analysis.ledger),
            }
            for one in checked
        ],
    }


def _say_idle(checked: list[Checked]) -> None:
    """Say what a document states about rules and that has no effect: a typing error hides nothing unseen."""
    from archdraw.core.analysis.idle_settings import idle_settings

    for document in checked:
        for sentence in idle_settings(document.design, document.analysis):
            warn(f"{document.name}: {sentence}")


def _say_gone(checked: list[Checked], known: dict[str, frozenset[Identity]]) -> None:
    """Say how much of the baseline is mended, so that it can be written anew."""
    gone = 0
    for document in checked:
        present = {finding.identity for finding in document.analysis.findings}
        gone += len(known.get(document.name, frozenset()) - present)
    if gone:
        warn(f"{gone} known {'finding is' if gone == 1 else 'findings are'} gone; write the baseline anew.")
