"""Fixes that look for a way: what they find, what it changes in the figures, and when they refuse."""

from __future__ import annotations

import pytest
from tests.core.analysis.rules.drawn import (
    USER,
    analysed,
    drawn,
    findings_of,
    journey,
    link,
    part,
    shared_catalog,
)

from archdraw.core.analysis.fixes.fix import NoFixError
from archdraw.core.analysis.fixes.preview import Preview, preview
from archdraw.core.model import Design, Targets


def mended(design: Design, rule: str) -> Preview:
    (finding,) = findings_of(design, rule)
    found = preview(design, shared_catalog(), finding)
    assert found.clears
    return found


def waiting(target: float) -> Design:
    """Return app → three parts of 30 ms each, one after the other."""
    parts = [part(name, discovery="dns", health_check=True, service_time_ms=30.0) for name in "abc"]
    return drawn(
        USER,
        part("app", discovery="dns", health_check=True, service_time_ms=1.0),
        *parts,
        link("user", "app"),
        *(link("app", name) for name in "abc"),
        journey(peak_rps=0.1, targets=Targets(availability=0.5, p50_ms=target)),
    )


def test_calls_one_after_the_other_are_made_at_once_where_that_is_enough() -> None:
    found = mended(waiting(70.0), "SLA-04")
    assert found.design.component_by_id["app"].attributes["fan"] == "parallel"
    before, after = (analysed(one).journeys[0].latency for one in (waiting(70.0), found.design))
    assert before is not None
    assert after is not None
    assert before.p50_ms is not None
    assert after.p50_ms is not None
    assert after.p50_ms[0] < 70.0 < before.p50_ms[0]
    (finding,) = findings_of(waiting(20.0), "SLA-04")
    with pytest.raises(NoFixError, match="not enough"):
        preview(waiting(20.0), shared_catalog(), finding)


def test_a_queue_that_grows_gets_instances() -> None:
    design = drawn(
        USER,
        part("app", replicas=2, discovery="dns", health_check=True, service_time_ms=20.0, concurrency=1.0),
        link("user", "app"),
        journey(peak_rps=150.0, targets=Targets(availability=0.5, p99_ms=2000.0)),
    )
    found = mended(design, "SLA-04")
    assert found.design.component_by_id["app"].replicas > 3


def provided(**maps: float) -> Design:
    return drawn(
        USER,
        part("app", discovery="dns", health_check=True),
        part("maps", "maps_api", 1, **maps),
        link("user", "app"),
        link("app", "maps", operation="read", circuit_breaker=True),
        journey(peak_rps=100.0),
    )


def test_a_second_provider_takes_the_first_off_the_single_points() -> None:
    found = mended(provided(), "SPF-05")
    (change,) = found.journeys
    assert change.after > change.before
    links = [c for c in found.design.connections if c.source == "app"]
    assert len(links) == 2
    assert {one.pool for one in links} == {"maps providers"}
    assert found.design.component_by_id[links[1].target].kind == "maps_api"


def test_answers_are_kept_with_the_smallest_hit_ratio_that_is_enough() -> None:
    found = mended(provided(quota_rps=60.0), "CAP-03")
    (cache,) = [one for one in found.design.components if one.kind == "in_memory_cache"]
    # A hundred a second, at most half of sixty: seven of ten have to be answered.
    assert cache.attributes["hit_ratio"] == 0.8
    result = analysed(found.design)
    rate = next(one.rate_rps for one in result.components if one.id == "maps")
    assert rate == pytest.approx(20.0)


def test_too_many_writes_for_one_primary_get_a_store_that_grows() -> None:
    design = drawn(
        USER,
        part("app", discovery="dns"),
        part("db", "rdbms_primary", 2, capacity_rps=400_000.0, backup=True),
        link("user", "app"),
        link("app", "db", operation="write"),
        journey(peak_rps=2_000_000.0),
    )
    store = mended(design, "DAT-08").design.component_by_id["db"]
    assert (store.kind, store.redundancy, store.attributes["sharded"]) == ("sharded_sql", "quorum", True)


def test_what_is_reached_today_becomes_the_target_and_an_average_a_peak() -> None:
    design = drawn(
        USER,
        part("app", availability=0.9993, replicas=1, discovery="dns"),
        link("user", "app"),
        journey(peak_rps=None, average_rps=10.0, targets=Targets()),
    )
    stated = mended(design, "SLA-07").design.journeys[0]
    assert (stated.targets.availability, stated.peak_rps) == (0.999, 30.0)


def test_redundancy_is_added_until_the_target_is_met_and_bought_parts_are_named() -> None:
    def aimed(target: float) -> Design:
        return drawn(
            USER,
            part("app", replicas=1, discovery="dns", health_check=True),
            part("db", "rdbms_primary", 1, backup=True),
            link("user", "app"),
            link("app", "db", operation="read"),
            journey(targets=Targets(availability=target)),
        )

    found = mended(aimed(0.999), "SLA-01")
    assert found.design.component_by_id["app"].replicas > 1
    assert found.design.component_by_id["db"].replicas > 1
    (change,) = found.journeys
    assert change.before < 0.999 <= change.after
    bought = provided().revised(journeys=(journey(targets=Targets(availability=0.99999)),))
    (finding,) = findings_of(bought, "SLA-01")
    with pytest.raises(NoFixError, match="Maps is bought as one"):
        preview(bought, shared_catalog(), finding)
