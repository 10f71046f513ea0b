"""What stands beside the drawing in a design: requirements, estimates, interfaces, decisions …"""

from __future__ import annotations

from typing import Any, Literal

from archdraw.core.model.fields import Id, Label, Record, Text


class Requirement(Record):
    """Something the system must do or be."""

    id: Id
    kind: Literal["functional", "non-functional", "constraint"] = "functional"
    text: Text = ""
    priority: Literal["must", "should", "could", "wont"] = "must"
    journey: Id | None = None


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
    """An architecture decision record."""

    id: Id
    title: Label = ""
    status: Label = "proposed"
    context: Text = ""
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

    `estimates`: "exact", or "whiteboard" for a day of 100,000 s and results of two figures.
    """

    target_utilisation: float = 0.7
    year_days: float = 365.0
    month_days: float = 30.0
    estimates: Literal["exact", "whiteboard"] = "exact"
    severity: dict[str, Any] = {}
    rules: dict[str, Any] = {}
    thresholds: dict[str, Any] = {}
