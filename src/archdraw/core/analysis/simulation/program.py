"""A design as the engine runs it: stations, visits and calls by number, nothing of the document in it.

A station is a component with its instances. A visit is what one journey does at a station: the own work, then
stages of calls that are waited for, then calls that nobody waits for. Times are in s, rates per s.
"""

from __future__ import annotations

from typing import Literal

from archdraw.core.analysis.simulation.streams import Times
from archdraw.core.records import frozen

Balancing = Literal["shared", "random", "round-robin", "least-busy"]


@frozen
class Scaling:
    """Autoscaling: instances between two bounds, looked at every `every_s`, new ones after `lag_s`."""

    least: int
    most: int
    target: float = 0.7
    every_s: float = 15.0
    lag_s: float = 60.0


@frozen
class StationPlan:
    """A component as the simulation takes it.

    `slots` is how many requests one instance works on at once (None: as many as come); `pool` how many it
    holds from their arrival to their answer, also while it waits for others (None: no limit). `places` is
    the number of requests that may wait (None: no limit). `answer_s` passes between own work and answer and
    occupies nothing. `roots` names for each instance the elements whose loss takes it down.
    """

    component: str
    work: Times
    instances: int = 1
    slots: int | None = None
    pool: int | None = None
    places: int | None = None
    answer_s: float = 0.0
    balancing: Balancing = "shared"
    needed: int = 1
    spares: int = 0
    failover_s: float = 0.0
    limit_rps: float | None = None
    scaling: Scaling | None = None
    roots: tuple[tuple[str, ...], ...] = ()
    mean_up_s: float | None = None
    mean_down_s: float = 0.0


@frozen
class BreakerPlan:
    """A circuit breaker: opens when `share` of the last `window` calls failed, tries again after `open_s`."""

    share: float = 0.5
    window: int = 20
    open_s: float = 5.0


@frozen
class CallPlan:
    """A connection in one journey, from one visit to others.

    `visits` are the alternatives with their cumulated weights; with `in_order` the first one that is up is
    taken. `cache` keeps the call away while it holds the answer, `asks` is the cache that the call asks.
    `needed`: the source fails when it does. `waits`: a message that is not lost but waits for its consumer.
    `away_s` is the time to the target and back. With `doubling` each pause is twice the one before. After
    `hedge_s` without an answer a second, alike call is sent (None: never).
    """

    connection: str
    visits: tuple[int, ...]
    weights: tuple[float, ...] = (1.0,)
    in_order: bool = False
    probability: float = 1.0
    cache: int | None = None
    asks: int | None = None
    timeout_s: float = float("inf")
    retries: int = 0
    backoff_s: float = 0.0
    doubling: bool = True
    jitter: bool = False
    budget: float | None = None
    breaker: BreakerPlan | None = None
    most_open: int | None = None
    needed: bool = True
    waits: bool = False
    away_s: float = 0.0
    hedge_s: float | None = None
    journey: str = ""


@frozen
class VisitPlan:
    """What a request of one journey does at a station; `stages` and `later` hold numbers of calls."""

    station: int
    stages: tuple[tuple[int, ...], ...] = ()
    later: tuple[int, ...] = ()


@frozen
class SourcePlan:
    """The arrivals of a journey at its entry."""

    journey: str
    visit: int
    rate: float
    cv2: float = 1.0


@frozen
class CachePlan:
    """What a cache holds: its hit ratio when warm, and how fast it fills after it has lost everything."""

    station: int
    hit_ratio: float
    warm_up_s: float


@frozen
class DomainPlan:
    """A failure domain that fails by itself: mean times up and down."""

    domain: str
    mean_up_s: float
    mean_down_s: float


@frozen
class Program:
    """Everything that runs; `measured` is the number of the source whose requests are looked at."""

    stations: tuple[StationPlan, ...]
    visits: tuple[VisitPlan, ...]
    calls: tuple[CallPlan, ...]
    sources: tuple[SourcePlan, ...]
    caches: tuple[CachePlan, ...] = ()
    domains: tuple[DomainPlan, ...] = ()
    measured: int = 0


@frozen
class Outage:
    """An element (component, instance "web#2", domain, connection) is down from `start_s` to `end_s`."""

    element: str
    start_s: float
    end_s: float


@frozen
class Surge:
    """A journey comes `factor` times as often from `start_s` to `end_s`."""

    journey: str
    start_s: float
    end_s: float
    factor: float


@frozen
class Slowdown:
    """A component answers `extra_s` later from `start_s` to `end_s`."""

    component: str
    start_s: float
    end_s: float
    extra_s: float


@frozen
class Flush:
    """A cache loses everything it holds."""

    component: str
    at_s: float


@frozen
class Disturbances:
    """What happens to the design during a run."""

    outages: tuple[Outage, ...] = ()
    surges: tuple[Surge, ...] = ()
    slowdowns: tuple[Slowdown, ...] = ()
    flushes: tuple[Flush, ...] = ()
    random_failures: bool = False


# What is under way at the end may take so long to finish, and no longer than the run itself.
LONGEST_DRAIN_S = 30.0


@frozen
class Span:
    """How long a run takes: `warm_up_s` are cut off, then `phases` up to the last one's end are measured.

    A phase is its name with start and end in s; `intervals` is how many points the time series have.
    """

    warm_up_s: float
    phases: tuple[tuple[str, float, float], ...]
    intervals: int = 60

    @property
    def end_s(self) -> float:
        """When no more requests are measured."""
        return self.phases[-1][2]

    @property
    def limit_s(self) -> float:
        """When the run ends in any case: what came before the end may still finish."""
        return self.end_s + min(self.end_s, 0.1 * self.end_s + LONGEST_DRAIN_S)
