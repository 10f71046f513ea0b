"""The fields of connections, groups, journeys, notes and of the document itself, in folds."""

from __future__ import annotations

from archdraw.core.catalog import Catalog, GroupKind
from archdraw.core.model import Connection, Design, Group, Journey, one_line
from archdraw.qt.panels.component_fields import REDUNDANCY_CHOICES, parent_choices
from archdraw.qt.panels.field import Field, Path, SectionSpec, attribute_fields, readable

_CONNECTION_KINDS = ("call", "publish", "deliver", "replicate", "backup", "observe", "uses")
_CRITICALITIES = ("low", "medium", "high", "critical")
_CONSISTENCIES = ("strong", "read-your-writes", "eventual")


def _choices(*values: str) -> tuple[tuple[object, str], ...]:
    return tuple((value, readable(value)) for value in values)


def component_choices(design: Design) -> tuple[tuple[object, str], ...]:
    """Return all components for a choice field, by name."""
    named = [(component.id, one_line(component.name) or component.id) for component in design.components]
    return tuple(sorted(named, key=lambda choice: choice[1].casefold()))


def connection_sections(connection: Connection, design: Design, catalog: Catalog) -> tuple[SectionSpec, ...]:
    """Return the folds of the inspector for one connection."""
    attributes = tuple(
        SectionSpec(f"{title}: details", fields)
        for title, fields in attribute_fields(catalog.connection_attributes)
    )
    return (
        SectionSpec("Connection", _connection_identity(connection, design), opened=True),
        SectionSpec("Load over it", _connection_load(connection, design, catalog), opened=True),
        SectionSpec("When the target fails", _connection_failure(), opened=True),
        *attributes,
        SectionSpec("Tags", (Field(("tags",), "Tags", "list", default_text="words, with commas between"),)),
    )


def _connection_identity(connection: Connection, design: Design) -> tuple[Field, ...]:
    waits = "Waits for the answer" if connection.kind in ("call", "publish") else "Does not wait"
    return (
        Field(("name",), "Label", "text", default_text="no label"),
        Field(("source",), "From", "id", choices=component_choices(design), required=True),
        Field(("target",), "To", "id", choices=component_choices(design), required=True),
        Field(("kind",), "Kind", "choice", choices=_choices(*_CONNECTION_KINDS), required=True),
        Field(
            ("mode",),
            "Mode",
            "choice",
            default_text=waits,
            choices=(("sync", "Waits for the answer"), ("async", "Does not wait")),
        ),
        Field(("protocol",), "Protocol", "text", default_text="not stated"),
    )


def _connection_load(connection: Connection, design: Design, catalog: Catalog) -> tuple[Field, ...]:
    caches = tuple(
        (component.id, one_line(component.name) or component.id)
        for component in design.components
        if catalog.kind(component.kind).role == "cache"
    )
    calls = _calls_fields(connection, design)
    return (
        *calls,
        Field(("weight",), "Share of the pool’s traffic", "number", default=1, minimum=0),
        Field(("operation",), "Operation", "choice", choices=_choices("read", "write", "any"), required=True),
        Field(
            ("behind_cache",),
            "Behind the cache",
            "id",
            choices=caches,
            default_text="none",
            help="Only requests that miss this cache go over the connection.",
        ),
        Field(("payload_bytes",), "Payload", "number", unit="bytes", minimum=0),
    )


def _calls_fields(connection: Connection, design: Design) -> tuple[Field, ...]:
    stated = connection.calls
    alike = max(stated.values(), default=1) if isinstance(stated, dict) else stated
    apart = stated if isinstance(stated, dict) else {journey.id: stated for journey in design.journeys}
    how: tuple[Field, ...] = ()
    if design.journeys:
        # The two choices are the two values themselves, so choosing one converts the figure.
        choices: tuple[tuple[object, str], ...] = (
            (alike, "The same for every journey"),
            (apart, "Per journey"),
        )
        how = (Field(("calls",), "Calls are counted", "choice", choices=choices, required=True),)
    if not isinstance(stated, dict):
        note = "How many calls one request that the source handles makes, on average."
        one = Field(("calls",), "Calls per request", "number", default=1, minimum=0, help=note)
        return (*how, one)
    each = tuple(
        Field(
            ("calls", journey.id),
            f"Calls: {journey.name or journey.id}",
            "number",
            minimum=0,
            default_text="0",
        )
        for journey in design.journeys
    )
    return (*how, *each)


def _connection_failure() -> tuple[Field, ...]:
    return (
        Field(
            ("critical",),
            "The source fails without it",
            "yes_no",
            help="Not stated: yes for synchronous calls, no for asynchronous ones and for a cache with a "
            "store behind it.",
        ),
        Field(
            ("pool",),
            "Alternatives",
            "mixed",
            words=("auto", "each"),
            free_text=True,
            default="auto",
            default_text="auto",
            help="“each”: needed by itself. A label of your own: alternatives among the source’s connections "
            "with that label. “auto”: found from the drawing.",
        ),
        Field(("needs",), "How many of the pool must work", "whole", default=1, minimum=1, maximum=100_000),
        Field(("timeout_ms",), "Timeout", "number", narrow=True, unit="ms", minimum=0),
        Field(("retries",), "Retries", "whole", narrow=True, default=0, minimum=0, maximum=1000),
        Field(("circuit_breaker",), "Circuit breaker", "yes_no", narrow=True, default=False),
        Field(("fallback",), "Fallback", "yes_no", narrow=True, default=False),
        Field(
            ("availability",),
            "Availability of the link",
            "number",
            unit="%",
            scale=100,
            minimum=0,
            maximum=1,
            default=1.0,
            help="Of the link itself, the path through the network; not of what stands at its ends.",
        ),
        _repair_time("Time to repair the link"),
        Field(
            ("promotes",),
            "Target takes over",
            "yes_no",
            default=False,
            help="On a replication: the target takes the source’s role when that fails.",
        ),
    )


def _repair_time(label: str, path: Path = ("attributes", "mttr_hours")) -> Field:
    """Return the field for how long an outage lasts: of a domain or a link by its attribute."""
    return Field(
        path,
        label,
        "number",
        unit="h",
        minimum=0,
        default_text="not stated",
        help="Mean time to repair (MTTR). Where all of them are stated, outages a year are known.",
    )


def group_sections(group: Group, design: Design, catalog: Catalog) -> tuple[SectionSpec, ...]:
    """Return the folds of the inspector for one group."""
    kind: GroupKind = catalog.group(group.kind)
    kinds = tuple((known.id, known.label) for known in catalog.groups.values())
    identity = (
        Field(("name",), "Name", "text", default_text="unnamed"),
        Field(("kind",), "Kind", "kind", choices=kinds, required=True),
        Field(("parent",), "Inside", "id", choices=parent_choices(design, group.id), default_text="no group"),
    )
    failing: tuple[SectionSpec, ...] = ()
    if kind.failure_domain:
        figure = Field(
            ("availability",),
            "Availability",
            "number",
            unit="%",
            scale=100,
            minimum=0,
            maximum=1,
            sourced=True,
            help="Of the domain itself: when it is down, everything inside is down.",
        )
        fields = figure.with_figure(kind.availability), _repair_time("Time to repair")
        failing = (SectionSpec("Availability", fields, opened=True),)
    attributes = tuple(
        SectionSpec(f"{title}: details", fields) for title, fields in attribute_fields(kind.attributes)
    )
    paperwork = (
        Field(("tags",), "Tags", "list", default_text="words, with commas between"),
        Field(("notes",), "Notes", "lines"),
    )
    return (
        SectionSpec("Group", identity, opened=True),
        *failing,
        *attributes,
        SectionSpec("Tags and notes", paperwork),
    )


def journey_sections(journey: Journey, design: Design, catalog: Catalog) -> tuple[SectionSpec, ...]:
    """Return the folds of the inspector for one journey."""
    main = (
        Field(("name",), "Name", "text", default_text=journey.id),
        Field(("entry",), "Starts at", "id", choices=component_choices(design), default_text="nowhere yet"),
        Field(
            ("peak_rps",),
            "Peak load",
            "number",
            narrow=True,
            unit="req/s",
            minimum=0,
            help="Requests a second in the busiest time: what everything is sized for.",
        ),
        Field(
            ("average_rps",),
            "Average load",
            "number",
            narrow=True,
            unit="req/s",
            minimum=0,
            help="Requests a second over the whole day: what stores grow by and queues are emptied beside.",
        ),
        Field(
            ("criticality",),
            "Criticality",
            "choice",
            narrow=True,
            choices=_choices(*_CRITICALITIES),
            required=True,
        ),
        Field(("consistency",), "Consistency", "choice", narrow=True, choices=_choices(*_CONSISTENCIES)),
    )
    times = (
        ("p50_ms", "p50"),
        ("p95_ms", "p95"),
        ("p99_ms", "p99"),
        ("p999_ms", "p99.9"),
        ("mean_ms", "mean"),
    )
    targets = (
        Field(
            ("targets", "availability"), "Availability", "number", unit="%", scale=100, minimum=0, maximum=1
        ),
        *(
            Field(("targets", name), f"Response, {label}", "number", narrow=True, unit="ms", minimum=0)
            for name, label in times
        ),
        Field(("targets", "rto_s"), "Recovery (RTO)", "number", narrow=True, unit="s", minimum=0),
        Field(("targets", "rpo_s"), "Data loss (RPO)", "number", narrow=True, unit="s", minimum=0),
    )
    attributes = tuple(
        SectionSpec(f"{title}: details", fields)
        for title, fields in attribute_fields(catalog.journey_attributes)
    )
    return (
        SectionSpec("Journey", main, opened=True),
        SectionSpec("Targets", targets, opened=True),
        *attributes,
    )


def note_sections() -> tuple[SectionSpec, ...]:
    """Return the folds of the inspector for a note on the drawing."""
    place = tuple(
        Field((name,), label, "number", narrow=True) for name, label in (("x", "Left"), ("y", "Top"))
    )
    size = tuple(
        Field((name,), label, "number", narrow=True, minimum=1, required=True)
        for name, label in (("w", "Width"), ("h", "Height"))
    )
    return (
        SectionSpec("Note", (Field(("text",), "Text", "lines"),), opened=True),
        SectionSpec("Place", (*place, *size)),
    )


def document_sections() -> tuple[SectionSpec, ...]:
    """Return the folds of the inspector for the document itself."""
    states = _choices("draft", "in review", "accepted", "superseded")
    return (
        SectionSpec(
            "Document",
            (
                Field(("title",), "Title", "text", default_text="untitled"),
                Field(("description",), "Description", "lines", default_text="What this system is for"),
                Field(("authors",), "Authors", "list", default_text="names, with commas between"),
                Field(("status",), "Status", "choice", choices=states, required=True),
                Field(("classification",), "Classification", "text", default_text="none"),
            ),
            opened=True,
        ),
        SectionSpec("Reviewers and history", _review_fields()),
        SectionSpec("Availability budget", _budget_fields()),
        SectionSpec(
            "Conventions",
            (
                Field(
                    ("settings", "target_utilisation"),
                    "Target utilisation",
                    "number",
                    unit="%",
                    scale=100,
                    default=0.7,
                    minimum=0.01,
                    maximum=1,
                    help="How full a component may be at peak load.",
                ),
                Field(
                    ("settings", "year_days"),
                    "A year has",
                    "number",
                    narrow=True,
                    unit="days",
                    default=365,
                    minimum=1,
                ),
                Field(
                    ("settings", "month_days"),
                    "A month has",
                    "number",
                    narrow=True,
                    unit="days",
                    default=30,
                    minimum=1,
                ),
            ),
        ),
    )


def _review_fields() -> tuple[Field, ...]:
    """Return who has looked at the document, and what became of it."""
    versions = "One line a version: 2, 2026-11-26, what changed"
    return (
        Field(("reviewers",), "Reviewers", "list", default_text="names, with commas between"),
        Field(("history",), "Change history", "lines", default_text=versions),
    )


def _budget_fields() -> tuple[Field, ...]:
    """Return what is left by those who can stop a platform that works."""
    parts = (
        ("code", "Code", "The share of time that faults of releases leave."),
        ("configuration", "Configuration", "The share of time that wrong settings leave."),
        ("operations", "Operations", "The share of time that maintenance and slips leave."),
    )
    return tuple(
        Field(
            ("settings", f"budget_{name}"),
            label,
            "number",
            unit="%",
            scale=100,
            minimum=0,
            maximum=1,
            default_text="not stated",
            help=said,
        )
        for name, label, said in parts
    )


def shared_sections(table: str, design: Design) -> tuple[SectionSpec, ...]:
    """Return the folds for several chosen elements of one table: what they have in common."""
    if table == "components":
        fields: tuple[Field, ...] = (
            Field(("parent",), "Inside", "id", choices=parent_choices(design), default_text="no group"),
            Field(("replicas",), "Instances", "whole", default=1, minimum=1, maximum=100_000),
            Field(
                ("redundancy",), "Redundancy", "choice", choices=REDUNDANCY_CHOICES, default_text="by kind"
            ),
            Field(("domains",), "Spread over", "ids", default_text="the groups around it"),
            Field(
                ("availability",),
                "Availability of one instance",
                "number",
                unit="%",
                scale=100,
                minimum=0,
                maximum=1,
                default_text="by kind",
            ),
            _repair_time("Time to repair", ("mttr_hours",)),
            Field(
                ("capacity_rps",),
                "Capacity of one instance",
                "number",
                unit="req/s",
                minimum=0,
                default_text="by kind",
            ),
            Field(("owner",), "Owner", "text", default_text="nobody named"),
            Field(("tags",), "Tags", "list", default_text="words, with commas between"),
        )
    elif table == "connections":
        fields = (
            Field(("kind",), "Kind", "choice", choices=_choices(*_CONNECTION_KINDS), required=True),
            Field(("timeout_ms",), "Timeout", "number", unit="ms", minimum=0),
            Field(("retries",), "Retries", "whole", default=0, minimum=0, maximum=1000),
            Field(("circuit_breaker",), "Circuit breaker", "yes_no", default=False),
            Field(("protocol",), "Protocol", "text", default_text="not stated"),
            Field(("tags",), "Tags", "list", default_text="words, with commas between"),
        )
    else:
        fields = (
            Field(("parent",), "Inside", "id", choices=parent_choices(design), default_text="no group"),
            _repair_time("Time to repair"),
            Field(("tags",), "Tags", "list", default_text="words, with commas between"),
        )
    return (SectionSpec("In common", fields, opened=True),)
