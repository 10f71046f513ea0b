"""Long walks of edits of every kind: what is taken over from run to run is what would be worked out anew."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.benchmarks.topologies import Shape, topology

from archdraw.core.analysis import Kept, analyse
from archdraw.core.analysis.modelling import build_model, build_structure, connected
from archdraw.core.analysis.reliability.compacting import Compactor
from archdraw.core.analysis.reliability.first_points import first_points
from archdraw.core.analysis.result_json import result_json
from archdraw.core.analysis.running import lowered_journeys
from archdraw.core.analysis.structure.kept_records import KeptRecords
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component, Connection, Design, Journey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CATALOG = load_catalog()
TODAY = date(2026, 1, 2)
KINDS = ("service", "l7_load_balancer", "in_memory_cache", "in_memory_cache", "rdbms_primary")


def walked(design: Design, rng: random.Random, steps: int) -> Iterator[tuple[str, Design]]:
    """Yield designs, each an edit of the one before; some take edits back, of one step or of several."""
    before = [design]
    for step in range(steps):
        if len(before) > 2 and rng.random() < 0.2:
            del before[-rng.randint(1, len(before) - 1) :]
            yield "undone", before[-1]
            continue
        kind = rng.choice(list(EDITS))
        after = EDITS[kind](before[-1], rng, f"new{step}")
        if after is not None:
            before.append(after)
            yield kind, after


def _revised(
    table: str, fields: Callable[[Design, random.Random], dict[str, object]]
) -> Callable[[Design, random.Random, str], Design | None]:
    def edit(design: Design, rng: random.Random, name: str) -> Design | None:
        records = list(getattr(design, table))
        if not records:
            return None
        place = rng.randrange(len(records))
        records[place] = records[place].revised(**fields(design, rng))
        return design.model_copy(update={table: tuple(records)})

    return edit


def _components_added(design: Design, rng: random.Random, name: str) -> Design:
    # Under a name that connections may already lead to: it is drawn again.
    ends = {end for link in design.connections for end in (link.source, link.target)}
    gone = sorted(ends - design.component_by_id.keys())
    called = rng.choice([name, *gone])
    groups = [None, *(group.id for group in design.groups)]
    new = Component(id=called, kind=rng.choice(KINDS), parent=rng.choice(groups), availability=0.99)
    link = Connection(id=f"to-{name}", source=rng.choice(design.components).id, target=called)
    at = rng.randint(0, len(design.components))
    components = (*design.components[:at], new, *design.components[at:])
    return design.model_copy(update={"components": components, "connections": (*design.connections, link)})


def _components_deleted(design: Design, rng: random.Random, name: str) -> Design | None:
    entry = design.journeys[0].entry
    others = [one.id for one in design.components if one.id != entry]
    if len(others) < 4:
        return None
    gone = set(rng.sample(others, rng.randint(1, max(1, len(others) // 4))))
    left = design.connections
    if rng.random() < 0.7:  # else their connections lead nowhere
        left = tuple(one for one in left if one.source not in gone and one.target not in gone)
    components = tuple(one for one in design.components if one.id not in gone)
    return design.model_copy(update={"components": components, "connections": left})


def _connection_added(design: Design, rng: random.Random, name: str) -> Design:
    ids = [one.id for one in design.components]
    pool = rng.choice(("auto", "each", "p"))
    new = Connection(id=name, source=rng.choice(ids), target=rng.choice(ids), pool=pool)
    at = rng.randint(0, len(design.connections))
    return design.model_copy(
        update={"connections": (*design.connections[:at], new, *design.connections[at:])}
    )


def _connections_deleted(design: Design, rng: random.Random, name: str) -> Design | None:
    if len(design.connections) < 4:
        return None
    gone = set(rng.sample(range(len(design.connections)), rng.randint(1, 3)))
    left = tuple(one for at, one in enumerate(design.connections) if at not in gone)
    return design.model_copy(update={"connections": left})


def _shuffled(design: Design, rng: random.Random, name: str) -> Design:
    table = rng.choice(("components", "connections"))
    records = list(getattr(design, table))
    rng.shuffle(records)
    return design.model_copy(update={table: tuple(records)})


def _journey_added(design: Design, rng: random.Random, name: str) -> Design:
    entry = rng.choice(design.components).id
    journeys = (*design.journeys[:1], Journey(id="other", entry=entry, peak_rps=5.0))
    return design.model_copy(update={"journeys": journeys})


def _some(design: Design, rng: random.Random) -> str:
    return rng.choice(design.components).id


def _caches(design: Design) -> list[str]:
    return [one.id for one in design.components if one.kind == "in_memory_cache"]


EDITS: dict[str, Callable[[Design, random.Random, str], Design | None]] = {
    "components added": _components_added,
    "components deleted": _components_deleted,
    "connection added": _connection_added,
    "connections deleted": _connections_deleted,
    "shuffled": _shuffled,
    "journey added": _journey_added,
    "name": _revised("components", lambda _, rng: {"name": f"part {rng.randrange(3)}"}),
    "kind": _revised("components", lambda _, rng: {"kind": rng.choice(KINDS)}),
    "renamed": _revised("components", lambda _, rng: {"id": f"other{rng.randrange(1 << 30)}"}),
    "replicas": _revised("components", lambda _, rng: {"replicas": rng.randint(1, 3)}),
    "availability": _revised("components", lambda _, rng: {"availability": rng.uniform(0.9, 0.999)}),
    "redundancy": _revised(
        "components",
        lambda _, rng: {"replicas": 2, "redundancy": rng.choice(("active-active", "active-passive"))},
    ),
    "attributes": _revised(
        "components",
        lambda _, rng: {"attributes": rng.choice(({"beta": 0.1}, {"discovery": "dns"}, {"hit_ratio": 0.8}))},
    ),
    "domains": _revised(
        "components", lambda design, _: {"domains": tuple(group.id for group in design.groups[-2:])}
    ),
    "group": _revised("groups", lambda _, rng: {"availability": rng.choice((0.99, 1.0))}),
    "moved": _revised("groups", lambda *_: {"parent": None}),
    "pool": _revised(
        "connections", lambda _, rng: {"pool": rng.choice(("auto", "each", "p")), "needs": rng.randint(1, 2)}
    ),
    "calls": _revised(
        "connections", lambda _, rng: {"calls": rng.choice((1, 0, {"j": 2.0}, {"other": 1.0}))}
    ),
    "cache": _revised(
        "connections", lambda design, rng: {"behind_cache": rng.choice((None, *_caches(design)))}
    ),
    "way": _revised("connections", lambda _, rng: {"kind": rng.choice(("call", "publish", "replicate"))}),
    "link": _revised("connections", lambda _, rng: {"availability": rng.choice((None, 0.99))}),
    "critical": _revised("connections", lambda _, rng: {"critical": rng.choice((None, True, False))}),
    "led elsewhere": _revised("connections", lambda design, rng: {"target": _some(design, rng)}),
    "to itself": _revised("connections", lambda *_: dict.fromkeys(("source", "target"), "c0")),
}


@pytest.mark.parametrize("seed", range(60))
def test_what_components_require_is_taken_over_where_it_is_the_same(
    make_design: Callable[..., Design], seed: int
) -> None:
    rng = random.Random(seed)
    design = make_design(seed, components=4 + seed % 9)
    kept = KeptRecords()
    known = 0
    for kind, after in [("first", design), *walked(design, rng, 40)]:
        # With and without connections that lead nowhere.
        shown = connected(after) if seed % 2 else after
        table = build_structure(shown, CATALOG, kept).table
        known += len(table._shared)
        anew = build_structure(shown, CATALOG).table
        for journey in (*shown.journeys, None):
            for component in shown.components:
                needs = table.needs(component.id, journey)
                assert needs == anew.needs(component.id, journey), (kind, component.id)
                assert list(needs) == list(anew.needs(component.id, journey))
        assert table.journey_bound == anew.journey_bound
    assert known > 0, "nothing was taken over"


@pytest.mark.parametrize("seed", range(40))
def test_a_system_that_begins_like_the_last_one_is_the_same(
    make_design: Callable[..., Design], seed: int
) -> None:
    rng = random.Random(500 + seed)
    design = make_design(seed, components=4 + seed % 9)
    kept = Kept()
    for kind, after in [("first", design), *walked(design, rng, 30)]:
        shown = connected(after)
        model, anew = build_structure(shown, CATALOG, kept.records), build_structure(shown, CATALOG)
        for name in SYSTEM:
            found, expected = getattr(model.system, name), getattr(anew.system, name)
            assert found == expected, (kind, name)
            if isinstance(found, dict):
                assert list(found) == list(expected), (kind, name)
        formula, other = model.system.formula, anew.system.formula
        for name in ("threshold", "inputs", "unit", "boxes", "_known", "_units"):
            assert getattr(formula, name) == getattr(other, name), (kind, name)
        lowered, again = lowered_journeys(model, kept), lowered_journeys(anew, None)
        assert [one.formulas for one in lowered] == [one.formulas for one in again], kind
        assert model.system.formula.inputs[: len(other)] == other.inputs, kind
        kept.take_up(model.system)
        # What makes it smaller adds to the formula that the next one begins with.
        compactor = Compactor(model.system, kept.formula)
        for one in lowered:
            for root in one.roots:
                first_points(model.system, compactor, root)


SYSTEM = (
    "events",
    "units",
    "own",
    "role",
    "instances_of",
    "steps_of",
    "units_of",
    "connection_node",
    "domain_bit",
    "domain_order",
    "domain_failure",
    "domain_event",
    "successors",
)


def test_a_cache_whose_store_was_deleted_keeps_no_call_away_from_it() -> None:
    parts = [Component(id=one, kind="service") for one in ("asks", "reads")]
    parts += [Component(id="cache", kind="in_memory_cache"), Component(id="store", kind="rdbms_primary")]
    links = (
        Connection(id="asked", source="asks", target="cache"),
        Connection(id="read", source="reads", target="store", behind_cache="cache"),
    )
    design, kept = Design(components=tuple(parts), connections=links), KeptRecords()
    for components, optional in ((parts, True), (parts[:3], False)):
        after = design.model_copy(update={"components": tuple(components)})
        needs = build_structure(after, CATALOG, kept).table.needs("asks", None)
        assert ("optional" in needs) is optional


def written(design: Design, kept: Kept | None = None) -> str:
    found = analyse(design, CATALOG, latency=False, today=TODAY, kept=kept)
    return json.dumps(result_json(found))


@pytest.mark.parametrize("seed", range(16))
def test_the_result_after_every_edit_of_a_long_walk_is_the_same(
    make_design: Callable[..., Design], seed: int
) -> None:
    rng = random.Random(1_000 + seed)
    design = make_design(seed, components=4 + seed % 5)
    kept = Kept()
    for kind, after in [("first", design), *walked(design, rng, 20)]:
        assert written(after, kept) == written(after), kind


@pytest.mark.parametrize("seed", range(6))
def test_the_result_of_stores_that_carry_what_caches_miss_is_the_same(seed: int) -> None:
    parts: list[Component] = []
    links: list[Connection] = []
    for n in range(3):
        parts += (
            Component(id=f"cache{n}", kind="in_memory_cache", availability=0.99, managed=False)
            .revised(attributes={"hit_ratio": 0.8}),
            Component(id=f"store{n}", kind="key_value", availability=0.95, managed=False, replicas=4)
            .revised(required="load", capacity_rps=200, redundancy="active-active"),
        )  # fmt: skip
        links += (
            Connection(id=f"asked{n}", source="user", target=f"cache{n}"),
            Connection(id=f"read{n}", source="user", target=f"store{n}", behind_cache=f"cache{n}"),
        )
    design = Design(
        components=(Component(id="user", kind="client_web"), *parts),
        connections=tuple(links),
        journeys=(Journey(id="j", entry="user", peak_rps=600),),
    )
    assert any(unit.above for unit in build_model(design, CATALOG).system.units)
    kept = Kept()
    for kind, after in [("first", design), *walked(design, random.Random(seed), 10)]:
        assert written(after, kept) == written(after), kind


@pytest.mark.parametrize(("shape", "components"), [("zones", 60), ("hosts", 30), ("redundant", 40)])
def test_the_result_after_a_long_walk_over_a_larger_design_is_the_same(shape: Shape, components: int) -> None:
    kept, design = Kept(), topology(shape, components, 3)
    for kind, after in [("first", design), *walked(design, random.Random(7), 12)]:
        assert written(after, kept) == written(after), kind
