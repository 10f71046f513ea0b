"""New places and what follows from them: what goes along unseen, and routes that lead nowhere any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.model import Design, EdgeRoute, View


def followers(design: Design, view: View, boxes: Mapping[str, Box]) -> dict[str, Box]:
    """Return the new boxes of what is in groups that moved, but was not laid out: hidden, or folded away."""
    found: dict[str, Box] = {}
    for key, place in view.nodes.items():
        if key in boxes:
            continue
        for group in design.enclosing_groups(key):
            if group.id in boxes and group.id in view.nodes:
                old, new = view.nodes[group.id], boxes[group.id]
                if (old.x, old.y) != (new.x, new.y):
                    found[key] = place.box.moved(new.x - old.x, new.y - old.y)
                break
    return found


def rerouted(design: Design, view: View, boxes: Mapping[str, Box]) -> dict[str, EdgeRoute | None]:
    """Return new routes for connections whose waypoints no longer fit; None where nothing is left to say.

    Waypoints go along where both ends moved by the same way; where they did not, the router finds the way
    anew. What is said of the ends, the label or straight lines stays.
    """
    from archdraw.core.model import EdgeRoute

    found: dict[str, EdgeRoute | None] = {}
    for key, route in view.edges.items():
        connection = design.connection_by_id.get(key)
        if connection is None or not route.points:
            continue
        ways = [_way(view, boxes, end) for end in (connection.source, connection.target)]
        if ways[0] == ways[1]:
            dx, dy = ways[0]
            if (dx, dy) != (0.0, 0.0):
                found[key] = route.revised(points=tuple((x + dx, y + dy) for x, y in route.points))
        else:
            kind = "auto" if route.route == "manual" else route.route
            cleared = route.revised(points=(), route=kind)
            found[key] = None if cleared == EdgeRoute() else cleared
    return found


def _way(view: View, boxes: Mapping[str, Box], element: str) -> tuple[float, float]:
    place, box = view.nodes.get(element), boxes.get(element)
    if place is None or box is None:
        return 0.0, 0.0
    return box.x - place.x, box.y - place.y


def with_places(design: Design, view_id: str, boxes: Mapping[str, Box]) -> Design:
    """Return the design with the boxes as places in a view, notes included, and its routes brought along."""
    from archdraw.core.model import Placement

    view = design.view_by_id[view_id]
    nodes = dict(view.nodes)
    notes = {note.id for note in view.notes}
    for key, box in boxes.items():
        old = nodes.get(key)
        if old is not None:
            nodes[key] = old.at(box)
        elif key not in notes:
            nodes[key] = Placement(x=box.x, y=box.y, w=box.w, h=box.h)
    edges = {**view.edges, **rerouted(design, view, boxes)}
    placed = view.revised(
        nodes=nodes,
        edges={key: route for key, route in edges.items() if route is not None},
        notes=tuple(
            note.revised(x=boxes[note.id].x, y=boxes[note.id].y) if note.id in boxes else note
            for note in view.notes
        ),
    )
    return design.model_copy(
        update={"views": tuple(placed if known.id == view_id else known for known in design.views)}
    )
