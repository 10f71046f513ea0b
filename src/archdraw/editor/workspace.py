"""The desk that tools and actions work on: document, view, selection, camera and who listens."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from archdraw.core.drawing import NO_OVERLAY, Scene
from archdraw.core.geometry import Box, Point, bounding_box, box_of_points
from archdraw.core.history import place_key
from archdraw.core.records import frozen, slotted
from archdraw.editor.camera import Camera
from archdraw.editor.chosen import Chosen, sort_out
from archdraw.editor.document import DocumentState, EditRefused
from archdraw.editor.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Set as AbstractSet
    from pathlib import Path
    from typing import Any

    from archdraw.core.analysis.failing import LossEffect
    from archdraw.core.analysis.result import Analysis
    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing import Overlay, Shape, TextMeasurer
    from archdraw.core.drawing.display import ChangeSign
    from archdraw.core.history import Store
    from archdraw.core.model import Component, Connection, Design, Group, Note, Placement, Style

SessionEventKind = Literal[
    "changed",
    "selection",
    "camera",
    "tool",
    "ghosts",
    "editing",
    "overlay",
    "document",
    "hover",
    "quick-insert",
    "menu",
    "message",
    "view",
    "grid",
    "cursor",
    "find",
    "found",
    "compare",
    "analysing",
]
SelectMode = Literal["set", "add", "toggle", "remove"]
Cursor = Literal[
    "default",
    "hand",
    "grabbing",
    "cross",
    "forbidden",
    "move",
    "text",
    "size-n",
    "size-s",
    "size-e",
    "size-w",
    "size-ne",
    "size-nw",
    "size-se",
    "size-sw",
]
# How far the live analysis is; "failed": it broke off.
Analysing = Literal["done", "running", "stopped", "failed"]
HALTED: dict[Analysing, str] = {
    "stopped": "the analysis was stopped",
    "failed": "the analysis broke off",
}
ThemeChoice = Literal["light", "dark", "high-contrast", "system"]
ElementRole = Literal["component", "group", "connection", "note"]
EMPTY: frozenset[str] = frozenset()


@frozen
class SessionEvent:
    """Told to listeners: what changed, which elements it concerns, and a sentence for "message"."""

    kind: SessionEventKind
    ids: frozenset[str] = EMPTY
    text: str = ""


@frozen
class LabelEdit:
    """A text being typed in place: whose, where (world), what it says so far, whether it has lines.

    `breaks` tells that Shift+Enter begins a new line; `multiline` that there may be any number of them.
    """

    element_id: str
    box: Box
    text: str
    multiline: bool = False
    breaks: bool = False


@frozen
class QuickInsertRequest:
    """The wish for the quick-insert box: where the new component goes and what it connects from.

    `at` is the world point of its middle, None when a free place is to be found; `text` what was typed
    already; `source` the component to connect from. In the mode "connect" the words mean components that are
    there already before they mean new ones; in the mode "group" they give the new `group` its kind and name.
    """

    at: Point | None = None
    text: str = ""
    source: str | None = None
    mode: Literal["insert", "connect", "group"] = "insert"
    group: str | None = None


@slotted
class PasteMemory:
    """Where the last paste went, so that the next one at the same place does not cover it."""

    at: Point | None = None
    times: int = 0


class Workspace:
    """State of one editing window without its tool; changes are told to listeners, never polled."""

    # What the loss of `failed` does, with both what is lost and the design that it was computed for.
    known_loss: tuple[Design, frozenset[str], LossEffect] | None = None
    # Asked how far the analysis is; where there is none beside the editor, nothing is under way.
    how_far: Callable[[], Analysing] | None = None
    # Why the result is of before the last change and no newer one followed; empty where it is the newest.
    behind = ""

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        measurer: TextMeasurer,
        *,
        view_id: str | None = None,
        document: DocumentState | None = None,
    ) -> None:
        self.store = store
        self.catalog = catalog
        self.measurer = measurer
        self.view_id = self._known_view(view_id)
        self.scene = Scene(store, self.view_id, catalog, measurer)
        self.document = document or DocumentState()
        self.selection: frozenset[str] = EMPTY
        self.camera = Camera()
        self.viewport: tuple[float, float] = (1000.0, 700.0)
        # The camera that showed everything, as long as nobody has looked elsewhere since.
        self._whole: Camera | None = None
        self.hover: str | None = None
        self._cursor: Cursor = "default"
        self.editing: LabelEdit | None = None
        self.quick_insert: QuickInsertRequest | None = None
        self.overlay: Overlay = NO_OVERLAY
        self.overlay_name = "none"
        self.analysis: Analysis | None = None
        self.failed: frozenset[str] = EMPTY
        self.highlighted: frozenset[str] = EMPTY
        self.found: frozenset[str] = EMPTY
        # What happened to elements since the state that is compared with; empty while none is.
        self.changes: Mapping[str, ChangeSign] = {}
        # Shapes of what was removed or moved since the state that is compared with.
        self.former: tuple[Shape, ...] = ()
        self.journey_id: str | None = None
        self.traffic = Traffic(store, catalog)
        self.show_grid = True
        self.theme: ThemeChoice = "system"
        self.snapping = True
        self.wheel_zooms = self.fingers_scroll = False
        # Steps of the grid in drawing units; automatic placing keeps to its own.
        self.grid = 20.0
        # A frame drawn to the left takes what it crosses; a letter typed on an element edits its label.
        self.crossing = True
        self.typing_edits = False
        # Whether new components find a place by themselves.
        self.keep_tidy = False
        self.pointer: Point | None = None
        self.paste_memory = PasteMemory()
        self.last_copies: dict[str, str] = {}
        self._joined: tuple[object, set[tuple[str, str]]] | None = None
        self._chosen: tuple[frozenset[str], str, tuple[Mapping[str, Any], ...], Chosen] | None = None
        self.copied_style: Style | None = None
        # The connection that was drawn last, while nothing has been selected since: it is selected, yet its
        # ends are no handles, for the next drag may begin at the very same border.
        self.just_drawn: str | None = None
        # Where each view was looked at last, while the window is open.
        self.cameras: dict[str, Camera] = {}
        self.last_view: str | None = None
        self._listeners: list[Callable[[SessionEvent], None]] = []

    @property
    def analysing(self) -> Analysing:
        """How far the live analysis is."""
        return "done" if self.how_far is None else self.how_far()

    @property
    def present_analysis(self) -> Analysis | None:
        """The newest result; None where that is of before the last change and the next one did not come."""
        return None if self.behind else self.analysis

    # -- listeners -----------------------------------------------------------------------------

    def listen(self, listener: Callable[[SessionEvent], None]) -> Callable[[], None]:
        """Call `listener` after every change; return a function that ends it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def emit(self, kind: SessionEventKind, ids: Iterable[str] = (), text: str = "") -> None:
        """Tell all listeners."""
        event = SessionEvent(kind, frozenset(ids), text)
        for listener in tuple(self._listeners):
            listener(event)

    def say(self, sentence: str) -> None:
        """Show a sentence to the user without stopping them."""
        self.emit("message", text=sentence)

    # -- the document --------------------------------------------------------------------------

    @property
    def design(self) -> Design:
        """The whole document."""
        return self.store.design

    @property
    def dirty(self) -> bool:
        """Whether there is something to save."""
        return self.document.dirty(self.store)

    @contextmanager
    def change(self, label: str) -> Iterator[Store]:
        """Open a transaction, one undo step unless a gesture is open.

        Raises
        ------
        EditRefused
            When the document is read-only.
        """
        if self.document.read_only:
            raise EditRefused(f"{self.document.name} is read-only: it was made by a newer ArchDraw.")
        with self.store.transaction(label):
            yield self.store

    def component(self, element_id: str) -> Component | None:
        """Return the component, or None."""
        found: Component | None = self.store.get("components", element_id)
        return found

    def group(self, element_id: str) -> Group | None:
        """Return the group, or None."""
        found: Group | None = self.store.get("groups", element_id)
        return found

    def connection(self, element_id: str) -> Connection | None:
        """Return the connection, or None."""
        found: Connection | None = self.store.get("connections", element_id)
        return found

    def note(self, element_id: str) -> Note | None:
        """Return the note of this view, or None."""
        found: Note | None = self.store.get("notes", place_key(self.view_id, element_id))
        return found

    def role(self, element_id: str) -> ElementRole | None:
        """Return what the element is, or None for an id that is not drawn here."""
        if self.component(element_id) is not None:
            return "component"
        if self.group(element_id) is not None:
            return "group"
        if self.connection(element_id) is not None:
            return "connection"
        return "note" if self.note(element_id) is not None else None

    def record(self, element_id: str) -> Component | Group | Connection | Note | None:
        """Return the record of an element of this view, or None."""
        return (
            self.component(element_id)
            or self.group(element_id)
            or self.connection(element_id)
            or self.note(element_id)
        )

    def placement(self, element_id: str) -> Placement | None:
        """Return the stored place of a component or group in this view, or None."""
        found: Placement | None = self.store.get("nodes", place_key(self.view_id, element_id))
        return found

    def frame(self, element_id: str) -> Box | None:
        """Return the box of a component, group or note as drawn, or None for anything else."""
        placed = self.placement(element_id)
        if placed is not None:
            return placed.shown
        note = self.note(element_id)
        if note is not None:
            return note.box
        if self.scene.role(element_id) in (None, "connection"):
            return None
        return self.scene.frame(element_id)

    def frames(self, ids: Iterable[str]) -> dict[str, Box]:
        """Return the boxes of those ids that have one."""
        nodes, prefix = self.store.table("nodes"), place_key(self.view_id, "")
        connections = self.store.table("connections")
        found: dict[str, Box] = {}
        for element_id in ids:
            placed = nodes.get(prefix + element_id)
            if placed is not None:
                found[element_id] = placed.shown
            elif element_id not in connections:
                frame = self.frame(element_id)
                if frame is not None:
                    found[element_id] = frame
        return found

    def bounds_of(self, ids: Iterable[str]) -> Box | None:
        """Return the box around what is painted for these elements at this moment.

        In a large drawing nothing is drawn for that: what is not drawn yet counts with its frame, and a
        connection whose way is not found with its straight line.
        """
        scene, named = self.scene, set(ids)
        boxes: list[Box | None] = []
        lines = self.store.table("connections")
        for element_id in named:
            drawing = scene.known(element_id) if scene.is_large else scene.element(element_id)
            if drawing is not None:
                boxes.append(drawing.bounds)
            elif element_id not in scene.lines:
                boxes += [scene.frame(element_id)] if element_id in scene.ids else []
            elif not named.issuperset((lines[element_id].source, lines[element_id].target)):
                # Between two of them it adds nothing.
                boxes.append(box_of_points(scene.glimpse(element_id)[0]))
        return bounding_box(box for box in boxes if box is not None)

    # -- selection, camera, what the window shows ----------------------------------------------

    @property
    def chosen(self) -> Chosen:
        """What is selected, sorted by what it is; not to be asked inside a transaction."""
        table = self.store.table
        tables = table("components"), table("groups"), table("connections"), table("notes")
        known = self._chosen
        # A table that was changed is another one; most changes leave these alone.
        if (
            known is None
            or known[0] is not self.selection
            or known[1] != self.view_id
            or any(old is not new for old, new in zip(known[2], tables, strict=True))
        ):
            found = sort_out(self.store, self.view_id, self.selection)
            known = self._chosen = (self.selection, self.view_id, tables, found)
        return known[3]

    @property
    def joined(self) -> AbstractSet[tuple[str, str]]:
        """Source and target of every connection; a drag asks in every frame."""
        table = self.store.table("connections")
        if self._joined is not None and self._joined[0] is table:
            return self._joined[1]
        pairs = {(one.source, one.target) for one in table.values()}
        # A table that was changed is another one, but for what one transaction does to it.
        self._joined = None if self.store.in_transaction else (table, pairs)
        return pairs

    def select(self, ids: Iterable[str] | str, mode: SelectMode = "set") -> None:
        """Change the selection; ids that are not drawn in this view are ignored.

        What is folded into a collapsed group or a merged line is selected by that.
        """
        self.just_drawn = None
        named = frozenset((ids,)) if isinstance(ids, str) else frozenset(ids)
        if named <= self.scene.ids:
            wanted = named
        else:
            drawn = map(self.scene.stand_in, named)
            wanted = frozenset(element_id for element_id in drawn if element_id is not None)
        if mode == "add":
            wanted |= self.selection
        elif mode == "toggle":
            wanted ^= self.selection
        elif mode == "remove":
            wanted = self.selection - named
        if wanted != self.selection:
            changed = wanted ^ self.selection
            self.selection = wanted
            self.emit("selection", changed)

    def set_camera(self, camera: Camera) -> None:
        """Show another part of the drawing."""
        if camera != self.camera:
            self.camera = camera
            self.emit("camera")

    def resize_viewport(self, width: float, height: float) -> None:
        """Say how many px the canvas has; where everything was shown, everything is shown again."""
        self.viewport = (max(1.0, width), max(1.0, height))
        if self.camera == self._whole:
            self.show_whole()

    def show_whole(self) -> None:
        """Show the whole drawing, also when the canvas grows or shrinks, until somebody looks elsewhere."""
        box = self.scene.bounds
        if box.w <= 0 and box.h <= 0:
            self.set_camera(Camera())
        else:
            self.set_camera(self.camera.fitted(box, *self.viewport))
            self._whole = self.camera

    def set_hover(self, element_id: str | None) -> None:
        """Say which element is under the pointer."""
        if element_id != self.hover:
            changed = {one for one in (self.hover, element_id) if one is not None}
            self.hover = element_id
            self.emit("hover", changed)

    @property
    def cursor(self) -> Cursor:
        """What the pointer looks like now."""
        return self._cursor

    @cursor.setter
    def cursor(self, cursor: Cursor) -> None:
        if cursor != self._cursor:
            self._cursor = cursor
            self.emit("cursor")

    def set_overlay(self, overlay: Overlay) -> None:
        """Show what an analysis adds to the drawing."""
        if overlay == self.overlay:
            return
        self.overlay = overlay
        self.emit("overlay", self.scene.set_overlay(overlay))

    def set_editing(self, editing: LabelEdit | None) -> None:
        """Start, change or end typing a text in place."""
        if editing != self.editing:
            self.editing = editing
            self.emit("editing", () if editing is None else (editing.element_id,))

    def edit_text(self, text: str) -> None:
        """Say what has been typed so far; nothing is changed in the document yet."""
        if self.editing is not None:
            self.set_editing(replace(self.editing, text=text))

    def request_quick_insert(self, request: QuickInsertRequest | None) -> None:
        """Open the quick-insert box, or close it with None."""
        self.quick_insert = request
        self.emit("quick-insert")

    def request_find(self, what: Literal["find", "replace", "next", "previous"]) -> None:
        """Open the find bar, on replacing if wanted, or go to another match of what was looked for last."""
        self.emit("find", text=what)

    def request_comparison(self, path: Path | None) -> None:
        """Compare the document with that of a file; with None, with its own file as it was saved last."""
        self.emit("compare", text="" if path is None else str(path))

    def mark_found(self, ids: Iterable[str]) -> None:
        """Say which elements hold what is looked for; they are marked on the canvas."""
        found = frozenset(ids)
        if found != self.found:
            changed, self.found = found ^ self.found, found
            self.emit("found", changed)

    @property
    def pixel(self) -> float:
        """The size of one screen px in drawing units."""
        return 1.0 / self.camera.zoom

    def visible_center(self) -> Point:
        """Return the world point in the middle of the viewport."""
        return self.camera.shown(*self.viewport).center

    def _known_view(self, view_id: str | None) -> str:
        views = self.store.table("views")
        if view_id is not None and view_id in views:
            return view_id
        if not views:
            raise ValueError("A session needs a design with at least one view.")
        return str(next(iter(views)))
