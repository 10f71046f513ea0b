"""Courses of the states a drawing has been in, for when an undo or a redo leads back to one of them.

A course follows from what the view shows and where that stands, from nothing else: in the very same state it
is the very same. What is taken from here is not known to depend on anything, though; whoever takes it has to
let go of it at the next change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.drawing.connections import Course
    from archdraw.core.drawing.content import ViewContent
    from archdraw.core.drawing.drifting import Drifting
    from archdraw.core.geometry import Box

# So many states are kept, of large drawings fewer: so many courses in all.
_MOST_STATES, _MOST_COURSES = 10, 12_000
# Fewer courses than this are found again before they would be missed.
_LEAST = 8


class State(NamedTuple):
    """What all courses of a view follow from, as it was at one time."""

    frames: Mapping[str, Box]
    order: tuple[str, ...]
    connections: Mapping[str, object]
    edges: Mapping[str, object]
    components: Mapping[str, object]
    groups: Mapping[str, object]
    collapsed: Mapping[str, object]


class Former(NamedTuple):
    """What was known in a state: courses, and where connections may have shown."""

    courses: Drifting[Course]
    shown: Mapping[str, Box]

    def with_more(self, other: Former) -> Former:
        """Return this with what only the other knows of the same state."""
        for key in other.courses:
            if key not in self.courses and (course := other.courses.get(key)) is not None:
                self.courses[key] = course
        return Former(self.courses, {**other.shown, **self.shown})


class FormerCourses:
    """The last states with what was known in each, the newest last."""

    def __init__(self) -> None:
        self._known: list[tuple[State, Former]] = []

    def keep(self, content: ViewContent, frames: Mapping[str, Box], known: Former) -> None:
        """Keep what is known in the state that is about to be left."""
        if len(known.courses) < _LEAST:
            return
        state = _state_of(content, frames)
        others: list[tuple[State, Former]] = []
        for one in self._known:
            if one[0] == state:
                known = known.with_more(one[1])
            else:
                others.append(one)
        self._known = [*others, (state, known)]
        most = min(_MOST_STATES, max(2, _MOST_COURSES // len(state.connections)))
        del self._known[:-most]

    def of(self, content: ViewContent, frames: Mapping[str, Box]) -> Former | None:
        """Return what was known the last time all was as it is now, or None."""
        if not self._known:
            return None
        now = _state_of(content, frames)
        return next((known for state, known in reversed(self._known) if state == now), None)


def _state_of(content: ViewContent, frames: Mapping[str, Box]) -> State:
    """Return the state that a view is in; it stays as it is when the view changes."""
    return State(
        dict(frames),
        tuple(content.connections),
        dict(content.connections),
        dict(content.edges),
        dict(content.components),
        dict(content.groups),
        dict(content.collapsed),
    )
