"""Names of elements and of the events that the analysis makes of them."""

from __future__ import annotations

import pytest

from archdraw.core.model import (
    Component,
    Connection,
    Design,
    Group,
    Journey,
    element_name,
    element_of_event,
    event_name,
    listed,
)

DESIGN = Design(
    components=(Component(id="web", kind="service", name="Web"), Component(id="a.b", kind="service")),
    groups=(Group(id="az", kind="zone", name="Zone A"),),
    connections=(Connection(id="link", source="web", target="a.b"),),
    journeys=(Journey(id="buy", name="Buy"),),
)


@pytest.mark.parametrize(
    ("event", "name", "element"),
    [
        ("web", "Web", "web"),
        ("web#2", "Web\u00a0#2", "web"),
        ("web!ccf", "Web (common cause of all instances)", "web"),
        ("web!failover", "Web (failover)", "web"),
        ("az", "Zone A", "az"),
        ("a.b", "a.b", "a.b"),
        ("link", "Web → a.b", "link"),
        ("gone#1", "gone#1", "gone#1"),
    ],
)
def test_events_are_named_after_what_they_belong_to(event: str, name: str, element: str) -> None:
    assert event_name(DESIGN, event) == name
    assert element_of_event(DESIGN, event) == element


def test_a_journey_is_called_by_its_name() -> None:
    assert element_name(DESIGN, "buy") == "Buy"


@pytest.mark.parametrize(
    ("names", "most", "text"),
    [
        ("", 0, ""),
        ("A", 0, "A"),
        ("AB", 0, "A and B"),
        ("ABC", 0, "A, B and C"),
        ("ABC", 2, "A, B and C"),
        ("ABCD", 2, "A, B and 2 more"),
    ],
)
def test_lists_read_as_sentences_do(names: str, most: int, text: str) -> None:
    assert listed(names, most) == text
