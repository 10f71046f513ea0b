"""`archdraw consistency`: what stores promise and what a cut network does, as text and as data."""

from __future__ import annotations

import pytest
from tests.cli.conftest import SAMPLES, SHORTENER, Run, answer


def test_every_zone_is_cut_off_and_told_for_each_journey(run: Run) -> None:
    code, out, err = run("consistency", SHORTENER)
    assert (code, err) == (0, "")
    for words in ("Link store", "PC/EC", "Zone A cut off", "Zone C cut off", "Follow a short link"):
        assert words in out
    assert out.startswith("URL shortener · "), "which design it is about comes first"
    assert "    Zone A: no answer, Link store refuses." in out
    assert "read: 2 of 3 copies" in out
    assert max(map(len, out.splitlines())) <= 80


def test_as_data_it_carries_sides_stores_and_waits(run: Run) -> None:
    found = answer(run, "consistency", SHORTENER)
    assert found["format"] == "archdraw-consistency"
    assert [cut["cut"] for cut in found["cuts"]] == [f"Zone {letter} cut off" for letter in "ABC"]
    first = found["cuts"][0]
    assert first["sides"][0]["journeys"] == {"redirect": "down", "create": "down"}
    assert first["sides"][0]["refusing"] == ["store"]
    assert {one["operation"] for one in found["quorum_waits"]} == {"read", "write"}
    assert {one["store"] for one in found["stores"]} >= {"store"}
    shop = answer(run, "consistency", SAMPLES / "online-boutique.adraw")
    assert shop["spanning_changes"][0]["targets"] == ["shippingservice", "paymentservice"]


def test_one_cut_between_two_groups_is_asked_for_by_their_ids(run: Run) -> None:
    (cut,) = answer(run, "consistency", SHORTENER, "--between", "az-a", "az-b")["cuts"]
    assert cut["cut"] == "between Zone A and Zone B"
    assert [side["groups"] for side in cut["sides"]] == [["az-a"], ["az-b"]]


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        (("az-a", "nowhere"), "there is no group “nowhere”"),
        (("az-a", "az-a"), "Choose two different groups."),
        (("az-a", "region"), "One of the two stands in the other"),
    ],
)
def test_groups_that_can_not_be_cut_apart_are_refused(run: Run, groups: tuple[str, str], words: str) -> None:
    code, out, err = run("consistency", SHORTENER, "--between", *groups)
    assert (code, out) == (2, "")
    assert words in err


def test_a_design_without_places_says_that_there_is_no_network_to_cut(run: Run) -> None:
    code, out, _ = run("consistency", SAMPLES / "online-boutique.adraw")
    assert code == 0
    assert "No two zones or regions stand side by side" in out
    assert "Two-phase commit" in out
