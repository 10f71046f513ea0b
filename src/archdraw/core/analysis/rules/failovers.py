"""What the target rules ask: how long a component takes until its standby serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.model import Component


def failover_seconds(context: Context, component: Component) -> float | None:
    """Return the failover time of a component with a standby: stated, or its kind's; None: no failover."""
    part = context.part(component.id)
    switches = part.redundancy in ("active-passive", "quorum") and part.replicas > 1
    if part.client or part.managed or not switches:
        return None
    if component.failover_s is not None:
        return component.failover_s
    return part.kind.failover_s.value
