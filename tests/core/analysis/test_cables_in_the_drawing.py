"""Calls that go over networks of cables in the drawing, against every state of everything that can fail."""

from __future__ import annotations

import math
import random
from itertools import product
from typing import Any

import networkx as nx
import pytest

from archdraw.core.analysis import analyse, first_bounds, lose, networks
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Journey

RELAYS = ("firewall", "transit_gateway")


def part(id: str, q: float, kind: str = "service") -> Component:
    return Component(id=id, kind=kind, managed=False, availability=1.0 - q)


def cable(first: str, second: str, q: float = 0.0, id: str | None = None) -> Connection:
    return Connection(
        id=id or f"{first}_{second}", source=first, target=second, kind="uses",
        availability=1.0 - q if q else None, attributes={"undirected": True},
    )  # fmt: skip


def call(source: str, target: str, **more: Any) -> Connection:
    return Connection(id=f"{source}-{target}", source=source, target=target, **{"pool": "each", **more})


def joined(design: Design, catalog: Catalog, first: str, second: str, down: frozenset[str]) -> bool:
    """Return whether cables join two components while what else is on the way may be down."""
    relays = {c.id for c in design.components if catalog.kind(c.kind).role in ("router", "infrastructure")}
    graph: Any = nx.Graph()
    graph.add_nodes_from((first, second))
    for one in design.connections:
        ends = {one.source, one.target}
        there = all(end in (first, second) or (end in relays and end not in down) for end in ends)
        if one.attributes.get("undirected") and one.id not in down and there:
            graph.add_edge(one.source, one.target)
    return bool(nx.has_path(graph, first, second))


def works(design: Design, catalog: Catalog, name: str, down: frozenset[str]) -> bool:
    """Return whether a component of an acyclic design does its duty."""
    if name in down:
        return False
    pools: dict[str, list[bool]] = {}
    for one in design.connections:
        if one.kind != "call" or one.source != name:
            continue
        met = one.id not in down and works(design, catalog, one.target, down)
        if met and joined(design, catalog, name, one.target, frozenset()):
            met = joined(design, catalog, name, one.target, down)
        pools.setdefault(one.id if one.pool == "each" else one.pool, []).append(met)
    return all(any(members) for members in pools.values())


def failing(design: Design, catalog: Catalog) -> dict[frozenset[str], float]:
    q = {c.id: 1.0 - (c.availability or 0.0) for c in design.components if c.availability != 1.0}
    q |= {c.id: 1.0 - c.availability for c in design.connections if c.availability not in (None, 1.0)}
    found = {}
    entry = str(design.journeys[0].entry)
    for state in product((False, True), repeat=len(q)):
        down = frozenset(name for name, lost in zip(q, state, strict=True) if lost)
        if not works(design, catalog, entry, down):
            found[down] = math.prod(q[n] if n in down else 1.0 - q[n] for n in q)
    return found


def random_design(seed: int) -> Design:
    """Return a few services that call each other, joined by switches and cables at random."""
    draw = random.Random(seed)
    services = ["a", "b", "c"][: draw.randint(2, 3)]
    switches = ["s", "t", "u"][: draw.randint(1, 3)]
    parts = [part(name, draw.choice((0.05, 0.1, 0.2))) for name in services]
    parts += [part(name, draw.choice((0.02, 0.15)), draw.choice(RELAYS)) for name in switches]
    links = []
    for n, target in enumerate(services[1:], start=1):
        source = services[draw.randrange(n)]
        q = draw.choice((0.0, 0.0, 0.1))
        links.append(call(source, target, pool=draw.choice(("each", "p")), availability=1.0 - q))
    every = services + switches
    for n in range(draw.randint(3, 6)):
        first, second = draw.sample(every, 2)
        links.append(cable(first, second, draw.choice((0.0, 0.0, 0.1, 0.25)), id=f"w{n}"))
    return Design(components=tuple(parts), connections=tuple(links), journeys=(Journey(id="j", entry="a"),))


def test_calls_over_cables_equal_the_enumeration_of_every_state(catalog: Catalog) -> None:
    telling = 0
    for seed in range(60):
        design = random_design(seed)
        states = failing(design, catalog)
        wanted = math.fsum(states.values())
        found = analyse(design, catalog).journeys[0].measures["served"]
        assert found.method == "exact"
        assert math.isclose(found.unavailability, wanted, rel_tol=1e-12, abs_tol=1e-300), seed
        minimal = {one for one in states if not any(other < one for other in states)}
        assert {frozenset(cut.events) for cut in found.cut_sets.list} == minimal, seed
        single = {next(iter(one)) for one in minimal if len(one) == 1}
        assert {*found.single_points.events, *found.single_points.managed} == single
        telling += any(one & {"s", "t", "u", *(f"w{n}" for n in range(9))} for one in minimal)
    assert telling > 20


def test_failing_a_cable_or_a_switch_says_what_every_state_says(catalog: Catalog) -> None:
    for seed in range(60):
        design = random_design(seed)
        names = [c.id for c in design.components] + [c.id for c in design.connections]
        for lost in names:
            wanted = "full" if works(design, catalog, "a", frozenset({lost})) else "down"
            assert (lose(design, catalog, [lost]).journeys["j"] == "down") == (wanted == "down"), (seed, lost)


def ring(q: float = 0.01) -> Design:
    """Return web and db on a ring of four switches, opposite of each other."""
    switches = [part(f"s{n}", q, "firewall") for n in range(4)]
    cables = [cable(f"s{n}", f"s{(n + 1) % 4}", q) for n in range(4)]
    cables += [cable("web", "s0"), cable("s2", "db")]
    return Design(
        components=(part("web", 0.001), part("db", 0.001), *switches),
        connections=(call("web", "db"), *cables),
        journeys=(Journey(id="j", entry="web"),),
    )


def test_a_ring_has_the_closed_form_and_its_parts_are_on_the_path(catalog: Catalog) -> None:
    found = analyse(ring(), catalog).journeys[0]
    side = 1.0 - 0.99**3
    up = 0.999**2 * 0.99**2 * (1.0 - side * side)
    assert math.isclose(found.measures["served"].unavailability, 1.0 - up, rel_tol=1e-12)
    assert set(found.measures["served"].single_points.events) == {"web", "db", "s0", "s2"}
    assert {"s0", "s1", "s2", "s3", "s0_s1", "web_s0"} <= set(found.path)
    assert found.warnings == ("no_load",)
    without = ring().revised(connections=(call("web", "db"),))
    alone = analyse(without, catalog).journeys[0]
    assert math.isclose(alone.measures["served"].availability, 0.999**2, rel_tol=1e-12)
    lost = lose(ring(), catalog, ["s1", "s3"])
    assert lost.journeys["j"] == "down"
    assert "web-db" in lost.failed


def test_services_do_not_pass_on_and_uses_without_the_mark_is_no_cable(catalog: Catalog) -> None:
    middle = Design(
        components=(part("web", 0.001), part("x", 0.5), part("db", 0.001)),
        connections=(call("web", "db"), cable("web", "x"), cable("x", "db")),
        journeys=(Journey(id="j", entry="web"),),
    )
    found = analyse(middle, catalog).journeys[0].measures["served"]
    assert math.isclose(found.availability, 0.999**2, rel_tol=1e-12)
    plain = ring().revised(
        connections=tuple(c.revised(attributes={}) if c.kind == "uses" else c for c in ring().connections)
    )
    found = analyse(plain, catalog).journeys[0].measures["served"]
    assert math.isclose(found.availability, 0.999**2, rel_tol=1e-12)


def test_a_network_too_wide_is_narrowed_to_what_is_never_better(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = analyse(ring(), catalog).journeys[0].measures["served"].unavailability
    for most in (2, 8):
        monkeypatch.setattr(networks, "MOST_STATES", most)
        found = analyse(ring(), catalog).journeys[0]
        assert "network_narrowed:web-db" in found.warnings
        measure = found.measures["served"]
        assert measure.unavailability >= exact
        # Nobody knows what the turns that were left out would add: the truth is between, and it says so.
        assert measure.method == "bounded"
        assert measure.interval is not None
        assert measure.interval[0] <= 1.0 - exact <= measure.interval[1]
        assert measure.interval[0] == measure.availability
        assert "ambiguous_cycle" not in found.warnings
        low, high = first_bounds(ring(), catalog)["j"]
        assert low <= 1.0 - exact <= high
        assert high >= measure.interval[1] * (1 - 1e-12)


def test_networks_at_random_that_are_too_wide_hold_the_truth_between_their_ends(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrowed = 0
    for seed in range(60):
        design = random_design(seed)
        exact = analyse(design, catalog).journeys[0].measures["served"].unavailability
        for most in (1, 4):
            with monkeypatch.context() as patch:
                patch.setattr(networks, "MOST_STATES", most)
                found = analyse(design, catalog).journeys[0]
            measure = found.measures["served"]
            if measure.method == "exact":
                assert math.isclose(measure.unavailability, exact, rel_tol=1e-9)
                continue
            narrowed += 1
            assert measure.interval is not None
            assert measure.interval[0] - 1e-12 <= 1.0 - exact <= measure.interval[1] + 1e-12
    assert narrowed > 20


def test_a_grid_of_five_by_five_switches_is_exact_beside_the_boundary_programme(catalog: Catalog) -> None:
    from archdraw.core.analysis.reliability.mesh import Link, Mesh, solve_mesh

    places = [(x, y) for x in range(5) for y in range(5)]
    pairs = [((x, y), (x + 1, y)) for x, y in places if x < 4]
    pairs += [((x, y), (x, y + 1)) for x, y in places if y < 4]
    names = {place: f"n{place[0]}{place[1]}" for place in places}
    links = [cable(names[a], names[b], 0.05) for a, b in pairs]
    design = Design(
        components=(
            part("web", 1e-6), part("db", 1e-6), *(part(name, 0.01, "firewall") for name in names.values()),
        ),
        connections=(call("web", "db"), cable("web", "n00"), cable("n44", "db"), *links),
        journeys=(Journey(id="j", entry="web"),),
    )  # fmt: skip
    mesh = Mesh(
        tuple(Link(c.id, (c.source, c.target), 0.05) for c in links), dict.fromkeys(names.values(), 0.01)
    )
    apart = solve_mesh(mesh, ("n00", "n44")).unavailability
    found = analyse(design, catalog).journeys[0].measures["served"]
    assert found.method == "exact"
    assert math.isclose(found.availability, (1.0 - 1e-6) ** 2 * (1.0 - apart), rel_tol=1e-12)


def test_dead_ends_and_doubled_switches_are_worked_out_as_any_other(catalog: Catalog) -> None:
    """A dead end is on no way, a doubled switch is a gate of its own inside of the network's diagram."""
    from archdraw.core.analysis.reliability.mesh import Link, Mesh, solve_mesh

    boxed = 0
    for seed in range(25):
        draw = random.Random(seed)
        spots = [(x, y) for x in range(4) for y in range(3)]
        pairs = [(s, (s[0] + 1, s[1])) for s in spots if s[0] < 3]
        pairs += [(s, (s[0], s[1] + 1)) for s in spots if s[1] < 2]
        pairs = [pair for pair in pairs if draw.random() < 0.8]
        names = {spot: f"n{spot[0]}{spot[1]}" for spot in spots}
        failure: dict[str, float] = {}
        switches = []
        for name in names.values():
            if draw.random() < 0.4:
                beta = draw.choice((0.0, 0.1))
                switches.append(part(name, 0.1, "firewall").revised(replicas=2, attributes={"beta": beta}))
                failure[name] = 1.0 - (1.0 - beta * 0.1) * (1.0 - ((1.0 - beta) * 0.1) ** 2)
            else:
                switches.append(part(name, 0.03, "firewall"))
                failure[name] = 0.03
        links = [cable(names[a], names[b], 0.05) for a, b in pairs]
        design = Design(
            components=(part("web", 1e-6), part("db", 1e-6), *switches),
            connections=(call("web", "db"), cable("web", "n00"), cable("n32", "db"), *links),
            journeys=(Journey(id="j", entry="web"),),
        )
        if not joined(design, catalog, "web", "db", frozenset()):
            continue
        mesh = Mesh(tuple(Link(c.id, (c.source, c.target), 0.05) for c in links), failure)
        apart = solve_mesh(mesh, ("n00", "n32")).unavailability
        found = analyse(design, catalog).journeys[0].measures["served"]
        assert found.method == "exact", seed
        assert math.isclose(found.availability, (1.0 - 1e-6) ** 2 * (1.0 - apart), rel_tol=1e-12), seed
        boxed += 1
    assert boxed > 10
