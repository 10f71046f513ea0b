"""The share of requests that are served, over the classes that caches sort them into (R9)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.core.analysis.result import METHODS, RequestClass, RequestWeighted
from archdraw.core.analysis.structure.lowering import Lowered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.reliability.measures import MeasureBuilder
    from archdraw.core.analysis.result import Method
    from archdraw.core.analysis.structure.lowering import LoweredClass


def weighted_by_requests(classes: Sequence[LoweredClass], builder: MeasureBuilder) -> RequestWeighted | None:
    """Return Σ share × P(a request of the class fails); None where there are no classes.

    One class that is only bounded makes the sum bounded, one that is estimated makes it estimated.
    """
    if not classes:
        return None
    found: list[RequestClass] = []
    total = low = high = 0.0
    for one in classes:
        middle, lower, upper, method = _class(one, builder)
        found.append(RequestClass(one.hits, one.misses, one.share, middle, method))
        total += one.share * middle
        low += one.share * lower
        high += one.share * upper
    method = max((one.method for one in found), key=METHODS.index)
    interval = None if method == "exact" else (1.0 - high, 1.0 - low)
    return RequestWeighted(1.0 - total, total, method, interval, tuple(found))


def _class(one: LoweredClass, builder: MeasureBuilder) -> tuple[float, float, float, Method]:
    """Return the unavailability for requests of a class, the ends of its range, and how it was found."""
    exact = [
        builder.solver.solve(root, builder.alone(root), builder.fatal(root))
        for root in dict.fromkeys((one.root, one.best))
    ]
    if all(solution.exact for solution in exact):
        worst, best = exact[0].high, exact[-1].low
        same = math.isclose(best, worst, rel_tol=1e-12, abs_tol=0.0)
        return worst, best, worst, "exact" if same else "bounded"
    measure = builder.measure(Lowered(one.root, one.best))
    if measure.interval is None:
        return measure.unavailability, measure.unavailability, measure.unavailability, measure.method
    least, most = measure.interval
    return measure.unavailability, 1.0 - most, 1.0 - least, measure.method
