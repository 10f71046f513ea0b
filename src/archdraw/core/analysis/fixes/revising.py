"""Designs that differ from another one in a few records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from archdraw.core.model import Component, Connection, fresh_id

if TYPE_CHECKING:
    from archdraw.core.model import Design


def with_fields(design: Design, changes: Mapping[str, Mapping[str, Any]]) -> Design:
    """Return the design with new values for fields of components, groups, connections or journeys, by id."""
    lists = {
        name: tuple(
            one.revised(**changes[one.id]) if one.id in changes else one for one in getattr(design, name)
        )
        for name in ("components", "groups", "connections", "journeys")
        if any(one.id in changes for one in getattr(design, name))
    }
    changed: Design = design.revised(**lists) if lists else design
    return changed


def with_attributes(design: Design, ids: Iterable[str], attributes: Mapping[str, Any]) -> Design:
    """Return the design with attributes stated on elements; a value of None takes the attribute away."""
    changes = {}
    for one in ids:
        record = (
            design.component_by_id.get(one) or design.connection_by_id.get(one) or design.group_by_id.get(one)
        )
        if record is not None:
            merged = {**record.attributes, **attributes}
            changes[one] = {"attributes": {k: v for k, v in merged.items() if v is not None}}
    return with_fields(design, changes)


def with_component(design: Design, kind: str, name: str, **fields: Any) -> tuple[Design, str]:
    """Return the design with one more component, and its id."""
    new = fresh_id(name, ids_of(design))
    component = Component(id=new, kind=kind, name=_free_name(design, name), **fields)
    return design.revised(components=(*design.components, component)), new


def with_connection(design: Design, source: str, target: str, **fields: Any) -> Design:
    """Return the design with one more connection."""
    new = fresh_id(f"{source}-{target}", ids_of(design))
    connection = Connection(id=new, source=source, target=target, **fields)
    changed: Design = design.revised(connections=(*design.connections, connection))
    return changed


def ids_of(design: Design) -> set[str]:
    """Return the ids that are taken."""
    lists = (
        design.components, design.groups, design.connections, design.journeys, design.requirements,
        design.estimates, design.inputs, design.apis, design.entities, design.decisions, design.risks,
        design.failure_modes, design.remediation, design.views,
    )  # fmt: skip
    return {record.id for one in lists for record in one} | {
        note.id for view in design.views for note in view.notes
    }


def _free_name(design: Design, name: str) -> str:
    taken = {component.name for component in design.components}
    if name not in taken:
        return name
    number = 2
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"
