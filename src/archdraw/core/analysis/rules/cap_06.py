"""CAP-06: more bytes than the line carries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import severity_by_use
from archdraw.core.analysis.wording import number_text, percent_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component

_TUNNELS = ("vpn",)


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    if not any(c.payload_bytes for c in context.design.connections):
        return NotApplicable("no connection states its payload")
    found = []
    for component in context.design.components:
        part = context.part(component.id)
        if part.client or (part.managed and component.kind not in _TUNNELS):
            continue
        carried, limit = _bits(context, component), _limit(context, component)
        if carried <= limit:
            continue
        found.append(
            RULE.finding(
                [component.id],
                f"{context.name(component.id)} has to carry {number_text(carried / 1e9, 3)}\u2009Gbit/s "
                "at peak, "
                f"{percent_text(carried / limit)} of its {number_text(limit / 1e9, 3)}\u2009Gbit/s.",
                severity=severity_by_use(context, RULE.severity, component.id),
                evidence={"bit_s": carried, "limit_bit_s": limit, "instances": part.serving},
                remedy="Let clients get files from a CDN or upload them past it, or add instances.",
                fix=None if part.managed else "add-instance",
            )
        )
    return found


def _bits(context: Context, component: Component) -> float:
    """Return bits per second in the busier direction; what is called answers with the payload."""
    incoming, outgoing = context.neighbours(component.id)
    return max(
        sum(
            context.load.connections.get(link.id, 0.0) * link.payload_bytes * 8.0
            for link in links
            if link.payload_bytes
        )
        for links in (incoming, outgoing)
    )


def _limit(context: Context, component: Component) -> float:
    if component.kind in _TUNNELS:
        return threshold(context, "bandwidth_vpn_bit_s") * max(1, component.replicas)
    return threshold(context, "bandwidth_instance_bit_s") * context.part(component.id).serving


RULE = Rule(
    id="CAP-06",
    title="Bandwidth",
    severity="high",
    rationale="A full line delays everything on it, small requests too.",
    source="AWS VPN quotas; common network interfaces",
    thresholds=("bandwidth_instance_bit_s", "bandwidth_vpn_bit_s"),
    fixes=("add-instance",),
    check=_check,
)
