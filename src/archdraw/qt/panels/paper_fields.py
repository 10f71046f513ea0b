"""The fields of what stands beside the drawing: a form for each table."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from archdraw.core.catalog import Catalog
from archdraw.core.model import Design
from archdraw.editor.edits.papers import PaperTable
from archdraw.editor.paper_rows import PaperRow
from archdraw.qt.panels.field import Field, SectionSpec, readable

TITLES: dict[PaperTable, str] = {
    "requirements": "Requirements",
    "apis": "Interfaces",
    "entities": "Data model",
    "decisions": "Decisions",
    "risks": "Risks",
    "failure_modes": "Failure modes",
    "remediation": "Remediation plan",
}
_FORMS: dict[PaperTable, str] = {
    "requirements": "Requirement",
    "apis": "Interface",
    "entities": "Kind of data",
    "decisions": "Decision",
    "risks": "Risk",
    "failure_modes": "Failure mode",
    "remediation": "Step of the plan",
}
_LIKELIHOODS = ("rare", "unlikely", "possible", "likely", "almost-certain")
# Roles of components that keep data: they stand first where a store is chosen.
_KEEPING = ("store", "cache", "queue")
_IMPACTS = ("minor", "moderate", "major", "severe")
_ABOUT = Field(
    ("elements",), "About", "ids", default_text="ids of elements", help="Which elements it is about."
)
_OWNER = Field(("owner",), "Owner", "text", narrow=True, default_text="nobody")
_DUE = Field(("due",), "Due", "text", narrow=True, default_text="a date, as 2027-03-31")


def _choices(*values: str) -> tuple[tuple[object, str], ...]:
    return tuple((value, readable(value)) for value in values)


def _choice(name: str, *values: str) -> Field:
    return Field((name,), readable(name), "choice", narrow=True, required=True, choices=_choices(*values))


def paper_sections(
    table: PaperTable, design: Design, catalog: Catalog, row: PaperRow | None = None
) -> tuple[SectionSpec, ...]:
    """Return the folds of the form for a record; `row` says what the analysis proposes for its fields."""
    made: dict[PaperTable, Callable[[], tuple[Field, ...]]] = {
        "requirements": lambda: _requirement(design),
        "apis": lambda: _interface(design),
        "entities": lambda: _entity(design, catalog),
        "decisions": _decision,
        "risks": _risk,
        "failure_modes": lambda: _failure_mode(design, row),
        "remediation": lambda: _step(row),
    }
    return (SectionSpec(_FORMS[table], made[table](), opened=True),)


def _named(records: Iterable[object]) -> tuple[tuple[object, str], ...]:
    return tuple(
        (getattr(one, "id", ""), getattr(one, "name", "") or getattr(one, "id", "")) for one in records
    )


def _requirement(design: Design) -> tuple[Field, ...]:
    return (
        Field(("text",), "The system …", "lines", default_text="must do or be what?"),
        Field(
            ("kind",),
            "Kind",
            "choice",
            narrow=True,
            required=True,
            choices=(
                ("functional", "Functional"),
                ("non-functional", "Quality"),
                ("constraint", "Constraint"),
            ),
        ),
        Field(
            ("priority",),
            "Priority",
            "choice",
            narrow=True,
            required=True,
            choices=(("must", "Must"), ("should", "Should"), ("could", "Could"), ("wont", "Not this time")),
        ),
        Field(("journey",), "Journey", "id", choices=_named(design.journeys), default_text="no journey"),
        Field(("source",), "Source", "text", default_text="who asks for it, or where it is written"),
    )


def _interface(design: Design) -> tuple[Field, ...]:
    offering = _named(design.components)
    return (
        Field(("method",), "Method", "text", narrow=True, default_text="GET, POST, rpc, topic …"),
        Field(("path",), "Path or name", "text", narrow=True, default_text="/orders/{id}"),
        Field(("component",), "Offered by", "id", narrow=True, choices=offering, default_text="nobody yet"),
        Field(
            ("journey",),
            "Journey",
            "id",
            narrow=True,
            choices=_named(design.journeys),
            default_text="no journey",
        ),
        Field(("request",), "Request", "lines", default_text="What is sent?"),
        Field(("response",), "Response", "lines", default_text="What comes back, also when it fails?"),
        Field(("notes",), "Notes", "lines", default_text="Limits, paging, idempotency, versions …"),
    )


def _entity(design: Design, catalog: Catalog) -> tuple[Field, ...]:
    stores = [one for one in design.components if catalog.kind(one.kind).role in _KEEPING]
    rest = [one for one in design.components if one not in stores]
    return (
        Field(("name",), "What is kept", "text", narrow=True, default_text="Order, user, event …"),
        Field(
            ("store",),
            "Kept in",
            "id",
            narrow=True,
            choices=_named([*stores, *rest]),
            default_text="no store",
        ),
        Field(("fields",), "Fields", "columns"),
        Field(
            ("partition_key",),
            "Split by",
            "text",
            default_text="not split",
            help="The partition or shard key: what decides where an entry is kept.",
        ),
        Field(("notes",), "Notes", "lines", default_text="Size, growth, how long it is kept …"),
    )


def _decision() -> tuple[Field, ...]:
    return (
        Field(("title",), "Decision", "text", default_text="in one line"),
        Field(
            ("status",),
            "Status",
            "choice",
            required=True,
            choices=_choices("proposed", "accepted", "rejected", "deprecated", "superseded"),
        ),
        Field(("context",), "Context", "lines", default_text="What made it necessary?"),
        Field(
            ("alternatives",),
            "Options considered",
            "lines",
            default_text="One a line, each with what speaks for and against it",
        ),
        Field(("decision",), "What was decided", "lines", default_text="We will …"),
        Field(("consequences",), "Consequences", "lines", default_text="What gets easier, what harder?"),
        _ABOUT,
    )


def _risk() -> tuple[Field, ...]:
    return (
        Field(("title",), "Risk", "text", default_text="in one line"),
        Field(("cause",), "Cause", "lines", default_text="Because of what?"),
        Field(("effect",), "Effect", "lines", default_text="What would happen?"),
        _choice("likelihood", *_LIKELIHOODS),
        _choice("impact", *_IMPACTS),
        _choice("response", "reduce", "avoid", "transfer", "accept"),
        _choice("status", "open", "closed"),
        Field(("mitigation",), "What is done about it", "lines", default_text="nothing yet"),
        _OWNER,
        _DUE,
        _ABOUT,
    )


def _failure_mode(design: Design, row: PaperRow | None) -> tuple[Field, ...]:
    mode = row.mode.proposal if row is not None and row.mode is not None else None

    def rating(name: str, proposed: int | None, scale: str) -> Field:
        return Field(
            (name,),
            readable(name),
            "whole",
            narrow=True,
            default=proposed,
            default_text="" if proposed is not None else "1 to 10",
            source="proposed by the analysis" if proposed is not None else "",
            help=scale,
            minimum=1,
            maximum=10,
        )

    return (
        Field(
            ("title",), "What fails", "text", default_text="in one line" if mode is None else "as proposed"
        ),
        Field(("effect",), "Effect", "lines", default_text="What does that do, beyond what is computed?"),
        rating("severity", mode.severity if mode else None, "1: nobody minds … 10: everything stands still."),
        rating("occurrence", mode.occurrence if mode else None, "1: as good as never … 10: all the time."),
        rating("detection", mode.detection if mode else None, "1: seen at once … 10: nobody notices."),
        _choice("state", "open", "planned", "done", "accepted"),
        Field(("mitigation",), "What is done about it", "lines", default_text="nothing yet"),
        _OWNER,
        _DUE,
        Field(
            ("element",),
            "Element",
            "id",
            choices=_named([*design.components, *design.groups]),
            default_text="no element",
        ),
    )


def _step(row: PaperRow | None) -> tuple[Field, ...]:
    severity = row.finding.severity if row is not None and row.finding is not None else None
    return (
        Field(("title",), "What is to be done", "text", default_text="in one line"),
        Field(
            ("state",),
            "State",
            "choice",
            required=True,
            choices=_choices("open", "started", "done", "deferred"),
        ),
        Field(
            ("importance",),
            "Importance",
            "choice",
            narrow=True,
            choices=_choices("critical", "high", "medium", "low", "info"),
            default=severity,
            source="how grave its finding is" if severity else "",
        ),
        Field(
            ("effort",),
            "Effort",
            "choice",
            narrow=True,
            choices=_choices("small", "medium", "large"),
            default_text="what changes in the drawing" if severity else "",
        ),
        _OWNER,
        _DUE,
        Field(("notes",), "Notes", "lines", default_text="How, with whom, what has to come first?"),
        _ABOUT,
    )
