from __future__ import annotations

import json
from typing import Any

import pytest

from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.simulation import engine, replicating
from archdraw.core.analysis.simulation.compiling import compile_journey
from archdraw.core.analysis.simulation.json_form import simulation_json
from archdraw.core.analysis.simulation.refusing import NotSimulated
from archdraw.core.analysis.simulation.request import SimulationRequest
from archdraw.core.analysis.simulation.results import Phase, SimulationResult
from archdraw.core.analysis.simulation.running import simulate
from archdraw.core.analysis.simulation.scenarios import SCENARIOS, scenario
from archdraw.core.analysis.simulation.scenarios.scenario import Site
from archdraw.core.analysis.simulation.spanning import span_of
from archdraw.core.analysis.structure.cancelling import AnalysisCancelled
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey


def shop(**changes: Any) -> Design:
    """A shop over two zones: a service with a cache before a database."""
    two_zones: dict[str, Any] = {"replicas": 2, "domains": ("az-a", "az-b"), "failover_s": 1.0}
    components = (
        Component(id="users", kind="client_web"),
        Component(id="shop", kind="service", service_time_ms=10.0, concurrency=20.0, **two_zones),
        Component(
            id="cache", kind="in_memory_cache", service_time_ms=1.0, concurrency=50.0,
            attributes={"hit_ratio": 0.9, "warm_up_s": 5.0}, **two_zones,
        ),
        Component(
            id="db", kind="rdbms_primary", service_time_ms=10.0, parent="az-a",
            concurrency=changes.get("db_slots", 4.0),
        ),
    )  # fmt: skip
    connections = (
        Connection(id="users-shop", source="users", target="shop", timeout_ms=2000.0),
        Connection(id="shop-cache", source="shop", target="cache", timeout_ms=50.0),
        Connection(id="shop-db", source="shop", target="db", timeout_ms=500.0, behind_cache="cache"),
    )
    groups = tuple(Group(id=f"az-{letter}", kind="zone", name=f"Zone {letter}") for letter in "ab")
    journey = Journey(id="buy", name="Buy", entry="users", peak_rps=changes.get("rate", 100.0))
    return Design(components=components, connections=connections, groups=groups, journeys=(journey,))


def played(catalog: Catalog, play: str, design: Design | None = None, **fields: Any) -> SimulationResult:
    request = SimulationRequest(
        "buy", play, **{"requests": 2000, "replications": 3, "duration_s": 40.0, **fields}
    )
    return simulate(design or shop(), catalog, request, workers=0)


def success(phase: Phase) -> float:
    assert phase.success.value is not None
    return phase.success.value


def test_nothing_happens_at_steady_load_and_utilisation_is_the_computed_one(catalog: Catalog) -> None:
    found = played(catalog, "steady")
    assert [phase.name for phase in found.phases] == ["steady"]
    assert success(found.phases[0]) == 1.0
    assert found.arrived == found.done + found.failed + found.open
    busy = {one.element: one for one in found.comparisons if one.what == "Utilisation"}
    assert {one.verdict for one in busy.values()} == {"agrees"}
    assert busy["db"].computed == pytest.approx((0.025, 0.025))


@pytest.mark.parametrize("scenario", [one.id for one in SCENARIOS])
def test_every_scenario_runs_and_gives_the_same_bytes_again(catalog: Catalog, scenario: str) -> None:
    one, two = (
        json.dumps(simulation_json(played(catalog, scenario, seed=7, duration_s=8.0))) for _ in range(2)
    )
    assert one == two
    assert json.loads(one)["scenario"] == scenario


def test_a_surge_is_as_many_times_the_load_as_asked_for(catalog: Catalog) -> None:
    found = played(catalog, "surge", parameters=(("factor", 3.0), ("for_s", 10.0)))
    before, during, after = (phase.rate_rps.value for phase in found.phases)
    assert (before, during, after) == pytest.approx((100.0, 300.0, 100.0), rel=0.1)


def test_a_lost_zone_takes_the_database_in_it_and_half_of_the_rest(catalog: Catalog) -> None:
    found = played(catalog, "zone-lost", parameters=(("for_s", 10.0),))
    assert found.element == "az-a"
    before, during, after = (success(phase) for phase in found.phases)
    assert before > 0.99
    assert 0.4 < during < 0.95
    assert after > 0.98
    assert set(found.phases[1].faults) <= {"nobody_up", "instance_lost", "timeout"}
    other = played(catalog, "zone-lost", element="az-b", parameters=(("for_s", 10.0),))
    assert success(other.phases[1]) > during


def test_a_flushed_cache_brings_its_misses_to_the_store(catalog: Catalog) -> None:
    found = played(catalog, "cache-flushed", shop(rate=300.0), duration_s=15.0)
    assert found.element == "cache"
    attempts = {one.connection: one.attempts for one in found.connections}
    steady = played(catalog, "steady", shop(rate=300.0), duration_s=15.0)
    calm = {one.connection: one.attempts for one in steady.connections}
    assert attempts["shop-db"] > 1.5 * calm["shop-db"]


def test_a_slow_dependency_runs_into_the_timeouts_of_its_callers(catalog: Catalog) -> None:
    found = played(catalog, "dependency-slow", parameters=(("for_s", 10.0), ("extra_s", 8.0)))
    assert found.element == "db"
    assert success(found.phases[1]) == pytest.approx(0.9, abs=0.03)
    assert set(found.phases[1].faults) == {"timeout"}


def test_a_cut_set_stops_the_journey_while_it_lasts(catalog: Catalog) -> None:
    found = played(catalog, "cut-set", element="shop#1+shop#2", parameters=(("for_s", 10.0),))
    assert success(found.phases[0]) > 0.98
    assert success(found.phases[1]) == 0.0
    assert success(found.phases[2]) == 1.0


def test_retries_without_bounds_multiply_the_load_and_last_longer_than_the_overload(catalog: Catalog) -> None:
    tight = shop(rate=330.0, db_slots=2.0)
    wanted = {"parameters": (("factor", 10.0), ("for_s", 2.4)), "duration_s": 6.0, "replications": 2}
    calm = played(catalog, "surge", tight, **wanted)
    storm = played(catalog, "retry-storm", tight, **wanted)
    before = {one.connection: one.attempts for one in calm.connections}
    after = {one.connection: one.attempts for one in storm.connections}
    assert after["shop-db"] > 1.5 * before["shop-db"]
    slow, slower = (one.phases[2].latency["mean_ms"].value for one in (calm, storm))
    assert slow is not None
    assert slower is not None
    assert slower > 1.5 * slow


def test_every_stretch_of_the_series_adds_up_to_the_arrivals(catalog: Catalog) -> None:
    found = played(catalog, "steady")
    series = found.series
    assert len(series.times_s) == len(series.rate_rps) == 60
    came = sum(series.rate_rps) * series.step_s * found.replications
    assert came == pytest.approx(found.phases[0].arrived)
    ended = sum((*series.success_rps, *series.error_rps)) * series.step_s * found.replications
    assert ended == pytest.approx(found.phases[0].done + found.phases[0].failed)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"play": "flood"}, "There is no scenario “flood”; there are: steady"),
        (
            {"play": "surge", "parameters": (("speed", 1.0),)},
            "has no parameter “speed”; there are: factor",
        ),
        ({"play": "surge", "parameters": (("factor", -1.0),)}, "Load must be 0 to 1000 ×."),
        ({"play": "zone-lost", "element": "moon"}, "There is no domain “moon”; there are: az-a, az-b"),
        ({"play": "steady", "element": "db"}, "strikes no single element"),
        ({"replications": 1}, "Replications must be 2 to 100"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    catalog: Catalog, fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(NotSimulated) as told:
        played(catalog, **{"play": "steady", **fields})
    assert said in str(told.value)


def test_a_journey_without_load_or_entry_says_what_is_missing(catalog: Catalog) -> None:
    bare = shop().revised(journeys=(Journey(id="buy", name="Buy", entry="users"),))
    with pytest.raises(NotSimulated, match="“Buy” has no load: give it requests per second"):
        played(catalog, "steady", bare)
    lost = shop().revised(journeys=(Journey(id="buy", name="Buy", peak_rps=1.0),))
    with pytest.raises(NotSimulated, match="“Buy” has no entry"):
        played(catalog, "steady", lost)
    endless = shop().revised(journeys=(Journey(id="buy", name="Buy", entry="users", peak_rps=1e30),))
    with pytest.raises(
        NotSimulated, match="“Buy” comes 1\u2009×\u200910³⁰\u2009/s, more often than anything"
    ):
        played(catalog, "steady", endless)


def test_processes_give_what_one_after_the_other_gives(catalog: Catalog) -> None:
    request = SimulationRequest("buy", requests=300, replications=3)
    told: list[float] = []
    beside = simulate(shop(), catalog, request, workers=2, progress=told.append)
    assert beside == simulate(shop(), catalog, request, workers=0)
    assert told == sorted(told)


def test_where_no_process_can_be_started_it_runs_here(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_name: str) -> None:
        raise PermissionError("not here")

    monkeypatch.setattr("multiprocessing.get_context", refuse)
    request = SimulationRequest("buy", requests=300, replications=2)
    assert simulate(shop(), catalog, request, workers=2) == simulate(shop(), catalog, request, workers=0)


@pytest.mark.parametrize("workers", [0, 2])
def test_a_simulation_can_be_stopped(catalog: Catalog, workers: int) -> None:
    shares: list[float] = []
    request = SimulationRequest("buy", requests=200_000, replications=2)
    with pytest.raises(AnalysisCancelled):
        simulate(
            shop(), catalog, request, workers=workers, progress=shares.append,
            should_stop=lambda: bool(shares) and shares[-1] > 0.01,
        )  # fmt: skip
    assert shares[-1] < 0.6


def test_few_requests_start_no_processes(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicating, "_in_processes", lambda *_: pytest.fail("a process was started"))
    found = simulate(shop(), catalog, SimulationRequest("buy", requests=100, replications=2))
    assert found.replications == 2


def spanned(catalog: Catalog, design: Design, **fields: Any) -> tuple[float, tuple[str, ...]]:
    """Return how long a replication measures, and what is said about that."""
    model = build_model(design, catalog)
    site = Site(model, "buy", compile_journey(model, "buy").program)
    span, notes = span_of(scenario("steady"), {}, SimulationRequest("buy", **fields), site)
    return span.end_s - span.warm_up_s, notes


def test_where_nothing_is_asked_for_the_run_is_long_beside_a_request(catalog: Catalog) -> None:
    length, notes = spanned(catalog, shop())
    assert (length, notes) == (200.0, ())
    busy = shop(rate=2000.0)
    parts = tuple(
        one.revised(concurrency=5000.0, service_time_ms=300.0) if one.id == "shop" else one
        for one in busy.components
    )
    slow = busy.revised(components=parts)
    length, notes = spanned(catalog, slow)
    assert length == pytest.approx(120.0 * 0.3025, rel=0.02)
    assert not notes
    length, notes = spanned(catalog, slow, requests=200)
    assert length == pytest.approx(0.1)
    assert "times as long as a request takes" in notes[0]
    assert spanned(catalog, slow, duration_s=77.0)[0] == 77.0


def test_many_requests_of_others_shorten_the_run_and_that_is_said(catalog: Catalog) -> None:
    quiet = shop(rate=2.0)
    others = (*quiet.journeys, Journey(id="look", entry="users", peak_rps=600.0))
    length, notes = spanned(catalog, quiet.revised(journeys=others))
    assert length == pytest.approx(300_000 / (602.0 * 3.1))
    assert "make 1,866 visits to components a second: of this one only 322 requests" in notes[0]


def test_requests_that_multiply_are_ended_with_a_sentence(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_STEPS", 40_000)
    with pytest.raises(NotSimulated, match="more than 40,000 steps and was ended: requests multiply"):
        played(catalog, "steady", duration_s=4000.0)
