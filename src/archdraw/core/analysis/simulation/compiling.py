"""From a design to the program the engine runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.connecting import CallBook
from archdraw.core.analysis.simulation.program import (
    CachePlan,
    DomainPlan,
    Program,
    SourcePlan,
    StationPlan,
    VisitPlan,
)
from archdraw.core.analysis.simulation.refusing import NotSimulated
from archdraw.core.analysis.simulation.sizing import DEFAULT_WARM_UP_S, number, station_of
from archdraw.core.analysis.wording import rate_text
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.modelling import Model
    from archdraw.core.model import Journey

MOST_VISITS = 20_000


@frozen
class Compiled:
    """A program with what stands beside it.

    `notes` are sentences on what was assumed; `held` names components that hold places while they wait,
    `without_time` those whose capacity is stated and whose time is the catalogue's.
    """

    program: Program
    notes: tuple[str, ...]
    held: tuple[str, ...]
    without_time: tuple[str, ...]


def compile_journey(model: Model, journey_id: str, *, alone: bool = False) -> Compiled:
    """Return the program that simulates a journey beside the load of all others.

    Parameters
    ----------
    alone
        Leave the other journeys out.

    Raises
    ------
    NotSimulated
        The journey has no entry or no rate, or its calls multiply without end.
    """
    journey = model.design.journey_by_id.get(journey_id)
    if journey is None:
        raise NotSimulated(f"There is no journey “{journey_id}”.")
    _check(model, journey)
    return _Compiler(model).compiled(journey, alone=alone)


# No system on earth gets as many requests a second.
MOST_RATE = 1e12


def rate_of(journey: Journey) -> float:
    """Return requests per second at peak, else on average; 0 where nothing is stated."""
    rate = journey.peak_rps if journey.peak_rps is not None else journey.average_rps
    return rate or 0.0


def _check(model: Model, journey: Journey) -> None:
    name = journey.name or journey.id
    if journey.entry is None or journey.entry not in model.design.component_by_id:
        raise NotSimulated(f"“{name}” has no entry: say at which component its requests arrive.")
    if rate_of(journey) <= 0.0:
        raise NotSimulated(f"“{name}” has no load: give it requests per second at peak.")
    for one in model.design.journeys:
        if rate_of(one) > MOST_RATE:
            raise NotSimulated(
                f"“{one.name or one.id}” comes {rate_text(rate_of(one))}, more often than anything can be "
                "simulated: look for a slip in its load."
            )
    load = model.load.journeys.get(journey.id)
    if load is not None and load.loop:
        ring = ", ".join(load.loop)
        raise NotSimulated(f"The calls among {ring} multiply without end: no queue holds them.")


class _Compiler:
    def __init__(self, model: Model) -> None:
        self._model = model
        self._book = CallBook(model)
        self._notes: list[str] = []
        self._held: list[str] = []
        self._without_time: list[str] = []
        self._stations: dict[str, int] = {}
        self._plans: list[StationPlan] = []
        self._visits: dict[tuple[str, str], int] = {}
        self._visit_plans: list[VisitPlan] = []
        self._caches: dict[str, int] = {}

    def compiled(self, journey: Journey, *, alone: bool) -> Compiled:
        sources: list[SourcePlan] = []
        measured = 0
        for one in self._model.design.journeys:
            if one.id != journey.id and (alone or not self._runs(one)):
                continue
            if one.id == journey.id:
                measured = len(sources)
            cv2 = number(one.attributes.get("arrival_cv2"))
            visit = self._visit(one, one.entry or "")
            sources.append(SourcePlan(one.id, visit, rate_of(one), 1.0 if cv2 is None else cv2))
        program = Program(
            stations=tuple(self._plans),
            visits=tuple(self._visit_plans),
            calls=tuple(self._book.calls),
            sources=tuple(sources),
            caches=tuple(self._cache_plans()),
            domains=tuple(self._domains()),
            measured=measured,
        )
        notes = tuple(dict.fromkeys([*self._notes, *self._book.notes]))
        return Compiled(program, notes, tuple(self._held), tuple(self._without_time))

    def _runs(self, journey: Journey) -> bool:
        load = self._model.load.journeys.get(journey.id)
        known = journey.entry is not None and journey.entry in self._model.design.component_by_id
        return known and rate_of(journey) > 0.0 and not (load is not None and load.loop)

    def _visit(self, journey: Journey, entry: str) -> int:
        """Return the number of a visit, with everything behind it; rings come back to where they began."""
        work = [entry]
        self._open(journey, entry)
        seen = {entry}
        while work:
            component = work.pop()
            plan = self._book.plan_of(journey, component, self._cache)
            for target in plan.targets:
                self._open(journey, target)
                if target not in seen:
                    seen.add(target)
                    work.append(target)
            at = self._visits[journey.id, component]
            self._visit_plans[at] = self._book.enter(journey, component, plan, self._station, self._visits)
        if len(self._visits) > MOST_VISITS:
            raise NotSimulated(f"The design is too large to be simulated: more than {MOST_VISITS:,} visits.")
        return self._visits[journey.id, entry]

    def _open(self, journey: Journey, component: str) -> None:
        if (journey.id, component) not in self._visits:
            self._visits[journey.id, component] = len(self._visit_plans)
            self._visit_plans.append(VisitPlan(self._station(component)))

    def _station(self, component_id: str) -> int:
        known = self._stations.get(component_id)
        if known is not None:
            return known
        model = self._model
        component = model.design.component_by_id[component_id]
        part = model.parts[component_id]
        sized = station_of(
            component,
            part,
            model.tree.placement(component),
            waits_for_others=self._waits(component_id),
            target_utilisation=model.design.settings.target_utilisation,
        )
        name = component.name or component_id
        self._notes += [f"{name} {note}." for note in sized.notes]
        if part.needed > part.replicas and not part.managed and not part.client:
            self._notes.append(
                f"{name} needs more instances than it has; it is simulated as if it had enough."
            )
        if sized.plan.pool is not None:
            self._held.append(component_id)
        if sized.without_time:
            self._without_time.append(component_id)
        self._stations[component_id] = len(self._plans)
        self._plans.append(sized.plan)
        return self._stations[component_id]

    def _waits(self, component: str) -> bool:
        needs = self._model.table.needs(component, None)
        return any(name != "async" for name in needs)

    def _cache(self, component: str) -> int:
        if component not in self._caches:
            self._station(component)
            self._caches[component] = len(self._caches)
        return self._caches[component]

    def _cache_plans(self) -> list[CachePlan]:
        found = []
        for component in self._caches:
            attributes = self._model.design.component_by_id[component].attributes
            stated = number(attributes.get("warm_up_s"))
            if stated is None:
                name = self._model.design.component_by_id[component].name or component
                self._notes.append(
                    f"{name} fills again with a time constant of {DEFAULT_WARM_UP_S:g} s after it has lost "
                    "what it holds (assumed: no warm_up_s is stated)."
                )
            found.append(
                CachePlan(
                    self._stations[component],
                    self._model.hit_ratios.get(component, 0.0),
                    DEFAULT_WARM_UP_S if stated is None else stated,
                )
            )
        return found

    def _domains(self) -> list[DomainPlan]:
        found = []
        for event in self._model.system.events:
            if event.kind == "domain" and event.probability > 0.0:
                period = event.period_hours if event.period_hours is not None else 1.0 / event.probability
                up, down = (1.0 - event.probability) * period, event.probability * period
                found.append(DomainPlan(event.element, up * 3600.0, down * 3600.0))
        return found
