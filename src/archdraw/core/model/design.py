"""The whole document as one immutable record."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from archdraw.core.model.elements import Component, Connection, Group, Journey
from archdraw.core.model.fields import Label, Record, Text
from archdraw.core.model.paperwork import (
    Api,
    Decision,
    Entity,
    Estimate,
    FailureMode,
    Input,
    RemediationStep,
    Requirement,
    Risk,
    Settings,
    Suppression,
)
from archdraw.core.model.styles import Styles
from archdraw.core.model.typing import Limits
from archdraw.core.model.views import View

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT_NAME = "archdraw"
# The lists of a document whose records carry ids; views carry them too. Ids are unique over all of them.
ListName = Literal[
    "components",
    "groups",
    "connections",
    "journeys",
    "requirements",
    "estimates",
    "inputs",
    "apis",
    "entities",
    "decisions",
    "risks",
    "failure_modes",
    "remediation",
]
LIST_NAMES: tuple[ListName, ...] = get_args(ListName)
FORMAT_VERSION = 1
MAX_COMPONENTS = 50_000
MAX_CONNECTIONS = 200_000


class Design(Record):
    """A design document: components, groups, connections, journeys, views and what belongs to them.

    `history` says line by line what earlier versions of the document were.
    """

    format: Literal["archdraw"] = "archdraw"
    version: Literal[1] = 1
    title: Label = ""
    description: Text = ""
    authors: tuple[Label, ...] = ()
    reviewers: tuple[Label, ...] = ()
    history: Text = ""
    status: Label = "draft"
    classification: Label = ""
    components: Annotated[tuple[Component, ...], Limits(max_length=MAX_COMPONENTS)] = ()
    groups: Annotated[tuple[Group, ...], Limits(max_length=MAX_COMPONENTS)] = ()
    connections: Annotated[tuple[Connection, ...], Limits(max_length=MAX_CONNECTIONS)] = ()
    journeys: tuple[Journey, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    inputs: tuple[Input, ...] = ()
    apis: tuple[Api, ...] = ()
    entities: tuple[Entity, ...] = ()
    decisions: tuple[Decision, ...] = ()
    risks: tuple[Risk, ...] = ()
    failure_modes: tuple[FailureMode, ...] = ()
    remediation: tuple[RemediationStep, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    views: tuple[View, ...] = ()
    styles: Styles = Styles()
    settings: Settings = Settings()
    extensions: dict[str, Any] = {}

    @cached_property
    def component_by_id(self) -> Mapping[str, Component]:
        """Components by their id."""
        return {component.id: component for component in self.components}

    @cached_property
    def group_by_id(self) -> Mapping[str, Group]:
        """Groups by their id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def connection_by_id(self) -> Mapping[str, Connection]:
        """Connections by their id."""
        return {connection.id: connection for connection in self.connections}

    @cached_property
    def journey_by_id(self) -> Mapping[str, Journey]:
        """Journeys by their id."""
        return {journey.id: journey for journey in self.journeys}

    @cached_property
    def view_by_id(self) -> Mapping[str, View]:
        """Views by their id."""
        return {view.id: view for view in self.views}

    @cached_property
    def connections_at(self) -> Mapping[str, tuple[Connection, ...]]:
        """Connections by each element that they begin or end at, in the order of the document."""
        found: dict[str, list[Connection]] = {}
        for connection in self.connections:
            for end in {connection.source, connection.target}:
                found.setdefault(end, []).append(connection)
        return {end: tuple(connections) for end, connections in found.items()}

    def enclosing_groups(self, element_id: str) -> tuple[Group, ...]:
        """Return the groups around a component or group, innermost first; rings are cut."""
        element = self.component_by_id.get(element_id) or self.group_by_id.get(element_id)
        found: list[Group] = []
        seen = {element_id}
        parent = element.parent if element is not None else None
        while parent is not None and parent not in seen:
            seen.add(parent)
            group = self.group_by_id.get(parent)
            if group is None:
                break
            found.append(group)
            parent = group.parent
        return tuple(found)
