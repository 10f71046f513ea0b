"""How often and how grave: the classes that failure modes and risks are sorted into."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.analysis.wording import THIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.analysis.result import Finding
    from archdraw.report.context import ReportContext


class Likelihood(NamedTuple):
    """A class of how often something is down: 1 (rare) to 5 (almost certain)."""

    level: int
    word: str
    limit: str


LIKELIHOODS = (
    Likelihood(1, "rare", f"down less than 5.3{THIN}min a year"),
    Likelihood(2, "unlikely", f"up to 53{THIN}min a year"),
    Likelihood(3, "possible", f"up to 8.8{THIN}h a year"),
    Likelihood(4, "likely", f"up to 3.7{THIN}d a year"),
    Likelihood(5, "almost certain", "more than that"),
)
# Unavailability up to which the first four classes reach.
_LIMITS = (1e-5, 1e-4, 1e-3, 1e-2)
# What counts where nothing that a finding names can be down: the middle, and it is said to be assumed.
UNKNOWN = LIKELIHOODS[2]
IMPACTS = {"info": 1, "low": 2, "medium": 3, "high": 4, "critical": 5}


def likelihood_of(unavailability: float) -> Likelihood:
    """Return the class of an unavailability (0..1)."""
    # One part in 10⁹ of room: 1 - 0.99 is a little more than 0.01.
    at = sum(unavailability > limit * (1.0 + 1e-9) for limit in _LIMITS)
    return LIKELIHOODS[at]


def outage_of(context: ReportContext, elements: Iterable[str]) -> float | None:
    """Return the largest unavailability of what is named, None where nothing of it has one."""
    down = context.unavailabilities
    return max((down[one] for one in elements if one in down), default=None)


def likelihood_of_finding(context: ReportContext, finding: Finding) -> tuple[Likelihood, bool]:
    """Return how often what a finding names is down, and whether that was assumed, not computed."""
    outage = outage_of(context, finding.elements)
    return (UNKNOWN, True) if outage is None else (likelihood_of(outage), False)
