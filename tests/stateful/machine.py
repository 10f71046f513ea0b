"""A machine that edits at random as people do, and what has to hold after every step.

One seed gives one sequence of steps, whatever was drawn or checked in between. A new verb joins by a
function and a line in `tests/stateful/steps.py`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from tests.core.drawing.looks import alike
from tests.editor.conftest import RecordingShell

from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.drawing import FontMetrics, Scene
from archdraw.core.geometry import Box, Point
from archdraw.core.history import Store, split_place_key
from archdraw.core.storage import design_text, parse_design, starter_design
from archdraw.editor.actions import attach
from archdraw.editor.document import EditRefused
from archdraw.editor.events import Button, KeyEvent, Modifier, PointerEvent, PointerKind
from archdraw.editor.session import Session

# So many components and groups are kept, about; a drawing that only grows makes every check slow.
CROWDED = 45
# The costly checks are made after every so many steps.
_READ_EVERY, _DRAW_EVERY = 40, 25
_TOLD = 25


class Weighted(NamedTuple):
    """A step and how often it is taken, compared to others."""

    weight: int
    act: Callable[[Machine], None]


class Machine:
    """A session under a random hand."""

    def __init__(self, seed: int, catalog: Catalog | None = None) -> None:
        self.random = random.Random(seed)
        self.catalog = catalog or load_catalog()
        self.measurer = FontMetrics()
        self.session = Session(Store(starter_design("Random")), self.catalog, self.measurer)
        self.shell = RecordingShell()
        attach(self.session, self.shell)
        self.start = design_text(self.session.design)
        self.told: list[str] = []
        self._looks = random.Random(seed + 1)

    # -- running -------------------------------------------------------------------------------

    def run(self, steps: int, table: Sequence[Weighted], shrinking: Sequence[Weighted]) -> None:
        """Take so many steps, checking after each; then undo everything and do it again.

        Raises
        ------
        AssertionError
            With the last steps, when something does not hold.
        """
        number = 0
        try:
            for number in range(1, steps + 1):
                self._step(table if not self._is_crowded() else shrinking)
                self._look()
                self.check(number)
            self.undo_all_and_redo()
        except Exception as error:
            said = "\n".join(self.told[-_TOLD:])
            raise AssertionError(f"step {number} of {steps}: {error!r}\nthe last steps:\n{said}") from error

    def _step(self, table: Sequence[Weighted]) -> None:
        chosen = self.random.choices(table, [one.weight for one in table])[0]
        self.tell(chosen.act.__name__)
        chosen.act(self)
        # Whatever is still in the hand is put away as a person would.
        self.session.handle(KeyEvent("Escape"))
        self.session.finish()

    def _is_crowded(self) -> bool:
        store = self.session.store
        return len(store.table("components")) + len(store.table("groups")) > CROWDED

    def _look(self) -> None:
        """Draw some of it now and then, so that there is something kept that may go stale."""
        chance = self._looks.random()
        if chance < 0.2:
            self.session.scene.display_list()
        elif chance < 0.5:
            left, top = self._looks.randint(-600, 1200), self._looks.randint(-500, 900)
            self.session.scene.in_box(Box(left, top, 700.0, 500.0))

    def tell(self, what: str) -> None:
        """Note what is being done."""
        self.told.append(what)
        if len(self.told) > 4 * _TOLD:
            del self.told[: 2 * _TOLD]

    # -- what steps use ------------------------------------------------------------------------

    def spot(self) -> Point:
        """Return a place in the drawing."""
        return Point(self.random.randint(-400, 1400), self.random.randint(-300, 1000))

    def spot_on_something(self) -> Point:
        """Return a place on an element, or anywhere."""
        drawn = self.session.scene.order
        if not drawn or self.random.random() < 0.2:
            return self.spot()
        box = self.session.scene.frame(self.random.choice(drawn))
        share = self.random.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        return Point(box.x + box.w * share, box.y + box.h * self.random.choice((0.0, 0.5, 1.0)))

    def one_of(self, table: str) -> str | None:
        """Return the key of some record of a table, or None."""
        keys = list(self.session.store.table(table))  # type: ignore[arg-type]  # named by our own steps
        return self.random.choice(keys) if keys else None

    def modifiers(self) -> frozenset[Modifier]:
        """Return the modifier keys that are held."""
        held: tuple[Modifier, ...] = ("shift", "alt", "ctrl")
        return frozenset({self.random.choice(held)}) if self.random.random() < 0.5 else frozenset()

    def allowed(self, act: Callable[[], Any]) -> None:
        """Do what may be refused; a refusal is a sentence and changes nothing."""
        store, refusal = self.session.store, ""
        before = store.revision, store.undo_depth
        try:
            act()
        except EditRefused as refused:
            refusal = str(refused)
        if refusal:
            self.tell(f"  refused: {refusal}")
            assert refusal.endswith("."), f"no sentence: {refusal}"
            assert (store.revision, store.undo_depth) == before, "a refusal changed something"

    def point(self, kind: PointerKind, at: Point, modifiers: frozenset[Modifier]) -> None:
        """Give the session a pointer event at a world point."""
        screen = self.session.camera.to_screen(*at)
        button: Button = "none" if kind == "move" else "left"
        self.session.handle(PointerEvent(kind, at.x, at.y, screen.x, screen.y, button, modifiers))

    # -- what always holds ---------------------------------------------------------------------

    def check(self, number: int) -> None:
        """Check what is cheap, and after some steps what is not."""
        self._check_rest()
        self._check_references()
        if number % _READ_EVERY == 0:
            self._check_reading()
        if number % _DRAW_EVERY == 0:
            self._check_scene()

    def _check_rest(self) -> None:
        session = self.session
        assert not session.store.in_gesture, "a gesture is still open"
        assert session.editing is None, "a text is still being typed"
        assert session.tool.name == "idle", f"the tool {session.tool.name} is still in the hand"
        gone = [one for one in session.selection if session.role(one) is None]
        assert not gone, f"selected and not there: {gone}"

    def _check_references(self) -> None:
        """Unique ids, no dangling ends, no rings, finite numbers."""
        store = self.session.store
        components, groups = store.table("components"), store.table("groups")
        connections, views = store.table("connections"), store.table("views")
        notes = [split_place_key(key)[1] for key in store.table("notes")]
        named = [*components, *groups, *connections, *store.table("journeys"), *views, *notes]
        assert len(named) == len(set(named)), (
            f"ids twice: {sorted(one for one in named if named.count(one) > 1)}"
        )
        for key, connection in connections.items():
            for end in (connection.source, connection.target):
                assert end in components, f"{key} leads to {end}, which is not there"
        for key, record in (*components.items(), *groups.items()):
            assert record.id == key, f"{key} says it is {record.id}"
            around = {key}
            parent = record.parent
            while parent is not None:
                assert parent in groups, f"{key} is in {parent}, which is not there"
                assert parent not in around, f"{key} is in a ring of groups"
                around.add(parent)
                parent = groups[parent].parent
        for key, place in (*store.table("nodes").items(), *store.table("notes").items()):
            assert all(math.isfinite(number) for number in place.box), f"{key} stands at {place.box}"
            assert min(place.box.w, place.box.h) >= 1.0, f"{key} is {place.box.w} by {place.box.h}"
            assert split_place_key(key)[0] in views, f"{key} is in a view that is not there"
        for key in store.table("nodes"):
            owner = split_place_key(key)[1]
            assert owner in components or owner in groups, f"{key} places what is not there"
        for key, route in store.table("edges").items():
            assert split_place_key(key)[1] in connections, f"{key} routes what is not there"
            assert all(math.isfinite(number) for point in route.points for number in point), key

    def _check_reading(self) -> None:
        """The text opens without repairs and gives the same text again."""
        text = design_text(self.session.design)
        opened = parse_design(text.encode("utf-8"), "random.adraw")
        assert opened.repairs == (), f"opening repairs: {opened.repairs}"
        assert design_text(opened.design) == text, "opening and saving changes the text"

    def _check_scene(self) -> None:
        """What is kept of the drawing equals a drawing made anew from the model."""
        session = self.session
        fresh = Scene(session.store, session.view_id, self.catalog, self.measurer)
        fresh.set_overlay(session.overlay)
        assert session.scene.order == fresh.order, "the order of the drawing differs"
        for key in fresh.order:
            if session.connection(key) is None:
                assert session.scene.frame(key) == fresh.frame(key), f"the place of {key} differs"
        for key in fresh.order:
            mine, theirs = session.scene.element(key), fresh.element(key)
            assert alike(mine, theirs), f"the drawing of {key} differs:\n{mine}\n{theirs}"

    def undo_all_and_redo(self) -> None:
        """Undo to the start gives the very bytes; redo to the end likewise."""
        session = self.session
        end, done = design_text(session.design), session.store.undo_depth
        while session.undo():
            pass
        assert design_text(session.design) == self.start, "undoing everything does not give the start"
        self._check_references()
        self._check_scene()
        while session.store.undo_depth < done:
            assert session.redo(), "not everything can be redone"
        assert design_text(session.design) == end, "redoing everything does not give the end"
        self._check_references()
        self._check_scene()
