"""Everybody retries at once after a short overload: does it go away again?"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.program import Disturbances, Surge
from archdraw.core.analysis.simulation.scenarios.scenario import Parameter, Scenario, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.simulation.program import CallPlan
    from archdraw.core.analysis.simulation.scenarios.scenario import Site, When

_TIMEOUT_S = 1.0


def _stage(site: Site, _element: str, values: Mapping[str, float], when: When) -> Staged:
    retries = int(values["retries"])
    waited = {at for visit in site.program.visits for stage in visit.stages for at in stage}
    calls = tuple(
        _impatient(call, retries) if at in waited else call for at, call in enumerate(site.program.calls)
    )
    note = (
        f"Every call is retried {retries} times at once, without backoff, budget or breaker; calls without "
        f"a timeout get one of {_TIMEOUT_S:g} s."
    )
    surge = Surge(site.journey, when.start_s, when.end_s, values["factor"])
    return Staged(
        Disturbances(surges=(surge,)),
        replace(site.program, calls=calls),
        (note,),
    )


def _impatient(call: CallPlan, retries: int) -> CallPlan:
    timeout = call.timeout_s if math.isfinite(call.timeout_s) else _TIMEOUT_S
    return replace(
        call, retries=max(retries, call.retries), timeout_s=timeout, backoff_s=0.0, jitter=False, budget=None,
        breaker=None,
    )  # fmt: skip


SCENARIO = Scenario(
    "retry-storm",
    "Retry storm",
    "A short overload while every caller retries at once: does it end, or keep itself up?",
    _stage,
    (
        Parameter("retries", "Retries", "", 3.0, 1.0, 20.0),
        Parameter("factor", "Overload", "×", 3.0, 1.0, 1000.0),
        Parameter("for_s", "For", "s", 30.0, 0.001),
    ),
    event_s="for_s",
    during="overload",
)
