"""Basic events and the units that the structure function is made of."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from archdraw.core.records import frozen

EventKind = Literal["instance", "managed", "domain", "ccf", "failover", "connection"]


@frozen
class Event:
    """Something that is down with a probability, independently of all other events.

    `element` is the component, group or connection it belongs to; `period_hours` is its MTBF + MTTR
    where known.
    """

    index: int
    id: str
    kind: EventKind
    element: str
    probability: float
    period_hours: float | None = None


@frozen
class InstanceGroup:
    """Instances of one component that sit in the same failure domains.

    `domain_mask` has a bit per domain event, `all_domains` names every domain, also the perfect ones;
    `events` are the instances' events (of a very large component only the first); `numbers` are those of
    the instances, from 0.
    """

    domain_mask: int
    all_domains: tuple[str, ...]
    count: int
    events: tuple[int, ...]
    numbers: tuple[int, ...]


@frozen
class Unit:
    """A part of the structure function that fails independently of all others, given the domains.

    Either one event (`event` is its index), or the instances of a component of which `needed` must be
    up, each down with probability `failure`. `base` is the index of the unit whose instances it counts:
    its own, or, where it needs more of the same instances than another one (`above` of them are up at
    most when that one fails), the first of these. `built` are domain masks and counts of the groups.
    """

    index: int
    id: str
    event: int | None = None
    groups: tuple[InstanceGroup, ...] = ()
    needed: int = 1
    failure: float = 0.0
    domain_mask: int = 0
    count: int = 1
    base: int = -1
    above: int = 0
    built: tuple[tuple[int, int], ...] = ()
    tables: dict[int, float] = field(default_factory=dict, compare=False, repr=False)
    slopes: dict[int, float] = field(default_factory=dict, compare=False, repr=False)

    def available(self, lost_domains: int) -> int:
        """Return how many instances have no lost domain around them."""
        left = 0
        for group in self.groups:
            if not group.domain_mask & lost_domains:
                left += group.count
        return left
