from __future__ import annotations

import gc
import hashlib
import json
import random

import pytest
from tests.benchmarks.topologies import topology

from archdraw.core.analysis import LossEffect, analyse, design_revision, lose
from archdraw.core.analysis.result_json import result_json
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey, Placement, SourceNote, View

UNFINISHED = {
    "empty": Design(),
    "one component": Design(components=(Component(id="a", kind="service"),)),
    "an unknown kind": Design(
        components=(Component(id="a", kind="of-the-future"),), journeys=(Journey(id="j", entry="a"),)
    ),
    "no entry": Design(components=(Component(id="a", kind="service"),), journeys=(Journey(id="j"),)),
    "an entry that is not there": Design(journeys=(Journey(id="j", entry="gone", peak_rps=1.0),)),
    "ends that are not there": Design(
        components=(Component(id="a", kind="service", parent="gone", domains=("gone",)),),
        connections=(
            Connection(id="x", source="a", target="gone"),
            Connection(id="y", source="gone", target="a"),
            Connection(id="z", source="a", target="a"),
            Connection(id="w", source="gone", target="gone", kind="replicate", promotes=True),
        ),
        journeys=(Journey(id="j", entry="a", peak_rps=1.0),),
    ),
    "a ring of groups": Design(
        components=(Component(id="a", kind="service", parent="g"),),
        groups=(Group(id="g", kind="zone", parent="h"), Group(id="h", kind="zone", parent="g")),
        journeys=(Journey(id="j", entry="a"),),
    ),
    "more needed than there are": Design(
        components=(Component(id="a", kind="service", required=3),), journeys=(Journey(id="j", entry="a"),)
    ),
    "never and always": Design(
        components=(
            Component(id="a", kind="service", availability=0.0),
            Component(id="b", kind="key_value", availability=1.0),
        ),
        connections=(Connection(id="c", source="a", target="b", availability=0.0),),
        journeys=(Journey(id="j", entry="a", peak_rps=0.0), Journey(id="k", entry="b", average_rps=3.0)),
    ),
}


@pytest.mark.parametrize("name", UNFINISHED)
def test_an_unfinished_design_gives_a_sensible_result(name: str, catalog: Catalog) -> None:
    design = UNFINISHED[name]
    found = analyse(design, catalog)
    assert [result.id for result in found.journeys] == [journey.id for journey in design.journeys]
    assert [result.id for result in found.components] == [component.id for component in design.components]
    text = json.dumps(result_json(found), allow_nan=False)
    assert json.loads(text)["format"] == "archdraw-analysis"
    for element in ("a", "g", "gone", "c"):
        assert set(lose(design, catalog, [element]).journeys) <= {journey.id for journey in design.journeys}


def test_what_the_unfinished_ones_say(catalog: Catalog) -> None:
    assert analyse(UNFINISHED["no entry"], catalog).journeys[0].warnings == ("no_entry", "no_load")
    assert analyse(UNFINISHED["no entry"], catalog).journeys[0].measures == {}
    short = analyse(UNFINISHED["more needed than there are"], catalog).journeys[0]
    assert short.measures["served"].unavailability == 1.0
    assert "needs_more_than_there_is:a" in short.warnings
    assert analyse(UNFINISHED["one component"], catalog).components[0].availability == pytest.approx(0.995)


def test_any_noise_is_survived(catalog: Catalog) -> None:
    kinds = [
        "service",
        "dns",
        "l7_load_balancer",
        "in_memory_cache",
        "message_queue",
        "client_web",
        "k8s_pod",
        "zzz",
    ]
    for seed in range(40):
        rng = random.Random(seed)
        names = [f"n{k}" for k in range(8)]
        groups = tuple(
            Group(
                id=f"g{k}",
                kind=rng.choice(["zone", "vpc", "rack", "odd"]),
                parent=rng.choice([None, "g0", "g1", "g2"]),
            )
            for k in range(3)
        )
        parts = tuple(
            Component(
                id=name,
                kind=rng.choice(kinds),
                replicas=rng.choice([1, 2, 300]),
                parent=rng.choice([None, "g0", "g1", "n0"]),
                required=rng.choice([1, 2, "load"]),
                domains=tuple(rng.choices(["g0", "g2", "x"], k=rng.randrange(3))),
            )
            for name in names
        )
        links = tuple(
            Connection(
                id=f"e{k}",
                source=rng.choice(names),
                target=rng.choice([*names, "void"]),
                pool=rng.choice(["auto", "p", "each"]),
                promotes=True,
                kind=rng.choice(["call", "publish", "deliver", "replicate", "uses"]),
                behind_cache=rng.choice([None, *names]),
            )
            for k in range(16)
        )
        design = Design(
            components=parts,
            groups=groups,
            connections=links,
            journeys=(Journey(id="j", entry="n0", peak_rps=50.0),),
        )
        json.dumps(result_json(analyse(design, catalog)), allow_nan=False)
        lose(design, catalog, ["n1", "g0", "e3"])


def test_defaults_follow_how_a_thing_is_deployed_and_are_listed(catalog: Catalog) -> None:
    design = Design(
        components=(
            Component(id="web", kind="service", replicas=2),
            Component(id="db", kind="rdbms_primary", managed=True),
            Component(
                id="own",
                kind="key_value",
                availability=0.9,
                sources={"availability": SourceNote(confidence="measured", note="pager log")},
            ),
        ),
        groups=(Group(id="z", kind="zone"),),
    )
    found = analyse(design, catalog)
    used = {(entry.element, entry.field): entry for entry in found.assumptions}
    service, database = catalog.kind("service"), catalog.kind("rdbms_primary")
    assert used["web", "availability"].value == service.availability_single.value
    assert used["db", "availability"].value == database.availability_redundant.value
    assert used["web", "availability"].source == service.availability_single.source
    assert used["web", "availability"].confidence == str(service.availability_single.confidence)
    assert used["z", "availability"].value == catalog.group("zone").availability.value
    assert used["own", "availability"].origin == "stated"
    assert used["own", "availability"].confidence == "measured"


def test_the_revision_follows_the_model_and_not_the_places() -> None:
    design = Design(components=(Component(id="a", kind="service", attributes={"x": 1, "y": 2}),))
    moved = design.revised(views=(View(id="main", nodes={"a": Placement(x=5, y=5)}),))
    turned = design.revised(components=(Component(id="a", kind="service", attributes={"y": 2, "x": 1}),))
    more = design.revised(components=(Component(id="a", kind="service", replicas=2),))
    assert design_revision(design) == design_revision(moved) == design_revision(turned)
    assert design_revision(design) != design_revision(more)
    assert design_revision(design).startswith("sha256:")


@pytest.mark.parametrize("name", UNFINISHED)
def test_the_revision_is_the_digest_of_the_whole_canonical_text(name: str) -> None:
    design = UNFINISHED[name]
    for one in (
        design,
        design.revised(title="é", extensions={"simulation": {"a": 1}, "other": {"b": [2.0]}}),
    ):
        content = json.loads(one.model_dump_json(exclude={"views"}, exclude_defaults=True))
        content.get("extensions", {}).pop("simulation", None)
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        wanted = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
        # The second time most of it is remembered.
        assert design_revision(one) == design_revision(one) == wanted


def test_fail_this_spreads_over_zones_instances_and_connections(catalog: Catalog) -> None:
    zones = tuple(Group(id=name, kind="zone", parent="r") for name in ("za", "zb"))
    design = Design(
        components=(
            Component(id="user", kind="client_web"),
            Component(id="web", kind="service", replicas=2, domains=("za", "zb")),
            Component(id="db", kind="rdbms_primary", parent="za", managed=False),
            Component(id="mail", kind="email_sms_api"),
            Component(id="lonely", kind="service"),
            Component(id="lonely-db", kind="key_value", parent="zb", managed=False),
        ),
        groups=(Group(id="r", kind="region"), *zones),
        connections=(
            Connection(id="1", source="user", target="web"),
            Connection(id="2", source="web", target="db"),
            Connection(id="3", source="web", target="mail", critical=False),
            Connection(id="4", source="lonely", target="lonely-db"),
        ),
        journeys=(Journey(id="j", entry="user"),),
    )
    instance = lose(design, catalog, ["web#1"])
    assert instance == LossEffect({"j": "full"}, frozenset(), frozenset({"web"}))
    zone_a = lose(design, catalog, ["za"])
    assert zone_a.journeys == {"j": "down"}
    assert zone_a.failed == {"za", "db", "web", "user"}
    zone_b = lose(design, catalog, ["zb"])
    assert zone_b == LossEffect({"j": "full"}, frozenset({"zb", "lonely-db", "lonely"}), frozenset({"web"}))
    region = lose(design, catalog, ["r"])
    assert {"r", "za", "zb", "web", "db"} <= region.failed
    mail = lose(design, catalog, ["3"])
    assert mail.journeys["j"] == "degraded"
    assert mail.failed == {"3"}
    assert "web" in mail.degraded
    assert lose(design, catalog, ["2"]).journeys["j"] == "down"


def test_an_analysis_leaves_no_rings_for_the_collector(catalog: Catalog) -> None:
    design = topology("zones", 40)
    analyse(design, catalog)
    gc.collect()
    gc.disable()
    try:
        analyse(design, catalog)
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        left = sorted({type(one).__name__ for one in gc.garbage if "archdraw" in type(one).__module__})
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    # A ring with the model in it would keep all of it until the window stands still for a collection.
    assert left == []
