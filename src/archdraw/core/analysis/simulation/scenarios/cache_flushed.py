"""A cache loses everything it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.program import Disturbances, Flush
from archdraw.core.analysis.simulation.scenarios.scenario import Scenario, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.simulation.scenarios.scenario import Site, When


def _caches(site: Site) -> list[str]:
    """Return the caches that keep requests away from a store, those that keep most away first."""
    known = sorted(site.program.caches, key=lambda one: -one.hit_ratio)
    used = set(site.used())
    found = [site.program.stations[one.station].component for one in known if one.hit_ratio > 0.0]
    return sorted(found, key=lambda one: one not in used)


def _stage(_site: Site, element: str, _values: Mapping[str, float], when: When) -> Staged:
    return Staged(Disturbances(flushes=(Flush(element, when.start_s),)))


SCENARIO = Scenario(
    "cache-flushed",
    "A cache is flushed",
    "The cache is empty at once and fills again: whether the store behind it carries the misses meanwhile.",
    _stage,
    element_label="Cache",
    elements=_caches,
    during="filling again",
)
