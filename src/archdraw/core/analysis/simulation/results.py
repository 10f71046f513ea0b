"""What a simulation says: immutable; times in ms, rates per s, every figure with its 95 % interval."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from archdraw.core.analysis.simulation.statistics import Estimate
from archdraw.core.records import frozen

Verdict = Literal["agrees", "differs", "only simulated", "only computed"]
PERCENTILES = (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99), ("p999_ms", 0.999))


@frozen
class Phase:
    """A stretch of the run: before, during and after the event, or all of it where nothing happens.

    Counts are over all replications; `success` is a share (0..1) of the requests that have ended, `faults`
    counts by name why the others failed. `completion` is the time until all work of a request is done, what
    nobody waits for included; nothing where there is no such work.
    """

    name: str
    start_s: float
    end_s: float
    arrived: int
    done: int
    failed: int
    open: int
    rate_rps: Estimate
    success: Estimate
    latency: dict[str, Estimate]
    faults: dict[str, int] = field(default_factory=dict)
    completion: dict[str, Estimate] = field(default_factory=dict)


@frozen
class Band:
    """The 95 % interval of a line at each of its points; None where it is not known or has no upper end."""

    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@frozen
class Series:
    """The run over time, from `times_s` (the start of each interval) on, over all replications.

    None where an interval has too few requests for a figure. `queues` holds for components that ever had a
    queue how many requests waited at the start of each interval, on average. `bands` are the intervals of
    the lines by their name here, `queue_bands` those of the queues.
    """

    times_s: tuple[float, ...]
    step_s: float
    rate_rps: tuple[float, ...]
    success_rps: tuple[float, ...]
    error_rps: tuple[float, ...]
    p50_ms: tuple[float | None, ...]
    p95_ms: tuple[float | None, ...]
    p99_ms: tuple[float | None, ...]
    queues: dict[str, tuple[float, ...]] = field(default_factory=dict)
    bands: dict[str, Band] = field(default_factory=dict)
    queue_bands: dict[str, Band] = field(default_factory=dict)


@frozen
class Comparison:
    """A figure that was computed beside the one that was simulated.

    `computed` is one number, or a certain range; `verdict` says whether they agree and `reason` why not.
    """

    what: str
    element: str | None
    unit: str
    computed: tuple[float, float] | None
    simulated: Estimate
    verdict: Verdict
    reason: str = ""


@frozen
class ConnectionFigures:
    """A connection during the run: attempts, how many failed, how often its breaker opened."""

    connection: str
    attempts: int
    failed: int
    opened: int


@frozen
class StationFigures:
    """A component over the whole run: the share of its slots that worked, and the mean wait before work."""

    component: str
    busy: Estimate | None
    wait_ms: Estimate


@frozen
class Summary:
    """All replications together; the counts include the warm-up."""

    arrived: int
    done: int
    failed: int
    open: int
    degraded: int
    phases: tuple[Phase, ...]
    series: Series
    stations: tuple[StationFigures, ...]
    connections: tuple[ConnectionFigures, ...]


@frozen
class SimulationResult:
    """The whole result of one request for one state of a design."""

    journey: str
    scenario: str
    title: str
    element: str | None
    parameters: dict[str, float]
    seed: int
    replications: int
    alone: bool
    revision: str
    warm_up_s: float
    measured_s: float
    arrived: int
    done: int
    failed: int
    open: int
    degraded: int
    phases: tuple[Phase, ...]
    series: Series
    comparisons: tuple[Comparison, ...]
    connections: tuple[ConnectionFigures, ...]
    notes: tuple[str, ...]
    method: Literal["simulated"] = "simulated"

    @property
    def undisturbed(self) -> Phase:
        """The stretch before anything happens."""
        return self.phases[0]
