"""How often and how grave: the classes that failure modes and risks are sorted into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.likelihood import LIKELIHOODS, likelihood_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.analysis.likelihood import Likelihood
    from archdraw.core.analysis.result import Finding
    from archdraw.report.context import ReportContext


# What counts where nothing that a finding names can be down: the middle, and it is said to be assumed.
UNKNOWN = LIKELIHOODS[2]
IMPACTS = {"info": 1, "low": 2, "medium": 3, "high": 4, "critical": 5}


def outage_of(context: ReportContext, elements: Iterable[str]) -> float | None:
    """Return the largest unavailability of what is named, None where nothing of it has one."""
    down = context.unavailabilities
    return max((down[one] for one in elements if one in down), default=None)


def likelihood_of_finding(context: ReportContext, finding: Finding) -> tuple[Likelihood, bool]:
    """Return how often what a finding names is down, and whether that was assumed, not computed."""
    outage = outage_of(context, finding.elements)
    return (UNKNOWN, True) if outage is None else (likelihood_of(outage), False)
