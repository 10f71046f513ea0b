"""The result of an analysis as tables that fit a terminal of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.cli.consistency_text import print_consistency
from archdraw.cli.console import (
    STYLES,
    add_row,
    new_table,
    open_console,
    print_section,
    shown,
    visible,
    without_trailing_spaces,
)
from archdraw.cli.latency_text import print_growth, print_latency
from archdraw.core.analysis.cut_set_words import outages_text
from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.warning_words import warning_sentences
from archdraw.core.analysis.wording import (
    availability_text,
    downtime_text,
    interval_text,
    likely_text,
    nines_text,
    percent_text,
    rate_text,
    requests_text,
    target_figure,
    target_text,
)
from archdraw.core.model import element_name, event_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rich.console import Console

    from archdraw.core.analysis.result import Analysis, Finding, JourneyResult, TargetCheck
    from archdraw.core.model import Design

_NONE = "–"
_MOST_LOADED = 12
_VERDICTS = {True: "met", False: "MISSED", None: "unknown"}
_SINGLE_POINTS = {
    "events": "stop it alone",
    "managed": "services bought as one",
    "domains": "failure domains",
    "components": "if every instance is lost",
}


def print_analysis(result: Analysis, design: Design, file: Path) -> None:
    """Print journeys, single points of failure, load and findings."""
    from rich.text import Text

    console = open_console()
    with without_trailing_spaces(console):
        console.print(Text(visible(design.title or file.stem), style="bold"), Text(f"· {shown(file)}"))
        if not result.journeys:
            console.print()
            console.print(Text("No journey is described yet, so there is no availability to compute."))
        else:
            _print_journeys(console, result, design)
            _print_requests(console, result, design)
            _print_targets(console, result, design)
            _print_single_points(console, result, design)
        print_latency(console, result, design)
        _print_load(console, result, design)
        print_growth(console, result, design)
        print_consistency(console, result, design)
        _print_findings(console, result.findings)


def _print_journeys(console: Console, result: Analysis, design: Design) -> None:
    from rich.padding import Padding
    from rich.text import Text

    print_section(console, "Journeys")
    numbers = ("Availability", "Down a year", "Ceiling")
    table = new_table("Journey", *numbers[:2], "Target", numbers[2], "Bottleneck", right=numbers)
    for journey in result.journeys:
        row: list[str | tuple[str, ...]] = [element_name(design, journey.id)]
        served = journey.measures.get("served")
        if served is None:
            row += [_NONE, _NONE]
        else:
            shown_availability = availability_text(served.availability, served.unavailability)
            lines = [shown_availability, nines_text(served.unavailability)]
            if served.interval is not None:
                lines.append(interval_text(served.interval))
            if served.uncertainty is not None:
                lines.append(likely_text(served.uncertainty, availability_text))
            row.append(tuple(lines))
            row.append((downtime_text(served.downtime_s_year), served.method))
        row.append(_target(journey))
        row.append(_with_range(journey.ceiling_rps, journey.ceiling_range, rate_text))
        row.append(element_name(design, journey.bottleneck) if journey.bottleneck else _NONE)
        add_row(table, row)
    console.print(table)
    for journey in result.journeys:
        served = journey.measures.get("served")
        if served is not None and served.outages_year:
            often = f"{element_name(design, journey.id)}: {outages_text(served)}."
            console.print(Padding(Text(visible(often)), (0, 0, 0, 2)))
        for said in warning_sentences(journey, lambda one: element_name(design, one)):
            console.print(Padding(Text(visible(f"{element_name(design, journey.id)}: {said}")), (0, 0, 0, 2)))


def _with_range(
    value: float | None, ends: tuple[float, float] | None, words: Callable[[float], str]
) -> str | tuple[str, ...]:
    """Return a figure, below it the 5 and 95 % points where inputs are stated as ranges."""
    if value is None:
        return _NONE
    return words(value) if ends is None else (words(value), likely_text(ends, words))


def _print_requests(console: Console, result: Analysis, design: Design) -> None:
    from rich.padding import Padding
    from rich.text import Text

    helped = [journey for journey in result.journeys if journey.request_weighted is not None]
    if not helped:
        return
    print_section(console, "Requests that caches help to serve")
    for journey in helped:
        console.print(Text(visible(element_name(design, journey.id)), style="bold"))
        if journey.request_weighted is not None:
            console.print(Padding(Text(requests_text(journey.request_weighted)), (0, 0, 0, 2)))


def _target(journey: JourneyResult) -> str | tuple[str, ...]:
    check = next((check for check in journey.targets if check.target == "availability"), None)
    if check is None:
        return "none stated"
    return availability_text(check.wanted), _VERDICTS[check.met]


def _print_targets(console: Console, result: Analysis, design: Design) -> None:
    rows = [
        (element_name(design, journey.id), check)
        for journey in result.journeys
        for check in journey.targets
        if check.target != "availability" and (check.computed is not None or check.met is not None)
    ]
    if not rows:
        return
    print_section(console, "Other targets")
    table = new_table("Journey", "Target", "Wanted", "Computed", "Verdict", right=("Wanted", "Computed"))
    for name, check in rows:
        add_row(table, (name, target_text(check.target), *_figures(check), _VERDICTS[check.met]))
    console.print(table)


def _figures(check: TargetCheck) -> tuple[str, str]:
    wanted = target_figure(check.target, check.wanted)
    return wanted, _NONE if check.computed is None else target_figure(check.target, check.computed)


def _print_single_points(console: Console, result: Analysis, design: Design) -> None:
    from rich.padding import Padding
    from rich.text import Text

    print_section(console, "Single points of failure")
    for journey in result.journeys:
        served = journey.measures.get("served")
        if served is None:
            continue
        console.print(Text(visible(element_name(design, journey.id)), style="bold"))
        said = False
        for field, words in _SINGLE_POINTS.items():
            names = [event_name(design, event) for event in getattr(served.single_points, field)]
            if names:
                said = True
                console.print(Padding(Text(visible(f"{words}: {', '.join(names)}")), (0, 0, 0, 2)))
        if not said:
            console.print(Padding(Text("none"), (0, 0, 0, 2)))


def _print_load(console: Console, result: Analysis, design: Design) -> None:
    from rich.text import Text

    loaded = [part for part in result.components if part.utilisation is not None]
    if not loaded:
        return
    loaded.sort(key=lambda part: -(part.utilisation or 0))
    print_section(console, "Bottlenecks")
    numbers = ("Utilisation", "Load", "Capacity")
    table = new_table("Component", *numbers, right=numbers)
    for part in loaded[:_MOST_LOADED]:
        share = part.utilisation or 0.0
        over = share > design.settings.target_utilisation
        add_row(
            table,
            (
                element_name(design, part.id),
                _with_range(share, part.utilisation_range, percent_text),
                rate_text(part.rate_rps) if part.rate_rps is not None else _NONE,
                rate_text(part.capacity_rps) if part.capacity_rps is not None else _NONE,
            ),
            "bold red" if share > 1 else "yellow" if over else "",
        )
    console.print(table)
    if len(loaded) > _MOST_LOADED:
        console.print(Text(f"… and {len(loaded) - _MOST_LOADED} less loaded ones."))


def _print_findings(console: Console, findings: tuple[Finding, ...]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    open_findings = [finding for finding in findings if finding.suppressed is None]
    print_section(console, "Findings")
    if not open_findings:
        console.print(Text("none"))
    for severity in SEVERITIES:
        for finding in open_findings:
            if finding.severity != severity:
                continue
            line = Text()
            line.append(f"{severity:<8}", style=STYLES[severity])
            line.append(f" {finding.rule}  ", style="bold")
            line.append(visible(f"{finding.title} [{', '.join(finding.elements)}]"))
            console.print(line)
            console.print(Padding(Text(visible(finding.message)), (0, 0, 0, 9)))
            if finding.remedy:
                console.print(Padding(Text(visible(f"→ {finding.remedy}")), (0, 0, 0, 9)))
    _print_counts(console, findings)


def _print_counts(console: Console, findings: tuple[Finding, ...]) -> None:
    from rich.text import Text

    counts = {
        severity: sum(finding.severity == severity and finding.suppressed is None for finding in findings)
        for severity in SEVERITIES
    }
    parts = [f"{count} {severity}" for severity, count in counts.items() if count]
    accepted = sum(finding.suppressed is not None for finding in findings)
    if accepted:
        parts.append(f"{accepted} accepted")
    if parts:
        console.print()
        console.print(Text(", ".join(parts) + "."))
