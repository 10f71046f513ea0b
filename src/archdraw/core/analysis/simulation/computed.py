"""What formulas say about the journey that is simulated, as far as they say anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.load import utilisation
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.modelling import Model


@frozen
class Computed:
    """Computed figures: by component utilisation and waiting (ms), of the journey its latencies (ms).

    A latency is a range with certain ends. `unstable` names what gets more than it can serve,
    `approximations` in words what the latencies take for granted.
    """

    utilisation: dict[str, float]
    waiting_ms: dict[str, float]
    latency: dict[str, tuple[float, float]]
    unstable: tuple[str, ...] = ()
    approximations: tuple[str, ...] = ()


def computed_figures(model: Model, journey: str) -> Computed:
    """Return what is computed for a journey at the stated load."""
    del journey
    busy = {
        component: share
        for component, part in model.parts.items()
        if not part.client and (share := utilisation(model.load, part)) is not None
    }
    over = tuple(component for component, share in busy.items() if share >= 1.0)
    return Computed(busy, {}, {}, over)
