"""How often something is down, in the five classes that failure modes and risks are sorted into."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.analysis.wording import THIN

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Analysis
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Design


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


def likelihood_of(unavailability: float) -> Likelihood:
    """Return the class of an unavailability (0..1)."""
    # One part in 10⁹ of room: 1 - 0.99 is a little more than 0.01.
    at = sum(unavailability > limit * (1.0 + 1e-9) for limit in _LIMITS)
    return LIKELIHOODS[at]


def unavailabilities(design: Design, catalog: Kinds, analysis: Analysis) -> dict[str, float]:
    """Return the unavailability (0..1) of each component and failure domain that can be down, by id."""
    found = {one.id: 1.0 - one.availability for one in analysis.components if one.availability}
    for group in design.groups:
        kind = catalog.group(group.kind)
        value = group.availability if group.availability is not None else kind.availability.value
        if kind.failure_domain and value is not None:
            found[group.id] = 1.0 - value
    return {element: down for element, down in found.items() if down > 0.0}


def instance_unavailabilities(design: Design, analysis: Analysis) -> dict[str, float]:
    """Return the unavailability (0..1) of one instance of components, by id, as the analysis used it."""
    found: dict[str, float] = {}
    for one in analysis.assumptions:
        if one.field == "availability" and isinstance(one.value, float):
            found.setdefault(one.element, 1.0 - one.value)
    stated = ((one.id, one.availability) for one in design.components)
    found.update((component_id, 1.0 - value) for component_id, value in stated if value is not None)
    return found
