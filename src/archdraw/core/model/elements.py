"""What is drawn: components, groups, connections and journeys (document-format, version 1)."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from archdraw.core.model.fields import (
    Attributes,
    Id,
    Label,
    NotNegative,
    Positive,
    Ratio,
    Record,
    Text,
)
from archdraw.core.model.typing import Limits

# Figures of a component that may be stated in place of those of its kind.
FIGURES = (
    "availability",
    "mtbf_hours",
    "mttr_hours",
    "managed",
    "redundancy",
    "failover_s",
    "serving",
    "capacity_rps",
    "service_time_ms",
    "service_time_p99_ms",
    "concurrency",
    "cost_month",
)
Redundancy = Literal["none", "active-active", "active-passive", "quorum"]
ConnectionKind = Literal["call", "publish", "deliver", "replicate", "backup", "observe", "uses"]
Mode = Literal["sync", "async"]
Operation = Literal["read", "write", "any"]
Criticality = Literal["low", "medium", "high", "critical"]
Consistency = Literal["strong", "read-your-writes", "eventual"]
ConfidenceName = Literal["measured", "published", "rule-of-thumb", "assumed"]


class SourceNote(Record):
    """Where a figure that a person typed in comes from."""

    confidence: ConfidenceName = "assumed"
    note: Text = ""


class Element(Record):
    """What components and groups share: an id, a kind, a name and the group around it."""

    id: Id
    kind: Id
    name: Label = ""
    parent: Id | None = None


class Component(Element):
    """A part of the system that can fail and carry load.

    `availability` is that of one instance (0..1) unless `managed` is true; rates are per second,
    times in the unit the name ends with. None means: the kind's default.
    """

    replicas: Annotated[int, Limits(ge=1, le=100_000)] = 1
    required: Annotated[int, Limits(ge=1, le=100_000)] | Literal["load"] = 1
    availability: Ratio | None = None
    mtbf_hours: Positive | None = None
    mttr_hours: Positive | None = None
    managed: bool | None = None
    domains: tuple[Id, ...] = ()
    redundancy: Redundancy | None = None
    failover_s: NotNegative | None = None
    serving: Annotated[int, Limits(ge=1, le=100_000)] | None = None
    capacity_rps: Positive | None = None
    service_time_ms: Positive | None = None
    service_time_p99_ms: Positive | None = None
    concurrency: Positive | None = None
    cost_month: NotNegative | None = None
    owner: Label = ""
    tags: tuple[Label, ...] = ()
    notes: Text = ""
    attributes: Attributes = {}
    sources: dict[str, SourceNote] = {}


class Group(Element):
    """A boundary around components: a failure domain (zone, rack …) or a logical one (team, subnet …)."""

    availability: Ratio | None = None
    attributes: Attributes = {}
    tags: tuple[Label, ...] = ()
    notes: Text = ""


class Connection(Record):
    """A directed dependency: the source calls, publishes to, replicates to … the target."""

    id: Id
    source: Id
    target: Id
    kind: ConnectionKind = "call"
    mode: Mode | None = None
    critical: bool | None = None
    pool: Label = "auto"
    needs: Annotated[int, Limits(ge=1, le=100_000)] = 1
    weight: NotNegative = 1.0
    calls: NotNegative | dict[Id, NotNegative] = 1.0
    behind_cache: Id | None = None
    operation: Operation = "any"
    timeout_ms: Positive | None = None
    retries: Annotated[int, Limits(ge=0, le=1000)] = 0
    circuit_breaker: bool = False
    fallback: bool = False
    protocol: Label = ""
    payload_bytes: NotNegative | None = None
    availability: Ratio | None = None
    promotes: bool = False
    name: Label = ""
    attributes: Attributes = {}
    tags: tuple[Label, ...] = ()

    @property
    def synchronous(self) -> bool:
        """Whether the source waits for the answer (stated, or by kind: call and publish wait)."""
        if self.mode is not None:
            return self.mode == "sync"
        return self.kind in ("call", "publish")


class Targets(Record):
    """What a journey must reach; None means: not stated."""

    availability: Ratio | None = None
    p50_ms: Positive | None = None
    p95_ms: Positive | None = None
    p99_ms: Positive | None = None
    p999_ms: Positive | None = None
    mean_ms: Positive | None = None
    rto_s: NotNegative | None = None
    rpo_s: NotNegative | None = None

    @property
    def states_latency(self) -> bool:
        """Whether there is any target for how long requests take."""
        times = (self.p50_ms, self.p95_ms, self.p99_ms, self.p999_ms, self.mean_ms)
        return any(time is not None for time in times)


class Journey(Record):
    """One thing users do, from the entry component on, with its load and its targets."""

    id: Id
    name: Label = ""
    entry: Id | None = None
    peak_rps: NotNegative | None = None
    average_rps: NotNegative | None = None
    criticality: Criticality = "high"
    targets: Targets = Targets()
    consistency: Consistency | None = None
    attributes: Attributes = {}

    def calls_over(self, connection: Connection) -> float:
        """Return how many calls over the connection one handled request of this journey makes."""
        if isinstance(connection.calls, dict):
            return float(connection.calls.get(self.id, 0))
        return float(connection.calls)

    @classmethod
    def named(cls, journey_id: str, **fields: Any) -> Self:
        """Return a journey that is called after its id."""
        return cls(id=journey_id, **{"name": journey_id.replace("-", " ").capitalize(), **fields})
