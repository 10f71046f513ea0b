"""Round values for the axis of a picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Ticks = tuple[tuple[float, str], ...]


def even_ticks(highest: float, text: Callable[[float], str], most: float = 5.0) -> Ticks:
    """Return values from 0 on at even, round distances; the last one is at or above the highest value."""
    step = round_step(highest, most)
    return tuple((step * at, text(step * at)) for at in range(max(1, math.ceil(highest / step - 1e-9)) + 1))


def decade_ticks(lowest: float, highest: float, text: Callable[[float], str]) -> Ticks:
    """Return powers of ten around values above 0."""
    first, last = math.floor(math.log10(lowest) + 1e-9), math.ceil(math.log10(highest) - 1e-9)
    return tuple((10.0**power, text(10.0**power)) for power in range(first, max(last, first + 1) + 1))


def round_step(highest: float, most: float = 5.0) -> float:
    """Return a round distance of ticks, at most so many of which reach the highest value."""
    if highest <= 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest / most))
    return next(
        power * times for times in (1.0, 2.0, 2.5, 5.0, 10.0, 20.0) if highest / (power * times) <= most
    )
