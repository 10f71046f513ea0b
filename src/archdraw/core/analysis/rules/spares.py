"""Who looks after a single part: balancers and primaries have rules of their own, with better remedies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.model import Component

_EDGE_KINDS = ("l4_load_balancer", "l7_load_balancer", "reverse_proxy", "api_gateway", "k8s_ingress")


def is_gateway(context: Context, component: str) -> bool:
    """Return whether the component is a balancer or gateway (SPF-03's subject)."""
    return context.part(component).kind.id in _EDGE_KINDS


def lacks_standby(context: Context, component: Component) -> bool:
    """Return whether it is a database primary that nothing can replace (SPF-02's subject)."""
    part = context.part(component.id)
    if component.kind != "rdbms_primary" or part.managed or part.replicas > 1:
        return False
    if component.attributes.get("standby") is True:
        return False
    _, outgoing = context.neighbours(component.id)
    return not any(link.kind == "replicate" and link.promotes for link in outgoing)
