"""Frozen records of a design document, their ids and invariants."""

from archdraw.core.model.design import (
    FORMAT_NAME,
    FORMAT_VERSION,
    LIST_NAMES,
    MAX_COMPONENTS,
    MAX_CONNECTIONS,
    Design,
    ListName,
)
from archdraw.core.model.elements import Component, Connection, Element, Group, Journey, SourceNote, Targets
from archdraw.core.model.fields import ID_PATTERN
from archdraw.core.model.ids import fresh_id
from archdraw.core.model.naming import element_name, element_of_event, event_name, listed
from archdraw.core.model.paperwork import (
    Api,
    Decision,
    Entity,
    EntityField,
    Estimate,
    Input,
    Requirement,
    Settings,
    Suppression,
)
from archdraw.core.model.record import REQUIRED, InvalidRecordError, Problem, Record
from archdraw.core.model.styles import EMPHASES, PLAIN, SHAPES, Emphasis, ShapeName, Style, Styles
from archdraw.core.model.views import (
    CARD_HEIGHT,
    CARD_WIDTH,
    EdgeRoute,
    Layer,
    Note,
    Placement,
    RevealStep,
    View,
)

__all__ = [
    "CARD_HEIGHT",
    "CARD_WIDTH",
    "EMPHASES",
    "FORMAT_NAME",
    "FORMAT_VERSION",
    "ID_PATTERN",
    "LIST_NAMES",
    "MAX_COMPONENTS",
    "MAX_CONNECTIONS",
    "PLAIN",
    "REQUIRED",
    "SHAPES",
    "Api",
    "Component",
    "Connection",
    "Decision",
    "Design",
    "EdgeRoute",
    "Element",
    "Emphasis",
    "Entity",
    "EntityField",
    "Estimate",
    "Group",
    "Input",
    "InvalidRecordError",
    "Journey",
    "Layer",
    "ListName",
    "Note",
    "Placement",
    "Problem",
    "Record",
    "Requirement",
    "RevealStep",
    "Settings",
    "ShapeName",
    "SourceNote",
    "Style",
    "Styles",
    "Suppression",
    "Targets",
    "View",
    "element_name",
    "element_of_event",
    "event_name",
    "fresh_id",
    "listed",
]
