"""Layers of a view: what is hidden and locked together, by name, tag or kind; and tags that are hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.model import Layer, View, fresh_id
from archdraw.editor.document import EditRefused
from archdraw.editor.naming import unique_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.editor.workspace import Workspace


def layers_of(desk: Workspace) -> tuple[Layer, ...]:
    """Return the layers of the present view."""
    return _view(desk).layers


def add_layer(desk: Workspace, members: Iterable[str] = (), **fields: Any) -> str:
    """Add a layer to the present view that holds these elements; return its id."""
    view = _view(desk)
    name = unique_name(fields.pop("name", "") or "Layer", {layer.name for layer in view.layers})
    layer_id = fresh_id(name, {layer.id for layer in view.layers})
    layer = Layer(id=layer_id, name=name, members=_known(desk, members), **fields)
    _put(desk, (*view.layers, layer), "Add a layer")
    return layer_id


def change_layer(desk: Workspace, layer_id: str, label: str, **fields: Any) -> None:
    """Change fields of a layer: `name`, `visible`, `locked`, `tags`, `kinds`, `members`."""
    _put(
        desk,
        tuple(one.revised(**fields) if one.id == layer_id else one for one in layers_of(desk)),
        label,
    )


def delete_layer(desk: Workspace, layer_id: str) -> None:
    """Delete a layer; what was in it stays and is shown."""
    _put(desk, tuple(one for one in layers_of(desk) if one.id != layer_id), "Delete the layer")


def put_in_layer(desk: Workspace, layer_id: str, ids: Iterable[str]) -> None:
    """Add elements to a layer by name.

    Raises
    ------
    EditRefused
        When nothing is named that can be in a layer.
    """
    new = _known(desk, ids)
    if not new:
        raise EditRefused("Select what goes into the layer first.")
    layer = next(one for one in layers_of(desk) if one.id == layer_id)
    members = tuple(dict.fromkeys((*layer.members, *new)))
    change_layer(desk, layer_id, "Put into the layer", members=members)


def take_out_of_layer(desk: Workspace, layer_id: str, ids: Iterable[str]) -> None:
    """Take named elements out of a layer."""
    gone = set(ids)
    layer = next(one for one in layers_of(desk) if one.id == layer_id)
    kept = tuple(key for key in layer.members if key not in gone)
    change_layer(desk, layer_id, "Take out of the layer", members=kept)


def move_layer(desk: Workspace, layer_id: str, by: int) -> None:
    """Move a layer up or down in the list."""
    layers = list(layers_of(desk))
    at = next(index for index, one in enumerate(layers) if one.id == layer_id)
    to = max(0, min(len(layers) - 1, at + by))
    layers.insert(to, layers.pop(at))
    _put(desk, tuple(layers), "Move the layer")


def show_tag(desk: Workspace, tag: str, *, shown: bool) -> None:
    """Show or hide everything with a tag in the present view."""
    kept = tuple(one for one in _view(desk).hidden_tags if one != tag)
    hidden = kept if shown else (*kept, tag)
    with desk.change("Show a tag" if shown else "Hide a tag") as store:
        store.put("views", desk.view_id, _view(desk).revised(hidden_tags=hidden))


def show_everything(desk: Workspace) -> None:
    """Show all layers and tags, and what was taken out of the present view one by one."""
    view = _view(desk)
    layers = tuple(layer.revised(visible=True) for layer in view.layers)
    with desk.change("Show everything") as store:
        store.put("views", desk.view_id, view.revised(layers=layers, hidden_tags=(), hides=()))


def tags_of(desk: Workspace) -> dict[str, int]:
    """Return every tag of components, groups and connections with how many elements have it."""
    counts: dict[str, int] = {}
    tables = (desk.store.table("components"), desk.store.table("groups"), desk.store.table("connections"))
    for table in tables:
        for record in table.values():
            for tag in record.tags:
                counts[tag] = counts.get(tag, 0) + 1
    return dict(sorted(counts.items(), key=lambda entry: entry[0].casefold()))


def held_by(desk: Workspace, layer: Layer) -> list[str]:
    """Return the elements of the document that lie in a layer."""
    found = [
        key
        for table in (desk.store.table("groups"), desk.store.table("components"))
        for key, record in table.items()
        if layer.holds(key, record.kind, record.tags)
    ]
    found += [
        key for key, record in desk.store.table("connections").items() if layer.holds(key, "", record.tags)
    ]
    return found + [key for key in layer.members if desk.note(key) is not None]


def _view(desk: Workspace) -> View:
    view: View = desk.store.get("views", desk.view_id)
    return view


def _known(desk: Workspace, ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(key for key in ids if desk.role(key) is not None))


def _put(desk: Workspace, layers: tuple[Layer, ...], label: str) -> None:
    with desk.change(label) as store:
        store.put("views", desk.view_id, _view(desk).revised(layers=layers))
