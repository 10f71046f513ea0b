"""Random edits against rules H4, H5 and H7: all undone is the start, all redone is the end."""

from __future__ import annotations

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from archdraw.core.history import Changed, Store, place_key
from archdraw.core.history.conversion import tables_of
from archdraw.core.history.tables import apply_diff
from archdraw.core.model import Component, Connection, Design, Placement, View
from archdraw.core.storage import design_text

NAMES = st.sampled_from([f"c{index}" for index in range(6)])
PLACES = st.integers(-50, 50)


class StoreMachine(RuleBasedStateMachine):
    """Edits a store at random and keeps a copy that only sees the diffs."""

    def __init__(self) -> None:
        super().__init__()
        components = tuple(Component(id=f"c{index}", kind="service") for index in range(3))
        self.store = Store(Design(components=components, views=(View(id="main"),)))
        self.start = design_text(self.store.design)
        self.copy = tables_of(self.store.design)
        self.store.listen(self._follow)

    def _follow(self, change: Changed) -> None:
        for name, diff in change.diff.items():
            self.copy[name] = apply_diff(self.copy[name], diff)

    @rule(name=NAMES, replicas=st.integers(1, 4))
    def put(self, name: str, replicas: int) -> None:
        """Add or change a component."""
        with self.store.transaction("put"):
            self.store.put("components", name, Component(id=name, kind="service", replicas=replicas))

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        """Remove a component with its place."""
        with self.store.transaction("remove"):
            self.store.remove("components", name)
            self.store.remove("nodes", place_key("main", name))

    @rule(name=NAMES, x=PLACES, y=PLACES)
    def place(self, name: str, x: int, y: int) -> None:
        """Place an element."""
        with self.store.transaction("place"):
            self.store.put("nodes", place_key("main", name), Placement(x=float(x), y=float(y)))

    @rule(start=NAMES, end=NAMES)
    def connect(self, start: str, end: str) -> None:
        """Connect two ids."""
        key = f"{start}-{end}"
        with self.store.transaction("connect"):
            self.store.put("connections", key, Connection(id=key, source=start, target=end))

    @rule(order=st.permutations([f"c{index}" for index in range(6)]))
    def reorder(self, order: list[str]) -> None:
        """Bring components into another order."""
        present = [name for name in order if name in self.store.table("components")]
        with self.store.transaction("reorder"):
            self.store.reorder("components", present)

    @rule()
    def undo(self) -> None:
        """Take a step back."""
        self.store.undo()

    @rule()
    def redo(self) -> None:
        """Bring a step back."""
        self.store.redo()

    @precondition(lambda self: not self.store.in_gesture)
    @rule()
    def begin(self) -> None:
        """Open a gesture."""
        self.store.begin_gesture("gesture")

    @precondition(lambda self: self.store.in_gesture)
    @rule(bail=st.booleans())
    def end(self, *, bail: bool) -> None:
        """Close the gesture, one way or the other."""
        if bail:
            self.store.bail_out()
        else:
            self.store.end_gesture()

    @invariant()
    def the_copy_is_the_same(self) -> None:
        """Diffs alone rebuild the tables, order included."""
        for name, table in self.copy.items():
            assert list(table.items()) == list(self.store.table(name).items())

    def teardown(self) -> None:
        """Undo everything, then redo everything."""
        self.store.end_gesture()
        while self.store.redo():
            pass
        end = design_text(self.store.design)
        while self.store.undo():
            pass
        assert design_text(self.store.design) == self.start
        while self.store.redo():
            pass
        assert design_text(self.store.design) == end


StoreMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestStoreMachine = StoreMachine.TestCase
