"""Networks of which ways were left out: what is said to stop a journey does so with all ways there are."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from tests.core.analysis.test_cables_in_the_drawing import cable, call, failing, part, random_design, works

from archdraw.core.analysis import analyse, networks
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Design, Group, Journey

ZONES = ("north", "south", "west")


def grid(seed: int, across: int = 4, down: int = 3) -> Design:
    """Return web and db at corners of a grid of switches, some of them doubled, with cables missing."""
    draw = random.Random(seed)
    spots = [(x, y) for x in range(across) for y in range(down)]
    names = {spot: f"n{spot[0]}{spot[1]}" for spot in spots}
    switches = []
    for spot in spots:
        double = draw.random() < 0.25
        zones = draw.sample(ZONES, 2 if double else 1)
        switches.append(
            Component(
                id=names[spot], kind="firewall", managed=False, availability=1.0 - draw.choice((0.01, 0.03)),
                replicas=2 if double else 1, domains=tuple(zones) if draw.random() < 0.7 else (),
                attributes={"beta": draw.choice((0.0, 0.1)) if double else 0.0},
            )
        )  # fmt: skip
    pairs = [(spot, (spot[0] + 1, spot[1])) for spot in spots] + [(s, (s[0], s[1] + 1)) for s in spots]
    pairs = [(a, b) for a, b in pairs if b in names and draw.random() < 0.85]
    links = [cable(names[a], names[b], draw.choice((0.0, 0.02))) for a, b in pairs]
    ends = [cable("web", names[0, 0], 0.01), cable("web", names[0, down - 1], 0.01)]
    ends += [cable(names[across - 1, 0], "db", 0.01), cable(names[across - 1, down - 1], "db")]
    return Design(
        components=(part("web", 0.001), part("db", 0.001), *switches),
        groups=tuple(Group(id=one, kind="zone", availability=0.995) for one in ZONES),
        connections=(call("web", "db"), *ends, *links),
        journeys=(Journey(id="j", entry="web"),),
    )


def stops(design: Design, events: frozenset[str]) -> bool:
    """Return whether web can't reach db when these have failed: zones, switches, instances, cables."""

    def left(one: Component) -> int:
        numbers = range(one.replicas or 1)
        # Instances go round the zones of their component.
        zones = {n: one.domains[n % len(one.domains)] if one.domains else None for n in numbers}
        names = {n: f"{one.id}#{n + 1}" if (one.replicas or 1) > 1 else one.id for n in numbers}
        return sum(1 for n in numbers if names[n] not in events and zones[n] not in events)

    up = {one.id for one in design.components if left(one) and one.id not in events}
    if not {"web", "db"} <= up:
        return True
    graph: Any = nx.Graph()
    graph.add_nodes_from(up)
    graph.add_edges_from(
        (c.source, c.target)
        for c in design.connections
        if c.kind == "uses" and c.id not in events and {c.source, c.target} <= up
    )
    return not nx.has_path(graph, "web", "db")


def all_events(design: Design) -> list[str]:
    found = [one.id for one in design.groups]
    for one in design.components:
        count = one.replicas or 1
        found += [one.id] if count == 1 else [f"{one.id}#{n + 1}" for n in range(count)]
        found += [f"{one.id}!ccf"] if one.attributes.get("beta") else []
    return found + [c.id for c in design.connections if c.availability is not None]


def cuts(design: Design, highest: int) -> set[frozenset[str]]:
    """Return the minimal cut sets up to an order, one set of events after the other."""
    found: set[frozenset[str]] = set()
    for order in range(1, highest + 1):
        for one in map(frozenset, combinations(all_events(design), order)):
            if not any(smaller <= one for smaller in found) and stops(design, with_common(one)):
                found.add(one)
    return found


def with_common(events: frozenset[str]) -> frozenset[str]:
    return events | {one.removesuffix("!ccf") for one in events if one.endswith("!ccf")}


def minimal(states: Any) -> set[frozenset[str]]:
    return {one for one in states if not any(other < one for other in states)}


@pytest.mark.parametrize("most", [1, 4])
def test_sets_and_single_points_at_random_are_those_of_the_whole_network(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    told, more = 0, 0
    monkeypatch.setattr(networks, "MOST_STATES", most)
    for seed in range(60):
        design = random_design(seed)
        found = analyse(design, catalog)
        measure = found.journeys[0].measures["served"]
        if not any(one.startswith("network_narrowed") for one in found.journeys[0].warnings):
            continue
        told += 1
        true = minimal(failing(design, catalog))
        sets = measure.cut_sets
        listed = {frozenset(cut.events) for cut in sets.list}
        assert listed <= true, seed
        assert listed == {one for one in true if sets.complete or len(one) <= sets.max_order or one in listed}
        for order in range(1, sets.max_order + 1):
            assert sets.by_order.get(order, 0) == sum(len(one) == order for one in true), (seed, order)
        assert not sets.complete or listed == true, seed
        single = {next(iter(one)) for one in true if len(one) == 1}
        assert {*measure.single_points.events, *measure.single_points.managed} == single, seed
        for row in found.loss_matrix:
            wanted = "full" if works(design, catalog, "a", frozenset({row.lost})) else "down"
            assert (row.journeys["j"] == "down") == (wanted == "down"), (seed, row.lost)
        more += sets.max_order >= 2 or sets.complete
    assert told > 20
    assert more > 20


@pytest.mark.parametrize("most", [1, 12, 120])
def test_grids_with_zones_and_doubled_switches_claim_no_more_than_holds(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(networks, "MOST_STATES", most)
    false = 0
    for seed in range(12):
        design = grid(seed)
        true = cuts(design, 2)
        found = analyse(design, catalog)
        measure = found.journeys[0].measures["served"]
        singles = {*measure.single_points.failures}
        assert singles == {event for one in true if len(one) == 1 for event in one}, seed
        sets = measure.cut_sets
        listed = {frozenset(cut.events) for cut in sets.list}
        assert {one for one in listed if len(one) <= 2} <= true, seed
        for one in listed:
            assert stops(design, with_common(one)), (seed, one)
            assert not any(stops(design, with_common(one - {event})) for event in one), (seed, one)
        for order in range(1, min(2, sets.max_order) + 1):
            assert sets.by_order[order] == sum(len(one) == order for one in true), (seed, order)
        # What is found by the ways kept alone would claim these.
        false += len(set(found.journeys[0].path) - singles)
    assert false > 0
