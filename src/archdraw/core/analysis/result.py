"""What the analyser says: immutable, with method, unit and revision (semantics §5, §6, §8).

Field names are those of the machine-readable result; times are in ms or s as the name says, rates per
second, availabilities as ratios. None means: not computed or not stated, never zero.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.later import with_later
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.headroom import Headroom
    from archdraw.core.analysis.store_consistency import StoreConsistency

Method = Literal["exact", "bounded", "estimated", "simulated"]
MeasureName = Literal["served", "full", "done"]
Severity = Literal["critical", "high", "medium", "low", "info"]
Status = Literal["passed", "failed", "not-applicable", "suppressed"]
LossKind = Literal["component", "instance", "domain"]
Impact = Literal["full", "degraded", "down"]
# From what is certain to what is not.
METHODS: tuple[Method, ...] = ("exact", "bounded", "estimated", "simulated")
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low", "info")


@frozen
class CutSet:
    """Events that together stop the journey, none of them to spare, and the chance that all are down.

    `share` is that chance as part of the unavailability (the shares of all sets add up to 1 or more).
    """

    events: tuple[str, ...]
    probability: float
    share: float | None = None


@with_later("list")
@frozen
class CutSets:
    """Minimal cut sets: how many of each order up to `max_order`, and the most probable ones by name.

    `complete`: there are no others, of any order. The names are put together when they are first read.
    """

    count: int
    by_order: dict[int, int]
    list: tuple[CutSet, ...]
    max_order: int
    complete: bool = True


@frozen
class SinglePoints:
    """The four lists of single points of failure (semantics §5)."""

    events: tuple[str, ...] = ()
    managed: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    components: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[str, ...]:
        """What stops the journey by one failure: to lose all instances of something takes more."""
        return (*self.events, *self.managed, *self.domains)


@with_later("fussell_vesely", "fussell_vesely_range")
@frozen
class Importance:
    """How much one event matters; minutes_year is what perfect reliability of it would save.

    Fussell–Vesely is P(some minimal cut set with it has failed) ÷ U, exact; where that is out of reach it
    is None and `fussell_vesely_range` certainly contains it. Both are worked out when they are first read.
    """

    birnbaum: float
    criticality: float
    raw: float
    rrw: float
    fussell_vesely: float | None
    minutes_year: float
    fussell_vesely_range: tuple[float, float] | None = None


@frozen
class Measure:
    """Availability of one journey in one measure.

    `interval` is what is certain (bounded) or 95 % sure (estimated) of the availability for the stated
    inputs; `uncertainty` its 5 and 95 % points where inputs are stated as ranges.
    """

    availability: float
    unavailability: float
    method: Method
    interval: tuple[float, float] | None
    downtime_s_year: float
    downtime_s_month: float
    cut_sets: CutSets
    single_points: SinglePoints
    importance: dict[str, Importance] = field(default_factory=dict)
    outages_year: float | None = None
    mean_outage_s: float | None = None
    uncertainty: tuple[float, float] | None = None


@frozen
class RequestClass:
    """Requests that find their answer in the caches `hits`, not in `misses`: their share, how many fail."""

    hits: tuple[str, ...]
    misses: tuple[str, ...]
    share: float
    unavailability: float
    method: Method


@frozen
class RequestWeighted:
    """The share of all requests that are served, though some need a store and others only its cache.

    *served* asks more: that a request of every class would be served. `uncertainty` are the 5 and 95 % points
    of the availability where inputs are stated as ranges.
    """

    availability: float
    unavailability: float
    method: Method
    interval: tuple[float, float] | None
    classes: tuple[RequestClass, ...]
    uncertainty: tuple[float, float] | None = None


@frozen
class TargetCheck:
    """A stated target beside what was computed; `met` is None where nothing was computed."""

    target: str
    wanted: float
    computed: float | None
    met: bool | None


@frozen
class AssumedPool:
    """Targets of a routing source that were taken as alternatives of each other."""

    source: str
    targets: tuple[str, ...]
    needs: int
    reason: str


@frozen
class LatencyHop:
    """What one component, or the way over a connection, adds to the latency of a journey.

    `calls` is how often a request waits for it; `mean_ms` what it adds to the mean of a request; of p99
    `tail_share` is what it makes up: by how many per cent p99 falls for each per cent that it gets faster.
    Where things happen at once or are given up, the means add up to more than the whole.
    """

    element: str
    calls: float
    waiting_ms: float
    service_ms: float
    mean_ms: float
    tail_share: float | None = None


@frozen
class Growing:
    """What gets more than it can serve: by how many requests a second its queue grows.

    `growth_rps` is None where a ring of calls multiplies without end: then there is no rate at all.
    """

    element: str
    growth_rps: float | None
    pool: bool = False


@frozen
class Latency:
    """How long requests of a journey take, all of them counted, those that are given up included.

    Percentiles lie certainly between both ends, in ms, for the queues and times of the model; an upper end
    of None is not known. `method` is "bounded" where that model is exact, "estimated" where the ways in
    `approximations` stand between it and the truth. `curve` holds (share, low, high) of more percentiles.
    Nothing is given where something grows without end: `stable` is false and `growing` says what.
    `p99_range_ms` are the 5 and 95 % points of p99 where inputs are stated as ranges.
    """

    mean_ms: float | None
    p50_ms: tuple[float, float | None] | None
    p95_ms: tuple[float, float | None] | None
    p99_ms: tuple[float, float | None] | None
    p999_ms: tuple[float, float | None] | None
    stable: bool
    method: Method = "estimated"
    failed_share: float = 0.0
    growing: tuple[Growing, ...] = ()
    approximations: tuple[str, ...] = ()
    hops: tuple[LatencyHop, ...] = ()
    curve: tuple[tuple[float, float, float | None], ...] = ()
    p99_range_ms: tuple[float, float] | None = None

    def percentile(self, name: str) -> tuple[float, float | None] | None:
        """Return both ends of "p50_ms", "p95_ms", "p99_ms" or "p999_ms"."""
        found: tuple[float, float | None] | None = getattr(self, name)
        return found


@frozen
class NarrowedCall:
    """A call over a network of cables with more ways than could be looked at.

    Of `all` places and cables that lie on some way, `kept` are on the ways that the availability, shares and
    importances of its journey count. Single points, losses and cut sets hold with all ways.
    """

    connection: str
    kept: int
    all: int


@frozen
class JourneyResult:
    """Everything computed for one journey; `path` are the elements that *served* depends on.

    `reasons` says for each single point of failure of *served* in a sentence why it is one.
    `request_weighted` is None where no cache holds answers of this journey. `completion` is the time until
    all is done that a request sets off, what nobody waits for included; None where nothing goes on.
    """

    id: str
    measures: dict[MeasureName, Measure]
    ceiling_rps: float | None
    ceiling_target_rps: float | None
    bottleneck: str | None
    second_bottleneck: str | None
    second_ceiling_rps: float | None
    chain_depth: int
    targets: tuple[TargetCheck, ...]
    warnings: tuple[str, ...]
    assumed_pools: tuple[AssumedPool, ...]
    path: tuple[str, ...]
    latency: Latency | None = None
    reasons: dict[str, str] = field(default_factory=dict)
    request_weighted: RequestWeighted | None = None
    ceiling_range: tuple[float, float] | None = None
    completion: Latency | None = None
    narrowed: tuple[NarrowedCall, ...] = ()


@frozen
class ComponentResult:
    """Load and availability of one component over all journeys.

    `waiting_ms` is the mean wait for being served, None where no queue is computed or where it has no
    end: then `growth_rps` says by how much it grows. `response_ms` is waiting and own service, without what
    is called. `queue` names the model. `pool_utilisation` is the share of its slots (threads, connections)
    in use, where they are stated. `availability` is of the component by itself, the worse end where
    `availability_method` is "bounded".
    """

    id: str
    rate_rps: float | None
    capacity_rps: float | None
    utilisation: float | None
    rate_by_journey: dict[str, float]
    availability: float | None
    cost_month: float | None
    waiting_ms: float | None = None
    response_ms: float | None = None
    growth_rps: float | None = None
    queue: str = "no waiting"
    blocked_share: float = 0.0
    pool_utilisation: float | None = None
    utilisation_range: tuple[float, float] | None = None
    availability_method: Method = "exact"


@frozen
class LossRow:
    """What losing one thing does to each journey."""

    lost: str
    kind: LossKind
    journeys: dict[str, Impact]


@frozen
class Finding:
    """A weakness: which rule, how bad, which elements, with which figures, why, and what helps.

    `about` are the ids or words that make it this finding and no other of its rule: after a change it is the
    same as long as they are, whatever else it names. `suppressed` is the reason for which it is accepted,
    `lapsed` says until when it was where that day has passed.
    """

    rule: str
    severity: Severity
    title: str
    elements: tuple[str, ...]
    message: str
    evidence: dict[str, Any]
    remedy: str
    source: str
    journey: str | None = None
    fix: str | None = None
    suppressed: str | None = None
    about: tuple[str, ...] = ()
    lapsed: str | None = None

    @property
    def identity(self) -> tuple[str, tuple[str, ...]]:
        """What tells it from all other findings about a design, and is kept when its figures change."""
        return self.rule, self.about


@frozen
class LedgerEntry:
    """What became of one rule, and why it does not apply or is suppressed."""

    rule: str
    status: Status
    reason: str = ""


@frozen
class Assumption:
    """A figure that was used, where it comes from and how far to trust it."""

    element: str
    field: str
    value: float | str | bool | None
    origin: Literal["default", "stated", "derived"]
    confidence: str
    source: str
    unit: str = ""


@frozen
class Analysis:
    """The whole result for one state of a design."""

    title: str
    revision: str
    journeys: tuple[JourneyResult, ...]
    components: tuple[ComponentResult, ...]
    rates: dict[str, float]
    loss_matrix: tuple[LossRow, ...]
    findings: tuple[Finding, ...]
    ledger: tuple[LedgerEntry, ...]
    assumptions: tuple[Assumption, ...]
    headroom: Headroom | None = None
    consistency: tuple[StoreConsistency, ...] = ()

    def journey(self, journey_id: str) -> JourneyResult | None:
        """Return the result of one journey, or None."""
        return next((journey for journey in self.journeys if journey.id == journey_id), None)

    def component(self, component_id: str) -> ComponentResult | None:
        """Return the result of one component, or None."""
        return next((component for component in self.components if component.id == component_id), None)
