"""What a tool is: a state of the hand that gets every event and says what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.workspace import Workspace

# Screen px the pointer has to travel before a press becomes a drag.
DRAG_THRESHOLD = 10.0


class Tool(Protocol):
    """One state of the hand. It keeps what it needs between press and release, and nothing else."""

    name: str

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Answer a pointer event."""
        ...

    def on_key(self, desk: Workspace, event: KeyEvent) -> Next:
        """Answer a key."""
        ...

    def ghosts(self, desk: Workspace) -> tuple[Shape, ...]:
        """Return what is painted over the drawing while this tool is in the hand."""
        ...

    def cancel(self, desk: Workspace) -> None:
        """Leave without a trace: whatever was begun is taken back."""
        ...


class Next(NamedTuple):
    """Whether the event was used, and which tool has the hand from now on.

    `tool` None keeps the present one; `done` gives the hand back to the resting tool.
    """

    used: bool
    tool: Tool | None = None
    done: bool = False


STAY = Next(used=True)
IGNORED = Next(used=False)
DONE = Next(used=True, done=True)


def take(tool: Tool) -> Next:
    """Hand over to another tool."""
    return Next(used=True, tool=tool)
