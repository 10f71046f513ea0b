"""What a cut between two zones does to each journey, on either side of it."""

from __future__ import annotations

from typing import Any

from tests.core.analysis.rules.drawn import ZONES, drawn, link, part, shared_catalog

from archdraw.core.analysis.consistency.partition import (
    isolation,
    partition,
    separable,
    why_not_apart,
)
from archdraw.core.analysis.consistency.records import Partition
from archdraw.core.model import Component, Design, Group, Journey

GROUPS = (
    Group(id="region", kind="region", name="Region"),
    *(Group(id=zone, kind="zone", name=zone.capitalize(), parent="region") for zone in ZONES),
)
QUORUM: dict[str, Any] = {
    "replication": "quorum",
    "replication_factor": 3,
    "read_quorum": 2,
    "write_quorum": 2,
}


def shop(domains: tuple[str, ...] = ("zone-a", "zone-b", "zone-a"), **store: Any) -> Design:
    """Web servers in two zones, a store spread as said; one journey reads it, the other writes."""
    user = part("user", "client_web", 1)
    web = part("web", replicas=2, domains=("zone-a", "zone-b"))
    kind = store.pop("kind", "wide_column")
    database = part("db", kind, len(domains), domains=domains, redundancy="active-active", **store)
    return drawn(
        user,
        web,
        database,
        link("user", "web"),
        link("web", "db", operation="read", calls={"look": 1.0}).revised(id="reads"),
        link("web", "db", operation="write", calls={"buy": 1.0}).revised(id="writes"),
        *GROUPS,
        Journey(id="look", name="Look", entry="user", peak_rps=10.0),
        Journey(id="buy", name="Buy", entry="user", peak_rps=1.0),
    )


def cut(design: Design) -> Partition:
    return partition(design, shared_catalog(), "zone-a", "zone-b")


def impacts(found: Partition) -> list[tuple[str, str]]:
    return [(found.sides[0].journeys[one], found.sides[1].journeys[one]) for one in ("look", "buy")]


def test_with_majorities_the_smaller_side_refuses_both() -> None:
    found = cut(shop(**QUORUM))
    assert impacts(found) == [("degraded", "down"), ("degraded", "down")] or impacts(found) == [
        ("full", "down"),
        ("full", "down"),
    ]
    assert found.sides[1].refusing == ("db",)
    assert found.journeys["buy"][1] == "Zone-b: no answer, Db refuses."
    assert "1 of 3 copies (R = 2, W = 2): it refuses reads and writes." in found.stores["db"][1]


def test_with_a_read_of_one_the_smaller_side_reads_and_does_not_write() -> None:
    found = cut(shop(**{**QUORUM, "read_quorum": 1, "write_quorum": 3}))
    reads, writes = impacts(found)
    assert "down" not in reads
    assert writes == ("down", "down")


def test_an_answer_always_serves_on_both_sides_and_says_that_it_may_be_old() -> None:
    found = cut(shop(**{**QUORUM, "read_quorum": 1, "write_quorum": 1}))
    assert all("down" not in pair for pair in impacts(found))
    assert found.sides[0].diverging == found.sides[1].diverging == ("db",)
    assert not found.sides[1].refusing
    assert "reconciled" in found.stores["db"][0]


def test_a_third_zone_reaches_both_and_gives_either_side_its_majority() -> None:
    found = cut(shop(ZONES, **QUORUM))
    assert all("down" not in pair for pair in impacts(found))


def test_without_its_leader_a_side_does_not_write_and_reads_only_from_copies() -> None:
    led = {"kind": "rdbms_primary", "replication": "async"}
    strict = cut(shop(("zone-a", "zone-b"), **led))
    assert [pair[1] for pair in impacts(strict)] == ["down", "down"]
    loose = cut(shop(("zone-a", "zone-b"), reads_from_replica=True, **led))
    assert impacts(loose)[0][1] != "down"
    assert impacts(loose)[1][1] == "down"
    assert "without its leader: it refuses writes; reads may be old." in loose.stores["db"][1]


def test_one_copy_serves_its_own_side_only() -> None:
    found = cut(shop(("zone-a",), kind="rdbms_primary", managed=False))
    assert [pair[1] for pair in impacts(found)] == ["down", "down"]
    assert found.journeys["look"][1] == "Zone-b: no answer, what it needs stands in Zone-a."


def test_a_journey_that_begins_on_the_other_side_says_so() -> None:
    design = shop(**QUORUM)
    here = tuple(one.revised(parent="zone-b") if one.id == "user" else one for one in design.components)
    found = cut(design.revised(components=here))
    assert found.journeys["look"][0] == "Zone-a: nobody begins here, it begins in Zone-b."


def test_groups_that_can_be_cut_apart_hold_something_and_do_not_nest() -> None:
    design = shop(**QUORUM)
    assert [one.id for one in separable(design, shared_catalog())] == ["region", "zone-a", "zone-b"]
    assert why_not_apart(design, "zone-a", "zone-b") is None
    assert "side by side" in str(why_not_apart(design, "zone-a", "region"))
    assert "two different" in str(why_not_apart(design, "zone-a", "zone-a"))


def test_a_store_that_the_cut_does_not_touch_is_not_spoken_of() -> None:
    found = cut(shop(("zone-a",), kind="rdbms_primary", managed=False).revised(components=_all_in_a()))
    assert found.stores["db"] == ()


def _all_in_a() -> tuple[Component, ...]:
    design = shop(("zone-c",), kind="rdbms_primary", managed=False)
    return design.components


def test_a_zone_cut_off_from_all_beside_it_has_only_its_own_copy() -> None:
    design = shop(ZONES, **QUORUM)
    assert [isolation(design, shared_catalog(), zone) is not None for zone in ZONES] == [True] * 3
    found = isolation(design, shared_catalog(), "zone-a")
    assert found is not None
    assert [side.groups for side in found.sides] == [("zone-a",), ("zone-b", "zone-c")]
    assert found.sides[0].journeys["buy"] == "down"
    assert found.sides[1].journeys["buy"] != "down"
    assert "1 of 3 copies" in found.stores["db"][0]
    assert found.stores["db"][1].startswith("In Zone-b and Zone-c, Db reaches 2 of 3 copies")


def test_a_group_that_stands_alone_is_cut_off_from_nothing() -> None:
    assert isolation(shop(**QUORUM), shared_catalog(), "region") is None
