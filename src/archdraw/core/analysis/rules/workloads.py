"""What the Kubernetes rules ask: which components are workloads, and what their manifests state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.usage import journeys_through_any

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.model import Component, Journey

NO_WORKLOADS = NotApplicable("no Kubernetes workloads")
_SCALES = {
    "": 1.0, "m": 1e-3, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15,
    "ki": 2.0**10, "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40, "Pi": 2.0**50,
}  # fmt: skip
_KINDS = ("k8s_pod", "k8s_deployment", "k8s_statefulset", "k8s_ingress")


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


def quantity(component: Component, of: str, key: str) -> float | None:
    """Return an amount of cpu (cores) or memory (bytes) that is stated: "500m", "512Mi", 2 … or None."""
    stated = component.attributes.get(of)
    value = stated.get(key) if isinstance(stated, dict) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(m|[kKMGTP]i?)?\s*", str(value))
    return float(match[1]) * _SCALES[match[2] or ""] if match else None


def names_of(context: Context, components: Sequence[Component]) -> str:
    """Return the names in a sentence; many are cut to the first ones and a count."""
    return named(context, [component.id for component in components])


def journeys_of(context: Context, components: Sequence[Component]) -> list[Journey]:
    """Return the journeys that depend on any of the components."""
    return journeys_through_any(context, [component.id for component in components])
