"""The remediation plan: fixes that can be computed, and the steps that people have planned of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.model import element_of_event
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from archdraw.core.analysis.fixes.preview import Preview
    from archdraw.core.analysis.result import Analysis, Finding
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Design, RemediationStep

MOST_PREVIEWS = 8
# How often the computations may ask whether to go on, together: about a second. Counted, not timed, so that
# the same input gives the same document on every machine.
ALLOWANCE = 1300
_DAY_S = 86_400.0
# A new component is worth so many changed ones.
_NEW = 3
_EFFORTS = ((1, "small"), (4, "medium"))


@frozen
class Fixed:
    """What a fix was found to bring: seconds of downtime saved a year over all journeys, and its effort.

    `effort` counts what changes in the drawing, at least 1; a new component counts three times.
    """

    preview: Preview
    saved_s: float
    effort: int

    @property
    def value(self) -> float:
        """Seconds a year saved for each unit of effort."""
        return self.saved_s / self.effort


@frozen
class PlanStep:
    """A planned step with the finding that it settles, as it stands now.

    `number` counts findings from 1, as the review does; None where the finding is gone, or there never was
    one. `accepted`: somebody has accepted it meanwhile.
    """

    record: RemediationStep
    number: int | None
    finding: Finding | None

    @property
    def gone(self) -> bool:
        """Whether the finding that it was planned for is not there any more."""
        return bool(self.record.rule) and self.finding is None

    @property
    def accepted(self) -> bool:
        """Whether somebody has accepted its finding meanwhile."""
        return self.finding is not None and self.finding.suppressed is not None

    @property
    def importance(self) -> str:
        """How important it is: as stated, else as grave as its finding; empty where nothing is known."""
        if self.record.importance is not None:
            return self.record.importance
        return self.finding.severity if self.finding is not None else ""


@dataclass
class Allowance:
    """Counts how often it is asked, and says stop once the allowance is used up, or the caller wants it."""

    left: int = field(default_factory=lambda: ALLOWANCE)
    should_stop: Callable[[], bool] | None = None

    def __call__(self) -> bool:
        """Return whether to stop."""
        self.left -= 1
        return self.left < 0 or (self.should_stop is not None and self.should_stop())


def plan_steps(design: Design, analysis: Analysis) -> tuple[PlanStep, ...]:
    """Return the steps that are planned, in their order, each with its finding as it stands now."""
    known = {one.identity: (number, one) for number, one in reversed([*enumerate(analysis.findings, 1)])}
    found = []
    for record in design.remediation:
        entry = known.get((record.rule, record.about)) if record.rule else None
        found.append(PlanStep(record, *(entry or (None, None))))
    return tuple(found)


def candidates(design: Design, analysis: Analysis) -> list[tuple[int, Finding]]:
    """Return open findings with a fix, one for each fix of the same elements, the most promising first."""
    minutes: dict[str, float] = {}
    for journey in analysis.journeys:
        measure = journey.measures.get("served")
        for event, importance in measure.importance.items() if measure is not None else ():
            owner = element_of_event(design, event)
            minutes[owner] = minutes.get(owner, 0.0) + importance.minutes_year
    found = [
        (number, one) for number, one in enumerate(analysis.findings, 1) if one.suppressed is None and one.fix
    ]

    def promise(entry: tuple[int, Finding]) -> tuple[int, float, int]:
        number, one = entry
        most = max((minutes.get(element, 0.0) for element in one.elements), default=0.0)
        return SEVERITIES.index(one.severity), -most, number

    seen: set[tuple[str | None, tuple[str, ...]]] = set()
    kept = []
    for number, one in sorted(found, key=promise):
        if (one.fix, one.elements) not in seen:
            seen.add((one.fix, one.elements))
            kept.append((number, one))
    return kept


def fixed(
    design: Design,
    catalog: Kinds,
    analysis: Analysis,
    finding: Finding,
    should_stop: Callable[[], bool] | None = None,
    today: date | None = None,
) -> Fixed | None:
    """Return what the fix of a finding brings, computed on a copy; None where it does not apply here.

    `today` is the day on which acceptances have to hold (None: that of the machine).

    Raises
    ------
    AnalysisCancelled
        `should_stop` said so.
    """
    # Fixes bring the whole engine: loaded when a plan is made, not when the program starts.
    from archdraw.core.analysis.fixes.fix import NoFixError
    from archdraw.core.analysis.fixes.preview import preview

    try:
        made = preview(design, catalog, finding, should_stop=should_stop, before=analysis, today=today)
    except NoFixError:
        return None
    saved = sum(one.unavailability_before - one.unavailability_after for one in made.journeys)
    return Fixed(made, saved * design.settings.year_days * _DAY_S, drawn_effort(design, made.design))


def drawn_effort(before: Design, after: Design) -> int:
    """Return how much of the drawing changes, at least 1."""
    old = {one.id: one for one in (*before.components, *before.groups, *before.connections)}
    new = {one.id: one for one in (*after.components, *after.groups, *after.connections)}
    changed = sum(1 for name, one in new.items() if name in old and old[name] != one)
    added = sum(_NEW if name in after.component_by_id else 1 for name in new if name not in old)
    return max(1, changed + added + sum(1 for name in old if name not in new))


def effort_word(effort: int) -> str:
    """Return "small", "medium" or "large" for what changes in a drawing."""
    return next((word for limit, word in _EFFORTS if effort <= limit), "large")
