"""What all drags that change the document have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from archdraw.editor.tools.tool import DONE, IGNORED, STAY, Next

if TYPE_CHECKING:
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.workspace import Workspace


class Dragging(ABC):
    """A gesture that is open already: it follows the pointer, a release keeps it, Escape leaves no trace."""

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Follow the pointer; releasing keeps it."""
        if event.kind == "move":
            self._move(desk, event)
            return STAY
        if event.kind == "release" and event.button in ("left", "none"):
            self._move(desk, event)
            desk.store.end_gesture()
            return DONE
        return IGNORED

    def on_key(self, desk: Workspace, event: KeyEvent) -> Next:
        """Escape puts everything back."""
        if event.kind == "press" and event.name == "Escape":
            self.cancel(desk)
            return DONE
        return STAY

    def cancel(self, desk: Workspace) -> None:
        """Take everything back."""
        desk.store.bail_out()

    @abstractmethod
    def _move(self, desk: Workspace, event: PointerEvent) -> None:
        """Show the document as it would be if the pointer were let go now."""
