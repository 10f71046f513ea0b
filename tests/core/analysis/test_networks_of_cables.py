"""Networks of links that work both ways: against every state, closed forms, and long or wide networks."""

from __future__ import annotations

import math
import random
from itertools import combinations, product
from typing import Any

import networkx as nx
import pytest

from archdraw.core.analysis import AnalysisCancelled
from archdraw.core.analysis.reliability.mesh import Link, Mesh, MeshError, solve_mesh


def mesh(pairs: list[tuple[str, str]], q: float, nodes: dict[str, float] | None = None) -> Mesh:
    return Mesh(tuple(Link(f"{a}{b}", (a, b), q) for a, b in pairs), nodes or {})


def grid(width: int, height: int, q: float) -> Mesh:
    pairs = [((x, y), (x + 1, y)) for x in range(width - 1) for y in range(height)]
    pairs += [((x, y), (x, y + 1)) for x in range(width) for y in range(height - 1)]
    return Mesh(tuple(Link(f"{a}-{b}", (str(a), str(b)), q) for a, b in pairs))


def complete(n: int, q: float) -> Mesh:
    return mesh(list(combinations("abcdefgh"[:n], 2)), q)


def enumerated(network: Mesh, terminals: list[str]) -> dict[frozenset[str], float]:
    """Return the states in which the terminals are not connected, with their probability."""
    q = {name: failure for name, failure in network.nodes.items() if failure > 0.0}
    q |= {link.id: link.failure for link in network.links}
    found = {}
    for state in product((False, True), repeat=len(q)):
        down = frozenset(name for name, lost in zip(q, state, strict=True) if lost)
        graph: Any = nx.Graph()
        graph.add_nodes_from(node for node in network.all_nodes if node not in down)
        graph.add_edges_from(link.ends for link in network.links if link.id not in down)
        graph.remove_nodes_from(down & set(network.all_nodes))
        alive = all(t in graph for t in terminals)
        if not alive or not set(terminals) <= nx.node_connected_component(graph, terminals[0]):
            found[down] = math.prod(q[n] if n in down else 1.0 - q[n] for n in q)
    return found


def check(network: Mesh, terminals: list[str]) -> None:
    failing = enumerated(network, terminals)
    found = solve_mesh(network, terminals)
    wanted = math.fsum(failing.values())
    assert math.isclose(found.unavailability, wanted, rel_tol=1e-12, abs_tol=1e-300)
    q = {**network.nodes, **{link.id: link.failure for link in network.links}}
    assert found.birnbaum is not None
    for name, failure in q.items():
        if not 0.0 < failure < 1.0:
            continue
        down = math.fsum(p for state, p in failing.items() if name in state) / failure
        up = math.fsum(p for state, p in failing.items() if name not in state) / (1.0 - failure)
        assert math.isclose(found.birnbaum[name], down - up, rel_tol=1e-9, abs_tol=1e-12), name
    if frozenset() not in failing:
        assert set(found.single_points) == {n for n, f in q.items() if f > 0 and frozenset({n}) in failing}


def test_random_networks_equal_the_enumeration_of_every_state() -> None:
    for seed in range(150):
        draw = random.Random(seed)
        names = "abcdef"[: draw.randint(2, 6)]
        pairs = [(draw.choice(names), draw.choice(names)) for _ in range(draw.randint(1, 9))]
        links = tuple(
            Link(f"l{n}", pair, draw.choice([0.01, 0.2, draw.random()])) for n, pair in enumerate(pairs)
        )
        failing = draw.sample(names, draw.randint(0, min(3, len(names))))
        nodes = {**dict.fromkeys(names, 0.0), **{name: draw.uniform(0.01, 0.4) for name in failing}}
        terminals = draw.sample(names, draw.randint(1, len(names)))
        check(Mesh(links, nodes), terminals)


@pytest.mark.slow
def test_random_networks_of_14_links_equal_the_enumeration() -> None:
    for seed in range(3):
        draw = random.Random(seed)
        pairs = draw.sample(list(combinations("abcdefg", 2)), 14)
        check(mesh(pairs, draw.uniform(0.01, 0.5)), draw.sample("abcdefg", 2 + seed))


def test_links_in_a_row_and_side_by_side() -> None:
    q = 0.001
    row = solve_mesh(mesh([("a", "b"), ("b", "c"), ("c", "d")], q), ["a", "d"])
    assert math.isclose(row.unavailability, -math.expm1(3 * math.log1p(-q)), rel_tol=1e-12)
    assert row.single_points == ("ab", "bc", "cd")
    beside = solve_mesh(Mesh(tuple(Link(str(n), ("a", "b"), q) for n in range(5))), ["a", "b"])
    assert math.isclose(beside.unavailability, 1e-15, rel_tol=1e-12)
    assert beside.single_points == ()


def test_the_bridge_at_90_percent_is_97_848_percent() -> None:
    bridge = mesh([("s", "a"), ("s", "b"), ("a", "b"), ("a", "t"), ("b", "t")], 0.1)
    assert math.isclose(1.0 - solve_mesh(bridge, ["s", "t"]).unavailability, 0.97848, rel_tol=1e-12)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9, 0.999])
def test_complete_graphs_have_their_known_polynomials(p: float) -> None:
    q = 1.0 - p
    # All nodes connected: R(n) = 1 − Σ C(n−1, k−1) R(k) q^(k(n−k)).
    whole = {1: 1.0}
    for n in range(2, 7):
        whole[n] = 1.0 - sum(math.comb(n - 1, k - 1) * whole[k] * q ** (k * (n - k)) for k in range(1, n))
        found = solve_mesh(complete(n, q), "abcdefgh"[:n])
        assert math.isclose(1.0 - found.unavailability, whole[n], rel_tol=1e-12)
        # Two of them: the other one is among the k nodes that hang together with the first.
        two = sum(math.comb(n - 2, k - 2) * whole[k] * q ** (k * (n - k)) for k in range(2, n + 1))
        pair = solve_mesh(complete(n, q), "ab")
        assert math.isclose(1.0 - pair.unavailability, two, rel_tol=1e-12)


def test_a_ring_loses_all_terminal_connection_with_the_second_link() -> None:
    n, q = 60, 1e-4
    ring = Mesh(tuple(Link(str(i), (f"n{i}", f"n{(i + 1) % n}"), q) for i in range(n)))
    found = solve_mesh(ring, ring.all_nodes)
    wanted = math.fsum(math.comb(n, k) * q**k * (1 - q) ** (n - k) for k in range(2, n + 1))
    assert math.isclose(found.unavailability, wanted, rel_tol=1e-12)
    assert found.states < 10


def test_a_ladder_of_any_length_follows_the_recursion_over_its_rungs() -> None:
    q, rungs = 0.05, 200
    pairs = [(f"u{n}", f"u{n + 1}") for n in range(rungs)] + [(f"d{n}", f"d{n + 1}") for n in range(rungs)]
    pairs += [(f"u{n}", f"d{n}") for n in range(rungs + 1)]
    p = 1.0 - q
    # Chances that after a rung u and d hang together with the start both, only u, only d.
    both, only_u, only_d = p, q, 0.0
    for _ in range(rungs):
        up, down = both * p * q + only_u * p, both * p * q + only_d * p
        pair = both * p * p
        both, only_u, only_d = pair + (up + down) * p, up * q, down * q
    found = solve_mesh(mesh(pairs, q), ["u0", f"u{rungs}"])
    assert math.isclose(found.unavailability, 1.0 - both - only_u, rel_tol=1e-10)


def test_opposite_corners_of_grids_agree_with_the_enumeration_and_stay_narrow() -> None:
    check(grid(3, 3, 0.1), ["(0, 0)", "(2, 2)"])
    found = solve_mesh(grid(6, 6, 0.1), ["(0, 0)", "(5, 5)"])
    assert found.states < 1000
    mirrored = solve_mesh(grid(6, 6, 0.1), ["(0, 5)", "(5, 0)"])
    assert math.isclose(found.unavailability, mirrored.unavailability, rel_tol=1e-12)


def test_tiny_probabilities_keep_their_digits() -> None:
    q = 1e-5
    found = solve_mesh(complete(4, q), "ab").unavailability
    # Both terminals have three links: 2q³, and the two cuts {a, x} | {b, y} of four links.
    assert math.isclose(found, 2 * q**3 + 2 * q**4, rel_tol=1e-8)


def test_places_that_no_cable_joins_are_never_connected() -> None:
    found = solve_mesh(mesh([("a", "b"), ("c", "d")], 0.1), ["a", "d"])
    assert found.unavailability == 1.0


def test_too_wide_networks_and_unknown_places_are_refused_in_a_sentence() -> None:
    with pytest.raises(MeshError, match="too wide"):
        solve_mesh(complete(8, 0.1), "ab", most_states=20)
    with pytest.raises(MeshError, match="no node “z”"):
        solve_mesh(complete(3, 0.1), "az")
    with pytest.raises(MeshError, match="no node is named"):
        solve_mesh(complete(3, 0.1), "")


def test_without_room_for_the_importances_the_probability_remains() -> None:
    found = solve_mesh(grid(4, 4, 0.1), ["(0, 0)", "(3, 3)"], most_remembered=50)
    assert found.birnbaum is None
    assert found.unavailability == solve_mesh(grid(4, 4, 0.1), ["(0, 0)", "(3, 3)"]).unavailability


def test_it_can_be_stopped() -> None:
    with pytest.raises(AnalysisCancelled):
        solve_mesh(grid(5, 5, 0.1), ["(0, 0)"], should_stop=lambda: True)
