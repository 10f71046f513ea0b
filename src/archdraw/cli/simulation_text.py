"""A simulation as tables that fit a terminal of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.cli.console import (
    add_row,
    new_table,
    open_console,
    print_section,
    shown,
    visible,
    without_trailing_spaces,
)
from archdraw.core.analysis.simulation.wording import (
    completion_rows,
    computed_text,
    fault_text,
    figure_text,
    headline,
    latency_text,
    share_text,
    span_text,
)
from archdraw.core.model import element_name

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from archdraw.core.analysis.simulation.results import SimulationResult
    from archdraw.core.model import Design

_NONE = "–"


def print_simulation(result: SimulationResult, design: Design, file: Path) -> None:
    """Print phases, what failed, and the simulated figures beside the computed ones."""
    from rich.text import Text

    console = open_console()
    with without_trailing_spaces(console):
        title = f"{element_name(design, result.journey)} · {headline(result, design)}"
        console.print(Text(visible(title), style="bold"), Text(f"· {shown(file)}"))
        console.print(Text(visible(span_text(result))))
        _print_phases(console, result)
        _print_faults(console, result, design)
        _print_comparisons(console, result, design)
        _print_notes(console, result)


def _print_phases(console: Console, result: SimulationResult) -> None:
    from rich.text import Text

    print_section(console, "Latencies (simulated, in brackets the 95 % interval)")
    table = new_table("", *(phase.name for phase in result.phases), right=[p.name for p in result.phases])
    add_row(table, ["served", *(share_text(phase.success) for phase in result.phases)])
    for name, label in (
        ("mean_ms", "mean"),
        ("p50_ms", "p50"),
        ("p95_ms", "p95"),
        ("p99_ms", "p99"),
        ("p999_ms", "p99.9"),
    ):
        add_row(table, [label, *(latency_text(phase.latency[name]) for phase in result.phases)])
    for label, times in completion_rows(result):
        add_row(table, [label[0].lower() + label[1:], *map(latency_text, times)])
    add_row(table, ["requests", *(f"{phase.arrived:,}" for phase in result.phases)])
    console.print(table)
    for phase in result.phases:
        figures = (*phase.latency.values(), *phase.completion.values())
        said = dict.fromkeys(estimate.words for estimate in figures if estimate.words)
        for words in said:
            console.print(Text(f"  {phase.name}: {words}"))


def _print_faults(console: Console, result: SimulationResult, design: Design) -> None:
    phases = [phase for phase in result.phases if phase.faults]
    broken = [one for one in result.connections if one.failed]
    if not phases and not broken:
        return
    print_section(console, "What failed")
    numbers = [phase.name for phase in result.phases]
    if phases:
        table = new_table("Requests that", *numbers, right=numbers)
        names = dict.fromkeys(name for phase in phases for name in phase.faults)
        for name in names:
            add_row(table, [fault_text(name), *(f"{phase.faults.get(name, 0):,}" for phase in result.phases)])
        console.print(table)
    if broken:
        console.print()
        table = new_table("Calls", "Made", "Failed", "Opened", right=("Made", "Failed", "Opened"))
        for one in sorted(broken, key=lambda call: -call.failed)[:8]:
            opened = f"{one.opened:,}" if one.opened else _NONE
            connection = design.connection_by_id.get(one.connection)
            name = one.connection
            if connection is not None:
                ends = (element_name(design, connection.source), element_name(design, connection.target))
                name = " → ".join(ends)
            add_row(table, [name, f"{one.attempts:,}", f"{one.failed:,}", opened])
        console.print(table)


def _print_comparisons(console: Console, result: SimulationResult, design: Design) -> None:
    from rich.padding import Padding
    from rich.text import Text

    print_section(console, "Computed and simulated")
    numbers = ("Computed", "Simulated")
    table = new_table("Figure", *numbers, "", right=numbers, whole=numbers)
    reasons: dict[str, list[str]] = {}
    for one in result.comparisons:
        name = f"{one.what} {element_name(design, one.element)}" if one.element else one.what
        add_row(table, [name, computed_text(one), figure_text(one), one.verdict])
        if one.reason and one.verdict == "differs":
            reasons.setdefault(one.reason, []).append(one.what)
    console.print(table)
    for reason, names in reasons.items():
        said = f"{', '.join(dict.fromkeys(names))}: {reason}"
        console.print(Padding(Text(visible(said)), (0, 0, 0, 2)))


def _print_notes(console: Console, result: SimulationResult) -> None:
    from rich.padding import Padding
    from rich.text import Text

    if result.notes:
        print_section(console, "Notes")
        for note in result.notes:
            console.print(Padding(Text(visible(note)), (0, 0, 0, 2)))
