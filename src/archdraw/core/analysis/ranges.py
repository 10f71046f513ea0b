"""How far a result can be trusted where inputs are stated as ranges: its 5 and 95 % points.

`attributes.ranges` of a component, group or connection: {"availability": [low, high]}, read as "90 % sure
that it lies between". The unavailability is taken as lognormal through both ends, which is how error factors
are meant in risk analysis (U.S. NRC, NUREG/CR-2300); all ranges vary independently of each other.
"""

from __future__ import annotations

import copy
import math
import random
from dataclasses import replace
from statistics import NormalDist
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.solver import Solver
from archdraw.core.analysis.stated_ranges import stated_ranges
from archdraw.core.analysis.structure.cancelling import check

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.modelling import Model
    from archdraw.core.analysis.reliability.measures import MeasureBuilder
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.lowering import LoweredClass, LoweredJourney
    from archdraw.core.analysis.structure.system import System

SAMPLES = 200
_Z95 = 1.6448536269514722


class Drawn:
    """Unavailabilities by formula node, one for each draw of all inputs that are stated as ranges."""

    def __init__(self, drawn: Mapping[int, Sequence[float]]) -> None:
        self._drawn = drawn

    def points(self, root: int) -> tuple[float, float] | None:
        """Return the 5 and 95 % points of the availability of one node."""
        return _points(self._drawn[root]) if root in self._drawn else None

    def weighted_points(self, classes: Sequence[LoweredClass]) -> tuple[float, float] | None:
        """Return those of the share of requests that are served, draw by draw Σ share × U(class)."""
        if not self._drawn or not classes:
            return None
        columns = [[one.share * value for value in self._drawn[one.root]] for one in classes]
        return _points([math.fsum(values) for values in zip(*columns, strict=True)])


def draw_ranges(
    model: Model, journeys: list[LoweredJourney], builder: MeasureBuilder, should_stop: Stop | None
) -> Drawn:
    """Return what follows from draws of the stated ranges, for every measure and every class of requests."""
    ranges = stated_ranges(model.design)
    wanted = {formula.root for one in journeys for formula in one.formulas.values()}
    roots = sorted(wanted | {one.root for journey in journeys for one in journey.classes})
    if not ranges or not roots:
        return Drawn({})
    rng = random.Random(1)
    columns = {element: _draws(rng, *ends) for element, ends in ranges.items()}
    drawn: dict[int, list[float]] = {root: [] for root in roots}
    for number in range(SAMPLES):
        check(should_stop)
        chosen = {element: column[number] for element, column in columns.items()}
        solver = Solver(_with(model.system, chosen), budget=20_000, should_stop=should_stop)
        for root in roots:
            found = solver.solve(root, builder.alone(root), builder.fatal(root))
            drawn[root].append((found.low + found.high) / 2.0)
    return Drawn(drawn)


def _draws(rng: random.Random, low: float, high: float) -> list[float]:
    """Return one value from the middle of each of as many equally likely parts as there are draws, mixed.

    M. D. McKay, R. J. Beckman, W. J. Conover, Technometrics 21, 1979: the points of one range come out as
    stated, those of several far closer than by as many independent draws.
    """
    middle, spread = (math.log(low) + math.log(high)) / 2.0, (math.log(high) - math.log(low)) / (2.0 * _Z95)
    normal = NormalDist(middle, spread) if spread > 0.0 else None
    parts = [(number + 0.5) / SAMPLES for number in range(SAMPLES)]
    rng.shuffle(parts)
    logs = [middle if normal is None else normal.inv_cdf(part) for part in parts]
    return [min(0.999999, math.exp(one)) for one in logs]


def _with(system: System, chosen: Mapping[str, float]) -> System:
    """Return the system with other unavailabilities: instances, common cause and failovers scale alike."""
    changed = copy.copy(system)
    known = _stated(system)
    factor = {
        element: value / known[element] for element, value in chosen.items() if known.get(element, 0.0) > 0.0
    }
    changed.units = []
    for unit in system.units:
        element = unit.id if unit.event is None else system.events[unit.event].element
        scale = factor.get(element)
        if scale is None:
            changed.units.append(unit)
        else:
            failure = min(1.0, unit.failure * scale)
            changed.units.append(replace(unit, failure=failure, tables={}, slopes={}))
    changed.domain_failure = [
        min(1.0, failure * factor.get(name, 1.0))
        for name, failure in zip(system.domain_order, system.domain_failure, strict=True)
    ]
    return changed


def _stated(system: System) -> dict[str, float]:
    """Return the unavailability of each element; instances have (1 − β)·q of it, the common cause β·q."""
    own: dict[str, float] = {}
    common: dict[str, float] = {}
    for event in system.events:
        if event.kind == "ccf":
            common[event.element] = event.probability
        elif event.kind != "failover":
            own.setdefault(event.element, event.probability)
    return {element: chance + common.get(element, 0.0) for element, chance in own.items()}


def _points(values: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return 1.0 - _quantile(ordered, 0.95), 1.0 - _quantile(ordered, 0.05)


def _quantile(ordered: list[float], share: float) -> float:
    # Each value stands in the middle of its part of all.
    place = min(max(share * len(ordered) - 0.5, 0.0), len(ordered) - 1.0)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
