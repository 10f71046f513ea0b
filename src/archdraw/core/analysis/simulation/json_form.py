"""A simulation as JSON: what a command prints, and what a document keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.result_json import plain

if TYPE_CHECKING:
    from archdraw.core.analysis.simulation.results import SimulationResult

FORMAT = "archdraw-simulation"


def simulation_json(result: SimulationResult) -> dict[str, Any]:
    """Return the result as JSON-ready objects, the same for the same request."""
    return {"format": FORMAT, "version": 1, **plain(result)}
