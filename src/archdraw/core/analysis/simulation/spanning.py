"""How long a run takes, and where the event of its scenario lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.compiling import rate_of
from archdraw.core.analysis.simulation.computed import mean_latency_s
from archdraw.core.analysis.simulation.program import Span
from archdraw.core.analysis.simulation.request import DEFAULT_REQUESTS
from archdraw.core.analysis.wording import downtime_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.simulation.request import SimulationRequest
    from archdraw.core.analysis.simulation.scenarios.scenario import Scenario, Site

# Cut off before measuring, as a share of what is measured.
WARM_UP = 0.15
INTERVALS = 60
_BEFORE, _LONGEST_EVENT = 0.25, 0.4
# A run that lasts so many times as long as a request takes shows what there is to see …
LONG_ENOUGH = 120.0
# … and one that lasts less than so many times begins and ends amid it.
TOO_SHORT = 30.0
# Where nothing is asked for, one replication makes no more visits to components, over all journeys.
MOST_VISITS = 300_000


def span_of(
    play: Scenario, values: Mapping[str, float], request: SimulationRequest, site: Site
) -> tuple[Span, tuple[str, ...]]:
    """Return how long the run takes and where its event lies, with notes on what had to be cut."""
    notes: list[str] = []
    length = _length(request, site, notes)
    warm_up = length * WARM_UP
    if not play.eventful:
        return Span(warm_up, (("steady", warm_up, warm_up + length),), INTERVALS), tuple(notes)
    # Phases end at looks, so that arrivals are counted exactly.
    step = length / INTERVALS
    before = round(_BEFORE * INTERVALS)
    wanted = values.get(play.event_s, float("inf"))
    most = round(_LONGEST_EVENT * INTERVALS)
    event = max(1, min(most, round(wanted / step) if wanted < length else most))
    if play.event_s and wanted > event * step * 1.5:
        notes.append(
            f"Of the {downtime_text(wanted)} only {downtime_text(event * step)} are simulated. Ask for more "
            "requests, or for a duration, to see more of it."
        )
    marks = [warm_up, warm_up + before * step, warm_up + (before + event) * step, warm_up + length]
    # Requests that come right before the event meet it on their way: they belong to no phase.
    phases = (
        ("before", marks[0], marks[1] - step),
        (play.during, marks[1], marks[2]),
        ("after", marks[2], marks[3]),
    )
    return Span(warm_up, phases, INTERVALS), tuple(notes)


def _length(request: SimulationRequest, site: Site, notes: list[str]) -> float:
    """Return how many seconds are measured: as asked for, else long enough to see something."""
    rate = rate_of(site.design.journey_by_id[request.journey])
    typical = mean_latency_s(site.model, request.journey)
    if request.duration_s is not None:
        length = request.duration_s
    elif request.requests is not None:
        length = request.requests / rate
    else:
        every = max(sum(site.model.load.rate.values()), sum(source.rate for source in site.program.sources))
        wanted = max(DEFAULT_REQUESTS / rate, LONG_ENOUGH * typical)
        length = min(wanted, MOST_VISITS / every)
        if length * rate < 0.5 * DEFAULT_REQUESTS:
            notes.append(
                f"All journeys together make {every:,.0f} visits to components a second: of this one only "
                f"{length * rate:,.0f} requests are simulated in each replication."
            )
    if length < TOO_SHORT * typical:
        notes.append(
            f"The run is short: it lasts {length / typical:,.3g} times as long as a request takes. Ask for "
            "more requests, or for a duration, before you rely on it."
        )
    return length
