"""One editing window without a window: events go in, the document and what is shown come out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.drawing import Scene
from archdraw.core.history import split_place_key
from archdraw.editor import overlays
from archdraw.editor.camera import Camera
from archdraw.editor.document import DocumentState, EditRefused
from archdraw.editor.edits import connecting, elements, moving, removing
from archdraw.editor.events import KeyEvent, PointerEvent
from archdraw.editor.newcomers import Newcomers
from archdraw.editor.tools.idle import Idle
from archdraw.editor.tools.viewing import navigate
from archdraw.editor.workspace import EMPTY, QuickInsertRequest, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from archdraw.core.analysis.result import Analysis
    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing import Shape, TextMeasurer
    from archdraw.core.drawing.display import ChangeSign
    from archdraw.core.geometry import Point
    from archdraw.core.history import Changed, Store
    from archdraw.core.model import Design
    from archdraw.editor.edits.elements import EditedTable
    from archdraw.editor.reselecting import Reselecting, Selected
    from archdraw.editor.tools.tool import Next, Tool

_IN_VIEWS = {"nodes", "edges", "notes"}
OverlayName = Literal[
    "none", "single-points", "utilisation", "journey", "availability", "downtime", "cost", "owner", "tag"
]


class Session(Workspace):
    """The editing of one document: give it events with `handle`, hear what changed with `listen`.

    Verbs (`insert`, `connect`, `rename` …) are one undo step each and raise `EditRefused` with a sentence
    when they can't be done; `handle` turns that into a "message" event.
    """

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        measurer: TextMeasurer,
        *,
        view_id: str | None = None,
        document: DocumentState | None = None,
    ) -> None:
        super().__init__(store, catalog, measurer, view_id=view_id, document=document)
        self._resting = Idle()
        self.tool: Tool = self._resting
        self._ghosts: tuple[Shape, ...] = ()
        self._was_dirty = self.dirty
        self.key_fallback: Callable[[KeyEvent], bool] | None = None
        # Who calls `settle` soon, once the end of a gesture in a large drawing has been shown.
        self.settle_later: Callable[[], None] | None = None
        self._stop_store = store.listen(self._store_changed)
        self.newcomers = Newcomers(store)
        # Begun with the first change.
        self._reselecting: Reselecting | None = None

    def close(self) -> None:
        """Stop listening to the store."""
        self._stop_store()
        self.newcomers.close()

    # -- events --------------------------------------------------------------------------------

    def handle(self, event: PointerEvent | KeyEvent) -> bool:
        """Give an event to the tool in the hand; return whether anything used it.

        A key that no tool wants goes to `key_fallback`, where the window puts the action table.
        """
        try:
            used = self._give(event)
        except EditRefused as refusal:
            self.store.bail_out()
            self.cancel_tool()
            self.say(str(refusal))
            used = True
        self.come_to_rest()
        self.refresh_ghosts()
        self._tell_dirty()
        return used

    def come_to_rest(self) -> None:
        """Settle after a gesture: at once, in a large drawing when its end has been shown."""
        if self.settle_later is not None and self.scene.is_sketching and self.scene.is_large:
            self.settle_later()
        else:
            self.settle()

    def settle(self) -> None:
        """Find the routes of what was dragged with quick lines, once the gesture is over."""
        if not self.store.in_gesture:
            settled = self.scene.settle()
            if settled:
                self.emit("changed", settled)

    def _give(self, event: PointerEvent | KeyEvent) -> bool:
        if isinstance(event, KeyEvent):
            step = self.tool.on_key(self, event)
            self._follow(step)
            if step.used:
                return True
            if self._type_label(event):
                return True
            if self.key_fallback is not None and self.key_fallback(event):
                return True
            return self._clear_what_if(event) or self._type_ahead(event)
        if event.kind in ("press", "move", "release", "double"):
            self.pointer = event.at
        if navigate(self, event):
            return True
        step = self.tool.on_pointer(self, event)
        self._follow(step)
        return step.used

    def _type_label(self, event: KeyEvent) -> bool:
        """Begin the label of the one selected element with a letter, where the user wants that."""
        typed, held = event.text, event.ctrl or event.alt
        if not self.typing_edits or event.kind != "press" or self.tool is not self._resting or held:
            return False
        if len(typed) != 1 or not typed.isalnum() or len(self.selection) != 1 or self.document.read_only:
            return False
        self.begin_label(text=typed)
        return self.editing is not None

    def _clear_what_if(self, event: KeyEvent) -> bool:
        """Let Escape end the what-if, as a mode that is left before the selection is cleared."""
        if event.kind != "press" or event.chord != "Escape" or not (self.failed or self.highlighted):
            return False
        self.highlighted = EMPTY
        self.set_failed(())
        return True

    def _type_ahead(self, event: KeyEvent) -> bool:
        """Open the quick insert with a letter typed on the canvas, or with ">" to connect."""
        typed = event.text
        if event.kind != "press" or self.tool is not self._resting or event.ctrl or event.alt:
            return False
        if typed == ">":
            self.request_quick_insert(QuickInsertRequest(mode="connect"))
            return True
        if typed != "/" and not (len(typed) == 1 and typed.isalpha()):
            return False
        self.request_quick_insert(QuickInsertRequest(text="" if typed == "/" else typed))
        return True

    @property
    def ghosts(self) -> tuple[Shape, ...]:
        """What the hand adds over the drawing: handles, arrows, guides, previews (world units)."""
        return self._ghosts

    @property
    def busy(self) -> bool:
        """Whether a gesture or text entry is under way, so that commands have to wait."""
        return self.store.in_gesture or self.editing is not None

    def set_tool(self, tool: Tool | None) -> None:
        """Put a tool in the hand; None is the resting one. What was under way is cancelled."""
        self.tool.cancel(self)
        self._switch(tool or self._resting)
        self.refresh_ghosts()

    def cancel_tool(self) -> None:
        """Cancel what is under way and rest."""
        self.set_tool(None)

    def look_away(self) -> None:
        """Point at nothing until the pointer moves: what stands under it may be another thing now."""
        self._resting.let_go(self)

    def finish(self) -> None:
        """Come to rest before saving: a text being typed is kept, a gesture is cancelled."""
        self.commit_edit()
        self.cancel_tool()

    def refresh_ghosts(self) -> None:
        """Look again at what the tool shows, after something it depends on has changed."""
        ghosts = self.tool.ghosts(self)
        if ghosts != self._ghosts:
            self._ghosts = ghosts
            self.emit("ghosts")

    # -- verbs ---------------------------------------------------------------------------------

    def insert(self, kind_id: str, at: Point, name: str | None = None) -> str:
        """Add a component with its middle at a world point, select it and return its id."""
        element_id = elements.insert_component(self, kind_id, at, name)
        self.select({element_id})
        return element_id

    def arm(self, kind_id: str) -> None:
        """Take a kind from the palette in the hand: the next click places it."""
        from archdraw.editor.tools.inserting import Inserting

        self.set_tool(Inserting(kind_id))

    def connect(self, source: str, target: str) -> str:
        """Connect two components, select the connection and return its id."""
        connection_id = connecting.connect(self, source, target)
        self.select({connection_id})
        return connection_id

    def rename(self, element_id: str, text: str) -> None:
        """Give an element another name, or a note another text."""
        elements.rename(self, element_id, text)

    def update(self, table: EditedTable, element_id: str, **fields: Any) -> None:
        """Change fields of a record: `session.update("components", "web", replicas=3)`.

        Raises
        ------
        EditRefused
            When a value does not fit its field.
        """
        elements.update(self, table, element_id, fields)

    def move(self, ids: Iterable[str], dx: float, dy: float) -> None:
        """Move elements by so many drawing units; groups take along what is in them."""
        moving.move_by(self, ids, dx, dy, "Move")

    def delete(self, ids: Iterable[str] | None = None) -> None:
        """Delete elements (default: the selection) with their connections; groups leave their content."""
        removing.delete(self, self.selection if ids is None else ids)

    def undo(self) -> bool:
        """Take back the last step."""
        self.cancel_tool()
        return self.store.undo()

    def redo(self) -> bool:
        """Bring back the step taken back last."""
        self.cancel_tool()
        return self.store.redo()

    def begin_label(self, element_id: str | None = None, text: str | None = None) -> None:
        """Start typing the label of an element (default: the selected one), beginning with `text`."""
        from archdraw.editor.tools.labelling import Labelling, label_edit

        if element_id is None:
            element_id = next(iter(self.selection), None) if len(self.selection) == 1 else None
        edit = None if element_id is None else label_edit(self, element_id)
        if edit is not None:
            labelling = Labelling(edit, text)
            self.set_tool(labelling)
            labelling.enter(self)

    def commit_edit(self, text: str | None = None) -> None:
        """End typing and keep the text; the window calls it when its text field loses the focus."""
        from archdraw.editor.tools.labelling import Labelling

        if text is not None:
            self.edit_text(text)
        if isinstance(self.tool, Labelling):
            self._follow(self.tool.commit(self))
            self.refresh_ghosts()

    def cancel_edit(self) -> None:
        """End typing and leave the text as it was."""
        from archdraw.editor.tools.labelling import Labelling

        if isinstance(self.tool, Labelling):
            self.cancel_tool()

    # -- what the analysis says ----------------------------------------------------------------

    def take_analysis(self, analysis: Analysis | None) -> None:
        """Keep the newest result and show it in the chosen overlay."""
        self.analysis = analysis
        self.behind = ""
        self.refresh_overlay()

    def note_behind(self, why: str) -> None:
        """Say why the result stays that of before the last change; "" where it is the newest after all."""
        self.behind = why if self.analysis is not None else ""
        self.refresh_overlay()

    def show_overlay(self, name: OverlayName) -> None:
        """Choose what of the analysis is drawn on the canvas."""
        renamed = name != self.overlay_name
        self.overlay_name = name
        before = self.overlay
        self.refresh_overlay()
        if renamed and self.overlay == before:
            self.emit("overlay")

    def choose_journey(self, journey_id: str | None) -> None:
        """Choose the journey that overlays and status line are about; None is all of them."""
        self.journey_id = journey_id
        self.refresh_overlay()

    def set_traffic(self, factor: float) -> None:
        """Show the load at a multiple of the stated traffic; the overlay of load comes up if need be."""
        if not self.traffic.take(factor):
            return
        if self.overlay_name != "utilisation":
            self.show_overlay("utilisation")
        else:
            before = self.overlay
            self.refresh_overlay()
            if self.overlay == before:
                self.emit("overlay")

    def set_failed(self, ids: Iterable[str]) -> None:
        """Say which elements, or instances of them ("web#2"), are taken as failed in the what-if."""
        self.failed = frozenset(element_id for element_id in ids if overlays.may_fail(self, element_id))
        self.refresh_overlay()

    def highlight(self, ids: Iterable[str]) -> None:
        """Point out the elements of a finding or a cut set; nothing takes it back."""
        self.highlighted = frozenset(ids)
        self.refresh_overlay()

    def mark_changes(self, changes: Mapping[str, ChangeSign], former: tuple[Shape, ...] = ()) -> None:
        """Mark on the drawing what was added, changed and moved since another state; {} takes it back.

        `former` are the shapes of what is not there, or stood elsewhere then.
        """
        repaint = former != self.former
        self.changes, self.former = dict(changes), former
        self.refresh_overlay()
        if repaint:
            self.emit("overlay", ())

    def refresh_overlay(self) -> None:
        """Draw the overlay anew from the analysis at hand."""
        self.set_overlay(overlays.build_overlay(self))

    # -- documents and views -------------------------------------------------------------------

    def load(self, design: Design, document: DocumentState) -> None:
        """Show another document; history starts anew."""
        self.cancel_tool()
        self.document = document
        self.store.replace_design(design)
        self._was_dirty = self.dirty
        self.emit("document")

    def set_document(self, document: DocumentState) -> None:
        """Say that the file behind the drawing has changed: saved, or saved as."""
        self.document = document
        self.emit("document")

    def show_view(self, view_id: str) -> None:
        """Show another view of the same design."""
        if view_id != self.view_id and view_id in self.store.table("views"):
            self.cancel_tool()
            self._show(view_id)

    def _show(self, view_id: str) -> None:
        self.cameras[self.view_id] = self.camera
        self.last_view, self.view_id = self.view_id, view_id
        self.scene = Scene(self.store, view_id, self.catalog, self.measurer)
        self.scene.set_overlay(self.overlay)
        self.hover = None
        before, self.selection = self.selection, EMPTY
        if before:
            self.emit("selection", before)
        self.emit("view")
        self._look_again()

    def _look_again(self) -> None:
        """Look at a view as it was looked at last, else at the whole of it."""
        camera = self.cameras.get(self.view_id)
        if camera is None:
            whole = self.scene.bounds
            camera = self.camera.fitted(whole, *self.viewport) if self.scene.order else Camera()
        self.set_camera(camera)

    # -- inside --------------------------------------------------------------------------------

    def _follow(self, step: Next) -> None:
        if step.tool is not None:
            self._switch(step.tool)
        elif step.done:
            self._switch(self._resting)
            self._resting.take_over(self)
            self.cursor = "default"

    def _switch(self, tool: Tool) -> None:
        if tool is not self.tool:
            self.tool = tool
            self.emit("tool", text=tool.name)

    def _store_changed(self, changed: Changed) -> None:
        self.document = self.document.after(changed, self.store)
        if changed.origin == "load":
            self._reselecting = None
            self.failed = self.highlighted = EMPTY
            self.analysis, self.behind, self.journey_id = None, "", None
            self.cameras.clear()
            self._show(self._known_view(None))
            self.refresh_overlay()
            self.emit("changed")
            return
        then = self._selected_then(changed)
        shown = self.scene
        if self.view_id not in self.store.table("views"):
            self._show(self._known_view(self.last_view))
        elif changed.origin in ("undo", "redo"):
            self._go_where_it_happened(changed)
        order = shown.order
        wanted = then[1] if then is not None and then[0] == self.view_id else EMPTY
        # What comes back was selected when it went, and what it was made from when it goes.
        returns = wanted is not self.selection and not shown.ids >= wanted
        # A scene made just now knows the change already; displaced once more, it would be twice as far.
        knew = self.scene is not shown
        ids = frozenset[str]() if knew else self.scene.refresh(changed, sketch=self.store.in_gesture)
        if len(ids) < len(self.scene.ids) or not changed.diff.keys() <= _IN_VIEWS:
            ids |= changed.element_ids
        if wanted and (returns or not self.scene.ids >= self.selection):
            self.select(wanted)
        self._forget_gone(same=order is self.scene.order)
        self.emit("changed", ids, changed.label)
        self._tell_dirty()

    def _selected_then(self, changed: Changed) -> Selected | None:
        """Remember what is selected at a change; return what was when an undone or redone step began."""
        if self._reselecting is None:
            from archdraw.editor.reselecting import Reselecting

            self._reselecting = Reselecting()
        now = (self.view_id, self.selection)
        return self._reselecting.hear(changed.origin, self.store.undo_depth, now)

    def _go_where_it_happened(self, changed: Changed) -> None:
        """Show the view that an undone or redone step was about, when it was about no other thing."""
        if len(self.store.table("views")) == 1 or not changed.diff.keys() <= _IN_VIEWS:
            return
        views = {split_place_key(key)[0] for table in changed.diff.values() for key in table.keys}
        known = views.intersection(self.store.table("views"))
        if known and self.view_id not in known:
            self._show(min(known))

    def _tell_dirty(self) -> None:
        if self.dirty != self._was_dirty:
            self._was_dirty = self.dirty
            self.emit("document")

    def _forget_gone(self, *, same: bool) -> None:
        """Let go of what is no longer drawn; with the `same` elements as before nothing of it is selected."""
        if not same and not self.scene.ids >= self.selection:
            # What was folded away is selected by what stands for it now.
            self.select({one for key in self.selection if (one := self.scene.stand_in(key)) is not None})
        if self.hover is not None and self.scene.role(self.hover) is None:
            self.set_hover(None)
        if not all(overlays.may_fail(self, element_id) for element_id in self.failed):
            self.set_failed(self.failed)
        if self.editing is not None and self.role(self.editing.element_id) is None:
            self.cancel_edit()
