"""Notes go along with what they stand beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.layout.standing import Standing, snapped

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from archdraw.core.geometry import Box
    from archdraw.core.model import View


def notes_along(
    view: View, before: Mapping[str, Box], after: Mapping[str, Box], fixed: Collection[str] = ()
) -> dict[str, Box]:
    """Return new places of the notes: as far from their nearest element as before, where they cover nothing.

    A note in a group may stay in it; locked notes, and those whose neighbour did not move, do not either.
    """
    known = {key: box for key, box in before.items() if key in after}
    holders = {parent for parent in known if any(_holds(known[parent], box) for box in known.values())}
    standing = Standing(box for key, box in after.items() if key not in holders)
    places: dict[str, Box] = {}
    for note in view.notes:
        cards = [key for key in known if key not in holders] or list(known)
        if not cards:
            continue
        nearest = min(cards, key=lambda key: (_distance(known[key], note.box), key))
        old, new = known[nearest], after[nearest]
        if note.locked or note.id in fixed or (old == new and standing.is_free(note.box, 0.0)):
            standing.add(note.box)
            continue
        dx, dy = new.center.x - old.center.x, new.center.y - old.center.y
        wish = snapped(note.box.moved(dx, dy))
        shift = standing.free_shift([wish]) or (0.0, 0.0)
        places[note.id] = wish.moved(*shift)
        standing.add(places[note.id])
    return places


def _holds(group: Box, other: Box) -> bool:
    return group != other and group.encloses(other)


def _distance(box: Box, other: Box) -> float:
    across = max(0.0, box.x - other.right, other.x - box.right)
    down = max(0.0, box.y - other.bottom, other.y - box.bottom)
    return across * across + down * down
