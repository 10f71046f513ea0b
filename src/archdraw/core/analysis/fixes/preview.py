"""What a fix would bring, computed before anything is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.fixes.fix import NoFixError, Site
from archdraw.core.analysis.fixes.table import FIXES
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from datetime import date

    from archdraw.core.analysis.result import Analysis, Finding, Method
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Design


# The ways to find an availability, the surest first.
_SURE: tuple[Method, ...] = ("exact", "bounded", "estimated", "simulated")


@frozen
class JourneyChange:
    """Availability (0..1) of *served* of a journey and its single points, before and after.

    `method` says how both were found; of two ways the one that is less sure.
    """

    journey: str
    before: float
    after: float
    unavailability_before: float
    unavailability_after: float
    single_points_before: int
    single_points_after: int
    method: Method = "exact"


@frozen
class Preview:
    """A planned fix: the design with it, and what becomes of figures and findings.

    `closed` are findings that go, `opened` ones that come; `cost_month` is what it adds (USD a month),
    None where a price is not known. `clears`: the finding it was asked for is gone.
    """

    title: str
    design: Design
    clears: bool
    journeys: tuple[JourneyChange, ...]
    closed: tuple[Finding, ...]
    opened: tuple[Finding, ...]
    cost_month: float | None


def preview(
    design: Design,
    catalog: Kinds,
    finding: Finding,
    *,
    should_stop: Stop | None = None,
    before: Analysis | None = None,
    today: date | None = None,
) -> Preview:
    """Plan the fix of a finding and compute the design with it.

    `before` is the analysis of this very state of the design, where somebody has it already; `today` is the
    day on which acceptances have to hold (None: that of the machine).

    Raises
    ------
    NoFixError
        There is no mechanical fix, or it does not apply here; the message is a sentence.
    AnalysisCancelled
        `should_stop` said so.
    """
    fix = FIXES.get(finding.fix or "")
    if fix is None:
        raise NoFixError("Nothing can be drawn by machine for this finding: its remedy needs a decision.")
    site = Site(design, catalog, finding, should_stop=should_stop, before=before, today=today)
    changed = fix.plan(site)
    old_state, after = site.before, site.analysis(changed)
    old = [one for one in old_state.findings if one.suppressed is None]
    new = [one for one in after.findings if one.suppressed is None]
    was, stays = {one.identity for one in old}, {one.identity for one in new}
    return Preview(
        title=fix.title,
        design=changed,
        clears=finding.identity not in stays,
        journeys=_journeys(old_state, after),
        closed=tuple(one for one in old if one.identity not in stays),
        opened=tuple(one for one in new if one.identity not in was),
        cost_month=_cost(old_state, after),
    )


def _journeys(before: Analysis, after: Analysis) -> tuple[JourneyChange, ...]:
    found = []
    for journey in before.journeys:
        other = after.journey(journey.id)
        if other is None or "served" not in journey.measures or "served" not in other.measures:
            continue
        old, new = journey.measures["served"], other.measures["served"]
        found.append(
            JourneyChange(
                journey.id,
                old.availability,
                new.availability,
                old.unavailability,
                new.unavailability,
                len(old.single_points.events),
                len(new.single_points.events),
                max(old.method, new.method, key=_SURE.index),
            )
        )
    return tuple(found)


def _cost(before: Analysis, after: Analysis) -> float | None:
    costs = [[one.cost_month for one in analysis.components] for analysis in (before, after)]
    if any(cost is None for one in costs for cost in one):
        known = {one.id: one.cost_month for one in before.components}
        changed = [one for one in after.components if one.cost_month != known.get(one.id)]
        if any(one.cost_month is None for one in changed):
            return None
        return sum((one.cost_month or 0.0) - (known.get(one.id) or 0.0) for one in changed)
    return sum(cost or 0.0 for cost in costs[1]) - sum(cost or 0.0 for cost in costs[0])
