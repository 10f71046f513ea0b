"""Taking over from another version: what was there is there again, in one step, and undo gives ours back."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from archdraw.core.catalog import load_catalog
from archdraw.core.comparing import compare_elements
from archdraw.core.drawing import FontMetrics
from archdraw.core.history import Store
from archdraw.core.merging import merge_designs, open_conflicts
from archdraw.core.model import (
    Component,
    Connection,
    Decision,
    Design,
    Group,
    Note,
    Placement,
    Risk,
    Suppression,
    View,
)
from archdraw.core.storage import design_text
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.taking import settle_conflict, take_theirs
from archdraw.editor.session import Session


def base() -> Design:
    return Design(
        title="Shop",
        groups=(Group(id="zone", kind="zone", name="Zone A"),),
        components=(
            Component(id="app", kind="service", name="App", replicas=2, attributes={"monitored": True}),
            Component(id="db", kind="rdbms_primary", name="Orders", parent="zone"),
        ),
        connections=(Connection(id="app-db", source="app", target="db"),),
        decisions=(Decision(id="adr-1", title="One region"),),
        suppressions=(Suppression(rule="SPF-01", element="db", reason="later"),),
        views=(
            View(
                id="main",
                nodes={
                    "app": Placement(x=0, y=0),
                    "db": Placement(x=300, y=0),
                    "zone": Placement(x=280, y=-40, w=260, h=160),
                },
                notes=(Note(id="n1", x=0, y=200, text="hello"),),
            ),
        ),
    )


def loaded(design: Design) -> Session:
    return Session(Store(design), load_catalog(), FontMetrics())


def take_all(session: Session, theirs: Design) -> None:
    """Take every difference over, what others need first."""
    for _ in range(60):
        changes = compare_elements(theirs, session.design)
        if not changes:
            return
        for change in changes:
            try:
                take_theirs(session, theirs, change)
            except EditRefused:
                continue
            break
        else:
            raise AssertionError(changes)


def other() -> Design:
    design = base()
    app = design.components[0]
    view = design.views[0]
    changed: Design = design.revised(
        title="Shop 2",
        components=(
            app.revised(replicas=5, owner="Ops", attributes={"monitored": False, "ttl_s": 3}),
            Component(id="cache", kind="cache", name="Cache"),
        ),
        groups=(),
        connections=(Connection(id="app-cache", source="app", target="cache"),),
        decisions=(),
        risks=(Risk(id="risk-1", title="flood"),),
        suppressions=(Suppression(rule="SPF-01", element="app", reason="soon"),),
        views=(
            view.revised(
                nodes={"app": Placement(x=50, y=70), "cache": Placement(x=300, y=300)},
                notes=(Note(id="n1", x=9, y=200, text="bye"),),
            ),
        ),
    )
    return changed


def test_taking_everything_gives_the_other_version_and_undo_gives_ours() -> None:
    for ours, theirs in ((base(), other()), (other(), base())):
        session = loaded(ours)
        before = design_text(session.design)
        take_all(session, theirs)
        assert compare_elements(theirs, session.design) == ()
        while session.store.undo_label is not None:
            session.undo()
        assert design_text(session.design) == before


def test_one_field_is_taken_and_the_others_stay() -> None:
    session = loaded(other())
    change = next(one for one in compare_elements(base(), session.design) if one.id == "app")
    depth = session.store.undo_depth
    take_theirs(session, base(), change, "attributes.monitored")
    app = session.design.component_by_id["app"]
    assert (app.attributes, app.replicas, app.owner) == ({"monitored": True, "ttl_s": 3}, 5, "Ops")
    take_theirs(session, base(), change, "attributes.ttl_s")
    assert session.design.component_by_id["app"].attributes == {"monitored": True}
    assert session.store.undo_depth == depth + 2


def test_a_connection_is_not_taken_without_its_ends() -> None:
    session = loaded(other())
    change = next(one for one in compare_elements(base(), session.design) if one.id == "app-db")
    before = design_text(session.design)
    with pytest.raises(EditRefused, match="db"):
        take_theirs(session, base(), change)
    assert design_text(session.design) == before


def test_unknown_fields_survive_what_is_taken_beside_them() -> None:
    theirs = base()
    app = Component.model_validate({**theirs.components[0].model_dump(), "colour": "blue", "replicas": 7})
    session = loaded(theirs.revised(components=(app, theirs.components[1])))
    change = next(one for one in compare_elements(theirs, session.design) if one.id == "app")
    take_theirs(session, theirs, change, "replicas")
    taken = session.design.component_by_id["app"]
    assert (taken.replicas, taken.extra) == (2, {"colour": "blue"})


def merged() -> Session:
    ours = base().revised(
        components=(base().components[0].revised(replicas=3), base().components[1].revised(owner="Ann"))
    )
    theirs = base().revised(
        components=(base().components[0].revised(replicas=4),), connections=(), suppressions=()
    )
    return loaded(merge_designs(base(), ours, theirs).design)


def test_a_conflict_is_settled_for_theirs_and_its_note_goes_with_it() -> None:
    session = merged()
    conflict = next(one for one in open_conflicts(session.design) if one.field == "replicas")
    rest = len(open_conflicts(session.design)) - 1
    settle_conflict(session, conflict, "theirs")
    assert session.design.component_by_id["app"].replicas == 4
    assert len(open_conflicts(session.design)) == rest
    session.undo()
    assert session.design.component_by_id["app"].replicas == 3
    settle_conflict(session, conflict, "ours")
    assert session.design.component_by_id["app"].replicas == 3
    assert len(open_conflicts(session.design)) == rest


def test_what_they_removed_goes_when_theirs_is_taken() -> None:
    session = merged()
    conflict = next(one for one in open_conflicts(session.design) if (one.element, one.field) == ("db", ""))
    assert conflict.theirs == "removed"
    settle_conflict(session, conflict, "theirs")
    assert "db" not in session.design.component_by_id
    session.undo()
    assert "db" in session.design.component_by_id


def test_the_last_settled_conflict_leaves_no_trace() -> None:
    session = merged()
    for conflict in open_conflicts(session.design):
        settle_conflict(session, conflict, "ours")
    assert "merge_conflicts" not in session.design.extensions


@given(st.lists(st.booleans(), min_size=30, max_size=30))
def test_whatever_is_taken_the_other_differences_stay(choices: list[bool]) -> None:
    session = loaded(base())
    theirs = other()
    for change, taken in zip(compare_elements(theirs, session.design), choices, strict=False):
        before = {one for one in compare_elements(theirs, session.design) if one.happening == "changed"}
        if not taken or change.happening != "changed":
            continue
        take_theirs(session, theirs, change)
        after = {one for one in compare_elements(theirs, session.design) if one.happening == "changed"}
        assert after == before - {change}
