"""What the kept simulation shows: phase by phase, what failed, and the computed figures beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.keeping import kept_simulation
from archdraw.core.analysis.simulation.wording import (
    comparison_name,
    completion_rows,
    computed_text,
    fault_text,
    figure_text,
    headline,
    latency_text,
    share_text,
    span_text,
    with_interval,
)
from archdraw.core.analysis.wording import percent_text, rate_text
from archdraw.report.chapters.simulation_charts import simulation_charts
from archdraw.report.document import (
    Block,
    Callout,
    Column,
    Definition,
    Definitions,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    cell,
    plain,
)

if TYPE_CHECKING:
    from archdraw.core.analysis.simulation.results import Comparison, SimulationResult
    from archdraw.report.context import ReportContext
    from archdraw.report.document import Mark

_LATENCIES = (
    ("mean_ms", "Mean latency"),
    ("p50_ms", "p50 latency"),
    ("p95_ms", "p95 latency"),
    ("p99_ms", "p99 latency"),
    ("p999_ms", "p99.9 latency"),
)
_MARKS: dict[str, Mark] = {"agrees": "met", "differs": "degraded"}


def simulation(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter; nothing where the document keeps no simulation."""
    result = kept_simulation(context.design)
    if result is None:
        return ()
    blocks: list[Block] = [_intro(context, result)]
    if result.revision != context.analysis.revision:
        blocks.append(
            Callout(
                "An earlier state",
                plain("The design has changed since: these figures belong to the state before."),
                "warning",
            )
        )
    blocks += [_phases(result), *simulation_charts(context, result), _agreement(context, result)]
    reasons = _reasons(result)
    if reasons is not None:
        blocks.append(reasons)
    blocks += [Paragraph(plain(note), "note") for note in (*_missing(result), *result.notes)]
    return (Section("simulation", "Simulation", 1, tuple(blocks)),)


def _intro(context: ReportContext, result: SimulationResult) -> Paragraph:
    record = context.journey_record(result.journey)
    name = record.name if record is not None and record.name else result.journey
    return Paragraph(
        (
            Run(f"“{name}”, request by request: "),
            Run(headline(result, context.design), "strong"),
            Run(
                f". {span_text(result)} Figures are simulated, with the 95 % interval in brackets; the same "
                "seed gives the same figures. What they are made from is in "
            ),
            Run("", link="inventory"),
            Run(" and "),
            Run("", link="assumptions"),
            Run("."),
        )
    )


def _phases(result: SimulationResult) -> Table:
    phases = result.phases
    lines = [("Served", [share_text(phase.success) for phase in phases])]
    lines += [
        (label, [latency_text(phase.latency[key]) for phase in phases])
        for key, label in _LATENCIES
        if all(key in phase.latency for phase in phases)
    ]
    lines += [(label, [latency_text(one) for one in figures]) for label, figures in completion_rows(result)]
    lines.append(("Requests", [with_interval(phase.rate_rps, rate_text) for phase in phases]))
    for fault in dict.fromkeys(name for phase in phases for name in phase.faults):
        lines.append(
            (f"Failed: {fault_text(fault)}", [f"{phase.faults.get(fault, 0):,}" for phase in phases])
        )
    columns = (Column("", 1.4), *(Column(phase.name.capitalize(), 1.6, "right") for phase in phases))
    rows = tuple(Row((cell(name), *(cell(text) for text in texts))) for name, texts in lines)
    return Table("table-simulated", _caption(result), columns, rows)


def _caption(result: SimulationResult) -> str:
    shares = [phase.success.value for phase in result.phases]
    if len(shares) == 1 and shares[0] is not None:
        return f"At steady load {percent_text(shares[0])} of the requests are served."
    if len(shares) > 1 and shares[1] is not None:
        event = result.phases[1].name
        after = "" if len(shares) < 3 or shares[2] is None else f", and {percent_text(shares[2])} after it"
        return f"During “{event}” {percent_text(shares[1])} of the requests are served{after}."
    return "No request was served."


def _agreement(context: ReportContext, result: SimulationResult) -> Table:
    rows = tuple(
        Row(
            (
                cell(
                    comparison_name(one, context.design),
                    link=context.row_of(one.element) if one.element is not None else "",
                ),
                cell(computed_text(one)),
                cell(figure_text(one)),
                cell(one.verdict, _MARKS.get(one.verdict, "unknown")),
            )
        )
        for one in result.comparisons
    )
    columns = (
        Column("Figure", 1.8),
        Column("Computed", 1.1, "right"),
        Column("Simulated", 1.8, "right"),
        Column("Agreement", 1.2),
    )
    told = [one for one in result.comparisons if one.verdict in ("agrees", "differs")]
    agreeing = sum(1 for one in told if one.verdict == "agrees")
    caption = f"{agreeing} of {len(told)} figures that can be compared agree with the formulas."
    return Table("table-agreement", caption, columns, rows)


def _missing(result: SimulationResult) -> list[str]:
    """Return why figures are missing, a sentence for each phase and figure."""
    return [
        f"{phase.name.capitalize()}: {words}"
        for phase in result.phases
        for words in dict.fromkeys(
            one.words for one in (*phase.latency.values(), *phase.completion.values()) if one.words
        )
    ]


def _reasons(result: SimulationResult) -> Definitions | None:
    found: dict[str, list[Comparison]] = {}
    for one in result.comparisons:
        if one.verdict == "differs" and one.reason:
            found.setdefault(one.reason, []).append(one)
    if not found:
        return None
    return Definitions(
        tuple(
            Definition(", ".join(dict.fromkeys(one.what for one in members)), plain(reason))
            for reason, members in found.items()
        )
    )
