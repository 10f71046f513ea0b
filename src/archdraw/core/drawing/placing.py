"""Where everything of a view stands, also what nobody has placed: nothing is ever invisible."""

from __future__ import annotations

from functools import partial
from math import ceil, sqrt
from typing import TYPE_CHECKING

from archdraw.core.drawing.groups import TITLE_HEIGHT
from archdraw.core.geometry import Box, bounding_box
from archdraw.core.model import CARD_HEIGHT, CARD_WIDTH, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archdraw.core.drawing.content import ViewContent

GROUP_PADDING = 24.0
EMPTY_GROUP = (240.0, 120.0)
_GAP = 40.0
_BLOCK_GAP = 120.0
_MOST_COLUMNS = 8


def place_elements(content: ViewContent) -> dict[str, Box]:
    """Return the box of every component, group and note of the view.

    Components without a placement stand in rows below everything placed, those of one group together;
    a group without one is drawn around its members.
    """
    placed, places = list(content.components), list(content.places.values())
    if placed != list(content.places):
        placed = [key for key in placed if key in content.places]
        places = [content.places[key] for key in placed]
    found = Record.all_values(places, "x", "y", "w", "h")
    # As a named tuple is made, without a call for each.
    frames = dict(zip(placed, map(partial(tuple.__new__, Box), found), strict=True))
    frames.update({key: content.places[key].box for key in content.groups if key in content.places})
    frames.update({key: content.places[key].shown for key in content.collapsed if key in content.places})
    frames.update({key: note.box for key, note in content.notes.items()})
    waiting = [key for key in content.components if key not in frames]
    if waiting:
        _place_waiting(content, waiting, frames)
    _place_groups(content, frames)
    return frames


def _place_waiting(content: ViewContent, waiting: list[str], frames: dict[str, Box]) -> None:
    around = bounding_box(frames.values())
    left, top = (around.x, around.bottom + _BLOCK_GAP) if around is not None else (0.0, 0.0)
    for block in _blocks(content, waiting):
        columns = min(_MOST_COLUMNS, ceil(sqrt(len(block))))
        for index, key in enumerate(block):
            row, column = divmod(index, columns)
            frames[key] = Box(
                left + column * (CARD_WIDTH + _GAP), top + row * (CARD_HEIGHT + _GAP), CARD_WIDTH, CARD_HEIGHT
            )
        top += ceil(len(block) / columns) * (CARD_HEIGHT + _GAP) + _BLOCK_GAP


def _blocks(content: ViewContent, waiting: list[str]) -> Iterator[list[str]]:
    """Yield the waiting components group by group, members of nested groups one after the other."""
    by_parent: dict[str | None, list[str]] = {}
    for key in waiting:
        parent = content.components[key].parent
        by_parent.setdefault(parent if parent in content.groups else None, []).append(key)
    if None in by_parent:
        yield by_parent.pop(None)
    children: dict[str | None, list[str]] = {}
    for key, group in content.groups.items():
        children.setdefault(group.parent if group.parent in content.groups else None, []).append(key)
    stack = list(reversed(children.get(None, [])))
    while stack:
        key = stack.pop()
        if key in by_parent:
            yield by_parent.pop(key)
        stack += reversed(children.pop(key, []))
    yield from by_parent.values()


def _place_groups(content: ViewContent, frames: dict[str, Box]) -> None:
    missing = [key for key in content.groups if key not in frames]
    if not missing:
        return
    members: dict[str, list[str]] = {}
    for key, element in content.boxes.items():
        if element.parent in content.groups and element.parent is not None:
            members.setdefault(element.parent, []).append(key)
    empty: list[str] = []
    for key in sorted(missing, key=content.depths.__getitem__, reverse=True):
        inside = bounding_box(frames[member] for member in members.get(key, ()) if member in frames)
        if inside is None:
            empty.append(key)
            continue
        grown = inside.grown(GROUP_PADDING)
        frames[key] = Box(grown.x, grown.y - TITLE_HEIGHT, grown.w, grown.h + TITLE_HEIGHT)
    if empty:
        around = bounding_box(frames.values())
        left, top = (around.x, around.bottom + _GAP) if around is not None else (0.0, 0.0)
        for index, key in enumerate(reversed(empty)):
            frames[key] = Box(left + index * (EMPTY_GROUP[0] + _GAP), top, *EMPTY_GROUP)


def differing_boxes(old: dict[str, Box], new: dict[str, Box]) -> dict[str, Box | None]:
    """Return the ids whose box changed, came or went, with the old box (None: there was none)."""
    found: dict[str, Box | None] = {
        key: box for key, box in old.items() if (now := new.get(key)) is not box and now != box
    }
    found.update({key: None for key in new if key not in old})
    return found


def take_places(
    frames: dict[str, Box], standing: Iterable[str], content: ViewContent
) -> dict[str, Box | None]:
    """Put new places of elements that were and are there into `frames`; return the old ones that differ."""
    notes, places = content.notes, content.places
    moved: dict[str, Box | None] = {}
    for key in standing:
        old = frames.get(key)
        if old is None:
            continue
        box = notes[key].box if key in notes else places[key].shown
        if box != old:
            frames[key] = box
            moved[key] = old
    return moved
