"""What another duty of one component does to a result that is known, without solving anything anew.

The unavailability is linear in P(the component's own duty fails) in each state of its domains, for its events
are independent of all others: U′ = U + Σ over the states of slope × (new − old). Exact wherever U is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.reliability.solution import unit_failures
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.reliability.solution import Solution
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

# A result that falls further than this would keep too few digits of a difference.
_SMALLEST_PART = 1e-3


def with_another_duty(
    system: System, solution: Solution, component: str, changed: Sequence[Unit], fatal: int
) -> float | None:
    """Return the unavailability with other units for the duty of one component.

    Parameters
    ----------
    solution
        Of the system as it is; domains of the mask `fatal` are factored out of it.
    changed
        The units of which any fails the new duty: instances first, then single events.

    Returns
    -------
    float or None
        None where it does not follow from the solution: that is not exact, new domains come into play, a
        domain stops being fatal, or the component has more duties than one.
    """
    if not solution.exact or component in system.successors or component in system.steps_of:
        return None
    own = system.instances_of.get(component)
    if own is None or own.index in solution.gradient.counted:
        return None
    others = [system.units[index] for index in system.units_of[component] if index != own.index]
    if any(unit.event is None for unit in (*others, *changed[1:])) or not _alike(own, changed[0], fatal):
        return None
    rest = 1.0
    for unit in others:
        rest *= 1.0 - unit.failure
    if rest <= 0.0:
        return None
    total = solution.high
    slopes = solution.gradient.units.get(own.index, {})
    if any(lost not in slopes for lost in _survived_only_now(system, own, changed[0], fatal)):
        return None
    for lost, slope in slopes.items():
        before = any_fails(unit_failures([own, *others], lost))
        total += slope / rest * (any_fails(unit_failures(changed, lost)) - before)
    return total if total > _SMALLEST_PART * solution.high else None


def _alike(own: Unit, changed: Unit, fatal: int) -> bool:
    """Return whether both tell the same domains apart, and the same ones of those factored out stop them."""
    if changed.domain_mask & ~fatal & ~own.domain_mask:
        return False
    groups = {group.domain_mask & ~fatal for group in own.groups}
    if any(group.domain_mask & ~fatal not in groups for group in changed.groups):
        return False
    for bit in bits((own.domain_mask | changed.domain_mask) & fatal):
        stops = [unit.available(1 << bit) < unit.needed for unit in (own, changed)]
        if stops[0] != stops[1]:
            return False
    return True


def _survived_only_now(system: System, own: Unit, changed: Unit, fatal: int) -> list[int]:
    """Return the losses of domains that the one unit certainly does not survive, but the other may."""
    losses = [0]
    for bit in bits(own.domain_mask & ~fatal):
        losses += [lost | 1 << bit for lost in losses if not system.domain_ancestors[bit] & lost]
    return [
        lost
        for lost in losses
        if own.available(lost) < own.needed and changed.available(lost) >= changed.needed
    ]
