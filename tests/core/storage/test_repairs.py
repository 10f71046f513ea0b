"""What is broken but understood is mended, and every repair is told."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from archdraw.core.catalog import load_catalog
from archdraw.core.model import Design
from archdraw.core.storage import Opened, design_text, parse_design, read_design

WEB = {"id": "web", "kind": "service"}
DB = {"id": "db", "kind": "service"}


def opened_from(**fields: Any) -> Opened:
    document = {"format": "archdraw", "version": 1, **fields}
    return parse_design(json.dumps(document).encode(), "d.adraw")


def view(**fields: Any) -> list[dict[str, Any]]:
    return [{"id": "main", **fields}]


def only_repair(**fields: Any) -> tuple[str, Design]:
    opened = opened_from(**fields)
    [sentence] = opened.repairs
    again = parse_design(design_text(opened.design).encode(), "d.adraw")
    assert again.repairs == (), "a mended document needs no second mending"
    assert again.design == opened.design
    return sentence, opened.design


def test_s2_a_connection_to_nowhere_is_removed() -> None:
    for source, target, words in (
        ("web", "gone", "leads to “gone”"),
        ("gone", "web", "starts at “gone”"),
    ):
        sentence, design = only_repair(
            components=[WEB], connections=[{"id": "e", "source": source, "target": target}]
        )
        assert "Connection “e”" in sentence
        assert words in sentence
        assert design.connections == ()


def test_s2_a_connection_that_ends_at_a_group_is_removed() -> None:
    sentence, design = only_repair(
        components=[WEB],
        groups=[{"id": "zone", "kind": "zone"}],
        connections=[{"id": "e", "source": "web", "target": "zone"}],
    )
    assert "“zone”, which is not a component" in sentence
    assert design.connections == ()


def test_s2_a_cache_that_does_not_exist_is_forgotten() -> None:
    link = {"id": "e", "source": "web", "target": "db", "behind_cache": "gone"}
    sentence, design = only_repair(components=[WEB, DB], connections=[link])
    assert "behind a cache “gone”" in sentence
    assert design.connections[0].behind_cache is None


def test_s2_a_component_inside_itself_stands_free() -> None:
    sentence, design = only_repair(components=[{**WEB, "parent": "web"}])
    assert "stood inside itself" in sentence
    assert design.components[0].parent is None


def test_s2_a_component_inside_a_component_stands_free() -> None:
    sentence, design = only_repair(components=[{**WEB, "parent": "db"}, DB])
    assert "“db”, which is not a group" in sentence
    assert design.components[0].parent is None


def test_s2_unknown_failure_domains_are_taken_out_and_the_others_stay() -> None:
    web = {**WEB, "domains": ["az-a", "gone", "az-a"]}
    sentence, design = only_repair(components=[web], groups=[{"id": "az-a", "kind": "zone"}])
    assert "spread over gone" in sentence
    assert design.components[0].domains == ("az-a", "az-a")


def test_s2_a_group_in_an_unknown_group_stands_free() -> None:
    sentence, design = only_repair(groups=[{"id": "g", "kind": "zone", "parent": "gone"}])
    assert "“gone” that does not exist" in sentence
    assert design.groups[0].parent is None


@pytest.mark.parametrize("length", [1, 2, 3, 40])
def test_s2_a_ring_of_parents_is_cut_once(length: int) -> None:
    groups = [
        {"id": f"g{number}", "kind": "zone", "parent": f"g{(number + 1) % length}"}
        for number in range(length)
    ]
    # A group that leads into the ring without being part of it keeps its place.
    groups.append({"id": "outside", "kind": "zone", "parent": f"g{1 % length}"})
    sentence, design = only_repair(groups=groups)
    assert "inside itself" in sentence
    assert sum(group.parent is None for group in design.groups) == 1
    assert design.group_by_id["outside"].parent == f"g{1 % length}"
    assert len(design.enclosing_groups("outside")) == length


def test_s2_rings_are_found_in_linear_time() -> None:
    count = 40_000
    chain = [{"id": f"g{n}", "kind": "zone", "parent": f"g{n + 1}"} for n in range(count)]
    ring = [{"id": f"g{count}", "kind": "zone", "parent": f"g{count - 1}"}]
    started = time.process_time()
    opened = opened_from(groups=[*chain, *ring])
    assert time.process_time() - started < 10
    [sentence] = opened.repairs
    assert f"“g{count - 1}”" in sentence, "the one of the two in the ring that comes first"


def test_s2_a_journey_that_begins_nowhere_has_no_entry() -> None:
    sentence, design = only_repair(components=[WEB], journeys=[{"id": "j", "entry": "gone"}])
    assert "Journey “j” began at “gone”" in sentence
    assert design.journeys[0].entry is None


def test_s2_places_routes_and_contents_of_what_does_not_exist_are_removed() -> None:
    place = {"x": 0, "y": 0}
    sentence, design = only_repair(components=[WEB], views=view(nodes={"web": place, "gone": place}))
    assert "placed gone" in sentence
    assert list(design.views[0].nodes) == ["web"]
    sentence, design = only_repair(components=[WEB], views=view(edges={"gone": {}}))
    assert "routed gone" in sentence
    assert design.views[0].edges == {}
    sentence, design = only_repair(components=[WEB], views=view(shows=["web", "gone"]))
    assert "showed gone" in sentence
    assert design.views[0].shows == ("web",)


def test_s2_an_unknown_kind_keeps_its_name_and_is_told() -> None:
    document = {
        "format": "archdraw",
        "components": [WEB, {"id": "q", "kind": "quantum_computer"}],
        "groups": [{"id": "g", "kind": "moon_base"}, {"id": "z", "kind": "zone"}],
    }
    opened = parse_design(json.dumps(document).encode(), "d.adraw", load_catalog())
    assert [sentence.split(",")[0] for sentence in opened.repairs] == [
        "Component “q” is of the kind “quantum_computer”",
        "Group “g” is of the kind “moon_base”",
    ]
    assert opened.design.component_by_id["q"].kind == "quantum_computer"


def test_s2_a_document_without_a_view_gets_one_whose_id_is_free() -> None:
    assert opened_from(components=[WEB]).design.views[0].id == "main"
    named = opened_from(components=[{"id": "main", "kind": "service"}])
    assert named.design.views[0].id == "main-view"
    again = parse_design(design_text(named.design).encode(), "d.adraw")
    assert again.design == named.design


@pytest.mark.parametrize("taken", ["journeys", "decisions", "requirements"])
def test_s2_the_added_view_takes_no_id_of_anything(taken: str) -> None:
    opened = opened_from(**{taken: [{"id": "main"}]})
    again = parse_design(design_text(opened.design).encode(), "d.adraw")
    assert again.design == opened.design


def test_s2_everything_broken_at_once_is_all_told(tmp_path: Path) -> None:
    document = {
        "format": "archdraw",
        "components": [{**WEB, "parent": "web", "domains": ["gone"]}],
        "groups": [{"id": "g", "kind": "zone", "parent": "g"}],
        "connections": [{"id": "e", "source": "web", "target": "gone"}],
        "journeys": [{"id": "j", "entry": "gone"}],
        "views": view(nodes={"gone": {"x": 0, "y": 0}}, edges={"e": {}}, shows=["gone"]),
    }
    file = tmp_path / "broken.adraw"
    file.write_text(json.dumps(document))
    before = file.read_bytes()
    opened = read_design(file)
    assert len(opened.repairs) == 8
    assert all(sentence.endswith(".") for sentence in opened.repairs)
    assert file.read_bytes() == before
