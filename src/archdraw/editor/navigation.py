"""Going from element to element with the keyboard: reading order and directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.chosen import sort_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.geometry import Box
    from archdraw.editor.placing import Direction
    from archdraw.editor.workspace import Workspace

# Elements whose tops differ by less stand on one line of reading.
_LINE = 40.0


def reading_order(frames: Mapping[str, Box]) -> list[str]:
    """Return the ids line by line from the top, each line from the left; an enclosing frame comes first."""
    order: list[str] = []
    line: list[str] = []
    top = 0.0
    for one in sorted(frames, key=lambda one: (frames[one].y, frames[one].x, -frames[one].w, one)):
        y = frames[one].y
        if not line or y >= top + _LINE:
            order += _from_the_left(line, frames)
            line, top = [], y
        line.append(one)
    return order + _from_the_left(line, frames)


def _from_the_left(line: list[str], frames: Mapping[str, Box]) -> list[str]:
    return sorted(line, key=lambda one: (frames[one].x, frames[one].y, one))


def all_frames(desk: Workspace) -> dict[str, Box]:
    """Return the frames of everything in the view that can be selected by itself."""
    # No line is drawn for that: finding the ways of all those of a large drawing takes a minute.
    scene = desk.scene
    return {one: scene.frame(one) for one in scene.order if scene.role(one) != "connection"}


def next_in_order(desk: Workspace, step: int) -> str | None:
    """Return the element `step` places on from the selected one in reading order, around the end."""
    order = reading_order(all_frames(desk))
    if not order:
        return None
    at = next((index for index, one in enumerate(order) if one in desk.selection), None)
    if at is None:
        return order[0 if step > 0 else -1]
    return order[(at + step) % len(order)]


def nearest_in_direction(frames: Mapping[str, Box], start: str, direction: Direction) -> str | None:
    """Return the element nearest to `start` on one side; what lies aside counts double its distance.

    Only elements whose middle lies further in the direction than aside are considered, then any beyond.
    """
    if start not in frames:
        return None
    here = frames[start].center
    sign = 1 if direction in ("right", "down") else -1
    along = 0 if direction in ("left", "right") else 1
    best: tuple[bool, float, str] | None = None
    for element_id, frame in frames.items():
        ahead = (frame.center[along] - here[along]) * sign
        aside = abs(frame.center[1 - along] - here[1 - along])
        if element_id == start or ahead <= 0:
            continue
        rank = (aside > ahead, ahead + 2 * aside, element_id)
        if best is None or rank < best:
            best = rank
    return best[2] if best is not None else None


def neighbour_in_direction(desk: Workspace, direction: Direction) -> str | None:
    """Return what lies next to the selected element in a direction; groups around it don't count."""
    start = next(iter(desk.selection), None) if len(desk.selection) == 1 else None
    if start is None:
        return None
    frames = all_frames(desk)
    own = frames.get(start)
    beside = {one: frame for one, frame in frames.items() if own is not None and not frame.encloses(own)}
    if own is not None:
        beside[start] = own
    return nearest_in_direction(beside, start, direction)


def all_ids(desk: Workspace) -> frozenset[str]:
    """Return everything drawn in the view, connections included."""
    return sort_out(desk.store, desk.view_id, desk.scene.ids).all
