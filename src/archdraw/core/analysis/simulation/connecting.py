"""From the connections of a component to the calls it makes for a journey: which, in which order, how."""

from __future__ import annotations

from dataclasses import field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.program import BreakerPlan, CallPlan, VisitPlan
from archdraw.core.analysis.simulation.sizing import number
from archdraw.core.records import frozen, slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.analysis.modelling import Model
    from archdraw.core.analysis.structure.requirements import Needs
    from archdraw.core.model import Component, Connection, Journey

# One request makes at most so many calls over one connection; more are simulated as so many.
MOST_CALLS = 200
FIRST_BACKOFF_S = 0.1
_REQUESTS = ("call", "publish", "deliver")
_ENDLESS = 1_000_000


@frozen
class Draft:
    """Calls over connections that are alternatives of each other; `count` a request, on average."""

    connections: tuple[Connection, ...]
    targets: tuple[str, ...]
    count: float
    needed: bool
    waited: bool
    cache: int | None = None
    asks: int | None = None


@slotted
class Drafts:
    """What a component calls in a journey."""

    drafts: list[Draft] = field(default_factory=list)

    @property
    def targets(self) -> list[str]:
        """Every component that is called, in order."""
        return list(dict.fromkeys(target for draft in self.drafts for target in draft.targets))


class CallBook:
    """Collects the calls of all visits."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.calls: list[CallPlan] = []
        self.notes: list[str] = []

    def plan_of(self, journey: Journey, component: str, cache: Callable[[str], int]) -> Drafts:
        """Return what a component calls; `cache` gives the number of a cache."""
        model = self._model
        needs = model.table.needs(component, journey)
        caches = {
            c.behind_cache
            for c in model.table.outgoing.get(component, ())
            if c.behind_cache is not None and c.behind_cache in model.hit_ratios
        }
        found = Drafts()
        for links, pooled, needed, waited in self._groups(journey, component, needs):
            first = links[0]
            behind = first.behind_cache
            asked = first.target if first.target in caches and behind is None else None
            found.drafts.append(
                Draft(
                    connections=tuple(links),
                    targets=tuple(self._alternatives(links)),
                    count=1.0 if pooled else journey.calls_over(first),
                    needed=needed,
                    waited=waited,
                    cache=cache(behind) if behind in caches and behind is not None else None,
                    asks=cache(asked) if asked is not None else None,
                )
            )
        return found

    def enter(
        self, journey: Journey, component: str, plan: Drafts,
        station: Callable[[str], int], visits: Mapping[tuple[str, str], int],
    ) -> VisitPlan:  # fmt: skip
        """Number the calls and return the visit with its stages."""
        source = self._model.design.component_by_id[component]
        parallel = source.attributes.get("fan") == "parallel"
        stages: list[tuple[int, ...]] = []
        later: list[int] = []
        waited = [draft for draft in plan.drafts if draft.waited]
        # What stands behind a cache comes after the cache was asked.
        for group in ([d for d in waited if d.cache is None], [d for d in waited if d.cache is not None]):
            together: list[int] = []
            for draft in group:
                numbers = self._numbers(journey, source, draft, visits)
                if parallel:
                    together += numbers
                else:
                    stages += [(one,) for one in numbers]
            if together:
                stages.append(tuple(together))
        for draft in plan.drafts:
            if not draft.waited:
                later += self._numbers(journey, source, draft, visits)
        return VisitPlan(station(component), tuple(stages), tuple(later))

    def _groups(
        self, journey: Journey, component: str, needs: Needs
    ) -> list[tuple[Sequence[Connection], bool, bool, bool]]:
        """Return connections (alternatives together), pooled, needed, waited for; in the document's order."""
        found: list[tuple[Sequence[Connection], bool, bool, bool]] = []
        taken: set[str] = set()
        for name, part in needs.items():
            for pool in part.pools:
                free = [c for c in pool.connections if _is_not_given(c)]
                if free:
                    found.append((free, True, name == "critical", name != "async"))
                    taken.update(c.id for c in free)
                for connection in pool.connections:
                    if connection.id not in taken:
                        found.append(([connection], False, name == "critical", name != "async"))
                        taken.add(connection.id)
            for connection in part.singles:
                found.append(([connection], False, name == "critical", name != "async"))
                taken.add(connection.id)
        for connection in self._model.table.outgoing.get(component, ()):
            # Other traffic with a stated number of calls: nobody waits for it.
            stated = connection.kind in _REQUESTS or not _is_not_given(connection)
            if connection.id not in taken and stated and journey.calls_over(connection) > 0.0:
                found.append(([connection], False, False, False))
        order = {c.id: at for at, c in enumerate(self._model.table.outgoing.get(component, ()))}
        return sorted(found, key=lambda one: order[one[0][0].id])

    def _alternatives(self, links: Sequence[Connection]) -> list[str]:
        if len(links) == 1:
            return [links[0].target, *self._model.system.successors.get(links[0].target, ())]
        return [link.target for link in links]

    def _numbers(
        self, journey: Journey, source: Component, draft: Draft, visits: Mapping[tuple[str, str], int]
    ) -> list[int]:
        """Return the numbers of the calls of a draft: whole ones, then the one that is only made at times."""
        plan = self._call(journey, source, draft, visits)
        whole = int(draft.count + 1e-9)
        if whole > MOST_CALLS:
            self.notes.append(
                f"Over {plan.connection} only {MOST_CALLS} of {draft.count:g} calls a request are simulated."
            )
            whole = MOST_CALLS
        numbers: list[int] = []
        if whole:
            numbers = [len(self.calls)] * whole
            self.calls.append(plan)
        rest = draft.count - whole
        if 1e-9 < rest < 1.0:
            numbers.append(len(self.calls))
            self.calls.append(replace(plan, probability=rest))
        return numbers

    def _call(
        self, journey: Journey, source: Component, draft: Draft, visits: Mapping[tuple[str, str], int]
    ) -> CallPlan:
        first = draft.connections[0]
        attributes = first.attributes
        several = len(draft.connections) > 1
        weights = [c.weight for c in draft.connections] if several else [1.0] * len(draft.targets)
        if sum(weights) <= 0.0:
            weights = [1.0] * len(weights)
        waits = first.kind == "deliver"
        backoff = number(attributes.get("backoff_ms"))
        if backoff is None:
            backoff = FIRST_BACKOFF_S * 1000.0 if attributes.get("backoff") is True else 0.0
        return CallPlan(
            connection=first.id,
            visits=tuple(visits[journey.id, target] for target in draft.targets),
            weights=tuple(accumulate(weights)),
            in_order=not several,
            cache=draft.cache,
            asks=draft.asks,
            timeout_s=first.timeout_ms / 1000.0
            if first.timeout_ms is not None and not waits
            else float("inf"),
            retries=_ENDLESS if waits else first.retries,
            backoff_s=0.0 if waits else backoff / 1000.0,
            doubling=attributes.get("backoff") is True,
            jitter=attributes.get("jitter") is True,
            budget=number(attributes.get("retry_budget")),
            breaker=BreakerPlan() if first.circuit_breaker else None,
            most_open=self._most_open(source, first),
            needed=draft.needed and not first.fallback,
            waits=waits,
            away_s=self._away(journey, first),
            hedge_s=(number(attributes.get("hedge_ms")) or 0.0) / 1000.0
            if attributes.get("hedge") is True and not waits
            else None,
            journey=journey.id,
        )

    def _away(self, journey: Journey, connection: Connection) -> float:
        """Return the time to the target and back, as the formulas take it."""
        rules = self._model.flow.rules.get(journey.id, {}).get(connection.id)
        return rules.network if rules is not None else 0.0

    def _most_open(self, source: Component, connection: Connection) -> int | None:
        """Return the bulkhead of a connection: stated, or an equal share of the places of its source."""
        stated = number(connection.attributes.get("max_in_flight"))
        if connection.kind == "deliver":
            bounded = number(source.attributes.get("bounded"))
            return int(bounded) if bounded is not None else None
        if stated is not None:
            return max(1, int(stated))
        if source.attributes.get("bulkhead") is not True:
            return None
        part = self._model.parts[source.id]
        places = (source.concurrency or part.kind.concurrency.value or 0.0) * part.serving
        calls = sum(1 for c in self._model.table.outgoing.get(source.id, ()) if c.synchronous)
        return max(1, round(places / calls)) if places and calls else None


def _is_not_given(connection: Connection) -> bool:
    return not isinstance(connection.calls, dict) and connection.calls == 1
