"""From a design to everything the engines need: figures, domains, requirements, load, system."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from archdraw.core.analysis.flow.load import Load, compute_load
from archdraw.core.analysis.flow.noting import note_service_times
from archdraw.core.analysis.flow.settling import Flow, Settled, build_flow, settle
from archdraw.core.analysis.structure.domains import DomainTree
from archdraw.core.analysis.structure.figures import FigureBook, PartFigures
from archdraw.core.analysis.structure.pools import Alternatives
from archdraw.core.analysis.structure.requirements import RequirementTable
from archdraw.core.analysis.structure.system import System, build_system, promoted_by
from archdraw.core.collecting import collector_paused
from archdraw.core.model import is_cable
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Assumption
    from archdraw.core.analysis.structure.kept_records import KeptRecords
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Component, Design


@frozen
class Structure:
    """A design, lowered as far as only its reliability needs."""

    design: Design
    catalog: Kinds
    parts: dict[str, PartFigures]
    tree: DomainTree
    table: RequirementTable
    hit_ratios: dict[str, float]
    system: System


@frozen
class Model(Structure):
    """A design, lowered, with the load it carries."""

    load: Load
    assumptions: tuple[Assumption, ...]
    flow: Flow
    settled: Settled


def connected(design: Design) -> Design:
    """Return the design without connections that lead nowhere: nothing else needs to look out for them."""
    known = design.component_by_id
    kept = tuple(c for c in design.connections if c.source in known and c.target in known)
    return design if len(kept) == len(design.connections) else design.model_copy(update={"connections": kept})


@collector_paused()
def build_model(design: Design, catalog: Kinds, kept: KeptRecords | None = None) -> Model:
    """Return the lowered design. Load comes first: `required: "load"` depends on it.

    `kept` is what an earlier run has left of components that are the same records.
    """
    book = FigureBook(catalog)
    tree = DomainTree(design, catalog)
    if kept is not None:
        kept.begin(design, catalog)
    flow = _flow(design, catalog, book, tree, kept)
    settled = settle(flow)
    note_service_times(flow, settled, book)
    table, hit_ratio, load = flow.table, dict(flow.hit_ratio), settled.load
    parts = dict(flow.parts)
    for component in design.components:
        if component.required == "load":
            part = _carrying_peak(component, parts[component.id], load, book, design)
            parts[component.id] = replace(
                part, stricter=_without_caches(part, design, table, hit_ratio, book, load)
            )
    system = _system(design, catalog, parts, tree, book, kept)
    return Model(
        design, catalog, parts, tree, table, hit_ratio, system, load, tuple(book.assumptions), flow, settled
    )


@collector_paused()
def build_structure(design: Design, catalog: Kinds, kept: KeptRecords | None = None) -> Structure:
    """Return the lowered design, without its load where reliability does not depend on that."""
    if any(component.required == "load" for component in design.components):
        return build_model(design, catalog, kept)
    book = FigureBook(catalog)
    tree = DomainTree(design, catalog)
    if kept is not None:
        kept.begin(design, catalog)
    table, parts, hit_ratio = _figures(design, catalog, book, tree, kept)
    system = _system(design, catalog, parts, tree, book, kept)
    return Structure(design, catalog, parts, tree, table, hit_ratio, system)


def _system(
    design: Design,
    catalog: Kinds,
    parts: dict[str, PartFigures],
    tree: DomainTree,
    book: FigureBook,
    kept: KeptRecords | None,
) -> System:
    system = build_system(design, parts, tree, book, kept)
    if any(is_cable(connection) for connection in design.connections):
        from archdraw.core.analysis.networks import lead_over_cables

        lead_over_cables(design, catalog, system)
    return system


def flow_of(design: Design, catalog: Kinds) -> Flow:
    """Return what the load of a design follows from, without anything that only reliability needs."""
    design = connected(design)
    return _flow(design, catalog, FigureBook(catalog), DomainTree(design, catalog))


def _flow(
    design: Design, catalog: Kinds, book: FigureBook, tree: DomainTree, kept: KeptRecords | None = None
) -> Flow:
    table, parts, hit_ratio = _figures(design, catalog, book, tree, kept)
    return build_flow(design, table, hit_ratio, parts, tree)


def _figures(
    design: Design, catalog: Kinds, book: FigureBook, tree: DomainTree, kept: KeptRecords | None
) -> tuple[RequirementTable, dict[str, PartFigures], dict[str, float]]:
    """Return what requires what, the figures of each component, and the hit ratios of caches."""

    def made() -> RequirementTable:
        return RequirementTable(design, catalog, Alternatives(design, catalog, tree))

    table = made() if kept is None else kept.table(design, made)
    promoted = promoted_by(design)
    if kept is None:
        parts = {c.id: book.part(c, promotes=c.id in promoted) for c in design.components}
    else:
        parts = {c.id: kept.part(book, c, promotes=c.id in promoted) for c in design.components}
    behind = {c.behind_cache for c in design.connections if c.behind_cache is not None}
    return table, parts, {c.id: book.hit_ratio(c) for c in design.components if c.id in behind}


def _carrying(rate: float, part: PartFigures, design: Design) -> int:
    """Return how many instances carry a rate at the target utilisation."""
    usable = (part.capacity_rps or 0.0) * design.settings.target_utilisation
    # A hair below a whole number is that number: 0.7 × 1000 is not exactly 700.
    return max(1, math.ceil(rate / usable - 1e-9)) if usable > rate * 1e-12 else 1


def _without_caches(
    part: PartFigures,
    design: Design,
    table: RequirementTable,
    hit_ratio: dict[str, float],
    book: FigureBook,
    usual: Load,
) -> tuple[tuple[frozenset[str], int], ...]:
    """Return how many instances are needed while caches are down that keep requests away from a component.

    Every combination of up to three caches; of more, each alone and all at once.
    """
    caches = sorted(
        {
            c.behind_cache
            for c in design.connections
            if c.target == part.id and c.behind_cache is not None and hit_ratio.get(c.behind_cache, 0.0) > 0.0
        }
    )
    if part.managed or part.capacity_rps is None or not caches:
        return ()
    most = range(1, len(caches) + 1) if len(caches) <= 3 else (1, len(caches))
    found: dict[frozenset[str], int] = {}
    for size in most:
        for lost in combinations(caches, size):
            load = compute_load(design, table, {**hit_ratio, **dict.fromkeys(lost, 0.0)}, usual.attempts)
            rate = load.component_rate(part.id)
            needed = part.needed if rate is None else max(part.needed, _carrying(rate, part, design))
            down = frozenset(lost)
            if needed > max([part.needed, *(count for fewer, count in found.items() if fewer < down)]):
                found[down] = needed
                names = ", ".join(lost)
                book.derived(part.id, "required", needed, f"peak load while {names} is down")
    return tuple(found.items())


def _carrying_peak(
    component: Component, part: PartFigures, load: Load, book: FigureBook, design: Design
) -> PartFigures:
    """Return the figures with ⌈peak ÷ (capacity of one × target utilisation)⌉ needed instances."""
    rate = load.component_rate(component.id)
    if part.managed or rate is None or part.capacity_rps is None:
        book.derived(
            component.id, "required", part.needed, "load or capacity is not known: not raised by load"
        )
        return part
    instances = max(part.needed, _carrying(rate, part, design))
    book.derived(component.id, "required", instances, "peak load ÷ (capacity × target utilisation)")
    return part.needing(instances)
