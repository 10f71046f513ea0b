"""Which single change saves most: one more instance, another place, a standby, a faster repair."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model, connected
from archdraw.core.analysis.reliability.importance import improvements
from archdraw.core.analysis.reliability.losses import single_losses
from archdraw.core.analysis.reliability.measures import MeasureBuilder
from archdraw.core.analysis.reliability.one_changed import with_another_duty
from archdraw.core.analysis.result import METHODS
from archdraw.core.analysis.structure.cancelling import check
from archdraw.core.analysis.structure.figures import FigureBook
from archdraw.core.analysis.structure.system import own_units, promoted_by
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from archdraw.core.analysis.modelling import Model
    from archdraw.core.analysis.reliability.solution import Solution
    from archdraw.core.analysis.result import Method
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.analysis.structure.lowering import Lowered
    from archdraw.core.model import Component, Design

    Told = Callable[[int, int, tuple["Change", ...]], object]

ChangeKind = Literal["add-instance", "spread", "add-standby", "halve-repair"]
# As many components are tried, those that cost most minutes first.
MOST_COMPONENTS = 20
_SPREADING = ("zone", "rack", "host", "region")


@frozen
class Change:
    """A single change to a component and what it brings.

    `fields` are the new values of the component's fields; `before` and `after` the unavailability (0..1)
    of *served* by journey; `minutes_saved` a year, of the journey that gains most; `cost_month` what the
    change adds, None where no price is known. `method` says how the least certain of these was found: where
    it is "bounded" they are the worse ends, and what is saved lies between others.
    """

    kind: ChangeKind
    component: str
    description: str
    fields: dict[str, Any]
    before: dict[str, float]
    after: dict[str, float]
    minutes_saved: float
    cost_month: float | None
    method: Method = "exact"

    @property
    def minutes_per_cost(self) -> float | None:
        """Minutes saved a year for one unit of money a month; None where it costs nothing or is unknown."""
        return self.minutes_saved / self.cost_month if self.cost_month else None


def apply_change(design: Design, change: Change) -> Design:
    """Return the design with the change made."""
    parts = tuple(
        part.revised(**change.fields) if part.id == change.component else part for part in design.components
    )
    changed: Design = design.revised(components=parts)
    return changed


def rank_changes(
    design: Design,
    catalog: Kinds,
    *,
    journey: str | None = None,
    should_stop: Stop | None = None,
    told: Told | None = None,
) -> tuple[Change, ...]:
    """Return the single changes that save downtime, the most minutes first.

    Parameters
    ----------
    journey
        Look at this one only; without it at the journey that gains most by each change.
    told
        Called after each change that was tried, with how many of how many were, and those that save so far.

    Raises
    ------
    AnalysisCancelled
        `should_stop` said so.
    """
    design = connected(design)
    now = _Now(design, catalog, should_stop, journey)
    before, weight = now.chances, now.weight
    year_minutes = design.settings.year_days * 24.0 * 60.0
    found: list[Change] = []
    weightiest = sorted(weight, key=lambda one: (-weight[one], one))[:MOST_COMPONENTS]
    parts = [design.component_by_id[name] for name in weightiest]
    tried = [(part, candidate) for part in parts for candidate in _candidates(now.model, part)]
    for number, (component, (kind, description, fields, cost)) in enumerate(tried, start=1):
        check(should_stop)
        after, method = now.after(component, fields)
        saved = max((before[one] - after[one] for one in before), default=0.0) * year_minutes
        if saved > 0.0:
            worse = max(method, now.method, key=METHODS.index)
            found.append(Change(kind, component.id, description, fields, before, after, saved, cost, worse))
        if told is not None:
            told(number, len(tried), _ranked(found))
    return _ranked(found)


def _ranked(found: list[Change]) -> tuple[Change, ...]:
    return tuple(sorted(found, key=lambda change: (-change.minutes_saved, change.component, change.kind)))


class _Now:
    """The design as it is: the unavailability (`chances`) of *served* by journey, and what follows from it.

    `weight` says by component what would be gained if it never failed, `method` how it was found.
    """

    def __init__(self, design: Design, catalog: Kinds, should_stop: Stop | None, only: str | None) -> None:
        self._design, self._catalog, self._stop, self._only = design, catalog, should_stop, only
        self.model = build_model(design, catalog)
        check(should_stop)
        self._book = FigureBook(catalog)
        self._promoted = promoted_by(design)
        self._journeys, self._builder = _prepared(self.model, only, should_stop)
        self.chances: dict[str, float] = {}
        self.weight: dict[str, float] = {}
        self.method: Method = "exact"
        self._solutions: dict[int, Solution] = {}
        for journey, formula in self._journeys.items():
            check(should_stop)
            self._weigh(self._too_few(formula.root))
            solution = self._solutions[formula.root] = self._builder.solution(formula.root)
            check(should_stop)
            if solution.exact:
                self.chances[journey] = solution.high
                self._weigh(improvements(self.model.system, solution.gradient))
                continue
            measure = self._builder.measure(formula)
            self.chances[journey] = measure.unavailability
            self.method = max(self.method, measure.method, key=METHODS.index)
            self._weigh(
                {name: one.criticality * measure.unavailability for name, one in measure.importance.items()}
            )

    def after(self, component: Component, fields: dict[str, Any]) -> tuple[dict[str, float], Method]:
        """Return the unavailability by journey with other fields of a component, and how it was found."""
        changed: Component = component.revised(**fields)
        known = self._from_solutions(changed)
        if known is not None:
            return known, "exact"
        parts = tuple(changed if one.id == changed.id else one for one in self._design.components)
        model = build_model(self._design.revised(components=parts), self._catalog)
        check(self._stop)
        journeys, builder = _prepared(model, self._only, self._stop)
        found: dict[str, float] = {}
        method: Method = "exact"
        for journey, formula in journeys.items():
            check(self._stop)
            solution = builder.solution(formula.root)
            if solution.exact:
                found[journey] = solution.high
            else:
                # As the state before it: two ends of unlike bounds say nothing of the difference.
                measure = builder.measure(formula)
                found[journey] = measure.unavailability
                method = max(method, measure.method, key=METHODS.index)
        return found, method

    def _from_solutions(self, changed: Component) -> dict[str, float] | None:
        """Return it without solving anything anew, None where it does not follow."""
        if changed.required == "load":
            return None
        model = self.model
        part = self._book.part(changed, promotes=changed.id in self._promoted)
        units = own_units(model.system, model.tree, part, changed)
        found: dict[str, float] = {}
        for journey, formula in self._journeys.items():
            solution, fatal = self._solutions[formula.root], self._builder.fatal(formula.root)
            if self._builder.words[formula.root] >> self._builder.scenarios.nothing_lost & 1:
                return None  # what fails for certain does not show what else may fail it
            chance = with_another_duty(model.system, solution, changed.id, units, fatal)
            if chance is None:
                return None
            found[journey] = chance
        return found

    def _too_few(self, root: int) -> dict[str, float]:
        """Return what has fewer instances than it needs: it fails for certain, and no event is to blame."""
        system = self.model.system
        units = (system.units[index] for index in system.formula.units_below(root))
        return {unit.id: 1.0 for unit in units if unit.event is None and unit.count < unit.needed}

    def _weigh(self, costs: Mapping[str, float]) -> None:
        """Take in what each component costs: what its worst event, or all of it, adds to the downtime."""
        elements = {event.id: event.element for event in self.model.system.events}
        for name, cost in costs.items():
            element = elements.get(name, name)
            if cost > 0.0 and element in self._design.component_by_id:
                self.weight[element] = max(self.weight.get(element, 0.0), cost)


def _prepared(
    model: Model, only: str | None, should_stop: Stop | None
) -> tuple[dict[str, Lowered], MeasureBuilder]:
    """Return the formula of *served* by journey, and what solves it."""
    design = model.design
    wanted = [journey for journey in design.journeys if only in (None, journey.id)]
    lowered = [one for one in (lower_journey(model, journey) for journey in wanted) if one.formulas]
    served = {one.journey.id: one.formulas["served"] for one in lowered}
    roots = sorted({node for formula in served.values() for node in (formula.root, formula.optimistic)})
    scenarios = single_losses(model.system, [c.id for c in design.components], model.tree.ids)
    check(should_stop)
    return served, MeasureBuilder(model.system, scenarios, roots, design.settings, should_stop)


def _candidates(
    model: Model, component: Component
) -> list[tuple[ChangeKind, str, dict[str, Any], float | None]]:
    part = model.parts[component.id]
    if part.client or part.managed:
        return []
    name = component.name or component.id
    price = None if part.cost_month is None else part.cost_month / max(1, component.replicas)
    found: list[tuple[ChangeKind, str, dict[str, Any], float | None]] = []
    if component.replicas == 1 and part.kind.role == "store":
        fields: dict[str, Any] = {"replicas": 2, "redundancy": "active-passive"}
        found.append(("add-standby", f"Give {name} a standby that takes over.", fields, price))
    else:
        more = max(2 if part.redundancy == "quorum" else 1, part.needed - component.replicas)
        fields = {"replicas": component.replicas + more}
        if component.replicas == 1:
            fields["redundancy"] = "active-active"
        count = f"{component.replicas + more} instances instead of {component.replicas}"
        cost = None if price is None else price * more
        found.append(("add-instance", f"Run {name} with {count}.", fields, cost))
    places = _other_places(model, component)
    if places:
        shown = ", ".join(model.design.group_by_id[one].name or one for one in places)
        found.append(("spread", f"Spread {name} over {shown}.", {"domains": places}, 0.0))
    repair = _faster(component, part.failure)
    if repair:
        found.append(("halve-repair", f"Repair {name} in half the time.", repair, None))
    return found


def _other_places(model: Model, component: Component) -> tuple[str, ...]:
    """Return domains beside the one that holds every instance, itself first."""
    design = model.design
    if component.replicas < 2:
        return ()
    used: set[str | None] = {*component.domains} or {component.parent}
    if len(used) > 1:
        return ()
    here = next(iter(used))
    chain = [one for one in model.tree.chain(here) if design.group_by_id[one].kind in _SPREADING]
    if not chain:
        return ()
    group = design.group_by_id[chain[0]]
    beside = [
        g.id for g in design.groups if g.kind == group.kind and g.parent == group.parent and g.id != group.id
    ]
    return (group.id, *beside[: component.replicas - 1]) if beside else ()


def _faster(component: Component, failure: float) -> dict[str, Any]:
    """Return the fields with half the repair time: an unavailability q becomes q ÷ (2 − q).

    What is written into the design is rounded to three digits of the unavailability.
    """
    if failure <= 0.0:
        return {}
    if component.availability is None and component.mtbf_hours is not None:
        return {"mttr_hours": _digits((component.mttr_hours or 1.0) / 2.0)}
    halved = failure / (2.0 - failure)
    fields: dict[str, Any] = {"availability": round(1.0 - halved, 2 - math.floor(math.log10(halved)))}
    if component.mttr_hours is not None:
        fields["mttr_hours"] = _digits(component.mttr_hours / 2.0)
    return fields


def _digits(value: float) -> float:
    """Return a figure with three significant digits."""
    return float(f"{value:.3g}")
