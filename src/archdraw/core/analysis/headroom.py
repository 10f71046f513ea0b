"""How far the load can grow: what breaks first, what is left after a loss, what piles up, what fills up."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from archdraw.core.records import frozen

LimitKind = Literal["capacity", "pool", "quota"]


@frozen
class Limit:
    """Something that ends growth: at `factor` times the stated peak, when it gets `rate_rps`."""

    element: str
    kind: LimitKind
    factor: float
    rate_rps: float

    def broken_at(self, times: float) -> bool:
        """Return whether so many times the stated peak is at the limit or beyond.

        At its limit exactly a queue has no end either; a limit that was searched for is about as close.
        """
        return self.factor <= times * (1.0 + 1e-9)


@frozen
class CeilingAfterLoss:
    """What a journey still carries (1/s) without one instance or domain; 0 where it does not work at all."""

    lost: str
    kind: Literal["instance", "domain"]
    journey: str
    ceiling_rps: float
    bottleneck: str | None
    peak_rps: float | None

    @property
    def enough(self) -> bool | None:
        """Whether the peak is still carried; None where no peak is stated."""
        return None if self.peak_rps is None else self.ceiling_rps >= self.peak_rps


@frozen
class AfterZone:
    """How busy a component is (0..∞) at peak while the zone is lost without which it is busiest."""

    component: str
    zone: str
    utilisation: float


@frozen
class Backlog:
    """What piles up between a queue and one consumer during a peak, and how long that takes to go away.

    Rates per s, times in s. `drained_s` counts from the height of the backlog; None: it never goes away.
    `oldest_s` is how long the message waits that comes in then. `bytes` is None without a stated payload.
    """

    connection: str
    queue: str
    consumer: str
    peak_rps: float
    average_rps: float
    drain_rps: float
    peak_s: float
    messages: float
    bytes: float | None
    oldest_s: float
    drained_s: float | None
    lost: float = 0.0


@frozen
class StorageGrowth:
    """By how many bytes a store grows a day (all copies), what it holds after a year, and when it is full."""

    component: str
    bytes_day: float
    stated: bool
    copies: int
    bytes_now: float | None
    bytes_year: float
    full_in_days: float | None


@frozen
class Storm:
    """A component that repeated calls can keep overloaded: its rate (1/s) as usual, and stuck."""

    component: str
    rate_rps: float
    stuck_rps: float
    stuck_utilisation: float | None


@frozen
class Headroom:
    """Everything about growth. Bandwidth is in bytes/s by connection; cost a month in the design's currency.

    `cost_unknown` are components without a figure: the sum leaves them out. `storms` are empty unless the
    design is metastable. `after_zone` has the components that are busier without some zone.
    """

    limits: tuple[Limit, ...] = ()
    after_loss: tuple[CeilingAfterLoss, ...] = ()
    backlogs: tuple[Backlog, ...] = ()
    storage: tuple[StorageGrowth, ...] = ()
    bandwidth: dict[str, float] = field(default_factory=dict)
    cost_month: float | None = None
    cost_unknown: tuple[str, ...] = ()
    storms: tuple[Storm, ...] = ()
    after_zone: tuple[AfterZone, ...] = ()

    def breaking(self, factor: float) -> tuple[Limit, ...]:
        """Return what is at its limit or beyond at so many times the stated peak, the first first."""
        return tuple(limit for limit in self.limits if limit.broken_at(factor))
