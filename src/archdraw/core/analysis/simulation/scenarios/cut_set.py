"""The failures of a minimal cut set, all at once: what it looks like when the journey is down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.program import Disturbances, Outage
from archdraw.core.analysis.simulation.scenarios.scenario import Parameter, Scenario, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.simulation.scenarios.scenario import Site, When

MOST_SETS = 20
JOINED = "+"


def _cut_sets(site: Site) -> list[str]:
    """Return the most probable minimal cut sets, each as the ids of its events joined by “+”."""
    from archdraw.core.analysis.journeys import lower_journey
    from archdraw.core.analysis.reliability.losses import single_losses
    from archdraw.core.analysis.reliability.measures import MeasureBuilder

    model = site.model
    lowered = lower_journey(model, model.design.journey_by_id[site.journey])
    formula = lowered.formulas.get("served")
    if formula is None:
        return []
    scenarios = single_losses(model.system, [c.id for c in model.design.components], model.tree.ids)
    builder = MeasureBuilder(model.system, scenarios, [formula.root], model.design.settings)
    found = builder.measure(formula).cut_sets.list
    return [JOINED.join(one.events) for one in found[:MOST_SETS]]


def _stage(_site: Site, element: str, _values: Mapping[str, float], when: When) -> Staged:
    events = element.split(JOINED)
    outages = tuple(Outage(event, when.start_s, when.end_s) for event in events)
    note = (
        "The failures are chosen, not waited for: how often they happen is what availability says; the "
        "simulation says what requests meet when they do."
    )
    return Staged(Disturbances(outages=outages), notes=(note,))


SCENARIO = Scenario(
    "cut-set",
    "A minimal cut set fails",
    "The failures that together stop the journey, the most probable ones first.",
    _stage,
    (Parameter("for_s", "For", "s", 600.0, 0.001),),
    element_label="Cut set",
    elements=_cut_sets,
    event_s="for_s",
    during="failed",
)
