"""Fixes on connections: how a call waits, gives up and falls back."""

from __future__ import annotations

import math
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
# What waits longer has a fifth to spare for its own work.
_SPARE = 1.2


def add_circuit_breaker(site: Site) -> Design:
    """Break the calls off after repeated failures."""
    return with_fields(site.design, {one.id: {"circuit_breaker": True} for one in site.connections()})


def set_timeout(site: Site) -> Design:
    """Give each call a timeout above the p99 of what it calls."""
    calls = site.connections()
    wanted = {one.id: max(_timeout(site, one), _waits_below(site, one) * _SPARE) for one in calls}
    above = [c.timeout_ms for c in site.design.connections if c.target == calls[0].source and c.timeout_ms]
    room, total = min(above, default=None), sum(wanted.values())
    if room is not None and total * _SPARE > room:
        wanted = {name: value * room / (total * _SPARE) for name, value in wanted.items()}
    return with_fields(site.design, {name: {"timeout_ms": _rounded(value)} for name, value in wanted.items()})


def shorten_timeouts(site: Site) -> Design:
    """Shorten what the callee waits for until the caller waits longer."""
    evidence = site.finding.evidence
    share = float(evidence["timeout_ms"]) / (float(evidence["callee_waits_ms"]) * _SPARE)
    inner = [one for one in site.connections() if one.id != evidence["connection"] and one.timeout_ms]
    shorter = {one.id: {"timeout_ms": _rounded_down((one.timeout_ms or 0.0) * share)} for one in inner}
    return with_fields(site.design, shorter)


def retry_once(site: Site) -> Design:
    """Retry on the first layer only."""
    return with_fields(site.design, {one.id: {"retries": 0} for one in site.connections()[1:]})


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


def _waits_below(site: Site, connection: Connection) -> float:
    """Return how long the callee may wait for its own calls, in milliseconds."""
    inner = [c for c in site.design.connections if c.source == connection.target and c.synchronous]
    each = [(c.timeout_ms or 0.0) * (1 + c.retries) for c in inner if c.kind == "call"]
    return sum(each)


def _rounded_down(value: float) -> float:
    """Return two figures, never more than the value."""
    step: float = 10.0 ** (math.floor(math.log10(value)) - 1)
    return float(f"{math.floor(value / step + 1e-9) * step:.6g}")


def _rounded(value: float) -> float:
    """Return a number of two figures: nobody sets a timeout of 617 ms."""
    return float(f"{value:.2g}")


FIXES = (
    Fix("add-circuit-breaker", "Add a circuit breaker", add_circuit_breaker),
    Fix("set-timeout", "Set timeouts", set_timeout),
    Fix("shorten-timeouts", "Shorten the inner timeouts", shorten_timeouts),
    Fix("retry-once", "Retry on the first layer only", retry_once),
    Fix("make-async", "Make one call asynchronous", make_async),
    Fix("make-optional", "Make it optional, with a fallback", make_optional),
    Fix("bound-fan-out", "Bound the fan-out", bound_fan_out),
)
