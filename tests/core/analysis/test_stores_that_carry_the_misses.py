from __future__ import annotations

import math
import random
from itertools import product

from archdraw.core.analysis import analyse, lose
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey, Settings


def tail(count: int, needed: int, q: float) -> float:
    return math.fsum(math.comb(count, up) * (1 - q) ** up * q ** (count - up) for up in range(needed))


def design(hit_ratio: float = 0.8, zones: bool = False, replicas: int = 4) -> Design:
    """Return web → cache beside a store; 600/s, an instance of the store carries 200/s at 100 %."""
    groups = tuple(Group(id=z, kind="zone", availability=0.999) for z in ("za", "zb")) if zones else ()
    places = tuple(group.id for group in groups)
    return Design(
        components=(
            Component(id="user", kind="client_web"),
            Component(id="cache", kind="in_memory_cache", availability=0.99, managed=False,
                      attributes={"hit_ratio": hit_ratio}),
            Component(id="store", kind="key_value", availability=0.95, managed=False, replicas=replicas,
                      required="load", capacity_rps=200, redundancy="active-active", domains=places,
                      mttr_hours=1.0),
        ),
        groups=groups,
        connections=(
            Connection(id="c", source="user", target="cache"),
            Connection(id="s", source="user", target="store", behind_cache="cache"),
        ),
        journeys=(Journey(id="j", entry="user", peak_rps=600),),
        settings=Settings(target_utilisation=1.0),
    )  # fmt: skip


def test_without_the_cache_the_store_needs_more_of_its_instances(catalog: Catalog) -> None:
    found = analyse(design(), catalog).journeys[0].measures["served"]
    # the cache keeps 80 % away: 120/s on one instance; without it 600/s on three
    wanted = 0.99 * tail(4, 1, 0.05) + 0.01 * tail(4, 3, 0.05)
    assert math.isclose(found.unavailability, wanted, rel_tol=1e-12)
    assert found.method == "exact"
    # all four, or the cache with any two
    assert found.cut_sets.by_order == {1: 0, 2: 0, 3: 6, 4: 1}


def test_the_importance_of_cache_and_instances_follows(catalog: Catalog) -> None:
    found = analyse(design(), catalog).journeys[0].measures["served"]
    q, base, raised = 0.05, tail(4, 1, 0.05), tail(4, 3, 0.05)
    assert math.isclose(found.importance["cache"].birnbaum, raised - base, rel_tol=1e-12)
    # one instance down or up: the other three decide
    down = 0.99 * tail(3, 1, q) + 0.01 * tail(3, 3, q)
    up = 0.99 * tail(3, 0, q) + 0.01 * tail(3, 2, q)
    assert math.isclose(found.importance["store#1"].birnbaum, down - up, rel_tol=1e-12)
    whole = found.importance["store"]
    assert math.isclose(whole.criticality, 1.0, rel_tol=1e-12)
    assert math.isclose(whole.raw, 1.0 / found.unavailability, rel_tol=1e-12)


def test_zones_take_instances_of_both_needs_at_once(catalog: Catalog) -> None:
    found = analyse(design(zones=True), catalog).journeys[0].measures["served"]
    z = 0.001
    wanted = 0.0
    for lost, chance in ((0, (1 - z) ** 2), (2, 2 * z * (1 - z)), (4, z * z)):
        left = 4 - lost
        wanted += chance * (0.99 * tail(left, 1, 0.05) + 0.01 * tail(left, 3, 0.05))
    assert math.isclose(found.unavailability, wanted, rel_tol=1e-12)


def test_a_cache_that_keeps_little_away_changes_nothing(catalog: Catalog) -> None:
    found = analyse(design(hit_ratio=0.05, replicas=3), catalog).journeys[0].measures["served"]
    assert math.isclose(found.unavailability, tail(3, 3, 0.05), rel_tol=1e-12)


def test_losing_the_cache_and_two_instances_stops_it(catalog: Catalog) -> None:
    drawn = design()
    assert lose(drawn, catalog, ["store#1", "store#2"]).journeys["j"] == "full"
    assert lose(drawn, catalog, ["cache", "store#1"]).journeys["j"] == "degraded"
    assert lose(drawn, catalog, ["cache", "store#1", "store#2"]).journeys["j"] == "down"


def test_outages_of_one_group_last_as_long_as_its_repair(catalog: Catalog) -> None:
    part = Component(id="a", kind="service", managed=False, availability=0.99, mttr_hours=2.0, replicas=2,
                     attributes={"beta": 0.1}, redundancy="active-active")  # fmt: skip
    zone = Group(id="z", kind="zone", availability=0.999, attributes={"mttr_hours": 4.0})
    one = Design(components=(part.revised(parent="z"),), groups=(zone,),
                 journeys=(Journey(id="j", entry="a"),))  # fmt: skip
    found = analyse(one, catalog).journeys[0].measures["served"]
    independent, common, outside = 0.009, 0.001, 0.001
    # per hour: the pair (either is the last to fail), the common cause, the zone
    alone = (1 - common) * (1 - outside)
    wanted = 2 * independent * (independent / 2.0) * alone
    wanted += (1 - independent**2) * (1 - outside) * common / 2.0
    wanted += (1 - independent**2) * (1 - common) * outside / 4.0
    assert found.outages_year is not None
    assert math.isclose(found.outages_year, wanted * 8760.0, rel_tol=1e-9)
    assert found.mean_outage_s is not None
    assert math.isclose(found.mean_outage_s, found.unavailability / wanted * 3600.0, rel_tol=1e-9)


def test_all_instances_are_as_important_as_every_need_of_them_says(catalog: Catalog) -> None:
    """Two of four while both caches are up, three or four without one of them, five without both."""
    drawn = design(hit_ratio=0.5)
    other = Component(id="other", kind="in_memory_cache", availability=0.98, managed=False,
                      attributes={"hit_ratio": 0.75})  # fmt: skip
    links = (
        Connection(id="o", source="user", target="other"),
        Connection(id="t", source="user", target="store", behind_cache="other"),
        drawn.connections[1].revised(calls=0.5),
        drawn.connections[0],
    )
    found = analyse(drawn.revised(components=(*drawn.components, other), connections=links), catalog)
    served = found.journeys[0].measures["served"]
    q, one, two = 0.05, 0.01, 0.02
    chances = {2: (1 - one) * (1 - two), 3: one * (1 - two), 4: (1 - one) * two, 5: one * two}
    wanted = math.fsum(chance * tail(4, needed, q) for needed, chance in chances.items() if needed < 5)
    wanted += chances[5]
    assert math.isclose(served.unavailability, wanted, rel_tol=1e-12)
    # instances that never fail are still too few without both caches
    store = served.importance["store"]
    assert math.isclose(store.birnbaum, 1.0 - chances[5], rel_tol=1e-12)
    assert math.isclose(store.criticality, 1.0 - chances[5] / wanted, rel_tol=1e-12)


def test_whatever_takes_the_cache_down_raises_what_the_store_needs(catalog: Catalog) -> None:
    drawn = design(zones=True)
    cache = drawn.components[1].revised(parent="za")
    drawn = drawn.revised(components=(drawn.components[0], cache, drawn.components[2]))
    # without the zone the cache is gone, and two instances are left of the three that the store then needs
    rows = {row.lost: row.journeys["j"] for row in analyse(drawn, catalog).loss_matrix}
    assert rows["za"] == lose(drawn, catalog, ["za"]).journeys["j"] == "down"
    assert lose(drawn, catalog, ["za"]).failed >= {"za", "cache", "store"}
    assert rows["zb"] == lose(drawn, catalog, ["zb"]).journeys["j"] != "down"


def carried(seed: int) -> Design:
    """Return a store behind one or two caches, each with calls of its own, here and there in zones."""
    rng = random.Random(seed)
    places = [None, "za", "zb"]
    groups = [Group(id=zone, kind="zone", availability=rng.choice((0.97, 0.999))) for zone in ("za", "zb")]
    caches = [
        Component(id=name, kind="in_memory_cache", availability=rng.choice((0.9, 0.99)), managed=False,
                  parent=rng.choice(places), attributes={"hit_ratio": rng.choice((0.3, 0.5, 0.8, 1.0))})
        for name in ("c1", "c2")[: rng.choice((1, 2, 2))]
    ]  # fmt: skip
    store = Component(
        id="store", kind="key_value", availability=rng.choice((0.8, 0.95)), managed=False,
        replicas=rng.choice((2, 3, 4)), required="load", capacity_rps=rng.choice((60, 100, 150)),
        redundancy="active-active", parent=rng.choice(places),
        domains=rng.choice(((), ("za", "zb"), ("zb",))),
    )  # fmt: skip
    links = [Connection(id=f"to-{one.id}", source="user", target=one.id) for one in caches]
    links += [
        Connection(id=f"by-{one.id}", source="user", target="store", behind_cache=one.id,
                   calls=rng.choice((0.5, 1.0, 2.0)))
        for one in caches
    ]  # fmt: skip
    return Design(
        components=(Component(id="user", kind="client_web"), *caches, store),
        groups=tuple(groups), connections=tuple(links),
        journeys=(Journey(id="j", entry="user", peak_rps=100),),
        settings=Settings(target_utilisation=1.0),
    )  # fmt: skip


def works(drawn: Design, down: frozenset[str]) -> bool:
    """Return whether as many instances are left as carry what the caches that are left let through."""
    store = drawn.components[-1]
    lost = {one.id for one in drawn.components[1:-1] if down & {one.id, one.parent}}
    rate = math.fsum(
        100.0 * float(c.calls) * (1.0 - drawn.component_by_id[c.behind_cache].attributes["hit_ratio"]
                                  * (c.behind_cache not in lost))
        for c in drawn.connections if c.behind_cache and not isinstance(c.calls, dict)
    )  # fmt: skip
    places = store.domains or (store.parent,)
    up = sum(not down & {f"store#{n + 1}", places[n % len(places)]} for n in range(store.replicas))
    return up >= max(1, math.ceil(rate / float(store.capacity_rps or 1.0) - 1e-9))


def given(q: dict[str, float], failing: list[frozenset[str]]) -> float:
    return math.fsum(math.prod(q[n] if n in state else 1.0 - q[n] for n in q) for state in failing)


def test_random_stores_behind_caches_equal_every_state(catalog: Catalog) -> None:
    raised = 0
    for seed in range(80):
        drawn = carried(seed)
        q = {c.id: 1.0 - c.availability for c in drawn.components[1:-1] if c.availability is not None}
        q |= {g.id: 1.0 - g.availability for g in drawn.groups if g.availability is not None}
        store = drawn.components[-1]
        instances = [f"store#{n + 1}" for n in range(store.replicas)]
        q |= dict.fromkeys(instances, 1.0 - float(store.availability or 0.0))
        states = [frozenset(n for n, is_down in zip(q, state, strict=True) if is_down)
                  for state in product((False, True), repeat=len(q))]  # fmt: skip
        failing = [state for state in states if not works(drawn, state)]
        wanted = given(q, failing)
        analysis = analyse(drawn, catalog, latency=False)
        found = analysis.journeys[0].measures["served"]
        assert math.isclose(found.unavailability, wanted, rel_tol=1e-12), seed
        if not works(drawn, frozenset()):
            continue
        for name, events in {**{one: [one] for one in q}, "store": instances}.items():
            lost = given({**q, **dict.fromkeys(events, 1.0)}, failing)
            perfect = given({**q, **dict.fromkeys(events, 0.0)}, failing)
            birnbaum = found.importance[name].birnbaum if name in found.importance else 0.0
            assert math.isclose(birnbaum, lost - perfect, rel_tol=1e-9, abs_tol=1e-12), (seed, name)
        rows = {row.lost: row.journeys["j"] == "down" for row in analysis.loss_matrix}
        for name in q:
            assert rows[name] == (not works(drawn, frozenset((name,)))), (seed, name)
            assert (lose(drawn, catalog, [name]).journeys["j"] == "down") == rows[name], (seed, name)
        raised += any(row.element == "store" and "is down" in row.source for row in analysis.assumptions)
    assert raised > 30
