"""What menus, moves and looks ask about a selection of hundreds: the same answers, in little work."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from archdraw.core.drawing import FontMetrics
from archdraw.core.history import Store, place_key
from archdraw.core.model import Component, Connection, Design, Group, Placement, Style, View
from archdraw.editor.actions import all_actions
from archdraw.editor.actions.table import perform
from archdraw.editor.edits import locking, membership, restyling, views
from archdraw.editor.hierarchy import ancestors, uncovered
from archdraw.editor.session import Session

if TYPE_CHECKING:
    from tests.editor.conftest import RecordingShell

    from archdraw.core.catalog import Catalog

IDS = tuple("abcdef")
PARENTS = st.fixed_dictionaries({one: st.none() | st.sampled_from(IDS[:4]) for one in IDS})


def many(count: int, *, grouped: bool = False, **view: Any) -> Design:
    ids = [f"c{number:04}" for number in range(count)]
    parts = tuple(
        Component(id=one, kind="service", name=one, parent="zone" if grouped else None) for one in ids
    )
    places = {one: Placement(x=200.0 * (at % 25), y=100.0 * (at // 25)) for at, one in enumerate(ids)}
    lines = tuple(Connection(id=f"{a}-{b}", source=a, target=b) for a, b in pairwise(ids))
    groups = (Group(id="zone", kind="zone", name="Zone"),)
    places["zone"] = Placement(x=-40.0, y=-60.0, w=5200.0, h=100.0 * (count // 25 + 2))
    main = View(id="main", nodes=places, **view)
    return Design(components=parts, groups=groups, connections=lines, views=(main,))


def opened(design: Design, catalog: Catalog) -> Session:
    session = Session(Store(design), catalog, FontMetrics())
    session.select(session.scene.order)
    return session


def lookups_of_menus(session: Session, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many records are looked up one by one when every menu entry asks whether it can be used."""
    count = Counter[str]()
    get = Store.get

    def counted(store: Store, name: Any, key: str) -> Any:
        count["get"] += 1
        return get(store, name, key)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "get", counted)
        for action in all_actions():
            action.when(session)
            action.checked(session)
    return count["get"]


@pytest.mark.parametrize("grouped", [False, True], ids=["free", "grouped"])
def test_menus_look_up_no_more_records_for_a_large_selection_than_for_a_small_one(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, grouped: bool
) -> None:
    small = lookups_of_menus(opened(many(150, grouped=grouped), catalog), monkeypatch)
    large = lookups_of_menus(opened(many(450, grouped=grouped), catalog), monkeypatch)
    assert 0 < large <= small + 5


def test_moving_everything_asks_for_no_frame_and_moves_each_record_once(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(many(300), catalog)
    before = dict(session.store.table("nodes"))
    monkeypatch.setattr(Session, "frame", lambda *_: pytest.fail("a frame was looked up"))
    session.move(session.selection, 20.0, -40.0)
    after = session.store.table("nodes")
    assert list(after) == list(before)
    for key, old in before.items():
        assert (after[key].x, after[key].y) == (old.x + 20.0, old.y - 40.0)


@given(parents=PARENTS, named=st.sets(st.sampled_from(IDS), min_size=1))
def test_what_lies_in_no_other_of_the_named_is_found_in_any_tree_and_in_rings(
    catalog: Catalog, parents: dict[str, str | None], named: set[str]
) -> None:
    groups = tuple(Group(id=one, kind="zone", name=one, parent=parents[one]) for one in IDS[:4])
    parts = tuple(Component(id=one, kind="service", parent=parents[one]) for one in IDS[4:])
    session = Session(
        Store(Design(groups=groups, components=parts, views=(View(id="main"),))), catalog, FontMetrics()
    )
    expected = {one for one in named if named.isdisjoint(ancestors(session, one))}
    assert uncovered(session, named) == expected


def test_one_locked_among_hundreds_stays_and_all_locked_are_told(catalog: Catalog) -> None:
    session = opened(many(120), catalog)
    first, *others = (one for one in session.scene.order if one.startswith("c") and "-" not in one)
    locking.toggle_lock(session, {first})
    assert set(locking.unlocked(session, session.selection)) == session.selection - {first}
    assert not locking.all_locked(session, session.selection)
    session.move(session.selection, 20.0, 20.0)
    places = session.store.table("nodes")
    assert places[place_key("main", first)].x == 0.0
    assert places[place_key("main", others[0])].x == 220.0
    locking.toggle_lock(session, session.selection)
    assert locking.all_locked(session, session.selection)
    assert locking.unlocked(session, others) == []


def test_one_with_a_look_of_its_own_among_hundreds_can_be_reset(
    catalog: Catalog, shell: RecordingShell
) -> None:
    session = opened(many(120), catalog)
    (reset,) = (one for one in all_actions() if one.id == "style.reset")
    assert not reset.when(session)
    restyling.put_style(session, {"c0003"}, Style(color="red"), "Look")
    assert reset.when(session)
    session.select(session.selection - {"c0003"})
    assert not reset.when(session)
    session.select(session.scene.order)
    perform(reset, session, shell)
    assert not reset.when(session)


def test_hundreds_in_a_group_can_be_taken_out_but_put_nowhere_else(catalog: Catalog) -> None:
    inside, free = opened(many(120, grouped=True), catalog), opened(many(120), catalog)
    for session in (inside, free):
        session.select(session.selection - {"zone"})
    (take,) = (one for one in all_actions() if one.id == "arrange.out-of-group")
    (put,) = (one for one in all_actions() if one.id == "arrange.into-group")
    assert (take.when(inside), take.when(free)) == (True, False)
    assert (put.when(inside), put.when(free)) == (False, True)
    assert membership.groups_for(free, free.selection) == ("zone",)


def test_a_view_tells_what_it_leaves_out_whichever_way_it_does(catalog: Catalog) -> None:
    shown = tuple(f"c{number:04}" for number in range(100))
    by_name = opened(many(120, shows=shown, hides=("c0000",)), catalog)
    assert views.not_shown(by_name, "main") == [
        "zone",
        "c0000",
        *(f"c{number:04}" for number in range(100, 120)),
    ]
    assert views.not_shown(opened(many(120, hides=("c0007",)), catalog), "main") == ["c0007"]
    assert views.not_shown(opened(many(120), catalog), "main") == []
