"""How far load and latency can be trusted where inputs are stated as ranges: their 5 and 95 % points.

`attributes.ranges`: {"capacity_rps": [low, high], "service_time_ms": …, "hit_ratio": …} of a component,
{"peak_rps": …} of a journey, read as "90 % sure that it lies between". Figures are taken as lognormal through
both ends, ratios as uniform; all vary independently of each other.
"""

from __future__ import annotations

import math
import random
from dataclasses import field
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.flow.latency import journey_latency
from archdraw.core.analysis.flow.load import ceilings, utilisation
from archdraw.core.analysis.flow.settling import settle
from archdraw.core.analysis.structure.cancelling import check
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.flow.settling import Flow
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.model import Design

SAMPLES = 60
_CELLS = 1 << 9
_FIELDS = ("capacity_rps", "service_time_ms")
_Z95 = 1.6448536269514722
Ends = tuple[float, float]


@frozen
class LoadRanges:
    """5 and 95 % points: utilisation by component, ceiling (1/s) and p99 (ms) by journey.

    What grows without end in more than 5 % of the draws has no upper point for p99: it is ∞.
    """

    utilisation: dict[str, Ends] = field(default_factory=dict)
    ceiling_rps: dict[str, Ends] = field(default_factory=dict)
    p99_ms: dict[str, Ends] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether no input is stated as a range, or none of them matters."""
        return not (self.utilisation or self.ceiling_rps or self.p99_ms)


@frozen
class _Input:
    """One input that is stated as a range."""

    table: str
    element: str
    name: str
    low: float
    high: float


def load_ranges(design: Design, rebuild: Callable[[Design], Flow], should_stop: Stop | None) -> LoadRanges:
    """Return the ranges that the stated ones give; nothing where none is stated.

    Each input is drawn once from each of as many equally likely parts as there are draws, in an order of
    its own (M. D. McKay et al., "A comparison of three methods …", Technometrics 21(2), 1979), with a
    fixed seed.
    """
    inputs = _stated(design)
    if not inputs:
        return LoadRanges()
    rng = random.Random(1)
    drawn = [_draws(one, rng) for one in inputs]
    busy: dict[str, list[float]] = {}
    most: dict[str, list[float]] = {}
    slow: dict[str, list[float]] = {}
    for at in range(SAMPLES):
        check(should_stop)
        flow = rebuild(_with(design, inputs, [values[at] for values in drawn]))
        settled = settle(flow, overload=False)
        for component, part in flow.parts.items():
            share = utilisation(settled.load, part)
            if share is not None:
                busy.setdefault(component, []).append(share)
        for journey in flow.plans:
            limits = ceilings(settled.load, journey, flow.parts, 1.0)
            if limits:
                most.setdefault(journey, []).append(limits[0].rate)
            latency = journey_latency(
                flow, settled, journey, cells=_CELLS, shares=False, should_stop=should_stop
            )
            if latency is not None:
                ends = latency.p99_ms
                known = ends is not None and ends[1] is not None
                slow.setdefault(journey, []).append(
                    (ends[0] + (ends[1] or 0.0)) / 2.0 if ends and known else math.inf
                )
    return LoadRanges(_points(busy), _points(most), _points(slow))


def _stated(design: Design) -> list[_Input]:
    found: list[_Input] = []
    for component in design.components:
        for name in (*_FIELDS, "hit_ratio"):
            ends = _ends(component.attributes.get("ranges"), name)
            if ends is not None and (name != "hit_ratio" or ends[1] <= 1.0):
                found.append(_Input("components", component.id, name, *ends))
    for journey in design.journeys:
        ends = _ends(journey.attributes.get("ranges"), "peak_rps")
        if ends is not None:
            found.append(_Input("journeys", journey.id, "peak_rps", *ends))
    return found


def _ends(ranges: Any, name: str) -> Ends | None:
    stated = ranges.get(name) if isinstance(ranges, dict) else None
    if not isinstance(stated, list | tuple) or len(stated) != 2:
        return None
    low, high = stated
    if not all(isinstance(end, int | float) and not isinstance(end, bool) for end in (low, high)):
        return None
    return (float(low), float(high)) if 0.0 < low < high < math.inf else None


def _draws(one: _Input, rng: random.Random) -> list[float]:
    strata = [(at + rng.random()) / SAMPLES for at in range(SAMPLES)]
    rng.shuffle(strata)
    if one.name == "hit_ratio":
        # The stated ends hold 90 % of what is even over a little more.
        width = (one.high - one.low) / 0.9
        first = (one.low + one.high - width) / 2.0
        return [min(1.0, max(0.0, first + width * share)) for share in strata]
    middle = (math.log(one.low) + math.log(one.high)) / 2.0
    spread = (math.log(one.high) - math.log(one.low)) / (2.0 * _Z95)
    normal = NormalDist(middle, spread)
    return [math.exp(min(600.0, normal.inv_cdf(min(1.0 - 1e-12, max(1e-12, share))))) for share in strata]


def _with(design: Design, inputs: list[_Input], values: list[float]) -> Design:
    components = {component.id: component for component in design.components}
    journeys = {journey.id: journey for journey in design.journeys}
    for one, value in zip(inputs, values, strict=True):
        if one.table == "journeys":
            journeys[one.element] = journeys[one.element].model_copy(update={one.name: value})
        elif one.name == "hit_ratio":
            component = components[one.element]
            attributes = {**component.attributes, one.name: value}
            components[one.element] = component.model_copy(update={"attributes": attributes})
        else:
            components[one.element] = components[one.element].model_copy(update={one.name: value})
    return design.model_copy(
        update={"components": tuple(components.values()), "journeys": tuple(journeys.values())}
    )


def _points(values: dict[str, list[float]]) -> dict[str, Ends]:
    found = {}
    for name, drawn in values.items():
        ordered = sorted(drawn)
        last = len(ordered) - 1
        ends = ordered[round(0.05 * last)], ordered[round(0.95 * last)]
        if ends[1] > ends[0]:
            found[name] = ends
    return found
