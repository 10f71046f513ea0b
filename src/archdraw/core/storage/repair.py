"""Mending what would break the drawing, with a sentence for each thing mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.model import (
    LIST_NAMES,
    Component,
    Connection,
    Design,
    Element,
    Group,
    Journey,
    View,
    fresh_id,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.catalog import Catalog

MAIN_VIEW = "main"
# Everything whose records carry ids.
TABLES = (*LIST_NAMES, "views")


def repair_design(design: Design, catalog: Catalog | None = None) -> tuple[Design, tuple[str, ...]]:
    """Return the design with dangling references and parent rings mended, and what was done.

    Nothing is dropped in silence: each sentence names the element. Kinds that the catalogue does not
    know are kept and named.
    """
    said: list[str] = []
    groups = _mend_group_parents(design.groups, said)
    group_ids = {group.id for group in groups}
    components = tuple(_mend_component(component, group_ids, said) for component in design.components)
    component_ids = {component.id for component in components}
    connections = tuple(
        mended
        for connection in design.connections
        if (mended := _mend_connection(connection, component_ids, said)) is not None
    )
    journeys = tuple(_mend_journey(journey, component_ids, said) for journey in design.journeys)
    elements = component_ids | group_ids
    connection_ids = {connection.id for connection in connections}
    views = tuple(_mend_view(view, elements, connection_ids, said) for view in design.views)
    if not views:
        views = (View(id=_free_view_id(design), name="Overview"),)
    if catalog is not None:
        _name_unknown_kinds(components, groups, catalog, said)
    changed = {
        "components": components,
        "groups": groups,
        "connections": connections,
        "journeys": journeys,
        "views": views,
    }
    if all(value == getattr(design, name) for name, value in changed.items()):
        return design, tuple(said)
    return design.model_copy(update=changed), tuple(said)


def _free_view_id(design: Design) -> str:
    taken = {record.id for table in TABLES for record in getattr(design, table)}
    return MAIN_VIEW if MAIN_VIEW not in taken else fresh_id(f"{MAIN_VIEW}-view", taken)


def _mend_group_parents(groups: tuple[Group, ...], said: list[str]) -> tuple[Group, ...]:
    by_id = {group.id: group for group in groups}
    for group in groups:
        if group.parent is not None and group.parent not in by_id:
            said.append(
                f"Group “{group.id}” stood in a group “{group.parent}” that does not exist; "
                "it now stands free."
            )
            by_id[group.id] = group.model_copy(update={"parent": None})
    for group_id in _closing_rings(by_id):
        said.append(f"Group “{group_id}” stood inside itself, by a ring of parents; it now stands free.")
        by_id[group_id] = by_id[group_id].model_copy(update={"parent": None})
    return tuple(by_id.values())


def _closing_rings(groups: Mapping[str, Group]) -> list[str]:
    """Return the group of each ring of parents that stands first in the document, in linear time."""
    places = {group_id: place for place, group_id in enumerate(groups)}
    seen_from: dict[str, str] = {}
    found = []
    for start in groups:
        path = []
        current: str | None = start
        while current is not None and current not in seen_from:
            seen_from[current] = start
            path.append(current)
            current = groups[current].parent
        if current is not None and seen_from[current] == start:
            found.append(min(path[path.index(current) :], key=places.__getitem__))
    return sorted(found, key=places.__getitem__)


def _mend_component(component: Component, groups: set[str], said: list[str]) -> Component:
    changes: dict[str, object] = {}
    if component.parent is not None and component.parent not in groups:
        what = "itself" if component.parent == component.id else f"“{component.parent}”, which is not a group"
        said.append(f"Component “{component.id}” stood inside {what}; it now stands free.")
        changes["parent"] = None
    unknown = [domain for domain in component.domains if domain not in groups]
    if unknown:
        said.append(
            f"Component “{component.id}” was spread over {', '.join(unknown)}, which do not exist; "
            "they were taken out."
        )
        changes["domains"] = tuple(domain for domain in component.domains if domain in groups)
    return component.model_copy(update=changes) if changes else component


def _mend_connection(connection: Connection, components: set[str], said: list[str]) -> Connection | None:
    for end, role in ((connection.source, "starts at"), (connection.target, "leads to")):
        if end not in components:
            said.append(
                f"Connection “{connection.id}” {role} “{end}”, which is not a component; it was removed."
            )
            return None
    if connection.behind_cache is not None and connection.behind_cache not in components:
        said.append(
            f"Connection “{connection.id}” stood behind a cache “{connection.behind_cache}” "
            "that does not exist; it no longer does."
        )
        return connection.model_copy(update={"behind_cache": None})
    return connection


def _mend_journey(journey: Journey, components: set[str], said: list[str]) -> Journey:
    if journey.entry is None or journey.entry in components:
        return journey
    said.append(
        f"Journey “{journey.id}” began at “{journey.entry}”, which is not a component; "
        "choose where it begins."
    )
    return journey.model_copy(update={"entry": None})


def _mend_view(view: View, elements: set[str], connections: set[str], said: list[str]) -> View:
    changes: dict[str, object] = {}
    lost_nodes = [key for key in view.nodes if key not in elements]
    lost_edges = [key for key in view.edges if key not in connections]
    if lost_nodes:
        said.append(
            f"View “{view.id}” placed {', '.join(lost_nodes)}, which do not exist; their places were removed."
        )
        changes["nodes"] = {key: place for key, place in view.nodes.items() if key in elements}
    if lost_edges:
        said.append(
            f"View “{view.id}” routed {', '.join(lost_edges)}, which do not exist; their routes were removed."
        )
        changes["edges"] = {key: route for key, route in view.edges.items() if key in connections}
    if view.shows != "all":
        known = elements | connections | {note.id for note in view.notes}
        lost = [key for key in view.shows if key not in known]
        if lost:
            said.append(
                f"View “{view.id}” showed {', '.join(lost)}, which do not exist; they were taken out."
            )
            changes["shows"] = tuple(key for key in view.shows if key in known)
    changes.update(_mend_visibility(view, elements | connections | {note.id for note in view.notes}, said))
    return view.model_copy(update=changes) if changes else view


def _mend_visibility(view: View, known: set[str], said: list[str]) -> dict[str, object]:
    """Return what changes so that hidden elements, layers and steps name only what there is."""
    lost: dict[str, None] = {}

    def kept(ids: tuple[str, ...]) -> tuple[str, ...]:
        lost.update(dict.fromkeys(key for key in ids if key not in known))
        return tuple(key for key in ids if key in known)

    layers = tuple(layer.model_copy(update={"members": kept(layer.members)}) for layer in view.layers)
    steps = tuple(
        step.model_copy(update={"adds": kept(step.adds), "highlights": kept(step.highlights)})
        for step in view.steps
    )
    changes: dict[str, object] = {"hides": kept(view.hides), "layers": layers, "steps": steps}
    if not lost:
        return {}
    said.append(
        f"View “{view.id}” hides, layers or reveals {', '.join(lost)}, which do not exist; "
        "they were taken out."
    )
    return changes


def _name_unknown_kinds(
    components: tuple[Component, ...], groups: tuple[Group, ...], catalog: Catalog, said: list[str]
) -> None:
    unknown: list[tuple[str, Element]] = [
        *(("Component", component) for component in components if not catalog.is_known(component.kind)),
        *(("Group", group) for group in groups if group.kind not in catalog.groups),
    ]
    said.extend(
        f"{what} “{element.id}” is of the kind “{element.kind}”, which no pack knows; "
        "it is shown as a plain one."
        for what, element in unknown
    )
