"""What fails independently of each other, together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def any_fails(chances: Iterable[float]) -> float:
    """Return how likely it is that any of independent failures holds: 1 − Π(1 − p), without cancellation."""
    failed = 0.0
    for chance in chances:
        failed += chance * (1.0 - failed)
    return failed


def lightest(masses: Iterable[float], room: float) -> tuple[int, float]:
    """Return how many masses, in rising order, weigh no more than there is room for, and what they weigh."""
    number, weight = 0, 0.0
    for mass in masses:
        if weight + mass > room:
            break
        weight += mass
        number += 1
    return number, weight
