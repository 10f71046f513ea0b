"""Fixes on connections: how a call waits, gives up and falls back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.fixes.fix import Fix, Site
from archdraw.core.analysis.fixes.revising import with_attributes, with_fields

if TYPE_CHECKING:
    from archdraw.core.model import Connection, Design

# A call gives up after so many times the p99 of what it calls, and not before the least.
_TIMES_P99 = 2.0
_LEAST_MS = 100.0
_UNKNOWN_MS = 1000.0
_BOUND = 100


def add_circuit_breaker(site: Site) -> Design:
    """Break the calls off after repeated failures."""
    return with_fields(site.design, {one.id: {"circuit_breaker": True} for one in site.connections()})


def set_timeout(site: Site) -> Design:
    """Give each call a timeout above the p99 of what it calls."""
    changes = {one.id: {"timeout_ms": _timeout(site, one)} for one in site.connections()}
    return with_fields(site.design, changes)


def make_async(site: Site) -> Design:
    """Make one of the calls asynchronous: the first one that removes the finding."""
    tried = [with_fields(site.design, {one.id: {"mode": "async"}}) for one in site.connections()]
    return next((design for design in tried if not site.remains(design)), tried[0])


def make_optional(site: Site) -> Design:
    """Mark the calls to the component as not critical, with a fallback."""
    into = [one for one in site.design.connections if one.target == site.component.id]
    fields = {"critical": False, "fallback": True}
    return with_fields(
        site.design,
        {one.id: {**fields, "timeout_ms": one.timeout_ms or _timeout(site, one)} for one in into},
    )


def bound_fan_out(site: Site) -> Design:
    """Bound the number of calls that one event becomes."""
    return with_attributes(site.design, [one.id for one in site.connections()], {"fan_out": _BOUND})


def _timeout(site: Site, connection: Connection) -> float:
    target = site.design.component_by_id[connection.target]
    kind = site.part(connection.target).kind
    p99 = target.service_time_p99_ms or kind.p99_ms.value
    mean = target.service_time_ms or kind.mean_ms.value
    known = p99 or (None if mean is None else mean * 5.0)
    return _UNKNOWN_MS if known is None else max(_LEAST_MS, _rounded(known * _TIMES_P99))


def _rounded(value: float) -> float:
    """Return a number of one or two figures: nobody sets a timeout of 617 ms."""
    return float(f"{value:.1g}") if value < 1000.0 else float(f"{value:.2g}")


FIXES = (
    Fix("add-circuit-breaker", "Add a circuit breaker", add_circuit_breaker),
    Fix("set-timeout", "Set timeouts", set_timeout),
    Fix("make-async", "Make one call asynchronous", make_async),
    Fix("make-optional", "Make it optional, with a fallback", make_optional),
    Fix("bound-fan-out", "Bound the fan-out", bound_fan_out),
)
