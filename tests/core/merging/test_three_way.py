from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings, strategies as st

from archdraw.core.merging import conflict_sentences, merge_designs, open_conflicts, without_conflicts
from archdraw.core.model import (
    Component,
    Connection,
    Design,
    Estimate,
    Group,
    Journey,
    Layer,
    Note,
    Placement,
    View,
)
from archdraw.core.storage import design_text, parse_design

KEYS = ("a", "b", "c", "d", "e", "f")


@st.composite
def components(draw: st.DrawFn, key: str) -> Component:
    extra: dict[str, Any] = {"future": draw(st.integers(0, 2))} if draw(st.booleans()) else {}
    return Component(
        id=key,
        kind="service",
        name=draw(st.sampled_from(("", key.upper()))),
        replicas=draw(st.integers(1, 3)),
        owner=draw(st.sampled_from(("", "Till", "Ops"))),
        tags=tuple(draw(st.lists(st.sampled_from(("x", "y", "z")), unique=True, max_size=3))),
        attributes=draw(
            st.dictionaries(
                st.sampled_from(("cpu", "flag")), st.one_of(st.booleans(), st.integers(0, 1)), max_size=2
            )
        ),
        **extra,
    )


@st.composite
def designs(draw: st.DrawFn) -> Design:
    """A sound design over a few ids, so that states meet, part and cross in every way."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=5))
    parts = tuple(draw(components(key)) for key in keys)
    ends = st.tuples(st.sampled_from(keys), st.sampled_from(keys)) if keys else st.nothing()
    pairs = draw(st.lists(ends, unique=True, max_size=4)) if keys else []
    lines = tuple(
        Connection(id=f"{one}-{two}", source=one, target=two, retries=draw(st.integers(0, 2)))
        for one, two in pairs
    )
    nodes = {key: Placement(x=draw(st.integers(0, 3)), y=draw(st.integers(0, 3))) for key in keys}
    noted = draw(st.lists(st.sampled_from(("n1", "n2")), unique=True))
    notes = tuple(Note(id=one, text=draw(st.sampled_from(("p", "q")))) for one in noted)
    title = draw(st.sampled_from(("", "T", "U")))
    return Design(
        title=title, components=parts, connections=lines, views=(View(id="main", nodes=nodes, notes=notes),)
    )


@given(base=designs(), changed=designs())
@settings(max_examples=60, deadline=None)
def test_what_only_one_side_changed_is_taken_as_it_is(base: Design, changed: Design) -> None:
    for merged in (merge_designs(base, changed, base), merge_designs(base, base, changed)):
        assert merged.conflicts == ()
        assert design_text(merged.design) == design_text(changed)


@given(base=designs(), ours=designs(), theirs=designs())
@settings(max_examples=60, deadline=None)
def test_whatever_is_merged_opens_again_and_needs_no_repair(
    base: Design, ours: Design, theirs: Design
) -> None:
    merged = merge_designs(base, ours, theirs)
    opened = parse_design(design_text(merged.design).encode(), "merged")
    assert opened.repairs == ()
    assert len(open_conflicts(opened.design)) == len(set(map(str, merged.conflicts)))


@given(base=designs(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_edits_of_different_elements_commute(base: Design, data: st.DataObject) -> None:
    mine, yours = base, base
    for at, key in enumerate(base.component_by_id):
        replicas = data.draw(st.integers(4, 9))
        edited = replaced(mine if at % 2 else yours, key, replicas=replicas)
        mine, yours = (edited, yours) if at % 2 else (mine, edited)
    mine = added(mine, "m", "Mine")
    yours = added(yours, "y", "Yours")
    first, second = merge_designs(base, mine, yours), merge_designs(base, yours, mine)
    assert first.conflicts == second.conflicts == ()
    assert design_text(first.design) == design_text(second.design)
    for side in (mine, yours):
        changed = [one for one in side.components if base.component_by_id.get(one.id) != one]
        assert all(first.design.component_by_id[one.id] == one for one in changed)


def replaced(design: Design, key: str, **fields: Any) -> Design:
    parts = tuple(one.revised(**fields) if one.id == key else one for one in design.components)
    return design.model_copy(update={"components": parts})


def added(design: Design, key: str, name: str) -> Design:
    return design.model_copy(
        update={"components": (*design.components, Component(id=key, kind="service", name=name))}
    )


def shop(**web: Any) -> Design:
    return Design(
        title="Shop",
        components=(
            Component(id="web", kind="service", name="Web", **web),
            Component(id="db", kind="sql_database", name="Orders"),
        ),
        connections=(Connection(id="web-db", source="web", target="db"),),
        views=(View(id="main", nodes={"web": Placement(x=0, y=0), "db": Placement(x=300, y=0)}),),
    )


def test_different_fields_of_one_element_come_together() -> None:
    merged = merge_designs(shop(), shop(replicas=3), shop(owner="Ops", attributes={"cpu": 2}))
    assert merged.conflicts == ()
    web = merged.design.component_by_id["web"]
    assert (web.replicas, web.owner, web.attributes) == (3, "Ops", {"cpu": 2})


def test_two_values_of_one_field_are_both_kept_and_the_document_opens() -> None:
    merged = merge_designs(shop(), shop(replicas=3), shop(replicas=4))
    assert merged.design.component_by_id["web"].replicas == 3
    opened = parse_design(design_text(merged.design).encode(), "merged").design
    assert conflict_sentences(opened) == ("“Web”: replicas is 3 here and 4 there.",)
    assert design_text(without_conflicts(opened)) == design_text(shop(replicas=3))


def test_what_one_changed_and_the_other_removed_stays() -> None:
    gone = shop().model_copy(
        update={"components": shop().components[:1], "connections": (), "views": (View(id="main"),)}
    )
    changed = replaced(shop(), "db", replicas=2)
    for ours, theirs in ((gone, changed), (changed, gone)):
        merged = merge_designs(shop(), ours, theirs)
        assert merged.design.component_by_id["db"].replicas == 2
        assert merged.design.views[0].nodes["db"].x == 300
        assert [(one.element, one.field) for one in merged.conflicts] == [("db", "")]
        assert "it was kept" in conflict_sentences(merged.design)[0]


def test_what_one_removed_and_the_other_connected_to_comes_back() -> None:
    gone = shop().model_copy(
        update={"components": shop().components[:1], "connections": (), "views": (View(id="main"),)}
    )
    theirs = added(shop(), "jobs", "Jobs")
    theirs = theirs.model_copy(
        update={"connections": (*theirs.connections, Connection(id="jobs-db", source="jobs", target="db"))}
    )
    merged = merge_designs(shop(), gone, theirs)
    assert "db" in merged.design.component_by_id
    assert "jobs-db" in merged.design.connection_by_id
    assert [(one.element, one.field) for one in merged.conflicts] == [("db", "")]


def test_two_new_things_under_one_id_are_both_kept() -> None:
    ours = added(shop(), "service-2", "Mailer")
    theirs = added(shop(), "service-2", "Search")
    theirs = theirs.model_copy(
        update={
            "connections": (*theirs.connections, Connection(id="l", source="web", target="service-2")),
            "journeys": (Journey(id="find", name="service-2", entry="service-2", peak_rps=1),),
            "estimates": (Estimate(id="e", formula="find_rate * 2", feeds="journey:find.peak_rps"),),
        }
    )
    merged = merge_designs(shop(), ours, theirs)
    assert merged.conflicts == ()
    names = {one.id: one.name for one in merged.design.components}
    assert names["service-2"] == "Mailer"
    (other,) = (key for key, name in names.items() if name == "Search")
    assert merged.design.connection_by_id["l"].target == other
    assert merged.design.journeys[0].entry == other
    assert merged.design.journeys[0].name == "service-2"


def test_the_same_new_thing_on_both_sides_is_one() -> None:
    merged = merge_designs(shop(), added(shop(), "cache", "Cache"), added(shop(), "cache", "Cache"))
    assert merged.conflicts == ()
    assert [one.id for one in merged.design.components] == ["web", "db", "cache"]


def test_where_things_stand_is_never_a_conflict() -> None:
    def at(x: float, y: float) -> Design:
        view = View(id="main", nodes={"web": Placement(x=x, y=y), "db": Placement(x=300, y=0)})
        return shop().model_copy(update={"views": (view,)})

    merged = merge_designs(shop(), at(10, 0), at(0, 50))
    assert merged.conflicts == ()
    place = merged.design.views[0].nodes["web"]
    assert (place.x, place.y) == (10, 0), "a place is never put together of two"


def test_unknown_fields_of_both_sides_survive() -> None:
    def future(**fields: Any) -> Design:
        content = json.loads(design_text(shop()))
        content["components"][0].update(fields)
        content.update({f"top_{name}": value for name, value in fields.items()})
        return parse_design(json.dumps(content).encode(), "future").design

    merged = merge_designs(shop(), future(colour="red"), future(weight=[1, 2]))
    content = json.loads(design_text(merged.design))
    assert (content["top_colour"], content["top_weight"]) == ("red", [1, 2])
    assert content["components"][0]["colour"] == "red"


def test_lists_of_names_and_layers_come_together() -> None:
    def layered(members: tuple[str, ...], *more: Layer) -> Design:
        view = shop().views[0].revised(layers=(Layer(id="l", members=members), *more))
        return shop().model_copy(update={"views": (view,)})

    merged = merge_designs(layered(("web",)), layered(("web", "db")), layered((), Layer(id="k", name="Mine")))
    assert merged.conflicts == ()
    first, second = merged.design.views[0].layers
    assert (first.members, second.name) == (("db",), "Mine")


def test_groups_around_what_the_other_added_come_back() -> None:
    base = shop().model_copy(update={"groups": (Group(id="zone", kind="zone", name="A"),)})
    theirs = base.model_copy(
        update={"components": (*base.components, Component(id="x", kind="service", parent="zone"))}
    )
    merged = merge_designs(base, shop(), theirs)
    assert "zone" in merged.design.group_by_id
    assert [one.element for one in merged.conflicts] == ["zone"]
