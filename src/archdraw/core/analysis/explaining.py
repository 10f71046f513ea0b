"""How an availability comes about: what needs what, and the arithmetic with every number in it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.chances import Chance, chances, hit_ratios
from archdraw.core.analysis.journeys import journey_result, lower_journey
from archdraw.core.analysis.modelling import build_model, connected
from archdraw.core.analysis.reliability.arithmetic import Factor, digits, factors
from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.reliability.losses import single_losses
from archdraw.core.analysis.reliability.measures import MeasureBuilder
from archdraw.core.analysis.structure.graphs import reach
from archdraw.core.analysis.warning_words import narrowed_sentences
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.analysis.modelling import Model
    from archdraw.core.analysis.result import JourneyResult, Measure, MeasureName
    from archdraw.core.analysis.structure.figures import PartFigures
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.analysis.structure.lowering import JourneyView
    from archdraw.core.analysis.structure.requirements import Pool
    from archdraw.core.model import Connection, Design

# Of a network so many places and cables are named.
_MOST_NAMES = 12


@frozen
class Need:
    """What a component must have to work, as a sentence part: itself, and what it calls."""

    component: str
    own: str
    needs: tuple[str, ...] = ()


@frozen
class Explanation:
    """The availability of a journey in one measure, taken apart.

    `needs` is the structure function, callers first; `factors` are independent causes of which each stops
    the journey: U = 1 − Π(1 − value). Their arithmetic gives the unavailability of the measure; `chances` are
    what it starts from, `classes` the factors of each class of requests, `ratios` what makes their shares.
    `networks` are sentences about the calls that go over networks of cables.
    """

    journey: str
    measure_name: MeasureName
    entry: str
    measure: Measure
    result: JourneyResult
    needs: tuple[Need, ...]
    factors: tuple[Factor, ...] = field(default=())
    networks: tuple[str, ...] = ()
    chances: tuple[Chance, ...] = ()
    classes: tuple[tuple[Factor, ...], ...] = ()
    ratios: tuple[Chance, ...] = ()

    @property
    def combined(self) -> float:
        """The unavailability that the factors give."""
        return together(self.factors)


def together(found: Iterable[Factor]) -> float:
    """Return the chance that any of independent causes holds: 1 − Π(1 − value), without cancellation."""
    return any_fails(factor.value for factor in found)


def explain(
    design: Design, catalog: Kinds, journey_id: str, measure: MeasureName = "served"
) -> Explanation | None:
    """Return how the availability of a journey comes about; None where it has no entry.

    Raises
    ------
    KeyError
        There is no journey of that id.
    """
    design = connected(design)
    journey = design.journey_by_id[journey_id]
    model = build_model(design, catalog)
    lowered = lower_journey(model, journey)
    if journey.entry is None or not lowered.formulas:
        return None
    roots = sorted(lowered.roots)
    scenarios = single_losses(model.system, [c.id for c in design.components], model.tree.ids)
    builder = MeasureBuilder(model.system, scenarios, roots, design.settings)
    result = journey_result(model, lowered, builder)
    root = lowered.formulas[measure].root

    def taken_apart(node: int) -> tuple[Factor, ...]:
        return factors(model.system, builder.solver, node, builder.alone(node), builder.fatal(node))

    classes = [one.root for one in lowered.classes] if measure == "served" else []
    caches = dict.fromkeys(cache for one in lowered.classes for cache in (*one.hits, *one.misses))
    formula = model.system.formula
    below = formula.below([root, *classes])
    return Explanation(
        journey_id,
        measure,
        journey.entry,
        result.measures[measure],
        result,
        _needs(model, lowered.views[measure], journey.entry),
        taken_apart(root),
        _network_sentences(model, result),
        chances(model, {formula.unit[node] for node in below if formula.unit[node] >= 0}),
        tuple(taken_apart(one) for one in classes),
        hit_ratios(model, caches),
    )


def _network_sentences(model: Model, result: JourneyResult) -> tuple[str, ...]:
    """Return how calls of a journey that go over cables are worked out."""
    led = [one for one in result.path if one in model.system.network_of]
    if not led:
        return ()
    method = (
        f"{', '.join(led)}: cut off when no way is left. The boundary method takes the places and cables of"
        " the network in one after the other and keeps only which of the places still open are connected: no"
        " way is counted twice."
    )
    return method, *narrowed_sentences(result, lambda one: one)


def _needs(model: Model, view: JourneyView, entry: str) -> tuple[Need, ...]:
    found: list[Need] = []
    for component in reach(entry, view.targets):
        parts = [connection.target + _over(model, [connection]) for connection in view.singles(component)]
        parts += [_pool_text(model, pool) for pool in view.pools(component)]
        found.append(Need(component, _own_text(model, component), tuple(dict.fromkeys(parts))))
    return tuple(found)


def _over(model: Model, links: list[Connection]) -> str:
    failing = [_link_text(model, link.id) for link in links if link.id in model.system.connection_node]
    return f" over {' or '.join(failing)}" if len(failing) == len(links) else ""


def _link_text(model: Model, link: str) -> str:
    """Return what a call goes over: the connection itself, and a way through the network it is led over."""
    parts = model.system.network_of.get(link)
    if parts is None:
        return link
    known = model.design.component_by_id
    places = [part for part in parts if part in known]
    cables = [part for part in parts if part not in known]
    through = f"some way through {_list(places)} by" if places else "one of"
    own = model.design.connection_by_id[link].availability
    return f"{f'{link} and ' if own is not None and own < 1.0 else ''}{through} the cables {_list(cables)}"


def _list(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMES]) + (
        f" and {len(names) - _MOST_NAMES:,} more" if len(names) > _MOST_NAMES else ""
    )


def _pool_text(model: Model, pool: Pool) -> str:
    members = [target + _over(model, list(links)) for target, links in pool.members]
    return f"at least {pool.needs} of ({', '.join(members)})"


def _own_text(model: Model, component: str) -> str:
    part = model.parts[component]
    if part.client:
        return "never fails"
    text = "itself"
    if not part.managed and part.replicas > 1:
        text = f"{part.needed} of its {part.replicas}{_why_so_many(model, part)}"
    for caches, needed in part.stricter:
        text += f", {needed} while {' and '.join(sorted(caches))} is down"
    if part.beta > 0.0:
        text += ", no common cause"
    heirs = model.system.successors.get(component)
    if heirs:
        text += f", or {' or '.join(heirs)} in its place"
    if part.failover > 0.0:
        text += ", no change-over going on"
    return text


def _why_so_many(model: Model, part: PartFigures) -> str:
    """Return how the number of instances that are needed follows from the load or the quorum."""
    required = model.design.component_by_id[part.id].required
    if part.redundancy == "quorum" and required == 1:
        return " (more than half)"
    rate, capacity = model.load.component_rate(part.id), part.capacity_rps
    if required != "load" or rate is None or capacity is None:
        return ""
    usable = digits(model.design.settings.target_utilisation)
    return f" ({digits(rate)}/s ÷ ({digits(capacity)}/s × {usable}), rounded up)"
