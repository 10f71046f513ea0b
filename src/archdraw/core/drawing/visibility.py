"""What a view leaves out, and which group stands for what it has folded into itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from archdraw.core.model import Component, Connection, Group, Note, Placement, View

    Members = Callable[[str], bool]

# Of several connections drawn as one line, the kind that comes first here says how it is drawn.
_KINDS = ("call", "publish", "deliver", "replicate", "backup", "uses", "observe")


@frozen
class Folded:
    """What is left of a view once groups are collapsed.

    `stand_ins` names for each element that is not drawn itself the group or connection drawn in its place;
    `merged` the connections drawn as one line, by the one that is kept, itself among them.
    """

    stand_ins: Mapping[str, str]
    connections: dict[str, Connection]
    merged: Mapping[str, tuple[str, ...]]


def hidden_ids(
    view: View,
    components: Mapping[str, Component],
    groups: Mapping[str, Group],
    connections: Mapping[str, Connection],
    notes: Mapping[str, Note],
) -> set[str]:
    """Return what the view's `hides`, hidden layers and hidden tags leave out.

    What is in a group that a layer or tag hides goes with it, and a connection with either of its ends; a
    group that is taken out of the view by itself leaves its content.
    """
    hidden = set(view.hides)
    layers = [layer for layer in view.layers if not layer.visible]
    tags = frozenset(view.hidden_tags)
    if layers or tags:
        found = {
            key
            for key, record in (*components.items(), *groups.items())
            if not tags.isdisjoint(record.tags)
            or any(layer.holds(key, record.kind, record.tags) for layer in layers)
        }
        found |= _inside(found.intersection(groups), components, groups)
        # The kind of a connection is no kind of the catalogue.
        found |= {
            key
            for key, record in connections.items()
            if not tags.isdisjoint(record.tags) or any(layer.holds(key, "", record.tags) for layer in layers)
        }
        found |= {key for key in notes if any(layer.holds(key, "", ()) for layer in layers)}
        hidden |= found
    return hidden


def collapsed_groups(groups: Mapping[str, Group], places: Mapping[str, Placement]) -> set[str]:
    """Return the groups that are collapsed in the view."""
    return {key for key in groups if (place := places.get(key)) is not None and place.collapsed}


def fold(
    collapsed: Collection[str],
    components: Mapping[str, Component],
    groups: Mapping[str, Group],
    connections: Mapping[str, Connection],
) -> Folded:
    """Return what is drawn instead of what lies in collapsed groups.

    Connections that leave a collapsed group end at it; those with the same two ends become one, and those
    inside are not drawn.
    """
    stand_ins = _outermost(collapsed, components, groups)
    runs: dict[tuple[str, str], list[str]] = {}
    drawn: dict[str, Connection] = {}
    for key, connection in connections.items():
        source = stand_ins.get(connection.source, connection.source)
        target = stand_ins.get(connection.target, connection.target)
        if source == connection.source and target == connection.target:
            drawn[key] = connection
        elif source == target:
            stand_ins[key] = source
        else:
            runs.setdefault((source, target), []).append(key)
    merged: dict[str, tuple[str, ...]] = {}
    for (source, target), keys in runs.items():
        kept = min(keys, key=lambda one: _strength(connections[one]))
        changes: dict[str, Any] = {"source": source, "target": target}
        if len(keys) > 1:
            changes["name"] = f"×{len(keys)}"
        drawn[kept] = connections[kept].model_copy(update=changes)
        merged[kept] = tuple(keys)
        stand_ins.update((key, kept) for key in keys if key != kept)
    ordered = {key: drawn[key] for key in connections if key in drawn}
    return Folded(stand_ins, ordered, merged)


def _strength(connection: Connection) -> tuple[bool, int]:
    return not connection.synchronous, _KINDS.index(connection.kind)


def _outermost(
    collapsed: Collection[str], components: Mapping[str, Component], groups: Mapping[str, Group]
) -> dict[str, str]:
    """Return the outermost collapsed group around each element that is in one."""
    found: dict[str, str] = {}
    around: dict[str, str | None] = {}

    def outermost(group_id: str) -> str | None:
        chain: list[str] = []
        current: str | None = group_id
        while current is not None and current in groups and current not in chain:
            chain.append(current)
            current = groups[current].parent
        return next((one for one in reversed(chain) if one in collapsed), None)

    for key, record in (*groups.items(), *components.items()):
        parent = record.parent
        if parent is None or parent not in groups:
            continue
        if parent not in around:
            around[parent] = outermost(parent)
        standing = around[parent]
        if standing is not None and standing != key:
            found[key] = standing
    return found


def _inside(
    hidden: Collection[str], components: Mapping[str, Component], groups: Mapping[str, Group]
) -> set[str]:
    """Return what lies in hidden groups, however deep."""
    return set(_outermost(hidden, components, groups)) if hidden else set()
