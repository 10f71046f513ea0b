"""Which inputs a design states as ranges; the work with them is in `ranges`, loaded where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archdraw.core.model import Design


# What may be stated as a range, by table: fields of the record or names of its attributes.
RANGED: dict[str, tuple[str, ...]] = {
    "components": ("availability", "capacity_rps", "service_time_ms", "hit_ratio"),
    "groups": ("availability",),
    "connections": ("availability",),
    "journeys": ("peak_rps",),
}


def stated_ranges(design: Design) -> dict[str, tuple[float, float]]:
    """Return the ranges of unavailability (low, high) by element; what makes no sense is left out."""
    found: dict[str, tuple[float, float]] = {}
    for element in (*design.components, *design.groups, *design.connections):
        ranges: Any = element.attributes.get("ranges")
        stated = ranges.get("availability") if isinstance(ranges, dict) else None
        if not isinstance(stated, list | tuple) or len(stated) != 2:
            continue
        low, high = stated
        if all(isinstance(end, int | float) and not isinstance(end, bool) for end in (low, high)) and (
            0.0 < low < high < 1.0
        ):
            found[element.id] = 1.0 - high, 1.0 - low
    return found
