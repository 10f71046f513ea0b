"""Whether a line runs through a box, said without the router."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from archdraw.core.geometry import Box


def crosses(route: Sequence[tuple[float, float]], box: Box) -> bool:
    """Tell whether a line of upright and level segments touches the inside of a box."""
    return any(
        max(ax, bx) > box.x and min(ax, bx) < box.right and max(ay, by) > box.y and min(ay, by) < box.bottom
        for (ax, ay), (bx, by) in pairwise(route)
    )
