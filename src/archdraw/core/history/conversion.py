"""Between a `Design` and the tables of the store, without losing a field or an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.history.tables import (
    DOCUMENT_KEY,
    TABLES,
    Table,
    TableName,
    place_key,
    split_place_key,
)
from archdraw.core.model import LIST_NAMES, Design, View

if TYPE_CHECKING:
    from collections.abc import Mapping

_MANY: tuple[TableName, ...] = ("components", "connections", "nodes", "edges")
_WITH_IDS: tuple[TableName, ...] = (*LIST_NAMES, "views")


def tables_of(design: Design) -> dict[TableName, Table]:
    """Take a design apart into tables.

    The record under `DOCUMENT_KEY` is the design without its lists; a view in the table `views` is
    without its nodes, edges and notes, which stand in tables of their own under `place_key`.
    """
    tables: dict[TableName, Table] = {name: {} for name in TABLES}
    emptied: dict[str, Any] = dict.fromkeys((*_WITH_IDS, "suppressions"), ())
    tables["document"][DOCUMENT_KEY] = design.model_copy(update=emptied)
    for name in LIST_NAMES:
        tables[name] = {record.id: record for record in getattr(design, name)}
    tables["suppressions"] = {
        f"suppression-{index}": record for index, record in enumerate(design.suppressions)
    }
    for view in design.views:
        tables["views"][view.id] = view.model_copy(update={"nodes": {}, "edges": {}, "notes": ()})
        for element_id, placement in view.nodes.items():
            tables["nodes"][place_key(view.id, element_id)] = placement
        for element_id, route in view.edges.items():
            tables["edges"][place_key(view.id, element_id)] = route
        for note in view.notes:
            tables["notes"][place_key(view.id, note.id)] = note
    return tables


def share_parts(tables: Mapping[TableName, Table]) -> None:
    """Let the records of which there are thousands share what is the same in all of them."""
    parts: dict[frozenset[str], set[str]] = {}
    for name in _MANY:
        for record in tables[name].values():
            record.share_parts(parts)


def design_of(tables: Mapping[TableName, Table]) -> Design:
    """Put a design together again from its tables."""
    parts: dict[str, Any] = {name: tuple(tables[name].values()) for name in LIST_NAMES}
    parts["suppressions"] = tuple(tables["suppressions"].values())
    parts["views"] = _views_of(tables)
    document: Design = tables["document"][DOCUMENT_KEY]
    return document.model_copy(update=parts)


def document_ids(tables: Mapping[TableName, Table]) -> set[str]:
    """Return every id that stands in the tables."""
    found = {key for name in _WITH_IDS for key in tables[name]}
    found.update(split_place_key(key)[1] for key in tables["notes"])
    return found


def _views_of(tables: Mapping[TableName, Table]) -> tuple[View, ...]:
    if len(tables["views"]) == 1:
        # Nearly every document; the places of ten thousand elements are put together in no time then.
        view_id, view = next(iter(tables["views"].items()))
        skip = len(place_key(view_id, ""))
        parts = {
            "nodes": {key[skip:]: placement for key, placement in tables["nodes"].items()},
            "edges": {key[skip:]: route for key, route in tables["edges"].items()},
            "notes": tuple(tables["notes"].values()),
        }
        return (view.model_copy(update=parts),)
    nodes: dict[str, dict[str, Any]] = {view_id: {} for view_id in tables["views"]}
    edges: dict[str, dict[str, Any]] = {view_id: {} for view_id in tables["views"]}
    notes: dict[str, list[Any]] = {view_id: [] for view_id in tables["views"]}
    for key, placement in tables["nodes"].items():
        view_id, element_id = split_place_key(key)
        nodes[view_id][element_id] = placement
    for key, route in tables["edges"].items():
        view_id, element_id = split_place_key(key)
        edges[view_id][element_id] = route
    for key, note in tables["notes"].items():
        notes[split_place_key(key)[0]].append(note)
    return tuple(
        view.model_copy(
            update={"nodes": nodes[view_id], "edges": edges[view_id], "notes": tuple(notes[view_id])}
        )
        for view_id, view in tables["views"].items()
    )
