"""Making a planned fix: the records that differ are put in, new components get a free place. One step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from archdraw.editor.document import EditRefused
from archdraw.editor.edits.elements import put_box, show
from archdraw.editor.edits.growing import reveal
from archdraw.editor.quick.ground import Ground, Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archdraw.core.model import Design
    from archdraw.editor.workspace import Workspace

_ListName = Literal["components", "groups", "connections", "journeys"]


def apply_plan(desk: Workspace, before: Design, planned: Design, label: str) -> frozenset[str]:
    """Turn what `before` says into what `planned` says, in one step; return the ids that were touched.

    Whatever else has changed in the document since `before` stays as it is.

    Raises
    ------
    EditRefused
        A record that the plan changes is not as it was any more, nothing is to change, or the document is
        read-only.
    """
    changes = [
        (name, key, old, new)
        for name in get_args(_ListName)
        for key, old, new in _changes(name, before, planned)
    ]
    if not changes:
        raise EditRefused("The drawing already is like that.")
    if any(desk.store.get(name, key) != old for name, key, old, _ in changes):
        raise EditRefused("The design has changed since this was calculated; choose the finding again.")
    with desk.change(label) as store:
        for name, key, _, new in changes:
            if new is None:
                store.remove(name, key)
            else:
                store.put(name, key, new)
        added = [key for name, key, old, _ in changes if name == "components" and old is None]
        for key in added:
            _place(desk, key)
        show(desk, *(key for name, key, old, _ in changes if name == "connections" and old is None))
    touched = frozenset(key for name, key, _, new in changes if new is not None and name != "journeys")
    frames = desk.frames(added)
    desk.select(touched)
    for box in frames.values():
        reveal(desk, box)
    return touched


def _changes(name: _ListName, before: Design, planned: Design) -> Iterator[tuple[str, Any, Any]]:
    """Yield (key, old record, new record) of what differs in one list; None: not there."""
    old = {record.id: record for record in getattr(before, name)}
    new = {record.id: record for record in getattr(planned, name)}
    for key in {**old, **new}:
        if old.get(key) is not new.get(key) and old.get(key) != new.get(key):
            yield key, old.get(key), new.get(key)


def _place(desk: Workspace, component_id: str) -> None:
    """Give a new component a place beside what it is connected with."""
    component = desk.component(component_id)
    if component is None:
        return
    links = [c for c in desk.store.table("connections").values() if component_id in (c.source, c.target)]
    into = [c.source for c in links if c.target == component_id]
    out = [c.target for c in links if c.source == component_id]
    near = [one for one in into or out if desk.frame(one) is not None]
    boxes, group = Ground(desk).column(near, 1, Home(component.parent))
    if group != component.parent:
        desk.store.put("components", component_id, component.revised(parent=group))
    put_box(desk, component_id, boxes[0])
    show(desk, component_id)
