"""Moving and resizing, with everything that goes along."""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.history import place_key
from archdraw.core.model import Record
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.elements import TOO_FAR, WORLD, put_box
from archdraw.editor.edits.locking import unlocked
from archdraw.editor.edits.routes import shifted_route
from archdraw.editor.hierarchy import ancestors, children_of, with_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archdraw.core.history import TableName
    from archdraw.core.model import Note, Placement
    from archdraw.editor.workspace import Workspace

SMALLEST = {"component": (88.0, 40.0), "group": (80.0, 60.0), "note": (40.0, 30.0)}


def movable(desk: Workspace, ids: Iterable[str]) -> dict[str, Box]:
    """Return the boxes of everything that moves when these elements do: contents of groups included.

    Locked elements stay, unless they are taken along by a group around them.
    """
    return desk.frames(with_content(desk, unlocked(desk, ids)))


def move_by(desk: Workspace, ids: Iterable[str], dx: float, dy: float, label: str) -> None:
    """Move elements and what is in them, but for locked ones; routes drawn by hand between them go along."""
    prefix = place_key(desk.view_id, "")
    skip = len(prefix)
    # Without a box for each: ten thousand are moved at once, and all that counts is how far out they are.
    moved = with_content(desk, unlocked(desk, ids))
    table = desk.store.table
    nodes, notes, connections = table("nodes"), table("notes"), table("connections")
    placed, noted = _placed(moved, nodes, prefix), _placed(moved, notes, prefix)
    rest: dict[str, Box] = {}
    if len(placed) + len(noted) + sum(map(connections.__contains__, moved)) < len(moved):
        known = {key[skip:] for key in (*placed, *noted)}
        rest = desk.frames([one for one in moved - known if one not in connections])
    standing = _around([*map(nodes.__getitem__, placed), *map(notes.__getitem__, noted)])
    around = bounding_box([*rest.values(), *([] if standing is None else [standing])])
    if around is None or (dx == 0 and dy == 0):
        return
    if not WORLD.encloses(around.moved(dx, dy)):
        raise EditRefused(TOO_FAR)
    with desk.change(label) as store:
        store.displace("nodes", placed, float(dx), float(dy))
        store.displace("notes", noted, float(dx), float(dy))
        for element_id, box in rest.items():
            put_box(desk, element_id, box.moved(dx, dy))
        if store.table("edges"):
            _move_routes(desk, dict.fromkeys(moved, (dx, dy)))


def move_each(desk: Workspace, ways: Mapping[str, tuple[float, float]], label: str) -> None:
    """Move elements each by a way of its own with what is in it, but for locked ones, as `move_by` does.

    None of them lies in another. Routes drawn by hand go along where both ends go the same way.
    """
    apart: dict[str, tuple[float, float]] = {}
    groups = desk.store.table("groups")
    children = children_of(desk) if groups else {}
    for element_id in unlocked(desk, ways):
        way = ways[element_id]
        if way == (0.0, 0.0):
            continue
        waiting = [element_id]
        while waiting:
            one = waiting.pop()
            if one not in apart:
                apart[one] = way
                waiting += children.get(one, ())
    boxes = {one: box.moved(*apart[one]) for one, box in desk.frames(apart).items()}
    if boxes:
        with desk.change(label):
            put_boxes(desk, boxes, label)
            _move_routes(desk, apart)


def _placed(ids: set[str], table: Mapping[str, object], prefix: str) -> list[str]:
    """Return the keys of those that a table has; many in its order, in which they lie in the memory too."""
    if len(ids) * 2 > len(table):
        skip = len(prefix)
        return [key for key in table if key.startswith(prefix) and key[skip:] in ids]
    return [key for one in ids if (key := prefix + one) in table]


def _around(places: Sequence[Placement | Note]) -> Box | None:
    """Return the box around all places, or None for none."""
    if not places:
        return None
    x, y, w, h = Record.columns(places, "x", "y", "w", "h")
    left, top = min(x), min(y)
    return Box(left, top, max(map(add, x, w)) - left, max(map(add, y, h)) - top)


def put_boxes(desk: Workspace, boxes: Mapping[str, Box], label: str = "Move") -> None:
    """Set places and sizes of many elements at once."""
    around = bounding_box(boxes.values())
    # Checked once for all: validating ten thousand records one by one would be felt in every frame.
    if around is not None and not WORLD.encloses(around):
        raise EditRefused(TOO_FAR)
    prefix = place_key(desk.view_id, "")
    with desk.change(label) as store:
        nodes, moved = store.table("nodes"), {}
        for element_id, (x, y, w, h) in boxes.items():
            placed = nodes.get(prefix + element_id)
            if placed is None or w < 1.0 or h < 1.0:
                put_box(desk, element_id, boxes[element_id])
            else:
                # Sums of zoomed px end in many digits; nobody sees a hundredth, and files stay readable.
                place = {"x": round(float(x), 2), "y": round(float(y), 2)}
                if not placed.collapsed:
                    place |= {"w": round(float(w), 2), "h": round(float(h), 2)}
                moved[prefix + element_id] = placed.model_copy(update=place)
        store.put_all("nodes", moved)


def _move_routes(desk: Workspace, ways: Mapping[str, tuple[float, float]]) -> None:
    """Take the corners of lines along whose ends both go the same way."""
    prefix, connections = place_key(desk.view_id, ""), desk.store.table("connections")
    skip = len(prefix)
    moved = {}
    for key, route in desk.store.table("edges").items():
        connection = connections.get(key[skip:]) if route.points and key.startswith(prefix) else None
        if connection is None:
            continue
        way = ways.get(connection.source)
        if way is not None and way == ways.get(connection.target):
            moved[key] = shifted_route(route, *way)
    desk.store.put_all("edges", moved)


def adopt(desk: Workspace, ids: Iterable[str], group_id: str | None) -> None:
    """Put components and groups into a group, or on the free canvas with None.

    Raises
    ------
    EditRefused
        When a group would come to lie inside itself.
    """
    around = [] if group_id is None else [group_id, *ancestors(desk, group_id)]
    named = list(ids)
    if not set(named).isdisjoint(around):
        raise EditRefused("A group can't lie inside itself.")
    tables: tuple[TableName, ...] = ("components", "groups")
    with desk.change("Move into group" if group_id is not None else "Move out of group") as store:
        for table in tables:
            records = store.table(table)
            found = ((one, record) for one in named if (record := records.get(one)) is not None)
            # The group is one of the document, or none.
            moved = {
                one: record.model_copy(update={"parent": group_id})
                for one, record in found
                if record.parent != group_id
            }
            store.put_all(table, moved)


def toggle_pin(desk: Workspace, ids: Iterable[str]) -> None:
    """Pin elements so that tidying never moves them, or free them when all are pinned."""
    boxes = {one: box for one, box in desk.frames(ids).items() if desk.note(one) is None}
    placements = {one: desk.placement(one) for one in boxes}
    pin = not all(placement is not None and placement.pin for placement in placements.values())
    prefix = place_key(desk.view_id, "")
    with desk.change("Pin" if pin else "Unpin") as store:
        for element_id, box in boxes.items():
            if placements[element_id] is None:
                put_box(desk, element_id, box)
        nodes = store.table("nodes")
        placed = ((key, nodes[key]) for one in boxes if (key := prefix + one) in nodes)
        store.put_all("nodes", {key: one.model_copy(update={"pin": pin}) for key, one in placed})
