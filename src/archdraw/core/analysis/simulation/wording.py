"""A simulation in words: the same in window, command line and report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.faults import FAULT_NAMES, FAULT_WORDS
from archdraw.core.analysis.wording import (
    downtime_text,
    number_text,
    percent_text,
    range_ms_text,
    rate_text,
    time_text,
)
from archdraw.core.model import element_name, event_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.simulation.results import Comparison, SimulationResult
    from archdraw.core.analysis.simulation.statistics import Estimate
    from archdraw.core.model import Design

# Figures of a time, by the name they have in a result.
TIMES = (
    ("mean_ms", "Mean"),
    ("p50_ms", "p50"),
    ("p95_ms", "p95"),
    ("p99_ms", "p99"),
    ("p999_ms", "p99.9"),
)
# More queues in one picture can't be told apart.
FEW_QUEUES = 3
_NONE = "–"
_GAP = re.compile(r"\s")
_FAULTS = dict(zip(FAULT_NAMES, FAULT_WORDS, strict=True))


def headline(result: SimulationResult, design: Design) -> str:
    """Return what was simulated: "A zone is lost: Zone A"."""
    if result.element is None:
        return result.title
    return f"{result.title}: {struck_text(design, result.element)}"


def struck_text(design: Design, element: str) -> str:
    """Return how what a scenario strikes is called; the events of a cut set with “and” between them."""
    return " and ".join(event_name(design, one) for one in element.split("+"))


def span_text(result: SimulationResult) -> str:
    """Return how much was simulated, in a sentence."""
    alone = ", without the load of the other journeys" if result.alone else ""
    return (
        f"{result.replications} replications of {downtime_text(result.measured_s)} after a warm-up of "
        f"{downtime_text(result.warm_up_s)}, {result.arrived:,} requests in all, seed {result.seed}{alone}."
    )


def longest_queues(result: SimulationResult) -> list[str]:
    """Return the few components at which most requests waited, the longest queue first."""
    queues = result.series.queues
    return sorted(queues, key=lambda one: -max(queues[one]))[:FEW_QUEUES]


def completion_rows(result: SimulationResult) -> list[tuple[str, list[Estimate]]]:
    """Return each figure of the time until all is done, one value a phase; none where nothing goes on."""
    phases = result.phases
    return [
        (f"{label} until done", [phase.completion[name] for phase in phases])
        for name, label in TIMES
        if all(name in phase.completion for phase in phases)
    ]


def fault_text(name: str) -> str:
    """Return why requests failed: "timed out"."""
    return _FAULTS.get(name, name)


def with_interval(estimate: Estimate, text: Callable[[float], str]) -> str:
    """Return a figure with its interval in brackets; a dash where there is none."""
    if estimate.value is None:
        return _NONE
    if estimate.low is None or estimate.high is None:
        return text(estimate.value)
    low, high = text(estimate.low), text(estimate.high)
    value = text(estimate.value)
    return value if low == high == value else f"{value} [{_bare(low, high)} – {high}]"


def _bare(low: str, high: str) -> str:
    """Return the lower end without its unit where the upper one has the same."""
    *number, unit = _GAP.split(low)
    return low[: -len(unit) - 1] if number and unit == _GAP.split(high)[-1] else low


def latency_text(estimate: Estimate) -> str:
    """Return a latency (ms) with its interval."""
    return with_interval(estimate, time_text)


def share_text(estimate: Estimate) -> str:
    """Return a share with its interval."""
    return with_interval(estimate, percent_text)


def figure_text(one: Comparison) -> str:
    """Return the simulated figure of a comparison with unit and interval."""
    if one.unit == "ms":
        return latency_text(one.simulated)
    if one.unit == "1/s":
        return with_interval(one.simulated, rate_text)
    return share_text(one.simulated) if one.unit == "" else with_interval(one.simulated, number_text)


def computed_text(one: Comparison) -> str:
    """Return the computed figure of a comparison with its unit, a range where it is one."""
    if one.computed is None:
        return _NONE
    low, high = one.computed
    if one.unit == "ms":
        return range_ms_text((low, high))
    if one.unit == "1/s":
        return rate_text(high)
    return percent_text(high) if one.unit == "" else number_text(high)


def comparison_name(one: Comparison, design: Design) -> str:
    """Return what is compared: "p99 latency", "Utilisation of Store"."""
    return f"{one.what} of {element_name(design, one.element)}" if one.element else one.what
