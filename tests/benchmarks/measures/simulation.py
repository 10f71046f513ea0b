"""How many requests a second are simulated, beside SimPy on the same model in the same process."""

from __future__ import annotations

import random
from collections.abc import Generator
from time import process_time
from typing import TYPE_CHECKING, Any

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from archdraw.core.analysis.simulation.program import Program, Span

_SERVICES, _SLOTS = 12, 10
_GATEWAY_S, _SERVICE_S = 0.001, 0.01
_RATE = 800.0
_OURS, _THEIRS = 20_000, 2_000
# Ours may take a tenth of the time per request.
_SHARE = 0.1


def measure_fan_out() -> list[Figure]:
    """A gateway that calls twelve services at once and waits for all of them, each with ten slots."""
    from archdraw.core.analysis.simulation.engine import Engine
    from archdraw.core.analysis.simulation.program import Disturbances

    program, span = _program(), _span(_OURS)
    ours = []
    theirs = []
    for seed in range(3):
        begun = process_time()
        found = Engine(program, span, Disturbances(), seed=seed).run().taken()
        ours.append((process_time() - begun) * 1e6 / (found.done + found.failed))
        assert found.open == 0, "requests are still under way"
        begun = process_time()
        latencies = _in_simpy(_THEIRS, seed)
        theirs.append((process_time() - begun) * 1e6 / _THEIRS)
        mine, other = sum(found.latencies) / len(found.latencies), sum(latencies) / len(latencies)
        assert abs(mine - other) < 0.15 * other, f"not the same model: {mine} s and {other} s on average"
    value, baseline = sorted(ours)[1], sorted(theirs)[1]
    print(f"fan-out: {1e6 / value:,.0f} requests/s, SimPy {1e6 / baseline:,.0f}")
    return [
        Figure("fan-out of 12, CPU per request beside SimPy", value, "µs", _SHARE, baseline, by_ratio=True)
    ]


def measure_ten_components() -> list[Figure]:
    """Ten replications of 100,000 requests on a design of ten components, one after the other.

    In CPU time of one process: side by side in processes it takes as many times less as there are cores.
    """
    from tests.benchmarks.simulated_design import ten_components

    from archdraw.core.analysis.simulation.request import SimulationRequest
    from archdraw.core.analysis.simulation.running import simulate
    from archdraw.core.catalog import load_catalog

    begun = process_time()
    request = SimulationRequest("order", requests=100_000, replications=10, seed=1)
    found = simulate(ten_components(), load_catalog(), request, workers=0)
    took = process_time() - begun
    assert found.arrived >= 1_000_000, "fewer requests came than asked for"
    return [Figure("ten components, 10 × 100,000 requests", took, "s", 60.0)]


def _program() -> Program:
    from archdraw.core.analysis.simulation.program import (
        CallPlan,
        Program,
        SourcePlan,
        StationPlan,
        VisitPlan,
    )
    from archdraw.core.analysis.simulation.streams import Times

    services = range(1, _SERVICES + 1)
    return Program(
        stations=(
            StationPlan("gateway", Times(_GATEWAY_S), slots=_SLOTS),
            *(StationPlan(f"service-{at}", Times(_SERVICE_S), slots=_SLOTS) for at in services),
        ),
        visits=(VisitPlan(0, (tuple(range(_SERVICES)),)), *(VisitPlan(at) for at in services)),
        calls=tuple(CallPlan(f"call-{at}", (at,), journey="j") for at in services),
        sources=(SourcePlan("j", 0, _RATE),),
    )


def _span(requests: int) -> Span:
    from archdraw.core.analysis.simulation.program import Span

    length = requests / _RATE
    return Span(length * 0.05, (("steady", length * 0.05, length),))


def _in_simpy(requests: int, seed: int) -> list[float]:
    """Return the latencies of the same model in SimPy, written as its documentation writes such models."""
    import simpy

    draw = random.Random(seed).expovariate
    environment = simpy.Environment()
    gateway = simpy.Resource(environment, _SLOTS)
    services = [simpy.Resource(environment, _SLOTS) for _ in range(_SERVICES)]
    latencies: list[float] = []

    def work(place: Any, mean: float) -> Generator[Any, Any, None]:
        with place.request() as wanted:
            yield wanted
            yield environment.timeout(draw(1.0 / mean))

    def request() -> Generator[Any, Any, None]:
        begun = environment.now
        yield from work(gateway, _GATEWAY_S)
        yield environment.all_of([environment.process(work(one, _SERVICE_S)) for one in services])
        latencies.append(environment.now - begun)

    def arrivals() -> Generator[Any, Any, None]:
        for _ in range(requests):
            yield environment.timeout(draw(_RATE))
            environment.process(request())

    environment.process(arrivals())
    environment.run()
    return latencies


MEASURES = {"simulation-fan-out": measure_fan_out, "simulation-ten-components": measure_ten_components}
