"""Where the instances of a component stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.model import Component


def instances_by_zone(context: Context, component: Component) -> dict[str, int]:
    """Return the number of instances in each zone that the component stands in."""
    groups = context.design.group_by_id
    found: dict[str, int] = {}
    for place, instances in context.domains.placement(component).items():
        for domain in place:
            if groups[domain].kind == "zone":
                found[domain] = found.get(domain, 0) + len(instances)
    return found
