"""Drag and drop from the palette, as the pointer events that the insert tool knows."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, Qt

from archdraw.editor.events import Button, PointerEvent, PointerKind
from archdraw.editor.session import Session
from archdraw.qt.bridge.events import modifiers_of

KIND_MIME = "application/x-archdraw-kind"


def kind_of(mime: QMimeData) -> str | None:
    """Return the component kind that is being dragged, or None for anything else."""
    if not mime.hasFormat(KIND_MIME):
        return None
    return bytes(mime.data(KIND_MIME).data()).decode("utf-8", "replace").strip() or None


class Dropping:
    """One drag over the canvas: a ghost follows, a drop inserts, leaving takes it back."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kind: str | None = None

    def enter(self, mime: QMimeData) -> bool:
        """Take the kind in the hand; return whether it is one."""
        self._kind = kind_of(mime)
        if self._kind is None:
            return False
        self._session.arm(self._kind)
        return True

    def move(self, position: QPointF, held: Qt.KeyboardModifier) -> None:
        """Show where the component would go, or with Shift what it would replace."""
        if self._kind is not None:
            self._session.handle(self._event("move", position, held))

    def drop(self, position: QPointF, held: Qt.KeyboardModifier) -> bool:
        """Insert the component; return whether there was one in the hand."""
        if self._kind is None:
            return False
        self._kind = None
        self._session.handle(self._event("press", position, held))
        self._session.handle(self._event("release", position, held))
        self._session.cancel_tool()
        return True

    def leave(self) -> None:
        """Put the kind away."""
        if self._kind is not None:
            self._kind = None
            self._session.cancel_tool()

    def _event(self, kind: PointerKind, position: QPointF, held: Qt.KeyboardModifier) -> PointerEvent:
        world = self._session.camera.to_world(position.x(), position.y())
        # Ctrl and Alt only say how the window system drags; Shift is ours.
        modifiers = modifiers_of(held) & {"shift"}
        button: Button = "none" if kind == "move" else "left"
        return PointerEvent(kind, world.x, world.y, position.x(), position.y(), button, modifiers)
