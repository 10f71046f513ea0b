"""Random editing against what must always hold: valid references, no rings, undo all the way and back."""

from __future__ import annotations

import math

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from archdraw.core.catalog import load_catalog
from archdraw.core.drawing import FontMetrics, Scene
from archdraw.core.geometry import Point
from archdraw.core.history import Store
from archdraw.core.storage import design_text, parse_design, starter_design
from archdraw.editor import clipboard
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import aligning, elements, grouping, moving, ordering, removing
from archdraw.editor.events import Button, KeyEvent, Modifier, PointerEvent, PointerKind
from archdraw.editor.quick.box import insert_candidate
from archdraw.editor.quick.meaning import candidates
from archdraw.editor.session import Session

CATALOG = load_catalog()
MEASURER = FontMetrics()
KINDS = ("service", "rdbms_primary", "message_queue", "cdn", "in_memory_cache", "monitoring", "unheard-of")
GROUPS = ("zone", "tier", "region")

spots = st.builds(Point, st.integers(-400, 1400), st.integers(-300, 1000))
steps = st.integers(-200, 200)
picks = st.lists(st.integers(0, 60), max_size=4)
held = st.sampled_from([frozenset[Modifier](), frozenset({"shift"}), frozenset({"alt"}), frozenset({"ctrl"})])
chords = st.sampled_from(
    [
        ("Left", frozenset()), ("Down", frozenset({"shift"})), ("Right", frozenset({"ctrl"})),
        ("Up", frozenset({"ctrl"})), ("Tab", frozenset()), ("Return", frozenset()), ("Escape", frozenset()),
        ("Right", frozenset({"alt"})), ("F2", frozenset()), ("Space", frozenset()),
    ]
)  # fmt: skip


class Editing(RuleBasedStateMachine):
    """Acts on a session as people do; checks after each act, and undoes and redoes everything at the end."""

    @initialize()
    def begin(self) -> None:
        self.session = Session(Store(starter_design("Random")), CATALOG, MEASURER)
        self.start = design_text(self.session.design)
        self.clip = ""

    # -- acts ----------------------------------------------------------------------------------

    @rule(kind=st.sampled_from(KINDS), at=spots)
    def insert(self, kind: str, at: Point) -> None:
        self.session.insert(kind, at)

    @rule(kind=st.sampled_from(GROUPS), at=spots)
    def insert_group(self, kind: str, at: Point) -> None:
        self.session.select({elements.insert_group(self.session, kind, at)})

    @rule(at=spots, text=st.text(max_size=20))
    def insert_note(self, at: Point, text: str) -> None:
        elements.insert_note(self.session, at, text.encode("utf-8", "ignore").decode())

    @rule(text=st.sampled_from(["lb", "postgres orders", "queue", "x y z"]))
    def quick_insert(self, text: str) -> None:
        found = candidates(CATALOG, text)
        if found:
            insert_candidate(self.session, found[0])

    @rule(numbers=picks, mode=st.sampled_from(["set", "add", "toggle"]))
    def select(self, numbers: list[int], mode: str) -> None:
        drawn = self.session.scene.order
        chosen = {drawn[number % len(drawn)] for number in numbers} if drawn else set()
        self.session.select(chosen, "add" if mode == "add" else "toggle" if mode == "toggle" else "set")

    @rule(first=st.integers(0, 60), second=st.integers(0, 60))
    def connect(self, first: int, second: int) -> None:
        components = list(self.session.store.table("components"))
        if components:
            self.allowed(
                lambda: self.session.connect(
                    components[first % len(components)], components[second % len(components)]
                )
            )

    @rule(text=st.sampled_from(["Web", "Größe", "", "a b", "数据库"]))
    def rename(self, text: str) -> None:
        for one in self.session.selection:
            self.session.rename(one, text)

    @rule(dx=steps, dy=steps)
    def move(self, dx: int, dy: int) -> None:
        self.session.move(self.session.selection, dx, dy)

    @rule()
    def group(self) -> None:
        self.allowed(lambda: grouping.wrap(self.session, self.session.selection))

    @rule()
    def ungroup(self) -> None:
        removing.ungroup(self.session, self.session.selection)

    @rule(number=st.integers(0, 60))
    def adopt(self, number: int) -> None:
        groups: list[str | None] = [None, *self.session.store.table("groups")]
        into = groups[number % len(groups)]
        self.allowed(lambda: moving.adopt(self.session, self.session.selection, into))

    @rule()
    def delete(self) -> None:
        self.session.delete()

    @rule()
    def heal(self) -> None:
        removing.delete_and_heal(self.session, self.session.selection)

    @rule()
    def copy(self) -> None:
        def do() -> None:
            self.clip = clipboard.copy(self.session).json

        self.allowed(do)

    @precondition(lambda self: self.clip)
    @rule(at=spots)
    def paste(self, at: Point) -> None:
        self.session.pointer = at
        clipboard.paste(self.session, clipboard.Clipboard(own=self.clip))

    @rule()
    def duplicate(self) -> None:
        self.allowed(lambda: clipboard.duplicate_selection(self.session))

    @rule(edge=st.sampled_from(["left", "middle"]), shift=st.sampled_from(["front", "backward"]))
    def arrange(self, edge: str, shift: str) -> None:
        aligning.align(self.session, self.session.selection, "left" if edge == "left" else "middle")
        ordering.restack(self.session, self.session.selection, "front" if shift == "front" else "backward")

    @rule(start=spots, end=spots, modifiers=held, escape=st.booleans(), wobble=spots)
    def gesture(
        self, start: Point, end: Point, modifiers: frozenset[Modifier], escape: bool, wobble: Point
    ) -> None:
        before, depth = design_text(self.session.design), self.session.store.undo_depth
        self.point("move", start, frozenset())
        self.point("press", start, modifiers)
        self.point("move", wobble, modifiers)
        self.point("move", end, modifiers)
        if escape:
            self.session.handle(KeyEvent("Escape"))
            assert design_text(self.session.design) == before
            assert self.session.store.undo_depth == depth
        self.point("release", end, modifiers)
        assert self.session.store.undo_depth <= depth + 1

    @rule(chord=chords)
    def key(self, chord: tuple[str, frozenset[Modifier]]) -> None:
        self.session.handle(KeyEvent(chord[0], modifiers=chord[1]))
        self.session.handle(KeyEvent("Escape"))

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @rule()
    def redo(self) -> None:
        self.session.redo()

    # -- what always holds ---------------------------------------------------------------------

    @invariant()
    def nothing_stays_open(self) -> None:
        assert not self.session.store.in_gesture
        assert self.session.editing is None
        assert self.session.tool.name == "idle"

    @invariant()
    def the_document_opens_without_repairs(self) -> None:
        """Unique ids, valid references, no rings, finite numbers: all that opening would mend or refuse."""
        text = design_text(self.session.design)
        opened = parse_design(text.encode("utf-8"), "random.adraw")
        assert opened.repairs == ()
        assert design_text(opened.design) == text
        for record in (
            *self.session.store.table("nodes").values(),
            *self.session.store.table("notes").values(),
        ):
            assert all(math.isfinite(number) for number in record.box)

    @invariant()
    def what_is_selected_exists(self) -> None:
        assert all(self.session.role(one) is not None for one in self.session.selection)

    @invariant()
    def the_scene_equals_a_fresh_one(self) -> None:
        session = self.session
        fresh = Scene(session.store, session.view_id, CATALOG, MEASURER)
        assert session.scene.order == fresh.order
        boxed = [one for one in fresh.order if session.connection(one) is None]
        assert [session.scene.frame(one) for one in boxed] == [fresh.frame(one) for one in boxed]
        assert [session.frame(one) for one in boxed] == [fresh.frame(one) for one in boxed]

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        end = design_text(self.session.design)
        done = 0
        while self.session.undo():
            done += 1
        assert design_text(self.session.design) == self.start
        assert not self.session.dirty
        while self.session.store.undo_depth < done:
            assert self.session.redo()
        assert design_text(self.session.design) == end

    # -- hands ---------------------------------------------------------------------------------

    def point(self, kind: PointerKind, at: Point, modifiers: frozenset[Modifier]) -> None:
        screen = self.session.camera.to_screen(*at)
        button: Button = "none" if kind == "move" else "left"
        event = PointerEvent(kind, at.x, at.y, screen.x, screen.y, button, modifiers)
        self.session.handle(event)

    def allowed(self, act: object) -> None:
        """Do what may be refused; a refusal changes nothing."""
        before = design_text(self.session.design)
        assert callable(act)
        refusal = ""
        try:
            act()
        except EditRefused as refused:
            refusal = str(refused)
        assert not refusal or (refusal.endswith(".") and design_text(self.session.design) == before)


TestEditingSessions = Editing.TestCase
TestEditingSessions.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
