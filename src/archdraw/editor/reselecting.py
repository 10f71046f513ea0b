"""What was selected before each step of the history, so that taking the step back selects it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.history.store import Origin

    # The view that was shown, and what was selected in it.
    Selected = tuple[str, frozenset[str]]


class Reselecting:
    """Remembers, by the depth of the history, the selection before a step and the one it was undone from."""

    def __init__(self) -> None:
        self._before: dict[int, Selected] = {}
        self._after: dict[int, Selected] = {}

    def hear(self, origin: Origin, depth: int, now: Selected) -> Selected | None:
        """Remember what is selected `now`, at a change that leads to `depth` steps; return what was then.

        None where the change is no undo or redo of a step that is known.
        """
        if origin == "edit":
            # Within a gesture the first change opens the step that all of it becomes.
            self._before[depth] = now
        elif origin == "undo":
            self._after[depth + 1] = now
            return self._before.get(depth + 1)
        elif origin == "redo":
            return self._after.get(depth)
        return None
