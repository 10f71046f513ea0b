"""Every figure that was assumed, with its confidence and source; then conventions and reproducibility."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.keeping import kept_simulation
from archdraw.core.analysis.wording import THIN, availability_text, money_text, number_text
from archdraw.core.model import listed
from archdraw.report.document import (
    Cell,
    Column,
    Definition,
    Definitions,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    cell,
)
from archdraw.report.naming import counted, long_date

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Assumption
    from archdraw.report.context import ReportContext

_ORIGINS = {"default": "default", "stated": "stated", "derived": "derived"}
_FIELDS = {
    "capacity_rps": "capacity",
    "cost_month": "cost a month",
    "failover_s": "failover time",
    "mean_ms": "time of an answer",
    "rtt_ms": "way there and back",
    "service_time_ms": "time of an answer",
    "service_time_p99_ms": "time of an answer, p99",
}

_TERMS = (
    (
        "Availability",
        """Share of time in which a journey is served: every critical synchronous dependency works. \
Without more, “availability” means this.""",
    ),
    (
        "Independence",
        """Events fail independently, except where a failure domain or a common-cause share ties them \
together.""",
    ),
    (
        "SLA",
        """A provider's promise with a refund behind it, not a measurement. It is used where nothing \
better is known.""",
    ),
    (
        "Share of downtime",
        """What would be saved if the element never failed, over the whole. Shares of redundant elements \
overlap and need not sum to 100\u2009%.""",
    ),
    (
        "Ceiling",
        """Rate of a journey at which the first component reaches 100\u2009% (or the target), the other \
journeys staying at their peak.""",
    ),
    (
        "Single point of failure",
        "An element that stops a journey by itself: an instance, a bought service or a whole domain.",
    ),
    (
        "Minimal cut set",
        """Failures that stop a journey together, none of them to spare; its order is how many they are.""",
    ),
    (
        "Nines",
        """How many leading nines an availability has: 99.95\u2009% are 3.3. Each more is a tenth of the \
downtime.""",
    ),
    (
        "Failover",
        "The time from the failure of what serves to the moment at which its standby does: a gap of service.",
    ),
    (
        "RTO, RPO",
        """Recovery time objective: how long a journey may be away. Recovery point objective: how much \
of the newest data may be lost.""",
    ),
    (
        "p50, p95, p99",
        "The time within which that share of all requests is answered, those that are given up included.",
    ),
    (
        "Utilisation",
        "Rate at peak over what the serving instances carry; near 100\u2009% waiting grows without end.",
    ),
    ("Sources", "The source of every assumed figure stands beside it in the table of assumptions."),
    (
        "Figures and digits",
        """Every figure names its method; exact ones are right to at least nine digits for the drawing \
as it is.""",
    ),
)


def assumptions(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter; equal assumptions of several elements share a row."""
    found = context.analysis.assumptions
    if not found:
        text = "No figure had to be assumed: everything that was used is stated in the design."
        return (Section("assumptions", "Assumptions", 1, (Paragraph((Run(text),)),)),)
    grouped: dict[tuple[str, str, str, str, str], list[Assumption]] = {}
    for one in found:
        key = (one.field, _value(one), str(one.origin), one.confidence, one.source)
        grouped.setdefault(key, []).append(one)
    order = sorted(grouped, key=lambda key: (key[0], key[1]))
    rows: list[Row] = []
    field = ""
    for key in order:
        if key[0] != field:
            field = key[0]
            rows.append(Row((cell(_field(field).capitalize()),), heading=True))
        rows.append(_row(context, key, grouped[key]))
    columns = (
        Column("Of", 2.6),
        Column("Value", 1.3, "right"),
        Column("Origin", 0.8),
        Column("Confidence", 1.2),
        Column("Source", 3.6),
    )
    table = Table("table-assumptions", _caption(found), columns, tuple(rows))
    text = (
        "Where the design states nothing, the catalogue's figure for the kind is used. It says how far "
        "it may be "
        "trusted: measured, published by a provider, rule of thumb, or assumed."
    )
    return (Section("assumptions", "Assumptions", 1, (Paragraph((Run(text),)), table)),)


def _caption(found: tuple[Assumption, ...]) -> str:
    weak = sum(1 for one in found if one.confidence in ("assumed", "rule-of-thumb"))
    figures = counted(len(found), "figure")
    return f"{weak} of {figures} rest on a rule of thumb or an assumption: measure these first."


def _row(context: ReportContext, key: tuple[str, str, str, str, str], same: list[Assumption]) -> Row:
    runs: list[Run] = []
    for index, one in enumerate(same):
        runs += [
            Run(", " if index else ""),
            Run(context.names.element(one.element), link=context.row_of(one.element)),
        ]
    return Row(
        (
            Cell(tuple(runs)),
            cell(key[1], style="strong"),
            cell(_ORIGINS[key[2]]),
            cell(_confidence(key[3])),
            cell(key[4] or "–", style="quiet"),
        )
    )


def _field(name: str) -> str:
    return _FIELDS.get(name, name.replace("_", " "))


def _value(one: Assumption) -> str:
    value = one.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | float):
        return str(value) if value is not None else "–"
    if one.field == "availability":
        return availability_text(value)
    if one.unit == "USD/month":
        return money_text(value)
    text = number_text(value)
    return text if one.unit in ("", "ratio") else f"{text}{THIN}{one.unit}"


def _terms(context: ReportContext) -> tuple[tuple[str, str], ...]:
    settings = context.design.settings
    days = f"{settings.year_days:g} days and {settings.month_days:g} days."
    return (("A year, a month", days), *_TERMS)


def conventions(context: ReportContext) -> tuple[Section, ...]:
    """Return the closing chapter: conventions, sources of figures, how to get the same result again."""
    options = context.options
    reproducibility = (
        ("File", options.file_name or "not saved"),
        ("SHA-256 of the file", options.file_digest or "not saved"),
        ("Revision analysed", context.analysis.revision),
        ("Made with", options.tool),
        ("Date", long_date(options.date)),
        ("Random numbers", _seed(context)),
        (
            "Size",
            listed(
                [
                    counted(len(context.design.components), "component"),
                    counted(len(context.design.connections), "connection"),
                    counted(len(context.design.journeys), "journey"),
                ]
            ),
        ),
    )
    again = Paragraph(
        (Run("The same file, the same version and the same date give this document again, byte for byte."),),
        "note",
    )
    sections = [
        Section("conventions", "Conventions and glossary", 1, (_definitions(_terms(context)),)),
    ]
    if context.analysis.assumptions:
        sections.append(Section("sources", "Sources of figures", 2, (_sources(context),)))
    sections.append(Section("reproducibility", "Reproducibility", 2, (_definitions(reproducibility), again)))
    return tuple(sections)


def _seed(context: ReportContext) -> str:
    kept = kept_simulation(context.design)
    if kept is None:
        return "none are in the figures of this document: it shows no simulation"
    return f"the simulation shown starts from seed {kept.seed}"


def _sources(context: ReportContext) -> Table:
    """Return each source once, with how many of the figures rest on it."""
    counts = Counter((one.source or "not stated", one.confidence) for one in context.analysis.assumptions)
    rows = tuple(
        Row((cell(source), cell(_confidence(confidence)), cell(str(count))))
        for (source, confidence), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    caption = f"{counted(len(rows), 'source')} for {counted(counts.total(), 'figure')}, most used first."
    columns = (Column("Source", 5.4), Column("Confidence", 1.4), Column("Figures", 0.8, "right"))
    return Table("table-sources", caption, columns, rows)


def _confidence(name: str) -> str:
    return {"rule-of-thumb": "rule of thumb"}.get(name, name)


def _definitions(pairs: tuple[tuple[str, str], ...]) -> Definitions:
    return Definitions(tuple(Definition(term, (Run(text),)) for term, text in pairs))
