"""What losing each component, instance and domain does to each journey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.result import Impact, LossRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.reliability.losses import Scenarios
    from archdraw.core.analysis.structure.lowering import LoweredJourney


def loss_rows(
    scenarios: Scenarios, words: Mapping[int, int], journeys: Sequence[LoweredJourney]
) -> tuple[LossRow, ...]:
    """Return one row for each possible loss.

    down: *served* fails; degraded: only *full* or *done* does; full: nothing is missing.
    """
    verdicts: list[tuple[str, int, int]] = []
    for lowered in journeys:
        if lowered.formulas:
            down = words[lowered.formulas["served"].root]
            degraded = words[lowered.formulas["full"].root] | words[lowered.formulas["done"].root]
            verdicts.append((lowered.journey.id, down, degraded))
    rows: list[LossRow] = []
    for bit, (lost, kind) in enumerate(scenarios.losses):
        impacts: dict[str, Impact] = {}
        for journey, down, degraded in verdicts:
            impacts[journey] = "down" if down >> bit & 1 else "degraded" if degraded >> bit & 1 else "full"
        rows.append(LossRow(lost, kind, impacts))
    return tuple(rows)
