"""Whatever is drawn: it is simulated, or a sentence says why not, and no request gets lost."""

from __future__ import annotations

import random
from typing import Any

import pytest

from archdraw.core.analysis.simulation.refusing import NotSimulated
from archdraw.core.analysis.simulation.request import SimulationRequest
from archdraw.core.analysis.simulation.results import SimulationResult
from archdraw.core.analysis.simulation.running import simulate
from archdraw.core.analysis.simulation.scenarios import SCENARIOS
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey

_KINDS = (
    "service", "dns", "l7_load_balancer", "in_memory_cache", "message_queue", "client_web", "k8s_pod",
    "rdbms_primary", "worker", "zzz",
)  # fmt: skip


def maybe(rng: random.Random, *choices: Any) -> Any:
    return rng.choice([None, *choices])


def component(rng: random.Random, name: str) -> Component:
    attributes = {
        "queue_limit": maybe(rng, 0, 5), "threads": maybe(rng, 1, 50), "fan": maybe(rng, "parallel"),
        "balancing": maybe(rng, "random", "round-robin", "least-busy"), "bulkhead": maybe(rng, True),
        "hit_ratio": maybe(rng, 0.0, 0.7, 1.0), "rate_limit": maybe(rng, True, 20, 1e6),
        "service_cv2": maybe(rng, 0, 0.3, 3), "bounded": maybe(rng, 3),
        "autoscaling": maybe(rng, {"min": 1, "max": 5}, {"min": 3, "max": 1}, "yes"),
    }  # fmt: skip
    return Component(
        id=name,
        kind=rng.choice(_KINDS),
        replicas=rng.choice([1, 2, 3, 40]),
        serving=maybe(rng, 1),
        parent=maybe(rng, "g0", "g1", "n0"),
        required=rng.choice([1, 2, "load"]),
        domains=tuple(rng.choices(["g0", "g2", "x"], k=rng.randrange(3))),
        service_time_ms=maybe(rng, 0.1, 5.0, 400.0),
        service_time_p99_ms=maybe(rng, 0.1, 900.0),
        concurrency=maybe(rng, 0.5, 4.0),
        capacity_rps=maybe(rng, 0.5, 30.0, 1e7),
        redundancy=maybe(rng, "active-passive", "active-active", "quorum"),
        attributes={key: value for key, value in attributes.items() if value is not None},
    )


def connection(rng: random.Random, at: int, names: list[str]) -> Connection:
    attributes = {
        "backoff": maybe(rng, True), "jitter": maybe(rng, True), "retry_budget": maybe(rng, 0.1),
        "rtt_ms": maybe(rng, 20), "max_in_flight": maybe(rng, 1, 9), "backoff_ms": maybe(rng, 0, 30),
    }  # fmt: skip
    return Connection(
        id=f"e{at}",
        source=rng.choice(names),
        target=rng.choice([*names, "void"]),
        pool=rng.choice(["auto", "p", "each"]),
        promotes=rng.random() < 0.3,
        kind=rng.choice(["call", "call", "publish", "deliver", "replicate", "uses"]),
        behind_cache=maybe(rng, *names),
        calls=maybe(rng, 0.3, 2.5, {"j": 1.5}, 0.0) or 1.0,
        timeout_ms=maybe(rng, 1.0, 300.0),
        retries=rng.choice([0, 0, 2]),
        circuit_breaker=rng.random() < 0.3,
        fallback=rng.random() < 0.2,
        critical=maybe(rng, True, False),
        attributes={key: value for key, value in attributes.items() if value is not None},
    )


def noise(seed: int) -> Design:
    rng = random.Random(seed)
    names = [f"n{at}" for at in range(7)]
    return Design(
        components=tuple(component(rng, name) for name in names),
        groups=tuple(
            Group(id=f"g{at}", kind=rng.choice(["zone", "vpc", "rack", "odd"]), parent=maybe(rng, "g0", "g1"))
            for at in range(3)
        ),
        connections=tuple(connection(rng, at, names) for at in range(12)),
        journeys=(
            Journey(id="j", entry="n0", peak_rps=40.0),
            Journey(id="k", entry="n1", average_rps=5.0, attributes={"arrival_cv2": 4.0}),
        ),
    )


@pytest.mark.parametrize("seed", range(40))
def test_any_noise_is_simulated_or_refused_in_a_sentence(seed: int, catalog: Catalog) -> None:
    scenario = SCENARIOS[seed % len(SCENARIOS)]
    request = SimulationRequest("j", scenario.id, seed=seed, duration_s=3.0, replications=2)
    try:
        found = simulate(noise(seed), catalog, request, workers=0)
    except NotSimulated as refusal:
        said = str(refusal)
    else:
        said = "."
        check(found)
    assert said.endswith(".")


def check(found: SimulationResult) -> None:
    assert found.arrived == found.done + found.failed + found.open
    assert found.arrived > 100
    for phase in found.phases:
        assert phase.arrived >= phase.done + phase.failed
        assert all(count > 0 for count in phase.faults.values())
        assert sum(phase.faults.values()) == phase.failed
