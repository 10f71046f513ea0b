"""Rules M1 to M4 of the core: records, ids, numbers and the groups around an element."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, strategies as st

from archdraw.core.model import (
    ID_PATTERN,
    Component,
    Connection,
    Design,
    Group,
    InvalidRecordError,
    Journey,
    Placement,
    View,
    fresh_id,
)
from archdraw.core.storage import starter_design


def test_m1_a_record_never_changes() -> None:
    component = Component(id="web", kind="service")
    with pytest.raises(AttributeError, match="can't be changed"):
        setattr(component, "name", "Web")  # noqa: B010 - the type checker would refuse it
    with pytest.raises(AttributeError, match="can't be changed"):
        del component.name
    assert component.name == ""


def test_m1_a_revised_copy_is_checked_and_keeps_what_it_does_not_know() -> None:
    component = Component.model_validate({"id": "web", "kind": "service", "colour": "green"})
    assert component.revised(name="Web").model_dump()["colour"] == "green"
    with pytest.raises(InvalidRecordError, match="replicas"):
        component.revised(replicas=0)


def test_m1_a_placement_moved_keeps_its_pin_and_what_it_does_not_know() -> None:
    place = Placement.model_validate({"x": 1, "y": 2, "pin": True, "z": 7})
    moved = place.at(place.box.moved(10, 20))
    assert (moved.x, moved.y, moved.pin) == (11, 22, True)
    assert moved.model_dump()["z"] == 7


@pytest.mark.parametrize("bad", ["", " web", "-web", "a/b", "ä", "a" * 201, "a b", "a\n"])
def test_m2_ids_that_are_none_are_refused(bad: str) -> None:
    with pytest.raises(InvalidRecordError):
        Component(id=bad, kind="service")


@given(st.text(max_size=120), st.sets(st.sampled_from(["item", "web", "web-2", "a"])))
def test_m2_a_fresh_id_is_an_id_and_new(wish: str, taken: set[str]) -> None:
    made = fresh_id(wish, taken)
    assert re.fullmatch(ID_PATTERN, made)
    assert made not in taken


def test_m2_fresh_ids_stay_readable() -> None:
    assert fresh_id("Über-Service №1", ()) == "uber-service-no1"
    assert fresh_id("Web", {"web", "web-2"}) == "web-3"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e300])
def test_m3_places_are_finite_and_near(bad: float) -> None:
    with pytest.raises(InvalidRecordError):
        Placement(x=bad, y=0)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -0.1, 1.1])
def test_m3_an_availability_is_a_ratio(bad: float) -> None:
    with pytest.raises(InvalidRecordError):
        Component(id="a", kind="service", availability=bad)


def test_m4_groups_are_found_innermost_first() -> None:
    design = Design(
        components=(Component(id="web", kind="service", parent="rack"),),
        groups=(
            Group(id="region", kind="region"),
            Group(id="zone", kind="zone", parent="region"),
            Group(id="rack", kind="rack", parent="zone"),
        ),
    )
    assert [group.id for group in design.enclosing_groups("web")] == ["rack", "zone", "region"]
    assert [group.id for group in design.enclosing_groups("zone")] == ["region"]


def test_m4_a_ring_of_parents_ends() -> None:
    design = Design(groups=(Group(id="a", kind="team", parent="b"), Group(id="b", kind="team", parent="a")))
    assert [group.id for group in design.enclosing_groups("a")] == ["b"]


def test_connections_are_found_by_both_of_their_ends() -> None:
    ends = {"first": ("a", "b"), "second": ("b", "a"), "third": ("b", "b")}
    design = Design(
        components=(Component(id="a", kind="service"), Component(id="b", kind="service")),
        connections=tuple(Connection(id=key, source=one, target=two) for key, (one, two) in ends.items()),
    )
    found = {end: [one.id for one in at] for end, at in design.connections_at.items()}
    assert found == {"a": ["first", "second"], "b": ["first", "second", "third"]}


def test_a_copy_of_a_design_looks_its_own_elements_up() -> None:
    design = Design(components=(Component(id="a", kind="service"),))
    assert "a" in design.component_by_id
    other = design.model_copy(update={"components": (Component(id="b", kind="service"),)})
    assert set(other.component_by_id) == {"b"}


@pytest.mark.parametrize(
    ("kind", "mode", "waits"),
    [("call", None, True), ("publish", None, True), ("deliver", None, False), ("call", "async", False)],
)
def test_whether_the_source_waits(kind: str, mode: str | None, *, waits: bool) -> None:
    connection = Connection.model_validate(
        {"id": "e", "source": "a", "target": "b", "kind": kind, "mode": mode}
    )
    assert connection.synchronous is waits


def test_calls_of_a_journey_that_is_not_named_are_none() -> None:
    connection = Connection(id="e", source="a", target="b", calls={"read": 2})
    assert Journey(id="read").calls_over(connection) == 2
    assert Journey(id="write").calls_over(connection) == 0


def test_an_unchecked_record_is_the_checked_one() -> None:
    checked, unchecked = View(id="view", name="Overview"), View.unchecked(id="view", name="Overview")
    assert unchecked == checked
    assert (unchecked.stated, unchecked.extra) == (checked.stated, checked.extra)
    assert vars(unchecked) == vars(checked)
    assert unchecked.revised(name="Other") == View(id="view", name="Other")


def test_the_starter_design_fits_what_designs_are_checked_for() -> None:
    made = starter_design()
    assert made == Design.model_validate(made.model_dump())
    assert starter_design("Shop").title == "Shop"
