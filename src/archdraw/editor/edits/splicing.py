"""Putting a component into a connection: what ran from A to B runs from A to it and on to B."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Point
from archdraw.core.geometry.hits import point_along
from archdraw.core.model import CARD_HEIGHT, CARD_WIDTH, Connection, fresh_id
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.connecting import connected, fitting_kind
from archdraw.editor.edits.elements import add_component, show
from archdraw.editor.edits.growing import reveal
from archdraw.editor.edits.locking import LOCKED, is_locked
from archdraw.editor.edits.routes import edge_of, put_edge
from archdraw.editor.hierarchy import common_parent
from archdraw.editor.placing import free_box_at, group_at, is_free, nearest_free_box

if TYPE_CHECKING:
    from collections.abc import Collection

    from archdraw.core.geometry import Box
    from archdraw.editor.workspace import Workspace


def can_splice(desk: Workspace, connection_id: str, component_id: str) -> bool:
    """Tell whether a component can go into a connection: no end of it and not connected with its ends."""
    connection = desk.connection(connection_id)
    if connection is None or component_id in (connection.source, connection.target):
        return False
    if is_locked(desk, connection_id):
        return False
    return not connected(desk, connection.source, component_id) and not connected(
        desk, component_id, connection.target
    )


def put_between(desk: Workspace, connection_id: str, component_id: str) -> None:
    """Lead a connection over a component.

    The connection keeps its id and all its fields on the way to the component: how its source waits, retries
    and counts. A second one leads on, with what concerns the target: operation, protocol, payload, weight
    for the analysis.

    Raises
    ------
    EditRefused
        When the component is an end of the connection or connected with one already, or the connection is
        locked.
    """
    connection = desk.connection(connection_id)
    if is_locked(desk, connection_id):
        raise EditRefused(LOCKED)
    if connection is None or not can_splice(desk, connection_id, component_id):
        raise EditRefused("It is connected with one end of this connection already.")
    source, target = connection.source, connection.target
    fitting = connection.kind == fitting_kind(desk, source, target)
    with desk.change("Insert into connection") as store:
        first = fitting_kind(desk, source, component_id) if fitting else connection.kind
        second = fitting_kind(desk, component_id, target) if fitting else connection.kind
        store.put("connections", connection_id, connection.revised(target=component_id, kind=first))
        onward = fresh_id(f"{component_id}-{target}", store.ids())
        store.put(
            "connections",
            onward,
            Connection(
                id=onward,
                source=component_id,
                target=target,
                kind=second,
                operation=connection.operation,
                protocol=connection.protocol,
                payload_bytes=connection.payload_bytes,
                critical=connection.critical,
            ),
        )
        show(desk, onward)
        # Where it ran is of no use to the two; how it looked is.
        look = edge_of(desk, connection_id).alone
        for one in (connection_id, onward):
            put_edge(desk, one, look, "Insert into connection")


def splice(
    desk: Workspace,
    connection_id: str,
    kind_id: str,
    name: str | None = None,
    *,
    box: Box | None = None,
    replicas: int = 1,
) -> str:
    """Add a component into a connection, at `box` or near the middle of its line; return its id.

    Raises
    ------
    EditRefused
        When there is no such connection.
    """
    connection = desk.connection(connection_id)
    if connection is None or connection_id not in desk.scene.lines:
        raise EditRefused("The connection is not there any more.")
    if box is None:
        middle = point_along(desk.scene.glimpse(connection_id)[0], 0.5)
        box = free_box_at(desk, Point(*middle), CARD_WIDTH, CARD_HEIGHT)
    parent = group_at(desk, box.center) or common_parent(desk, (connection.source, connection.target))
    frame = desk.frame(parent) if parent is not None else None
    if frame is not None and not frame.encloses(box):
        parent = None
    with desk.change(f"Insert {name}" if name else "Insert into connection"):
        new = add_component(desk, kind_id, box, parent, name, replicas)
        put_between(desk, connection_id, new)
    desk.select({new})
    reveal(desk, box)
    return new


def settled_box(desk: Workspace, box: Box, without: Collection[str] = ()) -> Box:
    """Return the box where something was dropped, or the nearest free one if it would cover something."""
    if is_free(desk, box, without):
        return box
    return nearest_free_box(desk, box, without) or free_box_at(desk, box.center, box.w, box.h, without)
