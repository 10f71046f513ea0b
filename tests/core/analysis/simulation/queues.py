"""Queues whose answer is known: as programs of the simulation, and as formulas written down here anew."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from archdraw.core.analysis.simulation.engine import Engine
from archdraw.core.analysis.simulation.program import (
    CallPlan,
    Disturbances,
    Program,
    SourcePlan,
    Span,
    StationPlan,
    VisitPlan,
)
from archdraw.core.analysis.simulation.sampling import Replication
from archdraw.core.analysis.simulation.streams import Times

NOTHING = Disturbances()


@dataclass(frozen=True)
class KnownQueue:
    """A program with what the mean of a measured quantity must be."""

    name: str
    program: Program
    expected: float
    measure: Callable[[Replication], float]
    requests: int = 4000


def mean_latency(run: Replication) -> float:
    return math.fsum(run.latencies) / len(run.latencies)


def refused_share(run: Replication) -> float:
    return len(run.faults) / (len(run.faults) + len(run.latencies))


def station_program(plan: StationPlan, rate: float) -> Program:
    return Program((plan,), (VisitPlan(0),), (), (SourcePlan("j", 0, rate),))


def span_for(program: Program, requests: int, warm_up: float = 0.2) -> Span:
    length = requests / program.sources[program.measured].rate
    return Span(length * warm_up, (("steady", length * warm_up, length * (1.0 + warm_up)),))


def run(program: Program, requests: int = 4000, *, seed: int = 1, replication: int = 0) -> Replication:
    engine = Engine(program, span_for(program, requests), NOTHING, seed=seed, replication=replication)
    return engine.run().taken()


def erlang_c(servers: int, load: float) -> float:
    """The probability of waiting in M/M/c, summed as it stands in textbooks."""
    terms = [load**k / math.factorial(k) for k in range(servers)]
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(terms) + last)


def m_m_1(rate: float = 0.7) -> KnownQueue:
    return KnownQueue(
        "M/M/1",
        station_program(StationPlan("s", Times(1.0), slots=1), rate),
        1.0 / (1.0 - rate),
        mean_latency,
    )


def m_m_c(servers: int = 4, load: float = 3.0) -> KnownQueue:
    return KnownQueue(
        f"M/M/{servers}",
        station_program(StationPlan("s", Times(1.0), slots=2, instances=servers // 2), load),
        1.0 + erlang_c(servers, load) / (servers - load),
        mean_latency,
    )


def m_d_1(rate: float = 0.7) -> KnownQueue:
    return KnownQueue(
        "M/D/1",
        station_program(StationPlan("s", Times(1.0, 0.0), slots=1), rate),
        1.0 + rate / (2.0 * (1.0 - rate)),
        mean_latency,
    )


def m_m_c_k(servers: int = 2, places: int = 3, load: float = 1.8) -> KnownQueue:
    most = servers + places
    weights = [
        load**n / (math.factorial(n) if n <= servers else math.factorial(servers) * servers ** (n - servers))
        for n in range(most + 1)
    ]
    return KnownQueue(
        f"M/M/{servers}/{most}",
        station_program(StationPlan("s", Times(1.0), slots=servers, places=places), load),
        weights[-1] / sum(weights),
        refused_share,
    )


def jackson_tandem(rate: float = 0.6) -> KnownQueue:
    """Two M/M/1 queues after each other; by Burke's theorem the second one sees Poisson arrivals too."""
    stations = (StationPlan("a", Times(1.0), slots=1), StationPlan("b", Times(0.8), slots=1))
    calls = (CallPlan("ab", (1,), journey="j"),)
    program = Program(stations, (VisitPlan(0, ((0,),)), VisitPlan(1)), calls, (SourcePlan("j", 0, rate),))
    expected = 1.0 / (1.0 - rate) + 0.8 / (1.0 - 0.8 * rate)
    return KnownQueue("Jackson tandem", program, expected, mean_latency)


KNOWN = (m_m_1(), m_m_c(), m_d_1(), m_m_c_k(), jackson_tandem())
