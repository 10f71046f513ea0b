"""Both states in one drawing: the new one, with what was removed at its old place, and marks for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.geometry import Box
from archdraw.core.model import Placement, Style, View

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from archdraw.core.comparing.elements import ElementChange, Happening
    from archdraw.core.model import Design

_DRAWN = frozenset({"components", "groups", "connections", "notes", "nodes", "edges"})
_RANK: tuple[Happening, ...] = ("moved", "changed", "added", "removed")
_GAP = 24.0
_RINGS = 12


def change_marks(elements: Iterable[ElementChange], view_id: str = "") -> dict[str, Happening]:
    """Return what happened to each element that can be drawn; of several things the one that says most.

    What happened in another view than `view_id` (where given) is left out.
    """
    marks: dict[str, Happening] = {}
    for one in elements:
        if one.table not in _DRAWN or (view_id and one.view not in ("", view_id)):
            continue
        known = marks.get(one.id)
        if known is None or _RANK.index(one.happening) > _RANK.index(known):
            marks[one.id] = one.happening
    return marks


def both_in_one(old: Design, new: Design, view_id: str) -> Design:
    """Return the new design with all that was removed since the old one put back, for a drawing only.

    In the view, what was removed stands quietly where it stood, or beside that where something else stands
    there now. A view that the new design no longer has is shown as it was.
    """
    before, after = old.view_by_id.get(view_id), new.view_by_id.get(view_id)
    if before is None and after is None:
        return new
    gone: dict[str, tuple[Any, ...]] = {
        name: tuple(one for one in getattr(old, name) if one.id not in kept)
        for name, kept in (
            ("groups", new.group_by_id),
            ("components", new.component_by_id),
            ("connections", new.connection_by_id),
        )
    }
    gone["connections"] = tuple(
        one
        for one in gone["connections"]
        if {one.source, one.target} <= old.component_by_id.keys() | new.component_by_id.keys()
    )
    view = after or before
    if view is None:
        return new
    shown = _with_removed(view, before or view, gone, new.group_by_id)
    # What is gone is painted first, so that it covers nothing that is there.
    parts = {name: (*records, *getattr(new, name)) for name, records in gone.items()}
    views = tuple(shown if one.id == view_id else one for one in new.views)
    if after is None:
        views = (*views, shown)
    return new.model_copy(update={**parts, "views": views})


def _with_removed(
    view: View, before: View, gone: dict[str, tuple[Any, ...]], groups: Collection[str]
) -> View:
    nodes, edges = dict(view.nodes), dict(view.edges)
    # What lay in an open group may lie there again; cards are covered by none.
    taken = [place.shown for key, place in view.nodes.items() if place.collapsed or key not in groups]
    for one in gone["groups"]:
        place = before.nodes.get(one.id)
        if place is not None:
            nodes[one.id] = _quiet(place, place.box)
    for one in gone["components"]:
        place = before.nodes.get(one.id)
        if place is not None:
            box = _free_place(place.box, taken)
            taken.append(box)
            nodes[one.id] = _quiet(place, box)
    for one in gone["connections"]:
        route = before.edges.get(one.id)
        if route is not None:
            edges[one.id] = route.alone
    there = {note.id for note in view.notes}
    notes = (*(one for one in before.notes if one.id not in there), *view.notes)
    shows = view.shows
    if shows != "all":
        visible = None if before.shows == "all" else set(before.shows)
        ids = [one.id for records in gone.values() for one in records]
        shows = (*shows, *(one for one in ids if visible is None or one in visible))
    return view.model_copy(update={"nodes": nodes, "edges": edges, "notes": notes, "shows": shows})


def _quiet(place: Placement, box: Box) -> Placement:
    style = place.style or Style()
    look = style if style.emphasis is not None else style.model_copy(update={"emphasis": "quiet"})
    return place.model_copy(update={"x": box.x, "y": box.y, "style": look, "collapsed": False})


def _free_place(box: Box, taken: Sequence[Box]) -> Box:
    """Return the box, or the nearest place around it (in steps of its size) that no other one covers."""
    for ring in range(_RINGS):
        steps = range(-ring, ring + 1)
        tried = [(dx, dy) for dx in steps for dy in steps if max(abs(dx), abs(dy)) == ring]
        for dx, dy in sorted(tried, key=lambda way: (abs(way[0]) + abs(way[1]), way[0] < 0, way[1] < 0)):
            moved = box.moved(dx * (box.w / 2 + _GAP), dy * (box.h / 2 + _GAP))
            if not any(moved.intersects(one) for one in taken):
                return moved
    return box
