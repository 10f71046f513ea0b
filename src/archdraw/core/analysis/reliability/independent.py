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
