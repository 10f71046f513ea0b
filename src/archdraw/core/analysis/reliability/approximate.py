"""Importance out of cut sets alone, where no diagram fits: to first order, for results that are bounded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.core.analysis.result import Importance

if TYPE_CHECKING:
    from archdraw.core.analysis.reliability.families import Cut
    from archdraw.core.analysis.reliability.listing import Found
    from archdraw.core.analysis.structure.system import System


def approximate_importances(
    system: System, found: Found, unavailability: float, lowest: float, year_days: float
) -> dict[str, Importance]:
    """Return the importance of every event and component of several that is in a known cut set.

    The sets are taken to fail independently of each other, which is how 1 − Π(1 − p) bounds their union.
    `lowest` is the lower bound of the unavailability: Fussell–Vesely is at most the summed probability of
    the sets ÷ it.
    """
    literals = found.literals
    using: dict[int, list[Cut]] = {}
    for cut in found.family.all():
        for place in literals.counts(cut):
            using.setdefault(place, []).append(cut)
    minutes = year_days * 24.0 * 60.0
    chances: dict[str, Importance] = {}
    for place, sets in using.items():
        owner = literals.classes[place]
        q, down, up, mass = owner.failure, 0.0, 0.0, found.left_out
        for cut in sets:
            counts = literals.counts(cut)
            # Of all sets the entry stands for, those with one certain event of this class.
            share = counts[place] / owner.count
            alike, chance = literals.sets_in(cut) * share, literals.probability(cut)
            mass += alike * chance
            up += alike * math.log1p(-min(chance, 1.0 - 1e-15))
            down += alike * math.log1p(-min(chance / q if q > 0.0 else 0.0, 1.0 - 1e-15))
        one = _importance(unavailability, lowest, up, down, mass, minutes)
        events = [owner.event]
        if owner.unit >= 0:
            groups = system.units[owner.unit].groups
            events = [event for group in owner.groups for event in groups[group].events]
        for event in events:
            chances[system.events[event].id] = one
    for component, unit in system.instances_of.items():
        places = {place for _, place in literals.of_instances(unit.base)}
        sets = list({cut for place in places for cut in using.get(place, ())})
        if unit.count > 1 and sets:
            chances[component] = _whole(found, sets, places, unavailability, lowest, minutes)
    return chances


def _whole(
    found: Found, sets: list[Cut], places: set[int], unavailability: float, lowest: float, minutes: float
) -> Importance:
    """Return the importance of a component: all its instances lost, or none of them able to fail."""
    literals = found.literals
    up = down = 0.0
    mass = found.left_out
    for cut in sets:
        chance, alike = literals.probability(cut), literals.sets_in(cut)
        rest = [literal for literal in cut if not places.intersection(literals.counts((literal,)))]
        mass += alike * chance
        up += alike * math.log1p(-min(chance, 1.0 - 1e-15))
        down += literals.sets_in(rest) * math.log1p(-min(literals.probability(rest), 1.0 - 1e-15))
    return _importance(unavailability, lowest, up, down, mass, minutes)


def _importance(
    unavailability: float, lowest: float, up: float, down: float, mass: float, minutes: float
) -> Importance:
    """Return the measures from Σ log(1 − p) of the sets with it, as they are and while it is down."""
    works = 1.0 - unavailability
    perfect = max(0.0, 1.0 - works / math.exp(up)) if works > 0.0 else unavailability
    lost = 1.0 - works / math.exp(up) * math.exp(down) if works > 0.0 else 1.0
    lost = min(1.0, max(lost, unavailability))
    fall = unavailability - min(perfect, unavailability)
    left = unavailability - fall
    return Importance(
        birnbaum=lost - left,
        criticality=fall / unavailability if unavailability > 0.0 else 0.0,
        raw=lost / unavailability if unavailability > 0.0 else math.inf,
        rrw=unavailability / left if left > 0.0 else math.inf,
        fussell_vesely=None,
        minutes_year=fall * minutes,
        fussell_vesely_range=(0.0, min(1.0, mass / lowest) if lowest > 0.0 else 1.0),
    )
