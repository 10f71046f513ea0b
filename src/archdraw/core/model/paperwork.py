"""What stands beside the drawing in a design: requirements, estimates, interfaces, decisions …"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from archdraw.core.model.fields import Id, Label, Ratio, Record, Text
from archdraw.core.model.typing import Limits

# From 1 (harmless, as good as never, seen at once) to 10, as failure modes are rated everywhere.
Rating = Annotated[int, Limits(ge=1, le=10)]


class Requirement(Record):
    """Something the system must do or be; `source` says who asks for it, or where it is written."""

    id: Id
    kind: Literal["functional", "non-functional", "constraint"] = "functional"
    text: Text = ""
    priority: Literal["must", "should", "could", "wont"] = "must"
    journey: Id | None = None
    source: Text = ""


class Estimate(Record):
    """A row of the back-of-envelope sheet; `feeds` names the field that takes its result.

    `value` is the result, in `unit`, when the sheet was computed last.
    """

    id: Id
    name: Label = ""
    formula: Text = ""
    unit: Label = ""
    value: float | None = None
    feeds: Label | None = None


class Input(Record):
    """A number the estimates start from."""

    id: Id
    name: Label = ""
    value: float | None = None
    unit: Label = ""
    source: Text = ""


class Api(Record):
    """An interface that a component offers."""

    id: Id
    component: Id | None = None
    journey: Id | None = None
    method: Label = ""
    path: Text = ""
    request: Text = ""
    response: Text = ""
    notes: Text = ""


class EntityField(Record):
    """A column or property of an entity."""

    name: Label = ""
    type: Label = ""
    key: Label = ""


class Entity(Record):
    """A kind of thing that a store keeps."""

    id: Id
    name: Label = ""
    store: Id | None = None
    fields: tuple[EntityField, ...] = ()
    partition_key: Label = ""
    notes: Text = ""


class Decision(Record):
    """An architecture decision record; `alternatives` are the options that were weighed, one a line."""

    id: Id
    title: Label = ""
    status: Label = "proposed"
    context: Text = ""
    alternatives: Text = ""
    decision: Text = ""
    consequences: Text = ""
    elements: tuple[Id, ...] = ()


class Risk(Record):
    """Something that may go wrong, whether or not a rule found it, and what is done about it."""

    id: Id
    title: Label = ""
    cause: Text = ""
    effect: Text = ""
    likelihood: Literal["rare", "unlikely", "possible", "likely", "almost-certain"] = "possible"
    impact: Literal["minor", "moderate", "major", "severe"] = "moderate"
    response: Literal["reduce", "avoid", "transfer", "accept"] = "reduce"
    mitigation: Text = ""
    owner: Label = ""
    due: Label = ""
    status: Literal["open", "closed"] = "open"
    elements: tuple[Id, ...] = ()


class FailureMode(Record):
    """A row of the failure mode and effects analysis that somebody has rated or said something about.

    `element` and `loss` name the loss of the analysis that it speaks of ("own": none of them, `title` says
    what fails). What is not stated is as the analysis proposes it.
    """

    id: Id
    element: Id | None = None
    loss: Literal["component", "domain", "instance", "own"] = "own"
    title: Label = ""
    effect: Text = ""
    severity: Rating | None = None
    occurrence: Rating | None = None
    detection: Rating | None = None
    mitigation: Text = ""
    owner: Label = ""
    due: Label = ""
    state: Literal["open", "planned", "done", "accepted"] = "open"


class RemediationStep(Record):
    """A step of the remediation plan; the steps stand in the order in which they are to be taken.

    `rule` and `about` are the identity of the finding that it settles (neither: a step of its own), `title`
    and `elements` say what it is about when that finding is gone. Importance and effort that are not stated
    are those of the finding and of its fix.
    """

    id: Id
    rule: Label = ""
    about: tuple[Label, ...] = ()
    title: Label = ""
    elements: tuple[Id, ...] = ()
    importance: Literal["critical", "high", "medium", "low", "info"] | None = None
    effort: Literal["small", "medium", "large"] | None = None
    owner: Label = ""
    due: Label = ""
    state: Literal["open", "started", "done", "deferred"] = "open"
    notes: Text = ""


class Suppression(Record):
    """Findings that somebody has accepted, with a reason, an owner and an end ("2027-06-30", empty: none).

    `about` names one finding of the rule exactly; `element` all that are about an element or journey; with
    neither, all of the rule are accepted.
    """

    rule: Label
    element: Id | None = None
    about: tuple[Label, ...] = ()
    reason: Text = ""
    owner: Label = ""
    expires: Label = ""


class Settings(Record):
    """Conventions and thresholds of this document.

    `estimates`: "exact", or "whiteboard" for a day of 100,000 s and results of two figures. `budget_code`,
    `budget_configuration` and `budget_operations` are the shares of time (0..1) in which code, configuration
    and operations let the platform do its work.
    """

    target_utilisation: float = 0.7
    year_days: float = 365.0
    month_days: float = 30.0
    estimates: Literal["exact", "whiteboard"] = "exact"
    budget_code: Ratio | None = None
    budget_configuration: Ratio | None = None
    budget_operations: Ratio | None = None
    severity: dict[str, Any] = {}
    rules: dict[str, Any] = {}
    thresholds: dict[str, Any] = {}
