"""The figures the analysis uses for each component and domain: stated, or the catalogue's defaults.

Every default taken is written down as an Assumption, with its confidence and source.
"""

from __future__ import annotations

import math
from dataclasses import replace
from sys import intern
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.result import Assumption
from archdraw.core.giving_way import give_way
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.catalog import ComponentKind, Figure
    from archdraw.core.model import Component, Connection, Group

DEFAULT_MTTR_HOURS = 1.0


def failure_of(availability: float) -> float:
    """Return 1 − availability by the digits that were written: of 0.999999999 it is 1e-9.

    The difference of the binary numbers is 3e-8 off there, which is more than results may be.
    """
    text = repr(availability)
    if not text.startswith("0.") or "e" in text:
        return 1.0 - availability
    return round(1.0 - availability, len(text) - 2)


@frozen
class PartFigures:
    """What the analysis takes for one component.

    `failure` is the probability that one instance (a managed component: the whole) is down, without its
    domains. `period_hours` is MTBF + MTTR where repair is known. `failover` is the unavailability that
    one failover causes; 0 where there is none. `capacity_rps` is that of one instance, None if unknown.
    `needed` is the number of instances that must be up; `stricter` the number where caches are down, whose
    misses then come here as well: pairs of caches and instances.
    """

    id: str
    kind: ComponentKind
    client: bool
    managed: bool
    replicas: int
    needed: int
    redundancy: str
    failure: float
    period_hours: float | None
    beta: float
    failover: float
    serving: int
    capacity_rps: float | None
    cost_month: float | None
    stricter: tuple[tuple[frozenset[str], int], ...] = ()

    @property
    def total_capacity_rps(self) -> float | None:
        """Requests per second of all serving instances."""
        return None if self.capacity_rps is None else self.capacity_rps * self.serving

    def needing(self, instances: int) -> PartFigures:
        """Return a copy that needs that many instances."""
        return replace(self, needed=instances)


class FigureBook:
    """Looks figures up and keeps the list of what was assumed on the way."""

    def __init__(self, catalog: Kinds) -> None:
        self._catalog = catalog
        self.assumptions: list[Assumption] = []

    def part(self, component: Component, *, promotes: bool) -> PartFigures:
        """Return the figures of a component; `promotes`: another one takes over when it fails."""
        give_way()
        kind = self._catalog.kind(component.kind)
        client = kind.role == "client"
        managed = self._managed(component, kind)
        redundancy = component.redundancy or kind.default_redundancy
        if component.redundancy is None and component.replicas > 1 and not client and not managed:
            self._note(component.id, "redundancy", redundancy, "rule-of-thumb", f"default of {kind.label}")
        failure, period = (0.0, None) if client else self._failure(component, kind, managed=managed)
        standby = promotes or (redundancy == "active-passive" and component.replicas > 1 and not managed)
        failover = self._failover(component, kind, failure) if standby and not client else 0.0
        serving = component.serving or (1 if redundancy == "active-passive" else component.replicas)
        beta = _ratio(component.attributes.get("beta"))
        return PartFigures(
            id=component.id,
            kind=kind,
            client=client,
            managed=managed,
            replicas=component.replicas,
            needed=self._needed(component, redundancy, managed=managed),
            redundancy=redundancy,
            failure=failure,
            period_hours=period,
            beta=beta if component.replicas > 1 and not managed else 0.0,
            failover=failover,
            serving=serving,
            capacity_rps=None if client else self._capacity(component, kind),
            cost_month=self._cost(component, kind),
        )

    def domain_failure(self, group: Group) -> float:
        """Return the probability that a failure domain is down."""
        if group.availability is not None:
            return failure_of(group.availability)
        figure = self._catalog.group(group.kind).availability
        if figure.value is None or figure.value >= 1.0:
            return 0.0
        self._default(group.id, "availability", figure)
        return failure_of(figure.value)

    def domain_period(self, group: Group, failure: float) -> float | None:
        """Return MTBF + MTTR of a domain in hours, where its attribute `mttr_hours` is stated."""
        return _stated_period(group.attributes, failure)

    def link_period(self, connection: Connection, failure: float) -> float | None:
        """Return MTBF + MTTR of a connection in hours, where its attribute `mttr_hours` is stated."""
        return _stated_period(connection.attributes, failure)

    def derived(self, element: str, field: str, value: float | str, why: str) -> None:
        """Write down a figure that follows from others."""
        self.assumptions.append(Assumption(element, field, value, "derived", "derived", why))

    def default(self, element: str, field: str, figure: Figure) -> None:
        """Write down a figure that was taken from the catalogue."""
        self._default(element, field, figure)

    def assumed(self, element: str, field: str, value: float, why: str, unit: str) -> None:
        """Write down a figure that was assumed because nothing is stated."""
        self._note(element, field, value, "rule-of-thumb", why, unit)

    def hit_ratio(self, cache: Component) -> float:
        """Return the share of requests that a cache answers."""
        stated = cache.attributes.get("hit_ratio")
        if _is_number(stated):
            return _ratio(stated)
        spec = self._catalog.kind(cache.kind).attribute("hit_ratio")
        if spec is None or not _is_number(spec.default):
            return 0.0
        ratio = _ratio(spec.default)
        self._note(
            cache.id, "hit_ratio", ratio, "rule-of-thumb", spec.default_source or "default of the kind"
        )
        return ratio

    def _managed(self, component: Component, kind: ComponentKind) -> bool:
        if component.managed is not None:
            return component.managed
        if kind.managed:
            self._note(component.id, "managed", True, "rule-of-thumb", f"{kind.label} exists as a service")
        return kind.managed

    def _failure(
        self, component: Component, kind: ComponentKind, *, managed: bool
    ) -> tuple[float, float | None]:
        mtbf, mttr = component.mtbf_hours, component.mttr_hours
        if component.availability is not None:
            self._stated(component, "availability", component.availability, "")
            failure = failure_of(component.availability)
            return failure, _period(failure, mtbf, mttr)
        if mtbf is not None:
            if mttr is None:
                mttr = DEFAULT_MTTR_HOURS
                self._note(component.id, "mttr_hours", mttr, "assumed", "no repair time stated", "h")
            return mttr / (mtbf + mttr), mtbf + mttr
        figure = kind.availability_redundant if managed else kind.availability_single
        if figure.value is None:
            self._note(component.id, "availability", 1.0, "assumed", "nothing is known of this kind")
            return 0.0, None
        self._default(component.id, "availability", figure)
        failure = failure_of(figure.value)
        return failure, _period(failure, None, mttr)

    def _failover(self, component: Component, kind: ComponentKind, failure: float) -> float:
        seconds = component.failover_s
        if seconds is None:
            seconds = kind.failover_s.value
            if seconds is None:
                return 0.0
            self._default(component.id, "failover_s", kind.failover_s)
        period = _period(failure, component.mtbf_hours, component.mttr_hours)
        if period is None:
            if failure <= 0.0:
                return 0.0
            period = DEFAULT_MTTR_HOURS / failure
            self._note(
                component.id, "mttr_hours", DEFAULT_MTTR_HOURS, "assumed", "no repair time stated", "h"
            )
        return min(1.0, seconds / (period * 3600.0))

    def _needed(self, component: Component, redundancy: str, *, managed: bool) -> int:
        required = 1 if component.required == "load" else component.required
        if managed or redundancy == "active-passive":
            return 1
        if redundancy == "quorum" and required == 1:
            majority = component.replicas // 2 + 1
            if component.replicas > 1:
                self.derived(component.id, "required", majority, "majority of the replicas")
            return majority
        return required

    def _capacity(self, component: Component, kind: ComponentKind) -> float | None:
        if component.capacity_rps is not None:
            self._stated(component, "capacity_rps", component.capacity_rps, "1/s")
            return component.capacity_rps
        if component.service_time_ms is not None:
            concurrency = component.concurrency
            if concurrency is None and kind.concurrency.value:
                concurrency = kind.concurrency.value
                self._default(component.id, "concurrency", kind.concurrency)
            if concurrency is not None:
                return concurrency * 1000.0 / component.service_time_ms
        if kind.capacity_rps.value:
            self._default(component.id, "capacity_rps", kind.capacity_rps)
            return kind.capacity_rps.value
        return None

    def _cost(self, component: Component, kind: ComponentKind) -> float | None:
        if component.cost_month is not None:
            return component.cost_month
        if kind.cost_month.value is None:
            return None
        if kind.cost_month.value:
            self._default(component.id, "cost_month", kind.cost_month)
        return kind.cost_month.value * component.replicas

    def _default(self, element: str, field: str, figure: Figure) -> None:
        self._note(element, field, figure.value, str(figure.confidence), figure.source, figure.unit)

    def _stated(self, component: Component, field: str, value: float, unit: str) -> None:
        note = component.sources.get(field)
        if note is not None:
            self.assumptions.append(
                Assumption(component.id, field, value, "stated", note.confidence, note.note, unit)
            )

    def _note(
        self,
        element: str,
        field: str,
        value: float | str | bool | None,
        trust: str,
        source: str,
        unit: str = "",
    ) -> None:
        # Thousands of assumptions have few sources: one text for all of them.
        entry = Assumption(element, field, value, "default", intern(trust), intern(source), unit)
        if not self.assumptions or self.assumptions[-1] != entry:
            self.assumptions.append(entry)


def _stated_period(attributes: Mapping[str, Any], failure: float) -> float | None:
    mttr: Any = attributes.get("mttr_hours")
    return float(mttr) / failure if _is_number(mttr) and mttr > 0 and failure > 0.0 else None


def _period(failure: float, mtbf: float | None, mttr: float | None) -> float | None:
    """Return MTBF + MTTR in hours where stated figures give it (MTBF = a·MTTR/(1 − a))."""
    if mtbf is not None and mttr is not None:
        return mtbf + mttr
    if mttr is not None and failure > 0.0:
        return mttr / failure
    if mtbf is not None and failure < 1.0:
        return mtbf / (1.0 - failure)
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _ratio(value: Any) -> float:
    return min(1.0, max(0.0, float(value))) if _is_number(value) else 0.0
