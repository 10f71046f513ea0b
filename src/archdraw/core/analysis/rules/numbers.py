"""Numbers that elements state as attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.model import Component, Connection, Journey


def number(element: Component | Connection | Journey, attribute: str) -> float | None:
    """Return a stated number, None where there is none (also for text or yes and no)."""
    value = element.attributes.get(attribute)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and value is not None else None


def whole(element: Component | Connection | Journey, attribute: str) -> int | None:
    """Return a stated whole number, None where there is none."""
    value = element.attributes.get(attribute)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
