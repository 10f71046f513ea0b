"""Placing a kind taken from the palette, by click or by drag and drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.model import CARD_HEIGHT, CARD_WIDTH
from archdraw.editor import ghosts
from archdraw.editor.edits import elements
from archdraw.editor.edits.replacing import replace_kind
from archdraw.editor.edits.splicing import settled_box, splice
from archdraw.editor.placing import centered_box, group_at
from archdraw.editor.tools.landing import Landing, landing_ghosts, landing_of
from archdraw.editor.tools.tool import DONE, IGNORED, STAY, Next

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.core.geometry import Point
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.workspace import Workspace


class Inserting:
    """A kind in the hand: a click places it; with Shift it stays in the hand for the next one.

    On a connection it goes into that; with Shift on a component, that becomes one of the kind.
    Drag and drop from the palette is the same: arm on entering, move, press and release on dropping.
    """

    name = "inserting"

    def __init__(self, kind_id: str) -> None:
        self.kind_id = kind_id
        self._at: Point | None = None
        self._landing: Landing | None = None

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Show where it would go, and put it there."""
        if event.kind == "move":
            self._at = event.at
            self._landing = landing_of(desk, event, event.at)
            desk.cursor = "cross"
            return STAY
        if event.kind == "leave":
            self._at = self._landing = None
            return STAY
        if event.kind in ("press", "double") and event.button == "left":
            return STAY
        if event.kind == "press" and event.button == "right":
            return DONE
        if event.kind == "release" and event.button == "left":
            self._drop(desk, event)
            return STAY if event.shift else DONE
        return IGNORED

    def on_key(self, _desk: Workspace, event: KeyEvent) -> Next:
        """Escape puts the kind away."""
        return DONE if event.kind == "press" and event.name == "Escape" else IGNORED

    def ghosts(self, desk: Workspace) -> tuple[Shape, ...]:
        """Return the card to come, and the group it would go into."""
        if self._at is None:
            return ()
        box = centered_box(self._at, CARD_WIDTH, CARD_HEIGHT)
        if self._landing is not None and self._landing.kind == "replace":
            return landing_ghosts(desk, self._landing, box)
        shapes: list[Shape] = []
        if self._landing is not None:
            shapes += landing_ghosts(desk, self._landing, box)
        group_id = group_at(desk, box.center)
        frame = desk.frame(group_id) if group_id is not None else None
        if frame is not None:
            shapes.append(ghosts.target(frame, desk.pixel))
        shapes.append(ghosts.frame(box, desk.pixel, fill=0.12, dashed=True))
        return tuple(shapes)

    def _drop(self, desk: Workspace, event: PointerEvent) -> None:
        landing = landing_of(desk, event, event.at)
        self._landing = None
        if landing is None:
            desk.select({elements.insert_component(desk, self.kind_id, event.at)})
        elif landing.kind == "splice":
            box = settled_box(desk, centered_box(event.at, CARD_WIDTH, CARD_HEIGHT))
            splice(desk, landing.id, self.kind_id, box=box)
        else:
            replace_kind(desk, landing.id, self.kind_id)
            desk.select({landing.id})

    def cancel(self, desk: Workspace) -> None:
        """Nothing was begun."""
