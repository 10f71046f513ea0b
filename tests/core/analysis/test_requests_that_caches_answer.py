"""The share of requests served where caches hold answers, against every state and every class."""

from __future__ import annotations

import math
import random
from itertools import product
from typing import Any

from archdraw.core.analysis import analyse
from archdraw.core.analysis.result import RequestWeighted
from archdraw.core.analysis.wording import requests_text
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Journey


def part(id: str, q: float, kind: str = "service", **attributes: Any) -> Component:
    return Component(id=id, kind=kind, managed=False, availability=1.0 - q, attributes=attributes)


def call(source: str, target: str, cache: str | None = None, **more: Any) -> Connection:
    return Connection(id=f"{source}-{target}", source=source, target=target, behind_cache=cache, **more)


def weighted(design: Design, catalog: Catalog) -> RequestWeighted:
    found = analyse(design, catalog).journeys[0].request_weighted
    assert found is not None
    return found


def aside(hit: float = 0.9, **store_call: Any) -> Design:
    return Design(
        components=(
            part("web", 0.001),
            part("cache", 0.02, "in_memory_cache", hit_ratio=hit),
            part("db", 0.01, "relational_db"),
        ),
        connections=(call("web", "cache"), call("web", "db", "cache", **store_call)),
        journeys=(Journey(id="j", entry="web"),),
    )


def up(name: str, down: frozenset[str], hits: frozenset[str], design: Design) -> bool:
    """Return whether a component of an acyclic design of single calls serves a request, by R9."""
    if name in down:
        return False
    calls = [c for c in design.connections if c.source == name]
    asked = {c.target for c in calls}
    for c in calls:
        cache = c.behind_cache if c.operation != "write" else None
        is_cache = design.component_by_id[c.target].kind == "in_memory_cache"
        behind = {b.behind_cache for b in design.connections if b.source != b.behind_cache}
        if is_cache and c.target in behind:
            continue  # something else stands behind it: not critical
        if c.id in down or not up(c.target, down, hits, design):
            if cache in hits and cache == name:
                continue
            over = f"{name}-{cache}"
            if cache in hits and cache in asked and over not in down and up(str(cache), down, hits, design):
                continue
            return False
    return True


def enumerated(design: Design) -> float:
    q = {c.id: 1.0 - c.availability for c in design.components if c.availability is not None}
    q |= {c.id: 1.0 - c.availability for c in design.connections if c.availability is not None}
    ratio = {c.id: c.attributes["hit_ratio"] for c in design.components if "hit_ratio" in c.attributes}
    ratio = {
        cache: h for cache, h in ratio.items() if any(c.behind_cache == cache for c in design.connections)
    }
    terms = []
    for state in product((False, True), repeat=len(q)):
        down = frozenset(name for name, lost in zip(q, state, strict=True) if lost)
        chance = math.prod(q[n] if n in down else 1.0 - q[n] for n in q)
        for hit in product((False, True), repeat=len(ratio)):
            hits = frozenset(name for name, found in zip(ratio, hit, strict=True) if found)
            share = math.prod(ratio[n] if n in hits else 1.0 - ratio[n] for n in ratio)
            if not up("web", down, hits, design):
                terms.append(chance * share)
    return math.fsum(terms)


def test_a_hit_needs_cache_or_store_and_a_miss_the_store(catalog: Catalog) -> None:
    found = weighted(aside(), catalog)
    hit = 1.0 - 0.999 * (1.0 - 0.02 * 0.01)
    miss = 1.0 - 0.999 * 0.99
    assert [(one.hits, one.misses, one.share) for one in found.classes] == [
        (("cache",), (), 0.9), ((), ("cache",), 1.0 - 0.9),
    ]  # fmt: skip
    assert math.isclose(found.classes[0].unavailability, hit, rel_tol=1e-12)
    assert math.isclose(found.classes[1].unavailability, miss, rel_tol=1e-12)
    assert math.isclose(found.unavailability, 0.9 * hit + 0.1 * miss, rel_tol=1e-12)
    assert (found.method, found.interval) == ("exact", None)


def test_served_stays_strict(catalog: Catalog) -> None:
    result = analyse(aside(), catalog).journeys[0]
    served = result.measures["served"]
    assert math.isclose(served.unavailability, 1.0 - 0.999 * 0.99, rel_tol=1e-12)
    assert "db" in served.single_points.events


def test_a_write_never_hits(catalog: Catalog) -> None:
    assert analyse(aside(operation="write"), catalog).journeys[0].request_weighted is None


def test_without_a_cache_or_without_hits_there_is_no_second_figure(catalog: Catalog) -> None:
    assert analyse(aside(hit=0.0), catalog).journeys[0].request_weighted is None
    design = aside()
    alone = design.revised(connections=(call("web", "cache"), call("web", "db")))
    assert analyse(alone, catalog).journeys[0].request_weighted is None
    # nobody asks the cache: nothing can be found there
    unasked = design.revised(connections=(call("web", "db", "cache"),))
    assert analyse(unasked, catalog).journeys[0].request_weighted is None


def test_a_cache_that_always_has_the_answer_leaves_one_class(catalog: Catalog) -> None:
    found = weighted(aside(hit=1.0), catalog)
    assert [one.share for one in found.classes] == [1.0]
    assert math.isclose(found.unavailability, enumerated(aside(hit=1.0)), rel_tol=1e-12)


def test_a_read_through_cache_is_needed_by_hits_and_misses(catalog: Catalog) -> None:
    design = aside().revised(connections=(call("web", "cache"), call("cache", "db", "cache")))
    found = weighted(design, catalog)
    hit, miss = 1.0 - 0.999 * 0.98, 1.0 - 0.999 * 0.98 * 0.99
    assert math.isclose(found.unavailability, 0.9 * hit + 0.1 * miss, rel_tol=1e-12)
    assert math.isclose(found.unavailability, enumerated(design), rel_tol=1e-12)


def test_random_designs_equal_the_enumeration_of_states_and_classes(catalog: Catalog) -> None:
    different = 0
    for seed in range(150):
        design = _random_design(random.Random(seed))
        result = analyse(design, catalog).journeys[0]
        wanted, found = enumerated(design), result.request_weighted
        if found is None:
            found_value = result.measures["served"].unavailability
        else:
            found_value = found.unavailability
            assert found.method == "exact"
            assert math.isclose(math.fsum(one.share for one in found.classes), 1.0, rel_tol=1e-12)
        assert math.isclose(found_value, wanted, rel_tol=1e-12, abs_tol=1e-300), seed
        assert found_value <= result.measures["served"].unavailability * (1.0 + 1e-12)
        different += found_value < 0.999 * result.measures["served"].unavailability
    assert different > 30


def _random_design(draw: random.Random) -> Design:
    """Return web → services → stores, with caches that some of the calls stand behind."""
    services, caches = ["web", "api", "search"], ["c1", "c2"]
    stores = ["db", "kv"]
    components = [part(one, draw.uniform(0.001, 0.1)) for one in services]
    components += [
        part(one, draw.uniform(0.01, 0.2), "in_memory_cache", hit_ratio=draw.choice([0.5, 0.8, 1.0]))
        for one in caches
    ]
    components += [part(one, draw.uniform(0.01, 0.2), "relational_db") for one in stores]
    links = {("web", "api"): call("web", "api")}
    if draw.random() < 0.6:
        cache = draw.choice([None, "c1"])
        links["web", "search"] = call("web", "search", cache)
        if cache:
            links["web", "c1"] = call("web", "c1", availability=draw.choice([None, 0.95]))
    for source in ("api", "search"):
        for store in stores:
            if draw.random() < 0.6:
                cache = draw.choice([None, *caches])
                operation = draw.choice(["any", "read", "write"])
                links[source, store] = call(source, store, cache, operation=operation)
                if cache and draw.random() < 0.9:
                    links[source, cache] = call(source, cache)
    if draw.random() < 0.3:
        links["c2", "kv"] = call("c2", "kv", "c2")
    # A cache that nothing else stands behind and beside no store would count as required.
    used = {c.behind_cache for c in links.values() if c.source != c.behind_cache}
    kept = [c for c in links.values() if c.target not in caches or c.target in used]
    return Design(
        components=tuple(components), connections=tuple(kept), journeys=(Journey(id="j", entry="web"),)
    )


def test_more_caches_than_are_told_apart_give_certain_bounds(catalog: Catalog) -> None:
    names = [f"c{n}" for n in range(6)]
    stores = [f"s{n}" for n in range(6)]
    ratios = dict(zip(names, (0.9, 0.5, 0.8, 0.7, 0.6, 0.95), strict=True))
    design = Design(
        components=(
            part("web", 0.001),
            *(part(c, 0.02, "in_memory_cache", hit_ratio=ratios[c]) for c in names),
            *(part(s, 0.01, "relational_db") for s in stores),
        ),
        connections=tuple(
            link for c, s in zip(names, stores, strict=True) for link in (call("web", c), call("web", s, c))
        ),
        journeys=(Journey(id="j", entry="web"),),
    )
    found = weighted(design, catalog)
    good = 0.999
    for cache in names:
        good *= ratios[cache] * (1.0 - 0.02 * 0.01) + (1.0 - ratios[cache]) * 0.99
    assert found.method == "bounded"
    assert found.interval is not None
    low, high = found.interval
    assert low <= good <= high
    assert low == found.availability
    assert high - low < 0.02


def ranged(design: Design, name: str) -> Design:
    """Return the design with a range stated for the availability of one part."""
    wide = {"availability": [0.99, 0.9999]}
    found: Design = design.revised(
        components=tuple(
            c.revised(attributes={**c.attributes, "ranges": wide}) if c.id == name else c
            for c in design.components
        )
    )
    return found


def test_the_share_of_requests_has_the_ends_that_ranges_of_inputs_give_it(catalog: Catalog) -> None:
    certain = aside().revised(
        components=(part("web", 1e-9), part("cache", 1e-9, "in_memory_cache", hit_ratio=0.9),
                    part("db", 0.01, "relational_db")),
    )  # fmt: skip
    assert weighted(certain, catalog).uncertainty is None
    found = analyse(ranged(certain, "db"), catalog).journeys[0]
    served, requests = found.measures["served"].uncertainty, found.request_weighted
    assert served is not None
    assert requests is not None
    assert requests.uncertainty is not None
    # Nine of ten do not need the store.
    for end, whole in zip(requests.uncertainty, served, strict=True):
        assert math.isclose(1.0 - end, 0.1 * (1.0 - whole), rel_tol=1e-4)
    assert "5–95" in requests_text(requests)
    # What every request needs has the same ends for the share as for the journey.
    fragile = certain.revised(
        components=(part("web", 1e-3), certain.components[1], part("db", 1e-9, "relational_db"))
    )
    found = analyse(ranged(fragile, "web"), catalog).journeys[0]
    assert found.request_weighted is not None
    one, other = found.request_weighted.uncertainty, found.measures["served"].uncertainty
    assert one is not None
    assert other is not None
    assert all(math.isclose(1.0 - a, 1.0 - b, rel_tol=1e-3) for a, b in zip(one, other, strict=True))
