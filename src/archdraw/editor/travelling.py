"""A step that took the view along: whoever takes it back gets the view back as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.history import Changed
    from archdraw.editor.camera import Camera
    from archdraw.editor.workspace import Workspace


def take_along(desk: Workspace, start: Camera, goal: Camera) -> None:
    """Let the newest step carry the view from `start` to `goal`: undo leads back, redo there again.

    A view that was moved by hand meanwhile stays where it is, and so does another view.
    """
    if start != goal:
        _Travel(desk, start, goal)


class _Travel:
    """Follows one step through the history, until another one takes its place."""

    def __init__(self, desk: Workspace, start: Camera, goal: Camera) -> None:
        self._desk, self._start, self._goal = desk, start, goal
        self._view, self._depth = desk.view_id, desk.store.undo_depth
        self._stop = desk.store.listen(self._follow)

    def _follow(self, change: Changed) -> None:
        depth = self._desk.store.undo_depth
        if change.origin == "undo" and depth == self._depth - 1:
            self._lead(self._goal, self._start)
        elif change.origin == "redo" and depth == self._depth:
            self._lead(self._start, self._goal)
        elif change.origin == "load" or (change.origin == "edit" and depth <= self._depth):
            self._stop()

    def _lead(self, here: Camera, there: Camera) -> None:
        if self._desk.view_id == self._view and self._desk.camera == here:
            self._desk.set_camera(there)
