"""Views over the one model: adding, copying, naming, ordering and deleting them, and what each shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.history import place_key, split_place_key
from archdraw.core.model import Placement, View, fresh_id
from archdraw.core.model.ids import NewIds
from archdraw.editor.document import EditRefused
from archdraw.editor.hierarchy import with_content
from archdraw.editor.naming import unique_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from archdraw.core.history import TableName
    from archdraw.editor.workspace import Workspace

NEW_NAME = "View"
_PLACED: tuple[TableName, ...] = ("nodes", "edges")
# Room between what a view shows already and what comes into it.
_GAP = 60.0


def views_of(desk: Workspace) -> dict[str, View]:
    """Return the views by id, in the order of their tabs."""
    return dict(desk.store.table("views"))


def view_name(desk: Workspace, view_id: str) -> str:
    """Return what a view is called: its name, or its id where it has none."""
    view: View | None = desk.store.get("views", view_id)
    return view_id if view is None else view.name or view.id


def add_view(desk: Workspace, name: str | None = None) -> str:
    """Add an empty view behind the present one; return its id."""
    with desk.change("Add a view"):
        return _put_view(desk, name or NEW_NAME, {"shows": ()})


def duplicate_view(desk: Workspace, view_id: str) -> str:
    """Copy a view with all its places, notes, layers and steps; return the id of the copy."""
    view: View = desk.store.get("views", view_id)
    with desk.change("Duplicate the view") as store:
        new_id = _put_view(desk, f"{view_name(desk, view_id)} copy", {}, like=view)
        mine, theirs = place_key(view_id, ""), place_key(new_id, "")
        skip = len(mine)
        for table in _PLACED:
            records = store.table(table).items()
            store.put_all(table, {theirs + key[skip:]: one for key, one in records if key.startswith(mine)})
        notes: dict[str, str] = {}
        new = NewIds(store.ids())
        for key, note in list(store.table("notes").items()):
            owner, note_id = split_place_key(key)
            if owner == view_id:
                notes[note_id] = new.give("note")
                store.put("notes", place_key(new_id, notes[note_id]), note.revised(id=notes[note_id]))
        if notes:
            store.put("views", new_id, _renamed_notes(store.get("views", new_id), notes))
    return new_id


def view_from(desk: Workspace, ids: Iterable[str], name: str) -> str:
    """Add a view of these elements, what is in groups among them, and the connections between; return its id.

    Everything stands where it stands in the present view.

    Raises
    ------
    EditRefused
        When there is nothing to show.
    """
    wanted = with_content(desk, _with_ends(desk, ids))
    tables: tuple[TableName, ...] = ("groups", "components")
    shown = tuple(key for table in tables for key in desk.store.table(table) if key in wanted)
    if not shown:
        raise EditRefused("Select components or groups first; the new view shows them.")
    with desk.change("Make a view of the selection") as store:
        new_id = _put_view(desk, name, {"shows": shown})
        mine, theirs = place_key(desk.view_id, ""), place_key(new_id, "")
        nodes, open_and_free = store.table("nodes"), {"collapsed": False, "locked": False}
        places = {}
        for key in shown:
            placed = nodes.get(mine + key)
            if placed is not None:
                places[theirs + key] = placed.model_copy(update=open_and_free)
            elif (frame := desk.frame(key)) is not None:
                places[theirs + key] = _placed(frame)
        store.put_all("nodes", places)
        lines = {}
        for key, route in store.table("edges").items():
            connection = desk.connection(key[len(mine) :]) if key.startswith(mine) else None
            if connection is not None and connection.source in wanted and connection.target in wanted:
                lines[theirs + connection.id] = route
        store.put_all("edges", lines)
    return new_id


def rename_view(desk: Workspace, view_id: str, name: str) -> None:
    """Give a view another name; an empty one is left as it was."""
    name = " ".join(name.split())
    view: View | None = desk.store.get("views", view_id)
    if view is not None and name and name != view.name:
        with desk.change("Rename the view") as store:
            store.put("views", view_id, view.revised(name=name))


def delete_view(desk: Workspace, view_id: str) -> None:
    """Delete a view with its places and notes; what it showed stays in the design.

    Raises
    ------
    EditRefused
        When it is the last one.
    """
    if len(desk.store.table("views")) < 2:
        raise EditRefused("A design keeps at least one view; add another before you delete this one.")
    tables: tuple[TableName, ...] = ("nodes", "edges", "notes")
    with desk.change("Delete the view") as store:
        for table in tables:
            for key in [key for key in store.table(table) if split_place_key(key)[0] == view_id]:
                store.remove(table, key)
        store.remove("views", view_id)


def move_view(desk: Workspace, view_id: str, to: int) -> None:
    """Move the tab of a view to a place counted from 0."""
    order = list(desk.store.table("views"))
    at = order.index(view_id)
    order.insert(max(0, min(len(order) - 1, to)), order.pop(at))
    order_views(desk, order)


def order_views(desk: Workspace, order: Sequence[str]) -> None:
    """Put the tabs of all views in this order; the order there is already is no step."""
    if list(order) != list(desk.store.table("views")):
        with desk.change("Move the view") as store:
            store.reorder("views", order)


# -- what a view shows -----------------------------------------------------------------------------


def hide_here(desk: Workspace, ids: Iterable[str]) -> int:
    """Take components, groups and connections out of the present view; return how many.

    They stay in the design. A collapsed group goes with what is in it, an open one leaves its content.
    """
    named = set(ids)
    folded = {key for key in named if desk.scene.is_collapsed(key)}
    gone = {key for key in named | with_content(desk, folded) if desk.note(key) is None}
    gone |= {one for key in named for one in desk.scene.merged(key) if desk.connection(one) is not None}
    view: View = desk.store.get("views", desk.view_id)
    if not gone:
        return 0
    with desk.change("Remove from this view") as store:
        changed = view
        if view.shows != "all":
            changed = changed.revised(shows=tuple(key for key in view.shows if key not in gone))
            gone = {key for key in gone if desk.connection(key) is not None}
        kept = [key for key in view.hides if key not in gone]
        store.put("views", desk.view_id, changed.revised(hides=(*kept, *_in_order(desk, gone))))
    return len(named)


def show_in(desk: Workspace, ids: Iterable[str], view_id: str) -> int:
    """Show elements in a view, beside what it shows already; return how many were not there.

    They keep the arrangement they have in the present view.
    """
    view: View = desk.store.get("views", view_id)
    wanted = {key for key in ids if desk.component(key) or desk.group(key) or desk.connection(key)}
    here = _shown_by(view)
    missing = [key for key in _in_order(desk, wanted) if not here(key)]
    if not missing:
        return 0
    with desk.change("Show in a view") as store:
        hides = tuple(key for key in view.hides if key not in missing)
        shows = view.shows
        if shows != "all":
            # Connections between what is shown are drawn by themselves unless the view names some.
            names_some = any(desk.connection(key) is not None for key in shows)
            new = [key for key in missing if names_some or desk.connection(key) is None]
            shows = (*shows, *(key for key in new if key not in shows))
        store.put("views", view_id, view.revised(hides=hides, shows=shows))
        _place_in(desk, missing, view_id)
    return len(missing)


def not_shown(desk: Workspace, view_id: str) -> list[str]:
    """Return the components and groups that a view does not show of its own accord, in document order."""
    view: View = desk.store.get("views", view_id)
    if view.shows == "all" and not view.hides:
        return []
    tables: tuple[TableName, ...] = ("groups", "components")
    here = _shown_by(view)
    return [key for table in tables for key in desk.store.table(table) if not here(key)]


def _shown_by(view: View) -> Callable[[str], bool]:
    """Return what tells of an id whether a view shows it of its own accord."""
    hides = frozenset(view.hides)
    if view.shows == "all":
        return lambda key: key not in hides
    shown = frozenset(view.shows) - hides
    return lambda key: key in shown


def _place_in(desk: Workspace, ids: Sequence[str], view_id: str) -> None:
    """Give elements that have no place in a view one: as they stand here, below what stands there."""
    store = desk.store
    frames = {
        key: frame
        for key in ids
        if store.get("nodes", place_key(view_id, key)) is None and (frame := desk.frame(key)) is not None
    }
    around = bounding_box(frames.values())
    if around is None or view_id == desk.view_id:
        return
    there = bounding_box(
        record.shown for key, record in store.table("nodes").items() if split_place_key(key)[0] == view_id
    )
    dx = dy = 0.0
    if there is not None and there.grown(_GAP / 2).intersects(around):
        dx, dy = there.x - around.x, there.bottom + _GAP - around.y
    for key, frame in frames.items():
        store.put("nodes", place_key(view_id, key), _placed(frame.moved(dx, dy)))


def _placed(box: Box) -> Placement:
    return Placement(x=box.x, y=box.y, w=box.w, h=box.h)


def _put_view(desk: Workspace, name: str, fields: dict[str, Any], like: View | None = None) -> str:
    """Add a view right behind the present one."""
    store = desk.store
    taken = {one.name for one in store.table("views").values()}
    name = unique_name(name, taken)
    view_id = fresh_id(name, store.ids())
    view = View(id=view_id, name=name, **fields) if like is None else like.revised(id=view_id, name=name)
    order = list(store.table("views"))
    order.insert(order.index(desk.view_id) + 1, view_id)
    store.put("views", view_id, view)
    store.reorder("views", order)
    return view_id


def _renamed_notes(view: View, notes: Mapping[str, str]) -> View:
    def named(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(notes.get(key, key) for key in ids)

    revised: View = view.revised(
        layers=tuple(layer.revised(members=named(layer.members)) for layer in view.layers),
        steps=tuple(
            step.revised(adds=named(step.adds), highlights=named(step.highlights)) for step in view.steps
        ),
        hides=named(view.hides),
    )
    return revised


def _with_ends(desk: Workspace, ids: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for key in ids:
        connection = desk.connection(key)
        found |= {key} if connection is None else {connection.source, connection.target}
    return found


def _in_order(desk: Workspace, ids: Iterable[str]) -> list[str]:
    wanted = set(ids)
    tables: tuple[TableName, ...] = ("groups", "components", "connections")
    return [key for table in tables for key in desk.store.table(table) if key in wanted]
