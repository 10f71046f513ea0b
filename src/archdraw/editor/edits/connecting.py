"""Connections: which kind fits, making them, and moving their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from archdraw.core.model import Connection, fresh_id
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.elements import show
from archdraw.editor.edits.locking import LOCKED, is_locked
from archdraw.editor.edits.routes import edge_of, put_edge, put_edges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.model import EdgeRoute
    from archdraw.editor.workspace import Workspace

ConnectionKind = Literal["call", "publish", "deliver", "replicate", "backup", "observe", "uses"]
End = Literal["source", "target"]
_ARCHIVES = frozenset({"object_store", "file_store", "block_volume"})
CONNECTION_KINDS: tuple[ConnectionKind, ...] = get_args(ConnectionKind)


def fitting_kind(desk: Workspace, source: str, target: str) -> ConnectionKind:
    """Return the kind of connection that such a pair of components nearly always has.

    To a queue: publish; from a queue: deliver; to monitoring, logging or tracing: observe; from a store to
    another: replicate, or backup when that keeps files and objects; from a store to a queue it is the change
    stream that is published; everything else calls.
    """
    from_kind = desk.catalog.kind(desk.store.get("components", source).kind)
    to_kind = desk.catalog.kind(desk.store.get("components", target).kind)
    if to_kind.role == "observer":
        return "observe"
    if to_kind.role == "queue":
        return "deliver" if from_kind.role == "queue" else "publish"
    if from_kind.role == "queue":
        return "deliver"
    if from_kind.role == "store" and to_kind.role == "store":
        return "backup" if to_kind.id in _ARCHIVES and from_kind.id not in _ARCHIVES else "replicate"
    return "call"


def connect(desk: Workspace, source: str, target: str, kind: ConnectionKind | None = None) -> str:
    """Connect two components and return the id of the connection.

    Raises
    ------
    EditRefused
        When an end is no component or both are the same.
    """
    for end in (source, target):
        if desk.component(end) is None:
            raise EditRefused("A connection runs between two components.")
    if source == target:
        raise EditRefused("A component can't be connected to itself.")
    connection_id = fresh_id(f"{source}-{target}", desk.store.ids())
    chosen = kind or fitting_kind(desk, source, target)
    with desk.change("Connect") as store:
        store.put(
            "connections",
            connection_id,
            Connection(id=connection_id, source=source, target=target, kind=chosen),
        )
        show(desk, connection_id)
    return connection_id


def reconnect(desk: Workspace, connection_id: str, end: End, component_id: str) -> None:
    """Move one end of a connection to another component.

    That end floats, a route drawn by hand is found anew; the other end and the label stay as they are.

    Raises
    ------
    EditRefused
        When the new end is no component or is the other end already, or the connection is locked.
    """
    connection = desk.connection(connection_id)
    if connection is None or desk.component(component_id) is None:
        raise EditRefused("A connection runs between two components.")
    if is_locked(desk, connection_id):
        raise EditRefused(LOCKED)
    other = connection.target if end == "source" else connection.source
    if other == component_id:
        raise EditRefused("A component can't be connected to itself.")
    with desk.change("Reconnect") as store:
        store.put("connections", connection_id, connection.revised(**{end: component_id}))
        edge = edge_of(desk, connection_id)
        put_edge(
            desk, connection_id, edge.revised(route="auto", points=(), **{f"{end}_at": None}), "Reconnect"
        )


def reverse(desk: Workspace, connection_id: str) -> None:
    """Swap the ends of a connection."""
    reverse_all(desk, (connection_id,))


def reverse_all(desk: Workspace, ids: Iterable[str]) -> None:
    """Swap the ends of connections."""
    lines = [connection for one in ids if (connection := desk.connection(one)) is not None]
    swapped = {one.id: one.model_copy(update={"source": one.target, "target": one.source}) for one in lines}
    turned: dict[str, EdgeRoute] = {}
    for one in lines:
        edge = edge_of(desk, one.id)
        turned[one.id] = edge.model_copy(
            update={
                "points": edge.points[::-1],
                "source_at": edge.target_at,
                "target_at": edge.source_at,
                "label_at": None if edge.label_at is None else 1.0 - edge.label_at,
            }
        )
    label = "Reverse connection" if len(lines) == 1 else "Reverse connections"
    with desk.change(label) as store:
        store.put_all("connections", swapped)
        put_edges(desk, turned, label)


def connected(desk: Workspace, source: str, target: str) -> bool:
    """Tell whether a connection runs from source to target."""
    scene, connections = desk.scene, desk.store.table("connections")
    # A drag asks in its first frame already, and of thousands no list is made in no time.
    drawn = len(scene.lines) == len(connections) and {source, target} <= scene.ids
    if desk.store.in_transaction:
        return any(one.source == source and one.target == target for one in connections.values())
    if drawn:
        return any(connections[one].target == target for one in scene.connections_of(source))
    return (source, target) in desk.joined
