"""What each journey waits for and by which rules, worked out when somebody first asks.

Load alone does not need it unless calls are repeated or pools are held: a live result of a thousand
components comes without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.flow.calls import journey_plan
from archdraw.core.analysis.flow.service_time import LONGEST
from archdraw.core.analysis.flow.walking import call_rules
from archdraw.core.later import Later

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.flow.calls import JourneyPlan
    from archdraw.core.analysis.flow.walking import CallRules
    from archdraw.core.analysis.structure.domains import DomainTree
    from archdraw.core.analysis.structure.requirements import RequirementTable
    from archdraw.core.model import Component, Connection, Design

# Between regions and back, where nothing is stated: the round trip of light in glass over a few thousand km.
REGION_RTT_S = 0.1
Plans = dict[str, "JourneyPlan"]
Rules = dict[str, "dict[str, CallRules]"]


class PlansLater(Later):
    """Stands for the fields `plans` and `rules`."""

    __slots__ = ("_design", "_found", "_hit_ratio", "_table", "_tree")

    def __init__(
        self, design: Design, table: RequirementTable, hit_ratio: Mapping[str, float], tree: DomainTree
    ) -> None:
        self._design = design
        self._table = table
        self._hit_ratio = hit_ratio
        self._tree = tree
        self._found: tuple[Plans, Rules] | None = None

    def found(self, name: str) -> Any:
        """Return the plans or the rules."""
        known = self._found
        if known is None:
            known = self._found = self._planned()
        return known[0] if name == "plans" else known[1]

    def _planned(self) -> tuple[Plans, Rules]:
        design = self._design
        plans: Plans = {}
        rules: Rules = {}
        known: dict[tuple[str, bool], CallRules] = {}
        away = Away(design, self._tree)
        for journey in design.journeys:
            plan = journey_plan(journey, self._table, self._hit_ratio, design.component_by_id)
            if plan is None:
                continue
            plans[journey.id] = plan
            own = rules[journey.id] = {}
            for source in plan.plans.values():
                for connection in source.connections:
                    key = connection.id, connection.id in plan.degrading
                    if key not in known:
                        seconds = away.seconds(connection)
                        known[key] = call_rules(connection, degrading=key[1], network=seconds)
                    own[connection.id] = known[key]
        return plans, rules


def repeats(connection: Connection) -> bool:
    """Return whether a connection may be called more than once for one call."""
    if connection.timeout_ms is not None and connection.retries > 0:
        return True
    return connection.attributes.get("hedge") is True


class Away:
    """How far apart the ends of connections are."""

    def __init__(self, design: Design, tree: DomainTree) -> None:
        self._components: Mapping[str, Component] = design.component_by_id
        self._tree = tree
        self._regions = {group.id for group in design.groups if group.kind == "region"}
        self._known: dict[str, frozenset[str]] = {}

    def seconds(self, connection: Connection) -> float:
        """Return the time to the target and back: as stated, or that between two regions."""
        stated = connection.attributes.get("rtt_ms")
        if isinstance(stated, int | float) and not isinstance(stated, bool) and stated >= 0:
            return min(float(stated) / 1000.0, LONGEST)
        if len(self._regions) < 2:
            return 0.0
        one, other = self._in(connection.source), self._in(connection.target)
        return REGION_RTT_S if one and other and not one & other else 0.0

    def assumed(self, connection: Connection) -> bool:
        """Return whether its way is not stated but assumed."""
        return "rtt_ms" not in connection.attributes and self.seconds(connection) > 0.0

    def _in(self, component: str) -> frozenset[str]:
        known = self._known.get(component)
        if known is None:
            record = self._components[component]
            places: Sequence[str | None] = (record.parent, *record.domains)
            found = {domain for place in places for domain in self._tree.chain(place)}
            known = self._known[component] = frozenset(found & self._regions)
        return known
