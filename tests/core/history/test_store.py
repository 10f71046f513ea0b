"""Rules H1 to H8 of the core: transactions, undo, gestures, listeners."""

from __future__ import annotations

import pytest

from archdraw.core.history import Changed, Store, TransactionError, place_key, split_place_key
from archdraw.core.history.conversion import design_of, tables_of
from archdraw.core.model import Component, Design, Note, Placement, View
from archdraw.core.storage import design_text


def _store() -> Store:
    components = tuple(Component(id=name, kind="service") for name in "abcd")
    view = View(id="main", nodes={"a": Placement(x=0, y=0)}, notes=(Note(id="n1", text="hello"),))
    return Store(Design(title="T", components=components, views=(view,)))


def _add(store: Store, name: str) -> None:
    with store.transaction(f"Add {name}"):
        store.put("components", name, Component(id=name, kind="service"))


def test_h1_a_change_outside_a_transaction_is_refused() -> None:
    store = _store()
    with pytest.raises(TransactionError):
        store.put("components", "x", Component(id="x", kind="service"))
    with pytest.raises(TransactionError):
        store.remove("components", "a")
    assert list(store.table("components")) == list("abcd")


def test_h1_history_is_not_moved_inside_a_transaction() -> None:
    store = _store()
    _add(store, "x")
    with store.transaction("outer"), pytest.raises(TransactionError):
        store.undo()


def test_h2_an_exception_takes_everything_back_in_silence() -> None:
    store = _store()
    before = design_text(store.design)
    heard: list[Changed] = []
    store.listen(heard.append)

    def break_off() -> None:
        with store.transaction("broken"):
            store.remove("components", "b")
            store.change_document(title="other")
            assert store.design.title == "other"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert design_text(store.design) == before
    assert not heard
    assert store.undo_depth == 0


def test_h3_one_transaction_is_one_step_and_inner_ones_join_it() -> None:
    store = _store()
    with store.transaction("outer"):
        _add(store, "x")
        _add(store, "y")
    assert store.undo_depth == 1
    assert store.undo_label == "outer"
    store.undo()
    assert list(store.table("components")) == list("abcd")
    assert store.redo_label == "outer"


def test_h3_a_transaction_that_changes_nothing_is_no_step() -> None:
    store = _store()
    with store.transaction("nothing"):
        store.put("components", "a", Component(id="a", kind="service"))
        store.put("components", "x", Component(id="x", kind="service"))
        store.remove("components", "x")
    assert store.undo_depth == 0
    assert store.revision == 0


def test_h4_undo_restores_the_order_too() -> None:
    store = _store()
    start = design_text(store.design)
    with store.transaction("mix"):
        store.remove("components", "b")
        store.put("components", "x", Component(id="x", kind="service"))
        store.reorder("components", ["d", "x"])
        store.remove("components", "a")
        store.put("components", "a", Component(id="a", kind="cache"))
    end = design_text(store.design)
    assert [component.id for component in store.design.components] == ["d", "x", "c", "a"]
    assert store.undo()
    assert design_text(store.design) == start
    assert store.redo()
    assert design_text(store.design) == end
    assert not store.redo()


def test_h5_a_gesture_is_one_step() -> None:
    store = _store()
    start = design_text(store.design)
    store.begin_gesture("Move")
    for step in range(5):
        with store.transaction("move a bit"):
            store.put("nodes", place_key("main", "a"), Placement(x=step + 1.0, y=0))
    store.end_gesture()
    assert store.undo_depth == 1
    assert store.undo_label == "Move"
    store.undo()
    assert design_text(store.design) == start


def test_h5_bailing_out_leaves_no_trace() -> None:
    store = _store()
    _add(store, "x")
    before = design_text(store.design)
    store.begin_gesture("Move")
    _add(store, "y")
    _add(store, "z")
    assert store.in_gesture
    store.bail_out()
    assert design_text(store.design) == before
    assert (store.undo_depth, store.redo_label) == (1, None)
    assert not store.in_gesture


def test_h5_taken_out_and_put_back_in_one_gesture_is_undone_in_order() -> None:
    store = _store()
    start = design_text(store.design)
    store.begin_gesture("Replace")
    with store.transaction("out"):
        store.remove("components", "a")
    with store.transaction("in"):
        store.put("components", "a", Component(id="a", kind="service"))
    store.end_gesture()
    store.undo()
    assert design_text(store.design) == start


def test_h5_a_gesture_that_ends_where_it_began_is_no_step() -> None:
    store = _store()
    store.begin_gesture("There and back")
    for x in (5.0, 0.0):
        with store.transaction("move"):
            store.put("nodes", place_key("main", "a"), Placement(x=x, y=0))
    store.end_gesture()
    assert store.undo_depth == 0


def test_h6_a_new_change_empties_the_redo_list() -> None:
    store = _store()
    _add(store, "x")
    store.undo()
    _add(store, "y")
    assert store.redo_label is None
    assert not store.redo()


def test_h7_listeners_hear_once_and_can_leave() -> None:
    store = _store()
    heard: list[Changed] = []
    stop = store.listen(heard.append)
    with store.transaction("two changes"):
        store.remove("components", "a")
        store.remove("nodes", place_key("main", "a"))
    store.undo()
    assert [change.origin for change in heard] == ["edit", "undo"]
    assert heard[0].diff["components"].removed["a"][0] == 0
    assert heard[1].diff["components"].added["a"][1].id == "a"
    assert heard[1].revision == heard[0].revision + 1
    stop()
    store.redo()
    assert len(heard) == 2


def test_h8_tables_and_design_are_two_forms_of_one_thing() -> None:
    design = _store().design
    assert design_of(tables_of(design)) == design
    assert split_place_key(place_key("main", "a")) == ("main", "a")


def test_another_document_starts_with_an_empty_history() -> None:
    store = _store()
    _add(store, "x")
    heard: list[Changed] = []
    store.listen(heard.append)
    store.replace_design(Design(title="New"))
    assert (store.undo_depth, store.design.title, heard[-1].origin) == (0, "New", "load")
