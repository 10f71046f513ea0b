"""Taking over from another state of the design: one difference, or one side of what a merge left open."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archdraw.core.history import DOCUMENT_KEY, place_key
from archdraw.core.model import InvalidRecordError
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.removing import delete

if TYPE_CHECKING:
    from archdraw.core.comparing import ElementChange
    from archdraw.core.history import Store, TableName
    from archdraw.core.merging import Conflict
    from archdraw.core.model import Design, Record
    from archdraw.editor.workspace import Workspace

_ELEMENTS = ("components", "groups", "connections")


def take_theirs(desk: Workspace, theirs: Design, change: ElementChange, field: str = "") -> None:
    """Make an element, or one field of it, what it is in another state, in one step.

    Parameters
    ----------
    theirs
        The other state; `change` tells the way from there to the present one.
    field
        Which field of what was changed ("a.b" inside others); "" for all of it.

    Raises
    ------
    EditRefused
        When it can't be what it was there: an end of a connection is missing, or the document is read-only.
    """
    from archdraw.core.comparing.elements import comparable_tables

    name, key = change.table, _key_of(change)
    wanted = comparable_tables(theirs)[name].get(key)
    with desk.change(f"Take {change.noun} “{change.name}” from the other version") as store:
        if change.happening == "added":
            _remove(desk, change, key)
        elif wanted is None:
            raise EditRefused(f"The {change.noun} is not in the other version any more.")
        elif change.happening == "removed":
            _put_back(store, theirs, change, wanted)
        else:
            own = _own_key(desk, name, key)
            record = store.get(name, own) if own is not None else None
            if own is None or record is None:
                raise EditRefused(f"The {change.noun} is not there any more.")
            paths = [field] if field else [one.field for one in change.fields]
            for path in paths:
                record = _with_field(record, path, wanted)
            store.put(name, own, record)


def settle_conflict(desk: Workspace, conflict: Conflict, side: str) -> None:
    """Settle what a merge left open for "ours" or "theirs", and take its note off the document, in one step.

    Raises
    ------
    EditRefused
        When the value can't be set here, or the document is read-only.
    """
    from archdraw.core.merging.conflicts import CONFLICTS

    with desk.change(f"Keep {side} of a merge") as store:
        if not conflict.field:
            # One side removed it: it was kept, so that only removing is left to do.
            said = conflict.ours if side == "ours" else conflict.theirs
            if said == "removed":
                _remove_any(desk, conflict.element)
        elif side == "theirs":
            _set_value(store, conflict)
        extensions = dict(store.get("document", DOCUMENT_KEY).extensions)
        entries = [one for one in extensions.pop(CONFLICTS, ()) if not _is_entry(one, conflict)]
        if entries:
            extensions[CONFLICTS] = entries
        store.change_document(extensions=extensions)


# -- differences ----------------------------------------------------------------------------------------


def _key_of(change: ElementChange) -> str:
    if change.table == "document":
        return DOCUMENT_KEY
    return place_key(change.view, change.id) if change.view else change.id


def _own_key(desk: Workspace, name: TableName, key: str) -> str | None:
    """Return the key in the store; accepted findings are known there by their place in the list."""
    if name != "suppressions":
        return key if desk.store.get(name, key) is not None else None
    from archdraw.core.comparing.elements import comparable_tables

    record = comparable_tables(desk.design)[name].get(key)
    return next((own for own, one in desk.store.table(name).items() if one is record or one == record), None)


def _remove(desk: Workspace, change: ElementChange, key: str) -> None:
    if change.table in _ELEMENTS:
        delete(desk, [change.id])
        return
    own = _own_key(desk, change.table, key)
    if own is not None:
        desk.store.remove(change.table, own)


def _put_back(store: Store, theirs: Design, change: ElementChange, record: Any) -> None:
    if change.table == "connections":
        missing = [end for end in (record.source, record.target) if store.get("components", end) is None]
        if missing:
            raise EditRefused(
                f"“{missing[0]}” at its end is not there; take that from the other version first."
            )
    parent = getattr(record, "parent", None) if change.table in ("components", "groups") else None
    if parent is not None and store.get("groups", parent) is None:
        record = record.revised(parent=None)
    if change.table == "suppressions":
        number = len(store.table("suppressions"))
        while store.get("suppressions", f"suppression-{number}") is not None:
            number += 1
        store.put("suppressions", f"suppression-{number}", record)
        return
    if change.table == "notes":
        store.put("notes", place_key(change.view, change.id), record)
        return
    store.put(change.table, change.id, record)
    _keep_order(store, theirs, change)
    for view in theirs.views:
        if store.get("views", view.id) is None:
            continue
        if change.id in view.nodes:
            store.put("nodes", place_key(view.id, change.id), view.nodes[change.id])
        if change.id in view.edges:
            store.put("edges", place_key(view.id, change.id), view.edges[change.id])


def _keep_order(store: Store, theirs: Design, change: ElementChange) -> None:
    """Put what came back behind what it stood behind in the other version."""
    before = [one.id for one in getattr(theirs, change.table)]
    order = [key for key in store.table(change.table) if key != change.id]
    earlier = [one for one in before[: before.index(change.id)] if one in order]
    place = order.index(earlier[-1]) + 1 if earlier else 0
    store.reorder(change.table, [*order[:place], change.id, *order[place:]])


def _with_field(record: Record, path: str, theirs: Record) -> Record:
    """Return the record with one field as it is in another one; what is not there is taken away."""
    content, source = record.model_dump(mode="json"), theirs.model_dump(mode="json")
    return _revised(record, content, path, _at(source, path))


class _Nothing:
    """Stands for a value that the other side does not have."""


_NOTHING = _Nothing()


def _at(content: Any, path: str) -> Any:
    """Return what stands at a path; names may themselves have dots in them."""
    if isinstance(content, dict):
        if path in content:
            return content[path]
        for name in content:
            if path.startswith(f"{name}."):
                return _at(content[name], path[len(name) + 1 :])
    return _NOTHING


def _put(content: dict[str, Any], path: str, value: Any) -> bool:
    """Set what stands at a path, or take it away; return whether there is such a place."""
    inner = next((name for name in content if path.startswith(f"{name}.")), None)
    if path not in content and inner is not None and isinstance(content[inner], dict):
        return _put(content[inner], path[len(inner) + 1 :], value)
    if value is _NOTHING:
        return content.pop(path, _NOTHING) is not _NOTHING
    content[path] = value
    return True


def _revised(record: Record, content: dict[str, Any], path: str, value: Any) -> Record:
    if not _put(content, path, value):
        return record
    try:
        return type(record).model_validate_json(json.dumps(content))
    except InvalidRecordError as error:
        raise EditRefused(f"It can’t be set: {error.problems[0].message}.") from error


# -- what a merge left open -----------------------------------------------------------------------------


def _is_entry(entry: Any, conflict: Conflict) -> bool:
    return (
        isinstance(entry, dict)
        and (entry.get("element"), entry.get("field")) == (conflict.element, conflict.field)
        and (entry.get("ours"), entry.get("theirs")) == (conflict.ours, conflict.theirs)
    )


def _home(store: Store, element: str) -> tuple[TableName, str] | None:
    from archdraw.core.history import split_place_key
    from archdraw.core.history.tables import TABLES

    if not element:
        return "document", DOCUMENT_KEY
    for name in TABLES:
        for key in store.table(name):
            if key == element or (name == "notes" and split_place_key(key)[1] == element):
                return name, key
    return None


def _remove_any(desk: Workspace, element: str) -> None:
    found = _home(desk.store, element)
    if found is None:
        return
    if found[0] in _ELEMENTS:
        delete(desk, [element])
    elif found[0] != "document":
        desk.store.remove(*found)


def _set_value(store: Store, conflict: Conflict) -> None:
    found = _home(store, conflict.element)
    record = store.get(*found) if found is not None else None
    first = conflict.field.partition(".")[0]
    if found is None or record is None or (first not in record.defaults and first not in record.extra):
        raise EditRefused("This can’t be set from here; set it by hand, then keep ours.")
    content = record.model_dump(mode="json")
    value = _NOTHING if conflict.theirs is None and first in record.tables else conflict.theirs
    store.put(*found, _revised(record, content, conflict.field, value))
