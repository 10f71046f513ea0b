"""Computed beside simulated: do they agree, and if not, why (semantics §7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.compiling import rate_of
from archdraw.core.analysis.simulation.computed import Computed, computed_figures
from archdraw.core.analysis.simulation.results import Comparison
from archdraw.core.analysis.simulation.wording import TIMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.modelling import Model
    from archdraw.core.analysis.simulation.compiling import Compiled
    from archdraw.core.analysis.simulation.results import Phase, StationFigures, Summary
    from archdraw.core.analysis.simulation.statistics import Estimate

# How far two figures may be apart, as a share of the larger one, that agree for all practical purposes.
CLOSE = 0.02
MOST_COMPONENTS = 8
# A squared coefficient of variation from which on a mean needs many more requests to settle.
HEAVY = 4.0


def comparisons(model: Model, compiled: Compiled, summary: Summary, *, alone: bool) -> tuple[Comparison, ...]:
    """Return the figures of the undisturbed stretch beside the computed ones.

    Where nothing happens in the whole run, also what is measured over all of it.

    Parameters
    ----------
    alone
        The other journeys were left out.
    """
    undisturbed = summary.phases[0]
    computed = computed_figures(model, undisturbed_journey(compiled))
    found = [_rate(model, compiled, undisturbed)]
    found += _latencies(computed, compiled, undisturbed, alone=alone)
    found += _completion(computed, compiled, undisturbed, alone=alone)
    if len(summary.phases) == 1:
        found += _stations(computed, compiled, summary.stations, alone=alone)
    return tuple(found)


def undisturbed_journey(compiled: Compiled) -> str:
    """Return the journey that is measured."""
    return compiled.program.sources[compiled.program.measured].journey


def agree(computed: tuple[float, float], simulated: Estimate) -> bool:
    """Tell whether an interval and a computed range have anything in common, or nearly."""
    if simulated.value is None or simulated.low is None or simulated.high is None:
        return False
    low, high = computed
    slack = CLOSE * max(abs(low), abs(high), abs(simulated.value))
    return simulated.low - slack <= high and low <= simulated.high + slack


def _compared(
    what: str, element: str | None, unit: str, computed: tuple[float, float] | None, simulated: Estimate,
    reason: str,
) -> Comparison:  # fmt: skip
    if computed is None:
        return Comparison(what, element, unit, None, simulated, "only simulated", reason)
    if simulated.value is None:
        return Comparison(what, element, unit, computed, simulated, "only computed", simulated.words)
    if agree(computed, simulated):
        return Comparison(what, element, unit, computed, simulated, "agrees")
    return Comparison(what, element, unit, computed, simulated, "differs", reason)


def _rate(model: Model, compiled: Compiled, phase: Phase) -> Comparison:
    stated = rate_of(model.design.journey_by_id[undisturbed_journey(compiled)])
    return _compared(
        "Requests", None, "1/s", (stated, stated), phase.rate_rps, "Fewer or more came by chance."
    )


def _latencies(computed: Computed, compiled: Compiled, phase: Phase, *, alone: bool) -> list[Comparison]:
    reason = _reason(computed, compiled, phase, alone=alone)
    missing = reason if computed.unstable else "No formula gives it."
    return [
        _compared(
            f"{label} latency",
            None,
            "ms",
            computed.latency.get(name),
            phase.latency[name],
            reason if name in computed.latency else missing,
        )
        for name, label in TIMES
    ]


def _completion(computed: Computed, compiled: Compiled, phase: Phase, *, alone: bool) -> list[Comparison]:
    """Compare the time until all is done, where work goes on after the answer."""
    reason = _reason(computed, compiled, phase, alone=alone)
    return [
        _compared(
            f"{label} until done",
            None,
            "ms",
            computed.completion.get(name),
            phase.completion[name],
            reason,
        )
        for name, label in TIMES
        if name in phase.completion and (name in computed.completion or name != "mean_ms")
    ]


def _stations(
    computed: Computed, compiled: Compiled, stations: Sequence[StationFigures], *, alone: bool
) -> list[Comparison]:
    """Compare utilisation, and waiting where a queue is computed, of the busiest components."""
    known = {one.component: one for one in stations if one.component in computed.utilisation}
    found = []
    for component in sorted(known, key=lambda one: -computed.utilisation[one])[:MOST_COMPONENTS]:
        station = known[component]
        if station.busy is None:
            continue
        reason = _station_reason(computed, component, alone=alone)
        share = computed.utilisation[component]
        found.append(_compared("Utilisation", component, "", (share, share), station.busy, reason))
        wait = computed.waiting_ms.get(component)
        if wait is not None and component not in compiled.held:
            found.append(_compared("Waiting", component, "ms", (wait, wait), station.wait_ms, reason))
    return found


def _station_reason(computed: Computed, component: str, *, alone: bool) -> str:
    if alone:
        return "The computed figure counts the other journeys, which were left out of the simulation."
    if component in computed.unstable:
        return "It gets more than it can serve: the queue grows without end, and no figure settles."
    if computed.unstable:
        return "Something before it is overloaded and lets less through."
    return (
        "Requests that time out, are retried, refused or sent elsewhere change the load; the formula takes "
        "each queue by itself."
    )


def _reason(computed: Computed, compiled: Compiled, phase: Phase, *, alone: bool) -> str:
    """Return why a latency may differ, the weightiest reason first."""
    if alone:
        return "The computed figure counts the load of the other journeys, which were left out here."
    if computed.unstable:
        names = ", ".join(computed.unstable[:3])
        return f"Unstable: {names} gets more than it can serve, so latencies grow as long as the load lasts."
    if phase.failed > 0.001 * max(1, phase.failed + phase.done):
        return (
            "Requests that failed are not among the simulated latencies, and those that were given up cost."
        )
    heavy = [one.component for one in compiled.program.stations if one.work.cv2 >= HEAVY]
    if heavy:
        return (
            f"Heavy tail: times of {', '.join(heavy[:3])} vary so much that few requests decide the figure."
        )
    if compiled.without_time:
        names = ", ".join(compiled.without_time[:3])
        return f"The formula lets nobody wait where only a capacity is stated ({names}); the simulation does."
    return (
        "Independence: the formula takes waits at different components as independent of each other; in the "
        "simulation one burst fills them all."
    )
