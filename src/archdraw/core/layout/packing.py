"""Parts that nothing connects, packed side by side into a shape like a page."""

from __future__ import annotations

from math import inf, log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.layout.measures import PAGE, Axes, badness

if TYPE_CHECKING:
    from collections.abc import Sequence

_TRIES = 24

Corner = tuple[float, float]


class Packed(NamedTuple):
    """The corner of each part, and the extents of all together, along and across."""

    corners: list[Corner]
    along: float
    across: float


def pack(sizes: Sequence[tuple[float, float]], gap: float, axes: Axes) -> Packed:
    """Return places for parts of these sizes (along, across), in their order, stacked in columns across.

    The height of the columns is chosen so that the whole is near to a page, with little waste.
    """
    if not sizes:
        return Packed([], 0.0, 0.0)
    tallest = max(across for _, across in sizes)
    whole = sum(across + gap for _, across in sizes) - gap
    best, least = Packed([], 0.0, 0.0), inf
    for limit in _limits(sizes, tallest, whole, gap):
        packed = _columns(sizes, gap, limit)
        shape = axes.shape(packed.along, packed.across)
        area = packed.along * packed.across / max(1.0, sum(a * b for a, b in sizes))
        cost = 3.0 * badness(shape) + 0.2 * abs(log(shape / PAGE)) + log(area)
        if cost < least - 1e-9:
            best, least = packed, cost
    return best


def _limits(sizes: Sequence[tuple[float, float]], tallest: float, whole: float, gap: float) -> list[float]:
    """Return heights worth trying: the whole stack, then ever lower ones down to the tallest part."""
    area = sum((along + gap) * (across + gap) for along, across in sizes)
    ideal = sqrt(area)
    wanted = [whole, tallest, *(ideal * (0.5 + 2.0 * step / _TRIES) for step in range(_TRIES))]
    return sorted({max(tallest, limit) for limit in wanted}, reverse=True)


def _columns(sizes: Sequence[tuple[float, float]], gap: float, limit: float) -> Packed:
    corners: list[Corner] = []
    left = at = longest = highest = 0.0
    for along, across in sizes:
        if at > 0.0 and at + across > limit:
            left += longest + gap
            at = longest = 0.0
        corners.append((left, at))
        at += across + gap
        longest = max(longest, along)
        highest = max(highest, at - gap)
    return Packed(corners, left + longest, highest)
