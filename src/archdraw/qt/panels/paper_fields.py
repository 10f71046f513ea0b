"""The fields of requirements, decisions and risks, and how each is told in a list."""

from __future__ import annotations

from typing import Any

from archdraw.core.model import Design
from archdraw.editor.edits.papers import PaperTable
from archdraw.qt.panels.field import Field, SectionSpec, readable

TITLES: dict[PaperTable, str] = {
    "requirements": "Requirements",
    "decisions": "Decisions",
    "risks": "Risks",
}
_LIKELIHOODS = ("rare", "unlikely", "possible", "likely", "almost-certain")
_IMPACTS = ("minor", "moderate", "major", "severe")
_ABOUT = Field(
    ("elements",), "About", "ids", default_text="ids of elements", help="Which elements it is about."
)


def _choices(*values: str) -> tuple[tuple[object, str], ...]:
    return tuple((value, readable(value)) for value in values)


def _choice(name: str, *values: str) -> Field:
    return Field((name,), readable(name), "choice", narrow=True, required=True, choices=_choices(*values))


def paper_sections(table: PaperTable, design: Design) -> tuple[SectionSpec, ...]:
    """Return the folds of the form for a record of one of the tables."""
    if table == "requirements":
        fields = _requirement(design)
    elif table == "decisions":
        fields = _decision()
    else:
        fields = _risk()
    return (SectionSpec(TITLES[table].removesuffix("s"), fields, opened=True),)


def _requirement(design: Design) -> tuple[Field, ...]:
    journeys = tuple((journey.id, journey.name or journey.id) for journey in design.journeys)
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
        Field(("journey",), "Journey", "id", choices=journeys, default_text="no journey"),
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
        Field(("owner",), "Owner", "text", narrow=True, default_text="nobody"),
        Field(("due",), "Due", "text", narrow=True, default_text="a date, as 2027-03-31"),
        _ABOUT,
    )


def headline(table: PaperTable, record: Any) -> tuple[str, str]:
    """Return how a record is told in one line: its words, and what stands beside them."""
    if table == "requirements":
        return record.text or "nothing written yet", readable(record.priority)
    if table == "decisions":
        return record.title or "nothing written yet", readable(record.status)
    weight = f"{readable(record.likelihood)}, {record.impact}"
    return record.title or "nothing written yet", weight if record.status == "open" else "Closed"
