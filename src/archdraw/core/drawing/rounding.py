"""Connector lines with round corners and small arcs where they jump over others."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from archdraw.core.drawing.paths import QUARTER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.drawing.display import PathCommand, PathData

CORNER = 6.0
JUMP = 5.0


def rounded_line(
    points: Sequence[tuple[float, float]], jumps: Mapping[int, Sequence[float]], corner: float = CORNER
) -> PathData:
    """Return a line with round corners; `jumps` maps a segment to distances along it with an arc.

    Corners shrink where segments are short; a jump with no room for its arc is left out.
    """
    if len(points) < 2:
        return ()
    if len(points) == 2 and not jumps:
        # Of the lines of a large drawing half are straight.
        return (("M", *points[0]), ("L", *points[1]))
    lengths = [hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    commands: list[PathCommand] = [("M", *points[0])]
    last = len(points) - 2
    eaten = 0.0
    for index in range(last + 1):
        length = lengths[index] or 1.0
        (ax, ay), (bx, by) = points[index], points[index + 1]
        ux, uy = (bx - ax) / length, (by - ay) / length
        radius = 0.0 if index == last else min(corner, lengths[index] / 2, lengths[index + 1] / 2)
        if index in jumps:
            free = (eaten + JUMP, lengths[index] - radius - JUMP)
            for place in _kept(jumps[index], *free):
                commands += _arc(ax + ux * place, ay + uy * place, ux, uy)
        commands.append(("L", bx - ux * radius, by - uy * radius))
        if radius:
            nx, ny = points[index + 2]
            onward = lengths[index + 1] or 1.0
            vx, vy = (nx - bx) / onward, (ny - by) / onward
            k = radius * (1 - QUARTER)
            commands.append(
                (
                    "C",
                    bx - ux * k,
                    by - uy * k,
                    bx + vx * k,
                    by + vy * k,
                    bx + vx * radius,
                    by + vy * radius,
                )
            )
        eaten = radius
    return tuple(commands)


def _kept(places: Sequence[float], low: float, high: float) -> list[float]:
    """Return the places with room for an arc, none overlapping the one before."""
    kept: list[float] = []
    for place in sorted(places):
        if low <= place <= high and (not kept or place - kept[-1] >= 2 * JUMP):
            kept.append(place)
    return kept


def _arc(x: float, y: float, ux: float, uy: float) -> list[PathCommand]:
    """Return a half circle over (x, y): upwards over a level line, to the right over an upright one."""
    nx, ny = (uy, -ux) if (uy or ux) > 0 else (-uy, ux)
    r, k = JUMP, JUMP * QUARTER
    return [
        ("L", x - ux * r, y - uy * r),
        (
            "C",
            x - ux * r + nx * k,
            y - uy * r + ny * k,
            x - ux * k + nx * r,
            y - uy * k + ny * r,
            x + nx * r,
            y + ny * r,
        ),
        (
            "C",
            x + ux * k + nx * r,
            y + uy * k + ny * r,
            x + ux * r + nx * k,
            y + uy * r + ny * k,
            x + ux * r,
            y + uy * r,
        ),
    ]
