"""What the data rules ask: which components are stores, and which of them keep data of record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.model import Component

# Made again from elsewhere, or kept safe by those who run them.
_DERIVED_KINDS = ("rdbms_replica", "search_index", "data_warehouse", "time_series")
_SAFE_KINDS = ("object_store", "data_lake", "file_store")


def stores_of(context: Context) -> list[Component]:
    """Return the components that store data."""
    return [c for c in context.design.components if context.role(c.id) == "store"]


def is_store_of_record(context: Context, component: Component) -> bool:
    """Return whether the component holds data that nothing else holds."""
    stated = component.attributes.get("store_of_record")
    if isinstance(stated, bool):
        return stated
    keeps = context.role(component.id) == "store" or _has_claim(component)
    return keeps and component.kind not in _DERIVED_KINDS


def keeps_data_durably(context: Context, component: Component) -> bool:
    """Return whether the component is a durable store of record that needs a backup."""
    keeps = context.role(component.id) == "store" or _has_claim(component)
    return keeps and component.kind not in _SAFE_KINDS and is_store_of_record(context, component)


def _has_claim(component: Component) -> bool:
    """Return whether the component is a set of pods with disks of their own."""
    return component.kind == "k8s_statefulset" and component.attributes.get("volume") == "pvc"
