"""What losing each component, instance and domain does to each journey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.result import Impact, LossRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.losses import Scenarios
    from archdraw.core.analysis.structure.lowering import Lowered, LoweredJourney


def loss_rows(
    scenarios: Scenarios, losing: Callable[[Lowered], int], journeys: Sequence[LoweredJourney]
) -> tuple[LossRow, ...]:
    """Return one row for each possible loss; `losing` returns the word of the scenarios that fail a formula.

    down: *served* fails; degraded: only *full* or *done* does; full: nothing is missing.
    """
    verdicts: list[tuple[str, int, int]] = []
    for lowered in journeys:
        if lowered.formulas:
            down = losing(lowered.formulas["served"])
            degraded = losing(lowered.formulas["full"]) | losing(lowered.formulas["done"])
            verdicts.append((lowered.journey.id, down, degraded))
    names = [journey for journey, _, _ in verdicts]
    # Of thousands of losses most do the same to all journeys: these share one table.
    known: dict[tuple[Impact, ...], dict[str, Impact]] = {}
    tables: dict[int, dict[str, Impact]] = {}
    for bit in set(scenarios.loss_bit):
        impacts = tuple([_impact(down >> bit & 1, degraded >> bit & 1) for _, down, degraded in verdicts])
        table = known.get(impacts)
        if table is None:
            table = known[impacts] = dict(zip(names, impacts, strict=True))
        tables[bit] = table
    return tuple(
        [
            LossRow(lost, kind, tables[bit])
            for bit, (lost, kind) in zip(scenarios.loss_bit, scenarios.losses, strict=True)
        ]
    )


def _impact(down: int, degraded: int) -> Impact:
    return "down" if down else "degraded" if degraded else "full"
