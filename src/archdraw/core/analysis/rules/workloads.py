"""What the Kubernetes rules ask: which components are workloads, and what their manifests state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.model import Component, Journey

NO_WORKLOADS = NotApplicable("no Kubernetes workloads")
_KINDS = ("k8s_pod", "k8s_deployment", "k8s_statefulset", "k8s_ingress")
_SHOWN_NAMES = 4


def workloads(context: Context) -> list[Component]:
    """Return the components that run as pods: by their kind, or because a controller is stated."""
    return [c for c in context.design.components if c.kind in _KINDS or "controller" in c.attributes]


def controller(component: Component) -> str:
    """Return what keeps the pods running: deployment, statefulset, daemonset, or none."""
    stated = component.attributes.get("controller")
    if isinstance(stated, str):
        return stated
    by_kind = {"k8s_deployment": "deployment", "k8s_statefulset": "statefulset", "k8s_ingress": "deployment"}
    return by_kind.get(component.kind, "none")


def keeps_data(context: Context, component: Component) -> bool:
    """Return whether data live in the component: a store, or a cache that is the store of record."""
    role = context.role(component.id)
    is_cache_of_record = role == "cache" and component.attributes.get("store_of_record") is True
    return role == "store" or is_cache_of_record or component.kind == "k8s_statefulset"


def named(context: Context, components: Sequence[Component]) -> str:
    """Return the names in a sentence; many are cut to the first ones and a count."""
    names = [context.name(component.id) for component in components]
    if len(names) <= _SHOWN_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[: _SHOWN_NAMES - 1])} and {len(names) - _SHOWN_NAMES + 1} more"


def journeys_of(context: Context, components: Sequence[Component]) -> list[Journey]:
    """Return the journeys that depend on any of the components."""
    found = {j.id: j for component in components for j in context.journeys_through(component.id)}
    return list(found.values())
