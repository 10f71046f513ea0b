"""Importance of events, components and domains from the derivatives of the unavailability."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.reliability.fussell_vesely import Vesely
from archdraw.core.analysis.reliability.solution import failure_of_so_many, slope_of_so_many, unit_failure
from archdraw.core.analysis.result import Importance
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.reliability.fussell_vesely import Contributions
    from archdraw.core.analysis.reliability.solution import Gradient
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System


def event_derivatives(system: System, gradient: Gradient) -> dict[int, float]:
    """Return Birnbaum's importance P(fails | event) − P(fails | no event) by event.

    For a component spread over very many domains each instance gets the mean over its instances.
    """
    found: dict[int, float] = {}
    for bit, value in gradient.domains.items():
        found[system.domain_event[bit]] = value
    for index, by_state in gradient.units.items():
        unit = system.units[index]
        if unit.event is not None:
            found[unit.event] = by_state.get(0, 0.0)
            continue
        known = unit.slopes
        slopes = [
            (lost, value * (known[lost] if lost in known else _slope(unit, lost)))
            for lost, value in by_state.items()
        ]
        for group in unit.groups:
            mask = group.domain_mask
            birnbaum = 0.0
            for lost, value in slopes:
                if not mask & lost:
                    birnbaum += value
            for event in group.events:
                found[event] = found.get(event, 0.0) + birnbaum
    for index, by_count in gradient.counted.items():
        unit = system.units[index]
        total = sum(n * value * slope_of_so_many(unit, n) for n, value in by_count.items())
        for group in unit.groups:
            for event in group.events:
                found[event] = found.get(event, 0.0) + total / unit.count
    return found


def component_effect(gradient: Gradient, unit: Unit, steps: Sequence[Unit] = ()) -> tuple[float, float]:
    """Return how much U rises when all instances are lost, and falls when none can fail by itself.

    `steps` are the units of the same instances that ask for more of them, the least of them first.
    """
    lost_all = perfect = 0.0
    for lost, value in gradient.units.get(unit.index, {}).items():
        failure = unit_failure(unit, lost)
        if failure >= 1.0 and unit.available(lost) < unit.needed:
            continue  # its domains take it down, whatever its instances do
        lost_all += value * (1.0 - failure)
        perfect += value * failure
    for count, value in gradient.counted.get(unit.index, {}).items():
        failure = failure_of_so_many(unit, count)
        lost_all += value * (1.0 - failure)
        perfect += value * failure
    for place, step in enumerate(steps):
        # Where there are too few for a lesser need, this one changes nothing: per state without that.
        lesser = (unit, *steps[:place])
        for lost, value in gradient.units.get(step.index, {}).items():
            met = math.prod(1.0 - unit_failure(one, lost) for one in lesser)
            if met > 0.0 and step.available(lost) >= step.needed:
                perfect += value * unit_failure(step, lost) / met
        for count, value in gradient.counted.get(step.index, {}).items():
            met = math.prod(1.0 - failure_of_so_many(one, count) for one in lesser)
            if met > 0.0 and count >= step.needed:
                perfect += value * failure_of_so_many(step, count) / met
    return lost_all, perfect


def improvements(system: System, gradient: Gradient) -> dict[str, float]:
    """Return how much U falls where an event never happens, or no instance of a component fails by itself."""
    found: dict[str, float] = {}
    for index, birnbaum in event_derivatives(system, gradient).items():
        event = system.events[index]
        found[event.id] = birnbaum * event.probability
    for component, unit in system.instances_of.items():
        if unit.count > 1:
            found[component] = component_effect(gradient, unit, system.steps_of.get(component, ()))[1]
    return found


def importances(
    system: System,
    unavailability: float,
    gradient: Gradient,
    contributing: Contributions,
    year_days: float,
    derivatives: Mapping[int, float] | None = None,
    lowest: float = 0.0,
) -> dict[str, Importance]:
    """Return the importance of every event and of every component with several instances.

    Parameters
    ----------
    unavailability
        That of the journey, 0..1.
    contributing
        What Fussell–Vesely is worked out from when it is asked for.
    year_days
        Days of the year that minutes are counted in.
    derivatives
        Those by event (`event_derivatives`), where they are known.
    lowest
        What the unavailability is at least, if it is bounded.
    """
    wider = unavailability / lowest if lowest > 0.0 else 1.0
    minutes = year_days * 24.0 * 60.0
    found: dict[str, Importance] = {}
    if derivatives is None:
        derivatives = event_derivatives(system, gradient)
    for index, birnbaum in derivatives.items():
        event = system.events[index]
        q, name = event.probability, event.id
        rise, fall = birnbaum * (1.0 - q), birnbaum * q
        found[name] = _importance(unavailability, rise, fall, contributing, name, q * wider, minutes)
    up: dict[int, float] = {}
    for component, unit in system.instances_of.items():
        if unit.count > 1 and (unit.index in gradient.units or unit.index in gradient.counted):
            rise, fall = component_effect(gradient, unit, system.steps_of.get(component, ()))
            around = up.get(unit.domain_mask)
            if around is None:
                around = up[unit.domain_mask] = _all_up(system, unit.domain_mask)
            # A bound on the probability that any instance is down, its domains included.
            lost = wider * (1.0 - (1.0 - unit.failure) ** unit.count * around)
            found[component] = _importance(unavailability, rise, fall, contributing, component, lost, minutes)
    return found


def failure_frequency(system: System, derivatives: Mapping[int, float]) -> float | None:
    """Return failures per hour, Σ B/(MTBF + MTTR), or None where a repair time is not known.

    W. E. Vesely, "A time-dependent methodology for fault tree evaluation", Nucl. Eng. Des. 13, 1970.
    """
    total = 0.0
    for index, birnbaum in derivatives.items():
        event = system.events[index]
        if birnbaum <= 0.0 or event.probability <= 0.0:
            continue
        if event.period_hours is None:
            return None
        total += birnbaum / event.period_hours
    return total


def _slope(unit: Unit, lost: int) -> float:
    known = unit.slopes.get(lost)
    if known is None:
        known = unit.slopes[lost] = slope_of_so_many(unit, unit.available(lost))
    return known


def _all_up(system: System, domains: int) -> float:
    """Return a bound on the probability that all domains of a mask are up."""
    up = 1.0
    for bit in bits(domains):
        up *= 1.0 - system.domain_failure[bit]
    return up


def _importance(
    unavailability: float,
    rise: float,
    fall: float,
    contributing: Contributions,
    name: str,
    failure: float,
    minutes: float,
) -> Importance:
    """Return the measures.

    Parameters
    ----------
    rise, fall
        What U gains when it is lost, and loses when it is perfect.
    failure
        The probability that it is down, or an upper bound.
    """
    fall = 0.0 if fall < 0.0 else min(fall, unavailability)
    if unavailability <= 0.0:
        raw = math.inf if rise > 0.0 else 1.0
        return Importance(rise + fall, 0.0, raw, 1.0, 0.0, 0.0)
    least, most = fall / unavailability, 0.0
    if rise + fall > 0.0:
        # No less than criticality; no more than P(it is down | the journey fails).
        highest = failure * (unavailability + max(rise, 0.0)) / unavailability
        most = max(least, min(1.0, highest))
    vesely: Any = Vesely(contributing, name, unavailability, least, most)
    left = unavailability - fall
    return Importance(
        rise + fall,
        least,
        (unavailability + rise) / unavailability,
        unavailability / left if left > 0.0 else math.inf,
        vesely,
        fall * minutes,
        vesely,
    )
